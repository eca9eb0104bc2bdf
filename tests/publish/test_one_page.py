"""A brief of many reports stays one page: what is cut is counted and left to the site. Invented, generated data."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta

import msgspec
import pytest

from habeas.publish.blocks import Table
from habeas.publish.brief import brief, brief_markdown
from habeas.publish.formats.pdf import fitting
from habeas.publish.limits import TIGHTENING
from habeas.publish.options import PublishOptions
from habeas.publish.step import briefs
from habeas.values.claim import CountClaim
from habeas.values.document import Document
from habeas.values.estimate import CaseEstimate, Estimate, Interval, ListSize
from habeas.values.history import (
    Conflict,
    DatedDocument,
    DateRange,
    LeftOut,
    Lump,
    Occasion,
    Range,
    Reading,
    Reconciliation,
    Repair,
    Stock,
)
from habeas.values.record import Failure, Record

REPORTS = 40
START = date(2031, 1, 3)
END = START + timedelta(days=400)
GROUP = "political prisoners"
SPEAKERS = ("Harbour Committee", "Lake Watch", "relatives of the detained", "the Ministry of Order", "Hill Initiative")


def _document(n: int) -> Document:
    told = " ".join(
        f"On day {n}.{k} the {SPEAKERS[(n + k) % 5]} said that {10 + n + k} political prisoners were freed in Varnia, "
        "among them people held since the winter protests." for k in range(5)
    )  # fmt: skip
    return Document(
        id=f"d{n}",
        title=f"Report number {n} on releases and arrests in the prisons of Varnia and its three provinces",
        outlet=f"Varnia {('Post', 'Ledger', 'Wire', 'Courier')[n % 4]} {n}",
        published=None if n % 5 == 0 else START + timedelta(days=9 * n),
        lang="en",
        text=told,
    )


def _claims(document: Document, n: int) -> list[CountClaim]:
    made = []
    for k in range(5):
        quote = f"{10 + n + k} political prisoners"
        day_ = START + timedelta(days=9 * n - k)
        measure = ("freed", "freed", "detained", "held", "convicted")[k]
        made.append(
            CountClaim(
                doc=document.id, quote=quote, start=document.text.index(quote), low=10 + n + k, high=10 + n + k,
                measure=measure, group=GROUP, when_kind="on", start_date=day_, end_date=day_,
                source=SPEAKERS[(n + k) % 5],
            ).with_id()
        )  # fmt: skip
    return made


@pytest.fixture(scope="module")
def large() -> Record:
    documents = tuple(_document(n) for n in range(REPORTS))
    claims = [claim for n, document in enumerate(documents) for claim in _claims(document, n)]
    occasions = tuple(
        Occasion(
            measure=claim.measure, group=GROUP, size=Range(low=9, best=claim.low, high=90), claims=(claim.id,),
            date=DateRange(low=claim.start_date, best=claim.start_date, high=claim.start_date),
            derivation=f"{claim.low} said by the speaker, less {claim.low} counted twice in another one ({claim.doc})",
        ) for claim in claims if claim.measure in {"freed", "detained", "convicted"}
    )  # fmt: skip
    lumps = tuple(
        Lump(
            measure=m, group=GROUP, start=START, end=START + timedelta(days=400), size=Range(low=90, best=900, high=999)
        )
        for m in ("freed", "detained")
    )
    stocks = tuple(
        Stock(date=c.start_date, low=900, best=950, high=1000, group=GROUP, source=c.source, claims=(c.id,))
        for c in claims
        if c.measure == "held" and c.start_date
    )
    conflicts = tuple(
        Conflict(
            claims=(claims[k].id, claims[k + 7].id), cause="two counts of one day",
            explanation=f"Report {k} and report {k + 1} give two numbers for one day, and a third has their sum; "
            "only one of the three can be a count of that day alone, and the others must reach further back",
            repairs=(Repair(claim=claims[k].id, kind="near", from_="10", to="11", bits=4.0),
                     Repair(claim=claims[k + 7].id, kind="rejected", from_="17", to="nothing", bits=12.0)),
        ) for k in range(0, 60, 5)
    )  # fmt: skip
    best = Reading(bits=400.0, occasions=occasions, lumps=lumps, repairs=conflicts[0].repairs[:1])
    history = Reconciliation(
        readings=(best, Reading(bits=409.0, rejected=(claims[3].id,), occasions=occasions[:12], lumps=lumps)),
        occasions=occasions, lumps=lumps, stocks=stocks, conflicts=conflicts,
        documents=tuple(
            DatedDocument(
                id=d.id, inferred=d.published is None, why="told by its figures",
                published=DateRange(low=START, best=START, high=START + timedelta(days=300)) if d.published is None
                else DateRange(low=d.published, best=d.published, high=d.published),
            ) for d in documents
        ),
        left_out=tuple(LeftOut(claim=claims[k].id, why=f"reason number {k % 9} for leaving it out") for k in range(60)),
    )  # fmt: skip
    estimate = CaseEstimate(
        about="people held in Varnia", source="patterns", input_hash="0" * 64,
        estimate=Estimate(
            observed=4400, method="lcmcr", estimate=Interval(low=8970, median=10383, high=13912, mean=10500),
            lists=tuple(ListSize(name=n, size=10, only_here=1, shared=9) for n in ("Committee", "Courts", "Lawyers")),
        ),
    )  # fmt: skip
    failures = tuple(Failure(where=f"scan-{n}.bin", what="is not text") for n in range(9))
    return Record(
        documents=documents, claims=tuple(claims), reconciliation=history, failures=failures, estimates=(estimate,),
        version="0",
    )  # fmt: skip


@pytest.mark.parametrize("changed", [False, True])
def test_the_pdf_of_forty_reports_is_one_page_and_an_appendix_of_sentences(large: Record, *, changed: bool) -> None:
    pytest.importorskip("typst", reason="the PDF is set by typst")
    pypdf = pytest.importorskip("pypdf", reason="reads the PDF back")
    from habeas.publish.changes import changes

    earlier = msgspec.structs.replace(large, claims=large.claims[:50], reconciliation=Reconciliation(), estimates=())
    differ = changes(earlier, large) if changed else None
    made = briefs(large, PublishOptions(formats=("pdf",), charts=False), differ)["brief.pdf"]
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages]
    assert "What is not known" in pages[0]
    assert "more gaps on the site" in " ".join(pages[0].split())
    assert "The sentences behind the numbers" not in pages[0]
    assert "The sentences behind the numbers" in pages[1]
    assert ("What changed since the last brief" in pages[0]) == changed


def test_the_docx_takes_the_rows_that_leave_the_pdf_on_one_page(large: Record) -> None:
    pytest.importorskip("typst", reason="the rows are found by typst")
    library = pytest.importorskip("docx", reason="reads the DOCX back")
    from habeas.publish.changes import changes

    earlier = msgspec.structs.replace(large, claims=large.claims[:50], reconciliation=Reconciliation(), estimates=())
    differ = changes(earlier, large)
    made = briefs(large, PublishOptions(formats=("docx",), charts=False), differ)["brief.docx"]
    chosen = fitting(brief(large, changes=differ, limits=limits) for limits in TIGHTENING)
    assert chosen != brief(large, changes=differ)
    rows = [len(block.rows) for block in chosen.blocks if isinstance(block, Table)]
    assert [len(table.rows) - 1 for table in library.Document(io.BytesIO(made)).tables] == rows


def test_what_a_short_table_leaves_out_is_counted(large: Record) -> None:
    text = brief_markdown(large)
    assert "… and 152 more rows on the site." in text
    assert "… and nine more disagreements on the site." in text
    assert "4,400 known from the lists Committee, Courts and Lawyers; estimated 10,400 (8,970 to 13,900) in all" in text


def test_each_tighter_form_of_a_brief_is_shorter(large: Record) -> None:
    def length(place: int) -> int:
        return sum(len(str(block)) for block in brief(large, limits=TIGHTENING[place]).blocks)

    lengths = [length(n) for n in range(len(TIGHTENING))]
    assert lengths == sorted(lengths, reverse=True)
    assert len(set(lengths)) == len(lengths)


def test_a_brief_in_one_file_links_to_no_page_that_does_not_travel_with_it(large: Record) -> None:
    made = briefs(large, PublishOptions(formats=("html",), charts=False))["brief.html"].decode()
    assert "more rows on the site" in made
    assert not re.findall(r'href="(?!#|https?:)[^"]*"', made)
