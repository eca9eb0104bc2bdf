"""The site: pages that work from a folder, without a server or a network."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Final

import msgspec

from habeas.publish.charts.chart import Chart, live_spec
from habeas.publish.charts.render import svg_files
from habeas.publish.evidence import name_of
from habeas.publish.options import PublishOptions
from habeas.publish.pages.book import Book, Page
from habeas.publish.pages.changes import changed
from habeas.publish.pages.claims import claim_files, claims
from habeas.publish.pages.disagreements import disagreements
from habeas.publish.pages.documents import documents
from habeas.publish.pages.downloads import downloads
from habeas.publish.pages.estimate import estimate
from habeas.publish.pages.history import occasions, timeline
from habeas.publish.pages.methods import methods
from habeas.publish.pages.numbers import numbers
from habeas.publish.pages.overview import overview
from habeas.publish.pages.people import people
from habeas.publish.pages.register import register
from habeas.publish.pages.search import index_of, search
from habeas.publish.pages.sources import sources
from habeas.publish.templating import environment
from habeas.publish.wording import count, day
from habeas.values.record import Record

BUILDERS: Final[tuple[Callable[[Book], tuple[Page, ...]], ...]] = (
    overview,
    numbers,
    estimate,
    disagreements,
    occasions,
    people,
    register,
    timeline,
    sources,
    documents,
    claims,
    changed,
    methods,
    downloads,
    search,
)
MENU: Final = (
    ("index.html", "Overview"),
    ("numbers.html", "Numbers"),
    ("estimate.html", "How many in all"),
    ("disagreements.html", "Disagreements"),
    ("occasions.html", "Occasions"),
    ("people.html", "People"),
    ("register.html", "By name"),
    ("timeline.html", "Timeline"),
    ("sources.html", "Sources"),
    ("documents.html", "Reports"),
    ("claims.html", "All figures"),
    ("changes.html", "Changes"),
    ("methods.html", "Methods"),
    ("downloads.html", "Data"),
    ("search.html", "Search"),
)
STATIC: Final = ("habeas.css", "habeas.js")
VENDORED: Final = ("vega.min.js", "vega-lite.min.js", "vega-embed.min.js", "LICENSE.txt")


class MenuItem(msgspec.Struct, frozen=True):
    """An entry of the menu."""

    path: str
    name: str


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """What all pages share: the case's name, the menu, and what the figures rest on."""

    name: str
    version: str
    basis: str
    draft: bool
    live: bool
    menu: tuple[MenuItem, ...]


def build_site(book: Book, folder: Path) -> None:
    """Write the site of a book into the new folder `folder`."""
    record, options = book.record, book.options
    folder.mkdir(parents=True)
    pages = [page for build in BUILDERS for page in build(book)]
    shared = _shared(record, options, {page.path for page in pages})
    index = index_of(book, pages)
    drawings = {path: text for chart in book.charts.values() for path, text in svg_files(chart).items()}
    live = {f"charts/{chart.name}.js": _script(chart) for chart in book.charts.values()} if shared.live else {}
    for page in pages:
        filled = msgspec.structs.replace(page, more={"depth": index.depth}) if page.path == "search.html" else page
        _write(folder / page.path, render(filled, shared, _figures(book, page, drawn=bool(drawings))))
    for path, text in {**claim_files(book), **index.files, **drawings, **live}.items():
        _write(folder / path, text)
    for name, data in book.files.items():
        target = folder / "downloads" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    package = files("habeas.publish")
    for name in STATIC:
        _write(folder / name, package.joinpath("static", name).read_text("utf-8"))
    for name in VENDORED if shared.live and book.charts else ():
        _write(folder / "vendor" / name, package.joinpath("vendor", name).read_text("utf-8"))


def _script(chart: Chart) -> str:
    """Return a chart as a script that hands its specification over, so that it can be read from a folder too."""
    return f'habeasChart("{chart.name}",{msgspec.json.encode(live_spec(chart)).decode()});\n'


def _figures(book: Book, page: Page, *, drawn: bool) -> list[dict[str, object]]:
    """Return the charts of a page, ready to be set."""
    return [
        {
            "name": chart.name,
            "title": chart.title,
            "units": chart.units,
            "source": chart.source,
            "alt": chart.alt,
            "table": chart.table,
            "drawn": drawn,
        }
        for name in page.charts
        if (chart := book.charts.get(name)) is not None
    ]


def render(page: Page, site: Site, charts: Sequence[dict[str, object]] = ()) -> str:
    """Return one page as HTML."""
    template = environment().get_template(page.template)
    titled = msgspec.structs.replace(page, title=page.title or page.heading)
    return template.render(page=titled, site=site, root=page.root, charts=charts, live=site.live, **page.more)


def _shared(record: Record, options: PublishOptions, paths: set[str]) -> Site:
    made_of = f"{count(len(record.documents), 'report')} and {count(len(record.claims), 'claim')}"
    as_of = f" as of {day(record.as_of)}" if record.as_of else ""
    return Site(
        name=name_of(record),
        version=record.version,
        basis=f"Every figure is computed from {made_of}{as_of}.",
        draft=options.draft,
        live=options.charts and options.interactive,
        menu=tuple(MenuItem(path, name) for path, name in MENU if path in paths),
    )


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="\n")
