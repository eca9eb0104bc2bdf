"""FollowTheMoney entities: valid by the package's own model, and a hint where it is missing."""

from __future__ import annotations

import json
import sys

import msgspec
import pytest

from habeas.errors import MissingExtraError
from habeas.publish.exports.ftm import entity_lines
from habeas.values.person import NamedPerson
from habeas.values.record import Record


def test_without_the_package_a_hint_names_the_extra(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "followthemoney", None)
    with pytest.raises(MissingExtraError, match=r"habeas\[ftm\]"):
        entity_lines(record)


def test_entities_are_valid_and_only_public_persons_are_among_them(record: Record) -> None:
    library = pytest.importorskip("followthemoney", reason="followthemoney needs PyICU, which must be compiled")
    persons = (NamedPerson(name="Ada Public", public=True), NamedPerson(name="Bo Hidden"))
    lines = entity_lines(msgspec.structs.replace(record, persons=persons)).splitlines()
    entities = [json.loads(line) for line in lines]
    assert [e["schema"] for e in entities] == ["Article"] * 4 + ["Event"] * 4 + ["Person"]
    assert entities[-1]["properties"]["name"] == ["Ada Public"]
    articles = {e["id"] for e in entities[:4]}
    for entity in entities:
        library.model.get_proxy(entity)
        assert set(entity["properties"].get("proof", ())) <= articles
