"""What cannot all be true, and the readings that explain it: in words of odds, with the price in bits where asked."""

from __future__ import annotations

import re
from typing import Final

from habeas.publish import labels
from habeas.publish.blocks import Said
from habeas.publish.story import Story
from habeas.publish.wording import bits, capital, count, listed, number, people, sentence, times
from habeas.values.history import Conflict, Lump, Occasion, Reading, Repair

BITS_IN_WORDS: Final = (
    "Readings are weighed in bits: what it takes to write down a history and every error it assumes. "
    "Each bit less makes a reading twice as likely, so ten bits make it about a thousand times as likely, "
    "given the prices of errors named under Methods."
)
_COSTS: Final = re.compile(r"\bcosts (\d+(?:\.\d+)?) bits more\b")
# A derivation of the history a reading leads to; pages draw it from the reading itself, in a reader's words.
_NOUNS: Final = "|".join(sorted({re.escape(word.noun) for word in labels.MEASURES.values()} | {"Died"}))
_HISTORY: Final = re.compile(rf"^(?:{_NOUNS})(?: \([^)]*\))?: (?:\d|none)", re.IGNORECASE)
_INSTEAD: Final = re.compile(r", with (?:[\d,]+[^;,]*(?:, )?)+ instead$")


def in_odds(text: str) -> str:
    """Return a sentence with prices in bits told as odds."""
    return _COSTS.sub(lambda found: f"is {times(float(found[1]))} less likely", text)


def explained(story: Story, item: Conflict) -> str:
    """Say what cannot all hold and why, in one sentence without prices or bare rows of numbers."""
    text = story.evidence.prose(item.explanation, item.claims).rstrip(".")
    return sentence(in_odds(_INSTEAD.sub("", text)) or "these figures cannot all hold")


def conflict(story: Story, item: Conflict) -> tuple[Said, ...]:
    """Explain a conflict for a brief: what cannot all hold and why, and what else would mend it."""
    text = explained(story, item)
    said = [Said(text, story.cite.cite(item.claims))]
    cheapest = min((way.bits for way in item.repairs), default=0.0)
    for way in item.repairs[1:3]:
        odds = f", {times(way.bits - cheapest)} less likely" if way.bits - cheapest >= 1 else ""
        said.append(Said(sentence(f"or {_uncapital(change(story, way))}{odds}")))
    return tuple(said)


def change(story: Story, way: Repair) -> str:
    """Say what one way out of a conflict changes."""
    claim = story.evidence.claims.get(way.claim)
    where = story.evidence.name(claim.doc) if claim else "a report"
    told = story.evidence.prose(way.explanation, [way.claim]).rstrip(".")
    if told:
        return told
    if way.kind in {"reject", "rejected"}:
        return f"set the claim in {where} aside"
    return f"take {way.from_} in {where} for {way.to}, {labels.repair(way.kind)}"


def way_out(story: Story, way: Repair, told: str = "") -> str:
    """Say what one way out of a conflict is, and its price; what `told` has said already is not said again."""
    text = change(story, way)
    if text in told:
        return f"Assume {labels.repair(way.kind)}: {bits(way.bits)}."
    return sentence(f"{text}: {bits(way.bits)}")


def runner_up(story: Story) -> list[Said]:
    """Say what the next best reading assumes, and the next that judges reports otherwise if that is another."""
    if not story.history.readings:
        return []
    best, *others = story.history.readings
    if not others:
        return [Said("No other reading was found near the best one.")] if best.repairs or best.rejected else []
    judging = next((other for other in others if judges_otherwise(story, best, other)), None)
    said = _priced(story, "the next best account", best, others[0])
    if judging is not None and judging is not others[0]:
        said += _priced(story, "the next that judges the reports otherwise", best, judging)
    return said


