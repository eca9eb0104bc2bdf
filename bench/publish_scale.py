"""How long a large case takes to publish, and how heavy its pages are.

Generates a record of many documents and claims (invented, seeded), publishes it, and prints time by part, peak memory,
and the heaviest files. Writes the table to docs/benchmarks/publish.md with --write.

    python bench/publish_scale.py --documents 5000 --claims 50000
"""

from __future__ import annotations

import argparse
import random
import resource
import shutil
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from habeas.publish.options import PublishOptions
from habeas.publish.step import publish
from habeas.values.claim import CountClaim
from habeas.values.document import Document
from habeas.values.history import (
    Conflict,
    DatedDocument,
    DateRange,
    LeftOut,
    Lump,
    Occasion,
    Range,
    Reading,
    Reconciliation,
    Repair,
    Stock,
)
from habeas.values.record import Record

START = date(2031, 1, 1)
SOURCES = tuple(f"{place} {kind}" for place in ("Harbour", "Lake", "Hill", "River") for kind in ("Watch", "Committee"))
OUTLETS = tuple(f"{name} {kind}" for name in ("Morning", "Evening", "Weekly") for kind in ("Post", "Ledger", "Wire"))
WORDS = [
    "court",
    "prison",
    "family",
    "lawyer",
    "letter",
    "border",
    "winter",
    "summer",
    "street",
    "square",
    "hearing",
    "appeal",
    "pardon",
    "order",
    "guard",
]
MEASURES = ("freed", "freed", "freed", "detained", "held")


