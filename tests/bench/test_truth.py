"""Reading of real series: which totals are asked for, and what is hidden from whom."""

from datetime import date
from pathlib import Path

import pytest
import truth

from habeas.values.claim import CountClaim
from habeas.values.document import Document

HEAD = "date,value,low,high,measure,group,reporter,period_start\n"


@pytest.fixture
def totals(tmp_path: Path) -> list[truth.Total]:
    path = tmp_path / "nowhere_totals.csv"
    path.write_text(
        HEAD
        + "2020-01-10,100,100,100,held,people inside,Lantern Watch,\n"
        + "2020-02-10,110,110,110,held,people inside,Lantern Watch,\n"
        + "2020-02-10,9,9,9,held,teachers,Lantern Watch,\n"
        + "2020-03-10,120,121,,held,people inside,Lantern Watch,\n"
        + "2020-02-10,40,40,40,detained,people taken,Lantern Watch,2020-01-01\n"
        + "2020-02-11,7,7,7,freed,people let go,Lantern Watch,\n"
        + "2020-02-11,70,70,70,killed,people killed,Lantern Watch,2020-01-01\n",
        encoding="utf-8",
    )
    return truth.read_totals(path)


def test_only_exact_totals_of_the_main_series_with_a_known_period_are_asked_for(totals: list[truth.Total]) -> None:
    assert [(t.measure, t.day, t.value) for t in totals] == [
        ("detained", date(2020, 2, 10), 40),
        ("held", date(2020, 1, 10), 100),
        ("held", date(2020, 2, 10), 110),
    ]


def test_a_stock_is_asked_at_its_day_and_a_flow_over_its_period(totals: list[truth.Total]) -> None:
    flow, stock = truth.question("nowhere", totals[0]).ask, truth.question("nowhere", totals[1]).ask
    assert (flow.start, flow.end) == (date(2020, 1, 1), date(2020, 2, 10))
    assert (stock.start, stock.end) == (date(2020, 1, 10), date(2020, 1, 10))


def test_questions_lie_within_the_time_that_is_reported_on(totals: list[truth.Total]) -> None:
    documents = tuple(Document(id=f"d{m}", text="", published=date(2020, m, 1)) for m in (1, 2))
    claims = tuple(CountClaim(doc=d.id, quote="", start=0, low=1, high=1, measure="held") for d in documents)
    asked = truth.answerable(totals, truth.Material(claims, documents))
    assert [(t.measure, t.day) for t in asked] == [("held", date(2020, 1, 10))]


def test_baselines_count_a_flow_without_start_from_the_beginning_of_the_series() -> None:
    known = CountClaim(
        doc="a", quote="", start=0, low=1, high=1, measure="detained", when_kind="since", start_date=date(2020, 1, 1)
    )
    bare = CountClaim(doc="b", quote="", start=0, low=2, high=2, measure="detained", when_kind="none")
    assert truth.for_baselines([known, bare])[1].start_date == date(2020, 1, 1)


COUNTRIES = Path(__file__).resolve().parents[2] / "bench" / "countries"


@pytest.mark.parametrize(("folder", "countries"), [("open", 9), ("unread", 3)])
def test_the_facts_of_every_country_can_be_read_and_print_nobodys_words(folder: str, countries: int) -> None:
    places = sorted(path.stem.removesuffix("_totals") for path in (COUNTRIES / folder).glob("*_totals.csv"))
    assert len(places) == countries
    for place in places:
        totals = truth.read_totals(COUNTRIES / folder / f"{place}_totals.csv")
        news = truth.read_facts(COUNTRIES / folder, place)
        assert news is not None
        assert truth.answerable(totals, news)
        assert {claim.doc for claim in news.claims} <= {document.id for document in news.documents}
        assert not any(document.text for document in news.documents)
        assert not any(line.quote for line in (*news.claims, *news.cues))


@pytest.mark.slow
def test_the_totals_of_open_countries_lie_in_the_ranges_answered_from_news() -> None:
    asked = held = 0
    for path in sorted((COUNTRIES / "open").glob("*_totals.csv")):
        place = path.stem.removesuffix("_totals")
        news = truth.read_facts(COUNTRIES / "open", place)
        assert news is not None
        questions = [truth.question(place, total) for total in truth.answerable(truth.read_totals(path), news)]
        ours, _ = truth.score(questions, news)
        asked += len(ours)
        held += sum(each.low <= each.truth <= each.high for each in ours)
    assert held >= 0.80 * asked
