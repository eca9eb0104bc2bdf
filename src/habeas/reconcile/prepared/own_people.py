"""Words that name whom a case is about and narrow nothing: its people ("Palestinian"), its accused ("gang members")."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Sequence
from typing import Final

from habeas.reconcile.lexicon import table, words
from habeas.reconcile.prepared.numbers import is_within
from habeas.values.claim import CountClaim

_STEM: Final = 4  # letters by which an adjective is told from its country's name ("Turkish", "Turkey")
_REPORTS: Final = 2  # reports that must share a word before it is the case's
_SHARE: Final = 1 / 2  # of the reports that name a group
_ALIKE: Final = 2  # times: figures farther apart count other people


def demonyms(claims: Sequence[CountClaim], country: str) -> frozenset[str]:
    """Return the words of nationality, in small letters, that the case's own people are called by.

    They are words made from the name of its `country`, and those written as names, alone beside general words ("Uyghur
    detainees"), that at least half of the reports use of their largest counts. "Russian citizens" among others are a
    part.
    """
    named = [claim for claim in claims if claim.group]
    country_stems = {word[:_STEM] for word in words(country) if len(word) >= _STEM}
    unknown = {claim.group: _unknown(claim.group) for claim in named}
    of_country = {word for found in unknown.values() for word in found if word[:_STEM] in country_stems}
    alone = {next(iter(found)) for found in unknown.values() if len(found) == 1}
    in_small = {word for claim in named for word in claim.group.split() if word == word.lower()}
    shared = {stem for stem in map(_stem, alone - in_small) if _is_shared(stem, named)}
    return frozenset(of_country | shared | {f"{stem}s" for stem in shared})


def _stem(word: str) -> str:
    return word[:-1] if word.endswith("s") else word


def _unknown(group: str) -> set[str]:
    """Return the words of a group that the tables do not know."""
    lexicon = table("groups")
    known = {*lexicon["general"], *lexicon["neutral"], *lexicon["accused"], *lexicon["broader"]}
    known.update(*lexicon["partitions"].values())
    return set(words(group)) - known


def _is_shared(stem: str, claims: Sequence[CountClaim]) -> bool:
    bearing = [claim for claim in claims if not {stem, f"{stem}s"}.isdisjoint(words(claim.group))]
    docs = {claim.doc for claim in bearing}
    enough = len(docs) >= max(_REPORTS, _SHARE * len({claim.doc for claim in claims}))
    with_word, without = _largest(bearing), _largest([claim for claim in claims if claim not in bearing])
    return enough and all(_ALIKE * value >= without.get(measure, 0) for measure, value in with_word.items())


def _largest(claims: Sequence[CountClaim]) -> dict[str, int]:
    """Return the largest actual count of each measure."""
    found: dict[str, int] = defaultdict(int)
    for claim in claims:
        if claim.status == "actual":
            found[claim.measure] = max(found[claim.measure], claim.low or 0)
    return found


def accused(
    claims: Sequence[CountClaim], is_general: Callable[[str], bool], lesser: Container[str] = ()
) -> frozenset[str]:
    """Return the claims on the case's people called by what they are accused of, or by what they were taken at.

    An interior ministry counts "gang members", its critics "people"; a court "rioters", an agency "protesters". Such a
    word is one for all where, of a measure, the largest count by it and the largest by general words are within twice
    of each other, or no other words count it. So is what opens a clause of cause ("people detained over the protests").
    What a text calls a part of its measure is one; the `lesser` are parts of another, which those freed are of those
    detained.
    """
    labels = set(table("groups")["accused"])
    largest: dict[tuple[str, str], int] = defaultdict(int)
    labelled: dict[tuple[str, str], list[CountClaim]] = defaultdict(list)
    for claim in claims:
        general = is_general(claim.group)
        key = (claim.measure, "" if general else " ".join(words(claim.group)))
        largest[key] = max(largest[key], claim.low or 0)
        if not general and (claim.subset_of is None or claim.id in lesser) and _is_label(claim.group, labels):
            labelled[key].append(claim)
    return frozenset(
        claim.id for key, own in labelled.items() if _is_alike(largest[key], largest[key[0], ""]) for claim in own
    )


def _is_alike(labelled: int, general: int) -> bool:
    return not general or is_within(_ALIKE, labelled, general)


def _is_label(group: str, labels: set[str]) -> bool:
    lexicon = table("groups")
    every = words(group)
    own = set(_before_cause(every))
    named = not own.isdisjoint(labels) or len(own) < len(set(every))
    return named and own <= {*labels, *lexicon["general"], *lexicon["neutral"], *lexicon["both"]}


def _before_cause(own: Sequence[str]) -> Sequence[str]:
    """Return a group's words before those that say over what its people were taken."""
    causes = table("groups")["causes"]
    return next((own[:place] for place, word in enumerate(own) if place and word in causes), own)
