"""Figures of lists and reports: whose they are, and who is told of in them."""

from __future__ import annotations

from habeas.extract.grammar.attribution.namings import SUBJECTS, Names
from habeas.extract.grammar.attribution.subjects import Subjects
from habeas.extract.lexicon import Lexicon
from habeas.extract.parse.base import Sentence, Token


class Reports:
    """Reads what lists, reports and figures say with one lexicon's words."""

    def __init__(self, lexicon: Lexicon, names: Names, subjects: Subjects) -> None:
        table = lexicon.data["attribution"]
        self._names, self._subjects = names, subjects
        self._verbs = lexicon.words("attribution", "verbs")
        self._counting = lexicon.words("attribution", "counting_verbs")
        self._listing = lexicon.words("attribution", "listing_verbs")
        self._showing = frozenset(table["showing_verbs"])
        self._definite = frozenset(table["definite"])
        self._strip = frozenset(table["strip"])
        self._pronouns = frozenset(table["pronouns"])
        self._events = lexicon.event_nouns

    def listed(self, sentence: Sentence, word: Token) -> tuple[str, Token] | None:
        """Return whose list holds a number that stands inside the list's own phrase: "X's list of the held had 20"."""
        for noun in (word, *sentence.ancestors(word)):
            verb = sentence.head(noun)
            if (
                noun.rel in SUBJECTS
                and verb is not None
                and verb.lemma in self._listing
                and self._names.is_report(noun)
            ):
                owner = self._names.owner(sentence, noun)
                if owner is None or any(t.i == word.i for t in sentence.subtree(owner)):
                    return None  # "the list of the names of these 53"
                return self._names.of(sentence, owner, sentence.start), verb
        return None

    def lists(self, sentence: Sentence, below: Token, verb: Token) -> bool:
        """Say whether a verb tells what a list holds: "X's list includes 20 names", "X published a list of 20"."""
        if verb.lemma not in self._listing:
            return False
        subjects = sentence.kids(verb, *SUBJECTS)
        listed = below.pos == "NOUN" and self._names.is_report(below)
        return listed or any(self._names.is_report(k) and self._is_definite(sentence, k) for k in subjects)

    def _is_definite(self, sentence: Sentence, report: Token) -> bool:
        """Say whether it is known whose a report is: it has an owner, or was spoken of before ("the report")."""
        known = self._names.owner(sentence, report) is not None
        told = report.lemma not in self._events and any(k.lower in self._definite for k in sentence.kids(report, "det"))
        return known or told

    def on(self, sentence: Sentence, people: Token) -> str | None:
        """Return the report that people are told of in: "the prisoners named in the study"."""
        for verb in (k for t in (people, *sentence.kids(people, "nmod")) for k in sentence.kids(t, "acl")):
            told = verb.lemma in self._counting or verb.lemma in self._listing
            for noun in sentence.kids(verb, "obl") if told else ():
                if self._names.is_report(noun) and self._is_definite(sentence, noun):
                    return self._names.of(sentence, noun, sentence.start)
        return None

    def shown(self, sentence: Sentence, word: Token) -> tuple[str, Token] | None:
        """Return whose figures show a number: "X released figures showing that 20 were held", "X's census found"."""
        for verb in sentence.tokens[: word.i]:
            if verb.lemma not in self._showing or verb.pos != "VERB":
                continue
            own = sentence.kids(verb, "nsubj")
            noun = sentence.head(verb) if verb.rel.startswith("acl") else own[0] if own else None
            if noun is None and verb.rel == "root":  # the parser lost the subject behind an apposition
                noun = next((t for t in reversed(sentence.tokens[: verb.i]) if self._names.is_report(t)), None)
            if noun is None or noun.i > verb.i or not self._names.tells(noun):
                continue
            owner = self._names.owner(sentence, noun)
            who = self._names.of(sentence, owner, sentence.start) if owner is not None else self._maker(sentence, noun)
            if who is not None:
                return who, verb
        return None

    def _maker(self, sentence: Sentence, report: Token) -> str | None:
        """Return who brings out a report in the sentence before it: "X released figures"."""
        for verb in reversed(sentence.tokens[: report.i]):
            if verb.pos == "VERB" and verb.lemma in self._listing | self._verbs and sentence.kids(verb, "nsubj"):
                return self._subjects.of(sentence, verb)
        return None

    def publisher(self, sentence: Sentence) -> str | None:
        """Return whose report a sentence speaks of: "X published a report", "a report by X"."""
        for noun in sentence.tokens:
            if noun.pos != "NOUN" or not self._names.is_report(noun) or noun.lemma in self._events:
                continue
            owner = self._names.owner(sentence, noun)
            if owner is not None and owner.pos == "PROPN":
                return self._names.of(sentence, owner, sentence.start)
            verb = sentence.head(noun)
            told = noun.rel in {"obl", "nmod"} and verb is not None and verb.lemma in self._verbs | self._counting
            if verb is not None and (told or (noun.rel == "obj" and verb.lemma in self._listing)):
                who = self._subjects.of(sentence, verb)
                return who if who is None or who.lower() not in self._pronouns else None
        return None

    def goes_on(self, sentence: Sentence) -> bool:
        """Say whether a sentence goes on about a list or report that was named before: "The updated list holds ..."."""
        for noun in sentence.tokens:
            head = sentence.head(noun)
            subject = noun.rel in SUBJECTS and head is not None and head.rel == "root"
            listed = subject and self._names.is_report(noun) and noun.lemma not in self._events
            if listed and self._names.owner(sentence, noun) is None:
                return any(k.lower in self._strip for k in sentence.kids(noun, "det"))
        return False
