"""One person whom a trigger concerns, and what lies between words of a list."""

from __future__ import annotations

from collections.abc import Set
from typing import Final, NamedTuple

from habeas.extract.parse.base import Sentence, Token
from habeas.extract.people.registry import Person, Placed

# Verbs in these relations belong to a word of the list, not to the main clause.
NESTED: Final = frozenset({"acl", "acl:relcl", "amod", "case", "conj", "aux:pass", "aux", "compound"})


class Patient(NamedTuple):
    """One person whom a trigger concerns, with the document offsets of the name or pronoun that stands for them.

    `how` is one of: named, pronoun, group, listed.
    """

    person: Person
    start: int
    end: int
    how: str


def verb_between(sentence: Sentence, start: int, end: int, passed: Set[int] = frozenset()) -> bool:
    """Say whether a verb stands between two offsets; `passed` are tokens that do not count."""
    return any(
        t.pos in {"VERB", "AUX"} and t.lemma != "include" and t.rel not in {"acl", "amod", "case"} and t.i not in passed
        for t in sentence.tokens
        if start <= t.start < end
    )


def governed(sentence: Sentence, placed: Placed) -> bool:
    """Say whether a name hangs on a noun or verb of its own in a list: "X's brother", "resistance to X"."""
    head = placed.mention.head
    inside = set(placed.mention.tokens)
    case = [
        c.lower for c in sentence.kids(head, "case") if c.i not in inside and not _comma_between(sentence, c, inside)
    ]
    if any(c not in {"including", "such", "as", "like"} for c in case):
        return True
    upper = sentence.head(head)
    # "Navalny associates", "PandaDoc employees"
    return head.rel in {"compound", "nmod:poss"} and upper is not None and upper.i > head.i and upper.pos == "NOUN"


def _comma_between(sentence: Sentence, case: Token, name: set[int]) -> bool:
    return any(t.text == "," for t in sentence.tokens[case.i : min(name)])
