"""One simulated case: a world, its reporters at work for the whole time, and what a reader has in the end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from habeas.values.case import CaseSettings, GroupRelation
from habeas.values.claim import CountClaim
from habeas.values.document import DatingCue, Document
from simulate.draft import Draft, Said, Told
from simulate.monitors import Monitor, draw_monitor, monthly_statement, wave_statement
from simulate.newsrooms import SYNONYMS, Beat, Newsroom, article, copied, parts, promise
from simulate.rng import chance, generator, pick
from simulate.slips import options
from simulate.talk import WEEKDAYS
from simulate.world import Wave, World, draw_world

WIDE, NARROW = "political prisoners", "prisoners of conscience"
OUTLETS = ("Harbour Post", "The Meridian", "Northern Wire", "Evening Ledger", "Radio Estuary", "The Signal")


@dataclass(frozen=True)
class SimulatedCase:
    """What a reader has of one case, and the truth kept apart for scoring."""

    name: str
    documents: tuple[Document, ...]
    claims: tuple[CountClaim, ...]
    cues: tuple[DatingCue, ...]
    settings: CaseSettings
    world: World
    told: tuple[Told, ...]


class _Desk:
    """Collects drafts, plants slips and lets later outlets copy earlier ones."""

    def __init__(self, name: str, beat: Beat, rng: np.random.Generator) -> None:
        self.name, self.beat, self.rng = name, beat, rng
        # Of the lines written by newsrooms; with monitors' and copied lines this makes 1-3% of a case's claims.
        self.rate = float(rng.uniform(0.015, 0.05))
        self.activity = float(rng.uniform(0.25, 1.0))
        self.drafts: list[Draft] = []

    def next_name(self) -> str:
        return f"{self.name}-{len(self.drafts):03d}"

    def running_total(self, published: date) -> int:
        return sum(wave.size for wave in self.beat.waves(published - timedelta(days=70), published))

    def with_slip(self, said: Said, published: date, *, dated: bool) -> Said:
        """Plant a slip into a line at this case's rate."""
        if said.slip is not None or said.status != "actual" or not chance(self.rng, self.rate):
            return said
        found = options(said, self.rng, published, self.running_total(published), dated=dated)
        return pick(self.rng, found) if found else said

    def file(self, draft: Draft | None) -> None:
        if draft is not None and draft.said:
            self.drafts.append(draft)


def _cover_wave(desk: _Desk, outlets: tuple[Newsroom, ...], monitors: tuple[Monitor, ...]) -> None:
    rng, beat = desk.rng, desk.beat
    for wave in beat.world.waves:
        fame = min(0.95, 0.35 + wave.size / 120)
        for monitor in monitors:
            for lag, probability in ((int(rng.integers(0, 3)), 0.6), (int(rng.integers(6, 25)), 0.4)):
                if chance(rng, probability * desk.activity) and wave.day + lag < beat.world.days:
                    desk.file(wave_statement(rng, monitor, wave, desk.next_name(), lag))
        for outlet in outlets:
            if wave.announced is not None and chance(rng, 0.8 if outlet.state else 0.3 * desk.activity):
                desk.file(promise(beat, outlet, desk.next_name(), wave, rng))
            if chance(rng, fame * (0.7 if outlet.state else 0.55 * desk.activity)):
                published = beat.world.on(wave.day + int(rng.integers(0, 4)))
                _write(desk, outlet, published, wave)


def _write(desk: _Desk, outlet: Newsroom, published: date, wave: Wave | None) -> None:
    rng = desk.rng
    draft, lines = article(desk.beat, outlet, desk.next_name(), published, wave, rng)
    for place, line in enumerate(lines):
        if line is None:
            continue
        said = desk.with_slip(line, published, dated=draft.dated)
        index = draft.add(said, rng)
        if place == 0 and wave is not None:
            parts(draft, index, said, wave, rng)
    desk.file(draft)


