"""The simulator: deterministic, true to its own history, and complete in what it hands over."""

from collections import Counter
from datetime import timedelta

import msgspec
import numpy as np
import pytest
from simulate.case import NARROW, SimulatedCase, simulate
from simulate.questions import questions
from simulate.rng import generator
from simulate.scoring import is_false
from simulate.talk import round_off, say

from habeas.reconcile.options import ReconcileOptions
from habeas.reconcile.step import reconcile


@pytest.fixture(scope="module")
def cases() -> list[SimulatedCase]:
    return [simulate("test", index) for index in range(30)]


def test_a_case_is_the_same_twice_and_in_any_order() -> None:
    first = simulate("test", 3)
    simulate("test", 1)
    again = simulate("test", 3)
    for field in ("documents", "claims", "cues"):
        assert msgspec.json.encode(getattr(first, field)) == msgspec.json.encode(getattr(again, field))
    assert first.claims != simulate("dev", 3).claims


def test_quotes_stand_where_claims_say(cases: list[SimulatedCase]) -> None:
    for case in cases:
        texts = {document.id: document.text for document in case.documents}
        for claim in case.claims:
            assert texts[claim.doc][claim.start : claim.start + len(claim.quote)] == claim.quote
        assert len({claim.id for claim in case.claims}) == len(case.claims)


def test_stocks_follow_from_flows_day_by_day(cases: list[SimulatedCase]) -> None:
    for case in cases[:5]:
        world = case.world
        for group in ("wide", "narrow"):
            day = world.start + timedelta(days=100)
            later = day + timedelta(days=50)
            inflow = world.flow("detained", group, day + timedelta(days=1), later)
            outflow = sum(world.flow(out, group, day + timedelta(days=1), later) for out in ("freed", "died"))
            assert world.stock(group, later) == world.stock(group, day) + inflow - outflow
        assert world.stock("narrow", later) <= world.stock("wide", later)
        assert world.stock("narrow", later) >= 0


def test_narrow_flows_are_part_of_wide_ones(cases: list[SimulatedCase]) -> None:
    for case in cases:
        people = case.world.people["freed"]
        assert people.narrow.sum() <= people.day.size
        assert any(claim.group == NARROW for claim in case.claims)


def test_an_undated_page_shows_no_date_that_only_its_date_could_give(cases: list[SimulatedCase]) -> None:
    undated = {document.id for case in cases for document in case.documents if document.published is None}
    assert undated
    for case in cases:
        for claim in case.claims:
            if claim.doc in undated and claim.weekday is not None:
                assert claim.start_date is None
            if claim.doc in undated and claim.start_offset is not None:
                assert claim.start_date is None


def test_slips_are_planted_at_one_to_three_percent_and_of_every_kind() -> None:
    told = [each for index in range(120) for each in simulate("test", index).told]
    kinds = Counter(each.said.slip for each in told)
    rate = 1 - kinds.pop(None) / len(told)
    assert 0.01 <= rate <= 0.03
    assert sorted(kinds) == sorted(
        [
            "year_slip",
            "month_slip",
            "digit_swap",
            "factor_ten",
            "stock_for_flow",
            "cumulative_for_new",
            "announced_for_done",
        ]
    )


def test_most_claims_are_true_and_most_slips_are_false(cases: list[SimulatedCase]) -> None:
    told = [(is_false(case, each), each.said.slip) for case in cases for each in case.told]
    honest = [false for false, slip in told if slip is None]
    planted = [false for false, slip in told if slip is not None]
    assert np.mean(honest) < 0.12
    assert np.mean(planted) > 0.6


def test_questions_have_the_true_history_s_answers(cases: list[SimulatedCase]) -> None:
    asked = [(case, question) for case in cases for question in questions(case)]
    assert len(asked) > 300
    for case, question in asked:
        assert question.truth >= 0
        if question.kind == "stock":
            definition = "narrow" if question.ask.group == NARROW else "wide"
            assert question.truth == case.world.stock(definition, question.ask.start)


def test_rounded_numbers_mean_bounds_near_the_number() -> None:
    rng = generator("talk")
    for value in rng.integers(15, 3000, 400):
        said = round_off(int(value), rng)
        assert said.low is not None
        assert abs(said.low - value) <= 100
        if not said.approx and said.high is None:
            assert said.low <= value


def test_an_exact_outlet_says_the_number() -> None:
    rng = generator("exact")
    assert all(say(value, 1.0, rng).low == value for value in range(200))


def test_a_slipped_date_is_what_the_text_prints(cases: list[SimulatedCase]) -> None:
    told = [each for case in cases for each in case.told if each.said.slip in {"month_slip", "year_slip"}]
    assert {each.said.slip for each in told} == {"month_slip", "year_slip"}
    for each in told:
        when = each.said.when
        assert when.start is not None
        assert f"{when.start:%B}" in when.text
        if when.year_printed and not when.text.startswith("since"):
            assert str((when.end or when.start).year) in when.text


def test_a_case_whose_sources_are_learned_from_an_unproven_search_is_answered() -> None:
    case = simulate("test", 183)
    asked = questions(case)
    options = ReconcileOptions(time_limit_s=600.0, readings=1)
    found = reconcile(
        case.claims, case.documents, case.cues, case.settings, tuple(question.ask for question in asked), options
    )
    assert len(found.answers) == len(asked)
