"""What a brief leads with: the people whom most figures count. The figures are invented."""

from __future__ import annotations

from datetime import date

import msgspec

from habeas.publish.brief import brief, brief_markdown
from habeas.publish.figures import main_group, pairs, total
from habeas.values.history import Answer, DateRange, Occasion, Range, Stock
from habeas.values.record import Record


def _moved(measure: str, group: str, size: int, month: int, *claims: str) -> Occasion:
    day = date(2031, month, 2)
    when = DateRange(low=day, best=day, high=day)
    return Occasion(measure=measure, group=group, date=when, size=Range(low=size, best=size, high=size), claims=claims)


def _with(record: Record, *occasions: Occasion, stocks: tuple[Stock, ...] = ()) -> Record:
    history = msgspec.structs.replace(record.reconciliation, occasions=occasions, lumps=(), stocks=stocks, answers=())
    return msgspec.structs.replace(record, reconciliation=history)


def test_four_men_set_free_do_not_lead_where_thousands_were_detained(record: Record) -> None:
    few = _moved("freed", "men", 4, 3, "a")
    many = [_moved("detained", "people", 900 + n, n, f"b{n}", f"c{n}") for n in range(1, 6)]
    held = Stock(date=date(2031, 6, 1), low=10, best=10, high=10, group="students", source="A Monitor", claims=("d",))
    told = _with(record, few, *many, stocks=(held,))
    assert main_group(told) == "people"
    assert pairs(told)[0] == ("detained", "people")
    assert brief(told).title.startswith("4,515 people detained")


def test_releases_lead_over_arrests_of_the_same_people_unless_far_fewer_figures_tell_of_them(record: Record) -> None:
    freed = [_moved("freed", "people", 5, n, f"f{n}") for n in range(1, 4)]
    taken = [_moved("detained", "people", 90, n, f"t{n}") for n in range(1, 6)]
    assert pairs(_with(record, *freed, *taken))[0] == ("freed", "people")
    assert pairs(_with(record, *freed[:2], *taken))[0] == ("detained", "people")


def test_a_total_never_contradicts_the_rows_that_stand_under_it(record: Record) -> None:
    rows = _with(record, _moved("freed", "people", 9, 3, "a"), _moved("freed", "people", 5, 4, "b"))
    for answer, low, high in (
        (Range(low=0, best=0, high=3), 9, 14),
        (Range(low=30, best=40, high=50), 14, 50),
        (Range(low=10, best=13, high=15), 10, 15),
    ):
        asked = Answer(
            ask="freed people 2031-03-02..2031-04-02", low=answer.low, best=answer.best, high=answer.high, claims=("a",)
        )
        history = msgspec.structs.replace(rows.reconciliation, answers=(asked,))
        whole = total(msgspec.structs.replace(rows, reconciliation=history), "freed", "people")
        assert whole is not None
        assert (whole.low, whole.high) == (low, high)
        assert whole.best == (13 if answer.best == 13 else 14)


def test_releases_of_another_group_stand_in_the_table_each_event_once(record: Record) -> None:
    main = [_moved("charged", "activists", 47, n, f"c{n}", f"d{n}") for n in range(1, 3)]
    freed = [_moved("freed", "former members", 4, 4, "f1"), _moved("freed", "lawmakers of old", 4, 4, "f2")]
    text = brief_markdown(_with(record, *main, *freed, _moved("freed", "people", 4, 5, "f3")))
    table = text.split("## Occasions")[1].split("\n## ")[0]
    assert "| 2 April 2031 | Freed, former members | 4" in table
    assert "lawmakers of old" not in table
    assert "| 2 May 2031 | Freed, people | 4" in table
    assert "… and one more row on the site." in table
