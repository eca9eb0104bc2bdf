"""Who asserts a figure, how often such a source is wrong, and which claims repeat one origin."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Final

from habeas.reconcile.lexicon import prior, source_kind, table, words
from habeas.reconcile.prepared.aliases import Aliases, plain
from habeas.values.case import CaseSettings
from habeas.values.claim import CountClaim
from habeas.values.document import Document
from habeas.values.history import Copy

_NO_SETTINGS: Final = CaseSettings()
_SHINGLE: Final = 8  # words in a run that texts share by copying
_COPIED_SHARE: Final = 0.5  # of a text's runs, from which it is a copy


def kind_of(names: Iterable[str]) -> str:
    """Return the kind of a source by the words of its names: that with most words known, `person` without any."""
    own = {word for name in names for word in words(name)}
    kinds = table("sources")
    best = max(kinds, key=lambda kind: len(own & set(kinds[kind]["words"])))
    return best if own & set(kinds[best]["words"]) else "person"


def wrong_share(kind: str) -> float:
    """Return the share of plain figures of a kind of source that are wrong."""
    return float(source_kind(kind)["wrong"])


def doubted(wrong: float, confidence: float) -> float:
    """Return the share of wrong figures of a source, raised by the doubt that the text was read right.

    Extractors are calibrated to tenths, not to hundredths: above `sure` confidence says nothing more, and below it
    the log-odds fall so slowly that a hundredth is worth a tenth of a bit.
    """
    missing = max(0.0, prior("confidence", "sure") - max(confidence, 0.0))
    odds = math.log2((1 - wrong) / wrong) - prior("confidence", "bits") * missing
    return 1 / (1 + math.exp2(odds))


def rejection_bits(claim: CountClaim, share: float, role: str, waves: int = 0) -> float:
    """Price of setting aside a claim of a source wrong with `share`: the log-odds of it, and what it says written out.

    A figure that the history predicts costs nothing more to write. A rejected one must be written as it stands: a
    false occasion costs its day and size just as a true one, a false total as much as a lump, a bound or a vague
    figure less, as it says less; so many waves as much as waves on open days.
    """
    wrong = doubted(share, claim.confidence)
    odds = math.log2(max(1 - wrong, 0.02) / wrong)
    exact = claim.low is not None and claim.low == claim.high
    timeless = claim.when_kind == "none"  # "thousands were detained": a total since nobody says when
    if role in {"on", "total"} or timeless:
        sure = exact and not timeless
        content = prior("history", "lump_bits") + prior("history", "outer_lump_bits") * (1.0 if sure else 0.5)
    else:
        content = 3.0
    content += waves * prior("history", "open_wave_bits")
    return max(1.0, odds + content)


class Speakers:
    """Who asserts the claims of a case: names that are one source's together, kinds, shares wrong, and origins.

    `learned` maps a source's key, or "kind K", to the share of its figures found wrong, where a case has shown enough.
    """

    def __init__(
        self,
        claims: Sequence[CountClaim],
        documents: Sequence[Document],
        settings: CaseSettings = _NO_SETTINGS,
        learned: Mapping[str, float] = MappingProxyType({}),
    ) -> None:
        self._documents = {document.id: document for document in documents}
        self.copies = copies_of(documents)
        self._lineage = {copy.doc: copy.of for copy in self.copies}
        names = Counter(claim.source for claim in claims if _is_named(claim.source))
        names.update(outlet for claim in claims if (outlet := self._outlet(claim)))
        texts = (document.text for document in documents if "(" in document.text)
        self.aliases = Aliases(names, texts, settings.aliases)
        self._spellings = self.aliases.groups()
        self._judged = {self.aliases.key(name): kind for name, kind in settings.sources.items()}
        self._kinds: dict[str, str] = {}
        self.learned = learned

    def _outlet(self, claim: CountClaim) -> str | None:
        document = self._documents.get(claim.doc)
        return claim.outlet_source or (document.outlet if document else None)

    def key(self, claim: CountClaim) -> str:
        """Return who asserts a claim; a document without a speaker speaks for its outlet, else for itself."""
        if _is_named(claim.source):
            return self.aliases.key(claim.source)
        outlet = self._outlet(claim)
        return self.aliases.key(outlet) if outlet else f"document {claim.doc}"

    def publishes(self, claim: CountClaim) -> bool:
        """Say whether who asserts a claim publishes it itself."""
        outlet = self._outlet(claim)
        return outlet is not None and self.key(claim) == self.aliases.key(outlet)

    def are_independent(self, one: CountClaim, other: CountClaim) -> bool:
        """Say whether two claims are of two sources, and neither's text is a copy of the other's."""
        texts = (self._lineage.get(claim.doc, claim.doc) for claim in (one, other))
        return len(set(texts)) > 1 and self._origin(one) != self._origin(other)

    def shown(self, claim: CountClaim) -> str:
        """Return the name of a claim's source for readers."""
        return self.aliases.shown(self.key(claim))

    def spellings(self, key: str) -> tuple[str, ...]:
        """Return the names of a source as written, those used most first."""
        return self._spellings.get(key, ())

    def kind(self, claim: CountClaim) -> str:
        """Return the kind of a claim's source: as the case's settings say, else by the words of its names."""
        key = self.key(claim) if _is_named(claim.source) else "document"
        outlet = self._outlet(claim)
        judged = self._judged.get(key) or (self._judged.get(self.aliases.key(outlet)) if outlet else None)
        if judged:
            return judged
        if key not in self._kinds:
            self._kinds[key] = kind_of(self.spellings(key) or (key,))
        return self._kinds[key]

    def wrong(self, claim: CountClaim) -> float:
        """Return the share of a source's figures that are wrong: as learned from the case, else that of its kind."""
        kind = self.kind(claim)
        share = self.learned.get(self.key(claim), self.learned.get(f"kind {kind}"))
        return wrong_share(kind) if share is None else share

    def origin(self, claim: CountClaim, group: str) -> tuple[object, ...]:
        """Return the origin of a claim; claims of equal origin count once: a speaker's same figure, a copied text's."""
        return (self._origin(claim), claim.low, claim.high, claim.measure, group, claim.status)

    def _origin(self, claim: CountClaim) -> str:
        """Return who speaks first: the speaker named, else the outlet of the text that the claim's is a copy of."""
        if _is_named(claim.source):
            return self.key(claim)
        root = self._documents.get(self._lineage.get(claim.doc, claim.doc))
        if root is not None and root.outlet:
            return self.aliases.key(root.outlet)
        return f"document {root.id}" if root is not None else f"document {claim.doc}"


def _is_named(source: str) -> bool:
    return plain(source) not in {"", "document"}


def copies_of(documents: Sequence[Document]) -> tuple[Copy, ...]:
    """Return the documents that share half their eight-word runs with an earlier one, each with the first such text.

    Earlier is by the day of publication; texts without one come last, in the order given.
    """
    owner: dict[int, str] = {}
    found: dict[str, Copy] = {}
    for document in sorted(documents, key=lambda each: each.published or date.max):
        tokens = words(document.text)
        runs = _ids({" ".join(tokens[i : i + _SHINGLE]) for i in range(len(tokens) - _SHINGLE + 1)})
        shared: Counter[str] = Counter(owner[run] for run in runs if run in owner)
        best = min(shared, key=lambda name: (-shared[name], name), default=document.id)
        if runs and shared[best] >= _COPIED_SHARE * len(runs):
            root = found[best].of if best in found else best
            found[document.id] = Copy(doc=document.id, of=root, share=round(shared[best] / len(runs), 3))
        for run in runs:
            owner.setdefault(run, document.id)
    return tuple(found[document.id] for document in documents if document.id in found)


def _ids(runs: set[str]) -> list[int]:
    from zlib import crc32

    return sorted(crc32(run.encode()) for run in runs)
