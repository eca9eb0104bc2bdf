"""What a brief says: sentences filled from the record, in the order a busy reader needs them."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Final

from habeas.publish import givers, labels
from habeas.publish.blocks import Said
from habeas.publish.comparisons import Comparison, comparisons
from habeas.publish.estimates import in_words
from habeas.publish.evidence import Citations
from habeas.publish.figures import (
    Total,
    added,
    adds_up,
    pairs,
    parts,
    series,
    total,
    years,
)
from habeas.publish.sayings import Sayings
from habeas.publish.wording import (
    alone,
    capital,
    claim_people,
    count,
    day,
    days,
    headline_people,
    listed,
    number,
    over,
    people,
    sentence,
    vague,
    when,
)
from habeas.values.estimate import CaseEstimate
from habeas.values.history import Lump, Occasion, Repair, Stock
from habeas.values.record import Record

_GIVE_A_DATE: Final = (
    "No report has a date and nothing in them tells one, so that figures cannot be added up. Begin a file's name "
    "with its day (2031-05-06 report.txt), or write date: 2031-05-06 in front matter before its text."
)
# "30 between 7 and 11 September 2024: " at the head of a derivation, which its row says already
_REPEATED: Final = re.compile(r"^[\d,]+ (?:on|in|by|since|between)\b[^:;]*: ")


class Story:
    """Fills the sentences of one record; every sentence with a number takes its citations from `cite`."""

    def __init__(self, record: Record, cite: Citations) -> None:
        self.record, self.cite, self.evidence = record, cite, cite.evidence
        self.history = record.reconciliation
        self.sayings = Sayings(record, cite)

    def title(self) -> str:
        """Return the headline: the first of the flows, or what can be said without one."""
        flows, held = self.flows(), series(self.record)
        if held and (not flows or self.mostly_held):
            last = held[0][1][-1]
            return f"{capital(headline_people(last, labels.group(last.group)))} {labels.measure(last.measure).verb}"
        if not flows:
            told = self.undated()
            return (
                f"{capital(told[0])}, on days that are not known" if told else "No figures were found in these reports"
            )
        first = flows[0]
        differing = givers.apart(self.evidence, first)
        if differing is not None:
            return capital(givers.headline(differing, first))
        head = f"{headline_people(first, labels.group(first.group))} {labels.measure(first.measure).verb}"
        pairs_of = [c for c in comparisons(self.record) if c.freed == first]
        if pairs_of and pairs_of[0].settled in {"more", "likely more"}:
            head = f"{head}, {headline_people(pairs_of[0].taken)} detained"
        return capital(head)

    def standfirst(self) -> str:
        """Return one line on what the brief rests on."""
        given = self.record.documents
        undated = sum(1 for d in given if self.evidence.undated(d.id))
        which = "undated report" if given and undated == len(given) else "report"
        some = f" ({number(undated)} of them undated)" if 0 < undated < len(given) else ""
        places = {d.place for d in given if d.place}
        where = f" on {count(len(places), 'country', 'countries')}" if len(places) > 1 else ""
        text = f"Drawn from {count(len(given), which)}{some}{where} with {count(len(self.record.claims), 'figure')}"
        as_of = f", as of {day(self.record.as_of)}" if self.record.as_of else ""
        return f"{text}{as_of}. The small numbers lead to the sentences that carry each figure."

    def flows(self) -> list[Total]:
        """Return the totals of every flow, what readers come for first."""
        found = (total(self.record, measure, group) for measure, group in pairs(self.record))
        return [flow for flow in found if flow is not None]

    def lead(self) -> list[Said]:
        """Return the state of things in about five sentences."""
        said = self.stocks() if self.mostly_held else []
        moved = [flow for flow in self.flows() if flow.best or flow.low] or self.flows()
        said += [text for flow in moved[:1] for text in (*self.differing(flow), self.flow(flow, by_year=True))]
        said += [self.versus(pair) for pair in comparisons(self.record)[:1]]
        said += [] if self.mostly_held else self.stocks()
        said += [self.estimated(found) for found in self.record.estimates[:1]]
        said += self.repairs_in_short()
        return said if said and (said != [self.consistent()]) else self.without_history()

    def undated(self) -> list[str]:
        """Return what is told as done, the largest number first: "12 activists detained"."""
        told = [claim for claim in self.evidence.claims.values() if claim.status == "actual" and claim.low]
        told.sort(key=lambda claim: -(claim.low or 0))
        return [
            f"{claim_people(claim)} {labels.group(claim.group)} {labels.measure(claim.measure).brief}" for claim in told
        ]

    def without_history(self) -> list[Said]:
        """Say what the reports tell where nothing says when, and what would help."""
        told = self.undated()
        if not told:
            return [Said("No claim in these reports could be used.")]
        more = f", and {count(len(told) - 3, 'more figure')}" if len(told) > 3 else ""
        said = [Said(sentence(f"{listed(told[:3])}{more}"), self.cite.cite(list(self.evidence.claims)))]
        if all(self.evidence.published(document.id).best is None for document in self.record.documents):
            said.append(Said(_GIVE_A_DATE))
        return said

    def flow(self, flow: Total, *, by_year: bool = False) -> Said:
        """Say how many moved in all and when, how many of them on dated occasions, and, if asked, year by year."""
        dated, loose = added(o.size for o in flow.occasions), added(u.size for u in flow.lumps)
        known = count(len(flow.occasions), "occasion")
        tail = ""
        if flow.occasions and flow.lumps and adds_up(flow):
            tail = f": {people(dated)} on {known} and {people(loose)} on days that no report gives"
        elif flow.occasions:
            tail = f" on {known}" + (" and on days that no report gives" if flow.lumps else "")
        elif flow.lumps:
            tail = ", on days that no report gives"
        parts_by_year = years(self.record, flow) if by_year else ()
        several = parts_by_year if len(parts_by_year) > 1 else ()
        told = [part for part in several if (part.best or part.low) and not vague(part)]
        if told:
            tail += f"; {listed(f'{people(part)} in {part.start.year}' for part in told[-3:] if part.start)}"
        verb = f"{'was' if alone(flow) else 'were'} {labels.measure(flow.measure).verb}"
        text = f"{people(flow, labels.group(flow.group))} {verb} {over(flow.start, flow.end)}{tail}"
        return Said(sentence(text), self.cite.cite(flow.claims, near=flow.best))

    def differing(self, flow: Total) -> list[Said]:
        """Say what two givers count of one flow whose numbers exclude each other, if there are such."""
        pair = givers.apart(self.evidence, flow)
        if pair is None:
            return []
        whom = f"{labels.group(flow.group)} {labels.measure(flow.measure).verb}"
        text = f"of {whom} two counts exclude each other: {givers.each(pair)}"
        return [Said(sentence(text), self.cite.cite([one.claim.id for one in pair]))]

    def versus(self, pair: Comparison) -> Said:
        """Say whether more were taken than let go."""
        taken, freed = pair.taken, pair.freed
        cites = {*self.cite.cite(taken.claims, near=taken.best)[:3], *self.cite.cite(freed.claims, near=freed.best)[:2]}
        known = f"{people(taken)} {over(taken.start, taken.end)}, against {people(freed)} freed"
        return Said(sentence(f"{pair.verdict}: {known}"), tuple(sorted(cites)))

    def estimated(self, found: CaseEstimate) -> Said:
        """Say how many there are by the estimate, the uncounted included; a withheld one says why instead."""
        return Said(in_words(found))

    def stocks(self) -> list[Said]:
        """Say how many are held: the latest count of the leading source, then what others put beside it."""
        found = series(self.record)
        if not found:
            return []
        said = [self.stock(found[0][1])]
        others = [rows[-1] for key, rows in found[1:] if key[:2] == found[0][0][:2]][:2]
        others += [row for row in found[0][1][-3:-1] if self.unattributed(found[0][0][2])]
        if others:
            parts = [
                f"{self.counter(item)}, {self.evidence.counted(item)} {self.evidence.at(item)}" for item in others[:2]
            ]
            cites = self.cite.cite([claim for item in others[:2] for claim in item.claims])
            said.append(Said(sentence(f"other counts: {'; '.join(parts)}"), cites))
        return said

    def unattributed(self, source: str) -> bool:
        """Tell whether a series rests on no named source."""
        return source in {"", "document"}

    def counter(self, item: Stock) -> str:
        """Return who counts: the named source, or the reports that give the figure."""
        return (
            self.sayings.speakers(item.claims, limit=1)
            if self.unattributed(item.source)
            else self.evidence.speaker(item.source)
        )

    def stock(self, rows: tuple[Stock, ...]) -> Said:
        """Say how many are held by the latest count of one source, and how that compares with its first."""
        last, first = rows[-1], rows[0]
        verb = f"{'was' if alone(last) else 'were'} {labels.measure(last.measure).verb}"
        whose = f"by the count of {self.counter(last)}"
        whom = labels.group(last.group)
        counted = self.evidence.counted(last, whom)
        text = f"{counted} {verb} {self.evidence.at(last)} {whose}"
        if counted != people(last, whom) and last.low is not None and last.high is not None:
            text += f", which is read as {number(last.low)} to {number(last.high)}"
        cites = last.claims
        if first.date != last.date and not self.unattributed(last.source):
            text += f"; it had been {self.evidence.counted(first)} {self.evidence.at(first)}"
            cites = (*last.claims, *first.claims)
        return Said(sentence(text), self.cite.cite(cites))

    def repairs_in_short(self) -> list[Said]:
        """Say that the reports disagree and what the best reading changes; or that nothing needs changing."""
        if not self.history.readings:
            return []
        best = self.history.readings[0]
        if not best.repairs and not best.rejected:
            return [self.consistent()]
        said = [self.repair(item) for item in best.repairs[:2]]
        if best.rejected:
            verb = "is" if len(best.rejected) == 1 else "are"
            text = f"{count(len(best.rejected), 'claim')} cannot be fitted to the others and {verb} set aside"
            said.append(Said(sentence(text), self.cite.cite(best.rejected)))
        return said

    def consistent(self) -> Said:
        """Say that nothing contradicts anything, and how many figures that does not speak of."""
        unused = len({item.claim for item in self.history.left_out})
        text = "no two of the figures used contradict each other"
        if unused:
            text += f"; {number(unused)} of {count(len(self.record.claims), 'figure')} could not be used"
        return Said(sentence(text))

    def repair(self, item: Repair) -> Said:
        """Say which report is read differently from what it prints, and why."""
        claim = self.evidence.claims.get(item.claim)
        where = self.evidence.name(claim.doc) if claim else "a report"
        text = self.evidence.prose(item.explanation, [item.claim]).rstrip(".")
        if not text:
            text = f"{where} prints {item.from_} where {item.to} must be meant: {labels.repair(item.kind)}"
        if claim and text.lower().startswith(f"{where} "):
            text = f"{where} ({self.evidence.called(claim.doc)}) {text[len(where) + 1 :]}"
        return Said(sentence(text), self.cite.cite([item.claim]))

    def dating_in_short(self) -> list[Said]:
        """Say between which days the undated reports were placed."""
        undated = [d.id for d in self.record.documents if self.evidence.undated(d.id)]
        placed = [d for d in undated if self.evidence.published(d).low and self.evidence.published(d).high]
        if not placed:
            return []
        low = min(p for d in placed if (p := self.evidence.published(d).low))
        high = max(p for d in placed if (p := self.evidence.published(d).high))
        if low == high:  # their one day is known as well as contents can tell
            return []
        one = "the one undated report was" if len(placed) == 1 else f"the {count(len(placed), 'undated report')} were"
        return [Said(sentence(f"the day on which {one} written, {when(low, high)} to judge by the contents"))]

    def row(self, part: Occasion | Lump) -> tuple[Said, ...]:
        """Return one row of the table of occasions: when, what, how many, how we know."""
        what = labels.measure(part.measure).noun
        if part.group and part.group != self.main_group:
            what += f", {part.group}"
        size = Said(people(part.size), self.cite.cite(part.claims, near=part.size.best))
        why = self.derivation(part)
        if isinstance(part, Lump) and part.open_start:
            return Said(f"By {day(part.end)}"), Said(what), size, Said(why or "No report says how often.")
        if isinstance(part, Lump) and part.start == part.end:
            return Said(capital(day(part.start))), Said(what), size, Said(why or "No report says how often.")
        if isinstance(part, Lump):
            dates = capital(when(part.start, part.end))
            return (Said(dates), Said(f"{what}, days not reported"), size, Said(why or "No report says on which days."))
        why = why or f"Stated by {self.sayings.speakers(part.claims)}."
        dates = capital(when(part.date.low, part.date.high).removeprefix("on "))
        return (Said(dates), Said(what), size, Said(why))

    @cached_property
    def mostly_held(self) -> bool:
        """Whether the reports count those held more often than anybody who moved: then that is the news."""
        flows, held = self.flows(), series(self.record)
        counts = {claim for (measure, group, _), rows in held for row in rows for claim in row.claims}
        return len(counts) > max((len(flow.claims) for flow in flows), default=0)

    @property
    def main_group(self) -> str:
        """The group that most figures count: what is counted unless a row says otherwise."""
        return self.sayings.main_group

    def derivation(self, part: Occasion | Lump) -> str:
        """Return how an occasion's size follows, without the size and days that its row gives already."""
        return sentence(_REPEATED.sub("", self.evidence.prose(part.derivation))) if part.derivation else ""

    def made_of(self, part: Total) -> Said:
        """Return the addition behind a total: "18 + 30 + 30 + 37, and 63 on days not reported"."""
        if part.derivation and not parts(part):
            return Said(sentence(self.evidence.prose(part.derivation)))
        if not adds_up(part):
            return Said("The figures that carry it, weighed together.")
        if len(parts(part)) == 1:
            return Said(self.derivation(parts(part)[0]) or "Stated as it stands.")
        sizes = [number(o.size.best) if o.size.best is not None else people(o.size) for o in part.occasions]
        text = " + ".join(sizes) if len(sizes) <= 12 else f"{count(len(sizes), 'occasion')}"
        rest = [people(lump.size) for lump in part.lumps]
        tail = f"{listed(rest)} on days not reported" if rest else ""
        return Said(sentence(", and ".join(piece for piece in (text, tail) if piece)))

    def dated(self, doc: str) -> tuple[Said, ...]:
        """Return one row of the table of undated reports."""
        entry = self.evidence.dated.get(doc)
        return (
            Said(capital(self.evidence.name(doc))),
            Said(self.evidence.title(doc)),
            Said(capital(days(self.evidence.published(doc)))),
            Said(
                sentence(self.evidence.prose(entry.why))
                if entry and entry.why
                else "Nothing in the text gives its day."
            ),
        )
