"""Of a runner-up a reader is told what it makes otherwise than the best reading, and nothing else."""

from __future__ import annotations

from invented import claim, document, island_case

from habeas.reconcile.step import reconcile


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
