"""What becomes of each claim: kept as printed, repaired, or set aside, at a price counted once per origin."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from habeas.reconcile.exact.bindings import Binder
from habeas.reconcile.exact.space import Space
from habeas.reconcile.lexicon import prior
from habeas.reconcile.prepared.statements import PINNED_BITS, Alternative, Slip, Statement

REPEAT_BITS = 1.0  # for each claim that repeats an error of its origin
REJECTED = -1  # fate of a claim that is set aside, beside the indices of its readings
SOFT: Final = frozenset({"as_printed", "near"})  # readings that leave a figure as good as it stands


@dataclass
class Fates:
    """The literals of every claim's fates: `options[i][j]` is reading j of statement i, `rejected[i]` its rejection."""

    options: list[list[Any]] = field(default_factory=list)
    rejected: list[Any] = field(default_factory=list)


def add_fates(
    model: Any,
    statements: Sequence[Statement],
    readings: Sequence[Sequence[Alternative]],
    binder: Binder,
    price: Callable[[Any, float], None],
    fixed_slips: Mapping[Slip, bool],
) -> Fates:
    """Add, for each statement, exactly one of its readings or its rejection, and their prices."""
    fates = Fates()
    repaired: dict[object, tuple[float, list[Any]]] = {}
    rejected: dict[tuple[object, ...], list[tuple[float, Any]]] = defaultdict(list)
    slips: dict[tuple[str, int], list[tuple[int, Any]]] = defaultdict(list)
    for number, (statement, own) in enumerate(zip(statements, readings, strict=True)):
        literals = [model.new_bool_var(f"{number} {alternative.kind} {alternative.to}") for alternative in own]
        reject = model.new_bool_var(f"{number} rejected")
        model.add_exactly_one([*literals, reject])
        fates.options.append(literals)
        fates.rejected.append(reject)
        if statement.reject_bits >= PINNED_BITS:
            model.add(literals[0] == 1)
        rejected[statement.origin].append((statement.reject_bits, reject))
        for place, (alternative, literal) in enumerate(zip(own, literals, strict=True)):
            binder.bind(statement, place, alternative, literal)
            if alternative.bits:
                key: object = alternative.slip or (
                    statement.claim.doc,
                    statement.origin,
                    alternative.kind,
                    alternative.to,
                )
                repaired.setdefault(key, (alternative.bits, []))[1].append(literal)
        _tie_slips(own, literals, slips)
    for mended, (bits, literals) in repaired.items():
        taken = _any(model, literals)
        price(taken, 0.0 if isinstance(mended, Slip) and fixed_slips.get(mended) else bits)
        if isinstance(mended, Slip):
            _hold(model, mended, taken, fixed_slips, slips)
    for group in rejected.values():
        price(_any(model, [literal for _, literal in group]), max(bits for bits, _ in group))
        for _, literal in group:
            price(literal, REPEAT_BITS if len(group) > 1 else 0.0)
    return fates


def _tie_slips(
    own: Sequence[Alternative], literals: Sequence[Any], slips: dict[tuple[str, int], list[tuple[int, Any]]]
) -> None:
    for alternative in own:
        if alternative.slip is not None:
            slips[alternative.slip.doc, alternative.slip.year].append((alternative.slip.delta, literals[0]))


def _hold(
    model: Any,
    slip: Slip,
    taken: Any,
    fixed: Mapping[Slip, bool],
    slips: Mapping[tuple[str, int], list[tuple[int, Any]]],
) -> None:
    """Where a document's year is a slip, none of its dates of that year stands as printed."""
    for delta, printed in slips[slip.doc, slip.year]:
        if delta == slip.delta:
            model.add_implication(taken, ~printed)
    if slip in fixed:
        model.add(taken == (1 if fixed[slip] else 0))


def _any(model: Any, literals: Sequence[Any]) -> Any:
    if len(literals) == 1:
        return literals[0]
    some = model.new_bool_var("")
    model.add_max_equality(some, literals)
    return some


def add_delays(
    space: Space,
    statements: Sequence[Statement],
    readings: Sequence[Sequence[Alternative]],
    fates: Fates,
    price: Callable[[Any, float], None],
) -> None:
    """Price the days between the latest event an undated document dates and its publication: news is of late events.

    A document that also tells of an event of its own days ("on Monday") needs no such price.
    """
    model, per_day = space.model, 1 / (math.log(2) * prior("dating", "report_delay_days"))
    for doc in sorted(space.pubs):
        own = [number for number, statement in enumerate(statements) if statement.claim.doc == doc]
        if any(statements[n].role == "on" and statements[n].window.docs for n in own):
            continue
        anchors = []
        for number in own:
            for alternative, literal in zip(readings[number], fates.options[number], strict=True):
                if alternative.window.end.doc is None and alternative.law.binds:
                    anchor = model.new_bool_var("")
                    model.add_implication(anchor, literal)
                    anchors.append((anchor, alternative.window.end.day))
        if anchors:
            none = model.new_bool_var("")
            model.add_exactly_one([none, *(anchor for anchor, _ in anchors)])
            delay = model.new_int_var(0, 2000, "")
            for anchor, day in anchors:
                model.add(delay >= space.pubs[doc] - day).only_enforce_if(anchor)
            price(delay, per_day)
            price(none, 10.0)
