"""What a number counts: the noun, the group in the text's words, and how the number stands in the sentence."""

from __future__ import annotations

from typing import Final, NamedTuple

from habeas.extract.grammar.counts.numbered import Numbered
from habeas.extract.grammar.counts.numbers import Quantity
from habeas.extract.lexicon import Lexicon
from habeas.extract.parse.base import Sentence, Token

_PARTITIVE_DETERMINERS: Final = frozenset({"det", "nmod:poss"})
# What parts the label of an entry from its number, and how many words may follow the number.
_COLONS: Final = (":", "–", "—", "=", " -")
_TAIL: Final = 3
# So many sentences may be those of one.
_FEW: Final = 9
_TAKING: Final = frozenset({"nsubj", "nsubj:pass", "obj"})
_NOMINAL: Final = frozenset({"NOUN", "PROPN", "PRON", "ADJ", "NUM", "VERB"})


class Mention(NamedTuple):
    """A number and what it counts.

    `top` is the token that bears the relation to the predicate; `noun` the counted noun (None where the number stands
    alone); `partitive` says that the number is part of a group named right there ("six of the 20 women", "two of
    them"); `anaphor` that the group was named before; `total` that the number sums up those before.
    """

    quantity: Quantity
    numeral: Token
    top: Token
    noun: Token | None
    partitive: bool = False
    anaphor: bool = False
    trailing: bool = False
    total: bool = False


