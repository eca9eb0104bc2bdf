"""How many are held on a day: the count of that day, by whoever keeps lists, before what others round."""

from collections.abc import Sequence

from invented import claim, day, document

from habeas.reconcile.outcome.levels import level_between
from habeas.reconcile.prepared.groups import Groups
from habeas.reconcile.step import reconcile
from habeas.values.case import CaseSettings
from habeas.values.claim import CountClaim
from habeas.values.history import Ask, Range, Reconciliation, Stock

MONITOR = CaseSettings(sources={"Quay": "monitor"})


def held(doc: str, on: str, low: int, high: int | None = -1, **more: object) -> CountClaim:
    own = {"measure": "held", "when_kind": "at", "start_date": day(on), "end_date": day(on), "source": "Quay"} | more
    return claim(doc, low, high, **own)


def solve(claims: Sequence[CountClaim], *days: str) -> Reconciliation:
    documents = [document(each.doc, str(each.end_date)) for each in claims]
    named = {each.id: each for each in documents}
    asks = [Ask(measure="held", start=day(on), end=day(on)) for on in days]
    return reconcile(claims, list(named.values()), settings=MONITOR, asks=asks)


def test_a_list_goes_before_a_round_number_of_its_day() -> None:
    claims = [
        held("a", "2031-05-12", 895),
        held("b", "2031-08-24", 816),
        held("c", "2031-08-24", 1000, approx=True, source="groups"),
        held("d", "2031-11-03", 884),
    ]
    assert solve(claims, "2031-08-24").answers[0].best == 816


def test_a_count_told_only_from_above_is_not_shown_as_nobody() -> None:
    (stock,) = solve([held("a", "2031-05-12", None, 5000)]).stocks
    assert (stock.low, stock.best, stock.high) == (0, 5000, 5000)


def test_at_least_an_unround_number_is_a_count() -> None:
    claims = [held("a", "2031-02-01", 1239), held("b", "2031-05-20", 1184, None), held("c", "2031-08-01", 1170)]
    assert solve(claims, "2031-05-20").answers[0].best == 1184


def test_a_level_that_rose_sixfold_in_a_year_is_no_slip() -> None:
    claims = [held("a", "2030-12-31", 169), held("b", "2031-12-31", 969), held("c", "2032-02-01", 1007)]
    claims += [held(f"d{month}", f"2032-{month:02}-01", 1000 + 12 * month) for month in range(3, 12)]
    found = solve(claims, "2030-12-31")
    assert found.answers[0].best == 169
    assert not found.readings[0].rejected


def test_a_count_some_days_off_tells_of_a_day_before_all_others() -> None:
    claims = [held("a", "2031-01-02", 169), held("b", "2031-08-09", 601, None, source="envoys")]
    assert solve(claims, "2030-12-31").answers[0].best == 169


def test_a_report_may_count_two_days_apart() -> None:
    """245 before 222 are let go and 35 after: neither is a part of the other."""
    claims = [held("a", "2031-01-31", 245), held("b", "2031-03-07", 37), held("b", "2031-02-10", 35)]
    claims += [held("b", "2031-01-31", 245)]
    found = solve(claims, "2031-02-10", "2031-03-07")
    assert not found.left_out
    assert [answer.best for answer in found.answers] == [35, 37]


def test_a_count_of_some_day_within_years_is_no_count_of_the_middle() -> None:
    claims = [held("a", "2031-08-11", 373), held("b", "2031-09-02", 412)]
    loose = claim("open", 673, None, measure="held", when_kind="at", source="Quay")
    documents = [document("a", "2031-08-11"), document("b", "2031-09-02"), document("open")]
    found = reconcile([*claims, loose], documents, settings=MONITOR)
    assert [stock.best for stock in found.stocks] == [373, 412]


def test_a_bound_by_a_round_number_tells_of_one_halfway_to_the_next() -> None:
    """Who still counts 2,800 does not say "more than 2,700"."""
    claims = [held("a", "2031-02-01", 2801, None), held("b", "2031-06-01", 2701, None, source="counsel")]
    found = solve(claims, "2031-02-01", "2031-04-02", "2031-06-01")
    assert [answer.best for answer in found.answers] == [2851, 2801, 2751]
    lone = solve(claims[:1], "2031-03-01").answers[0]
    assert lone.low is not None
    assert lone.low <= 2801 <= (lone.high or 0)


def test_between_counts_of_several_sources_the_level_lies_between_theirs() -> None:
    """A bound raises it where the counts around it would leave fewer: it had not fallen yet."""
    claims = [held("a", "2031-03-04", 1405), held("b", "2031-07-05", 1401, None, source="envoys")]
    claims += [held("c", "2031-11-08", 1287, source="newsroom"), held("d", "2032-01-03", 1262)]
    found = solve(claims, "2031-05-20", "2031-09-06", "2031-12-06")
    assert [answer.best for answer in found.answers] == [1402, 1344, 1274]


def test_sources_that_count_otherwise_are_no_one_series() -> None:
    """What lies between two lists tells no level that the draws from all counts exclude."""
    stocks = [
        Stock(date=day(on), low=n, best=n, high=n, group="people", source=who)
        for on, n, who in (("2031-03-01", 350, "Registry"), ("2031-05-01", 300, "Gazette"))
    ]
    ask = Ask(measure="held", start=day("2031-04-01"), end=day("2031-04-01"))

    def level(low: int, high: int) -> int | None:
        drawn = Range(low=low, best=low, high=high)
        return level_between(ask, stocks, [], Groups([], [], CaseSettings()), "people", frozenset(), drawn)

    assert level(310, 700) == 325
    assert level(500, 700) is None


def test_so_many_freed_by_a_day_that_nobody_knows_move_no_level() -> None:
    freed = claim("b", 300, None, when_kind="none")
    claims = [held("a", "2031-05-01", 1000), held("c", "2031-06-30", 1010)]
    documents = [document("a", "2031-05-01"), document("b", "2031-05-20"), document("c", "2031-06-30")]
    ask = Ask(measure="held", start=day("2031-06-01"), end=day("2031-06-01"))
    found = reconcile([*claims, freed], documents, settings=MONITOR, asks=[ask])
    assert found.answers[0].best == 1005
    assert [lump.size.best for lump in found.lumps] == [300]
