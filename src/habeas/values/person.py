"""Persons as a publication needs them: how they are written, and whether they may be named."""

from __future__ import annotations

import msgspec


class NamedPerson(msgspec.Struct, frozen=True, kw_only=True):
    """A person whom documents name: the main spelling, all others met, and whether a judgement marked them public.

    Only public persons are named under the strict profile of redaction; the spellings tell what to withhold.
    """

    name: str
    spellings: tuple[str, ...] = ()
    public: bool = False
