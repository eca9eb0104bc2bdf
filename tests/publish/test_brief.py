"""The brief: what it says, and that every number leads to a sentence."""

from __future__ import annotations

import re
from datetime import date

import msgspec
import pytest

from habeas.publish.brief import brief, brief_markdown
from habeas.publish.charts.chart import time_axis
from habeas.publish.charts.said import said_when
from habeas.publish.charts.stocks import stock
from habeas.publish.evidence import Evidence
from habeas.publish.figures import series
from habeas.publish.passages import passage
from habeas.publish.wording import claim_people, days, headline_people, people, times, when
from habeas.values.claim import CountClaim
from habeas.values.document import Document
from habeas.values.history import DatedDocument, DateRange, Range, Reconciliation, Stock
from habeas.values.record import Record


def test_the_lead_gives_total_comparison_stock_error_and_dating(record: Record) -> None:
    lead = brief_markdown(record).split("\n## ")[0]
    assert "55 political prisoners (52 to 58) were freed" in lead
    assert "More were detained than freed: 71 from 2 April to 2 August 2031, against 55 (52 to 58) freed" in lead
    assert "452 political prisoners were held on 2 August 2031" in lead
    assert "Report 2 (Upland Post) prints 2030; its figure of 30 fits the other reports only in 2031" in lead
    assert "undated report was written, between 1 June and 15 July 2031" in brief_markdown(record)


def test_totals_of_different_times_are_not_compared(record: Record) -> None:
    history = record.reconciliation
    long_ago = {"start": date(2019, 1, 1), "end": date(2020, 1, 1)}
    lumps = [
        msgspec.structs.replace(lump, **long_ago) if lump.measure == "detained" else lump for lump in history.lumps
    ]
    apart = msgspec.structs.replace(
        record, reconciliation=msgspec.structs.replace(history, lumps=tuple(lumps), answers=())
    )
    assert "More were detained than freed" in brief_markdown(record)
    assert "against" not in brief_markdown(apart)


def test_a_count_over_a_season_is_not_given_the_last_day_of_it(record: Record) -> None:
    history = record.reconciliation
    season = {"start_date": date(2031, 1, 1), "end_date": date(2031, 3, 31)}
    claims = tuple(
        msgspec.structs.replace(claim, **season) if claim.measure == "held" else claim for claim in record.claims
    )
    stocks = tuple(msgspec.structs.replace(stock, date=date(2031, 3, 31)) for stock in history.stocks)
    told = msgspec.structs.replace(
        record, claims=claims, reconciliation=msgspec.structs.replace(history, stocks=stocks)
    )
    assert "held between 1 January and 31 March 2031" in brief_markdown(told)


def test_the_mark_of_a_list_is_no_part_of_a_sentence() -> None:
    text = "What we know:\n- Nine people were freed.\n"
    assert passage(text, "Nine people", text.index("Nine")).text == "Nine people were freed."


def test_every_citation_leads_to_a_numbered_sentence_that_stands_in_its_document(record: Record) -> None:
    page = brief(record)
    text = brief_markdown(record)
    body, notes = text.split("## The sentences behind the numbers")
    used = {int(n) for n in re.findall(r"\[(\d+)\]", body)}
    assert used == {note.number for note in page.notes} == {int(n) for n in re.findall(r"^(\d+)\. ", notes, re.M)}
    texts = {document.id: " ".join(document.text.split()) for document in record.documents}
    assert all("".join(piece.text for piece in note.pieces) in texts[note.doc] for note in page.notes)


def test_ids_and_iso_days_of_other_stages_become_words(record: Record) -> None:
    text = brief_markdown(record)
    assert "post-2" not in text


def test_what_else_could_be_true_is_told_in_odds_and_without_bits(record: Record) -> None:
    text = brief_markdown(record)
    assert "The next best account is about 6,000 times less likely. The claim of 30 in 2030 is false." in text
    assert "bits" not in text


def test_what_was_left_out_and_not_read_is_said_with_its_reason(record: Record) -> None:
    text = brief_markdown(record)
    assert "no time is given for it" in text
    assert "scan.bin: is not text" in text


def test_an_empty_record_says_so_and_shows_no_number() -> None:
    text = brief_markdown(Record())
    assert "No claim in these reports could be used." in text
    assert not re.search(r"\d", text)


