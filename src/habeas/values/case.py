"""A case's settings: what the monitors of one situation decide beforehand, written in its `case.toml`."""

from __future__ import annotations

import msgspec


class GroupRelation(msgspec.Struct, frozen=True, kw_only=True):
    """How two groups of people relate: `subset` (left within right), `same`, or `overlap`."""

    left: str
    relation: str
    right: str


class ReleaseRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What must hold before a case is published; a rule that is off asks nothing.

    `reviewed_headlines`: every claim behind a headline figure has a judgement. `explained_conflicts`: every conflict
    has an explanation. `largest_change`: the greatest change of a headline figure against the last publication, as
    a share (0.2 for 20%), that needs no judgement on a claim behind it.
    """

    reviewed_headlines: bool = False
    explained_conflicts: bool = False
    largest_change: float | None = None


class RetentionRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """For how many days since they were added documents and versions of lists are kept; null for as long as the case.

    What is kept longer is told by `habeas retention`, and erased only when that is asked to.
    """

    documents_days: int | None = None
    lists_days: int | None = None


class Database(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a case's ledger is kept if not in its folder: the address of a PostgreSQL database, and a name in it.

    An address is `postgresql://user@host/database`; passwords belong in `~/.pgpass` or PGPASSWORD.
    """

    address: str
    name: str


class CaseSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Settings of one case; every field has a default, so that a case needs no file to run.

    `sources` maps a source's name to its kind: `monitor`, `official`, `opposition`, `newsroom` or `person`.
    `aliases` maps a source's name to the one it stands for, or to itself where it must not be merged with another.
    `pinned` and `excluded` are ids of claims that a judgement took as certain or set aside.
    `database` says where the ledger is kept, null for in the folder. `retention` says how long what was added is kept.
    `release` holds what `site` and `brief` refuse to publish without.
    """

    name: str = ""
    place: str | None = None
    groups: tuple[GroupRelation, ...] = ()
    sources: dict[str, str] = {}
    aliases: dict[str, str] = {}
    pinned: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    release: ReleaseRules = ReleaseRules()
    retention: RetentionRules = RetentionRules()
    database: Database | None = None
