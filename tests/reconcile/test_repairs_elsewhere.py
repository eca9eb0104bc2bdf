"""Each of the nine slips in seasons of other numbers, months and years: the wrong figure is named, and how."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

import pytest
from invented import claim, document

from habeas.reconcile.lexicon import prior
from habeas.reconcile.step import reconcile
from habeas.values.claim import CountClaim


class Season(NamedTuple):
    """Two waves of a month: `first` freed on the 4th, `second` on the 20th."""

    first: int
    second: int
    year: int
    month: int

    @property
    def total(self) -> int:
        return self.first + self.second

    @property
    def days(self) -> str:
        return self.within(self.month)

    def within(self, month: int, year: int = 0) -> str:
        return f"{year or self.year}-{month:02}-01..{year or self.year}-{month:02}-28"

    def on(self, day: int, month: int = 0) -> str:
        return f"{self.year}-{month or self.month:02}-{day:02}"

    def told(self) -> list[CountClaim]:
        """Each wave by a monitor and a paper, their sum by a third."""
        return [
            claim("a", self.first, on=self.on(4), source="Lamp Watch"),
            claim("b", self.first, on=self.on(4), source="Coast Daily News"),
            claim("c", self.second, on=self.on(20), source="Lamp Watch"),
            claim("d", self.second, on=self.on(20), source="Coast Daily News"),
            claim("e", self.total, window=self.days, source="Ledger Group"),
        ]

    def whole_year(self) -> CountClaim:
        return claim("y", self.total, window=f"{self.year}-01-01..{self.year}-12-10", source="Gull Monitor")


Told = tuple[list[CountClaim], CountClaim, str]


def year_slip(s: Season) -> Told:
    later = claim("z", s.second, on=s.on(20, 11), source="Lamp Watch")
    both = claim("y", s.total + s.second, window=f"{s.year - 1}-01-01..{s.year}-12-10", source="Ledger Group")
    wrong = claim("x", s.total, window=s.within(s.month, s.year - 1), source="Tern Monitor")
    return (
        [*s.told(), later, both],
        wrong,
        f"prints {s.year - 1}; its figure of {s.total} fits the other reports only in {s.year}",
    )


def month_slip(s: Season) -> Told:
    wrong = claim("x", s.first, on=s.on(4, s.month - 1), source="Tern Monitor")
    return [*s.told(), s.whole_year()], wrong, f"prints {date(s.year, s.month - 1, 1):%B %Y}"


def digit_swap(s: Season) -> Told:
    digits = str(s.first)
    wrong = claim("x", int(digits[:-2] + digits[-1] + digits[-2]), on=s.on(4), source="the ministry")
    return s.told(), wrong, f"with two digits swapped, {s.first} fits"


def factor_ten(s: Season) -> Told:
    return s.told(), claim("x", 10 * s.first, on=s.on(4), source="the ministry"), f"{s.first} fits the other reports"


def stock_for_flow(s: Season) -> Told:
    at = date(s.year, s.month, 15)
    held = claim("h", 1312, measure="held", when_kind="at", start_date=at, end_date=at, source="Lamp Watch")
    return [*s.told(), held], claim("x", 1312, on=s.on(20), source="Coast Daily News"), "read as a stock"


def cumulative_for_new(s: Season) -> Told:
    return s.told(), claim("x", s.total, on=s.on(20), source="Tern Monitor"), "fits as the total up to that day"


def announced_for_done(s: Season) -> Told:
    number = 4 * s.total
    promised = claim("p", number, window=s.days, status="planned", source="the ministry")
    return [*s.told(), promised], claim("x", number, window=s.days, source="Coast Daily News"), "read as a promise"


def wrong_group(s: Season) -> Told:
    wrong = claim("x", 11 * s.total + 3, window=s.days, source="the ministry")
    return s.told(), wrong, "only as a count of a broader group"


def event_week(s: Season) -> Told:
    wrong = claim("x", s.first, on=s.on(11), source="Tern Monitor")
    return [*s.told(), s.whole_year()], wrong, "in the week of the report"


@pytest.mark.parametrize("season", [Season(37, 12, 2019, 6), Season(41, 95, 2041, 10)], ids=str)
@pytest.mark.parametrize(
    "kind",
    [
        year_slip, month_slip, digit_swap, factor_ten, stock_for_flow,
        cumulative_for_new, announced_for_done, wrong_group, event_week,
    ],
)  # fmt: skip
def test_the_wrong_figure_is_named_with_what_it_should_be(kind: Callable[[Season], Told], season: Season):
    told, wrong, words = kind(season)
    claims = [*told, wrong]
    found = reconcile(claims, [document(name, f"{season.year}-12-20") for name in dict.fromkeys(c.doc for c in claims)])
    best = found.readings[0]
    (repair,) = best.repairs
    assert (repair.kind, repair.claim) == (kind.__name__, wrong.id)
    assert words in repair.explanation
    assert repair.bits >= prior("repairs", kind.__name__)
    assert not best.rejected
    sizes = [o.size.best for o in sorted(found.occasions, key=lambda o: o.date.best or date.min)]
    assert sizes[:2] == [season.first, season.second]
