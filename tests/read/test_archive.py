"""Web archives."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from habeas.read.options import ReadOptions
from habeas.read.step import read
from habeas.values.document import Document
from habeas.values.record import Failure

pytest.importorskip("fastwarc", reason="the extra `warc` is not installed")

ARTICLE = (
    "<html><head><title>{n} freed in Sarnia</title></head><body><article>"
    "<p>The government of Sarnia released {n} political prisoners on Tuesday, a local monitor said in the evening.</p>"
    "<p>Others are still held in three prisons of the north, according to the families who wait outside.</p>"
    "</article></body></html>"
)
MENU = "<html><body><a href='/'>Home</a></body></html>"


def record(
    address: str, body: bytes, kind: str = "text/html; charset=utf-8", more: str = "", status: int = 200
) -> bytes:
    http = f"HTTP/1.1 {status} OK\r\nContent-Type: {kind}\r\n{more}Content-Length: {len(body)}\r\n\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2031-03-04T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:0>\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def parts(path: Path, options: ReadOptions | None = None) -> tuple[list[Document], list[Failure], list[Failure]]:
    told: list[Failure] = []
    items = list(read([path], options or ReadOptions(), tell=told.append))
    return [i for i in items if isinstance(i, Document)], [i for i in items if isinstance(i, Failure)], told


@pytest.mark.parametrize("packed", [False, True])
def test_the_articles_of_an_archive_become_documents_with_their_addresses(tmp_path: Path, packed: bool) -> None:
    records = [
        record("https://lakepost.example/2031/thirty-freed.html", ARTICLE.format(n=30).encode()),
        record("https://lakepost.example/", MENU.encode()),
        record("https://lakepost.example/logo.png", b"\x89PNG", kind="image/png"),
        record("https://lakepost.example/gone", ARTICLE.format(n=1).encode(), status=404),
        record(
            "https://lakepost.example/nine",
            gzip.compress(ARTICLE.format(n=9).encode()),
            more="Content-Encoding: gzip\r\n",
        ),
    ]
    path = tmp_path / ("crawl.warc.gz" if packed else "crawl.warc")
    path.write_bytes(b"".join(gzip.compress(r) if packed else r for r in records))
    documents, failures, told = parts(path)
    assert not failures
    assert [(d.id, d.url) for d in documents] == [
        ("thirty-freed", "https://lakepost.example/2031/thirty-freed.html"),
        ("nine", "https://lakepost.example/nine"),
    ]
    assert [d.published for d in documents] == [None, None]  # the day of the crawl is not the day of publication
    assert "released 9 political prisoners" in documents[1].text
    assert ["1 of 3 pages hold no article" in note.what for note in told] == [True]


def test_a_page_of_another_encoding_is_read_as_its_header_says(tmp_path: Path) -> None:
    page = (
        "<html><body><article>" + "<p>Власти освободили тридцать политзаключённых во вторник, сообщили семьи.</p>" * 1
    )
    page += (
        "<p>Остальные остаются под стражей в трёх тюрьмах на севере, сказали родственники.</p></article></body></html>"
    )
    path = tmp_path / "crawl.warc"
    path.write_bytes(record("https://a.example/x", page.encode("cp1251"), kind="text/html; charset=windows-1251"))
    [document], _, _ = parts(path)
    assert "тридцать политзаключённых" in document.text
    assert document.lang == "ru"


def test_a_page_that_unpacks_without_end_is_refused_and_the_next_read(tmp_path: Path) -> None:
    bomb = gzip.compress(b"<html>" + b" " * 3_000_000)
    path = tmp_path / "crawl.warc"
    path.write_bytes(
        record("https://a.example/bomb", bomb, more="Content-Encoding: gzip\r\n")
        + record("https://a.example/nine", ARTICLE.format(n=9).encode())
    )
    documents, [failure], _ = parts(path, ReadOptions(max_bytes=1_000_000))
    assert "too large" in failure.what
    assert [d.id for d in documents] == ["nine"]


def test_without_the_extra_an_archive_is_told_and_the_rest_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "fastwarc.warc", None)
    (tmp_path / "crawl.warc").write_bytes(record("https://a.example/nine", ARTICLE.format(n=9).encode()))
    (tmp_path / "report.txt").write_text("Nine were freed in Sarnia.")
    documents, [failure], _ = parts(tmp_path)
    assert [d.id for d in documents] == ["report"]
    assert "pip install 'habeas[warc]'" in failure.remedy


@pytest.mark.parametrize(
    "data",
    [b"", b"no archive at all\n" * 50, gzip.compress(b"WARC/1.0\r\nbroken", mtime=0)[:-4]],
    ids=["empty", "text", "cut off"],
)
def test_what_is_no_archive_is_told(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(data)
    documents, failures, _ = parts(path)
    assert not documents
    assert failures
    assert all(failure.remedy for failure in failures)


def test_an_archive_that_is_cut_off_gives_what_was_whole(tmp_path: Path) -> None:
    whole = record("https://a.example/nine", ARTICLE.format(n=9).encode())
    path = tmp_path / "crawl.warc"
    path.write_bytes(whole + whole.replace(b"/nine", b"/tenn")[:200])
    documents, _, _ = parts(path)
    assert [d.id for d in documents][:1] == ["nine"]
