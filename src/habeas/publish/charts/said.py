"""The chart of who said what about which days, above the occasions that the claims were reconciled to."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from habeas.publish import labels
from habeas.publish.blocks import Said, Table
from habeas.publish.charts.chart import Chart, Rows, Spec, row_labels, time_axis
from habeas.publish.evidence import Evidence
from habeas.publish.figures import by_day
from habeas.publish.wording import capital, claim_people, count, people, period, short_period
from habeas.values.claim import STOCKS, CountClaim
from habeas.values.history import Lump
from habeas.values.record import Record

MOST_BARS = 36
_YEAR: Final = 366
_FATES: Final = ("used as printed", "read differently", "set aside", "left out")


def said_when(record: Record, evidence: Evidence, states: dict[str, tuple[str, str]], source: str) -> Chart | None:
    """Return each claim of a flow as a bar over its days, by what became of it, above the reconciled occasions."""
    bars = [_bar(evidence, claim, days_, states) for claim, days_ in _shown(record, evidence, states)]
    if not bars:
        return None
    events = [row for part in by_day(record)[-200:] if (row := _event(part)) is not None]
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
        spec=_spec(bars, events),
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
        window = evidence.span(claim)
        if window is None or claim.measure in STOCKS or claim.subset_of is not None or claim.status != "actual":
            continue
        if _is_adrift(evidence, claim):
            continue
        key = (claim.doc, claim.measure, claim.low, claim.high, window)
        if key not in found or (claim.id in states and found[key].id not in states):
            found[key] = claim
    pairs_ = [(claim, key[4]) for key, claim in found.items()]
    pairs_.sort(key=lambda p: (p[0].id not in quarrel, p[0].id not in states, -p[1][1].toordinal(), p[0].id))
    return sorted(pairs_[:MOST_BARS], key=lambda p: (p[1], p[0].doc, p[0].id))


def _is_adrift(evidence: Evidence, claim: CountClaim) -> bool:
    """Tell whether a figure's days are counted from a report whose own day nobody knows to within a year."""
    counted = claim.start_date is None or claim.end_date is None
    low, high = evidence.published(claim.doc).low, evidence.published(claim.doc).high
    return counted and low is not None and high is not None and (high - low).days > _YEAR


def _bar(
    evidence: Evidence, claim: CountClaim, days_: tuple[date, date], states: dict[str, tuple[str, str]]
) -> dict[str, Any]:
    words = f"{claim_people(claim)} {labels.measure(claim.measure).brief}"
    inferred = (claim.start_date is None or claim.end_date is None) and evidence.inferred(claim.doc)
    return {
        "claim": f"{capital(evidence.name(claim.doc))}: {words}, {short_period(*days_)}",
        "start": f"{days_[0]}T00:00:00",
        "end": f"{days_[1]}T23:59:59",
        "short": (days_[1] - days_[0]).days < 7,
        "days": period(*days_) + (" (counted from the days its report may be of)" if inferred else ""),
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


def _spec(bars: Rows, events: Rows) -> Spec:
    order = [bar["claim"] for bar in bars]
    kinds = [kind for kind in _FATES if any(bar["state"] == kind for bar in bars)]
    x = time_axis((day_ for bar in bars for day_ in (bar["start"], bar["end"])), grid=True)
    return {
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
