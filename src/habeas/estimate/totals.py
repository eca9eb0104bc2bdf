"""Strata and plausible linkages put together, and what their total hangs on: each list, priors, the method.

A change (a list left out, another prior, another method) is made in every stratum and linkage, and the answers are put
together as the total itself was. Where a change has no answer in some stratum, the total has none under it.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final, NamedTuple, TypeVar

import msgspec
import numpy as np

from habeas.estimate.fit import Change, Fit, NoAnswerError, Progress
from habeas.estimate.methods import run
from habeas.estimate.options import EstimateOptions
from habeas.estimate.pooling import draws_of, pool_linkages, total_draws
from habeas.estimate.sensitivity import MOST_LISTS, other_methods, quick, too_large, without_list
from habeas.estimate.tables import FloatArray, leave_out
from habeas.estimate.variants import choices, shifted
from habeas.values.estimate import Alternative, CaptureTable, Estimate, Influence, Interval, Variant

MOST_RUNS: Final = 200  # of one change: linkages beyond are left out of it
T = TypeVar("T")
R = TypeVar("R")


class Part(msgspec.Struct):
    """One stratum in one linkage: its table without empty lists, its estimate, and the fit it was made from.

    `fit` is null where it cannot be estimated, and `found` then says why.
    """

    table: CaptureTable
    found: Estimate
    fit: Fit | None


class _Answer(NamedTuple):
    """A total under a change: its interval, null where some part has none, and what is to be said of it."""

    interval: Interval | None
    note: str


class _Changed(NamedTuple):
    part: Part
    fit: Fit | None
    observed: int
    note: str


def in_threads(
    job: Callable[[T], R],
    items: Sequence[T],
    options: EstimateOptions,
    said: str = "",
    progress: Progress | None = None,
) -> list[R]:
    """Return `job` of every item, in parallel threads; `progress` hears how many are done, in their order."""
    found = []
    with ThreadPoolExecutor(max_workers=options.threads or os.cpu_count() or 1) as pool:
        for done, result in enumerate(pool.map(job, items), start=1):
            found.append(result)
            if progress is not None:
                progress(said, done / len(items))
    return found


def sums_of(
    fits: Sequence[tuple[CaptureTable, Fit | None, int]], rng: np.random.Generator
) -> tuple[list[FloatArray], list[int]]:
    """Return, for each linkage in which every stratum has an answer, draws of its total and the people seen.

    `fits` holds (table, fit or null, people seen), one a stratum and linkage.
    """
    sums, observed = [], []
    for linkage in dict.fromkeys(table.linkage for table, _, _ in fits):
        mine = [(fit, seen) for table, fit, seen in fits if table.linkage == linkage]
        known = [draws_of(fit, seen, rng) for fit, seen in mine if fit is not None]
        if known and len(known) == len(mine):
            sums.append(total_draws(known))
            observed.append(sum(seen for _, seen in mine))
    return sums, observed


class Total:
    """The parts of a total, and what becomes of it under changes."""

    def __init__(self, parts: Sequence[Part], options: EstimateOptions, progress: Progress | None = None) -> None:
        self.parts, self.progress = parts, progress
        self.options = msgspec.structs.replace(options, threads=1)
        self.threads = options
        self.strata = list(dict.fromkeys(part.table.stratum for part in parts))
        self.linkages = list(dict.fromkeys(part.table.linkage for part in parts))

    def influence(self) -> tuple[tuple[Influence, ...], dict[str, tuple[Influence, ...]]]:
        """Return what the total, and each stratum by name, becomes without each list; empty as for one table."""
        names = sorted({name for part in self.parts for name in part.table.lists}, key=self._order)
        if not 2 < len(names) <= MOST_LISTS or any(too_large(part.table) for part in self.parts):
            return (), {}
        changes: list[Change] = [partial(_without, name=name, options=self.options) for name in names]
        found = self._changed(changes, "without each list")
        whole = tuple(self._influence(name, changed) for name, changed in zip(names, found, strict=True))
        each = {
            stratum: tuple(
                self._influence(name, [c for c in changed if c.part.table.stratum == stratum])
                for name, changed in zip(names, found, strict=True)
            )
            for stratum in self.strata
        }
        return whole, each

    def variants(self, whole: Interval) -> tuple[Variant, ...]:
        """Return the total under other priors and dependences; () without latent classes and for too large a table."""
        if all(part.found.method != "lcmcr" for part in self.parts) or any(too_large(p.table) for p in self.parts):
            return ()
        tried = choices(self.options)
        found = self._changed([choice.change for choice in tried], "other priors")
        answers = [self._answer(changed) for changed in found]
        return shifted(
            [
                Variant(kind=choice.kind, setting=choice.setting, estimate=answer.interval, note=answer.note)
                for choice, answer in zip(tried, answers, strict=True)
            ],
            whole,
        )

    def alternatives(self) -> tuple[Alternative, ...]:
        """Return what the total becomes where every part is estimated by another method."""
        used = {part.found.method for part in self.parts}
        most = max(len(part.table.lists) for part in self.parts)
        others = other_methods(most, next(iter(used)) if len(used) == 1 else "")
        changes: list[Change] = [partial(_otherwise, by=name, options=self.options) for name in others]
        found = self._changed(changes, "other methods")
        answers = [self._answer(changed) for changed in found]
        return tuple(
            Alternative(method=name, estimate=answer.interval, note=answer.note)
            for name, answer in zip(others, answers, strict=True)
        )

    def _order(self, name: str) -> int:
        return max(part.table.lists.index(name) for part in self.parts if name in part.table.lists)

    def _changed(self, changes: Sequence[Change], said: str) -> list[list[_Changed]]:
        """Return every part under every change, one list a change."""
        affordable = max(MOST_RUNS // max(len(self.strata), 1), 1)
        kept = set(self.linkages[:affordable])
        parts = [part for part in self.parts if part.table.linkage in kept]
        jobs = [(change, part) for change in changes for part in parts]
        found = in_threads(lambda job: _change(*job), jobs, self.threads, said, self.progress)
        return [found[i : i + len(parts)] for i in range(0, len(found), len(parts))]

    def _answer(self, changed: Sequence[_Changed]) -> _Answer:
        rng = np.random.default_rng([self.options.seed, 92])
        sums, observed = sums_of([(c.part.table, c.fit, c.observed) for c in changed], rng)
        if not sums:
            without = [c for c in changed if c.fit is None]
            reason = Counter(c.note for c in without).most_common(1)[0][0]
            strata = len({c.part.table.stratum for c in changed})
            failing = len({c.part.table.stratum for c in without})
            note = reason if strata == 1 else f"none in {failing} of {strata} strata: {reason}"
            return _Answer(None, note)
        notes = [note for note in dict.fromkeys(c.note for c in changed) if note]
        if len(sums) < len(self.linkages):
            notes.append(f"over {len(sums)} of {len(self.linkages)} linkages")
        return _Answer(pool_linkages(sums, observed), "; ".join(notes))

    def _influence(self, name: str, changed: Sequence[_Changed]) -> Influence:
        answer = self._answer(changed)
        tables = [c.part.table for c in changed]
        fewer = [leave_out(t, t.lists.index(name)) if name in t.lists else t for t in tables]
        linkages = len({t.linkage for t in tables})
        observed = round(sum(t.observed for t in fewer) / linkages)
        return Influence(left_out=name, observed=observed, estimate=answer.interval, note=answer.note)


def _without(table: CaptureTable, method: str, fit: Fit, *, name: str, options: EstimateOptions) -> tuple[Fit, int]:
    """Return the fit without a list; where a stratum does not have it, the fit as it is."""
    if name not in table.lists:
        return fit, table.observed
    found = without_list(table, name, method, options)
    return found, leave_out(table, table.lists.index(name)).observed


def _otherwise(table: CaptureTable, _method: str, _fit: Fit, *, by: str, options: EstimateOptions) -> tuple[Fit, int]:
    """Return the fit by another method; which model it chose in a stratum is not told of the total."""
    return msgspec.structs.replace(run(by, table, quick(options)), note=""), table.observed


def _change(change: Change, part: Part) -> _Changed:
    if part.fit is None:
        return _Changed(part, None, part.table.observed, "not estimable as it is")
    try:
        fit, observed = change(part.table, part.found.method, part.fit)
    except NoAnswerError as reason:
        return _Changed(part, None, part.table.observed, str(reason))
    return _Changed(part, fit, observed, "" if fit is part.fit else fit.note)
