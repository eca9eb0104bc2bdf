"""What a brief says: sentences filled from the record, in the order a busy reader needs them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from habeas.publish import labels
from habeas.publish.blocks import Said
from habeas.publish.evidence import Citations
from habeas.publish.figures import Comparison, Total, comparisons, pairs, series, total
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
    people,
    period,
    sentence,
    times,
    when,
)
from habeas.values.claim import CountClaim
from habeas.values.history import Conflict, Lump, Occasion, Reading, Repair, Stock
from habeas.values.record import Record

BITS_IN_WORDS = (
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
        if pairs_of and (pairs_of[0].low or 0) > 0:
            head = f"{head}, {headline_people(pairs_of[0].taken)} detained"
        return capital(head)

    def standfirst(self) -> str:
        """Return one line on what the brief rests on."""
        given = self.record.documents
        text = f"Drawn from {count(len(given), 'report')} and {count(len(self.record.claims), 'count claim')}"
        undated = [d for d in given if self.evidence.inferred(d.id)]
        if given and len(undated) == len(given):
            text += ", none of them dated" if len(given) > 1 else ", which carries no date"
        elif undated:
            text += f", {count(len(undated), 'of them', 'of them')} undated"
        as_of = f", as of {day(self.record.as_of)}" if self.record.as_of else ""
        return f"{text}{as_of}. Bracketed numbers lead to the sentences that carry each figure."

    def flows(self) -> list[Total]:
        """Return the totals of every flow, the one with most people freed first."""
        found = (total(self.record, measure, group) for measure, group in pairs(self.record))
        return [flow for flow in found if flow is not None]

    def lead(self) -> list[Said]:
        """Return the state of things in about five sentences."""
        said = [self.flow(flow) for flow in self.flows()[:1]]
        said += [self.versus(pair) for pair in comparisons(self.record)[:1]]
        said += [self.stock(rows) for _, rows in series(self.record)[:1]]
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
        text = f"{people(flow, labels.group(flow.group))} were {verb} {when(flow.start, flow.end)}{tail}"
        return Said(sentence(text), self.cite.cite(flow.claims))

    def versus(self, pair: Comparison) -> Said:
        """Say whether more were taken than let go."""
        taken, freed = pair.taken, pair.freed
        cites = self.cite.cite((*taken.claims, *freed.claims))
        whom = "" if taken.group == freed.group else f" {labels.group(taken.group)}"
        period = when(taken.start, taken.end)
        if pair.low is not None and pair.low > 0:
            extra = f"more were detained than freed: {people(taken)}{whom} {period}, against {people(freed)} freed"
        elif pair.high is not None and pair.high < 0:
            extra = f"fewer were detained than freed: {people(taken)}{whom} {period}, against {people(freed)} freed"
        else:
            extra = (
                f"{people(taken)}{whom} were detained {period}, against {people(freed)} freed; "
                "the ranges do not settle which is more"
            )
        return Said(sentence(extra), cites)

    def stock(self, rows: tuple[Stock, ...]) -> Said:
        """Say how many are held by the latest count of one source, and how that compares with its first."""
        last, first = rows[-1], rows[0]
        whose = f" by the count of {last.source}" if last.source and last.source != "document" else ""
        verb = labels.measure(last.measure).verb
        text = f"{people(last, labels.group(last.group))} were {verb} on {day(last.date)}{whose}"
        if len(rows) > 1 and first.date != last.date:
            text += f"; the count had been {people(first)} on {day(first.date)}"
        return Said(sentence(text), self.cite.cite((*last.claims, *(first.claims if first is not last else ()))))

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
        cost = f" (price of assuming the error: {bits(item.bits)})" if item.bits else ""
        text = f"{where} prints {item.from_} where {item.to} must be meant: {labels.repair(item.kind)}{cost}"
        return Said(sentence(text), self.cite.cite([item.claim]))

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
        noun = labels.measure(part.measure).noun
        size = Said(people(part.size), self.cite.cite(part.claims))
        why = sentence(part.derivation) if part.derivation else ""
        if isinstance(part, Lump):
            dates = capital(when(part.start, part.end))
            return (Said(dates), Said(f"{noun}, days not reported"), size, Said(why or "No report says on which days."))
        return (
            Said(capital(days(part.date))),
            Said(noun),
            size,
            Said(why or f"Stated by {self.speakers(part.claims)}."),
        )

    def made_of(self, part: Total) -> Said:
        """Return the addition behind a total: "18 + 30 + 30 + 37, and 63 on days not reported"."""
        if part.derivation:
            return Said(sentence(part.derivation))
        sizes = [number(o.size.best) if o.size.best is not None else people(o.size) for o in part.occasions]
        text = " + ".join(sizes) if len(sizes) <= 12 else f"{count(len(sizes), 'occasion')}"
        rest = [people(lump.size) for lump in part.lumps]
        tail = f"{listed(rest)} on days not reported" if rest else ""
        return Said(sentence(", and ".join(piece for piece in (text, tail) if piece)))

    def speakers(self, claims: Iterable[str], limit: int = 3) -> str:
        """Return who says it, each name once."""
        names = list(dict.fromkeys(self.evidence.asserted_by(claim) for claim in self.evidence.known(claims)))
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
        """Return a claim in a few words: "about 55 freed, 2 April – 2 August 2031"."""
        size = f"{claim_people(claim)} {labels.measure(claim.measure).verb}"
        if claim.start_date is not None and claim.end_date is not None:
            size += f", {period(claim.start_date, claim.end_date)}"
        return size + ("" if claim.status == "actual" else f" ({labels.STATUSES.get(claim.status, claim.status)})")

    def conflict(self, item: Conflict) -> tuple[Said, ...]:
        """Explain a conflict: what cannot all hold, why, and what each way out costs."""
        said = [Said(sentence(item.explanation or "these figures cannot all hold"), self.cite.cite(item.claims))]
        said += [Said(self.way_out(way)) for way in item.repairs]
        return tuple(said)

    def way_out(self, way: Repair) -> str:
        """Say what one way out of a conflict is, and its price."""
        claim = self.evidence.claims.get(way.claim)
        where = self.evidence.name(claim.doc) if claim else "a report"
        change = way.explanation.rstrip(".")
        if not change and way.kind in {"reject", "rejected"}:
            change = f"set the claim in {where} aside"
        elif not change:
            change = f"take {way.from_} in {where} for {way.to}, {labels.repair(way.kind)}"
        return sentence(f"{change}: {bits(way.bits)}")

    def runner_up(self) -> list[Said]:
        """Say what the second-best reading assumes and how much less likely it is."""
        if len(self.history.readings) < 2:
            return []
        best, second = self.history.readings[:2]
        extra = second.bits - best.bits
        said = [
            Said(
                sentence(
                    f"the next best reading costs {bits(extra)} more and is {times(extra)} less likely"
                    if extra >= 1
                    else f"another reading is almost as good, at {bits(extra)} more"
                )
            )
        ]
        said += [Said(text, self.cite.cite(self.touched(second))) for text in self.assumes(second)]
        return said

    def touched(self, reading: Reading) -> tuple[str, ...]:
        """Return the claims that a reading repairs or rejects."""
        return (*(item.claim for item in reading.repairs), *reading.rejected)

    def assumes(self, reading: Reading) -> list[str]:
        """Say in sentences what a reading changes or sets aside."""
        said = [sentence(reading.explanation)] if reading.explanation else []
        if not said:
            for item in reading.repairs:
                claim = self.evidence.claims.get(item.claim)
                where = self.evidence.name(claim.doc) if claim else "a report"
                said.append(sentence(f"it reads {item.from_} as {item.to} in {where}"))
            if reading.rejected:
                said.append(sentence(f"it sets {count(len(reading.rejected), 'claim')} aside"))
            if not said:
                said.append("It leaves every figure as printed and places the occasions otherwise.")
        return said

    def dated(self, doc: str) -> tuple[Said, ...]:
        """Return one row of the table of undated reports."""
        entry = self.evidence.dated.get(doc)
        return (
            Said(capital(self.evidence.name(doc))),
            Said(self.evidence.title(doc)),
            Said(capital(days(self.evidence.published(doc)))),
            Said(sentence(entry.why) if entry and entry.why else "Nothing in the text gives its day."),
        )
