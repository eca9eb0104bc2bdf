"""Figures of one report that add up to another of it are its parts, not other people and no contradiction."""

from __future__ import annotations

from invented import claim, document

from habeas.reconcile.step import reconcile

_DAY = {"measure": "convicted", "group": "people", "on": "2031-06-03"}


def test_parts_in_brackets_that_add_up_are_parts_of_their_whole():
    claims = [claim("a", 177, **_DAY), claim("a", 144, **_DAY), claim("a", 33, **_DAY)]
    found = reconcile(claims, [document("a", "2031-06-05")])
    assert [occasion.size.best for occasion in found.occasions] == [177]
    assert not found.readings[0].repairs
    assert not found.readings[0].rejected
    assert not found.conflicts


def test_a_figure_called_a_part_of_another_is_one():
    claims = [claim("a", 60, **_DAY), claim("a", 14, **_DAY, subset_of=0)]
    found = reconcile(claims, [document("a", "2031-06-05")])
    assert [occasion.size.best for occasion in found.occasions] == [60]
    assert not found.readings[0].rejected


def test_figures_of_one_day_that_do_not_add_up_still_contradict_each_other():
    claims = [claim("a", 177, **_DAY), claim("a", 144, **_DAY), claim("a", 41, **_DAY)]
    best = reconcile(claims, [document("a", "2031-06-05")]).readings[0]
    assert best.repairs or best.rejected


def test_a_small_figure_beside_a_large_one_told_in_other_words_is_a_part_of_it():
    claims = [
        claim("a", 90, on="2031-06-03", group="political prisoners"),
        claim("a", 15, on="2031-06-03", group="people"),
    ]
    found = reconcile(claims, [document("a", "2031-06-05")])
    assert [occasion.size.best for occasion in found.occasions] == [90]
    assert not found.readings[0].repairs
    assert not found.readings[0].rejected


def _freed_by_two_reports(*elsewhere, parts=(76, 63)):
    whole = {"measure": "freed", "group": "people", "on": "2031-06-03"}
    claims = [claim("a", sum(parts), **whole), *(claim("a", part, **whole, subset_of=0) for part in parts)]
    claims += [claim("b", *numbers, **whole) for numbers in elsewhere]
    found = reconcile(claims, [document("a", "2031-06-04"), document("b", "2031-06-04")])
    best = found.readings[0]
    return [occasion.size.best for occasion in found.occasions], bool(best.repairs or best.rejected)


def test_a_part_that_another_report_gives_alone_is_the_same_people_and_no_rival_of_the_whole():
    assert _freed_by_two_reports((76,)) == ([139], False)


def test_the_vague_count_above_such_a_part_is_of_the_part_too():
    assert _freed_by_two_reports((24, 99), (76,)) == ([139], False)


def test_a_handful_told_of_the_day_of_a_mass_release_is_part_of_it():
    assert _freed_by_two_reports((2,)) == ([139], False)


def test_another_count_of_the_day_is_still_a_rival():
    _, repaired = _freed_by_two_reports((84,))
    assert repaired
