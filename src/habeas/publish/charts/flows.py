"""Charts of flows: cumulative freed against detained, and intervals of totals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from habeas.publish import labels
from habeas.publish.blocks import Said, Table
from habeas.publish.charts.chart import Chart, row_labels, time_axis
from habeas.publish.figures import Total, comparisons, pairs, parts, total, years
from habeas.publish.wording import capital, count, number, people, short_people, when
from habeas.values.history import Lump, Occasion
from habeas.values.record import Record

MOST_POINTS = 1_200


def balance(record: Record, source: str) -> Chart | None:
    """Return cumulative freed against detained; a slope spans the days between which a move is not dated."""
    flows = _compared(record)
    if not flows:
        return None
    rows = [row for flow in flows for row in _cumulative(flow)]
    names = [_name(flow) for flow in flows]
    colour = {"field": "flow", "type": "nominal", "title": None, "sort": names, "scale": {"domain": names}}
    ends = [{**row, "label": f"{number(row['people'])} {row['verb']}"} for row in _last(rows, names)]
    lowest = min((row["people"] for row in ends), default=0)
    below = {"dx": -18, "dy": 4}  # the lower label stands before its line's end, clear of the upper line
    ends = [{**row, **(below if len(ends) > 1 and row["people"] == lowest else {"dx": -2, "dy": -9})} for row in ends]
    spec = {
        "height": 260,
        "encoding": {"x": {"field": "day", **time_axis(row["day"] for row in rows)}},
        "layer": [
            {
                "data": {"values": rows},
                "mark": {"type": "line", "tooltip": True},
                "encoding": {
                    "y": {"field": "people", "type": "quantitative", "title": "People, added up"},
                    "color": colour,
                    "strokeDash": {**colour, "legend": None},
                },
            },
            {
                "data": {"values": ends},
                "mark": {
                    "type": "text",
                    "align": "right",
                    "dx": {"expr": "datum.dx"},
                    "dy": {"expr": "datum.dy"},
                    "fontWeight": "bold",
                },
                "encoding": {"y": {"field": "people", "type": "quantitative"}, "text": {"field": "label"}},
            },
        ],
    }
    return Chart(
        name="balance",
        title=_balance_title(record, flows),
        units="People added up over time, best reading. A slope spans days that no report gives.",
        source=source,
        spec=spec,
        table=_parts_table(flows),
        alt=" ".join(_in_words(flow) for flow in flows),
    )


def _compared(record: Record) -> list[Total]:
    pair = comparisons(record)
    if pair:
        return [pair[0].freed, pair[0].taken]
    found = (total(record, measure, group) for measure, group in pairs(record)[:3])
    return [flow for flow in found if flow is not None and flow.start is not None]


def _in_words(flow: Total) -> str:
    return f"{capital(people(flow))} {labels.measure(flow.measure).verb} {when(flow.start, flow.end)}."


def _name(flow: Total) -> str:
    noun = labels.measure(flow.measure).noun
    return f"{noun}: {flow.group}" if flow.group else noun


def _balance_title(record: Record, flows: Sequence[Total]) -> str:
    pair = comparisons(record)
    if pair:
        return capital(pair[0].verdict)
    first = flows[0]
    occasions = count(len(first.occasions), "dated occasion")
    return f"{capital(people(first))} {labels.measure(first.measure).verb} in {occasions}"


def _cumulative(flow: Total) -> list[dict[str, Any]]:
    spans = [_span(part) for part in parts(flow)]
    dated = [span for span in spans if span is not None]
    marks = sorted({point for low, high, _ in dated for point in (low - timedelta(days=1), high)})
    if len(marks) > MOST_POINTS:
        marks = marks[:: len(marks) // MOST_POINTS + 1] + marks[-1:]
    verb, name = labels.measure(flow.measure).verb, _name(flow)
    return [
        {
            "day": mark.isoformat(),
            "people": round(sum(_moved(span, mark) for span in dated)),
            "flow": name,
            "verb": verb,
        }
        for mark in marks
    ]


def _span(part: Occasion | Lump) -> tuple[date, date, int] | None:
    size = part.size.best if part.size.best is not None else part.size.low
    if isinstance(part, Lump):
        return part.start, part.end, size or 0
    low, high = part.date.low or part.date.best, part.date.high or part.date.best
    return (low, high, size or 0) if low is not None and high is not None else None


def _moved(span: tuple[date, date, int], mark: date) -> float:
    low, high, size = span
    if mark >= high:
        return size
    if mark < low:
        return 0.0
    return size * ((mark - low).days + 1) / ((high - low).days + 1)


def _last(rows: Sequence[dict[str, Any]], names: Sequence[str]) -> list[dict[str, Any]]:
    found = {row["flow"]: row for row in rows}
    return [found[name] for name in names if name in found]


def _parts_table(flows: Sequence[Total]) -> Table:
    rows: list[tuple[Said, ...]] = []
    for flow in flows:
        for part in parts(flow)[:60]:
            span = _span(part)
            text = when(span[0], span[1]) if span else "not known"
            rows.append((Said(_name(flow)), Said(capital(text)), Said(people(part.size))))
        rows.append((Said(f"{_name(flow)}, in all"), Said(capital(when(flow.start, flow.end))), Said(people(flow))))
    return Table("The chart as a table", ("What", "When", "People"), tuple(rows))


def intervals(record: Record, source: str) -> Chart | None:
    """Return the totals of every flow and year as intervals with their best value."""
    rows: list[dict[str, Any]] = []
    cells: list[tuple[Said, ...]] = []
    for measure, group in pairs(record)[:6]:
        flow = total(record, measure, group)
        if flow is None:
            continue
        for part in years(record, flow)[-8:]:
            label = f"{_name(part)}, {part.start.year if part.start else ''}"
            low, best, high = part.low or 0, part.best, part.high
            if not best and not low:
                continue
            shown = best if best is not None else low
            rows.append(
                {
                    "label": label,
                    "low": low,
                    "best": shown,
                    "high": high if high is not None else shown,
                    "text": short_people(part),
                }
            )
            cells.append((Said(label), Said(people(part))))
    if not rows:
        return None
    top_of_all = round(1.3 * max(row["high"] for row in rows)) or 1
    order = [row["label"] for row in rows]
    y = {"field": "label", "type": "nominal", "axis": None, "sort": order}
    spec = {
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
    wide = sum(1 for row in rows if row["low"] != row["high"])
    return Chart(
        name="intervals",
        title=_intervals_title(wide, len(rows)),
        units="People a year; the bar spans low to high, the dot is the best value.",
        source=source,
        spec=spec,
        table=Table("The chart as a table", ("What", "People"), tuple(cells)),
        alt="; ".join(f"{row['label']}: {row['text']}" for row in rows[:8]),
    )


def _intervals_title(wide: int, rows: int) -> str:
    if not wide:
        return "Every yearly total is exact in the best reading"
    if wide == rows:
        return "Every yearly total is known only as a range"
    return f"{number(wide)} of {count(rows, 'yearly total')} {'is' if wide == 1 else 'are'} known only as a range"
