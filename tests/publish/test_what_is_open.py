"""What a number is and what of it is open: counted or bounded, since when, and by whom. The figures are invented."""

from __future__ import annotations

from datetime import date

import msgspec

from habeas.publish.brief import brief, brief_markdown
from habeas.publish.figures import Total, answered, total
from habeas.publish.questions import questions
from habeas.publish.wording import headline_people, people
from habeas.values.claim import CountClaim
from habeas.values.document import Document
from habeas.values.history import (
    Answer,
    DateRange,
    GivenTotal,
    Lump,
    Occasion,
    Range,
    Reconciliation,
    TwoCounts,
)
from habeas.values.record import Record

DAY = date(2031, 5, 6)


def _counted(low: int, high: int, size: Range) -> Total:
    when = DateRange(low=DAY, best=DAY, high=DAY)
    row = Occasion(measure="freed", group="activists", date=when, size=size)
    return Total(measure="freed", group="activists", start=DAY, end=DAY, low=low, best=low, high=high, occasions=(row,))


def test_a_counted_number_is_no_least_number() -> None:
    counted = _counted(9, 22, Range(low=9, best=9, high=9))
    assert people(counted, "activists") == headline_people(counted, "activists") == "9 activists (up to 22)"
    bound = _counted(9, 22, Range(low=9, best=9, high=None))
    assert people(bound, "activists") == "at least 9 activists (up to 22)"
    assert headline_people(bound, "activists") == "9 or more activists"


def _record(*claims: CountClaim, rows: tuple[Occasion | Lump, ...], answers: tuple[Answer, ...] = ()) -> Record:
    documents = tuple(
        Document(id=doc, text=". ".join(c.quote for c in claims if c.doc == doc), published=date(2031, 6, 30))
        for doc in dict.fromkeys(claim.doc for claim in claims)
    )
    history = Reconciliation(
        occasions=tuple(row for row in rows if isinstance(row, Occasion)),
        lumps=tuple(row for row in rows if isinstance(row, Lump)),
        answers=answers,
    )
    return Record(documents=documents, claims=claims, reconciliation=history)


def _claim(doc: str, people: int, first: str, last: str, source: str, **more: object) -> CountClaim:
    own = {"low": people, "high": people, "measure": "freed", "group": "political prisoners", "when_kind": "between"}
    days = {"start_date": date.fromisoformat(first), "end_date": date.fromisoformat(last)}
    quote = f"{people} political prisoners"
    return CountClaim(doc=doc, quote=quote, start=0, source=source, **(own | days | more)).with_id()  # type: ignore[arg-type]


def _lump(first: str, last: str, size: int, *claims: CountClaim, open_start: bool = False) -> Lump:
    return Lump(
        measure="freed",
        group="political prisoners",
        start=date.fromisoformat(first),
        end=date.fromisoformat(last),
        size=Range(low=size, best=size, high=None if open_start else size),
        claims=tuple(claim.id for claim in claims),
        open_start=open_start,
    )


MINISTRY = _claim("a", 620, "2031-04-01", "2031-06-20", "Ministry of Harbours")
WATCH = _claim("b", 250, "2031-05-10", "2031-06-20", "Tern Watch")


def _of_two() -> Record:
    rows = (_lump("2031-04-01", "2031-05-09", 370, MINISTRY), _lump("2031-05-10", "2031-06-20", 250, MINISTRY, WATCH))
    record = _record(MINISTRY, WATCH, rows=rows)
    larger, smaller = (
        GivenTotal(claim=one.id, source=one.source, first=one.start_date, last=one.end_date)  # type: ignore[arg-type]
        for one in (MINISTRY, WATCH)
    )
    pair = TwoCounts(measure="freed", group="political prisoners", larger=larger, smaller=smaller)
    history = msgspec.structs.replace(record.reconciliation, two_counts=(pair,))
    return msgspec.structs.replace(record, reconciliation=history)


def test_two_givers_whose_counts_exclude_each_other_stand_side_by_side() -> None:
    told = brief(_of_two())
    assert told.title == (
        "620 political prisoners freed by the count of Ministry of Harbours, 250 by that of Tern Watch"
    )
    text = brief_markdown(_of_two())
    assert "two counts exclude each other: 620, 1 April – 20 June 2031, by Ministry of Harbours; 250, " in text


def test_a_flow_whose_beginning_nobody_tells_has_none() -> None:
    thousands = _claim("a", 2000, "2031-06-01", "2031-06-20", "document", high=None)
    row = _lump("2031-05-06", "2031-06-20", 2000, thousands, open_start=True)
    whole = total(_record(thousands, rows=(row,)), "freed", "political prisoners")
    assert whole is not None
    assert (whole.start, whole.end) == (None, date(2031, 6, 20))
    lead = brief_markdown(_record(thousands, rows=(row,)))
    assert "At least 2,000 political prisoners were freed by 20 June 2031" in lead


def test_an_answer_with_rows_is_told_as_they_were_counted() -> None:
    nine = _claim("a", 9, "2031-05-06", "2031-05-08", "Quay Post")
    row = _lump("2031-05-06", "2031-05-08", 9, nine)
    asked = Answer(ask="freed political prisoners 2031-01-01..2031-12-31", low=9, best=9, high=22, claims=(nine.id,))
    record = _record(nine, rows=(row,), answers=(asked,))
    (question,) = questions(record)
    assert people(answered(record, question), "political prisoners") == "9 political prisoners (up to 22)"
