"""Charts of claims: counts of those held, who said what about which days, and how groups are made up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from habeas.publish import labels
from habeas.publish.blocks import Said, Table
from habeas.publish.charts.chart import Chart, row_labels, time_axis
from habeas.publish.evidence import Evidence
from habeas.publish.figures import by_day, series
from habeas.publish.wording import (
    capital,
    claim_people,
    count,
    day,
    listed,
    number,
    people,
    period,
    short_period,
    shorten,
)
from habeas.values.claim import STOCKS, CountClaim
from habeas.values.history import Lump, Stock
from habeas.values.record import Record

MOST_BARS = 36
MOST_POINTS = 1_200
MOST_SERIES = 5
_FATES: Final = ("used as printed", "read differently", "set aside", "left out")
_SHAPES: Final = {"exact or about": "circle", "at least": "triangle-up", "at most": "triangle-down"}


def stock(record: Record, evidence: Evidence, source: str) -> Chart | None:
    """Return the counts of those held with their bands by source, and every claim of a count as a mark."""
    found = [(key, rows) for key, rows in series(record) if key[0] == "held"][:MOST_SERIES]
    if not found:
        return None
    lines = [_stock_row(key, item) for key, rows in found for item in rows][-MOST_POINTS:]
    unused = {item.claim for item in record.reconciliation.left_out}
    marks = [
        row
        for claim in evidence.claims.values()
        if (row := _mark(evidence, claim)) is not None and claim.id not in unused
    ][-MOST_POINTS:]
    bounds = [bound for bound in _SHAPES if any(mark["bound"] == bound for mark in marks)]
    people_axis = {"type": "quantitative", "title": "People held", "scale": {"zero": False}}
    colour = {"field": "source", "type": "nominal", "title": None}
    x = {"field": "day", **time_axis(row["day"] for row in (*lines, *marks))}
    spec = {
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
    rows = tuple(
        (Said(day(item.date)), Said(key[2] or "not stated"), Said(people(item)))
        for key, part in found
        for item in part[-40:]
    )
    first, last = found[0][1][0], found[0][1][-1]
    return Chart(
        name="stock",
        title=_stock_title(first, last, guessed=_guessed(evidence, last)),
        units="People held, by who counts; bars and bands span low to high, marks are reported figures.",
        source=source,
        spec=spec,
        table=Table("The chart as a table", ("Day", "Who counts", "People"), rows),
        alt=f"{capital(people(first))} held on {day(first.date)}, {people(last)} on {day(last.date)}.",
    )


def _guessed(evidence: Evidence, item: Stock) -> bool:
    """Tell whether a count's day rests on reports without a date."""
    docs = {claim.doc for claim in evidence.known(item.claims)}
    return bool(docs) and all(evidence.inferred(doc) for doc in docs)


def _stock_title(first: Stock, last: Stock, *, guessed: bool) -> str:
    old, new = first.best or first.low, last.best or last.low
    if first.date == last.date or old is None or new is None:
        return f"The latest count: {people(last)} held {'about' if guessed else 'on'} {day(last.date)}"
    if old == new:
        return f"The number held stayed at {number(new)}"
    way = "fell" if new < old else "rose"
    hardly = "hardly moved" if abs(new - old) < 0.03 * old else f"{way} from {number(old)} to {number(new)}"
    return f"The number held {hardly} between {day(first.date)} and {day(last.date)}"


