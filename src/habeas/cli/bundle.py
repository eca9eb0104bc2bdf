"""`habeas bundle` and `habeas verify-bundle`: one file for archives, signed with a key of the user's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from habeas.cli.options import case_argument
from habeas.cli.publish import publication, shared
from habeas.errors import RunError

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@case_argument
@click.argument("out", type=_FILE)
@click.option("--sign", "key", type=_FILE, help="Private key (OpenSSH, Ed25519) to sign with: writes OUT.sig.")
@click.option(
    "--with",
    "extra",
    type=click.Choice(["pdf", "docx", "parquet", "ftm"]),
    multiple=True,
    help="Further forms to pack; may be repeated.",
)
@click.option("--site/--no-site", "pages", default=True, show_default=True, help="Whether to pack the site as well.")
@shared
def bundle(case: Path, out: Path, key: Path | None, extra: tuple[str, ...], pages: bool, **more: Any) -> int:  # noqa: FBT001 - a click flag
    """Pack brief, site and data of CASE into OUT, an RO-Crate (ZIP) with provenance and checksums.

    Who receives it unpacks it and opens site/index.html.

    Two builds of the same case are byte-identical, and so are their signatures. No key is ever made for you: make one
    with ssh-keygen -t ed25519. Others check OUT and OUT.sig with habeas verify-bundle or with ssh-keygen -Y verify.
    """
    from habeas.publish.exports.signature import sign
    from habeas.publish.folder import write_whole
    from habeas.publish.step import packed

    record, before, options = publication(case, more, ("html", *extra))
    data = packed(record, options, before, site=pages)
    signature = None
    if key is not None:
        signature = sign(data, _read(key), str(key), lambda: str(click.prompt("Passphrase", hide_input=True, err=True)))
    write_whole(out, data)
    click.echo(f"Written to {out}", err=True)
    if signature is not None:
        beside = out.with_name(f"{out.name}.sig")
        write_whole(beside, signature)
        click.echo(f"Signed in {beside}", err=True)
    return 0


@click.command("verify-bundle")
@click.argument("file", type=_FILE)
@click.option("--key", type=_FILE, help="The signer's public key (.pub): only their signature will do.")
@click.option("--signature", type=_FILE, help="The signature (default: FILE.sig, if it is there).")
def verify_bundle(file: Path, key: Path | None, signature: Path | None) -> int:
    """Check that FILE is whole: every checksum in it and, where there is one, its signature."""
    from habeas.publish.exports.bundle import unpacked
    from habeas.publish.exports.signature import verify

    data = _read(file)
    beside = signature or file.with_name(f"{file.name}.sig")
    if signature is None and key is None and not beside.exists():
        files = unpacked(data, str(file))
        click.echo(f"{len(files)} files, all as their checksums say. Not signed: it may come from anybody.")
        return 0
    by = verify(data, _read(beside), str(beside), None if key is None else _read(key))
    files = unpacked(data, str(file))
    whose = "the key given" if key is not None else "a key that you did not name; compare its fingerprint"
    click.echo(f"{len(files)} files, all as their checksums say. Signed by {whose}: {by}")
    return 0


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise RunError(str(path), f"cannot be read: {problem.strerror}", "name a file you may read") from problem
