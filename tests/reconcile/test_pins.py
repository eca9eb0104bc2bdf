"""Judgements that pin figures which contradict each other: which gives way, and that it is told everywhere."""

from __future__ import annotations

from invented import claim, document

from habeas.reconcile.step import reconcile
from habeas.values.case import CaseSettings
from habeas.values.history import Reconciliation

THIRTY = claim("a", 30, on="2031-05-06").with_id()
FIFTY = claim("b", 52, on="2031-05-06", source="Coast Watch").with_id()
AGAIN = claim("c", 30, on="2031-05-06", source="Shore League").with_id()


def _pinned(*pins: str) -> Reconciliation:
    documents = [document(name, "2031-06-02") for name in "abc"]
    return reconcile([THIRTY, FIFTY, AGAIN], documents, settings=CaseSettings(pinned=pins))


def test_pins_that_no_history_holds_are_told_and_the_surer_source_stands():
    found = _pinned(THIRTY.id, FIFTY.id)
    (note,) = found.notes
    assert note.startswith("judgements pin 30 freed on 6 May 2031 (a) and 52 freed on 6 May 2031 (b)")
    assert "cannot all hold: 30 freed on 6 May 2031 (a) is weighed like any other figure" in note
    assert [row.size.best for row in found.occasions] == [52]


def test_what_a_pin_excludes_is_set_aside_in_the_reading_and_named_in_a_conflict():
    for found in (_pinned(FIFTY.id), _pinned(THIRTY.id, FIFTY.id)):
        best = found.readings[0]
        assert set(best.rejected) | {repair.claim for repair in best.repairs} == {THIRTY.id, AGAIN.id}
        assert "every figure stands as printed" not in best.explanation
        assert any(set(conflict.claims) == {THIRTY.id, FIFTY.id} for conflict in found.conflicts)


def test_pins_that_agree_are_no_matter():
    assert not _pinned(THIRTY.id, AGAIN.id).notes
    assert [row.size.best for row in _pinned(THIRTY.id, AGAIN.id).occasions] == [30]