def _stock_row(key: tuple[str, str, str], item: Stock) -> dict[str, Any]:
    best = item.best if item.best is not None else item.low if item.low is not None else item.high
    name = key[2] if key[2] and key[2] != "document" else "unattributed"
    return {
        "named": name != "unattributed",
        "day": item.date.isoformat(),
        "low": item.low if item.low is not None else best,
        "best": best,
        "high": item.high if item.high is not None else best,
        "source": shorten(name, 40),
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
    name = claim.source if claim.source and claim.source != "document" else "unattributed"
    return {
        "day": at.isoformat(),
        "people": value,
        "bound": bound,
        "source": shorten(name, 40),
        "report": evidence.name(claim.doc),
    }


def said_when(record: Record, evidence: Evidence, states: dict[str, tuple[str, str]], source: str) -> Chart | None:
    """Return each claim of a flow as a bar over its days, by what became of it, above the reconciled occasions."""
    bars = [_bar(evidence, claim, days_, states) for claim, days_ in _shown(record, evidence, states)]
    if not bars:
        return None
    order = [bar["claim"] for bar in bars]
    events = [row for part in by_day(record)[-200:] if (row := _event(part)) is not None]
    kinds = [kind for kind in _FATES if any(bar["state"] == kind for bar in bars)]
    x = time_axis((day_ for bar in bars for day_ in (bar["start"], bar["end"])), grid=True)
    spec = {
        "height": {"step": 34},
        "layer": [
            {
                "data": {"values": events},
                "mark": {"type": "rule", "strokeDash": [2, 3], "opacity": 0.55, "tooltip": {"content": "data"}},
                "encoding": {"x": {"field": "day", **x}},
            },
            {
                "data": {"values": bars},
                "mark": {
                    "type": "bar",
                    "height": 9,
                    "cornerRadius": 2,
                    "minBandSize": 4,
                    "tooltip": {"content": "data"},
                },
                "encoding": {
                    "y": {"field": "claim", "type": "nominal", "axis": None, "sort": order},
                    "x": {"field": "start", **x},
                    "x2": {"field": "end"},
                    "color": {"field": "state", "type": "nominal", "title": None, "scale": {"domain": kinds}},
                },
            },
            {
                "data": {"values": [bar for bar in bars if bar["short"]]},
                "mark": {"type": "point", "filled": True, "shape": "diamond", "size": 90, "opacity": 1},
                "encoding": {
                    "y": {"field": "claim", "type": "nominal", "axis": None, "sort": order},
                    "x": {"field": "start", **x},
                    "color": {"field": "state", "type": "nominal", "scale": {"domain": kinds}},
                },
            },
            row_labels(bars, "claim", order),
        ],
    }
    rows = tuple(
        (Said(bar["claim"]), Said(capital(bar["days"])), Said(bar["speaker"]), Said(capital(bar["state"])))
        for bar in bars
    )
    odd = sum(1 for bar in bars if bar["state"] in {"read differently", "set aside"})
    return Chart(
        name="claims",
        title=f"{capital(count(odd, 'figure does', 'figures do'))} not fit the rest as printed"
        if odd
        else "All dated figures shown fit one history as printed",
        units="The days each report speaks of (diamonds: a week or less); dotted lines are the occasions.",
        source=source,
        spec=spec,
        table=Table("The chart as a table", ("Figure", "Days", "Who says so", "In the best reading"), rows),
        alt=f"{capital(count(len(bars), 'figure'))} over time; {count(odd, 'figure')} not used as printed.",
    )


def _shown(
    record: Record, evidence: Evidence, states: dict[str, tuple[str, str]]
) -> list[tuple[CountClaim, tuple[date, date]]]:
    """Return claims of flows with their days: those in doubt or in a conflict first, then the latest; in their order.

    Where a report says the same twice, the claim of which more is to be told stands for both.
    """
    quarrel = {claim for item in record.reconciliation.conflicts for claim in item.claims}
    found: dict[tuple[str, str, int | None, int | None, tuple[date, date]], CountClaim] = {}
    for claim in evidence.claims.values():
        window = evidence.window(claim)
        if claim.measure in STOCKS or window is None or claim.subset_of is not None or claim.status != "actual":
            continue
        key = (claim.doc, claim.measure, claim.low, claim.high, window)
        if key not in found or (claim.id in states and found[key].id not in states):
            found[key] = claim
    pairs_ = [(claim, key[4]) for key, claim in found.items()]
    pairs_.sort(key=lambda p: (p[0].id not in quarrel, p[0].id not in states, -p[1][1].toordinal(), p[0].id))
    return sorted(pairs_[:MOST_BARS], key=lambda p: (p[1], p[0].doc, p[0].id))


def _bar(
    evidence: Evidence, claim: CountClaim, days_: tuple[date, date], states: dict[str, tuple[str, str]]
) -> dict[str, Any]:
    words = f"{claim_people(claim)} {labels.measure(claim.measure).brief}"
    inferred = claim.start_date is None or claim.end_date is None
    return {
        "claim": f"{capital(evidence.name(claim.doc))}: {words}, {short_period(*days_)}",
        "start": f"{days_[0]}T00:00:00",
        "end": f"{days_[1]}T23:59:59",
        "short": (days_[1] - days_[0]).days < 7,
        "days": period(*days_) + (" (counted from the report's inferred day)" if inferred else ""),
        "state": states.get(claim.id, ("used as printed", ""))[0],
        "speaker": evidence.asserted_by(claim),
    }


def _event(part: Any) -> dict[str, Any] | None:
    if isinstance(part, Lump):
        return None
    at = part.date.best or part.date.low or part.date.high
    return (
        {"day": at.isoformat(), "occasion": f"{people(part.size)} {labels.measure(part.measure).verb}"} if at else None
    )


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
                "axis": {"tickCount": {"expr": "ceil(width / 110)"}},
            },
            "color": {"field": "part", "type": "nominal", "title": None},
        },
    }
    heads = [{"whole": name} for name in order]
    spec = {"height": {"step": 38}, "layer": [bars, row_labels(heads, "whole", order)]}
    return Chart(
        name="composition",
        title=_composition_title(rows, order),
        units="People; parts as the reports give them.",
        source=source,
        spec=spec,
        table=Table("The chart as a table", ("Figure", "Part", "People"), tuple(cells)),
        alt="; ".join(f"{row['whole']}: {row['people']} {row['part']}" for row in rows[:8]),
    )


def _composition_title(rows: Sequence[dict[str, Any]], order: Sequence[str]) -> str:
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
