"""Scores: coverage and interval score of answers, precision and recall of planted slips."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from habeas.values.history import Reconciliation
from habeas.values.spans import shift
from simulate.baselines import point_value
from simulate.case import SimulatedCase
from simulate.draft import Told

ALPHA = 0.1
_IMPOSSIBLE = ("before it starts", "after its document")  # reasons for leaving a claim out that its own dates give


@dataclass(frozen=True)
class Scored:
    """One method's answer to one question."""

    case: str
    kind: str
    truth: float
    low: float
    best: float
    high: float

    @property
    def covered(self) -> bool:
        """Whether the interval holds the truth."""
        return self.low <= self.truth <= self.high

    @property
    def winkler(self) -> float:
        """Interval score of Winkler (1972): width, and 2/alpha times the miss; smaller is better."""
        miss = max(self.low - self.truth, 0.0) + max(self.truth - self.high, 0.0)
        return self.high - self.low + 2 / ALPHA * miss

    @property
    def relative(self) -> float:
        """Interval score divided by the truth (plus ten), so that large cases do not decide alone."""
        return self.winkler / (self.truth + 10.0)


@dataclass(frozen=True)
class Summary:
    """A method's scores over questions."""

    questions: int
    coverage: float
    winkler: float
    relative: float
    error: float


def summary(scored: Sequence[Scored]) -> Summary:
    """Average the scores of answers."""
    if not scored:
        return Summary(0, float("nan"), float("nan"), float("nan"), float("nan"))
    return Summary(
        questions=len(scored),
        coverage=float(np.mean([each.covered for each in scored])),
        winkler=float(np.mean([each.winkler for each in scored])),
        relative=float(np.mean([each.relative for each in scored])),
        error=float(np.mean([abs(each.best - each.truth) / (each.truth + 10.0) for each in scored])),
    )


@dataclass(frozen=True)
class Point:
    """A baseline's point answer, with the keys its interval is learned by."""

    case: str
    kind: str
    tier: str
    truth: float
    value: float


def with_intervals(points: Sequence[Point], enough: int = 30) -> list[Scored]:
    """Give points the central 90% interval of the errors that the method made in all other cases.

    Errors are log ratios, taken from questions of the same kind and tier, then of the same kind, then of all, as
    soon as there are `enough` of them outside the case itself.
    """
    ratio = np.log([(point.truth + 1) / (point.value + 1) for point in points])
    cases = np.array([point.case for point in points])
    kinds = np.array([point.kind for point in points])
    tiers = np.array([point.tier for point in points])
    found = []
    for point in points:
        elsewhere = cases != point.case
        same_kind = elsewhere & (kinds == point.kind)
        for chosen in (same_kind & (tiers == point.tier), same_kind, elsewhere):
            if int(chosen.sum()) >= enough:
                break
        errors = ratio[chosen] if chosen.any() else ratio
        low, high = np.exp(np.quantile(errors, [ALPHA / 2, 1 - ALPHA / 2])) * (point.value + 1) - 1
        found.append(Scored(point.case, point.kind, point.truth, max(0.0, low), point.value, max(0.0, high)))
    return found


@dataclass(frozen=True)
class SlipScore:
    """How well slips were found: counts over claims.

    `harmless` are flagged claims in which nothing was planted but which are false as printed (stale windows, figures
    that were later revised); they count neither for nor against `precision`, and against `strict_precision`.
    """

    planted: int
    material: int
    found: int
    found_material: int
    flagged: int
    harmless: int
    right_kind: int

    @property
    def precision(self) -> float:
        """Share of flagged claims, those false for other reasons set aside, that carry a planted slip."""
        return self.found / max(1, self.flagged - self.harmless)

    @property
    def strict_precision(self) -> float:
        """Share of all flagged claims that carry a planted slip."""
        return self.found / max(1, self.flagged)

    @property
    def recall(self) -> float:
        """Share of planted slips that make the claim false by more than a fifth, that were flagged."""
        return self.found_material / max(1, self.material)

    @property
    def recall_all(self) -> float:
        """Share of all planted slips that were flagged."""
        return self.found / max(1, self.planted)

    def __add__(self, other: SlipScore) -> SlipScore:
        """Add the counts of two sets of claims."""
        names = ("planted", "material", "found", "found_material", "flagged", "harmless", "right_kind")
        return SlipScore(**{name: getattr(self, name) + getattr(other, name) for name in names})


