"""Learn how sure an accusation is: a logistic model of what the verdicts on figures rest on (posterior/evidence.py).

    python bench/train_verdicts.py                       380 cases of the dev split; prints the table for reporting.toml
    python bench/train_verdicts.py --cases 0-99          others of them

A claim counts as rightly accused if a slip was planted in it; claims false for another reason are left out, as in the
published precision. The table below the weights shows precision and recall by threshold, each case judged by weights
learned on the others (ten folds). No case of the test split is ever read.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from simulate.case import SimulatedCase, simulate
from simulate.scoring import is_false

from habeas.reconcile.options import ReconcileOptions
from habeas.reconcile.posterior.evidence import NAMES, SEARCH
from habeas.reconcile.step import judged

Array = NDArray[np.float64]
FOLDS = 10
CASES = (range(160), range(300, 520))  # those that the weights in use were learned on
THRESHOLDS = (0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8, 0.9)
_PULL = 10.0  # of the weights towards nought, in standardised evidence
_STEPS = 40


@dataclass(frozen=True)
class Example:
    """One figure that was weighed: what speaks for and against it, and whether a slip was planted in it."""

    case: int
    evidence: tuple[float, ...]
    planted: bool
    material: bool


def examples(number: int, case: SimulatedCase) -> tuple[list[Example], int]:
    """Return the weighed figures of a case, and how many material slips were planted in it."""
    options = ReconcileOptions(time_limit_s=None, readings=1)
    assessment, faulty = judged(case.claims, case.documents, case.cues, case.settings, options)
    told = {each.claim.id: each for each in case.told}
    rows = []
    for claim, verdict in sorted(assessment.verdicts.items()):
        each = told[claim]
        evidence = (*verdict.evidence, float(claim in faulty))
        rows.append(Example(number, evidence, each.said.slip is not None, is_false(case, each)))
    return rows, sum(each.said.slip is not None and is_false(case, each) for each in case.told)


def fitted(evidence: Array, planted: Array) -> Array:
    """Return intercept and weights of the penalised logistic model, by Newton's method on standardised evidence."""
    middle, spread = evidence.mean(axis=0), evidence.std(axis=0) + 1e-9
    rows = np.column_stack([np.ones(len(evidence)), (evidence - middle) / spread])
    pull = np.full(rows.shape[1], _PULL)
    pull[0] = 0.0
    weights = np.zeros(rows.shape[1])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-rows @ weights))
        bend = (rows * (chance * (1 - chance))[:, None]).T @ rows + np.diag(pull + 1e-9)
        weights = weights + np.linalg.solve(bend, rows.T @ (planted - chance) - pull * weights)
    slopes = weights[1:] / spread
    return np.concatenate([[weights[0] - slopes @ middle], slopes])


def chances(weights: Array, evidence: Array) -> Array:
    """Return the probability of a slip by the weights."""
    result: Array = 1 / (1 + np.exp(-(weights[0] + evidence @ weights[1:])))
    return result


def _numbers(text: str) -> range:
    """Return the numbers from the first to the last of "0-99"."""
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=_numbers, nargs="+", default=CASES, metavar="FIRST-LAST")
    given = parser.parse_args()
    rows: list[Example] = []
    material = 0
    for number in (number for numbers in given.cases for number in numbers):
        own, slips = examples(number, simulate("dev", number))
        rows, material = rows + own, material + slips
        print(f"dev{number:03d} {len(own)} figures weighed", file=sys.stderr)
    evidence = np.array([row.evidence for row in rows])
    planted = np.array([row.planted for row in rows], dtype=np.float64)
    counted = np.array([row.planted or not row.material for row in rows])
    fold = np.array([row.case % FOLDS for row in rows])
    held = np.zeros(len(rows))
    for part in range(FOLDS):
        weights = fitted(evidence[counted & (fold != part)], planted[counted & (fold != part)])
        held[fold == part] = chances(weights, evidence[fold == part])
    weights = fitted(evidence[counted], planted[counted])
    print("[accusation]")
    for name, weight in zip(("sure", *NAMES, SEARCH), weights, strict=True):
        print(f"{name} = {weight:.3f}")
    print("\nthreshold  precision  recall")
    large = planted.astype(bool) & np.array([row.material for row in rows])
    for threshold in THRESHOLDS:
        accused = held >= threshold
        right = planted[accused].sum() / max(1, (accused & counted).sum())
        print(f"{threshold:9.2f}{right:11.3f}{(accused & large).sum() / max(1, material):8.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
