"""Applies spaCy's attribute ruler through a memory: most tokens need the same few answers again and again.

The ruler turns tags into parts of speech and morphology by some 180 patterns matched anew on every text, which takes a
fifth of the time of a parse. Its answer for a token depends on the token's tag and relation, on its word where a
pattern names that word, and on the patterns of two words that it takes part in. These make the key of the memory. A
text with a key not seen before goes through the ruler itself, which stays the only authority.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

_NAME: Final = "habeas_remembered_ruler"
_LARGEST: Final = 100_000
_READ: Final = frozenset({"LOWER", "TAG", "DEP"})

_Key = tuple[str, int, int, bool, tuple[tuple[int, int], ...]]


class RememberedRuler:
    """A pipeline component: each token gets what the ruler gave the first token of the same key."""

    def __init__(self, ruler: Any) -> None:
        self._ruler = ruler
        patterns = [pattern for entry in ruler.patterns for pattern in entry["patterns"]]
        single = [pattern[0] for pattern in patterns if len(pattern) == 1]
        self._joint = [pattern for pattern in patterns if len(pattern) > 1]
        self._usable = all(_is_plain(slot.get("LOWER", "")) for slot in single) and all(
            len(pattern) == 2
            and set(slot) <= _READ
            and all(map(_is_plain, slot.values()))
            and ("LOWER" in slot or isinstance(slot.get("DEP"), str))
            for pattern in self._joint
            for slot in pattern
        )
        self._named = _Named(single)
        self._in_joint = _Named([slot for pattern in self._joint for slot in pattern])
        self._relations = {str(slot.get("DEP")) for pattern in self._joint for slot in pattern if "LOWER" not in slot}
        self._memory: dict[_Key, tuple[int, Any, int, int, int]] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Set part of speech, morphology, tag, lemma and relation of each token."""
        if not self._usable:
            ruled: Doc = self._ruler(doc)
            return ruled
        tokens = list(doc)
        keys = [self._key(tokens, n) for n in range(len(tokens))]
        memory = self._memory
        if all(key in memory for key in keys):
            for token, key in zip(tokens, keys, strict=True):
                token.pos, morph, token.tag, token.lemma, token.dep = memory[key]
                token.set_morph(morph)  # type: ignore[attr-defined] # missing from spaCy's stub
            return doc
        ruled = self._ruler(doc)
        if len(memory) < _LARGEST:
            for token, key in zip(tokens, keys, strict=True):
                memory[key] = (token.pos, token.morph, token.tag, token.lemma, token.dep)
        return ruled

    def _key(self, tokens: list[Token], n: int) -> _Key:
        token = tokens[n]
        word = token.lower_
        joint = self._joint_at(tokens, n, word) if word in self._in_joint or token.dep_ in self._relations else ()
        return (word if word in self._named else "", token.tag, token.dep, token.is_space, joint)

    def _joint_at(self, tokens: list[Token], n: int, word: str) -> tuple[tuple[int, int], ...]:
        """Return the patterns of two words that a token takes part in, each with its place there."""
        found = []
        for number, pattern in enumerate(self._joint):
            for place in (0, 1):
                beside = n + 1 - 2 * place
                if 0 <= beside < len(tokens) and _fits(pattern[place], tokens[n], word):
                    other = tokens[beside]
                    if _fits(pattern[1 - place], other, other.lower_):
                        found.append((number, place))
        return tuple(found)


class _Named:
    """The words that slots of patterns name, in full or by their shape."""

    def __init__(self, slots: list[dict[str, Any]]) -> None:
        values = [slot["LOWER"] for slot in slots if "LOWER" in slot]
        self._words = {word for value in values for word in _words(value)}
        shapes = [value["REGEX"] for value in values if isinstance(value, dict) and "REGEX" in value]
        self._shape = re.compile("|".join(f"(?:{shape})" for shape in shapes) or "(?!)")
        self._seen: dict[str, bool] = {}

    def __contains__(self, word: str) -> bool:
        known = self._seen.get(word)
        if known is None:
            known = word in self._words or self._shape.search(word) is not None
            if len(self._seen) < _LARGEST:
                self._seen[word] = known
        return known


def remember_attributes(model: Language) -> Language:
    """Put the memory in the place of a model's attribute ruler and return the model."""
    return in_place_of(model, "attribute_ruler", _NAME, RememberedRuler)


def in_place_of(model: Language, theirs: str, own: str, make: Callable[[Any], Callable[[Doc], Doc]]) -> Language:
    """Put a component that `make` makes of one of the model's in its place, under a name of its own."""
    from spacy.language import Language

    def made(nlp: Language, name: str) -> Callable[[Doc], Doc]:  # noqa: ARG001 - spaCy's signature of a factory
        return make(nlp.get_pipe(theirs))

    if not Language.has_factory(own):
        Language.factory(own, func=made)
    model.add_pipe(own, after=theirs)
    model.disable_pipe(theirs)
    return model


def _words(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return list(value.get("IN", ())) if isinstance(value, dict) else []


def _is_plain(value: Any) -> bool:
    return isinstance(value, str) or set(value) in ({"IN"}, {"REGEX"})


def _fits(slot: dict[str, Any], token: Token, word: str) -> bool:
    """Say whether a token can fill one slot of a pattern of two words."""
    for name, value in slot.items():
        own = word if name == "LOWER" else token.tag_ if name == "TAG" else token.dep_
        if isinstance(value, str):
            fits = own == value
        else:
            fits = own in value["IN"] if "IN" in value else re.search(value["REGEX"], own) is not None
        if not fits:
            return False
    return True
