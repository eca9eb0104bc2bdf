from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.extract.grammar.counts.numbers import Numbers
from habeas.extract.lexicon import load

NUMBERS = Numbers(load("en"))


def only(text: str) -> tuple[int | None, int | None, bool]:
    found = NUMBERS.find(text)
    assert len(found) == 1, [text[q.start : q.end] for q in found]
    return found[0].low, found[0].high, found[0].approx


@pytest.mark.parametrize(
    ("text", "low", "high", "approx"),
    [
        ("30 students", 30, 30, False),
        ("1,430 students", 1430, 1430, False),
        ("2 200 students", 2200, 2200, False),
        ("1.6 million citizens", 1600000, 1600000, False),
        ("twenty-six women", 26, 26, False),
        ("two hundred and six people", 206, 206, False),
        ("a hundred students", 100, 100, True),
        ("two dozen students", 24, 24, True),
        ("at least 1,400 people", 1400, None, False),
        ("no fewer than 12 people", 12, None, False),
        ("more than 200 people", 201, None, False),
        ("well over 200 people", 201, None, False),
        ("up to 50 people", None, 50, False),
        ("as many as 50 people", None, 50, False),
        ("fewer than 10 people", None, 9, False),
        ("about 110 people", 110, 110, True),
        ("nearly 300 people", 300, 300, True),
        ("20 or so people", 20, 20, True),
        ("30 or more people", 30, None, False),
        ("between 20 and 30 people", 20, 30, False),
        ("from a few hundred to as many as 4,000", 200, 4000, True),
        ("9,000-10,000 people", 9000, 10000, False),
        ("dozens of people", 24, 99, True),
        ("several hundred people", 300, 999, True),
        ("hundreds, and possibly thousands, of people", 200, 9999, True),
        ("no students", 0, 0, False),
    ],
)
def test_a_number_is_read_literally_with_its_bounds(text: str, low: int | None, high: int | None, approx: bool) -> None:
    assert only(text) == (low, high, approx)


@pytest.mark.parametrize(
    "text",
    [
        "a 42-year-old man",
        "12 percent of them",
        "a fine of $5,000",
        "Article 212 of the code",
        "see sections 1.d., 2.a. and 5",
        "a vote of 7-1",
        "the 36th time",
        "one-third of them",
        "three times less",
        "three and a half million",
        "the outlet Dawn24x said",
        "one of every four",
        "(3) the detainee is a citizen",
        "prisoners under 18, among others",
    ],
)
def test_shares_sums_labels_and_ages_are_no_numbers_of_people(text: str) -> None:
    assert NUMBERS.find(text) == []


def test_a_particle_is_not_taken_for_a_hedge() -> None:
    assert only("the army handed over 20 captives") == (20, 20, False)


def test_numerals_in_dates_are_left_out_when_barred() -> None:
    text = "On May 12 police held 30"
    assert [q.low for q in NUMBERS.find(text, [(3, 9)])] == [30]


@given(st.integers(min_value=1, max_value=10**8))
def test_digits_with_separators_mean_what_they_say(n: int) -> None:
    assert only(f"{n:,} people")[:2] == (n, n)


@given(st.text(max_size=120))
def test_any_text_gives_quantities_inside_it_in_order(text: str) -> None:
    found = NUMBERS.find(text)
    assert all(0 <= q.start <= q.core_start < q.core_end <= q.end <= len(text) for q in found)
    assert found == sorted(found)
