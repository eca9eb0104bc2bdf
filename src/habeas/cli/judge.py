"""`habeas judge`: a human verdict on a claim, a person's name, or an entry of the register."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from habeas.cli.options import by_option, case_argument, login, opened
from habeas.errors import RunError
from habeas.values.judgement import VERDICTS

if TYPE_CHECKING:
    from habeas.ledger.snapshot import Snapshot
    from habeas.values.claim import CountClaim


@click.command()
@case_argument
@click.argument("target", metavar="TARGET")
@click.argument(
    "verdict",
    type=click.Choice(VERDICTS),
)
@click.option(
    "--other", metavar="ENTRY", help="With same, different, unsure: the second of two entries of the register."
)
@click.option(
    "--set", "changes", multiple=True, metavar="FIELD=VALUE", help="With correct: the right value of a field."
)
@click.option("--reason", default="", help="Why, for those who read it later.")
@by_option
def judge(
    case: Path, target: str, verdict: str, other: str | None, changes: tuple[str, ...], reason: str, who: str | None
) -> int:
    """Record your VERDICT on a TARGET: a claim's id, a person's name, or an entry of the register.

    \b
    accept    the claim is read rightly
    correct   it is right with the fields given by --set (--set low=30 --set high=null)
    reject    the text does not say so; the claim is left out
    pin       take it as certain in the reconciliation
    exclude   keep it, but do not use it in the reconciliation
    public    the person of this name may be named in what is published
    private   the person of this name must not be named
    same      two entries of the register (`habeas register CASE --show review`) are one person
    different they are two persons
    unsure    it cannot be told
    withdraw  take back all earlier verdicts on it

    Verdicts are added, never overwritten; the latest counts.
    """  # noqa: D301 - \b is click's mark for a list
    from habeas.ledger.snapshot import snapshot
    from habeas.ledger.write import append_judgement
    from habeas.values.judgement import LINKS, NAMING, Judgement

    fields = _fields(changes)
    if (verdict == "correct") != bool(fields):
        raise click.UsageError("give --set FIELD=VALUE with the verdict `correct`, and only with it")
    with opened(case) as ledger:
        held = snapshot(ledger)
        named = verdict in NAMING or any(j.target == target for j in held.judgements if j.verdict in NAMING)
        if named:
            shown = target if _is_named(held, target) else f"{target} (nobody of this name is in {case} yet)"
        elif verdict in LINKS or other is not None:
            from habeas.cli.register import two_entries

            shown = two_entries(case, target, other)
        else:
            shown = _judged_claim(held, target, case, fields)
        judgement = Judgement(
            verdict=verdict, target=target, other=other, who=who or login(), reason=reason, changes=fields
        )
        append_judgement(ledger, judgement, datetime.now(UTC))
    click.echo(f"{verdict}: {shown}", err=True)
    return 0


def _is_named(held: Snapshot, name: str) -> bool:
    """Say whether a document or a list has a name as it is given, whatever its case."""
    sought = name.casefold()
    rows = (entry.name for one in held.lists for entry in one.roster.entries)
    return any(sought in " ".join(text.split()).casefold() for text in (*(d.text for d in held.documents), *rows))


def _fields(changes: tuple[str, ...]) -> dict[str, Any]:
    """Return FIELD=VALUE pairs with values read as JSON where they are (30, null, true), else as text."""
    fields: dict[str, Any] = {}
    for change in changes:
        field, equals, value = change.partition("=")
        if not equals:
            raise click.BadParameter(f"{change!r} is not FIELD=VALUE", param_hint="--set")
        try:
            fields[field.strip()] = json.loads(value)
        except json.JSONDecodeError:
            fields[field.strip()] = value.strip()
    return fields


def _judged_claim(held: Snapshot, id_: str, case: Path, fields: dict[str, Any]) -> str:
    """Return how a message names a claim, once the fields given fit it; raises RunError where there is none."""
    from habeas.ledger.settle import corrected, corrected_status

    status = next((claim for claim in held.status_claims if claim.id == id_), None)
    if status is not None:
        if fields:
            corrected_status(status, fields)
        return f'"{status.quote}" ({status.doc})'
    found = _claim(held, id_, case)
    if fields:
        corrected(found, fields)
    return f'"{found.quote}" ({found.doc})'


def _claim(held: Snapshot, id_: str, case: Path) -> CountClaim:
    for claim in held.claims:
        if claim.id == id_:
            return claim
    raise RunError(id_, f"no claim of this id in {case}", f"see the ids with: habeas export {case}")