def is_false(case: SimulatedCase, told: Told) -> bool:
    """Tell whether a claim, read as printed on its true day, misses the true history by more than a fifth and five."""
    claim, said = told.claim, told.said
    if claim.status != "actual" or said.definition == "part" or point_value(claim) is None:
        return False
    end = min(said.when.end or told.published, told.published)  # "in May", written in May, is May so far
    if claim.measure == "held":
        truth = case.world.stock(said.definition, end)
    else:
        start = said.when.start
        if start is None:
            return _false_offset(case, told)
        truth = case.world.flow(claim.measure, said.definition, start, end)
    return _misses(claim.low, claim.high, truth)


def _misses(low: int | None, high: int | None, truth: int) -> bool:
    return (low is not None and truth < 0.8 * low - 5) or (high is not None and truth > 1.25 * high + 5)


def _false_offset(case: SimulatedCase, told: Told) -> bool:
    claim, when = told.claim, told.said.when
    if when.start_offset is None:
        return False
    if when.weekday is not None:
        # An undated page's "on Monday": its day is not printed, so only a planted change of the figure makes it false.
        return told.said.was.isdigit() and _misses(claim.low, claim.high, int(told.said.was))
    start = shift(told.published, when.start_offset)
    truth = case.world.flow(claim.measure, told.said.definition, start, told.published)
    return _misses(claim.low, claim.high, truth)


@dataclass(frozen=True)
class SlipFate:
    """What became of one claim in which a slip was planted or which was flagged (nulls: nothing planted, not flagged).

    `material` says that the claim misses the truth by more than a fifth.
    """

    planted: str | None
    fate: str | None
    material: bool


def slip_fates(case: SimulatedCase, result: Reconciliation) -> list[SlipFate]:
    """Return the fates of a case's slips and of its flagged claims in the best reading, in the order of claims.

    A claim left out because its own dates cannot be right is flagged too.
    """
    reading = result.readings[0] if result.readings else None
    flagged = {item.claim: "left out" for item in result.left_out if any(why in item.why for why in _IMPOSSIBLE)}
    flagged |= dict.fromkeys(reading.rejected, "set aside") if reading else {}
    flagged |= {repair.claim: repair.kind for repair in reading.repairs} if reading else {}
    return [
        SlipFate(told.said.slip, flagged.get(told.claim.id), is_false(case, told))
        for told in case.told
        if told.said.slip is not None or told.claim.id in flagged
    ]


def slip_score(fates: Sequence[SlipFate]) -> SlipScore:
    """Score flagged claims against the planted slips."""
    planted = [each for each in fates if each.planted]
    material = [each for each in planted if each.material]
    flagged = [each for each in fates if each.fate]
    return SlipScore(
        planted=len(planted),
        material=len(material),
        found=sum(each.fate is not None for each in planted),
        found_material=sum(each.fate is not None for each in material),
        flagged=len(flagged),
        harmless=sum(each.material and not each.planted for each in flagged),
        right_kind=sum(each.fate == each.planted for each in planted),
    )


def wilson(hits: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """Return Wilson's interval for a share, 95% by default."""
    if not of:
        return 0.0, 1.0
    share, square = hits / of, z * z / of
    middle = (share + square / 2) / (1 + square)
    reach = z * float(np.sqrt(share * (1 - share) / of + square / (4 * of))) / (1 + square)
    return max(0.0, middle - reach), min(1.0, middle + reach)


def coverage_interval(scored: Sequence[Scored], draws: int = 2000) -> tuple[float, float]:
    """Return the 95% interval of coverage by resampling whole cases, whose questions hang together."""
    cases = sorted({each.case for each in scored})
    covered = np.array([sum(e.covered for e in scored if e.case == case) for case in cases], dtype=np.float64)
    asked = np.array([sum(e.case == case for e in scored) for case in cases], dtype=np.float64)
    rng = np.random.Generator(np.random.PCG64(0))
    chosen = rng.integers(0, len(cases), (draws, len(cases)))
    low, high = np.quantile(covered[chosen].sum(axis=1) / asked[chosen].sum(axis=1), [0.025, 0.975])
    return float(low), float(high)
