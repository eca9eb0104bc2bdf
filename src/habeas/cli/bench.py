"""`habeas bench`: how long each stage takes on this machine, on the shipped example."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

import click


@click.command()
@click.option("--runs", type=click.IntRange(1, 100), default=3, show_default=True, help="Counted runs; medians shown.")
def bench(runs: int) -> int:
    """Time each stage on the shipped example and print the table, medians in seconds.

    Loading the language model is timed apart, since it is paid once. Scores against annotated texts, comparisons
    with other tools and costs at scale come from the scripts in bench/ of a checkout: docs/benchmarks.md.
    """
    first = _one_run()
    rows = [_one_run() for _ in range(runs)]
    click.echo(f"| stage | first run | median of {runs} |\n|---|---|---|")
    for stage, seconds in first.items():
        click.echo(f"| {stage} | {seconds:.3f} s | {statistics.median(row[stage] for row in rows):.3f} s |")
    return 0


def _one_run() -> dict[str, float]:
    from habeas.cli.run import example_folder
    from habeas.pipeline.documents import extract_documents, read_documents
    from habeas.pipeline.record import RunOptions, publish_record
    from habeas.reconcile.step import reconcile
    from habeas.values.case import CaseSettings
    from habeas.values.record import Record

    options, seconds, start = RunOptions(), {}, time.perf_counter()

    def lap(stage: str) -> None:
        nonlocal start
        now = time.perf_counter()
        seconds[stage], start = now - start, now

    documents, failures = read_documents([example_folder()])
    lap("read")
    extractions = tuple(extract_documents(documents, options.extract))
    lap("extract")
    claims = tuple(claim for extraction in extractions for claim in extraction.claims)
    cues = tuple(cue for extraction in extractions for cue in extraction.cues)
    history = reconcile(claims, documents, cues, CaseSettings(), (), options.reconcile)
    lap("reconcile")
    record = Record(
        documents=tuple(documents), claims=claims, cues=cues, reconciliation=history, failures=tuple(failures)
    )
    with tempfile.TemporaryDirectory() as folder:
        publish_record(record, Path(folder) / "out", options.publish)
    lap("publish")
    return seconds
