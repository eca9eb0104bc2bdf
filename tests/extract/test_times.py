from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.extract.grammar.temporal.dates import Window, resolve
from habeas.extract.grammar.temporal.stretches import Anchor
from habeas.extract.grammar.temporal.times import Times
from habeas.extract.lexicon import load

TIMES = Times(load("en"))
FRIDAY = date(2023, 6, 16)


def window(text: str, published: date | None = FRIDAY, *, stock: bool = False, year: int | None = None) -> Window:
    (span,) = TIMES.find(text)
    return resolve(span, Anchor(published, year), stock=stock)


@pytest.mark.parametrize(
    ("text", "kind", "start", "end"),
    [
        ("on Wednesday", "on", date(2023, 6, 14), date(2023, 6, 14)),
        ("yesterday", "on", date(2023, 6, 15), date(2023, 6, 15)),
        ("on March 3", "on", date(2023, 3, 3), date(2023, 3, 3)),
        ("on November 3", "on", date(2022, 11, 3), date(2022, 11, 3)),
        ("on 3 March 2021", "on", date(2021, 3, 3), date(2021, 3, 3)),
        ("in the last two months", "between", date(2023, 4, 16), FRIDAY),
        ("over the past year", "between", date(2022, 6, 16), FRIDAY),
        ("in recent weeks", "between", None, FRIDAY),
        ("since 2020", "since", date(2020, 1, 1), FRIDAY),
        ("since trials began in the spring of 2021", "since", date(2021, 3, 1), FRIDAY),
        ("in August and September 2022", "between", date(2022, 8, 1), date(2022, 9, 30)),
        ("between November 20 and January 4", "between", date(2022, 11, 20), date(2023, 1, 4)),
        ("from January 1 to March 31", "between", date(2023, 1, 1), date(2023, 3, 31)),
        ("as of April 15", "between", None, date(2023, 4, 15)),
        ("in early May", "between", date(2023, 5, 1), date(2023, 5, 10)),
        ("in the first quarter of 2022", "between", date(2022, 1, 1), date(2022, 3, 31)),
        ("in 2021 and early 2022", "between", date(2021, 1, 1), date(2022, 4, 30)),
        ("marches that marked 2021 and the start of 2022", "between", date(2021, 1, 1), date(2022, 2, 28)),
        ("last month", "between", date(2023, 5, 1), date(2023, 5, 31)),
        ("two weeks ago", "between", date(2023, 6, 2), date(2023, 6, 2)),
    ],
)
def test_a_time_is_resolved_with_the_date_of_publication(
    text: str, kind: str, start: date | None, end: date | None
) -> None:
    found = window(text)
    assert (found.kind, found.start, found.end) == (kind, start, end)


def test_relative_times_of_undated_texts_keep_offsets_and_weekdays() -> None:
    assert window("in the last two months", None)[1:5] == (None, None, "-P2M", "P0D")
    assert window("on Wednesday", None)[3:] == ("P0D", "P0D", "wednesday")


def test_a_stock_dated_to_a_month_holds_in_that_month() -> None:
    assert window("as of April", stock=True)[:3] == ("at", date(2023, 4, 1), date(2023, 4, 30))


def test_several_days_in_one_list_make_one_period() -> None:
    assert window("on 3 March, 5 March and 17 April")[:3] == ("between", date(2023, 3, 3), date(2023, 4, 17))


def test_an_event_takes_the_date_that_stands_beside_it() -> None:
    found = window("since the coup of 1 February 2021")
    assert (found.kind, found.start) == ("since", date(2021, 2, 1))


def test_how_long_something_took_is_no_date() -> None:
    assert window("in two years")[1:3] == (None, None)


def test_the_year_a_report_is_about_goes_before_the_nearest_year() -> None:
    assert window("in February", date(2023, 3, 20), year=2022).start == date(2022, 2, 1)
    assert window("at year's end", date(2023, 3, 20), year=2022).end == date(2022, 12, 31)


@pytest.mark.parametrize("text", ["he may go", "a march of students", "2000 prisoners were moved"])
def test_words_that_look_like_times_are_none(text: str) -> None:
    assert TIMES.find(text) == []


@given(st.text(alphabet="abcMay 0123456789,-/ on in since March", max_size=80))
def test_any_text_is_resolved_without_failing(text: str) -> None:
    for span in TIMES.find(text):
        for stock in (True, False):
            found = resolve(span, Anchor(FRIDAY), stock=stock)
            assert found.start is None or found.end is None or found.start <= found.end or span.role == "between"
