"""Redaction: no name that is not public leaves the house, in any string or spelling."""

from __future__ import annotations

import importlib
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
from habeas.publish.labels import WITHHELD
from habeas.publish.options import PublishOptions
from habeas.publish.redact import Redactor, redact
from habeas.publish.step import packed, publish
from habeas.values.case import CaseSettings
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


def test_a_surname_that_is_a_common_word_is_withheld_where_it_is_a_name_only() -> None:
    text = "Two young men, both very young, left with Rose Young. Ms Young said that young YOUNG was too young."
    record = Record(documents=(Document(id="d", text=text),), persons=(NamedPerson(name="Rose Young"),))
    shown = (
        f"Two young men, both very young, left with {WITHHELD}. Ms {WITHHELD} said that young {WITHHELD} was too young."
    )
    assert redact(record, "strict").documents[0].text == shown


def test_a_surname_once_written_small_is_still_withheld() -> None:
    text = "Anna Orlova was freed. Orlova thanked them. we saw orlova there."
    record = Record(documents=(Document(id="d", text=text),), persons=(ANNA,))
    assert "orlova" not in redact(record, "strict").documents[0].text.lower()


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


def _two_speakers(profile: str) -> list[str]:
    record = _record()
    first, *_ = record.claims
    names = ("Anna Orlova", "Olga Weiss", "Anna Orlova", "Harbour Watch")
    said = [msgspec.structs.replace(first, id="", source=name) for name in names]
    persons = (NamedPerson(name="Anna Orlova"), NamedPerson(name="Olga Weiss"))
    shown = redact(msgspec.structs.replace(record, claims=tuple(said), persons=persons), profile)
    return [claim.source for claim in shown.claims]


def test_nothing_ties_the_statements_of_a_withheld_speaker_together() -> None:
    assert _two_speakers("strict") == [WITHHELD, WITHHELD, WITHHELD, "Harbour Watch"]


def test_partners_can_tell_two_speakers_apart() -> None:
    persons = ("A. O.", "O. W.", "A. O.", "Harbour Watch")
    assert _two_speakers("partner") == list(persons)


RUSSIAN = (
    "В Лесогорске освободили 30 политзаключённых, сообщил Павел Рябинин. Среди них Анна Орлова и С. П. Ветров. "
    "Рябинин ждёт новых помилований. Правозащитный центр «Маяк» насчитал 410 политзаключённых в Беларуси."
)
BURMESE = "ယနေ့ အကျဉ်းသား ၃၀ ဦး လွတ်မြောက်ခဲ့သည်။ ဒေါ်ခင်နွယ် လည်း ပါဝင်သည်။"


def _unread() -> Record:
    """Two texts in languages in which nobody looks for persons, and an English one; all written for this test."""
    english = _record()
    documents = (
        Document(
            id="ru-1", text=RUSSIAN, title="Павел Рябинин: 30 на свободе", lang="ru", licence="CC0", outlet="Маяк"
        ),
        Document(id="my-1", text=BURMESE, title="ဒေါ်ခင်နွယ်", lang="my", licence="CC0"),
    )

    def made(doc: Document, quote: str, source: str, low: int) -> CountClaim:
        start = doc.text.index(quote)
        return CountClaim(doc=doc.id, quote=quote, start=start, low=low, high=low, measure="freed", source=source)

    claims = (
        made(documents[0], "30 политзаключённых, сообщил Павел Рябинин", "Павел Рябинин", 30),
        made(documents[0], "410 политзаключённых в Беларуси", "Маяк", 410),
        made(documents[1], "အကျဉ်းသား ၃၀ ဦး လွတ်မြောက်ခဲ့သည်။ ဒေါ်ခင်နွယ်", "document", 30),
    )
    return msgspec.structs.replace(
        english,
        documents=(*english.documents, *documents),
        claims=(*english.claims, *claims),
        names_unread=("ru-1", "my-1"),
    )


@pytest.mark.parametrize("profile", ["strict", "partner"])
def test_what_may_be_a_name_in_a_text_nobody_could_search_is_withheld(profile: str) -> None:
    shown = redact(_unread(), profile)
    text = msgspec.json.encode(shown).decode()
    for name in ("Рябинин", "Орлов", "Ветров", "Лесогорск", "ဒေါ်ခင်နွယ်"):
        assert name not in text
    assert "410 политзаключённых в Беларуси" in text
    assert "Правозащитный центр «Маяк» насчитал" in text
    assert "новых помилований" in text
    russian = next(document for document in shown.documents if document.id == "ru-1")
    for claim in shown.claims:
        if claim.doc == "ru-1":
            assert russian.text[claim.start :].startswith(claim.quote)


