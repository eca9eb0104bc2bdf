"""Waves that a text counts ("in four waves") and sizes it gives to each ("in groups of about 30").

An extractor that fills `occasions` is believed; for claims that come without it, the clause around the quote is read.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from habeas.reconcile.lexicon import table, words
from habeas.values.claim import CountClaim
from habeas.values.document import Document

MOST_WAVES: Final = 40  # that words tell of; a larger number counts something else
_CLAUSE_END: Final = re.compile(r"[.;!?\n]")


def waves_of(claim: CountClaim, document: Document | None) -> int | None:
    """Return the number of waves over which a claim's figure is spread, or null where nothing says so."""
    if claim.occasions is not None or document is None:
        return claim.occasions
    tail = _CLAUSE_END.split(document.text[claim.start : claim.start + len(claim.quote) + 120], maxsplit=1)[0]
    lexicon = table("waves")
    tokens = words(tail)
    for number, noun in pairwise(tokens):
        if noun in lexicon["nouns"]:
            count = int(number) if number.isdigit() else lexicon["numbers"].get(number)
            if count is not None and 1 <= count <= MOST_WAVES:
                return int(count)
    return None


def is_size_of_each(claim: CountClaim) -> bool:
    """Say whether a claim gives the size of each wave instead of a sum over waves."""
    quote = " ".join(words(claim.quote))
    return claim.when_kind != "on" and any(phrase in quote for phrase in table("waves")["distributive"])


def is_more(claim: CountClaim) -> bool:
    """Say whether a figure is called one more of its kind: "another 30", "30 more", but not "more than 30"."""
    lexicon = table("waves")
    pairs = pairwise([*words(claim.quote), ""])
    return any(word in lexicon["more"] and after not in lexicon["than"] for word, after in pairs)


def is_latest(claim: CountClaim, document: Document | None) -> bool:
    """Say whether a text calls the occasion of a claim the most recent one: none follows until it is published."""
    if document is None or claim.when_kind != "on":
        return False
    before = _CLAUSE_END.split(document.text[max(0, claim.start - 120) : claim.start])[-1]
    clause = f" {' '.join(words(before + claim.quote))} "
    return any(f" {phrase} " in clause for phrase in table("waves")["latest"])
