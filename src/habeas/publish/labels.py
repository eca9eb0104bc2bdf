"""What the codes of claims and repairs are called on a page."""

from __future__ import annotations

from typing import Final

import msgspec


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """Words of one measure: `verb` after "were", `noun` for headings, `event` for one occasion, `stock` for levels."""

    verb: str
    noun: str
    event: str
    stock: bool = False
    short: str = ""

    @property
    def brief(self) -> str:
        """The word after a bare number: "6 died in custody"."""
        return self.short or self.verb


WITHHELD: Final = "[name withheld]"

MEASURES: Final[dict[str, Measure]] = {
    "freed": Measure(verb="freed", noun="Freed", event="release"),
    "detained": Measure(verb="detained", noun="Detained", event="wave of arrests"),
    "held": Measure(verb="held", noun="Held", event="count", stock=True),
    "convicted": Measure(verb="convicted", noun="Convicted", event="set of convictions"),
    "charged": Measure(verb="charged", noun="Charged", event="set of charges"),
    "died": Measure(
        verb="reported to have died in custody", noun="Died in custody", event="set of deaths", short="died in custody"
    ),
    "recognised": Measure(
        verb="recognised as political prisoners", noun="Recognised", event="recognition", short="recognised"
    ),
    "expelled": Measure(verb="expelled on release", noun="Expelled", event="expulsion"),
    "rearrested": Measure(verb="arrested again", noun="Rearrested", event="wave of re-arrests"),
    "missing": Measure(verb="reported missing", noun="Missing", event="count", stock=True, short="missing"),
}

DEFINITIONS: Final[dict[str, str]] = {
    "freed": "Let out of custody, in a period or on an occasion.",
    "detained": "Taken into custody: arrested, detained or seized. One person may be counted more than once.",
    "held": "In custody at a moment.",
    "convicted": "Found guilty or sentenced.",
    "charged": "Charged or put on trial.",
    "died": "Died in custody.",
    "recognised": "Given the status of political prisoner by a monitor.",
    "expelled": "Deported or forced out on release.",
    "rearrested": "Taken again after release.",
    "missing": "Without contact or of unknown whereabouts, at a moment.",
}

REPAIRS: Final[dict[str, str]] = {
    "year_slip": "a slip of the year",
    "month_slip": "a slip of the month",
    "digit_swap": "two digits swapped",
    "factor_ten": "a nought too many or too few",
    "near": "a slightly different count",
    "stock_for_flow": "a count of those held given as people moved",
    "cumulative_for_new": "a running total given as a new figure",
    "announced_for_done": "an announcement given as done",
    "wrong_group": "another definition",
    "event_week": "an event put in the wrong week",
    "reject": "a claim set aside",
    "rejected": "a claim set aside",
}

STATUSES: Final[dict[str, str]] = {
    "actual": "reported as done",
    "planned": "announced or expected, not reported as done",
    "denied": "denied",
    "hypothetical": "hypothetical",
}

CUES: Final[dict[str, str]] = {
    "metadata": "the page's own data",
    "printed": "a printed date",
    "past_event": "an event told as past",
    "future_event": "an event told as still to come",
    "relative_year": "a year named in relation to the day of writing",
    "weekday": "a named weekday",
}


def measure(code: str) -> Measure:
    """Return the words of a measure; an unknown code is shown as it is."""
    plain = code.replace("_", " ")
    return MEASURES.get(code, Measure(verb=plain, noun=plain.capitalize(), event=plain))


_ANYBODY: Final = frozenset({"", "individuals", "persons", "human beings"})


def repair(code: str) -> str:
    """Return the cause of a repair in a reader's words."""
    return REPAIRS.get(code, code.replace("_", " "))


def group(name: str) -> str:
    """Return a group for a sentence; where the record names none, or says no more than that, people."""
    return "people" if name.lower() in _ANYBODY else name
