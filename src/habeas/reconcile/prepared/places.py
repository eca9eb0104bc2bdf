"""Reports on several countries: which is the case's own, and what the others are called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from habeas.values.case import CaseSettings
from habeas.values.document import Document
from habeas.values.territories import territories


def abroad(documents: Sequence[Document], settings: CaseSettings) -> dict[str, str]:
    """Return the documents that speak of another country than the case's own, each with that country's name.

    The case's own is that of its settings, else the one that most documents name. Documents that name none are its own.
    """
    own = _own(documents, settings)
    others = {d.id: d.place.upper() for d in documents if d.place and d.place.upper() != own}
    return {doc: territories().get(place, place) for doc, place in others.items()}


def own_country(documents: Sequence[Document], settings: CaseSettings) -> str:
    """Return the English name of the case's own country, the empty string where nothing names one."""
    own = _own(documents, settings)
    return territories().get(own, own) if own else ""


def _own(documents: Sequence[Document], settings: CaseSettings) -> str:
    if settings.place:
        return settings.place.upper()
    named = Counter(document.place.upper() for document in documents if document.place)
    return min(named, key=lambda place: (-named[place], place)) if named else ""
