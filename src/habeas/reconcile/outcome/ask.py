"""Questions as a reader writes them: "freed political prisoners 2024-06-01..2024-09-30"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from habeas.errors import RunError
from habeas.values.claim import MEASURES
from habeas.values.history import Ask, Lump, Occasion

STANDARD_FLOWS: Final = 12  # flows that are asked for unasked; the site has no room for more
_ASK: Final = re.compile(r"^\s*(\w+)\s*(.*?)\s*(\d{4}-\d{2}-\d{2})(?:\s*\.\.\s*(\d{4}-\d{2}-\d{2}))?\s*$")


def parse_ask(text: str) -> Ask:
    """Return the question that `text` asks: a measure, a group if any, and a day or two days joined by "..".

    Raises RunError where the text is no such question.
    """
    found = _ASK.match(text)
    remedy = 'write it as "MEASURE [GROUP] START..END", for example "freed 2024-06-01..2024-09-30"'
    if found is None:
        raise RunError(f"ask {text!r}", "is not a question this command knows", remedy)
    measure, group, first, last = found.groups()
    if measure not in MEASURES:
        raise RunError(f"ask {text!r}", f"{measure!r} is no measure", "use one of " + ", ".join(sorted(MEASURES)))
    try:
        start, end = date.fromisoformat(first), date.fromisoformat(last or first)
    except ValueError as problem:
        raise RunError(f"ask {text!r}", str(problem), remedy) from problem
    if end < start:
        raise RunError(f"ask {text!r}", "ends before it starts", remedy)
    return Ask(measure=measure, group=group or None, start=start, end=end, text=text.strip())


def standard_asks(occasions: Sequence[Occasion], lumps: Sequence[Lump]) -> tuple[Ask, ...]:
    """Return the questions every reader has: each flow of a history, by calendar year and in all.

    The flows with most people come first, `STANDARD_FLOWS` of them at most. Where no report says since when some of the
    people moved, nothing is asked of the whole: its first day would be no more than that of the series.
    """
    spans: dict[tuple[str, str], tuple[date, date]] = {}
    people: dict[tuple[str, str], int] = {}
    parts = [(o.measure, o.group, o.date.low, o.date.high, o.size) for o in occasions]
    parts += [(u.measure, u.group, u.start, u.end, u.size) for u in lumps]
    for measure, group, low, high, size in parts:
        if low is None or high is None:
            continue
        first, last = spans.get((measure, group), (low, high))
        spans[measure, group] = (min(first, low), max(last, high))
        people[measure, group] = people.get((measure, group), 0) + (size.best or 0)
    largest = sorted(spans, key=lambda flow: (-people[flow], flow))[:STANDARD_FLOWS]
    begun = {(lump.measure, lump.group) for lump in lumps if lump.open_start}
    whole = (flow for flow in largest if flow not in begun)
    asks = [(flow, _ask(*flow, *spans[flow])) for flow in whole]
    asks += [(flow, ask) for flow in largest for ask in _by_year(*flow, *spans[flow])]
    return tuple(ask for _, ask in sorted(asks, key=lambda pair: largest.index(pair[0])))


def _by_year(measure: str, group: str, first: date, last: date) -> Iterator[Ask]:
    for year in range(first.year, last.year + 1):
        yield _ask(measure, group, date(year, 1, 1), date(year, 12, 31))


def _ask(measure: str, group: str, start: date, end: date) -> Ask:
    text = " ".join(word for word in (measure, group, f"{start}..{end}") if word)
    return Ask(measure=measure, group=group or None, start=start, end=end, text=text)
