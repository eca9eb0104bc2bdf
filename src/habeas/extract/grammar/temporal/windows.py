"""Which expression of time belongs to a claim, within its sentence and from the sentences before."""

from __future__ import annotations

from habeas.extract.grammar.temporal.dates import Window, resolve
from habeas.extract.grammar.temporal.stretches import Anchor
from habeas.extract.grammar.temporal.tenses import is_now, is_present
from habeas.extract.grammar.temporal.timed import WITHIN_NOUN, Timed
from habeas.extract.lexicon import Lexicon
from habeas.extract.parse.base import Sentence, Token
from habeas.values.claim import STOCKS

_FAR = 6.0
_FRONT = 130  # characters within which a time at the head of a sentence sets the scene for all of it
_JUDGED = frozenset({"charged", "convicted"})
_BEHIND = frozenset({"parataxis", "ccomp", "advcl"})  # how "..., X said on Friday" hangs on what is said
# What a role costs a stock: "X said on Tuesday that, as of Monday, 20 were held".
_FOR_STOCKS = {"as_of": -1.0}
# Times that stand before the names of what is past.
_NAMING = frozenset({"year", "years", "month"})
# Times of one occasion.
_DAYS = frozenset({"day", "weekday", "weekend", "holiday", "plain_day"})
# Times at which nothing holds that is told in the present tense: "20 are in prison after the march on Sunday".
_PAST = frozenset(
    {"day", "days", "weekday", "weekend", "holiday", "month", "month_which_year", "ago", "shift", "previous"}
)


