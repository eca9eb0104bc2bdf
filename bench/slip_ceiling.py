"""How many planted slips anybody could find: two judges who know more than a reader does, with the laws in use.

    python bench/slip_ceiling.py                  200 cases of the test split
    python bench/slip_ceiling.py --split dev --cases 40

A slip smaller than the scatter of honest figures cannot be told from one, nor one of days of which nobody else tells.
Both judges weigh every figure against its other readings as the reconciliation does (`posterior/verdict.py`), with
every document's true day.

- `truth` takes the true totals instead of drawn ones.
- `others` draws histories from the figures, but is told which of the others are slips and leaves these out. Its recall
  is a ceiling for a judge who has the same figures and must find out both. It is told twice: at the threshold in use,
  and at the lowest threshold at which nine in ten of its accusations are right, which is all that the aim asks.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import msgspec
import numpy as np
from numpy.typing import NDArray
from simulate.case import SimulatedCase, simulate
from simulate.draft import Told
from simulate.scoring import SlipFate, is_false, slip_score

from habeas.reconcile.lexicon import table
from habeas.reconcile.posterior.collect import Collection, Key, Placed
from habeas.reconcile.posterior.drawn import Drawn
from habeas.reconcile.posterior.evidence import Weighed, chance, evidence_of
from habeas.reconcile.posterior.fates import PRINTED, Candidate, candidates
from habeas.reconcile.posterior.figures import Figure, error_law, once_per_origin
from habeas.reconcile.posterior.sampler import Likelihood
from habeas.reconcile.posterior.verdict import judge
from habeas.reconcile.prepared.prepare import prepare
from habeas.reconcile.prepared.repairs import Twins
from habeas.values.claim import STOCKS

Array = NDArray[np.float64]
_SURE = 0.75  # how sure the judge of the truth is of an accusation
_SEED = 1


def true_total(case: SimulatedCase, told: Told, figure: Figure) -> float:
    """Return what a figure's days truly hold, by the definition its writer meant."""
    first, last = date.fromordinal(figure.start), date.fromordinal(figure.end)
    if figure.measure == "held":
        return float(case.world.stock(told.said.definition, last))
    return float(case.world.flow(figure.measure, told.said.definition, first, last))


Judged = tuple[Told, str, float]  # a claim, what it would be accused of, and how surely
_PRECISE = 0.9


def by_truth(case: SimulatedCase) -> Iterator[Judged]:
    """Yield the verdicts of a judge who knows the true history."""
    for _, every in _weighable(case):
        peers = once_per_origin(placed.figure for _, placed, _ in every)
        for told, _, options in every:
            totals = [np.array([true_total(case, told, each.figure)]) for each in options]
            verdict = judge(options, totals, peers)
            yield told, verdict.reading.alternative.kind if verdict.reading else "set aside", verdict.against


def by_others(case: SimulatedCase) -> Iterator[Judged]:
    """Yield the verdicts of a judge who knows which of the other figures are slips, and not what is true."""
    slips = {told.claim.id for told in case.told if told.said.slip is not None}
    stocks: dict[str, Drawn] = {}
    for key, every in sorted(_weighable(case), key=lambda item: item[0][0] not in STOCKS):
        figures = [f for f in once_per_origin(p.figure for _, p, _ in every) if f.claim not in slips]
        if not figures:
            continue
        extra = [c.figure for _, _, options in every for c in options if c.figure.measure == key[0]]
        drawn = Drawn(key, figures, (), _SEED, extra)
        held = stocks.get(key[1])
        for told, placed, options in every:
            known = [c for c in options if c.figure.measure == key[0] or held is not None]
            peers = [figure for figure in figures if figure.claim != told.claim.id]
            # The figure in question is among the histories it is judged by, slip or not, as it is for a reader.
            own = Drawn(key, [*peers, placed.figure], (), _SEED, extra) if told.claim.id in slips else drawn
            totals = [_drawn_totals(c, own, held, key) for c in known]
            weights = own.weights_without({told.claim.id})
            verdict = judge(known, totals, peers, weights)
            printed = np.concatenate([t for c, t in zip(known, totals, strict=True) if c.alternative.kind == PRINTED])
            wrong = Likelihood([error_law(placed.figure)]).wrong_probability(printed[:, None])
            doubt = float(wrong.mean())
            weighed = Weighed(placed.figure, verdict.scores, verdict.likeliest, known, printed, weights, peers, doubt)
            sure = chance(evidence_of(weighed))
            yield told, verdict.reading.alternative.kind if verdict.reading else "set aside", sure
        if key[0] in STOCKS:
            stocks[key[1]] = drawn


