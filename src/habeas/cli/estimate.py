"""`habeas estimate`: from capture patterns or linked lists to how many there are in all."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Final

import click
import msgspec

from habeas.cli.estimate_text import as_text
from habeas.cli.report import exit_code
from habeas.errors import RunError
from habeas.estimate.options import BACKENDS, METHODS, EstimateOptions
from habeas.estimate.parse import Tables, parse_patterns, parse_rosters
from habeas.values.estimate import Estimate

ABOVE_ZERO: Final = click.FloatRange(min=0, min_open=True)
LINKED: Final = "patterns.csv"  # what `habeas link` calls the capture patterns in its folder


@click.command()
@click.argument("paths", nargs=-1)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--method", type=click.Choice(METHODS), default="auto", show_default=True)
@click.option("--seed", type=int, default=EstimateOptions().seed, show_default=True)
@click.option(
    "--cap", type=ABOVE_ZERO, default=None, help="Most unseen for each observed; LCMCR hides 20. Default: none."
)
@click.option("--classes", type=click.IntRange(1, 100), default=10, show_default=True, help="Most latent classes.")
@click.option("--chains", type=click.IntRange(2, 64), default=4, show_default=True)
@click.option("--ess", type=click.IntRange(100), default=EstimateOptions().ess, show_default=True)
@click.option(
    "--backend", type=click.Choice(BACKENDS), default="numba", show_default=True, help="What runs the chains."
)
@click.option(
    "--max-factor",
    type=click.FloatRange(min=1),
    default=5.0,
    show_default=True,
    help="Widest interval with a headline.",
)
@click.option("--stratum", "strata", multiple=True, help="Column that splits the population; repeatable.")
@click.option("--linkage", default=None, help="Column that numbers plausible linkages; their results are pooled.")
@click.option("--leave-one-out/--no-leave-one-out", default=True, show_default=True, help="Repeat without each list.")
@click.option("--alternatives/--no-alternatives", default=True, show_default=True, help="Show other methods too.")
@click.option("--variants/--no-variants", default=True, show_default=True, help="Show other priors too.")
@click.option("--bootstrap", type=click.IntRange(0), default=1000, show_default=True, help="Resamples for stepwise.")
@click.option("--delta", type=ABOVE_ZERO, default=None, help="Weight of a cell for dga. Default: 2^-lists.")
@click.option("--case", type=click.Path(path_type=Path), default=None, help="Keep the estimate in this case.")
@click.option("--about", default="people in all", show_default=True, help="Who is counted, as pages will say it.")
@click.option("--charts", type=click.Path(file_okay=False), default=None, help="Write Vega-Lite charts to DIR.")
@click.option("--threads", type=click.IntRange(1), default=None)
def estimate(
    paths: tuple[str, ...],
    form: str,
    strata: tuple[str, ...],
    linkage: str | None,
    charts: str | None,
    case: Path | None,
    about: str,
    **settings: object,
) -> int:
    """Estimate how many there are in all, the uncounted included.

    PATHS is one CSV of capture patterns (a 0/1 column a list, last column `count`; - for standard input), the folder
    that `habeas link` wrote, or two or more CSV lists with a column `person` that links them.

    With --case the estimate is kept in a case, and its brief and site show the latest one about the same people;
    without PATHS it is made from the case's own lists, as its register brings their persons together.
    """
    from habeas.estimate.step import estimate as run
    from habeas.ledger.case import open_ledger
    from habeas.pipeline.case import keep_estimate, tables_of_case

    if case is not None:
        open_ledger(case).close()  # a case that is not there is told before the work, not after
    if not paths and case is None:
        raise click.UsageError("give capture patterns or lists, or --case to use the lists of a case")
    tables = _tables(paths, strata, linkage) if paths or case is None else tables_of_case(case)
    options = msgspec.convert(settings, EstimateOptions)
    began = time.perf_counter()
    progress = _Progress()
    try:
        found = run(tables.tables, options, progress)
    finally:
        progress.clear()
    if charts is not None:
        _write_charts(found, Path(charts))
    if case is not None:
        kept, new = keep_estimate(case, about, tables, options, found)
        click.echo(f"{'Kept in' if new else 'Already in'} {case}: estimate {kept.id}, {about}.", err=True)
    if form == "json":
        document = msgspec.to_builtins(found)
        document["caveat"] = found.caveat
        document["diagnostics"]["runtime_s"] = round(time.perf_counter() - began, 3)
        click.echo(msgspec.json.format(msgspec.json.encode(document), indent=1).decode())
    else:
        click.echo(as_text(found))
    return exit_code(tables.failures, done=1)


def _write_charts(found: Estimate, folder: Path) -> None:
    from habeas.estimate.charts import charts

    folder.mkdir(parents=True, exist_ok=True)
    for name, spec in charts(found).items():
        (folder / f"{name}.vl.json").write_bytes(msgspec.json.encode(spec))


def _tables(paths: tuple[str, ...], strata: tuple[str, ...], linkage: str | None) -> Tables:
    if len(paths) == 1 and Path(paths[0]).is_dir():
        path = str(Path(paths[0]) / LINKED)
        return parse_patterns(_text(path), path, strata=strata, linkage=linkage)._replace(source="links")
    texts = [(path, _text(path)) for path in paths]
    if len(texts) == 1:
        return parse_patterns(
            texts[0][1], "standard input" if paths[0] == "-" else paths[0], strata=strata, linkage=linkage
        )
    return parse_rosters([(Path(path).stem, text) for path, text in texts], strata=strata)


def _text(path: str) -> str:
    try:
        return sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8")
    except UnicodeDecodeError as fault:
        raise RunError(path, "is not UTF-8 text", "save it as CSV, UTF-8") from fault
    except OSError as fault:
        raise RunError(path, f"cannot be read ({fault.strerror})", "check the name; give CSV files") from fault


class _Progress:
    """One line on a terminal: what is being done, how far it is, and about how long that takes yet."""

    def __init__(self) -> None:
        self._said, self._began = "", 0.0

    def __call__(self, said: str, share: float) -> None:
        now = time.perf_counter()
        if said != self._said:
            self._said, self._began = said, now
        left = f", about {(now - self._began) * (1 / share - 1):.0f} s left" if share > 0 else ""
        self._show(f"{said}: {share:.0%}{left}")

    def clear(self) -> None:
        """Leave an empty line."""
        self._show("")

    def _show(self, text: str) -> None:
        if sys.stderr.isatty():
            click.echo(f"\r\x1b[K{text}", nl=False, err=True)
