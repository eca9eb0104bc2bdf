"""The entry of this part of the stage: status claims, lists and judgements in, the register and its names out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from habeas.resolve.options import ResolveOptions
from habeas.resolve.persons.bounds import Published
from habeas.resolve.persons.listed import listed
from habeas.resolve.persons.register import build_register, entries_of, named_persons
from habeas.values.judgement import NAMING, WITHDRAW, Judgement
from habeas.values.person import NamedPerson
from habeas.values.register import Register
from habeas.values.roster import HeldList
from habeas.values.status_claim import StatusClaim


class People(msgspec.Struct, frozen=True, kw_only=True):
    """The register of a case, the ids of its public persons, their names for redaction, and all claims behind it.

    `claims` are those of documents and, last, those of lists.
    """

    register: Register = Register()
    public: tuple[str, ...] = ()
    persons: tuple[NamedPerson, ...] = ()
    claims: tuple[StatusClaim, ...] = ()


def people_of(
    claims: Sequence[StatusClaim],
    lists: Sequence[HeldList] = (),
    judgements: Sequence[Judgement] = (),
    published: Published | None = None,
    options: ResolveOptions | None = None,
) -> People:
    """Bring persons together over all documents and lists.

    A person is public where the latest judgement on one of their spellings says so, else not.
    """
    rows, row_claims = listed(lists)
    told = (*claims, *row_claims)
    pairs = tuple(judgement for judgement in judgements if judgement.other is not None)
    register = build_register([*entries_of(claims), *rows], told, pairs, options, published)
    public = public_ids(register, judgements)
    return People(register=register, public=public, persons=named_persons(register, public), claims=told)


def others_of(
    names: Iterable[str],
    officials: Iterable[str],
    things: Iterable[str],
    people: People,
    judgements: Sequence[Judgement],
) -> tuple[NamedPerson, ...]:
    """Return persons without a status for redaction: those left out who hold an office or are public by judgement.

    An office that one document tells holds for the same name, and for its last part alone, in all. So does what one
    shows to be a thing, a party or a town, for the whole name.
    """
    shown = _named_public(judgements)
    shown |= {name.casefold() for p in people.persons if p.public for name in (p.name, *p.spellings)}
    full = {name.casefold() for name in officials}
    shown |= full | {name.split()[-1] for name in full} | {name.casefold() for name in things}
    hidden = {name.casefold() for p in people.persons if not p.public for name in (p.name, *p.spellings)}
    return tuple(NamedPerson(name=n) for n in sorted(set(names)) if n.casefold() not in shown - hidden)


def public_ids(register: Register, judgements: Sequence[Judgement]) -> tuple[str, ...]:
    """Return the ids of the persons who may be named, by the latest judgement on any of their spellings."""
    named = _named_public(judgements)
    persons = register.persons
    return tuple(p.id for p in persons if named & {spelling.casefold() for spelling in (p.name, *p.spellings)})


def _named_public(judgements: Sequence[Judgement]) -> set[str]:
    verdicts = {j.target.casefold(): j.verdict for j in judgements if j.verdict in (*NAMING, WITHDRAW)}
    return {name for name, verdict in verdicts.items() if verdict == "public"}
