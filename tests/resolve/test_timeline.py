"""Status over time: episodes with their rules, states with their bounds, and contradictions that are shown."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.resolve.persons.contradictions import contradictions
from habeas.resolve.persons.listed import listed
from habeas.resolve.persons.states import states, without_sentences
from habeas.resolve.persons.step import people_of
from habeas.resolve.persons.timeline import UNTOLD, episodes
from habeas.values.history import DateRange
from habeas.values.roster import ColumnRole, DateSpan, HeldList, Roster, RosterEntry
from habeas.values.status_claim import STATUSES, StatusClaim

DAY = date(2025, 1, 20)
PUBLISHED = {doc: DateRange(low=DAY, best=DAY, high=DAY) for doc in "ab"}


def told(status: str, low: date | None = None, high: date | None = None, **more: object) -> StatusClaim:
    made = StatusClaim(doc="a", quote="q", start=0, person="P", status=status, date_low=low, date_high=high or low)
    return StatusClaim.with_id(StatusClaim(**{f: more.get(f, getattr(made, f)) for f in made.__struct_fields__}))  # type: ignore[arg-type]


def test_a_month_and_a_day_within_it_are_one_arrest() -> None:
    (only,) = episodes([told("detained", date(2020, 5, 1), date(2020, 5, 31)), told("detained", date(2020, 5, 9))])
    assert (only.start_low, only.start_high) == (date(2020, 5, 9), date(2020, 5, 9))


def test_an_undated_arrest_belongs_to_the_episode_whose_beginning_is_missing() -> None:
    (only,) = episodes([told("freed", date(2024, 7, 1)), told("detained")], PUBLISHED)
    assert (only.start_low, only.start_high) == (None, date(2024, 7, 1))
    assert only.end_low == date(2024, 7, 1)


def test_an_undated_release_ends_the_open_episode_by_the_day_of_its_report() -> None:
    (only,) = episodes([told("detained", date(2020, 5, 9)), told("pardoned")], PUBLISHED)
    assert (only.ended_by, only.end_high) == ("pardoned", DAY)


def test_an_arrest_without_a_release_before_it_ends_the_episode_before() -> None:
    first, second = episodes([told("detained", date(2015, 5, 9)), told("detained", date(2020, 5, 9))])
    assert (first.ended_by, first.end_high, second.ended_by) == (UNTOLD, date(2020, 5, 9), None)


def test_exile_ends_custody_at_a_day_not_told() -> None:
    (only,) = episodes([told("held", term_months=6.0), told("in_exile")], PUBLISHED)
    assert (only.ended_by, only.stated_months) == (UNTOLD, 6.0)


def test_the_last_day_seen_held_is_kept() -> None:
    (only,) = episodes([told("detained", date(2020, 5, 9)), told("held", date(2024, 5, 1)), told("held", DAY)])
    assert only.seen == DAY


def test_what_is_announced_or_denied_makes_no_episode() -> None:
    assert episodes([told("freed", DAY, planned=True), told("detained", DAY, negated=True)]) == ()


def test_no_contact_for_so_long_until_a_month_began_that_long_before() -> None:
    (only,) = states([told("no_contact", date(2024, 11, 1), date(2024, 11, 30), term_months=20.0)])
    assert (only.start_low, only.start_high) == (date(2023, 3, 1), date(2023, 3, 30))
    assert (only.end_low, only.end_high) == (date(2024, 11, 1), date(2024, 11, 30))


def test_a_sentence_being_served_is_no_time_in_custody() -> None:
    words = "who was serving an eight-year sentence"
    claims = [
        told("held", date(2024, 8, 1), date(2024, 8, 31), quote=words + " in the north", start=40, term_months=96.0),
        told("sentenced", quote=words, start=40, term_months=96.0),
        told("held", date(2020, 5, 1), quote="was in jail for 30 months", start=400, term_months=30.0),
    ]
    assert [claim.term_months for claim in without_sentences(claims)] == [None, 96.0, 30.0]


def test_a_state_since_a_day_has_a_beginning_and_no_end() -> None:
    (only,) = states([told("held", date(2023, 9, 1), None).__class__(**_open("held", date(2023, 9, 1)))])
    assert (only.start_low, only.start_high, only.end_low) == (date(2023, 9, 1), date(2023, 9, 1), None)


def _open(status: str, low: date) -> dict[str, object]:
    return {"doc": "a", "quote": "q", "start": 0, "person": "P", "status": status, "date_low": low, "id": "x"}


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        ([told("died", date(2021, 6, 1)), told("held", date(2022, 1, 1))], "died by 2021-06-01, but held"),
        ([told("freed", date(2021, 6, 1)), told("no_contact", date(2022, 1, 1))], "no arrest in between"),
        ([told("freed", date(2021, 6, 1)), told("pardoned", date(2022, 6, 1))], "no arrest in between"),
        (
            [told("freed", date(2020, 6, 1)), told("detained", date(2021, 6, 1), doc="b")],
            "before any arrest on record",
        ),
        (
            [told("detained", date(2021, 6, 1)), told("detained", date(2021, 6, 20), doc="b")],
            "with no release in between",
        ),
        (
            [
                told("detained", date(2020, 1, 1)),
                told("in_exile", date(2021, 1, 1)),
                told("freed", date(2022, 1, 1)),
            ],
            "between an arrest",
        ),
        (
            [told("freed", date(2021, 6, 1)), told("freed", date(2021, 6, 1), doc="b", negated=True)],
            "denied by another",
        ),
    ],
)
def test_claims_that_cannot_all_hold_are_shown_with_their_reason(claims: list[StatusClaim], words: str) -> None:
    (only,) = contradictions(claims)
    assert words in only.why
    assert set(only.claims) == {claim.id for claim in claims if claim.status != "freed" or words != "between an arrest"}


def test_an_arrest_in_between_explains_what_would_contradict() -> None:
    story = [told("freed", date(2020, 6, 1)), told("rearrested", date(2021, 6, 1)), told("held", date(2022, 1, 1))]
    assert contradictions(story) == []


days = st.dates(date(2018, 1, 1), date(2024, 12, 31))


@st.composite
def claims(draw: st.DrawFn) -> StatusClaim:
    low = draw(st.none() | days)
    high = draw(st.none() | days)
    if low is not None and high is not None and low > high:
        low, high = high, low
    return told(
        draw(st.sampled_from(STATUSES)),
        low,
        high,
        date_low=low,
        date_high=high,
        doc=draw(st.sampled_from("ab")),
        start=draw(st.integers(0, 50)),
        planned=draw(st.booleans()),
        term_months=draw(st.none() | st.just(12.0)),
    )


@settings(deadline=None, max_examples=150)
@given(st.lists(claims(), max_size=7), st.randoms(use_true_random=False))
def test_whatever_is_told_episodes_run_forward_and_do_not_depend_on_order(
    some: list[StatusClaim], shuffle: random.Random
) -> None:
    made = episodes(some, PUBLISHED)
    mixed = list(some)
    shuffle.shuffle(mixed)
    assert episodes(mixed, PUBLISHED) == made
    assert {s.claims for s in states(mixed, PUBLISHED)} == {s.claims for s in states(some, PUBLISHED)}
    assert contradictions(mixed, PUBLISHED) == contradictions(some, PUBLISHED)
    for episode in made:
        if episode.start_low is not None and episode.end_high is not None:
            assert episode.start_low <= episode.end_high
        if episode.start_low is not None and episode.start_high is not None:
            assert episode.start_low <= episode.start_high
    assert sum(episode.ended_by is None for episode in made[:-1]) == 0


@settings(deadline=None, max_examples=100)
@given(st.lists(claims(), max_size=7))
def test_every_claim_stands_in_exactly_one_state(some: list[StatusClaim]) -> None:
    listed_ids = [claim for state in states(some, PUBLISHED) for claim in state.claims]
    assert set(listed_ids) == {claim.id for claim in some}


def test_rows_of_a_list_join_the_persons_of_documents() -> None:
    row = RosterEntry(
        roster="r",
        row=2,
        name="Orwin Ada",
        cells={"Name": "Orwin Ada", "Arrested": "9 May 2020", "Term": "4 years"},
        dates={"detained": DateSpan(low=date(2020, 5, 9), high=date(2020, 5, 9))},
        term_months=48,
    )
    columns = (
        ColumnRole(column=2, header="Arrested", role="detained", why="its header"),
        ColumnRole(column=3, header="Term", role="term", why="its header"),
    )
    held = HeldList(name="Open Door", roster=Roster(id="r", origin="r", sha256="0", columns=columns, entries=(row,)))
    entries, rows = listed([held])
    assert [(c.status, c.quote, c.start) for c in rows] == [("detained", "9 May 2020", 2), ("sentenced", "4 years", 2)]
    assert set(entries[0].claims) == {claim.id for claim in rows}
    people = people_of([told("freed", date(2024, 5, 3), person="Ada Orwin")], [held])
    (person,) = people.register.persons
    assert person.lists == ("Open Door",)
    assert (person.episodes[0].start_low, person.episodes[0].ended_by) == (date(2020, 5, 9), "freed")
