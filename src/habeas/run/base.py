"""The port of runners: where the work on a stream of items is done.

A task takes some items in order and yields results; what it yields for one item never depends on the others. A runner
may hand it any stretch of the stream, on any machine, and gives the results back in the order of the items: every
runner yields the same values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

In = TypeVar("In")
Out = TypeVar("Out")

Task = Callable[[Iterable[In]], Iterable[Out]]


class Runner(Protocol):
    """Does a task on a stream of items."""

    def map(self, task: Task[In, Out], items: Iterable[In]) -> Iterator[Out]:
        """Yield the results of `task` on `items`, in order; an error of the task is raised when it is reached."""
        ...
