"""List linkage: who is one person across lists, what leaves it open, and laws that hold for any lists."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from habeas.errors import RunError
from habeas.resolve.linkage.blocking import candidate_pairs
from habeas.resolve.linkage.columns import Birth, columns_of
from habeas.resolve.linkage.evidence import MISSING, birth_field
from habeas.resolve.linkage.options import LinkageOptions
from habeas.resolve.linkage.partition import best_grouping, draw, graph_of
from habeas.resolve.linkage.step import link_rosters, row_ids
from habeas.resolve.names.parts import parse
from habeas.values.judgement import Judgement
from habeas.values.linkage import Linkage
from habeas.values.roster import DateSpan, Roster, RosterEntry

# name, birth; the same position in two lists is the same person
COURT = [
    ("Азёрный Янка Пятрович", "1980-05-12"),
    ("Речная Олеся Ивановна", "1991-02-03"),
    ("Лесной Пётр Сергеевич", "1975-11-30"),
    ("Горбач Илья Фёдорович", "1988-07-07"),
    ("Сухаревич Нина Павловна", "1969-01-19"),
    ("Иванов Сергей", ""),
]
PRESS = [
    ("Yanka Aziorny", "1980-05-12"),
    ("Alesia Rachnaya", "1991-03-02"),
    ("Piotr Lesnoy", "1975"),
    ("I. Gorbach", "1988-07-07"),
    ("Nina Sukharevich", ""),
    ("Hanna Zimovaya", "1990-10-10"),
]


def roster(name: str, rows: Sequence[tuple[str, str]], **cells: str) -> Roster:
    def dates(born: str) -> dict[str, DateSpan]:
        if not born:
            return {}
        if len(born) == 4:
            return {"birth": DateSpan(low=date(int(born), 1, 1), high=date(int(born), 12, 31))}
        return {"birth": DateSpan(low=date.fromisoformat(born), high=date.fromisoformat(born))}

    entries = tuple(
        RosterEntry(roster=name, row=n, name=who, dates=dates(born), cells={"Name": who, "Born": born, **cells})
        for n, (who, born) in enumerate(rows, start=2)
    )
    return Roster(id=name, origin=f"{name}.csv", sha256="", columns=(), entries=entries)


def linked(found: Linkage) -> set[frozenset[tuple[str, int]]]:
    groups: dict[str, set[tuple[str, int]]] = {}
    for row in found.rows:
        groups.setdefault(row.person, set()).add((row.roster, row.row))
    return {frozenset(group) for group in groups.values() if len(group) > 1}


def ids_of(found: Linkage, *places: tuple[str, int]) -> list[str]:
    return [next(row.id for row in found.rows if (row.roster, row.row) == place) for place in places]


@pytest.fixture(scope="module")
def found() -> Linkage:
    return link_rosters([roster("court", COURT), roster("press", PRESS)])


def test_one_person_is_found_across_scripts_slips_initials_and_missing_births(found: Linkage) -> None:
    assert linked(found) == {frozenset({("court", n), ("press", n)}) for n in (2, 3, 4, 5, 6)}


def test_each_link_says_what_each_field_weighs(found: Linkage) -> None:
    left, right = ids_of(found, ("court", 2), ("press", 2))
    pair = next(p for p in found.links if {p.left, p.right} == {left, right})
    why = {part.field: part for part in pair.why}
    assert why["birth"].agreement == "same day"
    assert why["birth"].bits > 5
    assert why["any pair"].bits < 0
    assert pair.bits == pytest.approx(sum(part.bits for part in pair.why), abs=0.05)
    assert pair.probability > 0.95


def test_the_capture_patterns_count_each_person_once(found: Linkage) -> None:
    table = found.patterns[0]
    assert dict(zip(table.patterns, table.counts, strict=True)) == {(1, 1): 5, (1, 0): 1, (0, 1): 1}
    for drawn in found.plausible:
        on = [sum(p[at] * c for p, c in zip(drawn.patterns, drawn.counts, strict=True)) for at in (0, 1)]
        assert on == [len(COURT), len(PRESS)]
    assert len({drawn.linkage for drawn in found.plausible}) == LinkageOptions().draws


def test_neither_the_order_of_lists_nor_of_rows_matters(found: Linkage) -> None:
    shuffled = PRESS[3:] + PRESS[:3][::-1]
    again = link_rosters([roster("press", shuffled), roster("court", COURT)])
    place = {("press", n): ("press", PRESS.index(who) + 2) for n, who in enumerate(shuffled, start=2)}
    assert {frozenset(place.get(one, one) for one in group) for group in linked(again)} == linked(found)
    assert [t.counts for t in again.plausible] == [t.counts for t in found.plausible]


def test_a_list_that_names_each_person_once_gives_no_two_rows_to_one_person() -> None:
    twins = [("Ilya Gorbach", "1988-07-07"), ("Ilia Horbach", "1988-07-07")]
    found = link_rosters([roster("court", COURT), roster("press", twins)])
    for group in linked(found):
        assert len({name for name, _ in group}) == len(group)
    assert found.review  # the row that lost is left to a human


def test_rows_that_repeat_a_person_are_told(found: Linkage) -> None:
    again = link_rosters([roster("court", [*COURT, ("Азёрный Янка", "1980-05-12")]), roster("press", PRESS)])
    assert again.diagnostics.repeated == {"court": 1}
    assert found.diagnostics.repeated == {}


def test_one_list_alone_is_searched_for_persons_it_names_twice() -> None:
    found = link_rosters([roster("all", [*COURT, *PRESS[:4]])])
    assert linked(found) == {frozenset({("all", n + 2), ("all", len(COURT) + n + 2)}) for n in range(4)}


def test_persons_of_one_birthday_but_other_names_stay_apart() -> None:
    others = [("Lidia Zhuk", "1980-05-12"), ("Anton Dub", "1991-02-03"), ("Vera Sosna", "1975-11-30")]
    assert linked(link_rosters([roster("court", COURT), roster("press", others)])) == set()


def test_relatives_of_one_surname_with_other_births_stay_apart() -> None:
    family = [("Янка Азёрный", "1952-08-01"), ("Ольга Азёрная", "1983-04-04"), ("Пётр Азёрный", "2004-09-09")]
    assert linked(link_rosters([roster("court", COURT), roster("press", family)])) == set()


def test_a_common_name_says_less_than_a_rare_one() -> None:
    many = [(f"{given} {family}", "") for family in ("Ivanov", "Petrov") for given in ("Sergei", "Ivan", "Oleg")] * 3
    left = [*many, ("Varfolomei Zagrebelny", "")]
    names = [("Сергей Иванов", ""), ("Варфоломей Загребельный", "")]
    found = link_rosters([roster("a", left), roster("b", names)])
    values = {p.right: p for p in (*found.links, *found.review)} | {p.left: p for p in (*found.links, *found.review)}
    rare, common = ids_of(found, ("b", 3), ("b", 2))
    assert values[rare].probability > 0.5
    assert common not in values or values[common].probability < values[rare].probability


def test_another_column_may_decide() -> None:
    lists = []
    for name, rows, who in (("a", COURT, "S. Ivanov"), ("b", PRESS, "Sergei")):
        first = roster(name, [(who, ""), *rows]).entries
        told = replace(first[0], cells={**first[0].cells, "Case": "77-1/2030"})
        lists.append(Roster(id=name, origin="", sha256="", columns=(), entries=(told, *first[1:])))
    without = link_rosters(lists)
    found = link_rosters(lists, LinkageOptions(fields=("Case",)))
    pair = set(ids_of(found, ("a", 2), ("b", 2)))

    def weight(linkage: Linkage) -> float:
        return next((p.bits for p in (*linkage.links, *linkage.review) if {p.left, p.right} == pair), -20.0)

    assert weight(found) > weight(without) + 3


def test_a_verdict_overrules_the_evidence_and_its_withdrawal_restores_it(found: Linkage) -> None:
    left, right = ids_of(found, ("court", 2), ("press", 2))
    lists = [roster("court", COURT), roster("press", PRESS)]

    def with_verdicts(*verdicts: str) -> set[frozenset[tuple[str, int]]]:
        made = [Judgement(verdict=v, target=left, other=right, who="tester") for v in verdicts]
        return linked(link_rosters(lists, LinkageOptions(), made))

    pair = frozenset({("court", 2), ("press", 2)})
    assert pair not in with_verdicts("different")
    assert pair not in with_verdicts("unsure")
    assert with_verdicts("different", "same") == linked(found)
    assert with_verdicts("different", "withdraw") == linked(found)
    far = ids_of(found, ("court", 7), ("press", 7))
    merged = [Judgement(verdict="same", target=far[0], other=far[1], who="tester")]
    assert frozenset({("court", 7), ("press", 7)}) in linked(link_rosters(lists, LinkageOptions(), merged))
    undone = [*merged, Judgement(verdict="different", target=far[0], other=far[1], who="tester")]
    assert linked(link_rosters(lists, LinkageOptions(), undone)) == linked(found)


def test_a_pair_judged_unsure_is_left_to_a_human(found: Linkage) -> None:
    left, right = ids_of(found, ("court", 2), ("press", 2))
    judged = [Judgement(verdict="unsure", target=left, other=right, who="tester")]
    again = link_rosters([roster("court", COURT), roster("press", PRESS)], LinkageOptions(), judged)
    assert any({p.left, p.right} == {left, right} and p.decided == "unsure" for p in again.review)


def test_a_row_keeps_its_id_when_the_list_is_sorted_otherwise() -> None:
    first, second = roster("a", COURT), roster("a", COURT[::-1])
    assert row_ids([first]) == row_ids([second])[::-1]


def test_strata_follow_the_first_list_that_tells() -> None:
    left = Roster(id="a", origin="", sha256="", columns=(), entries=roster("a", COURT, Region="north").entries)
    right = Roster(id="b", origin="", sha256="", columns=(), entries=roster("b", PRESS, Region="").entries)
    found = link_rosters([left, right], LinkageOptions(strata=("Region",)))
    counts = {table.stratum: sum(table.counts) for table in found.patterns}
    assert counts == {"north": 6, "": 1}


def test_lists_of_one_name_are_refused() -> None:
    with pytest.raises(RunError, match="same name"):
        link_rosters([roster("a", COURT), roster("a", PRESS)])


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        ((1980, 5, 12), (1980, 5, 12), "same day"),
        ((1980, 5, 12), (1980, 12, 5), "day and month exchanged"),
        ((1980, 5, 12), (1990, 5, 12), "a slip in the year"),
        ((1980, 5, 12), (1971, 5, 12), "different"),
        ((1980, 5, 12), (1980, 5, 21), "another day"),
        ((1980, 5, 12), (1980, 9, 12), "another month"),
        ((1980, 5, 12), (1980, 9, 30), "same year"),
        ((1980, 5, 12), (1980, 5, -1), "same month, day unknown"),
        ((1980, 5, 12), (1980, -1, -1), "same year, month unknown"),
        ((1980, 5, 12), (1981, -1, -1), "a year apart"),
        ((1980, 5, 12), (1975, 1, 3), "different"),
        ((1980, 5, 12), (-1, -1, -1), None),
    ],
)
def test_dates_of_birth_agree_in_levels(left: tuple[int, ...], right: tuple[int, ...], level: str | None) -> None:
    parts = [np.array(pair, dtype=np.int64) for pair in zip(left, right, strict=True)]
    field = birth_field(Birth(*parts))
    code = int(field.compare(np.array([0]), np.array([1]))[0])
    assert (None if code == MISSING else field.levels[code]) == level


def test_births_all_on_the_first_of_january_count_as_years_alone() -> None:
    custom = [(f"Person Number{n}", f"{1950 + n}-01-01") for n in range(40)]
    known = columns_of([roster("a", custom), roster("b", COURT)]).birth
    assert (known.day[:40] == -1).all()
    assert known.day[40] == 12


pairs = st.dictionaries(
    st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda p: p[0] < p[1]),
    st.floats(-5, 12, allow_nan=False),
    max_size=25,
)


@settings(max_examples=60, deadline=None)
@given(pairs, st.sets(st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda p: p[0] < p[1]), max_size=4))
def test_rows_judged_apart_are_never_together_and_no_list_twice(
    weights: dict[tuple[int, int], float], apart: set[tuple[int, int]]
) -> None:
    lists = np.arange(10) % 3
    kept = {pair: w for pair, w in weights.items() if lists[pair[0]] != lists[pair[1]]}
    left, right = (np.array([pair[side] for pair in kept], dtype=np.int64) for side in (0, 1))
    by_field = np.array([[w] for w in kept.values()]).reshape(-1, 1)
    graph = graph_of(lists, left, right, by_field, dict.fromkeys(apart, "different"), duplicates=False)
    start = best_grouping(graph, {pair: w for pair, w in graph.weights() if w > 0}, 0.0)
    drawn = draw(graph, start, draws=5, burn_in=2, seed=1)
    assert all(0 <= p <= 1 + 1e-9 for p in drawn.probability.values())
    for groups in (start, best_grouping(graph, drawn.probability, 0.5, drawn.shift), *drawn.plausible):
        rows = list(itertools.chain(*groups))
        assert len(rows) == len(set(rows))
        for group in groups:
            assert len({int(lists[row]) for row in group}) == len(group)
            assert not apart & set(itertools.combinations(sorted(group), 2))


def test_a_common_name_is_compared_only_where_something_else_agrees() -> None:
    births = [f"{1940 + n % 60}-{n % 9 + 1:02d}-{n * 7 % 28 + 1:02d}" for n in range(180)]
    lists = [roster(name, [("Ivan Ivanov", born) for born in births]) for name in ("a", "b")]
    columns = columns_of(lists)
    parsed = [parse(name) for name in columns.names.values]
    whole = candidate_pairs(columns, parsed, duplicates=False, complete=True)
    thinned = candidate_pairs(columns, parsed, duplicates=False)
    every = set(zip(whole.left.tolist(), whole.right.tolist(), strict=True))
    kept = set(zip(thinned.left.tolist(), thinned.right.tolist(), strict=True))
    assert len(every) == 180 * 180
    assert {(row, row + 180) for row in range(180)} <= kept <= every
    assert len(kept) < len(every) / 10
