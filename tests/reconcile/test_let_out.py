"""A mass release stands between two counts of those held: many before it, few after it, and both are right."""

import numpy as np
import pytest
from invented import claim, day, document

from habeas.reconcile.posterior.figures import Figure
from habeas.reconcile.posterior.stocks import StockSampler
from habeas.reconcile.prepared.let_out import Release, explains_fall, leaps_by
from habeas.reconcile.step import reconcile
from habeas.values.claim import CountClaim
from habeas.values.history import Ask, Reconciliation


def held(doc: str, number: int, on: str | None, high: int | None = -1, source: str = "Quay List") -> CountClaim:
    days = {} if on is None else {"start_date": day(on), "end_date": day(on)}
    return claim(doc, number, high, measure="held", when_kind="at", source=source, **days)


def solve(claims: list[CountClaim], on: dict[str, str], *asked: str) -> Reconciliation:
    asks = [Ask(measure="held", start=day(each), end=day(each)) for each in asked]
    return reconcile(claims, [document(name, printed) for name, printed in on.items()], asks=asks)


EMPTIED = {"tide": "2030-05-05", "gull": "2031-02-10", "mast": "2031-02-10", "reef": "2031-10-20"}


def emptied(*more: CountClaim) -> list[CountClaim]:
    return [held("tide", 171, "2030-05-05"), held("gull", 27, "2031-02-10"), held("reef", 117, "2031-10-16"), *more]


@pytest.mark.parametrize("measure", ["freed", "expelled"])
def test_few_are_left_of_many_where_a_release_in_between_is_told(measure: str) -> None:
    claims = emptied()
    assert [item.claim for item in solve(claims, EMPTIED).left_out] == [claims[1].id]
    claims.append(claim("mast", 190, measure=measure, on="2031-02-09"))
    found = solve(claims, EMPTIED, "2031-01-31", "2031-02-10", "2031-03-15")
    assert not found.left_out
    before, after, later = (answer.best or 0 for answer in found.answers)
    assert before > 171
    assert after == 27
    assert later < 90


@pytest.mark.parametrize(
    "release",
    [
        claim("mast", 40, on="2031-02-09"),  # too few to explain the fall
        claim("mast", 190, on="2031-06-09"),  # after the count
        claim("mast", 190, on="2031-02-09", group="market thieves"),  # of others
        claim("mast", 190, on="2031-02-09", status="planned"),  # not done
        claim("mast", 190, window="2030-06-01..2031-02-09"),  # a total of many months
    ],
    ids=["small", "later", "others", "announced", "total"],
)
def test_other_releases_explain_no_count_far_below_those_around_it(release: CountClaim) -> None:
    claims = emptied(release)
    assert [item.claim for item in solve(claims, EMPTIED).left_out] == [claims[1].id]


def test_whom_one_report_frees_and_another_expels_leave_once() -> None:
    freed, expelled = (claim("mast", 190, measure=each, on="2031-02-09") for each in ("freed", "expelled"))
    once, twice = (solve(emptied(*more), EMPTIED, "2031-01-31") for more in ([freed], [freed, expelled]))
    assert once.answers[0].best == twice.answers[0].best
    (after,) = (stock for stock in twice.stocks if stock.date == day("2031-02-10"))
    assert "190 freed would leave" in after.derivation
    assert "expelled" not in after.derivation


def test_a_count_recalled_on_the_day_of_a_release_is_of_the_day_before() -> None:
    claims = [
        held("tide", 91, "2030-11-30"),
        claim("gull", 135, on="2031-09-05"),
        held("gull", 151, None, source="an exile"),
        held("mast", 36, "2031-09-05", source="Tern Watch"),
    ]
    on = {"tide": "2030-12-02", "gull": "2031-09-05", "mast": "2031-09-20"}
    found = solve(claims, on, "2031-09-01", "2031-09-08")
    assert [(stock.date, stock.best) for stock in found.stocks][1:] == [
        (day("2031-09-04"), 151),
        (day("2031-09-05"), 36),
    ]
    before, after = (answer.best or 0 for answer in found.answers)
    assert before > 130
    assert after == 36
    assert any("is the count before 135 were let go" in note for note in found.notes)


def test_a_recalled_count_stays_on_its_report_s_day_where_nobody_counts_the_rest() -> None:
    claims = [held("tide", 91, "2030-11-30"), claim("gull", 135, on="2031-09-05"), held("gull", 151, None)]
    found = solve(claims, {"tide": "2030-12-02", "gull": "2031-09-05"})
    assert [stock.date for stock in found.stocks] == [day("2030-11-30"), day("2031-09-05")]


def test_a_fall_is_explained_by_a_release_of_about_its_size_between_the_counts() -> None:
    release = Release(100, 100, 222, "mast")
    assert explains_fall([release], 50, 100, 146)
    assert not explains_fall([release], 100, 120, 146)
    assert not explains_fall([release], 50, 99, 146)
    assert not explains_fall([release], 50, 120, 100)
    assert not explains_fall([release], 50, 120, -146)


def test_reports_of_one_release_are_one_leap_on_the_day_that_the_surest_leaves() -> None:
    told = [Release(70, 100, 220, "tide"), Release(98, 98, 222, "gull"), Release(300, 300, 25, "mast")]
    assert leaps_by(told, [(10, 250), (200, 40)]) == (98, 300)
    assert leaps_by(told, [(10, 2500)]) == leaps_by(told, [(10, 10)]) == ()


def test_those_held_before_a_told_release_are_drawn_from_the_count_before_it() -> None:
    first = day("2031-01-01").toordinal()
    figures = [
        Figure(claim=f"c{on}", measure="held", start=first + on, end=first + on, low=number, high=number, approx=False,
               kind="person", lag=1, source=f"speaker {on}")
        for on, number in ((0, 91), (280, 151), (281, 36), (284, 37), (700, 49))
    ]  # fmt: skip
    medians = []
    for leaps in ((), (first + 281,)):
        sampler = StockSampler(figures, [first + 270], seed=3, leaps=leaps)
        medians.append(float(np.median(sampler.total(sampler.draw(), first + 270, first + 270))))
    unexpected, told = medians
    assert unexpected < 80  # that both counts are right takes more than that the one of the day before is wrong
    assert 130 < told < 165
