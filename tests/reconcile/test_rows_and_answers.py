"""What rows add up to and what the answer of the same days says agree; what is counted stands apart from the rest."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from invented import claim, document

from habeas.reconcile.step import parse_ask, reconcile
from habeas.values.claim import CountClaim
from habeas.values.history import Answer, Ask, Reconciliation

FIRST = date(2031, 1, 1)
YEAR = "freed 2031-01-01..2031-12-31"
NINE = claim("gull", 9, on="2031-05-06", group="activists")
BOUNDS = {"exact": -1, "least": None}


def answered(claims: list[CountClaim], *asks: str) -> tuple[Answer, ...]:
    documents = [document(name, "2031-12-20") for name in dict.fromkeys(each.doc for each in claims)]
    return reconcile(claims, documents, asks=[parse_ask(ask) for ask in asks]).answers


def added(found: Reconciliation, ask: Ask) -> int:
    """Add up the best sizes of the rows that lie within the days of a question, or mostly do."""

    def mostly(low: date, high: date) -> bool:
        return 2 * ((min(high, ask.end) - max(low, ask.start)).days + 1) > (high - low).days + 1

    rows = [(o.date.low, o.date.high, o.size.best) for o in found.occasions]
    rows += [(lump.start, lump.end, lump.size.best) for lump in found.lumps]
    return sum(best or 0 for low, high, best in rows if low and high and mostly(low, high))


reports = st.lists(
    st.tuples(
        st.integers(1, 90),
        st.sampled_from(["exact", "least", "about"]),
        st.integers(0, 120),
        st.sampled_from([0, 0, 0, 6, 30, 89]),
        st.sampled_from(["document", "Tern Watch", "the ministry"]),
    ),
    min_size=1,
    max_size=5,
)


SET_ASIDE = [  # the last of which no history keeps
    (38, "exact", 58, 0, "document"),
    (29, "exact", 27, 0, "document"),
    (1, "exact", 24, 30, "document"),
    (78, "exact", 45, 89, "document"),
    (70, "least", 0, 6, "document"),
]


@settings(max_examples=40, deadline=None)
@example(SET_ASIDE, 0, 0)
@given(reports, st.integers(0, 100), st.integers(0, 120))
def test_the_range_of_an_answer_holds_what_the_rows_of_its_days_add_up_to(rows, start, length):
    claims = [
        claim(
            f"d{n}", people, BOUNDS.get(kind, -1), approx=kind == "about", source=source,
            window=f"{FIRST + timedelta(days=day)}..{FIRST + timedelta(days=day + days)}",
        )
        for n, (people, kind, day, days, source) in enumerate(rows)
    ]  # fmt: skip
    documents = [document(each.doc, str((each.end_date or FIRST) + timedelta(days=9))) for each in claims]
    first, last = FIRST + timedelta(days=start), FIRST + timedelta(days=start + length)
    asks = [parse_ask(YEAR), parse_ask(f"freed {first}..{last}")]
    found = reconcile(claims, documents, asks=asks)
    for ask, answer in zip(asks, found.answers, strict=True):
        told = added(found, ask)
        assert (answer.low or 0) <= (answer.best or 0) <= (answer.high or 0)
        assert told <= (answer.high or 0)
        largest = max(
            (each.low or 0 for each in claims if ask.start <= each.start_date and each.end_date <= ask.end), default=0
        )
        assert answer.low <= told or told < largest, "only a report that tells of more lifts an answer above its rows"


def test_one_exact_report_of_one_day_is_its_number_and_what_nobody_reports_stands_apart():
    on_the_day, in_the_year = answered(
        [NINE], "freed activists 2031-05-06..2031-05-06", "freed activists 2031-01-01..2031-12-31"
    )
    assert (on_the_day.low, on_the_day.best, on_the_day.high) == (9, 9, 9)
    assert (in_the_year.low, in_the_year.best) == (9, 9)
    assert in_the_year.high > 9


def test_days_before_the_first_report_and_after_the_last_leave_room_above_and_no_more():
    claims = [claim("a", 40, on="2031-05-06"), claim("b", 40, on="2031-05-06", source="Tern Watch")]
    day, year, decade = answered(claims, "freed 2031-05-06..2031-05-06", YEAR, "freed 2025-01-01..2035-12-31")
    assert (day.low, day.best, day.high) == (40, 40, 40)
    assert (year.low, year.best) == (decade.low, decade.best) == (40, 40)
    assert 40 < year.high <= decade.high


def test_what_a_monitor_alone_counts_stays_open_above_until_another_counts_it_too():
    alone = [claim("a", 30, on="2031-05-06", source="Tern Monitor")]
    both = [*alone, claim("b", 30, on="2031-05-06", source="the ministry")]
    ask = "freed 2031-05-06..2031-05-06"
    (open_above,), (settled,) = answered(alone, ask), answered(both, ask)
    assert (open_above.low, open_above.best) == (30, 30)
    assert open_above.high > 30
    assert (settled.low, settled.high) == (30, 30)


@pytest.mark.parametrize(("low", "high", "words"), [(24, 99, "dozens"), (17, 23, "about 20")])
def test_a_figure_with_bounds_of_its_own_is_as_open_as_they_are(low, high, words):
    own = (
        claim("a", 20, on="2031-05-06", approx=True)
        if words == "about 20"
        else claim("a", 24, 99, on="2031-05-06", approx=True)
    )
    (answer,) = answered([own], "freed 2031-05-06..2031-05-06")
    assert (answer.low, answer.high) == (low, high)


def test_nobody_says_fewer_than_the_largest_report_of_the_days():
    claims = [claim("a", 24, None, on="2031-05-06"), claim("b", 21, None, on="2031-05-06")]
    (answer,) = answered(claims, "freed 2031-05-06..2031-05-06")
    assert answer.low == answer.best == 24
    assert answer.high > 24


def test_where_reports_contradict_each_other_one_of_them_alone_settles_nothing():
    claims = [
        claim("a", 30, on="2031-05-06", source="the ministry"),
        claim("b", 60, on="2031-05-06", source="Shore Post"),
        claim("c", 60, on="2031-05-06", source="Tern Post"),
        claim("d", 25, on="2031-07-11", source="Shore Post"),
    ]
    (answer,) = answered(claims, "freed 2031-07-11..2031-07-11")
    assert answer.best == 25
    assert answer.high > 25
