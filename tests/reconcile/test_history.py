"""The history that explains reports which disagree."""

from __future__ import annotations

from datetime import date

import pytest
from invented import claim, document

from habeas.reconcile.step import parse_ask, reconcile
from habeas.values.history import Reconciliation


@pytest.fixture(scope="module")
def found(island) -> Reconciliation:
    claims, documents, cues = island
    asks = [parse_ask("freed 2031-05-16..2031-06-15"), parse_ask("freed 2031-04-01..2031-10-31")]
    return reconcile(claims, documents, cues, asks=asks)


def test_undated_reports_with_a_year_slip_have_one_best_history(found):
    assert [o.size.best for o in sorted(found.occasions, key=lambda o: o.date.best)] == [12, 25, 41, 16]
    assert [lump.size.best for lump in found.lumps] == [33]


def test_the_slip_of_the_year_is_the_only_repair_and_nothing_is_rejected(found, island):
    best = found.readings[0]
    slipped = next(c for c in island[0] if c.doc == "gull")
    assert [(r.claim, r.kind, r.from_, r.to) for r in best.repairs] == [(slipped.id, "year_slip", "2030", "2031")]
    assert best.rejected == ()


def test_readings_come_cheapest_first_and_differ_from_each_other(found):
    bits = [reading.bits for reading in found.readings]
    assert bits == sorted(bits)
    assert len(found.readings) > 1
    assert len({reading.explanation for reading in found.readings}) == len(found.readings)


def test_some_reading_lets_the_year_stand_and_costs_more(found):
    as_printed = [r for r in found.readings[1:] if not r.repairs and not r.rejected]
    assert as_printed
    assert as_printed[0].bits > found.readings[0].bits + 1


def test_the_conflict_says_its_cause_and_the_price_of_keeping_the_print(found):
    (conflict,) = found.conflicts
    assert conflict.cause == "a year slip"
    assert "2030" in conflict.explanation
    assert "bits more" in conflict.explanation


def test_the_truth_lies_within_every_interval_of_days(found):
    truth = {12: date(2031, 5, 6), 25: date(2031, 5, 20), 41: date(2031, 6, 3), 16: date(2031, 9, 26)}
    for occasion in found.occasions:
        assert occasion.date.low <= truth[occasion.size.best] <= occasion.date.high


def test_a_weekday_and_the_figures_date_an_undated_report(found):
    dated = {document.id: document for document in found.documents}
    assert all(document.inferred for document in dated.values())
    # 37 in a month and 41 more on 3 June: the report that knows only 25 and 12 is older than that.
    assert date(2031, 5, 20) <= dated["tide"].published.low <= dated["tide"].published.high < date(2031, 6, 3)
    assert "figures" in dated["tide"].why


def test_answers_are_sums_of_waves_with_their_derivation(found):
    within, whole = found.answers
    assert (within.low, within.best) == (66, 66)
    assert "66 from 16 May to 15 June 2031, where 2030 is printed [gull]" in within.derivation
    assert whole.best == 127
    assert whole.low <= 127 <= whole.high


def test_a_wave_that_no_report_names_alone_is_derived_from_sums(found):
    twelve = next(o for o in found.occasions if o.size.best == 12)
    assert twelve.size.low == twelve.size.high == 12
    assert "37 in the last month [tide] minus 25 on Tuesday [tide]" in twelve.derivation


def test_the_same_input_gives_the_same_bytes(island):
    import msgspec

    claims, documents, cues = island
    first, second = (reconcile(claims, documents, cues) for _ in range(2))
    assert msgspec.json.encode(first) == msgspec.json.encode(second)


def test_a_bound_is_no_value_and_an_announcement_no_release():
    claims = [
        claim("a", 40, None, on="2033-03-04", source="Lamp Centre"),
        claim("b", 120, status="planned", window="2033-03-01..2033-03-31", source="the ministry"),
    ]
    found = reconcile(claims, [document("a", "2033-03-05"), document("b", "2033-02-25")])
    (occasion,) = found.occasions
    assert occasion.size.low == 40 < occasion.size.high
    (promise,) = found.promises
    assert (promise.size.best, promise.confirmed, promise.outstanding) == (120, 40, 80)
    assert promise.confirmed_by == ("Lamp Centre",)


def test_a_silent_measure_is_not_zero():
    found = reconcile(
        [claim("a", 4, on="2033-03-04")], [document("a", "2033-03-05")], asks=[parse_ask("died 2033-01-01..2033-12-31")]
    )
    assert found.answers[0].best is None
    assert "no report is not zero" in found.answers[0].derivation


