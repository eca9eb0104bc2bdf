"""What stands before a text and tells of it: the front matter of articles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

import msgspec

from habeas.read.draft import FIELDS, Draft, parse_day

_FENCE: Final = re.compile(r"\A(---|\+\+\+)[ \t]*\n(.*?)\n\1[ \t]*(?:\n|\Z)", re.DOTALL)
_YAML_LINE: Final = re.compile(r"^([A-Za-z][\w-]*)\s*:\s*(\S.*)$")


def front_matter(text: str) -> tuple[dict[str, str], str]:
    """Return the known fields of a YAML (`---`) or TOML (`+++`) head and the text below it.

    Of YAML only `key: value` lines at the top level are read, which is what heads of articles hold.
    """
    found = _FENCE.match(text)
    if found is None:
        return {}, text
    pairs = list(_toml(found[2]) if found[1] == "+++" else _yaml(found[2]))
    if not pairs:  # a rule at the top of the text, not a head
        return {}, text
    fields: dict[str, str] = {}
    for key, value in pairs:
        field = FIELDS.get(key.lower())
        if field and value:
            fields.setdefault(field, value)
    return fields, text[found.end() :]


def described(fields: dict[str, str], draft: Draft) -> Draft:
    """Return a draft with what its front matter tells; what that leaves open stays as it is.

    A date that cannot be read is left out, and the draft says so in its `doubt`.
    """
    told = {key: value for key, value in fields.items() if key != "published"}
    written = fields.get("published", "")
    day = parse_day(written)
    doubt = f"its date {written!r:.40} is not read" if written and day is None else None
    return msgspec.structs.replace(draft, **told, published=day or draft.published, doubt=doubt)


def _yaml(head: str) -> Iterator[tuple[str, str]]:
    for line in head.splitlines():
        found = _YAML_LINE.match(line)
        if found:
            value = found[2].strip()
            quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "'\""
            yield found[1], value[1:-1] if quoted else value


def _toml(head: str) -> Iterator[tuple[str, str]]:
    import tomllib

    try:
        table = tomllib.loads(head)
    except tomllib.TOMLDecodeError:
        return
    for key, value in table.items():
        if isinstance(value, str | int):
            yield key, str(value)
        elif isinstance(value, datetime | date):
            yield key, value.isoformat()
