"""A parsed sentence in a neutral form, after Universal Dependencies (https://universaldependencies.org).

An adapter turns the output of one parser into these values; the grammar of claims sees nothing else. Relations are
those of UD v2: `nsubj`, `nsubj:pass`, `obj`, `iobj`, `obl`, `obl:agent`, `nmod`, `nmod:poss`, `nummod`, `det`, `amod`,
`acl`, `acl:relcl`, `advcl`, `ccomp`, `xcomp`, `conj`, `cc`, `case`, `mark`, `cop`, `aux`, `aux:pass`, `advmod`,
`appos`, `compound`, `compound:prt`, `flat`, `parataxis`, `punct`, `root`, `dep`. Prepositions are `case` children
of their noun, and a copula is a `cop` child of the predicate.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

import msgspec


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """One word: `start`..`end` are character offsets in the document; `head` is an index (its own for the root).

    `lower` is the word in lower case; `pos` is a universal part of speech; `features` are UD features
    ("Tense=Past|VerbForm=Part").
    """

    i: int
    text: str
    lower: str
    lemma: str
    pos: str
    rel: str
    head: int
    start: int
    end: int
    features: str = ""

    def has(self, feature: str) -> bool:
        """Say whether the word bears a UD feature, as in `has("Tense=Past")`."""
        return feature in self.features.split("|")


class Sentence:
    """A parsed sentence: tokens with heads, and the tree walks that the grammar needs.

    `entities` are named entities as (start, end, kind) with offsets in the document; a parser that was not asked for
    them leaves them out. Kinds are those of OntoNotes ("PERSON", "ORG", "GPE", ...).
    """

    __slots__ = ("_children", "end", "entities", "index", "start", "text", "tokens")

    def __init__(
        self,
        tokens: Sequence[Token],
        text: str,
        start: int,
        index: int = 0,
        entities: Sequence[tuple[int, int, str]] = (),
    ) -> None:
        self.tokens = tuple(tokens)
        self.entities = tuple(entities)
        self.text = text
        self.start = start
        self.end = start + len(text)
        self.index = index
        self._children: list[list[Token]] = [[] for _ in self.tokens]
        for token in self.tokens:
            if token.head != token.i:
                self._children[token.head].append(token)

    def kids(self, token: Token, *relations: str) -> list[Token]:
        """Return the children of `token` in order, all of them or those in one of `relations`."""
        found = self._children[token.i]
        return [t for t in found if t.rel in relations] if relations else list(found)

    def head(self, token: Token) -> Token | None:
        """Return the head of `token`, or None for the root."""
        return None if token.head == token.i else self.tokens[token.head]

    def ancestors(self, token: Token) -> Iterator[Token]:
        """Yield head, head of head and so on up to the root."""
        seen = 0
        while token.head != token.i and seen < len(self.tokens):
            token = self.tokens[token.head]
            seen += 1
            yield token

    def subtree(self, token: Token) -> list[Token]:
        """Return `token` and all below it, in the order of the text."""
        out, todo = [], [token.i]
        seen = {token.i}
        while todo:
            i = todo.pop()
            out.append(i)
            fresh = [kid.i for kid in self._children[i] if kid.i not in seen]
            seen.update(fresh)
            todo.extend(fresh)
        return [self.tokens[i] for i in sorted(out)]

    def label(self, at: int) -> str:
        """Return the kind of the named entity at a character offset of the document, or nothing."""
        return next((kind for start, end, kind in self.entities if start <= at < end), "")

    def span(self, tokens: Iterable[Token]) -> tuple[int, int]:
        """Return the character offsets, in the document, of the stretch from the first to the last token."""
        listed = list(tokens)
        return min(t.start for t in listed), max(t.end for t in listed)


class Parser(Protocol):
    """A parser of one language behind the neutral form."""

    def parse(self, stretches: Iterable[tuple[str, int, int]]) -> Iterator[Sentence]:
        """Yield a `Sentence` for each (text, start offset, index) in order; each text is one sentence."""
        ...
