import io
import json
import os
import sys
from datetime import date
from pathlib import Path

import pytest

from habeas.read.options import ReadOptions
from habeas.read.step import read
from habeas.values.document import Document
from habeas.values.record import Failure

DEFAULTS = ReadOptions()
REPORT = "The government of Sarnia released {} political prisoners on Tuesday, a local monitor said.\n"


def both(*paths: str | Path, options: ReadOptions = DEFAULTS) -> tuple[list[Document], list[Failure]]:
    items = list(read(paths, options))
    return [i for i in items if isinstance(i, Document)], [i for i in items if isinstance(i, Failure)]


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_folder_is_read_downwards_in_order_without_hidden_files(tmp_path: Path) -> None:
    for number, name in enumerate(["b.txt", "a/z.txt", "a/y.md", ".git/config.txt", ".hidden.txt", "c.htm.txt"]):
        write(tmp_path / name, REPORT.format(number + 10))
    documents, failures = both(tmp_path)
    assert [d.id for d in documents] == ["y", "z", "b", "c.htm"]
    assert not failures


def test_a_document_keeps_its_text_origin_and_language_and_no_made_up_date(tmp_path: Path) -> None:
    path = write(tmp_path / "report.txt", REPORT.format(30))
    [document], _ = both(path)
    assert document.text == REPORT.format(30)
    assert (document.origin, document.lang, document.published) == (str(path), "en", None)


def test_two_files_of_one_name_keep_apart_and_the_first_keeps_the_name(tmp_path: Path) -> None:
    write(tmp_path / "a/report.txt", REPORT.format(30))
    write(tmp_path / "b/report.txt", REPORT.format(31))
    documents, _ = both(tmp_path)
    assert documents[0].id == "report"
    assert documents[1].id.startswith("report-")
    alone = both(tmp_path / "b/report.txt", tmp_path / "a/report.txt")[0]
    assert alone[0].id == "report"


def test_the_same_text_is_read_once_and_told(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", REPORT.format(30))
    write(tmp_path / "copy.txt", REPORT.format(30))
    told: list[Failure] = []
    assert [d.id for d in read([tmp_path, tmp_path], tell=told.append) if isinstance(d, Document)] == ["a"]
    assert [Path(t.where).name for t in told] == ["copy.txt"]


def test_the_same_text_from_another_publisher_is_another_document(tmp_path: Path) -> None:
    lines = [{"id": o, "text": REPORT.format(30), "outlet": o} for o in ("Lake Post", "Hill Herald")]
    path = write(tmp_path / "docs.jsonl", "\n".join(map(json.dumps, lines)))
    assert [d.outlet for d in both(path)[0]] == ["Lake Post", "Hill Herald"]


def test_json_lines_keep_their_fields_and_text_to_the_character(tmp_path: Path) -> None:
    line = {
        "id": "x-1",
        "text": "Nine were freed.\r\n  Two remain. ",
        "published": "2031-03-04T09:00:00Z",
        "outlet": "Lake Post",
        "url": None,
        "lang": "en",
        "place": "XX",
        "title": "T",
        "license": "CC0",
        "other": 1,
    }
    [document], failures = both(write(tmp_path / "docs.jsonl", json.dumps(line) + "\n\n"))
    assert not failures
    assert document.text == line["text"]
    assert (document.published, document.place, document.licence) == (date(2031, 3, 4), "XX", "CC0")


def test_json_lines_may_call_their_fields_as_feeds_and_front_matter_do(tmp_path: Path) -> None:
    feed = {
        "text": "Nine were freed.",
        "date": "2031-03-04",
        "publisher": "Lake Post",
        "headline": "Nine",
        "link": "x:y",
    }
    tree = {
        "text": "Ten were freed.",
        "publisher": {"name": "Lake Post"},
        "published": "2031-03-05",
        "date": "2031-01-01",
    }
    documents, failures = both(write(tmp_path / "docs.jsonl", f"{json.dumps(feed)}\n{json.dumps(tree)}"))
    assert not failures
    first, second = documents
    assert (first.published, first.outlet, first.title, first.url) == (date(2031, 3, 4), "Lake Post", "Nine", "x:y")
    assert (second.published, second.outlet) == (date(2031, 3, 5), None)


@pytest.mark.parametrize(
    ("name", "text", "doubt"),
    [
        ("a.txt", "---\ndate: 5 May 2031\n---\nNine were freed.", "its date '5 May 2031' is not read"),
        ("2031-13-45 nine.txt", "Nine were freed.", "no such day as 2031-13-45, with which its name begins"),
    ],
)
def test_a_date_that_cannot_be_read_is_told_and_the_text_is_read_without(
    tmp_path: Path, name: str, text: str, doubt: str
) -> None:
    told: list[Failure] = []
    [document] = read([write(tmp_path / name, text)], tell=told.append)
    assert isinstance(document, Document)
    assert document.published is None
    assert [(Path(t.where).name, t.what, t.remedy) for t in told] == [(name, doubt, "write it as YYYY-MM-DD")]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"id": "a", "text": "broken', "broken JSON"),
        ('{"text": "t", "date": "soon"}', "`date` is not a date"),
        ('["text"]', "not a JSON object"),
        ('{"id": "a"}', "no `text` field"),
        ('{"text": "  "}', "`text` is empty"),
        ('{"text": 5}', "`text` is not a string"),
        ('{"text": "t", "published": "soon"}', "`published` is not a date"),
        ('{"text": "t", "outlet": 7}', "`outlet` is not a string"),
        ('{"text": "t", "id": []}', "`id` is neither"),
        ('{"text": "a \\ud800 half"}', "broken JSON"),
        ("[" * 100_000, "broken JSON"),
    ],
)
def test_a_bad_line_is_named_by_file_and_number_and_the_rest_is_read(tmp_path: Path, line: str, words: str) -> None:
    good = json.dumps({"text": REPORT.format(4)})
    path = write(tmp_path / "docs.jsonl", f"{good}\n{line}\n{good.replace('4', '5')}\n")
    documents, [failure] = both(path)
    assert [d.id for d in documents] == ["docs-1", "docs-3"]
    assert failure.where == f"{path}:2"
    assert words in failure.what
    assert failure.remedy
    assert len(failure.what) < 200


