"""Speakers named by a phrase: "according to X", "citing X", "by X's count"."""

from __future__ import annotations

from itertools import pairwise

from habeas.extract.grammar.attribution.namings import Names
from habeas.extract.lexicon import WORD, Lexicon, Phrases
from habeas.extract.parse.base import Sentence, Token

_HEADS = frozenset({"NOUN", "PROPN", "PRON"})
_REACH = 14
_NEAR = 4  # how far an owner may stand before its ranking
_QUOTED = 25  # how far behind "quoted" the words "as saying" may stand


class SourcePhrases:
    """Finds the phrases of attribution of one lexicon."""

    def __init__(self, lexicon: Lexicon, names: Names) -> None:
        table = lexicon.data["attribution"]
        self._phrases = lexicon.phrases("attribution", "phrases")
        self._basing = lexicon.phrases("attribution", "basing")
        self._citing = lexicon.phrases("attribution", "citing")
        self._tallies = frozenset(table["tally_nouns"])
        self._tally_cases = frozenset(table["tally_cases"])
        self._speakers = frozenset(table["speaker_nouns"])
        self._quoting = frozenset(table["quoting_verbs"])
        self._as = frozenset(table["as"])
        self._verbs = lexicon.words("attribution", "verbs")
        self._names = names

    def of(self, sentence: Sentence, word: Token | None = None) -> list[tuple[int, str]]:
        """Return (offset, speaker) of every "according to X" of a sentence, or of those that reach as far as `word`."""
        out = []
        for at in self._behind(sentence, self._phrases):
            who = self._noun_phrase_from(sentence, at)
            if who and not self._names.is_nobodys(who) and (word is None or _reaches(sentence, at, word)):
                out.append((at, who))
        return out or self._based(sentence) or self._tallied(sentence)

    def within(self, sentence: Sentence, word: Token, verb: Token) -> str | None:
        """Return who is named by a phrase in the clause of `word` that a verb of saying governs: the innermost one."""
        clause = next((t for t in (word, *sentence.ancestors(word)) if t.head == verb.i and t.i != verb.i), None)
        if clause is None:
            return None
        inside = {t.i for t in sentence.subtree(clause)}
        for at, who in self.of(sentence, word):
            token = next((t for t in sentence.tokens if t.start >= at), None)
            if token is not None and token.i in inside and token.i > verb.i:
                return who
        return None

    def cited(self, sentence: Sentence, word: Token) -> str | None:
        """Return whom the speaker of a sentence cites, where it is somebody: reasons and laws are cited as well."""
        for at in self._behind(sentence, self._citing):
            top = next((t for t in sentence.tokens if t.start >= at and t.pos in _HEADS), None)
            while top is not None and top.rel in {"compound", "flat", "nmod:poss", "amod"} and top.head > top.i:
                top = sentence.tokens[top.head]
            if top is None or any(c.isdigit() for c in top.text):
                continue
            owners = sentence.kids(top, "compound", "nmod:poss") if self._names.is_report(top) else []
            if owners and _reaches(sentence, at, word):  # "citing ministry figures"
                return self._names.of(sentence, owners[-1], at)
            if (top.pos == "PROPN" or top.lemma in self._speakers or top.lower in self._speakers) and _reaches(
                sentence, at, word
            ):
                return self._noun_phrase_from(sentence, at)
        return None

    def quoted(self, sentence: Sentence, word: Token) -> tuple[str, Token] | None:
        """Return who is quoted: "..., Y quoted X (as) saying", "..., X was quoted as saying by Y"."""
        for verb in sentence.tokens:
            if verb.lemma not in self._quoting or verb.pos != "VERB":
                continue
            after = sentence.tokens[verb.i + 1 : verb.i + _QUOTED]
            says = next((b for a, b in pairwise(after) if b.lemma in self._verbs and self._leads(a, b)), None)
            passive = sentence.kids(verb, "nsubj:pass")
            given = passive or [k for k in sentence.kids(verb, "obj", "nsubj", "ccomp") if k.i > verb.i]
            if not passive and given and given[0].pos not in {"NOUN", "PROPN", "PRON"}:
                given = []
            first = next((t for t in after if t.pos in {"NOUN", "PROPN"}), None)
            people = given or ([first] if first is not None else [])
            if says is None or not people:
                continue
            beneath = any(t.i == word.i for t in sentence.subtree(says))
            if beneath or not any(t.i == word.i for t in sentence.subtree(people[0])):
                return self._names.of(sentence, people[0], sentence.start), verb
        return None

    def _leads(self, before: Token, verb: Token) -> bool:
        """Say whether a verb of saying leads to the words of the one who is quoted: "as saying", "saying"."""
        return before.lower in self._as or (verb.has("VerbForm=Part") and verb.has("Tense=Pres"))

    def _based(self, sentence: Sentence) -> list[tuple[int, str]]:
        """Return (offset, speaker) of "based on X's ranking", "based on X analysis"."""
        for at in self._behind(sentence, self._basing):
            for noun in (t for t in sentence.tokens if t.start >= at and self._names.is_report(t)):
                owner = self._names.owner(sentence, noun)
                if owner is not None and owner.start >= at and noun.i - owner.i <= _NEAR:
                    return [(owner.start, self._names.of(sentence, owner, at))]
                break
        return []

    def _tallied(self, sentence: Sentence) -> list[tuple[int, str]]:
        """Return (offset, speaker) of "by X's count"."""
        for noun in sentence.tokens:
            if noun.lemma in self._tallies and {k.lower for k in sentence.kids(noun, "case")} & self._tally_cases:
                owner = self._names.owner(sentence, noun)
                if owner is not None:
                    return [(owner.start, self._names.of(sentence, owner, sentence.start))]
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
        inside = [t for t in sentence.tokens if t.start >= at][:_REACH]
        comma = next((n for n, t in enumerate(inside) if t.text == ","), len(inside))
        heads = [t for t in inside[:comma] if t.pos in _HEADS]
        for token in heads:
            head = sentence.head(token)
            if head is None or head.start < at or token.rel in {"nmod", "obl", "obj", "pobj", "nsubj"}:
                return self._names.of(sentence, token, at)
        return self._names.of(sentence, heads[-1], at) if heads else None


def _reaches(sentence: Sentence, at: int, word: Token) -> bool:
    """Say whether "according to X" holds for a word: not where it stands in a relative clause without that word."""
    token = next((t for t in sentence.tokens if t.start >= at), word)
    for above in sentence.ancestors(token):
        if above.rel == "acl:relcl":
            return any(t.i == word.i for t in sentence.subtree(above))
    return True
