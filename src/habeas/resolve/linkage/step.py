"""The entry: rosters in, linked rows, pairs, diagnostics and capture patterns out."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final

import msgspec
import numpy as np

from habeas.errors import RunError
from habeas.resolve.linkage.columns import UNKNOWN, Columns, born, columns_of
from habeas.resolve.linkage.match import match
from habeas.resolve.linkage.options import LinkageOptions
from habeas.resolve.linkage.partition import FAINT, best_grouping, draw, graph_of
from habeas.resolve.linkage.report import Grouping, capture_tables, diagnostics, pair_values
from habeas.resolve.linkage.weights import weights_of
from habeas.values.judgement import Judgement
from habeas.values.linkage import Linkage, LinkRow
from habeas.values.roster import Roster, RosterEntry

NOT_KNOWN: Final = "not known"
_DEFAULTS: Final = LinkageOptions()


def link_rosters(
    rosters: Sequence[Roster], options: LinkageOptions = _DEFAULTS, judgements: Sequence[Judgement] = ()
) -> Linkage:
    """Link the rows of lists: which are one person, with what probability.

    One list alone is searched for persons it names twice. `judgements` (same, different, unsure on pairs of row ids, in
    the order of their making; of several on a pair the last counts) overrule the evidence. Neither the order of the
    lists nor that of their rows changes who is linked. Raises RunError where there is nothing to compare.
    """
    if len({roster.id for roster in rosters}) < len(rosters):
        raise RunError("linking", "two lists have the same name", "rename one of the files")
    if not any(roster.entries for roster in rosters):
        raise RunError("linking", "the lists name nobody", "give lists with at least one row each")
    duplicates = options.duplicates or len(rosters) == 1
    rosters = _in_one_order(rosters)
    columns = columns_of(rosters, options.fields)
    ids = row_ids(rosters)
    verdicts = _verdicts(judgements, ids)
    found = match(columns, duplicates=duplicates)
    near = np.flatnonzero(found.bits > FAINT)
    weights = weights_of(found.fitted, [own[near] for own in found.codes], found.kind[near])
    graph = graph_of(columns.roster, found.left[near], found.right[near], weights, verdicts, duplicates=duplicates)
    alone = {pair: weight for pair, weight in graph.weights() if weight > 0}
    first = best_grouping(graph, alone, 0.0)
    drawn = draw(graph, first, draws=options.draws, burn_in=options.burn_in, seed=options.seed)
    groups = best_grouping(graph, drawn.probability, options.link, drawn.shift)
    persons = _persons(ids, groups)
    grouping = Grouping(ids, persons, groups, drawn, verdicts)
    links, review = pair_values(found, grouping, options)
    names = tuple(roster.id for roster in rosters)
    strata = _strata(rosters, options.strata)
    return Linkage(
        lists=names,
        rows=_rows(rosters, columns, ids, persons),
        links=links,
        review=review,
        diagnostics=diagnostics(names, columns, found, grouping, options),
        strata=options.strata,
        patterns=capture_tables(names, columns.roster, strata, groups, "best"),
        plausible=tuple(
            table
            for at, plausible in enumerate(drawn.plausible)
            for table in capture_tables(names, columns.roster, strata, plausible, str(at))
        ),
    )


def _strata(rosters: Sequence[Roster], headers: Sequence[str]) -> list[str]:
    """Return the stratum of each row: its cells of the named columns; "" where all are empty."""
    rows = ([entry.cells.get(header, "") for header in headers] for roster in rosters for entry in roster.entries)
    return [" / ".join(cell.replace(" / ", "/") or NOT_KNOWN for cell in row) if any(row) else "" for row in rows]


def _in_one_order(rosters: Sequence[Roster]) -> list[Roster]:
    """Return lists by name and their rows by content: what is linked must not depend on the order of either."""

    def content(entry: RosterEntry) -> tuple[str, list[tuple[str, str]]]:
        return entry.name, sorted(entry.cells.items())

    return [
        msgspec.structs.replace(roster, entries=tuple(sorted(roster.entries, key=content)))
        for roster in sorted(rosters, key=lambda roster: roster.id)
    ]


def row_ids(rosters: Sequence[Roster]) -> list[str]:
    """Return an id for each row that depends on the list's name and the row's cells; equal rows are numbered."""
    seen: dict[str, int] = {}
    ids: list[str] = []
    for roster in rosters:
        for entry in roster.entries:
            content = "\x1f".join(
                (roster.id, entry.name, *(f"{header}\x1e{cell}" for header, cell in sorted(entry.cells.items())))
            )
            own = hashlib.sha256(content.encode()).hexdigest()[:12]
            seen[own] = seen.get(own, 0) + 1
            ids.append(own if seen[own] == 1 else f"{own}-{seen[own]}")
    return ids


def _verdicts(judgements: Sequence[Judgement], ids: Sequence[str]) -> dict[tuple[int, int], str]:
    from habeas.resolve.persons.register import effective

    if not judgements:
        return {}
    at = {one: place for place, one in enumerate(ids)}
    found = {
        (min(at[a], at[b]), max(at[a], at[b])): verdict
        for (a, b), verdict in effective(judgements).items()
        if a in at and b in at
    }
    return dict(sorted(found.items()))


def _persons(ids: Sequence[str], groups: Sequence[Sequence[int]]) -> list[str]:
    """Return the person of each row: the least id of its group."""
    persons = list(ids)
    for group in groups:
        least = min(ids[row] for row in group)
        for row in group:
            persons[row] = least
    return persons


def _rows(
    rosters: Sequence[Roster], columns: Columns, ids: Sequence[str], persons: Sequence[str]
) -> tuple[LinkRow, ...]:
    place = columns.place
    entries = (entry for roster in rosters for entry in roster.entries)
    rows = [
        LinkRow(
            id=ids[at],
            roster=rosters[int(columns.roster[at])].id,
            row=entry.row,
            person=persons[at],
            name=entry.name,
            born=born(columns.birth, at),
            place=place.values[own] if (own := int(place.row[at])) != UNKNOWN else "",
        )
        for at, entry in enumerate(entries)
    ]
    return tuple(sorted(rows, key=lambda row: (row.roster, row.row, row.id)))
