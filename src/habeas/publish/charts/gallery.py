"""Which charts a record gives: only those it has data for."""

from __future__ import annotations

from habeas.publish.charts.balance import balance
from habeas.publish.charts.chart import Chart
from habeas.publish.charts.composition import composition
from habeas.publish.charts.custody import held_by_name
from habeas.publish.charts.estimates import estimate_charts
from habeas.publish.charts.intervals import intervals
from habeas.publish.charts.said import said_when
from habeas.publish.charts.stocks import stock
from habeas.publish.evidence import Evidence
from habeas.publish.wording import count
from habeas.values.record import Record


def gallery(record: Record, evidence: Evidence, states: dict[str, tuple[str, str]]) -> dict[str, Chart]:
    """Return the charts of a record by name."""
    source = f"Source: {count(len(record.documents), 'report')}, {count(len(record.claims), 'figure')}; best reading."
    found = (
        balance(record, source),
        intervals(record, source),
        stock(record, evidence, source),
        said_when(record, evidence, states, source),
        composition(evidence, source),
        *estimate_charts(record.estimates),
        held_by_name(record.custody),
    )
    return {chart.name: chart for chart in found if chart is not None}
