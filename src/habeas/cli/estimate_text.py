"""An estimate as text for a terminal: the number or why there is none, and what it stands on."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from math import floor, log10
from typing import Final

from habeas.estimate.options import METHOD_NAMES
from habeas.values.estimate import Diagnostics, Estimate, EstimateWarning, Interval

_WIDTH: Final = 96
_MOST_CELLS: Final = 12
_MOST_PAIRS: Final = 30


def as_text(found: Estimate) -> str:
    """Return the report: headline first, then warnings, lists, overlaps, influence, other methods, computation."""
    sections = [
        _headline(found),
        _bullets("Mind", _minded([w for w in found.warnings if not w.grave])),
        _strata(found),
        _lists(found),
        _overlaps(found),
        _cells(found),
        _influence(found),
        _variants(found),
        _alternatives(found),
        _computation(found),
    ]
    return "\n\n".join(section for section in sections if section)


def _headline(found: Estimate) -> str:
    names = ", ".join(size.name for size in found.lists)
    lines = []
    if found.estimate is not None:
        caveat = f" ({found.caveat})" if found.caveat else ""
        lines.append(
            f"Known: {found.observed:,}. Estimated in all: {_interval(found.estimate)}{caveat}, from lists {names}."
        )
        low, unseen, high = _unseen(found.estimate, found.observed)
        lines.append(
            f"About {unseen} ({low} to {high}) are on no list. The ranges hold the truth 95 times in 100 if what the "
            "method takes for granted is right."
        )
    else:
        lines.append(f"Known: {found.observed:,}, from lists {names}. No estimate is given.")
        lines.append(_bullets("Why not:", [w.text for w in found.warnings if w.grave] or [found.withheld]))
        if found.lower_bound is not None:
            lines.append(f"At least (Chao's lower bound, itself an estimate): {_interval(found.lower_bound)}.")
    lines.append(f"Method: {'+'.join(METHOD_NAMES.get(m, m) for m in found.method.split('+'))} ({found.why}).")
    if found.assumption:
        lines.append(f"It takes for granted: {found.assumption}")
    return "\n".join(_wrapped(line) if "\n" not in line else line for line in lines)


def _wrapped(text: str) -> str:
    return textwrap.fill(text, _WIDTH, break_long_words=False, break_on_hyphens=False)


def _bullets(title: str, texts: Sequence[str]) -> str:
    if not texts:
        return ""
    points = (
        textwrap.fill(
            text,
            _WIDTH,
            initial_indent="  - ",
            subsequent_indent="    ",
            break_long_words=False,
            break_on_hyphens=False,
        )
        for text in texts
    )
    return "\n".join([title, *points])


def _minded(warnings: Sequence[EstimateWarning]) -> list[str]:
    """Return the warnings' texts; of many strata with the same trouble the first speaks for all."""
    texts = []
    for kind in dict.fromkeys(warning.kind for warning in warnings):
        same = [warning for warning in warnings if warning.kind == kind]
        strata = [warning.stratum for warning in same[1:] if warning.stratum]
        if len(strata) < 2:
            texts += [warning.text for warning in same]
            continue
        texts.append(f"{same[0].text} The same, with other numbers, is true of {', '.join(strata)}.")
    return texts


def _unseen(found: Interval, observed: int) -> tuple[str, str, str]:
    """Return low, middle and high of the unseen, no finer than a tenth of how far they span needs."""
    people = [max(v - observed, 0.0) for v in (found.low, found.median, found.high)]
    step = 10 ** max(floor(log10(max(people[2] - people[0], 1.0))) - 1, 0)
    low, middle, high = (f"{round(v / step) * step:,}" for v in people)
    return low, middle, high


def _strata(found: Estimate) -> str:
    rows = [
        [
            e.stratum or "(no name)",
            f"{e.observed:,}",
            _interval(e.estimate) if e.estimate else "withheld",
            e.caveat if e.estimate else e.withheld,
        ]
        for e in found.strata
    ]
    return _table("Strata", rows, ["stratum", "known", "estimated", ""])


def _lists(found: Estimate) -> str:
    rows = [[s.name, f"{s.size:,}", f"{s.only_here:,}", f"{s.shared:,}"] for s in found.lists]
    once = ", ".join(f"{count:,} on {k}" for k, count in enumerate(found.capture_frequencies, start=1))
    return _table("Lists", rows, ["list", "people", "on no other", "shared"]) + f"\nPeople by number of lists: {once}."


def _overlaps(found: Estimate) -> str:
    rows = [
        [
            f"{o.left} + {o.right}",
            f"{o.overlap:,}",
            f"{o.chapman:,.0f}",
            f"{o.low:,.0f} - {o.high:,.0f}",
            _ratio(o.log_odds_ratio, o.log_odds_ratio_se),
        ]
        for o in found.overlaps[:_MOST_PAIRS]
    ]
    note = _wrapped(
        "Chapman: the total from these two lists alone; far apart where lists depend on each other or people differ. "
        "Log odds ratio: above 0 the two share more people than chance gives, below 0 fewer."
    )
    table = _table("Overlaps", rows, ["pair", "shared", "Chapman", "95%", "log odds ratio"])
    return f"{table}\n{note}" if table else ""


