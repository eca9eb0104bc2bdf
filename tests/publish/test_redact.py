"""Redaction: no name that is not public leaves the house, in any string or spelling."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.publish.brief import brief
from habeas.publish.formats.pdf import typst_source
from habeas.publish.options import PublishOptions
from habeas.publish.redact import WITHHELD, Redactor, redact
from habeas.publish.step import publish
from habeas.values.claim import CountClaim
from habeas.values.document import Document
from habeas.values.history import LeftOut, Reconciliation
from habeas.values.person import NamedPerson
from habeas.values.record import Record
from habeas.values.status_claim import StatusClaim

ANNA = NamedPerson(name="Anna Orlova", spellings=("Hanna Arlova", "Анна Орлова"))
PUBLIC = NamedPerson(name="Boris Orlov", public=True)
PEOPLE = (ANNA, PUBLIC)


def _record() -> Record:
    text = "Anna Orlova's cell held nine women. Boris Orlov spoke for Orlova. Nine women were freed with ANNA ORLOVA."
    quote = "Nine women were freed with ANNA ORLOVA"
    claim = CountClaim(
        doc="anna-orlova-7",
        quote=quote,
        start=text.index(quote),
        low=9,
        high=9,
        measure="freed",
        source="kin of Orlova",
    )
    document = Document(
        id="anna-orlova-7",
        text=text,
        title="Orlova, Anna: nine women",
        url="https://x.example/hanna_arlova_freed",
        licence="CC0",
    )
    out = Reconciliation(left_out=(LeftOut(claim=claim.with_id().id, why="anna-orlova-7 speaks of Анны Орловой"),))
    return Record(documents=(document,), claims=(claim,), reconciliation=out, persons=PEOPLE)


def test_no_spelling_of_a_name_is_left_in_any_string() -> None:
    shown = msgspec.json.encode(redact(_record(), "strict")).decode().lower()
    for form in ("orlova", "arlova", "орлов", "hanna", "anna"):
        assert form not in shown
    assert "boris orlov" in shown


def test_quotes_still_stand_at_their_offsets() -> None:
    shown = redact(_record(), "strict")
    claim, document = shown.claims[0], shown.documents[0]
    assert claim.doc == document.id == "report-1"
    assert document.text[claim.start :].startswith(claim.quote)
    assert claim.quote == f"Nine women were freed with {WITHHELD}"


def test_ids_of_claims_do_not_change() -> None:
    assert redact(_record(), "strict").claims[0].id == _record().claims[0].with_id().id


def test_an_address_that_names_a_person_is_dropped() -> None:
    assert redact(_record(), "strict").documents[0].url is None


def test_partners_see_initials_and_the_house_sees_all() -> None:
    assert "A. O." in redact(_record(), "partner").documents[0].text
    assert "Anna Orlova" in redact(_record(), "internal").documents[0].text


def test_inflected_names_are_withheld_and_other_words_stand() -> None:
    redactor = Redactor(PEOPLE, "strict")
    assert redactor.mask("суд над Анной Орловой") == f"суд над {WITHHELD}"
    assert redactor.mask("Annabel and the orlop deck") == "Annabel and the orlop deck"


def test_no_published_file_holds_a_name(tmp_path: Path) -> None:
    formats = ("html", "docx") if find_spec("docx") else ("html",)
    said = StatusClaim(
        doc="anna-orlova-7", quote="Orlova", start=0, person="Anna Orlova", status="held", source="Orlova"
    )
    record = msgspec.structs.replace(_record(), status_claims=(said,))
    for path in publish(record, tmp_path / "out", PublishOptions(formats=formats)):
        if path.parent.name == "vendor":
            continue
        assert "orlova" not in path.name
        for name, data in _contents(path.name, path.read_bytes()):
            found = data.decode("utf-8", "ignore").lower()
            assert not re.search("orlova|arlova|hanna|орлов", found), (path, name)


def _contents(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Return a file, and what is packed in it: documents, archives, and archives within them."""
    yield name, data
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as pack:
            for inner in pack.namelist():
                yield from _contents(inner, pack.read(inner))


def test_what_a_pdf_is_set_from_holds_no_name() -> None:
    assert "orlova" not in typst_source(brief(redact(_record(), "strict"))).lower()


@given(st.text(alphabet="abc AnnaOrlov.-", max_size=60), st.integers(0, 60), st.integers(1, 30))
def test_every_quote_lies_in_the_redacted_text(text: str, start: int, length: int) -> None:
    quote = text[start : start + length]
    if not quote:
        return
    claim = CountClaim(doc="d-1", quote=quote, start=start, low=1, high=1, measure="freed")
    shown = redact(Record(documents=(Document(id="d-1", text=text),), claims=(claim,), persons=PEOPLE), "strict")
    moved = shown.claims[0]
    assert shown.documents[0].text[moved.start : moved.start + len(moved.quote)] == moved.quote
    assert not Redactor(PEOPLE, "strict").names(moved.quote)


@pytest.mark.parametrize("profile", ["strict", "partner", "internal"])
def test_a_record_without_persons_is_untouched(profile: str, record: Record) -> None:
    assert redact(record, profile) == record


def test_two_speakers_whose_names_are_withheld_stay_two() -> None:
    record = _record()
    first, *_ = record.claims
    names = ("Anna Orlova", "Boris Weiss", "Anna Orlova")
    said = [msgspec.structs.replace(first, id="", source=name) for name in names]
    persons = (NamedPerson(name="Anna Orlova"), NamedPerson(name="Boris Weiss"))
    shown = redact(msgspec.structs.replace(record, claims=tuple(said), persons=persons), "strict")
    assert [claim.source for claim in shown.claims] == ["[name withheld]", "[name withheld] (2)", "[name withheld]"]
