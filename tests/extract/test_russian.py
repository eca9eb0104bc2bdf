"""A second language is a lexicon and a parser: the grammar of claims stays as it is."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from habeas.extract.gate import Gate
from habeas.extract.lexicon import load
from habeas.extract.options import ExtractOptions
from habeas.extract.step import extract
from habeas.values.claim import CountClaim
from habeas.values.document import Document

pytest.importorskip("natasha", reason="the extra `ru` is not installed")

GOLD = Path(__file__).resolve().parents[2].parent / "shared" / "gold" / "ru"
_FREE = {"numbers.words", "numbers.vague", "numbers.multipliers", "numbers.rough_multipliers", "numbers.range_open"}


def claims_of(text: str, published: date | None = date(2024, 5, 6)) -> tuple[CountClaim, ...]:
    document = Document(id="d", text=text, lang="ru", published=published)
    (extraction,) = extract([document], ExtractOptions())
    assert extraction.failures == ()
    assert all(text[c.start : c.start + len(c.quote)] == c.quote for c in extraction.claims)
    return extraction.claims


@pytest.mark.parametrize(
    ("text", "low", "high", "measure"),
    [
        ("В Нордхавене полиция задержала 40 студентов.", 40, 40, "detained"),
        ("На площади были задержаны по меньшей мере 12 человек.", 12, None, "detained"),
        ("На акции задержали более 500 человек.", 501, None, "detained"),
        ("По делу арестованы семеро активистов.", 7, 7, "detained"),
        ("Суд приговорил четверых журналистов к трем годам колонии.", 4, 4, "convicted"),
        ("Власти освободили двадцать шесть заключенных.", 26, 26, "freed"),
        ("Около 300 человек были задержаны в марте 2023 года.", 300, 300, "detained"),
        ("За неделю задержаны 1 400 человек.", 1400, 1400, "detained"),
        ("Только в Велме задержали 300 человек.", 300, 300, "detained"),
        ("В списке политзаключённых 122 фамилии.", 122, 122, "held"),
        ("Среди политзаключённых 1200 верующих.", 1200, 1200, "held"),
        ("В список политзаключённых внесли ещё 17 человек.", 17, 17, "recognised"),
    ],
)
def test_counts_are_read_with_bounds_and_measure(text: str, low: int, high: int | None, measure: str) -> None:
    assert [(c.low, c.high, c.measure) for c in claims_of(text)] == [(low, high, measure)]


def test_the_entries_of_a_list_of_prisoners_are_held() -> None:
    text = (
        "Список политзаключённых насчитывает 303 человека: 25 журналистов, 211 верующих, 27 осуждённых за забастовку."
    )
    assert [(c.low, c.measure) for c in claims_of(text)] == [(303, "held"), (25, "held"), (211, "held"), (27, "held")]


def test_people_of_one_place_are_a_group_of_their_own() -> None:
    assert [c.group for c in claims_of("Только в Велме задержали 300 человек.")] == ["человек в Велме"]


@pytest.mark.parametrize(
    "text",
    [
        "Погода в Нордхавене испортилась, температура упала на 12 градусов.",
        "Ему 34 года, он сидит в тюрьме с марта 2021 года.",
        "Его приговорили к шести годам колонии.",
    ],
)
def test_numbers_that_count_no_one_are_no_claims(text: str) -> None:
    assert claims_of(text) == ()


def test_words_of_time_are_put_on_the_calendar() -> None:
    (claim,) = claims_of("18 июля 2023 года в Нордхавене были задержаны 30 человек.")
    assert (claim.when_kind, claim.start_date, claim.end_date) == ("on", date(2023, 7, 18), date(2023, 7, 18))


def test_speaker_is_the_one_the_text_names() -> None:
    (claim,) = claims_of("По данным «Открытых камер», на площади были задержаны 30 человек.")
    assert "Открытых камер" in claim.source


def test_russian_gate_stops_other_matters() -> None:
    gate = Gate("ru")
    assert gate.passes("Полиция задержала 40 студентов.")
    assert not gate.passes("Акции банка выросли на 4 процента, сообщили 12 аналитиков.")


def test_russian_lexicon_names_only_parts_that_the_grammar_knows() -> None:
    folder = files("habeas.extract") / "lexicon"
    english, russian = (tomllib.loads((folder / f"{n}.toml").read_text(encoding="utf-8")) for n in ("en", "ru"))
    assert set(_paths(russian)) <= set(_paths(english))


def test_what_the_russian_lexicon_leaves_out_is_empty() -> None:
    folder = files("habeas.extract") / "lexicon"
    english = tomllib.loads((folder / "en.toml").read_text(encoding="utf-8"))
    assert set(_paths(english)) <= set(_paths(load("ru").data))


def _paths(table: dict[str, Any], above: str = "") -> list[str]:
    out = []
    for name, value in table.items():
        path = f"{above}{name}"
        out.append(path)
        if isinstance(value, dict) and path not in _FREE and not path.startswith("time."):
            out.extend(_paths(value, f"{path}."))
    return out


@pytest.mark.skipif(not GOLD.is_dir(), reason="the shared gold sets are not at hand")
def test_core_score_on_russian_gold_is_at_least_a_half() -> None:
    documents = [json.loads(line) for line in (GOLD / "docs.jsonl").read_text(encoding="utf-8").splitlines()]
    values = [Document(id=d["id"], text=d["text"], title=d.get("title"), lang="ru") for d in documents]
    found = {e.doc: list(e.claims) for e in extract(values, ExtractOptions())}
    gold = [json.loads(line) for line in (GOLD / "claims.jsonl").read_text(encoding="utf-8").splitlines()]
    hits = 0
    for claim in gold:
        end = claim["start"] + len(claim["quote"])
        for candidate in found[claim["doc"]]:
            same = (candidate.low, candidate.high, candidate.measure) == (claim["low"], claim["high"], claim["measure"])
            if same and candidate.start < end and claim["start"] < candidate.start + len(candidate.quote):
                found[claim["doc"]].remove(candidate)
                hits += 1
                break
    predicted = hits + sum(Counter({doc: len(left) for doc, left in found.items()}).values())
    assert 2 * hits / (len(gold) + predicted) >= 0.5
