"""Questions as a reader writes them: "freed political prisoners 2024-06-01..2024-09-30"."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from habeas.errors import RunError
from habeas.values.claim import MEASURES
from habeas.values.history import Ask

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
