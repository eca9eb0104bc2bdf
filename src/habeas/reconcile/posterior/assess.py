"""The history as the error laws leave it: ranges for any question, and the figures that do not fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from habeas.reconcile.lexicon import table
from habeas.reconcile.posterior.balance import STOCK, balance, is_balanced
from habeas.reconcile.posterior.blocks import BlockedFlow
from habeas.reconcile.posterior.collect import Collection, Key
from habeas.reconcile.posterior.drawn import Drawn, central
from habeas.reconcile.posterior.fates import Candidate
from habeas.reconcile.posterior.figures import Figure, nearest
from habeas.reconcile.posterior.let_go import Missing, missing
from habeas.reconcile.posterior.pages import days_by_page
from habeas.reconcile.posterior.told import Floor, floor_told, with_usual
from habeas.reconcile.posterior.verdict import Verdict
from habeas.reconcile.posterior.weigh import Verdicts, weigh
from habeas.reconcile.prepared.groups import BROADER, POPULATION
from habeas.reconcile.prepared.prepare import Prepared
from habeas.reconcile.prepared.repairs import Twins
from habeas.values.claim import STOCKS, CountClaim
from habeas.values.history import Ask, Range

_DOUBTED = 0.5  # chance of being wrong from which a figure is no floor of a range


@dataclass
class Assessment:
    """Ranges and floors by question (index in the questions asked), and the fate of every suspect claim.

    `doubt` is the probability that a claim's figure is wrong; `verdicts` are those on all claims in doubt, `repaired`
    maps an accused claim to the reading that fits, `rejected` are those for which no reading does; `unjudged` are
    those of series too long to weigh single figures. `untimed` are the claims of a question none of which has days;
    `let_go` is by how much, for a question about releases, the stock fell more than they explain;
    `balanced` are the questions of a flow for which counts of the stock were drawn on too; `beyond` are the claims of
    one day that no range takes in, as several totals over it count fewer; `histories` are the drawn ones by question,
    `figures` those of each series as printed.
    """

    ranges: dict[int, Range] = field(default_factory=dict)
    floors: dict[int, Floor] = field(default_factory=dict)
    doubt: dict[str, float] = field(default_factory=dict)
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    repaired: dict[str, Candidate] = field(default_factory=dict)
    rejected: list[str] = field(default_factory=list)
    unjudged: set[str] = field(default_factory=set)
    untimed: dict[int, tuple[CountClaim, ...]] = field(default_factory=dict)
    balanced: set[int] = field(default_factory=set)
    let_go: dict[int, Missing] = field(default_factory=dict)
    beyond: tuple[str, ...] = ()
    histories: dict[int, Drawn] = field(default_factory=dict)
    figures: dict[Key, list[Figure]] = field(default_factory=dict)

    def add(self, found: Verdicts) -> None:
        """Take in the verdicts of one series."""
        self.doubt |= found.doubt
        self.verdicts |= found.verdicts
        self.repaired |= found.repaired
        self.rejected += found.rejected

    def stands(self, claim: str) -> bool:
        """Say whether a figure counts: not in serious doubt, or read as what fits."""
        return claim in self.repaired or self.doubt.get(claim, 0.0) < _DOUBTED


def assess(
    prepared: Prepared,
    published: Mapping[str, tuple[int, int, int]],
    asks: Sequence[Ask],
    seed: int,
    *,
    everything: bool = False,
    judged: bool = True,
) -> Assessment:
    """Draw histories of every measure and group in question and read off ranges and fates.

    `published` are the days (low, best, high) found for undated documents. With `everything`, series that nobody asks
    for are drawn too, for the fates of their claims. Where nothing is to be `judged`, and in a series of very many
    figures, only ranges are drawn, block by block: their cost grows in proportion to the figures.
    """
    collection = Collection(prepared, published)
    wanted: dict[Key, list[tuple[int, Ask]]] = {key: [] for key in sorted(collection.placed)} if everything else {}
    for number, ask in enumerate(asks):
        wanted.setdefault(_key(ask, collection, prepared), []).append((number, ask))
    found, twins = Assessment(), Twins(prepared.claims, prepared.case)
    most = int(table("reporting")["terms"]["most_figures"])
    weighed: dict[Key, tuple[Verdicts, Drawn]] = {}
    balances: dict[Key, list[Figure]] = {}
    printed = _as_printed(wanted, collection, most, seed) if judged else {}
    collection.settled = days_by_page(collection, printed)
    for key, asked in sorted(wanted.items(), key=lambda item: (is_balanced(item[0]), item[0][0] not in STOCKS)):
        balances[key] = balance(key, collection, weighed)
        figures = collection.figures(key)
        # Counts of a stock tell nothing of whom no report counts as taken.
        figures += balances[key] if figures else []
        found.balanced |= {number for number, _ in asked if balances[key]}
        if not figures:
            found.untimed |= {number: tuple(collection.untimed.get(key, ())) for number, _ in asked}
        if figures and len(figures) <= most and judged:
            own = [ask for _, ask in asked]
            as_printed = printed.get(key) or Drawn(key, figures, own, seed, leaps=collection.leaps(key))
            verdicts = weigh(key, figures, collection, twins, seed, as_printed, _stocks(key, weighed))
            weighed[key] = verdicts, as_printed
            found.add(verdicts)
        elif figures:
            found.unjudged |= {placed.figure.claim for placed in collection.placed.get(key, ())}
            _long(key, figures, asked, found, seed)
    found.beyond = tuple(sorted(collection.beyond))
    found.figures = {key: drawn.figures for key, (_, drawn) in weighed.items()}
    for key, asked in wanted.items():
        if asked and key in weighed:
            drawn = _corrected(*weighed[key], asked, collection, balances[key], found, seed)
            if told := _ranges(drawn, asked, found):
                more = {n: missing(ask, drawn, told, collection, weighed) for n, ask in asked}
                found.let_go |= {n: each for n, each in more.items() if each is not None}
    return found


def _as_printed(
    wanted: Mapping[Key, Sequence[tuple[int, Ask]]], collection: Collection, most: int, seed: int
) -> dict[Key, Drawn]:
    """Return the histories drawn from all figures as printed, but of series for which counts of a stock tell too."""
    found = {}
    for key, asked in wanted.items():
        figures = collection.figures(key)
        if figures and len(figures) <= most and not is_balanced(key):
            found[key] = Drawn(key, figures, [ask for _, ask in asked], seed, leaps=collection.leaps(key))
    return found


def _corrected(
    verdicts: Verdicts,
    first: Drawn,
    asked: Sequence[tuple[int, Ask]],
    collection: Collection,
    balances: Sequence[Figure],
    found: Assessment,
    seed: int,
) -> Drawn:
    """Return the histories drawn without what is accused among a series' figures, or the groups' that tell of it."""
    accused = {*found.repaired, *found.rejected}
    if accused.isdisjoint(figure.claim for figure in first.figures):
        return first
    own = {placed.figure.claim for placed in collection.placed.get(first.key, ())}
    figures = [*collection.figures(first.key, accused - own), *balances]
    return Drawn(first.key, verdicts.corrected(figures), [ask for _, ask in asked], seed, leaps=first.leaps)


def _stocks(key: Key, weighed: Mapping[Key, tuple[Verdicts, Drawn]]) -> Drawn | None:
    """Return the drawn counts of those held of a flow's group, as far as any are told."""
    held = weighed.get((STOCK, key[1]))
    return None if held is None else held[1]