def test_a_file_of_claims_is_told_once_and_clearly(tmp_path: Path) -> None:
    claim = json.dumps({"doc": "a", "quote": "30 prisoners", "start": 4, "measure": "freed"})
    _, [failure] = both(write(tmp_path / "claims.jsonl", f"{claim}\n" * 50))
    assert failure.where.endswith("claims.jsonl")
    assert "claims, not documents" in failure.what
    assert "habeas reconcile" in failure.remedy


def test_a_thousand_bad_lines_are_summed_up(tmp_path: Path) -> None:
    path = write(tmp_path / "docs.jsonl", "nonsense\n" * 1000 + json.dumps({"text": REPORT.format(3)}))
    documents, failures = both(path)
    assert len(documents) == 1
    assert len(failures) == 21
    assert "980 more lines" in failures[-1].what


def test_a_line_or_file_beyond_the_limit_is_refused_without_being_kept(tmp_path: Path) -> None:
    options = ReadOptions(max_bytes=1000)
    lines = [json.dumps({"text": "x" * 5000}), json.dumps({"text": REPORT.format(8)})]
    documents, [failure] = both(write(tmp_path / "d.jsonl", "\n".join(lines)), options=options)
    assert [d.id for d in documents] == ["d-2"]
    assert "too large" in failure.what
    _, [failure] = both(write(tmp_path / "d.txt", "x" * 5000), options=options)
    assert "too large" in failure.what
    assert "split" in failure.remedy


def test_a_huge_sparse_file_is_refused_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as stream:
        stream.truncate(200_000_000)
    _, [failure] = both(path)
    assert "200 MB, the limit is 10 MB" in failure.what


