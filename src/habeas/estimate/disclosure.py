"""What of an estimate may leave the machine, and what ties it to its input.

Strata can be small and their names can point at people (a village, a month, a prison), so a publication gets the
total alone, with what happened in the strata told by their number.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import msgspec

from habeas.estimate.honesty import withheld
from habeas.estimate.options import EstimateOptions
from habeas.values.estimate import CaptureTable, Estimate, EstimateWarning


def input_hash(tables: Sequence[CaptureTable]) -> str:
    """Return the SHA-256 of capture tables in hex; their order does not matter."""
    texts = sorted(msgspec.json.encode(table) for table in tables)
    return hashlib.sha256(b"\n".join(texts)).hexdigest()


def settings_of(options: EstimateOptions) -> dict[str, object]:
    """Return the options that decide an estimate as JSON values; the number of threads decides nothing."""
    settings: dict[str, object] = msgspec.to_builtins(options)
    del settings["threads"]
    return settings


def without_strata(found: Estimate) -> Estimate:
    """Return an estimate in which no stratum is named: counts of strata stand where their names stood."""
    of_strata = [warning for warning in found.warnings if warning.stratum]
    told = [warning for warning in found.warnings if not warning.stratum]
    empty = {warning.stratum for warning in of_strata if warning.kind == "empty_stratum"}
    strata = max(len(found.strata), 1) + len(empty)
    for kind in dict.fromkeys(warning.kind for warning in of_strata):
        same = [warning for warning in of_strata if warning.kind == kind]
        text = f"{len({w.stratum for w in same})} of {strata} strata: {_SAID.get(kind, kind)}"
        told.append(EstimateWarning(kind=kind, text=text, grave=any(w.grave for w in same)))
    return msgspec.structs.replace(
        found, stratum="", strata=(), warnings=tuple(told), withheld=withheld(told) if found.withheld else ""
    )


_SAID = {
    "stratum_withheld": "no number can be given for them, so none is given for the whole.",
    "empty_stratum": "nobody there stands on any list; the estimate is about the others.",
    "likely_too_low": "the estimate is likely too low, because people differ in how easily they are listed.",
    "opposed_lists": "the estimate is perhaps far too low, because some lists avoid each other.",
    "few_shared": "so few people stand on more than one list that they say little about those on none.",
    "difference_untested": "too few stand on three lists to see whether people differ; if so, the number is too low.",
}
