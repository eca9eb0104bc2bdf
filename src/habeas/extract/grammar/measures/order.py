"""The order in which things befall people: what went before what is told of a whole only says who its parts are.

"51 were let out, including several who were indicted", "3,000 were pardoned. 800 of them had been arrested in May".
"""

from __future__ import annotations

from typing import Final

from habeas.extract.grammar.counts.counted import Mention
from habeas.extract.grammar.measures.signs import Sign
from habeas.extract.lexicon import Lexicon
from habeas.extract.parse.base import Sentence

_DESCRIBING: Final = frozenset({"modifier", "inherent", "state"})
LAST: Final = frozenset({"freed", "expelled"})
_AFTER: Final = frozenset({"charged", "convicted", "freed", "expelled", "died"})
_BEFORE: Final = frozenset({"detained", "held", "charged", "convicted"})
# What people on a list of those held may be called by: "27 people convicted over the strike", "5 deported miners".
_CALLED: Final = _BEFORE | {"expelled"}


class Order:
    """Tells what is news of people who are part of a whole from what only says who they are."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._opinions = lexicon.words("recognition", "opinions")
        self._perfect = lexicon.words("echo", "perfect")
        self._later = lexicon.words("grammar", "later_words")

    def of_included(self, told: str, signs: tuple[Sign, ...]) -> tuple[Sign, ...]:
        """Return the signs of people who are included in a whole of which a measure is `told`.

        "51 were arrested, including several who were indicted": what comes after is news of them.
        """
        if told not in LAST | {"detained"}:
            return signs
        if told in LAST:
            return undescribed(signs, _BEFORE)
        after = [s for s in signs if s.word.rel == "acl:relcl" and set(s.measures) & _AFTER]
        if not after:
            return signs
        rest = (s for s in signs if s not in after and told not in s.measures)
        return (*(s._replace(kind="patient", weak=False) for s in after), *rest)

    def of_released(self, sentence: Sentence, signs: tuple[Sign, ...]) -> tuple[Sign, ...]:
        """Return the signs of "800 of them", part of people let out, without what befell them before that."""
        return tuple(s for s in signs if not self._is_earlier(sentence, s))

    def _is_earlier(self, sentence: Sentence, sign: Sign) -> bool:
        """Tell "had been arrested", "are considered political prisoners" from "have been charged", "remain in jail"."""
        if sign.word.lemma in self._opinions or any(t.lemma in self._opinions for t in sentence.ancestors(sign.word)):
            return set(sign.measures) <= _BEFORE | {"recognised"}
        passive = sentence.kids(sign.word, "aux:pass")
        beside = sentence.kids(sign.word, "aux", "advmod")
        news = any(k.lower in self._perfect or k.lower in self._later for k in beside)
        return bool(passive) and passive[0].lower != "are" and not news and set(sign.measures) <= _BEFORE

    @staticmethod
    def of_charged(sentence: Sentence, signs: tuple[Sign, ...]) -> tuple[Sign, ...]:
        """Return the signs of a part of those held without what they stand accused of: "16 are charged with ..."."""

        def stand_accused(sign: Sign) -> bool:
            now = sign.word.has("Tense=Pres") and sign.word.has("VerbForm=Fin")
            above = sentence.head(sign.word)
            noun = sign.word.pos == "NOUN"  # "face charges"
            facing = noun and above is not None and above.has("Tense=Pres") and above.has("VerbForm=Fin")
            being = any(k.lower == "are" for k in sentence.kids(sign.word, "aux:pass"))
            return sign.measures == ("charged",) and (now or facing or being)

        return tuple(s for s in signs if not stand_accused(s))

    @staticmethod
    def of_entry(signs: tuple[Sign, ...]) -> tuple[Sign, ...]:
        """Return the signs of an entry below a total of those held without how they came there: "50 were sentenced"."""
        return tuple(s for s in signs if not set(s.measures) <= _BEFORE or "held" in s.measures)

    @staticmethod
    def of_held(mention: Mention, signs: tuple[Sign, ...]) -> tuple[Sign, ...]:
        """Return the signs of a kind of people among those held without what the kind is called by."""
        if mention.noun is None:
            return signs
        return tuple(s for s in signs if s.kind != "modifier" or not set(s.measures) <= _CALLED)


def undescribed(signs: tuple[Sign, ...], measures: frozenset[str] | None) -> tuple[Sign, ...]:
    """Return the signs without those, of some measures or all, that only describe people who are part of a whole."""
    return tuple(
        s for s in signs if s.kind not in _DESCRIBING or (measures is not None and not measures & set(s.measures))
    )
