"""`habeas serve`: the site of a case in a browser of this machine, nothing left on disk."""

from __future__ import annotations

import tempfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import click

HOST = "127.0.0.1"


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files of one folder and keeps no log of who read what."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def server_of(folder: Path, port: int) -> ThreadingHTTPServer:
    """Return a server of a folder on this machine's loopback address; port 0 takes a free one."""
    return ThreadingHTTPServer((HOST, port), partial(QuietHandler, directory=str(folder)))


@click.command()
@click.argument("case", type=click.Path(path_type=Path))
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes a free port.")
@click.option("--draft", is_flag=True, help="Show what the case's rules would refuse, marked as a draft.")
def serve(case: Path, port: int, draft: bool) -> int:  # noqa: FBT001 - a click flag
    """Show the site of CASE in a browser of this machine, until Ctrl-C.

    The site is built anew at the start and answers on 127.0.0.1 only: nobody else on the network can read it.
    """
    from habeas.pipeline.case import record_of_case
    from habeas.pipeline.record import publish_record
    from habeas.publish.options import PublishOptions

    record = record_of_case(case)
    with tempfile.TemporaryDirectory(prefix="habeas-") as folder:
        out = Path(folder) / "out"
        publish_record(record, out, PublishOptions(draft=draft))
        with server_of(out / "site", port) as server:
            click.echo(f"http://{HOST}:{server.server_port}/  (Ctrl-C stops it)", err=True)
            try:
                server.serve_forever()
            except KeyboardInterrupt:
                click.echo("stopped", err=True)
    return 0
