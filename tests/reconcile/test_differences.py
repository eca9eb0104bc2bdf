"""Of a runner-up a reader is told what it makes otherwise than the best reading, and nothing else."""

from __future__ import annotations

from invented import claim, document, island_case

from habeas.reconcile.step import reconcile
from habeas.values.history import Reading


def test_the_reading_as_printed_says_that_the_year_stands_and_which_waves_follow():
    found = reconcile(*island_case())
    best, *others = found.readings
    assert not best.differs
    printed = next(other for other in others if not other.repairs and not other.rejected)
    assert "66 freed" in printed.differs
    assert "stands as printed" in printed.differs
    assert "also 66 freed" in printed.differs
    for size in (25, 41, 16):  # waves that both readings have
        assert f"{size} freed" not in printed.differs


def test_no_reading_repeats_a_wave_that_the_best_one_has():
    claims = [
        claim("a", 30, on="2031-05-06"),
        claim("b", 91, on="2031-05-20", source="Coast Watch"),
        claim("c", 19, on="2031-05-20", source="Shore League"),
        claim("d", 49, window="2031-05-01..2031-05-31", source="Tern Watch"),
    ]
    found = reconcile(claims, [document(name, "2031-06-02") for name in "abcd"])
    assert found.readings[1:]
    for other in found.readings[1:]:
        assert other.differs
        assert "30 freed" not in other.differs


def test_of_other_waves_a_reader_is_told_what_they_come_to_in_all():
    found = reconcile(*island_case())
    whole = sum(row.size.best or 0 for row in (*found.occasions, *found.lumps))
    changed = [other for other in found.readings[1:] if _people(other) != whole]
    assert changed
    for other in changed:
        assert f"{_people(other)} freed in all, not {whole}: " in other.differs
    for other in found.readings[1:]:
        assert other in changed or "in all" not in other.differs


def _people(reading: Reading) -> int:
    return sum(row.size.best or 0 for row in (*reading.occasions, *reading.lumps))
