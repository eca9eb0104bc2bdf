"""Who asserts a figure: names of one source, copies that count once, and how far an extractor's doubt goes."""

from __future__ import annotations

from itertools import pairwise
from math import log2

import msgspec
import pytest
from invented import claim, document

from habeas.reconcile.prepared.aliases import Aliases
from habeas.reconcile.prepared.sources import Speakers, doubted, kind_of, wrong_share
from habeas.reconcile.step import reconcile
from habeas.values.case import CaseSettings


def _one(*names: str, texts: tuple[str, ...] = (), judged: dict[str, str] | None = None) -> bool:
    found = Aliases(dict.fromkeys(names, 1), texts, judged)
    return len({found.key(name) for name in names}) == 1


@pytest.mark.parametrize(
    "names",
    [
        ("Lantern", "Norwegian human rights center Lantern"),
        ("the Lantern group", "Lantern"),
        ("KSPR", "Kelp Society for Prisoners' Relief"),
        ("KSPR (Norway)", "Kelp Society for Prisoners' Relief"),
        ("Interior Ministry", "the Ministry of the Interior"),
        ("state media", "Norwegian state media", "Norway's state media"),
        ("Marta Holm", "Holm"),
        ("«Маяк»", "правозащитный центр «Маяк»"),
    ],
)
def test_names_of_one_source_are_brought_together(names):
    assert _one(*names)


@pytest.mark.parametrize(
    "names",
    [
        ("Shore Watch", "Harbour Watch"),
        ("ministry", "Interior Ministry"),
        ("Norway", "Norway Tribune"),
        ("Norwegian government", "Swedish government", "government"),
        ("residents", "camp residents"),
        ("Holm", "Marta Holm", "Egil Holm"),
        ("human rights group", "Lantern human rights group"),
        ("KS", "Kelp Society", "Kite Service"),
    ],
)
def test_names_that_may_be_several_sources_stay_apart(names):
    found = Aliases(dict.fromkeys(names, 1))
    assert len({found.key(name) for name in names}) == len(names)


def test_a_definition_in_brackets_joins_two_names():
    text = "Monitors of the Free Coast Committee (Tern) counted thirty. Others (see below) did not."
    assert _one("Free Coast Committee", "Tern", texts=(text,))
    assert not _one("Free Coast Committee", "Tern")


def test_settings_join_and_part_names():
    assert _one("Lantern", "Coast Committee", judged={"Coast Committee": "Lantern"})
    assert not _one("Lantern", "Lantern center", judged={"Lantern center": "Lantern center"})


def test_the_kind_of_a_source_follows_from_any_of_its_names():
    claims = [claim("a", 30, source="Lantern"), claim("b", 31, source="human rights center Lantern")]
    speakers = Speakers(claims, [])
    assert [speakers.kind(each) for each in claims] == ["monitor", "monitor"]
    judged = Speakers(claims, [], CaseSettings(sources={"Lantern": "official"}))
    assert [judged.kind(each) for each in claims] == ["official", "official"]
    assert kind_of(["Marta Holm"]) == "person"


def test_the_same_figure_under_two_names_of_one_source_is_one_error_if_it_is_wrong():
    """Three papers quote one monitor's 75 under its two names; two monitors of their own count 30."""

    def best(*names: str) -> int:
        wrong = [claim(f"p{n}", 75, on="2033-03-04", source=name) for n, name in enumerate(names)]
        right = [
            claim(f"q{n}", 30, on="2033-03-04", source=name) for n, name in enumerate(("Tern Watch", "Gull Watch"))
        ]
        documents = [document(each.doc, "2033-03-05") for each in (*wrong, *right)]
        return next(o.size.best for o in reconcile([*wrong, *right], documents).occasions)

    assert best("Lantern", "Lantern center", "the Lantern group") == 30
    assert best("Lantern Watch", "Marta Holm", "Egil Strand") != 30


def test_an_outlet_that_repeats_its_own_figure_counts_once():
    claims = [claim(name, 75, on="2033-03-04") for name in "ab"]
    speakers = Speakers(claims, [document(name, outlet="Coast Daily") for name in "ab"])
    assert len({speakers.origin(each, "") for each in claims}) == 1
    others = Speakers(claims, [document("a", outlet="Coast Daily"), document("b", outlet="Fjord Daily")])
    assert len({others.origin(each, "") for each in claims}) == 2


def test_a_copied_text_is_traced_to_the_earliest_and_counts_once():
    story = " ".join(f"word{n}" for n in range(60))
    documents = [
        document("late", "2033-03-07", text=story + " and one thing more", outlet="Fjord Daily"),
        document("first", "2033-03-05", text=story, outlet="Coast Daily"),
        document("own", "2033-03-05", text=" ".join(f"other{n}" for n in range(60)), outlet="Skerry Daily"),
    ]
    claims = [claim(each.id, 75, on="2033-03-04") for each in documents]
    (copy,) = reconcile(claims, documents).copies
    assert (copy.doc, copy.of) == ("late", "first")
    assert copy.share is not None
    assert 0.9 < copy.share < 1
    speakers = Speakers(claims, documents)
    assert len({speakers.origin(each, "") for each in claims}) == 2


