"""The register of a case at size: what storing status claims saves, and what the register costs, in one run.

    python bench/register.py [--documents 300] [--persons 2000]

Documents are made of sentences about invented persons. "anew" reads every document for persons, as publishing did
before status claims were kept in the ledger; "stored" takes them from a ledger. The second table builds a register of
many persons and analyses it, without any text.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from habeas.analyse.step import analyse
from habeas.extract.options import ExtractOptions
from habeas.ledger.memory import MemoryLedger
from habeas.ledger.snapshot import snapshot
from habeas.pipeline.adding import add_documents
from habeas.pipeline.record import read_persons
from habeas.resolve.persons.step import people_of
from habeas.values.document import Document
from habeas.values.history import DateRange, Occasion, Range, Reconciliation
from habeas.values.status_claim import StatusClaim

GIVEN = ("Ada", "Boris", "Carla", "Dmitri", "Esther", "Felix", "Greta", "Hugo", "Ines", "Jonas", "Kira", "Leon")
SYLLABLES = ("van", "tor", "quis", "lem", "dor", "rask", "pel", "min", "sov", "gar", "bel", "ush", "kov", "ren", "tal")


def timed(name: str, work: Callable[[], object]) -> float:
    """Run `work` and print how long it took, in a row of the table."""
    begun = time.perf_counter()
    work()
    seconds = time.perf_counter() - begun
    print(f"| {name} | {seconds:.1f} s |", flush=True)
    return seconds


def names(chance: random.Random, number: int) -> list[str]:
    """Return different invented names."""
    made: dict[str, None] = {}
    while len(made) < number:
        surname = "".join(chance.choices(SYLLABLES, k=chance.choice((2, 3))))
        made[f"{chance.choice(GIVEN)} {surname.capitalize()}"] = None
    return list(made)


def documents(chance: random.Random, number: int) -> Iterator[Document]:
    """Yield short reports on the arrest, sentence and release of invented persons."""
    for n, name in enumerate(names(chance, number)):
        day = date(2020, 1, 1) + timedelta(days=n)
        text = (
            f"{name}, a teacher, was arrested on {day:%d %B %Y} in Ruritania. A court sentenced {name.split()[1]} to "
            f"{chance.randint(1, 12)} years in prison. Thirty people were detained at the same protest, monitors said. "
            f"The city has a market, a river and two bridges, and the weather was fine for the season.\n"
        )
        yield Document(id=f"report-{n}", text=text, lang="en", published=day)


def told(chance: random.Random, number: int) -> list[StatusClaim]:
    """Return arrest, sentence and (for half) release of many persons, each told by two documents."""
    claims = []
    for n, name in enumerate(names(chance, number)):
        day = date(2020, 1, 1) + timedelta(days=chance.randint(0, 1500))
        events = [("detained", day, None), ("sentenced", day + timedelta(days=90), float(chance.randint(6, 120)))]
        if n % 2:
            events.append(("freed", day + timedelta(days=chance.randint(100, 900)), None))
        for doc in (f"d{n}", f"e{n}"):
            for status, when, term in events:
                claim = StatusClaim(
                    doc=doc,
                    quote=name,
                    start=0,
                    person=name,
                    status=status,
                    date_low=when,
                    date_high=when,
                    term_months=term,
                )
                claims.append(claim.with_id())
    return claims


def history(size: int) -> Reconciliation:
    """Return a history with a release of `size` people every month."""
    days = [date(2020 + month // 12, month % 12 + 1, 15) for month in range(60)]
    return Reconciliation(
        occasions=tuple(
            Occasion(
                measure="freed",
                group="prisoners",
                date=DateRange(low=d - timedelta(days=14), best=d, high=d + timedelta(days=13)),
                size=Range(low=size, best=size, high=size),
            )
            for d in days
        )
    )


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--persons", type=int, default=2000)
    asked = parser.parse_args()
    chance = random.Random(4)  # noqa: S311 - invented data
    docs = list(documents(chance, asked.documents))
    ledger = MemoryLedger().start("bench")
    print(f"{asked.documents:,} documents\n\n| step | time |\n|---|---|")
    timed("add: counts and status claims", lambda: list(add_documents(ledger, docs, ExtractOptions())))
    timed("read all for persons anew", lambda: list(read_persons(docs)))
    timed("take status claims from the ledger", lambda: snapshot(ledger))
    claims = told(chance, asked.persons)
    print(f"\n{asked.persons:,} persons, {len(claims):,} status claims\n\n| step | time |\n|---|---|")
    people = people_of(claims)
    timed("register: names compared, clusters, episodes, conflicts", lambda: people_of(claims))
    timed("beside the counts", lambda: analyse(people.register, people.claims, (), history(asked.persons // 60)))
    print(f"\nmost memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
