"""Claims -> one HTML file with the interactive map: opens from disk, asks no network for anything."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property
from html import escape
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

from graph.map.layout import Place
from graph.map.page_data import NOTHING, Data, Difference, Known, PageData, evidence
from graph.rdf.relations import relation_key
from graph.rdf.stored_claim import StoredClaim
from graph.resources import template

LIBRARY = ("pyvis", "templates/lib/vis-9.1.2/vis-network.min.js")
POLICY = (
    "default-src 'none'; connect-src 'none'; base-uri 'none'; form-action 'none'; img-src data: blob:; "
    "style-src {styles}; script-src {scripts}"
)
TITLE = "Who did what"
FRAME_HEIGHT = 620
"""Pixels of the map in a notebook."""


class Map:
    """The map page of the claims; the same bytes for any order of them.

    `aliases`: other names by entity id, for the search; `memberships`: by the id of a country the labels of its
    blocs, for the filter; `start`: `positions` of an earlier map, from which things move little; `difference`: for a
    map of a difference. Text of documents reaches the page as data only.
    """

    def __init__(  # noqa: PLR0913  # one keyword for each thing that a map may be given
        self,
        claims: Iterable[StoredClaim],
        *,
        title: str = TITLE,
        aliases: Mapping[str, Sequence[str]] = NOTHING,
        memberships: Mapping[str, Sequence[str]] = NOTHING,
        start: Mapping[str, Place] = NOTHING,
        difference: Difference | None = None,
    ) -> None:
        self.title = title
        self._claims = sorted(claims, key=lambda stored: (stored.batch, stored.claim.document, stored.claim.id))
        self._data = PageData(self._claims, Known(aliases, memberships, start, difference))

    @property
    def claims(self) -> int:
        """How many claims it shows."""
        return len(self._claims)

    @property
    def positions(self) -> dict[str, Place]:
        """Where each entity stands: x and y in pixels, by id."""
        return self._data.positions

    @cached_property
    def core(self) -> Data:
        """What the page's picture and filters are made of, as columns: see `graph.map.page_data`."""
        return self._data.core()

    @cached_property
    def html(self) -> str:
        """The page."""
        library, script, css = vis_network(), bundle(), template("page.css")
        page = Environment(autoescape=True).from_string(template("page.html"))
        return page.render(
            title=self.title,
            policy=POLICY.format(styles=_hashes(css), scripts=_hashes(library, script)),
            summary=_summary(self._claims),
            css=Markup(css),  # noqa: S704  # our own file
            data=Markup(embedded(self.core)),  # noqa: S704  # escaped by `embedded`
            evidence=Markup(embedded(evidence(self._data.claims()))),  # noqa: S704  # likewise
            library=Markup(library),  # noqa: S704  # pyvis's own file
            script=Markup(script),  # noqa: S704  # our own file
        )

    def save(self, path: str | Path) -> Path:
        """Write the page to a file and give its path."""
        Path(path).write_text(self.html, encoding="utf-8")
        return Path(path)

    def _repr_html_(self) -> str:
        """The map in a frame of its own, for notebooks. It may run its script, open links and save files, no more."""
        return (
            f'<iframe sandbox="allow-scripts allow-downloads allow-popups" title="{escape(self.title)}" width="100%" '
            f'height="{FRAME_HEIGHT}" style="border:0" srcdoc="{escape(self.html)}"></iframe>'
        )


def render(
    claims: Iterable[StoredClaim],
    *,
    title: str,
    aliases: Mapping[str, Sequence[str]] = NOTHING,
    memberships: Mapping[str, Sequence[str]] = NOTHING,
) -> str:
    """The text of the map page: see `Map`."""
    return Map(claims, title=title, aliases=aliases, memberships=memberships).html


@cache
def vis_network() -> str:
    """The vis-network library as pyvis carries it, without its reference to a source map."""
    package, path = LIBRARY
    text = files(package).joinpath(path).read_text(encoding="utf-8")
    return text.partition("//# sourceMappingURL")[0]


@cache
def bundle() -> str:
    """The page's own script: `web/map`, bundled."""
    return files("graph").joinpath("static", "map.js").read_text(encoding="utf-8")


def embedded(data: object) -> str:
    """JSON that can stand inside a script element: no text of a document can end the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _hashes(*codes: str) -> str:
    """What a policy says to allow these scripts or styles and no others."""
    digests = (hashlib.sha256(code.encode()).digest() for code in codes)
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


def _summary(claims: Sequence[StoredClaim]) -> str:
    """What a reader without JavaScript learns."""
    relations = len({relation_key(stored.claim) for stored in claims if stored.claim.target})
    documents = len({stored.claim.document for stored in claims})
    return f"{len(claims)} claims, {relations} relations, {documents} documents."
