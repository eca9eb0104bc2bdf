"""Which parser reads which language."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Final

from habeas.errors import RunError
from habeas.extract.parse.base import Parser

# language -> (module, class): imported on first use, for parsers are heavy
_PARSERS: Final[dict[str, tuple[str, str]]] = {
    "en": ("habeas.extract.parse.spacy_en", "SpacyEnglish"),
    "ru": ("habeas.extract.parse.natasha_ru", "NatashaRussian"),
}


def parser_for(language: str) -> Parser:
    """Return the parser of a language.

    Raises RunError where there is none.
    """
    if language not in _PARSERS:
        raise RunError(f"language {language!r}", "there is no parser for it", f"use one of: {', '.join(_PARSERS)}")
    module, name = _PARSERS[language]
    make: Callable[[], Parser] = getattr(import_module(module), name)
    return make()
