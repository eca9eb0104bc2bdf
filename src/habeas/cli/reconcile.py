"""`habeas reconcile`: claims of a case or in a file, one explained history on stdout."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click


@click.command()
@click.argument("claims_file", metavar="CASE|CLAIMS.jsonl", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--documents",
    "documents_file",
    metavar="PATH",
    type=click.Path(path_type=Path),
    help="The documents of the claims, a file or folder: their days and texts date claims and tell copies apart.",
)
@click.option(
    "--ask",
    "asks",
    multiple=True,
    metavar='"MEASURE [GROUP] START..END"',
    help='A question: "freed 2024-06-01..2024-09-30", "freed women June 2024", "held 2024-06-01". May be repeated.',
)
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0.1),
    metavar="SECONDS",
    help="Stop after so long and give the best history found.",
)
@click.option("--readings", type=click.IntRange(1, 10), default=4, show_default=True, help="Readings shown at most.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def reconcile(
    claims_file: Path,
    documents_file: Path | None,
    asks: Sequence[str],
    time_limit: float | None,
    readings: int,
    form: str,
) -> int:
    """Explain claims that disagree by one history: occasions, totals, conflicts, and answers to questions.

    A CASE is taken with its reports, judgements and settings. CLAIMS.jsonl holds one claim a line, as `habeas extract`
    prints them ("-" is standard input).
    """
    from habeas.cli.notes import say
    from habeas.cli.questions import in_full
    from habeas.cli.report import exit_code
    from habeas.pipeline.case import reconcile_case
    from habeas.pipeline.documents import read_documents
    from habeas.pipeline.record import reconcile_claims
    from habeas.reconcile.options import ReconcileOptions
    from habeas.reconcile.step import parse_ask
    from habeas.values.case import CaseSettings
    from habeas.values.claim import CountClaim

    questions = [parse_ask(in_full(text)) for text in asks]
    options = ReconcileOptions(time_limit_s=time_limit, readings=readings)
    if claims_file.is_dir():
        if documents_file is not None:
            raise click.UsageError("a case has its own documents; leave out --documents, or name a file of claims")
        _show(reconcile_case(claims_file, questions, options), form)
        return 0
    claims, failures = _lines(claims_file, CountClaim)
    documents, more = read_documents([documents_file]) if documents_file else ([], [])
    failures += more
    floating = sum(1 for claim in claims if claim.start_date is None and claim.end_date is None)
    if floating and not documents:
        say(_without_days(claims_file, floating))
    if claims:
        _show(reconcile_claims(claims, documents, CaseSettings(), questions, options), form)
    elif not failures:
        from habeas.values.record import Failure

        failures.append(Failure(where=str(claims_file), what="holds no claims", remedy="run `habeas extract` first"))
    return exit_code(failures, done=len(claims))


def _show(found: Any, form: str) -> None:
    click.echo(_json(found) if form == "json" else "\n".join(_text(found)))


def _without_days(path: Path, floating: int) -> Any:
    from habeas.values.record import Failure

    what = f"{floating} claims have no days of their own, and the days of their reports are not in this file"
    return Failure(where=str(path), what=what, remedy="name the reports too: --documents PATH")


def _lines(path: Path, kind: type) -> tuple[list[Any], list[Any]]:
    """Return the values of a JSON Lines file and a failure for each line that is none."""
    import msgspec

    from habeas.values.record import Failure

    with click.open_file(str(path), encoding="utf-8", errors="replace") as file:
        text = file.read().removeprefix("\ufeff")
    values: list[Any] = []
    failures: list[Any] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                values.append(msgspec.json.decode(line, type=kind))
            except (msgspec.DecodeError, msgspec.ValidationError) as problem:
                remedy = "write days as YYYY-MM-DD" if "encoded date" in str(problem) else "mend the line or remove it"
                failures.append(Failure(where=f"{path}, line {number}", what=str(problem), remedy=remedy))
    return values, failures


def _json(found: Any) -> str:
    import msgspec

    return msgspec.json.format(msgspec.json.encode(found), indent=2).decode()


def _text(found: Any) -> Iterable[str]:
    yield from _history(found)
    if found.readings:
        yield f"\nReadings ({found.readings[0].bits:.1f} bits is the best)"
        for number, reading in enumerate(found.readings, start=1):
            extra = f"{reading.bits - found.readings[0].bits:+.1f} bits" if number > 1 else "best"
            yield f"  {number}. {extra}: {reading.explanation}"
    if found.conflicts:
        yield "\nConflicts"
        yield from (f"  {conflict.explanation}" for conflict in found.conflicts)
    if found.promises:
        yield "\nAnnounced"
        yield from (f"  {promise.derivation}" for promise in found.promises)
    if found.answers:
        yield "\nAnswers"
        for answer in found.answers:
            yield f"  {answer.ask} = {_range(answer.low, answer.best, answer.high)}"
            yield f"    {answer.derivation}"
    if found.left_out:
        yield "\nLeft out"
        yield from (f"  {item.claim}: {item.why}" for item in found.left_out)
    if found.notes:
        yield "\nNotes"
        yield from (f"  {note}" for note in found.notes)


def _history(found: Any) -> Iterable[str]:
    yield "Occasions"
    rows = [(o.date.low, o.date.high, o.measure, o.group, o.size, o.derivation, "") for o in found.occasions]
    rows += [(x.start, x.end, x.measure, x.group, x.size, x.derivation, ", not broken down") for x in found.lumps]
    for low, high, measure, group, size, derivation, kind in sorted(rows, key=lambda row: (row[2], row[3], row[0])):
        when = f"{low}" if low == high else f"{low}..{high}"
        yield f"  {when}  {measure} {group}: {_range(size.low, size.best, size.high)}{kind}"
        yield f"    {derivation}"
    if found.stocks:
        yield "\nStocks"
        for stock in found.stocks:
            size = _range(stock.low, stock.best, stock.high)
            yield f"  {stock.date}  {stock.measure} {stock.group}: {size}  {stock.derivation}"
    if found.documents:
        yield "\nDocuments"
        for document in found.documents:
            when = document.published
            span = f"{when.low}" if when.low == when.high else f"{when.low}..{when.high}"
            yield f"  {document.id}  {span}  {document.why}"


def _range(low: int | None, best: int | None, high: int | None) -> str:
    if best is None:
        return "unknown"
    return (
        f"{best:,}"
        if low == high == best
        else f"{best:,} ({low if low is not None else '?'}..{high if high is not None else '?'})"
    )
