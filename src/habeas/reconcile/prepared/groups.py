"""Who is counted: the case's whole population, a narrower group, or a broader one.

Groups are compared by words (data/groups.toml). What is not known is a group of its own, which bounds the whole
from below and is never merged with it; a case's settings say otherwise where its monitors know better.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from types import MappingProxyType
from typing import Final

import msgspec

from habeas.reconcile.lexicon import table, words
from habeas.reconcile.prepared.custody import in_any_custody
from habeas.reconcile.prepared.own_people import accused, demonyms
from habeas.reconcile.prepared.said_otherwise import said_otherwise
from habeas.values.case import CaseSettings
from habeas.values.claim import FLOWS, CountClaim

POPULATION: Final = ""
BROADER: Final = "prisoners of all kinds"

# Reports on political prisoners call them "prisoners" or "people" every other time.
_POLITICAL_SHARE: Final = 1 / 3  # of the figures: where fewer are called political, most are of general amnesties
_OLDEST: Final = 100  # years: a larger number behind "under" is a law's
_BESIDE: Final = 2  # words on either side of an "or" that it joins


def is_general(group: str, own: Collection[str] = ()) -> bool:
    """Say whether a group's words name the case's whole population: a general head and nothing that narrows it.

    `own` are the words of nationality that do not narrow in this case.
    """
    lexicon = table("groups")
    known = {*lexicon["general"], *lexicon["neutral"], *own}
    plain = _without_tail(words(group))
    return not _tells_age(plain) and all(word in known or word.isdigit() for word in plain)


def _tells_age(plain: Sequence[str]) -> bool:
    """Say whether the words of a group name an age: "people under 18"."""
    before = set(table("groups")["ages"])
    return any(one in before and other.isdigit() and int(other) < _OLDEST for one, other in pairwise(plain))


def _without_tail(own: list[str]) -> list[str]:
    """Leave out a closing clause of time or manner: "people arrested since the coup" are people arrested."""
    lexicon = table("groups")
    for place, word in enumerate(own):
        if place and word in lexicon["tails"]:
            return own[:place]
    return own


def _head(group: str) -> str | None:
    """Return a group's general noun, one for all nouns that mean those in prison ("inmates", "convicts")."""
    lexicon = table("groups")
    found = next((word for word in words(group) if word in lexicon["general"]), None)
    return lexicon["imprisoned"][0] if found in lexicon["imprisoned"] else found


def _value(claim: CountClaim) -> int | None:
    return claim.low if claim.low is not None else claim.high


def _spellings(groups: Sequence[str]) -> dict[str, str]:
    """Return, for the plain words of each group, its commonest spelling, of equals one in small letters."""
    found: dict[str, Counter[str]] = {}
    for group in groups:
        if plain := " ".join(words(group)):
            found.setdefault(plain, Counter())[" ".join(group.split())] += 1
    return {
        plain: min(counts, key=lambda spelling: (-counts[spelling], spelling[0].isupper(), spelling))
        for plain, counts in found.items()
    }


def _label(groups: Sequence[str]) -> str:
    """Return what the population is called: political only where enough of its figures are called so.

    A figure of arrests counts in it, and gives it no name.
    """
    named = Counter(plain for group in groups if (plain := " ".join(words(group))) and not _names_an_event(plain))
    political = Counter({plain: count for plain, count in named.items() if _is_political(plain)})
    enough = political.total() >= _POLITICAL_SHARE * named.total()
    chosen = political if political and enough else named
    return min(chosen, key=lambda plain: (-chosen[plain], plain)) if political else "people"


def _names_an_event(group: str) -> bool:
    """Say whether the only general noun of a group names what happened, as in "detentions"."""
    lexicon = table("groups")
    heads = [word for word in words(group) if word in lexicon["general"]]
    return bool(heads) and all(word in lexicon["events"] for word in heads)


def _is_political(group: str) -> bool:
    return not set(table("groups")["political"]).isdisjoint(words(group))


def _is_broader(group: str) -> bool:
    return not set(table("groups")["broader"]).isdisjoint(words(group)) and not _is_political(group)


