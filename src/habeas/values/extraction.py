"""What one document yields: its claims, its dating cues, and what was left out."""

from __future__ import annotations

import msgspec

from habeas.values.claim import CountClaim
from habeas.values.document import DatingCue
from habeas.values.record import Failure
from habeas.values.status_claim import StatusClaim


class Extraction(msgspec.Struct, frozen=True, kw_only=True):
    """The result of extracting one document, in the order of the text."""

    doc: str
    claims: tuple[CountClaim, ...] = ()
    cues: tuple[DatingCue, ...] = ()
    failures: tuple[Failure, ...] = ()


class StatusExtraction(msgspec.Struct, frozen=True, kw_only=True):
    """What one document says of named persons, in the order of the text, and why it was left out where it was.

    `others` are the names of persons of whom it tells no status: kin, lawyers, witnesses. `officials` are the names of
    those of them who hold an office by what it says. `things` are names that
    it calls a place's or a body's.
    """

    doc: str
    claims: tuple[StatusClaim, ...] = ()
    others: tuple[str, ...] = ()
    officials: tuple[str, ...] = ()
    things: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()
