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
