"""A page a person: what happened in the order of time, the stretches in custody, and who is tied to them.

Only persons whom the edition may name have one; of others the record that reaches the pages holds nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from habeas.publish.blocks import Block, Bullets, Heading, Note, Paragraph, Said, Table
from habeas.publish.evidence import Evidence
from habeas.publish.pages.book import Book, Page
from habeas.publish.passages import passage
from habeas.publish.wording import capital, count, day, listed, month, number, sentence, when
from habeas.values.register import Episode, RegisterPerson, State
from habeas.values.status_claim import LIFE, StatusClaim

_WORDS: Final = {
    "no_contact": "without contact",
    "denied_care": "denied care",
    "not_freed": "not freed",
    "at_large": "at large",
    "in_exile": "in exile",
    "rearrested": "arrested again",
}
_TERMS: Final = frozenset({"sentenced", "convicted"})
_MONTH_DAYS: Final = 27
_LONG_MONTHS: Final = 48  # up to which a term that is no number of years is told in months


def status_words(status: str) -> str:
    """Return a status as running text has it: "without contact"."""
    return _WORDS.get(status, status.replace("_", " "))


def term(months: float) -> str:
    """Return the length of a sentence or of a time in custody: "30 months", "eight years", "life"."""
    if months >= LIFE:
        return "life"
    whole = round(months)
    years, rest = divmod(whole, 12)
    if years and not rest:
        return count(years, "year")
    if whole <= _LONG_MONTHS:
        return count(whole, "month")
    return f"{count(years, 'year')} and {count(rest, 'month')}"


def with_term(status: str, months: float | None) -> str:
    """Return a status with its term: "sentenced to eight years", "without contact for 20 months"."""
    words = status_words(status)
    if months is None:
        return words
    return f"{words} {'to' if status in _TERMS else 'for'} {term(months)}"


def person_path(place: int) -> str:
    """Return the page of the person in that place of the list."""
    return f"people/{place}.html"


def person_page(book: Book, place: int, person: RegisterPerson, claims: Sequence[StatusClaim]) -> Page:
    """Return the page of one person; `claims` are the statements on them in the order of time."""
    notes = _Notes(book, claims)
    blocks: list[Block] = []
    if person.states:
        rows = tuple(_row(state, notes) for state in person.states)
        blocks += [
            Heading("What happened", "happened"),
            Table("In the order of time", ("When", "What", "Who says so"), rows),
        ]
    if person.episodes:
        blocks += [
            Heading("In custody", "custody"),
            Bullets(tuple((_stretch(e, notes),) for e in person.episodes)),
        ]
    tied = [sentence(text) for text in person.relations] + [sentence(f"on the list {name}") for name in person.lists]
    if tied:
        blocks += [Heading("Ties and lists", "ties"), Bullets(tuple((Said(text),) for text in tied))]
    if not blocks:
        blocks = [Paragraph((Said("Nothing more is told."),))]
    spelled = [name for name in person.spellings if name != person.name]
    also = f"also written {listed(spelled)}" if spelled else ""
    return Page(
        path=person_path(place),
        heading=person.name,
        section="people.html",
        standfirst=" ".join(sentence(text) for text in (listed(person.roles), also) if text),
        summary=f"What reports and lists say of {person.name}.",
        blocks=tuple(blocks),
        notes=notes.made(),
    )


class _Notes:
    """The sentences behind a person's page, numbered in the order of first citation."""

    def __init__(self, book: Book, claims: Sequence[StatusClaim]) -> None:
        self._book = book
        self._claims = {claim.id: claim for claim in claims}
        self._numbers: dict[tuple[str, str], int] = {}
        self._notes: list[Note] = []

    def cite(self, ids: Iterable[str]) -> tuple[int, ...]:
        """Return the numbers of the sentences behind some statements; rows of lists have none."""
        return tuple(sorted({self._number(self._claims[i]) for i in ids if i in self._claims}))

    def speakers(self, ids: Sequence[str]) -> str:
        """Return who says so, each once; what only lists tell is said so."""
        evidence = self._book.evidence
        known = [self._claims[i] for i in ids if i in self._claims]
        names = dict.fromkeys(_speaker(evidence, claim) for claim in known)
        return listed([*names, *(["lists"] if len(known) < len(ids) else [])])

    def made(self) -> tuple[Note, ...]:
        """Return the notes."""
        return tuple(self._notes)

    def _number(self, claim: StatusClaim) -> int:
        evidence = self._book.evidence
        document = evidence.documents.get(claim.doc)
        words = passage(document.text if document else "", claim.quote, claim.start)
        key = (claim.doc, words.text)
        if key not in self._numbers:
            self._numbers[key] = len(self._notes) + 1
            where = f"{capital(evidence.name(claim.doc))}, {evidence.title(claim.doc)}; {evidence.byline(claim.doc)}"
            note = Note(
                number=len(self._notes) + 1,
                pieces=words.pieces,
                where=where,
                address=evidence.address(claim.doc),
                doc=claim.doc,
                page=self._book.document_path(claim.doc),
                lang=(document.lang or "") if document else "",
            )
            self._notes.append(note)
        return self._numbers[key]


