"""Score reconciliation against the dated totals of real monitors.

    python bench/truth.py bench/countries/open       nine countries, facts alone (see the README there)
    python bench/truth.py FOLDER [--gold FOLDER]     FOLDER holds PLACE_totals.csv and PLACE_news.jsonl

Two tests for each place. `news`: the claims of news documents (annotated by hand; `--extract` reads them with the
project's own extractor) must answer for the monitor's totals, which they never see. `series`: the monitor's totals
themselves, with a fifth of the dates held back in turn. Baselines are those of `reconcile_coverage.py`, with intervals
learned from the other dates. FOLDER may hold facts alone: PLACE_reports.jsonl (no texts), PLACE_claims.jsonl
and PLACE_cues.jsonl, what the texts that stay outside the repository give away about their dates.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

import msgspec
from reconcile_coverage import scored_answer
from simulate.baselines import answer, assertions, point_value, resolvers
from simulate.questions import Question
from simulate.scoring import Point, Scored, Summary, summary, with_intervals

from habeas.values.case import CaseSettings
from habeas.values.claim import CountClaim
from habeas.values.document import DatingCue, Document
from habeas.values.history import Ask

_Line = TypeVar("_Line", bound=msgspec.Struct)
MEASURES = ("held", "detained", "freed", "convicted", "died")
FOLDS = 5
SECONDS = 600.0  # for each history; long enough for a busy machine, so that the clock decides nothing


@dataclass(frozen=True)
class Total:
    """One dated total of a monitor: a stock at `day`, or a flow over start..day."""

    day: date
    start: date
    value: int
    measure: str
    group: str
    reporter: str


def read_totals(path: Path) -> list[Total]:
    """Return the exact totals of each measure's main series: the group that the file has most dates of."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["measure"] in MEASURES]
    main = {}
    for measure in MEASURES:
        counts = Counter(row["group"] for row in rows if row["measure"] == measure)
        if counts:
            main[measure] = max(sorted(counts), key=lambda group: counts[group])
    found: dict[tuple[str, date], Total] = {}
    for row in rows:
        if row["group"] != main[row["measure"]] or row["low"] != row["high"] or not row["low"]:
            continue
        day = date.fromisoformat(row["date"])
        start = date.fromisoformat(row["period_start"]) if row["period_start"] else day
        if row["measure"] != "held" and start == day:
            continue  # a flow whose period is not known cannot be asked for
        total = Total(day, start, int(row["low"]), row["measure"], row["group"], row["reporter"])
        found.setdefault((total.measure, day), total)
    return [found[key] for key in sorted(found, key=lambda key: (key[0], key[1]))]


def question(place: str, total: Total) -> Question:
    """Turn a total into a question with a known answer; every date stands as a case of its own."""
    start = total.day if total.measure == "held" else total.start
    text = f"{total.measure} {start}..{total.day}"
    ask = Ask(measure=total.measure, start=start, end=total.day, text=text)
    return Question(f"{place} {total.day}", total.measure, ask, total.value)


def as_claim(place: str, total: Total) -> tuple[Document, CountClaim]:
    """Return a total as the statement that it is: a document of its day with one claim."""
    name = f"{place}-{total.measure}-{total.day}"
    quote = f"{total.value} {total.group}"
    held = total.measure == "held"
    claim = CountClaim(
        doc=name, quote=quote, start=0, low=total.value, high=total.value, measure=total.measure, group=total.group,
        when_kind="at" if held else "since", start_date=total.day if held else total.start, end_date=total.day,
        source=total.reporter,
    )  # fmt: skip
    return Document(id=name, text=quote, published=total.day, outlet=total.reporter), claim.with_id()


