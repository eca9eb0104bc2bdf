"""Documents of a news crawl for timing: mostly of other matters, a few of imprisonment. Same seed, same documents.

    python bench/crawl.py ../shared/gold/en/docs.jsonl --count 100000 > crawl.jsonl

writes one as JSON Lines, each text with a line of its own, so that none is passed over as read before.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from habeas.values.document import Document

_PLACES = (
    "Nordhaven",
    "Veland",
    "Port Esmer",
    "Tarn",
    "Lower Brask",
    "the capital",
    "Solvik",
    "Mirador",
    "Kestrel Bay",
)
_NAMES = (
    "Ada Lorne",
    "Viktor Sand",
    "Mira Oduya",
    "Jon Petrak",
    "Elsa Quint",
    "Tomas Ruhl",
    "Ines Farrow",
    "Paul Okema",
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

# Sentences of the daily press, written for this bench. Those of _NEAR use words of custody without being claims,
# or use its common words in other senses: they are what a gate may trip over.
_PLAIN = (
    "Shares in {place} rose {n} percent on {day}, led by banks and makers of machinery.",
    "{name} scored {m} goals as {place} won the final in front of {big} spectators.",
    "Heavy rain closed {m} roads near {place}, and forecasters expect more by {day}.",
    "The city council voted {m} to {n} for a new tram line that will cost {big} dollars.",
    "{name}, who has led the museum since {year}, said the exhibition drew {big} visitors.",
    "Farmers around {place} harvested {big} tonnes of wheat, the best crop in {n} years.",
    "The university opened a laboratory where {n} researchers study the migration of birds.",
    "A fire in a warehouse in {place} was put out after {m} hours; nobody was hurt.",
    "The airline plans {n} new routes and will hire {big} people before {day}.",
    "Doctors in {place} reported {n} cases of influenza, fewer than in {year}.",
    "{name} opened the book fair with a reading and signed copies for two hours.",
    "The ministry of transport published rules for electric bicycles that apply from {day}.",
    "Prices of bread and milk went up again in {place}, the statistics office said.",
    "The orchestra will tour {m} countries, beginning in {place} on {day}.",
    "A new bridge over the river at {place} is to be finished in {year}, two years late.",
    "Engineers tested a turbine that can supply {big} homes with power.",
    "The striker missed training on {day} and may be out for {m} weeks.",
    "Voters in {place} choose a mayor next month; {m} candidates have put their names down.",
    "The central bank kept its rate at {n} percent and saw growth of {m} percent in {year}.",
    "Archaeologists near {place} found a well that is some {big} years old.",
)
_NEAR = (
    "The band released {m} albums before {name} left in {year}.",
    "The company was charged {big} dollars for the spill near {place}.",
    "Police in {place} arrested a man after a robbery at a petrol station on {day}.",
    "A court in {place} heard the dispute over the inheritance for the {m}th day.",
    "{name} was sentenced to {m} years in prison for fraud.",
    "The gallery holds {big} paintings and is free on {day}s.",
    "The trial of the new vaccine took in {big} volunteers.",
    "The museum in the old prison reopened on {day}.",
)
_SHARE_NEAR = 0.06


def irrelevant(rng: random.Random, number: int) -> Document:
    """Return one report on other matters: 6 to 14 sentences in paragraphs of three."""
    lines = []
    for i in range(rng.randint(6, 14)):
        form = rng.choice(_NEAR if rng.random() < _SHARE_NEAR else _PLAIN)
        lines.append(
            form.format(
                place=rng.choice(_PLACES),
                name=rng.choice(_NAMES),
                day=rng.choice(_DAYS),
                n=rng.randint(2, 60),
                m=rng.randint(2, 9),
                big=f"{rng.randint(1, 90)},{rng.randint(0, 999):03d}",
                year=rng.randint(1995, 2025),
            )
            + ("\n\n" if i % 3 == 2 else " ")
        )
    return Document(id=f"other-{number}", text="".join(lines).strip(), lang="en")


def crawl(relevant: Sequence[Document], count: int, share: float, seed: int = 0) -> Iterator[Document]:
    """Yield `count` documents of which a fixed `share`, spread evenly, are taken in turn from `relevant`."""
    rng = random.Random(seed)  # noqa: S311 - no secret depends on it
    taken = 0
    for number in range(count):
        if relevant and int((number + 1) * share) > taken:
            source = relevant[taken % len(relevant)]
            taken += 1
            yield Document(id=f"{source.id}-{number}", text=source.text, title=source.title, lang=source.lang)
        else:
            yield irrelevant(rng, number)


def main() -> None:
    """Print a crawl as JSON Lines."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("relevant", type=Path, help="documents of imprisonment (.jsonl with a field `text`)")
    arguments.add_argument("--count", type=int, default=10_000)
    arguments.add_argument("--share", type=float, default=0.02, help="share of relevant documents")
    chosen = arguments.parse_args()
    lines = chosen.relevant.read_text(encoding="utf-8").splitlines()
    relevant = [Document(id=str(n), text=json.loads(line)["text"], lang="en") for n, line in enumerate(lines)]
    for document in crawl(relevant, chosen.count, chosen.share):
        print(json.dumps({"id": document.id, "text": f"{document.text}\n\n{document.id}", "lang": document.lang}))


if __name__ == "__main__":
    main()
