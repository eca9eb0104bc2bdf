"""Who is counted: the case's whole population, a narrower group, or a broader one.

Groups are compared by words (data/groups.toml). What is not known is a group of its own, which bounds the whole
from below and is never merged with it; a case's settings say otherwise where its monitors know better.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from habeas.reconcile.lexicon import table, words
from habeas.values.case import CaseSettings
from habeas.values.claim import CountClaim

POPULATION: Final = ""
BROADER: Final = "all prisoners, political or not"


def is_general(group: str) -> bool:
    """Say whether a group's words name the case's whole population: a general head and nothing that narrows it."""
    lexicon = table("groups")
    known = {*lexicon["general"], *lexicon["neutral"]}
    return all(word in known or word.isdigit() for word in _without_tail(words(group)))


def _without_tail(own: list[str]) -> list[str]:
    """Leave out a closing clause of time or manner: "people arrested since the coup" are people arrested."""
    lexicon = table("groups")
    for place, word in enumerate(own):
        if place and word in lexicon["tails"]:
            return own[:place]
    return own


def _head(group: str) -> str | None:
    return next((word for word in words(group) if word in table("groups")["general"]), None)


def _is_political(group: str) -> bool:
    return not set(table("groups")["political"]).isdisjoint(words(group))


def _is_broader(group: str) -> bool:
    return not set(table("groups")["broader"]).isdisjoint(words(group)) and not _is_political(group)


class Groups:
    """The groups of one case: which key each claim's group has, and what a page calls it."""

    def __init__(self, claims: Sequence[CountClaim], settings: CaseSettings) -> None:
        self._same: dict[str, str] = {}
        self._subset: dict[str, str] = {}
        self._overlap: set[str] = set()
        for relation in settings.groups:
            left, right = self._plain(relation.left), self._plain(relation.right)
            if relation.relation == "same":
                self._same[left] = right
            elif relation.relation == "subset":
                self._subset[left] = right
            else:
                self._overlap.add(left)
        self._broad_values = _broader_values(claims)
        self._broad_heads = _broader_heads(claims)
        named = Counter(
            " ".join(words(claim.group)) for claim in claims if is_general(claim.group) and _is_political(claim.group)
        )
        self.label = min(named, key=lambda name: (-named[name], name)) if named else "people"

    @staticmethod
    def _plain(group: str) -> str:
        return " ".join(words(group))

    def key(self, group: str) -> str:
        """Return the key of a group as it is written, the empty string for the case's whole population."""
        plain = self._plain(group)
        seen: set[str] = set()
        while plain in self._same and plain not in seen:
            seen.add(plain)
            plain = self._same[plain]
        if plain in self._subset or plain in self._overlap:
            return plain
        if _is_broader(plain):
            return BROADER
        return POPULATION if plain == self.label or is_general(plain) else plain

    def key_of(self, claim: CountClaim) -> str:
        """Return the key of a claim's group, which its value can show to be a broader population."""
        key = self.key(claim.group)
        if key == POPULATION and not _is_political(claim.group):
            value = claim.low if claim.low is not None else claim.high
            if (claim.measure, value) in self._broad_values or (claim.measure, _head(claim.group)) in self._broad_heads:
                return BROADER
        return key

    def parent(self, key: str) -> str | None:
        """Return the group that contains this one, null where none is known to."""
        if key == BROADER or key in self._overlap:
            return None
        if key == POPULATION:
            return BROADER if self._broad_values else None
        return self.key(self._subset[key]) if key in self._subset else POPULATION

    def name(self, key: str) -> str:
        """Return what a page calls a group."""
        return self.label if key == POPULATION else key


def _broader_values(claims: Sequence[CountClaim]) -> set[tuple[str, int | None]]:
    """Find figures that a text sets apart as more than the political ones among them ("7,000, 300 political")."""
    by_doc: dict[str, list[CountClaim]] = {}
    for claim in claims:
        by_doc.setdefault(claim.doc, []).append(claim)
    broad: set[tuple[str, int | None]] = set()
    for own in by_doc.values():
        for child in own:
            if child.subset_of is None or not 0 <= child.subset_of < len(own) or not _is_political(child.group):
                continue
            parent = own[child.subset_of]
            if parent.measure == child.measure and not _is_political(parent.group) and is_general(parent.group):
                broad.add((parent.measure, parent.low if parent.low is not None else parent.high))
    return broad


def _broader_heads(claims: Sequence[CountClaim]) -> set[tuple[str, str | None]]:
    """Find words for people that a text uses of far more than the political ones ("5,000 prisoners, 70 political")."""
    by_doc: dict[str, list[CountClaim]] = {}
    for claim in claims:
        by_doc.setdefault(claim.doc, []).append(claim)
    heads: set[tuple[str, str | None]] = set()
    for own in by_doc.values():
        for child in own:
            if child.subset_of is None or not 0 <= child.subset_of < len(own) or not _is_political(child.group):
                continue
            parent = own[child.subset_of]
            few = child.high is not None and parent.low is not None and 2 * child.high < parent.low
            if few and parent.measure == child.measure and not _is_political(parent.group) and is_general(parent.group):
                heads.add((parent.measure, _head(parent.group)))
    return heads


def partition_of(group: str) -> tuple[str, int] | None:
    """Return the partition a group's word belongs to and its place in it ("women" is half of "sex"), or null."""
    for name, parts in table("groups")["partitions"].items():
        for place, part in enumerate(parts):
            if part in words(group):
                return name, place
    return None


def is_union(claim: CountClaim) -> bool:
    """Say whether a quote counts two measures together ("sentences and arrests"), which bounds each from above only."""
    tokens = words(claim.quote)
    families = table("groups")["measures"]
    if claim.measure not in families or set(table("groups")["both"]).isdisjoint(tokens):
        return False
    return all(any(token.startswith(tuple(stems)) for token in tokens) for stems in families.values())
