"""Capture tables and estimates: how many there are in all, the uncounted included.

Field names of `Estimate` are those of the JSON that `habeas estimate --format json` prints.
"""

from __future__ import annotations

import hashlib
from typing import Final

import msgspec

from habeas.values.plain import Plain

CAVEATS: Final = {
    "likely_too_low": "likely too low",
    "opposed_lists": "perhaps far too low, as some lists avoid each other",
    "methods_higher": "other methods say more",
    "few_shared": "resting on few overlaps",
    "difference_untested": "too low if some people are easier to list than others",
}
"""What is said beside the number itself where a warning of this kind stands."""


class CaptureTable(Plain, frozen=True, kw_only=True):
    """People counted by the set of lists they stand on.

    `lists` names the lists in column order. `patterns[i]` is a tuple of 0/1, one a list, with at least one 1, and
    `counts[i]` the number of people (positive) with exactly that pattern; patterns are distinct and sorted.
    `stratum` names the part of the population ("" for all), `linkage` the plausible linkage that the counts follow
    from ("" where there is only one).
    """

    lists: tuple[str, ...]
    patterns: tuple[tuple[int, ...], ...]
    counts: tuple[int, ...]
    stratum: str = ""
    linkage: str = ""

    @property
    def observed(self) -> int:
        """Number of people on at least one list."""
        return sum(self.counts)


class Interval(msgspec.Struct, frozen=True, kw_only=True):
    """A number of people in all: 95% interval `low`..`high`, `median` and `mean`.

    Methods that have no posterior give their point estimate as both.
    """

    low: float
    median: float
    high: float
    mean: float


class Band(msgspec.Struct, frozen=True, kw_only=True):
    """A central interval: `level` of the probability lies in low..high."""

    level: float
    low: float
    high: float


class Density(msgspec.Struct, frozen=True, kw_only=True):
    """A density on a grid: `at` in people, `posterior` and `prior` per person (prior empty where not proper)."""

    at: tuple[float, ...] = ()
    posterior: tuple[float, ...] = ()
    prior: tuple[float, ...] = ()


class ListSize(msgspec.Struct, frozen=True, kw_only=True):
    """One list: its people, those on no other list, and those on `others` as well."""

    name: str
    size: int
    only_here: int
    shared: int


class Overlap(msgspec.Struct, frozen=True, kw_only=True):
    """Two lists taken alone: their overlap and what two-list estimators make of it (null where undefined).

    `log_odds_ratio` is the association of the two lists among people seen by a third list (0.5 added to each cell),
    with its standard error; null where there is no third list.
    """

    left: str
    right: str
    overlap: int
    lincoln_petersen: float | None
    chapman: float
    low: float
    high: float
    log_odds_ratio: float | None = None
    log_odds_ratio_se: float | None = None


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """One capture pattern for an UpSet chart: the lists, the count, and the fitted count with its 95% interval."""

    lists: tuple[str, ...]
    observed: int
    fitted: float | None = None
    low: float | None = None
    high: float | None = None


class Influence(msgspec.Struct, frozen=True, kw_only=True):
    """What the estimate becomes when one list is left out (null where it cannot be computed or did not converge)."""

    left_out: str
    observed: int
    estimate: Interval | None
    note: str = ""


