"""Pages without a date: all that a page tells was written on one day."""

from __future__ import annotations

from datetime import date, timedelta

from habeas.reconcile.posterior.assess import Assessment, assess
from habeas.reconcile.posterior.collect import Collection
from habeas.reconcile.posterior.drawn import Drawn
from habeas.reconcile.posterior.pages import days_by_page
from habeas.reconcile.prepared.prepare import Prepared, prepare
from habeas.values.case import CaseSettings
from habeas.values.claim import CountClaim
from habeas.values.document import Document

FIRST = date(2021, 3, 1)  # a Monday
WAVES = ((4, 84), (21, 37), (40, 51), (58, 46), (77, 29))
LAST_WEEK = {"when_kind": "between", "start_offset": "-P1W", "end_offset": "P0D"}
NOW = {"when_kind": "at", "start_offset": "P0D", "end_offset": "P0D"}


def claim(doc: str, people: int, day: int | None = None, **more: object) -> CountClaim:
    own: dict[str, object] = {"measure": "freed", "group": "political prisoners", "source": f"{doc} watch"}
    if day is not None:
        own |= {"when_kind": "on", "start_date": FIRST + timedelta(days=day), "end_date": FIRST + timedelta(days=day)}
    return CountClaim(doc=doc, quote=f"{people} people", start=0, low=people, high=people, **(own | more)).with_id()  # type: ignore[arg-type]


def season() -> tuple[list[CountClaim], list[Document]]:
    """Five waves, each told by three newspapers, and counts of those held that fall from month to month."""
    claims, documents = [], []
    for day, size in WAVES:
        for paper in ("gull", "tide", "reef"):
            name = f"{paper}{day}"
            claims.append(claim(name, size, day))
            documents.append(Document(id=name, text="", published=FIRST + timedelta(days=day + 4), outlet=paper))
    for day, people in ((1, 1410), (30, 1302), (60, 1255), (89, 1190)):
        name = f"count{day}"
        claims.append(claim(name, people, day, measure="held", when_kind="at", source="Lamp Watch"))
        documents.append(Document(id=name, text="", published=FIRST + timedelta(days=day), outlet="lamp"))
    return claims, documents


def case_with_page(*told: CountClaim) -> Prepared:
    claims, documents = season()
    return prepare([*claims, *told], [*documents, Document(id="mast", text="", outlet="mast")], (), CaseSettings())


def weighed(*told: CountClaim) -> Assessment:
    return assess(case_with_page(*told), {}, (), 0, everything=True)


def page_days(*told: CountClaim) -> dict[str, dict[int, float]]:
    """Return the chances of the days of the page for each of its claims, by day of the case."""
    collection = Collection(case_with_page(*told), {})
    drawn = {key: Drawn(key, collection.figures(key), (), 0) for key in sorted(collection.placed)}
    found = days_by_page(collection, drawn)
    return {name: {day - FIRST.toordinal(): chance for day, chance in days} for name, days in found.items()}


def within(days: dict[int, float], first: int, last: int) -> float:
    return sum(chance for day, chance in days.items() if first <= day <= last)


def test_what_a_page_tells_of_a_weekday_dates_what_else_it_tells() -> None:
    """46 were freed on a Wednesday eight weeks after the case begins, and on no other."""
    wave = claim("mast", 46, when_kind="on", weekday="wednesday", start_offset="P0D", end_offset="P0D")
    count = claim("mast", 1255, measure="held", **NOW)
    days = page_days(wave, count)
    assert within(days[count.id], 56, 66) > 0.6
    assert within(days[wave.id], 40, 80) > 0.6  # by the count alone, which changes slowly


def test_the_chances_of_a_page_s_days_add_up_to_one() -> None:
    days = page_days(claim("mast", 46, **LAST_WEEK), claim("mast", 1255, measure="held", **NOW))
    assert all(abs(sum(each.values()) - 1) < 1e-9 for each in days.values())


def test_a_figure_that_fits_another_day_than_the_rest_of_its_page_is_in_doubt() -> None:
    """84 in a week is true of the first week; a page that tells of 46 freed and 1,255 held is of the ninth."""
    wave = claim("mast", 46, when_kind="on", weekday="wednesday", start_offset="P0D", end_offset="P0D")
    count = claim("mast", 1255, measure="held", **NOW)
    stray = claim("mast", 84, **LAST_WEEK)
    alone, beside = weighed(stray).verdicts.get(stray.id), weighed(wave, count, stray).verdicts[stray.id]
    assert alone is None or alone.against < beside.against


def test_a_page_may_tell_of_a_day_of_which_nobody_else_does() -> None:
    """Nothing else tells of 31 freed on a Sunday, but nothing speaks against it either."""
    wave = claim("mast", 31, when_kind="on", weekday="sunday", start_offset="P0D", end_offset="P0D")
    found = weighed(wave)
    assert wave.id not in found.repaired
    assert wave.id not in found.rejected
