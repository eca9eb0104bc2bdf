"""Charts drawn beforehand, as SVG for pages and PNG for documents.

Needs vl-convert (extra `publish`); without it the site draws the same specifications in the reader's browser, from
scripts in the site's own folder.
"""

from __future__ import annotations

import importlib
import json
from typing import Any, Final

from habeas.publish.charts.chart import NARROW, THEMES, WIDE, Chart, themed

SIZES: Final = {"wide": WIDE, "narrow": NARROW}


def renderer() -> Any | None:
    """Return the vl_convert module, or null where it is not installed."""
    try:
        return importlib.import_module("vl_convert")
    except ImportError:
        return None


def svg_files(chart: Chart) -> dict[str, str]:
    """Return a chart's drawings for every look and width: path -> SVG; empty where vl-convert is missing."""
    convert = renderer()
    if convert is None:
        return {}
    made = {}
    for theme in THEMES:
        for size, width in SIZES.items():
            made[f"charts/{chart.name}-{size}-{theme}.svg"] = str(
                convert.vegalite_to_svg(json.dumps(themed(chart, theme, width)))
            )
    return made


def svg(chart: Chart) -> str | None:
    """Return a chart as SVG in its light look, or null where vl-convert is missing."""
    convert = renderer()
    return None if convert is None else str(convert.vegalite_to_svg(json.dumps(themed(chart, "light", WIDE))))


def png(chart: Chart) -> bytes | None:
    """Return a chart as PNG at twice its size, or null where vl-convert is missing."""
    convert = renderer()
    if convert is None:
        return None
    return bytes(convert.vegalite_to_png(json.dumps(themed(chart, "light", WIDE)), scale=2.0))
