"""Many wordings, name traditions and statuses: original sentences about invented people, with what each tells of whom.

Places stand among them in the position of persons, and lone names in the position of places.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from habeas.values.status_claim import StatusClaim

CONTEXT = "Rights groups say dozens of political prisoners remain in jail.\n\n"
with Path(__file__).with_name("wordings.tsv").open(encoding="utf-8", newline="") as file:
    ROWS = [(row["text"], row["statuses"]) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


@pytest.mark.parametrize(("text", "statuses"), ROWS, ids=[text[:60] for text, _ in ROWS])
def test_a_sentence_tells_these_statuses_of_these_persons_and_no_others(
    read: Callable[..., list[StatusClaim]], text: str, statuses: str
) -> None:
    told = Counter(f"{claim.person.split()[-1]}:{claim.status}" for claim in read(CONTEXT + text))
    assert told == Counter(statuses.split())


@pytest.mark.parametrize(
    "text",
    [
        "Minsk, 9 May. Police detained 12 people on Friday.",
        "KABUL - Three reporters were jailed for two years, their editor said.",
        "Minsk was sanctioned and Gomel was searched after 30 prisoners were freed.",
        "Evin was stormed. Insein was searched after prisoners were released.",
        "Tehran and Baku were condemned for the arrests of journalists.",
        "Prisoners in Mandalay, Kandahar and Jaffna were released on Friday.",
    ],
)
def test_a_place_is_no_person(read: Callable[..., list[StatusClaim]], text: str) -> None:
    assert [claim.person for claim in read(text)] == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Kabul, 3 May. Samiullah was arrested in Kabul on Friday. Samiullah is 24.", {"Samiullah"}),
        ("Thura, a student, was jailed for three years in Yangon.", {"Thura"}),
        ("Police in Jakarta arrested the activist Wiranto on Monday.", {"Wiranto"}),
        ("The journalist Selvam was remanded in custody in Chennai.", {"Selvam"}),
        ("Wahyudi, Sutrisno and two other farmers were charged in Jambi.", {"Wahyudi", "Sutrisno"}),
    ],
)
def test_a_name_of_one_word_is_a_person(read: Callable[..., list[StatusClaim]], text: str, names: set[str]) -> None:
    assert {claim.person for claim in read(text)} == names


REPORT = """Zemria freed 30 political prisoners on 4 June 2030, a monitor said.
Among those released were Marta Velic, a teacher, Dorjan Hysa, a printer, and the blogger Ilko Brant.
Ilko Brant was arrested again on 15 June 2030. Brant was charged with sedition.
"""


def test_all_whom_a_list_names_were_freed_on_the_day_the_sentence_before_tells(
    read: Callable[..., list[StatusClaim]],
) -> None:
    freed = {c.person: (c.date_low, c.date_high) for c in read(REPORT, None) if c.status == "freed"}
    assert freed == dict.fromkeys(("Marta Velic", "Dorjan Hysa", "Ilko Brant"), (date(2030, 6, 4), date(2030, 6, 4)))


def test_a_surname_that_is_an_english_word_is_followed(read: Callable[..., list[StatusClaim]]) -> None:
    told = {claim.status for claim in read(REPORT, None) if claim.person == "Ilko Brant"}
    assert told == {"freed", "rearrested", "charged"}
