"""Every measure has its words on pages."""

from __future__ import annotations

from habeas.publish.labels import DEFINITIONS, MEASURES
from habeas.values import claim


def test_every_measure_is_named_defined_and_known_as_a_stock_or_a_flow() -> None:
    assert set(MEASURES) == set(DEFINITIONS) == claim.MEASURES
    assert {name for name, words in MEASURES.items() if words.stock} == claim.STOCKS
