"""Only a year that a report prints can be a slip of the pen."""

from __future__ import annotations

import pytest
from invented import claim, document

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
