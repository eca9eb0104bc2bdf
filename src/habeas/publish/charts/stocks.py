"""The chart of those held: each source's counts with their bands, and every claim of a count as a mark."""

from __future__ import annotations

from typing import Any, Final

from habeas.publish.blocks import Said, Table
from habeas.publish.charts.chart import Chart, Rows, Spec, time_axis
from habeas.publish.evidence import Evidence
from habeas.publish.figures import series
from habeas.publish.wording import capital, day, listed, number, people, shorten
from habeas.values.claim import CountClaim
from habeas.values.history import Stock
from habeas.values.record import Record

MOST_POINTS = 1_200
MOST_SERIES = 5
_FEWEST: Final = 2
_NOBODY: Final = "the reports themselves"
_SHAPES: Final = {"exact or about": "circle", "at least": "triangle-up", "at most": "triangle-down"}


def stock(record: Record, evidence: Evidence, source: str) -> Chart | None:
    """Return the counts of those held with their bands by source, and every claim of a count as a mark.

    One number on one day is no chart: the sentence beside it says as much.
    """
    found = [(key, rows) for key, rows in series(record) if key[0] == "held"][:MOST_SERIES]
    if not found:
        return None
    lines = [_row(item, _counter(evidence, key[2])) for key, rows in found for item in rows][-MOST_POINTS:]
    unused = {item.claim for item in record.reconciliation.left_out}
    marks = [
        row
        for claim in evidence.claims.values()
        if (row := _mark(evidence, claim)) is not None and claim.id not in unused
    ][-MOST_POINTS:]
    if len({(row["day"], row["best"]) for row in lines} | {(mark["day"], mark["people"]) for mark in marks}) < _FEWEST:
        return None
    rows = tuple(
        (Said(capital(evidence.at(item).removeprefix("on "))), Said(capital(_who(evidence, item))), Said(people(item)))
        for _, part in found
        for item in part[-40:]
    )
    first, last = found[0][1][0], found[0][1][-1]
    return Chart(
        name="stock",
        title=_title(evidence, first, last),
        units="People held, by who counts; bars and bands span low to high, marks are reported figures.",
        source=source,
        spec=_spec(lines, marks),
        table=Table("The chart as a table", ("Day", "Who counts", "People"), rows),
        alt=f"{capital(people(first))} held on {day(first.date)}, {people(last)} on {day(last.date)}.",
    )


def _title(evidence: Evidence, first: Stock, last: Stock) -> str:
    old, new = first.best or first.low, last.best or last.low
    if first.date == last.date or old is None or new is None:
        return f"{capital(evidence.counted(last))} held {evidence.at(last)}"
    if old == new:
        return f"The number held stayed at {number(new)}"
    way = "fell" if new < old else "rose"
    hardly = "hardly moved" if abs(new - old) < 0.03 * old else f"{way} from {number(old)} to {number(new)}"
    return f"The number held {hardly} between {day(first.date)} and {day(last.date)}"


def _counter(evidence: Evidence, source: str) -> str:
    return _NOBODY if source in {"", "document"} else shorten(evidence.speaker(source), 40)


def _who(evidence: Evidence, item: Stock) -> str:
    """Return who counts, for the table: the named source, or the reports that give the number of their own."""
    counter = _counter(evidence, item.source)
    if counter != _NOBODY:
        return counter
    return listed(dict.fromkeys(evidence.asserted_by(claim) for claim in evidence.known(item.claims))) or counter


def _row(item: Stock, counter: str) -> dict[str, Any]:
    best = item.best if item.best is not None else item.low if item.low is not None else item.high
    return {
        "named": counter != _NOBODY,
        "day": item.date.isoformat(),
        "low": item.low if item.low is not None else best,
        "best": best,
        "high": item.high if item.high is not None else best,
        "source": counter,
    }


def _mark(evidence: Evidence, claim: CountClaim) -> dict[str, Any] | None:
    at = claim.end_date or evidence.published(claim.doc).best
    value = claim.low if claim.low is not None else claim.high
    if (
        claim.measure != "held"
        or claim.status != "actual"
        or at is None
        or value is None
        or claim.subset_of is not None
    ):
        return None
    bound = "at least" if claim.high is None else "at most" if claim.low is None else "exact or about"
    return {
        "day": at.isoformat(),
        "people": value,
        "bound": bound,
        "source": _counter(evidence, claim.source),
        "report": evidence.name(claim.doc),
    }


def _spec(lines: Rows, marks: Rows) -> Spec:
    bounds = [bound for bound in _SHAPES if any(mark["bound"] == bound for mark in marks)]
    people_axis = {"type": "quantitative", "title": "People held", "scale": {"zero": False}, "axis": {"tickMinStep": 1}}
    colour = {"field": "source", "type": "nominal", "title": None}
    x = {"field": "day", **time_axis(row["day"] for row in (*lines, *marks))}
    return {
        "height": 260,
        "encoding": {"x": x, "color": colour},
        "layer": [
            {
                "data": {"values": [row for row in lines if row["named"]]},
                "mark": {"type": "area", "opacity": 0.18},
                "encoding": {"y": {"field": "low", **people_axis}, "y2": {"field": "high"}},
            },
            {
                "data": {"values": [row for row in lines if row["named"]]},
                "mark": "line",
                "encoding": {"y": {"field": "best", **people_axis}},
            },
            {
                "data": {"values": lines},
                "mark": {"type": "rule", "strokeWidth": 3, "opacity": 0.45},
                "encoding": {"y": {"field": "low", **people_axis}, "y2": {"field": "high"}},
            },
            {
                "data": {"values": marks},
                "mark": {"type": "point", "tooltip": {"content": "data"}},
                "encoding": {
                    "y": {"field": "people", **people_axis},
                    "shape": {
                        "field": "bound",
                        "type": "nominal",
                        "title": None,
                        "legend": {"orient": "bottom"},
                        "scale": {"domain": bounds, "range": [_SHAPES[bound] for bound in bounds]},
                    },
                },
            },
        ],
    }