def test_the_house_reads_every_text_as_it_is() -> None:
    assert "Павел Рябинин" in msgspec.json.encode(redact(_unread(), "internal")).decode()


def test_a_public_person_is_named_in_a_text_nobody_could_search() -> None:
    known = msgspec.structs.replace(_unread(), persons=(*PEOPLE, NamedPerson(name="Павел Рябинин", public=True)))
    assert "сообщил Павел Рябинин." in redact(known, "strict").documents[1].text


FORMATS = {"pdf": "typst", "docx": "docx", "parquet": "pyarrow"}
PIECES = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"pHYs", b"sRGB", b"gAMA", b"tRNS", b"bKGD", b"sBIT"}


def test_no_name_is_left_in_any_published_file_of_any_form(tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf", reason="reads PDF")
    formats = ("html", *(form for form, package in FORMATS.items() if find_spec(package)))
    options = PublishOptions(formats=formats)
    record = _unread()
    files = [
        (path.name, path.read_bytes())
        for path in publish(record, tmp_path / "out", options)
        if "vendor" not in path.parts
    ]
    files.append(("bundle.zip", packed(record, options)))
    forbidden = re.compile("orlova|arlova|hanna|орлов|рябинин|ветров|ဒေါ်ခင်နွယ်")
    seen = set()
    for outer, content in files:
        for name, data in _contents(outer, content):
            seen.add(name.rpartition(".")[2])
            text = data.decode("utf-8", "ignore")
            if data.startswith(b"%PDF"):
                read = pypdf.PdfReader(io.BytesIO(data))
                text += " ".join(page.extract_text() for page in read.pages) + str(read.metadata)
            if data.startswith(b"PAR1"):
                text += str(importlib.import_module("pyarrow.parquet").read_table(io.BytesIO(data)).to_pydict())
            if data.startswith(b"\x89PNG"):
                assert set(re.findall(rb"[A-Za-z]{4}", _chunk_names(data))) <= PIECES, (outer, name)
            assert not forbidden.search(text.lower()), (outer, name, forbidden.search(text.lower()))
    assert {"html", "md", "csv", "json", "jsonl", "js"} <= seen


def _chunk_names(data: bytes) -> bytes:
    """Return the names of the pieces of a PNG file: texts and metadata would stand in pieces of their own."""
    names, place = [], 8
    while place < len(data):
        size = int.from_bytes(data[place : place + 4], "big")
        names.append(data[place + 4 : place + 8])
        place += 12 + size
    return b" ".join(names)


def _shown(text: str, *names: str, settings: CaseSettings | None = None, others: tuple[str, ...] = ()) -> str:
    record = Record(
        documents=(Document(id="a", text=text, lang="en"),),
        claims=(),
        reconciliation=Reconciliation(),
        settings=settings or CaseSettings(),
        persons=tuple(NamedPerson(name=name) for name in names),
        others=tuple(NamedPerson(name=name) for name in others),
    )
    return redact(record, "strict").documents[0].text


def test_whoever_stands_in_a_list_with_names_that_are_withheld_is_withheld_too() -> None:
    text = "Anna Orlova, Vera Melnyk and Gita Fenn were among the nine. Fenn wrote a letter. Gita Fenn is 40."
    shown = _shown(text, "Anna Orlova", "Vera Melnyk")
    assert "Fenn" not in shown
    assert shown.endswith(f"wrote a letter. {WITHHELD} is 40.")


def test_a_list_with_one_name_gives_nobody_away() -> None:
    text = "They spoke of Anna Orlova, Lake Union and Hill Watch."
    assert _shown(text, "Anna Orlova") == f"They spoke of {WITHHELD}, Lake Union and Hill Watch."


def test_a_territory_and_a_source_that_the_settings_know_are_no_persons() -> None:
    text = "In Hong Kong the Penal Forum spoke of Anna Orlova."
    settings = CaseSettings(sources={"Penal Forum": "monitor"})
    shown = _shown(text, "Hong Kong", "Anna Orlova", settings=settings, others=("Penal Forum",))
    assert shown == f"In Hong Kong the Penal Forum spoke of {WITHHELD}."


def test_an_island_named_after_a_person_gives_no_person_away() -> None:
    shown = _shown("In Hong Kong they spoke of Diego Garcia.", "Diego Garcia", others=("Diego Garcia",))
    assert shown == f"In Hong Kong they spoke of {WITHHELD}."


def test_a_name_made_of_common_words_is_withheld_where_it_is_a_name_only() -> None:
    text = "Nine prisoners released on Monday, ten prisoners released on Friday. Then Prisoners Released."
    assert _shown(text, "Prisoners Released") == (
        f"Nine prisoners released on Monday, ten prisoners released on Friday. Then {WITHHELD}."
    )