def _routine(desk: _Desk, outlets: tuple[Newsroom, ...], monitors: tuple[Monitor, ...]) -> None:
    """Monthly statements of the monitors and round-ups of the newsrooms, with months in which nobody writes."""
    rng, world = desk.rng, desk.beat.world
    silent = {int(month) for month in rng.choice(26, size=int(rng.integers(1, 6)), replace=False)}
    for month in range(1, world.days // 30):
        if month in silent:
            continue
        day = world.on(month * 30)
        for monitor in monitors:
            published = day.replace(day=int(rng.integers(1, 6)))
            whole_month_known = (published - timedelta(days=6)).replace(day=1) >= world.start
            if chance(rng, 0.55 * desk.activity) and whole_month_known:
                desk.file(monthly_statement(rng, monitor, desk.next_name(), published))
        for outlet in outlets:
            if not outlet.state and chance(rng, 0.22 * desk.activity):
                _write(desk, outlet, day + timedelta(days=int(rng.integers(0, 28))), None)


def _copies(desk: _Desk, outlets: tuple[Newsroom, ...]) -> None:
    """Let outlets lift lines from colleagues' articles of the days before."""
    rng, last = desk.rng, desk.beat.world.on(desk.beat.world.days - 1)
    for original in list(desk.drafts):
        borrower = pick(rng, outlets)
        if borrower.name == original.outlet or not chance(rng, 0.16):
            continue
        published = original.published + timedelta(days=int(rng.integers(0, 6)))
        if published > last:
            continue
        draft = Draft(desk.next_name(), borrower.name, published, dated=chance(rng, borrower.dated))
        lines = [said for said in original.said if said.definition != "part" and said.status == "actual"]
        for said in lines[: 1 + int(rng.integers(0, 2))]:
            line = copied(said, borrower, published, original.published, rng, dated=draft.dated)
            draft.add(desk.with_slip(line, published, dated=draft.dated), rng)
        desk.file(draft)


def _cue(draft: Draft, rng: np.random.Generator) -> list[DatingCue]:
    """Return what an undated article gives away of its own date."""
    cues: list[DatingCue] = []
    told = [said.when.end for said in draft.said if said.when.end is not None and said.when.kind in {"on", "at"}]
    told += [said.when.start for said in draft.said if said.when.start is not None and said.when.kind == "since"]
    if told:
        why = "it tells this day as past"
        cues.append(DatingCue(doc=draft.name, kind="past_event", low=max(told), certain=False, why=why))
    days = [said.when.weekday for said in draft.said if said.when.weekday is not None]
    if days:
        cues.append(DatingCue(doc=draft.name, kind="weekday", weekday=days[0], why="it names a weekday"))
        assert days[0] in WEEKDAYS
    published = draft.published
    if chance(rng, 0.35):
        low, high = date(published.year, 1, 1), date(published.year, 12, 31)
        why = f"it calls {published.year + 1} next year"
        cues.append(DatingCue(doc=draft.name, kind="relative_year", low=low, high=high, why=why))
    if chance(rng, 0.3):
        event = published + timedelta(days=int(rng.integers(5, 60)))
        why = "it tells this day as still to come"
        cues.append(DatingCue(doc=draft.name, kind="future_event", high=event, certain=False, why=why))
    return cues


def _settings(monitors: tuple[Monitor, ...], outlets: tuple[Newsroom, ...], official: str) -> CaseSettings:
    same = tuple(GroupRelation(left=words, relation="same", right=WIDE) for words in SYNONYMS if words != WIDE)
    subset = GroupRelation(left=NARROW, relation="subset", right=WIDE)
    kinds = {monitor.name: "monitor" for monitor in monitors} | {official: "official"}
    kinds |= {outlet.name: "official" if outlet.state else "newsroom" for outlet in outlets}
    return CaseSettings(name="simulated", groups=(*same, subset), sources=kinds)


def simulate(split: str, index: int) -> SimulatedCase:
    """Return case `index` of a split ("dev" to calibrate on, "test" to report): the same on every machine."""
    name = f"{split}{index:03d}"
    rng = generator("habeas simulation 1", split, index)
    world = draw_world(rng)
    monitors = (
        draw_monitor(rng, world, "Lantern Watch", "wide", WIDE),
        draw_monitor(rng, world, "Open Cell Registry", "narrow", NARROW),
    )
    official = "the Interior Ministry"
    count = int(rng.integers(3, len(OUTLETS) + 1))
    outlets = tuple(
        Newsroom(name, float(rng.uniform(0.35, 0.85)), float(rng.uniform(0.55, 1.0)), pick(rng, SYNONYMS))
        for name in OUTLETS[:count]
    )
    outlets += (Newsroom("State Gazette", 0.9, 0.95, WIDE, state=True),)
    desk = _Desk(name, Beat(world, monitors, official), rng)
    publishing = tuple(monitor for monitor in monitors if chance(rng, 0.7))
    _cover_wave(desk, outlets, publishing)
    _routine(desk, outlets, publishing)
    _copies(desk, outlets)
    finished = sorted(desk.drafts, key=lambda draft: (draft.published, draft.name))
    for draft in finished:
        if not draft.dated:
            draft.cues.extend(_cue(draft, rng))
    done = [draft.finish() for draft in finished]
    told = tuple(each for _, lines, _ in done for each in lines)
    return SimulatedCase(
        name=name,
        documents=tuple(document for document, _, _ in done),
        claims=tuple(each.claim for each in told),
        cues=tuple(cue for _, _, cues in done for cue in cues),
        settings=_settings(monitors, outlets, official),
        world=world,
        told=told,
    )
