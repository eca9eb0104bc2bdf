"""Names beside counts: who of an occasion is known, what cannot be, what was promised."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace as World

from habeas.values.claim import CountClaim
from habeas.values.history import Range, Stock

MAY, JUNE = date(2024, 5, 3), date(2024, 6, 9)


def test_each_occasion_tells_how_many_of_it_are_known_by_name(world: World) -> None:
    claims = [world.told(name, "freed", MAY) for name in world.names[:3]]
    claims += [world.told(world.names[3], "pardoned", JUNE)]
    first, second = world.custody(claims, world.history(world.freed(MAY, 20), world.freed(JUNE, 30))).coverage
    assert (first.named, first.unnamed.best) == (Range(low=3, best=3, high=3), 17)
    assert first.text == "3 of 20 freed on 2024-05-03 known by name."
    assert (second.named.best, second.unnamed.best) == (1, 29)


def test_a_release_that_fits_two_occasions_counts_for_neither_surely(world: World) -> None:
    claims = [world.told(world.names[0], "freed", date(2024, 5, 1), date(2024, 6, 30))]
    first, second = world.custody(claims, world.history(world.freed(MAY, 20), world.freed(JUNE, 30))).coverage
    assert first.named == second.named == Range(low=0, best=0, high=1)
    assert first.persons == ()


def test_a_person_named_beside_a_count_most_likely_belongs_to_it(world: World) -> None:
    count = CountClaim(doc="report", quote="30 prisoners", start=100, low=30, high=30, measure="freed").with_id()
    wide = world.told(world.names[0], "freed", date(2024, 5, 1), date(2024, 6, 30), start=180)
    done = world.history(world.freed(MAY, 20), world.freed(JUNE, 30, claims=(count.id,)))
    first, second = world.custody([wide], done, [count]).coverage
    assert (first.named.best, second.named.best) == (0, 1)


def test_what_is_denied_or_only_announced_is_no_coverage(world: World) -> None:
    claims = [
        world.told(world.names[0], "freed", MAY, planned=True),
        world.told(world.names[1], "freed", MAY, negated=True),
    ]
    (only,) = world.custody(claims, world.history(world.freed(MAY, 20))).coverage
    assert only.named == Range(low=0, best=0, high=0)


def test_more_names_than_people_counted_is_a_conflict(world: World) -> None:
    claims = [world.told(name, "freed", MAY) for name in world.names[:4]]
    found = world.custody(claims, world.history(world.freed(MAY, 3)))
    assert not found.coverage[0].fits
    assert "more than were counted" in found.conflicts[0].explanation
    assert len(found.conflicts[0].persons) == 4
    assert not any(name in conflict.explanation for conflict in found.conflicts for name in world.names)


def test_more_persons_surely_held_than_a_stock_counts_is_a_conflict(world: World) -> None:
    claims = [world.told(name, "detained", date(2023, 1, 1)) for name in world.names[:4]]
    claims += [world.told(name, "held", date(2024, 3, 1)) for name in world.names[:4]]
    stock = Stock(date=date(2024, 1, 1), low=3, best=3, high=3)
    found = world.custody(claims, world.history(stocks=[stock]))
    assert "4 persons of the register were surely held on 2024-01-01" in found.conflicts[0].explanation
    enough = Stock(date=date(2024, 1, 1), low=4, best=4, high=4)
    assert world.custody(claims, world.history(stocks=[enough])).conflicts == ()


def test_a_release_on_a_day_without_any_counted_release_is_noted(world: World) -> None:
    claims = [world.told(world.names[0], "freed", date(2024, 9, 1))]
    found = world.custody(claims, world.history(world.freed(MAY, 20)))
    assert found.notes == ("One person was freed on days for which no report counts a release.",)


def test_an_announced_release_is_open_until_it_is_told_as_done_or_the_person_is_seen_held(world: World) -> None:
    confirmed, contradicted, waiting = world.names[:3]
    due = (date(2024, 6, 1), date(2024, 6, 30))
    claims = [world.told(name, "freed", *due, planned=True) for name in (confirmed, contradicted, waiting)]
    claims += [world.told(confirmed, "freed", JUNE), world.told(contradicted, "held", date(2024, 8, 1))]
    found = world.custody(claims, world.history(published=MAY))
    names = {person.id: person.name for person in found.register.persons}
    assert {names[item.person]: item.state for item in found.announced} == {
        confirmed: "confirmed",
        contradicted: "contradicted",
        waiting: "open",
    }
