"""Counts of those held tell of arrests that reports count late, and of flows that no flow can be."""

from collections.abc import Sequence
from datetime import date

from invented import claim, day, document

from habeas.reconcile.posterior.figures import Figure, error_law
from habeas.reconcile.posterior.told import floor_told, with_usual
from habeas.reconcile.step import reconcile
from habeas.values.claim import CountClaim
from habeas.values.document import Document
from habeas.values.history import Ask, Reconciliation

YEAR = Ask(measure="detained", start=day("2031-01-01"), end=day("2031-12-31"))


def counts(*rows: tuple[str, int]) -> tuple[list[CountClaim], list[Document]]:
    claims = [
        claim(
            f"count-{on}", number, measure="held", when_kind="at", start_date=day(on), end_date=day(on), source="Quay"
        )
        for on, number in rows
    ]
    return claims, [document(f"count-{on}", on) for on, _ in rows]


def solve(claims: Sequence[CountClaim], documents: Sequence[Document], ask: Ask) -> Reconciliation:
    return reconcile(claims, documents, asks=[ask])


def arrests_and_releases() -> tuple[list[CountClaim], list[Document]]:
    """Ten arrests told of one month; forty freed; two hundred more held at the end of the year than at its start."""
    claims = [
        claim("spring", 10, measure="detained", window="2031-03-01..2031-03-31", source="Quay"),
        claim("summer", 40, on="2031-07-10", source="Quay"),
        claim("autumn", 40, on="2031-07-10", source="Mole Lane Post"),
    ]
    return claims, [
        document("spring", "2031-04-02"),
        document("summer", "2031-07-12"),
        document("autumn", "2031-10-01"),
    ]


def test_a_growing_stock_lifts_the_arrests_of_which_few_are_told() -> None:
    claims, documents = arrests_and_releases()
    alone = solve(claims, documents, YEAR).answers[0]
    held, counted = counts(("2030-12-31", 700), ("2031-05-01", 780), ("2031-12-31", 900))
    found = solve([*claims, *held], [*documents, *counted], YEAR).answers[0]
    assert alone.best == 10
    assert found.low is not None
    assert found.low > 10
    assert found.low <= 240 <= (found.high or 0)
    assert "counts of those held" in found.derivation
    assert "counts of those held" not in alone.derivation


def test_a_flow_that_is_as_large_as_the_stock_is_read_as_the_stock() -> None:
    held, counted = counts(("2031-01-05", 880), ("2031-02-20", 893), ("2031-05-01", 886), ("2031-06-30", 905))
    claims = [
        claim("spring", 12, measure="detained", window="2031-03-01..2031-03-31", source="Quay"),
        claim("may", 9, measure="detained", window="2031-04-01..2031-04-30", source="Quay"),
        claim("tide", 886, measure="detained", window="2031-04-05..2031-05-05", source="Mole Lane Post"),
    ]
    documents = [document("spring", "2031-04-02"), document("may", "2031-05-03"), document("tide", "2031-05-05")]
    reading = solve([*claims, *held], [*documents, *counted], YEAR).readings[0]
    assert claims[2].id in {*reading.rejected, *(repair.claim for repair in reading.repairs)}


def figure(start: str, end: str, low: int, **more: object) -> Figure:
    own = {"claim": start, "measure": "freed", "approx": False, "kind": "monitor", "lag": 30} | more
    return Figure(start=day(start).toordinal(), end=day(end).toordinal(), low=low, high=low, **own)  # type: ignore[arg-type]


def test_what_a_count_of_the_same_day_misses_is_halved_each_day() -> None:
    over = [error_law(figure("2031-05-01", "2031-05-01", 40, lag=lag)).over for lag in (0, 1, 2, 30)]
    missed = [each - over[-1] for each in over[:-1]]
    assert missed[0] > missed[1] > missed[2] > 0
    assert abs(missed[0] - 2 * missed[1]) < 1e-9
    others = error_law(figure("2031-05-01", "2031-05-01", 40, lag=0, kind="newsroom")).over
    assert others < over[0]


def test_only_figures_of_the_days_asked_for_are_told_there() -> None:
    first, last = date(2031, 1, 1).toordinal(), date(2031, 1, 31).toordinal()
    told = [figure("2031-01-01", "2031-01-10", 20), figure("2031-06-01", "2031-12-31", 90)]
    floor = with_usual(floor_told(told, first, last), told, first, last)
    assert floor.told == 20
    assert floor.usual == 20.0
