"""Web pages: the article's text and what the page says of it (trafilatura, htmldate)."""

from __future__ import annotations

import re
from typing import Any, Final

from habeas.errors import ItemError
from habeas.read.draft import Draft, parse_day

# Fixed bounds: the library's own default is today, which would let the same page give another date tomorrow.
_DATES: Final[dict[str, Any]] = {
    "original_date": True,
    "extensive_search": False,  # only dates that the page gives as its own, none picked from the text
    "min_date": "1945-01-01",
    "max_date": "2100-01-01",
}
_CHARSET: Final = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.I
)
_LANG: Final = re.compile(r"<html[^>]{0,500}?\blang\s*=\s*[\"']?([A-Za-z]{2,3})\b", re.I)
_HTML: Final = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.I)
# Tags with megabytes of attributes (embedded images, hostile pages) take the parser minutes; none carries text.
_LONG_TAG: Final = re.compile(r"<(\w+)\s[^<>]{50000,}>")
_SENTENCE: Final = re.compile(r"[.!?…。！？।։؟။]['\"”’»)\]]*\s*$")
_MIN_SENTENCE, _MIN_PROSE = 30, 100
_REMEDY: Final = "save the article's text as .txt"


def looks_like_html(data: bytes) -> bool:
    """Return whether bytes without a telling file name begin as a web page does."""
    head = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith(b"<") and _HTML.search(head) is not None


def declared_encoding(data: bytes) -> str | None:
    """Return the encoding a page declares in its first lines."""
    found = _CHARSET.search(data[:5000])
    return found[1].decode("ascii") if found else None


def read_page(html: str, name: str, origin: str) -> Draft:
    """Return the draft of a page's article; raises ItemError where the page holds none.

    The title is put above the text where the article's body leaves it out, since headlines carry figures.
    """
    page = _extract(_LONG_TAG.sub(r"<\1>", html), origin)
    body = (page.text or "").strip() if page is not None else ""
    if page is None or _prose(body) < _MIN_PROSE:
        raise ItemError(origin, "no article found in the page", _REMEDY)
    title = " ".join(page.title.split()) if page.title else None
    text = body if title is None or title in body[: len(title) + 200] else f"{title}\n{body}"
    declared = _LANG.search(html[:20_000])
    return Draft(
        name=name,
        text=text + "\n",
        title=title,
        outlet=page.sitename or page.hostname or None,
        url=page.url or None,
        published=parse_day(page.date) if page.date else None,
        lang=declared[1].lower() if declared and len(declared[1]) == 2 else None,
        licence=page.license or None,
    )


def _extract(html: str, origin: str) -> Any:
    import logging

    import trafilatura

    # The library logs what we report ourselves, one line a page.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        return trafilatura.bare_extraction(
            html, include_comments=False, with_metadata=True, date_extraction_params=dict(_DATES)
        )
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError, AssertionError) as problem:
        what = f"the page cannot be taken apart ({type(problem).__name__})"
        raise ItemError(origin, what, _REMEDY) from problem


def _prose(text: str) -> int:
    """Return how many characters stand in lines that end as sentences do; menus and forms have none."""
    lines = (line.strip() for line in text.splitlines())
    return sum(len(line) for line in lines if len(line) >= _MIN_SENTENCE and _SENTENCE.search(line))
