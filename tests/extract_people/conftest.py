"""Reads short original texts once a session with the real parser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from habeas.extract.people.step import status_claims
from habeas.values.document import Document
from habeas.values.status_claim import StatusClaim

Read = Callable[..., list[StatusClaim]]


@pytest.fixture(scope="session")
def read() -> Read:
    """Return a function from a text (and its date) to its status claims; every quote is checked against the text."""

    def claims(text: str, published: date | None = date(2024, 11, 20), **more: str) -> list[StatusClaim]:
        found = next(status_claims([Document(id="d", text=text, published=published, lang="en", **more)]))
        for claim in found.claims:
            assert text[claim.start : claim.start + len(claim.quote)] == claim.quote
        return list(found.claims)

    return claims
