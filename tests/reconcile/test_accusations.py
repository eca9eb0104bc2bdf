"""Accusations: a slip may be repeated, what has no date may be wrong, and a lone figure vouches for nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from habeas.reconcile.lexicon import table
from habeas.reconcile.posterior.assess import Assessment, assess
from habeas.reconcile.posterior.collect import Collection
from habeas.reconcile.posterior.evidence import NAMES, SEARCH, chance
from habeas.reconcile.posterior.fates import DATE_SLIPS, candidates
from habeas.reconcile.prepared.prepare import prepare
from habeas.reconcile.prepared.repairs import Twins
from habeas.reconcile.step import judged, reconcile
from habeas.values.case import CaseSettings
from habeas.values.claim import CountClaim
from habeas.values.document import Document

FIRST = date(2021, 3, 1)
Report = tuple[Document, CountClaim]


def report(name: str, people: int, start: int, end: int, told: int | None, **more: object) -> Report:
    """A report of `people` over days start..end of the case, told on a day or without a date."""
    first, last = FIRST + timedelta(days=start), FIRST + timedelta(days=end)
    own: dict[str, object] = {"measure": "freed", "group": "political prisoners", "source": f"{name} watch"}
    own |= {"low": people, "high": people, "when_kind": "on" if start == end else "between"}
    own |= {"start_date": first, "end_date": last} | more
    quote = f"{people} people"
    claim = CountClaim(doc=name, quote=quote, start=0, **own)  # type: ignore[arg-type]
    published = None if told is None else FIRST + timedelta(days=told)
    return Document(id=name, text=f"{quote}.", published=published, outlet=name), claim.with_id()


def season() -> list[Report]:
    """Five waves, each told by three newspapers, and monthly counts of those held."""
    waves = ((4, 84), (21, 37), (40, 51), (58, 46), (77, 29))
    papers = ("gull", "tide", "reef")
    told = [report(f"{paper}{day}", size, day, day, day + 4) for day, size in waves for paper in papers]
    counts = [
        report(f"count{day}", people, day, day, day, measure="held", when_kind="at", source="Lamp Watch")
        for day, people in ((1, 1410), (30, 1302), (60, 1255), (89, 1190))
    ]
    return [*told, *counts]


def weighed(reports: list[Report]) -> Assessment:
    prepared = prepare([claim for _, claim in reports], [document for document, _ in reports], (), CaseSettings())
    return assess(prepared, {}, (), 0, everything=True)


def named(reports: list[Report]) -> dict[str, str]:
    """Return what the best reading makes of the claims that it does not keep as printed."""
    found = reconcile([claim for _, claim in reports], [document for document, _ in reports])
    return {repair.claim: repair.kind for repair in found.readings[0].repairs}


def test_a_zero_too_many_is_named_although_another_paper_copied_it() -> None:
    slip, copy = report("mast", 370, 21, 21, 22), report("buoy", 370, 21, 21, 24)
    assert named([*season(), slip, copy]) == {slip[1].id: "factor_ten", copy[1].id: "factor_ten"}


def test_a_page_without_a_date_is_weighed_on_all_days_that_are_open() -> None:
    """Nothing dates "in the last month", but 1,255 are taken in no month; 27 may have been in any."""
    relative = {"start_date": None, "end_date": None, "start_offset": "-P1M", "end_offset": "P0D"}
    slip = report("mast", 1255, 0, 1, None, measure="detained", **relative)
    fair = report("buoy", 27, 0, 1, None, measure="detained", **relative)
    arrests = [
        report(f"month{day}", people, day - 29, day, day + 3, measure="detained", source=f"{source} Watch")
        for day, people in ((30, 21), (60, 34), (89, 18))
        for source in ("Lamp", "Reef")
    ]
    found = weighed([*season(), *arrests, slip, fair])
    assert found.verdicts[slip[1].id].against > 0.5
    assert fair[1].id not in found.verdicts or found.verdicts[fair[1].id].against < 0.1


def test_a_wave_of_which_nobody_tells_is_likelier_that_of_a_month_later() -> None:
    slip = report("mast", 51, 9, 9, 42)  # of 10 April, printed as 10 March
    verdict = weighed([*season(), slip]).verdicts[slip[1].id]
    assert verdict.against > 0.5
    assert verdict.reading is not None
    assert verdict.reading.alternative.kind == "month_slip"


def test_readings_that_keep_the_printed_days_agree_with_the_page_s_day_alike() -> None:
    """A promise of 51, and 51 told as done three weeks later: a promise is no likelier told late than a release."""
    promise = report("pledge", 51, 40, 40, 38, status="planned")
    done = report("mast", 51, 40, 40, 61)
    reports = [*season(), promise, done]
    prepared = prepare([claim for _, claim in reports], [document for document, _ in reports], (), CaseSettings())
    collection = Collection(prepared, {})
    (placed,) = (p for every in collection.placed.values() for p in every if p.figure.claim == done[1].id)
    found = candidates(placed, Twins(prepared.claims), collection)
    timely = {c.timeliness for c in found if c.alternative.kind not in DATE_SLIPS}
    assert "announced_for_done" in {c.alternative.kind for c in found}
    assert len(timely) == 1


def test_a_number_given_for_a_day_and_for_months_with_other_waves_is_the_total() -> None:
    slip = report("mast", 134, 58, 58, 60, source="Herald")
    total = report("buoy", 134, 20, 60, 60, source="Herald")
    verdicts = weighed([*season(), slip, total]).verdicts
    alone = weighed([*season(), slip]).verdicts
    name = "cumulative_for_new"
    gained = verdicts[slip[1].id].scores[name] - verdicts[slip[1].id].scores["as_printed"]
    assert gained > alone[slip[1].id].scores[name] - alone[slip[1].id].scores["as_printed"]


def test_true_figures_of_a_season_accuse_nobody() -> None:
    found = weighed(season())
    assert not found.repaired
    assert not found.rejected


def test_a_figure_that_nobody_else_tells_of_is_no_proof_of_itself() -> None:
    """One report of arrests beside the counts of those held: its number is theirs."""
    slip = report("mast", 1255, 31, 60, 61, measure="detained")
    assert named([*season(), slip]) == {slip[1].id: "stock_for_flow"}


def test_every_piece_of_evidence_has_a_learned_weight_and_odds_speak_for_an_accusation() -> None:
    assert set(table("reporting")["accusation"]) == {"sure", *NAMES, SEARCH}
    slight, strong = [0.0] * len(NAMES), [0.0] * len(NAMES)
    strong[NAMES.index("odds")] = 8.0
    assert chance(slight) < chance(strong) < chance(strong, search=True)


@pytest.mark.parametrize("claims", [(), season()])
def test_what_is_judged_alone_is_what_is_reconciled(claims: tuple[()] | list[Report]) -> None:
    found, _ = judged([claim for _, claim in claims], [document for document, _ in claims])
    assert not found.repaired
