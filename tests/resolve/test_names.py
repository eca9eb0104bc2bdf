"""One score for two spellings of a name: what must be one, what must stay apart, and laws for any text."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from habeas.cli.main import cli
from habeas.resolve.names.fit import fit
from habeas.resolve.names.given import known_as
from habeas.resolve.names.parts import parse
from habeas.resolve.names.score import explain, features, score, score_pairs

SAME = [
    ("Siarhei Kavalionak", "Сергей Ковалёнок"),
    ("Siarhei Kavalionak", "Сяргей Кавалёнак"),
    ("Kavalionak S. P.", "Сергей Ковалёнок"),
    ("Mikalai Hrynevich", "Н. Гриневич"),
    ("Vasil Hrynevich", "Василий Петрович Гриневич"),
    ("Jauhien Šyła", "Yevgeny Shilo"),
    ("Tschernyschewa Jelena", "Елена Чернышёва"),
    ("Abd el-Rahman al-Khatib", "عبد الرحمن الخطيب"),
    ("Abdulrahman Khatib", "عبد الرحمن الخطيب"),
    ("Hossein Rahimi", "حسین رحیمی"),
    ("Chan Kwok-keung", "Chen Guoqiang"),
    ("陳國強", "陈国强"),
    ("U Win Htay Aung", "Win Htay Aung"),
    ("José Luis Ortega", "José Luis Ortega Peña"),
    ("Trần Văn Dũng", "Tran Van Dung"),
    ("Ayşe Yıldız", "Ayse Yildiz"),
    ("Tesfaye Bekele", "ተስፋዬ በቀለ"),
]
APART = [
    ("Oleg Morozov", "Olga Morozova"),
    ("Siarhei Kavalionak", "Pavel Kavalionak"),
    ("Сергей Иванович Громов", "Сергей Петрович Громов"),
    ("Виктор Громов", "Эдуард Викторович Громов"),
    ("Громов С. И.", "Громов П. И."),
    ("Ирина Громова", "Игорь Громов"),
    ("В. Громов", "Вера Громова"),
    ("Ahmed Darwish", "Mona Darwish"),
    ("Chen Guoqiang", "Chen Guowei"),
    ("Manuel Ortega Ruiz", "Manuel Ortega Peña"),
    ("Валерий Громов", "Валерия Громова"),
]


@pytest.mark.parametrize(("left", "right"), SAME)
def test_spellings_of_one_name_score_above_half(left: str, right: str) -> None:
    assert score(left, right) > 0.6


@pytest.mark.parametrize(("left", "right"), APART)
def test_relatives_and_namesakes_score_below_half(left: str, right: str) -> None:
    assert score(left, right) < 0.4


def test_a_surname_alone_is_no_proof_of_a_person() -> None:
    assert score("Гриневич", "Василий Гриневич") < score("В. Гриневич", "Василий Гриневич") < 1


def test_a_diminutive_is_less_sure_than_the_same_name_in_another_language() -> None:
    assert score("Aliaksandr Hrom", "Ales Hrom") < score("Aliaksandr Hrom", "Alexander Hrom")


def test_the_score_explains_itself_part_by_part() -> None:
    match = explain("Mikalai Hrynevich", "Гриневич Н. П.")
    assert {(part.left, part.right, part.how) for part in match.parts} == {
        ("Hrynevich", "Гриневич", "sounds alike"),
        ("Mikalai", "Н", "initial"),
    }
    assert match.score == score("Mikalai Hrynevich", "Гриневич Н. П.")
    against = explain("Oleg Morozov", "Olga Morozova")
    assert dict(against.terms)["sex_clash"] < 0


def test_titles_and_particles_are_not_parts_of_a_name() -> None:
    assert [part.text for part in parse("Dr. Sami al-Khatib").divisions[0].parts] == ["Sami", "Khatib"]
    assert [part.text for part in parse("U Win Htay").divisions[0].parts] == ["Win", "Htay"]


def test_a_given_name_is_known_in_any_romanisation() -> None:
    groups = [set(known_as(form).groups) for form in ("Сяргей", "Siarhiej", "Sergei", "Serhii")]
    assert set.intersection(*groups)
    assert known_as("Olga").sex == "f"
    assert not known_as("Kavalionak").groups


texts = st.text(max_size=40) | st.sampled_from([name for pair in SAME + APART for name in pair])


@given(texts, texts)
def test_any_two_texts_have_a_score_and_it_has_no_direction(left: str, right: str) -> None:
    value = score(left, right)
    assert 0 <= value <= 1
    assert value == score(right, left)
    assert explain(left, right).score == value


@given(st.sampled_from([name for pair in SAME + APART for name in pair if " " in name]))
def test_case_never_matters(name: str) -> None:
    assert score(name, name) > 0.9
    assert score(name.upper(), name) == pytest.approx(score(name, name), abs=0.2)


@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=8))
def test_pairs_scored_together_score_as_alone(pairs: list[tuple[str, str]]) -> None:
    together = score_pairs([a for a, _ in pairs], [b for _, b in pairs])
    assert together.tolist() == [score(a, b) for a, b in pairs]


def test_fitted_weights_never_count_a_clash_in_favour() -> None:
    # Labels turned upside down: a free fit would reward clashes.
    pairs = SAME + APART
    rows, pair = features([a for a, _ in pairs], [b for _, b in pairs])
    model = fit(rows, pair, np.array([0.0] * len(SAME) + [1.0] * len(APART)))
    weight = dict(zip(model.features, model.weights, strict=True))
    assert weight["sex_clash"] <= -3
    assert weight["worst"] <= 0


def test_the_command_keeps_the_columns_and_adds_a_score(tmp_path: Path) -> None:
    pairs = tmp_path / "pairs.csv"
    pairs.write_text("id,left,right\n1,Siarhei Kavalionak,Сергей Ковалёнок\n2,Oleg Morozov,Olga Morozova\n", "utf-8")
    ran = CliRunner().invoke(cli, ["names", "score", str(pairs)])
    rows = list(csv.DictReader(io.StringIO(ran.stdout)))
    assert [row["id"] for row in rows] == ["1", "2"]
    assert float(rows[0]["score"]) > 0.6
    assert float(rows[1]["score"]) < 0.4


def test_columns_may_be_parted_by_semicolons(tmp_path: Path) -> None:
    pairs = tmp_path / "pairs.csv"
    pairs.write_text("left;right\nOleg Morozov;Олег Морозов\n", "utf-8-sig")
    ran = CliRunner().invoke(cli, ["names", "score", str(pairs)])
    (row,) = csv.DictReader(io.StringIO(ran.stdout))
    assert float(row["score"]) > 0.6


def test_a_file_without_the_two_columns_is_explained(tmp_path: Path) -> None:
    pairs = tmp_path / "pairs.csv"
    pairs.write_text("a,b\nx,y\n", "utf-8")
    from habeas.cli.main import call

    assert call(["names", "score", str(pairs)]) == 2
