"""The readings of a figure that are weighed against its print: other days, another number, another thing counted."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from habeas.reconcile.lexicon import source_kind, table
from habeas.reconcile.posterior.collect import Collection, Days, Placed
from habeas.reconcile.posterior.figures import Figure, is_rounded
from habeas.reconcile.prepared.laws import UNBOUND
from habeas.reconcile.prepared.repairs import Twins, alternatives
from habeas.reconcile.prepared.statements import Alternative, Statement
from habeas.values.claim import STOCKS

PRINTED = "as_printed"
DATE_SLIPS = frozenset({"year_slip", "month_slip"})
NUMBER_SLIPS = frozenset({"digit_swap", "factor_ten"})
# Readings that only loosen a figure say nothing here: the error laws already allow for them.
_LOOSENING = frozenset({"near", "event_week", "wrong_group"})
_RUNNING_DAYS = (14, 30, 60, 90, 180, 365)  # back to which a total told as new may reach
_RECENT_DAYS = (30, 60, 100, 170, 300)  # back to which "recent months" may reach
_LEAST_MIXED_UP = 20  # smaller numbers agree by chance
ANY_SIZE = 0.3  # density of log(people) over waves of a series


@dataclass(frozen=True)
class Candidate:
    """One reading of a figure under suspicion: the days and the figure it amounts to, and its prior.

    `chance` is the share of such figures that are meant so. `elsewhere` is the log-density of the figure where the
    reading makes it count something that is not drawn here (a stock told as a flow); `timeliness` how well the
    reading's days agree with the day of the document, in nats; `page` is the day tried for a document without a date.
    """

    alternative: Alternative
    figure: Figure
    statement: Statement
    chance: float
    elsewhere: float | None = None
    timeliness: float = 0.0
    page: int | None = None

    @property
    def names_weekday(self) -> bool:
        """Say whether the days are those of a page without a date that tells of a day by its name."""
        claim = self.statement.claim
        return self.page is not None and claim.weekday is not None and claim.start_date is None

    def on_page(self, day: int, chance: float) -> Candidate:
        """Return the reading on one of a page's days, as `replace` does, at a tenth of its cost: there are many."""
        other = object.__new__(Candidate)
        other.__dict__.update(self.__dict__, chance=chance * self.chance, page=day)
        return other

    @property
    def counts_here(self) -> bool:
        """Say whether the reading makes the figure count what its series counts."""
        return self.elsewhere is None and self.figure.measure == self.statement.claim.measure


def candidates(
    placed: Placed, others: Twins | None, collection: Collection, days: Days | None = None
) -> list[Candidate]:
    """Return the printed reading of a figure and the readings that would change its days or its number.

    A text without a date is tried on the days on which it may have been published, or on those given. Without the
    `others`, among which a slip may have its origin, there is only the print.
    """
    claim = placed.statement.claim
    every = alternatives(placed.statement, others or (), repairs=others is not None)
    own = [a for a in every if a.kind not in _LOOSENING and a.law.binds]
    found: list[Candidate] = []
    for day, chance in collection.open_days(claim) if days is None else days:
        view = collection.supposing(claim.doc, day)
        span = view.days_of(placed.statement.window, claim)
        if span is not None:
            there = Placed(view.figure_of(placed.statement, *span), placed.statement)
            readings = _readings(there, own, view, further=others is not None)
            found += [c.on_page(day, chance) for c in readings]
    found = found or _readings(placed, own, collection, further=others is not None)
    return sorted(found, key=lambda candidate: candidate.alternative.kind != PRINTED)


def _readings(placed: Placed, own: Sequence[Alternative], collection: Collection, *, further: bool) -> list[Candidate]:
    """Return the readings of a figure whose document's day is given, with `further` ones as of another measure."""
    claim = placed.statement.claim
    told = collection.told_last(claim)
    number = Counter(alternative.kind for alternative in own)
    days = collection.days_of(placed.statement.window, claim)
    as_told = 0.0 if told is None or days is None else timeliness(told, *days)
    found = list(_of_other_measures(placed, collection, as_told)) if further else []
    # That very number was announced for these days: they are no slip.
    promised = further and claim.low in collection.announced(claim, placed.figure.end)
    for alternative in own:
        if promised and alternative.kind in DATE_SLIPS:
            continue
        chance = slip_chance(alternative.kind, placed) / number[alternative.kind]
        if alternative.kind == "cumulative_for_new":
            found += _running(placed, alternative, chance, as_told)
            continue
        days = collection.days_of(alternative.window, claim)
        if days is None:
            continue
        figure = placed.figure.but(start=days[1] if claim.measure in STOCKS else days[0], end=days[1])
        if alternative.kind in NUMBER_SLIPS:
            figure = figure.but(low=int(alternative.to), high=int(alternative.to))
        timely = 0.0 if told is None else timeliness(told, *days)
        if alternative.kind == PRINTED:
            found += _printed(placed, alternative, figure, timely)
        else:
            found.append(Candidate(alternative, figure, placed.statement, chance, timeliness=timely))
    return found


