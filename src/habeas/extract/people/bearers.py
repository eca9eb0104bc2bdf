"""Where in the tree the person stands whom a trigger concerns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from habeas.extract.parse.base import Sentence, Token
from habeas.extract.people.triggers import Trigger

_SUBJECTS: Final = ("nsubj:pass", "nsubj")
_RELATIVES: Final = frozenset({"who", "whom", "that", "which", "whose"})
_PLACING: Final = frozenset({"hold", "keep", "place", "put", "send", "detain", "leave", "throw"})


def bearers(sentence: Sentence, trigger: Trigger) -> list[Token]:
    """Return the tokens (heads of noun phrases, or pronouns) that stand in the place of the one concerned."""
    word = trigger.word
    simple = _BY_ROLE.get(trigger.role)
    if simple is not None:
        return simple(sentence, word)
    if trigger.role == "group":
        return [word]
    if trigger.role == "against":
        return _phrase(sentence, word, {"against"})
    if trigger.role == "to":
        given = sentence.kids(word, "iobj") or _phrase(sentence, word, {"to", "for", "on", "upon", "against"})
        return given or [t for t in _after(sentence, word.end) if t.pos == "PROPN"]
    if trigger.role == "about":
        return _after(sentence, trigger.end)
    if trigger.role == "possessor":
        return sentence.kids(word, "nmod:poss") or _phrase(sentence, word, {"to", "for", "of"})
    return _of_noun(sentence, word)


def is_passive(sentence: Sentence, verb: Token) -> bool:
    """Say whether a verb is passive, by its auxiliary, its subject, or as a participle without one."""
    if sentence.kids(verb, "nsubj:pass", "aux:pass"):
        return True
    if verb.rel == "conj":
        head = sentence.head(verb)
        own = sentence.kids(verb, "nsubj", "obj", "aux")
        past = verb.has("VerbForm=Part") or verb.has("Tense=Past")
        return head is not None and not own and past and is_passive(sentence, head)
    past = verb.has("VerbForm=Part") and not verb.has("Aspect=Prog") and not verb.has("Tense=Pres")
    if verb.rel == "pcomp" or any(
        kid.lower == "with" for kid in sentence.kids(verb, "case")
    ):  # "with A detained in May"
        return verb.has("Tense=Past") and not sentence.kids(verb, "obj", "aux")
    if verb.rel in {"acl", "advcl", "amod", "dep", "parataxis", "appos", "xcomp"} and (past or verb.pos == "ADJ"):
        return not sentence.kids(verb, "obj", "nsubj", "aux")
    return False


def _patient(sentence: Sentence, verb: Token, depth: int = 0) -> list[Token]:
    if is_passive(sentence, verb):
        return _subject(sentence, verb)
    objects = sentence.kids(verb, "obj")
    if objects:
        return objects
    if verb.rel == "conj" and depth < 3:
        head = sentence.head(verb)
        # "was arrested and charged", "pardoned and released four women"
        if head is not None and head.pos in {"VERB", "AUX", "ADJ"}:
            return _patient(sentence, head, depth + 1)
        return []
    shared = [
        k for k in sentence.kids(verb, "conj") if k.pos == "VERB" and not sentence.kids(k, *_SUBJECTS, "aux:pass")
    ]
    if shared and depth < 3 and sentence.kids(shared[0], "obj"):
        return sentence.kids(shared[0], "obj")
    if verb.has("VerbForm=Part") and not verb.has("Tense=Pres") and not sentence.kids(verb, "nsubj", "aux"):
        return _subject(sentence, verb)
    return []


def _subject(sentence: Sentence, verb: Token, depth: int = 0) -> list[Token]:
    own = sentence.kids(verb, *_SUBJECTS)
    for kid in sentence.kids(verb, "aux:pass", "aux"):
        own += sentence.kids(kid, "nsubj", "nsubj:pass", "xcomp")
    relative = [t for t in own if t.lower in _RELATIVES]
    if verb.rel in {"acl:relcl", "acl"} and (relative or not own):
        head = sentence.head(verb)
        return _antecedent(sentence, verb, head) if head is not None else []
    if own:
        return [_partitive(sentence, t) for t in own]
    head = sentence.head(verb)
    if head is None or depth > 3:
        return []
    if verb.rel in {"conj", "xcomp", "advcl", "ccomp", "dep", "parataxis"}:
        if head.pos in {"NOUN", "PROPN"} and verb.rel in {"dep", "parataxis"}:
            return [head]
        objects = sentence.kids(head, "obj") if verb.rel == "xcomp" else []
        return objects or _subject(sentence, head, depth + 1)
    return [head] if verb.rel == "appos" else []


def _antecedent(sentence: Sentence, verb: Token, head: Token) -> list[Token]:
    """Return whom a relative clause or participle tells of: with a plural verb, all that are enumerated."""
    plural = any(k.lower in {"were", "are", "have"} for k in sentence.kids(verb, "aux", "aux:pass"))
    if plural and head.rel in {"conj", "appos"}:
        first = sentence.head(head)
        return [first] if first is not None and first.pos in {"NOUN", "PROPN"} else [head]
    if head.lower in {"those", "these", "ones", "people", "one"} or (head.pos == "NOUN" and head.has("Number=Plur")):
        return [_member(sentence, head)]
    return [head]


def _member(sentence: Sentence, group: Token) -> Token:
    """Return X of "X is among those freed", "X was one of those freed"; else the group word itself."""
    token = group
    for _ in range(3):
        subjects = sentence.kids(token, "nsubj")
        if subjects and subjects[0].i < group.i and sentence.kids(token, "cop"):
            return subjects[0]
        head = sentence.head(token)
        if head is None:
            return group
        if head.lemma == "be":
            subjects = sentence.kids(head, "nsubj")
            return subjects[0] if subjects and subjects[0].i < group.i else group
        if token.rel not in {"nmod", "obl", "acl", "obj"} or head.lower not in {"one", "many", "some", "two"}:
            return group
        token = head
    return group


def _partitive(sentence: Sentence, token: Token) -> Token:
    """Return X of "One of the five, X, was released"."""
    if token.pos == "NUM" and token.lower == "one":
        for kid in [k for n in [token, *sentence.kids(token, "nmod")] for k in sentence.kids(n, "appos")]:
            return kid
    return token


def _after(sentence: Sentence, end: int) -> list[Token]:
    """Return the head of the noun phrase that follows a phrase within a few words."""
    for token in [t for t in sentence.tokens if t.start >= end][:6]:
        if token.pos == "PRON" or (token.pos in {"NOUN", "PROPN"} and token.rel not in {"compound", "nmod:poss"}):
            return [token]
        if token.pos in {"VERB", "AUX", "PUNCT"}:
            return []
    return []


def _modified(sentence: Sentence, word: Token) -> list[Token]:
    head = sentence.head(word)
    while head is not None and head.rel == "compound" and head.head > head.i:
        head = sentence.head(head)
    if head is None:
        return []
    # "jailed opposition leader and banker X"
    if head.rel == "conj" and head.pos != "PROPN":
        upper = sentence.head(head)
        head = upper if upper is not None and upper.pos in {"NOUN", "PROPN"} else head
    return [head]


def _phrase(sentence: Sentence, word: Token, prepositions: set[str]) -> list[Token]:
    """Return X of "a case against X", "a pardon to X", wherever the parser hangs the phrase."""
    near = [word, *sentence.kids(word), *list(sentence.ancestors(word))[:1]]
    out: list[Token] = []
    for token in near:
        for kid in sentence.kids(token, "nmod", "obl"):
            if any(c.lower in prepositions for c in sentence.kids(kid, "case")) and kid not in out:
                out.append(kid)
    return out


def _whose(sentence: Sentence, token: Token) -> Token:
    """Return X of "X, whose health ...": what the relative clause hangs on; other words as they are."""
    if token.lower != "whose":
        return token
    clause = next((t for t in sentence.ancestors(token) if t.rel == "acl:relcl"), None)
    return (sentence.head(clause) if clause is not None else None) or token


def _of_noun(sentence: Sentence, noun: Token) -> list[Token]:
    out = [_whose(sentence, t) for t in sentence.kids(noun, "nmod:poss")]
    narrow = noun.lemma in {"arrest", "detention", "release", "death"}
    for kid in [
        k for token in [noun, *sentence.kids(noun, "nmod", "obl")] for k in sentence.kids(token, "nmod", "obl")
    ]:
        cases = {c.lower for c in sentence.kids(kid, "case")}
        if "of" in cases or (cases & {"for", "against"} and not (narrow and not _extended(sentence, noun))):
            out.append(kid)
    if len({k.rel for k in out}) > 1 and noun.lemma in {"release", "pardon", "arrest", "detention"}:
        out = [k for k in out if k.rel != "nmod:poss"]  # "the president's release of X"
    if not out and noun.rel == "conj":
        head = sentence.head(noun)
        if head is not None and head.pos in {"NOUN", "PROPN"}:
            return _of_noun(sentence, head)
    after = {c.lower for c in sentence.kids(noun, "case")} & {"after", "following", "since", "upon", "before"}
    if not out and after and not sentence.kids(noun, "nmod:poss"):
        # "had been sentenced after conviction in 2014"
        head = sentence.head(noun)
        return (
            _patient(sentence, head) if head is not None and head.pos == "VERB" and is_passive(sentence, head) else []
        )
    if not out and "with" in {c.lower for c in sentence.kids(noun, "case")}:
        # "has been imprisoned since 2003 with a life sentence"
        head = sentence.head(noun)
        return _patient(sentence, head) if head is not None and head.pos == "VERB" else []
    if not out:
        for kid in sentence.kids(noun, "conj"):
            out += [k for k in sentence.kids(kid, "nmod") if "of" in {c.lower for c in sentence.kids(k, "case")}]
    return out


def _extended(sentence: Sentence, noun: Token) -> bool:
    """Say whether "for" names the person, as in "extended detention for X" (not in "detention for theft")."""
    head = sentence.head(noun)
    return head is not None and head.lemma in {"extend", "prolong", "order", "approve"}


def _state_subject(sentence: Sentence, top: Token) -> list[Token]:
    token: Token | None = top
    for _ in range(5):
        if token is None:
            return []
        head = sentence.head(token)
        if token.lower in {"those", "these"} or (head is not None and head.lower in {"those", "these"}):
            group = token if token.lower in {"those", "these"} else head
            return [_member(sentence, group)] if group is not None else []
        if token.pos in {"VERB", "AUX", "ADJ"} or sentence.kids(token, "cop"):
            if token.lemma == "leave" and token is top:  # "left prison"
                return _subject(sentence, token)
            objects = sentence.kids(token, "obj")
            if objects and token.lemma in _PLACING:
                return objects
            return _subject(sentence, token)
        named = head is not None and head.pos in {"NOUN", "PROPN"} and token.rel in {"nmod", "amod", "appos", "acl"}
        if named and head is not None and (head.pos == "PROPN" or token.rel != "nmod"):
            return [head]
        token = head
    return []


_BY_ROLE: Final[dict[str, Callable[[Sentence, Token], list[Token]]]] = {
    "patient": _patient,
    "agent": _subject,
    "modified": _modified,
    "subject": _state_subject,
}
