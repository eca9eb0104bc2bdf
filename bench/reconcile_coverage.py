"""Score reconciliation on simulated cases beside what a desk without it would answer.

    python bench/reconcile_coverage.py                 200 cases of the test split, the published table
    python bench/reconcile_coverage.py --jobs 2        the same in two processes
    python bench/reconcile_coverage.py --cases 10      a quick look (continuous integration)
    python bench/reconcile_coverage.py --split dev     the cases that priors and error laws may be calibrated on

The table is deterministic; times go to stderr. See docs/benchmarks/reconcile.md.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field

from simulate.baselines import METHODS, answer, assertions, point_value, resolvers
from simulate.case import SimulatedCase, simulate
from simulate.questions import Question, questions
from simulate.scoring import (
    Point,
    Scored,
    SlipFate,
    Summary,
    coverage_interval,
    slip_fates,
    slip_score,
    summary,
    wilson,
    with_intervals,
)
from slip_ceiling import verdicts

from habeas.reconcile.options import ReconcileOptions
from habeas.values.history import Answer, Reconciliation

OURS = "habeas"
_AT_ONCE = 5  # cases that a process takes at a time
_OPTIONS = ReconcileOptions(time_limit_s=10.0)


@dataclass
class Run:
    """What a run over cases collects."""

    scored: list[Scored] = field(default_factory=list)
    points: dict[str, list[Point]] = field(default_factory=lambda: defaultdict(list))
    slips: list[SlipFate] = field(default_factory=list)
    visible: list[bool] = field(default_factory=list)  # of each planted slip: does one find it who knows the truth
    failures: list[str] = field(default_factory=list)
    open_ends: int = 0
    claims: int = 0
    seconds: float = 0.0
    cases: int = 0

    def add(self, other: Run) -> None:
        """Take in the cases of another run, behind those that are here."""
        self.scored += other.scored
        for method, points in other.points.items():
            self.points[method] += points
        self.slips += other.slips
        self.visible += other.visible
        self.failures += other.failures
        self.open_ends += other.open_ends
        self.claims += other.claims
        self.seconds += other.seconds
        self.cases += other.cases


def baseline_points(case: SimulatedCase, asked: Sequence[Question]) -> list[tuple[str, Point]]:
    """Return every baseline's answers to a case's questions."""
    pools = {q.ask.text: assertions(q.ask, case.claims, case.documents, case.settings) for q in asked}
    seen = {(each.thing, each.source, each.told, each.value): each for pool in pools.values() for each in pool}
    known = resolvers(sorted(seen.values(), key=lambda each: (each.told, each.thing, each.source, each.value)))
    found = []
    for question in asked:
        for method in METHODS:
            pool = pools[question.ask.text]
            guess = answer(pool, question.ask, known[method])
            found.append((method, Point(case.name, question.kind, guess.tier, question.truth, guess.value)))
    return found


def scored_answer(question: Question, given: Answer, ceiling: float) -> Scored:
    """Score one answer; an open end is closed at nothing below and at the largest figure printed above."""
    low = 0.0 if given.low is None else float(given.low)
    high = max(ceiling, low) if given.high is None else float(given.high)
    best = float(given.best) if given.best is not None else (low + high) / 2
    return Scored(question.case, question.kind, question.truth, low, best, high)


def reconciled(case: SimulatedCase, asked: Sequence[Question], options: ReconcileOptions) -> Reconciliation:
    """Run the reconciliation under test on a case."""
    from habeas.reconcile.step import reconcile

    asks = tuple(question.ask for question in asked)
    return reconcile(case.claims, case.documents, case.cues, case.settings, asks, options)


def run(
    split: str,
    first: int,
    count: int,
    *,
    ours: bool = True,
    options: ReconcileOptions = _OPTIONS,
    progress: bool = False,
    minutes: float | None = None,
) -> Run:
    """Score `count` cases of a split from `first` on, or as many as are begun within `minutes`."""
    found = Run()
    stop = None if minutes is None else time.monotonic() + 60 * minutes
    for index in range(first, first + count):
        if stop is not None and time.monotonic() > stop:
            break
        found.cases += 1
        case = simulate(split, index)
        asked = questions(case)
        found.claims += len(case.claims)
        for method, point in baseline_points(case, asked):
            found.points[method].append(point)
        if not ours:
            continue
        began = time.perf_counter()
        try:
            result = reconciled(case, asked, options)
        except Exception as problem:  # noqa: BLE001 - a crash is a result to report, not a reason to stop
            found.failures.append(f"{case.name}: {type(problem).__name__}: {problem}")
            continue
        found.seconds += time.perf_counter() - began
        ceiling = max(point_value(claim) or 0.0 for claim in case.claims)
        for question, given in zip(asked, result.answers, strict=True):
            found.open_ends += given.low is None or given.high is None
            found.scored.append(scored_answer(question, given, ceiling))
        found.slips += slip_fates(case, result)
        found.visible += [each.fate is not None for each in verdicts(case) if each.planted]
        if progress:
            print(f"{case.name} {len(case.claims)} claims {time.perf_counter() - began:.2f} s", file=sys.stderr)
    return found


def run_in_parallel(split: str, first: int, count: int, jobs: int, options: ReconcileOptions, *, progress: bool) -> Run:
    """Score cases as `run` does, a few at a time in each of several processes; the result is the same."""
    whole = Run()
    with ProcessPoolExecutor(jobs) as pool:
        parts = [
            pool.submit(run, split, at, min(_AT_ONCE, first + count - at), options=options, progress=progress)
            for at in range(first, first + count, _AT_ONCE)
        ]
        for part in parts:
            whole.add(part.result())
    return whole


def _line(name: str, given: Summary) -> str:
    return (
        f"{name:<22}{given.questions:>6}{given.coverage:>10.1%}{given.winkler:>10.1f}{given.relative:>10.2f}"
        f"{given.error:>10.3f}"
    )


def table(found: Run) -> str:
    """Lay out methods, kinds of question and slips as one text table."""
    head = f"{'method':<22}{'n':>6}{'coverage':>10}{'Winkler':>10}{'relative':>10}{'error':>10}"
    everyone = {method: with_intervals(points) for method, points in found.points.items()}
    if found.scored:
        done = {each.case for each in found.scored}
        everyone = {name: [each for each in scored if each.case in done] for name, scored in everyone.items()}
    lines = [head, "-" * len(head)]
    if found.scored:
        lines.append(_line(OURS, summary(found.scored)))
    sums = {method: summary(scored) for method, scored in everyone.items()}
    lines += [_line(method, given) for method, given in sums.items()]
    if found.scored:
        lines += _gains(found.scored, sums)
    lines += ["", f"{'kind of question':<22}" + head[22:], "-" * len(head)]
    kinds = sorted({each.kind for scored in everyone.values() for each in scored})
    for kind in kinds:
        best = min(everyone, key=lambda m: summary([e for e in everyone[m] if e.kind == kind]).winkler)
        if found.scored:
            lines.append(_line(kind, summary([each for each in found.scored if each.kind == kind])))
        else:
            lines.append(kind)
        lines.append(_line(f"  {best}", summary([each for each in everyone[best] if each.kind == kind])))
    if found.slips:
        lines += ["", *_slip_lines(found)]
    return "\n".join(lines)


def _gains(scored: Sequence[Scored], sums: dict[str, Summary]) -> list[str]:
    ours = summary(scored)
    winkler = min(given.winkler for given in sums.values())
    relative = min(given.relative for given in sums.values())
    low, high = coverage_interval(scored)
    return [
        "",
        f"interval score against the best baseline: {1 - ours.winkler / winkler:+.0%} (in people), "
        f"{1 - ours.relative / relative:+.0%} (relative); target +40%.",
        f"coverage {ours.coverage:.1%}, 95% interval over cases {low:.1%} to {high:.1%}; target 88-97%.",
    ]


def _slip_lines(found: Run) -> list[str]:
    total = slip_score(found.slips)
    judged = total.flagged - total.harmless
    precise = "{:.2f} to {:.2f}".format(*wilson(total.found, judged))
    recalled = "{:.2f} to {:.2f}".format(*wilson(total.found_material, total.material))
    lines = [
        f"slips: {total.planted} planted in {found.claims} claims ({total.material} material), {total.flagged} flagged",
        f"precision {total.precision:.2f} (95% interval {precise}; strict {total.strict_precision:.2f}), "
        f"recall {total.recall:.2f} ({recalled}; all planted {total.recall_all:.2f})",
        _seen_line(found),
        "",
        f"{'kind of slip':<22}{'planted':>8}{'material':>9}{'visible':>8}{'found':>7}{'by name':>9}"
        f"{'flagged so, nothing wrong':>27}",
    ]
    kinds = sorted({each.planted or each.fate or "" for each in found.slips})
    for kind in kinds:
        own = slip_score([each for each in found.slips if each.planted == kind])
        seen = sum(visible for each, visible in _planted(found) if each.planted == kind and each.material)
        false = sum(each.fate == kind and not each.planted and not each.material for each in found.slips)
        lines.append(
            f"{kind:<22}{own.planted:>8}{own.material:>9}{seen:>8}{own.found_material:>7}{own.right_kind:>9}{false:>27}"
        )
    return [*lines, "", f"open ends {found.open_ends}, failures {len(found.failures)}", *found.failures[:5]]


def _planted(found: Run) -> list[tuple[SlipFate, bool]]:
    """Return the planted slips, each with whether a judge who knows the true history would find it."""
    return list(zip((each for each in found.slips if each.planted), found.visible, strict=True))


def _seen_line(found: Run) -> str:
    seen = [each for each, visible in _planted(found) if visible and each.material]
    hits = sum(each.fate is not None for each in seen)
    interval = "{:.2f} to {:.2f}".format(*wilson(hits, len(seen)))
    return (
        f"of the {len(seen)} material ones that a judge who knows the true history finds (slip_ceiling.py), "
        f"{hits} are found: {hits / max(1, len(seen)):.2f} ({interval})"
    )


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=("test", "dev"), default="test")
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=10.0, help="time limit for each case")
    parser.add_argument("--minutes", type=float, help="begin no further case after so many minutes")
    parser.add_argument(
        "--jobs", type=int, default=1, help="processes; more than one take neither --minutes nor --baselines-only"
    )
    parser.add_argument("--readings", type=int, default=4, help="readings worked out; fewer change no best one")
    parser.add_argument("--baselines-only", action="store_true")
    parser.add_argument("--answers", help="write every answer with its truth to this JSON Lines file")
    parser.add_argument("--progress", action="store_true")
    given = parser.parse_args()
    options = ReconcileOptions(time_limit_s=given.seconds, readings=given.readings)
    if given.jobs > 1:
        found = run_in_parallel(given.split, given.first, given.cases, given.jobs, options, progress=given.progress)
    else:
        found = run(
            given.split,
            given.first,
            given.cases,
            ours=not given.baselines_only,
            options=options,
            progress=given.progress,
            minutes=given.minutes,
        )
    print(f"{found.cases} of {given.cases} cases of the {given.split} split")
    print(table(found))
    if given.answers:
        with open(given.answers, "w", encoding="utf-8") as out:  # noqa: PTH123
            for each in found.scored:
                out.write(json.dumps(each.__dict__ | {"winkler": each.winkler}) + "\n")
    print(f"{found.seconds:.1f} s in reconcile over {found.cases} cases", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
