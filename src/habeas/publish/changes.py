"""What changed between two records: figures added, changed and removed, each with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from xml.etree.ElementTree import Element, SubElement, tostring

import msgspec

from habeas.publish import labels
from habeas.publish.evidence import Evidence, name_of
from habeas.publish.figures import pairs, series, total, years
from habeas.publish.questions import questions
from habeas.publish.wording import capital, count, day, days, listed, people, sentence, when
from habeas.values.record import Record


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One figure that differs: `kind` is added, changed or removed; values are in words, null where there is none."""

    kind: str
    what: str
    before: str | None
    after: str | None
    reason: str
    claims: tuple[str, ...] = ()


class _Figure(msgspec.Struct, frozen=True):
    value: str
    claims: tuple[str, ...]


def changes(before: Record, after: Record) -> tuple[Change, ...]:
    """Return what differs between two records, in the order of the later one; removed figures come last."""
    old, new = dict(_figures(before)), dict(_figures(after))
    found = []
    for what, figure in new.items():
        last = old.get(what)
        if last is None or last.value != figure.value:
            found.append(
                Change(
                    kind="added" if last is None else "changed",
                    what=what,
                    before=last.value if last else None,
                    after=figure.value,
                    reason=_reason(before, after, last, figure),
                    claims=figure.claims,
                )
            )
    for what, last in old.items():
        if what not in new:
            reason = _reason(before, after, last, None)
            found.append(Change(kind="removed", what=what, before=last.value, after=None, reason=reason))
    return tuple(found)


def _figures(record: Record) -> Iterator[tuple[str, _Figure]]:
    for measure, group in pairs(record):
        flow = total(record, measure, group)
        if flow is None:
            continue
        name = f"{labels.measure(measure).noun}, {labels.group(group)}"
        yield f"{name}: in all", _Figure(f"{people(flow)} {when(flow.start, flow.end)}", flow.claims)
        for part in years(record, flow):
            if part.start and (part.best or part.low):
                yield f"{name}: in {part.start.year}", _Figure(people(part), part.claims)
    for (measure, group, source), rows in series(record):
        name = f"{labels.measure(measure).noun}, {labels.group(group)}: latest count"
        whose = f" by {source}" if source not in {"", "document"} else ""
        yield f"{name}{whose}", _Figure(f"{people(rows[-1])} on {day(rows[-1].date)}", rows[-1].claims)
    for asked in questions(record):
        yield f"Answer: {asked.answer.ask}", _Figure(people(asked.answer), asked.answer.claims)
    evidence = Evidence(record)
    for document in record.documents:
        if evidence.inferred(document.id):
            title = evidence.title(document.id)
            yield f"Day of {title}", _Figure(days(evidence.published(document.id)), ())


def _reason(before: Record, after: Record, last: _Figure | None, now: _Figure | None) -> str:
    """Say what stands behind a change: new or vanished claims, else a judgement, else the history found anew."""
    old, new = Evidence(before), Evidence(after)
    fresh = [claim for claim in new.known(now.claims if now else ()) if claim.id not in old.claims]
    gone = [claim for claim in old.known(last.claims if last else ()) if claim.id not in new.claims]
    if fresh:
        who = list(dict.fromkeys(new.asserted_by(claim) for claim in fresh))[:3]
        return sentence(f"{count(len(fresh), 'new claim')} by {listed(who)}")
    if gone:
        return sentence(f"{count(len(gone), 'claim')} behind it no longer in the record")
    judged = {*after.reviewed, *after.settings.pinned} - {*before.reviewed, *before.settings.pinned}
    if now and judged & set(now.claims):
        return "A claim behind it was judged."
    return "Other figures changed, and the history that fits them with it."


def moment(record: Record) -> date | None:
    """Return the day a record speaks for: its as-of, or the latest day on which one of its reports was published."""
    evidence = Evidence(record)
    known = [high for document in record.documents if (high := evidence.published(document.id).high) is not None]
    return record.as_of or max(known, default=None)


def changes_json(found: tuple[Change, ...]) -> bytes:
    """Return the changes as JSON."""
    return msgspec.json.format(msgspec.json.encode({"changes": found}), indent=1) + b"\n"


def changes_atom(record: Record, found: tuple[Change, ...], address: str = "") -> bytes:
    """Return the changes as an Atom feed (RFC 4287); its ids and times follow from the record alone."""
    at = f"{moment(record) or date(1970, 1, 1)}T00:00:00Z"
    feed = Element("feed", xmlns="http://www.w3.org/2005/Atom")
    name = name_of(record)
    SubElement(feed, "title").text = f"{name}: changed figures"
    SubElement(feed, "id").text = address or f"urn:habeas:{_slug(name)}:changes"
    SubElement(feed, "updated").text = at
    SubElement(SubElement(feed, "author"), "name").text = name
    if address:
        SubElement(feed, "link", href=address)
    for n, change in enumerate(found, 1):
        entry = SubElement(feed, "entry")
        SubElement(entry, "title").text = f"{capital(change.kind)}: {change.what}"
        SubElement(entry, "id").text = f"urn:habeas:{_slug(name)}:{at[:10]}:{n}"
        SubElement(entry, "updated").text = at
        told = f"{change.before or 'none'} → {change.after or 'none'}. {change.reason}"
        SubElement(entry, "content", type="text").text = told
    body: bytes = tostring(feed, encoding="utf-8")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + body + b"\n"


def _slug(text: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in text.lower()).split()) or "record"
