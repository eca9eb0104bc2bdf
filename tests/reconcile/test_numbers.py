"""Numbers as speakers print them: what is round, what was counted, what may be another's rounding."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from habeas.reconcile.prepared.numbers import is_counted, is_round, is_within, rounding_unit, rounds_to, step_above

_PEOPLE = st.integers(1, 10**7)


def test_rounding_units_are_those_of_speech() -> None:
    assert [rounding_unit(n) for n in (37, 110, 1300, 1340, 0)] == [0, 10, 100, 10, 0]


def test_a_bound_reaches_to_the_next_number_as_round() -> None:
    assert [step_above(n) for n in (83_901, 83_900, 214, 1)] == [100, 100, 1, 1]


def test_more_than_a_round_number_is_a_manner_of_speaking_and_an_unround_bound_a_count() -> None:
    assert is_counted(6_477)
    assert not is_counted(6_001)
    assert not is_counted(6_000)
    assert not is_counted(37)


def test_a_number_rounds_to_one_off_by_less_than_its_last_digit_and_a_fifth() -> None:
    assert rounds_to(1_184, 1_200)
    assert rounds_to(1_184, 1_000)
    assert not rounds_to(1_184, 1_100 * 10)
    assert not rounds_to(1_250, 1_000)
    assert not rounds_to(200, 200)


@given(_PEOPLE, _PEOPLE, st.sampled_from([1.2, 1.5, 2.0]))
def test_nearness_does_not_hang_on_which_of_two_is_named_first(one: int, other: int, times: float) -> None:
    assert is_within(times, one, other) == is_within(times, other, one)
    assert is_within(times, one, one)


@given(_PEOPLE)
def test_what_has_a_unit_of_rounding_is_round(number: int) -> None:
    assert is_round(number) == (rounding_unit(number) > 0)
