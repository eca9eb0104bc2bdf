"""Draw the worked examples of docs/methods/reconcile.md from what reconciliation makes of them.

    python scripts/reconcile_pictures.py docs/methods/pictures

The reports are invented for this page. Each picture shows the claims as brackets over their windows, the waves as
discs on the days they can lie on, and what nobody breaks down as a hatched bar.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from xml.sax.saxutils import escape

from habeas.reconcile.step import reconcile
from habeas.values.claim import CountClaim
from habeas.values.document import DatingCue, Document
from habeas.values.history import DateRange, Reconciliation

_WIDTH, _LEFT, _ROW = 900, 190, 26
_PLACES = count(1)
Example = tuple[str, list[CountClaim], list[Document], list[DatingCue]]


def _claim(doc: str, low: int, words: str, **fields: object) -> CountClaim:
    values: dict[str, object] = {"high": low, "measure": "freed", "group": "political prisoners"} | fields
    return CountClaim(doc=doc, quote=words, start=next(_PLACES), low=low, **values).with_id()  # type: ignore[arg-type]


def _window(start: str, end: str) -> dict[str, object]:
    kind = "on" if start == end else "between"
    return {"when_kind": kind, "start_date": date.fromisoformat(start), "end_date": date.fromisoformat(end)}


def _back(start: str, **fields: object) -> dict[str, object]:
    return {"when_kind": "between", "start_offset": start, "end_offset": "P0D"} | fields


def _on(weekday: str) -> dict[str, object]:
    return {"when_kind": "on", "weekday": weekday, "start_offset": "P0D", "end_offset": "P0D"}


def _document(name: str, published: str | None = None, text: str = "") -> Document:
    return Document(id=name, text=text or name, published=date.fromisoformat(published) if published else None)


def island() -> Example:
    """Return four undated reports, one of which prints the wrong year."""
    claims = [
        _claim("tide", 25, "25 on Tuesday", **_on("tuesday")),
        _claim("tide", 37, "37 in a month", **_back("-P1M")),
        _claim("gull", 66, "66, 16 May to 15 June 2030", **_window("2030-05-16", "2030-06-15")),
        _claim("reef", 41, "latest: 41 on 3 June", **_window("2031-06-03", "2031-06-03")),
        _claim("reef", 78, "78 in three waves, two months", **_back("-P2M", occasions=3)),
        _claim("mast", 16, "16 on Friday", **_on("friday")),
        _claim("mast", 127, "127 in five months", **_back("-P5M")),
    ]
    cues = [
        DatingCue(doc="tide", kind="relative_year", low=date(2031, 1, 1), high=date(2031, 12, 31)),
        DatingCue(doc="gull", kind="past_event", low=date(2031, 2, 1), high=date(2032, 3, 1)),
        DatingCue(doc="mast", kind="past_event", low=date(2031, 9, 1), high=date(2031, 10, 12)),
    ]
    text = " " * 180 + "The latest release freed 41 people on 3 June."
    documents = [_document("tide"), _document("gull"), _document("reef", text=text), _document("mast")]
    return "island", claims, documents, cues


def ministry() -> Example:
    """Return a ministry's figure with two digits swapped, against a monitor's waves and a month."""
    claims = [
        _claim("bell", 19, "19 on 4 March", source="Lamp Centre", **_window("2033-03-04", "2033-03-04")),
        _claim("cord", 14, "14 on 20 March", source="Lamp Centre", **_window("2033-03-20", "2033-03-20")),
        _claim("oar", 33, "33 in March", source="Ledger Group", **_window("2033-03-01", "2033-03-31")),
        _claim("seal", 91, "91 on 4 March", source="the ministry", **_window("2033-03-04", "2033-03-04")),
    ]
    return "ministry", claims, [_document(name, "2033-04-05") for name in ("bell", "cord", "oar", "seal")], []


def promise() -> Example:
    """Return an announcement, bounds that grow as people are found, and a month's total."""
    claims = [
        _claim(
            "loud",
            120,
            "120 to be freed",
            status="planned",
            source="the ministry",
            **_window("2033-06-01", "2033-06-30"),
        ),
        _claim(
            "dawn", 20, "at least 20 on 6 June", high=None, source="Lamp Centre", **_window("2033-06-06", "2033-06-06")
        ),
        _claim("noon", 34, "34 on 6 June", source="Ledger Group", **_window("2033-06-06", "2033-06-06")),
        _claim("dusk", 52, "52 in June", source="Lamp Centre", **_window("2033-06-01", "2033-06-30")),
    ]
    days = {"loud": "2033-05-28", "dawn": "2033-06-07", "noon": "2033-06-12", "dusk": "2033-07-04"}
    return "promise", claims, [_document(name, day) for name, day in days.items()], []


