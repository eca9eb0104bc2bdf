"""What comes with an answer: its range, derivation, sensitivity, the readings behind it, and the time it may take."""

from __future__ import annotations

import time

import msgspec
import pytest
from invented import claim, document

from habeas.cli.main import call
from habeas.reconcile.options import ReconcileOptions
from habeas.reconcile.step import parse_ask, reconcile

ASK = "freed 2033-03-01..2033-03-31"


def _documents(claims):
    return [document(name, "2033-12-20") for name in dict.fromkeys(each.doc for each in claims)]


def test_the_sensitivity_names_the_price_of_the_next_answer_and_the_claim_that_decides():
    """30 or 19 on one day; the total speaks for 19, so its claim or theirs decides."""
    claims = [
        claim("a", 19, on="2033-03-04", source="Tern Watch"),
        claim("b", 30, on="2033-03-04", source="the ministry"),
        claim("c", 14, on="2033-03-20", source="Tern Watch"),
    ]
    (answer,) = reconcile(claims, _documents(claims), asks=[parse_ask(ASK)]).answers
    assert answer.best == 33
    assert answer.bits_to_next is not None
    assert 0 < answer.bits_to_next < 20
    assert answer.decisive_claim in {claims[0].id, claims[1].id}


def test_an_answer_that_no_other_reading_changes_has_no_next():
    claims = [claim("a", 19, on="2033-03-04"), claim("b", 19, on="2033-03-04", source="Tern Watch")]
    (answer,) = reconcile(claims, _documents(claims), asks=[parse_ask("freed 2033-03-04..2033-03-04")]).answers
    assert (answer.low, answer.best) == (19, 19)
    assert answer.decisive_claim is None


def test_the_claim_that_matters_most_is_that_without_which_nobody_tells_of_the_most_people():
    claims = [
        claim("a", 144, on="2033-03-04", source="Tern Watch"),
        claim("b", 63, on="2033-03-20", source="Tern Watch"),
        claim("c", 140, None, on="2033-03-04", source="the ministry"),
    ]
    (answer,) = reconcile(claims, _documents(claims), asks=[parse_ask(ASK)]).answers
    assert answer.best == 207
    assert answer.decisive_claim == claims[1].id, "of the 144 another report tells at least 140"
    (alone,) = reconcile(claims[:2], _documents(claims[:2]), asks=[parse_ask(ASK)]).answers
    assert alone.decisive_claim == claims[0].id


def test_no_claim_matters_where_a_total_and_its_parts_tell_the_same():
    parts = [claim("a", 60, on="2033-03-04"), claim("b", 40, on="2033-03-20")]
    whole = claim("c", 100, window="2033-03-01..2033-03-31", source="Tern Watch")
    (answer,) = reconcile([*parts, whole], _documents([*parts, whole]), asks=[parse_ask(ASK)]).answers
    assert answer.best == 100
    assert answer.decisive_claim is None


def test_up_to_ten_readings_differ_and_stay_within_the_bits_allowed(island):
    claims, documents, cues = island
    found = reconcile(claims, documents, cues, options=ReconcileOptions(readings=10, within_bits=25.0))
    assert 3 <= len(found.readings) <= 10
    best = found.readings[0].bits
    assert all(best <= reading.bits <= best + 25.0 for reading in found.readings)
    told = [
        (r.repairs, r.rejected, [(o.size.best, o.date.best) for o in r.occasions], r.explanation)
        for r in found.readings
    ]
    assert all(one != other for n, one in enumerate(told) for other in told[:n])


@pytest.mark.parametrize("limit", [0.0, 0.3, 2.0])
def test_a_time_limit_is_kept_and_what_is_not_proven_is_said(limit):
    claims = [
        claim(f"d{n}", 11 + 7 * n, when_kind="between", start_offset=f"-P{1 + n % 5}M", end_offset="P0D")
        for n in range(14)
    ]
    claims.append(claim("dated", 60, window="2033-01-01..2033-03-31"))
    documents = [document(f"d{n}") for n in range(14)] + [document("dated", "2033-04-02")]
    began = time.monotonic()
    found = reconcile(claims, documents, options=ReconcileOptions(time_limit_s=limit))
    assert time.monotonic() - began < limit + 20
    assert found.readings or found.left_out
    notes = " ".join(found.notes) + " ".join(item.why for item in found.left_out)
    assert "time" in notes


def test_a_judgement_pins_a_claim_or_keeps_it_out_as_a_user_does_it(tmp_path, capsys):
    texts = {
        "tern": "Thirty political prisoners were released on 4 March 2033, Tern Watch said.",
        "ministry": "The ministry said that 75 political prisoners were released on 4 March 2033.",
    }
    folder = tmp_path / "reports"
    folder.mkdir()
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(f"---\npublished: 2033-03-06\n---\n{text}\n", encoding="utf-8")
    case = str(tmp_path / "case")
    assert call(["new", case]) == 0
    assert call(["add", case, str(folder)]) == 0
    capsys.readouterr()
    assert call(["export", case]) == 0
    claims = [msgspec.json.decode(line) for line in capsys.readouterr().out.splitlines()]
    ids = {row["low"]: row["id"] for row in claims}

    def brief(*judgement: str) -> str:
        if judgement:
            assert call(["judge", case, *judgement, "--by", "an editor", "--reason", "asked the prison"]) == 0
        capsys.readouterr()
        assert call(["brief", case]) == 0
        return capsys.readouterr().out.splitlines()[0]

    assert "75" in brief(ids[75], "pin")
    assert call(["judge", case, ids[75], "withdraw", "--by", "an editor"]) == 0
    assert "30" in brief(ids[75], "exclude")
    assert call(["judge", case, ids[75], "withdraw", "--by", "an editor"]) == 0
    assert "30" in brief(ids[30], "pin")


def test_a_question_about_everyone_is_answered_by_the_largest_of_groups_that_nobody_adds_up():
    groups = {"dockers": 2, "strikers in custody": 6, "nurses": 3}
    claims = [claim("a", people, measure="died", on="2033-03-04", group=group) for group, people in groups.items()]
    (answer,) = reconcile(claims, _documents(claims), asks=[parse_ask("died 2033-03-01..2033-03-31")]).answers
    assert answer.best == 6
