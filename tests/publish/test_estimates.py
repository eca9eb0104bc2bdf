"""Estimates of the uncounted and what the register adds, as pages and briefs show them."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import msgspec
import pytest

from habeas.publish.brief import brief_markdown
from habeas.publish.options import PublishOptions
from habeas.publish.step import publish
from habeas.values.custody import Coverage, CurvePoint, Custody, HeldCurve
from habeas.values.estimate import (
    CaseEstimate,
    Cell,
    Density,
    Estimate,
    EstimateWarning,
    Influence,
    Interval,
    ListSize,
)
from habeas.values.history import DateRange, Range
from habeas.values.record import Record

LISTS = ("Committee", "Courts", "Lawyers")
FOUND = Estimate(
    observed=4400,
    method="lcmcr",
    estimate=Interval(low=8970, median=10383, high=13912, mean=10600),
    assumption="Within a kind of people the lists are independent.",
    lists=tuple(ListSize(name=name, size=1000 + n, only_here=n, shared=1000) for n, name in enumerate(LISTS)),
    cells=(
        Cell(lists=("Committee",), observed=3000),
        Cell(lists=("Committee", "Courts"), observed=1400, fitted=1390.0),
    ),
    density=Density(at=(5000.0, 10000.0, 20000.0), posterior=(0.1, 0.8, 0.1), prior=(0.2, 0.2, 0.2)),
    influence=(
        Influence(left_out="Courts", observed=3100, estimate=Interval(low=5000, median=6000, high=7000, mean=6000)),
        Influence(left_out="Lawyers", observed=4100, estimate=None, note="not converged"),
    ),
    warnings=(
        EstimateWarning(kind="a", text="A light word"),
        EstimateWarning(kind="b", text="A grave word", grave=True),
    ),
)


def _with(record: Record, found: Estimate) -> Record:
    case = CaseEstimate(about="people held in Varnia", estimate=found, source="patterns", input_hash="a" * 64)
    return msgspec.structs.replace(record, estimates=(case,))


def _text(path: Path) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", path.read_text("utf-8")))


def test_an_estimate_stands_in_the_brief_and_on_a_page_with_its_lists(record: Record, tmp_path: Path) -> None:
    held = _with(record, FOUND)
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


def test_a_withheld_estimate_gives_its_reason_and_no_number_anywhere(record: Record, tmp_path: Path) -> None:
    found = msgspec.structs.replace(FOUND, estimate=None, withheld="The lists hardly overlap", range=FOUND.estimate)
    publish(_with(record, found), tmp_path / "out")
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
    record: Record, tmp_path: Path, profile: str, shown: int
) -> None:
    def custody(named: int) -> Custody:
        day = DateRange(low=date(2031, 5, 13), best=date(2031, 5, 13), high=date(2031, 5, 13))
        exact, rest = (Range(low=n, best=n, high=n) for n in (named, 30 - named))
        points = (CurvePoint(date=date(2031, 1, 1), low=3, best=named, high=40),)
        curve = HeldCurve(
            points=(*points, CurvePoint(date=date(2031, 6, 1), low=1, best=2, high=4)), text="Of them few."
        )
        found = Coverage(
            measure="freed", group="", date=day, size=Range(low=30, best=30, high=30), named=exact, unnamed=rest
        )
        return Custody(coverage=(found,), curve=curve)

    full = msgspec.structs.replace(record, custody=custody(19), custody_shown=custody(12))
    publish(full, tmp_path / "out", PublishOptions(profile=profile))
    page = _text(tmp_path / "out/site/register.html")
    assert f"13 May 2031 Freed 30 {shown} {30 - shown}" in page
    assert "Of them few." in page
    assert "two known by name to be held" in page.lower() or "2 known by name to be held" in page
