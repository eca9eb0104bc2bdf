"""Estimates of the uncounted and what the register adds, as pages and briefs show them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from habeas.publish.brief import brief_markdown
from habeas.publish.options import PublishOptions
from habeas.publish.step import publish
from habeas.values.estimate import Estimate, EstimateWarning
from habeas.values.record import Record


def _text(path: Path) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", path.read_text("utf-8")))


def test_an_estimate_stands_in_the_brief_and_on_a_page_with_its_lists(full: Record, tmp_path: Path) -> None:
    held = full
    said = "4,400 known from the lists Committee, Courts and Lawyers; estimated 10,400 (8,970 to 13,900) in all"
    assert said in brief_markdown(held)
    publish(held, tmp_path / "out")
    page = _text(tmp_path / "out/site/estimate.html")
    assert said in page
    assert page.index("A grave word") < page.index("A light word")
    assert "The estimate changes most without Courts" in page
    assert "not converged" in page
    assert "Committee and Courts 1,400 (the model has 1,390)" in page
    assert "How many in all" in _text(tmp_path / "out/site/index.html")


def test_a_doubt_stands_beside_the_number_wherever_it_is_printed(
    estimate: Estimate, render_estimate: Callable[[Estimate], Record], tmp_path: Path
) -> None:
    doubt = EstimateWarning(kind="likely_too_low", text="People differ.")
    found = msgspec.structs.replace(estimate, warnings=(*estimate.warnings, doubt))
    publish(render_estimate(found), tmp_path / "out", PublishOptions(charts=False))
    assert "4,400 known; likely too low" in _text(tmp_path / "out/site/index.html")
    for path in ("brief.md", "site/estimate.html", "site/index.html"):
        assert "those on no list included; likely too low." in _text(tmp_path / "out" / path), path


def test_a_withheld_estimate_gives_its_reason_and_no_number_anywhere(
    estimate: Estimate, render_estimate: Callable[[Estimate], Record], tmp_path: Path
) -> None:
    why = "The lists hardly overlap"
    found = msgspec.structs.replace(estimate, estimate=None, withheld=why, range=estimate.estimate)
    publish(render_estimate(found), tmp_path / "out")
    for path in sorted((tmp_path / "out").rglob("*")):
        if path.suffix in {".html", ".md", ".svg", ".js"} and "vendor" not in path.parts:
            assert not re.search(r"10,383|10,400|8,970|13,9\d\d", path.read_text("utf-8")), path
    assert "The lists hardly overlap" in _text(tmp_path / "out/site/estimate.html")
    assert "The lists hardly overlap" in (tmp_path / "out/brief.md").read_text()


def test_without_an_estimate_or_a_register_there_is_no_page_of_either(record: Record, tmp_path: Path) -> None:
    publish(record, tmp_path / "out", PublishOptions(charts=False))
    assert not (tmp_path / "out/site/estimate.html").exists()
    assert not (tmp_path / "out/site/register.html").exists()


@pytest.mark.parametrize(("profile", "shown"), [("strict", 12), ("partner", 12), ("internal", 19)])
def test_strict_and_partner_editions_show_only_what_the_register_may_show(
    full: Record, tmp_path: Path, profile: str, shown: int
) -> None:
    publish(full, tmp_path / "out", PublishOptions(profile=profile))
    page = _text(tmp_path / "out/site/register.html")
    assert f"13 May 2031 Freed 30 {shown} {30 - shown}" in page
    assert "Of them few." in page
    assert "2 (1 to 4) known by name to be held" in page


def test_a_printed_day_in_doubt_is_shown_with_the_days_that_fit(full: Record, tmp_path: Path) -> None:
    publish(full, tmp_path / "out", PublishOptions(charts=False))
    page = _text(tmp_path / "out/site/disagreements.html")
    assert "Printed days in doubt" in page
    assert "Report 3, Mica Wire 2 August 2013 2 August 2031 Its figures are of 2031." in page
