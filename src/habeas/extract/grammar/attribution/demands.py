"""Who asks that people be freed, and so says that they are held: "X called for the release of 20 prisoners"."""

from __future__ import annotations

from typing import Final

from habeas.extract.grammar.attribution.namings import SUBJECTS, Names
from habeas.extract.lexicon import Lexicon
from habeas.extract.parse.base import Sentence, Token

_BELOW: Final = frozenset({"obj", "obl", "nmod", "xcomp", "ccomp", "acl", "advcl", "nsubj:pass", "nsubj", "conj"})
_REACH: Final = 6


class Demands:
    """Finds who asks for, or orders, what is told of counted people."""

    def __init__(self, lexicon: Lexicon, names: Names) -> None:
        self._names = names
        self._verbs = lexicon.words("status", "wish_verbs") - lexicon.words("status", "hoping_verbs")
        self._nouns = lexicon.words("status", "wish_nouns")
        self._ordering = lexicon.words("status", "ordering_verbs")
        self._calling = lexicon.words("status", "calling_verbs")
        self._crowds = lexicon.words("attribution", "crowds")
        self._skip = lexicon.words("attribution", "skip_subjects")
        self._bare = lexicon.words("attribution", "bare_pronouns") - lexicon.words("attribution", "body_pronouns")

    def of(self, sentence: Sentence, word: Token) -> str | None:
        """Return who asks for what befalls `word`; crowds in the street give no figure."""
        below = word
        for token in [*sentence.ancestors(word)][:_REACH]:
            if below.rel not in _BELOW:
                return None
            if self._asks(sentence, token, below):
                asker = self._asker(sentence, token)
                if asker is None or any(t.i == word.i for t in sentence.subtree(asker)):
                    return None
                return self._names.of(sentence, asker, sentence.start)
            below = token
        return None

    def _asks(self, sentence: Sentence, token: Token, below: Token) -> bool:
        links = [k.lower for k in (*sentence.kids(token, "compound:prt"), *sentence.kids(below, "case"))]
        if token.pos == "VERB":
            named = {token.lemma, *(f"{token.lemma}-{link}" for link in links)}
            made = sentence.kids(token, "obj") if token.lemma in self._calling else []
            calls = any(k.lemma in self._nouns for k in made)  # "issued a call to free 20"
            return bool(named & self._verbs) or calls or (token.lemma in self._ordering and below.rel != "nsubj")
        return token.pos in {"NOUN", "PROPN"} and token.lemma in self._nouns

    def _asker(self, sentence: Sentence, token: Token) -> Token | None:
        """Return who asks: the subject of the asking, or the owner of the request."""
        if token.pos != "VERB":
            owner = self._names.owner(sentence, token)
            if owner is not None and owner.pos != "PRON":  # "its appeal" is the subject's
                return owner if self._speaks(owner) else None
        for verb in (token, *sentence.ancestors(token)):
            if verb.pos in {"VERB", "AUX"} and (subjects := sentence.kids(verb, *SUBJECTS)):
                active = [k for k in subjects if k.rel == "nsubj"] or sentence.kids(verb, "obl:agent")
                return active[0] if active and self._speaks(active[0]) else None
        return None

    def _speaks(self, subject: Token) -> bool:
        lowered = {subject.lower, subject.lemma}
        return subject.pos != "NUM" and not lowered & (self._crowds | self._skip | self._bare)
