"""Reports on several countries: which is the case's own, and what the others are called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from habeas.values.case import CaseSettings
from habeas.values.document import Document


def abroad(documents: Sequence[Document], settings: CaseSettings) -> dict[str, str]:
    """Return the documents that speak of another country than the case's own, each with that country's name.

    The case's own is that of its settings, else the one that most documents name. Documents that name none are its own.
    """
    named = Counter(document.place.upper() for document in documents if document.place)
    if not named:
        return {}
    own = settings.place.upper() if settings.place else min(named, key=lambda place: (-named[place], place))
    others = {d.id: d.place.upper() for d in documents if d.place and d.place.upper() != own}
    return {doc: _country(place) for doc, place in others.items()}


def _country(code: str) -> str:
    from babel import Locale

    return str(Locale("en").territories.get(code, code))
