"""`habeas serve`: the site of a case on the loopback address."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from habeas.cli.main import call

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "belarus-2024"


# Commands in the background of a shell ignore SIGINT, and what they start does too; the server shall heed it.
HEEDING = "import signal, habeas.cli.main as m; signal.signal(signal.SIGINT, signal.default_int_handler); m.main()"


@pytest.mark.slow
def test_the_site_of_a_case_is_shown_on_this_machine_until_it_is_stopped(tmp_path: Path) -> None:
    case = tmp_path / "case"
    assert call(["new", str(case)]) == 0
    assert call(["add", str(case), str(EXAMPLE)]) == 0
    command = [sys.executable, "-c", HEEDING, "serve", str(case), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        lines = iter(server.stderr)
        address = next(found[0] for line in lines if (found := re.search(r"http://127\.0\.0\.1:\d+/", line)))
        with urlopen(address) as page:  # noqa: S310 - the loopback address that the command printed
            assert "207" in page.read().decode()
        server.send_signal(signal.SIGINT)
        try:
            assert server.wait(timeout=30) == 0
        finally:
            server.kill()
