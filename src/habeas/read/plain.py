"""Plain text: the text as it stands, and its first line as title where it looks like one."""

from __future__ import annotations

from habeas.read.draft import Draft, headline
from habeas.read.head import described, front_matter


def read_plain(text: str, name: str) -> Draft:
    """Return the draft of a plain text; without front matter its date is left to what the text says."""
    fields, body = front_matter(text)
    return described(fields, Draft(name=name, text=body, title=headline(body)))
