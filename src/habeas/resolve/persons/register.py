"""The register of persons: entries, pairs, judgements and rules in; persons, links and open questions out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from habeas.resolve.names.score import explain_pairs, score_pairs
from habeas.resolve.options import ResolveOptions
from habeas.resolve.persons.blocking import candidate_pairs
from habeas.resolve.persons.bounds import Published
from habeas.resolve.persons.cluster import Pair, cluster, ordered
from habeas.resolve.persons.contradictions import contradictions
from habeas.resolve.persons.listed import LIST
from habeas.resolve.persons.states import states, without_sentences
from habeas.resolve.persons.timeline import episodes
from habeas.values.judgement import LINKS, WITHDRAW, Judgement
from habeas.values.name_match import NameMatch
from habeas.values.person import NamedPerson
from habeas.values.register import PersonEntry, PersonLink, Register, RegisterConflict, RegisterPerson
from habeas.values.status_claim import StatusClaim


def entries_of(claims: Iterable[StatusClaim]) -> list[PersonEntry]:
    """Return one entry for each person of each document, in the order of their ids."""
    found: dict[tuple[str, str], list[StatusClaim]] = {}
    for claim in claims:
        found.setdefault((claim.doc, claim.person), []).append(claim)
    entries = [
        PersonEntry(
            id=hashlib.sha256(f"{doc}\x1f{name}".encode()).hexdigest()[:12],
            doc=doc,
            name=name,
            claims=tuple(sorted(c.id for c in told)),
            relation=next((c.relation for c in told if c.relation), None),
            role=next((c.role for c in told if c.role), None),
        )
        for (doc, name), told in found.items()
    ]
    return sorted(entries, key=lambda entry: entry.id)


def build_register(
    entries: Sequence[PersonEntry],
    claims: Iterable[StatusClaim] = (),
    judgements: Sequence[Judgement] = (),
    options: ResolveOptions | None = None,
    published: Published | None = None,
) -> Register:
    """Bring entries together into persons.

    `judgements` (verdicts same, different, unsure or withdraw on pairs of entry ids, in the order of their making)
    overrule scores and rules; of several on one pair the last counts. `published` says when each document was
    published, to bound what it tells without a date. The order of entries and claims does not matter.
    """
    options = options or ResolveOptions()
    by_id = {entry.id: entry for entry in sorted(entries, key=lambda e: e.id)}
    ranked = list(by_id.values())
    pairs = [(ranked[a].id, ranked[b].id) for a, b in candidate_pairs(ranked)]
    values = score_pairs([by_id[a].name for a, _ in pairs], [by_id[b].name for _, b in pairs])
    scores = {pair: _weighed(by_id, pair, float(value)) for pair, value in zip(pairs, values, strict=True)}
    judged = effective(judgements)
    rules = _held_apart(by_id, scores, options)
    same = {pair for pair, verdict in judged.items() if verdict == "same"}
    apart = {pair for pair in rules if judged.get(pair) != "same"}
    apart |= {pair for pair, verdict in judged.items() if verdict == "different"}
    scored = {pair: 0.0 if judged.get(pair) == "unsure" else value for pair, value in scores.items()}
    made = cluster(list(by_id), scored, same, apart, link=options.link, floor=options.floor)
    told = {claim.id: claim for claim in claims}
    persons = [_person([by_id[one] for one in group], told, published or {}) for group in made.groups]
    home = {one: group for group in made.groups for one in group}
    links, review = _links(by_id, scores, judged, rules, home, options)
    conflicts = [
        RegisterConflict(
            person=left, claims=(), explanation=f"judged the same as {right}, but judgements or rules hold them apart"
        )
        for left, right in made.refused
    ]
    for person in persons:
        own = [told[c] for entry in person.entries for c in entry.claims if c in told]
        conflicts += [
            RegisterConflict(person=person.id, claims=ids, explanation=why)
            for ids, why in contradictions(own, published)
        ]
    ranked_persons = sorted(persons, key=lambda p: (p.name.casefold(), p.id))
    return Register(persons=tuple(ranked_persons), links=links, review=review, conflicts=tuple(conflicts))


def _weighed(by_id: Mapping[str, PersonEntry], pair: Pair, score: float) -> float:
    """Return a name score with what a shared date of birth adds: ten to one, far less than its rarity, for slips."""
    born = by_id[pair[0]].born
    if born is None or born != by_id[pair[1]].born or not 0 < score < 1:
        return score
    odds = 10 * score / (1 - score)
    return odds / (1 + odds)


def named_persons(register: Register, public: Iterable[str] = ()) -> tuple[NamedPerson, ...]:
    """Return the persons as a publication needs them; `public` holds the ids of those judged fit to be named."""
    fit = frozenset(public)
    return tuple(NamedPerson(name=p.name, spellings=p.spellings, public=p.id in fit) for p in register.persons)


def effective(judgements: Sequence[Judgement]) -> dict[Pair, str]:
    """Return the verdict in force on each judged pair: the last one made, and none after a withdrawal."""
    verdicts: dict[Pair, str] = {}
    for judgement in judgements:
        if judgement.other is None:
            continue
        pair = ordered(judgement.target, judgement.other)
        if judgement.verdict in LINKS:
            verdicts[pair] = judgement.verdict
        elif judgement.verdict == WITHDRAW:
            verdicts.pop(pair, None)
    return verdicts


def _held_apart(
    by_id: Mapping[str, PersonEntry], scores: Mapping[Pair, float], options: ResolveOptions
) -> dict[Pair, str]:
    """Return the compared pairs that a rule holds apart, with the rule in words."""
    out: dict[Pair, str] = {}
    relatives = [(pair, by_id[pair[0]], by_id[pair[1]]) for pair in scores]
    for pair, left, right in relatives:
        if left.doc == right.doc:
            out[pair] = "one list has both" if left.doc.startswith(LIST) else "one document names both"
        elif left.born and right.born and left.born != right.born:
            out[pair] = f"born on {left.born} and on {right.born}"
        elif _is_relative(left, right, options) or _is_relative(right, left, options):
            out[pair] = f"one is told to be a relative of the other ({left.relation or right.relation})"
    return out


def _is_relative(one: PersonEntry, other: PersonEntry, options: ResolveOptions) -> bool:
    """Say whether `one` is told to be wife, son ... of the person whose name `other` bears."""
    owner = one.relation.partition(" of ")[2] if one.relation else ""
    return bool(owner) and float(score_pairs([owner], [other.name])[0]) >= options.link


def _person(members: list[PersonEntry], told: Mapping[str, StatusClaim], published: Published) -> RegisterPerson:
    spellings: dict[str, int] = {}
    for entry in members:
        spellings[entry.name] = spellings.get(entry.name, 0) + 1
    # The main spelling: the one most documents use, of these the fullest.
    main = min(spellings, key=lambda name: (-spellings[name], -len(name.split()), name))
    own = without_sentences([told[c] for entry in members for c in entry.claims if c in told])
    return RegisterPerson(
        id=members[0].id,
        name=main,
        spellings=tuple(sorted(spellings)),
        entries=tuple(members),
        episodes=episodes(own, published),
        states=states(own, published),
        relations=tuple(sorted({e.relation for e in members if e.relation})),
        roles=tuple(sorted({e.role for e in members if e.role})),
        lists=tuple(sorted({e.doc.removeprefix(LIST) for e in members if e.doc.startswith(LIST)})),
    )


def _links(
    by_id: Mapping[str, PersonEntry],
    scores: Mapping[Pair, float],
    judged: Mapping[Pair, str],
    rules: Mapping[Pair, str],
    home: Mapping[str, tuple[str, ...]],
    options: ResolveOptions,
) -> tuple[tuple[PersonLink, ...], tuple[PersonLink, ...]]:
    """Return the links behind the persons, and the pairs that a human should look at."""
    links: list[PersonLink] = []
    review: list[PersonLink] = []
    told = [
        pair
        for pair in sorted({*scores, *judged})
        if pair[0] in by_id and pair[1] in by_id
        if scores.get(pair, 0.0) >= options.review or pair in judged or home[pair[0]] is home[pair[1]]
    ]
    reasons = _reasons({(by_id[left].name, by_id[right].name) for left, right in told})
    for pair in told:
        score, verdict = scores.get(pair, 0.0), judged.get(pair, "")
        left, right = pair
        match = reasons.get((by_id[left].name, by_id[right].name))
        if verdict in {"same", "different"}:
            links.append(PersonLink(left=left, right=right, score=score, decided=verdict, match=match))
        elif home[left] is home[right]:
            links.append(PersonLink(left=left, right=right, score=score, decided="score", match=match))
        elif pair in rules:
            link = PersonLink(left=left, right=right, score=score, decided="held apart", why=rules[pair], match=match)
            links.append(link)
        else:
            review.append(PersonLink(left=left, right=right, score=score, decided="review", why=verdict, match=match))
    return tuple(links), tuple(review)


def _reasons(spellings: Iterable[Pair]) -> dict[Pair, NameMatch]:
    """Return why pairs of spellings score as they do; one spelling twice needs no words."""
    pairs = sorted((one, other) for one, other in spellings if one != other)
    return dict(zip(pairs, explain_pairs([one for one, _ in pairs], [other for _, other in pairs]), strict=True))
