"""Every way a sentence binds a history, from claims to the answer a reader gets."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from invented import claim, document

from habeas.reconcile.step import parse_ask, reconcile
from habeas.values.case import CaseSettings, GroupRelation
from habeas.values.history import Reconciliation

_MARCH = ("freed political prisoners 2033-03-01..2033-03-08", "freed extremism convicts 2033-03-01..2033-03-08")
YEAR = "freed 2033-01-01..2033-12-31"


def _solve(claims, *asks: str, published: str = "2033-12-20", settings: CaseSettings | None = None) -> Reconciliation:
    documents = [document(name, published) for name in dict.fromkeys(each.doc for each in claims)]
    return reconcile(claims, documents, settings=settings or CaseSettings(), asks=[parse_ask(ask) for ask in asks])


def _held(doc: str, number: int, on: str):
    at = date.fromisoformat(on)
    return claim(doc, number, measure="held", when_kind="at", start_date=at, end_date=at)


def _sizes(found: Reconciliation) -> list[int | None]:
    return [o.size.best for o in sorted(found.occasions, key=lambda o: o.date.best or date.min)]


@pytest.mark.parametrize(
    ("low", "high", "approx", "least", "best", "most"),
    [
        (30, 30, False, 25, 30, 90),
        (30, None, False, 30, 30, 120),
        (31, None, False, 31, 31, 120),
        (30, 30, True, 20, 30, 90),
        (24, 99, True, 20, None, 130),
        (None, 50, False, 0, None, 60),
        (0, 0, False, 0, 0, 5),
    ],
    ids=["exact", "at least", "more than", "about", "dozens", "up to", "none"],
)
def test_the_bounds_of_a_figure_bound_the_answer(low, high, approx, least, best, most):
    told = claim("a", low, high, approx=approx, window="2033-03-01..2033-03-31")
    (answer,) = _solve([told], "freed 2033-03-01..2033-03-31").answers
    assert answer.low is not None
    assert answer.high is not None
    assert answer.best is not None
    assert least <= answer.low <= answer.best <= answer.high <= most
    assert best is None or answer.best == best


def test_a_figure_that_two_sources_give_is_that_number():
    claims = [claim(doc, 30, window="2033-03-01..2033-03-31", source=f"{doc} Watch") for doc in ("a", "b")]
    (answer,) = _solve(claims, "freed 2033-03-01..2033-03-31").answers
    assert (answer.low, answer.best, answer.high) == (30, 30, 30)


def test_none_is_told_as_a_report_and_silence_is_not():
    told = claim("a", 0, quote="nobody", window="2033-03-01..2033-03-31")
    later = claim("b", 12, on="2033-05-04")
    march, april = _solve([told, later], "freed 2033-03-01..2033-03-31", "freed 2033-04-01..2033-04-30").answers
    assert march.claims == (told.id,)
    assert "none freed in March 2033" in march.derivation
    assert april.claims == ()
    assert "no report is not zero" in april.derivation


def test_none_on_a_day_contradicts_nothing_on_other_days():
    claims = [
        claim("a", 25, 250, window="2033-04-12..2033-09-10"),
        claim("b", 0, on="2033-12-01"),
        claim("c", 17, on="2033-12-04"),
    ]
    found = _solve(claims, "freed 2033-12-01..2033-12-01", "freed 2033-12-01..2033-12-10")
    assert not found.readings[0].rejected
    none, some = found.answers
    assert (none.low, none.best) == (0, 0)
    assert some.best == 17


def test_of_a_group_told_only_by_a_narrower_one_nothing_is_said_to_want_time():
    told = claim("a", 25, on="2033-04-12", group="journalists")
    (answer,) = _solve([told], "freed political prisoners 2033-01-01..2033-12-31").answers
    assert "no report in the case counts" in answer.derivation


def test_a_total_and_the_waves_in_it_leave_what_nobody_breaks_down():
    claims = [
        claim("a", 30, on="2033-03-04"),
        claim("b", 18, on="2033-04-20"),
        claim("c", 78, window="2033-03-01..2033-04-30"),
    ]
    found = _solve(claims, "freed 2033-03-01..2033-04-30")
    assert _sizes(found) == [30, 18]
    assert [lump.size.best for lump in found.lumps] == [30]
    assert found.answers[0].best == 78


def test_running_totals_with_different_starts_fit_one_history():
    """78 since January, 60 since February, 25 since April: 18 in January, 35 in February and March."""
    claims = [
        claim("a", 78, when_kind="since", start_date=date(2033, 1, 1), end_date=date(2033, 6, 30)),
        claim("b", 60, when_kind="since", start_date=date(2033, 2, 1), end_date=date(2033, 6, 30)),
        claim("c", 25, when_kind="since", start_date=date(2033, 4, 1), end_date=date(2033, 6, 30)),
    ]
    asks = ("freed 2033-01-01..2033-01-31", "freed 2033-02-01..2033-03-31", "freed 2033-01-01..2033-06-30")
    found = _solve(claims, *asks)
    assert [answer.best for answer in found.answers] == [18, 35, 78]
    assert not found.readings[0].repairs


def test_in_four_waves_makes_four_waves_and_leaves_nothing_between():
    claims = [
        claim("a", 30, on="2033-03-04"),
        claim("b", 25, on="2033-03-28"),
        claim("c", 110, window="2033-03-01..2033-04-30", occasions=4),
    ]
    found = _solve(claims)
    assert len(found.occasions) == 4
    assert not found.lumps
    assert sum(size or 0 for size in _sizes(found)) == 110


def test_groups_of_about_thirty_bound_the_size_of_each_wave():
    claims = [
        claim("a", 95, window="2033-03-01..2033-05-31", occasions=3),
        claim("b", 30, 30, approx=True, quote="in groups of about 30", window="2033-03-01..2033-05-31"),
    ]
    found = _solve(claims)
    assert len(found.occasions) == 3
    assert all(o.size.best is not None and 15 <= o.size.best <= 60 for o in found.occasions)


def test_after_the_most_recent_wave_none_follows_until_the_report():
    text = "The most recent release freed 20 people on 4 March. In all 50 were freed this spring."
    claims = [
        claim("a", 20, on="2033-03-04", quote="release freed 20").with_id(),
        claim("b", 50, window="2033-02-01..2033-05-31"),
    ]
    claims[0] = msgspec.structs.replace(claims[0], start=text.index("release freed 20"))
    documents = [document("a", "2033-04-15", text=text), document("b", "2033-06-02")]
    found = reconcile(claims, documents)
    after = [lump for lump in found.lumps if lump.start > date(2033, 3, 4)]
    assert not any(lump.start <= date(2033, 4, 15) for lump in after)


def test_women_and_men_bound_the_whole_and_a_stated_whole_bounds_them():
    claims = [
        claim("a", 23, on="2033-03-04", group="women"),
        claim("b", 7, on="2033-03-04", group="men"),
        claim("c", 30, on="2033-03-04"),
    ]
    found = _solve(claims, "freed women 2033-03-01..2033-03-31", YEAR)
    assert [answer.best for answer in found.answers] == [23, 30]


def test_a_part_bounds_the_whole_from_below_only():
    claims = [claim("a", 23, on="2033-03-04", group="journalists"), claim("b", 20, None, on="2033-03-04")]
    (answer,) = _solve(claims, YEAR).answers
    assert answer.low is not None
    assert answer.low >= 23


def test_two_definitions_related_by_settings_are_one_inside_or_apart():
    claims = [
        claim("a", 30, on="2033-03-04", group="political prisoners"),
        claim("b", 44, on="2033-03-04", group="extremism convicts"),
    ]

    def answers(relation: str) -> list[int | None]:
        related = GroupRelation(left="extremism convicts", relation=relation, right="political prisoners")
        return [answer.best for answer in _solve(claims, *_MARCH, settings=CaseSettings(groups=(related,))).answers]

    assert answers("overlap") == [30, 44]
    same = answers("same")
    assert same[0] == same[1]
    within = GroupRelation(left="political prisoners", relation="subset", right="extremism convicts")
    found = _solve(claims, *_MARCH, settings=CaseSettings(groups=(within,)))
    assert [answer.best for answer in found.answers] == [30, 44]
    assert not found.readings[0].rejected


def test_a_promise_is_tracked_against_what_was_confirmed_and_by_whom():
    claims = [
        claim("p", 120, window="2033-06-01..2033-06-30", status="planned", source="the ministry"),
        claim("a", 34, on="2033-06-06", source="Tern Watch"),
        claim("b", 18, on="2033-06-20", source="Gull Watch"),
    ]
    documents = [document("p", "2033-05-20"), document("a", "2033-06-07"), document("b", "2033-06-21")]
    (promise,) = reconcile(claims, documents).promises
    assert (promise.announced, promise.source, promise.size.best) == (date(2033, 5, 20), "the ministry", 120)
    assert (promise.confirmed, promise.outstanding) == (52, 68)
    assert set(promise.confirmed_by) == {"Tern Watch", "Gull Watch"}
    assert "outstanding 68" in promise.derivation


def test_a_promise_that_later_reports_tell_again_is_one_from_its_first_day():
    claims = [
        claim("early", 120, status="planned", source="the ministry"),
        claim("a", 34, on="2033-06-06", source="Tern Watch"),
        claim("later", 120, status="planned", source="Gull Post"),
    ]
    documents = [document("early", "2033-05-20"), document("a", "2033-06-07"), document("later", "2033-08-02")]
    (promise,) = reconcile(claims, documents).promises
    assert (promise.announced, promise.source) == (date(2033, 5, 20), "the ministry")
    assert (promise.confirmed, promise.outstanding) == (34, 86)
    assert set(promise.told_by) == {claims[0].id, claims[2].id}
    assert claims[1].id in promise.claims


def test_like_promises_for_other_days_or_seasons_are_several():
    claims = [
        claim("may", 40, window="2033-06-01..2033-06-10", status="planned"),
        claim("june", 40, window="2033-07-01..2033-07-10", status="planned"),
        claim("winter", 40, status="planned"),
    ]
    documents = [document("may", "2033-05-20"), document("june", "2033-06-20"), document("winter", "2033-12-01")]
    found = reconcile(claims, documents).promises
    assert [promise.announced for promise in found] == [date(2033, 5, 20), date(2033, 6, 20), date(2033, 12, 1)]


def test_what_was_promised_is_never_counted_as_done():
    claims = [claim("p", 120, window="2033-06-01..2033-06-30", status="planned"), claim("a", 34, on="2033-06-06")]
    (answer,) = _solve(claims, YEAR).answers
    assert answer.best == 34


def test_a_denied_and_a_hypothetical_figure_bind_nothing_and_are_told():
    claims = [
        claim("a", 34, on="2033-06-06"),
        claim("b", 90, on="2033-06-07", status="denied"),
        claim("c", 60, on="2033-06-08", status="hypothetical"),
    ]
    found = _solve(claims, YEAR)
    assert found.answers[0].best == 34
    assert {item.claim for item in found.left_out} == {claims[1].id, claims[2].id}


def test_a_stock_changes_by_those_taken_freed_dead_expelled_and_taken_again():
    claims = [
        _held("a", 500, "2033-03-01"),
        claim("b", 40, on="2033-03-05", measure="detained"),
        claim("c", 30, on="2033-03-10"),
        claim("d", 2, on="2033-03-12", measure="died"),
        claim("e", 6, on="2033-03-14", measure="expelled"),
        claim("f", 3, on="2033-03-16", measure="rearrested"),
        _held("g", 505, "2033-04-01"),
    ]
    _, second = _solve(claims).stocks
    assert "which is this count" in second.derivation
    for words in ("40 detained", "30 freed", "2 died", "6 expelled", "3 arrested again"):
        assert words in second.derivation


def test_what_a_monitor_recognises_is_what_its_count_grows_by():
    claims = [
        _held("a", 500, "2033-03-01"),
        claim("b", 90, window="2033-03-02..2033-03-31", measure="detained"),
        claim("c", 25, window="2033-03-02..2033-03-31", measure="recognised"),
        _held("d", 525, "2033-04-01"),
    ]
    assert "25 recognised would leave 525, which is this count" in _solve(claims).stocks[1].derivation


def test_arrests_and_sentences_together_bound_each_from_above_only():
    both = claim("a", 80, quote="80 arrests and sentences", window="2033-03-01..2033-03-31", measure="detained")
    told = claim("b", 30, window="2033-03-01..2033-03-31", measure="detained")
    (answer,) = _solve([both, told], "detained 2033-03-01..2033-03-31").answers
    assert answer.best == 30


def test_a_figure_without_any_time_is_a_floor_until_its_report():
    claims = [claim("a", 60, when_kind="none"), claim("b", 20, on="2033-03-04")]
    (answer,) = _solve(claims, YEAR).answers
    assert answer.best is not None
    assert answer.high is not None
    assert answer.high >= 60


def test_in_recent_months_covers_the_waves_of_the_last_weeks():
    claims = [claim("a", 40, when_kind="between"), claim("b", 15, on="2033-11-02"), claim("c", 12, on="2033-10-02")]
    found = _solve(claims, YEAR)
    assert found.answers[0].best == 40
    assert [lump.size.best for lump in found.lumps] == [13]
