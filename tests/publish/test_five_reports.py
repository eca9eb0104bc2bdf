"""What a reader who has never seen the tool finds on the site of the five reports, and in how many clicks."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from habeas.cli.main import call

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not SEEDS.is_dir(), reason="the five reports are third parties' and lie beside the checkout only"
    ),
]


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href")
        if tag == "a" and href and not urlsplit(href).scheme:
            self.found.append(urlsplit(href).path)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("five") / "out"
    assert call(["run", str(SEEDS), "--out", str(out)]) in {0, 1}
    return out / "site"


def _text(path: Path) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", path.read_text("utf-8")))


def _clicks(site: Path) -> dict[Path, int]:
    """Return how many clicks from the first page each page is away."""
    start = (site / "index.html").resolve()
    away, queue = {start: 0}, [start]
    for page in queue:
        links = _Links()
        links.feed(page.read_text("utf-8"))
        for link in links.found:
            target = (page.parent / link).resolve() if link else page
            if target.suffix == ".html" and target not in away:
                away[target] = away[page] + 1
                queue.append(target)
    return away


def _near(site: Path, pattern: str) -> int:
    """Return the fewest clicks to a page whose text matches."""
    found = [n for page, n in _clicks(site).items() if re.search(pattern, _text(page))]
    return min(found, default=99)


def test_how_many_were_freed_in_2024_and_who_says_so(site: Path) -> None:
    assert _near(site, r"Freed: political prisoners 2024[ ,][^F]*207[^F]*Viasna") <= 3


def test_the_total_that_sums_confirm_to_the_person_has_no_range(site: Path) -> None:
    assert _near(site, r"(?<![\d–-])207 political prisoners were freed from 6 June 2024") == 0
    assert _near(site, r"207 political prisoners \(\d") == 99


def test_the_next_best_account_leads_to_the_sentences_that_differ(site: Path) -> None:
    brief = (site.parent / "brief.md").read_text("utf-8")
    line = next(line for line in brief.splitlines() if "The next best account" in line)
    first = re.search(r"instead of 63\. ((?:\[\d+\])+)", line)
    assert first is not None
    assert any(
        re.match(rf"{number}\. .*207", each) for number in re.findall(r"\d+", first[1]) for each in brief.splitlines()
    )


def test_which_report_has_the_wrong_year(site: Path) -> None:
    assert _near(site, r"Report 2 \([^)]*\) prints 2023.*2024.*read as a slip") == 0


def test_how_many_are_held_and_how_sure_that_is(site: Path) -> None:
    assert _near(site, r"bout 1,300 political prisoners were held .*, which is read as [\d,]+ to [\d,]+") == 0


def test_whether_more_were_detained_than_freed(site: Path) -> None:
    assert _near(site, r"More were detained than freed") == 0


def test_every_page_is_within_three_clicks(site: Path) -> None:
    assert max(_clicks(site).values()) <= 3
    pages = {path.resolve() for path in site.rglob("*.html") if path.parent.name != "downloads"}
    assert pages <= set(_clicks(site))


def test_the_texts_of_others_are_not_republished(site: Path) -> None:
    shown = "".join(_text(path) for path in (site / "documents").glob("*.html"))
    for report in sorted(SEEDS.glob("*.txt")):
        words = report.read_text("utf-8").split()
        runs = [" ".join(words[n : n + 40]) for n in range(0, len(words) - 40, 40)]
        assert sum(run in shown for run in runs) <= 2, report.name
