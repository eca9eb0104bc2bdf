"""Charts of an estimate: how likely each total is, which lists share whom, and what each list adds."""

from __future__ import annotations

from typing import Final

from habeas.publish.blocks import Said, Table
from habeas.publish.charts.chart import Chart, Spec, row_labels
from habeas.publish.estimates import interval, method, rounded
from habeas.publish.wording import count, listed, number
from habeas.values.estimate import CaseEstimate, Cell, Interval

MOST_SETS: Final = 20


def estimate_charts(estimates: tuple[CaseEstimate, ...]) -> tuple[Chart, ...]:
    """Return the charts of all estimates; their names end in the estimate's place, from 1."""
    found = []
    for n, case in enumerate(estimates, 1):
        drawn = (_posterior(case, n), _overlaps(case, n), _influence(case, n))
        found += [chart for chart in drawn if chart is not None]
    return tuple(found)


def _source(case: CaseEstimate) -> str:
    return f"Source: {count(len(case.estimate.lists), 'list')}, {method(case.estimate.method)}; Habeas {case.version}."


def _posterior(case: CaseEstimate, place: int) -> Chart | None:
    """Return how likely each number in all is; none where the estimate is withheld, for then no number is shown."""
    found = case.estimate
    if found.estimate is None or not found.density.at:
        return None
    kinds = (("from the lists", found.density.posterior), ("before the lists", found.density.prior))
    rows = [
        {"people": round(at), "density": at * value, "of": label}
        for label, values in kinds
        for at, value in zip(found.density.at, values, strict=False)
    ]
    names = [label for label, values in kinds if values]
    compared = ", before and after looking at the lists" if found.density.prior else ""
    marks = [{"people": found.observed, "label": f"{number(found.observed)} known"}]
    spec = _curves(rows, names, marks)
    bands = [
        (f"{band.level:.0%} of the probability", f"{rounded(band.low)} to {rounded(band.high)}") for band in found.bands
    ]
    cells = [("Known", number(found.observed)), ("Estimated in all", interval(found.estimate)), *bands]
    return Chart(
        name=f"posterior-{place}",
        title=f"Most likely about {rounded(found.estimate.median)} in all, {number(found.observed)} of them known",
        units=f"How likely each number in all is{compared}.",
        source=_source(case),
        spec=spec,
        table=Table("The chart as a table", ("What", "People"), tuple((Said(a), Said(b)) for a, b in cells)),
        alt=f"{number(found.observed)} known; {interval(found.estimate)} in all.",
    )


def _curves(rows: list[Spec], names: list[str], marks: list[Spec]) -> Spec:
    """Return the layers of the posterior: one line a density on a logarithmic axis, and those known as a rule."""
    x: Spec = {
        "field": "people",
        "type": "quantitative",
        "title": "People in all (each step to the right is a multiple)",
        "scale": {"type": "log", "nice": False},
        "axis": {"format": ",.0f", "tickCount": {"expr": "ceil(width / 110)"}, "labelOverlap": True, "grid": False},
    }
    colour = {"field": "of", "type": "nominal", "title": None, "sort": names, "scale": {"domain": names}}
    return {
        "height": 220,
        "layer": [
            {
                "data": {"values": rows},
                "mark": {"type": "line"},
                "encoding": {
                    "x": x,
                    "y": {"field": "density", "type": "quantitative", "title": "How likely", "axis": {"labels": False}},
                    "color": colour,
                    "strokeDash": colour,
                },
            },
            {"data": {"values": marks}, "mark": {"type": "rule", "strokeDash": [4, 3]}, "encoding": {"x": x}},
            {
                "data": {"values": marks},
                "mark": {"type": "text", "align": "left", "dx": 4},
                "encoding": {"x": x, "y": {"value": 8}, "text": {"field": "label"}},
            },
        ],
    }


