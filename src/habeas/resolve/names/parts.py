"""The parts of a name: words, initials, patronymic; without titles and particles; in every way it may be divided."""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from importlib.resources import files
from typing import Final

import msgspec

from habeas.resolve.names.chinese import mandarin_divisions
from habeas.resolve.names.given import heard_as, known_as
from habeas.resolve.names.symbols import Reading, opening, read, reading, strip_marks

MOST_PARTS: Final = 6
_HAN: Final = re.compile(r"^[\u3400-\u9fff]+$")
_RUN_ON: Final = re.compile(r"[\u1000-\u109f\u0e00-\u0e7f]")  # Burmese and Thai are written without spaces
_INITIALS: Final = re.compile(r"(?<![^\W\d_])([^\W\d_]{1,2})\.\s*")
_LETTER: Final = r"[^\W\d_\u1000-\u109f]|[\u1000-\u109f\u0e00-\u0e7f\u0300-\u036f\u064b-\u065f\u0670]"
_WORD: Final = re.compile(rf"[^\W\d_](?:{_LETTER})*(?:[\u2010-\u2015-](?:{_LETTER})+)*")
_SYLLABLE: Final = re.compile(r"^[^aeiou79]{0,3}[aeiou79]{1,3}[^aeiou79]{0,2}$")
_LONG: Final = 4  # letters of a surname that may stand for itself beside another
_PATRONYMIC_M: Final = re.compile(r"(o|e|a|i)[vwu8]?i[C1c]$")
_PATRONYMIC_F: Final = re.compile(r"((o|e|a|i)[vwu]n|i[C1]n|iniSn)(a|i)?$")
_PATRONYMIC_END: Final = re.compile(r"((o|e|a|i)?(v|w|u|8)?(i[C1c]|na|nia|i[C1]na|iniSna)|ivna)$")
_FATHER_IN_A: Final = re.compile(r"^(il|nikit|mikit|luk|kuzm|fom|xam|sav)i[C1c]$")  # Ilich, Lukich
_FEMALE: Final = re.compile(r"((sk|ck)a|(o|e|a)va|[^aeiou]ina)$")
_MALE: Final = re.compile(r"((sk|ck)i|(o|e)[vw])$")


class Part(msgspec.Struct, frozen=True):
    """One part of a name; of an initial, `rank` is the place among the given names of the one it stands for."""

    text: str
    initial: bool = False
    rank: int = 0
    patronymic: bool = False


class Division(msgspec.Struct, frozen=True):
    """One way to divide a name into parts.

    A `regrouped` one joins or splits words otherwise than written: it is compared only with a name of another number
    of parts.
    """

    parts: tuple[Part, ...]
    regrouped: bool = False


class ParsedName(msgspec.Struct, frozen=True):
    """A name as written, its divisions (the plain one first) and the sex it shows ("m", "f", "")."""

    text: str
    divisions: tuple[Division, ...]
    sex: str


@functools.cache
def _words() -> dict[str, frozenset[str]]:
    raw = tomllib.loads(files(__package__).joinpath("parts.toml").read_text(encoding="utf-8"))
    return {name: frozenset(words) for name, words in raw.items()}


@functools.lru_cache(maxsize=1 << 17)
def parse(name: str) -> ParsedName:
    """Divide a name of any script into its parts; a text without letters has one division without parts."""
    text = unicodedata.normalize("NFC", name).replace("\u200c", "").replace("\u200f", "").strip()
    text = re.sub(r"[’'ʼ`ʹʻ´‘]", "", text)
    words = _split(text)
    words = _strip_titles(words)
    plain = _join(words, hyphens=True)
    divisions: dict[tuple[tuple[str, bool], ...], bool] = {tuple(plain): False}
    split = _join(words, hyphens=False)
    if _double_surname(words):
        divisions.setdefault(tuple(split), False)
    for other in ([split], _regrouped(split)):
        divisions |= {tuple(words): True for words in other if tuple(words) not in divisions}
    if not any(initial for _, initial in split):
        for spelled in mandarin_divisions([word for word, _ in split]):
            divisions.setdefault(tuple((word, False) for word in spelled), False)
    marked = [Division(_mark(list(words[:MOST_PARTS])), regrouped) for words, regrouped in divisions.items()]
    return ParsedName(name, tuple(marked), _sex(marked[0].parts))


