"""What the pages for developers name is there: files, folders, targets of make."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("docs/architecture.md", "docs/contributing.md", "README.md", "docs/security.md")
_PATH = re.compile(r"`((?:src|tests|docs|scripts|bench|examples|\.ci)/[\w./-]*|[A-Z]\w+\.md|pyproject\.toml)`")
_TARGET = re.compile(r"\bmake ([a-z-]+)`")
_LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("page", PAGES)
def test_places_that_a_page_names_are_there(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    named = [ROOT / path for path in _PATH.findall(text)]
    named += [(ROOT / page).parent / link for link in _LINK.findall(text)]
    assert [str(path.relative_to(ROOT)) for path in named if not path.exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_targets_of_make_that_a_page_names_are_there(page: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(_TARGET.findall((ROOT / page).read_text(encoding="utf-8"))) - targets == set()
