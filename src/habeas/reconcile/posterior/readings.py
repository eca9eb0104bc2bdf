"""The readings of a case: the best, with the fates that search and error laws give its claims, and those near it."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence

import msgspec

from habeas.reconcile.exact.explain import repair_of
from habeas.reconcile.exact.fates import REJECTED, SOFT
from habeas.reconcile.exact.readings import price
from habeas.reconcile.lexicon import prior, table
from habeas.reconcile.options import ReconcileOptions
from habeas.reconcile.outcome.assemble import SolvedSeries, explained, history_text, reading_of
from habeas.reconcile.outcome.differences import differences
from habeas.reconcile.outcome.diverse import telling
from habeas.reconcile.posterior.assess import Assessment
from habeas.reconcile.posterior.evidence import chance
from habeas.reconcile.posterior.grounds import is_clean
from habeas.reconcile.posterior.vouched import vouched
from habeas.reconcile.prepared.laws import Law, about
from habeas.reconcile.prepared.prepare import Prepared
from habeas.reconcile.prepared.wording import claim_text
from habeas.values.claim import STOCKS, CountClaim
from habeas.values.history import Reading, Repair

_UNDOUBTED = 0.1  # chance of being wrong below which error laws clear what a proof accuses


def readings_of(
    shown: Sequence[SolvedSeries],
    series: Sequence[SolvedSeries],
    prepared: Prepared,
    drawn: Assessment | None,
    stock_repairs: Sequence[Repair],
    options: ReconcileOptions,
) -> tuple[Reading, ...]:
    """Return the readings of a case, the best with the fates that the draws and the stocks give its claims."""
    readings = _all(shown, prepared, options)
    if not readings:
        return readings
    best, *others = readings
    if drawn is not None:
        best = _with_fates(best, series, prepared, drawn)
    return (_retold(_with_repairs(best, stock_repairs), shown, prepared.by_id), *others)


def set_aside(readings: Sequence[Reading]) -> frozenset[str]:
    """Return the claims that the best reading sets aside, or takes for promises."""
    if not readings:
        return frozenset()
    promised = (repair.claim for repair in readings[0].repairs if repair.kind == "announced_for_done")
    return frozenset([*readings[0].rejected, *promised])


def _with_fates(reading: Reading, solved: Sequence[SolvedSeries], prepared: Prepared, found: Assessment) -> Reading:
    """Return the best reading with the fates that both the exact search and the error laws give claims of long series.

    The search flags whatever misses by a person; of that stands what the error laws, with the search, find as likely
    wrong as an accusation must be, and what they find so on their own account is added.
    """
    noisy = {s.id for item in solved if not is_clean(item) for s in item.solved.statements}
    stocks = {claim.id for claim in prepared.claims if claim.measure in STOCKS}
    contradicted = {claim for item in solved if not item.dated for claim in _contradicted(item)}
    pinned = set(prepared.case.settings.pinned)
    impossible = {claim for item in solved for claim in _contradicted(item, pinned)} if pinned else set()
    accuse = float(table("reporting")["terms"]["accuse"])

    def stands(claim: str, kind: str = "") -> bool:
        if claim in found.unjudged or claim in impossible:
            return True
        verdict = found.verdicts.get(claim)
        likely = verdict is not None and chance(verdict.evidence, search=True) >= accuse
        proven = claim in contradicted or (claim not in noisy and claim not in stocks)
        # Proven: no other history of these few figures is cheaper, or two of them exclude each other. What the error
        # laws find quite in order is an early count then, or a wave that nobody else tells of and that a proof spares;
        # but whom a figure counts they do not weigh.
        return likely or (proven and (kind == "wrong_group" or found.doubt.get(claim, 1.0) > _UNDOUBTED))

    repairs = [repair for repair in reading.repairs if stands(repair.claim, repair.kind)]
    rejected = [claim for claim in reading.rejected if stands(claim)]
    known = {repair.claim for repair in repairs} | set(rejected)
    # Where the proof of a short series already names what is wrong, nothing else in it is accused.
    settled = {claim for item in solved if is_clean(item) for claim in vouched(item, found)}
    everyone = {claim.id for claim in (*prepared.claims, *prepared.adrift)}
    open_to_doubt = everyone - known - settled - pinned
    repairs += [repair_of(c.statement, c.alternative) for claim, c in found.repaired.items() if claim in open_to_doubt]
    rejected += [claim for claim in found.rejected if claim in open_to_doubt]
    return msgspec.structs.replace(reading, repairs=tuple(repairs), rejected=tuple(dict.fromkeys(rejected)))


def _contradicted(item: SolvedSeries, by: Container[str] | None = None) -> Iterator[str]:
    """Yield the claims not kept whose number a kept one of the same days excludes: they cannot both stand.

    Only what some claims exclude is yielded where it is said `by` which.
    """
    best, solved = item.solved.histories[0], item.solved
    kept: dict[tuple[object, ...], list[Law]] = {}
    for number, statement, reading, _ in solved.kept(best):
        if reading.kind in SOFT and statement.role in {"on", "total"} and (by is None or statement.id in by):
            law = solved.readings[number][0].law
            kept.setdefault((statement.role, statement.window), []).append(_loosely(law))
    for statement, own, fate in zip(solved.statements, solved.readings, best.fates, strict=True):
        if fate == REJECTED or own[fate].kind not in SOFT:
            mine = _loosely(own[0].law)
            laws = kept.get((statement.role, statement.window), [])
            if any(_apart(mine, law) or _apart(law, mine) for law in laws):
                yield statement.id


def _loosely(law: Law) -> Law:
    """Return the law of a number as of an earlier or later state of the same list."""
    return about(law.low, prior("laws", "near_spread")) if law.low == law.high and law.low else law


def _apart(lower: Law, upper: Law) -> bool:
    return lower.high is not None and lower.high < upper.low


def _with_repairs(reading: Reading, repairs: Sequence[Repair]) -> Reading:
    known = {repair.claim for repair in reading.repairs}
    rejected = tuple(name for name in reading.rejected if name not in {repair.claim for repair in repairs})
    more = tuple(repair for repair in repairs if repair.claim not in known)
    return msgspec.structs.replace(reading, repairs=(*reading.repairs, *more), rejected=rejected)


def _retold(reading: Reading, series: Sequence[SolvedSeries], claims: Mapping[str, CountClaim]) -> Reading:
    """Return a reading with its explanation as its repairs and rejections now stand."""
    histories = [history_text(item, item.solved.histories[0]) for item in series]
    aside = [claim_text(claims[name]) for name in reading.rejected]
    return msgspec.structs.replace(reading, explanation=explained(reading.repairs, aside, histories))


def _all(series: Sequence[SolvedSeries], prepared: Prepared, options: ReconcileOptions) -> tuple[Reading, ...]:
    """Return the best reading of all series together, then those that differ from it in one series.

    A case that only counts those held has one reading, whose history is its stocks.
    """
    if not series and not any(claim.measure in STOCKS for claim in prepared.claims):
        return ()
    groups = prepared.case.groups
    total = sum(price(item.solved.histories[0]) for item in series)
    bests = [reading_of(item, item.solved.histories[0], groups, 0.0) for item in series]
    best = Reading(
        bits=round(total, 2),
        repairs=tuple(repair for reading in bests for repair in reading.repairs),
        rejected=tuple(claim for reading in bests for claim in reading.rejected),
        occasions=tuple(occasion for reading in bests for occasion in reading.occasions),
        lumps=tuple(lump for reading in bests for lump in reading.lumps),
        explanation="; ".join(reading.explanation for reading in bests) or explained((), (), ()),
    )
    others = [
        msgspec.structs.replace(
            reading_of(item, history, groups, total - price(item.solved.histories[0])),
            differs=differences(item, history),
        )
        for item in series
        for history in telling(item, groups)
    ]
    near = [reading for reading in others if reading.bits <= best.bits + options.within_bits]
    # Two that say the same differ only in what no reader sees, such as whether a count is a slightly other one.
    own = {reading.explanation for reading in bests}
    told = {r.explanation: r for r in sorted(near, key=lambda r: (-r.bits, r.explanation)) if r.explanation not in own}
    chosen = sorted(told.values(), key=lambda reading: (reading.bits, reading.explanation))
    return (best, *chosen[: max(0, options.readings - 1)])
