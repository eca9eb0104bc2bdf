"""How often each source of a case was wrong, learned from its history with shrinkage to the defaults of its kind.

A figure is tested where another source's figure counts some of the same people, or where no history could keep it.
Shares are shrunk twice: a kind of source to its documented default, and a source to its kind.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from habeas.reconcile.exact.fates import REJECTED, SOFT
from habeas.reconcile.lexicon import prior
from habeas.reconcile.outcome.assemble import SolvedSeries
from habeas.reconcile.prepared.prepare import Prepared
from habeas.reconcile.prepared.sources import wrong_share
from habeas.values.history import SourceRecord

_TESTED = frozenset({"on", "total"})  # roles of figures that others can test


class _Tested(NamedTuple):
    """One origin's figure as others test it: whether it was wrong, and log(truth / figure) where it was kept."""

    key: str
    kind: str
    wrong: bool
    ratio: float | None


@dataclass
class _Tally:
    kind: str = "person"
    claims: int = 0
    tested: int = 0
    wrong: int = 0
    ratios: list[float] = field(default_factory=list)

    def add(self, each: _Tested) -> None:
        """Count one tested figure."""
        self.tested += 1
        self.wrong += each.wrong
        if each.ratio is not None:
            self.ratios.append(each.ratio)


class Learned(NamedTuple):
    """What a case tells of its sources, and the shares wrong by source or kind that are worth solving it again with."""

    records: tuple[SourceRecord, ...]
    shares: Mapping[str, float]


def may_teach(prepared: Prepared) -> bool:
    """Say whether a case has as many figures as are needed to tell how often its sources are wrong."""
    tested = sum(s.role in _TESTED for own in prepared.series.values() for s in own)
    return tested >= prior("learning", "least_tested") and len(prepared.claims) <= prior("learning", "most_claims")


def learn(prepared: Prepared, series: Sequence[SolvedSeries]) -> Learned:
    """Return every named source of the case with its kind and how often its figures held against those of others.

    Shares are given only where enough figures were tested and some source or kind differs enough from its default.
    """
    speakers = prepared.case.speakers
    tallies: dict[str, _Tally] = defaultdict(_Tally)
    for claim in prepared.claims:
        tally = tallies[speakers.key(claim)]
        tally.kind, tally.claims = speakers.kind(claim), tally.claims + 1
    kinds: dict[str, _Tally] = defaultdict(_Tally)
    for each in _tested(prepared, series):
        tallies[each.key].add(each)
        kinds[each.kind].add(each)
    by_kind = {
        kind: _shrunk(tally, wrong_share(kind), prior("learning", "kind_strength")) for kind, tally in kinds.items()
    }
    named = [(key, tally) for key, tally in sorted(tallies.items()) if speakers.spellings(key)]
    found = [_record(key, tally, by_kind, speakers.spellings(key)) for key, tally in named]
    records = tuple(sorted(found, key=lambda record: (-record.claims, record.name)))
    return Learned(records, _shares(records, kinds, by_kind) if _is_worth(prepared, kinds, records, by_kind) else {})


def _shares(
    records: Sequence[SourceRecord], kinds: Mapping[str, _Tally], by_kind: Mapping[str, float]
) -> dict[str, float]:
    return {record.key: record.wrong for record in records} | {f"kind {kind}": by_kind[kind] for kind in sorted(kinds)}


def _is_worth(
    prepared: Prepared, kinds: Mapping[str, _Tally], records: Sequence[SourceRecord], by_kind: Mapping[str, float]
) -> bool:
    if not may_teach(prepared):
        return False
    if sum(tally.tested for tally in kinds.values()) < prior("learning", "least_tested"):
        return False
    pairs = [(record.wrong, record.usual) for record in records] + [(s, wrong_share(k)) for k, s in by_kind.items()]
    bits, points = prior("learning", "least_bits"), prior("learning", "least_points")
    return any(abs(_odds(share) - _odds(usual)) >= bits and abs(share - usual) >= points for share, usual in pairs)


def _shrunk(tally: _Tally, towards: float, strength: float) -> float:
    return (strength * towards + tally.wrong) / (strength + tally.tested)


def _odds(share: float) -> float:
    return math.log2((1 - share) / share)


def _record(key: str, tally: _Tally, by_kind: Mapping[str, float], spellings: Sequence[str]) -> SourceRecord:
    usual, strength = wrong_share(tally.kind), prior("learning", "source_strength")
    wrong = _shrunk(tally, by_kind.get(tally.kind, usual), strength)
    bias = sum(tally.ratios) / (len(tally.ratios) + strength) if tally.ratios else 0.0
    return SourceRecord(
        key=key,
        name=spellings[0],
        spellings=tuple(spellings),
        kind=tally.kind,
        claims=tally.claims,
        tested=tally.tested,
        failed=tally.wrong,
        wrong=round(wrong, 4),
        usual=usual,
        short=round(math.expm1(bias), 4),
    )


def _tested(prepared: Prepared, series: Sequence[SolvedSeries]) -> Iterator[_Tested]:
    """Yield every origin's figure once that another source's figure tests; of copies, a wrong one stands for all."""
    for item in series:
        found: dict[tuple[object, ...], _Tested] = {}
        for origin, each in _of_series(prepared, item):
            if origin not in found or each.wrong:
                found[origin] = each
        yield from found.values()


def _of_series(prepared: Prepared, item: SolvedSeries) -> Iterator[tuple[tuple[object, ...], _Tested]]:
    best, speakers = item.solved.histories[0], prepared.case.speakers
    keys = [speakers.key(statement.claim) for statement in item.solved.statements]
    told_by = best.told_by(keys)
    for number, statement in enumerate(item.solved.statements):
        fate, slots = best.fates[number], best.inside[number]
        if statement.role not in _TESTED:
            continue
        origin = (*statement.origin, statement.window)
        wrong = fate == REJECTED or item.solved.readings[number][fate].kind not in SOFT
        if wrong:
            yield origin, _Tested(keys[number], speakers.kind(statement.claim), wrong=True, ratio=None)
        elif any(told_by[slot] - {keys[number]} for slot in slots):
            exact = statement.claim.low and statement.claim.low == statement.claim.high
            total = best.people(slots)
            ratio = math.log(total / statement.claim.low) if exact and statement.claim.low and total else None
            yield origin, _Tested(keys[number], speakers.kind(statement.claim), wrong=False, ratio=ratio)
