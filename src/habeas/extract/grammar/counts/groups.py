"""The group that a number counts, in the text's own words: "political prisoners", "lawmakers, mayors and members"."""

from __future__ import annotations

from typing import Final

from habeas.extract.grammar.counts.counted import Mention
from habeas.extract.parse.base import Sentence, Token

# The longest stretch that a further noun of a group may add, and quotation marks that a group may have opened.
_GROUP: Final = 40
_CLOSING: Final = {"”": "“", "’": "‘", '"': '"'}


def group_text(sentence: Sentence, mention: Mention) -> tuple[str, int, int]:
    """Return the group in the text's words, without its number, and the span of its noun phrase in the document.

    The phrase runs from the first modifier after the number to the noun with its "of" complements; clauses and
    participles stay outside.
    """
    noun = mention.noun
    if noun is None:
        return "", mention.numeral.start, mention.numeral.end
    core_end = sentence.start + mention.quantity.core_end
    left = [
        t
        for t in sentence.subtree(noun)
        if core_end <= t.start <= noun.start and t.rel not in {"case", "nummod", "det", "punct"} and t.pos != "ADP"
    ]
    start = min((t.start for t in left), default=noun.start)
    end = noun.end
    for kid in sentence.kids(noun, "nmod"):
        cases = [c for c in sentence.kids(kid, "case") if c.i > noun.i]
        if not cases or sentence.kids(kid, "nummod") or cases[0].lower in {"in", "at", "on", "with", "for", "to"}:
            continue
        if cases[0].i == noun.i + 1 and kid.pos in {"NOUN", "PROPN"} and kid.i - noun.i <= 8:
            end = max(end, kid.end)
            break
    end = max(end, _last_of_group(sentence, noun, end))
    text = sentence.text[start - sentence.start : end - sentence.start]
    closing = sentence.text[end - sentence.start : end - sentence.start + 1]
    if closing in _CLOSING and text.count(_CLOSING[closing]) > text.count(closing) * (closing != _CLOSING[closing]):
        end += 1 if text.count(_CLOSING[closing]) % 2 else 0
        text = sentence.text[start - sentence.start : end - sentence.start]
    return " ".join(text.split()), start, end


def _last_of_group(sentence: Sentence, noun: Token, end: int) -> int:
    """Return where the last noun ends that shares a number with `noun`: "20 lawmakers, mayors and members"."""
    for kid in sentence.kids(noun, "conj"):
        between = sentence.text[end - sentence.start : max(end, kid.end) - sentence.start]
        own = any(t.pos in {"NUM", "VERB", "AUX", "DET", "ADP"} for t in sentence.tokens[noun.i + 1 : kid.i])
        if kid.pos not in {"NOUN", "PROPN"} or own or len(between) > _GROUP:
            break
        end = max(end, kid.end)
    return end
