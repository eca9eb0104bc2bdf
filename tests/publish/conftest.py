"""An original, invented example: four short reports about a country that does not exist, and their record.

Written for these tests; names, figures and places are made up.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

import msgspec
import pytest

from habeas.values.claim import CountClaim
from habeas.values.custody import Coverage, CurvePoint, Custody, HeldCurve
from habeas.values.document import Document
from habeas.values.estimate import (
    CaseEstimate,
    Cell,
    Density,
    Estimate,
    EstimateWarning,
    Influence,
    Interval,
    ListSize,
)
from habeas.values.history import (
    Answer,
    Conflict,
    Copy,
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
from habeas.values.person import NamedPerson
from habeas.values.record import Failure, Record
from habeas.values.status_claim import StatusClaim

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


ESTIMATE = Estimate(
    observed=4400,
    method="lcmcr",
    estimate=Interval(low=8970, median=10383, high=13912, mean=10600),
    assumption="Within a kind of people the lists are independent.",
    lists=tuple(
        ListSize(name=name, size=1000 + n, only_here=n, shared=1000)
        for n, name in enumerate(("Committee", "Courts", "Lawyers"))
    ),
    cells=(
        Cell(lists=("Committee",), observed=3000),
        Cell(lists=("Committee", "Courts"), observed=1400, fitted=1390.0),
    ),
    density=Density(at=(5000.0, 10000.0, 20000.0), posterior=(0.1, 0.8, 0.1), prior=(0.2, 0.2, 0.2)),
    influence=(
        Influence(left_out="Courts", observed=3100, estimate=Interval(low=5000, median=6000, high=7000, mean=6000)),
        Influence(left_out="Lawyers", observed=4100, estimate=None, note="not converged"),
    ),
    warnings=(
        EstimateWarning(kind="a", text="A light word"),
        EstimateWarning(kind="b", text="A grave word", grave=True),
    ),
)


def with_estimate(record: Record, found: Estimate) -> Record:
    """Return a record that holds an estimate."""
    case = CaseEstimate(about="people held in Varnia", estimate=found, source="patterns", input_hash="a" * 64)
    return msgspec.structs.replace(record, estimates=(case,))


def custody(named: int) -> Custody:
    """Return what a register tells of one occasion of 30 people, `named` of whom have a name."""
    day = DateRange(low=date(2031, 5, 13), best=date(2031, 5, 13), high=date(2031, 5, 13))
    size, exact, rest = (Range(low=n, best=n, high=n) for n in (30, named, 30 - named))
    points = (
        CurvePoint(date=date(2031, 1, 1), low=3, best=named, high=40),
        CurvePoint(date=date(2031, 6, 1), low=1, best=2, high=4),
    )
    coverage = Coverage(measure="freed", group="", date=day, size=size, named=exact, unnamed=rest)
    return Custody(coverage=(coverage,), curve=HeldCurve(points=points, text="Of them few."))


@pytest.fixture(scope="session")
def estimate() -> Estimate:
    """An estimate with everything that a page shows of one."""
    return ESTIMATE


@pytest.fixture(scope="session")
def full(record: Record) -> Record:
    """The example's record with an estimate, a register, a person who may be named and a copied text: every page."""
    ada = NamedPerson(name="Ada Voss", public=True)
    said = StatusClaim(doc="ledger-1", quote="let 12", start=7, person="Ada Voss", status="held")
    doubted = tuple(
        msgspec.structs.replace(dated, printed=date(2013, 8, 2), questioned="its figures are of 2031")
        if dated.id == "wire-3"
        else dated
        for dated in record.reconciliation.documents
    )
    history = msgspec.structs.replace(
        record.reconciliation, copies=(Copy(doc="wire-3", of="ledger-1", share=0.82),), documents=doubted
    )
    return msgspec.structs.replace(
        with_estimate(record, ESTIMATE),
        custody=custody(19),
        custody_shown=custody(12),
        persons=(ada,),
        status_claims=(said,),
        reconciliation=history,
    )


@pytest.fixture(scope="session")
def render_estimate(record: Record) -> Callable[[Estimate], Record]:
    """Put an estimate into the example's record."""
    return partial(with_estimate, record)
