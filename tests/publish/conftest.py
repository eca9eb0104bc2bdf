"""An original, invented example: four short reports about a country that does not exist, and their record.

Written for these tests; names, figures and places are made up.
"""

from __future__ import annotations

from datetime import date

import pytest

from habeas.values.claim import CountClaim
from habeas.values.document import Document
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

DOCUMENTS = (
    Document(
        id="ledger-1",
        title="Second group walks free in Varnia",
        outlet="Lake Ledger",
        url="https://ledger.example/second-group",
        published=date(2031, 5, 14),
        lang="en",
        licence="CC BY 4.0",
        text=(
            "Varnia let 12 political prisoners go on Tuesday, the second group this spring.\n"
            "With them, 30 people have been freed since 1 April, says the Harbour Committee. "
            "The committee still counts at least 410 political prisoners in the country's jails."
        ),
    ),
    Document(
        id="post-2",
        title=None,
        outlet="Upland Post",
        url="https://post.example/thirty",
        lang="en",
        text=(
            "Thirty political prisoners were released in April and May 2030, relatives said. "
            "Dozens more wait for a decision. Nobody has said when the next group may follow."
        ),
    ),
    Document(
        id="wire-3",
        title="More are taken than let go, committee says",
        outlet="Mica Wire",
        url="https://wire.example/more-taken",
        published=date(2031, 8, 2),
        lang="en",
        text=(
            "About 55 political prisoners have left Varnia's jails in four months, while 71 people were detained "
            "over the same time, the Harbour Committee said on Saturday. It now counts 452 political prisoners."
        ),
    ),
    Document(
        id="note-4", title="Weather note", outlet="Mica Wire", published=date(2031, 6, 1), text="Rain is expected."
    ),
)


def _claim(doc: str, quote: str, low: int | None, high: int | None, measure: str, **more: object) -> CountClaim:
    text = next(document.text for document in DOCUMENTS if document.id == doc)
    made = CountClaim(doc=doc, quote=quote, start=text.index(quote), low=low, high=high, measure=measure, **more)  # type: ignore[arg-type]
    return made.with_id()


PP = "political prisoners"
COMMITTEE = "Harbour Committee"
TUESDAY = _claim(
    "ledger-1", "let 12 political prisoners go on Tuesday", 12, 12, "freed", group=PP, when_kind="on",
    start_date=date(2031, 5, 13), end_date=date(2031, 5, 13), weekday="tuesday",
)  # fmt: skip
SINCE_APRIL = _claim(
    "ledger-1", "30 people have been freed since 1 April", 30, 30, "freed", group=PP, when_kind="since",
    start_date=date(2031, 4, 1), end_date=date(2031, 5, 14), source="Harbour Committee",
)  # fmt: skip
HELD_MAY = _claim(
    "ledger-1", "at least 410 political prisoners", 410, None, "held", group=PP, when_kind="at",
    start_date=date(2031, 5, 14), end_date=date(2031, 5, 14), source="Harbour Committee",
)  # fmt: skip
SLIP = _claim(
    "post-2", "Thirty political prisoners were released in April and May 2030", 30, 30, "freed", group=PP,
    when_kind="between", start_date=date(2030, 4, 1), end_date=date(2030, 5, 31), source="relatives",
)  # fmt: skip
DOZENS = _claim("post-2", "Dozens more", 24, 99, "held", approx=True, group=PP, source="relatives")
FOUR_MONTHS = _claim(
    "wire-3", "About 55 political prisoners", 55, 55, "freed", approx=True, group=PP, when_kind="between",
    start_date=date(2031, 4, 2), end_date=date(2031, 8, 2), source="Harbour Committee",
)  # fmt: skip
TAKEN = _claim(
    "wire-3", "71 people were detained", 71, 71, "detained", group=PP, when_kind="between",
    start_date=date(2031, 4, 2), end_date=date(2031, 8, 2), source="Harbour Committee",
)  # fmt: skip
HELD_AUGUST = _claim(
    "wire-3", "452 political prisoners", 452, 452, "held", group=PP, when_kind="at",
    start_date=date(2031, 8, 2), end_date=date(2031, 8, 2), source="Harbour Committee",
)  # fmt: skip
CLAIMS = (TUESDAY, SINCE_APRIL, HELD_MAY, SLIP, DOZENS, FOUR_MONTHS, TAKEN, HELD_AUGUST)


