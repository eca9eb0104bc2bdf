"""Every command that the documentation shows is run here, page by page, in a folder of its own."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from habeas.cli.main import call

ROOT = Path(__file__).resolve().parents[2]
_FENCE = re.compile(r"^```console\n(?P<body>.*?)^```", re.MULTILINE | re.DOTALL)
_NOT_RUN = re.compile(r"<!-- not run: (?P<why>.+?) -->\s*\Z")


class Shown(NamedTuple):
    """One command line of a page: its words, where its output goes, and the exit code that the page promises."""

    page: str
    words: tuple[str, ...]
    output: str | None
    code: int


def pages() -> list[Path]:
    """Return the README and every page under docs/, sorted."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def commands_of(page: Path) -> list[Shown]:
    """Return the `habeas` commands in a page's console blocks, in order.

    A line starts with "$ "; a trailing backslash continues it; "# exits N" at its end promises exit code N. A block
    behind `<!-- not run: why -->` is left out.
    """
    text = page.read_text(encoding="utf-8")
    shown: list[Shown] = []
    for fence in _FENCE.finditer(text):
        if _NOT_RUN.search(text[: fence.start()]):
            continue
        body = fence["body"].replace("\\\n", " ")
        shown += [_parse(page, line.removeprefix("$ ")) for line in body.splitlines() if line.startswith("$ habeas")]
    return shown


def _parse(page: Path, line: str) -> Shown:
    promised = re.search(r"#\s*exits (\d)\s*$", line)
    words = shlex.split(line, comments=True)
    output = None
    if ">" in words:
        at = words.index(">")
        output, words = words[at + 1], words[:at]
    return Shown(page.relative_to(ROOT).as_posix(), tuple(words), output, int(promised[1]) if promised else 0)


_PAGES = [page for page in pages() if commands_of(page)]


def _run(shown: Shown, capsys: pytest.CaptureFixture[str]) -> None:
    code = call(shown.words[1:])
    printed = capsys.readouterr()
    assert code == shown.code, f"{shown.page}: {' '.join(shown.words)} exits {code}: {printed.err}"
    if shown.output:
        Path(shown.output).write_text(printed.out, encoding="utf-8")


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_the_commands_of_a_page_work_in_the_order_shown(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    for shown in commands_of(page):
        _run(shown, capsys)


def test_the_readme_shows_commands() -> None:
    assert commands_of(ROOT / "README.md")


def test_every_make_target_that_the_documentation_names_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = {
        line.split()[2]
        for page in pages()
        for line in page.read_text(encoding="utf-8").splitlines()
        if line.startswith("$ make ")
    }
    assert named
    assert [target for target in sorted(named) if f"\n{target}:" not in makefile] == []


def test_links_between_pages_lead_somewhere() -> None:
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages()
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if not target.startswith(("http:", "https:", "mailto:")) and not (page.parent / target).exists()
    ]
    assert broken == []
