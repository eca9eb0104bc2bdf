"""Gives a main clause back the verb or the subject that the model tore from it, in heads and relations after UD.

A noun phrase behind "after", "before" or "since" may be taken for the subject of what follows ("the 90 people held
after the riots have been freed": as if the riots had been freed), and people behind a place for a part of the place
("in the south of Odra 90 people were freed"). Both leave people without what befell them.
"""

from __future__ import annotations

from typing import Any, Final

_MARKS: Final = frozenset({"after", "before", "since", "following"})
_CLAUSES: Final = frozenset({"advcl", "ccomp", "acl:relcl"})
_SUBJECTS: Final = ("nsubj", "nsubj:pass")
_NOMINAL: Final = frozenset({"NOUN", "PROPN", "NUM", "PRON"})
_INSIDE: Final = frozenset({"acl", "acl:relcl", "nmod"})
_ADRIFT: Final = frozenset({"root", "dep"})
_PERFECT: Final = frozenset({"has", "have", "'ve"})
_PLURAL: Final = frozenset({"NNS", "NNPS"})


def give_back_verbs(words: list[Any], heads: list[int], rels: list[str]) -> None:
    """Make the verb of a clause behind "after" the main verb, where the sentence before it has none."""
    for verb, rel in enumerate(rels):
        if rel not in _CLAUSES or words[verb].pos_ not in {"VERB", "AUX"}:
            continue
        subject = _kid(heads, rels, verb, _SUBJECTS)
        mark = _mark(words, heads, subject) if subject is not None and subject < verb else None
        if mark is None or subject is None:
            continue
        people = _adrift(words, heads, rels, heads[verb])
        if people is None or people > mark or not _is_main(words, heads, rels, verb, people):
            continue
        described = heads[verb]
        old = rels[subject]
        root = heads[people] == people
        heads[verb], rels[verb] = (verb, "root") if root else (heads[people], rels[people])
        heads[people], rels[people] = verb, old
        heads[subject], rels[subject] = described, "nmod" if described == people else "obl"
        heads[mark], rels[mark] = subject, "case"
        for k, head in enumerate(heads):  # the full stop, and what was said around it
            if head == people and k > verb:
                heads[k] = verb


def _mark(words: list[Any], heads: list[int], subject: int) -> int | None:
    """Return where the "after" stands that opens the noun phrase of a subject."""
    at = min([k for k, head in enumerate(heads[:subject]) if head == subject], default=subject)
    at = next((k for k in range(subject - 1, at - 1, -1) if words[k].lower_ in _MARKS), at - 1)
    return at if at >= 0 and words[at].lower_ in _MARKS else None


def _adrift(words: list[Any], heads: list[int], rels: list[str], at: int) -> int | None:
    """Return the noun without a verb of its own that a word belongs to, if any."""
    for _ in range(6):
        if rels[at] in _ADRIFT:
            return at if words[at].pos_ in _NOMINAL else None
        if rels[at] not in _INSIDE or heads[at] == at:
            return None
        at = heads[at]
    return None


def _is_main(words: list[Any], heads: list[int], rels: list[str], verb: int, people: int) -> bool:
    """Tell "the people held after the riots have been freed" from the headline "Dozens held after a rally was banned".

    The perfect seldom stands behind "after", and a headline has no article before its first noun.
    """
    perfect = any(heads[k] == verb and rels[k] == "aux" and words[k].lower_ in _PERFECT for k in range(verb))
    known = any(heads[k] == people and rels[k] == "det" for k in range(people))
    return perfect or (known and heads[verb] == people)


def give_back_subjects(words: list[Any], heads: list[int], rels: list[str]) -> None:
    """Make counted people right before a finite passive its subject: "in the south of Odra 90 people were freed"."""
    for verb, rel in enumerate(rels):
        if words[verb].pos_ != "VERB" or rel in {"conj", "xcomp", "acl", "acl:relcl"}:
            continue
        passive = _kid(heads, rels, verb, ("aux:pass",))
        if passive is None or _kid(heads, rels, verb, (*_SUBJECTS, "csubj", "csubj:pass")) is not None:
            continue
        first = min(k for k in range(passive + 1) if heads[k] == verb and rels[k] in {"aux", "aux:pass"})
        people, number = first - 1, first - 2
        if number < 1 or words[people].tag_ not in _PLURAL or words[number].pos_ != "NUM":
            continue
        if rels[people] not in {"nmod", "obl"} or words[people].pos_ != "NOUN" or words[number - 1].pos_ != "PROPN":
            continue
        _part(heads, rels, people, number)
        heads[people], rels[people] = verb, "nsubj:pass"


def _part(heads: list[int], rels: list[str], people: int, number: int) -> None:
    """Leave the name before the number, with all before it, in the place of the people."""
    place = number - 1
    above, label = heads[people], rels[people]
    for k in range(number):
        if heads[k] in {people, number} and k != place:
            heads[k] = place
    heads[place], rels[place] = above, label
    heads[number], rels[number] = people, "nummod"
    if above == place:
        heads[place], rels[place] = people, "nmod"


def _kid(heads: list[int], rels: list[str], of: int, relations: tuple[str, ...]) -> int | None:
    return next((k for k, head in enumerate(heads) if head == of and k != of and rels[k] in relations), None)


def give_back_parts(words: list[Any], heads: list[int], rels: list[str]) -> None:
    """Make a part of a whole the subject that the model hung on the day or place before it.

    "On Monday seven of the 25 were released": seven were, on Monday.
    """
    for n in range(1, len(words) - 1):
        name, verb = n - 1, heads[n - 1]
        hung = heads[n] == name and rels[n] == "nummod" and words[n].pos_ == "NUM" and rels[name] == "obl"
        if not hung or words[name].pos_ != "PROPN" or words[n + 1].lower_ != "of" or verb <= n:
            continue
        kids = [k for k, h in enumerate(heads) if h == verb]
        if any(rels[k] in {"nsubj", "nsubj:pass"} for k in kids):
            continue
        heads[n], rels[n] = verb, "nsubj:pass" if any(rels[k] == "aux:pass" for k in kids) else "nsubj"
        for k, h in enumerate(heads):
            if h == name and k > n:
                heads[k] = n