def read_news(path: Path, gold: Path) -> tuple[list[Document], list[CountClaim]]:
    """Return a place's news documents and their claims, looked up by document in all gold sets."""
    lines = path.read_bytes().splitlines()
    documents = [msgspec.json.decode(line, type=Document) for line in lines if line.strip()]
    names = {document.id for document in documents}
    claims = [
        msgspec.json.decode(line, type=CountClaim).with_id()
        for file in sorted(gold.glob("*/claims.jsonl"))
        for line in file.read_bytes().splitlines()
        if line.strip()
    ]
    return documents, [claim for claim in claims if claim.doc in names]


def read_facts(folder: Path, place: str) -> Material | None:
    """Return a place's reports without their texts, the claims and the cues of dating that were read in these."""
    if not (folder / f"{place}_claims.jsonl").is_file():
        return None
    return Material(
        tuple(claim.with_id() for claim in _lines(folder / f"{place}_claims.jsonl", CountClaim)),
        tuple(_lines(folder / f"{place}_reports.jsonl", Document)),
        tuple(_lines(folder / f"{place}_cues.jsonl", DatingCue)),
    )


def _lines(path: Path, kind: type[_Line]) -> list[_Line]:
    return [msgspec.json.decode(line, type=kind) for line in path.read_bytes().splitlines() if line.strip()]


def extracted(documents: Sequence[Document]) -> tuple[list[CountClaim], list[DatingCue]]:
    """Return claims and cues as the project's own extractor reads them."""
    from habeas.extract.step import extract

    found = list(extract(documents))
    return [claim for each in found for claim in each.claims], [cue for each in found for cue in each.cues]


def for_baselines(claims: Iterable[CountClaim]) -> list[CountClaim]:
    """Give baselines what a reader sees: a flow told without a start is counted from the beginning of the series."""
    claims = list(claims)
    starts = [c.start_date for c in claims if c.when_kind == "since" and c.start_date is not None]
    if not starts:
        return claims
    first = min(starts)
    open_start = {"since", "none"}
    return [
        msgspec.structs.replace(c, start_date=first) if c.start_date is None and c.when_kind in open_start else c
        for c in claims
    ]


@dataclass(frozen=True)
class Material:
    """What a method may see for a set of questions."""

    claims: tuple[CountClaim, ...]
    documents: tuple[Document, ...]
    cues: tuple[DatingCue, ...] = ()


def score(asked: Sequence[Question], material: Material) -> tuple[list[Scored], dict[str, list[Point]]]:
    """Answer questions from material, by reconciliation and by every baseline."""
    if not asked:
        return [], {}
    from habeas.reconcile.options import ReconcileOptions
    from habeas.reconcile.step import reconcile

    settings = CaseSettings()
    asks = tuple(q.ask for q in asked)
    options = ReconcileOptions(time_limit_s=SECONDS)
    result = reconcile(material.claims, material.documents, material.cues, settings, asks, options)
    ceiling = max(point_value(claim) or 0.0 for claim in material.claims)
    ours = [scored_answer(q, given, ceiling) for q, given in zip(asked, result.answers, strict=True)]
    seen = for_baselines(material.claims)
    points: dict[str, list[Point]] = defaultdict(list)
    for q in asked:
        pool = assertions(q.ask, seen, material.documents, settings)
        for method, resolve in resolvers(pool).items():
            guess = answer(pool, q.ask, resolve)
            points[method].append(Point(q.case, q.kind, guess.tier, q.truth, guess.value))
    return ours, points


def series(place: str, totals: Sequence[Total], news: Material) -> tuple[list[Scored], dict[str, list[Point]]]:
    """Hold back a fifth of the dates in turn and answer for them from the rest and the news."""
    days = sorted({total.day for total in totals})
    ours: list[Scored] = []
    points: dict[str, list[Point]] = defaultdict(list)
    for fold in range(FOLDS):
        hidden = set(days[fold::FOLDS])
        shown = [as_claim(place, total) for total in totals if total.day not in hidden]
        # News of a hidden day may quote the very figure that is asked for.
        kept = tuple(document for document in news.documents if document.published not in hidden)
        names = {document.id for document in kept}
        material = Material(
            claims=(*(c for _, c in shown), *(claim for claim in news.claims if claim.doc in names)),
            documents=(*(document for document, _ in shown), *kept),
            cues=tuple(cue for cue in news.cues if cue.doc in names),
        )
        told = {claim.measure for claim in dated(material)}
        inner = [t for t in totals if t.day in hidden and days[0] < t.day < days[-1] and t.measure in told]
        if not inner:
            continue
        scored, more = score([question(place, total) for total in inner], material)
        ours += scored
        for method, each in more.items():
            points[method] += each
    return ours, points


