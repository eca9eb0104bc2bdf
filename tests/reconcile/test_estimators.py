"""The number of an answer is found by estimators in their order, each surer than those before it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import day

from habeas.reconcile.posterior import estimators
from habeas.reconcile.posterior.assess import Assessment
from habeas.reconcile.posterior.estimators import OF_FLOW, OF_STOCK, Estimate, Question, by_level, estimated
from habeas.reconcile.posterior.told import Floor
from habeas.values.history import Answer, Ask, Range

METHODS = Path(__file__).parents[2] / "docs" / "methods" / "reconcile-ranges.md"
COUNTS = st.integers(0, 5000)


def question(measure: str, best: int | None, drawn: Range, level: int | None = None, least: int = 0) -> Question:
    ask = Ask(measure=measure, start=day("2031-01-01"), end=day("2031-12-31"))
    found = Assessment(floors={0: Floor(least, least)})
    return Question(0, ask, Answer(ask=ask, low=best, best=best, high=best), None, found, drawn, level)


@given(low=COUNTS, best=COUNTS, high=COUNTS, level=COUNTS)
def test_a_level_between_two_counts_is_the_best_value_and_the_range_of_the_draws_holds_it(
    low: int, best: int, high: int, level: int
) -> None:
    low, best, high = sorted((low, best, high))
    found = estimated(question("held", None, Range(low=low, best=best, high=high), level))
    assert found.best == level
    assert (found.low, found.high) == (min(low, level), max(high, level))


@given(low=COUNTS, best=COUNTS, high=COUNTS, told=COUNTS, least=COUNTS)
def test_the_range_of_a_flow_holds_its_best_value_its_rows_and_the_floor_that_reports_tell(
    low: int, best: int, high: int, told: int, least: int
) -> None:
    low, best, high = sorted((low, best, high))
    found = estimated(question("freed", told, Range(low=low, best=best, high=high), least=least))
    assert found.low <= found.best <= found.high
    assert found.low <= told <= found.high
    assert found.high >= least


def test_what_no_history_tells_of_is_told_by_the_draws_alone() -> None:
    found = estimated(question("freed", None, Range(low=3, best=7, high=20), least=12))
    assert (found.low, found.best, found.high) == (3, 7, 20)


def test_nothing_moves_a_number_that_is_settled_to_the_person(monkeypatch: pytest.MonkeyPatch) -> None:
    def settle(_: Question, found: Estimate) -> Estimate:
        return Estimate(found.best, found.best, found.best, "counted", settled=True)

    monkeypatch.setattr(estimators, "OF_STOCK", (settle, by_level))
    assert estimated(question("held", None, Range(low=90, best=100, high=110), 95)).best == 100


def test_the_methods_name_every_estimator_in_its_order() -> None:
    named = re.findall(r"^ *\| `(by_\w+)` \| a (flow|stock) \|", METHODS.read_text("utf-8"), re.MULTILINE)
    flows = [(estimator.__name__, "flow") for estimator in OF_FLOW]
    assert named == [*flows, *((estimator.__name__, "stock") for estimator in OF_STOCK)]
