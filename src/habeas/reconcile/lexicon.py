"""The stage's data files, read once: priors, source kinds, words of groups and of waves."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Final

_WORD: Final = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


@cache
def table(name: str) -> dict[str, Any]:
    """Return one data file of `habeas.reconcile.data` as a dictionary."""
    return tomllib.loads((files("habeas.reconcile") / "data" / f"{name}.toml").read_text(encoding="utf-8"))


def prior(section: str, name: str) -> float:
    """Return one number of the prior table."""
    return float(table("priors")[section][name])


def source_kind(kind: str) -> dict[str, Any]:
    """Return what is known beforehand of a kind of source; of one that is not known, what is of a person."""
    kinds = table("sources")
    found: dict[str, Any] = kinds.get(kind, kinds["person"])
    return found


def words(text: str) -> list[str]:
    """Return the words of a text, in lower case, hyphens and apostrophes kept inside."""
    return _WORD.findall(text.lower())
