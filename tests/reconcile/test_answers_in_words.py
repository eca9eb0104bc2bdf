"""What an answer says of itself: where its number comes from, what was announced, what is a bound or a judgement."""

from __future__ import annotations

from datetime import date

from invented import claim, day, document

from habeas.reconcile.outcome.answers import answer
from habeas.reconcile.prepared.prepare import prepare
from habeas.reconcile.step import parse_ask, reconcile
from habeas.values.case import CaseSettings
from habeas.values.claim import CountClaim
from habeas.values.history import Reconciliation

JUNE = "freed 2033-06-01..2033-06-30"
NO_SETTINGS = CaseSettings()


def _solve(
    claims: list[CountClaim], days: dict[str, str], *asks: str, settings: CaseSettings = NO_SETTINGS
) -> Reconciliation:
    documents = [document(name, published) for name, published in days.items()]
    return reconcile(claims, documents, settings=settings, asks=[parse_ask(ask) for ask in asks])


def _held(doc: str, number: int, on: str) -> CountClaim:
    return claim(doc, number, measure="held", when_kind="at", start_date=day(on), end_date=day(on))


def test_an_answer_tells_what_was_announced_confirmed_and_is_outstanding():
    promised = claim("p", 120, window="2033-06-01..2033-06-30", status="planned", source="the ministry")
    kept = claim("a", 34, on="2033-06-06", source="Tern Watch")
    days = {"p": "2033-05-20", "a": "2033-06-07"}
    june, july = _solve([promised, kept], days, JUNE, "freed 2033-08-01..2033-08-31").answers
    for words in ("120 political prisoners to be freed", "announced 20 May 2033 (the ministry)", "outstanding 86"):
        assert words in june.derivation
    assert "confirmed so far 34 by Tern Watch" in june.derivation
    assert "announced" not in july.derivation
    (alone,) = _solve([promised], {"p": "2033-05-20"}, JUNE).answers
    assert alone.best is None
    assert "none confirmed so far; outstanding 120" in alone.derivation


def test_a_bound_from_above_alone_is_told_and_can_be_reached():
    told = claim("a", None, 50, window="2033-06-01..2033-06-30")
    (answer,) = _solve([told], {"a": "2033-07-01"}, JUNE).answers
    assert answer.claims == (told.id,)
    assert answer.high == 50
    assert "at most 50 freed in June 2033" in answer.derivation


def test_a_stock_is_the_count_of_the_day_and_says_between_which_counts_it_lies_on_others():
    claims = [_held("a", 500, "2033-03-01"), _held("b", 560, "2033-04-01")]
    days = {"a": "2033-03-02", "b": "2033-04-02"}
    on, between = _solve(claims, days, "held 2033-04-01..2033-04-01", "held 2033-03-20..2033-03-20").answers
    assert on.best == 560
    assert between.claims == (claims[0].id, claims[1].id)
    assert "nobody counts on these days; the count of 1 March 2033: 500 [a]; that of 1 April 2033: 560 [b]" in (
        between.derivation
    )


def test_a_stock_asked_for_before_its_first_count_names_that_count():
    (answer,) = _solve([_held("a", 500, "2033-03-01")], {"a": "2033-03-02"}, "held 2031-01-01..2031-01-01").answers
    assert "the first count is of 1 March 2033: 500 [a]" in answer.derivation


def test_a_pinned_figure_carries_the_answer_against_all_others_and_is_never_accused():
    claims = [
        claim("a", 91, on="2033-06-04", source="the ministry"),
        claim("b", 19, on="2033-06-04", source="Tern Watch"),
        claim("c", 14, on="2033-06-20", source="Tern Watch"),
        claim("d", 33, window="2033-06-01..2033-06-30", source="Gull Group"),
    ]
    days = {"a": "2033-06-05", "b": "2033-06-05", "c": "2033-06-21", "d": "2033-07-01"}
    (free,) = _solve(claims, days, JUNE).answers
    found = _solve(claims, days, JUNE, settings=CaseSettings(pinned=(claims[0].id,)))
    assert free.best == 33
    assert found.answers[0].best == 105
    assert (found.answers[0].low or 0) >= 91
    best = found.readings[0]
    assert claims[0].id not in {repair.claim for repair in best.repairs} | set(best.rejected)


