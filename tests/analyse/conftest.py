"""Registers and histories of an invented country, built from status claims and counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from types import SimpleNamespace

import pytest

from habeas.analyse.options import AnalyseOptions
from habeas.analyse.step import analyse, shown
from habeas.resolve.persons.step import people_of
from habeas.values.claim import CountClaim
from habeas.values.custody import Custody
from habeas.values.history import DatedDocument, DateRange, Occasion, Range, Reconciliation, Stock
from habeas.values.judgement import Judgement
from habeas.values.status_claim import StatusClaim

# Names that no two of which may be one person.
NAMES = (
    *("Ada Orwin", "Bo Quist", "Carla Denholm", "Dmitri Falk", "Esther Nakamoto", "Felix Umber", "Greta Vantongeren"),
    *("Hugo Castellan", "Ines Mbeki", "Jonas Petrauskas", "Kira Lindqvist", "Leon Abramov"),
)


def told(person: str, status: str, low: date | None, high: date | None = None, **more: object) -> StatusClaim:
    made = StatusClaim(
        doc="report", quote=person, start=0, person=person, status=status, date_low=low, date_high=high or low
    )
    return StatusClaim.with_id(StatusClaim(**{f: more.get(f, getattr(made, f)) for f in made.__struct_fields__}))  # type: ignore[arg-type]


def freed(day: date, size: int, until: date | None = None, claims: tuple[str, ...] = ()) -> Occasion:
    return Occasion(
        measure="freed",
        group="prisoners",
        date=DateRange(low=day, best=day, high=until or day),
        size=Range(low=size, best=size, high=size),
        claims=claims,
    )


def history(*occasions: Occasion, stocks: Sequence[Stock] = (), published: date = date(2025, 1, 1)) -> Reconciliation:
    day = DateRange(low=published, best=published, high=published)
    document = DatedDocument(id="report", published=day, inferred=False, why="printed")
    return Reconciliation(occasions=occasions, stocks=tuple(stocks), documents=(document,))


def custody(
    claims: Sequence[StatusClaim],
    reconciliation: Reconciliation,
    counts: Sequence[CountClaim] = (),
    options: AnalyseOptions | None = None,
) -> Custody:
    days = {d.id: d.published for d in reconciliation.documents}
    people = people_of(claims, published=days)
    return analyse(people.register, people.claims, counts, reconciliation, options or AnalyseOptions())


def edition(claims: Sequence[StatusClaim], reconciliation: Reconciliation, public: Sequence[str]) -> Custody:
    days = {d.id: d.published for d in reconciliation.documents}
    judgements = [Judgement(verdict="public", target=name, who="tester") for name in public]
    people = people_of(claims, judgements=judgements, published=days)
    whole = analyse(people.register, people.claims, (), reconciliation)
    return shown(whole, people.public, people.claims, (), reconciliation)


@pytest.fixture
def world() -> SimpleNamespace:
    """Ways to make claims, occasions and histories, and to analyse them."""
    ways: dict[str, Callable[..., object]] = {"told": told, "freed": freed, "history": history, "custody": custody}
    return SimpleNamespace(names=NAMES, edition=edition, **ways)
