"""Numbers as speakers print them: round or counted, the one another's rounding, near each other or far apart."""

from __future__ import annotations

from typing import Final

_COUNTED: Final = 100  # smaller bounds are said of anything
_A_FIFTH: Final = 5  # part of a round number by which what it rounds may be off


def rounding_unit(value: int) -> int:
    """Return the unit a round number may have been rounded to: 10 for 1,340, 100 for 1,300; 0 for 37."""
    digits = str(value)
    zeros = len(digits) - len(digits.rstrip("0"))
    return int(10**zeros) if zeros and value else 0


def is_round(number: int) -> bool:
    """Say whether a number is one that speakers round to: 110, 200, 1,300, not 112."""
    digits = str(number)
    return number >= 10 and len(digits.rstrip("0")) <= max(1, len(digits) - 1)


def is_counted(number: int, least: int = _COUNTED) -> bool:
    """Say whether "at least N" is what somebody counted so far ("at least 6,477"), not a manner of speaking.

    "More than 6,000" is read as 6,001.
    """
    return number >= least and not is_round(number) and not is_round(number - 1)


def step_above(number: int) -> int:
    """Return the step from a bound to the next number as round: 100 from "more than 83,900", read as 83,901."""
    return max(1, rounding_unit(number), rounding_unit(max(1, number - 1)))


def rounds_to(number: int, rounded: int) -> bool:
    """Say whether a number may have been told as another, round one: off by less than its last digit, and a fifth."""
    off = abs(number - rounded)
    return 0 < off < max(1, rounding_unit(rounded)) and off <= rounded / _A_FIFTH


def is_within(times: float, one: float, other: float) -> bool:
    """Say whether the larger of two numbers is at most so many times the smaller."""
    return max(one, other) <= times * min(one, other)
