"""Whether a date in a sentence is told as past or as still to come, from the words around it.

A light stand-in for a parse: it runs over every document of a crawl, most of which are never parsed.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from habeas.extract.dating.vocabulary import Vocabulary

PAST: Final = "past"
FUTURE: Final = "future"
OPEN: Final = "open"

_CLAUSE: Final = re.compile(r"[;:()—–]|,\s|\s-\s")
_REACH: Final = 90
_CLOSE: Final = 40


class Outlook(NamedTuple):
    """How a date is told: `view` is PAST, FUTURE or OPEN; `firm` is false where only weak words speak for it."""

    view: str
    firm: bool


def outlook(text: str, sentence: tuple[int, int], start: int, end: int, words: Vocabulary) -> Outlook:
    """Return how the date at `start`..`end` is told in its sentence."""
    a, b = _clause(text, sentence, start, end)
    before, clause = text[max(a, start - _REACH) : start], text[a:b]
    if words.reported.search(clause):
        return Outlook(OPEN, firm=False)
    told = words.past.search(clause) is not None
    strong = [m for m in words.future.finditer(before) if not words.weak_future.fullmatch(m[0])]
    if strong:
        # "They will recall what was done in 2014": the last verb before the date counts.
        overtaken = words.past.search(before, strong[-1].end()) is not None
        return Outlook(PAST if overtaken else FUTURE, firm=True)
    behind = text[end : min(b, end + _REACH)]
    later = words.future.search(behind)
    if later is not None and not words.weak_future.fullmatch(later[0]) and not told:
        return Outlook(FUTURE, firm=True)
    if words.weak_future.search(before) or words.future_after.search(behind[:_CLOSE]):
        return Outlook(OPEN if told else FUTURE, firm=False)
    if told:
        return Outlook(PAST, firm=True)
    whole = text[sentence[0] : sentence[1]]
    return Outlook(PAST, firm=False) if words.past.search(whole) else Outlook(OPEN, firm=False)


def _clause(text: str, sentence: tuple[int, int], start: int, end: int) -> tuple[int, int]:
    """Return the clause around a date: between the nearest marks of punctuation that part clauses."""
    left = sentence[0]
    for found in _CLAUSE.finditer(text, sentence[0], start):
        if start - found.end() > 2:
            left = found.end()
    right = _CLAUSE.search(text, end, sentence[1])
    # A clause that opens with the date ("In 2021, police arrested ...") goes on behind the comma.
    if right is not None and start - left <= 12:
        right = _CLAUSE.search(text, right.end(), sentence[1])
    return left, right.start() if right is not None else sentence[1]
