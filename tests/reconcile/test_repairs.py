"""Each kind of slip is found where it is the best explanation, and not proposed where the print stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from invented import claim, day, document

from habeas.reconcile.prepared.prepare import prepare
from habeas.reconcile.prepared.repairs import Twins, alternatives
from habeas.reconcile.step import reconcile
from habeas.values.case import CaseSettings
from habeas.values.claim import CountClaim
from habeas.values.document import Document
from habeas.values.history import Reconciliation

Case = tuple[list[CountClaim], CountClaim | None]


def _solve(claims: list[CountClaim], published: str = "2033-12-20") -> Reconciliation:
    return reconcile(claims, [document(name, published) for name in dict.fromkeys(c.doc for c in claims)])


def _held(doc: str, number: int, on: str, **fields) -> CountClaim:
    at = date.fromisoformat(on)
    return claim(doc, number, measure="held", when_kind="at", start_date=at, end_date=at, **fields)


def _season(year: int = 2033) -> list[CountClaim]:
    """March 2033: 19 freed on the 4th, 14 on the 20th, each told by a monitor and a paper, 33 in the month."""
    return [
        claim("a", 19, on=f"{year}-03-04", source="Lamp Watch"),
        claim("b", 19, on=f"{year}-03-04", source="Coast Daily News"),
        claim("c", 14, on=f"{year}-03-20", source="Lamp Watch"),
        claim("d", 14, on=f"{year}-03-20", source="Coast Daily News"),
        claim("e", 33, window=f"{year}-03-01..{year}-03-31", source="Ledger Group"),
    ]


def year_slip() -> Case:
    wrong = claim("x", 33, window="2032-03-01..2032-03-31", source="Tern Monitor")
    first = claim("y", 47, window="2032-01-01..2033-12-10", source="Ledger Group")
    return [*_season(), claim("z", 14, on="2033-11-20", source="Lamp Watch"), first, wrong], wrong


def no_year_slip() -> Case:
    told = claim("x", 33, window="2032-03-01..2032-03-31", source="Tern Monitor")
    return [
        *_season(),
        *_season(2032),
        told,
        claim("y", 66, window="2032-01-01..2033-12-10", source="Gull Monitor"),
    ], None


def month_slip() -> Case:
    wrong = claim("x", 19, on="2033-02-04", source="Tern Monitor")
    whole = claim("y", 33, window="2033-01-01..2033-12-10", source="Gull Monitor")
    return [*_season(), whole, wrong], wrong


def no_month_slip() -> Case:
    told = claim("x", 19, on="2033-02-04", source="Tern Monitor")
    again = claim("w", 19, on="2033-02-04", source="Reef Monitor")
    return [*_season(), told, again, claim("y", 52, window="2033-01-01..2033-12-10", source="Gull Monitor")], None


def digit_swap() -> Case:
    wrong = claim("x", 91, on="2033-03-04", source="the ministry")
    return [*_season(), wrong], wrong


def no_digit_swap() -> Case:
    return [
        claim("a", 19, on="2033-03-04", source="Lamp Watch"),
        claim("x", 91, on="2033-05-04", source="the ministry"),
    ], None


def factor_ten() -> Case:
    wrong = claim("x", 190, on="2033-03-04", source="the ministry")
    return [*_season(), wrong], wrong


def no_factor_ten() -> Case:
    return [
        claim("a", 19, on="2033-03-04", source="Lamp Watch"),
        claim("x", 190, on="2033-05-04", source="the ministry"),
    ], None


def factor_ten_in_stocks() -> Case:
    wrong = _held("x", 13000, "2033-04-01", source="the ministry")
    counts = [_held(f"h{n}", 1290 + 4 * n, f"2033-0{n}-01", source="Lamp Watch") for n in range(1, 8)]
    return [*counts, wrong], wrong


def no_factor_ten_in_stocks() -> Case:
    return [_held(f"h{n}", 1290 + 4 * n, f"2033-0{n}-01", source="Lamp Watch") for n in range(1, 8)], None


def stock_for_flow() -> Case:
    wrong = claim("x", 1312, on="2033-03-20", source="Coast Daily News", measure="freed")
    return [*_season(), _held("h", 1312, "2033-03-15", source="Lamp Watch"), wrong], wrong


def no_stock_for_flow() -> Case:
    return [*_season(), _held("h", 33, "2033-03-15", source="Lamp Watch")], None


def cumulative_for_new() -> Case:
    """The paper's "33 were freed on the 20th" is the month's total."""
    wrong = claim("x", 33, on="2033-03-20", source="Tern Monitor")
    return [*_season(), wrong], wrong


def no_cumulative_for_new() -> Case:
    return [*_season(), claim("x", 40, on="2033-05-20"), claim("w", 40, on="2033-05-20", source="Lamp Watch")], None


def announced_for_done() -> Case:
    promised = claim("p", 120, window="2033-03-01..2033-03-31", status="planned", source="the ministry")
    wrong = claim("x", 120, window="2033-03-01..2033-03-31", source="Coast Daily News")
    return [*_season(), promised, wrong], wrong


def no_announced_for_done() -> Case:
    promised = claim("p", 33, window="2033-03-01..2033-03-31", status="planned", source="the ministry")
    return [*_season(), promised], None


def wrong_group() -> Case:
    """A general amnesty's 460 printed as of political prisoners."""
    wrong = claim("x", 463, window="2033-03-01..2033-03-31", source="the ministry")
    return [*_season(), wrong], wrong


