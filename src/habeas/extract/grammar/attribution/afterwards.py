"""Sentences that name the speaker of what stands outside them: "This was announced by X", "X published a report"."""

from __future__ import annotations

import re
from typing import Any, Final

# A name, and what may stand for one behind words that only a speaker follows.
_NAME: Final = r"(?P<who>(?:[Tt]he )?[A-Z][^,.;:\n“”\"\d]{1,60}?)"
_PHRASE: Final = r"(?P<who>[^,.;:\n“”\"]{2,80}?)"
_PERSON: Final = r"(?P<who>(?:[A-Z][\w.’'-]+ ){0,3}[A-Z][\w’'-]+)"
_LISTS: Final = (
    "quotation_verbs",
    "name_ends",
    "this_words",
    "given_words",
    "told_words",
    "learned_words",
    "stems_words",
    "behind_nouns",
    "made_words",
)


class Afterwards:
    """Reads such sentences by the patterns of one language's [attribution] table."""

    def __init__(self, table: dict[str, Any]) -> None:
        ends = rf"(?=[,.;:“”\"\n]|$| (?:{_any(table['phrase_ends'])}) )"
        words = {name: f"(?:{_any(table[name])})" for name in _LISTS}
        words |= {"person": _PERSON, "name": _NAME, "named": _NAME + ends, "phrase": _PHRASE + ends}
        self._behind = [_compiled(form, words) for form in table["afterwards"]]
        self._sayings = [_compiled(form, words) for form in table["sayings"]]
        self._published = [_compiled(form, words) for form in table["publishing"]]

    def speaker(self, behind: str) -> str | None:
        """Return to whom a sentence gives what was said right before it: "The figure comes from X"."""
        found = next((hit for pattern in self._behind if (hit := pattern.match(behind))), None)
        return found["who"].strip() if found is not None else None

    def sayings(self, text: str) -> list[str]:
        """Return who speaks in a stretch of text, in its order: "…," said X."""
        hits = (hit for pattern in self._sayings for hit in pattern.finditer(text))
        return [who for _, who in sorted((hit.start("who"), hit["who"]) for hit in hits)]

    def publishers(self, text: str) -> list[tuple[int, str]]:
        """Return (offset, publisher) wherever a text tells whose a report is, in its order."""
        return sorted(
            (hit.end("who"), hit["who"].strip()) for pattern in self._published for hit in pattern.finditer(text)
        )


def _any(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))


def _compiled(form: str, words: dict[str, str]) -> re.Pattern[str]:
    for name, pattern in words.items():
        form = form.replace(f"{{{name}}}", pattern)
    return re.compile(form)
