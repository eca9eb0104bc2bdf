"""How many planted slips anybody could find: a judge who knows the true history, with the error laws in use.

    python bench/slip_ceiling.py                  200 cases of the test split
    python bench/slip_ceiling.py --split dev --cases 40

A slip smaller than the scatter of honest figures cannot be told from one. This judge weighs every figure against its
other readings as the reconciliation does (`posterior/verdict.py`), but by the true totals instead of drawn ones and
with every document's true day: its recall is a ceiling for the recall of a judge who must infer both.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date

import numpy as np
from simulate.case import SimulatedCase, simulate
from simulate.draft import Told
from simulate.scoring import SlipFate, is_false, slip_score

from habeas.reconcile.lexicon import table
from habeas.reconcile.posterior.collect import Collection
from habeas.reconcile.posterior.fates import candidates
from habeas.reconcile.posterior.figures import Figure, once_per_origin
from habeas.reconcile.posterior.verdict import judge
from habeas.reconcile.prepare import prepare
from habeas.reconcile.repairs import Twins


def true_total(case: SimulatedCase, told: Told, figure: Figure) -> float:
    """Return what a figure's days truly hold, by the definition its writer meant."""
    first, last = date.fromordinal(figure.start), date.fromordinal(figure.end)
    if figure.measure == "held":
        return float(case.world.stock(told.said.definition, last))
    return float(case.world.flow(figure.measure, told.said.definition, first, last))


def verdicts(case: SimulatedCase) -> list[SlipFate]:
    """Return the verdicts of a judge who knows the true history, on planted slips and on what it accuses."""
    prepared = prepare(case.claims, case.documents, case.cues, case.settings)
    days = {told.claim.doc: told.published.toordinal() for told in case.told}
    collection = Collection(prepared, {doc: (days[doc],) * 3 for doc in prepared.spans})
    by_claim, twins = {told.claim.id: told for told in case.told}, Twins(prepared.claims)
    accuse = float(table("reporting")["terms"]["accuse"])
    accused: dict[str, str] = {}
    for placed_all in collection.placed.values():
        peers = once_per_origin(placed.figure for placed in placed_all)
        for placed in placed_all:
            told = by_claim[placed.figure.claim]
            options = candidates(placed, twins, collection)
            if not options or told.said.definition == "part" or told.claim.measure not in {"held", *case.world.people}:
                continue
            totals = [np.array([true_total(case, told, each.figure)]) for each in options]
            verdict = judge(options, totals, peers)
            if verdict.against >= accuse:
                accused[told.claim.id] = verdict.reading.alternative.kind if verdict.reading else "set aside"
    return [
        SlipFate(told.said.slip, accused.get(told.claim.id), is_false(case, told))
        for told in case.told
        if told.said.slip is not None or told.claim.id in accused
    ]


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=("test", "dev"), default="test")
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--first", type=int, default=0)
    given = parser.parse_args()
    found: list[SlipFate] = []
    for index in range(given.first, given.first + given.cases):
        found += verdicts(simulate(given.split, index))
    print(f"{given.cases} cases of the {given.split} split, judged by the true history")
    print(f"{'kind of slip':<22}{'planted':>8}{'material':>9}{'found':>7}")
    for kind in [*sorted({each.planted for each in found if each.planted}), "all"]:
        own = slip_score([each for each in found if kind in {each.planted, "all"}])
        print(f"{kind:<22}{own.planted:>8}{own.material:>9}{own.found_material:>7}")
    total = slip_score(found)
    print(f"ceiling: recall {total.recall:.2f}, precision {total.precision:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
