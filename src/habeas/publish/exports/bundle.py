"""All exports of a record, their checksums, and one archive whose bytes depend on nothing but the record."""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from typing import Final

from habeas.errors import RunError
from habeas.publish.data import claims_lines, history_json
from habeas.publish.exports.linked import claim_reviews, dataset, ro_crate
from habeas.publish.exports.tables import csv_text, parquet_bytes, tables
from habeas.values.record import Record

# The earliest moment a ZIP archive can hold; a real one would make two builds differ.
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_MOST_BYTES: Final = 4_000_000_000


def exports(record: Record, formats: tuple[str, ...] = ()) -> dict[str, bytes]:
    """Return the data files of a record by name; `formats` may add "parquet" and "ftm".

    Raises MissingExtraError where one of these needs a package that is not installed.
    """
    made: dict[str, bytes] = {"claims.jsonl": claims_lines(record), "history.json": history_json(record)}
    for name, rows in tables(record).items():
        made[f"{name}.csv"] = csv_text(rows).encode()
        if "parquet" in formats:
            made[f"{name}.parquet"] = parquet_bytes(rows)
    if "ftm" in formats:
        from habeas.publish.exports.ftm import entity_lines

        made["entities.ftm.json"] = entity_lines(record)
    made["claim-reviews.jsonld"] = claim_reviews(record)
    made["dataset.jsonld"] = dataset(record, dict(made))
    return made


def checksums(files: dict[str, bytes]) -> bytes:
    """Return a SHA256SUMS file, as `sha256sum --check` reads it."""
    return "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items())).encode()


def crate(record: Record, files: dict[str, bytes]) -> bytes:
    """Return an RO-Crate of the files as a ZIP archive with checksums; the same files give the same bytes."""
    held = {**files, "ro-crate-metadata.json": ro_crate(record, files)}
    held["SHA256SUMS"] = checksums(held)
    return archive(held)


def unpacked(data: bytes, where: str) -> dict[str, bytes]:
    """Return the files of a bundle, each as its checksum says, none more and none less.

    Raises RunError where the archive is broken, a file differs, is missing or is not listed.
    """
    again = "get the bundle again from where it comes"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as pack:
            if sum(entry.file_size for entry in pack.infolist()) > _MOST_BYTES:
                raise RunError(where, f"unpacks to more than {_MOST_BYTES:,} bytes", "unpack it by hand, with care")
            held = {name: pack.read(name) for name in pack.namelist()}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError) as problem:
        raise RunError(where, "is no whole ZIP archive", again) from problem
    listed = held.pop("SHA256SUMS", b"").decode("utf-8", "replace").splitlines()
    sums = {name: digest for digest, _, name in (line.partition("  ") for line in listed)}
    wrong = [name for name in held if sums.get(name) != hashlib.sha256(held[name]).hexdigest()]
    wrong += [name for name in sums if name not in held]
    if wrong or not sums:
        what = ", ".join(sorted(wrong)[:5]) or "its list of checksums"
        raise RunError(where, f"does not match its checksums: {what}", again)
    return held


def archive(files: dict[str, bytes]) -> bytes:
    """Return a ZIP archive of files in the order of their names, with one fixed time and fixed rights."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as pack:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(name, date_time=_EPOCH)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
            pack.writestr(entry, data)
    return out.getvalue()