class Counter:
    """Reads mentions off parsed sentences with the nouns of one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        people = lexicon.data["people"]
        self._lexicon = lexicon
        self._collective = frozenset(people["collective"])
        self._anaphors = frozenset(people["anaphors"])
        self._partitive = frozenset(people["partitive_cases"])
        self._origins = frozenset(people["origin_cases"])
        self._more = frozenset(people["more"])
        self._totals = frozenset(people["totals"])
        self._hedge = (0, 0)
        self._units = frozenset(people["units"].split())
        self._case_nouns = frozenset(people["case_nouns"])
        self._wholes = frozenset(people["wholes"])
        self._change = frozenset(lexicon.data["numbers"]["change_words"])
        self._numbered = Numbered(lexicon, self.is_person)
        self._pending = lexicon.words("grammar", "pending")
        self._doing = lexicon.words("verbs", "light", "serve") | lexicon.words("verbs", "light", "threat")
        self._entries = lexicon.words("people", "listed", "entries")
        self._dates = frozenset(lexicon.data["time"]["months"]) | frozenset(lexicon.data["time"]["weekdays"])

    def mentions(self, sentence: Sentence, quantities: list[Quantity]) -> list[Mention]:
        """Return a mention for each quantity that can be tied to a token."""
        out = []
        for quantity in quantities:
            core = [
                t
                for t in sentence.tokens
                if t.start - sentence.start < quantity.core_end and quantity.core_start < t.end - sentence.start
            ]
            if core and not self._is_name(sentence, core) and not self._is_back_reference(sentence, core):
                out.append(self._mention(sentence, quantity, core))
        return out

    def _is_back_reference(self, sentence: Sentence, core: list[Token]) -> bool:
        """Tell "one of the five", "two of the 37": the whole was counted before, and only the part is news."""
        token = self._numeral(core)
        head = sentence.head(token)
        if head is None or token.rel not in {"nmod", "obl"} or head.pos not in {"NUM", "NOUN", "PRON", "DET"}:
            return False
        cases = {c.lower for c in sentence.kids(token, "case")}
        if head.lower in self._wholes:
            return False
        return bool(cases & self._partitive) and token.pos == "NUM" and head.i < token.i and head.pos != "NOUN"

    def _is_name(self, sentence: Sentence, core: list[Token]) -> bool:
        """Tell a number that is part of a name ("Channel 24") from one that counts ("on Saturday 14 of them ...")."""
        first = core[0]
        after = sentence.tokens[first.i + 1] if first.i + 1 < len(sentence.tokens) else None
        titled = len(core) == 1 and first.text.istitle() and (after is None or after.pos in {"PUNCT", "CCONJ", "ADP"})
        before = sentence.tokens[first.i - 1] if first.i else None
        return (
            before is not None
            and before.pos == "PROPN"
            and before.lower not in self._dates
            and (titled or (first.head == before.i and first.rel in {"nummod", "appos"}))
            and not is_set_beside(sentence, first.i)
        )

    def _mention(self, sentence: Sentence, quantity: Quantity, core: list[Token]) -> Mention:
        self._hedge = (sentence.start + quantity.start, sentence.start + quantity.core_start)
        numeral = self._numeral(core)
        part = self._part_noun(sentence, numeral)
        if part is not None:
            return self._with_part(sentence, quantity, numeral, part)
        noun = self._modified(sentence, numeral, core)
        if noun is None:
            return self._standing_alone(sentence, quantity, numeral, core)
        if noun.lower in self._more:
            below = self._part_noun(sentence, noun)
            if below is not None:
                return self._with_part(sentence, quantity, noun, below)
            return Mention(quantity, numeral, self._climb(sentence, noun), None, anaphor=True)
        inner = self._part_noun(sentence, noun) if noun.lemma in self._case_nouns else None
        if noun.lemma in self._case_nouns and inner is None:  # "20 disappearance cases"
            events = (k for k in sentence.kids(noun, "compound") if k.lemma in self._lexicon.countable_events)
            inner = next(events, None)
        countable = self._lexicon.custody_nouns if quantity.zero else self._lexicon.countable_events
        if inner is not None and (inner.lemma in self._lexicon.countable_events or inner.lemma in countable):
            return Mention(quantity, numeral, self._climb(sentence, noun), inner)
        total = (
            self._total(sentence, noun) if noun.lemma in self._entries or self._is_restated(sentence, noun) else None
        )
        if total is not None:  # "the list of prisoners holds 90 names", "the number of those held rose to 90 people"
            return Mention(quantity, numeral, *total, trailing=True)
        if self._is_restated(sentence, noun) and self._sums_up(sentence, noun):  # "put the total at 90 people"
            return Mention(quantity, numeral, self._climb(sentence, noun), None, anaphor=True, total=True)
        return Mention(quantity, numeral, self._climb(sentence, noun), noun)

    def _is_restated(self, sentence: Sentence, noun: Token) -> bool:
        """Say whether a noun only repeats that people are counted: "the number of those held rose to 90 people"."""
        verb = sentence.head(noun)
        if noun.rel != "obl" or verb is None or not self.is_person(noun):
            return False
        return verb.lower in self._change or self._numbered.is_putting(sentence, verb, noun)

    def _standing_alone(self, sentence: Sentence, quantity: Quantity, numeral: Token, core: list[Token]) -> Mention:
        """Read a number without a noun of its own: its noun may follow, be the subject's, or stand before it."""
        noun = self._next_noun(sentence, core[-1], quantity)
        if noun is not None:
            return Mention(quantity, numeral, self._climb(sentence, noun), noun)
        total = self._total(sentence, numeral)
        if total is not None:
            return Mention(quantity, numeral, *total, trailing=True)
        people = self._numbered.of(sentence, numeral)
        if people is not None:
            return Mention(quantity, numeral, people, people, trailing=True)
        if self._sums_up(sentence, numeral):
            return Mention(quantity, numeral, self._climb(sentence, numeral), None, anaphor=True, total=True)
        noun = self._noun_before(sentence, core[0]) or self._noun_beside(sentence, core[0])
        if noun is not None:
            return Mention(quantity, numeral, noun, noun, trailing=True)
        return Mention(quantity, numeral, self._climb(sentence, numeral), None, anaphor=True)

    def _total(self, sentence: Sentence, numeral: Token) -> tuple[Token, Token] | None:
        """Return (top, noun) of "the number of prisoners reached 1,000", "the total of those freed to 78"."""
        for token in (numeral, *sentence.ancestors(numeral)):
            for kid in (token, *sentence.kids(token, "nsubj", "nsubj:pass", "obj", "csubj")):
                ahead = kid.rel == "obj" and bool(sentence.kids(numeral, "case"))  # "raised to 100 the number of those"
                if kid.lemma in self._totals and (kid.i < numeral.i or ahead):
                    noun = self._part_noun(sentence, kid)
                    if noun is not None and noun.lemma in self._totals:  # "estimates of the number of prisoners"
                        noun = self._part_noun(sentence, noun)
                    counted = noun is not None and (
                        self.is_person(noun)
                        or noun.lemma in self._lexicon.countable_events
                        or (noun.lower in self._anaphors and bool(sentence.kids(noun, "acl", "acl:relcl", "nmod")))
                    )
                    if noun is not None and counted:
                        return kid, noun
                elif (
                    (kid.i < numeral.i or ahead) and kid.rel in _TAKING and self._numbered.takes(sentence, kid, numeral)
                ):
                    return kid, kid
            if token.pos == "VERB" and token.rel not in {"xcomp", "conj", "acl", "acl:relcl"}:
                break
        return None

    def _sums_up(self, sentence: Sentence, numeral: Token) -> bool:
        """Tell "bringing the total to 40", "the figure stands at 40": a total of what was counted before."""
        verb = numeral if sentence.kids(numeral, "cop") else sentence.head(numeral)
        if verb is None or (verb.pos not in {"VERB", "AUX"} and verb is not numeral):
            return False
        named = sentence.kids(verb, "nsubj", "nsubj:pass", "obj")
        return any(k.lemma in self._totals and k.i != numeral.i and self._part_noun(sentence, k) is None for k in named)

    def _noun_before(self, sentence: Sentence, first: Token) -> Token | None:
        """Return the noun that a number in brackets or after a dash belongs to: "most arrests (100)"."""
        if first.i < 2 or sentence.tokens[first.i - 1].text not in {"(", "-", "–", "—", ":"}:
            return None
        for token in reversed(sentence.tokens[max(0, first.i - 9) : first.i - 1]):
            if token.pos in {"VERB", "PUNCT"}:
                return None
            if token.lemma in self._lexicon.custody_nouns or token.lemma in self._lexicon.countable_events:
                return token
        return None

    def _noun_beside(self, sentence: Sentence, first: Token) -> Token | None:
        """Return the noun of "... number 140, journalists 6, miners 9", where kinds of people follow a count of one."""
        noun = sentence.tokens[first.i - 1] if first.i else None
        if noun is None or noun.pos != "NOUN" or not noun.has("Number=Plur") or not self.is_person(noun):
            return None
        return noun if is_set_beside(sentence, first.i) else None

    @staticmethod
    def _numeral(core: list[Token]) -> Token:
        inside = {t.i for t in core}
        tops = [t for t in core if t.head not in inside or t.head == t.i]
        solid = [t for t in tops if t.pos in {"NUM", "NOUN", "ADJ", "PRON", "DET"}]
        return (solid or tops or core)[-1]

    def _part_noun(self, sentence: Sentence, numeral: Token) -> Token | None:
        """Return the noun of "dozens of people", "six of the men", "one of them"."""
        for kid in sentence.kids(numeral, "nmod", "obl"):
            cases = [c.lower for c in sentence.kids(kid, "case")]
            if kid.i > numeral.i and kid.i - numeral.i <= 12 and any(c in self._partitive for c in cases[:1]):
                if cases[0] in self._origins and kid.pos == "PROPN" and not self.looks_human(kid):
                    continue  # "three from Northport" are not three of a whole
                return kid
        return None

    def _with_part(self, sentence: Sentence, quantity: Quantity, numeral: Token, part: Token) -> Mention:
        top = self._climb(sentence, numeral)
        if part.pos == "NUM" or (part.lower in self._anaphors and part.pos in {"PRON", "DET"}):
            return Mention(quantity, numeral, top, None, partitive=True, anaphor=True)
        definite = bool(sentence.kids(part, *_PARTITIVE_DETERMINERS)) and not quantity.vague
        inner = self._part_noun(sentence, part) if part.lemma in self._collective else None
        return Mention(quantity, numeral, top, inner or part, partitive=definite)

    def _modified(self, sentence: Sentence, numeral: Token, core: list[Token]) -> Token | None:
        if numeral.rel not in {"nummod", "amod", "det", "advmod", "compound", "nmod", "dep", "nmod:poss"}:
            return None
        if any(k.i == core[-1].i + 1 for k in sentence.kids(numeral, "acl")):
            return None  # "45 jailed over riot": the participle stands for those counted
        behind = sentence.tokens[core[-1].i + 1] if core[-1].i + 1 < len(sentence.tokens) else None
        if behind is not None and (self._does(behind) or self._befalls(sentence, behind)):
            return None  # "10 serving sentences and 14 awaiting trial", "28 held pending trial"
        head = sentence.head(numeral)
        if head is None or head.pos not in _NOMINAL or head.i < core[0].i:
            return None
        if head.pos == "VERB" and head.rel not in {"obj", "nsubj", "nsubj:pass", "conj", "obl", "nmod"}:
            return None
        if head.pos == "NUM":  # "twenty - six women" parsed as a chain
            further = sentence.head(head)
            return further if head.rel == "nummod" and further is not None else None
        head = self._last_of_compound(sentence, head)
        owner = sentence.head(head)
        if head.rel == "nmod:poss" and owner is not None and owner.i > head.i and self.is_person(owner):
            head = owner  # "two women's rights activists"
        between = sentence.tokens[core[-1].i + 1 : head.i]
        if any(t.pos == "ADP" and t.rel == "case" for t in between):
            return None  # "three to life imprisonment": the preposition parts them
        return head if head.i - numeral.i <= 10 else None

    def _does(self, word: Token) -> bool:
        return word.pos == "VERB" and word.lemma in self._doing

    def _befalls(self, sentence: Sentence, word: Token) -> bool:
        """Tell "28 held pending trial", "12 jailed over a poem" from "28 jailed students"."""
        after = sentence.tokens[word.i + 1] if word.i + 1 < len(sentence.tokens) else None
        taken = word.has("VerbForm=Part") and word.lemma in self._lexicon.verbs["patient"]
        return taken and after is not None and (after.pos == "ADP" or after.lower in self._pending)

    @staticmethod
    def _last_of_compound(sentence: Sentence, head: Token) -> Token:
        """Return the noun that counts of "four women political prisoners", "several hundred Christian leaders"."""
        while head.rel == "compound" or (head.rel == "amod" and head.pos == "ADJ"):
            further = sentence.head(head)
            if further is None or further.pos not in {"NOUN", "PROPN"} or further.i < head.i:
                break
            head = further
        return head

    def _next_noun(self, sentence: Sentence, last: Token, quantity: Quantity) -> Token | None:
        """Find the noun that follows a number which the parser left hanging."""
        if quantity.zero and last.lower not in self._lexicon.data["numbers"]["zero_determiners"]:
            return None
        i = last.i + 1
        tokens = sentence.tokens
        while (
            i < len(tokens)
            and i - last.i <= 5
            and (
                tokens[i].pos in {"ADJ", "PROPN", "ADV"}
                or tokens[i].lower in self._more
                or tokens[i].has("VerbForm=Part")
                or (tokens[i].has("Tense=Past") and tokens[min(i + 1, len(tokens) - 1)].pos in {"ADJ", "NOUN"})
            )
        ):
            i += 1
        if i < len(tokens) and i - last.i <= 5 and tokens[i].pos == "NOUN" and self.is_person(tokens[i]):
            while i + 1 < len(tokens) and tokens[i + 1].pos == "NOUN" and tokens[i].rel == "compound":
                i += 1
            return tokens[i]
        return None

    def _climb(self, sentence: Sentence, token: Token) -> Token:
        """Go up from "30 people" to the collective in "groups of 30 people", "a total of 30 people"."""
        for _ in range(3):
            head = sentence.head(token)
            if head is None or token.rel not in {"nmod", "appos"} or head.i > token.i:
                break
            cases = [c.lower for c in sentence.kids(token, "case")]
            hedge = self._hedge[0] <= head.start < self._hedge[1]
            if not hedge and (head.lemma not in self._collective or (cases and cases[0] not in self._partitive)):
                break
            if _is_definite(sentence, token) and not _is_definite(sentence, head):
                break  # "a small number of the 900 arrested" are not the 900
            token = head
        return token

    def is_person(self, noun: Token) -> bool:
        """Say whether a noun names people by the lexicon (its list, or a custody noun)."""
        named = self._lexicon.names_person(noun.lemma, noun.lower)
        return named or noun.lemma in self._lexicon.custody_nouns or self._last_part(noun)

    def _last_part(self, noun: Token) -> bool:
        tail = noun.lemma.rsplit("-", 1)[-1]
        return "-" in noun.lemma and tail in self._lexicon.people

    def is_thing(self, noun: Token) -> bool:
        """Say whether a noun is one that never counts people."""
        return noun.lemma in self._lexicon.things or noun.lower in self._lexicon.things

    def is_measured(self, sentence: Sentence, mention: Mention) -> bool:
        """Tell "seven years' imprisonment", where the number counts the years, from a number of people."""
        last = next((t for t in sentence.tokens if t.start >= sentence.start + mention.quantity.core_end), None)
        while last is not None and last.text in {"-", "‑"} and last.i + 1 < len(sentence.tokens):
            last = sentence.tokens[last.i + 1]
        if last is not None and last.lemma in self._units:
            return True
        q, noun = mention.quantity, mention.noun
        if (
            q.digits
            and q.low == q.high
            and 1900 <= (q.low or 0) < 2100
            and (noun.has("Number=Sing") if noun is not None else bool(sentence.kids(mention.numeral, "case")))
        ):
            return True  # "another 2010 presidential candidate", "who were arrested in 2018 are"
        return (
            last is not None
            and self.is_thing(last)
            and last.rel in {"nmod:poss", "compound", "obl:npmod"}
            and (last.rel == "nmod:poss" or last.head == mention.numeral.i)
        )

    def looks_human(self, noun: Token) -> bool:
        """Say whether a noun's ending, or its being a name of a people, speaks for persons."""
        word = noun.lower
        return any(word.endswith(suffix) and len(word) > len(suffix) + 2 for suffix in self._lexicon.person_suffixes)


