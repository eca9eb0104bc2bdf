"""Facts beside a status: length of a term, role, relation, place of custody."""

from __future__ import annotations

import re
from typing import Final

from habeas.extract.lexicon import Lexicon
from habeas.extract.parse.base import Sentence
from habeas.extract.people.lexicon import PeopleLexicon
from habeas.extract.people.mentions import Mention
from habeas.extract.people.patient import Patient
from habeas.extract.people.registry import Placed, Registry
from habeas.extract.people.triggers import Trigger
from habeas.values.status_claim import LIFE

_ROLE_END: Final = re.compile(
    r"[;:()\n“”\"]|, (?:who|which|and|was|were|is|has|had|on|in)\b"
    r"| who | was | were | is | has | had | have |\bsaid\b| – | - "
)
_PLACE: Final = re.compile(
    r"(?:[A-Z][\w’'.-]+ |No\.? ?\d+ |IK-\d+ |SIZO-\d+ )*"
    r"(?:[Pp]rison|[Pp]enal [Cc]olony|[Cc]olony|[Jj]ail|[Dd]etention [Cc]ent(?:er|re)|"
    r"[Rr]emand [Pp]rison)(?: (?:No\.? ?\d+|IK-\d+|in [A-Z][\w’'-]+))?"
)


_NOT_A_TERM_AFTER: Final = re.compile(r"s?[- ]?(?:old|ago)\b")
_RELATIVE_AFTER: Final = re.compile(r" (?:earlier|later|before|after)\b")
_NOT_A_TERM_BEFORE: Final = re.compile(r"\b(?:last|past|aged?|between|from) $|(?<!\d)\d{1,2}(?: to |-| or )$")


class Terms:
    """Reads lengths of sentences and of times in custody."""

    def __init__(self, lexicon: PeopleLexicon, words: Lexicon) -> None:
        numbers: dict[str, int] = words.data["numbers"]["words"]
        self._numbers = {w: n for w, n in numbers.items() if n < 100}
        self._units: dict[str, float] = lexicon.data["terms"]["units"]
        small = "|".join(sorted(self._numbers, key=lambda w: (-len(w), w)))
        number = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?|(?:{small})(?:[ -](?:{small}))?|an?)"
        unit = "|".join(sorted(self._units, key=lambda w: (-len(w), w)))
        self._pattern = re.compile(
            rf"\b(?P<n>{number})(?P<half1> and (?:a|one)[- ]half)?[- ]"
            rf"(?:more |additional |full |further )?(?P<unit>{unit})\b(?P<half2>(?: and)? (?:a|one)[- ]half\b)?"
            rf"(?:(?:,| and|, and)? (?P<n2>{number})(?P<half3> and (?:a|one)[- ]half)?[- ](?P<unit2>months?|days?)\b)?",
            re.IGNORECASE,
        )
        self._life = re.compile("|".join(rf"\b{re.escape(w)}\b" for w in lexicon.data["terms"]["life"]), re.IGNORECASE)
        self._suspended = re.compile(
            "|".join(rf"\b{re.escape(w)}\b" for w in lexicon.data["terms"]["suspended"]), re.IGNORECASE
        )

    def find(self, text: str) -> list[tuple[int, int, float]]:
        """Return (start, end, months) of the lengths of time in a text; ranges and ages are left out."""
        out = [(m.start(), m.end(), float(LIFE)) for m in self._life.finditer(text)]
        for found in self._pattern.finditer(text):
            before, after = text[: found.start()].lower(), text[found.end() :].lower()
            if _NOT_A_TERM_AFTER.match(after) or _NOT_A_TERM_BEFORE.search(before[-12:]):
                continue
            if _RELATIVE_AFTER.match(after) and not before.endswith("for "):
                continue
            months = self._months(found["n"], found["unit"], bool(found["half1"] or found["half2"]))
            if found["n2"]:
                months += self._months(found["n2"], found["unit2"], bool(found["half3"]))
            out.append((found.start(), found.end(), round(months, 2)))
        return sorted(out)

    def _months(self, number: str, unit: str, half: bool) -> float:  # noqa: FBT001
        words = re.split(r"[ -]", number.lower())
        value = (
            float(number.replace(",", ""))
            if number[0].isdigit()
            else float(sum(self._numbers.get(w, 1 if w in {"a", "an"} else 0) for w in words))
        )
        return (value + (0.5 if half else 0)) * self._units[unit.lower()]

    def of(self, sentence: Sentence, trigger: Trigger, others: list[Trigger]) -> tuple[float | None, int, int]:
        """Return the term nearest to a trigger and to no other: months, start and end in the document."""
        best: tuple[int, int, int, float] | None = None
        for start, end, months in self.find(sentence.text):
            a, b = sentence.start + start, sentence.start + end
            gap = a - trigger.end if a >= trigger.end else (trigger.start - b + 5)
            rival = min(
                (
                    abs(a - o.end)
                    for o in others
                    if o is not trigger and o.status in {"sentenced", "held"} and o.end <= a
                ),
                default=9999,
            )
            if trigger.start <= a <= trigger.end:
                gap = 0
            if gap > 260 or (a >= trigger.end and rival < gap):
                continue
            if best is None or gap < best[0]:
                best = (gap, a, b, months)
        return (best[3], best[1], best[2]) if best else (None, trigger.start, trigger.end)

    def is_suspended(self, text: str) -> bool:
        """Say whether a sentence is not served behind bars."""
        return bool(self._suspended.search(text))


