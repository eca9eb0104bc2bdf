"""Between two running totals of one source lies what it had come to between them, whatever others count."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from invented import claim, document

from habeas.reconcile.options import ReconcileOptions
from habeas.reconcile.posterior.figures import Figure
from habeas.reconcile.posterior.own_series import bracket
from habeas.reconcile.prepared.windows import begin_together
from habeas.reconcile.step import reconcile
from habeas.values.case import CaseSettings
from habeas.values.history import Ask

BEGUN = date(2041, 5, 2)


def ask(days: int) -> Ask:
    return Ask(measure="detained", start=BEGUN, end=BEGUN + timedelta(days=days), text="?")


def total(source: str, days: int, low: int, high: int | None = -1, **more: object) -> Figure:
    first, high = BEGUN.toordinal(), low if high == -1 else high
    return Figure(
        claim=f"{source}{days}", measure="detained", start=first, end=first + days, low=low, high=high,
        approx=False, kind="monitor", lag=3, source=source, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def test_a_day_between_two_totals_of_one_source_lies_between_them():
    found = bracket(ask(15), [total("lamp", 10, 400), total("lamp", 30, 600)], ())
    assert found is not None
    assert (found.low, found.paced, found.high) == (400, 463, 600)  # 11 days had come to 400, 31 to 600
    assert found.holds(600)
    assert not found.holds(601)


def test_far_totals_of_one_source_tell_of_no_pace():
    near, far = ([total("lamp", 10, 400), total("lamp", 30, people)] for people in (600, 4_000))
    assert [found.nearest(5_000) for each in (near, far) if (found := bracket(ask(15), each, ()))] == [463, 4_000]


@pytest.mark.parametrize(
    ("start", "days", "together"),
    [(date(2041, 5, 1), 130, True), (date(2041, 5, 1), 60, False), (date(2041, 5, 3), 130, False)],
    ids=["since May", "a share of the days", "since a day of May"],
)
def test_totals_since_a_month_begin_with_some_day_of_it(start: date, days: int, *, together: bool):
    assert begin_together(start.toordinal(), date(2041, 5, 12).toordinal(), days) is together


def test_of_several_sources_the_one_whose_totals_lie_closest_tells():
    near, far = [total("lamp", 12, 400), total("lamp", 18, 420)], [total("gull", 2, 900), total("gull", 90, 4000)]
    assert bracket(ask(15), [*near, *far], ()) == bracket(ask(15), near, ())


@pytest.mark.parametrize(
    "figures",
    [
        [total("lamp", 10, 400), total("gull", 30, 600)],
        [total("lamp", 10, 400), total("lamp", 30, 601, None)],
        [total("lamp", 10, 700), total("lamp", 30, 600)],
        [total("lamp", 10, 400), replace(total("lamp", 30, 600), floor=True)],
        [total("lamp", 10, 400), replace(total("lamp", 30, 600), dated=False)],
        [total("lamp", 10, 400), replace(total("lamp", 30, 600), start=BEGUN.toordinal() + 9)],
    ],
    ids=["two sources", "open above", "falling", "a part", "of no printed day", "of another beginning"],
)
def test_nothing_else_makes_a_bracket(figures: list[Figure]):
    assert bracket(ask(15), figures, ()) is None


def test_figures_of_a_few_days_are_no_running_totals():
    assert bracket(ask(2), [total("lamp", 1, 19), total("lamp", 2, 20)], ()) is None


def test_what_is_accused_makes_no_bracket():
    assert bracket(ask(15), [total("lamp", 10, 400), total("lamp", 30, 600)], {"lamp30"}) is None


@pytest.mark.parametrize("scale", [1, 40, 600])
def test_waves_told_one_by_one_do_not_lift_an_answer_above_the_next_total_of_its_source(scale: int):
    """A watch counts what it has verified; reports of single days, by the police, come to far more."""
    taken = {"measure": "detained", "group": "people"}
    watch = {20: 61, 34: 66, 60: 70}
    days = {0: 30, 6: 22, 11: 25, 17: 19, 25: 21}
    claims, documents = [], []
    for after, people in watch.items():
        on = BEGUN + timedelta(days=after)
        documents.append(document(f"w{after}", str(on), outlet="the Tide"))
        claims.append(
            claim(
                f"w{after}",
                people * scale,
                when_kind="since",
                start_date=BEGUN,
                end_date=on,
                source="Lamp Watch",
                **taken,
            )
        )
    for after, people in days.items():
        on = str(BEGUN + timedelta(days=after))
        documents.append(document(f"p{after}", on, outlet="the Gull"))
        claims.append(claim(f"p{after}", people * scale, on=on, source="the police", **taken))
    (given,) = reconcile(claims, documents, (), CaseSettings(), [ask(27)], ReconcileOptions()).answers
    assert 61 * scale <= (given.best or 0) <= 66 * scale
    assert (given.low or 0) <= (given.best or 0) <= (given.high or 0)