def test_text_from_documents_cannot_become_markup() -> None:
    text = "# **Five** [people](http://x.example) were | freed <b>today</b>."
    claim = CountClaim(doc="d", quote="**Five** [people](http://x.example)", start=2, low=5, high=5, measure="freed")
    found = brief_markdown(Record(documents=(Document(id="d", text=text),), claims=(claim,)))
    assert "<b>" not in found.replace("\\<b\\>", "")
    assert "[people](http" not in found


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ((110, 115, 121), "115 (110 to 121)"),
        ((115, 115, 115), "115"),
        ((1400, 1400, None), "at least 1,400"),
        ((269, 269, 334), "at least 269 (up to 334)"),
        ((115, 207, 207), "between 115 and 207 (most likely 207)"),
        ((110, None, 121), "between 110 and 121"),
        ((1400, 1430, None), "1,430 (at least 1,400)"),
        ((None, None, 50), "up to 50"),
        ((0, 5, 9), "5 (up to 9)"),
        ((None, 7, None), "about 7 (bounds unknown)"),
        ((None, None, None), "an unknown number"),
    ],
)
def test_a_range_is_never_flattened(value: tuple[int | None, int | None, int | None], words: str) -> None:
    assert people(Range(low=value[0], best=value[1], high=value[2])) == words


@pytest.mark.parametrize(
    ("group", "one"),
    [
        ("political prisoners", "political prisoner"),
        ("people", "person"),
        ("young women", "young woman"),
        ("members of the families", "member of the families"),
        ("opposition deputies", "opposition deputy"),
    ],
)
def test_one_is_spoken_of_in_the_singular(group: str, one: str) -> None:
    assert people(Range(low=1, best=1, high=1), group) == f"1 {one}"
    assert people(Range(low=1, best=1, high=2), group) == f"at least 1 {group} (up to 2)"


def test_a_headline_gives_the_best_value_and_its_bounds() -> None:
    assert headline_people(Range(low=110, best=115, high=121), "people") == "115 people (110 to 121)"
    assert headline_people(Range(low=110, best=115, high=None), "people") == "115 people (at least 110)"


def test_a_claim_keeps_the_bounds_of_its_text() -> None:
    def made(**more: object) -> CountClaim:
        return msgspec.convert({"doc": "d", "quote": "q", "start": 0, "measure": "freed", **more}, CountClaim)

    assert claim_people(made(low=110, high=110, approx=True)) == "about 110"
    assert claim_people(made(low=24, high=99, approx=True)) == "24 to 99"
    assert claim_people(made(low=24, high=99, approx=True, quote="Dozens of people")) == "dozens (24 to 99)"
    assert claim_people(made(low=1301, high=None, quote="over 1,300 people")) == "more than 1,300"
    assert claim_people(made(low=None, high=9)) == "at most 9"
    assert claim_people(made(low=0, high=0)) == "none"


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2031, 5, 3), date(2031, 5, 3), "on 3 May 2031"),
        (date(2031, 1, 1), date(2031, 12, 31), "in 2031"),
        (date(2031, 9, 1), date(2031, 9, 30), "in September 2031"),
        (date(2031, 9, 3), date(2031, 9, 9), "between 3 and 9 September 2031"),
        (date(2031, 9, 3), date(2031, 10, 9), "between 3 September and 9 October 2031"),
        (date(2030, 9, 3), date(2031, 10, 9), "between 3 September 2030 and 9 October 2031"),
        (None, date(2031, 10, 9), "by 9 October 2031"),
    ],
)
def test_a_period_reads_as_people_write_it(start: date | None, end: date | None, words: str) -> None:
    assert when(start, end) == words


def test_an_interval_of_days_claims_no_best_day() -> None:
    found = DateRange(low=date(2031, 5, 1), best=date(2031, 5, 4), high=date(2031, 5, 9))
    assert days(found) == "1–9 May 2031"


def test_what_bits_mean_is_said_in_round_words() -> None:
    assert times(10) == "about 1,000 times"
    assert times(1) == "about 2 times"
    assert times(40) == "more than a million times"


def test_a_quote_is_shown_in_its_sentence_and_a_long_sentence_is_cut() -> None:
    text = "Mr. Orr spoke. On Jan. 3 the court freed five men. More will follow."
    found = passage(text, "freed five men", text.index("freed"))
    assert found.text == "On Jan. 3 the court freed five men."
    long = "word " * 300 + "freed five men" + " word" * 300
    cut = passage(long, "freed five men", long.index("freed"))
    assert cut.text.startswith("…")
    assert cut.text.endswith("…")
    assert len(cut.text) < 450


