"""The words of one language that date a text, loaded from `lexicon/dating/<lang>.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple


class Vocabulary(NamedTuple):
    """Words that date a text, each as a look-up by lower-case form, and the patterns built from them.

    `months` and `weekdays` map a form to its number (1-12) or English name; `events` maps a noun to the name under
    which documents share the event. The patterns are compiled once per language.
    """

    language: str
    months: dict[str, int]
    weekdays: dict[str, str]
    parts: dict[str, tuple[float, float]]
    seasons: dict[str, tuple[int, int]]
    events: dict[str, str]
    relative: dict[str, tuple[str, str]]
    relative_years: dict[str, int]
    relative_months: dict[str, int]
    relative_days: dict[str, int]
    units: dict[str, float]
    numbers: dict[str, int]
    unique_events: frozenset[str]
    sudden_events: frozenset[str]
    telling: re.Pattern[str]
    dates: re.Pattern[str]
    before_month: re.Pattern[str]
    years: re.Pattern[str]
    event: re.Pattern[str]
    event_words: re.Pattern[str]
    ago: re.Pattern[str]
    after: re.Pattern[str]
    present: re.Pattern[str]
    weekday: re.Pattern[str]
    relative_phrase: re.Pattern[str]
    future: re.Pattern[str]
    weak_future: re.Pattern[str]
    future_after: re.Pattern[str]
    reported: re.Pattern[str]
    past: re.Pattern[str]
    label: re.Pattern[str]
    yearly_report: re.Pattern[str]


WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def alternatives(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, longest first; white space in a phrase matches any white space."""
    listed = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(r"\s+".join(re.escape(piece) for piece in word.split()) for word in listed) + ")"


