"""The site as files: it stands on its own, links hold, numbers have evidence, two builds agree."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import msgspec
import pytest

from habeas.errors import RunError
from habeas.publish.exports.tables import csv_text, defused
from habeas.publish.gate import reasons
from habeas.publish.options import PublishOptions
from habeas.publish.step import publish
from habeas.values.case import CaseSettings, ReleaseRules
from habeas.values.claim import CountClaim
from habeas.values.document import Document
from habeas.values.history import Copy, Reconciliation, SourceRecord
from habeas.values.person import NamedPerson
from habeas.values.record import Record
from habeas.values.status_claim import StatusClaim


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.requests: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        self.requests += [given[name] for name in ("src", "srcset", "data", "action") if name in given]
        if tag == "link":
            self.requests.append(given.get("href", ""))


def _read(path: Path) -> _Page:
    page = _Page()
    page.feed(path.read_text("utf-8"))
    return page


@pytest.fixture(scope="module")
def site(record: Record, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("publish") / "out"
    publish(record, out)
    return out / "site"


def test_no_page_asks_for_anything_outside_its_folder(site: Path) -> None:
    for path in site.rglob("*.html"):
        for request in _read(path).requests:
            assert not urlsplit(request).scheme
            assert (path.parent / request).resolve().is_relative_to(site.resolve())
            assert (path.parent / request).exists(), (path, request)
    assert "url(" not in (site / "habeas.css").read_text()
    assert "@import" not in (site / "habeas.css").read_text()


def test_every_link_inside_the_site_leads_to_a_page_and_a_place_on_it(site: Path) -> None:
    pages = {path.resolve(): _read(path) for path in site.rglob("*.html") if path.parent.name != "downloads"}
    for path, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), path
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            assert target.exists(), (path, link)
            if parts.fragment:
                assert parts.fragment in pages[target].ids, (path, link)


def test_the_first_page_is_light_and_every_page_bounded(site: Path) -> None:
    own = sum((site / name).stat().st_size for name in ("index.html", "habeas.css", "habeas.js"))
    assert own < 150_000
    assert max(path.stat().st_size for path in site.rglob("*.html")) < 500_000


def test_the_first_page_answers_what_a_reader_asks_first(site: Path) -> None:
    text = re.sub(r"<[^>]+>", " ", (site / "index.html").read_text())
    for words in ("55 political prisoners (52 to 58) freed", "More were detained than freed", "452", "prints 2030"):
        assert words in text


def test_only_a_licensed_text_is_shown_in_full(site: Path) -> None:
    assert "The text, with its figures marked" in (site / "documents/1.html").read_text()
    unlicensed = (site / "documents/2.html").read_text()
    assert "Thirty political prisoners were released" in unlicensed
    assert "Nobody has said when the next group may follow" not in unlicensed


def test_two_builds_of_a_record_have_the_same_bytes(record: Record, tmp_path: Path) -> None:
    def digest(out: Path) -> dict[str, str]:
        options = PublishOptions(formats=("html", "docx", "pdf", "parquet"))
        return {
            path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in publish(record, out, options)
        }

    for package in ("typst", "docx", "vl_convert", "pyarrow"):
        pytest.importorskip(package)
    assert digest(tmp_path / "a") == digest(tmp_path / "b")


def test_the_package_holds_true_checksums(site: Path) -> None:
    with zipfile.ZipFile(site / "downloads/record.zip") as pack:
        sums = dict(reversed(line.split("  ")) for line in pack.read("SHA256SUMS").decode().splitlines())
        assert set(sums) == set(pack.namelist()) - {"SHA256SUMS"}
        assert all(hashlib.sha256(pack.read(name)).hexdigest() == value for name, value in sums.items())
        crate = json.loads(pack.read("ro-crate-metadata.json"))
    ids = [node["@id"] for node in crate["@graph"]]
    assert len(ids) == len(set(ids))
    root = next(node for node in crate["@graph"] if node["@id"] == "./")
    assert {part["@id"] for part in root["hasPart"]} <= set(ids)


def test_a_claim_found_wrong_becomes_a_claim_review(site: Path) -> None:
    graph = json.loads((site / "downloads/claim-reviews.jsonld").read_text())["@graph"]
    assert [node["reviewRating"]["alternateName"] for node in graph] == ["Misprint"]
    assert "2030" in graph[0]["claimReviewed"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_formulas_are_defused_in_csv(text: str) -> None:
    assert defused(text) == f"'{text}"
    rows = list(csv.reader(io.StringIO(csv_text([{"a": text, "b": -1}]), newline="")))
    assert rows[1] == [f"'{text}", "-1"]


def test_markup_in_a_report_stays_text(tmp_path: Path) -> None:
    text = "<script>alert(1)</script> Five people were freed. </script><img src=x onerror=alert(1)>"
    quote = "Five people were freed"
    claim = CountClaim(
        doc="d",
        quote=quote,
        start=text.index("Five"),
        low=5,
        high=5,
        measure="freed",
        group="<b>x</b>",
        source="</script>",
    )
    document = Document(id="d", text=text, title="<i>t</i>", outlet="<o>", licence="CC0", url="javascript:alert(1)")
    publish(Record(documents=(document,), claims=(claim,)), tmp_path / "out")
    for path in (tmp_path / "out").rglob("*.html"):
        page = path.read_text()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "<i>t</i>" not in page
        assert 'href="javascript:' not in page


def test_an_empty_record_makes_a_site_without_empty_pages(tmp_path: Path) -> None:
    written = {path.name for path in publish(Record(), tmp_path / "out")}
    assert "index.html" in written
    assert not {"occasions.html", "sources.html", "claims.html", "people.html"} & written


def test_a_folder_with_the_readers_own_files_keeps_them(record: Record, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "notes.txt").write_text("mine")
    publish(record, out)
    publish(record, out)
    assert (out / "notes.txt").read_text() == "mine"
    assert not [path for path in (*tmp_path.iterdir(), *out.iterdir()) if path.name.startswith(".")]


def test_nothing_is_written_when_a_build_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "file"
    target.write_text("here")
    with pytest.raises(RunError, match="is a file"):
        publish(Record(), target)
    assert target.read_text() == "here"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_case_that_asks_for_review_is_not_released_but_may_be_drafted(record: Record, tmp_path: Path) -> None:
    rules = ReleaseRules(reviewed_headlines=True, explained_conflicts=True)
    case = msgspec.structs.replace(record, settings=CaseSettings(name="Varnia", release=rules))
    with pytest.raises(RunError, match="not yet judged"):
        publish(case, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    publish(case, tmp_path / "out", PublishOptions(draft=True))
    assert "Not released" in (tmp_path / "out/site/index.html").read_text()
    assert "Draft" in (tmp_path / "out/brief.md").read_text()


def test_reviewed_claims_open_the_gate_and_a_leap_closes_it(record: Record) -> None:
    rules = ReleaseRules(reviewed_headlines=True, largest_change=0.2)
    case = msgspec.structs.replace(
        record, settings=CaseSettings(release=rules), reviewed=tuple(claim.id for claim in record.claims)
    )
    assert reasons(case) == ()
    leap = msgspec.structs.replace(case, settings=CaseSettings(release=ReleaseRules(largest_change=0.2)), reviewed=())
    history = msgspec.structs.replace(record.reconciliation, lumps=(), answers=())
    earlier = msgspec.structs.replace(record, reconciliation=history)
    assert any("a change of 83%" in reason for reason in reasons(leap, earlier))


def test_changes_name_what_was_added_changed_and_removed_and_why(record: Record, tmp_path: Path) -> None:
    history = msgspec.structs.replace(
        record.reconciliation, lumps=(), answers=(), stocks=record.reconciliation.stocks[:1]
    )
    fewer = tuple(claim for claim in record.claims if claim.doc != "wire-3")
    earlier = msgspec.structs.replace(record, reconciliation=history, claims=fewer)
    publish(record, tmp_path / "out", before=earlier)
    found = json.loads((tmp_path / "out/site/downloads/changes.json").read_text())["changes"]
    kinds = {change["what"]: change["kind"] for change in found}
    assert kinds["Freed, political prisoners: in all"] == "changed"
    assert kinds["Detained, political prisoners: in all"] == "added"
    assert any("1 new claim" in c["reason"] or "One new claim by Harbour Committee" in c["reason"] for c in found)
    feed = (tmp_path / "out/site/downloads/changes.xml").read_text()
    assert feed.count("<entry>") == len(found)
    page = (tmp_path / "out/site/changes.html").read_text()
    assert "Detained, political prisoners: in all" in page


def test_the_same_record_has_no_changes(record: Record, tmp_path: Path) -> None:
    publish(record, tmp_path / "out", before=record)
    assert "No figure changed." in (tmp_path / "out/site/changes.html").read_text()


def test_only_persons_who_may_be_named_have_a_place_on_the_page_of_people(record: Record, tmp_path: Path) -> None:
    ada, bo = NamedPerson(name="Ada Voss", public=True), NamedPerson(name="Bo Harne")
    said = tuple(
        StatusClaim(doc="ledger-1", quote="let 12", start=7, person=person.name, status="sentenced", term_months=54)
        for person in (ada, bo)
    )
    with_people = msgspec.structs.replace(record, persons=(ada, bo), status_claims=said)
    publish(with_people, tmp_path / "out", PublishOptions(charts=False))
    page = (tmp_path / "out/site/people.html").read_text()
    assert "Ada Voss" in page
    assert "four years and six months" in page
    assert "One further statement on persons who are not named here" in page
    assert "Harne" not in page
    hidden = msgspec.structs.replace(with_people, persons=(bo,))
    assert "people.html" not in {
        path.name for path in publish(hidden, tmp_path / "other", PublishOptions(charts=False))
    }


def test_a_brief_says_what_changed_since_the_last_one(record: Record, tmp_path: Path) -> None:
    earlier = msgspec.structs.replace(record, reconciliation=Reconciliation(), claims=())
    publish(record, tmp_path / "out", PublishOptions(charts=False), before=earlier)
    text = (tmp_path / "out/brief.md").read_text()
    assert "## What changed" in text
    assert "new. " in text


def test_sources_tell_how_often_they_were_right_and_whose_words_they_repeat(record: Record, tmp_path: Path) -> None:
    again = msgspec.structs.replace(record.claims[1], doc="wire-3", id="echo00000001")
    committee = SourceRecord(
        key="committee", name="Harbour Committee", kind="monitor", spellings=("Harbour Committee", "the committee"),
        claims=5, tested=4, failed=1,
    )  # fmt: skip
    history = msgspec.structs.replace(
        record.reconciliation, sources=(committee,), copies=(Copy(doc="wire-3", of="ledger-1", share=0.82),)
    )
    told = msgspec.structs.replace(record, claims=(*record.claims, again), reconciliation=history)
    publish(told, tmp_path / "out", PublishOptions(charts=False))
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", (tmp_path / "out/site/sources.html").read_text()))
    assert "Harbour Committee (also: the committee) monitor" in page
    assert "Tested by others: 3 of 4 held." in page
    assert "Report 3, Mica Wire Report 1, Lake Ledger 82% of its text" in page
    assert "Harbour Committee 30 freed" in page
    assert "Report 1 and report 3." in page


def test_a_source_of_several_spellings_is_called_by_one_name(record: Record, tmp_path: Path) -> None:
    found = SourceRecord(key="r", name="Families of Varnia", kind="person", spellings=("relatives",))
    history = msgspec.structs.replace(record.reconciliation, sources=(found,))
    publish(msgspec.structs.replace(record, reconciliation=history), tmp_path / "out", PublishOptions(charts=False))
    text = (tmp_path / "out/brief.md").read_text()
    assert "Families of Varnia: 30 freed" in text
    assert "Relatives:" not in text
