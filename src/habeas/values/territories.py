"""Countries and territories: their codes (ISO 3166 alpha-2) and what they are called (Unicode CLDR, through Babel)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

_CODE: Final = re.compile("[A-Z]{2}")
# Codes of CLDR that ISO 3166 gives to no country: islands, some named after persons, groupings, unknown.
_NO_COUNTRIES: Final = frozenset({"AC", "CP", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})


@cache
def territories(lang: str = "en") -> Mapping[str, str]:
    """Return the names of countries and territories in a language, by code; none where the language is not known."""
    from babel import Locale, UnknownLocaleError

    try:
        found = Locale(lang.split("-", maxsplit=1)[0].lower()).territories
    except (UnknownLocaleError, ValueError):
        return {}
    names = {str(code): str(name) for code, name in found.items()}
    return {code: name for code, name in names.items() if _CODE.fullmatch(code) and code not in _NO_COUNTRIES}


def spellings(name: str) -> tuple[str, ...]:
    """Return what a territory of such a name is called: whole, before brackets and in them, and without its epithet.

    "Myanmar (Burma)" is also "Myanmar" and "Burma", "Hong Kong SAR China" also "Hong Kong".
    """
    plain, _, other = name.partition("(")
    short = plain.partition(" SAR ")[0]
    return tuple(dict.fromkeys(part for each in (name, plain, other.rstrip(")"), short) if (part := each.strip())))