def phrase(words: Iterable[str], *, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    """Return a pattern for any of the words at word borders."""
    return re.compile(rf"(?<!\w){alternatives(words)}(?!\w)", flags)


def normal(text: str) -> str:
    """Return a phrase as it stands in the look-ups: lower case, single spaces."""
    return " ".join(text.lower().split())


@cache
def vocabulary(language: str) -> Vocabulary | None:
    """Return the words of a language (an ISO 639-1 code), or None where no file of them is shipped."""
    source = files("habeas.extract") / "lexicon" / "dating" / f"{language}.toml"
    if not source.is_file():
        return None
    table = tomllib.loads(source.read_text(encoding="utf-8"))
    months = {form.lower(): number for number, forms in enumerate(table["months"], 1) for form in forms}
    weekdays = {form.lower(): WEEKDAYS[i] for i, forms in enumerate(table["weekdays"]) for form in forms}
    events = {noun.lower(): name for name, nouns in table["events"].items() for noun in nouns}
    ago = table["ago"]
    count = rf"(?P<count>{alternatives([*ago['numbers']])}|\d{{1,3}})"
    past_forms = "|".join(rf"\w\w+{ending}" for ending in table["past"]["endings"]) or "(?!)"
    return Vocabulary(
        language=language,
        months=months,
        weekdays=weekdays,
        parts={k: (float(a), float(b)) for k, (a, b) in table["parts"].items()},
        seasons={k: (a, b) for k, (a, b) in table["seasons"].items()},
        events=events,
        relative={k: (a, b) for k, (a, b) in table["relative"].items()},
        relative_years=table["relative_years"],
        relative_months=table["relative_months"],
        relative_days=table["relative_days"],
        units={k: float(v) for k, v in ago["units"].items()},
        numbers=ago["numbers"],
        unique_events=frozenset(table["event_words"]["unique"]),
        sudden_events=frozenset(table["event_words"]["sudden"]),
        telling=phrase(table["event_words"]["telling"]),
        dates=_date_pattern(table),
        before_month=re.compile(rf"(?<!\w){alternatives(table['before_month'])}\s+$", re.I),
        years=_year_pattern(table),
        event=phrase(events),
        event_words=re.compile(
            rf"(?:[\s,“”\"']+{alternatives(table['event_words']['between'])}){{0,4}}[\s“”\"']+", re.I
        ),
        ago=re.compile(
            rf"(?<!\w){count}\s+(?P<unit>{alternatives(ago['units'])})\s+{alternatives(ago['words'])}(?!\w)", re.I
        ),
        after=re.compile(
            rf"\s*(?:(?P<nearly>{alternatives(ago['nearly'])})\s+)?{count}\s+(?P<unit>{alternatives(ago['units'])})\s+{alternatives(ago['after'])}(?!\w)",
            re.IGNORECASE,
        ),
        present=phrase(ago["present"]),
        weekday=_weekday_pattern(table),
        relative_phrase=phrase([*table["relative"], *table["relative_years"]]),
        future=phrase(table["future"]["marks"]),
        weak_future=phrase(table["future"]["weak"]),
        future_after=phrase(table["future"]["after"]),
        reported=phrase(table["future"]["reported"]),
        past=re.compile(rf"(?<!\w)(?:{alternatives(table['past']['verbs'])}|{past_forms})(?!\w)", re.I),
        label=phrase(table["printed"]["labels"]),
        yearly_report=phrase(table["printed"]["yearly_reports"]),
    )


def _capitalised(forms: Iterable[str]) -> str:
    """Return a pattern for names as written and in capitals: names of months are also common words."""
    listed = list(forms)
    return alternatives([*listed, *(form.upper() for form in listed)])


def _date_pattern(table: dict[str, Any]) -> re.Pattern[str]:
    """Return the pattern of dates with a month: "16 September 2024", "Sept. 16", "August and September 2023"."""
    weekday = _capitalised(form for forms in table["weekdays"] for form in forms)
    month = _capitalised(form for forms in table["months"] for form in forms)
    ordinal = alternatives(table["ordinal_suffixes"]) if table["ordinal_suffixes"] else "(?!)"
    of, joint = alternatives(table["of"]) if table["of"] else "(?!)", alternatives(table["range"])
    words = alternatives(table["year_words"]) if table["year_words"] else "(?!)"
    year = rf"(?P<year{{0}}>(?:18|19|20)\d\d)(?!\d|[.,]\d)(?:\s+{words})?"
    day = rf"(?:0?[1-9]|[12]\d|3[01])(?:{ordinal})?(?![\d:%]|[.,]\d)"
    until = rf"(?:\s*[-–—]\s*|\s+{joint}\s+)"
    many = rf"(?P<day{{0}}>{day})(?:{until}(?P<last{{0}}>{day}))?"
    part = alternatives(table["parts"])
    return re.compile(
        rf"(?<![\w.])(?:(?P<weekday>{weekday})\.?,?\s+)?(?:"
        # 16 September 2024; 16-18 September; 8 MAR 89
        rf"{many.format(1)}\.?(?:\s+{of})?\s+(?P<month1>{month})\b\.?(?:,?\s+(?:{of}\s+)?(?:{year.format(1)}|(?P<short>\d\d)(?=\s*\()))?"
        # September 16, 2024; Sept. 16-18
        rf"|(?P<month2>{month})\b\.?\s+{many.format(2)}(?:,?\s+(?:{of}\s+)?{year.format(2)})?"
        # late September 2024; August and September 2023; September of last year
        rf"|(?:(?P<part>{part})[\s-]+)?(?P<month3>{month})\b\.?(?:{until}(?P<month4>{month})\b\.?)?"
        rf"(?:,?\s+(?:{of}\s+)?{year.format(3)})?"
        # 2024-09-16
        rf"|(?P<year4>(?:19|20)\d\d)-(?P<iso_month>\d\d)-(?P<iso_day>\d\d)(?!\d)"
        # 9/16/2024, 16.09.2024
        rf"|(?P<first>\d{{1,2}})(?P<mark>[/.])(?P<second>\d{{1,2}})(?P=mark)(?P<year5>(?:19|20)\d\d)(?!\d)"
        rf")"
    )


def _year_pattern(table: dict[str, Any]) -> re.Pattern[str]:
    """Return the pattern of bare years, with "early", "late" or a season before them."""
    part, season = alternatives(table["parts"]), alternatives(table["seasons"])
    before = alternatives(table["years"]["before"])
    nouns = alternatives(noun for forms in table["events"].values() for noun in forms)
    between = alternatives(table["event_words"]["between"])
    year = r"(?:19|20)\d\d(?!\d|[.,]\d|\s*[-–]\s*\d{1,3}(?!\d))"
    return re.compile(
        rf"(?<![\w$€£.,/-])(?:(?:(?P<part>{part})[\s-]+|(?P<season>{season})\s+(?:of\s+)?|(?<!\w){before}\s+)(?P<year>{year})"
        rf"|(?P<year2>{year})(?=(?:[\s“”\"']+{between}){{0,4}}[\s“”\"']+{nouns}(?!\w)))",
        re.IGNORECASE,
    )


def _weekday_pattern(table: dict[str, Any]) -> re.Pattern[str]:
    """Return the pattern of a weekday's name, with the word before it that says which one is meant."""
    names = _capitalised(form for forms in table["weekdays"] for form in forms)
    lead = alternatives([*table["weekday"]["future"], *table["weekday"]["before"]])
    return re.compile(rf"(?<!\w)(?:(?P<lead>(?i:{lead}))\s+)?(?P<name>{names})(?!\w)")
