"""The ways in which English tells of a number of people in custody: one sentence and what it says a line.

`constructions.tsv` holds sentences made up for these tests, by construction and by vocabulary, each with the claims
that it makes: bounds and measure, and the status where it is not actual; "-" where it makes none. `ordinary.tsv` holds
news of ordinary justice, and political news told in the same words.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from habeas.extract.engine import Engine
from habeas.values.claim import CountClaim
from habeas.values.document import Document

_TABLES = [Path(__file__).with_name(name) for name in ("constructions.tsv", "ordinary.tsv")]
ROWS = [
    tuple(line.split("\t"))
    for table in _TABLES
    for line in table.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.fixture(scope="module")
def told(english: Engine) -> dict[str, list[str]]:
    """Return what is read from each sentence; all are parsed together."""
    documents = [Document(id=text, text=text, lang="en", published=date(2021, 6, 16)) for _, text in ROWS]
    return {document.id: sorted(map(_told, english.claims_of(document).claims)) for document in documents}


def _told(claim: CountClaim) -> str:
    low, high = (str(bound) if bound is not None else "" for bound in (claim.low, claim.high))
    value = low if low == high else f"{low}-{high}"
    return f"{value} {claim.measure}" + ("" if claim.status == "actual" else f" {claim.status}")


@pytest.mark.parametrize(("expected", "text"), ROWS, ids=[text[:50] for _, text in ROWS])
def test_each_construction_says_what_it_says(told: dict[str, list[str]], expected: str, text: str) -> None:
    assert "; ".join(told[text]) == ("" if expected == "-" else expected)


def test_the_table_covers_every_measure_status_and_the_lack_of_a_claim() -> None:
    said = " ".join(expected for expected, _ in ROWS).replace(";", "").split()
    measures = {"held", "freed", "detained", "convicted", "charged", "died", "recognised", "expelled", "rearrested"}
    assert measures | {"missing", "planned", "hypothetical", "denied", "-"} <= set(said)


@pytest.mark.parametrize(
    ("title", "numbers"), [("Two days of protests in Odrava", [480, 43]), ("Odrava this week", [])]
)
def test_a_title_tells_what_a_text_is_about(english: Engine, title: str, numbers: list[int]):
    text = (
        "Officers in Odrava detained 480 people over two days, and 43 more were arrested on charges that their lawyers "
        "call absurd. The duty judge heard the first of the cases late at night. The court "
        "has not said when the rest will be heard. Families waited at the gate with food and blankets. "
    )
    filler = "The court house had its roof mended last summer, and the queue at the gate is under cover now. " * 8
    document = Document(id="odrava", text=text + filler, title=title, lang="en", published=date(2021, 6, 16))
    assert [claim.low for claim in english.claims_of(document).claims] == numbers
