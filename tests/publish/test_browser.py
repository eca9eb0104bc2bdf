"""The site in a real browser: accessible, silent, asking nothing of the network, alive where it should."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import msgspec
import pytest

from habeas.cli.main import call
from habeas.publish.options import PublishOptions
from habeas.publish.step import publish
from habeas.values.record import Record

pytestmark = pytest.mark.slow

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]


EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "belarus-2024"
SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1200, "height": 900}


@pytest.fixture(scope="module")
def site(full: Record, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("browser") / "out"
    publish(full, out, before=full)
    return out / "site"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    with playwright.sync_playwright() as running:
        started = running.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


class _Tab:
    """A page with what it asked for and what it complained of."""

    def __init__(self, browser: Any, **context: Any) -> None:
        self.page = browser.new_context(**context).new_page()
        self.asked: list[str] = []
        self.errors: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def open(self, path: Path, query: str = "") -> Any:
        self.page.goto(path.as_uri() + query, wait_until="load")
        return self.page


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desktop", "phone"])
def test_no_page_breaks_an_accessibility_rule(browser: Any, site: Path, look: str, size: dict[str, int]) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    tab = _Tab(browser, color_scheme=look, viewport=size)
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], "preload": False}
    for path in sorted(site.rglob("*.html")):
        page = tab.open(path)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        found = axe.run(page, options=rules).response["violations"]
        assert not found, (path.name, [(v["id"], [n["html"][:120] for n in v["nodes"][:3]]) for v in found])
    assert tab.errors == []


class _Reader:
    """Somebody who has never seen the site: opens its first page and counts the clicks."""

    def __init__(self, browser: Any, site: Path, size: dict[str, int]) -> None:
        self.tab = _Tab(browser, viewport=size)
        self.page = self.tab.open(site / "index.html")
        self.clicks = 0

    def click(self, link: Any) -> None:
        link.click()
        self.page.wait_for_load_state("load")
        self.clicks += 1

    def menu(self, name: str) -> None:
        self.click(self.page.get_by_role("navigation", name="Pages").get_by_role("link", name=name, exact=True))

    def reads(self) -> str:
        return " ".join(str(self.page.locator("main").inner_text()).split())

    def under(self, heading: str) -> Any:
        """Return what stands between a heading and the next one."""
        found = self.page.get_by_role("heading", name=heading)
        mine = f"preceding-sibling::h2[1][normalize-space()='{heading}']"
        return found.locator(f"xpath=following-sibling::*[{mine}]")


@pytest.fixture(scope="module", params=["shipped example", "five reports"])
def read_site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    source = EXAMPLE if request.param == "shipped example" else SEEDS
    if not source.is_dir():
        pytest.skip("the five reports are third parties' and lie beside the checkout only")
    out = tmp_path_factory.mktemp("reader") / "out"
    assert call(["run", str(source), "--place", "BY", "--out", str(out)]) in {0, 1}
    return out / "site"


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desktop", "phone"])
def test_a_reader_finds_how_many_were_freed_in_2024_and_who_says_so(
    browser: Any, read_site: Path, size: dict[str, int]
) -> None:
    reader = _Reader(browser, read_site, size)
    reader.menu("Numbers")
    told = reader.under("How many political prisoners were freed in 2024?")
    assert "207" in told.first.inner_text()
    who = told.get_by_role("listitem").filter(has_text="Viasna").first
    assert "207 freed" in who.inner_text()
    reader.click(who.get_by_role("link").first)
    assert "207" in str(reader.page.evaluate("document.querySelector(':target').innerText"))
    assert reader.clicks <= 3


def test_a_reader_finds_which_report_has_the_wrong_year(browser: Any, read_site: Path) -> None:
    reader = _Reader(browser, read_site, DESK)
    assert "prints 2023" in reader.reads()
    reader.menu("Disagreements")
    assert "year" in reader.page.locator("h2").filter(has_text="report").first.inner_text().lower()
    reader.click(reader.page.locator("table td .cites a").first)
    reader.click(reader.page.locator("li:target cite a").first)
    assert "2023" in reader.reads()
    assert "97" in reader.reads()
    assert reader.clicks <= 3


def test_a_reader_finds_how_many_are_held_and_how_sure_that_is(browser: Any, read_site: Path) -> None:
    reader = _Reader(browser, read_site, PHONE)
    key = reader.page.locator(".keys li").filter(has_text="political prisoners held")
    assert "1,300" in key.inner_text()
    assert re.search(r"[\d,]+ to [\d,]+;", key.inner_text())
    reader.click(key.get_by_role("link").first)
    assert "1,300" in str(reader.page.evaluate("document.querySelector(':target').innerText"))
    assert reader.clicks <= 3


def test_a_reader_finds_whether_more_were_detained_than_freed(browser: Any, read_site: Path) -> None:
    reader = _Reader(browser, read_site, PHONE)
    assert "More were detained than freed" in reader.reads()
    reader.menu("Occasions")
    assert "More were detained than freed" in reader.reads()
    assert reader.clicks <= 3


def test_pages_are_light_enough_for_a_bad_connection(browser: Any, site: Path, read_site: Path) -> None:
    for folder in (site, read_site):
        for path in folder.rglob("*.html"):
            assert path.stat().st_size < 500_000, path
        tab = _Tab(browser, java_script_enabled=True)
        tab.page.route("**/*.svg", lambda route: route.abort())
        tab.page.goto((folder / "index.html").as_uri(), wait_until="load")
        asked = {url.partition("#")[0] for url in tab.asked if not url.endswith(".svg")}
        sizes = {url: Path(unquote(urlsplit(url).path)).stat().st_size for url in asked if url.startswith("file:")}
        assert sum(sizes.values()) < 150_000, sizes


def test_no_page_asks_for_anything_outside_the_folder(browser: Any, site: Path) -> None:
    tab = _Tab(browser)
    for path in sorted(site.rglob("*.html")):
        tab.open(path)
    assert tab.asked
    assert all(url.startswith((site.as_uri(), "data:")) for url in tab.asked)
    assert tab.errors == []


def test_a_phone_needs_no_sideways_scrolling(browser: Any, site: Path) -> None:
    tab = _Tab(browser, viewport=PHONE)
    for path in sorted(site.rglob("*.html")):
        page = tab.open(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path.name


def test_every_page_can_be_read_without_scripts(browser: Any, site: Path) -> None:
    tab = _Tab(browser, java_script_enabled=False)
    page = tab.open(site / "claims.html")
    assert page.locator("#rows tbody tr").count() == 8


def test_filters_stand_in_the_address_and_can_be_shared(browser: Any, site: Path) -> None:
    tab = _Tab(browser)
    page = tab.open(site / "claims.html")
    page.select_option("select[name=measure]", "held")
    page.wait_for_function("document.querySelectorAll('#rows tbody tr').length === 3")
    assert page.url.endswith("?measure=held")
    other = _Tab(browser).open(site / "claims.html", "?measure=held&source=relatives")
    other.wait_for_function("document.querySelectorAll('#rows tbody tr').length === 1")
    assert other.locator("#count").inner_text() == "1 of 8 figures"


def test_search_finds_a_sentence_and_leads_to_it(browser: Any, site: Path) -> None:
    page = _Tab(browser).open(site / "search.html", "?q=relatives+releas")
    page.wait_for_selector("#results li")
    page.locator("#results a").first.click()
    assert "documents/2.html#q" in page.url
    assert page.locator("h1").inner_text().startswith("“Thirty political prisoners")


def test_a_chart_comes_to_life_when_asked_and_only_then(browser: Any, site: Path) -> None:
    tab = _Tab(browser)
    page = tab.open(site / "index.html")
    assert not any("vendor" in url for url in tab.asked)
    page.locator("figure button").first.click()
    page.wait_for_selector("figure .drawn svg")
    assert tab.errors == []


def test_no_word_of_a_chart_is_cut_on_a_phone(browser: Any, record: Record, tmp_path: Path) -> None:
    pytest.importorskip("vl_convert", reason="charts are drawn beforehand only with vl-convert")
    one = record.reconciliation.stocks[0]
    names = ("Committee of the Families of the Harbour", "Association of Upland Lawyers")
    held = tuple(msgspec.structs.replace(one, source=name, date=date(2031, n, 1)) for n, name in enumerate(names, 5))
    history = msgspec.structs.replace(record.reconciliation, stocks=held)
    publish(msgspec.structs.replace(record, reconciliation=history), tmp_path / "out", PublishOptions())
    drawn = sorted((tmp_path / "out/site/charts").glob("*-narrow-light.svg"))
    assert any("Association" in path.read_text(encoding="utf-8") for path in drawn)
    for path in drawn:
        page = _Tab(browser).open(path)
        cut = page.evaluate(
            "() => { const ends = document.documentElement.width.baseVal.value + 1;"
            " return [...document.querySelectorAll('text')]"
            ".filter(t => t.getBoundingClientRect().right > ends).map(t => t.textContent); }"
        )
        assert (path.name, cut) == (path.name, [])


def test_without_the_drawing_package_charts_are_drawn_in_the_browser(
    browser: Any, record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("habeas.publish.charts.render.renderer", lambda: None)
    publish(record, tmp_path / "out", PublishOptions())
    assert not list((tmp_path / "out/site").rglob("*.svg"))
    tab = _Tab(browser)
    page = tab.open(tmp_path / "out/site/occasions.html")
    page.wait_for_selector("figure .drawn svg")
    assert tab.errors == []


def test_print_is_dark_on_light_also_for_a_reader_of_dark_pages(browser: Any, record: Record, site: Path) -> None:
    pytest.importorskip("vl_convert", reason="charts are drawn beforehand only with vl-convert")
    page = _Tab(browser, color_scheme="dark").open(site / "index.html")
    assert page.evaluate("document.querySelector('figure img').currentSrc").endswith("-dark.svg")
    page.emulate_media(media="print")
    page.wait_for_function("document.querySelector('figure img').currentSrc.endsWith('-light.svg')")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
