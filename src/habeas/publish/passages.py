"""The sentence that carries a quote, cut out of its text."""

from __future__ import annotations

import re
from typing import Final

import msgspec

_END: Final = re.compile(r"[.!?…。।။]+[\"'”’»)\]]*\s+|\n+")
_ABBREVIATIONS: Final = re.compile(
    r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|No|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|vs|Gen|Col|Lt|U\.S|U\.N|г|ст|им)\.\s+$"
)
_BULLET: Final = re.compile(r"^\s*[-–—•*·‣▪]\s+")
_BESIDE: Final = 160  # characters of context kept on each side of a quote in an overlong sentence
_LONGEST: Final = 420


class Stretch(msgspec.Struct, frozen=True):
    """A stretch of a sentence, marked where it is a claim's quote."""

    text: str
    marked: bool = False


class Passage(msgspec.Struct, frozen=True):
    """A sentence and the spans of it, apart and in order, that are quotes of claims."""

    text: str
    marks: tuple[tuple[int, int], ...]

    @property
    def pieces(self) -> tuple[Stretch, ...]:
        """The sentence cut at its marks; the pieces in their order are the text."""
        made, at = [], 0
        for start, end in self.marks:
            made += [Stretch(self.text[at:start]), Stretch(self.text[start:end], marked=True)]
            at = end
        return tuple(piece for piece in (*made, Stretch(self.text[at:])) if piece.text)

    def with_marks(self, other: Passage) -> Passage:
        """Return this sentence with the marks of another reading of the same sentence too."""
        marks: list[tuple[int, int]] = []
        for start, end in sorted((*self.marks, *other.marks)):
            if marks and start < marks[-1][1]:
                marks[-1] = (marks[-1][0], max(end, marks[-1][1]))
            else:
                marks.append((start, end))
        return Passage(self.text, tuple(marks))


def passage(text: str, quote: str, start: int) -> Passage:
    """Return the sentence of `text` that carries `quote` at `start`, cut beside the quote where it is very long.

    A quote that is not found at its offset is looked for in the text; where it is not there at all (a claim
    imported without its text), the quote stands alone.
    """
    if not text.startswith(quote, start):
        start = text.find(quote)
        if start < 0:
            return _marked("", line_of(quote), "")
    end = start + len(quote)
    line_ends = not _hard_wrapped(text)
    before = text[_sentence_start(text, start, line_ends=line_ends) : start]
    after = text[end : _sentence_end(text, end, line_ends=line_ends)]
    if len(before) + len(quote) + len(after) > _LONGEST:
        before, after = _tail(before), _head(after)
    return _marked(_BULLET.sub("", line_of(before)).lstrip(), line_of(quote), line_of(after).rstrip())


def _marked(before: str, quote: str, after: str) -> Passage:
    bare = quote.strip()
    start = len(before) + len(quote) - len(quote.lstrip())
    return Passage(before + quote + after, ((start, start + len(bare)),) if bare else ())


def _hard_wrapped(text: str) -> bool:
    """Tell whether lines were broken at a width, so that a line's end says nothing about a sentence's."""
    lengths = sorted(len(line) for line in text[:20_000].splitlines() if line.strip())
    return len(lengths) >= 3 and lengths[len(lengths) // 2] >= 50 and lengths[-1] <= 110


def _ends_block(gap: str, *, line_ends: bool) -> bool:
    return "\n" in gap if line_ends else gap.count("\n") > 1


def _sentence_start(text: str, position: int, *, line_ends: bool) -> int:
    low = max(0, position - 2000)
    first = low
    for found in _END.finditer(text, low, position):
        if _ends_block(found[0], line_ends=line_ends) or (
            found[0].strip() and not _ABBREVIATIONS.search(text, low, found.end())
        ):
            first = found.end()
    return first


def _sentence_end(text: str, position: int, *, line_ends: bool) -> int:
    high = min(len(text), position + 2000)
    for found in _END.finditer(text, position, high):
        words = len(found[0].rstrip()) if found[0].strip() else 0
        if _ends_block(found[0], line_ends=line_ends):
            return found.start() + words
        if words and not _ABBREVIATIONS.search(text, max(0, found.end() - 12), found.end()):
            return found.start() + words
    return high


def line_of(text: str) -> str:
    """Return a text on one line."""
    return re.sub(r"\s+", " ", text)


def _tail(text: str) -> str:
    if len(text) <= _BESIDE:
        return text
    cut = text[-_BESIDE:]
    return "…" + cut[cut.find(" ") :]


def _head(text: str) -> str:
    if len(text) <= _BESIDE:
        return text
    cut = text[:_BESIDE]
    return cut[: cut.rfind(" ") if " " in cut else None] + "…"
