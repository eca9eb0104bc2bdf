"""The engine `jax`: all chains of a table advance together in one compiled call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import jax
import numpy as np
from jax import Array

from habeas.estimate.latent.engine import Draws, LatentSettings
from habeas.estimate.latent.xla.density import Lists, State
from habeas.estimate.latent.xla.moves import Record, Tuning, one_round
from habeas.estimate.tables import FloatArray, IntArray

_CHUNK: Final = 50  # rounds in one compiled call
_STAGES: Final = 40
_WANTED_ACCEPTANCE: Final = 0.8
_LONGEST_STEP: Final = 1.5
_PROBE_CHUNKS: Final = 8
_PAD: Final = 8  # patterns are filled up to a multiple of this, so that tables alike in size share compiled code


def _chunk(keys: Array, states: State, tuning: Tuning, lists: Lists) -> tuple[State, Record]:
    """Move every chain `_CHUNK` rounds on; the record has shape (chains, rounds, ...)."""

    def chain(key: Array, state: State, tuned: Tuning) -> tuple[State, Record]:
        return jax.lax.scan(
            lambda carried, one: one_round(one, carried, tuned, lists), state, jax.random.split(key, _CHUNK)
        )

    return jax.vmap(chain)(keys, states, tuning)


_advance = jax.jit(_chunk)


class _Group:
    """Chains that advance together: their states, how they are tuned, and the keys they draw from."""

    def __init__(self, logits: FloatArray, weights: FloatArray, key: Array, lists: Lists) -> None:
        chains, classes, width = logits.shape
        self._states, self._lists, self._key = State(logits, weights), lists, key
        self._people = float(np.asarray(lists.counts).sum())
        mass = np.full((chains, classes, width + 1), self._people / 50)
        self._tuning = Tuning(np.full(chains, 0.1), mass)

    def advance(self) -> Record:
        """Move the chains a chunk on; return what each round left."""
        self._key, key = jax.random.split(self._key)
        keys = jax.random.split(key, len(self._tuning.step))
        self._states, record = _advance(keys, self._states, self._tuning, self._lists)
        return Record(*jax.device_get(record))

    def tune(self) -> None:
        """Find masses near the precision of each coordinate, then the step; both are held afterwards."""
        step, mass = self._tuning
        prior = np.append(np.full(mass.shape[2] - 1, 0.3), 1.0)
        for number in range(_STAGES):
            record = self.advance()
            step = step * np.exp(0.6 * (record.accepted.mean(axis=1) - _WANTED_ACCEPTANCE))
            if number < _STAGES // 2:
                mass = 0.6 * mass + 0.4 * (self._people * record.spread.mean(axis=1) + prior)
            self._tuning = Tuning(np.minimum(step, _LONGEST_STEP), mass)


class XlaChains:
    """The chains of one table, with 64-bit numbers wherever they are touched.

    Random numbers come from JAX's counter-based generator under the seed, those of the unseen from NumPy's; neither
    depends on how many threads there are.
    """

    def __init__(self, patterns: FloatArray, counts: IntArray, settings: LatentSettings) -> None:
        self._settings, self._counts, self._cells = settings, counts, len(counts)
        filler = -len(counts) % _PAD
        cap = np.inf if settings.cap is None else settings.cap
        self._lists = Lists(
            patterns=np.pad(patterns, ((0, filler), (0, 0))),
            counts=np.pad(counts, (0, filler)).astype(np.float64),
            prior=np.array([settings.alpha_shape, settings.alpha_rate]),
            cap=np.float64(cap),
        )
        self._shares = np.clip(counts @ patterns / counts.sum(), 1e-6, 1 - 1e-6)
        self._rng = np.random.default_rng([settings.seed, 5])
        self._group: _Group | None = None

    def settle(self) -> int:
        """Let the chains forget their starts and tune them; return the rounds each has spent.

        All begin where the reference does: the lists' shares in every class, the classes by weight.
        """
        chains, classes = self._settings.chains, self._settings.classes
        logits = np.tile(np.log(self._shares) - np.log1p(-self._shares), (chains, classes, 1))
        weights = np.tile(np.log(np.append(0.5 ** np.arange(1, classes), 0.5 ** (classes - 1))), (chains, 1))
        self._group = self._started(logits, weights, 0)
        return _STAGES * _CHUNK

    def probe(self) -> Sequence[Draws]:
        """Return what short chains from scattered starts leave; as many go together as there are long chains."""
        found: list[Draws] = []
        while len(found) < self._settings.probes:
            found += self._scattered(len(found) + 1)
        return found[: self._settings.probes]

    def _scattered(self, stream: int) -> list[Draws]:
        chains, classes = self._settings.chains, self._settings.classes
        rates = np.clip(2.0 * self._shares * self._rng.random((chains, classes, len(self._shares))), 0.001, 0.98)
        weights = np.log(np.maximum(self._rng.dirichlet(np.ones(classes), chains), 1e-12))
        weights -= np.log(np.exp(weights).sum(axis=1, keepdims=True))
        group = self._started(np.log(rates) - np.log1p(-rates), weights, stream)
        drawn = self._drawn(group, _PROBE_CHUNKS * _CHUNK, 1)
        fits = drawn.fits.reshape(-1, chains, self._cells)
        return [Draws(drawn.kept[i : i + 1], fits[:, i]) for i in range(chains)]

    def extend(self, rounds: int, every: int) -> Draws:
        """Move the chains on, keeping every `every`-th round and some snapshots."""
        assert self._group is not None, "settle first"  # noqa: S101 - the order of an engine's calls
        return self._drawn(self._group, rounds, every)

    def close(self) -> None:
        """Nothing is held."""

    def _started(self, logits: FloatArray, weights: FloatArray, stream: int) -> _Group:
        with jax.enable_x64(True):
            key = jax.random.fold_in(jax.random.key(self._settings.seed), stream)
            group = _Group(logits, weights, key, self._lists)
            group.tune()
        return group

    def _drawn(self, group: _Group, rounds: int, every: int) -> Draws:
        """Return draws of a group; its snapshots are the last round of each chunk, (chunks * chains, patterns)."""
        chunks, fits = [], []
        with jax.enable_x64(True):
            for begun in range(0, rounds, _CHUNK):
                record = group.advance()
                fits.append(record.fits[:, -1, : self._cells])
                kept = [i for i in range(min(_CHUNK, rounds - begun)) if (begun + i + 1) % every == 0]
                seldom = (record.missed, record.alpha, record.empty, record.unseen_elsewhere)
                chunks.append([part[:, kept] for part in seldom])
        missed, alpha, empty, elsewhere = (np.concatenate(parts, axis=1) for parts in zip(*chunks, strict=True))
        unseen = self._unseen(missed)
        occupied = -np.expm1(empty + unseen[:, :, None] * elsewhere).sum(axis=2)
        return Draws(np.stack([unseen, missed, alpha, occupied], axis=2), np.concatenate(fits))

    def _unseen(self, missed: FloatArray) -> FloatArray:
        """Draw the unseen: negative binomial given the chance of being missed, drawn anew while above the cap."""
        people = float(self._counts.sum())
        most = np.inf if self._settings.cap is None else self._settings.cap * people
        odds = missed / np.maximum(1.0 - missed, 1e-300)
        unseen = np.full(missed.shape, np.inf)
        for _ in range(1000):
            above = unseen > most if np.isfinite(most) else np.isinf(unseen)
            if not above.any():
                break
            mean = self._rng.standard_gamma(people, int(above.sum())) * odds[above]
            unseen[above] = self._rng.poisson(np.minimum(mean, 1e15))
        return np.minimum(unseen, most)
