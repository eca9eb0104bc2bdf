from datetime import date
from pathlib import Path

import pytest

from habeas.errors import ItemError
from habeas.read.draft import headline, parse_day
from habeas.read.markdown import read_markdown
from habeas.read.page import declared_encoding, read_page
from habeas.read.plain import read_plain
from habeas.read.step import read
from habeas.values.document import Document

PAGE = """<!doctype html><html lang="en"><head><title>Thirty freed in Sarnia | The Lake Post</title>
<meta property="og:site_name" content="The Lake Post">
<meta property="article:published_time" content="2031-03-04T10:00:00Z">
<link rel="canonical" href="https://lakepost.example/thirty-freed"></head>
<body><nav><ul><li><a href="/a">Home</a></li><li><a href="/b">World</a></li></ul></nav>
<article><h1>Thirty freed in Sarnia</h1>
<p>The government of Sarnia released 30 political prisoners on Tuesday, a monitor said.</p>
<p>Twelve of them are women, according to the Lake Monitor, which has counted 300 others in three prisons.</p>
</article><footer>Copyright 2029. All rights reserved.</footer></body></html>"""


def test_a_page_gives_its_article_title_outlet_address_date_and_language() -> None:
    draft = read_page(PAGE, "page", "page.html")
    assert (draft.title, draft.outlet, draft.url) == (
        "Thirty freed in Sarnia",
        "The Lake Post",
        "https://lakepost.example/thirty-freed",
    )
    assert draft.published == date(2031, 3, 4)
    assert draft.lang == "en"
    assert "released 30 political prisoners on Tuesday" in draft.text
    assert "Home" not in draft.text


def test_a_headline_missing_from_the_body_is_put_above_it_once() -> None:
    without = PAGE.replace("<h1>Thirty freed in Sarnia</h1>", "")
    assert read_page(without, "page", "page.html").text.count("Thirty freed in Sarnia") == 1
    assert read_page(PAGE, "page", "page.html").text.count("Thirty freed in Sarnia") == 1


def test_a_date_inside_the_text_is_not_taken_for_the_page_s_own() -> None:
    undated = PAGE.replace('<meta property="article:published_time" content="2031-03-04T10:00:00Z">', "").replace(
        "on Tuesday", "on 2 May 2019"
    )
    assert read_page(undated, "page", "page.html").published is None


@pytest.mark.parametrize(
    "html",
    [
        "<html></html>",
        "<html><body><nav><a href=1>Home</a><a href=2>About us</a></nav></body></html>",
        "<html><body><form>Login <input> Password <input></form><p>Please sign in to continue.</p></body></html>",
        "<html><body><noscript>You need to enable JavaScript to run this app.</noscript></body></html>",
        "<html><body><ul>"
        + "".join(f"<li><a href='{i}'>Story number {i} about the lake</a></li>" for i in range(50))
        + "</ul></body></html>",
        "<div>" * 3000 + "The thirty people freed were glad to be out." + "</div>" * 3000,
        "no markup at all",
    ],
)
def test_a_page_without_an_article_says_so(html: str) -> None:
    with pytest.raises(ItemError, match=r"no article found in the page; save the article's text as .txt"):
        read_page(html, "page", "page.html")


@pytest.mark.parametrize(
    "head", [b'<meta charset="koi8-r">', b"<meta http-equiv=x content='text/html; charset=koi8-r'>"]
)
def test_a_page_s_declared_encoding_is_found(head: bytes) -> None:
    assert declared_encoding(b"<html><head>" + head) == "koi8-r"


def test_markdown_front_matter_becomes_metadata_and_leaves_the_text() -> None:
    draft = read_markdown(
        '---\ntitle: "Nine freed: a beginning"\ndate: 2031-05-06\noutlet: Hill Herald\nlang: en\ntags:\n  - x\n---\n'
        "# Nine freed\n\nNine **prisoners** were [freed](http://a.example), see `list`.\n\n- four men\n- five women\n",
        "nine",
    )
    assert (draft.title, draft.published, draft.outlet) == ("Nine freed: a beginning", date(2031, 5, 6), "Hill Herald")
    assert draft.text == "Nine freed\n\nNine prisoners were freed, see list.\n\n- four men\n\n- five women\n"


def test_markdown_toml_front_matter_and_tables_are_read() -> None:
    draft = read_markdown('+++\ntitle = "T"\ndate = 2031-05-06\n+++\n\n| month | freed |\n|--|--|\n| May | 9 |\n', "t")
    assert draft.published == date(2031, 5, 6)
    assert "May | 9" in draft.text


def test_a_plain_text_may_have_front_matter_too() -> None:
    draft = read_plain("---\ndate: 2031-05-06\noutlet: Hill Herald\n---\nNine were freed on Monday.\n", "nine")
    assert (draft.published, draft.outlet, draft.text) == (
        date(2031, 5, 6),
        "Hill Herald",
        "Nine were freed on Monday.\n",
    )


def test_a_file_s_name_can_date_a_text_that_has_no_date(tmp_path: Path) -> None:
    (tmp_path / "2031-05-06 nine freed.txt").write_text("Nine were freed on Monday.")
    (tmp_path / "2031-05-07.md").write_text("---\ndate: 2031-04-01\n---\nTen were freed.")
    (tmp_path / "20310508.txt").write_text("Eleven were freed.")
    days = [document.published for document in read([tmp_path]) if isinstance(document, Document)]
    assert sorted(days, key=str) == [date(2031, 4, 1), date(2031, 5, 6), None]


def test_a_rule_at_the_top_of_markdown_is_no_front_matter() -> None:
    assert "Nine were freed." in read_markdown("---\n\nNine were freed.\n\n---\n\nMore.\n", "a").text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Sarnia frees thirty prisoners\nThe government said on Monday that thirty were out.",
            "Sarnia frees thirty prisoners",
        ),
        ("Will they free them all?\nNobody in the capital knows the answer to that.", "Will they free them all?"),
        ("Thirty people were freed on Monday.\nThe government said so in the evening.", None),
        ("- Thirty freed\n- The government said so in the evening", None),
        ("Only one line", None),
        ("word " * 60 + "\nrest " * 80, None),
        ("Трыццаць чалавек на волі\nУлады паведамілі пра гэта ў панядзелак увечары.", "Трыццаць чалавек на волі"),
    ],
)
def test_the_first_line_is_a_title_only_where_it_looks_like_one(text: str, expected: str | None) -> None:
    assert headline(text) == expected


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2031-03-04", date(2031, 3, 4)),
        ("2031-03-04T23:59:00+02:00", date(2031, 3, 4)),
        ("2031-02-31", None),
        ("4 March", None),
        ("2031-03-041", None),
    ],
)
def test_days_are_read_in_iso_form_only(text: str, day: date | None) -> None:
    assert parse_day(text) == day
