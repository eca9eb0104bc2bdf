"""Engines shared by the tests of extraction: loading a parser takes longer than any test."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from habeas.extract.engine import Engine
from habeas.extract.parse.registry import parser_for
from habeas.extract.rules import RulesEngine
from habeas.values.claim import CountClaim
from habeas.values.document import Document

Read = Callable[..., tuple[CountClaim, ...]]


@pytest.fixture(scope="session")
def english() -> Engine:
    """The English engine `rules`."""
    return RulesEngine("en", parser_for("en"))


@pytest.fixture(scope="session")
def read(english: Engine) -> Read:
    """Return the claims of a text published on a Friday, or on `published`."""

    def claims(text: str, published: date | None = date(2023, 6, 16), **known: str) -> tuple[CountClaim, ...]:
        return english.claims_of(Document(id="d", text=text, lang="en", published=published, **known)).claims

    return claims
