"""Truth discovery: laws of the algorithms, and agreement with the package `truthdiscovery` where it is at hand."""

import importlib
import sys
import types

import numpy as np
import pytest
from simulate.discovery import ALGORITHMS, votes
from simulate.rng import generator


def _assertions(seed: int) -> list[tuple[str, str, float]]:
    rng = generator("discovery", seed)
    return [
        (f"s{source}", f"o{thing}", float(rng.integers(1, 4)))
        for source in range(6)
        for thing in range(8)
        if rng.random() < 0.6
    ]


@pytest.mark.parametrize("name", sorted(ALGORITHMS))
def test_a_value_that_all_sources_share_beats_a_lone_one(name: str) -> None:
    said = [(f"s{i}", "x", 5.0) for i in range(5)] + [("odd", "x", 9.0)]
    said += [(f"s{i}", "y", 7.0) for i in range(5)] + [("odd", "y", 1.0)]
    data = votes(said)
    belief = dict(zip(data.facts, ALGORITHMS[name](data), strict=True))
    assert belief["x", 5.0] >= belief["x", 9.0]
    assert belief["y", 7.0] >= belief["y", 1.0]
    if name != "PooledInvestment":  # which lets a source without rivals earn as much from its own fact
        assert belief["x", 5.0] > belief["x", 9.0]


@pytest.mark.parametrize("name", sorted(ALGORITHMS))
@pytest.mark.parametrize("seed", range(4))
def test_beliefs_are_finite_and_do_not_depend_on_the_order_of_assertions(name: str, seed: int) -> None:
    said = _assertions(seed)
    belief = ALGORITHMS[name](votes(said))
    assert np.all(np.isfinite(belief))
    assert np.allclose(belief, ALGORITHMS[name](votes(said[::-1])))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("name", ["voting", "Sums", "Average.Log", "Investment", "PooledInvestment", "TruthFinder"])
def test_beliefs_equal_those_of_the_package(name: str, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    # The package draws graphs on import; only its algorithms are wanted here.
    for module in ("cairo", "imageio", "imageio.v2"):
        monkeypatch.setitem(sys.modules, module, types.ModuleType(module))
    pytest.importorskip(
        "truthdiscovery", reason="pins NumPy 1.24: pip install --no-deps --target DIR truthdiscovery bidict"
    )
    theirs = importlib.import_module("truthdiscovery")
    classes = {
        "voting": theirs.MajorityVoting, "Sums": theirs.Sums, "Average.Log": theirs.AverageLog,
        "Investment": theirs.Investment, "PooledInvestment": theirs.PooledInvestment, "TruthFinder": theirs.TruthFinder,
    }  # fmt: skip
    said = _assertions(seed)
    data = votes(said)

    def implication(_thing: str, value: float, other: float) -> float:
        gap = abs(value - other) / max(1.0, value, other)
        return float(np.exp(-5.0 * gap) - 0.5)

    dataset = theirs.Dataset([(s, o, v) for s, o, v in said], implication_function=implication)
    options = {"iterator": theirs.FixedIterator(20)} if name == "TruthFinder" else {}
    result = classes[name](**options).run(dataset)
    belief = ALGORITHMS[name](data)
    expected = np.array([result.belief[thing][value] for thing, value in data.facts])
    assert np.allclose(belief / belief.max(), expected / expected.max(), atol=1e-6)
