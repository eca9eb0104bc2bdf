"""Estimates in a case: kept in its ledger, shown without strata, and tied to what they came from."""

from __future__ import annotations

import json

import msgspec
import pytest

from habeas.cli.main import call
from habeas.estimate.disclosure import input_hash, settings_of, without_strata
from habeas.estimate.options import EstimateOptions
from habeas.estimate.parse import parse_patterns
from habeas.estimate.step import estimate
from habeas.pipeline.case import record_of_case
from habeas.values.estimate import CaseEstimate

TWO_REGIONS = "region,A,B,C,count\n" + "".join(
    f"{region},{pattern},{count}\n"
    for region, times in (("Lower Vale", 3), ("Upper Vale", 2))
    for pattern, count in (("1,0,0", 9 * times), ("0,1,0", 8 * times), ("0,0,1", 7 * times), ("1,1,0", 4 * times))
)
QUICK = EstimateOptions(
    ess=100, max_rounds=3000, probes=2, leave_one_out=False, alternatives=False, variants=False, threads=1
)


@pytest.fixture
def case(tmp_path):
    assert call(["new", str(tmp_path / "vale")]) == 0
    return tmp_path / "vale"


def test_a_case_keeps_the_latest_estimate_about_the_same_people(case, tmp_path, capsys):
    table = tmp_path / "patterns.csv"
    table.write_text("A,B,count\n1,0,60\n0,1,40\n1,1,20\n")
    assert call(["estimate", str(table), "--case", str(case), "--about", "people held"]) == 0
    table.write_text("A,B,count\n1,0,70\n0,1,40\n1,1,20\n")
    assert call(["estimate", str(table), "--case", str(case), "--about", "people held", "--format", "json"]) == 0
    assert call(["estimate", str(table), "--case", str(case), "--about", "people held"]) == 0
    said = capsys.readouterr()
    assert "Kept in" in said.err
    assert "Already in" in said.err
    [kept] = record_of_case(case).estimates
    assert kept.about == "people held"
    assert kept.source == "patterns"
    assert kept.estimate.observed == 130
    assert kept.input_hash == input_hash(parse_patterns(table.read_text(), "t").tables)
    assert call(["verify", str(case)]) == 0


def test_a_case_that_is_not_there_is_refused_before_anything_is_computed(tmp_path, capsys):
    table = tmp_path / "patterns.csv"
    table.write_text("A,B,count\n1,0,60\n0,1,40\n1,1,20\n")
    assert call(["estimate", str(table), "--case", str(tmp_path / "nowhere")]) == 2
    said = capsys.readouterr()
    assert "nowhere" in said.err
    assert not said.out


def test_the_folder_that_linking_wrote_is_read_with_its_plausible_linkages(tmp_path, capsys):
    rows = [f"{n},1,0,{60 + n}\n{n},0,1,{40 - n}\n{n},1,1,{20 + n}\n" for n in range(3)]
    (tmp_path / "patterns.csv").write_text("linkage,A,B,count\n" + "".join(rows))
    assert call(["estimate", str(tmp_path), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["linkages"] == 3
    assert [size["name"] for size in found["lists"]] == ["A", "B"]


def test_what_a_record_shows_names_no_stratum():
    tables = parse_patterns(TWO_REGIONS, "vale", strata=["region"]).tables
    found = estimate(tables, msgspec.structs.replace(QUICK, max_factor=1.01))
    assert found.withheld
    assert "Vale" in msgspec.json.encode(found).decode()
    shown = without_strata(found)
    assert "Vale" not in msgspec.json.encode(shown).decode()
    assert shown.range == found.range
    assert shown.withheld
    assert any("2 of 2 strata" in warning.text for warning in shown.warnings)


def test_an_estimate_is_known_by_its_input_settings_and_version(three_lists, two_lists):
    assert input_hash([three_lists, two_lists]) == input_hash([two_lists, three_lists])
    assert input_hash([three_lists]) != input_hash([two_lists])
    one, other = settings_of(EstimateOptions(threads=1)), settings_of(EstimateOptions(threads=2))
    assert one == other
    assert settings_of(EstimateOptions(seed=1)) != one


def test_an_estimate_comes_back_from_its_stored_text(three_lists, two_lists):
    for table in (three_lists, two_lists):
        found = estimate(table, msgspec.structs.replace(QUICK, alternatives=True))
        kept = CaseEstimate(about="people", estimate=found, source="patterns", input_hash="0")
        assert msgspec.json.decode(msgspec.json.encode(kept), type=CaseEstimate) == kept


def test_the_total_of_strata_and_of_linkages_has_a_posterior_to_draw():
    for tables in (
        parse_patterns(TWO_REGIONS, "vale", strata=["region"]).tables,
        parse_patterns(TWO_REGIONS.replace("region", "linkage", 1), "vale").tables,
    ):
        found = estimate(tables, QUICK)
        inside = [at for at in found.density.at if found.range.low <= at <= found.range.high]
        assert len(inside) > 20
        assert len(found.density.posterior) == len(found.density.at)
        assert found.density.prior == ()


def test_few_people_on_more_than_one_list_are_told():
    found = estimate(parse_patterns("A,B,C,count\n1,0,0,9\n0,1,0,8\n0,0,1,7\n1,1,0,2\n", "few").tables[0], QUICK)
    assert "few_shared" in {warning.kind for warning in found.warnings}


def test_the_lists_of_a_case_are_counted_by_its_register(case, tmp_path, capsys):
    names = [
        "Ales Kavalenka",
        "Maria Novik",
        "Igor Sidorenko",
        "Olga Baran",
        "Pavel Zhuk",
        "Nina Marchuk",
        "Viktor Petrov",
    ]
    for name, chosen in (("families", names[:5]), ("lawyers", names[3:])):
        (tmp_path / f"{name}.csv").write_text("name\n" + "".join(f"{person}\n" for person in chosen))
        assert call(["add-list", str(case), str(tmp_path / f"{name}.csv"), "--name", name]) == 0
    capsys.readouterr()
    assert call(["estimate", "--case", str(case), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["observed"] == 7
    assert {size["name"]: (size["size"], size["shared"]) for size in found["lists"]} == {
        "families": (5, 2),
        "lawyers": (4, 2),
    }
    [kept] = record_of_case(case).estimates
    assert kept.source == "register"
    assert not any(name.encode() in msgspec.json.encode(kept) for name in names)


def test_a_case_with_fewer_than_two_lists_says_what_to_add(case, capsys):
    assert call(["estimate", "--case", str(case)]) == 2
    assert "habeas add-list" in capsys.readouterr().err
    assert call(["estimate"]) == 2


def test_a_stratum_in_which_nobody_stands_on_a_list_is_left_out_and_said_to_be():
    text = TWO_REGIONS + "Far Vale,1,0,0,0\nFar Vale,0,1,0,0\n"
    found = estimate(parse_patterns(text, "vale", strata=["region"]).tables, QUICK)
    assert {part.stratum for part in found.strata} == {"Lower Vale", "Upper Vale"}
    assert found.range is not None
    [told] = [warning.text for warning in found.warnings if warning.kind == "empty_stratum"]
    assert "Far Vale" in told
    assert any("1 of 3 strata" in warning.text for warning in without_strata(found).warnings)