def _days(low: date, high: date | None = None) -> DateRange:
    high = high or low
    return DateRange(low=low, best=low + (high - low) // 2, high=high)


FIRST = Occasion(
    measure="freed", group=PP, date=_days(date(2031, 4, 1), date(2031, 5, 12)), size=Range(low=18, best=18, high=18),
    claims=(SINCE_APRIL.id, TUESDAY.id), derivation="30 since 1 April less the 12 of 13 May",
)  # fmt: skip
SECOND = Occasion(
    measure="freed", group=PP, date=_days(date(2031, 5, 13)), size=Range(low=12, best=12, high=12), claims=(TUESDAY.id,)
)
LATER = Lump(
    measure="freed", group=PP, start=date(2031, 5, 15), end=date(2031, 8, 2), size=Range(low=22, best=25, high=28),
    claims=(FOUR_MONTHS.id,), derivation="about 55 in four months less the 30 up to May",
)  # fmt: skip
ARRESTS = Lump(
    measure="detained", group=PP, start=date(2031, 4, 2), end=date(2031, 8, 2), size=Range(low=71, best=71, high=71),
    claims=(TAKEN.id,),
)  # fmt: skip
YEAR_SLIP = Repair(
    claim=SLIP.id, kind="year_slip", from_="2030", to="2031", bits=8.0,
    explanation="post-2 prints 2030; its figure of 30 fits the other reports only in 2031",
)  # fmt: skip
KEEP = Reading(
    bits=64.5,
    rejected=(SLIP.id,),
    explanation="The claim of 30 in 2030 is false",
    occasions=(FIRST, SECOND),
    lumps=(LATER,),
)

RECONCILIATION = Reconciliation(
    readings=(
        Reading(bits=52.0, repairs=(YEAR_SLIP,), occasions=(FIRST, SECOND), lumps=(LATER, ARRESTS)),
        KEEP,
    ),
    occasions=(FIRST, SECOND),
    lumps=(LATER, ARRESTS),
    stocks=(
        Stock(date=date(2031, 5, 14), low=410, best=415, high=None, group=PP, source=COMMITTEE, claims=(HELD_MAY.id,)),
        Stock(date=date(2031, 8, 2), low=452, best=452, high=452, group=PP, source=COMMITTEE, claims=(HELD_AUGUST.id,)),
    ),
    documents=(
        DatedDocument(id="ledger-1", published=_days(date(2031, 5, 14)), inferred=False, why="dated by its page"),
        DatedDocument(
            id="post-2", published=_days(date(2031, 6, 1), date(2031, 7, 15)), inferred=True,
            why="tells of 2031-05-13 as past and knows of no later release",
        ),
        DatedDocument(id="wire-3", published=_days(date(2031, 8, 2)), inferred=False, why="dated by its page"),
        DatedDocument(id="note-4", published=_days(date(2031, 6, 1)), inferred=False, why="dated by its page"),
    ),
    conflicts=(
        Conflict(
            claims=(SINCE_APRIL.id, SLIP.id),
            explanation="Report 2 has 30 freed in spring 2030, a year before any other report knows of a release",
            repairs=(YEAR_SLIP, Repair(claim=SLIP.id, kind="rejected", from_="30", to="nothing", bits=20.5)),
            cause="a year slip",
        ),
    ),
    answers=(
        Answer(
            ask="freed 2031-01-01..2031-12-31", low=52, best=55, high=58,
            claims=(SINCE_APRIL.id, FOUR_MONTHS.id), derivation="18 + 12 + 25",
        ),
    ),
    left_out=(LeftOut(claim=DOZENS.id, why="no time is given for it"),),
)  # fmt: skip

RECORD = Record(
    documents=DOCUMENTS,
    claims=CLAIMS,
    reconciliation=RECONCILIATION,
    failures=(Failure(where="scan.bin", what="is not text", remedy="save it as text"),),
    version="0.1.0",
)


@pytest.fixture(scope="session")
def record() -> Record:
    """The example's record."""
    return RECORD
