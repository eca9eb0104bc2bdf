"""The chart of cumulative freed against detained."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from habeas.publish import labels
from habeas.publish.blocks import Said, Table
from habeas.publish.charts.chart import MOST_TIMES, Chart, flow_name, time_axis
from habeas.publish.comparisons import comparisons, of_one_time
from habeas.publish.figures import Total, adds_up, pairs, parts, total
from habeas.publish.wording import capital, count, number, people, when
from habeas.values.history import Lump, Occasion
from habeas.values.record import Record

MOST_POINTS = 1_200


def balance(record: Record, source: str) -> Chart | None:
    """Return cumulative freed against detained; a slope spans the days between which a move is not dated.

    Totals that are not the sum of their parts are not drawn: the line would end at another number than the text has.
    """
    flows = [flow for flow in _compared(record) if adds_up(flow)]
    if not flows:
        return None
    rows = [row for flow in flows for row in _cumulative(flow)]
    names = [flow_name(flow) for flow in flows]
    ends = _clear_of_each_other(_ends(rows, names, named=len({flow.group for flow in flows}) > 1))
    spec = {
        "height": 260,
        "encoding": {"x": {"field": "day", **time_axis(row["day"] for row in rows)}},
        "layer": [_lines(rows, names), _labels(ends)],
    }
    return Chart(
        name="balance",
        title=_title(record, flows),
        units="People added up over time, best reading. A slope spans days that no report gives.",
        source=source,
        spec=spec,
        table=_parts_table(flows),
        alt=" ".join(_in_words(flow) for flow in flows),
    )


def _lines(rows: list[dict[str, Any]], names: list[str]) -> dict[str, Any]:
    """Return the layer of the flows' lines, each of a colour and a dash of its own."""
    colour = {"field": "flow", "type": "nominal", "title": None, "sort": names, "scale": {"domain": names}}
    people = {"field": "people", "type": "quantitative", "title": "People, added up", "axis": {"tickMinStep": 1}}
    return {
        "data": {"values": rows},
        "mark": {"type": "line", "tooltip": True},
        "encoding": {"y": people, "color": colour, "strokeDash": {**colour, "legend": None}},
    }


def _labels(ends: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the layer of what stands at the lines' ends."""
    place = {"dx": {"expr": "datum.dx"}, "dy": {"expr": "datum.dy"}}
    return {
        "data": {"values": ends},
        "mark": {"type": "text", "align": "right", **place, "fontWeight": "bold"},
        "encoding": {"y": {"field": "people", "type": "quantitative"}, "text": {"field": "label"}},
    }


def _clear_of_each_other(ends: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Place labels over the ends of their lines; the lower of two stands under its own, where there is room for it."""
    order = sorted(ends, key=lambda row: -row["people"])
    room = len(order) > 1 and order[-1]["people"] > 0.2 * order[0]["people"]
    under = order[-1] if room else None
    return [{**row, "dx": -2, "dy": 26 if row is under else -9} for row in ends]


def _compared(record: Record) -> list[Total]:
    pair = comparisons(record)
    if pair:
        return [pair[0].freed, pair[0].taken]
    found = [total(record, measure, group) for measure, group in pairs(record)[:3]]
    flows = [flow for flow in found if flow is not None and flow.first is not None]
    return [flow for flow in flows if _on_one_scale(flows[0], flow)]


def _on_one_scale(one: Total, other: Total) -> bool:
    small, large = sorted((one.best or one.low or 0, other.best or other.low or 0))
    return of_one_time(one, other) and large <= MOST_TIMES * small


def _in_words(flow: Total) -> str:
    return f"{capital(people(flow))} {labels.measure(flow.measure).verb} {when(flow.start, flow.end)}."


def _title(record: Record, flows: Sequence[Total]) -> str:
    pair = comparisons(record)
    if pair:
        return capital(pair[0].verdict)
    first = flows[0]
    where = f"in {count(len(first.occasions), 'dated occasion')}" if first.occasions else "on days that no report gives"
    return f"{capital(people(first))} {labels.measure(first.measure).verb} {where}"


def _cumulative(flow: Total) -> list[dict[str, Any]]:
    spans = [_span(part) for part in parts(flow)]
    dated = [span for span in spans if span is not None]
    marks = sorted({point for low, high, _ in dated for point in (low - timedelta(days=1), high)})
    if len(marks) > MOST_POINTS:
        marks = marks[:: len(marks) // MOST_POINTS + 1] + marks[-1:]
    verb, name = labels.measure(flow.measure).verb, flow_name(flow)
    return [
        {
            "day": mark.isoformat(),
            "people": round(sum(_moved(span, mark) for span in dated)),
            "flow": name,
            "whom": labels.group(flow.group),
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


def _ends(rows: Sequence[dict[str, Any]], names: Sequence[str], *, named: bool) -> list[dict[str, Any]]:
    """Return the end of each line with its label: "36 freed"; where lines are of several groups, "9 women freed"."""
    last = {row["flow"]: row for row in rows}
    found = [last[name] for name in names if name in last]
    words = ("people", "whom", "verb") if named else ("people", "verb")
    return [
        {**row, "label": " ".join(number(row[word]) if word == "people" else row[word] for word in words)}
        for row in found
    ]


def _parts_table(flows: Sequence[Total]) -> Table:
    rows: list[tuple[Said, ...]] = []
    for flow in flows:
        for part in parts(flow)[:60]:
            span = _span(part)
            text = when(span[0], span[1]) if span else "not known"
            rows.append((Said(flow_name(flow)), Said(capital(text)), Said(people(part.size))))
        rows.append((Said(f"{flow_name(flow)}, in all"), Said(capital(when(flow.start, flow.end))), Said(people(flow))))
    return Table("The chart as a table", ("What", "When", "People"), tuple(rows))
