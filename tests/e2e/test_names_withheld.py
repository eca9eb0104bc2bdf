"""Names of people at risk do not leave the house unless a judgement lets them: from the report to every file.

Original text about an invented country and invented persons.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from habeas.cli.main import call
from habeas.pipeline.record import build_record
from habeas.values.document import Document

REPORT = """Nine prisoners freed in Ruritania
Ruritania freed nine political prisoners on 3 May 2018, the monitor Open Door said.
Among them is Greta Vantongeren, a teacher. Vantongeren was arrested in 2016 and sentenced to six years in prison.
"""


def _holding(folder: Path, name: str) -> list[str]:
    return [
        path.relative_to(folder).as_posix()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and name.lower().encode() in path.read_bytes().lower()
    ]


def test_a_name_reaches_no_file_of_a_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    assert call(["run", str(tmp_path / "report.txt"), "--out", str(tmp_path / "out")]) == 0
    assert "nine" in (tmp_path / "out" / "brief.md").read_text(encoding="utf-8")
    assert _holding(tmp_path / "out", "Vantongeren") == []
    assert "vantongeren" not in capsys.readouterr().out.lower()


def test_a_judgement_makes_a_person_public_and_its_withdrawal_private_again(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    case = str(tmp_path / "case")
    assert call(["new", case]) == 0
    assert call(["add", case, str(tmp_path / "report.txt")]) == 0
    seen = []
    for number, verdict in enumerate((None, "public", "withdraw")):
        if verdict:
            assert call(["judge", case, "Greta Vantongeren", verdict, "--by", "a tester"]) == 0
        out = tmp_path / str(number)
        assert call(["site", case, str(out)]) == 0
        seen.append(bool(_holding(out, "Greta Vantongeren")))
    assert seen == [False, True, False]


OTHERS = """Nine freed in Ruritania
Ruritania freed nine political prisoners on 3 May 2018, Interior Minister Otto Brandeis told Emil Tannhauser.
Their lawyer, Hanna Siebenthal, thanked all. "We waited for years," said Moritz Kaltenbach, the father of one.
Opposition leader Viola Rosenquist called it a beginning.
Brandeis spoke in Adelsberg.
"""


def test_kin_lawyers_and_critics_are_withheld_too_and_who_holds_an_office_is_not(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(OTHERS, encoding="utf-8")
    case, out = str(tmp_path / "case"), tmp_path / "site"
    assert call(["new", case]) == 0
    assert call(["add", case, str(tmp_path / "report.txt")]) == 0
    assert call(["judge", case, "Emil Tannhauser", "public", "--by", "a tester"]) == 0
    for folder, command in ((tmp_path / "run", ["run", str(tmp_path / "report.txt"), "--out"]), (out, ["site", case])):
        assert call([*command, str(folder)]) == 0
        for name in ("Siebenthal", "Kaltenbach", "Rosenquist"):
            assert _holding(folder, name) == [], name
        assert _holding(folder, "Otto Brandeis")
    assert _holding(out, "Emil Tannhauser")
    assert not _holding(tmp_path / "run", "Tannhauser")


PARTY = """Nine freed in Ruritania
Ruritania freed nine political prisoners on 3 May 2018, the opposition party Voz Libra said.
"""
PARTY_ALONE = """Release
Officials say nine political prisoners were freed on 3 May 2018, Moritz Kaltenbach told reporters. Voz Libra denies it.
"""


def test_a_party_that_one_report_calls_so_is_no_person_in_another() -> None:
    alone = Document(id="two", text=PARTY_ALONE, lang="en")
    called = Document(id="one", text=PARTY, lang="en")
    assert {person.name for person in build_record([alone]).others} == {"Moritz Kaltenbach", "Voz Libra"}
    assert {person.name for person in build_record([called, alone]).others} == {"Moritz Kaltenbach"}
