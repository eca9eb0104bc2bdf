"""A case's settings: what the monitors of one situation decide beforehand, written in its `case.toml`."""

from __future__ import annotations

import msgspec


class GroupRelation(msgspec.Struct, frozen=True, kw_only=True):
    """How two groups of people relate: `subset` (left within right), `same`, or `overlap`."""

    left: str
    relation: str
    right: str


class CaseSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Settings of one case; every field has a default, so that a case needs no file to run.

    `sources` maps a source's name to its kind: `monitor`, `official`, `opposition`, `newsroom` or `person`.
    `pinned` and `excluded` are ids of claims that a judgement took as certain or set aside.
    """

    name: str = ""
    place: str | None = None
    groups: tuple[GroupRelation, ...] = ()
    sources: dict[str, str] = {}
    pinned: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
