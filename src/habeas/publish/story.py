"""What a brief says: sentences filled from the record, in the order a busy reader needs them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Final

from habeas.publish import labels
from habeas.publish.blocks import Said
from habeas.publish.evidence import Citations, closest
from habeas.publish.figures import Comparison, Total, comparisons, pairs, parts, series, total
from habeas.publish.wording import (
    bits,
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
    period,
    sentence,
    times,
    when,
)
from habeas.values.claim import CountClaim
from habeas.values.history import Conflict, Lump, Occasion, Reading, Repair, Stock
from habeas.values.record import Record

# "30 between 7 and 11 September 2024: " at the head of a derivation, which its row says already
_REPEATED: Final = re.compile(r"^[\d,]+ (?:on|in|by|since|between)\b[^:;]*: ")
BITS_IN_WORDS: Final = (
    "Readings are weighed in bits: what it takes to write down a history and every error it assumes. "
    "Each bit less makes a reading twice as likely, so ten bits make it about a thousand times as likely, "
    "given the prices of errors named under Methods."
)


class Story:
    """Fills the sentences of one record; every sentence with a number takes its citations from `cite`."""

    def __init__(self, record: Record, cite: Citations) -> None:
        self.record, self.cite, self.evidence = record, cite, cite.evidence
        self.history = record.reconciliation

    def title(self) -> str:
        """Return the headline: the largest flow, or what can be said without one."""
        flows = self.flows()
        if not flows:
            held = series(self.record)
            if held:
                last = held[0][1][-1]
                return f"{capital(people(last, labels.group(last.group)))} {labels.measure(last.measure).verb}"
            return "No history could be drawn from these reports"
        first = flows[0]
        head = f"{headline_people(first, labels.group(first.group))} {labels.measure(first.measure).verb}"
        pairs_of = [c for c in comparisons(self.record) if c.freed == first]
        if pairs_of and pairs_of[0].settled == "more":
            head = f"{head}, {headline_people(pairs_of[0].taken)} detained"
        return capital(head)

    def standfirst(self) -> str:
        """Return one line on what the brief rests on."""
        given = self.record.documents
        undated = sum(1 for d in given if self.evidence.inferred(d.id))
        which = "undated report" if given and undated == len(given) else "report"
        some = f" ({number(undated)} of them undated)" if 0 < undated < len(given) else ""
        text = f"Drawn from {count(len(given), which)}{some} with {count(len(self.record.claims), 'figure')}"
        as_of = f", as of {day(self.record.as_of)}" if self.record.as_of else ""
        return f"{text}{as_of}. The small numbers lead to the sentences that carry each figure."

    def flows(self) -> list[Total]:
        """Return the totals of every flow, the one with most people freed first."""
        found = (total(self.record, measure, group) for measure, group in pairs(self.record))
        return [flow for flow in found if flow is not None]

    def lead(self) -> list[Said]:
        """Return the state of things in about five sentences."""
        said = [self.flow(flow) for flow in self.flows()[:1]]
        said += [self.versus(pair) for pair in comparisons(self.record)[:1]]
        said += self.stocks()
        said += self.repairs_in_short()
        said += self.dating_in_short()
        return said

    def flow(self, flow: Total) -> Said:
        """Say how many moved in all, when, and in how many occasions."""
        known = count(len(flow.occasions), "dated occasion")
        rest = sum(1 for _ in flow.lumps)
        parts = [f"in {known}"] if flow.occasions else []
        if rest:
            parts.append(f"{count(rest, 'stretch', 'stretches')} that no report breaks down")
        tail = f", {listed(parts)}" if parts else ""
        verb = labels.measure(flow.measure).verb
        text = f"{people(flow, labels.group(flow.group))} were {verb} {over(flow.start, flow.end)}{tail}"
        return Said(sentence(text), self.cite.cite(flow.claims, near=flow.best))

    def versus(self, pair: Comparison) -> Said:
        """Say whether more were taken than let go."""
        taken, freed = pair.taken, pair.freed
        cites = {*self.cite.cite(taken.claims, near=taken.best)[:3], *self.cite.cite(freed.claims, near=freed.best)[:2]}
        whom = "" if taken.group == freed.group else f" {labels.group(taken.group)}"
        period = over(taken.start, taken.end)
        known = f"{people(taken)}{whom} {period}, while {people(freed)} were freed"
        if pair.settled in {"more", "fewer"}:
            return Said(sentence(f"{pair.settled} were detained than freed: {known}"), tuple(sorted(cites)))
        text = f"whether more were detained than freed is open: {known}"
        return Said(sentence(text), tuple(sorted(cites)))

    def stocks(self) -> list[Said]:
        """Say how many are held: the latest count of the leading source, then what others put beside it."""
        found = series(self.record)
        if not found:
            return []
        said = [self.stock(found[0][1])]
        others = [rows[-1] for key, rows in found[1:] if key[:2] == found[0][0][:2]][:2]
        others += [row for row in found[0][1][-3:-1] if self.unattributed(found[0][0][2])]
        if others:
            parts = [f"{people(item)} {self.at(item)} ({self.counter(item)})" for item in others[:3]]
            cites = self.cite.cite([claim for item in others[:3] for claim in item.claims])
            said.append(Said(sentence(f"others give {listed(parts)}"), cites))
        return said

    def at(self, item: Stock) -> str:
        """Return the day of a count: "on 3 May 2024", or "about 3 May 2024" where its reports carry no date."""
        docs = {claim.doc for claim in self.evidence.known(item.claims)}
        guessed = bool(docs) and all(self.evidence.inferred(doc) for doc in docs)
        return f"{'about' if guessed else 'on'} {day(item.date)}"

    def unattributed(self, source: str) -> bool:
        """Tell whether a series rests on no named source."""
        return source in {"", "document"}

    def counter(self, item: Stock) -> str:
        """Return who counts: the named source, or the reports that give the figure."""
        return self.speakers(item.claims, limit=1) if self.unattributed(item.source) else item.source

    def stock(self, rows: tuple[Stock, ...]) -> Said:
        """Say how many are held by the latest count of one source, and how that compares with its first."""
        last, first = rows[-1], rows[0]
        verb = labels.measure(last.measure).verb
        whose = f"by the count of {self.counter(last)}"
        text = f"{people(last, labels.group(last.group))} were {verb} {self.at(last)} {whose}"
        cites = last.claims
        if first.date != last.date and not self.unattributed(last.source):
            text += f"; it had been {people(first)} {self.at(first)}"
            cites = (*last.claims, *first.claims)
        return Said(sentence(text), self.cite.cite(cites))

    def repairs_in_short(self) -> list[Said]:
        """Say that the reports disagree and what the best reading changes; or that nothing needs changing."""
        if not self.history.readings:
            return []
        best = self.history.readings[0]
        if not best.repairs and not best.rejected:
            return [Said("All figures can be true together as they are printed.")]
        said = [self.repair(item) for item in best.repairs[:2]]
        if best.rejected:
            verb = "is" if len(best.rejected) == 1 else "are"
            text = f"{count(len(best.rejected), 'claim')} cannot be fitted to the others and {verb} set aside"
            said.append(Said(sentence(text), self.cite.cite(best.rejected)))
        return said

    def repair(self, item: Repair) -> Said:
        """Say which report is read differently from what it prints, and at what price."""
        claim = self.evidence.claims.get(item.claim)
        where = self.evidence.name(claim.doc) if claim else "a report"
        text = self.evidence.prose(item.explanation, [item.claim]).rstrip(".")
        if not text:
            text = f"{where} prints {item.from_} where {item.to} must be meant: {labels.repair(item.kind)}"
        cost = f" (price of assuming the error: {bits(item.bits)})" if item.bits else ""
        return Said(sentence(text + cost), self.cite.cite([item.claim]))

    def dating_in_short(self) -> list[Said]:
        """Say between which days the undated reports were placed."""
        undated = [d.id for d in self.record.documents if self.evidence.inferred(d.id)]
        placed = [d for d in undated if self.evidence.published(d).low and self.evidence.published(d).high]
        if not placed:
            return []
        low = min(p for d in placed if (p := self.evidence.published(d).low))
        high = max(p for d in placed if (p := self.evidence.published(d).high))
        if len(placed) == 1:
            text = f"the one undated report was written {when(low, high)}, to judge by what it says"
        else:
            text = (
                f"the {count(len(placed), 'undated report')} were written {when(low, high)}, to judge by what they say"
            )
        return [Said(sentence(text))]

    def row(self, part: Occasion | Lump) -> tuple[Said, ...]:
        """Return one row of the table of occasions: when, what, how many, how we know."""
        what = labels.measure(part.measure).noun
        if part.group and part.group != self.main_group:
            what += f", {part.group}"
        size = Said(people(part.size), self.cite.cite(part.claims, near=part.size.best))
        why = self.derivation(part)
        if isinstance(part, Lump):
            dates = capital(when(part.start, part.end))
            return (Said(dates), Said(f"{what}, days not reported"), size, Said(why or "No report says on which days."))
        why = why or f"Stated by {self.speakers(part.claims)}."
        dates = capital(when(part.date.low, part.date.high).removeprefix("on "))
        return (Said(dates), Said(what), size, Said(why))

    @cached_property
    def main_group(self) -> str:
        """The group of the largest flow: what is counted unless a row says otherwise."""
        found = pairs(self.record)
        return found[0][1] if found else ""

    def derivation(self, part: Occasion | Lump) -> str:
        """Return how an occasion's size follows, without the size and days that its row gives already."""
        return sentence(_REPEATED.sub("", self.evidence.prose(part.derivation))) if part.derivation else ""

    def made_of(self, part: Total) -> Said:
        """Return the addition behind a total: "18 + 30 + 30 + 37, and 63 on days not reported"."""
        if part.derivation and not parts(part):
            return Said(sentence(self.evidence.prose(part.derivation)))
        if len(parts(part)) == 1:
            return Said(self.derivation(parts(part)[0]) or "Stated as it stands.")
        sizes = [number(o.size.best) if o.size.best is not None else people(o.size) for o in part.occasions]
        text = " + ".join(sizes) if len(sizes) <= 12 else f"{count(len(sizes), 'occasion')}"
        rest = [people(lump.size) for lump in part.lumps]
        tail = f"{listed(rest)} on days not reported" if rest else ""
        return Said(sentence(", and ".join(piece for piece in (text, tail) if piece)))

    def speakers(self, claims: Iterable[str], limit: int = 3, near: int | None = None) -> str:
        """Return who says it, each name once; those whose own number is closest to `near` come first."""
        known = closest(self.evidence.known(claims), near)
        names = list(dict.fromkeys(self.evidence.asserted_by(claim) for claim in known))
        shown = names[:limit] + ([f"{number(len(names) - limit)} more"] if len(names) > limit else [])
        return listed(shown) or "no report alone"

    def said_by(self, name: str, claims: Sequence[CountClaim], limit: int = 6) -> tuple[Said, ...]:
        """Return what one source says, figure by figure, the first of many."""
        said = [Said(f"{capital(name)}:")]
        shown = claims[:limit]
        for claim in shown:
            end = "." if claim is shown[-1] else ";"
            said.append(Said(f"{self.figure(claim)}{end}", self.cite.cite([claim.id])))
        if len(claims) > limit:
            said.append(Said(sentence(f"{count(len(claims) - limit, 'more figure')} on the site")))
        return tuple(said)

    def figure(self, claim: CountClaim) -> str:
        """Return a claim in a few words: "about 55 freed, 2 April – 2 August 2031".

        Days that are only counted from a report's inferred day are given where that day is known closely, as "about".
        """
        size = f"{claim_people(claim)} {labels.measure(claim.measure).brief}"
        window = self.evidence.window(claim)
        if claim.start_date is not None and claim.end_date is not None:
            size += f", {period(claim.start_date, claim.end_date)}"
        elif window is not None and self.evidence.closely_dated(claim.doc):
            size += f", about {period(*window)}"
        return size + ("" if claim.status == "actual" else f" ({labels.STATUSES.get(claim.status, claim.status)})")

    def conflict(self, item: Conflict) -> tuple[Said, ...]:
        """Explain a conflict: what cannot all hold, why, and what each way out costs."""
        explained = self.evidence.prose(item.explanation, item.claims) or "these figures cannot all hold"
        said = [Said(sentence(explained), self.cite.cite(item.claims))]
        said += [Said(self.way_out(way, explained)) for way in item.repairs]
        return tuple(said)

    def way_out(self, way: Repair, told: str = "") -> str:
        """Say what one way out of a conflict is, and its price; what `told` has said already is not said again."""
        claim = self.evidence.claims.get(way.claim)
        where = self.evidence.name(claim.doc) if claim else "a report"
        change = self.evidence.prose(way.explanation, [way.claim]).rstrip(".")
        if change and change in told:
            return f"Assume {labels.repair(way.kind)}: {bits(way.bits)}."
        if not change and way.kind in {"reject", "rejected"}:
            change = f"set the claim in {where} aside"
        elif not change:
            change = f"take {way.from_} in {where} for {way.to}, {labels.repair(way.kind)}"
        return sentence(f"{change}: {bits(way.bits)}")

    def runner_up(self) -> list[Said]:
        """Say what the next best reading assumes, and the next that judges reports otherwise if that is another."""
        if not self.history.readings:
            return []
        best, *others = self.history.readings
        if not others:
            return [Said("No other reading was found near the best one.")] if best.repairs or best.rejected else []
        judging = next((other for other in others if self.judges_otherwise(best, other)), None)
        said = self._priced("the next best reading", best, others[0])
        if judging is not None and judging is not others[0]:
            said += self._priced("the next reading that judges the reports otherwise", best, judging)
        return said

    def _priced(self, which: str, best: Reading, other: Reading) -> list[Said]:
        """Say what a reading costs more than the best one, and what it assumes that the best one does not."""
        extra = other.bits - best.bits
        price = f"{bits(extra)} more and is {times(extra)} less likely" if extra >= 1 else f"only {bits(extra)} more"
        shared = set(self.assumes(best))
        own = [text for text in self.assumes(other) if text not in shared]
        said = [Said(sentence(f"{which} costs {price}"))]
        said += [Said(text) for text in own or ["It spreads the same people otherwise over the days."]]
        return [*said[:-1], Said(said[-1].text, self.cite.cite(self.touched(other)))]

    def judges_otherwise(self, best: Reading, other: Reading) -> bool:
        """Tell whether a reading repairs or rejects other claims than the best one, within the series it is about."""
        measures = {part.measure for part in other.occasions} | {part.measure for part in other.lumps}

        def fates(reading: Reading) -> set[tuple[str, str, str]]:
            found = {(item.claim, item.kind, item.to) for item in reading.repairs}
            found |= {(claim, "rejected", "") for claim in reading.rejected}
            claims = self.evidence.claims
            return {fate for fate in found if fate[0] not in claims or claims[fate[0]].measure in measures}

        return fates(best) != fates(other)

    def touched(self, reading: Reading) -> tuple[str, ...]:
        """Return the claims that a reading repairs or rejects."""
        return (*(item.claim for item in reading.repairs), *reading.rejected)

    def assumes(self, reading: Reading) -> list[str]:
        """Say in sentences what a reading changes or sets aside."""
        about = self.touched(reading)
        parts = [self.evidence.prose(part, about) for part in reading.explanation.split("; ") if part.strip()]
        said = [sentence(part) for part in parts if not part.startswith("every figure stands") or len(parts) == 1]
        if said:
            return said
        for item in reading.repairs:
            claim = self.evidence.claims.get(item.claim)
            where = self.evidence.name(claim.doc) if claim else "a report"
            said.append(sentence(f"it reads {item.from_} as {item.to} in {where}"))
        if reading.rejected:
            said.append(sentence(f"it sets {count(len(reading.rejected), 'claim')} aside"))
        return said or ["It leaves every figure as printed and places the occasions otherwise."]

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
