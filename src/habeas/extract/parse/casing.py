"""Which sentences are set with capitals, as headlines are, so that a capital says nothing there."""

from __future__ import annotations

from typing import Final

TELLING: Final = 4  # letters from which on a headline's word has a capital
_SHARE: Final = 0.85
_FEWEST: Final = 3


def is_headline(text: str) -> bool:
    """Say whether a stretch of text is a headline with capitals, "31 More Prisoners Freed": no sentence ends it."""
    telling = [w for w in text.split() if w[0].isalpha() and len(w) >= TELLING]
    capitals = sum(w[0].isupper() for w in telling)
    return text[-1:] not in ".!?" and len(telling) >= _FEWEST and capitals >= _SHARE * len(telling)
