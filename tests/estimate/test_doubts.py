"""What must be said beside a number: lists that avoid each other, other methods above it, too few overlaps."""

from __future__ import annotations

from collections import Counter

import msgspec
import numpy as np
import pytest

from habeas.cli.estimate_text import as_text
from habeas.estimate.dependence import avoiding, opposed_lists
from habeas.estimate.latent.engine import LatentSettings
from habeas.estimate.latent.run import FIRST_BATCH, affordable
from habeas.estimate.options import EstimateOptions
from habeas.estimate.overlaps import FEW_SHARED, FEW_SHARED_OF_SEVERAL, data_warnings
from habeas.estimate.parse import table_of
from habeas.estimate.sensitivity import hangs_on_lists, methods_higher, not_repeated
from habeas.estimate.simulate import SCENARIOS, simulate
from habeas.values.estimate import Alternative, CaptureTable, Estimate, EstimateWarning, Influence, Interval


def around(value: float, reach: float = 10.0) -> Interval:
    return Interval(low=value - reach, median=value, high=value + reach, mean=value)


@pytest.mark.parametrize(
    ("population", "fewest", "most"),
    [
        ("three kinds, opposed lists", 13, 15),
        ("independent lists", 0, 1),
        ("one list copies another", 0, 1),
        ("sparse lists", 0, 1),
    ],
)
def test_lists_that_avoid_each_other_are_told_from_others(population, fewest, most):
    rng = np.random.default_rng(17)
    warned = [opposed_lists(simulate(SCENARIOS[population], rng)) for _ in range(15)]
    assert fewest <= sum(map(bool, warned)) <= most


def test_the_warning_names_the_lists_that_avoid_each_other_and_how_many_they_share():
    rng = np.random.default_rng(3)
    x = (rng.random((4000, 4)) < [0.4, 0.4, 0.3, 0.25]).astype(int)
    moved = (x[:, 0] & x[:, 1] == 1) & (rng.random(4000) < 0.8)
    x[moved, 1] = 0
    table = table_of(["police", "church", "press", "families"], Counter(tuple(map(int, row)) for row in x))
    first = avoiding(table)[0]
    assert (first.left, first.right) == ("police", "church")
    assert first.shared == int((x[:, 0] & x[:, 1]).sum())
    assert first.expected > 2 * first.shared
    (warning,) = opposed_lists(table)
    assert f"police and church share {first.shared:,} where about" in warning.text
    assert not warning.grave


def test_lists_that_share_nobody_where_many_would_be_shared_avoid_each_other():
    table = table_of(
        ["A", "B", "C"],
        Counter({(1, 0, 0): 200, (0, 1, 0): 200, (0, 0, 1): 100, (1, 0, 1): 100, (0, 1, 1): 100}),
    )
    assert [(pair.left, pair.right, pair.shared) for pair in avoiding(table)] == [("A", "B", 0)]
    assert opposed_lists(table)


def test_two_lists_cannot_be_told_to_avoid_each_other(two_lists):
    assert avoiding(two_lists) == []


def test_methods_that_lie_wholly_above_are_named_and_others_are_not():
    found = [
        Alternative(method="stepwise", estimate=around(150)),
        Alternative(method="dga", estimate=around(112)),
        Alternative(method="chao", estimate=around(300)),
        Alternative(method="darroch", estimate=None),
    ]
    (warning,) = methods_higher(found, around(100))
    assert "stepwise log-linear model 150 [140 - 160]" in warning.text
    assert "graphs" not in warning.text
    assert "Chao" not in warning.text
    assert methods_higher(found[1:], around(100)) == []


def test_a_list_carries_the_number_only_where_neither_median_lies_in_the_others_range():
    strays = Influence(left_out="A", observed=50, estimate=around(115, reach=20))
    assert hangs_on_lists([strays], around(100)) == []
    moves = Influence(left_out="B", observed=50, estimate=around(115))
    assert "without B it is 115" in hangs_on_lists([moves], around(100))[0].text


