"""The tense of predicates, as far as it tells when a claim holds."""

from __future__ import annotations

from habeas.extract.parse.base import Sentence, Token


def is_present(sentence: Sentence, word: Token, attitudes: frozenset[str] = frozenset()) -> bool:
    """Say whether a predicate stands in the plain present, as in the headlines of the day ("frees 20 prisoners")."""
    if word.pos not in {"VERB", "AUX"}:
        head = sentence.head(word)
        if head is None or head.pos != "VERB" or word.pos != "NOUN" or word.rel != "obj" or head.lemma in attitudes:
            return False
        word = head
    kids = sentence.kids(word, "aux", "aux:pass", "cop")
    if any(k.rel == "aux" for k in kids):
        return False
    bearers = [k for k in kids if k.rel in {"aux:pass", "cop"}] or [word]
    return any(k.has("Tense=Pres") and k.has("VerbForm=Fin") for k in bearers)


def is_now(sentence: Sentence, word: Token) -> bool:
    """Say whether the predicate that a word is, or stands below, is in the plain present: "are in prison", "holds"."""
    return any(t.has("Tense=Pres") and t.lemma != "have" for t in _finite(sentence, word))


def is_past(sentence: Sentence, word: Token) -> bool:
    """Say whether that predicate is in a past: "were in prison", "had been held"."""
    return any(t.has("Tense=Past") for t in _finite(sentence, word))


def _finite(sentence: Sentence, word: Token) -> list[Token]:
    """Return the finite words of the predicate that a word is, or stands below."""
    verb = word if word.pos in {"VERB", "AUX"} else sentence.head(word)
    if verb is None:
        return []
    return [t for t in (verb, *sentence.kids(verb, "aux", "aux:pass", "cop")) if t.has("VerbForm=Fin")]


def is_running(sentence: Sentence, word: Token) -> bool:
    """Say whether that predicate counts up to now, in the present perfect: "have been freed", "has detained"."""
    verb = word if word.pos in {"VERB", "AUX"} else sentence.head(word)
    return verb is not None and any(k.lemma == "have" and k.has("Tense=Pres") for k in sentence.kids(verb, "aux"))


def is_past_clause(sentence: Sentence, word: Token) -> bool:
    """Say whether a predicate tells in a clause of its own what had happened: "announced that 20 had been freed"."""
    kids = sentence.kids(word, "aux", "aux:pass")
    told = any(t.has("Tense=Past") and t.has("VerbForm=Fin") for t in (word, *kids))
    return word.pos == "VERB" and word.rel == "ccomp" and told
