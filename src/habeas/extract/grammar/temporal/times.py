"""Expressions of time in a sentence, found by the patterns of a lexicon, not yet put on the calendar."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from habeas.extract.grammar.temporal.time_patterns import TimePatterns
from habeas.extract.lexicon import WORD, Lexicon, Phrases


class Basic(NamedTuple):
    """One expression: `kind` names its sense, the other fields hold what is printed (None where it is not)."""

    kind: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    year2: int | None = None
    month2: int | None = None
    day2: int | None = None
    n: int | None = None
    unit: str | None = None
    weekday: int | None = None
    which: str | None = None


class TimeSpan(NamedTuple):
    """An expression with its role; `start`..`end` are characters of the sentence.

    Roles: `in` (the time itself), `since`, `as_of` (up to it), `after`, `before`, `between` (with `second`).
    """

    start: int
    end: int
    role: str
    first: Basic
    second: Basic | None = None


_REMEMBERED: Final = 2048
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CLOSE: Final = 4
_CLAUSE: Final = 22
_LISTED: Final = frozenset({"day", "month", "weekday"})
_DAYS: Final = frozenset({"day", "weekday"})
_DATES: Final = frozenset({"day", "days"})
_YEARLY: Final = frozenset({"year", "year_part"})
_SPANNED: Final = frozenset({"days", "months", "years"})
_EDGES: Final = {"first_day": 1, "last_day": 31}
_MONTHS: Final = 12
_WEEK: Final = 7
_BULLETS: Final = " \t*•-–—"
_LEADS: Final = (":", "–", "—")
_CENTURY: Final = 2000


class Times:
    """Finds expressions of time by the tables and patterns of one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._table = lexicon.data["time"]
        # Several passes ask about the same sentences of the documents at hand.
        self._seen: dict[str, list[TimeSpan]] = {}
        self._numbers: dict[str, int] = lexicon.data["numbers"]["words"]
        self._patterns = TimePatterns(lexicon)
        self._units: dict[str, str] = {**self._table["units"], **self._table.get("hours", {})}
        roles = [
            (w, role) for role in ("in", "since", "as_of", "after", "before") for w in self._table[f"{role}_words"]
        ]
        self._roles = Phrases(roles)
        self._fillers = frozenset(self._table.get("fillers", ()))
        self._span_joiners = frozenset(self._table["span_joiners"])
        self._close = frozenset(self._table["moment_links"])
        self._list_joiners = frozenset(self._table["list_joiners"])
        self._clause_since = frozenset(self._table["clause_since"])
        witness = "|".join(map(re.escape, self._table["witness_words"]))
        self._witness = re.compile(rf"\s(?:{witness})\b" if witness else r"(?!)")
        self._between = Phrases((k, Phrases((w, w) for w in v)) for k, v in self._table["between_words"].items())

    def find(self, text: str) -> list[TimeSpan]:
        """Return the expressions of time of a sentence, in order, without overlaps."""
        known = self._seen.get(text)
        if known is None:
            if len(self._seen) >= _REMEMBERED:
                self._seen.clear()
            known = self._seen[text] = self._find(text)
        return list(known)

    def _find(self, text: str) -> list[TimeSpan]:
        found: list[tuple[int, int, Basic]] = []
        for kind, hit in self._patterns.matches(text):
            if any(hit.start() < end and start < hit.end() for start, end, _ in found):
                continue
            basic = self._basic(kind, hit, text)
            if basic is not None:
                found.append((hit.start(), hit.end(), basic))
        if not found:
            return []
        found.sort()
        return self._with_roles(text, found)

    def _basic(self, kind: str, hit: re.Match[str], text: str) -> Basic | None:
        part = {k: v for k, v in hit.groupdict().items() if v is not None}
        low = {k: v.lower().replace("’", "'") for k, v in part.items()}
        months = self._table["months"]
        month = months.get(low.get("month", ""), int(low["mm"]) if "mm" in low else None)
        day = int(low["day"]) if "day" in low else None
        if "sep" in low and month is not None and day is not None and day <= _MONTHS < month:
            month, day = day, month  # 5/24/2023
        day2 = int(low["day2"]) if "day2" in low else None
        if "year2" in low and "year" in low and _full_year(low["year2"], int(low["year"])) < int(low["year"]):
            return None  # "2021-05" is a month, no stretch of years
        if any(d is not None and not 1 <= d <= 31 for d in (day, day2)) or (month is not None and not 1 <= month <= 12):
            return None
        if kind in {"month", "months"} and not self._is_month(hit, text, part["month"]):
            return None
        if kind in _DATES and "year" not in low and self._is_word(part.get("month", "")):
            return None  # "only 22 may leave"
        basic = Basic(
            kind,
            year=_full_year(low["year"], _CENTURY) if "year" in low else None,
            month=month,
            day=day,
            year2=_full_year(low["year2"], int(low.get("year", _CENTURY))) if "year2" in low else None,
            month2=months.get(low.get("month2", "")),
            day2=day2,
            n=self._number(low["n"]) if "n" in low else None,
            unit=self._units.get(low.get("unit") or low.get("hours", "")),
            weekday=self._table["weekdays"].get(low.get("weekday", "")),
            which=low.get("which"),
        )
        return self._with_table(basic, low)

    def _with_table(self, basic: Basic, low: dict[str, str]) -> Basic:
        if "month_part" in low:
            first, last = self._table["month_parts"][low["month_part"]]
            return basic._replace(day=first, day2=last)
        if "year_part" in low or "season" in low:
            table = "year_parts" if "year_part" in low else "seasons"
            first, last = self._table[table][low.get("year_part") or low["season"]]
            return basic._replace(month=first, month2=last)
        if "ordinal" in low or "quarter" in low:
            quarter = self._table["ordinals"][low["ordinal"]] if "ordinal" in low else int(low["quarter"])
            return basic._replace(month=3 * quarter - 2, month2=3 * quarter)
        if "half" in low:
            return basic._replace(month=6 * int(low["half"]) - 5, month2=6 * int(low["half"]))
        if "step" in low:
            days = (basic.n or 1) * (_WEEK if low["step"] == "weeks" else 1)
            return basic._replace(kind="month_part", day=1, day2=min(days, 31), n=None)
        return self._with_day(basic, low)

    def _with_day(self, basic: Basic, low: dict[str, str]) -> Basic:
        if basic.kind == "shift":
            name = "shift" if "shift" in low else "day_shift"
            return basic._replace(n=(basic.n or 1) * self._table[f"{name}s"][low[name]])
        if "holiday" in low:
            month, day = self._table["holidays"][low["holiday"]]
            return basic._replace(month=month, day=day)
        if "plain_day" in low:
            return basic._replace(n=self._table["plain_days"][low["plain_day"]])
        if basic.kind in _EDGES:
            return basic._replace(kind="day", day=_EDGES[basic.kind])
        if basic.kind == "first_months":
            return basic._replace(month=1, month2=min(basic.n or 1, 12))
        if basic.kind == "year_end" and basic.year2:
            return basic._replace(year=basic.year2, year2=None)
        if basic.kind == "weekday" and basic.month and basic.day:
            return basic._replace(kind="day")
        return basic

    def _is_word(self, month: str) -> bool:
        """Say whether the name of a month, as printed, may as well be another word: "may", "march"."""
        return month.islower() and month.rstrip(".") in self._table["ambiguous_months"]

    def _is_month(self, hit: re.Match[str], text: str, month: str) -> bool:
        """Tell a month from the same word in another sense ("may", "march")."""
        if not (month[0].isupper() or hit.groupdict().get("year") or hit.groupdict().get("year2")):
            return False
        bare = month.lower().rstrip(".")
        if bare not in self._table["ambiguous_months"] or hit.groupdict().get("year") or hit.groupdict().get("month2"):
            return True
        if not text[: hit.start()].strip(_BULLETS) and text[hit.end() : hit.end() + 2].strip()[:1] in _LEADS:
            return True  # "March: 20 people"
        words = [w.lower() for w in WORD.findall(text[: hit.start()])]
        if not words and self._witness.match(text, hit.end()):
            return True  # "March saw 20 arrests"
        return bool(words) and self._roles.before(words, len(words)) is not None

    def _number(self, word: str) -> int:
        return int(word) if word.isdigit() else self._numbers.get(word, 1)

    def _with_roles(self, text: str, found: list[tuple[int, int, Basic]]) -> list[TimeSpan]:
        matches = list(WORD.finditer(text))
        words = [m[0].lower().replace("’", "'") for m in matches]
        starts = [m.start() for m in matches]
        out: list[TimeSpan] = []
        i = 0
        while i < len(found):
            start, end, basic = found[i]
            at = next(k for k, s in enumerate(starts) if s >= start)
            opener = self._opener(words, at)
            if opener and i + 1 < len(found):
                start2, end2, second = found[i + 1]
                gap = [w.lower() for w in WORD.findall(text[end:start2]) if w.lower() not in self._fillers]
                if gap and (hit := opener[1].at(gap, 0)) and hit[0] == len(gap):
                    out.append(TimeSpan(starts[opener[0]], end2, "between", basic, second))
                    i += 2
                    continue
            if basic.kind == "moment" and i + 1 < len(found) and self._dates_moment(text[end : found[i + 1][0]]):
                found[i + 1] = (start, *found[i + 1][1:])  # "since the coup of 1 February"
                i += 1
                continue
            if i + 1 < len(found) and not opener:
                between = text[end : found[i + 1][0]].strip().lower()
                days = basic.kind == found[i + 1][2].kind in _DAYS and between in self._span_joiners
                if days or self._is_run_of_years(basic, found[i + 1][2], between):
                    out.append(TimeSpan(start, found[i + 1][1], "between", basic, found[i + 1][2]))
                    i += 2
                    continue
            last = self._end_of_list(text, found, i) if not opener else i
            if last > i:
                out.append(TimeSpan(start, found[last][1], "between", basic, found[last][2]))
                i = last + 1
                continue
            if opener and basic.kind in _SPANNED:
                out.append(TimeSpan(starts[opener[0]], end, "between", basic))
            else:
                hit_role = self._roles.before(words, at)
                role = hit_role[1] if hit_role else "in"
                if role == "in" and self._within_since(words, at):
                    role = "since"
                first = starts[at - hit_role[0]] if hit_role else start
                out.append(TimeSpan(first, end, role, basic))
            i += 1
        return out

    def _is_run_of_years(self, first: Basic, second: Basic, between: str) -> bool:
        """Say whether a year and a part of the next are told of as one: "2024 and early 2025"."""
        parts = {first.kind, second.kind}
        next_year = first.year is not None and second.year is not None and second.year - first.year == 1
        return next_year and "year_part" in parts <= _YEARLY and between in self._list_joiners

    def _opener(self, words: list[str], at: int) -> tuple[int, Phrases] | None:
        """Return where "from" or "between" before a time starts, with what ends its stretch: "from the night of"."""
        loose = next((k for k in range(at, 0, -1) if words[k - 1] not in self._fillers), 0)
        for end in (at, loose):
            hit = self._between.before(words, end)
            if hit is not None:
                return end - hit[0], hit[1]
        return None

    def _end_of_list(self, text: str, found: list[tuple[int, int, Basic]], first: int) -> int:
        """Return the place of the last of several days or months in one list ("on 3 May, 5 May and 9 June")."""
        last, kind = first, found[first][2].kind
        if kind not in _LISTED:
            return first
        gap = ""
        while last + 1 < len(found) and found[last + 1][2].kind == kind:
            joint = text[found[last][1] : found[last + 1][0]].strip().lower()
            if joint not in self._list_joiners:
                break
            gap, last = joint, last + 1
        return last if gap != "," else first

    def _dates_moment(self, gap: str) -> bool:
        """Say whether a time stands so close after a moment that it gives its date."""
        words = [m[0].lower() for m in WORD.finditer(gap)]
        return len(words) <= _CLOSE and all(w in self._close for w in words)

    def _within_since(self, words: list[str], at: int) -> bool:
        """Say whether "since" opens the clause that a time stands in: "since trials began in May"."""
        for k in range(at - 1, max(-1, at - _CLAUSE), -1):
            if words[k] in {",", ";", "."}:
                return False
            if words[k] in self._clause_since:
                return True
        return False


def _full_year(printed: str, beside: int) -> int:
    """Return a year of which only the last two figures may be printed ("2021-22", "04.05.23")."""
    year = int(printed)
    return year if year > 99 else beside - beside % 100 + year


def weekday_name(number: int) -> str:
    """Return the English name that claims carry for a weekday (0 is Monday)."""
    return _WEEKDAYS[number]
