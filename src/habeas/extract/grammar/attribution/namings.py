"""The names of speakers: their noun phrases, and the owners of lists and reports."""

from __future__ import annotations

import re
from typing import Final

from habeas.extract.lexicon import Lexicon
from habeas.extract.parse.base import Sentence, Token

DOCUMENT: Final = "document"
SUBJECTS: Final = ("nsubj", "nsubj:pass")
_DATELINE: Final = re.compile(r"^.{2,30} [-–—]{1,2} (?=\w)")
_OWNING: Final = re.compile(r"['’]s?$")
_QUOTATION: Final = re.compile(r"(?<=\w) [“\"].*$")
_BEHIND: Final = frozenset({"acl:relcl", "acl", "appos", "advcl", "punct", "parataxis"})


class Names:
    """Reads the names of speakers off noun phrases with one lexicon's words."""

    def __init__(self, lexicon: Lexicon) -> None:
        table = lexicon.data["attribution"]
        self._strip = frozenset(table["strip"])
        self._by = frozenset(table["by"])
        self._pronouns = frozenset(table["pronouns"])
        self._reports = frozenset(table["report_nouns"])
        self._plain = frozenset(table["plain_figures"])
        self._unnamed = frozenset(table["unnamed_givers"])
        self._speakers = frozenset(table["speaker_nouns"])
        self._any = frozenset(table["any_figures"])
        time = lexicon.data["time"]
        days = "|".join(map(re.escape, sorted([*time["months"], *time["weekdays"]], key=lambda w: (-len(w), w))))
        self._dates = frozenset([*time["months"], *time["weekdays"]])
        parts = "|".join(map(re.escape, table["early_words"])) or r"(?!)"
        ends = "|".join(map(re.escape, table["time_cases"])) or r"(?!)"
        when = rf"(?:(?:{parts})[ -])?(?:\d\d? )?(?:{days}|(?:19|20)\d\d)(?!\w)"
        self._early = re.compile(rf"^(?:{parts})[ -](?:{days})(?: (?:19|20)\d\d)? (?=\S)", re.IGNORECASE)
        self._dated = re.compile(rf"(?<=\w) (?:{ends}) {when}.*$", re.IGNORECASE)
        bodies = "|".join(map(re.escape, table["body_nouns"])) or r"(?!)"
        self._kind = re.compile(
            rf"^(?:[\w’'-]+ )*?(?i:{bodies}) (?=(?:[A-Z][\w’'.-]*|of|for|and|the|de|la|in)(?: |$))(?=[A-Z])"
        )

    def of(self, sentence: Sentence, noun: Token, at: int) -> str:
        """Return a speaker's noun phrase without article, relative clauses and appositions in commas.

        Nothing before the offset `at` belongs to it. Who owns a list or a report stands for it.
        """
        owner = self.owner(sentence, noun) if self.is_report(noun) else None
        if owner is not None and owner.start >= at:  # "X's latest list", "the report released by X"
            return self.of(sentence, owner, at)
        banned: set[int] = set()
        for kid in sentence.subtree(noun):
            if kid.rel == "appos" and kid.pos == "PROPN" and sentence.tokens[kid.i - 1].pos != "PUNCT":
                continue  # "the group Dawn": the name belongs to it
            dated = kid.rel == "nmod" and self._is_date(kid)  # "the list of 3 May"
            if kid.i in banned or dated or (kid.rel in _BEHIND and kid.i > noun.i):
                banned.update(t.i for t in sentence.subtree(kid))
        kept = [t for t in sentence.subtree(noun) if t.i not in banned and t.start >= at]
        kept = _contiguous(kept, noun)
        while len(kept) > 1 and (kept[0].lower in self._strip or kept[0].rel == "case" or kept[0].pos == "PUNCT"):
            kept = kept[1:]
        start, end = sentence.span(kept)
        text = " ".join(sentence.text[start - sentence.start : end - sentence.start].split())
        name = self._bare(_OWNING.sub("", _DATELINE.sub("", text)))
        return f"the {name}" if name.lower() == DOCUMENT else name  # a paper that is quoted, not the text itself

    def _bare(self, name: str) -> str:
        """Return a name without times, quotations and what kind of body it is: "the rights group Dawn on 3 May"."""
        name = self._dated.sub("", _QUOTATION.sub("", self._early.sub("", name)))
        return self._kind.sub("", name)

    def is_report(self, noun: Token) -> bool:
        """Say whether a noun names a list, report or the like, of which somebody is the owner."""
        return noun.lemma in self._reports or noun.lower in self._reports

    def tells(self, noun: Token) -> bool:
        """Say whether a noun names what shows figures: a report, or figures themselves."""
        return self.is_report(noun) or noun.lower in self._plain

    def owner(self, sentence: Sentence, noun: Token) -> Token | None:
        """Return whose list or report a noun names: "X's list", "the list by X", "ministry figures"."""
        own = [k for k in sentence.kids(noun, "nmod:poss") if k.pos in {"NOUN", "PROPN"} or k.lower in self._pronouns]
        made = [k for verb in sentence.kids(noun, "acl") for k in sentence.kids(verb, "obl:agent", "obl")]
        own += [
            k for k in (*sentence.kids(noun, "nmod"), *made) if {c.lower for c in sentence.kids(k, "case")} & self._by
        ]
        beside = sentence.kids(noun, "compound")  # "Interior Ministry figures", "police data"
        own += [k for k in beside if k.pos == "PROPN" or k.lower in self._speakers][-1:]
        return next((k for k in own if not self._is_date(k)), None)

    def _is_date(self, token: Token) -> bool:
        return token.lower in self._dates or token.text[:1].isdigit()

    def is_nobodys(self, name: str) -> bool:
        """Say whether a phrase names figures of no one in particular: "available information", "the latest data"."""
        words = name.lower().split()
        return bool(words) and words[-1] in self._plain - self._unnamed and all(w in self._any for w in words[:-1])


def _contiguous(tokens: list[Token], core: Token) -> list[Token]:
    """Keep the stretch around `core` without gaps of more than one token."""
    out = [core]
    for token in sorted((t for t in tokens if t.i < core.i), key=lambda t: -t.i):
        if out[0].i - token.i <= 2:
            out.insert(0, token)
    for token in sorted((t for t in tokens if t.i > core.i), key=lambda t: t.i):
        if token.i - out[-1].i <= 2:
            out.append(token)
    return out
