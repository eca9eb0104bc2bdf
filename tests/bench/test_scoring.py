"""Scores, baselines and the run itself."""

from datetime import date

import numpy as np
import pytest
import reconcile_coverage
from simulate.baselines import SIMPLE, Assertion, answer
from simulate.scoring import Point, Scored, summary, with_intervals

from habeas.values.history import Ask


def test_interval_score_charges_width_and_misses() -> None:
    assert Scored("c", "k", 10, 5, 9, 15).winkler == 10
    assert Scored("c", "k", 20, 5, 9, 15).winkler == 10 + 20 * 5
    assert Scored("c", "k", 0, 5, 9, 15).winkler == 10 + 20 * 5


def test_summary_counts_coverage() -> None:
    given = summary([Scored("c", "k", 10, 5, 9, 15), Scored("c", "k", 20, 5, 9, 15)])
    assert given.coverage == 0.5
    assert given.questions == 2


def test_baseline_intervals_are_learned_from_other_cases_and_cover_nine_in_ten() -> None:
    rng = np.random.Generator(np.random.PCG64(5))
    points = [Point(f"c{i % 40}", "k", "t", float(np.exp(rng.normal(5, 0.3))), 150.0) for i in range(800)]
    assert summary(with_intervals(points)).coverage == pytest.approx(0.9, abs=0.03)
    odd = [Point("odd", "k", "t", 10**6, 150.0)]
    scored = with_intervals(points + odd)
    assert not scored[-1].covered, "a case must not widen its own interval"


def _on(day: int, value: float, source: str = "a", rank: int = 1, told: int | None = None) -> Assertion:
    when = date(2020, 5, day)
    return Assertion(source, rank, f"on{day}", True, value, when, when, date(2020, 6, told or day))


def test_baselines_add_up_occasions_each_resolved_its_own_way() -> None:
    ask = Ask(measure="freed", start=date(2020, 5, 1), end=date(2020, 5, 31))
    pool = [_on(3, 10, rank=3), _on(3, 20, "b", told=9), _on(7, 5)]
    got = {name: answer(pool, ask, resolve).value for name, resolve in SIMPLE.items()}
    assert got == {"last report": 25, "largest": 25, "median": 20, "most trusted source": 15}


def test_baselines_prefer_a_figure_of_the_same_window() -> None:
    ask = Ask(measure="freed", start=date(2020, 5, 1), end=date(2020, 5, 31))
    total = Assertion("a", 1, "in1", False, 40, date(2020, 5, 1), date(2020, 5, 31), date(2020, 6, 1))
    assert answer([_on(3, 10), total], ask, SIMPLE["largest"]).value == 40


def test_the_table_of_baselines_is_the_same_twice() -> None:
    first = reconcile_coverage.table(reconcile_coverage.run("test", 0, 8, ours=False))
    again = reconcile_coverage.table(reconcile_coverage.run("test", 0, 8, ours=False))
    assert first == again
    for method in reconcile_coverage.METHODS:
        assert method in first
