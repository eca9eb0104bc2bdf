"""Histories that fit the figures, drawn by Markov chains: many chains at once, one stretch of days at a time.

The days are cut at every edge of a window; each stretch holds an unknown number of people. Stretches of a reported day
are waves of any size; the others are quiet, with a chance of a wave that nobody tells apart. Metropolis-Hastings moves
change one stretch (by a factor, or afresh from the prior) or share two neighbours' people anew.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from habeas.reconcile.lexicon import table
from habeas.reconcile.posterior.figures import NO_CAP, ErrorLaw, Figure, background, error_law, usual_wave

Array = NDArray[np.float64]
_WARM = 0.2  # of the likelihood, at which chains begin
_OUTGROWN_SLOPE = 0.3  # of the price of a bound, beyond what it costs to be outgrown
_FITTING_ROUNDS = 12  # of proportional fitting before the first sweep; more change nothing
_MONTH = 30  # days by which the pace of figures is compared
_BEYOND = 2.0  # times the largest figure that days may hold where figures differ by orders of magnitude
_AIM = 0.1  # log scale of a jump to what a figure asks for
_FRESH_WAVES = 1.5  # mean of a wave drawn afresh, in usual waves
FAR = 10**6  # days beyond all others


def _column(laws: Sequence[ErrorLaw], name: str) -> Array:
    return np.array([getattr(law, name) for law in laws], dtype=np.float64)


class Likelihood:
    """Log-likelihood of totals under the figures' error laws; columns are figures, rows chains.

    While `heat[0]` is below 1 no figure may be wrong and all weigh less: far from every figure the law with wrong ones
    is flat, and a chain that starts there would never find the way. The list is shared by `columns`.
    """

    def __init__(self, laws: Sequence[ErrorLaw]) -> None:
        self._low = np.log(_column(laws, "least") + 0.5)
        self._high = np.log(_column(laws, "most") + 0.5)
        self._over, self._under = _column(laws, "over"), _column(laws, "under")
        self._cap, self._weight = _column(laws, "cap"), _column(laws, "weight")
        self.heat = [1.0]
        wrong = _column(laws, "wrong")
        density = float(table("reporting")["terms"]["wrong_density"])
        # The free stretch least..most spreads the right figures' density over its width.
        self._right = np.log1p(-wrong) - np.log(self._over + self._under + self._high - self._low)
        self._wrong = np.log(wrong * density)
        self._find_capped()

    def _find_capped(self) -> None:
        """Note whether any of the figures is an open bound, whose price is capped; most likelihoods have none."""
        self._capped = bool((self._cap < NO_CAP).any())

    def columns(self, chosen: NDArray[np.int64]) -> Likelihood:
        """Return the likelihood of some of the figures."""
        part = object.__new__(Likelihood)
        for name, value in self.__dict__.items():
            setattr(part, name, value[chosen] if isinstance(value, np.ndarray) else value)
        part._find_capped()
        return part

    def right(self, totals: Array) -> Array:
        """Return the log-density of each figure given its total, taken as right."""
        log = np.log(np.maximum(totals, 0.0) + 0.5)
        far = np.maximum(log - self._high, 0.0)
        far /= self._over
        if self._capped:
            far = np.minimum(far, self._cap + _OUTGROWN_SLOPE * np.maximum(far - self._cap, 0.0))
        short: Array = np.maximum(self._low - log, 0.0)
        short /= self._under
        result: Array = self._right - far
        result -= short
        return result

    def __call__(self, totals: Array) -> Array:
        """Return the log-likelihood of each total for its figure."""
        if self.heat[0] < 1.0:
            hot: Array = self.heat[0] * self._weight * self.right(totals)
            return hot
        result: Array = self._weight * np.logaddexp(self.right(totals), self._wrong)
        return result

    def wrong_probability(self, totals: Array) -> Array:
        """Return the probability that each figure is wrong, over chains."""
        result: Array = np.exp(self._wrong - np.logaddexp(self.right(totals), self._wrong))
        return result


def _of_one_event(law: ErrorLaw, largest: float) -> ErrorLaw:
    """Return the law of a bound that may count one event: among events of any size it says nothing of the rest."""
    return replace(law, over=max(law.over, math.log(largest / (law.least + 1.0))), cap=math.inf)


def _cuts(figures: Sequence[Figure], edges: Sequence[int]) -> NDArray[np.int64]:
    """Return the days at which stretches begin: every edge of a window, those a few quiet days apart merged."""
    fixed = {edge for f in figures if f.is_day for edge in (f.start, f.end + 1)} | set(edges)
    cuts = sorted(fixed | {edge for f in figures for edge in (f.start, f.end + 1)})
    near = int(table("reporting")["flow"]["merge_days"])
    kept = cuts[:1]
    for here, after in zip(cuts[1:], [*cuts[2:], cuts[-1] + FAR], strict=True):
        if here in fixed or after == cuts[-1] + FAR or after - kept[-1] > near:
            kept.append(here)
    return np.array(kept, dtype=np.int64)


class FlowSampler:
    """Draws daily histories of one flow from its figures; `edges` are further days at which stretches must be cut.

    `marks` are figures that count nobody here but whose days, where they are of one day, are taken for a wave's.
    """

    def __init__(
        self,
        figures: Sequence[Figure],
        edges: Sequence[int],
        seed: int,
        chains: int = 72,
        marks: Sequence[Figure] = (),
    ) -> None:
        self.figures = list(figures)
        marked = [f for f in (*figures, *marks) if f.is_day and not f.floor]
        self.cuts = _cuts(self.figures, [*edges, *(edge for f in marked for edge in (f.start, f.end + 1))])
        self.days = np.diff(self.cuts).astype(np.float64)
        middle = (self.cuts[:-1] + self.cuts[1:] - 1) / 2
        # A stretch counts where its middle lies: merged cuts leave quiet days of a window's rim in or out as a whole.
        self.covers = np.array([(middle >= f.start) & (middle <= f.end) for f in figures], dtype=bool)
        self.covers = self.covers.reshape(len(self.figures), len(self.days))
        self.wave = np.zeros(len(self.days), dtype=bool)
        for f in marked:
            self.wave |= (middle >= f.start) & (middle <= f.end)
        self.rng = np.random.Generator(np.random.PCG64(seed))
        self.chains = chains
        flow = table("reporting")["flow"]
        self._usual = usual_wave(figures)
        largest = max([f.low or f.high or 0 for f in figures] + [self._usual])
        fastest = max(((f.low or f.high or 0) / (1 + (f.end - f.start) / _MONTH) for f in figures), default=0.0)
        self.any_size = fastest > self._usual * float(flow["any_size"])
        self._tail = self._usual * float(flow["wave_tail"])
        if self.any_size:
            self._tail = max([self._tail, *(_BEYOND * (f.low or f.high or 0) for f in marked)])
            largest = _BEYOND * largest
        # The chance of a wave that nobody reports grows with the length of a stretch, so cuts do not multiply it.
        # Nor is one larger than anything told likely to have gone untold.
        self._untold = largest / (largest + self._usual)  # share of the heavy tail up to there
        self._log_none = -self.days / float(flow["missed_wave_days"])  # of no wave going untold in a stretch
        self._missed = -np.expm1(self._log_none)
        self._little = self.days * background(self.figures, float(flow["quiet_waves"]) * self._usual / 30) + 0.1
        self._shape = np.minimum(1.0 + self.days / 40, 1.5)
        self._rate = np.ones(chains)
        self._log_rate = np.log(self._rate)
        self._largest_untold = self._usual * self._untold / (1 - self._untold)
        self._quiet = [self._law_of_quiet(k) for k in range(len(self.days))]
        laws = [error_law(f) for f in figures]
        if self.any_size:
            laws = [_of_one_event(law, largest) if f.floor else law for f, law in zip(figures, laws, strict=True)]
        self.likelihood = Likelihood(laws)
        self._touched = [np.flatnonzero(self.covers[:, k]) for k in range(len(self.days))]
        self._parts = [self.likelihood.columns(touched) for touched in self._touched]
        self._pairs: dict[tuple[int, int], tuple[NDArray[np.int64], Array, Likelihood]] = {}

    def _law_of_quiet(self, k: int) -> tuple[float, float, float, float]:
        """Return a quiet stretch's law (shape, scale, constant), and the log-density of an untold wave there."""
        shape = float(self._shape[k])
        least = float(self._little[k]) / shape
        constant = shape * math.log(least) + math.lgamma(shape) - float(self._log_none[k])
        return shape, least, constant, math.log(float(self._missed[k]) / (self._usual * self._untold))

    def _pair(self, one: int, other: int) -> tuple[NDArray[np.int64], Array, Likelihood]:
        """Return the figures that tell two stretches apart, +1 where they cover the first, and their likelihood."""
        if (one, other) not in self._pairs:
            touched = np.flatnonzero(self.covers[:, one] != self.covers[:, other])
            sign = np.where(self.covers[touched, one], 1.0, -1.0)
            self._pairs[one, other] = (touched, sign, self.likelihood.columns(touched))
        return self._pairs[one, other]

    def _prior(self, people: Array, k: int) -> Array:
        """Return the log-prior of one stretch's people in each chain."""
        if self.wave[k]:
            result: Array = -np.log(people + 1.0) - people / self._tail
            return result
        shape, least, constant, missed = self._quiet[k]
        quiet = np.log(people + 1e-9)
        quiet *= shape - 1
        quiet -= people / (self._rate * least)
        quiet -= shape * self._log_rate
        quiet -= constant
        heavy = missed - 2 * np.log1p(people / self._usual)
        heavy[people > self._largest_untold] = -np.inf
        other: Array = np.logaddexp(quiet, heavy)
        return other

    def _start(self) -> Array:
        people = np.zeros((self.chains, len(self.days)))
        for k in range(len(self.days)):
            alone = [f for i in self._touched[k] if (f := self.figures[i]).is_day and not f.floor]
            if self.wave[k] and alone:
                certain = [f for f in alone if f.pinned] or alone
                values = np.array([f.low if f.low is not None else f.high or 0 for f in certain], dtype=np.float64)
                people[:, k] = self.rng.choice(values, self.chains) * np.exp(self.rng.normal(0, 0.03, self.chains))
            else:
                people[:, k] = self.rng.gamma(self._shape[k], self._little[k] / self._shape[k], self.chains)
        return self._fitted(people)

    def _fitted(self, people: Array) -> Array:
        """Scale stretches towards the totals over them (iterative proportional fitting), so that chains start near."""
        rows = [i for i, f in enumerate(self.figures) if not f.is_day and not f.floor and f.low is not None]
        for _ in range(_FITTING_ROUNDS):
            for i in self.rng.permutation(rows) if rows else []:
                inside = self.covers[i]
                total = people[:, inside].sum(axis=1)
                ratio = ((self.figures[i].low or 0) + 0.5) / (total + 0.5)
                people[:, inside] *= np.clip(np.sqrt(ratio), 0.5, 2.0)[:, None]
        return people

    def draw(self, sweeps: int = 34, burn: int = 16, every: int = 2) -> Array:
        """Return drawn histories, one a row: people in each stretch."""
        self._people = self._start()
        self._totals = self._people @ self.covers.T.astype(np.float64)
        self._values = self.likelihood(self._totals)
        self._priors = np.stack([self._prior(self._people[:, k], k) for k in range(len(self.days))], axis=1)
        kept = []
        self.likelihood.heat[0] = _WARM
        self._values = self.likelihood(self._totals)
        for sweep in range(sweeps):
            if sweep == burn // 2:
                self.likelihood.heat[0] = 1.0
                self._values = self.likelihood(self._totals)
            for k in self.rng.permutation(len(self.days)):
                self._change(int(k))
            for k in self.rng.permutation(len(self.days)) if self.any_size else ():
                self._aim(int(k))
            for k in self.rng.permutation(len(self.days) - 1):
                self._share(int(k), sweep)
            if sweep % 2:
                self._pace()
            if sweep >= burn and (sweep - burn) % every == 0:
                kept.append(self._people.copy())
        return np.concatenate(kept)

    def _pace(self) -> None:
        """Change how much moves outside waves: each chain has a background of its own."""
        rng, old = self.rng, self._rate
        spread = float(table("reporting")["flow"]["background_spread"])
        self._rate = old * np.exp(rng.normal(0.0, 0.35, self.chains))
        before, self._log_rate = self._log_rate, np.log(self._rate)
        priors = np.stack([self._prior(self._people[:, k], k) for k in range(len(self.days))], axis=1)
        gain = (priors - self._priors).sum(axis=1)
        gain = gain - (self._log_rate**2 - before**2) / (2 * spread**2)
        taken = np.log(rng.random(self.chains)) < gain
        self._priors[taken] = priors[taken]
        self._rate = np.where(taken, self._rate, old)
        self._log_rate = np.where(taken, self._log_rate, before)

    def _fresh(self, k: int) -> Array:
        """Draw a stretch afresh: a quiet one from its prior, a wave from an exponential law of some usual waves."""
        rng = self.rng
        if self.wave[k]:
            return rng.exponential(_FRESH_WAVES * self._usual, self.chains)
        quiet = self._rate * rng.gamma(self._shape[k], self._little[k] / self._shape[k], self.chains)
        part = self._untold * rng.random(self.chains)
        wave = self._usual * part / (1 - part)  # the heavy tail of `_prior`, by inversion
        return np.where(rng.random(self.chains) < self._missed[k], wave, quiet)

    def _change(self, k: int) -> None:
        """Change one stretch by a factor (small or large), or draw it afresh."""
        rng, old = self.rng, self._people[:, k]
        kind = rng.random(self.chains)
        step = np.where(kind < 0.4, 0.08, 0.6) * rng.standard_normal(self.chains)
        fresh = kind >= 0.65
        new = np.where(fresh, self._fresh(k), old * np.exp(step))
        prior = self._prior(new, k)
        gain = prior - self._priors[:, k]
        back = gain + (new - old) / (_FRESH_WAVES * self._usual) if self.wave[k] else 0.0
        self._move(k, new, prior, np.where(fresh, back, step + gain))

    def _aim(self, k: int) -> None:
        """Draw one stretch anew, in half the chains as one of its figures asks for given the other stretches.

        Where figures differ by orders of magnitude, small steps do not find the way from one to the other.
        """
        rng, old, touched = self.rng, self._people[:, k], self._touched[k]
        asking = [int(i) for i in touched if self.figures[i].low]
        if not asking:
            return
        figure = int(rng.choice(asking))
        asked = (self.figures[figure].low or 0) + 0.5 - (self._totals[:, figure] - old)
        can = asked > 1.0
        target = np.log(np.where(can, asked, 1.0))
        aims = can & (rng.random(self.chains) < 0.5)
        new = np.where(aims, np.exp(target + _AIM * rng.normal(size=self.chains)), self._fresh(k))
        prior = self._prior(new, k)

        def drawn(people: Array, prior: Array) -> Array:
            log = np.log(people + 1e-300)
            near = -0.5 * ((log - target) / _AIM) ** 2 - log - math.log(_AIM * math.sqrt(2 * math.pi))
            mean = _FRESH_WAVES * self._usual
            fresh = -people / mean - math.log(mean) if self.wave[k] else prior
            result: Array = np.where(can, np.logaddexp(near, fresh) - math.log(2.0), fresh)
            return result

        self._move(k, new, prior, prior - self._priors[:, k] + drawn(old, self._priors[:, k]) - drawn(new, prior))

    def _move(self, k: int, new: Array, prior: Array, gain: Array) -> None:
        """Take new people of a stretch in the chains where that is likely enough; `gain` is all but the likelihood."""
        rng, old, touched = self.rng, self._people[:, k], self._touched[k]
        totals = self._totals[:, touched] + (new - old)[:, None]
        values = self._parts[k](totals)
        gain = gain + np.add.reduce(values, axis=1) - np.add.reduce(self._values[:, touched], axis=1)
        taken = (np.log(rng.random(self.chains)) < gain).nonzero()[0]
        self._people[taken, k], self._priors[taken, k] = new[taken], prior[taken]
        rows = taken[:, None]
        self._totals[rows, touched], self._values[rows, touched] = totals[taken], values[taken]

    def _share(self, k: int, sweep: int) -> None:
        """Share the people of two stretches anew: neighbours, or next but one in turn."""
        other = k + 1 + (sweep % 3 == 2)
        if other >= len(self.days):
            return
        rng, a, b = self.rng, self._people[:, k], self._people[:, other]
        exchange = rng.random(self.chains) < 0.4
        part = rng.random(self.chains)
        new_a = np.where(exchange, b, part * (a + b))
        new_b = a + b - new_a
        prior_a, prior_b = self._prior(new_a, k), self._prior(new_b, other)
        gain = prior_a + prior_b - self._priors[:, k] - self._priors[:, other]
        touched, sign, like = self._pair(k, other)
        totals = self._totals[:, touched] + (new_a - a)[:, None] * sign
        values = like(totals)
        gain = gain + np.add.reduce(values, axis=1) - np.add.reduce(self._values[:, touched], axis=1)
        taken = (np.log(rng.random(self.chains)) < gain).nonzero()[0]
        self._people[taken, k], self._people[taken, other] = new_a[taken], new_b[taken]
        self._priors[taken, k], self._priors[taken, other] = prior_a[taken], prior_b[taken]
        rows = taken[:, None]
        self._totals[rows, touched], self._values[rows, touched] = totals[taken], values[taken]

    def total(self, drawn: Array, first: int, last: int) -> Array:
        """Return the people of each drawn history within first..last; a stretch cut there counts in proportion."""
        return self.totals(drawn, [(first, last)])[0]

    def totals(self, drawn: Array, spans: Sequence[tuple[int, int]]) -> list[Array]:
        """Return `total` for each of several spans of days; those that count the same stretches share one array."""
        first, last = (np.array(days, dtype=np.int64)[:, None] for days in zip(*spans, strict=True))
        overlaps = np.minimum(self.cuts[1:], last + 1) - np.maximum(self.cuts[:-1], first)
        shares = np.maximum(overlaps, 0) / self.days
        known: dict[bytes, Array] = {}
        for share in shares:
            if share.tobytes() not in known:
                known[share.tobytes()] = drawn @ share
        return [known[share.tobytes()] for share in shares]
