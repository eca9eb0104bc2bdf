"""The chart of totals by year, as intervals with their best value."""

from __future__ import annotations

from typing import Any

from habeas.publish.blocks import Said, Table
from habeas.publish.charts.chart import Chart, Rows, Spec, flow_name, row_labels
from habeas.publish.figures import Total, pairs, total, years
from habeas.publish.wording import count, number, people, short_people
from habeas.values.record import Record


def intervals(record: Record, source: str) -> Chart | None:
    """Return the totals of every flow and year as intervals with their best value."""
    found = _yearly(record)
    rows = [_row(label, part) for label, part in found]
    if not rows:
        return None
    cells = tuple((Said(label), Said(people(part))) for label, part in found)
    wide = sum(1 for row in rows if row["low"] != row["high"])
    return Chart(
        name="intervals",
        title=_title(wide, len(rows)),
        units="People a year; the bar spans low to high, the dot is the best value.",
        source=source,
        spec=_spec(rows),
        table=Table("The chart as a table", ("What", "People"), cells),
        alt="; ".join(f"{row['label']}: {row['text']}" for row in rows[:8]),
    )


def _yearly(record: Record) -> list[tuple[str, Total]]:
    """Return the totals of the years that are not empty, each with what it is called."""
    flows = [total(record, measure, group) for measure, group in pairs(record)[:6]]
    return [
        (f"{flow_name(part)}, {part.start.year if part.start else ''}", part)
        for flow in flows
        if flow is not None
        for part in years(record, flow)[-8:]
        if part.best or part.low
    ]


def _row(label: str, part: Total) -> dict[str, Any]:
    low, best = part.low or 0, part.best
    shown = best if best is not None else low
    high = part.high if part.high is not None else shown
    return {"label": label, "low": low, "best": shown, "high": high, "text": short_people(part)}


def _title(wide: int, rows: int) -> str:
    if not wide:
        return "Every yearly total is exact in the best reading"
    if wide == rows:
        return "Every yearly total is known only as a range"
    return f"{number(wide)} of {count(rows, 'yearly total')} {'is' if wide == 1 else 'are'} known only as a range"


def _spec(rows: Rows) -> Spec:
    top_of_all = round(1.3 * max(row["high"] for row in rows)) or 1
    order = [row["label"] for row in rows]
    y = {"field": "label", "type": "nominal", "axis": None, "sort": order}
    return {
        "height": {"step": 40},
        "data": {"values": rows},
        "encoding": {"y": y},
        "layer": [
            {
                "mark": {"type": "rule", "strokeWidth": 7, "opacity": 0.35},
                "encoding": {
                    "x": {
                        "field": "low",
                        "type": "quantitative",
                        "title": "People",
                        "scale": {"domain": [0, top_of_all]},
                        "axis": {"tickCount": {"expr": "ceil(width / 110)"}},
                    },
                    "x2": {"field": "high"},
                },
            },
            {
                "mark": {"type": "point", "filled": True, "size": 90, "tooltip": {"content": "data"}},
                "encoding": {"x": {"field": "best", "type": "quantitative"}},
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 8},
                "encoding": {"x": {"field": "high", "type": "quantitative"}, "text": {"field": "text"}},
            },
            row_labels(rows, "label", order),
        ],
    }
