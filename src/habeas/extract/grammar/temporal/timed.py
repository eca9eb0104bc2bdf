"""Ties expressions of time to the words that carry them into the dependency tree."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from habeas.extract.grammar.temporal.times import TimeSpan
from habeas.extract.lexicon import WORD, Lexicon
from habeas.extract.parse.base import Sentence, Token

_RANKED: Final = 8  # words from "since" to its date, at most
# What stands between a report's place and day and its first words.
_DATELINE: Final = re.compile(r"[\s,.]*(?:\([^()]{2,30}\)\s*(?:--|[-–—:]|$)|(?:--|[–—])|\)\s*:)")
_OPENING: Final = 70
# Times that tell when an event began over which people were taken.
_EVENT_DAYS: Final = frozenset({"day", "days", "weekday", "weekend", "holiday", "plain_day", "month", "month_part"})
WITHIN_NOUN: Final = frozenset({"compound", "nummod", "amod", "nmod:poss"})


class Timed(NamedTuple):
    """An expression of time with the token that carries it into the tree.

    `noun` is what it dates, where the tree does not show it: a deed or a gathering right before it, or one that the
    relative clause it stands in tells of;
    `event` says how an event is named that it dates: "after" a gathering (what is told happened on that day, unless the
    count runs on), "over" a cause (it happened since then).
    """

    span: TimeSpan
    token: Token
    noun: Token | None = None
    event: str = ""


class Carriers:
    """Finds the carriers of times, and the roles that the clauses and events above them give them."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._events = lexicon.event_nouns
        self._since = lexicon.words("time", "clause_since")
        self._after = lexicon.words("time", "after_words")
        self._after_nouns = lexicon.words("time", "after_nouns")
        self._gatherings = lexicon.words("time", "gatherings")
        self._deeds = self._gatherings | lexicon.words("grammar", "offence_nouns")
        self._patient = lexicon.verbs["patient"]
        self._causes = lexicon.words("time", "cause_words")
        self._named_by = lexicon.words("time", "named_event_words")
        self._part = lexicon.words("time", "part_words")
        self._scenes = lexicon.words("time", "scene_verbs")
        self._dating = lexicon.words("time", "dating_verbs")
        self._following = lexicon.words("time", "following_verbs")
        self._linking = lexicon.words("grammar", "linking_nouns")
        self._stretches = lexicon.words("time", "stretch_nouns")
        births = "|".join(map(re.escape, lexicon.data["time"]["birth_words"]))
        links = "|".join(map(re.escape, (*lexicon.data["time"]["months"], *lexicon.data["time"]["birth_links"])))
        self._birth = re.compile(rf"\b(?:{births})\W+(?:(?:{links}|\d+)\W+)*$", re.IGNORECASE)

    def of(self, sentence: Sentence, spans: list[TimeSpan]) -> list[Timed]:
        """Return the time expressions of a sentence with their carrying tokens."""
        out = []
        for span in spans:
            if is_dateline(sentence.text[: span.start], sentence.text[span.end :]):
                continue
            if self._birth.search(sentence.text[: span.start]) is not None:
                continue  # "two students, born in 2011 and 2013, were arrested"
            inside = [
                t
                for t in sentence.tokens
                if t.start - sentence.start < span.end and span.start < t.end - sentence.start and t.pos != "PUNCT"
            ]
            if inside:
                ids = {t.i for t in inside}
                tops = [t for t in inside if t.head not in ids or t.head == t.i]
                solid = [t for t in tops if t.pos not in {"ADP", "SCONJ", "DET", "ADV"}] or tops
                loose = [t for t in tops if t.pos == "ADP" and sentence.tokens[t.head].pos == "VERB"]
                if loose and solid[-1].rel in WITHIN_NOUN:  # "in 2019 police arrested": the year is no part of "police"
                    solid = loose
                if not self._ranks(sentence, span, solid[-1]):
                    noun = self._deed_before(sentence, inside[0], solid[-1])
                    item = self._of_clause(sentence, Timed(span, solid[-1], noun))
                    out.append(self._ruled(sentence, item))
        return self._merged(sentence, out)

    def _deed_before(self, sentence: Sentence, first: Token, carrier: Token) -> Token | None:
        """Return the deed right before a time that hangs above it: "charged over riots in May" dates the riots."""
        before = sentence.tokens[first.i - 1] if first.i > 0 else first
        if before.pos == "ADP" and before.i > 0:
            before = sentence.tokens[before.i - 1]
        if before.pos != "NOUN" or before.lemma not in self._deeds or carrier.head == before.i:
            return None
        return before if any(t.i == carrier.head for t in sentence.ancestors(before)) else None

    def _of_clause(self, sentence: Sentence, item: Timed) -> Timed:
        """Hang the time of a relative clause on the event that it dates: "after the coup that took place on 5 May"."""
        verb = next((t for t in list(sentence.ancestors(item.token))[:2] if t.pos == "VERB"), None)
        noun = sentence.head(verb) if verb is not None and verb.rel.startswith("acl") else None
        if verb is None or noun is None or noun.pos != "NOUN" or item.span.role != "in":
            return item
        direct = item.token.head == verb.i
        if not direct and verb.lemma in self._following:  # "the crackdown that followed the vote of 5 May"
            return item._replace(span=item.span._replace(role="since"), noun=noun, event="over")
        names = {verb.lemma, *(f"{verb.lemma}-{k.lower}" for k in sentence.kids(verb))}
        while noun.rel == "nmod" and (above := sentence.head(noun)) is not None:
            noun = above  # "under the state of emergency declared on 5 May"
        links = {k.lower for k in sentence.kids(noun, "case", "mark")}
        named = links & (self._since | self._after | self._causes)
        return item._replace(noun=noun) if direct and names & self._dating and named else item

    def _ruled(self, sentence: Sentence, item: Timed) -> Timed:
        """Return a time with the role of the clause or the event that it dates: "since protests began in May"."""
        span, token = item.span, item.token
        if span.role == "after" and span.first.kind != "moment" and self._at_gathering(sentence, token):
            return item._replace(span=span._replace(role="in"), event="after")  # "after Monday's rally"
        if span.role != "in":
            return item
        if self._names_event(sentence, item):
            return item._replace(span=span._replace(role="since"), event="over")
        below = token
        hung = (item.noun,) if item.noun is not None else ()
        for above in (*hung, *sentence.ancestors(item.noun or token)):
            if below is not token and below.pos in {"VERB", "AUX"} and below.rel not in {"conj", "xcomp"}:
                break
            ruled = self._dated(sentence, item, above)
            if ruled is not None:
                return ruled
            below = above
        return item

    def _names_event(self, sentence: Sentence, item: Timed) -> bool:
        """Say whether a day names what happened on it: "convicted over 8 January", "who took part in 8 January"."""
        links = {k.lower for k in sentence.kids(item.token, "case")}
        first = first_word(sentence, item)
        before = sentence.tokens[first - 1] if first > 0 else None
        if item.span.first.kind != "day" or before is None:
            return False
        took_part = before.lemma in self._deeds | self._scenes and bool(links & self._part)
        return took_part or bool(links & self._named_by)

    def _dated(self, sentence: Sentence, item: Timed, above: Token) -> Timed | None:
        """Return a time with the role that a word above it gives it by what stands before the word, if any."""
        span = item.span
        links = {k.lower for k in sentence.kids(above, "case", "mark") if k.i < item.token.i}
        if links & self._since:
            return item._replace(span=span._replace(role="since"))
        if span.first.kind in _EVENT_DAYS and self._is_cause(sentence, above, links):
            return item._replace(span=span._replace(role="since"), event="over")
        if above.lemma in self._after_nouns:
            return item._replace(span=span._replace(role="after"))  # "in the aftermath of the vote of 9 August"
        if above.pos != "NOUN" or not links & self._after:
            return None
        if above.lemma in self._gatherings:
            return item._replace(event="after")
        return item._replace(span=span._replace(role="after")) if above.lemma not in self._events else None

    def _is_cause(self, sentence: Sentence, noun: Token, links: set[str]) -> bool:
        """Say whether a noun tells what people were taken over: "over the coup of 5 May", "in connection with it"."""
        head = sentence.head(noun)
        freed = head is not None and "freed" in self._patient.get(head.lemma, ())
        if noun.pos != "NOUN" or noun.lemma in self._stretches or freed:
            return False
        return bool(links & self._causes) or (bool(links) and noun.lemma in self._linking)

    def _at_gathering(self, sentence: Sentence, token: Token) -> bool:
        """Say whether a time is, or stands in, the phrase of a gathering: "Monday's rally", "the rally of 5 May"."""
        head = sentence.head(token)
        within = token.rel in WITHIN_NOUN and head is not None and head.lemma in self._gatherings
        return within or token.lemma in self._gatherings

    @staticmethod
    def _merged(sentence: Sentence, items: list[Timed]) -> list[Timed]:
        """Drop an undated moment whose clause holds its date: "since protests erupted in 2015"."""
        dated = [n for n in items if n.span.role in {"since", "between"} and n.span.first.kind != "moment"]
        out = []
        for item in items:
            holders = {item.token.i}
            clause = sentence.head(item.token)
            if clause is not None and clause.rel != "root":
                holders.add(clause.i)
            behind = (n for n in dated if n.token.i > item.token.i)
            told = any(t.i in holders for n in behind for t in (n.token, *sentence.ancestors(n.token)))
            if item.span.first.kind != "moment" or not told:
                out.append(item)
        return out

    def _ranks(self, sentence: Sentence, span: TimeSpan, token: Token) -> bool:
        """Tell "the largest since 2011", which ranks an event, from a time at which it happened."""
        if span.role != "since":
            return False
        before = sentence.tokens[max(0, token.i - _RANKED) : token.i]
        links = [t for t in before if t.lower in self._since] or [
            t for t in before if t.start - sentence.start <= span.start
        ]
        head = links[-1] if links else token
        while (head.pos in {"ADP", "SCONJ", "DET"} or head.lower in self._since) and head.i > 0:
            head = sentence.tokens[head.i - 1]
        above = [head, *sentence.ancestors(head)]
        nouns = above[: next((n for n, t in enumerate(above) if t.pos not in {"NOUN", "PROPN"}), len(above))]
        return head.has("Degree=Sup") or any(k.has("Degree=Sup") for t in nouns for k in sentence.kids(t, "amod"))


def is_dateline(before: str, behind: str) -> bool:
    """Say whether a time is that of a report, which it opens: "DORVANA, 5 May (Dawn) - Police arrested ...".

    `before` and `behind` are what its sentence holds before and behind it.
    """
    if _DATELINE.match(behind) is None or len(before) > _OPENING:
        return False
    words = [word for word in WORD.findall(before) if word[0].isalpha()]
    return bool(words) and not any(word[0].islower() for word in words)


def first_word(sentence: Sentence, item: Timed) -> int:
    """Return the place of the first word of a time, its prepositions included."""
    first = next((t.i for t in sentence.tokens if t.start - sentence.start >= item.span.start), 0)
    while first > 0 and sentence.tokens[first - 1].pos == "ADP":
        first -= 1
    return first
