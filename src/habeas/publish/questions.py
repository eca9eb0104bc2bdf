"""The questions that a record answers, taken apart."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

import msgspec

from habeas.values.history import Answer
from habeas.values.record import Record

_ASK: Final = re.compile(
    r"^(?P<measure>[a-z]+)\s*(?P<group>.*?)\s*(?P<start>\d{4}-\d\d-\d\d)\.\.(?P<end>\d{4}-\d\d-\d\d)$"
)


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """An answer with its question taken apart; all null where the question is free text."""

    answer: Answer
    measure: str = ""
    group: str = ""
    start: date | None = None
    end: date | None = None


def question(answer: Answer) -> Question:
    """Take the question "freed [group] 2024-07-01..2024-12-31" apart."""
    found = _ASK.match(answer.ask.strip())
    if found is None:
        return Question(answer=answer)
    try:
        start, end = date.fromisoformat(found["start"]), date.fromisoformat(found["end"])
    except ValueError:
        return Question(answer=answer)
    return Question(answer=answer, measure=found["measure"], group=found["group"], start=start, end=end)


def questions(record: Record) -> tuple[Question, ...]:
    """Return the record's answers with their questions taken apart."""
    return tuple(question(answer) for answer in record.reconciliation.answers)
