"""The chart of how the groups of a total are made up, where reports give parts of a number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from habeas.publish import labels
from habeas.publish.blocks import Said, Table
from habeas.publish.charts.chart import Chart, row_labels
from habeas.publish.evidence import Evidence
from habeas.publish.wording import capital, claim_people, listed, number, shorten
from habeas.values.claim import CountClaim


def composition(evidence: Evidence, source: str) -> Chart | None:
    """Return how the groups of a total are made up, where reports give parts of a number."""
    rows, cells = _parts(evidence)
    if not rows:
        return None
    order = list(dict.fromkeys(row["whole"] for row in rows))
    bars = {
        "data": {"values": rows},
        "mark": {"type": "bar", "height": 12, "tooltip": {"content": "data"}},
        "encoding": {
            "y": {"field": "whole", "type": "nominal", "axis": None, "sort": order},
            "x": {
                "field": "people",
                "type": "quantitative",
                "title": "People",
                "axis": {"tickCount": {"expr": "ceil(width / 110)"}, "tickMinStep": 1},
            },
            "color": {"field": "part", "type": "nominal", "title": None},
        },
    }
    heads = [{"whole": name} for name in order]
    spec = {"height": {"step": 38}, "layer": [bars, row_labels(heads, "whole", order)]}
    return Chart(
        name="composition",
        title=_title(rows, order),
        units="People; parts as the reports give them.",
        source=source,
        spec=spec,
        table=Table("The chart as a table", ("Figure", "Part", "People"), tuple(cells)),
        alt="; ".join(f"{row['whole']}: {row['people']} {row['part']}" for row in rows[:8]),
    )


def _title(rows: Sequence[dict[str, Any]], order: Sequence[str]) -> str:
    if len(order) > 1:
        return f"What {number(len(order))} of the figures are made of"
    parts = listed(f"{number(row['people'])} {row['part']}" for row in rows)
    return f"{order[0]}, of whom {parts}"


def _parts(evidence: Evidence, limit: int = 12) -> tuple[list[dict[str, Any]], list[tuple[Said, ...]]]:
    rows: list[dict[str, Any]] = []
    cells: list[tuple[Said, ...]] = []
    shown: set[str] = set()
    for claims in evidence.by_document.values():
        for claim in claims:
            parent = _parent(claims, claim)
            if parent is None or not claim.low or claim.low != claim.high:
                continue
            whole = f"{capital(evidence.name(claim.doc))}: {claim_people(parent)} {labels.measure(parent.measure).verb}"
            if whole not in shown and len(shown) == limit:
                return rows, cells
            shown.add(whole)
            part = shorten(labels.group(claim.group), 40)
            if parent.measure != claim.measure:
                part += f", {labels.measure(claim.measure).verb}"
            rows.append({"whole": whole, "part": part, "people": claim.low})
            cells.append((Said(whole), Said(part), Said(number(claim.low))))
    return rows, cells


def _parent(claims: Sequence[CountClaim], claim: CountClaim) -> CountClaim | None:
    """Return the whole of which a claim is a stated part, where the whole is a single number."""
    if claim.subset_of is None or not 0 <= claim.subset_of < len(claims):
        return None
    parent = claims[claim.subset_of]
    return parent if parent.low is not None and parent.low == parent.high else None
