"""Reading capture patterns and rosters, and saying clearly what is wrong with them."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.errors import RunError
from habeas.estimate.parse import parse_patterns, parse_rosters, table_of
from habeas.estimate.tables import full_cells, full_counts, leave_out, list_totals, merge, restrict

GOOD = "A,B,C,count\n1,0,0,10\n0,1,0,8\n0,0,1,7\n1,1,0,3\n1,1,1,1\n"


def test_patterns_are_read_with_their_counts():
    table = parse_patterns(GOOD, "x.csv").tables[0]
    assert table.lists == ("A", "B", "C")
    assert dict(zip(table.patterns, table.counts, strict=True))[1, 1, 0] == 3
    assert table.observed == 29


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters_a_byte_order_mark_and_blank_lines_are_understood(delimiter):
    text = "\ufeff" + GOOD.replace(",", delimiter) + "\n\n"
    assert parse_patterns(text, "x.csv").tables[0].observed == 29


def test_rows_without_a_count_column_are_one_person_each():
    table = parse_patterns("A,B\n1,0\n1,0\n1,1\nno,yes\n", "x.csv").tables[0]
    assert dict(zip(table.patterns, table.counts, strict=True)) == {(1, 0): 2, (1, 1): 1, (0, 1): 1}


def test_repeated_patterns_add_up_and_empty_ones_vanish():
    table = parse_patterns("A,B,count\n1,0,2\n1,0,3\n0,1,0\n1,1,4\n", "x.csv").tables[0]
    assert table.counts == (4, 5)


def test_a_row_of_zeros_is_left_out_and_reported():
    found = parse_patterns(GOOD + "0,0,0,500\n", "x.csv")
    assert found.tables[0].observed == 29
    assert "row 7" in found.failures[0].where
    assert "500 people on no list" in found.failures[0].what


def test_a_row_of_zeros_with_no_people_is_nothing_to_report():
    assert parse_patterns(GOOD + "0,0,0,0\n", "x.csv").failures == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (GOOD + "1,0,1,-4\n", "row 7: the count -4 is negative"),
        (GOOD + "1,0,1,2.5\n", "row 7: the count 2.5 is not a whole number"),
        (GOOD + "1,0,1,many\n", "'many' is not a number"),
        (GOOD + "1,0,1,nan\n", "'nan' is not a number of people"),
        (GOOD + "1,0,1,inf\n", "'inf' is not a number of people"),
        (GOOD + "1,0,2,4\n", "column 'C' holds '2', neither 0 nor 1"),
        (GOOD + "1,0,4\n", "has 3 values under 4 columns"),
        ("A,count\n1,5\n", "one list only"),
        ("count\n5\n", "no list columns"),
        ("A,A,count\n1,0,5\n", "two columns named 'A'"),
        ("A,,count\n1,0,5\n", "column without a name"),
        ("", "is empty"),
        ("A,B,count\n", "has a header but no rows"),
        ("A,B,region,count\n1,0,North,5\n0,1,South,3\n", "--stratum region"),
        ("A,B,total\n1,0,15\n0,1,23\n", "name the column of counts `count`"),
    ],
)
def test_bad_tables_are_refused_with_place_and_reason(text, words):
    with pytest.raises(RunError, match=r".") as caught:
        parse_patterns(text, "x.csv")
    assert words in str(caught.value)


def test_many_faults_are_named_together():
    with pytest.raises(RunError) as caught:
        parse_patterns(GOOD + "1,0,1,-4\n" * 9, "x.csv")
    assert "row 7" in str(caught.value)
    assert "and 4 more" in str(caught.value)


def test_twenty_five_lists_are_read():
    names = ",".join(f"L{i}" for i in range(25))
    rows = "\n".join(",".join("1" if i in {k, (k + 1) % 25} else "0" for i in range(25)) + ",3" for k in range(25))
    assert len(parse_patterns(f"{names},count\n{rows}\n", "x.csv").tables[0].lists) == 25


def test_strata_and_linkages_split_the_table():
    text = "region,run,A,B,count\nNorth,1,1,0,5\nNorth,2,1,0,6\nSouth,1,0,1,3\nSouth,1,1,1,2\n"
    tables = parse_patterns(text, "x.csv", strata=["region"], linkage="run").tables
    assert [(t.stratum, t.linkage, t.observed) for t in tables] == [
        ("North", "1", 5),
        ("North", "2", 6),
        ("South", "1", 5),
    ]


def test_a_stratum_column_that_is_not_there_is_named():
    with pytest.raises(RunError, match="no column 'province'"):
        parse_patterns(GOOD, "x.csv", strata=["province"])


def test_linked_rosters_become_patterns():
    rosters = [("church", "person,sex\np1,f\np2,m\np2,m\n"), ("press", "id,sex\np2,m\np3,f\n")]
    table = parse_rosters(rosters).tables[0]
    assert dict(zip(table.patterns, table.counts, strict=True)) == {(1, 0): 1, (1, 1): 1, (0, 1): 1}
    assert [t.stratum for t in parse_rosters(rosters, strata=["sex"]).tables] == ["f", "m"]


def test_rosters_without_persons_are_refused():
    with pytest.raises(RunError, match="no column `person`"):
        parse_rosters([("a", "name\nX\n"), ("b", "person\np\n")])
    with pytest.raises(RunError, match="names nobody"):
        parse_rosters([("a", "person\n \n"), ("b", "person\np\n")])
    with pytest.raises(RunError, match="same name"):
        parse_rosters([("a", "person\np\n"), ("a", "person\np\n")])


TALLIES = st.dictionaries(st.tuples(*[st.integers(0, 1)] * 3).filter(any), st.integers(1, 50), min_size=1)


@given(TALLIES)
def test_a_table_survives_being_written_and_read(tally):
    table = table_of(["A", "B", "C"], Counter(tally))
    rows = "\n".join(",".join(map(str, (*p, c))) for p, c in zip(table.patterns, table.counts, strict=True))
    assert parse_patterns(f"A,B,C,count\n{rows}\n", "x").tables[0] == table


@given(TALLIES)
def test_dropping_a_list_loses_only_those_on_it_alone(tally):
    table = table_of(["A", "B", "C"], Counter(tally))
    fewer = leave_out(table, 2)
    assert fewer.observed == table.observed - tally.get((0, 0, 1), 0)
    assert list_totals(fewer)["A"] == list_totals(table)["A"]
    assert restrict(table, [0, 1, 2]) == table


@given(TALLIES, TALLIES)
def test_merging_adds_every_cell(left, right):
    tables = [table_of(["A", "B", "C"], Counter(t)) for t in (left, right)]
    cells = full_cells(3)
    assert list(full_counts(merge(tables), cells)) == [
        a + b for a, b in zip(*(full_counts(t, cells) for t in tables), strict=True)
    ]
