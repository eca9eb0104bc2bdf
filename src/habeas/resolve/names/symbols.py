"""How a token is read: letters of any script become a string of symbols, with the price of dropping each.

Latin digraphs of several romanisations, Cyrillic and the abjads are read by the tables of `graphemes.toml`; other
scripts go through anyascii first and are read as Latin. A symbol may stand for several phonemes, so that one
spelling need not be told apart beforehand as Polish, French or Belarusian.
"""

from __future__ import annotations

import functools
import itertools
import re
import tomllib
import unicodedata
from importlib.resources import files
from typing import Any, Final

import msgspec
import numpy as np
import numpy.typing as npt

VOWELS: Final = frozenset("aeiou79")
_ABJAD: Final = re.compile(r"[\u0590-\u05ff\u0600-\u06ff\u0750-\u077f\ufb1d-\ufdff\ufe70-\ufeff]")
_ARTICLE: Final = re.compile(r"^((al|el)[bcdfghjkmnpqrstwxyz]\w{4}|ال\w{2})")  # an article may be written on
_UNVOWELLED: Final = re.compile(r"[\u1000-\u109f\u0e00-\u0e7f]")  # scripts whose vowels anyascii renders poorly
_LONGEST: Final = 20


class Reading(msgspec.Struct, frozen=True):
    """One token as symbols, the price of dropping each, the same against an abjad, and whether it is one itself.

    With `article`, its first two symbols may be an Arabic article written on.
    """

    symbols: str
    drop: tuple[float, ...]
    drop_abjad: tuple[float, ...]
    abjad: bool
    article: bool = False


class Tables(msgspec.Struct, frozen=True):
    """The reading tables: alphabet, letter tables, compiled Latin digraphs, and the substitution prices."""

    alphabet: str
    letters: dict[str, str]
    letter_graphs: dict[str, str]
    letter_pattern: re.Pattern[str]
    latin_letters: dict[str, str]
    graphs: dict[str, str]
    graph_pattern: re.Pattern[str]
    prices: Any
    price_rows: list[list[float]]
    sounds: dict[str, str]


@functools.cache
def tables() -> Tables:
    """Return the reading tables of `graphemes.toml`, read once."""
    raw = tomllib.loads(files(__package__).joinpath("graphemes.toml").read_text(encoding="utf-8"))
    graphs: dict[str, str] = raw["latin"]["graphs"]
    letter_graphs: dict[str, str] = raw["cyrillic_graphs"] | raw["burmese_graphs"]
    prices = _prices(raw["symbols"], raw["near"])
    return Tables(
        alphabet="".join(raw["symbols"]),
        letters=raw["cyrillic"] | raw["arabic"] | raw["hebrew"] | raw["burmese"],
        letter_graphs=letter_graphs,
        letter_pattern=_longest_first(letter_graphs),
        latin_letters=raw["latin"]["letters"],
        graphs=graphs,
        graph_pattern=_longest_first(graphs),
        prices=prices,
        price_rows=prices.tolist(),
        sounds=raw["symbols"],
    )


def _longest_first(graphs: dict[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(graph) for graph in sorted(graphs, key=len, reverse=True)))


def phonemes(symbol: str) -> str:
    """Return the phonemes that one symbol may stand for, the usual one first."""
    return tables().sounds[symbol]


def opening(symbols: str) -> str:
    """Return the sounds that a word so read may begin with; "I" is a glide before a vowel."""
    first = phonemes(symbols[0])
    if len(symbols) > 1 and symbols[0] in "i37" and symbols[1] in VOWELS:
        return first.replace("i", "I") + (symbols[1] if symbols[0] == "i" else "")
    return first


def _prices(symbols: dict[str, str], near: dict[str, float]) -> npt.NDArray[np.float32]:
    """Return the substitution price of each pair of symbols: the cheapest pair of the phonemes they may stand for."""
    phoneme = {frozenset(pair): price for pair, price in near.items()}
    table = np.ones((len(symbols), len(symbols)), dtype=np.float32)
    for (i, left), (j, right) in itertools.product(enumerate(symbols.values()), repeat=2):
        for (m, p), (n, q) in itertools.product(enumerate(left), enumerate(right)):
            # A reading that is not the usual one of its symbol is a little less believed.
            doubt = 0.04 * ((m > 0) + (n > 0))
            price = 0.0 if p == q else phoneme.get(frozenset((p, q)), 1.0)
            table[i, j] = min(table[i, j], price + doubt)
        if i == j:
            table[i, j] = 0.0
        elif (left[0] in VOWELS) != (right[0] in VOWELS):
            table[i, j] = min(1.0, table[i, j] * 1.2)
    return table


