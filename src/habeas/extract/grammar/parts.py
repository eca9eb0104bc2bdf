"""The parts of the grammar of claims, put together with one language's lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from habeas.extract.grammar.attribution.labels import Labels
from habeas.extract.grammar.attribution.sources import Sources
from habeas.extract.grammar.confinement import Confinement
from habeas.extract.grammar.counts.counted import Counter, Mention
from habeas.extract.grammar.counts.groups import Groups
from habeas.extract.grammar.counts.numbers import Numbers
from habeas.extract.grammar.measures.echoes import Echoes
from habeas.extract.grammar.measures.measure import Measures
from habeas.extract.grammar.measures.order import Order
from habeas.extract.grammar.measures.predicates import Predicates
from habeas.extract.grammar.measures.rosters import Rosters
from habeas.extract.grammar.measures.strangers import Strangers
from habeas.extract.grammar.measures.surroundings import Scenery
from habeas.extract.grammar.status import Moods
from habeas.extract.grammar.temporal.timed import Carriers
from habeas.extract.grammar.temporal.times import Times
from habeas.extract.grammar.temporal.windows import Windows
from habeas.extract.lexicon import WORD, Lexicon
from habeas.extract.parse.base import Sentence

_STEM: Final = 4  # letters of a beginning that tells enough


def _beginnings(words: Iterable[str]) -> re.Pattern[str]:
    """Return the pattern of words that begin with one of some stems; it matches nothing where there are none."""
    listed = "|".join(re.escape(w) for w in sorted(words))
    return re.compile(rf"\b(?:{listed})" if listed else r"(?!)", re.IGNORECASE)


class Grammar:
    """The grammar of claims with one language's lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.numbers = Numbers(lexicon)
        self.times = Times(lexicon)
        self.counter = Counter(lexicon)
        self.predicates = Predicates(lexicon)
        self.echoes = Echoes(lexicon)
        self.rosters = Rosters(lexicon)
        self.order = Order(lexicon)
        self.groups = Groups(lexicon)
        self.confinement = Confinement(lexicon)
        self.strangers = Strangers(lexicon, self.counter)
        self.scenery = Scenery(lexicon)
        self.measures = Measures(lexicon)
        self.moods = Moods(lexicon)
        self.carriers = Carriers(lexicon)
        self.windows = Windows(lexicon)
        self.sources = Sources(lexicon)
        self.labels = Labels(lexicon)
        self._take_words(lexicon)
        self._custody = lexicon.words("places", "custody_place")
        self._including = lexicon.phrases("parts", "including")
        self._apart = lexicon.phrases("parts", "apart")
        self._among = lexicon.words("echo", "among")
        self._copulas = lexicon.words("grammar", "copulas")
        self._trailing = lexicon.phrases("parts", "trailing")
        strong = {v for v in lexicon.verbs["patient"] if v not in lexicon.weak_verbs}
        events = {n for n in lexicon.event_nouns if n not in lexicon.words("nouns", "weak")}
        self._custody_lemmas = frozenset(strong | events | set(lexicon.custody_nouns)) | self._custody

        stems = sorted((w for w in self._custody_lemmas if len(w) > _STEM), key=lambda w: (-len(w), w))
        self._beginnings = re.compile(rf"\b(?:{'|'.join(map(re.escape, stems))})", re.IGNORECASE)
        told: dict[str, set[str]] = {}
        for lemma, measures in (*lexicon.verbs["patient"].items(), *lexicon.event_nouns.items()):
            for measure in measures if lemma in self._custody_lemmas and len(lemma) > _STEM else ():
                told.setdefault(measure, set()).add(lemma)
        self._told = {measure: _beginnings(words) for measure, words in told.items()}
        table = lexicon.data["occasions"]
        self._number_words: dict[str, int] = lexicon.data["numbers"]["words"]
        numbers = "|".join(sorted(self._number_words, key=lambda w: (-len(w), w)))
        self._waves = re.compile(
            rf"\b(?:{'|'.join(table['prepositions'])}) (?:the |at least |these )?(?P<n>\d\d?|{numbers})"
            rf" (?:\w+ ){{0,2}}?(?:{'|'.join(table['nouns'])})\b",
            re.IGNORECASE,
        )
        self._open_upward = tuple(lexicon.data["hedges"]["open_upward"])

    def _take_words(self, lexicon: Lexicon) -> None:
        """Keep the word lists that windows and speakers are read with."""
        self.saying_verbs = lexicon.words("attribution", "verbs")
        self.counting_verbs = lexicon.words("attribution", "counting_verbs")
        self.announcing_verbs = lexicon.words("attribution", "announcing_verbs")
        self.change_words = lexicon.words("numbers", "change_words")
        self.verdict_verbs = lexicon.words("attribution", "verdict_verbs")
        self.attitude_verbs = lexicon.words("grammar", "attitude_verbs")
        # Whose object in the present tense is no news of the day: "welcomes the release", "reports the release".
        self.telling_verbs = self.attitude_verbs | (self.saying_verbs - self.announcing_verbs)
        self.continuing = lexicon.words("attribution", "continuing")
        self.aspect_verbs = lexicon.words("grammar", "aspect_verbs")
        self.since_words = lexicon.words("time", "clause_since")
        self.ever_words = lexicon.words("time", "ever_words")
        sums = "|".join(re.escape(w) for w in sorted(lexicon.words("time", "running_words")))
        self.sum_words = re.compile(rf"\b(?:{sums})\b,?" if sums else r"(?!)", re.IGNORECASE)
        self.share_words = lexicon.words("time", "share_words")
        self.growing_verbs = lexicon.words("time", "growing_verbs")
        # Verbs of bringing people in, of whom some may be kept: "29 were brought in and 15 were detained".
        self.fetching_verbs = lexicon.words("verbs", "weak", "movement")
        self.instance_nouns = lexicon.words("time", "instance_nouns")
        self.later_words = lexicon.words("grammar", "later_words")

    def occasions(self, sentence: Sentence) -> int | None:
        """Return how many waves a sentence speaks of ("in four waves"), or None."""
        for found in self._waves.finditer(sentence.text):
            word = found["n"].lower()
            number = int(word) if word.isdigit() else self._number_words[word]
            if number > 1:
                return number
        return None

    def may_be_more(self, text: str) -> bool:
        """Say whether a text adds that the number just given may be higher."""
        lowered = text.lower()
        return any(phrase in lowered for phrase in self._open_upward)

    def speaks_of_custody(self, text: str) -> bool:
        """Say whether a stretch of unparsed text has a word of custody, by the beginnings of words."""
        return self._beginnings.search(text) is not None

    def tells_of(self, text: str) -> frozenset[str]:
        """Return the measures of which a stretch of unparsed text tells, by the beginnings of words."""
        return frozenset(measure for measure, words in self._told.items() if words.search(text) is not None)

    def is_custody(self, sentence: Sentence) -> bool:
        """Say whether a sentence speaks of custody at all."""
        return any(t.lemma in self._custody_lemmas or t.lower in self._custody_lemmas for t in sentence.tokens)

    def _is_whole_of_some(self, sentence: Sentence, mention: Mention) -> bool:
        """Tell "they were among thousands of marchers", where others are the part, from "among them five marchers"."""
        first = next((t for t in sentence.tokens if t.end > sentence.start + mention.quantity.start), None)
        if first is None or first.i < 2 or sentence.tokens[first.i - 1].lower not in self._among:
            return False
        return sentence.tokens[first.i - 2].lemma in self._copulas

    def includes(self, sentence: Sentence, mention: Mention) -> bool:
        """Say whether words such as "including" or "among them" stand right before a number."""
        before = sentence.text[: mention.quantity.start][-40:]
        words = [w.lower() for w in WORD.findall(before)]
        while words and words[-1] in {"the", ","}:
            words.pop()
        if words and self._apart.before(words, len(words)) is not None:
            return False
        if words and self._including.before(words, len(words)) is not None:
            return not self._is_whole_of_some(sentence, mention)
        end = (mention.noun or mention.numeral).end - sentence.start
        after = [w.lower() for w in WORD.findall(sentence.text[max(end, mention.quantity.end) :][:30])]
        return self._trailing.at(after, 0) is not None
