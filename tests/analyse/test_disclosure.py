"""What an edition for the public shows: no cell tells of a person who is not public."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace as World

import msgspec

from habeas.values.history import Range

MAY = date(2024, 5, 3)


def claims_on(world: World, number: int) -> list[object]:
    told = []
    for name in world.names[:number]:
        told += [
            world.told(name, "detained", date(2020, 1, 10)),
            world.told(name, "sentenced", date(2020, 5, 5), term_months=60.0),
            world.told(name, "freed", MAY),
        ]
    return told


def test_no_name_of_a_person_who_is_not_public_is_anywhere_in_it(world: World) -> None:
    found = world.edition(claims_on(world, 8), world.history(world.freed(MAY, 20)), world.names[:2])
    text = msgspec.json.encode(found).decode()
    assert [person.name for person in found.register.persons] == sorted(world.names[:2])
    assert not any(name in text for name in world.names[2:])
    ids = {person.id for person in found.register.persons}
    assert all(set(item.persons) <= ids for item in (*found.coverage, *found.cancelled, *found.imposed))
    assert {item.person for item in found.durations} <= ids


def test_a_cell_with_few_persons_who_are_not_public_does_not_tell_how_many(world: World) -> None:
    for hidden in range(1, 5):
        found = world.edition(claims_on(world, 2 + hidden), world.history(world.freed(MAY, 20)), world.names[:2])
        assert found.coverage[0].named == Range(low=2, best=None, high=6)
        assert found.cancelled[0].known == 2
        assert found.withheld


def test_a_cell_with_enough_persons_is_told_whole(world: World) -> None:
    found = world.edition(claims_on(world, 7), world.history(world.freed(MAY, 20)), world.names[:2])
    assert found.coverage[0].named == Range(low=7, best=7, high=7)
    assert found.cancelled[0].known == 7


def test_where_everybody_is_public_nothing_is_withheld(world: World) -> None:
    found = world.edition(claims_on(world, 3), world.history(world.freed(MAY, 20)), world.names)
    assert found.withheld == ()
    assert found.coverage[0].named.best == 3
    assert found.curve.step == 1


def test_the_curve_hides_the_day_of_one_arrest(world: World) -> None:
    alone = world.edition(claims_on(world, 1), world.history(world.freed(MAY, 20)), ())
    assert {(p.low, p.high) for p in alone.curve.points} <= {(0, 0), (0, 5)}
    assert all(p.date.day == 1 for p in alone.curve.points)
    assert alone.summary is None
    assert alone.imposed == ()
