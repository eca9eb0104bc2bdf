"""How each kind of statement binds the history, one function a kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from habeas.reconcile.exact.space import Slot, Space
from habeas.reconcile.lexicon import prior
from habeas.reconcile.prepared.laws import Law
from habeas.reconcile.prepared.statements import Alternative, Statement, means_one_occasion
from habeas.reconcile.prepared.windows import FAR, Edge, Window

SCALE: Final = 1000  # the solver counts in thousandths of a bit
_RECENT: Final = 60  # days before its nearest start that "recent months" must cover
Price = Callable[[Any, float], None]


def each_size(law: Law) -> tuple[int, int]:
    """Return the least and the greatest of each wave "in groups of about 30"."""
    factor = prior("laws", "size_factor")
    if law.centre is not None:
        return int(law.centre / factor), int(law.centre * factor)
    return int(law.low / factor), int((law.high or law.low or 1) * factor)


class Binder:
    """Adds the constraints of statements to a model; prices go to `price(variable, bits per unit)`."""

    def __init__(self, space: Space, price: Price, frozen: Callable[[Window], int]) -> None:
        self.space, self.price, self.frozen = space, price, frozen
        self._picks: dict[tuple[object, ...], tuple[Any, list[tuple[Slot, Any]]]] = {}
        self._weekdays: dict[int, Any] = {}
        self._cuts: set[Window] = set()
        self.chosen: dict[tuple[str, int], list[tuple[Slot, Any]]] = {}

    def bind(self, statement: Statement, place: int, alternative: Alternative, literal: Any) -> None:
        """Make an alternative reading hold where its literal does."""
        if not alternative.law.binds:
            return
        if means_one_occasion(statement, alternative.window):
            self._on(statement, place, alternative, literal)
        elif statement.role == "size":
            self._size(alternative, literal)
        else:
            total = self.space.total(alternative.window) + self.frozen(alternative.window)
            self.law(total, alternative.law, literal)
            self._well_chosen(alternative.window, literal)
            if statement.waves is not None:
                self._waves(statement.waves, alternative.window, literal)
        self._reported_after(statement, alternative, literal)

    def law(self, amount: Any, law: Law, literal: Any) -> None:
        """Keep an amount within a law's bounds, and price its distance from the centre."""
        model = self.space.model
        model.add(amount >= law.low).only_enforce_if(literal)
        if law.high is not None:
            model.add(amount <= law.high).only_enforce_if(literal)
        if law.centre is None or not law.spread:
            return
        steps = model.new_int_var(0, max(1, self.space.largest // law.unit + 1), "")
        excess = model.add(amount - law.unit * steps <= law.centre)
        if law.above:
            outgrown = model.new_bool_var("outgrown")
            excess.only_enforce_if([literal, ~outgrown])
            self.price(outgrown, law.outgrown)
        else:
            excess.only_enforce_if(literal)
            model.add(amount + law.unit * steps >= law.centre).only_enforce_if(literal)
        self.price(steps, law.bits_per_unit)

    def _on(self, statement: Statement, place: int, alternative: Alternative, literal: Any) -> None:
        """One occasion in the window has the size; claims of one day, or of one text and figure, mean the same one."""
        window, claim = alternative.window, statement.claim
        one_day = not window.docs and window.start == window.end
        key = (window,) if one_day else (window, claim.doc, claim.low, claim.high)
        if key not in self._picks:
            self._picks[key] = self._pick(window)
        size, picks = self._picks[key]
        self.space.model.add_bool_or([pick for _, pick in picks]).only_enforce_if(literal)
        self.law(size, alternative.law, literal)
        self.chosen[statement.id, place] = picks
        until = Edge(claim.doc, 0) if claim.doc in self.space.pubs else Edge(None, statement.published or 0)
        if statement.latest and window.end.doc is None and (until.doc or until.day > window.end.day):
            since = Window(Edge(None, window.end.day + 1), until)
            self.space.model.add(self.space.total(since) == 0).only_enforce_if(literal)

    def _pick(self, window: Window) -> tuple[Any, list[tuple[Slot, Any]]]:
        space, model = self.space, self.space.model
        size = model.new_int_var(0, space.largest, "")
        picks = []
        for slot in space.slots:
            inside = space.inside(slot, window) if slot.is_occasion else False
            if inside is False:
                continue
            pick = model.new_bool_var("")
            model.add_implication(pick, slot.active)
            if inside is not True:
                model.add_implication(pick, inside)
            if window.weekday is not None:
                model.add(self._weekday(slot) == window.weekday).only_enforce_if(pick)
            model.add(size == slot.size).only_enforce_if(pick)
            picks.append((slot, pick))
        model.add_at_most_one([pick for _, pick in picks])
        return size, picks

    def _weekday(self, slot: Slot) -> Any:
        if slot.index not in self._weekdays:
            model = self.space.model
            week = model.new_int_var(slot.plan.low // 7, slot.plan.high // 7, "")
            day = model.new_int_var(0, 6, "")
            model.add(slot.day == 7 * week + day)
            self._weekdays[slot.index] = day
        return self._weekdays[slot.index]

    def _well_chosen(self, window: Window, literal: Any) -> None:
        """Price a rounded or vague window that leaves out an occasion or lump shortly before it."""
        start, end = window.start, window.end
        vague = _RECENT <= start.early < FAR and not start.late
        if not (vague or (start.early and start.late)) or start.doc != end.doc or window in self._cuts:
            return
        self._cuts.add(window)
        # "In recent months" covers what is recent: whoever says so would have counted the waves of the last weeks.
        span = _RECENT if vague else end.day - start.day
        days = round(span * (1.0 if vague else prior("choice", "cut_off_share")))
        left_out = [self.space.cut_off(slot, window, days) for slot in self.space.slots]
        found = [slot_left for slot_left in left_out if slot_left is not False]
        if found:
            cut = self.space.model.new_bool_var("")
            for slot_left in found:
                self.space.model.add_bool_or([~slot_left, ~literal, cut])
            self.price(cut, prior("choice", "cut_off_bits"))

    def _size(self, alternative: Alternative, literal: Any) -> None:
        """Each occasion in the window is about so large."""
        low, high = each_size(alternative.law)
        for slot in self.space.slots:
            inside = self.space.inside(slot, alternative.window) if slot.is_occasion else False
            if inside is False:
                continue
            when = [literal, slot.active] if inside is True else [literal, slot.active, inside]
            self.space.model.add_linear_constraint(slot.size, low, high).only_enforce_if(when)

    def _waves(self, waves: int, window: Window, literal: Any) -> None:
        """Spread the window's flow over so many occasions, and leave nothing in it undated."""
        model, counted = self.space.model, []
        for slot in self.space.slots:
            inside = self.space.inside(slot, window)
            if inside is False:
                continue
            if not slot.is_occasion:
                model.add(self.space.amount(slot, window) == 0).only_enforce_if(literal)
                continue
            if inside is True:
                counted.append(slot.active)
                continue
            both = model.new_bool_var("")
            model.add_bool_and([slot.active, inside]).only_enforce_if(both)
            model.add_bool_or([~slot.active, ~inside, both])
            counted.append(both)
        model.add(sum(counted) == waves).only_enforce_if(literal)

    def _reported_after(self, statement: Statement, alternative: Alternative, literal: Any) -> None:
        """Keep a document from telling as done what begins after its publication."""
        claim, window = statement.claim, alternative.window
        if claim.status == "planned" or claim.doc not in self.space.pubs or window.start.doc is not None:
            return
        if window.open_start:
            return
        published = self.space.pubs[claim.doc]
        self.space.model.add(published >= window.start.day).only_enforce_if(literal)
