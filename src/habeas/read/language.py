"""The language of a text (py3langid), as an ISO 639-1 code."""

from __future__ import annotations

from typing import Final

_SAMPLE: Final = 5_000
_MIN_LETTERS: Final = 12


def guess_language(text: str) -> str | None:
    """Return the language a text is most likely written in, or None where it has too few letters to tell."""
    sample = text[:_SAMPLE]
    if sum(char.isalpha() for char in sample) < _MIN_LETTERS:
        return None
    import py3langid

    code, _ = py3langid.classify(sample)
    return str(code)
