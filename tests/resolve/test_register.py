"""The register: who is one person, what keeps persons apart, and laws that hold for any entries and judgements."""

from __future__ import annotations

import random
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.resolve.options import ResolveOptions
from habeas.resolve.persons.cluster import cluster, ordered
from habeas.resolve.persons.contradictions import contradictions
from habeas.resolve.persons.register import build_register, entries_of, named_persons
from habeas.resolve.persons.timeline import episodes
from habeas.values.judgement import Judgement
from habeas.values.register import PersonEntry, Register
from habeas.values.status_claim import StatusClaim


def entry(doc: str, name: str, **more: object) -> PersonEntry:
    return PersonEntry(id=f"{doc}-{name}", doc=doc, name=name, **more)  # type: ignore[arg-type]


def groups(register: Register) -> set[frozenset[str]]:
    return {frozenset(e.id for e in person.entries) for person in register.persons}


def claim(status: str, low: date | None, high: date | None = None, **more: object) -> StatusClaim:
    made = StatusClaim(doc="d", quote="q", start=0, person="P", status=status, date_low=low, date_high=high or low)
    return StatusClaim.with_id(StatusClaim(**{**{f: getattr(made, f) for f in made.__struct_fields__}, **more}))


def judged(verdict: str, left: PersonEntry, right: PersonEntry) -> Judgement:
    return Judgement(verdict=verdict, target=left.id, other=right.id, who="tester")


RU, BE, CYR = entry("a", "Sergei Kovalyonok"), entry("b", "Siarhei Kavalionak"), entry("c", "Ковалёнок С. П.")
WIFE = entry("d", "Olga Kovalyonok", relation="wife of Sergei Kovalyonok")


def test_spellings_of_one_name_are_one_person_and_the_wife_another() -> None:
    register = build_register([RU, BE, CYR, WIFE])
    assert groups(register) == {frozenset({RU.id, BE.id, CYR.id}), frozenset({WIFE.id})}
    person = next(p for p in register.persons if len(p.entries) == 3)
    assert person.spellings == ("Sergei Kovalyonok", "Siarhei Kavalionak", "Ковалёнок С. П.")
    assert all(link.match is not None and link.match.parts for link in register.links)


def test_an_initial_that_fits_two_persons_joins_neither_to_the_other() -> None:
    andrei, anna, initial = entry("a", "Андрей Громыко"), entry("b", "Анна Громыко"), entry("c", "А. Громыко")
    register = build_register([andrei, anna, initial])
    assert not any({andrei.id, anna.id} <= group for group in groups(register))


def test_persons_whom_one_document_names_both_stay_two() -> None:
    left, right = entry("a", "Ivan Petrov"), PersonEntry(id="a-2", doc="a", name="Ivan Petrow")
    register = build_register([left, right])
    assert len(register.persons) == 2
    assert register.links[0].decided == "held apart"
    assert register.links[0].why == "one document names both"


def test_two_birth_dates_are_two_persons() -> None:
    left = entry("a", "Ivan Petrov", born=date(1970, 1, 1))
    right = entry("b", "Ivan Petrov", born=date(1991, 5, 5))
    assert len(build_register([left, right]).persons) == 2


def test_one_birth_date_decides_what_the_names_leave_open() -> None:
    left, right = entry("a", "Гриневич"), entry("b", "Василий Гриневич")
    assert len(build_register([left, right]).persons) == 2
    day = date(1984, 2, 29)
    assert (
        len(build_register([entry("a", "Гриневич", born=day), entry("b", "Василий Гриневич", born=day)]).persons) == 1
    )


def test_a_judgement_overrules_the_score_and_its_withdrawal_restores_it() -> None:
    before = build_register([RU, BE])
    split = build_register([RU, BE], judgements=[judged("different", RU, BE)])
    withdrawn = build_register([RU, BE], judgements=[judged("different", RU, BE), judged("withdraw", RU, BE)])
    assert len(split.persons) == 2
    assert groups(before) == groups(withdrawn)


def test_only_those_judged_public_may_be_named() -> None:
    register = build_register([RU, WIFE])
    public = next(p for p in register.persons if p.name == RU.name)
    named = named_persons(register, [public.id])
    assert {(p.name, p.public) for p in named} == {(RU.name, True), (WIFE.name, False)}


def test_an_alias_is_one_person_by_judgement_only() -> None:
    alias = entry("z", "Ветер")
    assert len(build_register([RU, alias]).persons) == 2
    assert len(build_register([RU, alias], judgements=[judged("same", RU, alias)]).persons) == 1


def test_judgements_that_contradict_one_another_are_shown() -> None:
    register = build_register(
        [RU, BE, WIFE], judgements=[judged("same", RU, WIFE), judged("same", BE, WIFE), judged("different", RU, BE)]
    )
    assert register.conflicts


