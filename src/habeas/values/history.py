"""What reconciliation yields: readings, occasions, stocks, dated documents, conflicts and answers.

Field names are those of the JSON that `habeas reconcile --format json` prints.
"""

from __future__ import annotations

from datetime import date

import msgspec


class Range(msgspec.Struct, frozen=True, kw_only=True):
    """A number of people: best value within low..high, meant to hold the truth at least 9 times in 10."""

    low: int | None
    best: int | None
    high: int | None


class DateRange(msgspec.Struct, frozen=True, kw_only=True):
    """A day: best value within low..high."""

    low: date | None
    best: date | None
    high: date | None


class Repair(msgspec.Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """A claim read differently from what is printed, at a price in bits, with a reader's sentence on why."""

    claim: str
    kind: str
    from_: str
    to: str
    bits: float = 0.0
    explanation: str = ""


class Occasion(msgspec.Struct, frozen=True, kw_only=True):
    """One release or arrest wave: a day and a size, with the claims that carry it."""

    measure: str
    group: str
    date: DateRange
    size: Range
    claims: tuple[str, ...] = ()
    derivation: str = ""


class Lump(msgspec.Struct, frozen=True, kw_only=True):
    """People who must have moved between two days but whom no report breaks down into occasions.

    With `open_start` no report says since when: they moved by `end`, and `start` is but the first day of the series.
    """

    measure: str
    group: str
    start: date
    end: date
    size: Range
    claims: tuple[str, ...] = ()
    derivation: str = ""
    open_start: bool = False


class Stock(msgspec.Struct, frozen=True, kw_only=True):
    """A number of people held (or missing) at a day, as the sources of one definition count them."""

    date: date
    low: int | None
    best: int | None
    high: int | None
    measure: str = "held"
    group: str = ""
    source: str = ""
    claims: tuple[str, ...] = ()
    derivation: str = ""


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """One complete explanation: which claims are repaired or rejected, and the history that follows.

    `differs` says in words what it makes otherwise than the best reading; empty for the best.
    """

    bits: float
    repairs: tuple[Repair, ...] = ()
    rejected: tuple[str, ...] = ()
    occasions: tuple[Occasion, ...] = ()
    lumps: tuple[Lump, ...] = ()
    explanation: str = ""
    differs: str = ""


class DatedDocument(msgspec.Struct, frozen=True, kw_only=True):
    """When a document was published: as printed, or the interval its cues and figures leave.

    `questioned` says why a `printed` day is doubted, empty where it is not; `published` is then where it fits.
    `bits_against` speak against that day, `bits_for` is the price of a wrong date.
    """

    id: str
    published: DateRange
    inferred: bool
    why: str
    printed: date | None = None
    questioned: str = ""
    bits_for: float = 0.0
    bits_against: float = 0.0


class Copy(msgspec.Struct, frozen=True, kw_only=True):
    """A document whose text follows an earlier one: they speak with one voice; `share` of its words stand in `of`."""

    doc: str
    of: str
    share: float | None = None


class SourceRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A source of a case: its names, its kind, and how far its figures held against those of others.

    `tested` of its figures count people whom another source counts too, or could be kept in no history; `failed` of
    them were repaired or set aside. `wrong` is the share of wrong figures learned from that, shrunk towards `usual`,
    the share of its kind. `short` is how much the truth exceeds its kept figures on average, as a share.
    """

    key: str
    name: str
    kind: str
    spellings: tuple[str, ...] = ()
    claims: int = 0
    tested: int = 0
    failed: int = 0
    wrong: float = 0.0
    usual: float = 0.0
    short: float = 0.0


class Conflict(msgspec.Struct, frozen=True, kw_only=True):
    """A minimal set of claims that cannot all hold, its cause in words, and the repairs that would mend it."""

    claims: tuple[str, ...]
    explanation: str
    repairs: tuple[Repair, ...] = ()
    cause: str = ""


class Promise(msgspec.Struct, frozen=True, kw_only=True):
    """A flow that was announced: how many, when and by whom, what has been confirmed since, and what is outstanding.

    The announcement falls due within `due_start`..`due_end`; `confirmed` is the actual flow of the group in these days.
    Of the `claims`, those in `told_by` tell of the announcement (some may print it as done), others of what followed.
    """

    measure: str
    group: str
    announced: date
    source: str
    due_start: date
    due_end: date
    size: Range
    confirmed: int
    outstanding: int
    confirmed_by: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    told_by: tuple[str, ...] = ()
    derivation: str = ""


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """A question: how many people of `measure` (and `group`, if given) within start..end."""

    measure: str
    start: date
    end: date
    group: str | None = None
    text: str = ""

    @property
    def days(self) -> tuple[int, int]:
        """The first and the last day asked for (`date.toordinal`)."""
        return self.start.toordinal(), self.end.toordinal()


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to one question, with its derivation in a reader's words and what would change it."""

    ask: str
    low: int | None
    best: int | None
    high: int | None
    claims: tuple[str, ...] = ()
    derivation: str = ""
    bits_to_next: float | None = None
    decisive_claim: str | None = None


class LeftOut(msgspec.Struct, frozen=True, kw_only=True):
    """A claim that reconciliation did not use, and why."""

    claim: str
    why: str


class GivenTotal(msgspec.Struct, frozen=True, kw_only=True):
    """A giver's total over some days: the claim that tells it, and whose it is."""

    claim: str
    source: str
    first: date
    last: date


class TwoCounts(msgspec.Struct, frozen=True, kw_only=True):
    """Two givers' totals of one flow that exclude each other: no number of people fits the error laws of both.

    They do so in `pairs` totals; those shown have the largest of them.
    """

    measure: str
    group: str
    larger: GivenTotal
    smaller: GivenTotal
    pairs: int = 1


class Reconciliation(msgspec.Struct, frozen=True, kw_only=True):
    """Everything reconciliation yields; the first reading is the best one and carries the top-level history."""

    readings: tuple[Reading, ...] = ()
    occasions: tuple[Occasion, ...] = ()
    lumps: tuple[Lump, ...] = ()
    stocks: tuple[Stock, ...] = ()
    documents: tuple[DatedDocument, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    answers: tuple[Answer, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    promises: tuple[Promise, ...] = ()
    copies: tuple[Copy, ...] = ()
    sources: tuple[SourceRecord, ...] = ()
    two_counts: tuple[TwoCounts, ...] = ()
    notes: tuple[str, ...] = ()
