"""What happened to named persons: sentences of our own, about persons who do not exist."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from habeas.cli.main import cli
from habeas.extract.people.step import status_claims
from habeas.values.document import Document
from habeas.values.status_claim import LIFE, StatusClaim

Read = Callable[..., list[StatusClaim]]


_WORDS = ["Vera Lomak", "she", "was", "arrested", "and", "sentenced", "to", "two years", ",", "(", ")", "since", "May"]
_WORDS += [
    "pardoned",
    "including",
    ".",
    "\n",
    "the four",
    "husband",
    "his",
    "released",
    "“",
    "#",
    "is",
    "among",
    "those",
]


def facts(claims: list[StatusClaim]) -> set[tuple[str, str]]:
    return {(c.person, c.status) for c in claims}


def one(claims: list[StatusClaim], person: str, status: str) -> StatusClaim:
    found = [c for c in claims if (c.person, c.status) == (person, status)]
    assert len(found) == 1, [(c.person, c.status) for c in claims]
    return found[0]


def test_an_arrest_has_its_day_and_the_person_a_role(read: Read) -> None:
    claim = one(read("Police arrested journalist Darya Kruk on 3 May 2024."), "Darya Kruk", "detained")
    assert (claim.date_low, claim.date_high) == (date(2024, 5, 3), date(2024, 5, 3))
    assert claim.role == "journalist"


def test_the_official_who_speaks_has_no_status(read: Read) -> None:
    claims = read("Spokesman Anton Reut said that police had detained the activist Vera Lomak in Gomel.")
    assert facts(claims) == {("Vera Lomak", "detained")}


def test_a_pronoun_and_a_surname_lead_back_to_the_full_name(read: Read) -> None:
    claims = read(
        "Lawyer Marina Sokol was arrested in June. She was sentenced to four years in prison on 2 September. "
        "Sokol has been diagnosed with diabetes in jail."
    )
    assert ("Marina Sokol", "sentenced") in facts(claims)
    assert ("Marina Sokol", "ill") in facts(claims)
    assert one(claims, "Marina Sokol", "sentenced").term_months == 48


@pytest.mark.parametrize(
    ("words", "months"),
    [
        ("was sentenced to seven years and three months in prison", 87),
        ("was sentenced to 18 months in a penal colony", 18),
        ("was sentenced to three and a half years in prison", 42),
        ("was sentenced to life imprisonment", LIFE),
        ("is serving a 12-year prison sentence", 144),
        ("received an eight-year sentence", 96),
    ],
)
def test_terms_are_read_in_months(read: Read, words: str, months: float) -> None:
    claims = read(f"The engineer Pavel Drozd {words}.")
    assert one(claims, "Pavel Drozd", "sentenced").term_months == months


def test_time_spent_in_custody_is_no_sentence(read: Read) -> None:
    claims = read("Oleg Baran, a poet who spent 14 months in jail, spoke on Monday.")
    assert one(claims, "Oleg Baran", "held").term_months == 14


def test_each_of_two_has_his_own_term(read: Read) -> None:
    claims = read(
        "On May 5, a court in Brest sentenced Ivan Stasevich to 12 years in prison and Petr Lukin to 9 years."
    )
    assert one(claims, "Ivan Stasevich", "sentenced").term_months == 144
    assert one(claims, "Petr Lukin", "sentenced").term_months == 108


def test_a_list_gives_each_name_what_is_said_of_the_group(read: Read) -> None:
    claims = read(
        "On 9 July the president pardoned 14 prisoners, including Alena Hrib, head of a youth club, and Roman Dubko."
    )
    pardoned = {c.person: c.date_low for c in claims if c.status == "pardoned"}
    assert pardoned == {"Alena Hrib": date(2024, 7, 9), "Roman Dubko": date(2024, 7, 9)}


def test_the_next_sentence_may_name_the_group(read: Read) -> None:
    claims = read("On 9 July authorities freed four women. One of the women, Alena Hrib, thanked her lawyer.")
    assert ("Alena Hrib", "freed") in facts(claims)


def test_they_and_the_four_are_those_named_together(read: Read) -> None:
    claims = read("Police detained Ivan Stasevich and Petr Lukin in March. They were charged with extremism in April.")
    assert {("Ivan Stasevich", "charged"), ("Petr Lukin", "charged")} <= facts(claims)


def test_who_asks_for_a_release_says_that_the_person_is_held(read: Read) -> None:
    claims = read("We call on the authorities to release Timur Aliyev immediately.")
    claim = one(claims, "Timur Aliyev", "held")
    assert claim.date_low == claim.date_high == date(2024, 11, 20)
    assert ("Timur Aliyev", "freed") not in facts(claims)


def test_nobody_of_a_list_was_freed(read: Read) -> None:
    claims = read(
        "However, none of the better-known figures held as political prisoners have been pardoned. "
        "These include Timur Aliyev, a lawyer, and Vera Lomak."
    )
    assert {("Timur Aliyev", "not_freed"), ("Vera Lomak", "not_freed")} <= facts(claims)
    assert not {c for c in claims if c.status in {"freed", "pardoned"}}


def test_a_second_arrest_and_a_swap_have_names_of_their_own(read: Read) -> None:
    claims = read("Ilya Marchuk was detained again on 1 June. Olga Senko was released in a prisoner swap on 2 August.")
    assert {("Ilya Marchuk", "rearrested"), ("Olga Senko", "exchanged")} <= facts(claims)


def test_wife_and_husband_stay_apart_and_the_relation_is_kept(read: Read) -> None:
    claims = read(
        "Opposition politician Viktor Zimin was jailed in 2020. His wife Tatyana Zimina lives in exile in Vilnius."
    )
    assert ("Viktor Zimin", "in_exile") not in facts(claims)
    exile = one(claims, "Tatyana Zimina", "in_exile")
    assert exile.relation == "wife of Viktor Zimin"


def test_no_contact_since_is_an_interval_up_to_the_report(read: Read) -> None:
    claims = read("Relatives of Maksim Bely, who has not been heard from since March 2024, appealed to the court.")
    claim = one(claims, "Maksim Bely", "no_contact")
    assert (claim.date_low, claim.date_high) == (date(2024, 3, 1), date(2024, 11, 20))


def test_what_was_avoided_is_told_as_not_so(read: Read) -> None:
    claims = read("Inna Kot, a jailed singer, hid her passport to avoid being deported.")
    assert one(claims, "Inna Kot", "expelled").negated


def test_a_present_tense_chronicle_happens_on_its_day(read: Read) -> None:
    claims = read("Bishop Rolando Quiroga is released from prison.", date(2023, 7, 3))
    claim = one(claims, "Rolando Quiroga", "freed")
    assert claim.date_low == claim.date_high == date(2023, 7, 3)


def test_the_same_fact_told_twice_is_one_claim(read: Read) -> None:
    claims = read("Vera Lomak was arrested on 3 May 2024. Lomak was arrested at home, her sister said.")
    assert [c.status for c in claims if c.person == "Vera Lomak"] == ["detained"]


def test_meetings_are_held_without_prisoners(read: Read) -> None:
    assert read("Anton Reut, a candidate in the election to be held in May, met voters.") == []


def test_other_languages_are_left_out_and_said_so() -> None:
    found = list(status_claims([Document(id="ru-1", text="Полиция задержала журналистку.", lang="ru")]))
    assert found[0].claims == ()
    assert "ru" in found[0].failures[0].what


def test_claims_do_not_depend_on_the_documents_beside_them() -> None:
    texts = ["Police arrested Vera Lomak on 3 May 2024.", "Ivan Stasevich was freed.", "Nothing happened."]
    documents = [Document(id=str(n), text=text, lang="en") for n, text in enumerate(texts)]
    together = [found.claims for found in status_claims(documents)]
    alone = [next(status_claims([document])).claims for document in documents]
    assert together == alone


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(_WORDS),
        max_size=30,
    )
)
def test_no_heap_of_words_breaks_reading_or_moves_a_quote(read: Read, words: list[str]) -> None:
    read(" ".join(words))


def test_the_command_prints_one_claim_a_line(tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_text("Police arrested journalist Darya Kruk on 3 May 2024.\n", "utf-8")
    ran = CliRunner().invoke(cli, ["people", str(file), "--format", "jsonl"])
    claims = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [(c["person"], c["status"], c["date_low"]) for c in claims] == [("Darya Kruk", "detained", "2024-05-03")]
    assert 0 < claims[0]["confidence"] <= 1


SHARED = Path(__file__).parents[2].parent / "shared"


@pytest.mark.skipif(not (SHARED / "people/seeds.jsonl").exists(), reason="the reference reports are not at hand")
def test_the_reference_reports_name_their_persons_and_no_others() -> None:
    documents = [json.loads(line) for line in (SHARED / "gold/seeds/docs.jsonl").open(encoding="utf-8")]
    gold = [json.loads(line) for line in (SHARED / "people/seeds.jsonl").open(encoding="utf-8")]
    found = status_claims(Document(id=d["id"], text=d["text"], title=d["title"], lang="en") for d in documents)
    ours = {(item.doc, c.person.split()[-1]) for item in found for c in item.claims}
    assert ours == {(g["doc"], g["person"].split()[-1]) for g in gold}


@pytest.mark.skipif(not (SHARED / "people/seeds.jsonl").exists(), reason="the reference reports are not at hand")
def test_the_reference_reports_make_one_register_entry_a_person(tmp_path: Path) -> None:
    ran = CliRunner().invoke(cli, ["people", str(SHARED / "seeds"), "--by-person"])
    register = json.loads(ran.stdout)
    gold = [json.loads(line) for line in (SHARED / "people/seeds.jsonl").open(encoding="utf-8")]
    spelled = {frozenset(person["spellings"]) for person in register["persons"]}
    assert set().union(*spelled) == {g["person"] for g in gold}
    assert len(spelled) == 12
    assert frozenset({"Sergei Tikhanovsky", "Siarhei Tsikhanouski"}) in spelled


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("Vera Lomak was given a suspended two-year sentence on Monday.", "conditional"),
        ("The court sentenced Vera Lomak to two years of probation.", "conditional"),
        ("The court sentenced Vera Lomak to two years in prison and three years of probation.", ""),
    ],
)
def test_a_sentence_that_is_not_to_be_served_says_so(text: str, note: str, read: Read) -> None:
    assert [claim.note for claim in read(text) if claim.status == "sentenced"] == [note]


def test_a_text_that_breaks_the_reader_costs_only_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    from habeas.extract.people import step
    from habeas.extract.people.reading import PeopleGrammar

    real = PeopleGrammar.read

    def broken(self: PeopleGrammar, document: Document, sentences: object) -> object:
        if document.id == "bad":
            raise ValueError("boom")
        return real(self, document, sentences)  # type: ignore[arg-type]

    monkeypatch.setattr(PeopleGrammar, "read", broken)
    texts = {"one": "Vera Lomak was arrested.", "bad": "Ivan Lomak was arrested.", "two": "Anna Lomak was arrested."}
    found = list(step.status_claims(Document(id=id_, text=text, lang="en") for id_, text in texts.items()))
    assert [(one.doc, len(one.claims)) for one in found] == [("one", 1), ("bad", 0), ("two", 1)]
    assert "could not be read (ValueError: boom)" in found[1].failures[0].what


def test_a_prison_where_somebody_is_interviewed_tells_no_state_of_its_own(
    read: Read,
) -> None:
    told = "Lena Korsak, who was serving an eight-year term, said in an interview with a state channel"
    assert {claim.status for claim in read(f"{told} at a prison colony that she was sorry.")} == {"sentenced"}
