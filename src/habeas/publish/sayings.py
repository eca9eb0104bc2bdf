"""What each source says, and each figure in a few words: "about 55 freed, 2 April – 2 August 2031"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property

from habeas.publish import labels
from habeas.publish.blocks import Said
from habeas.publish.evidence import Citations, closest
from habeas.publish.figures import main_group
from habeas.publish.wording import capital, claim_people, count, listed, number, one_of, period, sentence
from habeas.values.claim import CountClaim
from habeas.values.history import Lump, Occasion, Stock
from habeas.values.record import Record


class Sayings:
    """Tells the claims of one record source by source."""

    def __init__(self, record: Record, cite: Citations) -> None:
        self._history, self._cite, self._evidence = record.reconciliation, cite, cite.evidence
        self.main_group = main_group(record)

    def speakers(self, claims: Iterable[str], limit: int = 3, near: int | None = None) -> str:
        """Return who says it, each name once; those whose own number is closest to `near` come first."""
        known = closest(self._evidence.known(claims), near)
        names = list(dict.fromkeys(self._evidence.asserted_by(claim) for claim in known))
        shown = names[:limit] + ([f"{number(len(names) - limit)} more"] if len(names) > limit else [])
        return listed(shown) or "no report alone"

    def said_by(self, name: str, claims: Sequence[CountClaim], limit: int = 6) -> tuple[Said, ...]:
        """Return what one source says, each figure once with all its sentences, of many the latest."""
        told = self.each_once(claims)
        late = sorted(told, key=lambda text: self._last_day(told[text][0]), reverse=True)[:limit]
        shown = [text for text in told if text in late]
        said = [Said(f"{capital(name)}:")]
        for text in shown:
            end = "." if text == shown[-1] else ";"
            said.append(Said(f"{text}{end}", self._cite.cite([claim.id for claim in told[text]])))
        if len(told) > limit:
            said.append(Said(sentence(f"{count(len(told) - limit, 'more figure')} on the site")))
        return tuple(said)

    def each_once(self, claims: Iterable[CountClaim]) -> dict[str, list[CountClaim]]:
        """Return claims by the words that tell them: what a source says in several reports is one figure."""
        told: dict[str, list[CountClaim]] = {}
        for claim in claims:
            told.setdefault(self.figure(claim), []).append(claim)
        return told

    def _last_day(self, claim: CountClaim) -> date:
        window = self._evidence.window(claim)
        return window[1] if window else self._evidence.published(claim.doc).best or date.min

    @cached_property
    def _apart(self) -> dict[str, str]:
        """The group of each claim whose rows all count other people than the main group."""
        rows: tuple[Occasion | Lump | Stock, ...] = (
            *self._history.occasions,
            *self._history.lumps,
            *self._history.stocks,
        )
        groups: dict[str, set[str]] = {}
        for row in rows:
            for claim in row.claims:
                groups.setdefault(claim, set()).add(row.group)
        return {claim: min(found) for claim, found in groups.items() if found.isdisjoint({self.main_group, ""})}

    def _counted(self, claim: CountClaim) -> str:
        """Return how many of whom a claim counts; the case's own people need no name: "9 women", "about 55"."""
        size = claim_people(claim)
        if claim.low == claim.high == 0 and labels.group(claim.group) not in {"people", self.main_group}:
            return f"{size} of the {claim.group.removeprefix('the ')}"
        group = self._apart.get(claim.id, "")
        return f"{size} {one_of(group) if claim.low == claim.high == 1 else group}".strip()

    def figure(self, claim: CountClaim, *, whom: bool = True) -> str:
        """Return a claim in a few words: "about 55 freed, 2 April – 2 August 2031".

        A group that is not the case's main one is named, unless `whom` is false. Days that are only counted from a
        report's inferred day are given where that day is known closely, as "about".
        """
        size = f"{self._counted(claim) if whom else claim_people(claim)} {labels.measure(claim.measure).brief}"
        window = self._evidence.window(claim)
        if claim.start_date is not None and claim.end_date is not None:
            size += f", {period(claim.start_date, claim.end_date)}"
        elif window is not None and self._evidence.closely_dated(claim.doc):
            size += f", about {period(*window)}"
        return size + ("" if claim.status == "actual" else f" ({labels.STATUSES.get(claim.status, claim.status)})")