def no_wrong_group() -> Case:
    return [
        *_season(),
        claim("x", 463, window="2033-03-01..2033-03-31", source="the ministry", group="convicts of theft"),
    ], None


def event_week() -> Case:
    """The report of the 11th tells of "Friday", its own day; the wave was a week before."""
    wrong = claim("x", 19, on="2033-03-11", source="Tern Monitor")
    whole = claim("y", 33, window="2033-01-01..2033-12-10", source="Gull Monitor")
    return [*_season(), whole, wrong], wrong


def no_event_week() -> Case:
    again = claim("w", 19, on="2033-03-11", source="Reef Monitor")
    return [
        *_season()[:4], claim("x", 19, on="2033-03-11", source="Tern Monitor"), again,
        claim("y", 52, window="2033-03-01..2033-03-31", source="Gull Monitor"),
    ], None  # fmt: skip


KINDS = [
    (year_slip, "2032", "2033"),
    (month_slip, "February 2033", "March 2033"),
    (digit_swap, "91", "19"),
    (factor_ten, "190", "19"),
    (factor_ten_in_stocks, "13000", "1300"),
    (stock_for_flow, "freed", "held"),
    (cumulative_for_new, "new", "in all"),
    (announced_for_done, "done", "announced"),
    (wrong_group, "political prisoners", "a broader group"),
    (event_week, "the week of the report", "the week before or after"),
]


@pytest.mark.parametrize(("case", "printed", "read"), KINDS, ids=lambda value: getattr(value, "__name__", None))
def test_a_slip_is_repaired_where_it_explains_the_case_best(case: Callable[[], Case], printed: str, read: str):
    claims, wrong = case()
    assert wrong is not None
    found = _solve(claims)
    (repair,) = found.readings[0].repairs
    kind = case.__name__.removesuffix("_in_stocks")
    assert (repair.claim, repair.kind, repair.from_, repair.to) == (wrong.id, kind, printed, read)
    assert repair.bits > 0
    assert repair.explanation.startswith("x ")
    assert not found.readings[0].rejected