def _split(text: str) -> list[tuple[str, bool]]:
    """Split into (word, is an initial); Han names into family and given name."""
    text = _INITIALS.sub(lambda found: f" {found[1]}\ue000 ", text)
    out: list[tuple[str, bool]] = []
    for token in re.split(r"[\s,;()·・.\"“”«»/]+", text):
        initial = token.endswith("\ue000")
        for found in _WORD.finditer(token.rstrip("\ue000")):
            word = found[0]
            if _HAN.match(word) and 2 <= len(word) <= 4:
                cut = 2 if word[:2] in _words()["compound_han"] or len(word) == 4 else 1
                out += [(part, False) for part in (word[:cut], word[cut:]) if part]
            else:
                lone = len(word) == 1 and word.isupper() and word != word.lower()
                out.append((word, initial or lone))
    if len([w for w, i in out if not i]) == 0 and any(not i for _, i in out):
        return [(w, False) for w, _ in out]
    return out


def _strip_titles(words: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    known = _words()
    while len(words) > 1 and not (words[0][1] and len(words[0][0]) == 1 and words[0][0].lower() != "u"):
        first = strip_marks(words[0][0].casefold())
        if first in known["titles"] or (first in known["leading_titles"] and len(words) > 2):
            words = words[1:]
        else:
            break
    while len(words) > 2 and strip_marks(words[-1][0].casefold()) in known["junior"]:
        words = words[:-1]
    return words


def _join(words: list[tuple[str, bool]], *, hyphens: bool) -> list[tuple[str, bool]]:
    """Glue what is one name (Abdel Fattah), drop particles, and join or split at hyphens."""
    known = _words()
    flat: list[tuple[str, bool, bool]] = []  # word, initial, was joined to the one before by a hyphen
    for word, initial in words:
        for at, piece in enumerate(re.split(r"[\u2010-\u2015-]", word)):
            flat.append((piece, initial, at > 0))
    out: list[tuple[str, bool]] = []
    glue = ""
    for at, (word, initial, hyphened) in enumerate(flat):
        folded = strip_marks(word.casefold())
        more = at + 1 < len(flat)
        attached = more and flat[at + 1][2]
        article = folded in known["particles"] and not initial
        if (
            article
            and more
            and (word.islower() or attached or (folded in {"al", "el", "del"} and at > 0) or _de_la(flat, at))
            and (at > 0 or attached)
        ):
            glue += word if glue else ""
        elif folded in known["prefixes"] and more and not initial and (len(folded) > 2 or word.islower() or attached):
            glue += word
        elif out and (
            folded in known["suffixes"] or (hyphened and hyphens and not glue and not _particle_before(flat, at))
        ):
            out[-1] = (out[-1][0] + glue + word, out[-1][1])
            glue = ""
        else:
            out.append((glue + word, initial))
            glue = ""
    return out


def _de_la(flat: list[tuple[str, bool, bool]], at: int) -> bool:
    """Say whether a word is part of a De La, De Los or De Las written with capitals."""
    words = [strip_marks(word.casefold()) for word, _, _ in flat[max(at - 1, 0) : at + 2]]
    here = min(at, 1)
    return at > 0 and any(
        words[n] == "de" and words[n + 1] in {"la", "las", "los"} and n in {here - 1, here}
        for n in range(len(words) - 1)
    )


def _double_surname(words: list[tuple[str, bool]]) -> bool:
    """Say whether a name ends or begins with two surnames joined by a hyphen, of which others may use one alone."""
    for word in (words[0], words[-1]) if len(words) > 1 else ():
        pieces = re.split(r"[\u2010-\u2015-]", word[0])
        if len(pieces) == 2 and all(len(piece) >= _LONG and not known_as(piece).groups for piece in pieces):
            return True
    return False


def _particle_before(flat: list[tuple[str, bool, bool]], at: int) -> bool:
    return strip_marks(flat[at - 1][0].casefold()) in _words()["particles"]


def _regrouped(words: list[tuple[str, bool]]) -> list[list[tuple[str, bool]]]:
    """Return other groupings: of a name of monosyllables (Ni Lar Thein, Nilar Thein), or of neighbours joined."""
    texts = [word for word, _ in words]
    run_on = any(_RUN_ON.search(word) for word in texts)
    bare = all(not initial for _, initial in words)
    short = bare and all(len(word) <= 6 and is_syllable(read(word)) for word in texts)
    out: list[list[tuple[str, bool]]] = []
    if len(texts) > 1 and short and not run_on:
        if len(texts) > 2:
            out.append([(texts[0], False), ("".join(texts[1:]), False)])
            out.append([("".join(texts[:2]), False), *((text, False) for text in texts[2:])])
        out.append([("".join(texts), False)])
    elif len(texts) in {3, 4} and bare and not run_on and not any(part.patronymic for part in _mark(words)):
        # Haile Mariam Worku, Hailemariam Worku
        joined = ((at, (texts[at] + texts[at + 1], False)) for at in range(len(texts) - 1))
        out += [[*words[:at], word, *words[at + 2 :]] for at, word in joined]
    return out


def is_syllable(reading: Reading) -> bool:
    """Say whether a word is a single syllable."""
    return _SYLLABLE.match(reading.symbols) is not None


def _mark(words: list[tuple[str, bool]]) -> tuple[Part, ...]:
    """Mark patronymics and say for which given name, in order, each initial stands."""
    readings = [read(word).symbols for word, _ in words]
    patronymic = -1
    full = [at for at, (_, initial) in enumerate(words) if not initial]
    if len(full) >= 3:
        for at in full[1:]:
            found = _PATRONYMIC_M.search(readings[at]) or _PATRONYMIC_F.search(readings[at])
            # An ending alone is no father's name: Aung.
            if (found and found.start() > 0) or _FATHER_IN_A.match(readings[at]):
                patronymic = at
                break
    parts: list[Part] = []
    rank = 0
    for at, (word, initial) in enumerate(words):
        if initial:
            between = rank == 0 and 0 < at < len(words) - 1 and not words[at - 1][1] and not words[at + 1][1]
            parts.append(Part(word, initial=True, rank=1 if between else rank))
            rank += 1
        else:
            parts.append(Part(word, patronymic=at == patronymic))
    return tuple(parts)


def _sex(parts: tuple[Part, ...]) -> str:
    """Return the sex that patronymic, given name or surname ending shows, in this order of trust."""
    for part in parts:
        if part.patronymic:
            return "f" if _PATRONYMIC_F.search(read(part.text).symbols) else "m"
    full = [part for part in parts if not part.initial]
    known = {known_as(part.text).sex for part in full if len(read(part.text).symbols) > 2} - {""}
    if len(known) == 1:
        return known.pop()
    ends = {
        sex
        for part in full[(len(full) > 1 and len(full) == len(parts)) :]
        for sex, pattern in (("f", _FEMALE), ("m", _MALE))
        if pattern.search(read(part.text).symbols)
    }
    return ends.pop() if len(ends) == 1 else ""


def part_reading(part: Part) -> Reading:
    """Return how a part is read; of a patronymic only the father's name, since its ending is shared by all."""
    whole = read(part.text)
    return _father(whole) if part.patronymic else whole


@functools.lru_cache(maxsize=1 << 14)
def _father(whole: Reading) -> Reading:
    """Return the father's name in a patronymic: a known man's name, as far as the ending hides one, else the stem.

    The ending takes the place of a vowel (Ilich from Ilya, Valerevich from Valeri), and a vowel between the last two
    consonants may be lost before it (Lvovich from Lev).
    """
    stem = _PATRONYMIC_END.sub("", whole.symbols) if not _FATHER_IN_A.match(whole.symbols) else whole.symbols[:-2]
    if len(stem) < 2:
        return whole
    for form in (stem, f"{stem}i", f"{stem}ia", f"{stem}a", f"{stem[:-1]}e{stem[-1]}"):
        known = heard_as(own := reading(form, abjad=whole.abjad))
        if known.groups and known.sex != "f":
            return own
    return reading(stem, abjad=whole.abjad) if len(stem) > 2 else whole


def first_sounds(part: Part) -> frozenset[str]:
    """Return the sounds a part may begin with, in its own spelling and in its cognates in other languages.

    "I" is the glide of Yuri and Yakov, apart from the vowel of Igor; a Latin Y, J or I alone may be either (Iurii).
    """
    symbols = read(part.text).symbols
    if not symbols:
        return frozenset()
    own = frozenset(opening(symbols))
    if part.initial and len(symbols) == 1:
        return own | (frozenset("I") if part.text[0] in "IiYyJjEeЕеЄєЭэ" else frozenset())
    return own | heard_as(part_reading(part)).first_sounds
