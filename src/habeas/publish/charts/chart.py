"""What a chart is, and the look that all charts share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

import msgspec

from habeas.publish import labels
from habeas.publish.blocks import Table
from habeas.publish.figures import Total

Spec = dict[str, Any]
Rows = Sequence[dict[str, Any]]

SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v6.json"
WIDE: Final = 860
NARROW: Final = 330
LABELS: Final = 130  # kept for the names at the left of charts in parts
_MONTHS_REPEAT: Final = 300  # days below which several ticks of an axis may fall into one month
MOST_TIMES: Final = 20  # a number so many times another would press its line onto the axis
_FITTED: Final = {"type": "fit-x", "contains": "padding"}
FONT: Final = "Liberation Sans, Arial, Helvetica, sans-serif"
THEMES: Final = ("light", "dark")

# Colours hold 3:1 against their ground; meaning never rests on colour alone (labels and shapes repeat it).
_LIGHT: Final = {"ink": "#1d1f23", "soft": "#565b63", "grid": "#e4e0d8", "ground": "#fbfaf7"}
_DARK: Final = {"ink": "#e8e6e1", "soft": "#a9adb5", "grid": "#2c3137", "ground": "#15171a"}
_SERIES: Final = {
    "light": ["#1b4f8f", "#b0400f", "#4d6b1f", "#7a3e86", "#8a6100", "#33707a"],
    "dark": ["#8ab8f0", "#f0a27c", "#b5d27a", "#d5a3e0", "#e3bd62", "#86c9d3"],
}


class Chart(msgspec.Struct, frozen=True, kw_only=True):
    """A chart: the finding, the units of its axes, its source line, the specification, and the same as a table."""

    name: str
    title: str
    units: str
    source: str
    spec: Spec
    table: Table
    alt: str


def themed(chart: Chart, theme: str, width: int) -> Spec:
    """Return the full specification of a chart in one look and width."""
    config = look(theme)
    if width <= NARROW:
        config["legend"]["columns"] = 1  # names side by side would be cut on a phone
    head: Spec = {"$schema": SCHEMA, "config": config}
    if "vconcat" in chart.spec:  # parts above one another cannot be fitted as a whole: each is given its width
        parts = [{**part, "width": width - LABELS} for part in chart.spec["vconcat"]]
        return {**head, **chart.spec, "vconcat": parts}
    return {**head, "width": width, "autosize": _FITTED, **chart.spec}


def time_axis(days: Iterable[str], *, grid: bool = False) -> Spec:
    """Return the axis of a span of ISO days: labels always say the year, and the day where months would repeat."""
    told = sorted(date.fromisoformat(day[:10]) for day in days)
    short = not told or told[0].year == told[-1].year or (told[-1] - told[0]).days < _MONTHS_REPEAT
    axis: Spec = {
        "grid": grid,
        "format": "%-d %b %Y" if short else "%b %Y",
        "tickCount": {"expr": "ceil(width / 130)"},
        "labelOverlap": True,
        "labelSeparation": 10,
    }
    return {"type": "temporal", "title": None, "axis": axis}


def row_labels(data: Sequence[Spec], field: str, order: Sequence[str]) -> Spec:
    """Return a layer that writes each row's name above its bar: it leaves a phone's width to the bars."""
    return {
        "data": {"values": list(data)},
        "mark": {"type": "text", "align": "left", "dy": -13, "fontSize": 11.5},
        "encoding": {
            "x": {"value": 0},
            "y": {"field": field, "type": "nominal", "axis": None, "sort": list(order)},
            "text": {"field": field},
        },
    }


def live_spec(chart: Chart) -> Spec:
    """Return a chart for drawing in the browser: the specification once, and the configuration of each theme."""
    fitted: Spec = {} if "vconcat" in chart.spec else {"autosize": _FITTED}
    return {"spec": {"$schema": SCHEMA, **fitted, **chart.spec}} | {theme: look(theme) for theme in THEMES}


def look(theme: str) -> Spec:
    """Return the Vega-Lite configuration of a theme."""
    tone = _DARK if theme == "dark" else _LIGHT
    return {
        "background": tone["ground"],
        "font": FONT,
        "view": {"stroke": None},
        "range": {"category": _SERIES[theme]},
        "axis": {
            "labelColor": tone["soft"],
            "titleColor": tone["soft"],
            "gridColor": tone["grid"],
            "domainColor": tone["soft"],
            "tickColor": tone["soft"],
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
            "labelLimit": 260,
        },
        "legend": {
            "labelColor": tone["ink"],
            "titleColor": tone["soft"],
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
            "orient": "top",
            "labelLimit": 240,
            "columns": 2,
            "symbolOpacity": 1,
        },
        "text": {"color": tone["ink"], "fontSize": 12},
        "rule": {"color": tone["soft"]},
        "mark": {"color": _SERIES[theme][0]},
        "point": {"size": 55, "strokeWidth": 2, "color": _SERIES[theme][0]},
        "line": {"strokeWidth": 2.2},
        "tick": {"color": tone["ink"]},
    }


def flow_name(flow: Total) -> str:
    """Return what a flow is called in a legend: its measure, and whom it counts where that is not everybody."""
    noun = labels.measure(flow.measure).noun
    return f"{noun}: {flow.group}" if flow.group else noun
