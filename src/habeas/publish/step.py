"""The one entry of the stage: a record in, a folder of things to read and to reuse out."""

from __future__ import annotations

import tempfile
from pathlib import Path

from habeas.publish.blocks import Brief
from habeas.publish.brief import brief
from habeas.publish.changes import Change, changes, changes_atom, changes_json
from habeas.publish.charts.render import png, svg
from habeas.publish.data import claims_lines, history_json
from habeas.publish.exports.bundle import checksums, crate, exports
from habeas.publish.folder import staged
from habeas.publish.formats.docx import docx
from habeas.publish.formats.html import html
from habeas.publish.formats.pdf import fitting, pdf
from habeas.publish.gate import check
from habeas.publish.limits import TIGHTENING, Limits
from habeas.publish.markdown import markdown
from habeas.publish.options import PublishOptions
from habeas.publish.pages.book import Book
from habeas.publish.redact import redact
from habeas.publish.site import build_site
from habeas.values.record import Record


def publish(
    record: Record,
    out: Path,
    options: PublishOptions = PublishOptions(),  # noqa: B008 - frozen
    before: Record | None = None,
) -> tuple[Path, ...]:
    """Write brief, site and data of `record` into the folder `out`, all or nothing; return the paths written.

    `before` is the record as it was published last: with it the site tells what changed. The same input gives the
    same bytes. Raises RunError where the case's rules forbid a release (unless `options.draft`) or the folder cannot
    be written, MissingExtraError where a format needs a package that is not installed.
    """
    shown = released(record, options, before)
    differ = since(before, shown, options)
    files = briefs(shown, options, differ)
    data = _data(shown, options, differ)
    with staged(out) as stage:
        for name, content in files.items():
            (stage / name).write_bytes(content)
        (stage / "claims.jsonl").write_bytes(claims_lines(shown))
        (stage / "history.json").write_bytes(history_json(shown))
        build_site(Book(shown, options, {**files, **data}, differ), stage / "site")
        names = sorted(path.relative_to(stage) for path in stage.rglob("*") if path.is_file())
    return tuple(out / name for name in names)


def packed(record: Record, options: PublishOptions, before: Record | None = None, *, site: bool = False) -> bytes:
    """Return brief and data of `record` as one RO-Crate (ZIP) with provenance and checksums; same record, same bytes.

    With `site` the pages are packed too, in the folder `site`. Raises RunError where the case's rules forbid a release
    (unless `options.draft`).
    """
    shown = released(record, options, before)
    differ = since(before, shown, options)
    data = _data(shown, options, differ)
    kept = {name: content for name, content in data.items() if name not in {"record.zip", "SHA256SUMS"}}
    files = {**briefs(shown, options, differ), **kept}
    return crate(shown, {**files, **(_pages(Book(shown, options, files, differ)) if site else {})})


def released(record: Record, options: PublishOptions, before: Record | None = None) -> Record:
    """Return the record as it may leave the house: past the case's rules (unless a draft), with names withheld."""
    if not options.draft:
        check(record, before)
    return redact(record, options.profile)


def since(before: Record | None, shown: Record, options: PublishOptions) -> tuple[Change, ...] | None:
    """Return what changed between an earlier record and a redacted one, null where there is no earlier one."""
    return None if before is None else changes(redact(before, options.profile), shown)


def briefs(record: Record, options: PublishOptions, differ: tuple[Change, ...] | None = None) -> dict[str, bytes]:
    """Return the brief of a redacted record in the forms asked for: file name -> content."""

    def composed(limits: Limits) -> Brief:
        return brief(record, title=options.title, draft=options.draft, changes=differ, limits=limits)

    page = composed(TIGHTENING[0])
    made = {"brief.md": markdown(page).encode()}
    if "html" in options.formats:
        made["brief.html"] = html(page).encode()
    if not {"pdf", "docx"} & set(options.formats):
        return made
    book, paged = Book(record, options), fitting(map(composed, TIGHTENING))
    shown = [book.charts[name] for name in ("balance", "stock") if name in book.charts]
    if "pdf" in options.formats:
        made["brief.pdf"] = pdf(paged, tuple((chart.title, drawn) for chart in shown if (drawn := svg(chart))))
    if "docx" in options.formats:
        made["brief.docx"] = docx(paged, tuple((chart.title, image) for chart in shown if (image := png(chart))))
    return made


def _pages(book: Book) -> dict[str, bytes]:
    """Return the files of a book's site by their paths, which begin with `site/`."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        build_site(book, root / "site")
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def _data(record: Record, options: PublishOptions, differ: tuple[Change, ...] | None) -> dict[str, bytes]:
    made = exports(record, options.formats)
    if differ is not None:
        made |= {"changes.json": changes_json(differ), "changes.xml": changes_atom(record, differ, options.address)}
    made["record.zip"] = crate(record, made)
    return {**made, "SHA256SUMS": checksums(made)}