class Groups:
    """The groups of one case: which key each claim's group has, and what a page calls it.

    Groups of documents `abroad` (document -> country) are groups of their own, outside the case's population. Of
    `told`, all claims of the case, claims are parts of others by their place in their document. `printed` are the days
    of the documents that print theirs. `country` is the English name of the case's own. Counts `listed` with others
    (claim -> their sum) are parts, whatever their words.
    """

    def __init__(
        self,
        claims: Sequence[CountClaim],
        told: Sequence[CountClaim],
        settings: CaseSettings,
        abroad: Mapping[str, str] = MappingProxyType({}),
        printed: Mapping[str, date] = MappingProxyType({}),
        country: str = "",
        listed: Mapping[str, CountClaim] = MappingProxyType({}),
    ) -> None:
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
        self._abroad = {c.doc: abroad[c.doc] for c in claims if c.doc in abroad}
        self._elsewhere = {self._key_abroad(c): self._called_abroad(c) for c in claims if c.doc in abroad}
        self._listed = frozenset(listed)
        claims = [claim for claim in claims if claim.doc not in abroad]
        self._demonyms = demonyms(claims, country)
        contrasts = list(_contrasts(claims, by_document(told), self._is_general))
        self._broad_reports: frozenset[tuple[str, str]] = frozenset()
        self._broad_values = {(parent.measure, _value(parent)) for _, parent in contrasts}
        self._broad_heads = {
            (parent.measure, _head(parent.group)) for child, parent in contrasts if _is_few(child, parent)
        }
        self._broad_reports = self._without_political(claims)
        self._spellings = _spellings([claim.group for claim in claims])
        narrow = [claim for claim in claims if not self._is_broad(claim)]
        self._label = _label([claim.group for claim in narrow if self._is_general(claim.group)])
        self._otherwise = said_otherwise(narrow, self.key, POPULATION, printed)
        self._otherwise |= accused(narrow, self._is_general, _of_other_measures(narrow, by_document(told)))
        alone = [claim for claim in narrow if claim.id not in self._listed]
        sums = {whole.id: whole for whole in listed.values() if whole.doc not in abroad}
        parts = [claim for claim in narrow if claim.id in self._listed]
        self._otherwise |= in_any_custody([*alone, *sums.values()], self._is_general, printed, parts)

    def _is_general(self, group: str) -> bool:
        return is_general(group, self._demonyms)

    def _without_political(self, claims: Sequence[CountClaim]) -> frozenset[tuple[str, str]]:
        """Return the reports that count those of a measure in the words of a broader population, and none political.

        After "7,000 prisoners" the "23,000 people" of a year before are such prisoners too.
        """
        broad = {
            (claim.doc, claim.measure) for claim in claims if self._is_general(claim.group) and self._is_broad(claim)
        }
        political = {(claim.doc, claim.measure) for claim in claims if _is_political(claim.group)}
        return frozenset(broad - political)

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
        plain = " ".join(word for word in plain.split() if word not in self._demonyms)
        if _is_broader(plain):
            return BROADER
        return POPULATION if plain == self._label or is_general(plain) else plain

    def key_of(self, claim: CountClaim) -> str:
        """Return the key of a claim's group, which its value can show to be a broader population."""
        if claim.doc in self._abroad:
            return self._key_abroad(claim)
        if claim.id in self._listed:
            return self._plain(claim.group)
        if claim.id in self._otherwise:
            return POPULATION
        key = self.key(claim.group)
        return BROADER if key == POPULATION and self._is_broad(claim) else key

    def _called_abroad(self, claim: CountClaim) -> str:
        group = "people" if is_general(claim.group) else claim.group
        return f"{group} in {self._abroad[claim.doc]}"

    def _key_abroad(self, claim: CountClaim) -> str:
        return self._plain(self._called_abroad(claim))

    def _is_broad(self, claim: CountClaim) -> bool:
        if _is_political(claim.group):
            return False
        value, head = (claim.measure, _value(claim)), (claim.measure, _head(claim.group))
        known = value in self._broad_values or head in self._broad_heads
        return known or (claim.doc, claim.measure) in self._broad_reports

    def is_abroad(self, key: str) -> bool:
        """Say whether a group is of another country than the case's."""
        return key in self._elsewhere

    def parent(self, key: str) -> str | None:
        """Return the group that contains this one, null where none is known to."""
        if key == BROADER or key in self._overlap or key in self._elsewhere:
            return None
        if key == POPULATION:
            return BROADER if self._broad_values else None
        return self.key(self._subset[key]) if key in self._subset else POPULATION

    @property
    def label(self) -> str:
        """What a page calls the case's whole population."""
        return self.name(POPULATION)

    def name(self, key: str) -> str:
        """Return what a page calls a group: its words as most reports spell them."""
        plain = self._label if key == POPULATION else key
        return self._elsewhere.get(plain) or self._spellings.get(plain, plain)


def by_document(claims: Sequence[CountClaim]) -> dict[str, list[CountClaim]]:
    """Return the claims of each document in their order, to which the claims themselves refer by place."""
    found: dict[str, list[CountClaim]] = {}
    for claim in claims:
        found.setdefault(claim.doc, []).append(claim.with_id())
    return found