def _speaker(evidence: Evidence, claim: StatusClaim) -> str:
    return evidence.name(claim.doc) if claim.source == "document" else evidence.speaker(claim.source)


def _row(state: State, notes: _Notes) -> tuple[Said, ...]:
    words = with_term(state.status, state.term_months)
    if state.place:
        words += f", {state.place}"
    if state.state == "planned":
        words += " (announced)"
    elif state.state == "denied":
        words = f"denied: {words}"
    return (
        Said(capital(held_from(state))),
        Said(capital(words), notes.cite(state.claims)),
        Said(capital(notes.speakers(state.claims)) or "Not told"),
    )


def held_from(state: State) -> str:
    """Return when a status held: the days on which it is told, or its beginning and its end where these are."""
    begun, ended = (state.start_low, state.start_high), (state.end_low, state.end_high)
    if begun == ended:
        return when(*begun) if begun != (None, None) else "not told"
    if state.start_low is None and state.end_high is None:
        return _told_on(state.start_high, state.end_low)
    parts = []
    if begun != (None, None):
        parts.append(f"from {_bare(begun)}")
    if state.end_high is not None:
        parts.append(f"until {_bare(ended)}")
    elif state.end_low is not None:
        parts.append(f"until {day(state.end_low)} at least")
    return " ".join(parts)


def _told_on(begun_by: date | None, ended_after: date | None) -> str:
    """Return when a status that lasts was told: it had begun by one day and had not ended before the other."""
    if begun_by is None or ended_after is None:
        return f"by {day(begun_by)}" if begun_by else f"still on {day(ended_after)}" if ended_after else "not told"
    if ended_after <= begun_by:
        return when(ended_after, begun_by)
    return f"from {day(begun_by)} or before until {day(ended_after)} at least"


def _bare(bounds: tuple[date | None, date | None]) -> str:
    low, high = bounds
    if low is not None and high is not None and _MONTH_DAYS <= (high - low).days < _MONTH_DAYS + 4 and low.day == 1:
        return month(low)  # "20 months until November" begins in a month, not on the days that arithmetic leaves
    text = when(low, high)
    return text.removeprefix("on ").removeprefix("in ").removeprefix("by ").removeprefix("since ")


def _stretch(episode: Episode, notes: _Notes) -> Said:
    text = f"taken {taken(episode.start_low, episode.start_high)}"
    if episode.ended_by is None:
        text += "; no end is told"
        if episode.seen is not None:
            text += f", held when last heard of on {day(episode.seen)}"
    elif (episode.end_low, episode.end_high) != (None, None):
        text += f"; {_ending(episode.ended_by)} {when(episode.end_low, episode.end_high)}"
    else:
        text += f"; {_ending(episode.ended_by)}"
    if episode.stated_months is not None:
        text += f"; {number(round(episode.stated_months))} months as told"
    return Said(sentence(text), notes.cite(episode.claims))


def taken(low: date | None, high: date | None) -> str:
    """Return when somebody was taken; "held since 2029" puts the last day for it at 1 January, which nobody claims."""
    if low is None and high is None:
        return "at a time that is not told"
    if low is None and high is not None and (high.month, high.day) == (1, 1):
        return f"in {high.year} or before"
    return when(low, high)


def _ending(status: str) -> str:
    return "free again before the next arrest, when is not told" if status == "not told" else status_words(status)