def draw(claims: Sequence[CountClaim], found: Reconciliation) -> str:
    """Return the picture of one example as SVG."""
    dated = {d.id: d.published for d in found.documents}
    spans = [_span(claim, dated) for claim in claims]
    first = min(start for start, _ in spans) - timedelta(days=6)
    last = max(end for _, end in spans) + timedelta(days=6)

    def x(day: date) -> float:
        return _LEFT + (_WIDTH - _LEFT - 30) * (day - first).days / max(1, (last - first).days)

    rows = [
        f'<text x="8" y="{_y(n) + 4}">{escape(claim.doc)}: {escape(claim.quote)}</text>'
        f'<path d="M{x(a):.0f} {_y(n) - 5}v10M{x(a):.0f} {_y(n)}H{max(x(b), x(a) + 3):.0f}m0 -5v10" class="claim"/>'
        for n, (claim, (a, b)) in enumerate(zip(claims, spans, strict=True))
    ]
    floor = _y(len(claims)) + 34
    for lump in found.lumps:
        width = max(6.0, x(lump.end) - x(lump.start))
        rows.append(f'<rect x="{x(lump.start):.0f}" y="{floor - 9}" width="{width:.0f}" height="18" class="lump"/>')
        rows.append(f'<text x="{x(lump.start) + width / 2:.0f}" y="{floor + 30}" class="n">{lump.size.best}?</text>')
    for wave in found.occasions:
        if not (wave.date.low and wave.date.high and wave.date.best and wave.size.best):
            continue
        radius = 3 + wave.size.best**0.5 * 1.6
        rows.append(f'<path d="M{x(wave.date.low):.0f} {floor}H{x(wave.date.high):.0f}" class="range"/>')
        rows.append(f'<circle cx="{x(wave.date.best):.0f}" cy="{floor}" r="{radius:.1f}"/>')
        rows.append(f'<text x="{x(wave.date.best):.0f}" y="{floor + 30}" class="n">{wave.size.best}</text>')
    axis = floor + 48
    rows.append(f'<path d="M{_LEFT} {axis}H{_WIDTH - 30}" class="axis"/>')
    rows += [f'<text x="{x(day):.0f}" y="{axis + 16}" class="n">{day:%b %Y}</text>' for day in _months(first, last)]
    style = (
        "text{font:13px sans-serif;fill:#222}.n{text-anchor:middle}.claim{stroke:#777;fill:none}.axis{stroke:#222}"
        ".range{stroke:#2a6f97;stroke-width:3;opacity:.45}circle{fill:#2a6f97}.lump{fill:#c9a227;opacity:.55}"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {axis + 28}" role="img">'
        f"<style>{style}</style>{''.join(rows)}</svg>\n"
    )


def _y(row: int) -> int:
    return 22 + row * _ROW


def _span(claim: CountClaim, dated: Mapping[str, DateRange]) -> tuple[date, date]:
    published = dated[claim.doc].best if claim.doc in dated else None
    published = published or date(2033, 1, 1)
    if claim.start_date and claim.end_date:
        shift = 365 if abs((published - claim.end_date).days) > 300 else 0
        return claim.start_date + timedelta(days=shift), claim.end_date + timedelta(days=shift)
    months = int((claim.start_offset or "-P0M").strip("-PMD") or 0)
    return published - timedelta(days=round(30.44 * months) or 6), published


def _months(first: date, last: date) -> list[date]:
    found, day = [], first.replace(day=1)
    while day <= last:
        if day >= first:
            found.append(day)
        day = (day + timedelta(days=32)).replace(day=1)
    return found[:: max(1, len(found) // 8)]


def main() -> int:
    """Write the pictures to a folder, and the derivations to standard output."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/methods/pictures")
    folder.mkdir(parents=True, exist_ok=True)
    for name, claims, documents, cues in (island(), ministry(), promise()):
        found = reconcile(claims, documents, cues)
        (folder / f"reconcile-{name}.svg").write_text(draw(claims, found), encoding="utf-8")
        sys.stdout.write(f"{name}\n")
        told = [o.derivation for o in found.occasions] + [x.derivation for x in found.lumps]
        told += [f"{r.bits:.1f} bits: {r.explanation}" for r in found.readings[:3]]
        told += [c.explanation for c in found.conflicts] + [p.derivation for p in found.promises]
        sys.stdout.writelines(f"  {line}\n" for line in told)
    return 0


if __name__ == "__main__":
    sys.exit(main())
