"""Announcements stand apart from what happened: how many, by whom, what was confirmed, what is outstanding."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from habeas.publish.brief import brief_markdown
from habeas.publish.options import PublishOptions
from habeas.publish.step import publish
from habeas.reconcile.step import reconcile
from habeas.values.claim import CountClaim
from habeas.values.document import Document
from habeas.values.record import Record

_TEXTS = {
    "plan": ("2031-05-20", "The justice minister said that 120 political prisoners would be released in June."),
    "first": ("2031-06-07", "Tern Watch said 34 political prisoners were released on 6 June."),
    "second": ("2031-06-21", "Gull Watch said 18 political prisoners were released on 20 June."),
}


def _record() -> Record:
    documents = tuple(
        Document(id=name, text=text, title=name, published=date.fromisoformat(day))
        for name, (day, text) in _TEXTS.items()
    )

    def claim(doc: str, number: int, source: str, status: str, first: str, last: str) -> CountClaim:
        text, quote = _TEXTS[doc][1], f"{number} political prisoners"
        return CountClaim(
            doc=doc, quote=quote, start=text.index(quote), low=number, high=number, measure="freed",
            group="political prisoners", when_kind="on" if first == last else "between", status=status, source=source,
            start_date=date.fromisoformat(first), end_date=date.fromisoformat(last),
        ).with_id()  # fmt: skip

    claims = (
        claim("plan", 120, "justice minister", "planned", "2031-06-01", "2031-06-30"),
        claim("first", 34, "Tern Watch", "actual", "2031-06-06", "2031-06-06"),
        claim("second", 18, "Gull Watch", "actual", "2031-06-20", "2031-06-20"),
    )
    return Record(documents=documents, claims=claims, reconciliation=reconcile(claims, documents))


def test_the_brief_tells_what_was_announced_confirmed_and_is_outstanding() -> None:
    text = brief_markdown(_record())
    section = text.split("## What was announced")[1].split("\n## ")[0]
    assert "Justice minister, 20 May 2031: 120 political prisoners to be freed, June 2031;" in section
    assert "52 confirmed so far by Tern Watch and Gull Watch;" in section
    assert "68 outstanding." in section
    assert text.startswith("# 52 political prisoners")


def test_the_numbers_page_tells_it_too(tmp_path: Path) -> None:
    publish(_record(), tmp_path / "out", PublishOptions())
    (page_file,) = (tmp_path / "out").rglob("numbers.html")
    page = page_file.read_text(encoding="utf-8")
    assert "What was announced" in page
    assert "68 outstanding." in page
