"""Figures that add up with what others count, to the person."""

from __future__ import annotations

from habeas.reconcile.posterior.figures import Figure
from habeas.reconcile.posterior.sums import comes_out

DAY = 740000


def figure(start: int, end: int, low: int, high: int | None = None, **more: object) -> Figure:
    own = {"claim": f"{start}-{end}-{low}", "measure": "freed", "approx": False, "kind": "monitor", "lag": 9} | more
    return Figure(start=DAY + start, end=DAY + end, low=low, high=low if high is None else high, **own)  # type: ignore[arg-type]


FIRST, SECOND, THIRD = figure(10, 10, 23), figure(40, 40, 61), figure(70, 70, 48)
WHOLE = figure(1, 80, 23 + 61 + 48)


def test_a_total_less_its_other_waves_leaves_the_wave() -> None:
    assert comes_out(SECOND, [FIRST, SECOND, THIRD, WHOLE])
    assert not comes_out(figure(40, 40, 16, claim="slip"), [FIRST, THIRD, WHOLE])


def test_a_total_is_the_sum_of_its_waves() -> None:
    assert comes_out(WHOLE, [FIRST, SECOND, THIRD])
    assert not comes_out(figure(1, 80, 123), [FIRST, SECOND, THIRD])


def test_two_totals_from_one_day_leave_what_lies_between_them() -> None:
    until, after = figure(1, 50, 84), figure(1, 71, 132)
    vague = [figure(10, 10, 20, 30), figure(40, 40, 50, 70)]
    assert comes_out(THIRD, [until, after, *vague])
    assert comes_out(until, [after, THIRD, *vague])
    assert comes_out(after, [until, THIRD, *vague])
    assert not comes_out(figure(70, 70, 84), [until, after, *vague])


def test_a_wave_of_which_nobody_gives_a_number_leaves_no_sum() -> None:
    assert not comes_out(SECOND, [FIRST, figure(70, 70, 40, 60), WHOLE])


def test_neither_rounded_nor_small_nor_another_measures_numbers_come_out() -> None:
    assert not comes_out(SECOND, [FIRST, THIRD, figure(1, 80, 132, approx=True)])
    assert not comes_out(SECOND, [FIRST, THIRD, figure(1, 80, 132, measure="detained")])
    assert not comes_out(figure(40, 40, 6), [FIRST, THIRD, figure(1, 80, 77)])
    assert not comes_out(figure(40, 40, 61, approx=True), [FIRST, THIRD, WHOLE])


def test_a_loose_window_may_begin_a_little_before_or_after_its_first_wave() -> None:
    assert comes_out(SECOND, [FIRST, SECOND, THIRD, figure(22, 71, 61 + 48, loose=True)])
    assert comes_out(FIRST, [FIRST, SECOND, THIRD, figure(14, 71, 132, loose=True)])
    assert not comes_out(FIRST, [FIRST, SECOND, THIRD, figure(14, 71, 132)])