class Alternative(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of another method to the same data; `note` says what it assumes or why it has no answer."""

    method: str
    estimate: Interval | None
    note: str = ""


class Variant(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to the same lists where one thing that the lists do not decide is chosen otherwise.

    `kind` is `prior` (how many kinds of people are expected), `total` (the prior of the total), `cap` (the most
    unseen) or `dependence` (all lists at once: `xi`); `setting` says in words what was chosen. `shift` is the median
    divided by the default's; null with `estimate` where there is no answer.
    """

    kind: str
    setting: str
    estimate: Interval | None
    shift: float | None = None
    note: str = ""


class Diagnostics(msgspec.Struct, frozen=True, kw_only=True):
    """How far the computation can be trusted.

    `rhat` is the rank-normalised split R-hat of N, `ess` its bulk and `ess_tail` its tail effective sample size,
    `mcse_*` Monte Carlo standard errors in people. `beyond_15n` is the posterior share of N above fifteen times the
    observed number; `at_cap` the share within 5% of the cap, where there is one. `classes` is the mean number of
    occupied latent classes, `missed` the mean chance of standing on no list, `alpha` the mean concentration.
    `probe_rhat` and `probe_medians` are the R-hat and the medians of short chains from scattered starts, and `modes`
    the groups of these medians: more than one where the model explains the same lists in separate ways.
    """

    converged: bool = True
    rhat: float | None = None
    ess: float | None = None
    ess_tail: float | None = None
    chains: int = 0
    draws: int = 0
    sweeps: int = 0
    mcse_low: float | None = None
    mcse_median: float | None = None
    mcse_high: float | None = None
    beyond_15n: float | None = None
    at_cap: float | None = None
    cap: float | None = None
    missed: float | None = None
    classes: float | None = None
    alpha: float | None = None
    probe_rhat: float | None = None
    probe_medians: tuple[float, ...] = ()
    modes: tuple[float, ...] = ()
    chain_medians: tuple[float, ...] = ()


class EstimateWarning(msgspec.Struct, frozen=True, kw_only=True):
    """Something a reader must know: `kind` for machines, `text` for people; `grave` ones withhold the headline.

    `stratum` names the part of the population it is about, "" where it is about all.
    """

    kind: str
    text: str
    grave: bool = False
    stratum: str = ""


class Estimate(msgspec.Struct, frozen=True, kw_only=True):
    """How many there are in all, with everything a page needs to show it honestly.

    `estimate` is null where the number is withheld; `withheld` then says why. `range` holds the same summary for
    readers who ask for it all the same (null only where nothing could be computed). `strata` holds the estimates
    of the parts where the input has strata.
    """

    observed: int
    estimate: Interval | None
    method: str
    why: str = ""
    assumption: str = ""
    withheld: str = ""
    stratum: str = ""
    range: Interval | None = None
    bands: tuple[Band, ...] = ()
    diagnostics: Diagnostics = Diagnostics()
    lists: tuple[ListSize, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    capture_frequencies: tuple[int, ...] = ()
    cells: tuple[Cell, ...] = ()
    density: Density = Density()
    influence: tuple[Influence, ...] = ()
    lower_bound: Interval | None = None
    alternatives: tuple[Alternative, ...] = ()
    variants: tuple[Variant, ...] = ()
    strata: tuple[Estimate, ...] = ()
    linkages: int = 1
    warnings: tuple[EstimateWarning, ...] = ()

    @property
    def caveat(self) -> str:
        """What must stand beside the number wherever it is printed, in a few words; "" where nothing must."""
        kinds = {warning.kind for warning in self.warnings}
        return "; ".join(words for kind, words in CAVEATS.items() if kind in kinds)


class CaseEstimate(msgspec.Struct, frozen=True, kw_only=True):
    """An estimate as a case keeps it: what it counts, from what and how it was computed.

    `about` says in the monitor's words who is counted ("people held since 2020"); the latest estimate about the same
    people is the one that counts. `source` is `patterns` (a table of capture patterns), `lists` (lists linked
    beforehand), `links` (lists linked by `habeas link`) or `register` (the case's own lists). `input_hash` is the
    SHA-256 of the capture tables, `settings` are all options as JSON values, the seed among them, `version` that of the
    program: the same three give the same estimate. No value in it names a person.
    """

    about: str
    estimate: Estimate
    source: str
    input_hash: str
    settings: dict[str, object] = {}
    version: str = ""

    @property
    def id(self) -> str:
        """Sixteen hex digits that tell this estimate from any other of the case."""
        key = (self.about, self.source, self.input_hash, self.settings, self.version)
        return hashlib.sha256(msgspec.json.encode(key, order="sorted")).hexdigest()[:16]