def test_entries_follow_from_claims_one_a_document_and_person() -> None:
    claims = [claim("detained", date(2024, 5, 3)), claim("sentenced", date(2024, 9, 2), term_months=48.0)]
    (made,) = entries_of(claims)
    assert set(made.claims) == {c.id for c in claims}


def test_a_second_arrest_opens_a_new_episode() -> None:
    told = [
        claim("detained", date(2020, 5, 1)),
        claim("freed", date(2021, 6, 1)),
        claim("rearrested", date(2022, 7, 1)),
    ]
    first, second = episodes(told)
    assert (first.start_low, first.end_high, first.ended_by) == (date(2020, 5, 1), date(2021, 6, 1), "freed")
    assert (second.start_low, second.ended_by) == (date(2022, 7, 1), None)


def test_one_release_told_twice_ends_one_episode() -> None:
    told = [
        claim("detained", date(2020, 5, 1)),
        claim("pardoned", date(2021, 6, 1), date(2021, 6, 30)),
        claim("freed", date(2021, 6, 12)),
    ]
    (only,) = episodes(told)
    assert (only.end_low, only.end_high) == (date(2021, 6, 12), date(2021, 6, 12))


def test_what_cannot_all_hold_is_shown_not_resolved() -> None:
    told = [claim("freed", date(2021, 6, 1)), claim("held", date(2022, 1, 1))]
    assert "no arrest in between" in contradictions(told)[0][1]
    assert contradictions([*told, claim("detained", date(2021, 9, 1))]) == []
    assert contradictions([claim("died", date(2021, 6, 1)), claim("freed", date(2022, 1, 1))])


NAMES = ["Sergei Kovalyonok", "Siarhei Kavalionak", "Olga Kovalyonok", "А. Ковалёнок", "С. Ковалёнок", "Oleg Morozov"]
NAMES += ["Olga Morozova", "Alexander Morozov", "Ales Marozau", "Morozov", "Chen Guowei", "Chan Kwok-wai", ""]
some = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from(NAMES)), min_size=2, max_size=9, unique=True)


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[PersonEntry], list[Judgement]]:
    entries = [entry(doc, name) for doc, name in draw(some)]
    pair = st.tuples(st.sampled_from(entries), st.sampled_from(entries)).filter(lambda p: p[0].id != p[1].id)
    verdicts = st.lists(st.tuples(st.sampled_from(["same", "different", "unsure", "withdraw"]), pair), max_size=4)
    return entries, [judged(verdict, *both) for verdict, both in draw(verdicts)]


@settings(deadline=None, max_examples=60)
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_entries_never_matters(
    case: tuple[list[PersonEntry], list[Judgement]], shuffle: random.Random
) -> None:
    entries, judgements = case
    mixed = list(entries)
    shuffle.shuffle(mixed)
    assert build_register(entries, judgements=judgements) == build_register(mixed, judgements=judgements)


@settings(deadline=None, max_examples=60)
@given(cases())
def test_no_pair_that_is_held_apart_ends_together(case: tuple[list[PersonEntry], list[Judgement]]) -> None:
    entries, judgements = case
    register = build_register(entries, judgements=judgements)
    last = {ordered(j.target, j.other or ""): j.verdict for j in judgements}
    for group in groups(register):
        for left in group:
            for right in group:
                assert last.get(ordered(left, right)) != "different"
    assert sorted(e.id for p in register.persons for e in p.entries) == sorted(e.id for e in entries)


@settings(deadline=None, max_examples=60)
@given(cases(), st.data())
def test_a_split_undoes_a_merge(case: tuple[list[PersonEntry], list[Judgement]], data: st.DataObject) -> None:
    entries, judgements = case
    left, right = data.draw(st.tuples(st.sampled_from(entries), st.sampled_from(entries)))
    if left.id == right.id:
        return
    none = [j for j in judgements if ordered(j.target, j.other or "") != ordered(left.id, right.id)]
    again = [*none, judged("same", left, right), judged("withdraw", left, right)]
    assert groups(build_register(entries, judgements=again)) == groups(build_register(entries, judgements=none))


@given(
    st.dictionaries(
        st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")).filter(lambda p: p[0] < p[1]),
        st.floats(0, 1),
        max_size=15,
    ),
    st.sets(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")).filter(lambda p: p[0] < p[1]), max_size=4),
    st.permutations(list("abcdef")),
)
def test_clusters_depend_on_the_pairs_alone(
    scores: dict[tuple[str, str], float], apart: set[tuple[str, str]], order: list[str]
) -> None:
    options = ResolveOptions()
    made = cluster(order, scores, set(), apart, link=options.link, floor=options.floor)
    again = cluster(sorted(order), dict(sorted(scores.items())), set(), apart, link=options.link, floor=options.floor)
    assert made == again
    assert not any({a, b} <= set(group) for a, b in apart for group in made.groups)
