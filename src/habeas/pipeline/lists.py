"""Lists of persons: read, added to a case, linked with each other, compared with their earlier versions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from habeas.errors import ItemError, RunError
from habeas.ledger.case import open_ledger
from habeas.ledger.lists import append_list
from habeas.read.rosters.compare import compare
from habeas.read.rosters.options import RosterOptions
from habeas.read.rosters.step import read_roster
from habeas.resolve.linkage.options import LinkageOptions
from habeas.resolve.linkage.step import link_rosters
from habeas.values.judgement import Judgement
from habeas.values.linkage import Linkage
from habeas.values.record import Failure
from habeas.values.roster import HeldList, Roster, RosterChange


def read_list(path: Path, options: RosterOptions) -> tuple[Roster, tuple[Failure, ...], tuple[Failure, ...]]:
    """Read a list of persons; returns it with the rows and cells that could not be used, and notes for the reader.

    Raises RunError where nothing in the file can be used.
    """
    try:
        return read_roster(path, options)
    except ItemError as problem:
        raise RunError(problem.where, problem.what, problem.remedy) from problem


def add_list(
    folder: Path, path: Path, name: str, options: RosterOptions
) -> tuple[HeldList, bool, tuple[Failure, ...], tuple[Failure, ...]]:
    """Add a list of persons to a case; returns it, whether it was new, what could not be used, and notes."""
    roster, bad, notes = read_list(path, options)
    held = HeldList(name=name, roster=roster)
    ledger = open_ledger(folder)
    try:
        return held, append_list(ledger, held), bad, notes
    finally:
        ledger.close()


def link_lists(rosters: Sequence[Roster], options: LinkageOptions, judgements: Sequence[Judgement] = ()) -> Linkage:
    """Return which rows of lists are one person, with probabilities, reasons, diagnostics and capture patterns."""
    return link_rosters(rosters, options, judgements)


def compare_lists(old: Roster, new: Roster) -> tuple[RosterChange, ...]:
    """Return who was added, removed and changed between two versions of a list."""
    return compare(old, new)
