from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from habeas.errors import RunError
from habeas.extract.engine import Engine
from habeas.extract.options import ExtractOptions
from habeas.extract.step import extract
from habeas.values.document import Document

TEXT = (
    "Police in Lavenia arrested 40 students on Monday. Of them, 12 were released on Tuesday.\n"
    "The monitor Lanterna says at least 310 political prisoners remain in jail."
)
PIECES = (
    "police",
    "arrested",
    "freed",
    "of them",
    "30",
    "at least",
    "political prisoners",
    "said",
    "on Monday",
    "and",
    ",",
    ".",
    "\n",
    "“",
    "”",
    "(",
    ")",
    "one of",
    "in jail",
    "who",
    "were",
    "no",
    "since",
    "2020",
)


def document(number: int, text: str = TEXT, lang: str | None = "en") -> Document:
    return Document(id=f"d{number}", text=text, lang=lang, published=date(2023, 6, 16), outlet="Daily Lamp")


def test_every_claim_is_found_verbatim_and_complete() -> None:
    (result,) = extract([document(0)])
    assert len(result.claims) == 3
    for claim in result.claims:
        assert TEXT[claim.start : claim.start + len(claim.quote)] == claim.quote
        assert claim.outlet_source == "Daily Lamp"
        assert claim.id
        assert claim.extractor.startswith("rules-en/")
        assert 0.0 < claim.confidence <= 1.0


def test_batches_change_neither_order_nor_results() -> None:
    documents = [document(n, TEXT * (1 + n % 3)) for n in range(7)]
    one = list(extract(documents, ExtractOptions(batch=1)))
    many = list(extract(documents, ExtractOptions(batch=5)))
    assert one == many
    assert [r.doc for r in one] == [d.id for d in documents]


def test_a_language_without_a_lexicon_is_said_and_stops_nothing() -> None:
    strange, plain = extract([document(0, lang="xx"), document(1)])
    assert strange.claims == ()
    assert "lexicon" in strange.failures[0].what
    assert len(plain.claims) == 3


def test_an_unknown_engine_is_refused_before_anything_is_read() -> None:
    with pytest.raises(RunError, match="unknown"):
        list(extract([document(0)], ExtractOptions(engine="magic")))


def test_dropping_faint_claims_keeps_indices_true() -> None:
    (full,) = extract([document(0)])
    floor = sorted(c.confidence for c in full.claims)[1]
    (part,) = extract([document(0)], ExtractOptions(min_confidence=floor))
    assert 0 < len(part.claims) < len(full.claims) + 1
    assert all(c.subset_of is None or c.subset_of < len(part.claims) for c in part.claims)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_text_is_read_and_every_quote_stands_in_it(english: Engine, words: list[str]) -> None:
    text = " ".join(words)
    found = english.claims_of(Document(id="d", text=text, lang="en"))
    for n, claim in enumerate(found.claims):
        assert text[claim.start : claim.start + len(claim.quote)] == claim.quote
        assert claim.subset_of is None or (claim.subset_of != n and 0 <= claim.subset_of < len(found.claims))
        assert claim.repeats is None or claim.repeats < n
