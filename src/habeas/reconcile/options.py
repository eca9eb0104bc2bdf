"""Options of the stage `reconcile`: one frozen object, stored with every run."""

from __future__ import annotations

import msgspec


class ReconcileOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What a run of reconciliation may spend and how much it shows.

    `time_limit_s` is wall time for the whole step (null = none); reaching it leaves the best history so far, with the
    proven gap said in `notes`, or where none was found figures that are only brought near each other. It decides which
    searches are begun and with what effort, and stops none half way: a busy machine may overrun it by one search.
    `readings` is the largest number of readings returned (ten at most are worth a
    reader's time), all within `within_bits` of the best.
    `chunk_claims` is the largest number of claims solved at once; longer series go through a rolling horizon.
    A series of at most `exact_claims` claims is solved to a proven optimum; a longer one whose windows are fixed is
    fitted slot by slot.
    `updates` is how many redrawn slots a series of fixed dates may cost.
    Up to `judged_claims` claims, every figure of a noisy series is weighed against its other readings by histories
    drawn under the error laws of sources; up to `drawn_claims`, ranges are drawn, block by block. Beyond, ranges come
    from the laws of the claims a number rests on, and the notes say so.
    `effort` bounds each search for a best history, in the solver's deterministic seconds (about a second each); what is
    not proven then is said in `notes`.
    `repairs` switches repairs off for comparison. `seed` seeds the solver, which runs with one worker.
    """

    time_limit_s: float | None = None
    readings: int = 4
    within_bits: float = 20.0
    chunk_claims: int = 120
    exact_claims: int = 16
    updates: int = 1500
    judged_claims: int = 400
    drawn_claims: int = 20_000
    effort: float = 1.0
    repairs: bool = True
    seed: int = 0
