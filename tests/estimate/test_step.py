"""The one entry: what it picks, what it refuses, what it says; strata, linkages, simulation and the command line."""

from __future__ import annotations

import json
from collections import Counter

import msgspec
import numpy as np
import pytest

from habeas.cli.estimate_text import _unseen
from habeas.cli.main import call
from habeas.errors import RunError
from habeas.estimate.charts import charts
from habeas.estimate.degree import fit_degree
from habeas.estimate.fit import Fit, NoAnswerError
from habeas.estimate.honesty import posterior_warnings, withheld
from habeas.estimate.options import EstimateOptions
from habeas.estimate.parse import table_of
from habeas.estimate.pooling import pool_linkages
from habeas.estimate.sensitivity import hangs_on_lists
from habeas.estimate.simulate import SCENARIOS, Population, simulate
from habeas.estimate.step import estimate
from habeas.values.estimate import Diagnostics, Influence, Interval

QUICK = EstimateOptions(
    ess=100, max_rounds=3000, probes=2, leave_one_out=False, alternatives=False, variants=False, threads=1
)


def kinds(found):
    return {warning.kind for warning in found.warnings}


@pytest.fixture(scope="module")
def found(three_lists):
    return estimate(three_lists, msgspec.structs.replace(QUICK, leave_one_out=True, alternatives=True))


def test_three_lists_get_latent_classes_and_two_get_chapman(found, two_lists):
    assert found.method == "lcmcr"
    two = estimate(two_lists, QUICK)
    assert two.method == "chapman"
    assert "two_lists" in kinds(two)
    assert two.estimate is not None


def test_the_estimate_holds_what_a_page_needs(found, three_lists):
    assert found.observed == three_lists.observed
    assert found.range.low >= found.observed
    assert found.range.low <= found.range.median <= found.range.high
    assert sum(found.capture_frequencies) == found.observed
    assert sum(cell.observed for cell in found.cells) == found.observed
    assert len(found.overlaps) == 3
    assert {i.left_out for i in found.influence} == set(three_lists.lists)
    assert {a.method for a in found.alternatives} == {"dga", "loglinear", "stepwise", "darroch", "chao"}
    density = found.density
    assert len(density.at) == len(density.posterior) == len(density.prior)
    assert np.trapezoid(density.posterior, density.at) == pytest.approx(1, abs=0.05)


def test_the_same_settings_give_the_same_bytes(three_lists):
    first, second = (msgspec.json.encode(estimate(three_lists, QUICK)) for _ in range(2))
    assert first == second


def test_an_estimate_survives_json(found):
    assert msgspec.json.decode(msgspec.json.encode(found), type=type(found)) == found


def test_nobody_or_one_list_is_refused():
    with pytest.raises(RunError, match="hold nobody"):
        estimate(table_of(["A", "B"], Counter()), QUICK)
    with pytest.raises(RunError, match="one list only"):
        estimate(table_of(["A", "B"], Counter({(1, 0): 5})), QUICK)


def test_an_empty_list_is_left_out_with_a_warning():
    table = table_of(["A", "B", "C"], Counter({(1, 0, 0): 50, (0, 1, 0): 40, (1, 1, 0): 12}))
    found = estimate(table, QUICK)
    assert found.method == "chapman"
    assert "empty_list" in kinds(found)


def test_a_list_of_everybody_known_leaves_no_number_and_no_bound():
    inside = table_of(["A", "B", "C"], Counter({(1, 0, 0): 60, (1, 1, 0): 18, (1, 0, 1): 3, (1, 1, 1): 5}))
    found = estimate(inside, msgspec.structs.replace(QUICK, method="dga"))
    assert found.estimate is None
    assert "A holds everybody" in found.withheld
    assert found.lower_bound is None


@pytest.mark.parametrize(
    ("low", "median", "high", "told"),
    [(262, 314, 394, ("80", "140", "220")), (995_954, 1_000_009, 1_003_961, ("995,800", "999,800", "1,003,800"))],
)
def test_the_unseen_are_told_no_finer_than_their_range_needs(low, median, high, told):
    assert _unseen(Interval(low=low, median=median, high=high, mean=median), 179) == told


def test_lists_inside_one_another_or_apart_are_reported():
    inside = table_of(["A", "B", "C"], Counter({(1, 0, 0): 30, (1, 1, 0): 10, (0, 0, 1): 20, (1, 0, 1): 5}))
    assert {"inside", "no_overlap"} <= kinds(estimate(inside, msgspec.structs.replace(QUICK, method="chao")))


def cells_expected(population):
    """The counts that a population's lists show on average, rounded."""
    rates, shares = np.array(population.rates), np.array(population.shares)
    cells = np.array(list(np.ndindex(*(2,) * rates.shape[1])))
    chances = shares @ np.prod(np.where(cells == 1, rates[:, None], 1 - rates[:, None]), axis=2)
    return table_of(
        ["A", "B", "C", "D"],
        Counter(
            {tuple(map(int, c)): round(population.people * p) for c, p in zip(cells[1:], chances[1:], strict=True)}
        ),
    )


