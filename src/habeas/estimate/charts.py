"""Vega-Lite specifications of an estimate: posterior beside prior, overlaps as UpSet, influence of each list.

Data stand inside the specification, so that a page needs nothing else; https://vega.github.io/vega-lite, version 5.
"""

from __future__ import annotations

from typing import Any, Final

from habeas.values.estimate import Estimate

Spec = dict[str, Any]
_SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v5.json"
_MOST_CELLS: Final = 25


def charts(found: Estimate) -> dict[str, Spec]:
    """Return the charts that the estimate has data for, by name: `posterior`, `overlaps`, `influence`."""
    drawn = {"overlaps": overlaps_chart(found)}
    if found.density.posterior:
        drawn["posterior"] = posterior_chart(found)
    if found.influence and found.range is not None:
        drawn["influence"] = influence_chart(found)
    return drawn


def posterior_chart(found: Estimate) -> Spec:
    """Return the density of the number in all on a logarithmic axis, the prior's beside it, and the number known.

    Densities are per unit of the logarithm, as the axis shows them: what looks twice as likely is.
    """
    density = found.density
    rows = [
        {"people": at, "density": at * value, "of": label}
        for label, values in (("from the lists", density.posterior), ("before the lists", density.prior))
        for at, value in zip(density.at, values, strict=False)
    ]
    known = {"data": {"values": [{"people": found.observed}]}, "mark": {"type": "rule", "strokeDash": [4, 3]}}
    return {
        "$schema": _SCHEMA,
        "description": f"How likely each number in all is; the dashed line marks the {found.observed} known.",
        "layer": [
            {
                "data": {"values": rows},
                "mark": {"type": "line"},
                "encoding": {
                    "x": _people("people in all"),
                    "y": {"field": "density", "type": "quantitative", "axis": None},
                    "color": {"field": "of", "type": "nominal", "title": None},
                },
            },
            {**known, "encoding": {"x": _people("people in all")}},
        ],
    }


def overlaps_chart(found: Estimate) -> Spec:
    """Return an UpSet chart: a bar for each set of lists, largest first, over a grid of which lists these are.

    The 25 largest sets are drawn, the fitted count as a tick where the method has one.
    """
    cells = sorted(found.cells, key=lambda cell: (-cell.observed, cell.lists))[:_MOST_CELLS]
    bars = [
        {"set": i, "people": cell.observed, "fitted": cell.fitted, "lists": " & ".join(cell.lists)}
        for i, cell in enumerate(cells)
    ]
    dots = [
        {"set": i, "list": size.name, "on": size.name in cell.lists}
        for i, cell in enumerate(cells)
        for size in found.lists
    ]
    place = {"field": "set", "type": "ordinal", "axis": None}
    count = {"field": "people", "type": "quantitative", "title": "people"}
    return {
        "$schema": _SCHEMA,
        "description": "People on exactly these lists.",
        "vconcat": [
            {
                "data": {"values": bars},
                "layer": [
                    {"mark": "bar", "encoding": {"x": place, "y": count, "tooltip": {"field": "lists"}}},
                    {"mark": "tick", "encoding": {"x": place, "y": {"field": "fitted", "type": "quantitative"}}},
                ],
            },
            {
                "data": {"values": dots},
                "mark": {"type": "circle", "size": 80},
                "encoding": {
                    "x": place,
                    "y": {"field": "list", "type": "nominal", "title": None, "sort": [s.name for s in found.lists]},
                    "opacity": {"condition": {"test": "datum.on", "value": 1}, "value": 0.12},
                },
            },
        ],
    }


def influence_chart(found: Estimate) -> Spec:
    """Return the interval with all lists, and without each of them; lists without which there is none are left out."""
    rows = [
        {
            "without": f"without {i.left_out}",
            "low": i.estimate.low,
            "median": i.estimate.median,
            "high": i.estimate.high,
        }
        for i in found.influence
        if i.estimate is not None
    ]
    if found.estimate is not None:
        whole = found.estimate
        rows.insert(0, {"without": "all lists", "low": whole.low, "median": whole.median, "high": whole.high})
    row = {"field": "without", "type": "nominal", "title": None, "sort": None}
    return {
        "$schema": _SCHEMA,
        "description": "The estimate with all lists and without each.",
        "data": {"values": rows},
        "layer": [
            {"mark": "rule", "encoding": {"y": row, "x": _people("people in all", "low"), "x2": {"field": "high"}}},
            {
                "mark": {"type": "point", "filled": True},
                "encoding": {"y": row, "x": _people("people in all", "median")},
            },
        ],
    }


def _people(title: str, field: str = "people") -> Spec:
    return {"field": field, "type": "quantitative", "title": title, "scale": {"type": "log", "zero": False}}
