"""The held curve of the register: persons known by name to be in custody, beside the counts of the reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from habeas.publish.blocks import Said, Table
from habeas.publish.charts.chart import MOST_TIMES, Chart, Spec, time_axis
from habeas.publish.wording import capital, day, number, people
from habeas.values.custody import Custody
from habeas.values.history import Stock

MOST_POINTS = 1_500
ROWS = 60


def held_by_name(custody: Custody) -> Chart | None:
    """Return those known by name to be held, day by day, with the counts of the reports as marks."""
    curve = custody.curve
    points = curve.points[:: len(curve.points) // MOST_POINTS + 1]
    if len(points) < 2 or not any(point.high for point in points):
        return None
    rows: list[Spec] = [{"day": p.date.isoformat(), "low": p.low, "best": p.best, "high": p.high} for p in points]
    if curve.until is not None and curve.until > points[-1].date:
        rows.append({**rows[-1], "day": curve.until.isoformat()})
    told = [stock for stock in curve.stocks if stock.best is not None]
    shown = [stock for stock in told if (stock.best or 0) <= MOST_TIMES * max(point.high for point in points)]
    marks = [{"day": s.date.isoformat(), "people": s.best, "source": s.source or "reports"} for s in shown]
    x: Spec = {"field": "day", **time_axis(str(row["day"]) for row in (*rows, *marks))}
    axis: Spec = {"type": "quantitative", "title": "People held"}
    step = {"interpolate": "step-after"}
    layers: list[Spec] = [
        {
            "data": {"values": rows},
            "mark": {"type": "area", "opacity": 0.25, **step},
            "encoding": {"y": {"field": "low", **axis}, "y2": {"field": "high"}},
        },
        {
            "data": {"values": rows},
            "mark": {"type": "line", "tooltip": {"content": "data"}, **step},
            "encoding": {"y": {"field": "best", **axis}},
        },
    ]
    if marks:
        points_: Spec = {"type": "point", "shape": "diamond", "filled": True, "tooltip": {"content": "data"}}
        layers.append({"data": {"values": marks}, "mark": points_, "encoding": {"y": {"field": "people", **axis}}})
    last = points[-1]
    table = tuple((Said(day(p.date)), Said(people(p))) for p in points[-ROWS:])
    return Chart(
        name="by-name",
        title=f"{capital(people(last))} known by name to be held on {day(curve.until or last.date)}",
        units=" ".join(
            ("Persons whose names are known; the band spans those surely and possibly held.", *_marks(told, shown))
        ),
        source="Source: the register of persons of this record.",
        spec={"height": 240, "encoding": {"x": x}, "layer": layers},
        table=Table("The chart as a table", ("From", "Known by name to be held"), table),
        alt=curve.text or f"{people(last)} known by name to be held on {day(last.date)}.",
    )


def _marks(told: Sequence[Stock], shown: Sequence[Stock]) -> Iterator[str]:
    """Say what the marks are, and which counts are too far above the curve to be drawn with it."""
    if shown:
        yield "Diamonds are counts that reports tell."
    if len(shown) < len(told):
        most = max(stock.best or 0 for stock in told)
        yield f"Counts that reports tell, up to {number(most)}, lie above this scale."
