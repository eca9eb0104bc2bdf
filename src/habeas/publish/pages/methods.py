"""Methods: how the figures were made, with the settings used, and what each word means here."""

from __future__ import annotations

from habeas.publish import labels
from habeas.publish.blocks import Block, Bullets, Heading, Paragraph, Said, Table
from habeas.publish.disputes import BITS_IN_WORDS
from habeas.publish.pages.book import Book, Page
from habeas.publish.wording import bits, capital, count, day, listed, number, sentence

_STEPS = (
    "Each report is read and every number of people held, freed, detained and so on is taken out as a claim, "
    "with its exact words, bounds, period, status and speaker.",
    "“At least” is kept as a bound, “about” as a tolerance, “dozens” as a range; nothing is rounded to a value.",
    "One history is then sought that explains all claims together: occasions with a day and a size, "
    "and people moved on days that no report gives.",
    "A claim that does not fit may be read differently (a wrong year, two digits swapped, a running total taken for "
    "a new figure) or set aside; either has a price, and the history that is cheapest in all is the best reading.",
    "Reports without a date are placed by what they tell: named weekdays, events told as past or as still to come, "
    "and their figures.",
    "Low and high of a number are meant to hold the truth at least nine times in ten.",
)
_NO_PERSONS = " No person with a status in custody was found in the reports; other names stand as printed."
_UNREAD = {
    "internal": " In {reports} nobody could be looked for, because of the language.",
    "other": (
        " In {reports} nobody could be looked for, because of the language: every capitalised word there that may be a "
        "name is withheld, and texts in scripts without capitals are not quoted."
    ),
}
_PROFILES = {
    "strict": "Names of persons are withheld unless a judgement marked them public.",
    "partner": "Names of persons who are not marked public are reduced to initials.",
    "internal": "Names are shown in full; this copy is not for publication.",
}


def methods(book: Book) -> tuple[Page, ...]:
    """Return the page on methods."""
    record = book.record
    blocks: list[Block] = [Bullets(tuple((Said(text),) for text in _STEPS))]
    blocks += [
        Heading("How readings are weighed", "bits"),
        Paragraph((Said(BITS_IN_WORDS.replace("named under Methods", "below")),)),
    ]
    blocks += _prices(book)
    blocks += _settings(book)
    blocks += _words(book)
    names = _NO_PERSONS if book.options.profile == "internal" and not record.persons else ""
    if record.names_unread:
        text = _UNREAD.get(book.options.profile, _UNREAD["other"])
        names += text.format(reports=count(len(record.names_unread), "report"))
    blocks += [Heading("Whose names are shown", "names"), Paragraph((Said(_PROFILES[book.options.profile] + names),))]
    if record.reconciliation.notes:
        notes = tuple((Said(sentence(book.evidence.prose(note))),) for note in record.reconciliation.notes)
        blocks += [Heading("Notes of the reconciliation", "notes"), Bullets(notes)]
    page = Page(
        path="methods.html",
        heading="How this was made",
        section="methods.html",
        standfirst="From reports to figures, with the settings used for this record.",
        summary="Methods, settings and definitions.",
        blocks=tuple(blocks),
    )
    return (page,)


def _prices(book: Book) -> list[Block]:
    """Return the prices of the errors that the readings assume, as the record gives them."""
    found: dict[str, set[float]] = {}
    for item in book.record.reconciliation.conflicts:
        for way in item.repairs:
            found.setdefault(way.kind, set()).add(round(way.bits, 1))
    for reading in book.record.reconciliation.readings:
        for way in reading.repairs:
            found.setdefault(way.kind, set()).add(round(way.bits, 1))
    if not found:
        return []
    rows = tuple(
        (Said(capital(labels.repair(kind))), Said(listed([bits(value) for value in sorted(found[kind])], "or")))
        for kind in sorted(found)
    )
    return [Table("Prices of the errors considered in this record", ("Error", "Price"), rows)]


def _settings(book: Book) -> list[Block]:
    record, settings = book.record, book.record.settings
    extractors = sorted({claim.extractor for claim in record.claims if claim.extractor})
    rows = [
        ("Case", settings.name or "none; the files were read on their own"),
        ("Place", settings.place or "not set"),
        ("As of", day(record.as_of) if record.as_of else "everything in the record"),
        ("Reports and claims", f"{count(len(record.documents), 'report')}, {count(len(record.claims), 'claim')}"),
        ("Claims taken out by", listed(extractors) or "not stated"),
        ("Version of Habeas", record.version or "not stated"),
        ("Names", book.options.profile),
        (
            "Claims pinned or excluded by a judgement",
            f"{number(len(settings.pinned))} and {number(len(settings.excluded))}",
        ),
    ]
    rows += [
        (f"Groups: {g.left} and {g.right}", f"{g.left} {_relation(g.relation)} {g.right}") for g in settings.groups
    ]
    cells = tuple((Said(name), Said(value)) for name, value in rows)
    return [Heading("Settings used", "settings"), Table("Settings of this record", ("Setting", "Value"), cells)]


def _relation(code: str) -> str:
    return {"subset": "are part of", "same": "are the same as", "overlap": "overlap with"}.get(code, code)


def _words(book: Book) -> list[Block]:
    used = sorted({claim.measure for claim in book.record.claims})
    rows = tuple((Said(labels.measure(code).noun), Said(labels.DEFINITIONS.get(code, code))) for code in used)
    return [Heading("What the words mean here", "words"), Table("Measures", ("Word", "Meaning"), rows)] if rows else []
