"""Estimates in a reader's words: how many are known, how many there are in all, and from which lists."""

from __future__ import annotations

from math import floor, log10
from typing import Final

from habeas.publish.wording import listed, number, sentence
from habeas.values.estimate import CaseEstimate, Estimate, Interval

LISTS_NAMED = 4


METHODS: Final = {
    "lcmcr": "latent classes (LCMCR)",
    "dga": "averaged decomposable graphs (dga)",
    "loglinear": "log-linear models",
    "stepwise": "log-linear, stepwise",
    "darroch": "people who differ by degree (Darroch)",
    "chao": "lower bound of Chao",
    "chapman": "two lists (Chapman)",
}


def method(code: str) -> str:
    """Return what a method is called."""
    return METHODS.get(code, code.replace("_", " "))


def rounded(value: float) -> str:
    """Return a number of people to three significant digits: an estimate claims no more."""
    if value < 1000:
        return number(round(value))
    step = 10 ** (floor(log10(value)) - 2)
    return number(int(round(value / step) * step))


def interval(found: Interval) -> str:
    """Return "10,400 (8,970 to 13,900)"."""
    return f"{rounded(found.median)} ({rounded(found.low)} to {rounded(found.high)})"


def lists(found: Estimate) -> str:
    """Return the names of the lists, the first of many."""
    names = [item.name for item in found.lists]
    shown = names[:LISTS_NAMED] + ([f"{number(len(names) - LISTS_NAMED)} more"] if len(names) > LISTS_NAMED else [])
    return listed(shown)


def in_words(case: CaseEstimate) -> str:
    """Say how many are known from which lists, and how many there are by the estimate or why none is given."""
    found = case.estimate
    origin = f" from the lists {lists(found)}" if found.lists else ""
    known = f"{case.about or 'people'}: {number(found.observed)} known{origin}"
    if found.estimate is not None:
        caveat = f"; {found.caveat}" if found.caveat else ""
        return sentence(f"{known}; estimated {interval(found.estimate)} in all, those on no list included{caveat}")
    if found.lower_bound is not None:
        least = f"at least about {interval(found.lower_bound)} in all, itself an estimate"
        return sentence(f"{known}; {least}. No total is given: {found.withheld or 'the lists do not allow one'}")
    return sentence(f"{known}; how many there are in all is not told by these lists: {found.withheld or 'see Methods'}")