def slip_chance(kind: str, placed: Placed) -> float:
    """Return the share of figures like this one that carry a slip of a kind (data/reporting.toml)."""
    slips = table("reporting")["slips"]
    if kind == PRINTED:
        return 1.0
    if kind == "announced_for_done":
        return float(source_kind(placed.figure.kind)[kind])
    chance = float(slips.get(kind, 0.0))
    # Who names a period has counted within it; a running total is taken for news of a day.
    beyond_day = kind == "cumulative_for_new" and not placed.figure.is_day
    return chance * float(slips["cumulative_beyond_day"]) if beyond_day else chance


def _printed(placed: Placed, alternative: Alternative, figure: Figure, timely: float) -> Iterator[Candidate]:
    """Yield the print, once for each place where its rounded or inferred days may lie."""
    start = placed.statement.window.start
    starts = [figure.start]
    if placed.statement.window.open_start and placed.statement.claim.when_kind == "between":
        starts = [figure.end - days for days in _RECENT_DAYS]
    elif figure.loose and figure.start < figure.end and (start.early or start.late):
        starts = sorted({figure.start - start.early, figure.start, min(figure.start + start.late, figure.end)})
    for first in starts:
        moved = figure.but(start=first)
        yield Candidate(alternative, moved, placed.statement, 1 / len(starts), timeliness=timely)


def _running(placed: Placed, alternative: Alternative, chance: float, timely: float) -> Iterator[Candidate]:
    for days in _RUNNING_DAYS:
        figure = placed.figure.but(start=min(placed.figure.start, placed.figure.end - days), loose=True)
        yield Candidate(alternative, figure, placed.statement, chance / len(_RUNNING_DAYS), timeliness=timely)


def _of_other_measures(placed: Placed, collection: Collection, timely: float) -> Iterator[Candidate]:
    """Yield the readings by which a flow's figure is a stock's or an announcement's, where one nearly equals it.

    Their days are those printed, and agree with the day of the document as these do.
    """
    claim = placed.statement.claim
    if claim.measure in STOCKS or claim.low is None or claim.low < _LEAST_MIXED_UP:
        return
    spread = float(table("reporting")["terms"]["mixed_up_spread"])
    stock = Alternative("stock_for_flow", 0.0, placed.statement.window, UNBOUND, claim.measure, "held")
    level = placed.figure.but(measure="held", start=placed.figure.end, loose=False)
    yield Candidate(stock, level, placed.statement, slip_chance("stock_for_flow", placed), timeliness=timely)
    near: dict[str, tuple[Sequence[int], str]] = {
        "stock_for_flow": (collection.stocks_near(placed.figure.end), "held"),
        "announced_for_done": (collection.announced(claim, placed.figure.end), "announced"),
    }
    for kind, (figures, reading) in near.items():
        apart = min((abs(math.log(claim.low / figure)) for figure in figures if figure > 0), default=math.inf)
        if kind == "announced_for_done" and any(is_rounded(claim.low, claim.high, figure) for figure in figures):
            apart = 0.0
        if apart <= 4 * spread:
            printed = claim.measure if kind == "stock_for_flow" else "done"
            other = Alternative(kind, 0.0, placed.statement.window, UNBOUND, printed, reading)
            # A flow has no reason to equal a stock, but a promise kept in full is printed as it was announced: that
            # the two agree tells nothing then, and the figure is as likely as a wave's of any size.
            apart = apart / spread + math.log(2 * spread) if kind == "stock_for_flow" else -math.log(ANY_SIZE)
            density, chance = -apart, slip_chance(kind, placed)
            yield Candidate(other, placed.figure, placed.statement, chance, elsewhere=density, timeliness=timely)


def timeliness(told: int, start: int, end: int) -> float:
    """Return the log-density of the days between what a document tells last and the document itself.

    Most texts tell of what has just happened; a date a year or a month before its document's is where slips hide.
    """
    terms = table("reporting")["timeliness"]
    lag = max(0, told - end)
    fresh, stale = float(terms["fresh"]), float(terms["stale_days"])
    density = fresh / terms["fresh_days"] * math.exp(-lag / terms["fresh_days"])
    density += (1 - fresh) / stale * math.exp(-lag / stale)
    ahead = float(terms["unfinished"]) if end > told else 1.0
    return math.log(density * ahead) + (math.log(float(terms["ahead"])) if start > told else 0.0)


def untimely(placed: Placed, found: Sequence[Candidate]) -> bool:
    """Say whether a date slip would make a figure's days agree so much better with its document as to be weighed."""
    printed = next((c for c in found if c.alternative.kind == PRINTED), None)
    if printed is None or placed.figure.measure in STOCKS:
        return False
    gains = [c.timeliness - printed.timeliness + math.log(c.chance) for c in found if c.alternative.kind in DATE_SLIPS]
    return max(gains, default=-math.inf) > -float(table("reporting")["timeliness"]["weighed"])
