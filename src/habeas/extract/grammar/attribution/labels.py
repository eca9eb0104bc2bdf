"""Speakers that stand apart: turns of transcripts, labels of headlines and notes, names behind a quotation."""

from __future__ import annotations

import re
from typing import Final

from habeas.extract.grammar.attribution.afterwards import Afterwards
from habeas.extract.grammar.attribution.namings import DOCUMENT
from habeas.extract.lexicon import WORD, Lexicon
from habeas.extract.parse.base import Sentence

_OPENS, _CLOSES, _STRAIGHT = "“", "”", '"'
_HEAD: Final = re.compile(r"^\W*(?P<who>[^:“”\"\n]{2,50}): *(?P<quote>[“\"])?(?=\S)")
_TAIL: Final = re.compile(r"(?::| [-–—]{1,2}) +(?P<who>[^:–—“”\"\n]{2,40})$")
_WORDS: Final = 5
# How far before an offset a quotation may have begun, how far it may run on, and how long the words behind it may be.
_BEFORE: Final = 3000
_AFTER: Final = 1500
_BEHIND: Final = 200
_NAME: Final = r"(?P<who>[\w.’'() -]{2,80}?)"


class Labels:
    """Finds the speakers of one language's headlines, notes and quotations."""

    def __init__(self, lexicon: Lexicon) -> None:
        table = lexicon.data["attribution"]
        self._speakers = frozenset(table["speaker_nouns"])
        self._strip = frozenset(table["strip"])
        self._questioners = frozenset(table["questioners"])
        self._turn = re.compile(table["speaker_turn"])
        noted = "|".join(map(re.escape, table["note_labels"]))
        self._note = re.compile(rf"(?<!\w)(?:{noted}):\s*(?P<who>[^();\n]{{2,60}})", re.IGNORECASE)
        self._papers = frozenset(table["behind_nouns"])
        self._said = frozenset(table["quotation_verbs"])
        said = "|".join(map(re.escape, table["quotation_verbs"]))
        ends = "|".join(map(re.escape, table["name_ends"]))
        self._said_by = re.compile(rf"\s*(?:{said}) {_NAME}(?=[,.;:“\"\n]|$| (?:{ends}) )")
        self._who_said = re.compile(rf"\s*{_NAME}(?:,[^“\"\n]{{2,120}},)? (?:{said})(?!\w)")
        self._afterwards = Afterwards(table)

    def turns(self, text: str) -> list[tuple[int, str]]:
        """Return (offset, speaker) of the lines that open a speaker's turn in a transcript ("MR. X: ...")."""
        out, at = [], 0
        for line in text.splitlines(keepends=True):
            found = self._turn.match(line)
            if found:
                who = next(who for who in found.groupdict().values() if who).strip()
                out.append((at, DOCUMENT if who in self._questioners else who))
            at += len(line)
        return out

    def of(self, sentence: Sentence, offset: int) -> str | None:
        """Return the speaker that a label gives a number at an offset of the document, or None."""
        text = sentence.text.rstrip()
        note = self._note.search(text)
        if note is not None:
            return self._bare(note["who"])
        head = _HEAD.match(text)
        if head is not None and sentence.start + head.end("who") <= offset and _tells(sentence, head.end("who")):
            who = self._unsaid(head["who"].strip())
            if self._speaks(who) or (head["quote"] and who[:1].isupper() and len(who.split()) <= _WORDS):
                return self._bare(who)
        tail = _TAIL.search(text)
        if tail is not None and offset < sentence.start + tail.start():
            who = tail["who"].strip()
            if self._speaks(who) or self._is_name(who):
                return self._bare(who)
        return None

    def behind_quotation(self, text: str, offset: int) -> str | None:
        """Return who is named behind the end of the quotation that an offset lies in: "… We want 20 freed,” said X."""
        if not is_quoted(text, offset):
            return None
        end = next((k for k in range(offset, min(len(text), offset + _AFTER)) if text[k] in (_CLOSES, _STRAIGHT)), None)
        if end is None:
            return None
        behind = text[end + 1 : end + 1 + _BEHIND].partition("\n")[0]
        said = self._said_by.match(behind) or self._who_said.match(behind)
        if said is None:
            return None
        owned = [who for at, who in self.publishers(behind) if at > said.start("who")]
        return owned[0] if owned and said["who"].split()[-1] in self._papers else self._bare(said["who"])

    def behind_sentence(self, text: str, end: int) -> str | None:
        """Return to whom the sentence behind an offset gives what was said: "This was announced by X"."""
        behind = text[end : end + _BEHIND].lstrip(" .\n\r\t”\"'’")
        who = self._afterwards.speaker(behind)
        return self._bare(who) if who is not None else None

    def sayings(self, text: str) -> list[str]:
        """Return who speaks in a stretch of text that no parser has read."""
        return [self._bare(who) for who in self._afterwards.sayings(text)]

    def publishers(self, text: str) -> list[tuple[int, str]]:
        """Return (offset, publisher) wherever a text tells whose a report is: "a report by X", "X issued a list"."""
        return [(at, self._bare(who)) for at, who in self._afterwards.publishers(text)]

    def _bare(self, who: str) -> str:
        words = who.strip(" .").split()
        while len(words) > 1 and words[0].lower() in self._strip:
            words = words[1:]
        name = " ".join(words)
        return f"the {name}" if name.lower() == DOCUMENT else name

    def _unsaid(self, who: str) -> str:
        """Return a label without its verb of saying: "He added: ..."."""
        name, _, verb = who.rpartition(" ")
        return name if name and verb in self._said else who

    def _speaks(self, who: str) -> bool:
        """Say whether a label holds a word for those who give figures: "ministry", "rights group"."""
        return len(who.split()) <= _WORDS and any(w[0].lower() in self._speakers for w in WORD.finditer(who))

    @staticmethod
    def _is_name(who: str) -> bool:
        words = who.split()
        return len(words) <= _WORDS and all(w[:1].isupper() for w in words) and not any(c.isdigit() for c in who)


def _tells(sentence: Sentence, behind: int) -> bool:
    """Say whether a verb stands behind a label: "Police: 30 arrested", not the list's entry "Students: 30"."""
    return any(t.pos == "VERB" for t in sentence.tokens if t.start - sentence.start >= behind)


def is_quoted(text: str, offset: int) -> bool:
    """Say whether an offset lies in a quotation; one in curved marks may run over paragraphs."""
    before = text[max(0, offset - _BEFORE) : offset]
    if before.rfind(_OPENS) > before.rfind(_CLOSES):
        return True
    return before[before.rfind("\n") + 1 :].count(_STRAIGHT) % 2 == 1


def opens_quotation(text: str, start: int, end: int) -> bool:
    """Say whether a quotation is open at the end of a sentence, or opens right behind it."""
    follows = text[end : end + 4].lstrip()[:1] in {_OPENS, _STRAIGHT}
    return not is_quoted(text, start) and (follows or is_quoted(text, end))