def _priced(story: Story, which: str, best: Reading, other: Reading) -> list[Said]:
    """Say how much less likely a reading is than the best one, and what it assumes that the best one does not."""
    extra = other.bits - best.bits
    odds = f"is {times(extra)} less likely" if extra >= 1 else "is nearly as likely"
    if other.differs:
        differs = story.evidence.prose(other.differs, touched(other) or touched(best))
        return [Said(sentence(f"{which} {odds}: {differs}"), story.cite.cite(_grounds(best, other)))]
    shared = set(assumes(story, best))
    own = [text for text in assumes(story, other) if text not in shared]
    history = told(other)
    said = [sentence(f"{which} {odds}"), *own, *([history] if history else [])]
    if len(said) == 1:
        said.append("It spreads the same people otherwise over the days.")
    return [*(Said(text) for text in said[:-1]), Said(said[-1], story.cite.cite(touched(other)))]


def told(reading: Reading) -> str:
    """Return the history a reading leads to, flow by flow: "Freed: 48, 30 and 37, and 60 on days not reported."."""
    dated: dict[str, list[str]] = {}
    loose: dict[str, list[str]] = {}
    for part in _parts(reading):
        size = number(part.size.best) if part.size.best is not None else people(part.size)
        (loose if isinstance(part, Lump) else dated).setdefault(part.measure, []).append(size)
    said = []
    for measure in dict.fromkeys((*dated, *loose)):
        pieces = [listed(dated[measure])] if measure in dated else []
        pieces += [f"{listed(loose[measure])} on days not reported"] if measure in loose else []
        said.append(f"{labels.measure(measure).noun}: {', and '.join(pieces)}.")
    return " ".join(said)


def judges_otherwise(story: Story, best: Reading, other: Reading) -> bool:
    """Tell whether a reading repairs or rejects other claims than the best one, within the series it is about."""
    measures = {part.measure for part in other.occasions} | {part.measure for part in other.lumps}

    def fates(reading: Reading) -> set[tuple[str, str, str]]:
        found = {(item.claim, item.kind, item.to) for item in reading.repairs}
        found |= {(claim, "rejected", "") for claim in reading.rejected}
        claims = story.evidence.claims
        return {fate for fate in found if fate[0] not in claims or claims[fate[0]].measure in measures}

    return fates(best) != fates(other)


def touched(reading: Reading) -> tuple[str, ...]:
    """Return the claims that a reading repairs or rejects."""
    return (*(item.claim for item in reading.repairs), *reading.rejected)


def _grounds(best: Reading, other: Reading) -> tuple[str, ...]:
    """Return the claims on which a reading differs: those it judges, else those of the parts that the best has not."""
    if set(touched(other)) != set(touched(best)):
        return touched(other)
    parts = [part for part in _parts(other) if _size_of(part) not in map(_size_of, _parts(best))]
    return tuple(dict.fromkeys(claim for part in parts for claim in part.claims)) or touched(other)


def _parts(reading: Reading) -> tuple[Occasion | Lump, ...]:
    return (*reading.occasions, *reading.lumps)


def _size_of(part: Occasion | Lump) -> tuple[str, str, int | None]:
    return part.measure, part.group, part.size.best


def assumes(story: Story, reading: Reading) -> list[str]:
    """Say in sentences what a reading changes or sets aside; the history it leads to is left to `told`."""
    about = touched(reading)
    parts = [story.evidence.prose(part, about) for part in reading.explanation.split("; ") if part.strip()]
    parts = [part for part in parts if not _HISTORY.match(part)]
    said = [sentence(part) for part in parts if not part.startswith("every figure stands") or len(parts) == 1]
    if said:
        return said
    for item in reading.repairs:
        claim = story.evidence.claims.get(item.claim)
        where = story.evidence.name(claim.doc) if claim else "a report"
        said.append(sentence(f"it reads {item.from_} as {item.to} in {where}"))
    if reading.rejected:
        said.append(sentence(f"it sets {count(len(reading.rejected), 'claim')} aside"))
    return said


def _uncapital(text: str) -> str:
    return text if text[:2].isupper() or capital(text) != text else text[:1].lower() + text[1:]