@pytest.mark.parametrize("kind", ["monitor", "newsroom", "person"])
def test_hundredths_of_confidence_are_worth_a_tenth_of_a_bit_at_most(kind):
    def odds(confidence: float) -> float:
        share = doubted(wrong_share(kind), confidence)
        return log2((1 - share) / share)

    grid = [n / 100 for n in range(101)]
    steps = [odds(b) - odds(a) for a, b in pairwise(grid)]
    assert all(0 <= step <= 0.11 for step in steps)
    assert odds(0.9) == odds(1.0)
    assert odds(0.3) < odds(0.9) - 5


@pytest.mark.parametrize("shift", [-0.04, 0.04])
@pytest.mark.parametrize("base", [0.65, 0.89])
def test_confidences_that_differ_by_hundredths_do_not_change_which_reading_wins(shift, base, island):
    claims, documents, cues = island
    settled = reconcile([msgspec.structs.replace(each, confidence=base) for each in claims], documents, cues)
    moved = [msgspec.structs.replace(each, confidence=base + shift * (n % 3 - 1)) for n, each in enumerate(claims)]
    found = reconcile(moved, documents, cues)
    assert [o.size for o in found.occasions] == [o.size for o in settled.occasions]
    assert found.readings[0].repairs == settled.readings[0].repairs


def test_a_figure_that_was_hardly_read_gives_way_to_one_read_surely():
    claims = [
        claim("a", 30, on="2033-03-04", source="Tern Watch", confidence=0.95),
        claim("b", 75, on="2033-03-04", source="Gull Watch", confidence=0.3),
    ]
    for order in (claims, claims[::-1]):
        (occasion,) = reconcile(order, [document(name, "2033-03-05") for name in "ab"]).occasions
        assert occasion.size.best == 30


def _season(wrong: set[int]) -> tuple[list, list]:
    """Twenty-four waves: a ministry tells each and errs in some, a monitor and a paper tell all of them right."""
    claims = []
    for n in range(24):
        size, on = 20 + (7 * n) % 31, f"2033-{n % 12 + 1:02}-{5 + 14 * (n // 12):02}"
        told = size + 40 if n in wrong else size
        claims.append(claim(f"m{n}", told, on=on, source="Ministry of Peace"))
        claims += [
            claim(f"t{n}", size, on=on, source="Tern Watch"),
            claim(f"p{n}", size, on=on, source="Coast Daily News"),
        ]
    return claims, [document(each.doc, "2034-01-05") for each in claims]


def test_the_error_law_of_a_source_is_learned_from_a_case_with_enough_history():
    records = {record.name: record for record in reconcile(*_season({2, 5, 9, 13, 17, 21})).sources}
    ministry, monitor = records["Ministry of Peace"], records["Tern Watch"]
    assert (ministry.kind, ministry.claims, ministry.tested, ministry.failed) == ("official", 24, 24, 6)
    assert ministry.usual < ministry.wrong < 6 / 24
    assert monitor.failed == 0
    assert monitor.wrong < monitor.usual


def test_a_source_that_was_never_wrong_is_trusted_more_and_one_without_history_as_its_kind():
    claims, documents = _season(set())
    extra = claim("x", 12, on="2035-03-04", source="Gull Monitor")
    records = {r.name: r for r in reconcile([*claims, extra], [*documents, document("x", "2035-03-05")]).sources}
    assert records["Ministry of Peace"].wrong < records["Ministry of Peace"].usual
    gull = records["Gull Monitor"]
    assert gull.tested == 0
    assert gull.wrong <= gull.usual


def test_what_a_source_got_wrong_before_decides_whom_to_believe_where_nothing_else_does():
    """Two ministries' last words stand against each other: the one caught in errors before gives way."""
    claims, documents = _season({2, 5, 9, 13, 17, 21})
    for n in range(0, 24, 2):
        claims.append(
            msgspec.structs.replace(claims[3 * n + 1], doc=f"c{n}", source="Ministry of Care", id="").with_id()
        )
        documents.append(document(f"c{n}", "2034-01-05"))
    for figures in ((12, 19), (19, 12)):
        last = [
            claim("u", figures[0], on="2036-03-04", source="Ministry of Peace", group="journalists"),
            claim("v", figures[1], on="2036-03-04", source="Ministry of Care", group="journalists"),
        ]
        found = reconcile([*claims, *last], [*documents, document("u", "2036-03-05"), document("v", "2036-03-05")])
        (occasion,) = (o for o in found.occasions if o.group == "journalists")
        assert occasion.size.best == figures[1]