def lists_sharing(pairs: int, triples: int = 0) -> set[str]:
    tally = Counter({(1, 0, 0): 60, (0, 1, 0): 50, (0, 0, 1): 40, (1, 1, 0): pairs, (1, 1, 1): triples})
    return {warning.kind for warning in data_warnings(table_of(["A", "B", "C"], tally))}


def test_few_overlaps_are_told_first_and_then_that_a_difference_of_people_cannot_be_seen():
    assert "few_shared" in lists_sharing(FEW_SHARED_OF_SEVERAL - 1)
    many = lists_sharing(FEW_SHARED_OF_SEVERAL)
    assert "few_shared" not in many
    assert "difference_untested" in many
    assert "difference_untested" not in lists_sharing(FEW_SHARED_OF_SEVERAL, triples=9)


def test_two_lists_are_few_below_seven_shared():
    for shared, told in ((FEW_SHARED - 1, True), (FEW_SHARED, False)):
        table = table_of(["A", "B"], Counter({(1, 0): 60, (0, 1): 50, (1, 1): shared}))
        assert ("few_shared" in {warning.kind for warning in data_warnings(table)}) is told


def test_a_caveat_stands_beside_the_number():
    found = Estimate(observed=90, estimate=around(100), method="lcmcr", range=around(100))
    assert found.caveat == ""
    doubted = msgspec.structs.replace(
        found, warnings=tuple(EstimateWarning(kind=kind, text="Why.") for kind in ("few_shared", "likely_too_low"))
    )
    assert doubted.caveat == "likely too low; resting on few overlaps"
    assert "100 [90 - 110] (likely too low; resting on few overlaps)" in " ".join(as_text(doubted).split())
    part = msgspec.structs.replace(doubted, stratum="north")
    whole = " ".join(as_text(msgspec.structs.replace(found, strata=(part,))).split())
    assert "north 90 100 [90 - 110] likely too low; resting on few overlaps" in whole


def test_of_many_strata_with_the_same_trouble_the_first_speaks_for_all():
    warnings = tuple(
        EstimateWarning(kind="few_shared", text=f"Stratum {name}: few.", stratum=name)
        for name in ("north", "south", "west")
    )
    found = Estimate(observed=90, estimate=around(100), method="lcmcr", range=around(100), warnings=warnings)
    text = " ".join(as_text(found).split())
    assert "Stratum north: few. The same, with other numbers, is true of south, west." in text
    assert "Stratum south" not in text


def crowded(lists: int, sets: int) -> CaptureTable:
    """A table of so many lists, with so many different sets of them, one person on each."""
    tally = Counter({tuple((i + 1) >> j & 1 for j in range(lists)): 1 for i in range(sets)})
    return table_of([f"list {j + 1}" for j in range(lists)], tally)


def test_too_many_lists_are_told_what_is_not_shown_and_what_to_do():
    asked = EstimateOptions()
    (of_lists,) = not_repeated([crowded(13, 40)], asked)
    assert "under other priors" not in of_lists.text
    assert "Put lists of the same kind together" in of_lists.text
    (of_sets,) = not_repeated([crowded(5, 20), crowded(11, 1000)], asked)
    assert "11 lists, of which people stand on 1,000 different sets" in of_sets.text
    assert "under other priors" in of_sets.text
    assert not_repeated([crowded(8, 255)], asked) == []
    assert not_repeated([crowded(13, 1000)], EstimateOptions(leave_one_out=False, variants=False)) == []


def test_a_large_table_gets_fewer_rounds_and_a_small_one_all_that_were_asked_for():
    asked = LatentSettings(seed=1)
    assert affordable(asked, 31 * 5) == asked
    large = affordable(asked, 255 * 8)
    assert large.max_rounds < asked.max_rounds / 2
    assert affordable(asked, 10**7).max_rounds == 2 * FIRST_BATCH
