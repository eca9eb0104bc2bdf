"""Counts that tell who people are, where or when, not what befell them: they share the lot of those counted before.

"Police arrested 18 people. Five were teenagers", "two in May and nine in June", "Among them were 60 students",
"Marenia held 48, Odrava 30". Parsers often lose the way in such clauses, so that their words are read in order.
"""

from __future__ import annotations

from typing import Final

from habeas.extract.grammar.counts.counted import Mention, is_set_beside
from habeas.extract.grammar.measures.draft import Candidate
from habeas.extract.lexicon import Lexicon
from habeas.extract.parse.base import Sentence, Token

# How many words may stand between a number and its copula, and between the copula and what it says.
_COPULA: Final = 5
_ATTRIBUTE: Final = 6
# How far before a verb of including its clause may begin, and how far a comparison may stand before its number.
_CLAUSE: Final = 16
_COMPARED: Final = 4
_RANKED: Final = 6
_DATED: Final = 3  # "..., in June": the words before a number that is set beside another by its month
_STOPS: Final = frozenset({",", ";", ":", "(", ")", ".", "–", "—", "-", "?", "!", "“", "”", '"'})
_OPENERS: Final = frozenset({",", ";", ":", "(", "–", "—", "-"})
_HARD: Final = frozenset({";", ":", "–", "—", "(", "“"})
_VERBAL: Final = frozenset({"VERB", "AUX"})


