"""Who says or counts: the subjects of verbs of saying, also where verbs share them or the parser lost them."""

from __future__ import annotations

from habeas.extract.grammar.attribution.namings import SUBJECTS, Names
from habeas.extract.lexicon import Lexicon
from habeas.extract.parse.base import Sentence, Token


class Subjects:
    """Finds the subjects of verbs of saying with one lexicon's words."""

    def __init__(self, lexicon: Lexicon, names: Names) -> None:
        table = lexicon.data["attribution"]
        self._names = names
        self._skip = frozenset(table["skip_subjects"])
        self._quoting = frozenset(table["quoting_verbs"])
        self._relatives = lexicon.words("grammar", "relatives")
        self._addressing = lexicon.words("attribution", "addressing_verbs")

    def has_clause(self, sentence: Sentence, verb: Token) -> bool:
        """Say whether a verb of saying has what it says below it."""
        told = ("ccomp",) if verb.lemma in self._addressing else ("ccomp", "obj")
        return bool(sentence.kids(verb, *told))

    def of(self, sentence: Sentence, verb: Token, *counted: Token) -> str | None:
        """Return who says: the verb's subject, or the one it shares; never the people who are `counted`."""
        subjects = self._shared(sentence, verb)
        lost = not subjects and verb.rel == "acl" and self.has_clause(sentence, verb)
        if lost:
            subjects = self._lost_subject(sentence, verb)
        if not subjects:  # "Speaking to the press, X, a minister, said": the parser hung X on the press
            fronted = (k for k in sentence.kids(verb, "advcl") if k.i < verb.i)
            subjects = [t for k in fronted for t in sentence.subtree(k) if t.rel == "appos" and t.pos == "PROPN"][:1]
        if len(subjects) > 1:  # "EFE (via Dawn), Sorn - Tor Bek reported": the one right before the verb
            subjects = [k for k in subjects if k.i < verb.i][-1:] or subjects
        if not subjects:
            return None
        subject, of = subjects[0], sentence.head(verb)
        if subject.lower in self._relatives and verb.rel == "acl:relcl" and of is not None:
            return self._names.of(sentence, of, sentence.start)  # "X, who claims that ..."
        inside = {t.i for t in sentence.subtree(subject)} if not lost else set()
        if subject.lower in self._skip or subject.pos == "NUM" or any(t.i in inside for t in counted):
            return None
        return self._names.of(sentence, subject, sentence.start)

    def _shared(self, sentence: Sentence, verb: Token) -> list[Token]:
        """Return the subjects of a verb, its own or those it shares; a passive has its agent, or the one quoted."""
        subjects = sentence.kids(verb, *SUBJECTS, "obl:agent")
        below, bearer = verb, verb
        for head in sentence.ancestors(verb):
            participle = below.rel == "advcl" and below.has("VerbForm=Part") and below.has("Tense=Pres")
            if subjects or not (below.rel in {"conj", "xcomp"} or participle):
                break
            subjects, below, bearer = sentence.kids(head, *SUBJECTS), head, head
        if any(k.rel == "nsubj:pass" for k in subjects) and bearer.lemma not in self._quoting:
            return sentence.kids(verb, "obl:agent")  # but "X was quoted as saying" has X for its speaker
        return subjects

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