def test_a_narrower_group_bounds_the_whole_from_below_and_is_never_merged():
    claims = [
        claim("a", 9, on="2033-03-04", group="journalists"),
        claim("b", 30, on="2033-03-04", group="prisoners"),
        claim("c", 30, on="2033-03-04", group="prisoners of conscience"),
    ]
    found = reconcile(claims, [document(name, "2033-03-05") for name in "abc"])
    assert {(o.group, o.size.best) for o in found.occasions} == {("prisoners of conscience", 30), ("journalists", 9)}
    assert any("kept apart" in note and "journalists" in note for note in found.notes)


def test_women_and_men_divide_the_whole_they_are_parts_of():
    claims = [
        claim("a", 30, on="2033-03-04"),
        claim("a", 23, on="2033-03-04", group="women", subset_of=0),
        claim("a", 7, on="2033-03-04", group="men", subset_of=0),
    ]
    found = reconcile(claims, [document("a", "2033-03-05")], asks=[parse_ask("freed women 2033-03-01..2033-03-31")])
    (occasion,) = found.occasions
    assert occasion.size.best == 30
    assert "of them 23 women and 7 men, which is all of them" in occasion.derivation
    assert set(occasion.claims) == {each.id for each in claims}
    assert found.answers[0].best == 23


def test_a_part_of_other_days_than_its_whole_stands_for_itself():
    claims = [claim("a", 36, on="2033-03-04"), claim("a", 3, on="2033-06-21", group="journalists", subset_of=0)]
    found = reconcile(claims, [document("a", "2033-07-05")])
    assert {(o.group, o.size.best) for o in found.occasions} == {("political prisoners", 36), ("journalists", 3)}


def test_settings_pin_one_of_two_contradicting_figures():
    from habeas.values.case import CaseSettings

    claims = [claim("a", 30, on="2033-03-04", source="X Watch"), claim("b", 75, on="2033-03-04", source="Y Watch")]
    documents = [document(name, "2033-03-05") for name in "ab"]
    for pinned in claims:
        found = reconcile(claims, documents, settings=CaseSettings(pinned=(pinned.id,)))
        assert found.occasions[0].size.best == pinned.low


def test_an_excluded_claim_is_left_out_with_the_reason():
    from habeas.values.case import CaseSettings

    claims = [claim("a", 30, on="2033-03-04"), claim("b", 75, on="2033-04-04")]
    found = reconcile(
        claims, [document(name, "2033-05-05") for name in "ab"], settings=CaseSettings(excluded=(claims[1].id,))
    )
    assert [o.size.best for o in found.occasions] == [30]
    assert [(item.claim, "judgement" in item.why) for item in found.left_out] == [(claims[1].id, True)]


@pytest.mark.parametrize(
    ("kind", "wrong", "right"),
    [("digit_swap", 91, 19), ("factor_ten", 190, 19)],
)
def test_a_misprinted_figure_is_read_as_the_slip_it_is(kind, wrong, right):
    claims = [
        claim("a", right, on="2033-03-04", source="Lamp Centre"),
        claim("b", 14, on="2033-03-20", source="Lamp Centre"),
        claim("c", right + 14, window="2033-03-01..2033-03-31", source="Ledger Group"),
        claim("d", wrong, on="2033-03-04", source="the ministry"),
    ]
    found = reconcile(claims, [document(name, "2033-04-05") for name in "abcd"])
    repairs = {repair.claim: repair for repair in found.readings[0].repairs}
    assert repairs[claims[3].id].kind == kind
    assert repairs[claims[3].id].to == str(right)
    assert {o.size.best for o in found.occasions} == {right, 14}


def test_the_change_of_a_stock_is_laid_against_the_flows_told_between_two_counts():
    claims = [
        claim("a", 500, measure="held", when_kind="at", start_date=date(2033, 3, 1), end_date=date(2033, 3, 1)),
        claim("b", 30, on="2033-03-10"),
        claim("c", 12, on="2033-03-20", measure="detained"),
        claim("d", 2, on="2033-03-25", measure="died"),
        claim("e", 485, measure="held", when_kind="at", start_date=date(2033, 4, 1), end_date=date(2033, 4, 1)),
    ]
    found = reconcile(claims, [document(name, "2033-04-02") for name in "abcde"])
    first, second = found.stocks
    assert "would leave 480, so 5 more are not explained" in second.derivation
    assert "would leave" not in first.derivation


def test_a_time_limit_gives_a_history_and_says_what_was_not_tried():
    claims = [claim(f"d{n}", 5 + n, on=f"2033-0{n % 9 + 1}-{n % 27 + 1:02}") for n in range(60)]
    documents = [document(f"d{n}", "2033-12-01") for n in range(60)]
    from habeas.reconcile.options import ReconcileOptions

    found = reconcile(claims, documents, options=ReconcileOptions(time_limit_s=0.0))
    assert found.occasions
    assert any("time" in note for note in found.notes)
