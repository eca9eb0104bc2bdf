"""How far an expression of time is from a predicate: what the way between them in the dependency tree costs.

A step costs about one; clauses, other events, offences and parts that lie on the way cost more, for a time behind them
is theirs.
"""

from __future__ import annotations

from habeas.extract.grammar.temporal.tenses import is_running
from habeas.extract.grammar.temporal.timed import WITHIN_NOUN, Timed, first_word
from habeas.extract.lexicon import Lexicon
from habeas.extract.parse.base import Sentence, Token

_JUDGED = frozenset({"charged", "convicted"})
# What a role costs a stock: "X said on Tuesday that, as of Monday, 20 were held".
_FOR_STOCKS = {"as_of": -1.0}
# Times of one occasion.
# What a clause or a part ends at.
_STOPS = frozenset({",", ";", ":", "(", ")", "–", "—", "."})
_DAYS = frozenset({"day", "weekday", "weekend", "holiday", "plain_day"})


class Ways:
    """Measures the ways between predicates and times by the words of one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._verbs = lexicon.words("attribution", "verbs")
        self._patient = lexicon.verbs["patient"]
        self._events = lexicon.event_nouns
        self._offence = lexicon.words("grammar", "offence_links")
        self._linking = lexicon.words("grammar", "linking_nouns")
        self._deeds = lexicon.words("grammar", "offence_nouns")
        self._inclusive = lexicon.words("parts", "inclusive_cases")
        self._when = lexicon.words("time", "event_words") | lexicon.words("time", "since_words")
        self._anaphors = frozenset(lexicon.data["people"]["anaphors"])
        self._rough = frozenset(lexicon.data["numbers"]["rough_multipliers"])
        self._partitive = frozenset(lexicon.data["people"]["partitive_cases"])
        self._than = lexicon.words("time", "than_words")
        self._comparing = lexicon.words("time", "comparing")
        self._despite = lexicon.words("time", "despite_words")
        self._clock = lexicon.words("time", "clock_words")
        self._occasions = lexicon.words("time", "occasion_verbs")
        self._contrast = lexicon.words("time", "contrast_words")
        self._since = lexicon.words("time", "clause_since")
        self._gatherings = lexicon.words("time", "gatherings")
        self._ends = lexicon.words("time", "until_words")
        self._scenes = lexicon.words("time", "scene_verbs")
        self._sequence = lexicon.words("time", "after_words") | lexicon.words("time", "before_words")

    def cost(
        self, sentence: Sentence, item: Timed, word: Token, numeral: Token, *, stock: bool, future: bool, own: str
    ) -> float | None:
        """Return what the way from a predicate to a time costs, or None where the time cannot be its own.

        `own` is the measure that a participle of the counted noun may bear itself ("the number freed this week").
        """
        up_word = [word, *sentence.ancestors(word)]
        hung = (item.noun,) if item.noun is not None else ()
        up_time = [item.token, *hung, *sentence.ancestors(item.noun or item.token)]
        rank = {t.i: n for n, t in enumerate(up_word)}
        meet = next((t for t in up_time if t.i in rank), None)
        if meet is None:
            return None
        down = up_time[: [t.i for t in up_time].index(meet.i)]
        shared = range(word.i + 1, numeral.i)  # "pardoned and released 20 people in May": one time for both verbs
        own = own if word.pos != "VERB" else ""
        cost = (
            rank[meet.i]
            + self._way_down(sentence, item, down, shared, own, stock=stock)
            + self._within(sentence, item, word)
        )
        cost += self._way_up(sentence, up_word[: rank[meet.i]])
        if item.span.role == "since" and not item.event and meet.i == word.i and self._runs(sentence, item, word, down):
            cost = min(cost, 2.0)
        cost += _FOR_STOCKS.get(item.span.role, 0.0) if stock else 0.0
        cost += 2.0 * (item.span.first.kind == "moment" and item.span.role == "after")  # any other time tells more
        if stock and self._is_before(item, up_word[: rank[meet.i]]):
            return None
        beside = self.beside(sentence, item)
        if beside is not None:
            return 0.0 if beside == numeral.i else None
        if self._compared(sentence, item, numeral) or _is_bracketed(sentence, item, numeral):
            return None
        for token in up_word[: rank[meet.i] + 1]:
            clause = any(k.rel in {"ccomp", "parataxis"} and k.i in rank for k in sentence.kids(token))
            if clause and token.i == meet.i != word.i and token.lemma in self._verbs and token.pos == "VERB":
                cost += 9.0 if future else 0.5 if stock else 3.0  # the time of saying
        if item.token.i > numeral.i > word.i or item.token.i < numeral.i < word.i:
            cost += 0.5
        return cost

    @staticmethod
    def _is_before(item: Timed, way: list[Token]) -> bool:
        """Say whether a time tells of what came before a state: no day on which it holds."""
        if item.span.role == "after":
            return True  # "months after the coup of 22 May, 20 are held"
        # "since May 20 were freed, while 30 are held"
        return item.span.role == "since" and any(t.rel == "advcl" for t in way)

    def beside(self, sentence: Sentence, item: Timed) -> int | None:
        """Return the place of the bare number that a time follows at once: "from 20 in 2019 to 30 in 2020"."""
        first = first_word(sentence, item)
        before = sentence.tokens[first - 1] if first > 0 else None
        if before is None or before.pos != "NUM":
            return self._of_part(sentence, item, first)
        hour = before.i > 0 and sentence.tokens[before.i - 1].lower in self._clock  # "at 0930 on 18 December"
        return before.i if not hour else None

    def _of_part(self, sentence: Sentence, item: Timed, first: int) -> int | None:
        """Return the place of a part's number that a time stands beside: "held 300, 20 of them on Sunday", "in May 20".

        A part told by its noun stands between commas with its time, without a verb.
        """
        words = sentence.tokens[max(0, first - 3) : first]
        of = len(words) == 3 and words[2].lower in self._anaphors and words[1].lower in self._partitive
        if of and words[0].pos == "NUM":
            return words[0].i
        begin = max((t.i + 1 for t in sentence.tokens[:first] if t.text in _STOPS), default=0)
        end = next((t.i for t in sentence.tokens[item.token.i :] if t.text in _STOPS), len(sentence.tokens))
        inside = range(item.span.start + sentence.start, item.span.end + sentence.start)
        rest = [t for t in sentence.tokens[begin:end] if t.start not in inside and t.pos != "PUNCT"]
        numbers = [t for t in rest if t.pos == "NUM" or any(c.isdigit() for c in t.text)]
        plain = len(numbers) == 1 and numbers[0].pos == "NUM" and not any(t.pos in {"VERB", "AUX"} for t in rest)
        if begin == 0 or not plain or item.span.role != "in" or any(t.lemma in self._rough for t in rest):
            return None
        return numbers[0].i if any(t.pos == "NUM" for t in sentence.tokens[: begin - 1]) else None

    def _compared(self, sentence: Sentence, item: Timed, numeral: Token) -> bool:
        """Say whether a time dates another number that this one is compared with: "310, up from 280 in April"."""
        inside = range(item.span.start + sentence.start, item.span.end + sentence.start)
        between = [t for t in sentence.tokens[numeral.i + 1 : item.token.i + 1] if t.start not in inside]
        numbers = [t.i for t in between if t.pos == "NUM"]
        first = first_word(sentence, item)
        if numbers and any(t.lower in self._than for t in sentence.tokens[max(0, first - 1) : first + 1]):
            return True  # "90, 32 more than on Saturday"
        near = range(numbers[-1] - 3, numbers[-1]) if numbers else range(0)
        return any(t.lower in self._comparing and t.i in near for t in between)

    def _runs(self, sentence: Sentence, item: Timed, word: Token, down: list[Token]) -> bool:
        """Say whether a count that runs to now ("have been charged") takes a start that the parser hung on a part."""
        if not any(k.lemma == "have" and k.rel == "aux" for k in sentence.kids(word)):
            return False
        first = next((t.i for t in sentence.tokens if t.start - sentence.start >= item.span.start), 0)
        passed = [t for t in down[1:] if t.pos == "VERB" and not self.opens_since(sentence, t)]
        # "have freed 20 people jailed for their views since May": only what stands right behind a participle is its own
        loose = [
            t for t in passed if t.has("VerbForm=Part") and first - t.i > 1 and not sentence.kids(t, "aux", "aux:pass")
        ]
        return not any(t.lemma in self._patient or t.has("VerbForm=Fin") for t in passed if t not in loose)

    def opens_since(self, sentence: Sentence, token: Token) -> bool:
        """Say whether a word stands at the head of a clause that "since" opens."""
        return any(k.lower in self._since for k in sentence.kids(token, "mark"))

    def _way_up(self, sentence: Sentence, way: list[Token]) -> float:
        """Return what the way from a predicate up to where a time hangs costs, beside its length: clauses on it."""
        clauses = [t for t in way if t.rel == "advcl" and t.pos == "VERB"]
        running = (t for t in clauses if any(k.lemma == "have" for k in sentence.kids(t, "aux")))
        contrast = any(k.lower in self._contrast for t in running for k in sentence.kids(t, "mark"))
        return len(clauses) + (6.0 if contrast else 0.0)  # "were held on 3 May, while 20 have been charged"

    def _way_down(
        self, sentence: Sentence, item: Timed, down: list[Token], shared: range, own: str, *, stock: bool
    ) -> float:
        """Return what the way from the predicate down to a time costs: clauses and other events lie on it.

        `own` is the measure that a participle of the counted noun may bear itself ("the number freed this week").
        """
        cost = sum(1.5 if token.pos in {"VERB", "AUX"} else 0.5 for token in down)
        for token in down[1:]:
            cost += self._apart(sentence, item, token, stock=stock)
            if token.pos != "VERB" or (token.rel == "conj" and token.i in shared):
                continue
            if item.span.role == "since" and self._is_gapped(sentence, token):
                continue
            apart = token.rel == "parataxis" and item.span.role != "since"
            if (token.rel == "conj" or apart) and sentence.kids(token, "aux", "aux:pass", "nsubj"):
                cost += 5.0  # "were detained and will appear in court on Monday"
            if own and token.rel == "acl" and own in self._patient.get(token.lemma, ()):
                continue
            if token.rel.startswith("acl") and not stock and self._is_scene(sentence, token):
                continue
            on_day = item.span.first.kind in _DAYS and not stock
            if token.rel == "advcl" and on_day and (token.lemma in self._occasions or self._is_reason(sentence, token)):
                continue
            if token.lemma in self._patient or token.rel.startswith("acl"):
                cost += 4.0  # the time of another event: "freed 20 people arrested in May"
            elif token.rel in {"advcl", "ccomp"} and not self.opens_since(sentence, token):
                cost += 2.5
                contrast = any(k.lower in self._contrast for k in sentence.kids(token, "mark"))
                cost += 4.0 * (contrast or self._starts_count(sentence, item, token))
        return cost

    @staticmethod
    def _starts_count(sentence: Sentence, item: Timed, token: Token) -> bool:
        """Say whether a day is that of the first of a count that runs: "400 have left, beginning with 60 on 5 May"."""
        main = sentence.head(token)
        on_day = item.span.role == "in" and item.span.first.kind in _DAYS
        return on_day and main is not None and is_running(sentence, main)

    @staticmethod
    def _is_gapped(sentence: Sentence, token: Token) -> bool:
        """Say whether a participle shares the auxiliary of the one before: "had been held and 30 charged since May"."""
        first = sentence.head(token)
        if token.rel != "conj" or first is None or not token.has("VerbForm=Part"):
            return False
        return bool(sentence.kids(first, "aux")) and not sentence.kids(token, "aux", "aux:pass")

    def _is_scene(self, sentence: Sentence, token: Token) -> bool:
        """Say whether a clause tells of the gathering at which something happened: "at a rally held on 3 May"."""
        if token.lemma in self._scenes:  # "20 people who were protesting on Sunday"
            return not any(k.lemma == "have" for k in sentence.kids(token, "aux"))
        head = sentence.head(token)
        if head is None or head.lemma not in self._gatherings:
            return False
        return bool({k.lower for k in sentence.kids(head, "case")} & self._when)

    def _is_reason(self, sentence: Sentence, token: Token) -> bool:
        """Say whether people were taken on the spot for what a clause tells: "arrested for taking part in a march"."""
        links = {k.lower for k in sentence.kids(token, "case", "mark")}
        return token.lemma in self._scenes and bool(links & self._offence)

    def _within(self, sentence: Sentence, item: Timed, word: Token) -> float:
        """Return what a time inside a noun phrase costs: "the 2020 elections", "the March 16 protests"."""
        head = sentence.head(item.token)
        if item.token.rel not in WITHIN_NOUN or head is None or head.i == word.i:
            return 0.0
        if item.span.first.kind in {"year", "years"}:
            return 3.0
        if item.span.first.kind != "month":
            return 0.0
        held_at = {k.lower for k in sentence.kids(head, "case")} & self._when  # "in the July 2021 protests"
        return 0.0 if head.lemma in self._events or held_at else 3.0

    def _done(self, token: Token) -> frozenset[str]:
        """Return the measures that a verb, or the noun of an event, may tell of."""
        of_kind = self._patient if token.pos == "VERB" else self._events
        return frozenset(of_kind.get(token.lemma, ()))

    def _apart(self, sentence: Sentence, item: Timed, token: Token, *, stock: bool) -> float:
        """Return what it costs that a time lies below `token`: an offence, a part, or what went before."""
        running = item.span.role == "since" and item.event != "over"
        links = {k.lower for k in sentence.kids(token, "case", "mark")}
        if links & self._despite:
            return 6.0  # "despite an order of Wednesday to free them"
        deed = self._offence if token.lemma in self._gatherings or token.lemma in self._deeds else frozenset()
        if stock and token.pos in {"NOUN", "PROPN"} and links & (deed | self._sequence):
            return 6.0  # "held over the riots of 5 May", "still in jail after the July vote"
        if stock and links & self._ends:
            return 6.0  # "held until their trial on 5 May"
        if links & self._inclusive:
            return 4.0  # "50 arrests, including 20 in May"
        if token.pos == "NOUN" and token.lemma in self._events and links & self._sequence:
            return 4.0  # "held after their arrest in May"
        head = sentence.head(token)
        done = self._done(head) if head is not None else frozenset()
        taken_over = token.lemma in self._linking and links and "freed" not in done
        if taken_over and (stock or item.span.role != "since" or (not running and _JUDGED & done)):
            return 6.0  # "held in connection with the riots of May"
        deed_itself = token.pos == "VERB" or token.lemma in self._gatherings or token.lemma in self._deeds
        if not running and _JUDGED & done and deed_itself and links & self._offence:
            return 6.0  # "sentenced for taking part in the protests of May"
        return 0.0


def _is_bracketed(sentence: Sentence, item: Timed, numeral: Token) -> bool:
    """Say whether a time stands in brackets behind a number, with a number of its own: "5 arrests (105 in 2012)"."""
    between = sentence.text[numeral.end - sentence.start : max(0, item.span.start)]
    opened = between.rfind("(")
    return opened >= 0 and ")" not in between[opened:] and any(c.isdigit() for c in between[opened:])
