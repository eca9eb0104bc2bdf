"""The group that a number counts, in the text's own words: "political prisoners", "lawmakers, mayors and members"."""

from __future__ import annotations

import re
from typing import Final

from habeas.extract.grammar.counts.counted import Mention, are_penalties
from habeas.extract.lexicon import Lexicon
from habeas.extract.parse.base import Sentence, Token

# The longest stretch that a further noun of a group may add, and quotation marks that a group may have opened.
_GROUP: Final = 40
# How many words behind a number may say what people are.
_KIND: Final = 7
_CLOSING: Final = {"”": "“", "’": "‘", '"': '"'}


class Groups:
    """Finds groups with one lexicon's words."""

    def __init__(self, lexicon: Lexicon) -> None:
        people = lexicon.data["people"]
        self._lexicon = lexicon
        self._copulas = lexicon.words("grammar", "copulas")
        self._knowing = lexicon.words("echo", "knowing")
        self._collective = lexicon.words("people", "collective")
        self._anaphors = lexicon.words("people", "anaphors")
        self._penalised: str = people["penalised"]
        self._taken = frozenset(lexicon.verbs["patient"])
        self._among = lexicon.words("echo", "among")
        self._lists = lexicon.words("people", "listed", "lists")
        self._called = lexicon.words("people", "listed", "anyone")
        self._anyone: str = people["group_fallback"]
        self._local = re.compile(people["local"] or r"(?!)")
        self._dates = frozenset(lexicon.data["time"]["months"]) | frozenset(lexicon.data["time"]["weekdays"])

    def of(self, sentence: Sentence, mention: Mention, before: str, *, listed: bool = False) -> tuple[str, int]:
        """Return the group in the text's words, without its number, and where its noun phrase ends in the document.

        A number that stands alone counts what it is said to be ("20 of them are nuns"), or the group `before` it;
        "none" counts what nobody is said to be. `listed` says that it is one of several groups of a list.
        """
        end = mention.numeral.end
        if are_penalties(self._lexicon, sentence, mention):
            text, end = (
                self._penalised.format(mention.noun.text if mention.noun is not None else ""),
                self._end(mention),
            )
        elif mention.noun is not None:
            text, end = self._noun_phrase(sentence, mention.noun, sentence.start + mention.quantity.core_end)
        else:
            text = self._kind(sentence, mention) or before
        text = self._denied(sentence, mention) or text
        return self._narrowed(sentence, mention, text, listed=listed), end

    def _denied(self, sentence: Sentence, mention: Mention) -> str:
        """Return what nobody of a group is said to be: "none of the detainees is a journalist" counts journalists."""
        kind = sentence.head(mention.top) if mention.quantity.zero and mention.top.rel == "nsubj" else None
        if kind is None or kind.pos not in {"NOUN", "PROPN"} or not sentence.kids(kind, "cop"):
            return ""
        return self._noun_phrase(sentence, kind, kind.end)[0]

    @staticmethod
    def _end(mention: Mention) -> int:
        return (mention.noun or mention.numeral).end

    def _narrowed(self, sentence: Sentence, mention: Mention, text: str, *, listed: bool) -> str:
        """Add what makes people told of a part of all.

        That is that they are known by name or of one place; in a list, what people were convicted over.
        """
        verb = sentence.head(mention.top)
        if listed and mention.noun is not None and mention.noun.lemma in self._called:
            text = " ".join([text, *self._clause(sentence, mention.noun)])
        if mention.partitive and verb is not None and verb.lemma in self._knowing:
            text = f"{text or self._anyone} {verb.lower}"
        place = self._place(sentence, mention)
        return f"{text or self._anyone} {place}" if place and not text.endswith(place) else text

    @staticmethod
    def _clause(sentence: Sentence, noun: Token) -> list[str]:
        """Return the words of the participle behind a noun, up to a comma: "convicted over the strike"."""
        clause = next((k for k in sentence.kids(noun, "acl") if k.i == noun.i + 1), None)
        out: list[str] = []
        for token in sentence.tokens[noun.i + 1 :] if clause is not None else ():
            if token.pos in {"PUNCT", "CCONJ"} or token.pos == "NUM" or len(out) >= _KIND:
                break
            out.append(token.text)
        return out

    def _place(self, sentence: Sentence, mention: Mention) -> str:
        """Return the one place that people are counted in: "in Velm alone 300 were taken", "300 in Velm alone"."""
        q = mention.quantity
        for found in self._local.finditer(sentence.text):
            phrase = found["phrase"][:1].lower() + found["phrase"][1:]
            if any(word.strip(",.").lower() in self._dates for word in phrase.split()):
                continue
            ahead, behind = sentence.text[found.end() : q.start], sentence.text[q.end : found.start()]
            if found.end() <= q.start and ";" not in ahead:
                return phrase
            if q.end <= found.start() and not any(map(str.isdigit, behind)) and len(behind) <= _GROUP:
                return phrase
        return ""

    def _kind(self, sentence: Sentence, mention: Mention) -> str:
        """Return what people are said to be: "20 of them nuns", "20 are police officers"."""
        tokens = sentence.tokens[mention.numeral.i + 1 :]
        rest = [t for t in tokens[:_KIND] if t.pos != "ADV"]
        if len(rest) > 1 and rest[0].rel == "case" and rest[1].lower in self._anaphors:
            rest = rest[2:]
        copula = bool(rest) and rest[0].lemma in self._copulas
        if not (copula or mention.partitive):
            return ""
        rest = rest[1:] if copula else rest
        named = next(
            (n for n, t in enumerate(rest) if t.pos not in {"ADJ"} and t.rel not in {"compound", "amod"}), None
        )
        if named is None or not self._is_people(rest[named]):
            return ""
        return sentence.text[rest[0].start - sentence.start : rest[named].end - sentence.start]

    def _is_people(self, noun: Token) -> bool:
        known = self._lexicon.names_person(noun.lemma, noun.lower) or noun.lemma in self._lexicon.custody_nouns
        return noun.pos in {"NOUN", "PROPN"} and known and noun.has("Number=Plur")

    def _noun_phrase(self, sentence: Sentence, noun: Token, core_end: int) -> tuple[str, int]:
        """Return the noun phrase of a group and where it ends.

        It runs from the first modifier after the number to the noun with its "of" complements; clauses and
        participles stay outside.
        """
        behind = noun.start < core_end  # "the number of political prisoners has reached 90"
        left = [
            t
            for t in (sentence.kids(noun, "amod", "compound") if behind else sentence.subtree(noun))
            if (behind or core_end <= t.start)
            and t.start <= noun.start
            and t.rel not in {"case", "nummod", "det", "punct"}
            and t.pos != "ADP"
            and not (behind and t.lemma in self._taken)
        ]
        start = min((t.start for t in left), default=noun.start)
        end = noun.end
        for kid in sentence.kids(noun, "nmod"):
            cases = [c for c in sentence.kids(kid, "case") if c.i > noun.i]
            if not cases or sentence.kids(kid, "nummod") or cases[0].lower in {"in", "at", "on", "with", "for", "to"}:
                continue
            if cases[0].lower in self._among or kid.lemma in self._lists:  # "nuns among the prisoners", "of the list"
                continue
            if cases[0].i == noun.i + 1 and kid.pos in {"NOUN", "PROPN"} and kid.i - noun.i <= 8:
                end = max(end, kid.end)
                break
        end = max(end, self._last_of_group(sentence, noun, end))
        text = sentence.text[start - sentence.start : end - sentence.start]
        closing = sentence.text[end - sentence.start : end - sentence.start + 1]
        if closing in _CLOSING and text.count(_CLOSING[closing]) > text.count(closing) * (closing != _CLOSING[closing]):
            end += 1 if text.count(_CLOSING[closing]) % 2 else 0
            text = sentence.text[start - sentence.start : end - sentence.start]
        shared = _shared_words(sentence, start, noun)
        if shared is not None:
            text = f"{shared} {sentence.text[noun.start - sentence.start : end - sentence.start]}"
        return " ".join(text.split()), end

    def _last_of_group(self, sentence: Sentence, noun: Token, end: int) -> int:
        """Return where the last noun ends that shares a number with `noun`: "20 lawmakers, mayors and members"."""
        for kid in sentence.kids(noun, "conj"):
            between = sentence.text[end - sentence.start : max(end, kid.end) - sentence.start]
            own = any(t.pos in {"NUM", "VERB", "AUX", "DET", "ADP"} for t in sentence.tokens[noun.i + 1 : kid.i])
            number = kid.lemma in self._collective  # "soldiers and thousands of officials"
            if kid.pos not in {"NOUN", "PROPN"} or own or number or len(between) > _GROUP:
                break
            end = max(end, kid.end)
        return end


def _shared_words(sentence: Sentence, start: int, noun: Token) -> str | None:
    """Return what the first of two numbers that share a noun counts: of "27 old or 30 young miners" old miners.

    As many words are taken to tell the first group apart as the second; None where there is one number.
    """
    words = [t for t in sentence.tokens if start <= t.start <= noun.start]
    at = next((n for n, t in enumerate(words[:-1]) if t.pos == "CCONJ" and words[n + 1].pos == "NUM"), None)
    if at is None:
        return None
    return " ".join(t.text for t in (*words[:at], *words[2 * at + 2 : -1]))
