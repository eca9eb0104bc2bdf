"""How people counted as held are held, where a text parts them by it: "40 await trial, 12 serve sentences"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from habeas.extract.grammar.measures.draft import Draft
from habeas.extract.lexicon import Lexicon
from habeas.extract.parse.base import Sentence

# What ends the words that are told of a number, and how many letters and words of them may tell it.
_END: Final = re.compile(r"[;:.!?()](?:\s|$)")
_REACH: Final = 90
_WORDS: Final = 8


class Confinement:
    """Tells it by the patterns of one lexicon, in the order of the words behind a number."""

    def __init__(self, lexicon: Lexicon) -> None:
        table = lexicon.data["confinement"]
        said: dict[str, str] = table["said"]
        self._kinds = {said[name]: _any(phrases) for name, phrases in table["kinds"].items()}
        self._beside = {said[name]: _any(phrases) for name, phrases in table["beside"].items() if name in said}
        self._accused = _any(table["accused"])
        self._facing = _any(table["facing"])
        self._charged: str = table["charged"]
        self._joiners = frozenset(lexicon.data["numbers"]["joiners"])
        self._people: str = lexicon.data["people"]["group_fallback"]

    def told(self, drafts: Sequence[Draft]) -> list[Draft]:
        """Return drafts with groups that say how people are held, or what some of those held stand accused of.

        The former only where a text tells it of different people in different ways: a lone "200 await trial" may be
        all. People held in one way are no part of those held in another.
        """
        texts = {n: _behind(drafts, n) for n, draft in enumerate(drafts) if draft.claim.measure == "held"}
        ways = {n: self._way(f"{drafts[n].claim.group} {text}", self._kinds) for n, text in texts.items()}
        if any(ways.values()):  # "39 are in detention centres" beside "128 serve sentences in colonies"
            ways = {n: way or self._way(texts[n], self._beside) for n, way in ways.items()}
        parted = len({way for way in ways.values() if way}) > 1
        out = list(drafts)
        for n, text in texts.items():
            claim, way = drafts[n].claim, ways[n] if parted else ""
            known = bool(way) and self._kinds[way].search(claim.group) is not None
            added = "" if known else way or self._accusation(n, drafts, text)
            whole = claim.subset_of if way else None
            apart = whole is not None and ways.get(whole, "") not in {"", way}
            group = f"{claim.group or self._people} {added}" if added else claim.group
            told = msgspec.structs.replace(claim, group=group, subset_of=None if apart else claim.subset_of)
            out[n] = drafts[n]._replace(claim=told)
        return out

    def tells(self, sentence: Sentence, start: int) -> bool:
        """Say whether the next words of a sentence tell how people are held: "15 whose cases are final"."""
        text = sentence.text[start : start + _REACH].lstrip()
        return any(kind.match(text) for kind in self._kinds.values())

    @staticmethod
    def _way(text: str, kinds: dict[str, re.Pattern[str]]) -> str:
        """Return the one way of being held that a text tells, "" where it tells none or two."""
        found = [said for said, kind in kinds.items() if kind.search(text)]
        return found[0] if len(found) == 1 else ""

    def _accusation(self, n: int, drafts: Sequence[Draft], text: str) -> str:
        """Return what a part of those held stands accused of: "24 of them are charged under section 9"."""
        claim, mention = drafts[n].claim, drafts[n].mention
        earlier = (d.claim for d in drafts[max(0, n - 1) : n] if d.claim.measure == "held")
        fewer = any((claim.low or 0) < (other.low or 0) for other in earlier)
        part = mention.partitive or (mention.noun is None and fewer)
        facing = self._facing.search(text) if part else None
        if facing is not None:
            return self._phrase([self._charged, *facing["what"].split()])
        found = self._accused.search(text) if part else None
        return self._phrase(found[0].split()) if found is not None else ""

    def _phrase(self, words: list[str]) -> str:
        kept = words[:_WORDS]
        return " ".join(kept[:-1] if kept[-1] in self._joiners else kept)


def _behind(drafts: Sequence[Draft], n: int) -> str:
    """Return the words behind a number, up to the next clause or count."""
    sentence, start = drafts[n].sentence, drafts[n].mention.quantity.end
    text = sentence.text[start : start + _REACH]
    following = drafts[n + 1] if n + 1 < len(drafts) else None
    if following is not None and following.sentence is sentence:
        text = text[: max(0, following.mention.quantity.start - start)]
    end = _END.search(text)
    return text[: end.start()] if end is not None else text


def _any(phrases: Iterable[str]) -> re.Pattern[str]:
    listed = "|".join(phrases)
    return re.compile(rf"\b(?:{listed})\b" if listed else r"(?!)", re.IGNORECASE)
