"""Files to documents and documents to extractions, one after the other.

They stand apart from the rest of the order of stages, so that a command that only reads or extracts starts fast.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from habeas.extract.options import ExtractOptions
from habeas.extract.step import extract
from habeas.read.step import Tell, read
from habeas.run.base import Runner
from habeas.run.local import LocalRunner
from habeas.values.document import Document
from habeas.values.extraction import Extraction
from habeas.values.record import Failure


def each_document(
    paths: Sequence[str | Path], failed: Callable[[Failure], None], tell: Tell | None = None
) -> Iterator[Document]:
    """Yield the documents in files and folders ("-" is standard input) as they are read.

    `failed` hears of what could not be read, `tell` of what was passed over without harm, such as a text that was read
    before.
    """
    for item in read(paths, tell=tell):
        if isinstance(item, Document):
            yield item
        else:
            failed(item)


def read_documents(paths: Sequence[str | Path], tell: Tell | None = None) -> tuple[list[Document], list[Failure]]:
    """Read files and folders as `each_document` does, and return the documents and what could not be read."""
    failures: list[Failure] = []
    return list(each_document(paths, failures.append, tell)), failures


def extract_documents(
    documents: Iterable[Document], options: ExtractOptions, runner: Runner | None = None
) -> Iterator[Extraction]:
    """Extract claims and dating cues of each document, in order; `runner` says where (default: this process)."""
    return (runner or LocalRunner()).map(partial(extract, options=options), documents)
