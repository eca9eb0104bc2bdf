"""Runs: with which settings and versions something was computed."""

from __future__ import annotations

import msgspec


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """One call of a command that added to a ledger: what was run, with which options, by which versions.

    `settings` are the options as JSON values; `versions` maps a package or model to its version.
    """

    command: str
    settings: dict[str, object] = {}
    versions: dict[str, str] = {}