def _ranges(drawn: Drawn, asked: Sequence[tuple[int, Ask]], found: Assessment) -> list[Figure]:
    """Read off the ranges and floors of questions, and return the figures that stand."""
    if not drawn.figures:
        return []  # all are accused: of such days nothing is left to draw from
    # What was read otherwise than printed tells nothing by itself.
    told = [figure for figure in drawn.figures if found.stands(figure.claim) and figure.claim not in found.repaired]
    for number, ask in asked:
        found.ranges[number], found.histories[number] = drawn.range(ask), drawn
        if drawn.key[0] not in STOCKS:
            start, end = ask.days
            found.floors[number] = with_usual(floor_told(told, start, end), told, start, end)
    return told


def _long(key: Key, figures: list[Figure], asked: Sequence[tuple[int, Ask]], found: Assessment, seed: int) -> None:
    """Answer questions without weighing single figures: a flow block by block, a stock by the counts nearest."""
    spans = [ask.days for _, ask in asked]
    most = int(table("reporting")["terms"]["most_figures"])
    if key[0] in STOCKS:
        for (number, ask), (start, end) in zip(asked, spans, strict=True):
            found.ranges[number] = Drawn(key, nearest(figures, start, end, most), [ask], seed).range(ask)
        return
    flow = BlockedFlow(figures, spans, seed)
    for (number, _), (start, end) in zip(asked, spans, strict=True):
        found.ranges[number] = central(key[0], flow.total(start, end))
        found.floors[number] = floor_told(figures, start, end)


def _key(ask: Ask, collection: Collection, prepared: Prepared) -> Key:
    """Return the series of a question; one that names no group means the group that most figures count."""
    if ask.group is not None:
        return ask.measure, prepared.case.groups.key(ask.group)
    counts = {
        group: (len(placed), group == POPULATION)
        for (measure, group), placed in sorted(collection.placed.items())
        if measure == ask.measure and group != BROADER
    }
    return ask.measure, max(counts, key=lambda group: counts[group], default=POPULATION)
