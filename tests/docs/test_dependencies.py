"""Every package the project asks for is explained in docs/dependencies.md."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def _asked_for() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"].values()
    listed = [project["project"]["dependencies"], *extras, *project["dependency-groups"].values()]
    return {re.split(r"[\[<>=~! ]", name)[0].lower() for group in listed for name in group}


def _explained() -> set[str]:
    rows = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").splitlines()
    cells = (row.split("|")[1] for row in rows if row.startswith("| ") and "---" not in row)
    names = (re.split(r"[\s(<]", name.strip().strip("`"))[0] for cell in cells for name in re.split(r",| and ", cell))
    return {name.lower() for name in names}


def test_every_package_asked_for_is_explained() -> None:
    assert sorted(_asked_for() - _explained()) == []