def dated(material: Material) -> list[CountClaim]:
    """Return the claims of which the material tells a day: what nothing dates answers no question, for any method."""
    published = {document.id for document in material.documents if document.published is not None}
    return [c for c in material.claims if c.doc in published or c.start_date is not None or c.end_date is not None]


def answerable(totals: Sequence[Total], material: Material) -> list[Total]:
    """Return the totals within the time that the material speaks of their measure."""
    published = {document.id: document.published for document in material.documents}
    found = []
    for measure in MEASURES:
        told = [published.get(c.doc) or c.end_date for c in material.claims if c.measure == measure]
        days = sorted(day for day in told if day is not None)
        found += [t for t in totals if t.measure == measure and len(days) > 1 and days[0] <= t.day <= days[-1]]
    return found


def report(title: str, ours: Sequence[Scored], points: dict[str, list[Point]]) -> str:
    """Lay out one test: each method over all, then by measure."""
    head = f"{title:<26}{'n':>5}{'coverage':>10}{'Winkler':>10}{'relative':>10}{'error':>8}"
    everyone = {"habeas": list(ours)} | {name: with_intervals(each, enough=10) for name, each in points.items()}
    lines = [head, "-" * len(head), *(_line(name, summary(each)) for name, each in everyone.items())]
    for measure in sorted({each.kind for each in ours}):
        rows = {name: summary([e for e in each if e.kind == measure]) for name, each in everyone.items()}
        best = min((name for name in rows if name != "habeas"), key=lambda name: rows[name].error)
        lines += ["", _line(f"{measure}: habeas", rows["habeas"]), _line(f"{measure}: {best}", rows[best])]
    return "\n".join(lines)


def _line(name: str, given: Summary) -> str:
    return (
        f"{name:<26}{given.questions:>5}{given.coverage:>10.1%}{given.winkler:>10.1f}{given.relative:>10.3f}"
        f"{given.error:>8.3f}"
    )


def _from_texts(folder: Path, place: str, gold: Path | None, *, own: bool) -> Material:
    """Return a place's news with the claims annotated in gold sets, or with those that the extractor reads (`own`)."""
    documents, claims = read_news(folder / f"{place}_news.jsonl", gold or folder.parent / "gold")
    read, cues = extracted(documents)
    return Material(tuple(read if own else claims), tuple(documents), tuple(cues))


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--gold", type=Path, help="folder of annotated sets; default: `gold` beside the folder")
    parser.add_argument("--extract", action="store_true", help="read the news with the project's extractor")
    parser.add_argument("--show", action="store_true", help="print every answer")
    given = parser.parse_args()
    for path in sorted(given.folder.glob("*_totals.csv")):
        place = path.stem.removesuffix("_totals")
        totals = read_totals(path)
        news = read_facts(given.folder, place) or _from_texts(given.folder, place, given.gold, own=given.extract)
        asked = [question(place, total) for total in answerable(totals, news)]
        for title, (ours, points) in (
            (f"{place}: news", score(asked, news)),
            (f"{place}: series", series(place, totals, news)),
        ):
            print(report(title, ours, points), end="\n\n")
            if given.show:
                print("\n".join(f"  {s.case} {s.kind} true {s.truth} said {s.low}..{s.best}..{s.high}" for s in ours))
    return 0


if __name__ == "__main__":
    sys.exit(main())