class Windows:
    """Ties expressions of time to predicates by their distance in the dependency tree."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._verbs = lexicon.words("attribution", "verbs")
        self._patient = lexicon.verbs["patient"]
        self._events = lexicon.event_nouns
        self._offence = lexicon.words("grammar", "offence_links")
        self._linking = lexicon.words("grammar", "linking_nouns")
        self._deeds = lexicon.words("grammar", "offence_nouns")
        self._inclusive = lexicon.words("parts", "inclusive_cases")
        self._when = lexicon.words("time", "event_words") | lexicon.words("time", "since_words")
        self._comparing = lexicon.words("time", "comparing")
        self._despite = lexicon.words("time", "despite_words")
        self._clock = lexicon.words("time", "clock_words")
        self._occasions = lexicon.words("time", "occasion_verbs")
        self._contrast = lexicon.words("time", "contrast_words")
        self._first_words = lexicon.words("time", "first_words")
        self._first_nouns = lexicon.words("time", "first_nouns")
        self._aside_nouns = lexicon.words("time", "aside_nouns")
        self._since = lexicon.words("time", "clause_since")
        self._gatherings = lexicon.words("time", "gatherings")
        self._lasting = lexicon.words("time", "lasting_verbs")
        self._vanishing = lexicon.words("time", "vanishing")
        self._ends = lexicon.words("time", "until_words")
        self._until = tuple(f"{w} " for w in self._ends)
        self._scenes = lexicon.words("time", "scene_verbs")
        self._sequence = lexicon.words("time", "after_words") | lexicon.words("time", "before_words")

    def pick(
        self,
        sentence: Sentence,
        timed: list[Timed],
        word: Token,
        numeral: Token,
        *,
        stock: bool,
        future: bool = False,
        measure: str = "",
    ) -> Timed | None:
        """Return the time expression that belongs to the predicate `word`, or None.

        `measure` is what the number counts: a participle of that measure tells of the same event as the number.
        """
        best: tuple[float, int, int] | None = None
        holds_now = stock and is_now(sentence, word)
        news = not stock and is_present(sentence, word)
        for n, item in enumerate(timed):
            kind = item.span.first.kind
            if kind == "lag" or (kind == "ahead" and not future) or self._is_term(sentence, item, word, measure):
                continue  # "were held within two days" tells how long it took, not when
            if not stock and self._is_of_saying(sentence, item, word):
                continue
            if news and kind in _NAMING and item.token.rel in WITHIN_NOUN:
                continue  # "A court jails 20 people for riots during the 2016 vote"
            people = item.token.rel in WITHIN_NOUN and item.token.head == numeral.head
            if people and numeral.i < item.token.i < numeral.head != word.i:
                continue  # "700 July 2021 protesters have been convicted"
            if max(word.i, numeral.i) < self._clause_opened(sentence, item):
                continue  # "30 were released, and in May 16 others ..."
            own = self._beside(sentence, item) == numeral.i
            if holds_now and not own and self._is_over(item) and told_on(item, sentence, word, self._verbs) is None:
                continue
            cost = self._cost(sentence, item, word, numeral, stock=stock, future=future, own=measure)
            if cost is not None and self._sets_scene(sentence, item, word):
                cost = min(cost, _FAR - 1.0)
            rank = (cost, abs(item.token.i - word.i), n) if cost is not None and cost <= _FAR else None
            if rank is not None and (best is None or rank < best):
                best = rank
        return timed[best[2]] if best is not None else None

    @staticmethod
    def _first(sentence: Sentence, item: Timed) -> int:
        """Return the place of the first word of a time, its prepositions included."""
        first = next((t.i for t in sentence.tokens if t.start - sentence.start >= item.span.start), 0)
        while first > 0 and sentence.tokens[first - 1].pos == "ADP":
            first -= 1
        return first

    def _clause_opened(self, sentence: Sentence, item: Timed) -> int:
        """Return where a coordinate clause begins that a time opens ("..., and in May the court ..."), else 0."""
        first = self._first(sentence, item)
        joins = first > 1 and sentence.tokens[first - 1].pos == "CCONJ" and sentence.tokens[first - 2].pos == "PUNCT"
        told = joins and any(t.has("VerbForm=Fin") for t in sentence.tokens[item.token.i + 1 :])
        return first - 1 if told else 0

    def _is_of_saying(self, sentence: Sentence, item: Timed, word: Token) -> bool:
        """Say whether a time stands right behind a verb of saying, wherever it hangs: "said on Monday it would"."""
        first = self._first(sentence, item)
        verb = sentence.tokens[first - 1] if first > 0 else None
        said = verb is not None and verb.pos == "VERB" and verb.lemma in self._verbs and verb.i < item.token.i < word.i
        above = next((t for t in sentence.ancestors(item.token) if t.pos in {"VERB", "AUX"}), None)
        return said and verb is not None and above is not None and above.i != verb.i

    @staticmethod
    def _is_over(item: Timed) -> bool:
        """Say whether a time lies apart from the present: no "are held" holds then."""
        return item.span.role in {"in", "after", "before"} and item.span.first.kind in _PAST

    def _is_term(self, sentence: Sentence, item: Timed, word: Token, measure: str) -> bool:
        """Say whether a time ends a term still to run: "jailed until 5 May", "their detention was extended to June"."""
        printed = sentence.text[item.span.start :].lower()
        if item.span.role != "as_of" or not printed.startswith(self._until) or item.token.i < word.i:
            return False
        kids = sentence.kids(word, "aux", "aux:pass", "cop")
        if measure not in STOCKS:
            return measure != "freed" and not any(k.lemma == "have" for k in kids)
        lasted = any(t.has("Tense=Past") and t.has("VerbForm=Fin") for t in (word, *kids))
        return not lasted or word.lemma not in self._lasting

    @staticmethod
    def lag(sentence: Sentence, timed: list[Timed], word: Token) -> tuple[Timed, Token] | None:
        """Return the "a week after" that tells how long after `word` something happened, with the verb of that."""
        for item in timed:
            opener = next((t for t in sentence.tokens if t.start - sentence.start >= item.span.end), None)
            if item.span.first.kind != "lag" or opener is None:
                continue
            clause = next((t for t in (opener, *sentence.ancestors(opener)) if t.rel == "advcl"), None)
            main = sentence.head(clause) if clause is not None else None
            if clause is not None and main is not None and clause.i in {t.i for t in (word, *sentence.ancestors(word))}:
                return item, main
        return None

    def vanished(self, sentence: Sentence, word: Token, measure: str) -> bool:
        """Say whether people who are missing are told of by how they got lost: "20 people disappeared in May"."""
        if measure != "missing" or word.lemma not in self._vanishing:
            return False
        told = (word, *sentence.kids(word, "aux"))
        finite = any(t.has("VerbForm=Fin") for t in told) and word.rel not in {"amod", "acl"}
        return word.pos == "VERB" and finite

    def is_aside(self, sentence: Sentence, word: Token) -> bool:
        """Say whether an event is named in passing, as one known of before: "Despite the release of 20, ..."."""
        above = [word, *sentence.ancestors(word)][:3]
        if any(t.lower in self._aside_nouns for t in above[1:]):
            return True
        return any(k.lower in self._despite for t in above for k in sentence.kids(t, "case", "mark"))

    def was_at_first(self, sentence: Sentence, top: Token) -> bool:
        """Say whether people are those of once, at a time untold: "the original 75", "more than 200 at the start"."""
        kids = sentence.kids(top)
        first = any(k.lower in self._first_words and k.rel in {"amod", "advmod"} for k in kids)
        return first or any(k.lemma in self._first_nouns and not sentence.kids(k, "nmod") for k in kids if k.i > top.i)

    @staticmethod
    def is_below(sentence: Sentence, item: Timed, word: Token) -> bool:
        """Say whether a time hangs on a predicate itself, not on what governs it."""
        return any(t.i == word.i for t in (item.token, *sentence.ancestors(item.token)))

    def shares_since(self, sentence: Sentence, item: Timed, word: Token) -> bool:
        """Say whether a predicate stands inside the "since" clause that a time dates: it happened at that time."""
        above = (item.token, *sentence.ancestors(item.token))
        opener = next((t for t in above if self._opens_since(sentence, t)), None)
        return opener is not None and any(t.i == opener.i for t in (word, *sentence.ancestors(word)))

    def _sets_scene(self, sentence: Sentence, item: Timed, word: Token) -> bool:
        """Say whether a time opens the sentence and so holds for all of it, unless it is the time of another event."""
        fronted = item.token.i < word.i and sentence.text[item.span.end :].lstrip().startswith(",")
        if not fronted or item.span.end >= _FRONT:
            return False
        above = {t.i for t in [word, *sentence.ancestors(word)]}
        meet = next((t for t in sentence.ancestors(item.token) if t.i in above), word)
        if meet.i < item.token.i and meet.lemma not in self._verbs:
            return False  # "20 were held on 3 May, while ..."
        way = [t for t in sentence.ancestors(item.token) if t.i not in above]
        if any(k.lower in self._despite for t in way for k in sentence.kids(t, "case", "mark")):
            return False
        return not any(t.pos == "VERB" and t.lemma in self._patient and t.rel != "advcl" for t in way)

    def _cost(
        self, sentence: Sentence, item: Timed, word: Token, numeral: Token, *, stock: bool, future: bool, own: str
    ) -> float | None:
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
        if item.span.role == "since" and meet.i == word.i and self._runs(sentence, item, word, down):
            cost = min(cost, 2.0)
        cost += _FOR_STOCKS.get(item.span.role, 0.0) if stock else 0.0
        if stock and item.span.role == "after":
            return None  # "months after the coup of 22 May, 20 are held"
        if stock and item.span.role == "since" and any(t.rel == "advcl" for t in up_word[: rank[meet.i]]):
            return None  # "since May 20 were freed, while 30 are held"
        beside = self._beside(sentence, item)
        if beside == numeral.i:
            return 0.0
        if (
            self._compared(sentence, item, numeral)
            or _is_bracketed(sentence, item, numeral)
            or beside not in {None, numeral.i}
        ):
            return None
        for token in up_word[: rank[meet.i] + 1]:
            clause = any(k.rel in {"ccomp", "parataxis"} and k.i in rank for k in sentence.kids(token))
            if clause and token.i == meet.i != word.i and token.lemma in self._verbs and token.pos == "VERB":
                cost += 9.0 if future else 0.5 if stock else 3.0  # the time of saying
        if item.token.i > numeral.i > word.i or item.token.i < numeral.i < word.i:
            cost += 0.5
        return cost

    def _beside(self, sentence: Sentence, item: Timed) -> int | None:
        """Return the place of the bare number that a time follows at once: "from 20 in 2019 to 30 in 2020"."""
        first = self._first(sentence, item)
        before = sentence.tokens[first - 1] if first > 0 else None
        if before is None or before.pos != "NUM":
            return None
        hour = before.i > 0 and sentence.tokens[before.i - 1].lower in self._clock  # "at 0930 on 18 December"
        return before.i if not hour else None

    def _compared(self, sentence: Sentence, item: Timed, numeral: Token) -> bool:
        """Say whether a time dates another number that this one is compared with: "310, up from 280 in April"."""
        inside = range(item.span.start + sentence.start, item.span.end + sentence.start)
        between = [t for t in sentence.tokens[numeral.i + 1 : item.token.i + 1] if t.start not in inside]
        numbers = [t.i for t in between if t.pos == "NUM"]
        near = range(numbers[-1] - 3, numbers[-1]) if numbers else range(0)
        return any(t.lower in self._comparing and t.i in near for t in between)

    def _runs(self, sentence: Sentence, item: Timed, word: Token, down: list[Token]) -> bool:
        """Say whether a count that runs to now ("have been charged") takes a start that the parser hung on a part."""
        if not any(k.lemma == "have" and k.rel == "aux" for k in sentence.kids(word)):
            return False
        first = next((t.i for t in sentence.tokens if t.start - sentence.start >= item.span.start), 0)
        passed = [t for t in down[1:] if t.pos == "VERB" and not self._opens_since(sentence, t)]
        # "have freed 20 people jailed for their views since May": only what stands right behind a participle is its own
        loose = [
            t for t in passed if t.has("VerbForm=Part") and first - t.i > 1 and not sentence.kids(t, "aux", "aux:pass")
        ]
        return not any(t.lemma in self._patient or t.has("VerbForm=Fin") for t in passed if t not in loose)

    def _opens_since(self, sentence: Sentence, token: Token) -> bool:
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
            cost += self._apart(sentence, token, running=item.span.role == "since", stock=stock)
            if token.pos != "VERB" or (token.rel == "conj" and token.i in shared):
                continue
            if token.rel == "conj" and sentence.kids(token, "aux", "aux:pass", "nsubj"):
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
            elif token.rel in {"advcl", "ccomp"} and not self._opens_since(sentence, token):
                cost += 2.5
                cost += 4.0 * any(k.lower in self._contrast for k in sentence.kids(token, "mark"))
        return cost

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

    def _apart(self, sentence: Sentence, token: Token, *, running: bool, stock: bool) -> float:
        """Return what it costs that a time lies below `token`: an offence, a part, or what went before."""
        links = {k.lower for k in sentence.kids(token, "case", "mark")}
        if links & self._despite:
            return 6.0  # "despite an order of Wednesday to free them"
        deed = self._offence if token.lemma in self._gatherings else frozenset()
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
        if not running and token.lemma in self._linking and links and "freed" not in done:
            return 6.0  # "detained in connection with the riots of May"
        deed_itself = token.pos == "VERB" or token.lemma in self._gatherings or token.lemma in self._deeds
        if not running and _JUDGED & done and deed_itself and links & self._offence:
            return 6.0  # "sentenced for taking part in the protests of May"
        return 0.0


def _is_bracketed(sentence: Sentence, item: Timed, numeral: Token) -> bool:
    """Say whether a time stands in brackets behind a number, with a number of its own: "5 arrests (105 in 2012)"."""
    between = sentence.text[numeral.end - sentence.start : max(0, item.span.start)]
    opened = between.rfind("(")
    return opened >= 0 and ")" not in between[opened:] and any(c.isdigit() for c in between[opened:])


def told_on(item: Timed, sentence: Sentence, word: Token, verbs: frozenset[str]) -> str | None:
    """Return the verb of saying that a time belongs to, where it belongs to the saying and not to what is said."""
    below, clauses = word, set()
    for token in sentence.ancestors(word):
        if below.rel in {"ccomp", "parataxis"}:
            clauses.add(token.i)
        below = token
    for token in sentence.ancestors(item.token):
        if token.i == word.i:
            return None
        if token.pos in {"VERB", "AUX"}:
            behind = token.i > word.i and token.rel in _BEHIND and not sentence.kids(token, "mark")
            return token.lemma if (token.i in clauses or behind) and token.lemma in verbs else None
    return None


def default_window(measure: str, anchor: Anchor) -> Window:
    """Return the window of a claim for which the text gives no time: a stock holds at the document's date."""
    if measure in STOCKS:
        return Window("at", anchor.published, anchor.published, "P0D", "P0D")
    return Window()


def window_of(item: Timed, word: Token, anchor: Anchor, *, stock: bool) -> Window:
    """Return the window that one time expression gives to a stock or a flow whose measure is borne by `word`."""
    span = item.span
    if item.token.head == word.i and item.token.rel in WITHIN_NOUN:
        span = span._replace(role="in")  # "following the May 3 release": the release itself
    return resolve(span, anchor, stock=stock)
