"""Take the screenshots in docs/screens: every page of the shipped example, desktop and phone, light and dark.

    .venv/bin/python scripts/screens.py

Needs Chromium and playwright (development dependencies). Pages are taken whole up to a height of 3,200 pixels.
"""

from __future__ import annotations

import base64
import shutil
import sys
import tempfile
from pathlib import Path

from habeas.cli.main import call

ROOT = Path(__file__).resolve().parent.parent
SCREENS = ROOT / "docs" / "screens"
SIZES = {"desktop": (1100, 800, 0.85), "phone": (390, 844, 1.0)}
LOOKS = ("light", "dark")
TALLEST = 3_200
QUALITY = 34
FRONT = ("index", "desktop", "light")  # the picture of the README: its first screen
MOST_BYTES = 4_000_000
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]


def pages(site: Path) -> dict[str, Path]:
    """Return the pages to take by name: all but the reports, of which the first stands for them."""
    found = {path.stem: path for path in sorted(site.glob("*.html"))}
    return {**found, "report": site / "documents" / "1.html"}


def take(site: Path, folder: Path) -> int:
    """Write one WebP image a page, size and look into `folder`; return how many bytes they have together."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=chromium, args=FLAGS)
        for size, (width, height, scale) in SIZES.items():
            for look in LOOKS:
                view = {"width": width, "height": height}
                context = browser.new_context(color_scheme=look, viewport=view)
                page = context.new_page()
                channel = context.new_cdp_session(page)
                for name, path in pages(site).items():
                    page.goto(path.as_uri(), wait_until="load")
                    page.evaluate("document.querySelectorAll('img').forEach(i => { i.loading = 'eager'; })")
                    page.wait_for_load_state("networkidle")
                    whole = page.evaluate("document.documentElement.scrollHeight")
                    clip = {"x": 0, "y": 0, "width": width, "height": min(whole, TALLEST), "scale": scale}
                    asked = {"format": "webp", "quality": QUALITY, "clip": clip, "captureBeyondViewport": True}
                    image = base64.b64decode(channel.send("Page.captureScreenshot", asked)["data"])
                    (folder / f"{name}-{size}-{look}.webp").write_bytes(image)
                    if (name, size, look) == FRONT:
                        clip["height"] = height
                        image = base64.b64decode(channel.send("Page.captureScreenshot", asked)["data"])
                        (folder / "front.webp").write_bytes(image)
                context.close()
        browser.close()
    return sum(path.stat().st_size for path in folder.iterdir())


def main() -> int:
    """Build the shipped example and take its pages; fail where they weigh more than the repository should carry."""
    with tempfile.TemporaryDirectory() as scratch:
        out, fresh = Path(scratch) / "demo", Path(scratch) / "screens"
        fresh.mkdir()
        if call(["demo", "--out", str(out)]) not in {0, 1}:
            return 1
        weight = take(out / "site", fresh)
        if weight > MOST_BYTES:
            sys.stderr.write(f"{weight:,} bytes of screenshots: lower QUALITY or TALLEST\n")
            return 1
        shutil.rmtree(SCREENS, ignore_errors=True)
        shutil.copytree(fresh, SCREENS)
        sys.stderr.write(f"{len(list(SCREENS.iterdir()))} images, {weight:,} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