def strip_marks(text: str) -> str:
    """Return `text` without combining marks (accents, Arabic vowel signs), composed again."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", bare)


@functools.lru_cache(maxsize=1 << 17)
def read(token: str) -> Reading:
    """Return how one token (a single word, any script, any case) is read."""
    word = unicodedata.normalize("NFC", token.casefold())
    semitic = bool(_ABJAD.search(word))
    symbols = _collapse(_arabic(word) if semitic else _letters(word))[:_LONGEST]
    return reading(symbols, abjad=semitic or bool(_UNVOWELLED.search(word)), article=bool(_ARTICLE.match(word)))


def reading(symbols: str, *, abjad: bool = False, article: bool = False) -> Reading:
    """Return the reading of a string of symbols; with `article`, its first two are dropped for little."""
    drop = _drop_prices(symbols)
    if article and len(drop) > 2:
        drop = (0.12, 0.12, *drop[2:])
    against = tuple(min(price, 0.1) if s in VOWELS else price for s, price in zip(symbols, drop, strict=True))
    return Reading(symbols, drop, against, abjad, article and len(drop) > 2)


def _arabic(word: str) -> str:
    table = tables().letters
    bare = (
        strip_marks(word) if not set(word) & set("أإآؤئ") else "".join(c for c in word if not unicodedata.combining(c))
    )
    return "".join(table.get(c, "") for c in bare)


def _letters(word: str) -> str:
    """Read Cyrillic and Latin letters, and all else through anyascii as Latin."""
    from anyascii import anyascii

    known = tables()
    out: list[str] = []
    latin: list[str] = []
    word = known.letter_pattern.sub(lambda found: _shield(known.letter_graphs[found[0]], known.alphabet), word)
    for c in word:
        if "\ue000" <= c <= "\ue0ff":
            latin.append(c)
        elif c in known.letters:
            out += [_latin("".join(latin)), known.letters[c]]
            latin = []
        elif c in known.latin_letters:
            # A digit-free private letter keeps a read symbol from being read again as Latin.
            latin.append(chr(0xE000 + known.alphabet.index(known.latin_letters[c])))
        else:
            bare = strip_marks(c)
            latin.append(bare if bare.isascii() else anyascii(c).lower())
    out.append(_latin("".join(latin)))
    return "".join(out)


def _latin(text: str) -> str:
    known = tables()
    text = re.sub(r"[^a-z\ue000-\ue0ff]", "", text)
    text = known.graph_pattern.sub(lambda found: _shield(known.graphs[found[0]], known.alphabet), text)
    return "".join(known.alphabet[ord(c) - 0xE000] if c >= "\ue000" else c for c in text)


def _shield(symbols: str, alphabet: str) -> str:
    return "".join(chr(0xE000 + alphabet.index(s)) for s in symbols)


def _collapse(symbols: str) -> str:
    """Drop doubled symbols and level the endings that differ only in romanisation (-skaja, -ska)."""
    symbols = "".join(s for s, _ in itertools.groupby(symbols))
    symbols = re.sub(r"(sk|ck)a[i37]a$", r"\1a", symbols)
    return re.sub(r"(o|e|a)f$", r"\1v", symbols)


def _drop_prices(symbols: str) -> tuple[float, ...]:
    """Price of leaving a symbol out: glides and vowels beside vowels are cheap, consonants are not."""
    prices: list[float] = []
    last = len(symbols) - 1
    for at, s in enumerate(symbols):
        beside_vowel = (at > 0 and symbols[at - 1] in VOWELS) or (at < last and symbols[at + 1] in VOWELS)
        if s in "i37":
            price = 0.12 if beside_vowel else 0.4
        elif s in VOWELS:
            price = 0.25 if beside_vowel else 0.45
        elif s in "hQ":
            price = 0.15 if at == last else 0.3
        else:
            price = 0.85
        prices.append(price if at else max(price, 0.3))
    return tuple(prices)