def test_a_json_array_and_a_single_object_are_read(tmp_path: Path) -> None:
    many = write(
        tmp_path / "many.json", json.dumps([{"text": REPORT.format(1)}, {"text": ""}, {"text": REPORT.format(2)}])
    )
    one = write(tmp_path / "one.json", json.dumps({"text": REPORT.format(3)}))
    documents, [failure] = both(many, one)
    assert [d.id for d in documents] == ["many-1", "many-3", "one"]
    assert failure.where.endswith("item 2")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.txt", b"", "the file is empty"),
        ("empty.jsonl", b"", "the file is empty"),
        ("empty.json", b"[]", "holds no documents"),
        ("broken.json", b"{", "broken JSON"),
        ("binary.txt", b"\x7fELF\x00\x01", "binary"),
        ("bad.txt", b"30 were \xff\xfe freed", "not valid UTF-8"),
        ("menu.html", b"<html><body><a href=x>Home</a></body></html>", "no article"),
        ("utf16.jsonl", '{"text": "x"}'.encode("utf-16"), "not in UTF-8"),
        ("list.csv", b"name,date\n", "a table, not a report"),
    ],
)
def test_each_bad_file_is_one_failure_beside_a_good_document(
    tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    bad, good = write(tmp_path / name, content), write(tmp_path / "good.txt", REPORT.format(6))
    [document], [failure] = both(bad, good)
    assert document.id == "good"
    assert failure.where.startswith(str(bad))
    assert words in failure.what
    assert failure.remedy


def test_a_table_or_an_unknown_kind_within_a_folder(tmp_path: Path) -> None:
    write(tmp_path / "list.csv", "name\nA\n")
    write(tmp_path / "script.py", "print(1)\n")
    write(tmp_path / "good.txt", REPORT.format(6))
    documents, [failure] = both(tmp_path)
    assert [d.id for d in documents] == ["good"]
    assert "not of a kind that is read" in failure.what


def test_a_named_file_without_a_known_ending_is_read_by_its_content(tmp_path: Path) -> None:
    text = write(tmp_path / "report", REPORT.format(6))
    page = write(
        tmp_path / "page.php",
        f"<!DOCTYPE html><html><article><p>{REPORT.format(9)}</p><p>{REPORT.format(8)}</p></article></html>",
    )
    documents, failures = both(text, page)
    assert not failures
    assert [d.id for d in documents] == ["report", "page"]
    assert "<p>" not in documents[1].text


def test_paths_that_lead_nowhere_are_failures(tmp_path: Path) -> None:
    (tmp_path / "broken.txt").symlink_to(tmp_path / "gone.txt")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    empty = tmp_path / ".empty"
    empty.mkdir()
    _, failures = both(tmp_path, tmp_path / "missing.txt", "bad\0path", empty)
    assert [f.what for f in failures] == [
        "a link to a file that is not there",
        "a link that leads back to itself",
        "not a regular file",
        "not found",
        "not a path",
        "holds no files",
    ]
    assert all(f.remedy for f in failures)


def test_a_folder_linked_into_itself_is_walked_once(tmp_path: Path) -> None:
    write(tmp_path / "in/report.txt", REPORT.format(6))
    (tmp_path / "in/again").symlink_to(tmp_path)
    documents, failures = both(tmp_path)
    assert [d.id for d in documents] == ["report"]
    assert not failures


def test_what_the_system_refuses_is_told_and_the_rest_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed, shut = write(tmp_path / "closed.txt", REPORT.format(6)), tmp_path / "shut"
    write(shut / "report.txt", REPORT.format(7))
    write(tmp_path / "good.txt", REPORT.format(8))
    real_open, real_scandir = Path.open, os.scandir

    def refuse_open(self: Path, *args: object, **kwargs: object) -> object:
        if self == closed:
            raise PermissionError(13, "Permission denied", str(self))
        return real_open(self, *args, **kwargs)  # type: ignore[arg-type]

    def refuse_scandir(path: Path) -> object:
        if path == shut:
            raise PermissionError(13, "Permission denied", str(path))
        return real_scandir(path)

    monkeypatch.setattr(Path, "open", refuse_open)
    monkeypatch.setattr(os, "scandir", refuse_scandir)
    documents, failures = both(tmp_path)
    assert [d.id for d in documents] == ["good"]
    assert {(Path(f.where).name, f.what) for f in failures} == {
        ("closed.txt", "not readable"),
        ("shut", "not readable"),
    }


@pytest.mark.parametrize(
    ("data", "ids"),
    [
        (REPORT.format(30).encode(), ["stdin"]),
        (b"".join(json.dumps({"text": REPORT.format(n)}).encode() + b"\n" for n in (1, 2)), ["stdin-1", "stdin-2"]),
        (json.dumps([{"id": "x", "text": REPORT.format(3)}]).encode(), ["x"]),
    ],
)
def test_standard_input_is_read_by_its_content(data: bytes, ids: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    documents, failures = both("-")
    assert not failures
    assert [d.id for d in documents] == ids
    assert not sys.stdin.buffer.closed


def test_options_fill_the_place_and_language_that_documents_leave_open(tmp_path: Path) -> None:
    path = write(tmp_path / "d.jsonl", '{"text": "Nine freed", "place": "XX"}\n{"text": "Ten freed"}')
    documents, _ = both(path, options=ReadOptions(place="YY", lang="en"))
    assert [(d.place, d.lang) for d in documents] == [("XX", "en"), ("YY", "en")]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Liberan a treinta presos políticos en la capital", "es"),
        ("Сегодня освободили восемнадцать политзаключённых", "ru"),
        ("Сьогодні звільнили вісімнадцять політв'язнів", "uk"),
        ("Сёння вызвалілі васямнаццаць палітвязняў", "be"),
        ("37.", None),
    ],
)
def test_the_language_is_told_from_the_text(tmp_path: Path, text: str, lang: str | None) -> None:
    [document], _ = both(write(tmp_path / "a.txt", text))
    assert document.lang == lang


def test_the_same_files_give_the_same_documents(tmp_path: Path) -> None:
    for number in range(5):
        write(tmp_path / f"{number % 2}/r.txt" if number < 2 else tmp_path / f"{number}.txt", REPORT.format(number))
    assert list(read([tmp_path])) == list(read([tmp_path]))
