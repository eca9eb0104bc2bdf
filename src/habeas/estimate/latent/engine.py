"""What moves chains: the settings of a run, the port that every engine fills, and what it leaves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import msgspec

from habeas.estimate.tables import FloatArray


class LatentSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Settings of one run, named as in `EstimateOptions`.

    `probes` short chains from scattered starts look for other explanations; `plain` leaves only the Gibbs sweep, for
    comparison, and is for the engine `numba` alone.
    """

    seed: int
    cap: float | None = None
    classes: int = 10
    alpha_shape: float = 0.25
    alpha_rate: float = 0.25
    chains: int = 4
    ess: int = 2000
    max_rounds: int = 200_000
    threads: int | None = None
    probes: int = 48
    plain: bool = False
    backend: str = "numba"


class Draws(NamedTuple):
    """What chains leave: `kept` (chains, draws, 4), the unseen, the chance of being missed, alpha, occupied classes.

    `fits` (snapshots, patterns) is the chance of each observed pattern given that a person was seen.
    """

    kept: FloatArray
    fits: FloatArray


class Engine(Protocol):
    """What moves the chains of one table; made with (patterns, counts, settings), and used in this order."""

    def settle(self) -> int:
        """Let the chains forget their starts and tune them; return the rounds each has spent."""

    def probe(self) -> Sequence[Draws]:
        """Return what short chains from scattered starts leave, one entry a chain."""

    def extend(self, rounds: int, every: int) -> Draws:
        """Move the chains on, keeping every `every`-th round and some snapshots."""

    def close(self) -> None:
        """Let go of threads."""