def test_people_plainly_easier_to_list_than_others_make_the_estimate_likely_too_low():
    differ = estimate(cells_expected(SCENARIOS["two kinds of people"]), QUICK)
    alike = estimate(cells_expected(SCENARIOS["independent lists"]), QUICK)
    assert "likely_too_low" in kinds(differ)
    assert "likely_too_low" not in kinds(alike)


def test_the_warning_of_a_low_estimate_seldom_fires_where_people_are_alike_and_mostly_where_they_differ():
    rng = np.random.default_rng(5)
    for name, fewest, most in (("independent lists", 0, 4), ("two kinds of people", 25, 30)):
        tables = [simulate(SCENARIOS[name], rng) for _ in range(30)]
        assert fewest <= sum(fit_degree(table).p < 0.05 for table in tables) <= most


def test_lists_without_which_the_estimate_moves_out_or_is_lost_are_named():
    whole, other = (Interval(low=v - 10, median=v, high=v + 10, mean=v) for v in (100.0, 150.0))
    influence = [
        Influence(left_out=name, observed=50, estimate=estimate)
        for name, estimate in (("A", whole), ("B", other), ("C", None))
    ]
    (warning,) = hangs_on_lists(influence, whole)
    assert warning.text == "The estimate hangs on single lists: without B it is 150; without C there is none."
    assert hangs_on_lists(influence[:1], whole) == []


def test_people_who_differ_by_degree_need_three_lists_and_shared_people(two_lists):
    with pytest.raises(NoAnswerError, match="three to ten"):
        fit_degree(two_lists)
    with pytest.raises(NoAnswerError, match="too few"):
        fit_degree(table_of(["A", "B", "C"], Counter({(1, 0, 0): 9, (0, 1, 0): 8, (0, 0, 1): 5})))


def test_a_wide_interval_has_no_headline(two_lists):
    found = estimate(two_lists, msgspec.structs.replace(QUICK, max_factor=1.2))
    assert found.estimate is None
    assert found.range is not None
    assert "1.2-fold" in found.withheld


GOOD = Diagnostics(rhat=1.0, ess=1000, ess_tail=1000, chain_medians=(1.0, 2.0), probe_rhat=1.0)


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ({"converged": False, "rhat": 1.4}, "not_converged"),
        ({"beyond_15n": 0.06}, "unbounded"),
        ({"at_cap": 0.02, "cap": 20.0}, "at_cap"),
        ({"probe_rhat": 1.6, "modes": (50.0, 150.0)}, "several_explanations"),
        ({"probe_medians": (30.0, 31.0, 100.0)}, "several_explanations"),
    ],
)
def test_each_sign_of_trouble_withholds_the_headline(state, kind):
    fit = Fit(
        range=Interval(low=80, median=100, high=150, mean=105), diagnostics=msgspec.structs.replace(GOOD, **state)
    )
    warnings = posterior_warnings(fit, EstimateOptions())
    assert [w.kind for w in warnings] == [kind]
    assert withheld(warnings)


def test_a_fit_in_good_order_has_no_warning():
    fit = Fit(range=Interval(low=80, median=100, high=150, mean=105), diagnostics=GOOD)
    assert posterior_warnings(fit, EstimateOptions()) == []


def test_strata_add_up_and_one_that_cannot_be_estimated_withholds_the_total(three_lists):
    north, south = (msgspec.structs.replace(three_lists, stratum=name) for name in ("North", "South"))
    total = estimate([north, south], QUICK)
    assert total.observed == 2 * three_lists.observed
    assert total.range.median == pytest.approx(sum(s.range.median for s in total.strata), rel=0.05)
    empty = table_of(three_lists.lists, Counter({(1, 0, 0): 3}), stratum="East")
    withheld_total = estimate([north, empty], QUICK)
    assert withheld_total.estimate is None
    assert "East" in withheld_total.withheld


def test_linkages_are_pooled_and_widen_the_interval(three_lists):
    more = Counter(dict(zip(three_lists.patterns, three_lists.counts, strict=True)))
    more[1, 1, 0] += 12
    tables = [msgspec.structs.replace(three_lists, linkage="1"), table_of(three_lists.lists, more, linkage="2")]
    found = estimate(tables, QUICK)
    assert found.linkages == 2
    assert "few_linkages" in kinds(found)


def test_pooling_adds_the_variance_between_linkages():
    rng = np.random.default_rng(1)
    alike = [100 + rng.lognormal(5, 0.2, 1000) for _ in range(12)]
    apart = [100 + rng.lognormal(5 + 0.3 * rng.standard_normal(), 0.2, 1000) for _ in range(12)]
    narrow, broad = pool_linkages(alike, [100] * 12), pool_linkages(apart, [100] * 12)
    assert narrow.median == pytest.approx(100 + np.exp(5), rel=0.03)
    assert narrow.low == pytest.approx(100 + np.exp(5 - 1.96 * 0.2), rel=0.05)
    assert broad.high - broad.low > 1.3 * (narrow.high - narrow.low)