@pytest.mark.parametrize(
    "case",
    [
        no_year_slip, no_month_slip, no_digit_swap, no_factor_ten, no_factor_ten_in_stocks, no_stock_for_flow,
        no_cumulative_for_new, no_announced_for_done, no_wrong_group, no_event_week,
    ],
    ids=lambda value: value.__name__,
)  # fmt: skip
def test_a_print_that_fits_is_not_repaired(case: Callable[[], Case]):
    found = _solve(case()[0])
    assert not found.readings[0].repairs
    assert not found.readings[0].rejected


def test_a_number_that_its_report_prints_twice_is_no_misprint():
    wrong = claim("x", 91, on="2033-03-04", source="the ministry", quote="91 walked free")
    again = claim("x", 91, on="2033-03-04", source="the ministry", quote="the 91 who left")
    found = _solve([*_season(), wrong, again])
    assert "digit_swap" not in {repair.kind for repair in found.readings[0].repairs}


def test_what_a_report_counts_of_its_own_total_has_lost_no_zero():
    taken = {"measure": "detained", "group": "people"}
    whole = claim("x", 5501, None, when_kind="none", source="the Tide", quote="more than 5,500 people", **taken)
    part = claim("x", 1100, on="2033-03-10", source="the Tide", quote="1,100 of them", **taken)
    alone = claim("y", 1100, on="2033-03-10", source="the Gull", quote="1,100 people", **taken)
    twins = Twins([whole, part, alone])
    assert twins.exceeds_own_total(part, 11_000)
    assert not twins.exceeds_own_total(alone, 11_000)
    assert not twins.exceeds_own_total(whole, 55_010)
    others = [
        claim(f"o{n}", 11_000, approx=True, when_kind="since", start_date=day("2033-03-01"), source=name, **taken)
        for n, name in enumerate(("the Gull", "the Lamp"))
    ]
    found = _solve([whole, part, *others])
    assert "factor_ten" not in {repair.kind for repair in found.readings[0].repairs}


def test_the_first_list_before_mass_arrests_has_lost_no_zero():
    lists = {"2033-07-29": 301, "2033-08-12": 1894, "2033-08-19": 2153, "2033-08-26": 2180, "2033-09-02": 2150}
    claims = [_held(f"h{n}", number, on, source="Lamp Watch") for n, (on, number) in enumerate(lists.items())]
    found = _solve(claims)
    assert [stock.best for stock in found.stocks] == list(lists.values())
    assert "factor_ten" not in {repair.kind for repair in found.readings[0].repairs}


def test_a_number_is_mended_the_more_dearly_the_farther_it_lies_beyond_all_that_others_count() -> None:
    told = claim("x", 30, on="2033-03-04")
    others = [claim("y", 240, on="2033-05-04"), claim("x", 9_000, on="2033-06-04")]
    twins = Twins([told, *others])
    assert twins.beyond(told, 240) == 0.0
    assert twins.beyond(told, 300) == pytest.approx(0.32, abs=0.01)
    assert twins.beyond(told, 960) == pytest.approx(2.0)


def test_a_number_printed_larger_than_all_others_is_no_dearer_to_mend_downwards() -> None:
    told = claim("x", 5_000, on="2033-03-04")
    twins = Twins([told, claim("y", 240, on="2033-05-04")])
    assert twins.beyond(told, 500) == 0.0


def test_each_of_two_weeks_keeps_its_number_though_the_two_are_near_each_other() -> None:
    friday = claim("x", 19, on="2033-03-04", source="the ministry")
    tuesday = claim("y", 18, on="2033-03-08", source="the ministry")
    found = reconcile([friday, tuesday], [document("x", "2033-03-04"), document("y", "2033-03-08"), document("z")])
    assert sorted(wave.size.best or 0 for wave in found.occasions) == [18, 19]
    assert found.readings[0].repairs == ()


def _slips_of(told: CountClaim, others: list[CountClaim], documents: list[Document]) -> set[str]:
    prepared = prepare([told, *others], documents, (), CaseSettings())
    own = next(each for every in prepared.series.values() for each in every if each.id == told.id)
    return {reading.kind for reading in alternatives(own, Twins(prepared.claims, prepared.case))}