def are_penalties(lexicon: Lexicon, sentence: Sentence, mention: Mention) -> bool:
    """Tell "259 jail sentences", one each, from the "two death sentences" that a single man may get."""
    noun = mention.noun
    if noun is None or (mention.quantity.low or 0) <= _FEW or noun.lemma not in lexicon.words("nouns", "penalties"):
        return False
    kinds = {t.lemma for t in sentence.kids(noun, "compound", "amod", "nmod")}
    return bool(kinds & lexicon.words("nouns", "kinds_of_penalty"))


def _is_definite(sentence: Sentence, noun: Token) -> bool:
    return any(k.has("Definite=Def") for k in sentence.kids(noun, "det"))


def is_set_beside(sentence: Sentence, first: int) -> bool:
    """Say whether a name and the number right behind it stand as an entry of a list, "..., Odrava 48 and Kadir 30"."""
    tokens = sentence.tokens
    after = tokens[first + 1] if first + 1 < len(tokens) else None
    n = first - 1
    while n > 0 and tokens[n].pos in {"PROPN", "DET", "ADJ", "NOUN"}:
        n -= 1
    joined = tokens[n].pos == "CCONJ" and tokens[n - 1].pos == "NOUN" and n > 2  # "journalists and bloggers 5"
    if joined:
        n = next((k for k in range(n - 1, -1, -1) if tokens[k].pos not in {"NOUN", "ADJ", "PROPN"}), 0)
    opened = 0 <= n < first - 1 and (tokens[n].text in {",", ";"} or tokens[n].pos == "CCONJ")
    earlier = any(t.pos == "NUM" for t in tokens[:n])
    return opened and earlier and (after is None or after.text in {",", ";", "."} or after.pos == "CCONJ")


def closes_entry(sentence: Sentence, mention: Mention) -> bool:
    """Say whether a number closes an entry of a list or table: "- Bloggers: 27 people", "Arrested: 45"."""
    q = mention.quantity
    tail = sentence.text[q.end :].strip(" .;,")
    labelled = sentence.text[: q.start].rstrip().endswith(_COLONS)
    return labelled and len(tail.split()) <= _TAIL and sentence.text[: q.start].strip(" -•*:") != ""
