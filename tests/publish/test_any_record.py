"""Whatever a record holds, it can be published: gaps, open bounds, unknown days, claims without their documents."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from habeas.publish.brief import brief_markdown
from habeas.publish.options import PublishOptions
from habeas.publish.pages.book import Book
from habeas.publish.step import publish
from habeas.values.claim import CountClaim
from habeas.values.document import DatingCue, Document
from habeas.values.history import (
    Answer,
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

TEXT = st.sampled_from(
    ["", "people", "political prisoners", "a|b", "<b>", "# 1. x", "Ünïcode 群体", "doc-1", "=1", "two\nlines"]
)
DOCS = st.sampled_from(["doc-1", "doc-2", "gone"])
DAYS = st.dates(date(1999, 1, 1), date(2040, 1, 1))
COUNTS = st.none() | st.integers(0, 10_000)
MEASURES = st.sampled_from(["freed", "detained", "held", "died", "missing", "pardoned_anew"])
IDS = st.sampled_from(["c1", "c2", "c3", "unknown"])
SEVERAL = st.lists(IDS, max_size=4).map(tuple)
RANGES = st.builds(Range, low=COUNTS, best=COUNTS, high=COUNTS)
DATES = st.builds(DateRange, low=st.none() | DAYS, best=st.none() | DAYS, high=st.none() | DAYS)


def _many(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(strategy, max_size=4).map(tuple)


CLAIMS = st.builds(
    CountClaim,
    doc=DOCS,
    quote=TEXT.filter(bool),
    start=st.integers(0, 50),
    low=COUNTS,
    high=COUNTS,
    measure=MEASURES,
    approx=st.booleans(),
    group=TEXT,
    subset_of=st.none() | st.integers(0, 5),
    start_date=st.none() | DAYS,
    end_date=st.none() | DAYS,
    start_offset=st.sampled_from([None, "-P2M", "-P6M", "nonsense"]),
    end_offset=st.sampled_from([None, "P0D"]),
    status=st.sampled_from(["actual", "planned", "denied", "other"]),
    source=TEXT,
    id=IDS,
)
DOCUMENTS = st.builds(
    Document,
    id=DOCS,
    text=TEXT,
    title=st.none() | TEXT,
    outlet=st.none() | TEXT,
    url=st.sampled_from([None, "https://x.example/a?b=c&d", "ftp://x", "javascript:1"]),
    published=st.none() | DAYS,
    licence=st.sampled_from([None, "CC BY 4.0", "all rights reserved"]),
)
REPAIRS = st.builds(Repair, claim=IDS, kind=TEXT, from_=TEXT, to=TEXT, bits=st.floats(-5, 90), explanation=TEXT)
OCCASIONS = st.builds(Occasion, measure=MEASURES, group=TEXT, date=DATES, size=RANGES, claims=SEVERAL, derivation=TEXT)
LUMPS = st.builds(
    Lump, measure=MEASURES, group=TEXT, start=DAYS, end=DAYS, size=RANGES, claims=SEVERAL, derivation=TEXT
)
STOCKS = st.builds(
    Stock, date=DAYS, low=COUNTS, best=COUNTS, high=COUNTS, measure=MEASURES, group=TEXT, source=TEXT, claims=SEVERAL
)
READINGS = st.builds(
    Reading,
    bits=st.floats(0, 500),
    repairs=_many(REPAIRS),
    rejected=SEVERAL,
    occasions=_many(OCCASIONS),
    explanation=st.sampled_from(["", "a; b", "every figure stands as printed"]),
)
HISTORIES = st.builds(
    Reconciliation,
    readings=_many(READINGS),
    occasions=_many(OCCASIONS),
    lumps=_many(LUMPS),
    stocks=_many(STOCKS),
    documents=_many(st.builds(DatedDocument, id=DOCS, published=DATES, inferred=st.booleans(), why=TEXT)),
    conflicts=_many(st.builds(Conflict, claims=SEVERAL, explanation=TEXT, repairs=_many(REPAIRS), cause=TEXT)),
    answers=_many(
        st.builds(
            Answer,
            ask=st.sampled_from(["freed 2031-01-01..2031-12-31", "held people 2031-02-31..2031-01-01", "how many?"]),
            low=COUNTS,
            best=COUNTS,
            high=COUNTS,
            claims=SEVERAL,
            derivation=TEXT,
            bits_to_next=st.none() | st.floats(0, 90),
            decisive_claim=st.none() | IDS,
        )
    ),
    left_out=_many(st.builds(LeftOut, claim=IDS, why=TEXT)),
    notes=_many(TEXT),
)
RECORDS = st.builds(
    Record,
    documents=st.lists(DOCUMENTS, max_size=2, unique_by=lambda d: d.id).map(tuple),
    claims=_many(CLAIMS),
    cues=_many(st.builds(DatingCue, doc=DOCS, kind=TEXT, quote=TEXT, why=TEXT)),
    reconciliation=HISTORIES,
    failures=_many(st.builds(Failure, where=TEXT, what=TEXT)),
    as_of=st.none() | DAYS,
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(RECORDS)
def test_any_record_has_a_brief_and_specifications_of_charts(record: Record) -> None:
    assert brief_markdown(record).startswith("# ")
    for chart in Book(record, PublishOptions()).charts.values():
        assert chart.title
        assert chart.table.rows
        assert chart.alt


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(RECORDS, RECORDS)
def test_any_record_becomes_a_site(record: Record, before: Record) -> None:
    with tempfile.TemporaryDirectory() as folder:
        paths = publish(record, Path(folder) / "out", PublishOptions(charts=False, draft=True), before)
        assert Path(folder) / "out/site/index.html" in paths
