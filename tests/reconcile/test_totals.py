"""Totals that run on, restated month by month: what each leaves to the days between, and what it says of others."""

from __future__ import annotations

from datetime import date

from invented import claim, document

from habeas.reconcile.step import parse_ask, reconcile
from habeas.values.claim import CountClaim
from habeas.values.history import Reconciliation


def _solve(claims: list[CountClaim], days: dict[str, str | None], *asks: str) -> Reconciliation:
    documents = [document(name, published) for name, published in days.items()]
    return reconcile(claims, documents, asks=[parse_ask(ask) for ask in asks])


def _since(doc: str, low: int, high: int | None, start: str | None, end: str, measure: str = "freed") -> CountClaim:
    first = date.fromisoformat(start) if start else None
    last = date.fromisoformat(end)
    return claim(doc, low, high, when_kind="since", start_date=first, end_date=last, measure=measure)


def test_a_total_since_nobody_says_when_began_before_a_smaller_one_since_january():
    claims = [
        claim("a", 30, on="2033-03-04", quote="another 30"),
        _since("a", 78, 78, None, "2033-03-04"),
        _since("b", 50, 50, "2033-01-01", "2033-03-10"),
    ]
    found = _solve(claims, {"a": "2033-03-05", "b": "2033-03-11"}, "freed 2033-01-01..2033-03-10")
    assert not found.readings[0].repairs
    assert not found.readings[0].rejected
    before = min(found.lumps, key=lambda lump: lump.start)
    assert (before.size.best, before.end) == (28, date(2032, 12, 31))
    assert before.open_start
    assert found.answers[0].best == 50


def test_what_a_count_had_reached_by_a_day_is_not_filled_from_a_later_total():
    claims = [
        _since("a", 6477, None, "2033-02-01", "2033-09-14", "detained"),
        _since("b", 13282, None, None, "2034-04-10", "detained"),
        _since("c", 30001, None, None, "2037-01-04", "detained"),
    ]
    days: dict[str, str | None] = {"a": "2033-09-16", "b": "2034-04-10", "c": "2037-01-04"}
    found = _solve(claims, days)
    sizes = {(lump.start.year, lump.end.year): lump.size.best for lump in found.lumps}
    assert sizes == {(2033, 2033): 6477, (2033, 2034): 6805, (2034, 2037): 16719}
    assert not any(lump.open_start for lump in found.lumps)


def test_a_promise_that_a_later_report_tells_as_kept_was_kept():
    promised = claim(
        "p", 1619, when_kind="on", start_date=date(2033, 4, 17), end_date=date(2033, 4, 17), status="planned"
    )
    kept = claim("k", 1619, on="2033-04-17")
    found = _solve([promised, kept], {"p": "2033-04-16", "k": "2034-04-17"}, "freed 2033-04-01..2033-04-30")
    assert not found.readings[0].repairs
    assert found.answers[0].best == 1619
    assert found.promises[0].outstanding == 0


def test_parts_told_of_the_day_before_their_whole_are_its_parts():
    claims = [
        claim("a", 3085, on="2033-11-27"),
        claim("a", 724, on="2033-11-26", group="people", subset_of=0),
        claim("a", 2361, approx=True, on="2033-11-26", group="prisoners", subset_of=0),
    ]
    found = _solve(claims, {"a": "2033-11-27"}, "freed 2033-11-01..2033-11-30")
    assert found.answers[0].best == 3085
    assert not found.readings[0].repairs
    assert not found.readings[0].rejected


def test_people_of_a_report_that_counts_only_prisoners_of_all_kinds_are_such_prisoners():
    claims = [
        claim("a", 5774, on="2033-11-16", group="prisoners"),
        claim("a", 72, on="2033-11-16", group="political prisoners", subset_of=0),
        claim("b", 1619, on="2033-04-17", group="prisoners"),
        claim("b", 23000, on="2032-04-17", group="people"),
    ]
    days: dict[str, str | None] = {"a": "2033-11-17", "b": "2033-04-17"}
    (answer,) = _solve(claims, days, "freed political prisoners 2032-01-01..2033-12-31").answers
    assert answer.best == 72


def test_one_figure_of_four_digits_dates_a_report_and_one_of_two_does_not():
    def why(number: int) -> str:
        told = [
            claim("a", number, on="2033-11-26"),
            claim("b", number, when_kind="on"),
            claim("c", 12, on="2031-02-03"),
        ]
        found = _solve(told, {"a": "2033-11-27", "b": None, "c": "2031-02-04"})
        return next(each.why for each in found.documents if each.id == "b")

    assert "gives the same figures as a: 3,085" in why(3085)
    assert "same figures" not in why(37)


def test_thousands_of_whom_no_report_gives_days_stand_beside_the_few_told_by_the_day() -> None:
    claims = [
        claim("a", 6, measure="detained", on="2031-02-03"),
        claim("b", 9, measure="detained", on="2031-03-10"),
        claim("c", 2000, 9999, measure="detained", approx=True, quote="thousands of people"),
    ]
    documents = [document(doc, day) for doc, day in (("a", "2031-02-05"), ("b", "2031-03-12"), ("c", "2031-07-13"))]
    found = reconcile(claims, documents)
    (rest,) = [lump for lump in found.lumps if claims[2].id in lump.claims]
    assert rest.open_start
    assert rest.end == date(2031, 7, 13)
    assert rest.size.low is not None
    assert 1985 <= rest.size.low <= 2000
    assert rest.size.high is None
    assert [o.size.best for o in found.occasions] == [6, 9]
