"""One contract over every runner: the same results, in the order of the items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

import msgspec
import pytest

from habeas.extract.options import ExtractOptions
from habeas.pipeline.documents import extract_documents, read_documents
from habeas.run.base import Runner
from habeas.run.local import LocalRunner, ProcessRunner

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "belarus-2024"


def _multiplied(items: Iterable[int], *, by: int) -> Iterator[int]:
    for item in items:
        if item < 0:
            raise ValueError(f"{item} is negative")
        yield item * by


@pytest.fixture(params=[LocalRunner(), ProcessRunner(2, stretch=3)], ids=["local", "processes"])
def runner(request: pytest.FixtureRequest) -> Runner:
    return request.param


@pytest.mark.parametrize("length", [0, 1, 3, 50])
def test_results_come_in_the_order_of_the_items(runner: Runner, length: int) -> None:
    assert list(runner.map(partial(_multiplied, by=7), range(length))) == [7 * item for item in range(length)]


def test_an_error_of_the_task_reaches_the_caller(runner: Runner) -> None:
    with pytest.raises(ValueError, match="-5 is negative"):
        list(runner.map(partial(_multiplied, by=7), [1, 2, -5, 3]))


def test_an_endless_stream_is_read_only_as_far_as_needed(runner: Runner) -> None:
    read = 0

    def endless() -> Iterator[int]:
        nonlocal read
        while True:
            read += 1
            yield read

    results = runner.map(partial(_multiplied, by=2), endless())
    assert [next(results) for _ in range(4)] == [2, 4, 6, 8]
    assert read <= 20
    results.close()


def test_a_runner_of_processes_needs_a_process() -> None:
    with pytest.raises(ValueError, match="at least one"):
        ProcessRunner(0)


@pytest.mark.slow
def test_extraction_is_the_same_in_one_process_and_in_two() -> None:
    documents, _ = read_documents([EXAMPLE])
    rows = [
        msgspec.json.encode(list(extract_documents(documents, ExtractOptions(), runner)))
        for runner in (LocalRunner(), ProcessRunner(2, stretch=2))
    ]
    assert rows[0] == rows[1]
    assert b'"measure":"freed"' in rows[0]
