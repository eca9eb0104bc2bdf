"""`habeas remove-person` and `habeas retention`: what a case must no longer hold."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from habeas.cli.options import by_option, case_argument, login, opened

_YES = click.option("--yes", is_flag=True, help="Do not ask.")


@click.command(name="remove-person")
@case_argument
@click.argument("name")
@click.option("--reason", required=True, help="Why (on whose request); it is kept, so name no one in it.")
@by_option
@_YES
def remove_person(case: Path, name: str, reason: str, who: str | None, yes: bool) -> int:  # noqa: FBT001 - a click flag
    """Take the person of this NAME out of CASE for good, in every spelling that the register has.

    Documents that name them stay without the sentences on them, and are read again; rows of lists, claims and
    judgements that name them are emptied. The ledger still verifies. Backups, exports and published pages made before
    still hold the name: replace them.
    """
    from habeas.pipeline import removal

    with opened(case) as ledger:
        plan = removal.plan_removal(ledger, case, name)
        click.echo(f"Spellings: {', '.join(plan.spellings)}", err=True)
        click.echo(f"Documents to be kept without the person: {', '.join(plan.documents) or 'none'}", err=True)
        if plan.figures or plan.others:
            gone = [f"{plan.figures:,} figure{'' if plan.figures == 1 else 's'}"] if plan.figures else []
            gone += [f"what they tell of {', '.join(plan.others)}"] if plan.others else []
            remedy = "What must stay, add as a report of your own, without the name."
            click.echo(f"Gone with the sentences on the person: {' and '.join(gone)}. {remedy}", err=True)
        if not yes:
            click.confirm(f"Remove this person from {case}? This cannot be undone", abort=True, err=True)
        done = removal.remove_person(ledger, case, name, who or login(), reason)
    click.echo(f"Emptied {done.emptied:,} entries. Replace backups, exports and pages made before.", err=True)
    if done.doubtful:
        click.echo(
            f"note: {', '.join(done.doubtful)}: the last part of the name stands there alone, perhaps of another "
            "person; look, and use `habeas erase` where it is not",
            err=True,
        )
    if done.settings:
        click.echo(f"note: {case / 'case.toml'}: has the name; take it out with an editor", err=True)
    return 0


@click.command()
@case_argument
@click.option("--purge", is_flag=True, help="Erase what is kept beyond its time.")
@click.option("--reason", default="kept beyond its time", show_default=True, help="Why, for those who read it later.")
@by_option
@_YES
def retention(case: Path, purge: bool, reason: str, who: str | None, yes: bool) -> int:  # noqa: FBT001 - click flags
    """Tell which documents and lists CASE keeps beyond the days that its settings allow; erase them with --purge.

    The days stand in case.toml under [retention]: documents_days, lists_days. Nothing is erased unless you ask for it.
    """
    from habeas.ledger.case import load_settings
    from habeas.ledger.erase import overdue
    from habeas.ledger.erase import purge as purge_rows

    rules = load_settings(case).retention
    if rules.documents_days is None and rules.lists_days is None:
        click.echo("The settings set no time: everything is kept (case.toml, [retention]).", err=True)
        return 0
    with opened(case) as ledger:
        found = overdue(ledger, rules, datetime.now(UTC))
        for item in found:
            click.echo(f"{item.kind} {item.name}: added {item.recorded_at[:10]}")
        if found and purge:
            if not yes:
                click.confirm(f"Erase these {len(found):,} from {case}? This cannot be undone", abort=True, err=True)
            emptied = purge_rows(ledger, found, who or login(), reason)
            click.echo(f"Emptied {emptied:,} entries. Replace backups and exports made before.", err=True)
        elif not found:
            click.echo("Nothing is kept beyond its time.", err=True)
    return 0