class Echoes:
    """Finds such counts by the word classes of one lexicon.

    `of` returns how a number leans on the one before: "part" or "included" of it, "joined" or set beside it ("bare"),
    "" where it does not.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._copulas = lexicon.words("grammar", "copulas")
        self._relatives = lexicon.words("grammar", "relatives")
        self._anaphors = lexicon.words("people", "anaphors")
        self._collective = lexicon.words("people", "collective")
        self._partitive = lexicon.words("people", "partitive_cases")
        self._among = lexicon.words("echo", "among")
        self._holding = lexicon.words("echo", "including")
        self._knowing = lexicon.words("echo", "knowing")
        self._happening = lexicon.words("echo", "happening")
        self._comparing = lexicon.words("echo", "comparing")
        self._against = lexicon.words("echo", "against")
        self._next = lexicon.words("echo", "next")
        self._rising = lexicon.words("echo", "rising")
        self._ranks = lexicon.words("echo", "ranks")
        self._beside = lexicon.words("echo", "beside")
        self._traits = lexicon.words("echo", "traits")
        self._times = lexicon.words("echo", "times")
        self._pronouns = lexicon.words("echo", "pronouns")
        self._more = lexicon.words("people", "more")
        self._months = frozenset(lexicon.data["time"]["months"])
        self._alike = lexicon.words("echo", "all")

    def of(self, sentence: Sentence, mention: Mention, antecedent: Candidate, whole: Candidate) -> str:
        """Return how a number leans on the one before it (`antecedent`; `whole` is what that one is part of)."""
        if mention.quantity.zero or not self._may_echo(mention, antecedent):
            return ""
        same = antecedent.sentence.index == sentence.index
        first, last = self._span(sentence, mention)
        if _holds(whole, mention):
            link = self._as_part(sentence, mention, first, last)
            if link or self._is_of_held(mention, antecedent, whole):
                return link or "part"
            if same and self._follows(sentence, antecedent, first):
                return "joined"
        if same and self._is_compared(sentence, first):
            return "bare"
        if self._is_told_again(sentence, mention, first, last) or self._is_ranked(sentence, mention, first):
            return "bare"
        if same and self._is_as_many(sentence, mention, antecedent, first):
            return "joined"
        near = same or self.opens_with_part(sentence)
        if near and (self._is_verbless(sentence, mention, first, last) or self._is_gapped(sentence, first, antecedent)):
            return "part" if mention.partitive else "joined"
        return ""

    def _may_echo(self, mention: Mention, antecedent: Candidate) -> bool:
        noun = mention.noun
        if noun is not None and mention.partitive and noun.lemma not in self._lexicon.custody_nouns:
            return antecedent.mention.noun is not None and antecedent.mention.noun.lemma == noun.lemma
        if (
            noun is None
            or self._lexicon.names_person(noun.lemma, noun.lower)
            or noun.lemma in self._lexicon.custody_nouns
        ):
            return True
        return noun.pos == "PROPN" or "-" in noun.lemma

    @staticmethod
    def _span(sentence: Sentence, mention: Mention) -> tuple[int, int]:
        """Return the first token of a number with its hedges, and the last of its numeral."""
        q = mention.quantity
        inside = [t.i for t in sentence.tokens if t.end > sentence.start + q.start and t.start < sentence.start + q.end]
        return (inside[0], inside[-1]) if inside else (mention.numeral.i, mention.numeral.i)

    @staticmethod
    def _is_of_held(mention: Mention, antecedent: Candidate, whole: Candidate) -> bool:
        """Read "48 are in prison. Sixteen have been denied medical care": whatever is told of some, they are held."""
        held = antecedent.choice is not None and antecedent.choice.measure == "held"
        fewer = (mention.quantity.low or 0) < (whole.mention.quantity.high or 0)
        return held and fewer and mention.noun is None and mention.top.rel in {"nsubj", "nsubj:pass"}

    def _as_part(self, sentence: Sentence, mention: Mention, first: int, last: int) -> str:
        if self._has_trait(sentence, mention, last) or self._are_known(sentence, mention):
            return "part"
        among = self._is_among(sentence, first) or self._are_among(sentence, last)
        return "included" if among or self._is_included(sentence, first) else ""

    def _are_known(self, sentence: Sentence, mention: Mention) -> bool:
        """Read "3,000 of them have been identified"."""
        verb = sentence.head(mention.top)
        known = verb is not None and verb.lemma in self._knowing and bool(sentence.kids(verb, "aux:pass"))
        return known and mention.partitive

    def _has_trait(self, sentence: Sentence, mention: Mention, last: int) -> bool:
        """Read "Three of them were American citizens", "114 are teenagers", "the other 13 were from Velm"."""
        tokens = sentence.tokens
        verb = next((t for t in tokens[last + 1 : last + 1 + _COPULA] if t.pos in _VERBAL or t.text in _STOPS), None)
        if verb is None or verb.lemma not in self._copulas:
            return False
        if mention.noun is not None and mention.noun.i < verb.i and not mention.partitive:
            return False
        for n, token in enumerate(tokens[verb.i + 1 : verb.i + 1 + _ATTRIBUTE]):
            if token.pos in {"ADV", "DET", "NUM", "PUNCT"} or token.rel in {"amod", "compound"}:
                continue
            if token.pos == "ADP":
                return token.lower in self._traits
            if token.pos in {"NOUN", "PROPN"}:
                return self._is_someone(sentence, token)
            nearest = tokens[min(verb.i + 2 + n, len(tokens) - 1)]
            return token.pos == "ADJ" and token.lemma in self._traits and (nearest.pos in {"PUNCT", "CCONJ", "ADP"})
        return False

    def _is_someone(self, sentence: Sentence, token: Token) -> bool:
        known = self._lexicon.names_person(token.lemma, token.lower) or token.lemma in self._traits
        named = token.pos == "PROPN" and token.has("Number=Plur")
        return known or (named and sentence.tokens[token.i - 1].pos != "PROPN")

    def _is_among(self, sentence: Sentence, first: int) -> bool:
        """Read "Among them were 60 students", "Included in the group are two nuns"."""
        before = sentence.tokens[first - 1] if first else None
        if before is None or before.lemma not in self._copulas:
            return False
        clause = self._clause_before(sentence, before.i)
        return (bool(clause) and clause[0].lower in self._among) or self.opens_with_part(sentence)

    def _are_among(self, sentence: Sentence, last: int) -> bool:
        """Read "Only two prisoners of conscience are among them"."""
        behind = sentence.tokens[last + 1 : last + 1 + _COPULA + 1]
        verb = next((t.i for t in behind if t.pos in _VERBAL), None)
        if verb is None or sentence.tokens[verb].lemma not in self._copulas:
            return False
        after = [t.lower for t in sentence.tokens[verb + 1 : verb + 3]]
        return len(after) > 1 and after[0] in self._among and after[1] in self._anaphors

    def opens_with_part(self, sentence: Sentence) -> bool:
        """Say whether a sentence opens with people told of before: "Among these victims ...", "Of those, ..."."""
        words = [t for t in sentence.tokens[:4] if t.pos != "PUNCT" and t.lower not in self._alike]
        opened = len(words) > 1 and words[0].lower in self._among | self._partitive
        return opened and words[1].lower in self._anaphors

    def _is_included(self, sentence: Sentence, first: int) -> bool:
        """Read "They included 60 students", "The group comprises two nuns"."""
        verb = next((t for t in reversed(sentence.tokens[max(0, first - 3) : first]) if t.pos == "VERB"), None)
        if verb is None or verb.lemma not in self._holding:
            return False
        subjects = sentence.kids(verb, "nsubj")
        return any(self._points_back(sentence, s) for s in subjects)

    def _points_back(self, sentence: Sentence, subject: Token) -> bool:
        if subject.lower in self._anaphors:
            return True
        definite = any(k.lower in {"the", "these", "those"} for k in sentence.kids(subject, "det"))
        named = subject.lemma in self._lexicon.people or subject.lemma in self._lexicon.custody_nouns
        return definite and (named or subject.lemma in self._collective)

    @staticmethod
    def _clause_before(sentence: Sentence, end: int) -> list[Token]:
        """Return the words of the clause before token `end`, from its first."""
        out: list[Token] = []
        for token in reversed(sentence.tokens[max(0, end - _CLAUSE) : end]):
            if token.text in _HARD or token.text == ",":
                break
            out.append(token)
        out.reverse()
        while out and (out[0].pos in {"CCONJ", "ADV", "PUNCT"} or out[0].lower in {"that", "said"}):
            out.pop(0)
        return out

    def _follows(self, sentence: Sentence, antecedent: Candidate, first: int) -> bool:
        """Say whether a number goes on with a list of parts before it: "60 students and 12 monks"."""
        if not any(s.kind == "echo" for s in antecedent.signs) and antecedent.link != "included":
            return False
        end = max((antecedent.mention.noun or antecedent.mention.numeral).i, antecedent.mention.numeral.i)
        between = sentence.tokens[end + 1 : first]
        joined = any(t.text in {",", ";"} or t.pos == "CCONJ" for t in between)
        return joined and not any(t.pos in _VERBAL and not t.has("VerbForm=Part") for t in between)

    def _is_compared(self, sentence: Sentence, first: int) -> bool:
        """Read "compared with 205 in 2018", "up from 12 a year ago", "against nine the year before"."""
        before = [t.lower for t in sentence.tokens[max(0, first - _COMPARED) : first]]
        if not before:
            return False
        behind_comma = len(before) > 1 and before[-2] == ","
        if (before[-1] in self._against and behind_comma) or " ".join(before[-2:]) in self._next:
            return True
        return before[-1] in self._comparing or (before[-1] in self._beside and bool(set(before) & self._rising))

    def _is_told_again(self, sentence: Sentence, mention: Mention, first: int, last: int) -> bool:
        """Read "in 2015 there were 45", "45 occurred in 2015"."""
        if mention.noun is not None and mention.noun.i <= last:
            return False
        tokens = sentence.tokens
        verb = sentence.head(mention.top)
        if mention.noun is None and mention.top.rel == "obj" and verb is not None and verb.lemma in self._happening:
            return True  # "there are none, but Harrow lists 33"
        after = next((t for t in tokens[last + 1 : last + 3] if t.pos in _VERBAL), None)
        if mention.noun is None and mention.top.rel.startswith("nsubj"):
            told = (v for v in (after, sentence.head(mention.top)) if v is not None)
            if any(self._is_happening(sentence, verb) for verb in told):
                return True
        before = [t.lower for t in tokens[max(0, first - 4) : first]]
        if mention.noun is None and self._pronouns & set(before) and tokens[first - 1].lemma in self._copulas:
            return True  # "A year earlier it had been 61"
        there = first > 1 and tokens[first - 1].lemma in self._copulas and tokens[first - 2].rel == "expl"
        ends = last + 1 >= len(tokens) or tokens[last + 1].text in _STOPS or tokens[last + 1].pos in {"CCONJ", "ADP"}
        return there and mention.noun is None and ends

    def _is_happening(self, sentence: Sentence, verb: Token) -> bool:
        """Read "45 occurred in May", "45 of which took place in Odrava"."""
        joined = (f"{verb.lemma}-{k.lemma}" for k in sentence.kids(verb, "obj"))
        return verb.lemma in self._happening or any(name in self._happening for name in joined)

    def _is_ranked(self, sentence: Sentence, mention: Mention, first: int) -> bool:
        """Read "Eritrea was second with 28", "followed by Marenia with 48 and Odrava with 30"."""
        before = sentence.tokens[max(0, first - _RANKED) : first]
        if mention.noun is not None or not before:
            return False
        ranked = any(t.lemma in self._ranks or t.lower in self._ranks for t in sentence.tokens[:first])
        named = any(t.pos == "PROPN" for t in before) or any(t.lower in self._ranks for t in before)
        listed = before[-1].lower == "with" or (before[-1].text == "," or before[-1].pos == "CCONJ")
        return ranked and named and listed and any(t.lower == "with" for t in sentence.tokens[:first])

    def _is_verbless(self, sentence: Sentence, mention: Mention, first: int, last: int) -> bool:
        """Read "eight of them Koreans", "another a student", "(38 men and 4 women)", ", two outside the court"."""
        tokens = sentence.tokens
        before = tokens[first - 1] if first else None
        if before is None or not (before.text in _OPENERS or before.pos == "CCONJ" or before.lower == "the"):
            return False
        if mention.noun is not None and not mention.partitive and before.text not in _HARD:
            return False
        rest: list[Token] = []
        for token in tokens[last + 1 :]:
            if token.text in _STOPS or token.pos == "CCONJ":
                break
            rest.append(token)
        while rest and rest[0].lower in self._more:
            rest.pop(0)
        if any(t.pos in _VERBAL and t.rel not in {"amod", "acl"} for t in rest) or not rest:
            return False
        if mention.noun is not None or mention.partitive:
            return True
        placed = rest[0].pos in {"ADP", "SCONJ"} and any(t.pos in {"PROPN", "NUM", "NOUN"} for t in rest[1:])
        timed = rest[0].lower in self._times or rest[0].pos == "DET"
        return (placed or timed) and not any(t.lemma in self._lexicon.things for t in rest[:1])

    def _is_as_many(self, sentence: Sentence, mention: Mention, antecedent: Candidate, first: int) -> bool:
        """Read "in May 40 miners were arrested, in June at least 24 miners": as those before, in another month."""
        noun, earlier = mention.noun, antecedent.mention.noun
        if noun is None or earlier is None or noun.lemma != earlier.lemma or noun.i < first or first < _DATED:
            return False
        stop, link, month = sentence.tokens[first - _DATED : first]
        if month.lower not in self._months or link.pos != "ADP" or not (stop.text in {",", ";"} or stop.pos == "CCONJ"):
            return False
        after = sentence.tokens[noun.i + 1 :]
        end = next((n for n, t in enumerate(after) if t.text in _STOPS or t.pos == "CCONJ"), len(after))
        return not any(t.pos in _VERBAL for t in after[:end])

    def _is_gapped(self, sentence: Sentence, first: int, antecedent: Candidate) -> bool:
        """Read "Marenia had 150 writers in jail, Odrava 48 and Kadir 30"."""
        tokens = sentence.tokens
        name = tokens[first - 1] if first > 1 else None
        if name is not None and name.text == "(":  # "Marenia is ahead of Odrava (58)"
            closed = first + 1 < len(tokens) and tokens[first + 1].text == ")"
            return closed and tokens[first - 2].pos == "PROPN" and any(t.lower in self._ranks for t in tokens[:first])
        if name is None or name.pos != "PROPN" or not is_set_beside(sentence, first):
            return False
        if any(s.kind == "echo" for s in antecedent.signs):
            return True
        verbs = [t for t in sentence.ancestors(antecedent.mention.top) if t.pos in _VERBAL]
        subjects = [s for v in verbs[:1] for s in sentence.kids(v, "nsubj")]
        return any(s.pos == "PROPN" for s in subjects)


def _holds(whole: Candidate, mention: Mention) -> bool:
    """Say whether a number can be a part of a whole."""
    total, part = whole.mention.quantity, mention.quantity
    return total.high is None or (part.low or part.high or 0) <= total.high
