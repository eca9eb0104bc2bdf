"""Which patterns of time a text is searched for."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from habeas.extract.grammar.temporal.time_patterns import TimePatterns
from habeas.extract.lexicon import load

CONSTRUCTIONS = Path(__file__).with_name("constructions.tsv")
RUSSIAN = (
    "12 мая 2021 года задержали троих, за последние две недели ещё пять, а в понедельник отпустили двоих.",
    "К настоящему времени, с 2020 по 2022 год, осуждены сорок человек; весной 2023 года их было вдвое меньше.",
)
ENGLISH = (
    "Detained on New Year’s Day, or by year's end, or 2021-05-03; freed over the weekend, so far none THIS YEAR.",
    "Since the coup, 20 were held; in the first half of 2020, from late May to June 3-5, two weeks ago, that same day.",
    "In the second quarter of last year, early in 2019, on Monday night, last March, during the past decade.",
    "At the end of 2019 and the end of the year; since then, since she took office, during the course of the year.",
)


def sentences(language: str) -> list[str]:
    if language == "ru":
        return list(RUSSIAN)
    with CONSTRUCTIONS.open(encoding="utf-8", newline="") as lines:
        return [cell for row in csv.reader(lines, delimiter="\t") for cell in row if " " in cell] + list(ENGLISH)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_leaving_out_patterns_whose_words_are_missing_loses_no_match(language: str) -> None:
    patterns = TimePatterns(load(language))
    told = sentences(language)
    found = [(kind, match.span()) for text in told for kind, match in patterns.matches(text)]
    every = [
        (pattern.kind, match.span())
        for text in told
        for pattern in patterns.patterns
        for match in pattern.expression.finditer(text)
    ]
    assert found == every
    assert len({kind for kind, _ in found}) >= len({pattern.kind for pattern in patterns.patterns}) / 3


def test_a_text_without_words_of_time_yields_nothing() -> None:
    assert not list(TimePatterns(load("en")).matches("Forty people are held in the old fort."))
