"""From solved series to what a reader sees: occasions, lumps, readings and dated documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import msgspec

from habeas.reconcile.exact.evened import alike
from habeas.reconcile.exact.explain import repair_of, said
from habeas.reconcile.exact.fates import REJECTED, SOFT
from habeas.reconcile.exact.history import History, Wave
from habeas.reconcile.exact.readings import Solved, price
from habeas.reconcile.outcome.derive import Derivation, Facts, derivation_text, derive, facts
from habeas.reconcile.outcome.shared import Shared
from habeas.reconcile.outcome.widths import size_range
from habeas.reconcile.prepared.dating import Span
from habeas.reconcile.prepared.groups import Groups
from habeas.reconcile.prepared.statements import Series, Slip
from habeas.reconcile.prepared.windows import FAR, Window
from habeas.reconcile.prepared.wording import between_text, day_text
from habeas.values.history import DatedDocument, DateRange, Lump, Occasion, Range, Reading, Repair


@dataclass(frozen=True)
class Question:
    """Why a printed day is doubted, with the bits against it and the price of a wrong date, which speaks for it."""

    printed: date
    why: str
    bits_against: float
    bits_for: float


@dataclass(frozen=True)
class SolvedSeries:
    """One series with its solution; `dated` where it was fitted slot by slot, not proven.

    It is `hasty` where the search was stopped before it found a history, and figures were only brought near.
    """

    series: Series
    solved: Solved
    dated: bool = False
    hasty: bool = False

    @cached_property
    def known(self) -> Facts:
        """The kept figures of the best history: every answer is derived from them."""
        return facts(self.solved, self.solved.histories[0])


def without_waves_of(item: SolvedSeries, aside: frozenset[str]) -> SolvedSeries:
    """Return a series whose best history lacks the waves that rest on claims set aside alone: they make no row."""
    best, *others = item.solved.histories
    index = best.counting
    gone = {wave.slot for wave in best.waves if aside.issuperset(_claims(item.solved, best, wave, index))}
    if not gone:
        return item
    kept = replace(
        best,
        waves=tuple(wave for wave in best.waves if wave.slot not in gone),
        inside=tuple(slots - gone for slots in best.inside),
    )
    return replace(item, solved=replace(item.solved, histories=(kept, *others)))


def occasions_of(item: SolvedSeries, history: History, groups: Groups, *, widths: bool) -> list[Occasion]:
    """Return the dated waves of one history; `widths` widens sizes over the other histories of the series."""
    found = []
    known, index = facts(item.solved, history), history.counting
    together = {wave.slot: waves for waves in alike(history) for wave in waves}
    for wave in history.waves:
        if wave.occasion:
            derivation = derive(frozenset({wave.slot}), known)
            size = _size(item.solved, history, wave, derivation, index if widths else None)
            text = _text(derivation, item.solved, history, wave, index)
            if derivation is None and wave.slot in together:
                shared = Shared(item.solved, history, together[wave.slot], index, known)
                size, text = shared.size(wave, widths=widths), shared.text(wave)
            found.append(
                Occasion(
                    measure=item.series.measure,
                    group=groups.name(item.series.group),
                    date=_days(wave),
                    size=size,
                    claims=_claims(item.solved, history, wave, index),
                    derivation=text,
                )
            )
    return found


def lumps_of(item: SolvedSeries, history: History, groups: Groups, *, widths: bool) -> list[Lump]:
    """Return the flows of one history that no report breaks down."""
    found = []
    known, index = facts(item.solved, history), history.counting
    for wave in history.waves:
        if not wave.occasion:
            derivation = derive(frozenset({wave.slot}), known)
            last = _least(item.solved, history, wave, index)
            size = _size(item.solved, history, wave, derivation, index if widths else None)
            found.append(
                Lump(
                    measure=item.series.measure,
                    group=groups.name(item.series.group),
                    start=date.fromordinal(wave.low),
                    end=date.fromordinal(wave.high if last is None else last),
                    size=size if last is None else msgspec.structs.replace(size, low=wave.size, high=None),
                    claims=_claims(item.solved, history, wave, index),
                    derivation=_text(derivation, item.solved, history, wave, index),
                    open_start=is_open(item.solved, history, wave, index),
                )
            )
    return found


def is_open(solved: Solved, history: History, wave: Wave, index: Mapping[int, list[int]]) -> bool:
    """Say whether no report that counts a lump says since when, so that its people moved by its last day."""
    if wave.occasion:
        return False
    if _least(solved, history, wave, index) is not None:
        return True
    counting = [n for n in index.get(wave.slot, []) if history.fates[n] >= 0 and solved.statements[n].role != "floor"]
    windows = [solved.readings[n][history.fates[n]].window for n in counting]
    return bool(windows) and all(_is_open_before(window, wave.low) for window in windows)


def is_of_no_day(item: SolvedSeries, wave: Wave) -> bool:
    """Say whether nobody tells of a wave of the best history but by least numbers without a time ("85 were freed")."""
    history = item.solved.histories[0]
    counting = [n for n in history.counting.get(wave.slot, []) if history.fates[n] >= 0]
    return bool(counting) and all(item.solved.statements[n].role == "floor" for n in counting)


def _least(solved: Solved, history: History, wave: Wave, index: Mapping[int, list[int]]) -> int | None:
    """Return the day by which least numbers without a time tell of a wave, null where others tell of it too.

    "Thousands were detained", says a report of that day; what later ones say so adds nothing.
    """
    counting = [n for n in index.get(wave.slot, []) if history.fates[n] >= 0 and solved.statements[n].role != "ceiling"]
    if wave.occasion or any(solved.statements[n].role != "floor" for n in counting):
        return None
    asking = [n for n in counting if solved.readings[n][history.fates[n]].law.low >= wave.size]
    windows = [solved.readings[n][history.fates[n]].window for n in asking]
    if not asking or any(not _is_open_before(own, wave.low) or own.end.doc is not None for own in windows):
        return None
    return max(wave.high, min(own.end.day for own in windows))


def _is_open_before(window: Window, day: int) -> bool:
    """Say whether a window reaches back from a day to nobody knows when."""
    begun = window.start.doc is None and window.start.day <= day
    lone = (window.start.doc, window.start.day) == (window.end.doc, window.end.day)  # of no day but its report's
    return window.start.early >= FAR and (lone or not begun)


def _days(wave: Wave) -> DateRange:
    best = wave.day if wave.low <= wave.day <= wave.high else (wave.low + wave.high) // 2
    return DateRange(low=date.fromordinal(wave.low), best=date.fromordinal(best), high=date.fromordinal(wave.high))


def _size(
    solved: Solved, history: History, wave: Wave, derivation: Derivation | None, index: Mapping[int, list[int]] | None
) -> Range:
    if index is None:
        return Range(low=wave.size, best=wave.size, high=wave.size)
    return size_range(solved, history, wave, derivation, index.get(wave.slot, []))


def _claims(solved: Solved, history: History, wave: Wave, index: Mapping[int, list[int]]) -> tuple[str, ...]:
    """Return the claims that carry a wave: those that count it alone first, then the sums that hold it.

    A wave of which nobody tells but by a least number ("thousands were detained") rests on that.
    """
    counting = [n for n in index.get(wave.slot, []) if solved.statements[n].role != "ceiling"]
    telling = [n for n in counting if solved.statements[n].role != "floor"] or counting
    ranked = sorted((len(history.inside[n]), n) for n in telling)
    return tuple(dict.fromkeys(solved.statements[n].id for _, n in ranked))


def _text(
    found: Derivation | None, solved: Solved, history: History, wave: Wave, index: Mapping[int, list[int]]
) -> str:
    when = between_text(wave.low, wave.high)
    if is_open(solved, history, wave, index):
        when = f"by {day_text(wave.high)}"
    if found is None:
        carried = "; ".join(
            said(solved.statements[number], solved.readings[number][history.fates[number]])
            for number in index.get(wave.slot, [])[:8]
            if solved.statements[number].role != "size"
        )
        return f"{wave.size:,} {when}: the likeliest that fits {carried}" if carried else f"{wave.size:,} {when}"
    return f"{wave.size:,} {when}: {derivation_text(found, solved, history)}"


def reading_of(item: SolvedSeries, history: History, groups: Groups, base: float) -> Reading:
    """Return one reading of a series; its bits stand on `base`, the bits of everything else."""
    repairs, rejected = fates_of(item.solved, history)
    return Reading(
        bits=round(base + price(history), 2),
        repairs=tuple(repairs),
        rejected=tuple(rejected),
        occasions=tuple(occasions_of(item, history, groups, widths=False)),
        lumps=tuple(lumps_of(item, history, groups, widths=False)),
        explanation=reading_text(repairs, rejected, item, history),
    )


def fates_of(solved: Solved, history: History) -> tuple[list[Repair], list[str]]:
    """Return the repairs of a history, a document's slip once for all its claims, and the rejected claims."""
    repairs: list[Repair] = []
    rejected: list[str] = []
    slips: set[Slip] = set()
    for statement, own, fate in zip(solved.statements, solved.readings, history.fates, strict=True):
        if fate == REJECTED:
            # A narrower group that outnumbers the wider one is no part of it; its own series still counts it.
            rejected += [] if statement.carried else [statement.id]
        elif own[fate].kind not in SOFT:
            slip = own[fate].slip
            if slip is None or slip not in slips:
                repairs.append(repair_of(statement, own[fate]))
            if slip is not None:
                slips.add(slip)
    return repairs, list(dict.fromkeys(rejected))