def generate(documents: int, claims: int, seed: int) -> Record:
    """Return an invented record of this size."""
    rng = random.Random(seed)  # noqa: S311 - test data
    each = max(1, claims // documents)
    texts, found = [], []
    for n in range(documents):
        day = START + timedelta(days=rng.randrange(1500))
        document, own = _document(rng, n, day, each)
        texts.append(document)
        found += own
    return Record(
        documents=tuple(texts), claims=tuple(found), reconciliation=_history(rng, texts, found), version="bench"
    )


def _document(rng: random.Random, n: int, day: date, each: int) -> tuple[Document, list[CountClaim]]:
    text, claims = "", []
    for _ in range(each):
        measure, value, source = rng.choice(MEASURES), rng.randint(2, 900), rng.choice(SOURCES)
        quote = f"{value} political prisoners were {measure}"
        lead = f"{source} said of the {rng.choice(WORDS)} and the {rng.choice(WORDS)} that "
        start = len(text) + len(lead)
        text += f"{lead}{quote} near the {rng.choice(WORDS)} {rng.randint(1, 400)}. "
        begin = day - timedelta(days=rng.choice((1, 7, 30, 90)))
        claims.append(
            CountClaim(
                doc=f"doc-{n:05}",
                quote=quote,
                start=start,
                low=value,
                high=value,
                measure=measure,
                group="political prisoners",
                when_kind="between",
                start_date=begin,
                end_date=day,
                source=source,
            ).with_id()
        )
    document = Document(
        id=f"doc-{n:05}",
        text=text,
        title=f"The {rng.choice(WORDS)} of the {rng.choice(WORDS)}, part {n}",
        outlet=rng.choice(OUTLETS),
        url=f"https://outlet.example/{n}",
        published=None if rng.random() < 0.1 else day,
        licence="CC BY 4.0" if rng.random() < 0.3 else None,
    )
    return document, claims


def _history(rng: random.Random, documents: list[Document], claims: list[CountClaim]) -> Reconciliation:
    freed = [claim for claim in claims if claim.measure == "freed"]
    held = [claim for claim in claims if claim.measure == "held"]
    taken = [claim for claim in claims if claim.measure == "detained"]
    days = {d.id: DateRange(low=d.published, best=d.published, high=d.published) for d in documents}
    guess = DateRange(low=START, best=START + timedelta(days=9), high=START + timedelta(days=30))
    repair = Repair(claim=freed[0].id, kind="year_slip", from_="2030", to="2031", bits=7.0)
    return Reconciliation(
        readings=(Reading(bits=900.0, repairs=(repair,)), Reading(bits=905.0, rejected=(freed[1].id,))),
        occasions=tuple(_occasion(rng, n, freed) for n in range(len(documents) // 10)),
        lumps=(
            Lump(
                measure="detained",
                group="political prisoners",
                start=START,
                end=START + timedelta(days=1500),
                size=Range(low=9000, best=9500, high=9900),
                claims=tuple(claim.id for claim in taken[:300]),
            ),
        ),
        stocks=tuple(
            Stock(
                date=claim.end_date or START,
                low=claim.low,
                best=claim.low,
                high=claim.high,
                source=claim.source,
                claims=(claim.id,),
            )
            for claim in rng.sample(held, min(len(held), 2000))
        ),
        documents=tuple(
            DatedDocument(
                id=d.id, published=days[d.id] if d.published else guess, inferred=not d.published, why="by its figures"
            )
            for d in documents
        ),
        conflicts=tuple(
            Conflict(claims=(a.id, b.id), explanation="two figures for one day", repairs=(repair,))
            for a, b in zip(freed[:400:2], freed[1:400:2], strict=False)
        ),
        left_out=tuple(LeftOut(claim=claim.id, why="it is vague") for claim in claims[::9]),
    )


def _occasion(rng: random.Random, n: int, freed: list[CountClaim]) -> Occasion:
    day, size = START + timedelta(days=3 * n), rng.randint(5, 60)
    return Occasion(
        measure="freed",
        group="political prisoners",
        date=DateRange(low=day, best=day, high=day + timedelta(days=2)),
        size=Range(low=size, best=size, high=size + 3),
        claims=tuple(claim.id for claim in rng.sample(freed, 5)),
        derivation="a sum of figures",
    )


def main() -> None:
    """Publish a generated record and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=5_000)
    parser.add_argument("--claims", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--browse", type=int, default=60, help="pages to open in Chromium, spread over the site")
    parser.add_argument("--write", type=Path, help="file to write the table to, such as docs/benchmarks/publish.md")
    given = parser.parse_args()
    record = generate(given.documents, given.claims, given.seed)
    folder = Path(tempfile.mkdtemp())
    begun, worked = time.perf_counter(), time.process_time()
    paths = publish(record, folder / "out", PublishOptions())
    wall, cpu = time.perf_counter() - begun, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sizes = {path.relative_to(folder / "out").as_posix(): path.stat().st_size for path in paths}
    browsed = _browsed(folder / "out" / "site", given.browse) if given.browse else ""
    shutil.rmtree(folder)
    lines = [*_table(given, sizes, wall, cpu, peak), *([browsed] if browsed else [])]
    print("\n".join(lines))
    if given.write:
        given.write.write_text("\n".join(lines) + "\n", "utf-8")


def _browsed(site: Path, most: int) -> str:
    """Open pages in Chromium and return a row of the table: complaints on the console, requests off the folder."""
    from playwright.sync_api import sync_playwright

    found = sorted(site.rglob("*.html"))
    chosen = [site / "index.html", *found[:: max(1, len(found) // most)]]
    asked: list[str] = []
    errors: list[str] = []
    with sync_playwright() as running:
        chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        page = running.chromium.launch(executable_path=chromium, args=flags).new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        for path in chosen:
            page.goto(path.as_uri(), wait_until="load")
    off = sum(not url.startswith((site.as_uri(), "data:")) for url in asked)
    told = f"{len(errors)} console errors, {off} requests off the folder"
    return f"| {len(chosen)} pages opened in Chromium | {told} | none |"


def _table(given: argparse.Namespace, sizes: dict[str, int], wall: float, cpu: float, peak: float) -> list[str]:
    pages = {name: size for name, size in sizes.items() if name.startswith("site/") and name.endswith(".html")}
    pages = {name: size for name, size in pages.items() if "/downloads/" not in name}
    scripts = {name: size for name, size in sizes.items() if name.startswith(("site/search/", "site/data/"))}
    first = sum(sizes[f"site/{name}"] for name in ("index.html", "habeas.css", "habeas.js"))
    heaviest, script = max(pages, key=lambda n: pages[n]), max(scripts, key=lambda n: scripts[n])
    return [
        "# Publishing at scale",
        "",
        f"`python bench/publish_scale.py --documents {given.documents} --claims {given.claims} --seed {given.seed}`",
        "",
        "Invented, generated data; brief, site, charts, search index and all exports but Parquet, PDF and DOCX.",
        "",
        "| what | measured | aim |",
        "| --- | ---: | ---: |",
        f"| documents, claims | {given.documents:,}, {given.claims:,} | 5,000, 50,000 |",
        f"| wall time | {wall:.0f} s (CPU {cpu:.0f} s) | under 180 s |",
        f"| peak memory | {peak:,.0f} MB | |",
        f"| pages | {len(pages):,} | |",
        f"| heaviest page | {pages[heaviest] / 1000:.0f} kB ({heaviest}) | under 500 kB |",
        f"| first page with style and script | {first / 1000:.0f} kB | under 150 kB without charts |",
        f"| heaviest script loaded while filtering or searching | {scripts[script] / 1000:.0f} kB ({script}) | |",
        f"| all files | {len(sizes):,}, {sum(sizes.values()) / 1e6:.0f} MB | |",
    ]


if __name__ == "__main__":
    main()
