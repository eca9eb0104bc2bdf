"""Who gives a number: attribution by verb, by phrase, by speaker's turn, and across sentences."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from habeas.extract.grammar.source_phrases import SourcePhrases
from habeas.extract.lexicon import Lexicon
from habeas.extract.parse.base import Sentence, Token

DOCUMENT: Final = "document"
_DATELINE: Final = re.compile(r"^.{2,30} [-–—]{1,2} (?=\w)")
_SUBJECTS: Final = ("nsubj", "nsubj:pass")


class Sources:
    """Finds the speaker of each claim with one lexicon's attribution words."""

    def __init__(self, lexicon: Lexicon) -> None:
        table = lexicon.data["attribution"]
        self._verbs = lexicon.words("attribution", "verbs")
        self._counting = lexicon.words("attribution", "counting_verbs")
        self._announcing = lexicon.words("attribution", "announcing_verbs")
        self._clause_only = lexicon.words("attribution", "clause_only")
        self._phrases = SourcePhrases(lexicon, self.name)
        self._skip = frozenset(table["skip_subjects"])
        self._pronouns = frozenset(table["pronouns"])
        self._bare = frozenset(table["bare_pronouns"])
        self._relatives = lexicon.words("grammar", "relatives")
        self._titles = frozenset(table["titles"])
        self._partitive = frozenset(lexicon.data["people"]["partitive_cases"])
        self._anaphors = frozenset(lexicon.data["people"]["anaphors"])
        self._strip = frozenset(table["strip"])
        self._by = frozenset(table["by"])
        self._totals = frozenset(lexicon.data["people"]["totals"])
        self._quoting = frozenset(table["quoting_verbs"])
        self._report_nouns = frozenset(table["report_nouns"])
        self._events = lexicon.event_nouns
        self._along = frozenset(table["along"])
        self._speech_nouns = self._report_nouns | frozenset(table["speech_nouns"])
        self._listing = lexicon.words("attribution", "listing_verbs")
        self._addressing = lexicon.words("attribution", "addressing_verbs")

    def governing(self, sentence: Sentence, word: Token) -> tuple[str, Token] | None:
        """Return the speaker, with its verb, whose clause `word` stands in, the innermost first.

        One who says that something is so ("X said that ...") goes before one who counts ("X registered 20 arrests").
        """
        counter = self._counter(sentence, word)
        saying = (
            self._phrases.quoted(sentence, word)
            or self._saying(sentence, word)
            or self._voiced(sentence, word)
            or self._trailing(sentence)
            or self._inverted(sentence, word)
        )
        if counter is not None and saying is not None and counter[1].lemma not in self._announcing:
            above = {t.i for t in sentence.ancestors(counter[1])}
            return counter if saying[1].i in above else saying
        return saying or counter or self._listed(sentence, word)

    def by_whom(self, sentence: Sentence, people: Token) -> str | None:
        """Return who holds counted people for what they are: "30 people whom X considers political prisoners"."""
        for verb in sentence.kids(people, "acl:relcl"):
            subjects = [k for k in sentence.kids(verb, "nsubj") if k.lower not in self._relatives]
            relative = any(t.lower in self._relatives for t in sentence.tokens[people.i + 1 : verb.i])
            counts = verb.lemma in self._counting and verb.lemma not in self._clause_only
            says = verb.lemma in self._verbs and bool(sentence.kids(verb, "ccomp"))
            if subjects and relative and (counts or says):
                return None if subjects[0].lower in self._skip else self.name(sentence, subjects[0], sentence.start)
        return None

    def _listed(self, sentence: Sentence, word: Token) -> tuple[str, Token] | None:
        """Return whose list holds a number that stands inside the list's own phrase: "X's list of the held had 20"."""
        for noun in sentence.ancestors(word):
            verb = sentence.head(noun)
            if noun.rel in _SUBJECTS and verb is not None and verb.lemma in self._listing and self._is_report(noun):
                owner = self._owner(sentence, noun)
                return (self.name(sentence, owner, sentence.start), verb) if owner is not None else None
        return None

    def _counter(self, sentence: Sentence, word: Token) -> tuple[str, Token] | None:
        below = word
        for depth, token in enumerate([word, *sentence.ancestors(word)]):
            bears = token.pos in {"VERB", "AUX"} or (token.pos == "ADJ" and token.lemma in self._counting)
            if not bears or not depth or not self._counts(sentence, below, token):
                below = token
                continue
            if token.lemma in self._counting or self._lists(sentence, below, token):
                who = self._subject(sentence, token, word)
                totals = any(k.lemma in self._totals for k in (below, *sentence.kids(token, "obj")))
                if who and (token.lemma not in self._clause_only or totals):
                    return who, token
            below = token
        return None

    def _lists(self, sentence: Sentence, below: Token, verb: Token) -> bool:
        """Say whether a verb tells what a list holds: "X's list includes 20 names", "X published a list of 20"."""
        if verb.lemma not in self._listing:
            return False
        subjects = sentence.kids(verb, *_SUBJECTS)
        listed = below.pos == "NOUN" and below.lemma in self._report_nouns
        return listed or any(self._is_report(k) and self._owner(sentence, k) is not None for k in subjects)

    def _is_report(self, noun: Token) -> bool:
        return noun.lemma in self._report_nouns or noun.lower in self._report_nouns

    def is_report(self, who: str) -> bool:
        """Say whether a speaker is named by a report alone ("the report", "figures")."""
        return who.lower() in self._report_nouns

    def publisher(self, sentence: Sentence) -> str | None:
        """Return whose report a sentence speaks of: "X published a report", "a report by X"."""
        for noun in sentence.tokens:
            if noun.pos != "NOUN" or not self._is_report(noun) or noun.lemma in self._events:
                continue
            owner = self._owner(sentence, noun)
            if owner is not None and owner.pos == "PROPN":
                return self.name(sentence, owner, sentence.start)
            verb = sentence.head(noun)
            if noun.rel == "obj" and verb is not None and verb.lemma in self._listing:
                who = self._subject(sentence, verb)
                return who if who is None or not self.is_pronoun(who) else None
        return None

    def topic(self, sentence: Sentence) -> str | None:
        """Return the named subject of a sentence: whom "she said" behind it may mean."""
        root = next((t for t in sentence.tokens if t.rel == "root"), None)
        if root is None:
            return None
        named = [k for k in sentence.kids(root, "nsubj") if any(t.pos == "PROPN" for t in sentence.subtree(k))]
        return self.name(sentence, named[0], sentence.start) if named else None

    def phrase(self, sentence: Sentence, word: Token | None = None) -> list[tuple[int, str]]:
        """Return (offset, speaker) of the phrases ("according to X") of a sentence, or of those that reach `word`."""
        return self._phrases.of(sentence, word)

    def cited(self, sentence: Sentence, word: Token) -> str | None:
        """Return the one who is cited by the speaker of a sentence: "the paper, citing X, said"."""
        return self._phrases.cited(sentence, word)

    def _voiced(self, sentence: Sentence, word: Token) -> tuple[str, Token] | None:
        """Return the speaker of a noun of saying: "X's claim that 20 were arrested"."""
        below = word
        for token in sentence.ancestors(word):
            if below.pos in {"VERB", "AUX"} and below.rel.startswith(("acl", "ccomp")) and token.pos == "NOUN":
                owner = self._owner(sentence, token) if token.lemma in self._speech_nouns else None
                if owner is not None and owner.i != word.i and any(k.rel == "mark" for k in sentence.kids(below)):
                    return self.name(sentence, owner, sentence.start), token
            below = token
        return None

    def _owner(self, sentence: Sentence, noun: Token) -> Token | None:
        """Return whose list or report a noun names: "X's list", "the list by X"."""
        owners = [k for k in sentence.kids(noun, "nmod:poss") if k.pos in {"NOUN", "PROPN"} or self.is_pronoun(k.lower)]
        made = [k for verb in sentence.kids(noun, "acl") for k in sentence.kids(verb, "obl:agent", "obl")]
        owners += [
            k for k in (*sentence.kids(noun, "nmod"), *made) if {c.lower for c in sentence.kids(k, "case")} & self._by
        ]
        return owners[0] if owners else None

    def _trailing(self, sentence: Sentence) -> tuple[str, Token] | None:
        """Return the speaker of "..., X reported.", where the parser lost the saying at the end of a sentence."""
        words = [t for t in sentence.tokens if t.pos != "PUNCT"]
        if len(words) < 4:
            return None
        last = words[-1]
        if last.lemma not in self._verbs and last.lower.removesuffix("s") not in self._verbs:
            return None
        begin = next((t.i for t in reversed(sentence.tokens[: last.i]) if t.text == ","), None)
        if begin is None or last.i - begin > 9 or last.i - begin < 2:
            return None
        kept = [t for t in sentence.tokens[begin + 1 : last.i] if t.lower not in self._strip]
        if not kept or any(t.pos in {"VERB", "ADP", "CCONJ"} for t in kept) or kept[0].lower in self._skip:
            return None
        start, end = sentence.span(kept)
        return " ".join(sentence.text[start - sentence.start : end - sentence.start].split()), last

    def _inverted(self, sentence: Sentence, word: Token) -> tuple[str, Token] | None:
        """Return the speaker of "..., announced the group X", where the parser took X for an object."""
        for token in sentence.tokens[word.i + 1 :]:
            behind = sentence.tokens[token.i - 1].text in {",", "”", '"'}
            if not behind or token.lemma not in self._verbs or not token.has("Tense=Past"):
                continue
            objects = [k for k in sentence.kids(token, "obj", "nsubj") if k.i > token.i]
            if objects and not any(k.i < token.i for k in sentence.kids(token, *_SUBJECTS, "aux", "mark")):
                return self.name(sentence, objects[0], sentence.start), token
        return None

    def _saying(self, sentence: Sentence, word: Token) -> tuple[str, Token] | None:
        below = word
        for depth, token in enumerate([word, *sentence.ancestors(word)]):
            is_verb = token.pos in {"VERB", "AUX"} and not _divided(sentence, word, token)
            if (
                is_verb
                and token.lemma in self._verbs
                and depth
                and below.rel in {"ccomp", "parataxis", "dep", "advcl", "conj"}
                and below.pos != "ADJ"  # "a court found seven guilty"
            ):
                who = self._subject(sentence, token, word)
                if who and below.rel != "conj":
                    return self._inner(sentence, token, below, word) or (who, token)
            for kid in sentence.kids(token, "ccomp", "parataxis", "advcl", "dep"):
                # "..., X said": the parser hangs the saying below the said
                if (
                    kid.i != below.i
                    and kid.lemma in self._verbs
                    and (kid.rel in {"parataxis", "ccomp"} or _trails(sentence, word, kid))
                    and not self._has_clause(sentence, kid)
                    and not _divided(sentence, word, kid)
                ):
                    who = self._subject(sentence, kid, word)
                    if who:
                        return who, kid
            below = token
        return None

    def _inner(self, sentence: Sentence, saying: Token, said: Token, word: Token) -> tuple[str, Token] | None:
        """Return the first speaker of "..., X said, Y reported": the one whom the other reports."""
        for kid in sentence.kids(saying, "parataxis", "ccomp"):
            if said.i < kid.i < saying.i and kid.lemma in self._verbs and not self._has_clause(sentence, kid):
                who = self._subject(sentence, kid, word)
                if who:
                    return who, kid
        return None

    def _counts(self, sentence: Sentence, below: Token, verb: Token) -> bool:
        if below.rel in {"obl", "nmod", "nsubj"} and below.i < verb.i:
            return False  # "Despite the release of 17, monitors counted ..."
        links = {k.lower for k in sentence.kids(below, "case", "mark")}
        if below.rel == "obl" and verb.lemma in self._verbs and links & self._by:
            return False  # "... he said of the three men"
        finite = below.has("VerbForm=Fin") or bool(sentence.kids(below, "aux", "aux:pass"))
        if below.rel == "conj" and below.pos == "VERB" and finite and sentence.kids(below, *_SUBJECTS):
            return False  # "announced an amnesty and 20 were freed"
        if below.rel == "advcl" and links & self._along:
            return below.i > verb.i  # "counted seven incidents, with ten people arrested"
        return below.rel in {"obj", "nmod", "obl", "xcomp", "nsubj", "acl", "ccomp", "conj", "appos"} and below.pos in {
            "NOUN",
            "PROPN",
            "NUM",
            "ADJ",
            "PRON",
            "VERB",
        }

    def _has_clause(self, sentence: Sentence, verb: Token) -> bool:
        told = ("ccomp",) if verb.lemma in self._addressing else ("ccomp", "obj")
        return bool(sentence.kids(verb, *told))

    def _subject(self, sentence: Sentence, verb: Token, word: Token | None = None) -> str | None:
        """Return who says: the verb's subject, or the one it shares; never the people who are counted."""
        subjects = sentence.kids(verb, *_SUBJECTS, "obl:agent")
        below, bearer = verb, verb
        for head in sentence.ancestors(verb):
            participle = below.rel == "advcl" and below.has("VerbForm=Part") and below.has("Tense=Pres")
            if subjects or not (below.rel in {"conj", "xcomp"} or participle):
                break
            subjects, below, bearer = sentence.kids(head, *_SUBJECTS), head, head
        if not subjects and verb.rel == "acl" and self._has_clause(sentence, verb):
            subjects = self._lost_subject(sentence, verb)
        if not subjects:  # "Speaking to the press, X, a minister, said": the parser hung X on the press
            fronted = (k for k in sentence.kids(verb, "advcl") if k.i < verb.i)
            subjects = [t for k in fronted for t in sentence.subtree(k) if t.rel == "appos" and t.pos == "PROPN"][:1]
        if any(k.rel == "nsubj:pass" for k in subjects) and bearer.lemma not in self._quoting:
            subjects = sentence.kids(verb, "obl:agent")  # but "X was quoted as saying" has X for its speaker
        for subject in subjects:
            of = sentence.head(verb)
            if subject.lower in self._relatives and verb.rel == "acl:relcl" and of is not None:
                return self.name(sentence, of, sentence.start)  # "X, who claims that ..."
            if subject.lower in self._skip or subject.pos == "NUM":
                return None
            if word is not None and any(t.i == word.i for t in sentence.subtree(subject)):
                return None
            return self.name(sentence, subject, sentence.start)
        return None

    @staticmethod
    def _lost_subject(sentence: Sentence, verb: Token) -> list[Token]:
        """Return who says in "members of the house close to the reformers confirmed that ...", read as a participle."""
        top = sentence.head(verb)
        while top is not None and top.rel in {"nmod", "obl", "amod", "appos", "acl"}:
            above = sentence.head(top)
            if above is None or above.i > top.i:
                break
            top = above
        return [top] if top is not None and top.pos in {"NOUN", "PROPN"} else []

    def is_pronoun(self, who: str) -> bool:
        """Say whether a speaker is named by a word that refers back ("it", "the group")."""
        return who.lower() in self._pronouns

    def is_bare(self, who: str) -> bool:
        """Say whether a speaker is named by a pronoun alone ("it", "she")."""
        return who.lower() in self._bare

    def refers(self, who: str, name: str) -> bool:
        """Say whether a word that refers back can mean a speaker: "it" any, "the ministry" only a ministry."""
        return who.lower() not in self._titles or who.lower() in name.lower()

    def speaks_of_list(self, sentence: Sentence) -> bool:
        """Say whether a sentence goes on about a list or report that was named before: "The updated list holds ..."."""
        for noun in sentence.tokens:
            head = sentence.head(noun)
            subject = noun.rel in _SUBJECTS and head is not None and head.rel == "root"
            listed = subject and self._is_report(noun) and noun.lemma not in self._events
            if listed and self._owner(sentence, noun) is None:
                return any(k.lower in self._strip for k in sentence.kids(noun, "det"))
        return False

    def opens_with_part(self, sentence: Sentence) -> bool:
        """Say whether a sentence opens with a part of what went before: "Among those freed were", "Of these,"."""
        words = [t.lower for t in sentence.tokens[:4]]
        return any(a in self._partitive and b in self._anaphors for a, b in pairwise(words))

    def continues(self, sentence: Sentence) -> bool:
        """Say whether a sentence goes on with the speaker before: its subject of saying refers back."""
        for token in sentence.tokens:
            if token.lemma in self._verbs and token.pos == "VERB":
                for subject in sentence.kids(token, *_SUBJECTS):
                    if subject.pos == "PRON" and subject.lower in self._pronouns:
                        return True
        return False

    def main_speaker(self, sentence: Sentence) -> str | None:
        """Return who speaks in a sentence: the subject of its saying, or "according to X"."""
        for token in sentence.tokens:
            says = token.lemma in self._verbs and token.pos == "VERB"
            main = token.rel in {"parataxis", "root"}
            if says and (main or (token.rel in {"ccomp", "conj"} and self._has_clause(sentence, token))):
                who = self._subject(sentence, token)
                if who and not self.is_pronoun(who):
                    return who
        for token in sentence.tokens:
            if token.lemma in self._counting and token.pos == "VERB" and token.rel in {"root", "xcomp"}:
                who = self._subject(sentence, token)
                if who and who[:1].isupper() and not self.is_pronoun(who):
                    return who
        phrases = self._phrases.of(sentence)
        return phrases[0][1] if phrases else None

    def name(self, sentence: Sentence, noun: Token, at: int) -> str:
        """Return a speaker's noun phrase without article, relative clauses and appositions in commas."""
        owner = self._owner(sentence, noun) if self._is_report(noun) else None
        if owner is not None and owner.start >= at:  # "X's latest list", "the report released by X"
            return self.name(sentence, owner, at)
        banned: set[int] = set()
        for kid in sentence.subtree(noun):
            if kid.rel == "appos" and kid.pos == "PROPN" and sentence.tokens[kid.i - 1].pos != "PUNCT":
                continue  # "the group Dawn": the name belongs to it
            if kid.i in banned or (
                kid.rel in {"acl:relcl", "acl", "appos", "advcl", "punct", "parataxis"} and kid.i > noun.i
            ):
                banned.update(t.i for t in sentence.subtree(kid))
        kept = [t for t in sentence.subtree(noun) if t.i not in banned and t.start >= at]
        kept = _contiguous(kept, noun)
        while len(kept) > 1 and (kept[0].lower in self._strip or kept[0].rel == "case" or kept[0].pos == "PUNCT"):
            kept = kept[1:]
        start, end = sentence.span(kept)
        text = " ".join(sentence.text[start - sentence.start : end - sentence.start].split())
        return _DATELINE.sub("", text)


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


def _divided(sentence: Sentence, word: Token, saying: Token) -> bool:
    """Say whether a semicolon parts a claim from a saying behind it, which then speaks of something else."""
    return any(t.text == ";" for t in sentence.tokens[word.i : saying.i])


def _trails(sentence: Sentence, word: Token, saying: Token) -> bool:
    """Say whether "..., X reported on Sunday" stands behind a claim, read by the parser as an adverbial clause."""
    subjects = sentence.kids(saying, *_SUBJECTS)
    if saying.i < word.i or saying.rel != "advcl" or sentence.kids(saying, "mark") or not subjects:
        return False
    first = min(t.i for t in sentence.subtree(subjects[0]))
    return saying.has("VerbForm=Fin") and sentence.tokens[max(0, first - 1)].text == ","