def _ratio(value: float | None, se: float | None) -> str:
    return "" if value is None or se is None else f"{value:+.2f} (s.e. {se:.2f})"


def _cells(found: Estimate) -> str:
    most = max((cell.observed for cell in found.cells), default=0)
    rows = []
    for cell in sorted(found.cells, key=lambda c: (-c.observed, c.lists))[:_MOST_CELLS]:
        fitted = "" if cell.fitted is None else f"{cell.fitted:,.1f}"
        band = "" if cell.low is None or cell.high is None else f"{cell.low:,.0f} - {cell.high:,.0f}"
        rows.append(
            [" & ".join(cell.lists), f"{cell.observed:,}", fitted, band, "#" * round(30 * cell.observed / most)]
        )
    shown = f" (the {_MOST_CELLS} largest of {len(found.cells)} sets)" if len(found.cells) > _MOST_CELLS else ""
    return _table(f"On exactly these lists{shown}", rows, ["lists", "people", "fitted", "95%", ""])


def _influence(found: Estimate) -> str:
    rows = [
        [i.left_out, f"{i.observed:,}", _interval(i.estimate) if i.estimate else "none", i.note]
        for i in found.influence
    ]
    return _table("Without one list", rows, ["without", "known", "estimated in all", ""])


def _variants(found: Estimate) -> str:
    rows = [
        [
            v.setting,
            _interval(v.estimate) if v.estimate else "none",
            "" if v.shift is None else f"x {v.shift:.2f}",
            v.note,
        ]
        for v in found.variants
    ]
    note = "What the lists do not decide, chosen otherwise. Where these move the answer, it follows the choice."
    table = _table("With other assumptions", rows, ["assumption", "estimated in all", "", ""])
    return f"{table}\n{_wrapped(note)}" if table else ""


def _alternatives(found: Estimate) -> str:
    rows = [
        [METHOD_NAMES.get(a.method, a.method), _interval(a.estimate) if a.estimate else "none", a.note]
        for a in found.alternatives
    ]
    note = (
        "They rest on other assumptions about those on no list; where they differ, the lists do not say which is right."
    )
    table = _table("Other methods on the same lists", rows, ["method", "estimated in all", ""])
    return f"{table}\n{_wrapped(note)}" if table else ""


def _computation(found: Estimate) -> str:
    parts = [part for part in (found, *found.strata) if part.diagnostics.rhat is not None]
    if not parts:
        return ""
    if parts[0] is found and found.linkages == 1:
        return _wrapped(_run(found.diagnostics))
    worst = max(part.diagnostics.rhat or 0 for part in parts)
    least = min(min(part.diagnostics.ess or 0, part.diagnostics.ess_tail or 0) for part in parts)
    return _wrapped(
        f"For statisticians: each stratum and linkage was sampled by itself; the highest R-hat of those shown is "
        f"{worst:.4f}, the least effective sample size {least:,.0f} (--format json has all)."
    )


def _run(d: Diagnostics) -> str:
    """Say how the chains of one table ran, and how near they came to where only the prior or the cap bounds N."""
    far = f"{d.beyond_15n or 0:.1%} of the draws lie above fifteen times those known"
    capped = (
        "no cap was set" if d.cap is None else f"{d.at_cap or 0:.1%} within 5% of the cap of {d.cap:g} unseen for each"
    )
    text = (
        f"For statisticians: {d.chains} chains, {d.sweeps:,} rounds each; R-hat {d.rhat:.4f}, effective sample size "
        f"{d.ess:,.0f} (tails {d.ess_tail:,.0f}); Monte Carlo error of the median {d.mcse_median or 0:,.1f}, of the "
        f"limits {d.mcse_low or 0:,.1f} and {d.mcse_high or 0:,.1f}; {far}, {capped}."
    )
    if d.classes is not None and d.missed is not None:
        text += f" Mean chance of standing on no list {d.missed:.2f}; {d.classes:.1f} kinds of people in use."
    return text


def _interval(found: Interval) -> str:
    return f"{found.median:,.0f} [{found.low:,.0f} - {found.high:,.0f}]"


def _table(title: str, rows: Sequence[Sequence[str]], header: Sequence[str] | None = None) -> str:
    """Return rows in columns, the first and the last to the left and numbers to the right; "" without rows."""
    if not rows:
        return ""
    lines = [*([header] if header else []), *rows]
    widths = [max(len(row[i]) for row in lines) for i in range(len(lines[0]))]
    return "\n".join([title, *(_line(row, widths) for row in lines)])


def _line(row: Iterable[str], widths: Sequence[int]) -> str:
    last = len(widths) - 1
    cells = (
        cell.ljust(width) if i in {0, last} else cell.rjust(width)
        for i, (cell, width) in enumerate(zip(row, widths, strict=True))
    )
    return ("  " + "  ".join(cells)).rstrip()
