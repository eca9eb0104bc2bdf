"""Persons whom the parser lost: found again by the words between a name and what happened to its bearer."""

from __future__ import annotations

import re

from habeas.extract.parse.base import Sentence, Token
from habeas.extract.people.bearers import is_passive
from habeas.extract.people.patient import NESTED, Patient, governed, verb_between
from habeas.extract.people.registry import Placed
from habeas.extract.people.triggers import Trigger


def after_preposition(sentence: Sentence, trigger: Trigger, placed: list[Placed]) -> list[Patient]:
    """Return X of "a pardon to the activist X", where the parser lost the phrase."""
    for p in placed:
        gap = sentence.text[trigger.end - sentence.start : p.mention.start - sentence.start]
        if p.mention.start > trigger.end and re.match(r"^ (?:to|for|of) (?:[\w’'-]+ ){0,6}$", gap):
            return [Patient(p.person, p.mention.start, p.mention.end, "named")]
    return []


def in_commas(sentence: Sentence, token: Token, trigger: Trigger, placed: list[Placed]) -> list[Patient]:
    """Return X of "the editor of the weekly Horizon, X, was freed", which the parser ties to the nearer noun."""
    if token.pos != "NOUN" or token.rel not in {"nsubj", "nsubj:pass"} or token.has("Number=Plur"):
        return []
    for p in placed:
        before = sentence.text[: p.mention.start - sentence.start]
        after = sentence.text[p.mention.end - sentence.start :]
        inside = token.end < p.mention.start and p.mention.end < trigger.start
        parted = inside and before.endswith(", ") and after.startswith(",")
        if parted and not verb_between(sentence, token.end, p.mention.start):
            return [Patient(p.person, p.mention.start, p.mention.end, "named")]
    return []


def before_participle(sentence: Sentence, trigger: Trigger, placed: list[Placed]) -> list[Patient]:
    """Return X of "X, a journalist, sentenced to ...", where the parser lost the noun."""
    word = trigger.word
    if not word.has("VerbForm=Part") or sentence.kids(word, "obj", "nsubj", "nsubj:pass", "aux", "aux:pass"):
        return []
    before = [p for p in placed if p.mention.end <= word.start]
    if not before:
        return []
    last = before[-1]
    gap = sentence.text[last.mention.end - sentence.start : word.start - sentence.start]
    if len(gap) > 90 or not gap.lstrip().startswith((",", "(", "–", "-")):
        return []
    if verb_between(sentence, last.mention.end, word.start):
        return []
    return [Patient(last.person, last.mention.start, last.mention.end, "named")]


def before_passive(sentence: Sentence, trigger: Trigger, placed: list[Placed], tokens: list[Token]) -> list[Patient]:
    """Return the names of a subject parsed to pieces: "X, founder of a club, and others - A, B - were freed"."""
    word = trigger.word
    if not is_passive(sentence, word) or not sentence.kids(word, "aux:pass") or word.rel in {"acl", "acl:relcl"}:
        return []
    if word.lemma in {"hold", "keep"}:  # meetings and elections are held too
        return []
    if any(t.pos == "PRON" or t.start > word.start for t in tokens):
        return []
    out: list[Patient] = []
    edge = word.start
    begin = max((mark.start for mark in sentence.kids(word, "mark")), default=0)  # "after 30 prisoners were freed"
    for p in [q for q in placed if q.mention.end <= word.start][::-1]:
        verbs = [
            t
            for t in sentence.tokens
            if p.mention.end <= t.start < edge
            and t.pos in {"VERB", "AUX"}
            and t.rel not in NESTED | {"aux", "aux:pass"}
        ]
        if verbs or p.mention.start < begin:
            break
        edge = p.mention.start
        if not governed(sentence, p):
            out.append(Patient(p.person, p.mention.start, p.mention.end, "named"))
    return out[::-1]
