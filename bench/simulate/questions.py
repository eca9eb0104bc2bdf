"""Questions about a simulated case, with their true answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from habeas.values.history import Ask
from simulate.case import NARROW, WIDE, SimulatedCase
from simulate.rng import generator

GROUPS = {"wide": WIDE, "narrow": NARROW}


@dataclass(frozen=True)
class Question:
    """One question with its kind (for the table by kind) and the truth."""

    case: str
    kind: str
    ask: Ask
    truth: int


def _reported(case: SimulatedCase, measure: str, definition: str) -> list[date]:
    return sorted(
        told.published
        for told in case.told
        if told.said.definition == definition and told.claim.measure == measure and told.claim.status == "actual"
    )


def _occasions(case: SimulatedCase) -> list[tuple[str, str, str, date, date]]:
    """Waves that somebody reported as one day's event, within two days either side."""
    world, found = case.world, []
    days = {
        told.said.when.start if told.said.when.start is not None else None
        for told in case.told
        if told.said.when.kind == "on" and told.claim.measure == "freed" and told.claim.status == "actual"
    }
    for wave in world.waves:
        day = world.on(wave.day)
        if day in days:
            found.append(("occasion", "freed", "wide", day - timedelta(days=2), day + timedelta(days=2)))
    return found


def _windows(case: SimulatedCase, first: date, last: date) -> list[tuple[str, str, str, date, date]]:
    rng = generator("questions", case.name)
    world = case.world
    found = [("period", "freed", "wide", first, last)]
    quarter = first.replace(day=1, month=first.month - (first.month - 1) % 3)
    while quarter <= last:
        end = quarter + relativedelta(months=3) - timedelta(days=1)
        if quarter >= first and end <= last:
            found.append(("quarter", "freed", "wide", quarter, end))
        quarter += relativedelta(months=3)
    for campaign in sorted({wave.campaign for wave in world.waves}):
        waves = [wave for wave in world.waves if wave.campaign == campaign]
        start, end = world.on(waves[0].day), world.on(waves[-1].day)
        if len(waves) > 1 and start >= first and end <= last:
            found += [("campaign", "freed", group, start, end) for group in ("wide", "narrow")]
    span = (last - first).days
    for measure in ("freed", "detained", "detained"):
        if span > 60:
            start = first + timedelta(days=int(rng.integers(0, span - 45)))
            end = min(last, start + timedelta(days=int(rng.integers(30, 181))))
            found.append((f"window {measure}", measure, "wide", start, end))
    return found


def _stocks(case: SimulatedCase, first: date, last: date) -> list[tuple[str, str, str, date, date]]:
    rng = generator("stocks", case.name)
    found = []
    for group, count in (("wide", 3), ("narrow", 1)):
        for _ in range(count):
            day = first + timedelta(days=int(rng.integers(0, (last - first).days + 1)))
            found.append(("stock", "held", group, day, day))
    return found


def _thinned(
    name: str, found: list[tuple[str, str, str, date, date]], limit: int
) -> list[tuple[str, str, str, date, date]]:
    """Keep at most `limit` questions of each kind, so that long cases do not outweigh short ones."""
    rng, kept = generator("thinned", name), []
    for kind in sorted({each[0] for each in found}):
        same = [each for each in found if each[0] == kind]
        keep = sorted(int(i) for i in rng.permutation(len(same))[:limit])
        kept += [same[i] for i in keep]
    return kept


def questions(case: SimulatedCase) -> tuple[Question, ...]:
    """Return the case's questions: only of measures and groups, and within the time, that somebody reports on."""
    freed, held, detained = (_reported(case, measure, "wide") for measure in ("freed", "held", "detained"))
    found: list[tuple[str, str, str, date, date]] = []
    if len(freed) > 1:
        found += _occasions(case) + _windows(case, freed[0], freed[-1])
    if len(held) > 1:
        found += _stocks(case, held[0], held[-1])
    known = {measure for measure, days in (("freed", freed), ("held", held), ("detained", detained)) if len(days) > 1}
    narrow = {m for m in ("freed", "held") if len(_reported(case, m, "narrow")) > 1}
    kept = []
    for kind, measure, group, start, end in _thinned(case.name, found, 4):
        if measure not in known or (group == "narrow" and measure not in narrow):
            continue
        truth = case.world.stock(group, start) if measure == "held" else case.world.flow(measure, group, start, end)
        text = f"{measure} {GROUPS[group]} {start}..{end}"
        ask = Ask(measure=measure, group=GROUPS[group], start=start, end=end, text=text)
        kept.append(Question(case.name, kind, ask, truth))
    return tuple(kept)
