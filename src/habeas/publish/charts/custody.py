"""The held curve of the register: persons known by name to be in custody, beside the counts of the reports."""

from __future__ import annotations

from habeas.publish.blocks import Said, Table
from habeas.publish.charts.chart import Chart, Spec, time_axis
from habeas.publish.wording import count, day, number, people
from habeas.values.custody import Custody

MOST_POINTS = 1_500
ROWS = 60


def held_by_name(custody: Custody) -> Chart | None:
    """Return those known by name to be held, day by day, with the counts of the reports as marks."""
    curve = custody.curve
    points = curve.points[:: len(curve.points) // MOST_POINTS + 1]
    if len(points) < 2:
        return None
    rows = [{"day": p.date.isoformat(), "low": p.low, "best": p.best, "high": p.high} for p in points]
    if curve.until is not None and curve.until > points[-1].date:
        rows.append({**rows[-1], "day": curve.until.isoformat()})
    marks = [
        {"day": s.date.isoformat(), "people": s.best, "source": s.source or "reports"}
        for s in curve.stocks
        if s.best is not None
    ]
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
        title=f"{number(last.best)} known by name to be held on {day(curve.until or last.date)}",
        units="Persons whose names are known; the band spans those surely and possibly held, diamonds are counts told.",
        source=f"Source: {count(len(custody.register.persons), 'person')} on the register.",
        spec={"height": 240, "encoding": {"x": x}, "layer": layers},
        table=Table("The chart as a table", ("From", "Known by name to be held"), table),
        alt=curve.text or f"{people(last)} known by name to be held on {day(last.date)}.",
    )
