"""Where figures differ by orders of magnitude, small events do not outvote large ones. Reports are invented."""

from __future__ import annotations

from invented import claim, document

from habeas.reconcile.step import parse_ask, reconcile

_DAYS = {
    "a": "2031-02-05",
    "b": "2031-04-12",
    "c": "2031-10-09",
    "d": "2031-12-01",
    "e": "2031-12-21",
    "f": "2032-01-20",
}


def test_events_of_a_few_do_not_rule_out_a_summer_of_thousands() -> None:
    claims = [
        claim("a", 12, measure="detained", on="2031-02-03"),
        claim("b", 40, measure="detained", on="2031-04-10"),
        claim("c", 28001, None, measure="detained", window="2031-06-01..2031-09-30"),
        claim("d", 24, 99, measure="detained", window="2031-01-01..2031-11-30", approx=True),
        claim("e", 5, measure="detained", window="2031-06-01..2031-12-20"),
        claim("f", 6001, None, measure="detained", window="2031-08-01..2031-12-31"),
    ]
    documents = [document(doc, day) for doc, day in _DAYS.items()]
    (answer,) = reconcile(claims, documents, asks=[parse_ask("detained 2031-01-01..2031-12-31")]).answers
    assert answer.low is not None
    assert answer.best is not None
    assert answer.low > 20_000
    assert answer.best >= 28_000


def test_one_sentence_without_a_time_is_not_outvoted_by_a_handful_of_another_year() -> None:
    claims = [
        claim("sweep", 520, measure="detained", approx=True, when_kind="none", group="people"),
        claim("vigil", 9, measure="detained", on="2032-11-08", group="people"),
    ]
    documents = [document("sweep", "2031-08-14"), document("vigil", "2032-11-08")]
    asks = [parse_ask(f"detained {days}") for days in ("2031-01-01..2031-12-31", "2032-01-01..2032-12-31")]
    found = reconcile(claims, documents, asks=asks)
    assert [answer.best for answer in found.answers] == [520, 9]
    (row,) = (lump.size for lump in found.lumps)
    assert row.low is not None
    assert row.high is not None
    assert row.low <= 520 == row.best < row.high
