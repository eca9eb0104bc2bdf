"""Which expression of time belongs to a claim, within its sentence and from the sentences before."""

from __future__ import annotations

from habeas.extract.grammar.temporal.dates import Window, resolve
from habeas.extract.grammar.temporal.stretches import Anchor
from habeas.extract.grammar.temporal.tenses import is_now, is_present, is_running
from habeas.extract.grammar.temporal.timed import WITHIN_NOUN, Timed, first_word
from habeas.extract.grammar.temporal.ways import Ways
from habeas.extract.lexicon import Lexicon
from habeas.extract.parse.base import Sentence, Token
from habeas.values.claim import STOCKS

_FAR = 6.0
_FRONT = 130  # characters within which a time at the head of a sentence sets the scene for all of it
_BEHIND = frozenset({"parataxis", "ccomp", "advcl"})  # how "..., X said on Friday" hangs on what is said
# Times that stand before the names of what is past.
_NAMING = frozenset({"year", "years", "month"})
# Times at which nothing holds that is told in the present tense: "20 are in prison after the march on Sunday".
_PAST = frozenset(
    {"day", "days", "weekday", "weekend", "holiday", "month", "month_which_year", "ago", "shift", "previous"}
)


# What befalls people, as cases go on, after the event over which they were taken: never on its day.
AFTERWARDS = frozenset({"charged", "convicted", "freed", "expelled"})


class Windows:
    """Ties expressions of time to predicates, each to the one to which the way is shortest."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._ways = Ways(lexicon)
        self._verbs = lexicon.words("attribution", "verbs")
        self._announcing = lexicon.words("attribution", "announcing_verbs")
        self._patient = lexicon.verbs["patient"]
        self._events = lexicon.event_nouns
        self._despite = lexicon.words("time", "despite_words")
        self._topics = lexicon.words("time", "topic_words")
        self._first_words = lexicon.words("time", "first_words")
        self._first_nouns = lexicon.words("time", "first_nouns")
        self._aside_nouns = lexicon.words("time", "aside_nouns")
        self._lasting = lexicon.words("time", "lasting_verbs")
        self._moments = lexicon.words("grammar", "flow_verbs")
        self._vanishing = lexicon.words("time", "vanishing")
        self._until = tuple(f"{w} " for w in lexicon.words("time", "until_words"))

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
            if not stock and self._is_anothers(sentence, item, word, numeral, measure):
                continue
            if news and kind in _NAMING and item.token.rel in WITHIN_NOUN:
                continue  # "A court jails 20 people for riots during the 2016 vote"
            people = item.token.rel in WITHIN_NOUN and item.token.head == numeral.head
            if people and numeral.i < item.token.i < numeral.head != word.i:
                continue  # "700 July 2021 protesters have been convicted"
            if max(word.i, numeral.i) < self._clause_opened(sentence, item):
                continue  # "30 were released, and in May 16 others ..."
            own = self._ways.beside(sentence, item) == numeral.i
            if holds_now and not own and self._is_over(item) and told_on(item, sentence, word, self._verbs) is None:
                continue
            cost = self._ways.cost(sentence, item, word, numeral, stock=stock, future=future, own=measure)
            if cost is not None and self._sets_scene(sentence, item, word):
                cost = min(cost, _FAR - 1.0)
            rank = (cost, abs(item.token.i - word.i), n) if cost is not None and cost <= _FAR else None
            if rank is not None and (best is None or rank < best):
                best = rank
        return timed[best[2]] if best is not None else None

    def _clause_opened(self, sentence: Sentence, item: Timed) -> int:
        """Return where a coordinate clause begins that a time opens ("..., and in May the court ..."), else 0."""
        first = first_word(sentence, item)
        joins = first > 1 and sentence.tokens[first - 1].pos == "CCONJ" and sentence.tokens[first - 2].pos == "PUNCT"
        told = joins and any(t.has("VerbForm=Fin") for t in sentence.tokens[item.token.i + 1 :])
        return first - 1 if told else 0

    def _is_of_saying(self, sentence: Sentence, item: Timed, word: Token) -> bool:
        """Say whether a time stands right behind a verb of saying, wherever it hangs: "said on Monday it would"."""
        first = first_word(sentence, item)
        verb = sentence.tokens[first - 1] if first > 0 else None
        said = verb is not None and verb.pos == "VERB" and verb.lemma in self._verbs and verb.i < item.token.i < word.i
        above = next((t for t in sentence.ancestors(item.token) if t.pos in {"VERB", "AUX"}), None)
        if not said or verb is None or above is None:
            return False
        teller = next((t for t in sentence.ancestors(word) if t.pos == "VERB"), None)
        told = teller is not None and teller.i == verb.i and verb.lemma not in self._announcing
        return above.i != verb.i or told  # "confirmed on Tuesday the release of 20"

    def _is_anothers(self, sentence: Sentence, item: Timed, word: Token, numeral: Token, measure: str) -> bool:
        """Say whether a day is that of saying, of what people were tried over, or of a thing told before a perfect.

        "Convicted 20 over the riots of 8 January", "Of those on its list of 5 May only 20 have been freed".
        """
        if self._is_of_saying(sentence, item, word) or (item.event == "over" and measure in AFTERWARDS):
            return True
        head = sentence.head(item.token)
        if head is None or item.token.rel != "nmod" or item.span.role != "in" or item.span.first.kind not in _PAST:
            return False
        if self._is_of_topic(sentence, head, word):
            return True
        own = head.i in {word.i, numeral.i, numeral.head} or head.lemma in self._events
        return not own and head.pos == "NOUN" and item.token.i < word.i and is_running(sentence, word)

    def _is_of_topic(self, sentence: Sentence, noun: Token, word: Token) -> bool:
        """Say whether a noun is what others rallied or spoke about: "arrested in rallies against the vote of 5 May"."""
        for token in (noun, *sentence.ancestors(noun)):
            if token.i == word.i or token.pos not in {"NOUN", "PROPN"}:
                break
            if token.rel == "nmod" and {k.lower for k in sentence.kids(token, "case")} & self._topics:
                return True
        return False

    @staticmethod
    def _is_over(item: Timed) -> bool:
        """Say whether a time lies apart from the present: no "are held" holds then."""
        return item.span.role in {"in", "after", "before", "between"} and item.span.first.kind in _PAST

    def _is_term(self, sentence: Sentence, item: Timed, word: Token, measure: str) -> bool:
        """Say whether a time ends a term still to run: "jailed until 5 May", "their detention was extended to June"."""
        printed = sentence.text[item.span.start :].lower()
        if item.span.role != "as_of" or not printed.startswith(self._until) or item.token.i < word.i:
            return False
        if word.lemma in self._moments:
            return False  # "20 people were arrested until Thursday morning"
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
        opener = next((t for t in above if self._ways.opens_since(sentence, t)), None)
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
    if item.token.head == word.i and item.token.rel in WITHIN_NOUN and span.role != "since":
        span = span._replace(role="in")  # "following the May 3 release": the release itself
    return resolve(span, anchor, stock=stock)
