"""Numbers of people in a sentence: digits, words, rough words, ranges and hedges, as literal bounds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from habeas.extract.grammar.counts.numerals import Core, Refusals
from habeas.extract.lexicon import WORD, Lexicon, Phrases


class Quantity(NamedTuple):
    """A number as printed. Offsets count characters of the sentence.

    `start`..`end` takes in the hedges, `core_start`..`core_end` the numeral alone. `vague` marks words such as
    "dozens"; `after` names a word like "another" that sets the people apart from those named before.
    """

    start: int
    end: int
    core_start: int
    core_end: int
    low: int | None
    high: int | None
    approx: bool
    vague: bool = False
    zero: bool = False
    digits: bool = False
    extra: bool = False
    definite: bool = False


# How many words may stand between a denial and "any".
_DENIED: Final = 7
# How many digits may stand before those of the thousands, and the mark of a footnote.
_GROUP: Final = 3
# How many letters the name of a month may have, with a blank.
_MONTH: Final = 14
# How many days a month has, and in how many words it stands before the last of several: "May 17, 18 and 22".
_DAYS: Final = 31
_RUN_OF_DAYS: Final = 5
_FOOTNOTE: Final = re.compile(r"(?<=\S)\[\d{1,3}\]")
_DIGITS: Final = re.compile(r"\d+(?:[.,]\d+)*")
_DEFINITE: Final = frozenset({"the", "these", "those", "all the", "all of the", "the remaining", "the other"})


class Numbers:
    """Finds quantities by the number words and hedges of one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        table = lexicon.data["numbers"]
        self._units: dict[str, int] = table["words"]
        self._multipliers: dict[str, int] = table["multipliers"]
        self._rough: dict[str, int] = table["rough_multipliers"]
        self._articles = frozenset(table["articles"])
        self._joiners = frozenset(table["joiners"])
        self._range_words = frozenset(table["range_words"])
        self._range_open = Phrases((k, Phrases((w, w) for w in v)) for k, v in table["range_open"].items())
        lists = "|".join(sorted(map(re.escape, table["label_lists"])))
        part = r"\d[\w.]*(?:\([\w.]+\))*"
        self._label_list = re.compile(
            rf"\b(?:{lists})\.? {part}(?:(?:,? and |,? or |, | to |-|–) ?{part})*", re.IGNORECASE
        )
        joined = "|".join(sorted(map(re.escape, table["day_joiners"])))
        suffix = "|".join(sorted(map(re.escape, table["ordinal_suffixes"])))
        day = rf"\d\d?(?:{suffix})?"
        self._joined_days = re.compile(rf"(?<![\d.,:]){day}(?:, {day})*,? (?:{joined}) {day}(?![\w.,:]*\d)")
        self._round = frozenset(table["round_articles"])
        self._change_words = frozenset(table.get("change_words", ()))
        self._none_after = frozenset(table["zero_after"]["denials"])
        self._any = frozenset(table["zero_after"]["words"])
        self._refusals = Refusals(lexicon)
        self._zero_determiners = Phrases((w, w) for w in table["zero_determiners"])
        self._zero = Phrases((w, w) for w in table["zero"])
        self._vague = Phrases(table["vague"].items())
        self._vague_joiners = Phrases((w, w) for w in table["and_vague"])
        hedges = lexicon.data["hedges"]
        self._before = Phrases(
            (w, (kind, w)) for kind in ("exact", "about", "under", "max", "over", "min") for w in hedges[kind]
        )
        self._after = Phrases((w, kind[6:]) for kind in ("after_min", "after_about", "after_max") for w in hedges[kind])
        self._particle_verbs = frozenset(hedges["particle_verbs"])
        self._extra = frozenset(lexicon.words("people", "more"))
        self._openers = self._articles | self._extra
        self._months = frozenset(lexicon.data["time"]["months"])

    def find(self, text: str, barred: Sequence[tuple[int, int]] = ()) -> list[Quantity]:
        """Return the quantities of a sentence in order; numerals inside `barred` spans (dates) are none."""
        matches = list(WORD.finditer(text))
        words = [m[0].lower().replace("’", "'") for m in matches]
        barred = [*barred, *self._unread(text)]
        cores = [c for c in self._cores(words, matches) if not _inside(matches, c, barred)]
        cores = self._ranges(words, matches, cores)
        out = [self._quantity(words, matches, c) for c in cores if self._refusals.counts(words, matches, c)]
        zeros = self._zeros(words, matches, out)
        counted = (q for q in out if not any(z.start < q.start and q.end <= z.end for z in zeros))  # "not one"
        return sorted([*counted, *zeros])

    def _unread(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the spans whose numbers count nobody: parts of a law, footnotes, days ("January 3 and 4")."""
        if not any(map(str.isdigit, text)):
            return
        for found in (*self._label_list.finditer(text), *_FOOTNOTE.finditer(text)):
            yield found.span()
        for found in self._joined_days.finditer(text):
            beside = WORD.findall(text[: found.start()][-_MONTH:])[-1:] + WORD.findall(text[found.end() :][:_MONTH])[:1]
            if any(word.lower() in self._months for word in beside):
                yield found.span()

    def _cores(self, words: list[str], matches: list[re.Match[str]]) -> list[Core]:
        out: list[Core] = []
        i = 0
        while i < len(words):
            core = self._vague_at(words, i) or self._cardinal_at(words, matches, i)
            if core is None:
                i += 1
            else:
                out.append(core)
                i = core.after
        return out

    def _vague_at(self, words: list[str], i: int) -> Core | None:
        hit = self._vague.at(words, i)
        if hit is None:
            return None
        after, (low, high) = i + hit[0], hit[1]
        join = self._vague_joiners.at(words, after)
        for skip in (0, 1):  # "hundreds, and possibly thousands,"
            if skip and not (after < len(words) and words[after] == ","):
                continue
            join = self._vague_joiners.at(words, after + skip)
            more = self._vague.at(words, after + skip + join[0]) if join else None
            if join and more:
                end = after + skip + join[0] + more[0]
                return Core(i, end, low, max(high, more[1][1]), approx=True, vague=True, digits=False)
        return Core(i, after, low, high, approx=True, vague=True, digits=False)

    def _cardinal_at(self, words: list[str], matches: list[re.Match[str]], i: int) -> Core | None:
        if _DIGITS.fullmatch(words[i]):
            return self._digits_at(words, matches, i)
        start, total, part, seen, rough = i, 0, 0, False, False
        while i < len(words):
            word = words[i]
            if word in self._units and self._adds(word, part, seen=seen):
                part, seen = part + self._units[word], True
            elif word in self._multipliers or word in self._rough:
                if not seen and (start != i or start == 0 or words[i - 1] not in self._openers):
                    return None
                scale = self._multipliers.get(word) or self._rough[word]
                rough, seen = rough or word in self._rough, True
                total, part = (total + max(part, 1) * scale, 0) if scale >= 1000 else (total, max(part, 1) * scale)
            elif not self._joins(words, i, total, part, seen=seen):
                break
            i += 1
        if not seen:
            return None
        lone = start > 0 and words[start] not in self._units and words[start - 1] not in self._extra
        # "a hundred" and "a dozen" are round by nature, "one hundred" is not
        approx = rough or (lone and words[start - 1] in self._round)
        value = total + part
        return Core(start - 1 if lone else start, i, value, value, approx=approx, vague=False, digits=False)

    def _adds(self, word: str, part: int, *, seen: bool) -> bool:
        """Say whether a unit continues a numeral: "twenty six", "hundred six", not "six seven"."""
        return not seen or part == 0 or (part % 10 == 0 and self._units[word] < 10) or part % 100 == 0

    def _joins(self, words: list[str], i: int, total: int, part: int, *, seen: bool) -> bool:
        """Say whether a hyphen or "and" inside a numeral is part of it: "twenty-six", "hundred and six"."""
        if not seen or i + 1 >= len(words) or words[i + 1] not in self._units:
            return False
        if words[i] == "-":
            return part >= 20
        return words[i] in self._joiners and part % 100 == 0 and (total > 0 or part >= 100)

    def _is_parted(self, words: list[str], matches: list[re.Match[str]], i: int) -> bool:
        """Tell thousands set apart by a comma and a space, "2, 345 people", from a list, "2, 345 and 12"."""
        if i + 3 >= len(words) or words[i + 1] != "," or not 1 <= len(words[i]) <= _GROUP or words[i] == "0":
            return False
        if int(words[i]) <= _DAYS and any(word in self._months for word in words[max(0, i - _RUN_OF_DAYS) : i]):
            return False  # "On May 22, 200 people ...", "between May 17 and 22, 200 people ..."
        tight = matches[i + 1].start() == matches[i].end() and matches[i + 2].start() - matches[i + 1].end() == 1
        listed = words[i + 3] in self._joiners or words[i + 3] == "," or (i > 0 and words[i - 1] == ",")
        return tight and not listed and re.fullmatch(r"\d{3}", words[i + 2]) is not None and words[i + 3].isalpha()

    def _digits_at(self, words: list[str], matches: list[re.Match[str]], i: int) -> Core | None:
        text, after = words[i], i + 1
        if re.fullmatch(r"\d{1,3}(?:,\d{3})+|\d{1,3}(?:\.\d{3})+", text):
            value = float(re.sub(r"[.,]", "", text))
        elif re.fullmatch(r"\d+\.\d+", text):
            value = float(text)
        elif re.fullmatch(r"0\d+", text):
            return None
        elif re.fullmatch(r"\d+", text):
            while (  # "2 200": thousands set apart by a space
                len(text) <= 3 + 4 * (after - i - 1)
                and after < len(words)
                and re.fullmatch(r"\d{3}", words[after])
                and matches[after].start() - matches[after - 1].end() == 1
                and len(words[i]) <= 3
                and words[i] != "0"
                and not (i and words[i - 1] in self._months)  # "on May 22 200 people ..."
            ):
                text += words[after]
                after += 1
            if after == i + 1 and self._is_parted(words, matches, i):  # "2, 345 people"
                text, after = text + words[i + 2], i + 3
            value = float(text)
        else:
            return None
        if after < len(words) and words[after] in self._multipliers and self._multipliers[words[after]] >= 1000:
            value *= self._multipliers[words[after]]
            after += 1
        elif after < len(words) and words[after] in self._rough:
            value *= self._rough[words[after]]
            after += 1
        if value != int(value) or value > 10**9:
            return None
        return Core(i, after, int(value), int(value), approx=False, vague=False, digits=True)

    def _ranges(self, words: list[str], matches: list[re.Match[str]], cores: list[Core]) -> list[Core]:
        out: list[Core] = []
        for core in cores:
            last = out[-1] if out else None
            opener = self._range_open.before(words, self._past_hedges(words, last.first)) if last else None
            gap = words[last.after : core.first] if last else []
            joined = False
            if (last is not None and not last.vague) or (last and opener):
                if opener:
                    hit = opener[1].at(words, last.after)
                    joined = hit is not None and hit[0] == len(gap)
                    changes = set(words[max(0, last.first - opener[0] - 2) : last.first]) & self._change_words
                    if joined and (changes or not self._same_scale(last, core)):
                        joined = False  # "rose from 20 to 50" tells two numbers
                elif gap in (["-"], ["–"], ["—"]) or (len(gap) == 1 and gap[0] in self._range_words - {"and"}):
                    tight = gap[0] not in {"-", "–", "—"} or (
                        matches[core.first].start() - matches[last.after - 1].end() <= 3
                    )
                    joined = last.low < core.low <= 20 * last.low and tight
            if joined and last is not None:
                low = last.low * _borrowed_scale(last, core)
                first = last.first - (opener[0] if opener else 0)
                out[-1] = Core(
                    first, core.after, low, core.high, last.vague or core.vague, last.vague or core.vague, core.digits
                )
            else:
                out.append(core)
        return out

    def _past_hedges(self, words: list[str], i: int) -> int:
        hit = self._before.before(words, i)
        if hit and not self._range_open.before(words, i):
            return i - hit[0]
        return i

    @staticmethod
    def _same_scale(left: Core, right: Core) -> bool:
        return left.low <= right.high and (left.low > 0)

    def _quantity(self, words: list[str], matches: list[re.Match[str]], core: Core) -> Quantity:
        low: int | None = core.low
        high: int | None = core.high
        approx, first, extra, definite = core.approx, core.first, False, False
        bound = ""
        while True:
            hit = self._before.before(words, first)
            if hit is None:
                break
            kind, phrase = hit[1]
            if kind not in ("exact", "about") and bound:
                break
            begin = first - hit[0]
            if hit[0] == 1 and begin > 0 and words[begin - 1] in self._particle_verbs:
                break
            if kind == "about":
                approx = True if not core.vague else approx
            elif kind == "exact":
                extra |= bool(self._extra & set(phrase.split()))
                definite |= phrase in _DEFINITE
            else:
                bound = kind
            first -= hit[0]
        first = self._trim(words, first, core.first)
        after = core.after
        hit_after = self._after.at(words, after)
        if hit_after and after < len(words):
            tail = hit_after[1]
            bound, approx = (bound, True) if tail == "about" else (bound or tail, approx)
            after += hit_after[0]
        if after < len(words) and words[after] in self._extra:
            extra = True
        if bound:
            low, high = _bounded(bound, core)
        return Quantity(
            start=matches[first].start(),
            end=matches[after - 1].end(),
            core_start=matches[core.first].start(),
            core_end=matches[core.after - 1].end(),
            low=low,
            high=high,
            approx=approx,
            vague=core.vague,
            digits=core.digits,
            extra=extra,
            definite=definite,
        )

    def _trim(self, words: list[str], first: int, core_first: int) -> int:
        """Leave leading articles and possessives out of the quoted number."""
        while first < core_first:
            hit = self._before.before(words, first + 1)
            if hit and hit[0] == 1 and hit[1][1] in {"the", "these", "those", "their", "his", "her", "its", "but"}:
                first += 1
            else:
                break
        return first

    def _zeros(self, words: list[str], matches: list[re.Match[str]], taken: list[Quantity]) -> list[Quantity]:
        out = []
        for i, j, _ in self._zero.find(words):
            start, end = matches[i].start(), matches[j - 1].end()
            if j < len(words) and (words[j] == "." or words[j] in {"fewer", "less", "more", "longer", "later"}):
                continue
            if any(q.start <= start < q.end for q in taken):
                continue
            if j < len(words) and words[j] in self._units:
                continue
            out.append(Quantity(start, end, start, end, 0, 0, approx=False, zero=True))
        out += [
            self._denied(matches[i]) for i, word in enumerate(words) if word in self._any and self._denies(words, i)
        ]
        return out

    def _denies(self, words: list[str], i: int) -> bool:
        """Say whether a denial stands before "any" in its clause: "denied holding any prisoners"."""
        for word in reversed(words[max(0, i - _DENIED) : i]):
            if word in {",", ";", ":"}:
                return False
            if word in self._none_after:
                return True
        return False

    @staticmethod
    def _denied(found: re.Match[str]) -> Quantity:
        return Quantity(found.start(), found.end(), found.start(), found.end(), 0, 0, approx=False, zero=True)


def _bounded(bound: str, core: Core) -> tuple[int | None, int | None]:
    if bound == "min":
        return core.low, None
    if bound == "over":
        return core.low + (0 if core.vague else 1), None
    if bound == "max":
        return None, core.high
    return None, core.high - (0 if core.vague else 1)


def _borrowed_scale(left: Core, right: Core) -> int:
    """Return 1000 or 10**6 where the left side leaves out the multiplier: "3 to 4 thousand"."""
    for scale in (10**6, 1000):
        if left.low < 1000 and right.high >= scale and right.high % scale == 0 and left.low * scale <= right.high:
            return 1 if left.low >= 100 and scale == 1000 and right.high < 10 * scale else scale
    return 1


def _inside(matches: list[re.Match[str]], core: Core, barred: Sequence[tuple[int, int]]) -> bool:
    start, end = matches[core.first].start(), matches[core.after - 1].end()
    return any(a <= start and end <= b for a, b in barred)


def entries(table: dict[str, Any]) -> Phrases:
    """Return a matcher over the keys of a table."""
    return Phrases(table.items())
