"""The held curve of the register is drawn only where it shows somebody. The record is invented."""

from __future__ import annotations

from datetime import date

from habeas.publish.charts.custody import held_by_name
from habeas.publish.wording import place_name
from habeas.values.custody import CurvePoint, Custody, HeldCurve


def _custody(*highs: int) -> Custody:
    points = tuple(CurvePoint(date=date(2031, n, 1), low=0, best=0, high=high) for n, high in enumerate(highs, 1))
    return Custody(curve=HeldCurve(points=points, until=date(2031, 12, 31)))


def test_a_curve_of_nobody_is_not_drawn() -> None:
    assert held_by_name(_custody(0, 0, 0)) is None
    drawn = held_by_name(_custody(0, 3, 2))
    assert drawn is not None
    assert drawn.title.endswith("known by name to be held on 31 December 2031")


def test_codes_of_no_country_have_no_name() -> None:
    assert (place_name("ge"), place_name("XK"), place_name("XA"), place_name("zz")) == ("Georgia", "Kosovo", "", "")