@pytest.mark.parametrize(
    ("parts", "swapped"),
    [
        ([16, 3], False),
        ([9, 7, 3], False),
        ([16], True),
        ([16, 4], True),
        ([9, 4, 7, 3], True),  # 9, 7 and 3 of a list with another in between are a sum by chance
    ],
)
def test_a_number_that_its_own_report_s_parts_add_up_to_has_no_digits_swapped(parts: list[int], swapped: bool):
    whole = claim("x", 19, on="2033-03-04")
    others = [claim("x", part, on="2033-03-04") for part in parts]
    assert ("digit_swap" in _slips_of(whole, others, [document("x", "2033-03-05")])) == swapped


def test_counts_of_other_days_or_of_another_report_are_no_parts_of_a_number():
    whole = claim("x", 19, on="2033-03-04")
    later = [claim("x", part, on="2033-03-09") for part in (16, 3)]
    elsewhere = [claim("y", part, on="2033-03-04") for part in (16, 3)]
    reports = [document("x", "2033-03-10"), document("y", "2033-03-10")]
    assert "digit_swap" in _slips_of(whole, [*later, *elsewhere], reports)


def test_a_number_that_two_independent_reports_print_of_the_same_days_has_no_digits_swapped():
    told = claim("x", 19, on="2033-03-04", source="the ministry")
    friday = claim("y", 19, when_kind="on", weekday="friday", start_offset="P0D", end_offset="P0D", source="Tern Watch")
    reports = [document("x", "2033-03-05"), document("y", "2033-03-07")]
    slips = _slips_of(told, [friday], reports)
    assert "digit_swap" not in slips
    assert "factor_ten" in slips


@pytest.mark.parametrize(
    "again",
    [
        {"on": "2033-03-04", "source": "the ministry"},  # who repeats himself is one witness
        {"on": "2033-03-14", "source": "Tern Watch"},  # another event
        {"when_kind": "on", "weekday": "friday", "end_offset": "P0D", "source": "Tern Watch"},  # on an undated page
    ],
)
def test_a_number_is_vouched_for_by_no_other_event_nor_by_its_own_source(again: dict[str, str]):
    told = claim("x", 19, on="2033-03-04", source="the ministry")
    undated = "weekday" in again
    reports = [document("x", "2033-03-05"), document("y", None if undated else "2033-03-20")]
    assert "digit_swap" in _slips_of(told, [claim("y", 19, **again)], reports)


def test_a_number_is_not_vouched_for_by_a_report_that_copies_its_text():
    text = "On Friday the fourth of March nineteen people walked out of the old fort and were met by their families."
    told, copied = (claim(doc, 19, on="2033-03-04", source="document") for doc in "xy")
    reports = [document("x", "2033-03-05", text, "the Tide"), document("y", "2033-03-06", text, "the Gull")]
    assert "digit_swap" in _slips_of(told, [copied], reports)
    own_words = document("y", "2033-03-06", "Nineteen have left the fort, as our reporter saw there.", "the Gull")
    assert "digit_swap" not in _slips_of(told, [copied], [reports[0], own_words])


def test_a_count_of_those_held_that_two_independent_reports_print_has_no_digits_swapped():
    counts = {"2033-05-02": 1890, "2033-05-20": 1905, "2033-06-20": 1910, "2033-07-02": 1895}
    around = [_held(f"h{n}", number, on, source="Lamp Watch") for n, (on, number) in enumerate(counts.items())]
    odd = _held("x", 9100, "2033-06-01", source="the Tide")
    assert {repair.kind for repair in _solve([*around, odd]).readings[0].repairs} == {"digit_swap"}
    again = _held("y", 9100, "2033-06-01", source="the Gull")
    assert "digit_swap" not in {repair.kind for repair in _solve([*around, odd, again]).readings[0].repairs}
