"""Those held: whose count answers for all of them, and lists of groups that make a whole together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from invented import claim, day, document

from habeas.reconcile.step import parse_ask, reconcile
from habeas.values.claim import CountClaim
from habeas.values.document import Document
from habeas.values.history import Answer, Reconciliation

GUARDS = "Held since the spring are 120 guards, 300 clerks, 40 judges and lawyers and 740 civilians."


def _held(doc: str, low: int, group: str, on: str, **fields: Any) -> CountClaim:
    own = {"measure": "held", "when_kind": "at", "start_date": day(on), "end_date": day(on), "group": group}
    return claim(doc, low, **(own | {"source": "Harbour Ministry"} | fields))


def _in_text(text: str, on: str, *parts: tuple[int, str], doc: str = "list", **fields: str) -> list[CountClaim]:
    """Return counts of the groups of a text, each at its place in it."""
    found = []
    for low, group in parts:
        quote = f"{low} {group}"
        made = _held(doc, low, fields.get("called", group), on, quote=quote)
        found.append(CountClaim(**{f: getattr(made, f) for f in made.__struct_fields__} | {"start": text.index(quote)}))
    return [each.with_id() for each in found]


def _reconciled(claims: Sequence[CountClaim], documents: Sequence[Document], ask: str) -> Reconciliation:
    return reconcile(claims, documents, asks=[parse_ask(ask)])


def _answer(claims: Sequence[CountClaim], documents: Sequence[Document], ask: str) -> Answer:
    return _reconciled(claims, documents, ask).answers[0]


def _list_of_four() -> tuple[list[CountClaim], Document]:
    claims = _in_text(
        GUARDS, "2034-05-01", (120, "guards"), (300, "clerks"), (40, "judges and lawyers"), (740, "civilians")
    )
    return claims, document("list", "2034-05-02", GUARDS)


def test_a_list_of_occupations_without_a_whole_is_added_up():
    claims, report = _list_of_four()
    found = _reconciled(claims, [report], "held 2034-05-01")
    assert found.answers[0].best == 1_200
    assert "the sum of 120 guards, 300 clerks, 40 judges and lawyers and 740 civilians" in found.answers[0].derivation
    whole = next(stock for stock in found.stocks if stock.best == 1_200)
    assert set(whole.claims) == {each.id for each in claims}
    assert {stock.best for stock in found.stocks} >= {120, 300, 40, 740}


def test_what_a_list_calls_civilians_is_no_whole_even_for_another_day():
    claims, report = _list_of_four()
    later = _held("later", 1_230, "people", "2034-07-01")
    given = _answer([*claims, later], [report, document("later", "2034-07-02")], "held 2034-06-01")
    assert given.low is not None
    assert given.low > 740


def test_a_list_of_some_of_those_held_is_not_taken_for_all():
    claims, report = _list_of_four()
    around = [_held("early", 4_000, "people", "2034-04-01"), _held("late", 4_100, "people", "2034-06-01")]
    documents = [report, document("early", "2034-04-02"), document("late", "2034-06-02")]
    best = _answer([*claims, *around], documents, "held 2034-05-01").best
    assert best is not None
    assert best >= 4_000


def test_the_women_of_a_list_may_be_clerks_so_it_is_no_sum():
    text = "Held are 120 guards, 300 clerks and 90 women."
    claims = _in_text(text, "2034-05-01", (120, "guards"), (300, "clerks"), (90, "women"))
    found = _reconciled(claims, [document("list", "2034-05-02", text)], "held 2034-05-01")
    assert all(stock.best != 510 for stock in found.stocks)


def test_beside_its_whole_a_list_is_left_as_it_is():
    text = "1,500 people are held: 120 guards, 300 clerks and 40 judges."
    claims = _in_text(text, "2034-05-01", (120, "guards"), (300, "clerks"), (40, "judges"))
    whole = _in_text(text.replace("1,500", "1500"), "2034-05-01", (1500, "people"))
    found = _reconciled([*claims, *whole], [document("list", "2034-05-02", text)], "held 2034-05-01")
    assert found.answers[0].best == 1_500
    assert all(stock.best != 460 for stock in found.stocks)


def test_the_sentenced_and_those_awaiting_trial_make_those_held():
    text = "By the lawyers 61 people await trial. 24 prisoners serve final sentences, and 3 youths are in a home."
    claims = [
        *_in_text(text, "2034-05-01", (61, "people"), called="people awaiting trial"),
        *_in_text(text, "2034-05-01", (24, "prisoners"), called="prisoners whose sentences are final"),
        *_in_text(text, "2034-05-01", (3, "youths")),
    ]
    assert _answer(claims, [document("list", "2034-05-02", text)], "held 2034-05-01").best == 88


def test_those_in_preventive_custody_and_those_who_serve_sentences_are_those_held():
    text = "29 people are in preventive custody and 112 serve final sentences."
    claims = [
        *_in_text(text, "2034-05-01", (29, "people"), called="people in preventive custody"),
        *_in_text(text, "2034-05-01", (112, "serve"), called="people serving final sentences"),
    ]
    assert _answer(claims, [document("list", "2034-05-02", text)], "held 2034-05-01").best == 141


def test_the_convicted_and_those_on_trial_are_as_many_as_are_held_or_fewer():
    """A part of a list is not the whole of it: others may wait for their trial to begin."""
    text = "Of those still held 9 have been convicted and 35 are on trial."
    claims = [
        _held("a", 120, "people", "2034-01-01"),
        *_in_text(text, "2034-05-01", (9, "have"), called="people convicted"),
        *_in_text(text, "2034-05-01", (35, "are"), called="defendants"),
    ]
    documents = [document("a", "2034-01-02"), document("list", "2034-05-02", text)]
    found = _answer(claims, documents, "held 2034-05-01")
    assert 44 <= found.best < (found.high or 0)
    assert "9 people convicted and 35 defendants" in found.derivation


def test_words_of_custody_narrow_nothing_where_the_counts_go_on():
    claims = [
        _held("a", 820, "people", "2034-03-01"),
        _held("b", 1_300, "people remanded by court order", "2034-04-01"),
        _held("c", 1_900, "people", "2034-06-01"),
    ]
    documents = [document(name, f"2034-0{n}-02") for name, n in (("a", 3), ("b", 4), ("c", 6))]
    assert _answer(claims, documents, "held 2034-04-01").best == 1_300


def test_people_in_custody_on_various_charges_are_those_held():
    claims = [
        _held("a", 469, "people", "2031-02-22"),
        _held("b", 766, "people in custody on various charges", "2031-03-14"),
    ]
    documents = [document("a", "2031-02-22"), document("b", "2031-03-15")]
    assert _answer(claims, documents, "held 2031-03-14..2031-03-14").best == 766


def test_those_who_fight_their_cases_and_those_whose_cases_are_final_are_those_held():
    text = "Behind bars are 19 people who fight their cases and 10 people whose cases are final."
    claims = _in_text(text, "2031-09-01", (19, "people who fight their cases"), (10, "people whose cases are final"))
    assert _answer(claims, [document("list", "2031-09-01", text)], "held 2031-09-01..2031-09-01").best == 29


def test_words_of_custody_tell_a_part_where_a_report_sets_them_beside_the_whole():
    claims = [
        _held("a", 820, "people", "2034-03-01"),
        _held("a", 510, "people awaiting trial", "2034-03-01"),
        _held("b", 530, "people awaiting trial", "2034-04-01"),
        _held("c", 900, "people", "2034-05-01"),
    ]
    documents = [document(name, f"2034-0{n}-02") for name, n in (("a", 3), ("b", 4), ("c", 5))]
    best = _answer(claims, documents, "held 2034-04-01").best
    assert best is not None
    assert best >= 820


def test_words_of_custody_tell_a_part_where_a_report_sums_them_with_the_sentenced():
    text = "Behind bars are 19 people who fight their cases and 10 people whose cases are final."
    claims = [
        *_in_text(text, "2031-09-01", (19, "people who fight their cases"), (10, "people whose cases are final")),
        _held("b", 27, "people awaiting trial", "2031-11-01"),
        _held("c", 45, "people", "2031-12-01"),
    ]
    documents = [document("list", "2031-09-01", text), document("b", "2031-11-02"), document("c", "2031-12-02")]
    best = _answer(claims, documents, "held 2031-11-01").best
    assert best is not None
    assert best > 27


def test_a_part_told_more_often_than_the_whole_is_not_those_held():
    parts = [_held(f"p{n}", 60 + n, "women", f"2034-0{n}-01", source=f"Desk {n}") for n in range(1, 7)]
    wholes = [_held("w1", 900, "prisoners", "2034-01-10"), _held("w2", 940, "prisoners", "2034-05-10")]
    documents = [document(f"p{n}", f"2034-0{n}-02") for n in range(1, 7)]
    documents += [document("w1", "2034-01-11"), document("w2", "2034-05-11")]
    given = _answer([*parts, *wholes], documents, "held 2034-05-10")
    assert given.best == 940
    assert given.low is not None
    assert given.low > 800


def test_a_few_called_people_are_not_those_held_beside_a_group_many_times_as_large():
    few = [_held("p1", 40, "people", "2034-02-01")]
    many = [_held(f"w{n}", 2_000 + 10 * n, "strikers", f"2034-0{n}-05", source=f"Desk {n}") for n in (1, 2, 3)]
    documents = [document("p1", "2034-02-02"), *(document(f"w{n}", f"2034-0{n}-06") for n in (1, 2, 3))]
    assert _answer([*few, *many], documents, "held 2034-03-05").best == 2_030


def test_the_first_list_of_a_group_is_not_set_aside_for_being_far_from_the_later_ones():
    rows = [("2032-01-10", 20), ("2033-06-01", 150), ("2033-11-01", 180), ("2034-04-01", 215)]
    claims = [_held(f"l{n}", number, "miners", on) for n, (on, number) in enumerate(rows)]
    claims += [_held(f"w{n}", 60 + number, "prisoners", on) for n, (on, number) in enumerate(rows)]
    documents = [document(f"{kind}{n}", on) for kind in "lw" for n, (on, _) in enumerate(rows)]
    reading = _reconciled(claims, documents, "held miners 2032-01-10").readings
    assert not reading or claims[0].id not in reading[0].rejected
