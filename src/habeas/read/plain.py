"""Plain text: the text as it stands, and its first line as title where it looks like one."""

from __future__ import annotations

from habeas.read.draft import Draft, headline


def read_plain(text: str, name: str) -> Draft:
    """Return the draft of a plain text. Its date is left open: what the text says of it is for later stages."""
    return Draft(name=name, text=text, title=headline(text))