def test_every_quote_cited_in_one_sentence_is_marked() -> None:
    text = "Eight more left prison, which brings those freed to 47."
    eight, all_told = passage(text, "Eight", 0), passage(text, "47", text.index("47"))
    both = all_told.with_marks(eight)
    assert [piece.text for piece in both.pieces if piece.marked] == ["Eight", "47"]
    assert "".join(piece.text for piece in both.pieces) == both.text == text
    inside = passage(text, "to 47", text.index("to 47")).with_marks(all_told)
    assert [piece.text for piece in inside.pieces if piece.marked] == ["to 47"]


def test_a_quote_that_moved_is_found_and_a_missing_one_stands_alone() -> None:
    assert passage("Now five men left. Good.", "five men", 0).text == "Now five men left."
    assert passage("", "five men", 12).text == "five men"


def test_a_sentence_broken_at_a_width_is_put_together_and_a_headline_is_not_joined() -> None:
    wrapped = (
        "The ministry published no list of names this week either. It did say that\n"
        "nine prisoners were freed on Monday by a decree which has not been shown to\n"
        "Anna's lawyers. Nothing more is known of the decree or of those it names.\n"
    )
    found = passage(wrapped, "nine prisoners were freed", wrapped.index("nine"))
    assert found.text.startswith("It did say that nine prisoners were freed")
    assert found.text.endswith("Anna's lawyers.")
    headline = (
        "Nine go free\nNine prisoners were freed on Monday. More may follow, says a note that the ministry of justice "
        "put on its pages late that evening.\nTheir lawyers wait.\n"
    )
    cut = passage(headline, "Nine prisoners were freed", headline.index("Nine prisoners"))
    assert cut.text == "Nine prisoners were freed on Monday."


def test_arrests_counted_from_below_alone_are_never_said_to_be_fewer(record: Record) -> None:
    def made(high: int | None) -> str:
        claims = tuple(
            msgspec.structs.replace(claim, low=9, high=high) if claim.measure == "detained" else claim
            for claim in record.claims
        )
        lumps = tuple(
            msgspec.structs.replace(lump, size=Range(low=9, best=9, high=12)) if lump.measure == "detained" else lump
            for lump in record.reconciliation.lumps
        )
        history = msgspec.structs.replace(record.reconciliation, lumps=lumps)
        return brief_markdown(msgspec.structs.replace(record, claims=claims, reconciliation=history))

    assert "Fewer were detained than freed" in made(9)
    assert "Whether more were detained than freed is open" in made(None)


def test_a_document_named_by_a_plain_word_is_called_by_its_number_where_a_sentence_is_about_it() -> None:
    text = "In Varnia an explainer says that nine people were freed."
    claim = CountClaim(
        doc="explainer", quote="nine people", start=text.index("nine"), low=9, high=9, measure="freed", id="c1"
    )
    evidence = Evidence(Record(documents=(Document(id="explainer", text=text),), claims=(claim,)))
    told = "explainer prints 2030; its figure is in no other explainer (explainer)"
    assert evidence.prose(told, ["c1"]) == "report 1 prints 2030; its figure is in no other explainer (report 1)"


def test_a_figure_without_any_date_is_told_with_what_would_help() -> None:
    text = "Police detained 12 activists on Monday."
    claim = CountClaim(doc="d", quote="12 activists", start=16, low=12, high=12, measure="detained", group="activists")
    page = brief_markdown(Record(documents=(Document(id="d", text=text),), claims=(claim,)))
    assert page.startswith("# 12 activists detained, on days that are not known")
    assert "Begin a file's name with its day" in page


def test_a_window_that_only_its_beginning_dates_begins_there_and_one_without_is_none() -> None:
    def made(**when: object) -> CountClaim:
        return msgspec.convert(
            {"doc": "d", "quote": "6", "start": 0, "low": 6, "high": 6, "measure": "died", **when}, CountClaim
        )

    document = Document(id="d", text="6", published=date(2031, 9, 30))
    evidence = Evidence(Record(documents=(document,)))
    since = made(when_kind="since", start_date=date(2029, 1, 1), end_offset="P0D")
    assert evidence.window(since) == (date(2029, 1, 1), date(2031, 9, 30))
    assert evidence.window(made(when_kind="between", end_offset="P0D")) is None