def test_the_simulator_lists_people_at_the_rates_it_was_given():
    table = simulate(Population(people=20_000, rates=((0.5, 0.3, 0.2),)), np.random.default_rng(1))
    assert table.observed == pytest.approx(20_000 * (1 - 0.5 * 0.7 * 0.8), rel=0.02)
    assert all(simulate(p, np.random.default_rng(2)).observed <= p.people for p in SCENARIOS.values())


def write(path, table):
    rows = "\n".join(",".join(map(str, (*p, c))) for p, c in zip(table.patterns, table.counts, strict=True))
    path.write_text(",".join(table.lists) + ",count\n" + rows + "\n", encoding="utf-8")
    return str(path)


def test_the_command_prints_json_with_the_agreed_fields(tmp_path, two_lists, capsys):
    assert call(["estimate", write(tmp_path / "p.csv", two_lists), "--format", "json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert {"observed", "estimate", "method", "diagnostics", "lists", "overlaps", "warnings"} <= set(printed)
    assert set(printed["estimate"]) == {"low", "median", "high", "mean"}
    assert {"rhat", "ess", "runtime_s"} <= set(printed["diagnostics"])


def test_charts_hold_their_data_and_every_list(found, three_lists):
    drawn = charts(found)
    assert set(drawn) == {"posterior", "overlaps", "influence"}
    bars, dots = (part["data"]["values"] for part in drawn["overlaps"]["vconcat"])
    assert sum(bar["people"] for bar in bars) == three_lists.observed
    assert {dot["list"] for dot in dots if dot["on"]} == set(three_lists.lists)
    assert {row["of"] for row in drawn["posterior"]["layer"][0]["data"]["values"]} == {
        "from the lists",
        "before the lists",
    }
    assert len(drawn["influence"]["data"]["values"]) >= 1


def test_the_command_writes_charts(tmp_path, two_lists):
    assert call(["estimate", write(tmp_path / "p.csv", two_lists), "--charts", str(tmp_path / "c")]) == 0
    assert json.loads((tmp_path / "c" / "overlaps.vl.json").read_text(encoding="utf-8"))["vconcat"]


def test_the_command_prints_no_headline_figure_where_it_is_withheld(tmp_path, two_lists, capsys):
    assert call(["estimate", write(tmp_path / "p.csv", two_lists), "--max-factor", "1.1"]) == 0
    printed = capsys.readouterr().out
    assert "No estimate is given" in printed
    assert "Estimated in all" not in printed


def test_the_command_explains_bad_input_in_one_line(tmp_path, capsys):
    path = tmp_path / "p.csv"
    path.write_text("A,B,count\n1,0,-3\n0,1,2\n", encoding="utf-8")
    assert call(["estimate", str(path)]) == 2
    assert "row 2: the count -3 is negative" in capsys.readouterr().err


def test_the_command_reports_a_row_of_zeros_and_goes_on(tmp_path, capsys):
    path = tmp_path / "p.csv"
    path.write_text("A,B,count\n1,0,30\n0,1,20\n1,1,10\n0,0,99\n", encoding="utf-8")
    assert call(["estimate", str(path)]) == 1
    captured = capsys.readouterr()
    assert "99 people on no list" in captured.err
    assert "Known: 60" in captured.out


class TestAgainstReference:
    """The latent class model against long runs of LCMCR, where they lie beside the checkout."""

    @pytest.mark.slow
    @pytest.mark.parametrize("name", ["artificial_3", "hare", "korea", "kosovo", "madigan_york_3list_spina", "western"])
    def test_converged_sets_agree_within_four_monte_carlo_errors(self, reference, name):
        options = EstimateOptions(cap=20.0, leave_one_out=False, alternatives=False, variants=False)
        found, expected = estimate(reference[name]["table"], options), reference[name]["lcmcr_long"]
        state = found.diagnostics
        assert found.estimate is not None
        for ours, theirs, mine, its, share in (
            (found.range.low, expected["ci95"][0], state.mcse_low, expected["mcse_q025"], 0.05),
            (found.range.median, expected["N_median"], state.mcse_median, expected["mcse_median"], 0.02),
            (found.range.high, expected["ci95"][1], state.mcse_high, expected["mcse_q975"], 0.05),
        ):
            assert abs(ours - theirs) <= max(4 * float(np.hypot(mine, its)), 1.0)
            assert ours == pytest.approx(theirs, rel=share)

    @pytest.mark.slow
    @pytest.mark.parametrize("name", ["ned_5", "ukdat_5"])
    def test_sets_that_do_not_converge_have_no_headline(self, reference, name):
        options = EstimateOptions(leave_one_out=False, alternatives=False, max_rounds=60_000)
        found = estimate(reference[name]["table"], options)
        assert found.estimate is None
        assert {"not_converged", "several_explanations", "unbounded"} & kinds(found)
