"""A figure of people other than the case's own says whom it counts; so does a count of nobody. All invented."""

from __future__ import annotations

from datetime import date

import msgspec

from habeas.publish.charts.balance import balance
from habeas.publish.charts.stocks import stock
from habeas.publish.evidence import Citations, Evidence
from habeas.publish.story import Story
from habeas.values.claim import CountClaim
from habeas.values.history import DateRange, Occasion, Range, Stock
from habeas.values.record import Record

DAY = date(2031, 5, 13)


def _claim(size: int, group: str, measure: str = "freed") -> CountClaim:
    return CountClaim(
        doc="ledger-1",
        quote=f"{size} {group}",
        start=0,
        low=size,
        high=size,
        measure=measure,
        group=group,
        when_kind="on",
        start_date=DAY,
        end_date=DAY,
        source="document",
    ).with_id()


def _freed(claim: CountClaim, group: str, size: int) -> Occasion:
    when = DateRange(low=DAY, best=DAY, high=DAY)
    return Occasion(
        measure="freed", group=group, date=when, size=Range(low=size, best=size, high=size), claims=(claim.id,)
    )


def _story(record: Record, claims: tuple[CountClaim, ...], occasions: tuple[Occasion, ...]) -> Story:
    history = msgspec.structs.replace(record.reconciliation, occasions=occasions, lumps=(), stocks=(), answers=())
    changed = msgspec.structs.replace(record, claims=claims, reconciliation=history)
    return Story(changed, Citations(Evidence(changed)))


def test_a_figure_of_another_group_than_the_main_one_names_it(record: Record) -> None:
    all_of_them, again, women, one = (
        _claim(n, g) for n, g in ((30, "people"), (31, "people"), (9, "women"), (1, "men"))
    )
    rows = (
        _freed(all_of_them, "people", 30),
        _freed(again, "people", 31),
        _freed(women, "women", 9),
        _freed(one, "men", 1),
    )
    story = _story(record, (all_of_them, again, women, one), rows)
    assert story.sayings.figure(all_of_them) == "30 freed, 13 May 2031"
    assert story.sayings.figure(women) == "9 women freed, 13 May 2031"
    assert story.sayings.figure(one) == "1 man freed, 13 May 2031"
    assert story.sayings.figure(women, whom=False) == "9 freed, 13 May 2031"


def test_a_count_of_nobody_says_of_whom(record: Record) -> None:
    everybody, leaders, nobody = _claim(30, "people"), _claim(0, "the party's leaders"), _claim(0, "people")
    story = _story(record, (everybody, leaders, nobody), (_freed(everybody, "people", 30),))
    assert story.sayings.figure(leaders) == "none of the party's leaders freed, 13 May 2031"
    assert story.sayings.figure(nobody) == "none freed, 13 May 2031"


def test_the_table_of_counts_names_the_outlet_of_a_number_that_no_other_source_gives(record: Record) -> None:
    first, second = _claim(400, "people", "held"), _claim(410, "people", "held")
    rows = tuple(
        Stock(date=day, low=n, best=n, high=n, measure="held", group="people", source=source, claims=(claim.id,))
        for day, n, source, claim in ((DAY, 400, "document", first), (date(2031, 6, 1), 410, "A Monitor", second))
    )
    history = msgspec.structs.replace(record.reconciliation, stocks=rows)
    shown = msgspec.structs.replace(record, claims=(first, second), reconciliation=history)
    chart = stock(shown, Evidence(shown), "")
    assert chart is not None
    assert {row[1].text for row in chart.table.rows} == {"Lake Ledger", "A Monitor"}


def test_the_ends_of_lines_of_several_groups_say_whom_they_count(record: Record) -> None:
    def labels_of(*groups: tuple[str, str]) -> list[str]:
        claims = [_claim(n, group, measure) for n, (measure, group) in enumerate(groups, 20)]
        when = DateRange(low=DAY, best=DAY, high=DAY)
        rows = tuple(
            Occasion(
                measure=claim.measure,
                group=claim.group,
                date=when,
                size=Range(low=claim.low, best=claim.low, high=claim.high),
                claims=(claim.id,),
            )
            for claim in claims
        )
        chart = balance(_story(record, tuple(claims), rows).record, "")
        assert chart is not None
        return [end["label"] for end in chart.spec["layer"][1]["data"]["values"]]

    assert labels_of(("freed", "people"), ("charged", "people")) == ["20 freed", "21 charged"]
    assert sorted(labels_of(("freed", "people"), ("freed", "women"))) == ["20 people freed", "21 women freed"]


def test_what_a_source_says_twice_is_told_once_with_both_sentences(record: Record) -> None:
    first = _claim(30, "people")
    again = msgspec.structs.replace(first, doc="wire-3", id="").with_id()
    story = _story(record, (first, again), (_freed(first, "people", 30),))
    name, figure = story.sayings.said_by("A Monitor", (first, again))
    assert (name.text, figure.text) == ("A Monitor:", "30 freed, 13 May 2031.")
    assert len(figure.cites) == 2
