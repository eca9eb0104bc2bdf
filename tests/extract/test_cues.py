"""A text gives its own date away; the cues must be exact, explained, and never surer than the words."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.extract.cues import bounds, dating_cues
from habeas.extract.dating.mentions import find_mentions
from habeas.extract.dating.vocabulary import vocabulary
from habeas.values.document import DatingCue, Document

GOLD = Path(__file__).resolve().parents[2].parent / "shared" / "gold"
ENGLISH = vocabulary("en")
assert ENGLISH is not None


def cues_of(text: str, **fields: object) -> tuple[DatingCue, ...]:
    return dating_cues(Document(id="d", text=text, **fields))  # type: ignore[arg-type]


def interval(text: str, **fields: object) -> tuple[date | None, date | None]:
    return bounds(cues_of(text, **fields))


def only(text: str, kind: str) -> DatingCue:
    found = [cue for cue in cues_of(text) if cue.kind == kind]
    assert len(found) == 1, found
    return found[0]


def test_metadata_date_is_an_exact_cue() -> None:
    cue = cues_of("Nothing dated.", published=date(2023, 4, 5))[0]
    assert (cue.kind, cue.low, cue.high, cue.certain) == ("metadata", date(2023, 4, 5), date(2023, 4, 5), True)


def test_address_with_a_day_counts_as_metadata() -> None:
    assert interval("Nothing dated.", url="https://news.example/2019/03/07/story.html") == (date(2019, 3, 7),) * 2


@pytest.mark.parametrize(
    "url",
    [
        "https://news.example/2019-03-07-story",
        "https://news.example/world/20190307/story.html",
        "reports/2019-03-07_arrests.txt",
        "20190307_arrests.md",
        "https://news.example/2019/3/7/story",
    ],
)
def test_days_in_addresses_and_names_of_files_are_read_in_any_usual_form(url: str) -> None:
    assert interval("Nothing dated.", url=url) == (date(2019, 3, 7),) * 2


@pytest.mark.parametrize("url", ["https://news.example/12019030788/story", "https://news.example/id-20191345"])
def test_other_numbers_in_addresses_are_no_days(url: str) -> None:
    assert cues_of("Nothing dated.", url=url) == ()


@pytest.mark.parametrize(
    ("text", "low"),
    [
        (
            "On Thursday 9 April, police arrested 20 students. The mayor, elected in 2018, said nothing.",
            date(2020, 4, 9),
        ),
        ("Police arrested 20 on Friday, March 6. The vote is due on 14 April 2015.", date(2015, 3, 6)),
        ("Nine were freed on Tuesday, June 2. They had been jailed since 2013.", date(2015, 6, 2)),
        ("On Monday 7 March and Tuesday 8 March nine were held. A coup took place in 2014.", date(2016, 3, 8)),
    ],
)
def test_a_weekday_beside_a_day_gives_the_year_where_few_years_leave_one(text: str, low: date) -> None:
    cue = next(c for c in cues_of(text) if "weekday there" in c.why)
    assert (cue.low, cue.high, cue.certain) == (low, date(low.year, 12, 31), False)


def test_a_weekday_beside_a_day_gives_no_year_where_nothing_bounds_it() -> None:
    assert interval("On Thursday 9 April, police arrested 20 students.") == (None, None)


def test_address_with_an_impossible_day_is_passed_over() -> None:
    assert cues_of("Nothing dated.", url="https://news.example/2019/13/41/story.html") == ()


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("TAVERNA, 12 JUN 87 (PRENSA) -- [TEXT] Police arrested nine students.", date(1987, 6, 12), date(1987, 6, 13)),
        ("TAVERNA, June 12, 2021 (Agency) - Police arrested nine.", date(2021, 6, 12), date(2021, 6, 13)),
        ("Monday, 3 October 2022\n\nPolice arrested nine.", date(2022, 10, 3), date(2022, 10, 3)),
        ("Published: 2022-10-03\nPolice arrested nine.", date(2022, 10, 3), date(2022, 10, 3)),
        ("Nine freed\nUpdated 3 October 2022, 14:05\nPolice arrested nine.", date(2022, 10, 3), date(2022, 10, 3)),
    ],
)
def test_datelines_and_labels_give_the_day(text: str, low: date, high: date) -> None:
    cue = only(text, "printed")
    assert (cue.low, cue.high, cue.certain) == (low, high, True)


@pytest.mark.parametrize(
    ("text", "weekday"),
    [
        ("VESTRIN, July 4 (Sand Wire) - Police detained 79 people at rallies on Wednesday.", None),
        ("Published: Friday, 4 July\nPolice detained 79 people at rallies on Wednesday.", "friday"),
    ],
)
def test_a_dateline_or_label_without_a_year_gives_the_day_alone(text: str, weekday: str | None) -> None:
    cue = only(text, "printed")
    assert (cue.low, cue.high, cue.month_day, cue.weekday, cue.certain) == (None, None, "07-04", weekday, False)


def test_a_release_on_a_day_is_no_label_of_the_page() -> None:
    assert not [c for c in cues_of("They were released on 3 October 2022 after a trial.") if c.kind == "printed"]


def test_day_and_month_that_can_be_exchanged_leave_both_readings() -> None:
    low, high = interval("Text.", title="Briefing, 5/6/2013")
    assert (low, high) == (date(2013, 5, 6), date(2013, 6, 5))


def test_yearly_report_comes_out_after_its_year() -> None:
    low, high = interval("On May 12, police detained 11.", title="2017 Human Rights Report: Veland")
    assert low is not None
    assert high is not None
    assert low <= date(2018, 3, 1) <= high
    assert high.year == 2018


def test_latest_past_event_is_a_lower_bound_and_one_mention_is_not_certain() -> None:
    cues = [
        c for c in cues_of("In March 2019 they were jailed. In July 2021 they were freed.") if c.kind == "past_event"
    ]
    assert [(c.low, c.high, c.certain) for c in cues] == [
        (date(2021, 7, 1), None, False),
        (date(2019, 3, 1), None, True),
    ]
    assert "slip" in cues[0].why


@pytest.mark.parametrize(
    ("text", "low"),
    [
        ("Some 300 are in prison. The coup attempt of 15 July 2031 is under investigation.", date(2031, 7, 15)),
        ("Police are looking into the putsch of May 2031.", date(2031, 5, 1)),
        ("In the five years since the failed coup of July 2021, 400 people have been convicted.", date(2026, 5, 7)),
    ],
)
def test_a_coup_named_with_its_day_lies_in_the_past_and_years_since_it_are_counted(text: str, low: date) -> None:
    assert interval(text)[0] == low


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Nearly two months after the marches of July 11, 2031, 500 are held.", date(2031, 8, 25), date(2031, 9, 9)),
        ("Three weeks after the vote of 9 May 2031, 41 people remain in prison.", date(2031, 5, 28), date(2031, 6, 5)),
        ("Almost a year after the coup of 1 March 2031, it has 300 names.", date(2031, 8, 30), date(2032, 2, 29)),
    ],
)
def test_a_text_that_counts_its_own_day_from_an_event_is_dated_by_it(text: str, low: date, high: date) -> None:
    (cue,) = (c for c in cues_of(text) if "of its own day" in c.why)
    assert (cue.low, cue.high, cue.certain) == (low, high, False)


@pytest.mark.parametrize(
    "text",
    [
        "Two months after the coup of 1 February 2031, police had arrested 300 people, who are in prison.",
        "She was taken two months after the vote of 9 May 2031 and is in prison.",
        "Two months after the vote of 2031, 41 people remain in prison.",
        "Two months after May 2031 the court is to rule.",
    ],
)
def test_days_counted_from_an_event_for_what_was_done_then_date_no_text(text: str) -> None:
    assert not [c for c in cues_of(text) if "of its own day" in c.why]


def test_a_year_said_twice_is_certain() -> None:
    cues = cues_of("In July 2021 they were freed. Three more were freed in August 2021.")
    assert cues[0].low == date(2021, 8, 1)
    assert cues[0].certain


@pytest.mark.parametrize(
    ("text", "high"),
    [
        ("The country will hold elections in 2027.", date(2027, 12, 31)),
        ("A congress is scheduled for 14 March 2027.", date(2027, 3, 14)),
        ("With the 2027 elections approaching, arrests go on.", date(2027, 12, 31)),
        ("By the end of 2027 the prison is to close.", date(2027, 12, 31)),
    ],
)
def test_what_is_still_to_come_is_an_upper_bound(text: str, high: date) -> None:
    cue = only(text, "future_event")
    assert (cue.low, cue.high) == (None, high)


@pytest.mark.parametrize(
    "text",
    [
        "Ahead of the 2010 election the police arrested dozens.",
        "He had said that they would be released on 5 May 2010.",
        "A vote that was scheduled for June 2010 never took place.",
        "You will recall that back in June 2010 the minister gave a speech.",
    ],
)
def test_what_was_once_to_come_is_no_upper_bound(text: str) -> None:
    assert not [c for c in cues_of(text) if c.kind == "future_event" and c.high is not None]


@pytest.mark.parametrize(
    "text",
    [
        "The ruler wants calm before next year's presidential elections. The 2031 elections decide his fate.",
        "The 2031 vote matters. Veland will hold a vote next year.",
        "The year 2031 may be his last chance. Elections are due next year.",
    ],
)
def test_next_years_event_with_its_year_gives_the_year_before(text: str) -> None:
    assert only(text, "relative_year").low == date(2030, 1, 1)
    assert interval(text)[1] == date(2030, 12, 31)


def test_past_elections_are_not_taken_for_next_years() -> None:
    text = "After the 2025 elections police arrested dozens, and in May 2025 hundreds. "
    text += "The 2031 elections near. Next year's elections matter."
    assert [c.low for c in cues_of(text) if c.kind == "relative_year"] == [date(2030, 1, 1)]


def test_dates_without_a_year_follow_the_year_that_other_words_leave() -> None:
    text = "On September 16 nine were freed. The 2031 elections are to be held next year."
    cue = next(c for c in cues_of(text) if c.quote == "September 16")
    assert (cue.kind, cue.low, cue.certain) == ("past_event", date(2030, 9, 16), False)


def test_dates_without_a_year_stay_open_where_nothing_leaves_a_year() -> None:
    assert interval("On September 16 nine people were freed.") == (None, None)


@pytest.mark.parametrize(
    ("text", "high"),
    [
        (
            "The guard admitted yesterday what it did in the 2031 riots. On March 8 the chief named 51.",
            date(2032, 2, 6),
        ),
        ("After the vote of November 2031, 20 were taken on March 8, the chief said on Tuesday.", date(2033, 2, 6)),
    ],
)
def test_news_of_a_day_without_its_year_are_no_older_than_that_year(text: str, high: date) -> None:
    (cue,) = [cue for cue in cues_of(text) if "without its year" in cue.why]
    assert (cue.high, cue.certain, cue.quote) == (high, False, "March 8")


@pytest.mark.parametrize(
    "text",
    [
        "In 2031 the guard put down the riots. On March 8 it took 51 people.",  # a chronicle, of any time since
        "The guard admitted yesterday that it took 51 people on March 8.",  # of no year
        "The guard admitted yesterday that it took 51 people on March 8, 2031.",
    ],
)
def test_other_days_without_a_year_bound_nothing(text: str) -> None:
    assert not [cue for cue in cues_of(text) if "without its year" in cue.why]


def test_event_on_a_day_without_year_ties_documents() -> None:
    cue = only("He fears the elections scheduled for Jan. 26 and protests.", "future_event")
    assert (cue.event, cue.month_day, cue.low, cue.high) == ("election", "01-26", None, None)


@pytest.mark.parametrize(
    ("text", "offsets"),
    [
        ("They arrest people before an election next month, groups say.", ("P1D", "P61D")),
        ("They arrest people before next month's parliamentary elections.", ("P1D", "P61D")),
        ("A referendum next week decides.", ("P1D", "P13D")),
        ("The coup last month changed all.", ("-P61D", "-P1D")),
    ],
)
def test_event_at_a_distance_ties_documents(text: str, offsets: tuple[str, str]) -> None:
    cue = next(c for c in cues_of(text) if c.event)
    assert (cue.offset_low, cue.offset_high) == offsets


def test_dated_events_carry_the_days_that_the_text_gives_them() -> None:
    cues = cues_of("In the 2020 presidential election thousands were arrested. The 2027 election will decide.")
    told = {(c.event, c.event_detail, c.event_low, c.event_high) for c in cues if c.event}
    assert told == {
        ("election", "presidential", date(2020, 1, 1), date(2020, 12, 31)),
        ("election", None, date(2027, 1, 1), date(2027, 12, 31)),
    }


def test_the_year_of_a_relative_event_is_told_where_the_text_names_it() -> None:
    cue = next(c for c in cues_of("He prepares for next year's elections. The 2031 elections matter.") if c.event_years)
    assert (cue.event_years, cue.event_low, cue.event_high) == (1, date(2031, 1, 1), date(2031, 12, 31))


def test_weekday_near_the_report_is_named() -> None:
    cue = only("The state media reported the release on Wednesday.", "weekday")
    assert (cue.weekday, cue.quote, cue.low, cue.high) == ("wednesday", "Wednesday", None, None)


@pytest.mark.parametrize(
    "text",
    ["They will be freed next Friday.", "Survivors of Bloody Sunday were there.", "The verdict is due on Monday."],
)
def test_weekdays_to_come_and_names_are_no_cues(text: str) -> None:
    assert not [c for c in cues_of(text) if c.kind == "weekday"]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Yesterday, 15 May 2024, nine were freed.", date(2024, 5, 16), date(2024, 5, 16)),
        ("Nine were freed today (15 May 2024).", date(2024, 5, 15), date(2024, 5, 15)),
        ("Last year, in 2023, nine were freed.", date(2024, 1, 1), date(2024, 12, 31)),
        ("In 2019, five years ago, nine were freed.", date(2023, 11, 7), date(2025, 2, 23)),
    ],
)
def test_a_date_with_its_distance_beside_it_dates_the_text(text: str, low: date, high: date) -> None:
    assert interval(text) == (low, high)


def test_early_and_late_parts_of_a_year_are_read() -> None:
    assert interval("As of early 2024, there were 90 prisoners.")[0] == date(2024, 1, 1)
    assert interval("They were not heard from since late 2023.")[0] == date(2023, 9, 1)


@pytest.mark.parametrize(
    "text", ["About 2000 people were held.", "It cost $2021.", "Police held 1,984 men.", "May we ask? March on!"]
)
def test_figures_and_words_that_look_like_dates_are_none(text: str) -> None:
    assert find_mentions(text, ENGLISH) == []


def test_a_contradicting_cue_does_not_empty_the_interval() -> None:
    cues = (
        DatingCue(doc="d", kind="past_event", low=date(2024, 5, 1)),
        DatingCue(doc="d", kind="future_event", high=date(2023, 1, 1), certain=False),
    )
    assert bounds(cues) == (date(2024, 5, 1), None)


def test_a_language_without_words_gives_metadata_only() -> None:
    cues = cues_of("On Wednesday, 3 May 2023", lang="xx", published=date(2023, 5, 4))
    assert [c.kind for c in cues] == ["metadata"]


@given(st.text(max_size=300))
def test_any_text_is_survived_and_quotes_are_exact(text: str) -> None:
    for cue in cues_of(text):
        assert text[cue.start : cue.start + len(cue.quote)] == cue.quote
        assert cue.why


@given(
    st.dates(date(1950, 1, 1), date(2049, 12, 31)),
    st.sampled_from(["%d %B %Y", "%B %d, %Y", "%A, %B %d, %Y", "%Y-%m-%d"]),
)
def test_every_whole_date_is_read_in_every_form(day: date, form: str) -> None:
    found = find_mentions(f"They were freed on {day.strftime(form)} at noon.", ENGLISH)
    assert [(m.low, m.high) for m in found] == [(day, day)]


@given(st.dates(date(1990, 1, 1), date(2040, 1, 1)), st.integers(1, 300))
def test_a_past_day_bounds_publication_from_below(day: date, later: int) -> None:
    second = day + timedelta(days=later)
    text = f"Nine were freed on {day.strftime('%B %d, %Y')}, and two on {second.strftime('%B %d, %Y')}."
    assert interval(text)[0] == second


@pytest.mark.skipif(not GOLD.is_dir(), reason="the shared gold sets are not at hand")
def test_hidden_dates_of_gold_documents_lie_in_their_intervals() -> None:
    held = total = 0
    for line in (GOLD / "en" / "docs.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        published = date.fromisoformat(row["published"]) if row.get("published") else None
        low, high = interval(row["text"], title=row.get("title"))
        if published is not None and (low or high):
            total += 1
            held += (low is None or low <= published) and (high is None or published <= high)
    assert total >= 90
    assert held / total >= 0.95
