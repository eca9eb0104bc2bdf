"""Who asserts a figure, how often such a source is wrong, and which claims repeat one origin."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Final

from habeas.reconcile.lexicon import prior, table, words
from habeas.values.case import CaseSettings
from habeas.values.claim import CountClaim
from habeas.values.document import Document

_ARTICLES: Final = frozenset({"the", "a", "an", "la", "el", "los", "las", "according", "to"})
_SHINGLE: Final = 8
_COPIED_SHARE: Final = 0.5


def source_name(claim: CountClaim, document: Document | None) -> str:
    """Return a comparable name of the one who asserts a claim; a document without a speaker speaks for its outlet."""
    plain = " ".join(word for word in words(claim.source) if word not in _ARTICLES)
    if plain in {"", "document"}:
        outlet = claim.outlet_source or (document.outlet if document else None)
        return "outlet " + " ".join(words(outlet)) if outlet else f"document {claim.doc}"
    return plain


def source_kind(claim: CountClaim, settings: CaseSettings) -> str:
    """Return the kind of a claim's source: as the case's settings say, else by the words of its name."""
    for name, kind in settings.sources.items():
        if name.lower() in {claim.source.lower(), (claim.outlet_source or "").lower()} - {""}:
            return kind
    own = set(words(claim.source))
    kinds = table("sources")
    best = max(kinds, key=lambda kind: len(own & set(kinds[kind]["words"])))
    return best if own & set(kinds[best]["words"]) else "person"


def wrong_share(kind: str) -> float:
    """Return the share of plain figures of a kind of source that are wrong."""
    kinds = table("sources")
    return float(kinds[kind if kind in kinds else "person"]["wrong"])


def rejection_bits(claim: CountClaim, settings: CaseSettings, role: str) -> float:
    """Price of setting a claim aside: the log-odds that it is that wrong, and what it says written out in full.

    A figure that the history predicts costs nothing more to write. A rejected one must be written as it stands: a
    false occasion costs its day and size just as a true one, a false total as much as a lump, a bound or a vague
    figure less, as it says less.
    """
    wrong = 1 - (1 - wrong_share(source_kind(claim, settings))) * min(max(claim.confidence, 0.05), 1.0)
    odds = math.log2(max(1 - wrong, 0.02) / wrong)
    exact = claim.low is not None and claim.low == claim.high
    if role in {"on", "total"}:
        content = prior("history", "lump_bits") + prior("history", "outer_lump_bits") * (1.0 if exact else 0.5)
    else:
        content = 3.0
    return max(1.0, odds + content)


class Origins:
    """Which claims repeat one origin: the same speaker's same figure, or the figure of a copied text."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = {document.id: document for document in documents}
        self._lineage = copied_from(documents)

    def key(self, claim: CountClaim, group: str) -> tuple[object, ...]:
        """Return the origin of a claim; claims of equal key count once."""
        document = self._documents.get(claim.doc)
        speaker = source_name(claim, document)
        if speaker.startswith(("document ", "outlet ")):
            speaker = f"document {self._lineage.get(claim.doc, claim.doc)}"
        return (speaker, claim.low, claim.high, claim.measure, group, claim.status)


def copied_from(documents: Sequence[Document]) -> dict[str, str]:
    """Map each document that shares half its eight-word runs with an earlier one to the earliest such document."""
    owner: dict[int, str] = {}
    lineage: dict[str, str] = {}
    for document in documents:
        tokens = words(document.text)
        runs = {" ".join(tokens[i : i + _SHINGLE]) for i in range(len(tokens) - _SHINGLE + 1)}
        shared: Counter[str] = Counter(owner[run] for run in _ids(runs) if run in owner)
        root = document.id
        if runs and shared:
            best = min(shared, key=lambda name: (-shared[name], name))
            if shared[best] >= _COPIED_SHARE * len(runs):
                root = lineage[best]
        lineage[document.id] = root
        for run in _ids(runs):
            owner.setdefault(run, document.id)
    return lineage


def _ids(runs: set[str]) -> list[int]:
    from zlib import crc32

    return sorted(crc32(run.encode()) for run in runs)
