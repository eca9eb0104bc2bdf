"""What the methods pages say of the priors is what the program reads."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
METHODS = ROOT / "docs" / "methods"


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reconcile_priors", ROOT / "scripts" / "reconcile_priors.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PRIORS = _script()
DATA = {name: PRIORS.numbers(name) for name in ("priors", "sources", "reporting")}

# A row of a page's table, by how it begins, and the numbers that it gives.
PRICES = {
    "occasion": ["history.occasion_size_bits"],
    "lump between occasions / elsewhere": ["history.lump_bits"],
    "lump between the ends": ["history.grown_lump_bits"],
    "claim set aside": ["history.open_wave_bits"],
    "doubt of reading": ["confidence.bits", "confidence.sure"],
    "year slip": ["repairs.year_slip"],
    "month slip": ["repairs.month_slip"],
    "a date moved": ["repairs.lonely"],
    "swapped digits": ["repairs.digit_swap", "repairs.factor_ten"],
    "a mended number": ["repairs.beyond"],
    "stock given as flow": ["repairs.stock_for_flow", "repairs.announced_for_done"],
    "a total given as new": ["repairs.cumulative_for_new"],
    "another (broader) group": ["repairs.wrong_group"],
    "a zero or swapped digits in a count": [
        "repairs.factor_ten",
        "repairs.digit_swap",
        "stocks.near_days",
        "stocks.spread",
        "stocks.least_bits",
    ],
    "week of the report": ["repairs.event_week", "repairs.unlike"],
    "page dated a year off": ["questions.wrong_year", "questions.wrong_date", "questions.unsaid"],
    "slightly other count": ["repairs.near"],
    "a rounded window": ["choice.cut_off_bits"],
    "delay": ["dating.report_delay_days"],
}
LAWS = {
    "told on the day itself": ["terms.fresh_over", "terms.fresh_days"],
    "arrests, learned of late": ["slow.detained"],
    "a total over 200 days": ["terms.revised_days", "terms.revised"],
    "about": ["terms.about"],
    "dozens": ["terms.vague", "terms.vague_under"],
    "at least": ["terms.open_over", "terms.open_step"],
    "a round number": ["terms.round_share"],
    '"in the last two months"': ["terms.loose_over", "terms.loose_under"],
    "a stock": ["stock.over"],
    "year slip": ["slips.year_slip"],
    "month slip": ["slips.month_slip", "slips.digit_swap", "slips.factor_ten", "slips.stock_for_flow"],
    "a total given as the news": ["slips.cumulative_for_new"],
    "plainly wrong": ["terms.wrong_density"],
}
KINDS = {
    "monitor / newsroom": [
        f"{kind}.{side}" for kind in ("monitor", "newsroom", "person") for side in ("over", "under")
    ],
    "anywhere": [f"{kind}.off_law" for kind in ("monitor", "newsroom", "opposition", "official", "person")],
    "announced, told as done": [f"{k}.announced_for_done" for k in ("official", "opposition", "newsroom", "monitor")],
}


def test_the_page_of_priors_is_written_from_the_data_and_holds_every_number():
    page = (METHODS / "reconcile-priors.md").read_text(encoding="utf-8")
    assert page == PRIORS.page(), "run: python scripts/reconcile_priors.py > docs/methods/reconcile-priors.md"
    for numbers in DATA.values():
        assert numbers
        assert all(f"| {name} | " in page for name in numbers)


def test_every_number_that_a_module_names_for_itself_says_what_it_is():
    limits = list(PRIORS.limits())
    assert len(limits) > 100
    assert [limit for limit in limits if not limit.why] == []


@pytest.mark.parametrize(
    ("page", "data", "rows"),
    [
        ("reconcile.md", "priors", PRICES),
        ("reconcile-ranges.md", "reporting", LAWS),
        ("reconcile-ranges.md", "sources", KINDS),
    ],
)
def test_the_tables_of_the_methods_give_the_numbers_that_the_program_reads(
    page: str, data: str, rows: dict[str, list[str]]
):
    lines = (METHODS / page).read_text(encoding="utf-8").splitlines()
    for begin, names in rows.items():
        (line,) = (line for line in lines if line.startswith(f"| {begin}"))
        for name in names:
            number = DATA[data][name]
            printed = f"{number:g}"
            assert printed in line or printed.removeprefix("0") in line, (name, number, line)


def test_the_shares_of_wrong_figures_by_kind_of_source_are_those_of_the_page():
    text = (METHODS / "reconcile.md").read_text(encoding="utf-8")
    shares = {name: share for name, share in DATA["sources"].items() if name.endswith(".wrong")}
    assert len(shares) == 5
    for name, share in shares.items():
        assert f"{name.removesuffix('.wrong')} {share:g}" in text