def test_a_count_of_last_season_does_not_lead_where_a_newer_one_is_known(record: Record) -> None:
    history = record.reconciliation
    newer = Stock(
        date=date(2032, 1, 9), low=395, best=395, high=395, group=history.stocks[0].group, source="document",
        claims=history.stocks[0].claims,
    )  # fmt: skip
    told = msgspec.structs.replace(
        record, reconciliation=msgspec.structs.replace(history, stocks=(*history.stocks, newer))
    )
    assert series(told)[0][1] == (newer,)
    near = msgspec.structs.replace(newer, date=date(2031, 9, 9))
    told = msgspec.structs.replace(
        record, reconciliation=msgspec.structs.replace(history, stocks=(*history.stocks, near))
    )
    assert series(told)[0][1] == history.stocks


def test_files_with_blanks_in_their_names_are_called_reports() -> None:
    named = Document(id="2031-05-06 nine freed", text="Nine were freed.", published=date(2031, 5, 6))
    claim = CountClaim(doc=named.id, quote="Nine", start=0, low=9, high=9, measure="freed", id="c1")
    evidence = Evidence(Record(documents=(named,), claims=(claim,), reconciliation=Reconciliation()))
    assert evidence.prose("9 on 6 May 2031 [2031-05-06 nine freed]") == "9 on 6 May 2031 (report 1)"
    assert evidence.prose("2031-05-06 nine freed gives 9 as freed", ["c1"]) == "report 1 gives 9 as freed"
    assert evidence.speaker("document 2031-05-06 nine freed") == "report 1"


def test_a_figure_of_an_undated_report_spans_all_days_that_its_report_may_be_of() -> None:
    named = Document(id="a", text="Nine were freed yesterday.")
    may_be = DateRange(low=date(2031, 5, 1), best=date(2031, 5, 6), high=date(2031, 5, 20))
    claim = CountClaim(
        doc="a", quote="Nine", start=0, low=9, high=9, measure="freed", start_offset="-P1D", end_offset="-P1D", id="c1"
    )
    history = Reconciliation(documents=(DatedDocument(id="a", published=may_be, inferred=True, why="by its figures"),))
    evidence = Evidence(Record(documents=(named,), claims=(claim,), reconciliation=history))
    assert evidence.window(claim) == (date(2031, 5, 5), date(2031, 5, 5))
    assert evidence.span(claim) == (date(2031, 4, 30), date(2031, 5, 19))
    printed = msgspec.structs.replace(claim, start_date=date(2031, 5, 5), end_date=date(2031, 5, 5))
    assert evidence.span(printed) == (date(2031, 5, 5), date(2031, 5, 5))


def test_an_axis_names_days_where_months_would_repeat() -> None:
    assert time_axis(["2030-12-01T00:00:00", "2031-01-26"])["axis"]["format"] == "%-d %b %Y"
    assert time_axis(["2029-12-01", "2031-01-26"])["axis"]["format"] == "%b %Y"


def test_a_figure_of_a_report_that_may_be_of_any_year_is_not_drawn() -> None:
    claim = CountClaim(
        doc="a", quote="Nine", start=0, low=9, high=9, measure="freed", start_offset="-P1D", end_offset="-P1D", id="c1"
    )

    def drawn(latest: date) -> bool:
        may_be = DateRange(low=date(2031, 5, 1), best=date(2031, 5, 6), high=latest)
        dated = DatedDocument(id="a", published=may_be, inferred=True, why="by its figures")
        record = Record(
            documents=(Document(id="a", text="Nine were freed yesterday."),),
            claims=(claim,),
            reconciliation=Reconciliation(documents=(dated,)),
        )
        return said_when(record, Evidence(record), {}, "") is not None

    assert drawn(date(2031, 6, 1))
    assert not drawn(date(2033, 6, 1))


def test_one_count_of_one_day_is_no_chart(record: Record) -> None:
    one = Stock(date=date(2031, 6, 1), low=8, best=8, high=8, group="people", source="A Monitor", claims=())

    def charted(*stocks: Stock) -> bool:
        history = msgspec.structs.replace(record.reconciliation, stocks=stocks)
        alone = msgspec.structs.replace(record, reconciliation=history, claims=())
        return stock(alone, Evidence(alone), "") is not None

    assert not charted(one)
    assert charted(one, msgspec.structs.replace(one, date=date(2031, 7, 1)))
