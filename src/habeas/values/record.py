"""The record: everything that a brief or a site may show, computed and nothing else."""

from __future__ import annotations

from datetime import date

import msgspec

from habeas.values.case import CaseSettings
from habeas.values.claim import CountClaim
from habeas.values.custody import Custody
from habeas.values.document import DatingCue, Document
from habeas.values.estimate import CaseEstimate
from habeas.values.history import Reconciliation
from habeas.values.person import NamedPerson
from habeas.values.plain import Plain
from habeas.values.register import RegisterPerson
from habeas.values.status_claim import StatusClaim


class Failure(Plain, frozen=True, kw_only=True):
    """An item that a stage could not use: which, what is wrong, and the remedy."""

    where: str
    what: str
    remedy: str = ""


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one case at one moment: the input of `publish`.

    `custody` is what the register of persons tells, `custody_shown` the same as it may be shown where only public
    persons are named: without the others, and without cells so small that they would tell of one of them.

    `as_of` is the moment shown, null for the whole ledger; "now" is never part of the output, so that the same
    input gives the same bytes. `persons` are those whom the documents name, `register` the same with what happened to
    them in the order of time, `status_claims` what is said of them;
    `others` are persons of whom no status is told and who hold no office, for redaction alone;
    `names_unread` are the ids of documents in whose language persons cannot be found yet; `reviewed` are the ids of
    claims that a judgement accepted or corrected. `estimates` are the latest of each group of people, without strata.
    """

    settings: CaseSettings = CaseSettings()
    documents: tuple[Document, ...] = ()
    claims: tuple[CountClaim, ...] = ()
    cues: tuple[DatingCue, ...] = ()
    reconciliation: Reconciliation = Reconciliation()
    failures: tuple[Failure, ...] = ()
    persons: tuple[NamedPerson, ...] = ()
    register: tuple[RegisterPerson, ...] = ()
    status_claims: tuple[StatusClaim, ...] = ()
    others: tuple[NamedPerson, ...] = ()
    names_unread: tuple[str, ...] = ()
    reviewed: tuple[str, ...] = ()
    estimates: tuple[CaseEstimate, ...] = ()
    custody: Custody = Custody()
    custody_shown: Custody = Custody()
    as_of: date | None = None
    version: str = ""
