"""Splits a text into sentences by punctuation, fast enough to run before any parser."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

# A full stop after these is part of the word, unless a line ends there.
_ABBREVIATIONS: Final = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "gen",
        "col",
        "lt",
        "maj",
        "capt",
        "sgt",
        "sen",
        "rep",
        "gov",
        "pres",
        "rev",
        "hon",
        "st",
        "jr",
        "sr",
        "vs",
        "etc",
        "no",
        "nos",
        "art",
        "arts",
        "sec",
        "par",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "u.s",
        "u.k",
        "u.n",
        "e.g",
        "i.e",
        "a.m",
        "p.m",
        "d.c",
        "inc",
        "ltd",
        "co",
        "corp",
        "al",
        "fig",
        "vol",
        "approx",
        "ca",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
        "ст",
        "п",
        "ч",
        "гг",
        "г",
        "т",
        "д",
        "е",
        "им",
        "ул",
        "тыс",
        "чел",
        "млн",
        "руб",
        "см",
        "т.е",
        "т.д",
        "т.п",
        "u.s.s.r",
        "e.u",
        "h.r",
    ]
)
# A mark of the end with a space behind it or with a quotation mark and a word, or between two words; or a line end. The
# first character stands before the alternatives, so that all others are passed over quickly.
_END: Final = re.compile(
    r"[.!?…\n](?:(?<=\n)\s*|(?<!\n)[.!?…]*[\"'”’»)\]]*(?=\s)|(?<=[.!?])[\"”’»]+(?=\w)"
    r"|(?<=[a-zа-яё”\"][.!?])(?=[A-ZА-ЯЁ“][a-zа-яё]))"
)
_LAST_WORD: Final = re.compile(r"[\w.]+\Z")
_INITIALS: Final = re.compile(r"(?:[a-z]\.)+[a-z]")
# After these a sentence may end, where the next begins with one of these words: "the U.S. The ..." ends;
# "the U.S. government", "Jan. 26" and "Gen. Smith" do not.
_ENDING: Final = frozenset({"u.s", "u.k", "u.n", "a.m", "p.m", "etc", "d.c"})
_BEGINNING: Final = re.compile(r"(?:The|In|On|At|He|She|It|They|This|According)\b")
_LOWER_START: Final = re.compile(r"\s*[a-zа-яёў(–—,;-]")
# A place in capitals, or a place with a day or an agency behind it, up to a dash or colon; or both between bars.
_DAY_OR_AGENCY = r"(?:, [A-Z][a-z]{2,8}\.? \d{1,2})?,?\s?"
_DATELINE: Final = re.compile(
    rf"(?:[A-ZÀ-Ý][A-ZÀ-Ý.’' -]{{2,30}}(?:, [A-ZÀ-Ý][\w. ]{{1,24}})?{_DAY_OR_AGENCY}(?:[(\[][^)\]]{{2,40}}[)\]])?"
    r"\s?[-–—_]{1,2}"
    rf"|[A-ZÀ-Ý][\w.’'-]+(?: [A-ZÀ-Ý][\w.’'-]+)?(?:,? [\[(]?[A-Z][\w .]{{1,24}}[\])]?)?{_DAY_OR_AGENCY}"
    r"\([^)]{2,40}\)\s?(?:[-–—_]{1,2}|:)"
    r"|[A-ZÀ-Ý][\w.’' -]{1,30}(?:, [A-ZÀ-Ý][\w. ]{1,24})? \| [^|\n]{2,40} \|)\s+(?=[A-ZÀ-Ý“\"\d])"
)
_LONGEST_DATELINE: Final = 110
_MAX_CHARS: Final = 1500
_WRAPPED: Final = 50
# One text is asked about by gate, engine and dating in turn.
_REMEMBERED: Final = 16


@lru_cache(maxsize=_REMEMBERED)
def sentence_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return the (start, end) offsets of the sentences of `text`, trimmed of white space, in order.

    A line end ends a sentence, unless a long line breaks off and the next goes on in lower case: text set at a width.
    A stretch of more than 1,500 characters without an end is cut at a space, so
    that no text can make a parser run away.
    """
    spans: list[tuple[int, int]] = []
    begin = 0
    for found in _END.finditer(text):
        if _is_wrap(text, found) if "\n" in found[0] else not _is_end(text, begin, found):
            continue
        _add(spans, text, begin, found.end())
        begin = found.end()
    _add(spans, text, begin, len(text))
    return tuple(spans)


def after_dateline(text: str, start: int, end: int) -> int:
    """Return where a sentence begins behind a dateline: "TOLM, Marenia (Wire) - Police arrested ..."."""
    found = _DATELINE.match(text, start, min(end, start + _LONGEST_DATELINE))
    return found.end() if found is not None and found.end() < end else start


def _is_wrap(text: str, found: re.Match[str]) -> bool:
    """Say whether a line end only breaks a sentence that is set at a width."""
    line = found.start() - text.rfind("\n", 0, found.start()) - 1
    return (
        found[0].count("\n") == 1
        and line >= _WRAPPED
        and text[found.start() - 1] not in '.!?…:;"”’»)'
        and text[found.end() : found.end() + 1].islower()
    )


def _is_end(text: str, begin: int, found: re.Match[str]) -> bool:
    if found[0][0] != ".":
        return not _LOWER_START.match(text, found.end())
    word = _last_word(text, begin, found.start())
    bare = word.lower().rstrip(".")
    initial = len(bare) == 1 and bare.isalpha() and word[0].isupper()
    if bare in _ABBREVIATIONS or initial or ("." in bare and _INITIALS.fullmatch(bare)):
        following = text[found.end() : found.end() + 40].lstrip()
        return bare in _ENDING and _BEGINNING.match(following) is not None
    return not _LOWER_START.match(text, found.end())


def _last_word(text: str, begin: int, end: int) -> str:
    """Return the letters, figures and full stops right before `end`, up to the nearest space."""
    start = max(begin, text.rfind(" ", begin, end) + 1)
    found = _LAST_WORD.search(text, start, end)
    return found[0] if found is not None else ""


def _add(spans: list[tuple[int, int]], text: str, begin: int, end: int) -> None:
    while begin < end and text[begin].isspace():
        begin += 1
    while end > begin and text[end - 1].isspace():
        end -= 1
    while end - begin > _MAX_CHARS:
        cut = text.rfind(" ", begin + _MAX_CHARS // 2, begin + _MAX_CHARS)
        cut = begin + _MAX_CHARS if cut < 0 else cut
        spans.append((begin, cut))
        begin = cut
        while begin < end and text[begin].isspace():
            begin += 1
    if end > begin:
        spans.append((begin, end))
