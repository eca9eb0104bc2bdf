"""Verbs and nouns that tell of custody only in company: "took her into custody", "gave him five years", "no word from".

Each is a word with a pattern for the text after it (or around it), so that "took her to dinner" tells nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from habeas.extract.parse.base import Sentence, Token
from habeas.extract.people.lexicon import PeopleLexicon

_CLAUSE_END: Final = re.compile(r"[;:]|, (?:who|which|and|but)\b| and (?:was|were|is|has|had|then)\b")
_HEADING: Final = re.compile(r"\s*\w+(?: [^:.;]{1,40})?:\s")
_EACH: Final = re.compile(  # "gave A, B and C eight years each"
    r" (?=[^.;]*[A-Z])[^.;]{3,90}? (?:\d+|[a-z]+) (?:years?|months?)(?: in (?:prison|jail)| behind bars)?"
    r" (?:each|apiece)\b"
)
_SWAP: Final = re.compile(r"\b(?:swap|exchange|exchanged|in return)\b", re.IGNORECASE)

Found = tuple[Token, str, str, int, int, str]  # word, status, role, start, end, note


class Patterns:
    """The patterns of one lexicon, each compiled once."""

    def __init__(self, lexicon: PeopleLexicon) -> None:
        data = lexicon.data
        self._carry = frozenset(data["carry"]["verbs"])
        self._carried = [(status, _any(data["carry"][status])) for status in ("other", "held", "detained", "expelled")]
        self._moved = frozenset(data["carry"]["moved"])
        self._give = frozenset(data["terms"]["give"])
        self._length = re.compile(data["terms"]["length"], re.IGNORECASE)
        self._health = frozenset(data["health"]["nouns"])
        self._worse = frozenset(data["health"]["verbs"])
        self._headings = {word: status for status, words in data["headings"].items() for word in words}
        self._clauses = [(_clause(item), bool(item.get("alone"))) for item in data["clauses"]]

    def of_verb(self, sentence: Sentence, token: Token, lemma: str, *, custody: bool) -> Iterator[Found]:
        """Yield what a verb tells in the company of the words after it."""
        if token.pos not in {"VERB", "AUX"}:
            return
        after = _clause_after(sentence, token)
        if lemma in self._carry:
            for status, pattern in self._carried:
                hit = pattern.search(after)
                if hit is not None:
                    told = "held" if status == "detained" and lemma in self._moved else status
                    yield token, told, "patient", token.start, token.end + hit.end(), ""
                    return
        if lemma in {"hand", "turn", "send"} and _SWAP.search(after):
            yield token, "exchanged", "patient", token.start, token.end, ""
        elif lemma in self._give and custody:
            hit = self._length.match(after) or _EACH.match(after)
            if hit is not None:
                role = "to" if lemma in {"give", "hand"} and not _is_given(sentence, token) else "agent"
                yield token, "sentenced", role, token.start, token.end + hit.end(), ""

    def of_noun(self, sentence: Sentence, token: Token) -> Iterator[Found]:
        """Yield what a noun tells in the company of its verb: "the health of X has deteriorated"."""
        verb = sentence.head(token)
        if token.lemma in self._health and token.rel == "nsubj" and verb is not None and verb.lemma in self._worse:
            yield token, "ill", "noun", token.start, verb.end, ""

    def of_heading(self, sentence: Sentence) -> Iterator[Found]:
        """Yield what a word that heads a list of names tells: "Freed on Saturday: A, B and C"."""
        first = sentence.tokens[0] if sentence.tokens else None
        status = self._headings.get(first.lower) if first is not None else None
        colon = _HEADING.match(sentence.text)
        if first is not None and status is not None and colon is not None:
            yield first, status, "heading", sentence.start, sentence.start + colon.end(), ""

    def of_clauses(self, sentence: Sentence, *, custody: bool) -> Iterator[Found]:
        """Yield what phrases of several words tell; the word is the one that the rest of the phrase hangs on."""
        for (status, pattern, role, note), alone in self._clauses:
            if not (custody or alone):
                continue
            for hit in pattern.finditer(sentence.text):
                start, end = sentence.start + hit.start(), sentence.start + hit.end()
                inside = [t for t in sentence.tokens if t.start < end and start < t.end]
                ids = {t.i for t in inside}
                top = next((t for t in inside if t.head not in ids or t.head == t.i), None)
                if top is not None:
                    yield (inside[-1] if role == "after" else top), status, role, start, end, note


def _clause(item: dict[str, Any]) -> tuple[str, re.Pattern[str], str, str]:
    pattern = re.compile(rf"\b(?:{item['text']})", re.IGNORECASE)
    return item["status"], pattern, item.get("role", "subject"), item.get("note", "")


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


def _clause_after(sentence: Sentence, token: Token) -> str:
    after = sentence.text[token.end - sentence.start :][:110]
    end = _CLAUSE_END.search(after)
    return after[: end.start()] if end is not None else after


def _is_given(sentence: Sentence, verb: Token) -> bool:
    """Say whether the subject is the one who gets: "was given five years", "and given five years"."""
    return bool(sentence.kids(verb, "aux:pass", "nsubj:pass")) or (
        verb.rel in {"conj", "acl", "advcl"} and not sentence.kids(verb, "nsubj", "iobj")
    )