def _drawn_totals(candidate: Candidate, drawn: Drawn, held: Drawn | None, key: Key) -> Array:
    other = held is not None and candidate.figure.measure != key[0]
    return (held if other and held is not None else drawn).totals(candidate.figure)


def _weighable(case: SimulatedCase) -> Iterator[tuple[Key, list[tuple[Told, Placed, list[Candidate]]]]]:
    """Yield the figures of each series that can be weighed, with their readings, every document on its true day."""
    days = {told.claim.doc: told.published for told in case.told}
    documents = [msgspec.structs.replace(each, published=days.get(each.id, each.published)) for each in case.documents]
    prepared = prepare(case.claims, documents, (), case.settings)
    collection = Collection(prepared, {})
    by_claim, twins = {told.claim.id: told for told in case.told}, Twins(prepared.claims, prepared.case)
    for key, every in collection.placed.items():
        found = []
        for placed in every:
            told = by_claim[placed.figure.claim]
            options = candidates(placed, twins, collection)
            if options and told.said.definition != "part" and told.claim.measure in {"held", *case.world.people}:
                found.append((told, placed, options))
        yield key, found


def verdicts(case: SimulatedCase) -> list[SlipFate]:
    """Return the verdicts of the judge who knows the true history on planted slips and on what it accuses."""
    return fates(case, list(by_truth(case)), _SURE)


def fates(case: SimulatedCase, judged: Sequence[Judged], least: float) -> list[SlipFate]:
    """Return what becomes of planted slips and of all claims that are accused at least so surely."""
    accused = {told.claim.id: kind for told, kind, sure in judged if sure >= least}
    return [
        SlipFate(told.said.slip, accused.get(told.claim.id), is_false(case, told))
        for told in case.told
        if told.said.slip is not None or told.claim.id in accused
    ]


def lowest(every: Sequence[tuple[SimulatedCase, Sequence[Judged]]]) -> float:
    """Return the lowest threshold at which nine in ten accusations of a judge are right."""
    steps = [step / 100 for step in range(5, 100, 5)]
    for least in steps:
        if slip_score([fate for case, judged in every for fate in fates(case, judged, least)]).precision >= _PRECISE:
            return least
    return steps[-1]


def _table(found: Mapping[str, Sequence[SlipFate]]) -> Iterator[str]:
    some = next(iter(found.values()))
    yield f"{'kind of slip':<22}{'planted':>8}{'material':>9}" + "".join(f"{name:>13}" for name in found)
    for kind in [*sorted({each.planted for each in some if each.planted}), "all"]:
        own = {name: slip_score([e for e in every if kind in {e.planted, "all"}]) for name, every in found.items()}
        first = next(iter(own.values()))
        found_by = "".join(f"{score.found_material:>13}" for score in own.values())
        yield f"{kind:<22}{first.planted:>8}{first.material:>9}{found_by}"
    for name, every in found.items():
        total = slip_score(every)
        yield f"judge by {name}: recall {total.recall:.2f}, precision {total.precision:.2f}"


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=("test", "dev"), default="test")
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--first", type=int, default=0)
    given = parser.parse_args()
    cases = [simulate(given.split, index) for index in range(given.first, given.first + given.cases)]
    others = [(case, list(by_others(case))) for case in cases]
    accuse, least = float(table("reporting")["terms"]["accuse"]), lowest(others)
    found = {
        "truth": [fate for case in cases for fate in verdicts(case)],
        "others": [fate for case, judged in others for fate in fates(case, judged, accuse)],
        f"others {least:.2f}": [fate for case, judged in others for fate in fates(case, judged, least)],
    }
    print(f"{given.cases} cases of the {given.split} split")
    print("\n".join(_table(found)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
