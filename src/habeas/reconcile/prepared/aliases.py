"""Which names are one source's: "Viasna" and "the human rights centre Viasna", "AAPP" and what the letters stand for.

Names are merged where one holds all words of the other and what they share is nobody else's, where one is the
initials of the other, where a text defines one by the other in brackets, and where a case's settings say so.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Final

from habeas.reconcile.lexicon import table, words

_BRACKETED: Final = re.compile(r"([^.;:()\n]{3,90}?)\s*\(([^()\n]{2,60})\)")
_LEAST_INITIALS: Final = 2  # letters that may stand for a name


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """Return the words of a name without articles and joints, which is how names are told apart."""
    joints = set(table("names")["joints"])
    return " ".join(word for word in (_stem(word) for word in words(name)) if word not in joints)


def _stem(word: str) -> str:
    return re.sub(r"['’]s?$", "", word)


@cache
def is_place(word: str) -> bool:
    """Say whether a word names a country or is made from one's name ("Belarus", "Belarusian")."""
    lexicon = table("names")
    if word in lexicon["places"] or word in lexicon["adjectives"]:
        return True
    stems = (word.removesuffix(ending) for ending in lexicon["endings"] if ending and word.endswith(ending))
    return any(len(stem) >= 4 and any(stem in {place, place[:-1]} for place in lexicon["places"]) for stem in stems)


def own_words(name: str) -> frozenset[str]:
    """Return the words of a plain name that are its own: neither a place nor shared by many sources."""
    generic = set(table("names")["generic"])
    return frozenset(word for word in name.split() if word not in generic and not is_place(word))


class Aliases:
    """The names of a case's sources, each with the one it stands for.

    `names` counts how often each is used as written; `judged` says of pairs what the case's settings say: a name
    given for another is that one's, a name given for itself is merged with none.
    """

    def __init__(self, names: Mapping[str, int], texts: Iterable[str] = (), judged: Mapping[str, str] | None = None):
        self._written: dict[str, Counter[str]] = defaultdict(Counter)
        for name in sorted(names):
            if plain(name):
                self._written[plain(name)][name] += names[name]
        self._root: dict[str, str] = {name: name for name in self._written}
        pairs = {plain(left): plain(right) for left, right in (judged or {}).items()}
        self._alone = {left for left, right in pairs.items() if left == right}
        for left, right in sorted(pairs.items()):
            if left != right:
                self._root.setdefault(left, left)
                self._root.setdefault(right, right)
                self._join(left, right)
        known = sorted(self._written)
        if len(known) > 1:
            self._by_place(known)
            self._by_words(known)
            self._by_initials(known)
            self._by_definition(set(known), texts)
        self._shown = self._names_shown()

    def key(self, name: str) -> str:
        """Return the plain name of the source that a name, as written, stands for."""
        own = plain(name)
        return self._find(own) if own in self._root else own

    def shown(self, key: str) -> str:
        """Return how a source is named to readers: as most of its claims do."""
        return self._shown.get(key, key)

    def groups(self) -> dict[str, tuple[str, ...]]:
        """Return every source's spellings as written, by its key, those used most first."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for own, written in self._written.items():
            found[self._find(own)] += written
        return {
            key: tuple(name for name, _ in sorted(found[key].items(), key=lambda pair: (-pair[1], pair[0])))
            for key in sorted(found)
        }

    def _names_shown(self) -> dict[str, str]:
        return {key: spellings[0] for key, spellings in self.groups().items()}

    def _find(self, name: str) -> str:
        while self._root[name] != name:
            name = self._root[name]
        return name

    def _join(self, left: str, right: str) -> None:
        one, other = self._find(left), self._find(right)
        if one != other and not {left, right} & self._alone:
            # The shorter name stands for both: it is what readers know.
            short, long = sorted((one, other), key=lambda name: (len(name.split()), len(name), name))
            self._root[long] = short

    def _by_place(self, known: Sequence[str]) -> None:
        """Join a name with itself under a country's ("Belarusian state media"), if it is of one country only."""
        bare: dict[str, list[tuple[str, frozenset[str]]]] = defaultdict(list)
        for name in known:
            tokens = name.split()
            rest = " ".join(sorted(word for word in tokens if not is_place(word)))
            if rest:
                bare[rest].append((name, frozenset(word for word in tokens if is_place(word))))
        for group in bare.values():
            places = {_country(own) for _, own in group if own}
            if len(places) <= 1:
                for name, _ in group[1:]:
                    self._join(group[0][0], name)

    def _by_words(self, known: Sequence[str]) -> None:
        """Join a name with the longer ones that hold it, unless these are several sources'."""
        holding: dict[str, list[str]] = defaultdict(list)
        for name in known:
            for word in own_words(name):
                holding[word].append(name)
        for name in known:
            own = own_words(name)
            if not any(word[0].isupper() and word.lower() in own for word in self._tokens_written(name)):
                continue  # "residents" is no name, though "camp residents" holds it
            tokens = set(name.split())
            rarest = min(own, key=lambda word: (len(holding[word]), word))
            longer = [other for other in holding[rarest] if other != name and tokens < set(other.split())]
            more = {own_words(other) - own for other in longer} - {frozenset()}
            for other in longer:
                if len(more) == 1 or own_words(other) == own:
                    self._join(name, other)

    def _tokens_written(self, name: str) -> list[str]:
        return [
            _stem(word) for written in sorted(self._written[name]) for word in re.findall(r"[^\W_][\w'’-]*", written)
        ]

    def _by_initials(self, known: Sequence[str]) -> None:
        """Join letters with the one name they are the initials of."""
        full: dict[str, set[str]] = defaultdict(set)
        for name in known:
            for written in self._written[name]:
                for initials in _initials(written):
                    full[initials].add(name)
        for name in known:
            if not any(_is_letters(word) for written in self._written[name] for word in written.split()):
                continue
            letters = " ".join(word for word in name.split() if not is_place(word))
            meant = full.get(letters, set()) - {name}
            if len({self._find(other) for other in meant}) == 1:
                self._join(name, min(meant))

    def _by_definition(self, known: set[str], texts: Iterable[str]) -> None:
        """Join names that a text gives for each other: "Spring Rights Centre (Viasna)"."""
        for text in texts:
            for found in _BRACKETED.finditer(text):
                inner = plain(found[2])
                if inner not in known:
                    continue
                before = plain(found[1]).split()
                ends = (" ".join(before[start:]) for start in range(len(before)))
                outer = next((end for end in ends if end in known and end != inner), None)
                if outer is not None:
                    self._join(outer, inner)


def _country(places: frozenset[str]) -> str:
    """Return a mark that the names of one country share: the first letters of its name."""
    return min(places)[:4]


def _is_letters(word: str) -> bool:
    return len(word) >= _LEAST_INITIALS and word.isalpha() and word.isupper()


def _initials(name: str) -> set[str]:
    """Return the initials of a name of several words, with and without the words that join it."""
    tokens = [_stem(word) for word in words(name)]
    joints = set(table("names")["joints"])
    own = [word for word in tokens if word not in joints]
    found = {"".join(word[0] for word in some) for some in (tokens, own, [w for w in own if not is_place(w)])}
    return {letters for letters in found if len(letters) >= _LEAST_INITIALS and len(own) >= _LEAST_INITIALS}
