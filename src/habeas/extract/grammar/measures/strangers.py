"""Numbers of people that make no claim: ages, posts, differences, the hurt, criminals, keepers, people left out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from habeas.extract.grammar.counts.counted import Counter, Mention
from habeas.extract.lexicon import Lexicon
from habeas.extract.parse.base import Sentence

_OLDEST: Final = 120
_NAMED: Final = 2
_BESIDE: Final = 32
_NEXT: Final = 14
_FEW: Final = 9
_COMPARED: Final = 10
_YEARS: Final = re.compile(r"(?:1[89]|20)\d\d ?[-–—] ?(?:1[89]|20)\d\d")
_NATION: Final = 15_000_000  # more than all the prisons of the world hold


class Strangers:
    """Tells such numbers by the words of one lexicon."""

    def __init__(self, lexicon: Lexicon, counter: Counter) -> None:
        self._lexicon = lexicon
        self._counter = counter
        self._pairing = frozenset(lexicon.data["numbers"]["pairing"])
        self._both = frozenset(lexicon.data["numbers"]["zero_of_two"])
        self._occasions = lexicon.words("nouns", "occasions")
        refuse = lexicon.data["refuse"]
        self._comparatives = lexicon.words("refuse", "comparatives")
        self._than = lexicon.words("refuse", "than")
        self._criminals = lexicon.words("refuse", "criminals")
        self._common = lexicon.words("refuse", "common")
        self._offenders = lexicon.words("refuse", "offenders")
        self._keepers = lexicon.words("refuse", "keepers")
        self._asking = lexicon.words("refuse", "asking")
        self._asked_links = lexicon.words("refuse", "asked_links")
        self._abuses = lexicon.words("refuse", "abuses")
        self._offence_links = lexicon.words("grammar", "offence_links")
        self._courts = lexicon.words("verbs", "light", "courts")
        # whole words: "managed to free 20" tells of no age
        self._refused_before = re.compile(rf"(?<!\w){_any(p.lstrip() for p in refuse.get('before', ()))}")
        self._free = tuple(refuse.get("free", ()))
        self._refused_after = tuple(refuse.get("after", ()))
        self._disaster = re.compile(rf"\b{_any(refuse['disasters'])}", re.IGNORECASE)
        group = _any(refuse["excluded_group"])
        self._group = re.compile(group)
        self._left_out = re.compile(
            rf"\b{_any(refuse['excluding'])} (?:[\w’'-]+ ){{0,8}}?{group}\b"
            rf"|\b{group}\b[^.;]{{0,60}}?\b{_any(refuse['excluded'])}\b",
            re.IGNORECASE,
        )

    def are_others(self, sentence: Sentence, mention: Mention) -> bool:
        """Say whether a number counts people, or what else, of whom nothing that this is about is told."""
        tests = (
            self._is_hurt,
            self._is_age,
            self._is_absent_thing,
            self._is_floating,
            self._is_ordinary,
            self._is_years,
            self._is_difference,
            self._are_keepers,
            self._are_asked,
            self._are_free,
        )
        few = self._counts_occasions(mention) or (mention.quantity.low or 0) >= _NATION
        return few or any(test(sentence, mention) for test in tests)

    def is_disaster(self, text: str) -> bool:
        """Say whether a text tells of a disaster: who is missing or dead there is in nobody's hands."""
        return self._disaster.search(text) is not None

    def leaves_out(self, sentence: Sentence, mention: Mention) -> bool:
        """Say whether a sentence tells that political prisoners are left out, and a number counts others."""
        noun = mention.noun
        own = "" if noun is None else " ".join(t.lower for t in (noun, *sentence.kids(noun, "amod", "compound")))
        return self._left_out.search(sentence.text) is not None and not self._group.search(own)

    def _are_keepers(self, sentence: Sentence, mention: Mention) -> bool:
        """Tell "two guards were jailed for beating a prisoner" from prisoners of conscience."""
        noun = mention.noun
        if noun is None or noun.lemma not in self._keepers:
            return False
        behind = sentence.tokens[noun.i + 1 :]
        return any(
            t.lemma in self._abuses and sentence.tokens[t.i - 1].lower in {*self._offence_links, "of", "in"}
            for t in behind
        )

    def _are_asked(self, sentence: Sentence, mention: Mention) -> bool:
        """Tell those whom a report rests on: "interviewed 12 former prisoners", "interviews with 30 prisoners"."""
        head = sentence.head(mention.top)
        if head is None or head.lemma not in self._asking:
            return False
        cases = {c.lower for c in sentence.kids(mention.top, "case")}
        listed = mention.top.rel == "conj" and mention.noun is not None  # "interviewed six activists, five lawyers"
        return listed or mention.top.rel in {"obj", "nsubj:pass"} or bool(cases & self._asked_links)

    def _counts_occasions(self, mention: Mention) -> bool:
        """Tell "two releases this summer", which counts occasions of several people each, from "300 releases"."""
        q = mention.quantity
        few = q.low is not None and q.low == q.high and q.low <= _FEW and not q.vague
        return few and mention.noun is not None and mention.noun.lemma in self._occasions

    def is_epithet(self, sentence: Sentence, mention: Mention) -> bool:
        """Tell "Anna Smith, one of the country's best known writers", which describes, from a count of one."""
        q = mention.quantity
        part = mention.noun is not None and mention.noun.head == mention.numeral.i
        if not (q.low == q.high == 1 and (mention.partitive or part)):
            return False
        chain = [mention.top, *sentence.ancestors(mention.top)]
        named = any(t.rel in {"appos", "conj"} and chain[n + 1].pos == "PROPN" for n, t in enumerate(chain[:-1]))
        first = chain[1] if len(chain) > 1 else None  # "the writer, one of the founders of the movement, was jailed"
        named = named or (
            mention.top.rel == "appos" and first is not None and first.pos == "NOUN" and first.has("Number=Sing")
        )
        above = sentence.head(mention.top)  # "one of the prisoners is X", "one of the detainees, teacher X, has ..."
        named = named or (above is not None and above.pos == "PROPN" and mention.top.rel.startswith("nsubj"))
        nouns = (t for t in (mention.top, mention.noun) if t is not None)
        named = named or any(k.pos == "PROPN" for t in nouns for k in sentence.kids(t, "appos"))
        called = bool(sentence.kids(mention.top, "cop")) and bool(sentence.kids(mention.top, "nsubj"))
        return (
            named
            or called
            or (
                mention.noun is not None
                and any(t.has("Degree=Sup") for t in sentence.subtree(mention.noun) if t.i < mention.noun.i)
            )
        )

    def _is_ordinary(self, sentence: Sentence, mention: Mention) -> bool:
        """Tell those who are in custody for ordinary crime, and those who sit in court: "a three-judge panel"."""
        noun = mention.noun
        if noun is None:
            return False
        head = sentence.head(noun) if noun.rel == "compound" else None
        court = noun.lemma in self._courts and noun.lemma not in self._lexicon.people  # "the three-judge panel"
        common = any(k.lemma in self._common for k in sentence.kids(noun, "amod"))  # "1,500 petty criminals"
        if common and (noun.lemma in self._offenders or noun.lemma in self._lexicon.custody_nouns):
            return True
        return court or noun.lemma in self._criminals or (head is not None and head.lemma in self._courts)

    def _is_years(self, sentence: Sentence, mention: Mention) -> bool:
        """Tell the years after a name, "the former minister (2005-2011)", from a range of people."""
        q = mention.quantity
        return mention.noun is None and _YEARS.fullmatch(sentence.text[q.core_start : q.end]) is not None

    def _is_difference(self, sentence: Sentence, mention: Mention) -> bool:
        """Tell "34 more detainees than a year before", which compares, from "34 more detainees"."""
        after = [t.lower for t in sentence.tokens if t.start >= sentence.start + mention.quantity.end][:_COMPARED]
        return bool(after) and after[0] in self._comparatives and bool(set(after[1:]) & self._than)

    def _is_floating(self, sentence: Sentence, mention: Mention) -> bool:
        """Tell "both in May and in June", "were both arrested", "both men and women" from "both were arrested"."""
        if mention.numeral.lower not in self._pairing:
            return False
        before = sentence.tokens[mention.numeral.i - 2 : mention.numeral.i] if mention.numeral.i > 1 else ()
        if len(before) > 1 and before[1].text == "," and before[0].pos == "NUM":
            return True  # "Two, both minors, were let go"
        if mention.top.rel == "appos" and len(before) > 1 and before[1].text == ",":
            return True  # "Paz and Bek, both of the weekly Dawn, were let go"
        apart = mention.numeral.rel in {"cc:preconj", "advmod", "cc", "dep"} or mention.numeral.pos == "CCONJ"
        if mention.noun is None:
            return apart
        # "both men and women were jailed"
        return mention.numeral.rel == "cc:preconj" or bool(sentence.kids(mention.noun, "conj"))

    def _is_age(self, sentence: Sentence, mention: Mention) -> bool:
        """Tell the age after a name, "John Doe, 48, was freed"."""
        q, i = mention.quantity, mention.numeral.i
        if mention.noun is not None or not q.digits or q.low != q.high or not (q.low or 0) < _OLDEST or i < _NAMED:
            return False
        if sentence.tokens[i - 1].pos == "ADV" and i > _NAMED:
            i -= 1  # "Jane Doe, now 63"
        name, comma = sentence.tokens[i - 2], sentence.tokens[i - 1]
        i = mention.numeral.i
        after = sentence.tokens[i + 1].text if i + 1 < len(sentence.tokens) else "."
        named = name.pos == "PROPN" or self._counter.is_person(name)
        return comma.text == "," and after in {",", ".", ")", ";"} and named

    def _is_absent_thing(self, sentence: Sentence, mention: Mention) -> bool:
        """Tell "for no cause", "neither tried nor freed", which count nobody, from "no prisoners"."""
        if not mention.quantity.zero:
            return False
        noun = mention.noun
        if noun is None:
            after = next((t for t in sentence.tokens if t.start >= sentence.start + mention.quantity.end), None)
            return mention.numeral.lower in self._both and (
                after is None or after.pos in {"VERB", "AUX", "ADJ", "CCONJ"}
            )
        events = self._lexicon.countable_events
        if mention.partitive and noun.lemma in events:
            return True  # "none of the arrests was announced"
        known = self._counter.is_person(noun) or noun.lemma in events
        return not known and not self._counter.looks_human(noun)

    def _is_hurt(self, sentence: Sentence, mention: Mention) -> bool:
        """Tell "ten killed and 300 injured" from people who share the predicate before them."""
        behind = (t for t in sentence.tokens if t.start >= sentence.start + mention.quantity.end)
        after = next((t for t in behind if t.pos != "ADV"), None)
        return (
            mention.noun is None
            and after is not None
            and after.lemma in self._lexicon.refused_verbs
            and after.has("VerbForm=Part")
        )

    def _are_free(self, sentence: Sentence, mention: Mention) -> bool:
        """Tell "20 are in jail; 70 are under investigation": the 70 are others; "30 of them" are not."""
        if mention.noun is not None or mention.partitive:
            return False
        behind = sentence.text[mention.quantity.end :].lstrip().lower()
        return behind.startswith(self._free)

    def is_refused(self, sentence: Sentence, mention: Mention) -> bool:
        """Tell capacities, rates and people at large by the words beside a number."""
        q = mention.quantity
        before = sentence.text[max(0, q.start - _BESIDE) : q.core_start].lower()
        after = sentence.text[q.end : q.end + _BESIDE].lower()
        found = (after.find(p) for p in self._refused_after)
        return self._refused_before.search(before) is not None or any(0 <= i <= _NEXT for i in found)


def _any(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, the longest first; for nothing where there are none."""
    listed = sorted(words, key=lambda w: (-len(w), w))
    return f"(?:{'|'.join(map(re.escape, listed))})" if listed else r"(?!)"
