"""Runners of one machine: this process, or several processes beside it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context

from habeas.run.base import In, Out, Task


class LocalRunner:
    """Does everything in this process, one item after the other."""

    def map(self, task: Task[In, Out], items: Iterable[In]) -> Iterator[Out]:
        """Yield the results of `task` on `items`, in order."""
        yield from task(items)


class ProcessRunner:
    """Does stretches of the stream in `workers` processes; the task and the items must be picklable.

    At most two stretches of `stretch` items a worker are under way, so that memory stays flat on a long stream.
    """

    def __init__(self, workers: int, *, stretch: int = 64) -> None:
        """Set the number of processes and the length of a stretch; raises ValueError where either is below 1."""
        if workers < 1 or stretch < 1:
            raise ValueError("a runner needs at least one worker and stretches of at least one item")
        self.workers, self.stretch = workers, stretch

    def map(self, task: Task[In, Out], items: Iterable[In]) -> Iterator[Out]:
        """Yield the results of `task` on `items`, in order."""
        source = iter(items)
        stretches = iter(lambda: tuple(islice(source, self.stretch)), ())
        # Spawned, not forked: the parent may hold threads of a solver or of a language model.
        with ProcessPoolExecutor(self.workers, mp_context=get_context("spawn")) as pool:
            under_way: deque[Future[list[Out]]] = deque()

            def send(count: int) -> None:
                under_way.extend(pool.submit(_done, task, stretch) for stretch in islice(stretches, count))

            send(2 * self.workers)
            while under_way:
                yield from under_way.popleft().result()
                send(1)


def _done(task: Task[In, Out], stretch: tuple[In, ...]) -> list[Out]:
    return list(task(stretch))
