"""Linked lists: which rows are one person, how surely, what a human should look at, and what the overlap comes to."""

from __future__ import annotations

import msgspec

from habeas.values.estimate import CaptureTable


class LinkRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of a linked list, as the linkage saw it.

    `id` depends on the list's name and the row's cells alone, so that it outlives another order of rows; `person` is
    the cluster it was put into, alone or with others.
    """

    id: str
    roster: str
    row: int
    person: str
    name: str
    born: str = ""
    place: str = ""


class FieldWeight(msgspec.Struct, frozen=True, kw_only=True):
    """What one field says of a pair: how it agrees, and the weight of that in bits (log2 of m / u)."""

    field: str
    agreement: str
    bits: float


class LinkPair(msgspec.Struct, frozen=True, kw_only=True):
    """Two rows that may be one person.

    `bits` is the weight of the evidence alone (log2 odds, what rarity of matches costs included); `probability` also
    knows that rows compete for one another. `decided` is link, review, no link, same, different or unsure; `why` are
    the fields' weights.
    """

    left: str
    right: str
    probability: float
    bits: float
    decided: str
    why: tuple[FieldWeight, ...] = ()


class LevelShare(msgspec.Struct, frozen=True, kw_only=True):
    """One level of agreement of one field: its share among matches and among other pairs, and the weight in bits."""

    field: str
    level: str
    matches: float
    others: float
    bits: float


class LinkDiagnostics(msgspec.Struct, frozen=True, kw_only=True):
    """What to look at before a linkage is believed.

    `rows` of each list; `candidates` compared pairs and `left_out` those of blocks that were too wide; `expected_links`
    the sum of all pairs' probabilities, and with it the expected `precision` and `recall` of the accepted pairs among
    the candidates (by the model's own word); `sizes` the number of clusters of each size; `weak` clusters that hang on
    one pair below the threshold of acceptance, or that one pair's loss would part; `repeated` the rows of each list
    that seem to name a person twice; `open_rows` the rows whose links differ between plausible linkages.
    """

    rows: dict[str, int]
    candidates: int
    rules: dict[str, int]
    left_out: int
    expected_links: float
    precision: float
    recall: float
    sizes: dict[int, int]
    weak: tuple[str, ...]
    repeated: dict[str, int]
    open_rows: int
    rounds: int
    levels: tuple[LevelShare, ...]


class Linkage(msgspec.Struct, frozen=True, kw_only=True):
    """Lists linked: their rows with the person each belongs to, the pairs, and the capture patterns.

    `links` are the accepted pairs, `review` those left to a human, the surest first. `patterns` holds the capture
    table of the best linkage (`linkage` "best") and `plausible` one of each plausible linkage ("0", "1", ...), each
    divided by `strata`, the headers of the columns whose cells, joined by " / ", name a table's stratum.
    """

    lists: tuple[str, ...]
    rows: tuple[LinkRow, ...]
    links: tuple[LinkPair, ...]
    review: tuple[LinkPair, ...]
    diagnostics: LinkDiagnostics
    patterns: tuple[CaptureTable, ...]
    plausible: tuple[CaptureTable, ...] = ()
    strata: tuple[str, ...] = ()
