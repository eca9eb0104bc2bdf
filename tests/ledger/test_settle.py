"""What judgements make of claims."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from habeas.errors import ItemError
from habeas.ledger.settle import corrected, settle
from habeas.values.case import CaseSettings
from habeas.values.claim import CountClaim
from habeas.values.judgement import Judgement


def claim(number: int, doc: str = "d", subset_of: int | None = None) -> CountClaim:
    return CountClaim(
        doc=doc, quote=f"{number}", start=number, low=number, high=number, measure="freed", subset_of=subset_of
    ).with_id()


def judged(verdict: str, target: CountClaim, **changes: object) -> Judgement:
    return Judgement(verdict=verdict, target=target.id, who="Ann", changes=changes)


WHOLE, PART, OTHER = claim(30), claim(23, subset_of=0), claim(7, subset_of=1)


def test_without_judgements_nothing_changes() -> None:
    assert settle([WHOLE, PART], [], CaseSettings(name="n")) == ((WHOLE, PART), CaseSettings(name="n"))


def test_a_rejected_claim_goes_and_the_others_point_where_they_did() -> None:
    claims, _ = settle([WHOLE, PART, OTHER], [judged("reject", WHOLE)], CaseSettings())
    assert [c.low for c in claims] == [23, 7]
    assert [c.subset_of for c in claims] == [None, 0]


def test_indices_count_within_their_document_only() -> None:
    far = claim(5, doc="e"), claim(2, doc="e", subset_of=0)
    claims, _ = settle([WHOLE, PART, *far], [judged("reject", PART)], CaseSettings())
    assert claims == (WHOLE, *far)


def test_a_corrected_claim_keeps_its_id_and_can_be_corrected_again() -> None:
    first, second = judged("correct", WHOLE, low=31, high=None), judged("correct", WHOLE, start_date="2031-03-04")
    [once], _ = settle([WHOLE], [first], CaseSettings())
    assert (once.id, once.low, once.high) == (WHOLE.id, 31, None)
    [twice], _ = settle([WHOLE], [first, second], CaseSettings())
    assert (twice.low, twice.start_date) == (30, date(2031, 3, 4))


def test_the_latest_verdict_counts_and_withdrawing_takes_all_back() -> None:
    verdicts = [judged("reject", WHOLE), judged("accept", WHOLE)]
    assert settle([WHOLE], verdicts, CaseSettings())[0] == (WHOLE,)
    verdicts = [judged("reject", WHOLE), judged("pin", WHOLE), judged("withdraw", WHOLE)]
    assert settle([WHOLE], verdicts, CaseSettings()) == ((WHOLE,), CaseSettings())


def test_pins_and_exclusions_join_those_of_the_settings() -> None:
    verdicts = [judged("pin", WHOLE), judged("exclude", PART), judged("exclude", WHOLE)]
    claims, settings = settle([WHOLE, PART], verdicts, CaseSettings(pinned=("a",), excluded=("b",)))
    assert claims == (WHOLE, PART)
    assert settings.pinned == ("a",)
    assert set(settings.excluded) == {"b", WHOLE.id, PART.id}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"quote": "x"}, "cannot be corrected in quote"),
        ({"low": "many"}, "cannot be corrected so"),
        ({"measure": "escaped"}, "measure cannot be 'escaped'"),
        ({"low": 40}, "low 40 lies above high 30"),
        ({"start_date": "31.2."}, "cannot be corrected so"),
    ],
)
def test_a_correction_that_no_claim_can_have_is_refused(changes: dict[str, object], words: str) -> None:
    with pytest.raises(ItemError, match=words):
        corrected(WHOLE, changes)


def test_a_correction_changes_what_it_names_and_nothing_else() -> None:
    found = corrected(WHOLE, {"group": "women"})
    assert msgspec.structs.replace(found, group=WHOLE.group) == WHOLE
