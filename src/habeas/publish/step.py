"""The one entry of the stage: a record in, a folder of things to read and to reuse out."""

from __future__ import annotations

from pathlib import Path

from habeas.publish.brief import brief_markdown
from habeas.publish.data import claims_lines, history_json
from habeas.publish.folder import staged
from habeas.publish.options import PublishOptions
from habeas.publish.site import build_site
from habeas.values.record import Record


def publish(record: Record, out: Path, options: PublishOptions = PublishOptions()) -> tuple[Path, ...]:  # noqa: B008 - frozen
    """Write brief, site and data of `record` into the folder `out`, all or nothing; return the paths written.

    The same record and options give the same bytes. Raises RunError where the folder cannot be written.
    """
    with staged(out) as stage:
        (stage / "brief.md").write_text(
            brief_markdown(record, title=options.title, draft=options.draft), "utf-8", newline="\n"
        )
        (stage / "claims.jsonl").write_bytes(claims_lines(record))
        (stage / "history.json").write_bytes(history_json(record))
        build_site(record, stage / "site", options)
        names = sorted(path.relative_to(stage) for path in stage.rglob("*") if path.is_file())
    return tuple(out / name for name in names)
