"""What a report says twice counts once; a part beside a stock is no stock; a part cannot outgrow its whole."""

from collections.abc import Sequence
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import claim, day, document

from habeas.reconcile.prepared.beside import Beside, Told
from habeas.reconcile.step import reconcile
from habeas.values.case import CaseSettings
from habeas.values.claim import CountClaim
from habeas.values.document import Document
from habeas.values.history import Ask, Reconciliation

YEAR = Ask(measure="freed", start=day("2031-01-01"), end=day("2031-12-31"))


def solve(claims: Sequence[CountClaim], *days: tuple[str, str], settings: CaseSettings | None = None) -> Reconciliation:
    documents: list[Document] = [document(name, on) for name, on in days]
    return reconcile(claims, documents, settings=settings or CaseSettings(), asks=[YEAR])


def reasons(found: Reconciliation) -> dict[str, str]:
    return {item.claim: item.why for item in found.left_out}


def held(doc: str, number: int, on: str) -> CountClaim:
    return claim(doc, number, measure="held", when_kind="at", start_date=day(on), end_date=day(on))


def test_the_rounded_number_of_a_headline_is_no_second_release() -> None:
    headline = claim("tide", 3001, None, group="of 4,400 rioters", on="2031-07-09", quote="more than 3,000")
    lead = claim("tide", 3072, window="2031-06-01..2031-06-21", quote="a total of 3,072")
    found = solve([headline, lead], ("tide", "2031-07-09"))
    assert reasons(found)[headline.id] == "the same report gives it exactly: 3,072"
    assert found.answers[0].best == 3072


@pytest.mark.parametrize(
    "other",
    [
        claim("tide", 301, None, on="2031-03-01", quote="more than 300"),  # a day of its own
        claim("tide", 41, None, quote="more than 40"),  # another number
        claim("reef", 301, None, on="2031-07-09", quote="more than 300"),  # another report
    ],
    ids=["own day", "other number", "other report"],
)
def test_a_rounded_number_of_other_days_or_reports_stands(other: CountClaim) -> None:
    found = solve([other, claim("tide", 307, on="2031-07-02")], ("tide", "2031-07-09"), ("reef", "2031-07-09"))
    assert other.id not in reasons(found)


def test_of_unequal_counts_in_one_report_the_largest_is_the_whole() -> None:
    whole, part = held("gull", 107, "2031-05-05"), held("gull", 48, "2031-05-05")
    found = solve([whole, part], ("gull", "2031-05-05"))
    assert reasons(found) == {part.id: "the same report counts 107: this is a part of them, or of other people"}
    assert [(stock.low, stock.best) for stock in found.stocks] == [(107, 107)]


def test_a_count_too_large_by_what_other_reports_say_is_not_the_whole() -> None:
    ever, now = held("gull", 775, "2031-05-05"), held("gull", 171, "2031-05-05")
    found = solve(
        [held("tide", 242, "2030-05-05"), ever, now, held("reef", 150, "2032-05-05")],
        ("tide", "2030-05-05"), ("gull", "2031-05-05"), ("reef", "2032-05-05"),
    )  # fmt: skip
    assert list(reasons(found)) == [ever.id]


def test_a_count_far_below_those_before_and_after_is_of_others() -> None:
    few = held("gull", 27, "2031-05-05")
    claims = [held("tide", 171, "2030-05-05"), few, held("reef", 107, "2031-06-16")]
    found = solve(claims, ("tide", "2030-05-05"), ("gull", "2031-05-05"), ("reef", "2031-06-16"))
    assert list(reasons(found)) == [few.id]
    assert [stock.best for stock in found.stocks] == [171, 107]


@pytest.mark.parametrize("number", [17, 45], ids=["a lost zero", "growth"])
def test_a_slip_of_the_pen_and_a_stock_that_grows_stay_in_the_series(number: int) -> None:
    later = 171 if number == 17 else 300
    claims = [held("tide", later if number == 17 else 50, "2030-05-05"), held("gull", number, "2031-05-05")]
    claims.append(held("reef", later, "2031-06-16"))
    found = solve(claims, ("tide", "2030-05-05"), ("gull", "2031-05-05"), ("reef", "2031-06-16"))
    assert not reasons(found)


def test_a_pinned_count_is_never_told_apart() -> None:
    whole, part = held("gull", 107, "2031-05-05"), held("gull", 48, "2031-05-05")
    found = solve([whole, part], ("gull", "2031-05-05"), settings=CaseSettings(pinned=(part.id,)))
    assert not reasons(found)


def test_what_all_rows_add_up_to_is_the_answer_for_all_of_them() -> None:
    claims = [
        claim("tide", 148, when_kind="none"),
        claim("gull", 14, window="2031-03-01..2031-05-31"),
        claim("reef", 52, on="2031-08-16"),
        claim("mast", 21, on="2031-11-27"),
    ]
    found = solve(
        claims, ("tide", "2031-02-01"), ("gull", "2031-06-01"), ("reef", "2031-08-20"), ("mast", "2031-12-01")
    )
    # The answer is what a reader of the rows adds up.
    rows = [occasion.size for occasion in found.occasions] + [lump.size for lump in found.lumps]
    assert found.answers[0].best == sum(size.best or 0 for size in rows)


def test_a_round_number_beside_the_exact_one_of_its_report_is_no_second_release() -> None:
    claims = [
        claim("a", 9000, when_kind="on", start_offset="P0D", end_offset="P0D"),
        claim("a", 9248, on="2033-11-26"),
        claim("a", 300, when_kind="on", group="women"),
        claim("a", 339, on="2033-11-26", group="political prisoners"),
    ]
    found = reconcile(claims, [document("a", "2033-11-30")])
    assert {item.claim: item.why for item in found.left_out} == {
        claims[0].id: "the same report gives it exactly: 9,248"
    }


def test_a_day_s_figure_larger_than_several_totals_over_it_is_told_to_be_left_out() -> None:
    crowd = claim("a", 6000, on="2033-03-05")
    claims = [
        crowd,
        claim("b", 70, window="2033-03-01..2033-03-31", source="Tern Watch"),
        claim("c", 150, window="2033-01-01..2033-06-30", source="Gull Watch"),
        claim("d", 90, window="2033-02-01..2033-05-30", source="Reef Watch"),
    ]
    days = {"a": "2033-03-06", "b": "2033-04-02", "c": "2033-07-02", "d": "2033-06-02"}
    found = reconcile(claims, [document(name, day) for name, day in days.items()])
    (item,) = found.left_out
    assert item.claim == crowd.id
    assert "several totals over its day count fewer" in item.why


@given(
    st.dictionaries(st.tuples(st.sampled_from("abcd"), st.none() | st.integers(1, 6)), st.integers(1, 9), min_size=1)
)
def test_the_counts_beside_one_are_those_of_other_reports_next_to_its_day(levels: dict[Told, int]) -> None:
    beside = Beside(levels)
    for doc, on in levels:
        others = [number for (name, _), number in levels.items() if name != doc]
        assert beside.usual(doc) == (median(others) if others else None)
        rows = sorted((at, n) for (name, at), n in levels.items() if name != doc and at is not None)
        until = [n for at, n in rows if on is not None and at <= on][-1:]
        onward = [row for row in rows if on is not None and row[0] >= on]
        if until and onward and (last := [row for row in rows if row[0] <= (on or 0)][-1]) in onward:
            onward.remove(last)
        assert beside.around((doc, on)) == [*until, *(n for _, n in onward[:1])]