def test_no_two_readings_say_the_same():
    claims = [claim("a", 30, on="2033-06-04"), claim("b", 44, on="2033-06-04"), claim("c", 12, on="2033-06-09")]
    found = _solve(claims, {"a": "2033-06-05", "b": "2033-06-05", "c": "2033-06-10"})
    told = [reading.explanation for reading in found.readings]
    assert len(told) == len(set(told)) > 1


def test_a_report_is_not_read_as_telling_of_the_year_after_it():
    """The page of a is dated a year late; d, which bears it out, printed nothing wrong."""
    claims = [
        claim("a", 30, when_kind="on", weekday="friday", start_offset="P0D", end_offset="P0D"),
        claim("a", 63, when_kind="between", start_offset="-P2M", end_offset="P0D"),
        claim("b", 30, on="2033-03-04"),
        claim("c", 17, on="2033-03-18"),
        claim("d", 63, window="2033-01-05..2033-03-05"),
    ]
    days = {"a": "2034-03-05", "b": "2033-03-05", "c": "2033-03-21", "d": "2033-04-01"}
    found = _solve(claims, days)
    assert not found.readings[0].repairs
    dated = {each.id: each for each in found.documents}
    assert dated["a"].published.best == date(2033, 3, 5)
    assert dated["a"].questioned


def test_between_two_lists_of_one_monitor_the_level_moves_with_the_waves_told():
    """The range alone is drawn: who restates a list each month misses the same people throughout."""
    claims = [
        claim(d, n, measure="held", when_kind="at", start_date=day(on), end_date=day(on), source="Tern Watch")
        for d, n, on in (("a", 500, "2033-03-01"), ("b", 520, "2033-04-01"), ("c", 310, "2033-05-01"))
    ]
    claims.append(claim("d", 222, on="2033-04-20"))
    days = {"a": "2033-03-02", "b": "2033-04-02", "c": "2033-05-02", "d": "2033-04-21"}
    asks = ("held 2033-03-16..2033-03-16", "held 2033-04-19..2033-04-19", "held 2033-04-21..2033-04-21")
    middle, before, after = (each.best for each in _solve(claims, days, *asks).answers)
    assert middle == 510
    assert before is not None
    assert after is not None
    assert before - after > 200


def test_a_question_whose_history_was_not_found_in_time_says_so_and_is_not_answered_by_another_group():
    claims = [claim(f"d{n}", 10 + n, on=f"2033-06-{n + 1:02}") for n in range(12)]
    claims.append(claim("w", 0, on="2033-06-20", group="women"))
    prepared = prepare(claims, [document(each.doc, "2033-07-01") for each in claims], (), NO_SETTINGS)
    found = answer(parse_ask(JUNE), (), (), prepared.case.groups, prepared.series)
    assert found.best is None
    assert "no history of political prisoners freed was found in the time given" in found.derivation


def test_a_wave_told_only_by_a_promise_printed_as_done_is_not_shown_and_keeps_no_promise():
    """The headline prints as done what the report itself says is to come; two monitors count five that month."""
    claims = [
        claim("a", 62, on="2031-12-31"),
        claim("a", 62, when_kind="between", start_date=day("2031-12-31"), status="planned", source="the minister"),
        claim("b", 90, on="2032-12-10"),
        claim("c", 5, window="2031-12-01..2032-01-31", source="Gull Watch"),
        claim("d", 5, window="2031-12-01..2032-01-31", source="Tern Watch"),
    ]
    found = _solve(claims, {"a": "2031-12-31", "b": "2032-12-10", "c": "2032-02-02", "d": "2032-02-03"})
    assert (claims[0].id, "announced_for_done") in {(r.claim, r.kind) for r in found.readings[0].repairs}
    assert 62 not in {occasion.size.best for occasion in found.occasions}
    (promise,) = found.promises
    assert (promise.confirmed, promise.outstanding) == (0, 62)