def _of_other_measures(claims: Sequence[CountClaim], told: Mapping[str, Sequence[CountClaim]]) -> frozenset[str]:
    """Return the claims called parts of a general count of another measure: "1,020 detained, 418 of them let out"."""
    return frozenset(
        claim.id
        for claim in claims
        if claim.subset_of is not None
        and 0 <= claim.subset_of < len(told[claim.doc])
        and (whole := told[claim.doc][claim.subset_of]).measure != claim.measure
        and is_general(whole.group)
    )


def with_lent_groups(claims: Sequence[CountClaim], told: Sequence[CountClaim]) -> list[CountClaim]:
    """Return the claims, those that name no group with that of a claim of their document that says the same.

    A headline's "Thirty-one go free" counts those whom the sentence below it names.
    """
    lent: dict[str, str] = {}
    for own in by_document(told).values():
        for claim in own:
            if claim.repeats is not None and 0 <= claim.repeats < len(own):
                pair = (claim, own[claim.repeats])
                for one, other in (pair, pair[::-1]):
                    if other.group and not one.group:
                        lent.setdefault(one.id, other.group)
    return [
        msgspec.structs.replace(claim, group=lent[claim.id]) if not claim.group and claim.id in lent else claim
        for claim in claims
    ]


def _contrasts(
    claims: Sequence[CountClaim], told: Mapping[str, Sequence[CountClaim]], is_whole: Callable[[str], bool]
) -> Iterator[tuple[CountClaim, CountClaim]]:
    """Yield the pairs of a political figure and the broader one that its document sets it against.

    Either the text calls one a part of the other ("7,000, 300 of them political"), or it gives both, with one measure
    and one window, and the political ones are less than half ("5,700 were freed that day; 70 political prisoners").
    A figure that political ones add up to is none ("54 people, 32 political prisoners today and 22 before").
    """
    for doc, own in by_document(claims).items():
        political, wholes = (
            [claim for claim in own if _is_political(claim.group)],
            [claim for claim in own if not _is_political(claim.group) and is_whole(claim.group)],
        )
        for parent in wholes:
            parts = [child for child in political if _sets_apart(parent, child, told[doc])]
            if sum(_value(child) or 0 for child in parts) != _value(parent):
                yield from ((child, parent) for child in parts)


def _sets_apart(parent: CountClaim, child: CountClaim, own: Sequence[CountClaim]) -> bool:
    if parent.measure != child.measure:
        return False
    if child.subset_of is not None and 0 <= child.subset_of < len(own):
        return own[child.subset_of].id == parent.id
    return child.measure in FLOWS and _one_window(parent, child) and _is_few(child, parent)


def _one_window(left: CountClaim, right: CountClaim) -> bool:
    days = (left.start_date, left.end_date)
    return left.status == right.status and None not in days and days == (right.start_date, right.end_date)


def _is_few(child: CountClaim, parent: CountClaim) -> bool:
    return child.high is not None and parent.low is not None and 2 * child.high < parent.low


def partition_of(group: str) -> tuple[str, int] | None:
    """Return the partition a group's word belongs to and its place in it ("women" is half of "sex"), or null."""
    for name, parts in table("groups")["partitions"].items():
        for place, part in enumerate(parts):
            if part in words(group):
                return name, place
    return None


def is_union(claim: CountClaim) -> bool:
    """Say whether a quote counts two measures together, which bounds each from above only.

    "Sentences and arrests" are both, "released or found" either.
    """
    tokens = words(claim.quote)
    lexicon = table("groups")
    families = lexicon["measures"]
    joined = claim.measure in families and not set(lexicon["both"]).isdisjoint(tokens)
    both = joined and all(any(token.startswith(tuple(stems)) for token in tokens) for stems in families.values())
    return both or _is_either(claim.measure, tokens)


def _is_either(measure: str, tokens: Sequence[str]) -> bool:
    """Say whether two outcomes, one of them the measure, stand on either side of an "or"."""
    lexicon = table("groups")
    for place, token in enumerate(tokens):
        if token in lexicon["either"]:
            sides = [_outcomes(tokens[max(0, place - _BESIDE) : place]), _outcomes(tokens[place + 1 :][:_BESIDE])]
            if measure in sides[0] | sides[1] and all(sides) and sides[0].isdisjoint(sides[1]):
                return True
    return False


def _outcomes(tokens: Sequence[str]) -> set[str]:
    outcomes = table("groups")["outcomes"]
    return {name for name, stems in outcomes.items() if any(token.startswith(tuple(stems)) for token in tokens)}
