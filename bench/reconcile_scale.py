"""Cost of reconciliation by the number of claims: seconds, peak memory, and what is lost by going in stretches.

    python bench/reconcile_scale.py                         100, 1,000 and 10,000 claims
    python bench/reconcile_scale.py --claims 100000         one size
    python bench/reconcile_scale.py --compare               whole against stretches, where both can run
    python bench/reconcile_scale.py --held                  counts of people held instead of releases

Claims tell of an invented history of releases: a wave every eight days, told by four reports, one with a bound,
one in fifty ten times too large; and month by month in totals. With `--held` they are counts of people held, every
other day by another paper, each beside a part of it.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta

import msgspec
import numpy as np

from habeas.reconcile.options import ReconcileOptions
from habeas.reconcile.step import reconcile
from habeas.values.claim import CountClaim
from habeas.values.document import Document
from habeas.values.history import Reconciliation

_FIRST = date(1801, 1, 1)
Case = tuple[list[CountClaim], list[Document]]


def case(count: int, seed: int = 1) -> Case:
    """Return `count` claims of an invented history with their documents, in the order of publication."""
    rng = np.random.default_rng([seed, count])
    claims: list[CountClaim] = []
    documents: list[Document] = []
    day, month = _FIRST, dict[str, int]()
    while len(claims) < count:
        day += timedelta(days=int(rng.integers(3, 9)))
        size = int(rng.integers(5, 80))
        month[day.strftime("%Y-%m")] = month.get(day.strftime("%Y-%m"), 0) + size
        for told in range(4):
            _tell(claims, documents, day, size, told, rng)
        if len(month) > 1:
            first = date.fromisoformat(min(month) + "-01")
            last = date.fromisoformat(sorted(month)[1] + "-01") - timedelta(days=1)
            total = month.pop(min(month))
            published = last + timedelta(days=20)
            documents.append(Document(id=f"d{len(documents)}", text="", outlet="Monthly Ledger", published=published))
            claims.append(_claim(documents[-1].id, total, total, "between", first, last))
    return claims[:count], documents


def _tell(
    claims: list[CountClaim],
    documents: list[Document],
    day: date,
    size: int,
    told: int,
    rng: np.random.Generator,
) -> None:
    name = f"d{len(documents)}"
    documents.append(Document(id=name, text="", outlet=f"Paper {told}", published=day + timedelta(days=told)))
    bound = told == 1
    figure = size - int(rng.integers(0, 4)) if bound else size
    if rng.random() < 0.02:
        figure = figure * 10
    claims.append(_claim(name, max(1, figure), None if bound else figure, "on", day, day))


def _claim(doc: str, figure: int, high: int | None, kind: str, start: date, end: date) -> CountClaim:
    return CountClaim(
        doc=doc,
        quote=f"{figure} were freed",
        start=0,
        low=figure,
        high=high,
        measure="freed",
        group="political prisoners",
        when_kind=kind,
        start_date=start,
        end_date=end,
    ).with_id()


def held(count: int, seed: int = 1) -> Case:
    """Return `count` counts of people held, half of them of a part, with their documents."""
    rng = np.random.default_rng([seed, count])
    claims: list[CountClaim] = []
    documents: list[Document] = []
    day, level = _FIRST, 1000
    while len(claims) < count:
        day, level = day + timedelta(days=2), max(100, level + int(rng.integers(-20, 22)))
        name = f"d{len(documents)}"
        documents.append(Document(id=name, text="", outlet=f"Paper {len(documents) % 5}", published=day))
        claims += [
            msgspec.structs.replace(_claim(name, people, people, "at", day, day), measure="held", start=start).with_id()
            for start, people in ((0, level), (50, level // 4))
        ]
    return claims[:count], documents


def timed(count: int, chunk: int, make: Callable[[int], Case] = case) -> tuple[float, float, Reconciliation]:
    """Reconcile a case of so many claims and return the wall and processor seconds it took."""
    claims, documents = make(count)
    began, worked = time.perf_counter(), time.process_time()
    found = reconcile(claims, documents, options=ReconcileOptions(chunk_claims=chunk))
    return time.perf_counter() - began, time.process_time() - worked, found


def _compare(count: int) -> None:
    _, _, whole = timed(count, 10 * count)
    for chunk in (40, 120):
        _, _, parts = timed(count, chunk)
        sizes = {(o.group, o.date.best): o.size.best for o in whole.occasions}
        same = sum(sizes.get((o.group, o.date.best)) == o.size.best for o in parts.occasions)
        totals = [sum(o.size.best or 0 for o in found.occasions) for found in (whole, parts)]
        print(
            f"{count} claims, stretches of {chunk}: {same} of {len(sizes)} waves the same, "
            f"in all {totals[1]} against {totals[0]}"
        )


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, nargs="*", default=[100, 1000, 10_000])
    parser.add_argument("--chunk", type=int, default=ReconcileOptions().chunk_claims)
    parser.add_argument("--compare", action="store_true")
    parser.add_argument("--held", action="store_true")
    given = parser.parse_args()
    if given.compare:
        for count in (200, 400):
            _compare(count)
        return 0
    print(f"{'claims':>8}{'seconds':>10}{'CPU s':>10}{'ms a claim':>12}{'peak MB':>10}{'waves':>8}{'flagged':>9}")
    for count in given.claims:
        seconds, work, found = timed(count, given.chunk, held if given.held else case)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        flagged = len(found.readings[0].repairs) + len(found.readings[0].rejected)
        cost = f"{seconds:>10.2f}{work:>10.2f}{1000 * work / count:>12.2f}{peak:>10.0f}"
        print(f"{count:>8}{cost}{len(found.occasions):>8}{flagged:>9}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