def _overlaps(case: CaseEstimate, place: int) -> Chart | None:
    """Return an UpSet chart: a bar for each set of lists, largest first, above a grid of which lists these are."""
    found = case.estimate
    cells = sorted(found.cells, key=lambda cell: (-cell.observed, cell.lists))[:MOST_SETS]
    if not cells:
        return None
    names = [item.name for item in sorted(found.lists, key=lambda item: (-item.size, item.name))]
    bars = [{"set": n, "people": cell.observed, "lists": listed(cell.lists)} for n, cell in enumerate(cells)]
    dots = [{"set": n, "list": name, "on": name in cell.lists} for n, cell in enumerate(cells) for name in names]
    spec = _upset(bars, dots, names)
    once = sum(cell.observed for cell in found.cells if len(cell.lists) == 1)
    share = once / found.observed if found.observed else 0
    table = tuple((Said(listed(cell.lists)), Said(_fitted(cell))) for cell in cells)
    return Chart(
        name=f"overlaps-{place}",
        title=f"{share:.0%} of those known stand on one list alone",
        units="People on exactly the lists marked below each bar, the largest sets first.",
        source=_source(case),
        spec=spec,
        table=Table("The chart as a table", ("On these lists and no other", "People"), table),
        alt="; ".join(f"{listed(cell.lists)}: {number(cell.observed)}" for cell in cells[:8]),
    )


def _upset(bars: list[Spec], dots: list[Spec], names: list[str]) -> Spec:
    """Return a bar for each set of lists above the grid of which lists these are (Lex et al. 2014)."""
    place_ = {"field": "set", "type": "ordinal", "axis": None}
    rows = {
        "field": "list",
        "type": "nominal",
        "title": None,
        "sort": names,
        "axis": {"labelLimit": 110, "grid": False},
    }
    return {
        "spacing": 6,
        "vconcat": [
            {
                "height": 150,
                "data": {"values": bars},
                "encoding": {"x": place_, "y": {"field": "people", "type": "quantitative", "title": "People"}},
                "layer": [
                    {"mark": {"type": "bar", "tooltip": {"content": "data"}}},
                    {
                        "mark": {"type": "text", "dy": -6, "fontSize": 10},
                        "encoding": {"text": {"field": "people", "format": ","}},
                    },
                ],
            },
            {
                "height": {"step": 22},
                "data": {"values": dots},
                "mark": {"type": "circle", "size": 70},
                "encoding": {
                    "x": place_,
                    "y": rows,
                    "opacity": {"condition": {"test": "datum.on", "value": 1}, "value": 0.15},
                },
            },
        ],
    }


def _fitted(cell: Cell) -> str:
    return number(cell.observed) + (f" (the model has {rounded(cell.fitted)})" if cell.fitted is not None else "")


def _influence(case: CaseEstimate, place: int) -> Chart | None:
    """Return the interval with all lists and without each; none where the estimate is withheld."""
    found = case.estimate
    kept = [(f"without {item.left_out}", item.estimate) for item in found.influence if item.estimate is not None]
    if found.estimate is None or not kept:
        return None
    told = [("all lists", found.estimate), *kept]
    rows = [{"name": name, "low": i.low, "median": i.median, "high": i.high, "text": interval(i)} for name, i in told]
    order = [name for name, _ in told]
    top = round(1.5 * max(i.high for _, i in told))
    people = {"type": "quantitative", "title": "People in all", "scale": {"domain": [0, top]}, "axis": {"tickCount": 5}}
    spec: Spec = {
        "height": {"step": 40},
        "data": {"values": rows},
        "encoding": {"y": {"field": "name", "type": "nominal", "axis": None, "sort": order}},
        "layer": [
            {
                "mark": {"type": "rule", "strokeWidth": 7, "opacity": 0.35},
                "encoding": {"x": {"field": "low", **people}, "x2": {"field": "high"}},
            },
            {
                "mark": {"type": "point", "filled": True, "size": 90},
                "encoding": {"x": {"field": "median", "type": "quantitative"}},
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 8},
                "encoding": {"x": {"field": "high", "type": "quantitative"}, "text": {"field": "text"}},
            },
            row_labels(rows, "name", order),
        ],
    }
    return Chart(
        name=f"influence-{place}",
        title=_influence_title(found.estimate, kept),
        units="The estimate with all lists, and computed again without each of them.",
        source=_source(case),
        spec=spec,
        table=Table(
            "The chart as a table", ("Lists", "People in all"), tuple((Said(n), Said(interval(i))) for n, i in told)
        ),
        alt="; ".join(f"{name}: {interval(i)}" for name, i in told),
    )


def _influence_title(whole: Interval, kept: list[tuple[str, Interval]]) -> str:
    far = [name for name, item in kept if item.median < whole.low or item.median > whole.high]
    if not far:
        return "No single list decides the estimate"
    return f"The estimate changes most {listed(far[:3])}"
