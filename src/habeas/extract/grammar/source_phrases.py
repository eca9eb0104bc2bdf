"""Speakers named by a phrase: "according to X", "citing X", "by X's count"."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from habeas.extract.lexicon import WORD, Lexicon, Phrases
from habeas.extract.parse.base import Sentence, Token

_HEADS = frozenset({"NOUN", "PROPN", "PRON"})
_REACH = 14
_QUOTED = 12  # how far behind "quoted" the words "as saying" may stand


class SourcePhrases:
    """Finds the phrases of attribution of one lexicon; `name` gives a speaker's noun phrase without its article."""

    def __init__(self, lexicon: Lexicon, name: Callable[[Sentence, Token, int], str]) -> None:
        table = lexicon.data["attribution"]
        self._phrases = lexicon.phrases("attribution", "phrases")
        self._citing = lexicon.phrases("attribution", "citing")
        self._tallies = frozenset(table["tally_nouns"])
        self._tally_cases = frozenset(table["tally_cases"])
        self._speakers = frozenset(table["speaker_nouns"])
        self._quoting = frozenset(table["quoting_verbs"])
        self._as = frozenset(table["as"])
        self._verbs = lexicon.words("attribution", "verbs")
        self._name = name

    def of(self, sentence: Sentence, word: Token | None = None) -> list[tuple[int, str]]:
        """Return (offset, speaker) of every "according to X" of a sentence, or of those that reach as far as `word`."""
        out = []
        for at in self._behind(sentence, self._phrases):
            who = self._noun_phrase_from(sentence, at)
            if who and (word is None or _reaches(sentence, at, word)):
                out.append((at, who))
        return out or self._tallied(sentence)

    def cited(self, sentence: Sentence, word: Token) -> str | None:
        """Return whom the speaker of a sentence cites, where it is somebody: reasons and laws are cited as well."""
        for at in self._behind(sentence, self._citing):
            top = next((t for t in sentence.tokens if t.start >= at and t.pos in _HEADS), None)
            while top is not None and top.rel in {"compound", "flat", "nmod:poss", "amod"} and top.head > top.i:
                top = sentence.tokens[top.head]
            if top is None or any(c.isdigit() for c in top.text):
                continue
            if (top.pos == "PROPN" or top.lemma in self._speakers or top.lower in self._speakers) and _reaches(
                sentence, at, word
            ):
                return self._noun_phrase_from(sentence, at)
        return None

    def quoted(self, sentence: Sentence, word: Token) -> tuple[str, Token] | None:
        """Return who is quoted: "..., Y quoted X as saying", "..., X was quoted as saying by Y"."""
        for verb in sentence.tokens:
            if verb.lemma not in self._quoting or verb.pos != "VERB":
                continue
            after = sentence.tokens[verb.i + 1 : verb.i + _QUOTED]
            says = any(a.lower in self._as and b.lemma in self._verbs for a, b in pairwise(after))
            passive = sentence.kids(verb, "nsubj:pass")
            given = passive or [k for k in sentence.kids(verb, "obj", "nsubj", "ccomp") if k.i > verb.i]
            if not passive and given and given[0].pos not in {"NOUN", "PROPN", "PRON"}:
                given = []
            first = next((t for t in after if t.pos in {"NOUN", "PROPN"}), None)
            people = given or ([first] if first is not None else [])
            if says and people and not any(t.i == word.i for t in sentence.subtree(people[0])):
                return self._name(sentence, people[0], sentence.start), verb
        return None

    def _tallied(self, sentence: Sentence) -> list[tuple[int, str]]:
        """Return (offset, speaker) of "by X's count"."""
        for noun in sentence.tokens:
            if noun.lemma in self._tallies and {k.lower for k in sentence.kids(noun, "case")} & self._tally_cases:
                for owner in sentence.kids(noun, "nmod:poss"):
                    return [(owner.start, self._name(sentence, owner, sentence.start))]
        return []

    @staticmethod
    def _behind(sentence: Sentence, phrases: Phrases) -> list[int]:
        """Return the offsets of the words right behind the phrases of a list."""
        matches = list(WORD.finditer(sentence.text))
        words = [m[0].lower().replace("’", "'") for m in matches]
        found = (after for _, after, _ in phrases.find(words))
        return [sentence.start + matches[after].start() for after in found if after < len(matches)]

    def _noun_phrase_from(self, sentence: Sentence, at: int) -> str | None:
        """Return the noun phrase whose first word stands at an offset."""
        inside = [t for t in sentence.tokens if t.start >= at]
        for token in (t for t in inside[:_REACH] if t.pos in _HEADS):
            head = sentence.head(token)
            if head is None or head.start < at or token.rel in {"nmod", "obl", "obj", "pobj", "nsubj"}:
                return self._name(sentence, token, at)
        return None


def _reaches(sentence: Sentence, at: int, word: Token) -> bool:
    """Say whether "according to X" holds for a word: not where it stands in a relative clause without that word."""
    token = next((t for t in sentence.tokens if t.start >= at), word)
    for above in sentence.ancestors(token):
        if above.rel == "acl:relcl":
            return any(t.i == word.i for t in sentence.subtree(above))
    return True
