"""The release gate: what a case must show before its brief and site go out."""

from __future__ import annotations

from habeas.errors import RunError
from habeas.publish.evidence import Evidence
from habeas.publish.figures import Total, pairs, series, total
from habeas.publish.wording import capital, count, number
from habeas.values.record import Record


def reasons(record: Record, last: Record | None = None) -> tuple[str, ...]:
    """Return why a record may not be released by its case's rules, each in one sentence; `last` was released before."""
    rules = record.settings.release
    found: list[str] = []
    if rules.reviewed_headlines:
        found += _unreviewed(record)
    if rules.explained_conflicts:
        bare = sum(1 for conflict in record.reconciliation.conflicts if not conflict.explanation.strip())
        found += [f"{capital(count(bare, 'conflict has', 'conflicts have'))} no explanation."] if bare else []
    if rules.largest_change is not None and last is not None:
        found += _changes(record, last, rules.largest_change)
    return tuple(found)


def check(record: Record, last: Record | None = None) -> None:
    """Raise RunError with all reasons where the record may not be released."""
    found = reasons(record, last)
    if found:
        name = record.settings.name or "this record"
        raise RunError(name, f"is not ready to be released: {' '.join(found)}", "judge the claims, or use --draft")


def headlines(record: Record) -> tuple[Total, ...]:
    """Return the flows whose totals stand at the head of a brief."""
    found = (total(record, measure, group) for measure, group in pairs(record)[:2])
    return tuple(flow for flow in found if flow is not None)


def _unreviewed(record: Record) -> list[str]:
    reviewed = {*record.reviewed, *record.settings.pinned}
    evidence = Evidence(record)
    behind = {claim for flow in headlines(record) for claim in flow.claims}
    for _, rows in series(record)[:1]:
        behind.update(rows[-1].claims)
    left = evidence.known(behind - reviewed)
    if not left:
        return []
    names = ", ".join(claim.id for claim in left[:5]) + (" and others" if len(left) > 5 else "")
    return [f"{capital(count(len(left), 'claim'))} behind headline figures not yet judged ({names})."]


def _changes(record: Record, last: Record, most: float) -> list[str]:
    old = {(flow.measure, flow.group): flow for flow in headlines(last)}
    found = []
    for flow in headlines(record):
        before = old.get((flow.measure, flow.group))
        if before is None or not before.best or flow.best is None:
            continue
        share = abs(flow.best - before.best) / before.best
        if share > most and not set(flow.claims) & {*record.reviewed, *record.settings.pinned}:
            found.append(
                f"{capital(flow.measure)} went from {number(before.best)} to {number(flow.best)}, a change of "
                f"{share:.0%}, and no claim behind it is judged."
            )
    return found
