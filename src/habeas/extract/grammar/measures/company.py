"""People who share what befalls others, or whom somebody lets go: "arrested along with 20 others", "let 20 go"."""

from __future__ import annotations

from collections.abc import Iterator

from habeas.extract.grammar.counts.counted import Mention
from habeas.extract.grammar.measures.signs import Sign, Signs
from habeas.extract.lexicon import Lexicon
from habeas.extract.parse.base import Sentence, Token


class Company:
    """Finds the signs of such people with one lexicon's words."""

    def __init__(self, lexicon: Lexicon, signs: Signs) -> None:
        self._lexicon = lexicon
        self._signs = signs
        self._patient = lexicon.verbs["patient"]
        self._agent = lexicon.verbs["agent"]
        self._causes = lexicon.words("verbs", "light", "cause")
        self._relatives = lexicon.words("grammar", "relatives")
        self._partitive = lexicon.words("people", "partitive_cases")
        self._ties = lexicon.words("nouns", "ties", "patient")
        self._and_with = tuple(f" {word}" for word in sorted(lexicon.words("attribution", "along")))
        self._with = tuple(lexicon.data["parts"]["alongside"])

    def caused(self, sentence: Sentence, mention: Mention) -> Iterator[Sign]:
        """Read "let 20 people go", "let 20 people out of the camp", "20 people were allowed to leave"."""
        people = mention.noun or mention.numeral
        if self.is_whole(sentence, mention):
            return  # "eleven of the 14 villagers were let go"
        # `ancestors` ends even where a parser has tied words in a circle
        cause = next((t for t in sentence.ancestors(people) if t.lemma in self._causes), None)
        if cause is None:
            return
        first = max(people.i, cause.i) + 1
        if any(t.text == ";" for t in sentence.tokens[min(people.i, cause.i) : first]):
            return
        for token in sentence.tokens[first : first + 3]:
            joined = f"{cause.lemma}-{token.lemma}"
            if joined in self._patient:
                yield Sign("patient", self._patient[joined], cause)
                return

    def alongside(self, sentence: Sentence, mention: Mention) -> Iterator[Sign]:
        """Read "was arrested along with 20 others": they share what befell the subject."""
        before = sentence.text[: mention.quantity.start].rstrip().lower()
        verb = sentence.head(mention.top)
        if (
            not before.endswith(self._with)
            and before.endswith(self._and_with)
            and verb is not None
            and mention.top.lemma in self._lexicon.people
        ):
            if sentence.kids(verb, "aux:pass"):  # "was arrested with several colleagues"
                yield from self._signs.verb(sentence, verb, self._patient, "patient", follow=False)
            return
        if not before.endswith(self._with):
            return
        for token in sentence.ancestors(mention.top):
            if token.pos == "VERB":
                if sentence.kids(token, "aux:pass", "nsubj:pass") or token.has("VerbForm=Part"):
                    yield from self._signs.verb(sentence, token, self._patient, "patient")
                elif self._are_people(mention) and any(k.i < mention.top.i for k in sentence.kids(token, "obj")):
                    # "will free two, along with 17 spies"
                    yield from self._signs.verb(sentence, token, self._patient, "patient", weak=True)
                yield from self._signs.verb(sentence, token, self._agent, "agent")
                return

    def _are_people(self, mention: Mention) -> bool:
        noun = mention.noun
        if noun is None or noun.lemma in self._lexicon.custody_nouns:
            return True
        return self._lexicon.names_person(noun.lemma, noun.lower)

    def beside_complement(self, sentence: Sentence, noun: Token, top: Token) -> Iterator[Sign]:
        """Read "the release of the editor and six others", where the six were joined to the event itself."""
        if self._signs.event(sentence, noun) is None or top.lemma not in self._lexicon.people:
            return
        tied = (k for k in sentence.kids(noun, "nmod") if noun.i < k.i < top.i)
        if any({c.lower for c in sentence.kids(k, "case")} & self._ties for k in tied):
            yield from self._signs.noun(sentence, noun)

    def is_whole(self, sentence: Sentence, mention: Mention) -> bool:
        """Say whether people are the whole of a part that is counted: "one of the two sisters was released"."""
        part = sentence.head(mention.top)
        cases = {c.lower for c in sentence.kids(mention.top, "case")}
        nominal = mention.top.rel in {"nmod", "obl"}
        if part is not None and sentence.kids(part, "det"):
            return False  # "every one of the 20 women was jailed" tells of the 20
        after = (mention.noun or mention.numeral).i + 1
        if after < len(sentence.tokens) and sentence.tokens[after].lower in self._relatives:
            return False  # "of the 60 people who had been arrested"
        return nominal and part is not None and part.pos == "NUM" and bool(cases & self._partitive)


def joins_others(lexicon: Lexicon, sentence: Sentence, noun: Token) -> bool:
    """Say whether prisoners are counted as one with others: "200 prisoners and persecuted people"."""
    behind = sentence.tokens[noun.i + 1 : noun.i + 3]
    harmed = lexicon.words("people", "harmed")
    return len(behind) > 1 and behind[0].pos == "CCONJ" and behind[1].lower in harmed