class Roles:
    """Reads the role of a person from the words around a name, and relations of kin."""

    def __init__(self, lexicon: PeopleLexicon) -> None:
        self._kin: dict[str, str] = lexicon.data["kin"]["words"]
        self._male, self._female = lexicon.words("kin", "male"), lexicon.words("kin", "female")
        kin = "|".join(sorted((re.escape(w) for w in self._kin), key=lambda w: (-len(w), w)))
        self._owned = re.compile(rf"(?P<owner>[^\W\d_][\w’'-]*?)(?:[’']s?)? (?:\w+ )?(?P<kin>{kin}),? $", re.IGNORECASE)
        self._after = re.compile(rf"^,? (?:the |a )?(?P<owner>[^\W\d_][\w-]*)[’']s? (?:\w+ )?(?P<kin>{kin})\b")
        self._of = re.compile(rf"^,? (?:the |a )?(?P<kin>{kin}) of (?P<owner>)")

    def note(self, sentence: Sentence, placed: list[Placed], registry: Registry) -> None:
        """Set role and relation of the persons named in a sentence, where it tells them and they are not set."""
        for p in placed:
            if p.person.relation is None:
                self._relation(sentence, p, placed, registry)
            if p.person.role is None:
                p.person.role = role_of(sentence, p.mention)

    def _relation(self, sentence: Sentence, p: Placed, placed: list[Placed], registry: Registry) -> None:
        before = sentence.text[: p.mention.start - sentence.start]
        after = sentence.text[p.mention.end - sentence.start :]
        of = self._of.match(after)
        found = self._owned.search(before[-60:]) or self._after.match(after) or of
        if found is None:
            return
        kin = self._kin[found["kin"].lower()]
        owner = found["owner"]
        person = None
        if found is of:
            # "X, nephew of the imprisoned deputy chairman Y": the next name, if no comma parts it
            edge = p.mention.end + found.end()
            owned = next((q for q in placed if q.mention.start >= edge), None)
            gap = sentence.text[edge - sentence.start : owned.mention.start - sentence.start] if owned else ","
            person = owned.person if owned is not None and "," not in gap and len(gap) < 120 else None
        elif owner.lower() in {"his", "her", "their"}:
            token = next((t for t in sentence.tokens if t.lower == owner.lower() and t.start < p.mention.start), None)
            earlier = [q for q in placed if q.mention.start < p.mention.start]
            person = registry.pronoun(token, earlier) if token is not None else None
        else:
            last = owner.split()[-1].casefold()
            person = next(
                (q for q in registry.persons if last in {w.casefold() for w in q.name} and q is not p.person), None
            )
        if person is not None and person is not p.person:
            p.person.relation = f"{kin} of {person.text}"
            p.person.sex = p.person.sex or ("m" if kin in self._male else "f" if kin in self._female else "")


def role_of(sentence: Sentence, mention: Mention) -> str | None:
    """Return the role written right after a name in commas, or right before it, or None."""
    after = sentence.text[mention.end - sentence.start :]
    if after.startswith(", "):
        words = [t for t in sentence.tokens if t.start >= mention.end + 1][:1]
        piece = _ROLE_END.split(after[2:], maxsplit=1)[0].split(",")[0].strip(" .")
        if words and words[0].pos in {"NOUN", "ADJ", "DET"} and 3 < len(piece) < 120 and piece[:1].islower():
            return piece
    own = {t.i for t in sentence.tokens if mention.start <= t.start < mention.end}
    left = [t for t in sentence.tokens if t.end <= mention.start][::-1]
    kept = []
    at = mention.start
    for token in left:
        if (
            (token.pos not in {"NOUN", "ADJ", "PROPN", "NUM", "PART"} and token.lower not in {"-", "’s", "'s"})
            or at - token.end > 1
            or token.i in own
        ):
            break
        kept.append(token)
        at = token.start
    if kept and any(t.pos == "NOUN" for t in kept):
        return sentence.text[kept[-1].start - sentence.start : mention.start - sentence.start].strip(" ,-") or None
    return None


def place_of(sentence: Sentence) -> str | None:
    """Return the prison or colony that a sentence names, with what precedes it in capitals, or None."""
    found = max(_PLACE.findall(sentence.text), key=len, default="")
    return found.strip() if len(found) > 12 and found[:1].isupper() else None


def quote_span(sentence: Sentence, trigger: Trigger, patient: Patient, extra: tuple[int, int]) -> tuple[int, int]:
    """Return the document offsets of the shortest stretch with the person, the trigger and the term."""
    start = min(patient.start, trigger.start, extra[0])
    end = max(patient.end, trigger.end, extra[1])
    return max(start, sentence.start), min(end, sentence.end)
