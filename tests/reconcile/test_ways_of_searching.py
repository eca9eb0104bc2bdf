"""How a model is searched decides how long it takes, not which history is the cheapest."""

from __future__ import annotations

import pytest
from invented import island_case

from habeas.reconcile.exact.readings import Solved
from habeas.reconcile.exact.search import Search
from habeas.reconcile.options import ReconcileOptions
from habeas.reconcile.prepared.prepare import prepare
from habeas.reconcile.series import solve_all
from habeas.values.case import CaseSettings


def _solved(seed: int = 0) -> Solved:
    prepared = prepare(*island_case(), CaseSettings(), {})
    (item,) = solve_all(prepared, ReconcileOptions(seed=seed), lambda: None).series
    return item.solved


def _told(solved: Solved) -> list[tuple[float, tuple[int, ...], list[int]]]:
    """Return price, fates and sizes of the histories of an equal and least price."""
    best = min(history.bits for history in solved.histories)
    return [(h.bits, h.fates, sorted(h.sizes.values())) for h in solved.histories if h.bits == best]


@pytest.mark.parametrize("seed", range(1, 5))
def test_another_seed_finds_a_history_of_the_same_price_and_fates(seed: int) -> None:
    one, other = _told(_solved())[0], _told(_solved(seed))[0]
    assert one == other


@pytest.mark.parametrize(
    "way", [{"cp_model_presolve": False}, {"inprocessing_dtime_ratio": 0.2, "max_presolve_iterations": 3}]
)
def test_a_model_simplified_more_or_less_has_the_same_best_history(
    way: dict[str, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = _told(_solved())[0]
    simplify = Search._simplify
    searched = []

    def otherwise(solver: object) -> None:
        simplify(solver)
        searched.append(solver)
        for name, value in way.items():
            setattr(solver.parameters, name, value)  # type: ignore[attr-defined]

    monkeypatch.setattr(Search, "_simplify", staticmethod(otherwise))
    assert _told(_solved())[0] == usual
    assert searched
