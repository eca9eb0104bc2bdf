"""Laws of answers to several questions, over cases as nobody would write them: no two contradict each other."""

from __future__ import annotations

from datetime import date

import msgspec
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from invented import claim
from wild import Wild, cases

from habeas.reconcile.outcome.coherent import Asked, coherent
from habeas.reconcile.prepared.groups import Groups
from habeas.reconcile.prepared.inputs import received
from habeas.reconcile.prepared.prepare import prepare
from habeas.reconcile.step import parse_ask, reconcile
from habeas.values.case import CaseSettings
from habeas.values.claim import CountClaim
from habeas.values.history import Answer, Ask, Reconciliation

_ASKS = [
    parse_ask(text)
    for text in (
        "freed people 2030-01-01..2031-12-31",
        "freed people 2030-03-01..2030-08-31",
        "freed people 2030-05-01..2030-05-31",
        "freed women 2030-01-01..2031-12-31",
        "freed women 2030-03-01..2030-08-31",
        "freed 2030-01-01..2031-12-31",
        "freed 2030-03-01..2030-08-31",
        "detained 2030-01-01..2031-12-31",
        "detained 2030-06-01..2030-12-31",
        "held women 2030-06-01",
        "held people 2030-06-01",
    )
]
_QUICK = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


def _solved(case: Wild, asks: list[Ask], **changed: object) -> Reconciliation:
    own = msgspec.structs.replace(case.settings, **changed)
    return reconcile(case.claims, case.documents, case.cues, own, asks)


def _ends(answer: Answer) -> tuple[float, float, float]:
    top = float("inf") if answer.high is None else answer.high
    return answer.low or 0, answer.best or 0, top


def _is_below(one: Answer, other: Answer) -> bool:
    if one.best is None or other.best is None:
        return True
    return all(left <= right for left, right in zip(_ends(one), _ends(other), strict=True))


@_QUICK
@given(cases())
def test_shorter_days_are_never_answered_above_longer_ones_that_hold_them(case: Wild):
    told = list(zip(_ASKS, _solved(case, _ASKS).answers, strict=True))
    for inner, one in told:
        for outer, other in told:
            flow = inner.measure == outer.measure != "held" and inner.group == outer.group
            if flow and outer.start <= inner.start and inner.end <= outer.end:
                assert _is_below(one, other), (inner.text, one, outer.text, other)


@_QUICK
@given(cases())
def test_a_part_is_never_answered_above_its_whole(case: Wild):
    found = _solved(case, _ASKS)
    assume(not any("not taken as part" in note for note in found.notes))
    inputs, _ = received(case.claims, case.documents, case.cues)
    groups = prepare(inputs.claims, inputs.documents, inputs.cues, case.settings).case.groups
    told = dict(zip([ask.text for ask in _ASKS], found.answers, strict=True))
    assume(groups.parent(groups.key("women")) == groups.key("people") != groups.key("women"))
    for text, part in told.items():
        if " women " in text:
            assert _is_below(part, told[text.replace("women", "people")]), (text, told)


def test_a_question_asked_twice_does_not_bound_itself():
    claims = [claim("ash", None, 35, window="2030-03-02..2031-01-01")]
    asks = [Ask(measure="freed", start=date(2030, 5, 1), end=date(2030, 5, 31), text="freed in May")] * 2
    assert not any("no more than" in each.derivation for each in reconcile(claims, [], asks=asks).answers)


@_QUICK
@given(cases(), st.randoms(use_true_random=False))
def test_each_question_has_its_answer_in_whatever_order_and_how_often_it_is_asked(case: Wild, random):
    asks = [*_ASKS, *_ASKS[:3]]
    random.shuffle(asks)
    once = {answer.ask: answer for answer in _solved(case, _ASKS).answers}
    for answer in _solved(case, asks).answers:
        assert answer == once[answer.ask]


@_QUICK
@given(cases(), st.integers(0, 8))
def test_an_excluded_claim_leaves_no_trace(case: Wild, place: int):
    named = [claim.with_id().id for claim in case.claims]
    assume(place < len(named) == len(set(named)))
    gone = case.claims[place]
    # Claims call each other by their place in their document, which changes where one is taken out.
    assume(all(c.subset_of is None and c.repeats is None for c in case.claims if c.doc == gone.doc))
    excluded = _solved(case, _ASKS, excluded=(named[place],), pinned=())
    without = case._replace(claims=[claim for claim in case.claims if claim is not gone])
    never = _solved(without, _ASKS, excluded=(), pinned=())
    for field in ("readings", "occasions", "lumps", "stocks", "conflicts", "answers", "promises", "sources"):
        assert getattr(excluded, field) == getattr(never, field)


def _asked(text: str, low: int, best: int, high: int | None, group: str) -> Asked:
    ask = parse_ask(text)
    return Asked(ask, group, Answer(ask=text, low=low, best=best, high=high, derivation="as reports tell"))


def test_of_days_within_others_the_longer_are_better_known_and_a_whole_holds_its_parts():
    women = [CountClaim(doc="a", quote="9", start=0, low=9, high=9, measure="freed", group="women")]
    groups = Groups(women, women, CaseSettings(), {}, {}, "")
    whole = groups.key("people")
    asked = [
        _asked("freed 2030-01-01..2030-12-31", 36, 36, 88, whole),
        _asked("freed 2030-03-01..2030-03-31", 30, 39, 173, whole),
        _asked("freed women 2030-03-01..2030-03-31", 0, 47, None, groups.key("women")),
    ]
    year, month, part = coherent(asked[:2], groups, frozenset())[0], *coherent(asked, groups, frozenset())[1:]
    assert (year.low, year.best, year.high) == (36, 36, 88)
    assert year.derivation == "as reports tell"
    assert (part.low, part.best, part.high) == (0, 47, 88)
    assert (month.low, month.best, month.high) == (30, 47, 88)
    shorter = coherent(asked[:2], groups, frozenset())[1]
    assert (shorter.low, shorter.best, shorter.high) == (30, 36, 88)
    assert shorter.derivation.startswith("36 (30 to 88 in nine of ten")
    assert shorter.derivation.endswith("as reports tell; no more than “freed 2030-01-01..2030-12-31”")


def test_a_part_whose_end_is_open_leaves_the_end_of_its_whole_and_one_well_known_raises_it():
    women = [CountClaim(doc="a", quote="9", start=0, low=9, high=9, measure="freed", group="women")]
    groups = Groups(women, women, CaseSettings(), {}, {}, "")
    day = "2030-03-01..2030-03-01"
    whole = _asked(f"freed {day}", 222, 222, 222, groups.key("people"))
    of_one_prison = _asked(f"freed women {day}", 222, 222, 729, groups.key("women"))
    assert [answer.high for answer in coherent([whole, of_one_prison], groups, frozenset())] == [222, 222]
    loose = _asked(f"freed {day}", 200, 222, 260, groups.key("people"))
    counted = _asked(f"freed women {day}", 240, 260, 270, groups.key("women"))
    assert [(a.low, a.best, a.high) for a in coherent([loose, counted], groups, frozenset())] == [(240, 260, 270)] * 2


def test_where_all_figures_are_accused_the_history_alone_answers():
    million = CountClaim(
        doc="ash", quote="", start=0, low=10**6, high=10**6, measure="freed", group="women", approx=True,
        when_kind="at", start_date=date(2030, 1, 1), end_date=date(2030, 1, 1), confidence=0.0,
    )  # fmt: skip
    assert len(_solved(Wild([million], [], [], CaseSettings()), _ASKS).answers) == len(_ASKS)