def reading_text(repairs: Sequence[Repair], rejected: Sequence[str], item: SolvedSeries, history: History) -> str:
    """Return a reading of one series in a sentence or two."""
    own = {s.id: said(s, readings[0]) for s, readings in zip(item.solved.statements, item.solved.readings, strict=True)}
    return explained(repairs, [own[claim] for claim in rejected], [history_text(item, history)])


def explained(repairs: Sequence[Repair], set_aside: Sequence[str], histories: Sequence[str]) -> str:
    """Return a reading in words: what is read otherwise, what is set aside, and the history that follows."""
    parts = [repair.explanation for repair in repairs] + [f"{words} is set aside" for words in set_aside]
    return "; ".join([*(parts or ["every figure stands as printed"]), *histories])


def history_text(item: SolvedSeries, history: History) -> str:
    """Return the sizes of a history's waves in the order of time."""
    sizes = ", ".join(f"{wave.size:,}" if wave.occasion else f"{wave.size:,} not broken down" for wave in history.waves)
    return f"{item.series.measure}: {sizes or 'none'}"


def documents_of(
    spans: Mapping[str, Span],
    published: Mapping[str, tuple[int, int, int]],
    printed: Mapping[str, date],
    questions: Mapping[str, Question],
) -> list[DatedDocument]:
    """Return when each document was published, with the reasons, and the printed days in doubt."""
    found = []
    for doc, day in printed.items():
        question = questions.get(doc)
        why = "as printed" if question is None else "the printed day in another year"
        dated = DatedDocument(id=doc, published=DateRange(low=day, best=day, high=day), inferred=False, why=why)
        found.append(_questioned(dated, question))
    for doc, span in spans.items():
        low, best, high = published.get(doc, (span.low, (span.low + span.high) // 2, span.high))
        reasons = list(span.reasons)
        if (low, high) != (span.low, span.high):
            reasons.append(f"its figures fit those of the other reports only {between_text(low, high)}")
        days = [date.fromordinal(day) for day in (low, min(max(best, low), high), high)]
        dated = DatedDocument(
            id=doc,
            published=DateRange(low=days[0], best=days[1], high=days[2]),
            inferred=True,
            why="; ".join(reasons) or "nothing in it or in its figures says when",
        )
        found.append(_questioned(dated, questions.get(doc)))
    return found


def _questioned(dated: DatedDocument, question: Question | None) -> DatedDocument:
    if question is None:
        return dated
    return msgspec.structs.replace(
        dated,
        inferred=True,
        printed=question.printed,
        questioned=question.why,
        bits_for=question.bits_for,
        bits_against=question.bits_against,
    )
