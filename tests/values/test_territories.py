"""What countries and territories are called, and what only looks like one."""

from __future__ import annotations

import pytest

from habeas.values.territories import spellings, territories


@pytest.mark.parametrize(
    ("code", "called"),
    [
        ("MM", ("Myanmar (Burma)", "Myanmar", "Burma")),
        ("HK", ("Hong Kong SAR China", "Hong Kong")),
        ("BY", ("Belarus",)),
    ],
)
def test_a_territory_goes_by_its_name_without_epithet_and_by_what_brackets_hold(
    code: str, called: tuple[str, ...]
) -> None:
    assert spellings(territories()[code]) == called


@pytest.mark.parametrize("code", ["DG", "TA", "EU", "ZZ"])
def test_islands_named_after_persons_and_groupings_are_no_countries(code: str) -> None:
    assert code not in territories()


def test_names_are_given_in_other_languages_and_of_an_unknown_one_there_are_none() -> None:
    assert territories("ru")["BY"] == "Беларусь"
    assert territories("xx-Qaax") == {}
