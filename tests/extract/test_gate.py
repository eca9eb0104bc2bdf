"""The gate must let every claim through, and little else."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.extract.gate import Gate, gate_of, lower
from habeas.extract.sentences import sentence_spans

GOLD = Path(__file__).resolve().parents[2].parent / "shared" / "gold"


@pytest.fixture(scope="module")
def gate() -> Gate:
    return Gate("en")


def carried(gate: Gate, text: str) -> list[str]:
    return [text[s.start : s.end] for s in gate.spans(text) if s.carries]


@pytest.mark.parametrize(
    "text",
    [
        "Police arrested nine students on Friday.",
        "The court in Nordhaven gave jail terms to two writers.",
        "No political prisoners are held, the minister said.",
        "Veland frees 40 activists.",
        "Twelve protesters were charged with treason.",
        "SOLDIERS CAPTURED 10 GUARDS YESTERDAY.",
        "Some 300 people are missing since the raid.",
        "The trial of nine students who sold vaccines begins.",
    ],
)
def test_sentences_with_a_number_and_custody_pass(gate: Gate, text: str) -> None:
    assert gate.passes(text)


@pytest.mark.parametrize(
    "text",
    [
        "The band released three albums in 2019 and sold 40,000 copies.",
        "Shares rose 4 percent on Friday.",
        "The free concert drew two thousand listeners.",
        "Prisons are cold in winter.",
        "He was jailed in March 2021.",
        "She was sentenced to six years in prison on 4 May 2022.",
        "They were arrested under Article 193.",
        "The clinical trial took in 340 patients and 20 nurses.",
        "A trial of the new malaria vaccine starts with 200 volunteers.",
        "Nine students wrote a press release.",
        "",
        " \n\n ",
    ],
)
def test_texts_without_a_counted_person_near_custody_stop(gate: Gate, text: str) -> None:
    assert not gate.passes(text)


def test_numbers_after_a_sentence_on_custody_pass_with_their_neighbours(gate: Gate) -> None:
    text = (
        "Rain fell. Police detained a crowd in Nordhaven. Of them, 30 were students. They sang. The sun rose. It set."
    )
    assert carried(gate, text) == ["Of them, 30 were students."]
    assert [text[s.start : s.end] for s in gate.spans(text)] == [
        "Police detained a crowd in Nordhaven.",
        "Of them, 30 were students.",
        "They sang.",
    ]


def test_numbers_far_from_custody_stop(gate: Gate) -> None:
    text = "Police arrested a man. It rained. It snowed. It froze. The mayor bought 30 trees."
    assert carried(gate, text) == []


@pytest.mark.parametrize(
    ("before", "number"),
    [
        ("Activists have been arrested in Tarn. ", "It is said to be hundreds of people."),
        ("Police arrested 12 in Tarn. ", "Some 30 students had marched."),
        ("She was jailed with others. ", "The hall holds 40."),
    ],
)
def test_a_crowd_beside_several_people_in_custody_passes(gate: Gate, before: str, number: str) -> None:
    assert number in carried(gate, before + number)


@pytest.mark.parametrize(
    ("before", "number"),
    [
        ("Police in Veland arrested a man at a petrol station. ", "The airline will hire 16,000 people."),
        ("He was sentenced to five years in prison for fraud. ", "Some 40 students won a prize."),
        ("The museum in the old prison reopened. ", "The tour took in 300 spectators."),
    ],
)
def test_a_crowd_beside_custody_of_one_or_of_nobody_stops(gate: Gate, before: str, number: str) -> None:
    assert number not in carried(gate, before + number)
    assert not gate.passes(before + number)


def test_a_number_that_points_to_others_passes_beside_custody_of_one(gate: Gate) -> None:
    text = "A blogger was arrested on Monday. Another 12 people met the same lot."
    assert carried(gate, text) == ["Another 12 people met the same lot."]


def test_without_neighbours_only_carriers_come(gate: Gate) -> None:
    text = "It rained. Police arrested nine. It snowed."
    assert all(span.carries for span in gate.spans(text, neighbours=0))


def test_a_language_without_words_has_no_gate() -> None:
    assert gate_of("xx") is None
    assert gate_of("en") is gate_of("en")


@given(st.text(max_size=200))
def test_any_text_is_survived_and_spans_are_sentences(text: str) -> None:
    known = gate_of("en")
    assert known is not None
    sentences = sentence_spans(text)
    for span in known.spans(text):
        assert sentences[span.place] == (span.start, span.end)


@given(st.text())
def test_lower_case_keeps_every_offset(text: str) -> None:
    assert len(lower(text)) == len(text)


@given(st.text(alphabet="ab .\n", max_size=80), st.text(alphabet="ab .\n", max_size=80))
def test_surroundings_never_hide_a_claim(before: str, after: str) -> None:
    known = gate_of("en")
    assert known is not None
    assert known.passes(f"{before}\n\nPolice arrested nine students.\n\n{after}")


@pytest.mark.skipif(not GOLD.is_dir(), reason="the shared gold sets are not at hand")
@pytest.mark.parametrize("name", ["en", "seeds", "news-mm", "ru", "be", "multi"])
def test_no_gold_claim_is_lost(name: str) -> None:
    claims: dict[str, list[dict[str, object]]] = defaultdict(list)
    for line in (GOLD / name / "claims.jsonl").read_text(encoding="utf-8").splitlines():
        claims[json.loads(line)["doc"]].append(json.loads(line))
    for line in (GOLD / name / "docs.jsonl").read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        known = gate_of(document["lang"])
        if known is None:
            continue
        spans = [span for span in known.spans(document["text"]) if span.carries]
        for claim in claims[document["id"]]:
            assert any(span.start <= claim["start"] < span.end for span in spans), claim["quote"]
