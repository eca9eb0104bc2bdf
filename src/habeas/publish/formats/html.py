"""The brief as one HTML file that carries its own style: for mail and for printing."""

from __future__ import annotations

from importlib.resources import files

from markupsafe import Markup

from habeas.publish.blocks import Brief
from habeas.publish.templating import environment


def html(page: Brief) -> str:
    """Return a brief as one HTML file without scripts, requests, or links to pages that do not travel with it."""
    css = files("habeas.publish").joinpath("static", "habeas.css").read_text("utf-8")
    template = environment().get_template("brief.html")
    return template.render(brief=page, css=Markup(css), root=None)  # noqa: S704 - our own file
