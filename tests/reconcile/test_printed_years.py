"""Only a year that a report prints can be a slip of the pen."""

from __future__ import annotations

import pytest
from invented import claim, day, document

from habeas.reconcile.step import reconcile


def _case(text: str):
    """Four reports tell of two waves of 2031; a fifth gives their sum for August and September 2030."""
    claims = [
        claim(f"{name}{n}", size, on=on, source=source)
        for n, (size, on) in enumerate([(41, "2031-08-12"), (56, "2031-09-16")])
        for name, source in (("a", "Coast Watch"), ("b", "Shore League"))
    ]
    quote = "97 prisoners"
    late = claim("late", 97, window="2030-08-01..2030-09-30", quote=quote, source="Tern Watch")
    documents = [document(f"{name}{n}", f"2031-1{n}-02") for n in (0, 1) for name in "ab"]
    return [*claims, late], [*documents, document("late", "2031-11-05", text=text)]


@pytest.mark.parametrize("year", ["2030", "٢٠٣٠", "’30"])
def test_a_printed_year_that_no_other_figure_fits_is_read_as_a_slip(year):
    claims, documents = _case(f"In August and September {year} the island freed 97 prisoners.")
    repairs = reconcile(claims, documents).readings[0].repairs
    assert [repair.kind for repair in repairs] == ["year_slip"]


def test_a_year_that_no_sentence_prints_is_no_slip():
    claims, documents = _case("In August and September the island freed 97 prisoners.")
    assert not [repair for repair in reconcile(claims, documents).readings[0].repairs if repair.kind == "year_slip"]


@pytest.mark.parametrize(("text", "slips"), [("since August 2030", {"year_slip"}), ("since August", set())])
def test_the_year_from_which_a_running_total_counts_can_be_a_slip(text, slips):
    """Its last day is that of its report, whose year no sentence prints."""
    claims, documents = _case(f"The island freed 97 prisoners {text}.")
    since = claim(
        "late", 97, when_kind="since", start_date=day("2030-08-01"), end_date=day("2031-11-05"), end_offset="P0D",
        quote="97 prisoners", source="Tern Watch",
    )  # fmt: skip
    before = claim("early", 61, window="2030-08-20..2030-12-10", source="Tern Watch")
    again = claim("again", 61, window="2030-08-20..2030-12-10", source="Shore League")
    reports = [*documents, document("early", "2030-12-20"), document("again", "2030-12-21")]
    repairs = reconcile([*claims[:-1], since, before, again], reports).readings[0].repairs
    assert {repair.kind for repair in repairs if repair.claim == since.id} & {"year_slip"} == slips
