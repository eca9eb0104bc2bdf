"""Who gives a number: attribution by verb, by phrase, by speaker's turn, and across sentences."""

from __future__ import annotations

from itertools import pairwise

from habeas.extract.grammar.attribution.demands import Demands
from habeas.extract.grammar.attribution.namings import SUBJECTS, Names
from habeas.extract.grammar.attribution.reports import Reports
from habeas.extract.grammar.attribution.source_phrases import SourcePhrases
from habeas.extract.grammar.attribution.subjects import Subjects
from habeas.extract.lexicon import Lexicon
from habeas.extract.parse.base import Sentence, Token


class Sources:
    """Finds the speaker of each claim with one lexicon's attribution words."""

    def __init__(self, lexicon: Lexicon) -> None:
        table = lexicon.data["attribution"]
        self._verbs = lexicon.words("attribution", "verbs")
        self._counting = lexicon.words("attribution", "counting_verbs")
        self._announcing = lexicon.words("attribution", "announcing_verbs")
        self._gerunds = lexicon.words("attribution", "gerund_verbs")
        self._offices = lexicon.words("attribution", "office_words")
        self._bodies = lexicon.words("attribution", "body_nouns")
        self._clause_only = lexicon.words("attribution", "clause_only")
        self._names = Names(lexicon)
        self._subjects = Subjects(lexicon, self._names)
        self._phrases = SourcePhrases(lexicon, self._names)
        self.reports = Reports(lexicon, self._names, self._subjects)
        self._skip = frozenset(table["skip_subjects"])
        self._pronouns = frozenset(table["pronouns"])
        self._bare = frozenset(table["bare_pronouns"])
        self._relatives = lexicon.words("grammar", "relatives")
        self._titles = frozenset(table["titles"])
        self._person_titles = frozenset(table["person_titles"])
        self._partitive = frozenset(lexicon.data["people"]["partitive_cases"])
        self._anaphors = frozenset(lexicon.data["people"]["anaphors"])
        self._strip = frozenset(table["strip"])
        self._by = frozenset(table["by"])
        self._demands = Demands(lexicon, self._names)
        self._totals = frozenset(lexicon.data["people"]["totals"])
        self._report_nouns = frozenset(table["report_nouns"])
        self._showing = frozenset(table["showing_verbs"])
        self._along = frozenset(table["along"])
        self._summing = frozenset(table["summing_verbs"])
        self._speech_nouns = self._report_nouns | frozenset(table["speech_nouns"])

    def governing(self, sentence: Sentence, word: Token, *people: Token) -> tuple[str, Token] | None:
        """Return the speaker, with its verb, whose clause `word` stands in, the innermost first; never the `people`.

        One who says that something is so ("X said that ...") goes before one who counts ("X registered 20 arrests").
        """
        quoted = self._phrases.quoted(sentence, word)
        if quoted is not None:
            return quoted
        counter = self._counter(sentence, word, *people)
        saying = (
            self._saying(sentence, word, *people)
            or self._voiced(sentence, word)
            or self._trailing(sentence)
            or self._inverted(sentence, word)
            or self.reports.shown(sentence, word)
        )
        if counter is not None and saying is not None and counter[1].lemma not in self._announcing:
            saying = counter if _is_below(sentence, counter[1], saying[1]) else saying
        return saying or counter or self.reports.listed(sentence, word)

    def asking(self, sentence: Sentence, word: Token) -> str | None:
        """Return who asks for what befalls the people, and so says that there are such people."""
        return self._demands.of(sentence, word)

    def by_whom(self, sentence: Sentence, people: Token) -> str | None:
        """Return who holds counted people for what they are: "30 people whom X considers political prisoners"."""
        for verb in sentence.kids(people, "acl:relcl"):
            subjects = [
                k
                for k in sentence.kids(verb, "nsubj")  # "90 strikers, 40 of whom say ..." names no one
                if not self._relatives & {k.lower, *(below.lower for below in sentence.kids(k, "nmod"))}
            ]
            relative = any(t.lower in self._relatives for t in sentence.tokens[people.i + 1 : verb.i])
            counts = verb.lemma in self._counting and verb.lemma not in self._clause_only
            says = verb.lemma in self._verbs and bool(sentence.kids(verb, "ccomp"))
            if subjects and relative and (counts or says):
                return (
                    None if subjects[0].lower in self._skip else self._names.of(sentence, subjects[0], sentence.start)
                )
        return None

    def _counter(self, sentence: Sentence, word: Token, *people: Token) -> tuple[str, Token] | None:
        below = word
        for depth, token in enumerate([word, *sentence.ancestors(word)]):
            bears = token.pos in {"VERB", "AUX"} or (token.pos == "ADJ" and token.lemma in self._counting)
            bears = bears and not _divided(sentence, word, token)
            if not bears or not depth or not self._counts(sentence, below, token):
                below = token
                continue
            lists = self.reports.lists(sentence, below, token)
            if token.lemma in self._counting or lists:
                who = self._subjects.of(sentence, token, word, *people)
                totals = any(k.lemma in self._totals for k in (below, *sentence.kids(token, "obj")))
                if who and (token.lemma not in self._clause_only or totals or lists):
                    return who, token
            below = token
        return None

    def is_report(self, who: str) -> bool:
        """Say whether a speaker is named by a report alone ("the report", "updated figures")."""
        return who.islower() and who.rsplit(maxsplit=1)[-1] in self._report_nouns

    def topic(self, sentence: Sentence) -> str | None:
        """Return the named subject of a sentence: whom "she said" behind it may mean."""
        root = next((t for t in sentence.tokens if t.rel == "root"), None)
        if root is None:
            return None
        named = [k for k in sentence.kids(root, "nsubj") if any(t.pos == "PROPN" for t in sentence.subtree(k))]
        return self._names.of(sentence, named[0], sentence.start) if named else None

    def phrase(self, sentence: Sentence, word: Token | None = None) -> list[tuple[int, str]]:
        """Return (offset, speaker) of the phrases ("according to X") of a sentence, or of those that reach `word`."""
        return self._phrases.of(sentence, word)

    def within(self, sentence: Sentence, word: Token, verb: Token) -> str | None:
        """Return who is named inside the clause that a verb governs: "X reported that, according to Y, ..."."""
        return self._phrases.within(sentence, word, verb)

    def cited(self, sentence: Sentence, word: Token) -> str | None:
        """Return the one who is cited by the speaker of a sentence: "the paper, citing X, said"."""
        return self._phrases.cited(sentence, word)

    def _voiced(self, sentence: Sentence, word: Token) -> tuple[str, Token] | None:
        """Return the speaker of a noun of saying: "X's claim that 20 were arrested"."""
        below = word
        for token in sentence.ancestors(word):
            if below.pos in {"VERB", "AUX"} and below.rel.startswith(("acl", "ccomp")) and token.pos == "NOUN":
                owner = self._names.owner(sentence, token) if token.lemma in self._speech_nouns else None
                if owner is None and self._is_verb(token):
                    owner = next((k for k in reversed(sentence.kids(token, "compound")) if k.i < token.i), None)
                if owner is not None and owner.i != word.i and any(k.rel == "mark" for k in sentence.kids(below)):
                    return self._names.of(sentence, owner, sentence.start), token
            below = token
        return None

    def _is_verb(self, token: Token) -> bool:
        """Say whether the parser took a verb of saying for a noun: "The ministry states in its report that ..."."""
        return token.rel == "root" and token.lower.endswith("s") and token.lower.removesuffix("s") in self._verbs

    def _trailing(self, sentence: Sentence) -> tuple[str, Token] | None:
        """Return the speaker of "..., X reported.", where the parser lost the saying at the end of a sentence."""
        words = [t for t in sentence.tokens if t.pos != "PUNCT"]
        if len(words) < 4:
            return None
        last = words[-1]
        shows = last.lemma in self._showing and self._names.tells(sentence.tokens[last.i - 1])  # "..., X figures show."
        if not shows and last.lemma not in self._verbs and last.lower.removesuffix("s") not in self._verbs:
            return None
        if shows and self._names.owner(sentence, sentence.tokens[last.i - 1]) is not None:
            return self._names.of(sentence, sentence.tokens[last.i - 1], sentence.start), last
        begin = next((t.i for t in reversed(sentence.tokens[: last.i]) if t.text == ","), None)
        if begin is None or last.i - begin > 10 or last.i - begin < 2:
            return None
        kept = [t for t in sentence.tokens[begin + 1 : last.i] if t.lower not in self._strip]
        named = bool(kept) and kept[0].text[:1].isupper() and kept[-1].text[:1].isupper()
        other = {"VERB", "AUX", "ADP", "CCONJ"}
        if not kept or kept[0].lower in self._skip or any(t.pos in other and not named for t in kept):
            return None
        if any(t.pos == "DET" for t in kept[1:]):
            return None  # "..., a claim the ministry denies"
        start, end = sentence.span(kept)
        return " ".join(sentence.text[start - sentence.start : end - sentence.start].split()), last

    def _inverted(self, sentence: Sentence, word: Token) -> tuple[str, Token] | None:
        """Return the speaker of "..., announced the group X", where the parser took X for an object."""
        for token in sentence.tokens[word.i + 1 :]:
            behind = sentence.tokens[token.i - 1].text in {",", "”", '"'}
            if not behind or token.lemma not in self._verbs or not token.has("Tense=Past"):
                continue
            objects = [k for k in sentence.kids(token, "obj", "nsubj") if k.i > token.i]
            if objects and not any(k.i < token.i for k in sentence.kids(token, *SUBJECTS, "aux", "mark")):
                return self._names.of(sentence, objects[0], sentence.start), token
        return None

    def _saying(self, sentence: Sentence, word: Token, *people: Token) -> tuple[str, Token] | None:
        below = word
        for depth, token in enumerate([word, *sentence.ancestors(word)]):
            is_verb = token.pos in {"VERB", "AUX"} and not _divided(sentence, word, token)
            if (
                is_verb
                and token.lemma in self._verbs
                and depth
                and (below.rel in {"ccomp", "parataxis", "dep", "advcl", "conj"} or self._is_told(token, below))
                and (below.pos != "ADJ" or sentence.kids(below, "cop"))  # "a court found seven guilty"
            ):
                who = self._subjects.of(sentence, token, word, *people)
                if who and below.rel != "conj":
                    return self._inner(sentence, token, below, word) or (who, token)
            for kid in sentence.kids(token, "ccomp", "parataxis", "advcl", "dep"):
                # "..., X said": the parser hangs the saying below the said
                if (
                    kid.i != below.i
                    and kid.lemma in self._verbs
                    and (kid.rel in {"parataxis", "ccomp"} or _trails(sentence, word, kid))
                    and not self._subjects.has_clause(sentence, kid)
                    and not _divided(sentence, word, kid)
                ):
                    who = self._subjects.of(sentence, kid, word, *people)
                    if who:
                        return who, kid
            below = token
        return None

    def _is_told(self, verb: Token, below: Token) -> bool:
        """Say whether a verb of saying takes a participle for a clause: "denied holding any"."""
        return below.rel == "xcomp" and below.has("Aspect=Prog") and verb.lemma in self._gerunds

    def _inner(self, sentence: Sentence, saying: Token, said: Token, word: Token) -> tuple[str, Token] | None:
        """Return the first speaker of "..., X said, Y reported": the one whom the other reports."""
        for kid in sentence.kids(saying, "parataxis", "ccomp"):
            if said.i < kid.i < saying.i and kid.lemma in self._verbs and not self._subjects.has_clause(sentence, kid):
                who = self._subjects.of(sentence, kid, word)
                if who:
                    return who, kid
        return None

    def _counts(self, sentence: Sentence, below: Token, verb: Token) -> bool:
        counted = below.rel == "nsubj:pass" and bool(sentence.kids(verb, "obl:agent"))
        if counted and verb.lemma in self._counting:
            return True  # "the number is put at 416 by X"
        if below.rel in {"obl", "nmod", "nsubj"} and below.i < verb.i:
            return False  # "Despite the release of 17, monitors counted ..."
        links = {k.lower for k in sentence.kids(below, "case", "mark")}
        if below.rel == "obl" and verb.lemma in self._verbs and links & self._by:
            return False  # "... he said of the three men"
        finite = below.has("VerbForm=Fin") or bool(sentence.kids(below, "aux", "aux:pass"))
        if below.rel == "conj" and below.pos == "VERB" and finite and sentence.kids(below, *SUBJECTS):
            return False  # "announced an amnesty and 20 were freed"
        summing = below.pos == "VERB" and below.has("VerbForm=Part") and below.lemma in self._summing
        if below.rel == "advcl" and (links & self._along or summing):
            return below.i > verb.i  # "counted seven incidents, with ten people arrested"
        return below.rel in {"obj", "nmod", "obl", "xcomp", "nsubj", "acl", "ccomp", "conj", "appos"} and below.pos in {
            "NOUN",
            "PROPN",
            "NUM",
            "ADJ",
            "PRON",
            "VERB",
        }

    def is_pronoun(self, who: str) -> bool:
        """Say whether a speaker is named by a word that refers back ("it", "the group")."""
        return who.lower() in self._pronouns

    def last_name(self, who: str) -> str | None:
        """Return the last name, in lower case, by which alone a person is named ("Mr. Bek", "Bek"), or None."""
        words = who.split()
        while len(words) > 1 and words[0].strip(".").lower() in self._person_titles:
            words = words[1:]
        return words[0].casefold() if len(words) == 1 and words[0][:1].isupper() else None

    def is_bare(self, who: str) -> bool:
        """Say whether a speaker is named by a pronoun alone ("it", "she")."""
        return who.lower() in self._bare

    def refers(self, who: str, name: str) -> bool:
        """Say whether a word that refers back can mean a speaker: "it" any, "the ministry" only a ministry.

        "The group" is no office of a state.
        """
        words = name.lower().split()
        if who.lower().removeprefix("the ") in self._bodies and self._offices & {w.removesuffix("'s") for w in words}:
            return False
        return who.lower() not in self._titles or who.lower() in name.lower()

    def opens_with_part(self, sentence: Sentence) -> bool:
        """Say whether a sentence opens with a part of what went before: "Among those freed were", "Of these,"."""
        words = [t.lower for t in sentence.tokens[:4]]
        return any(a in self._partitive and b in self._anaphors for a, b in pairwise(words))

    def continues(self, sentence: Sentence) -> bool:
        """Say whether a sentence goes on with the speaker before: its subject of saying refers back."""
        for token in sentence.tokens:
            if token.lemma in self._verbs and token.pos == "VERB":
                for subject in sentence.kids(token, *SUBJECTS):
                    if subject.pos == "PRON" and subject.lower in self._pronouns:
                        return True
        return False

    def main_speaker(self, sentence: Sentence) -> str | None:
        """Return who speaks in a sentence: the subject of its saying, or "according to X"."""
        for token in sentence.tokens:
            says = token.lemma in self._verbs and token.pos == "VERB"
            main = token.rel in {"parataxis", "root"}
            if says and (main or (token.rel in {"ccomp", "conj"} and self._subjects.has_clause(sentence, token))):
                who = self._subjects.of(sentence, token)
                if who and not self.is_pronoun(who):
                    return who
        for token in sentence.tokens:
            if token.lemma in self._counting and token.pos == "VERB" and token.rel in {"root", "xcomp"}:
                who = self._subjects.of(sentence, token)
                if who and who[:1].isupper() and not self.is_pronoun(who):
                    return who
        phrases = self._phrases.of(sentence)
        return phrases[0][1] if phrases else None


def _is_below(sentence: Sentence, verb: Token, other: Token) -> bool:
    return any(t.i == other.i for t in sentence.ancestors(verb))


def _divided(sentence: Sentence, word: Token, saying: Token) -> bool:
    """Say whether a semicolon parts a claim from a saying behind it, which then speaks of something else."""
    return any(t.text == ";" for t in sentence.tokens[word.i : saying.i])


def _trails(sentence: Sentence, word: Token, saying: Token) -> bool:
    """Say whether "..., X reported on Sunday" stands behind a claim, read by the parser as an adverbial clause."""
    subjects = sentence.kids(saying, *SUBJECTS)
    if saying.i < word.i or saying.rel != "advcl" or sentence.kids(saying, "mark") or not subjects:
        return False
    first = min(t.i for t in sentence.subtree(subjects[0]))
    return saying.has("VerbForm=Fin") and sentence.tokens[max(0, first - 1)].text == ","
