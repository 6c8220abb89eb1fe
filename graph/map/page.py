"""Renders claims as one HTML file with the interactive map, which works offline from disk."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property
from html import escape
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

from graph.map.columns import Data
from graph.map.evidence import evidence
from graph.map.layout import Place
from graph.map.page_context import NOTHING, MapDifference, PageContext
from graph.map.page_data import PageData
from graph.page_policy import hash_sources
from graph.rdf.relations import relation_key
from graph.rdf.stored_claim import StoredClaim
from graph.resources import static_text, template
from graph.store.remarks import EntityRemarks

LIBRARY = ("pyvis", "templates/lib/vis-9.1.2/vis-network.min.js")
POLICY = (
    "default-src 'none'; connect-src 'none'; base-uri 'none'; form-action 'none'; img-src data: blob:; "
    "style-src {styles}; script-src {scripts}"
)
TITLE = "Who did what"
FRAME_HEIGHT = 620
"""Height of the map in a notebook, in pixels."""


class Map:
    """The map page of some claims. Its bytes do not depend on the order of the claims.

    `aliases`: alternative names by entity id, for the search; `memberships`: by id of a country the labels of its
    blocs, for the filter; `start`: `positions` of an earlier map, which are kept as far as possible; `difference`: for
    the map of a diff; `has_pages`: the folder of the map holds pages of the documents; `remarks`: by entity id, the
    note and the tags of a person. Text of documents is embedded as data only, never as markup.
    """

    def __init__(  # noqa: PLR0913  # one keyword for each thing that a map may be given
        self,
        claims: Iterable[StoredClaim],
        *,
        title: str = TITLE,
        aliases: Mapping[str, Sequence[str]] = NOTHING,
        memberships: Mapping[str, Sequence[str]] = NOTHING,
        start: Mapping[str, Place] = NOTHING,
        difference: MapDifference | None = None,
        has_pages: bool = False,
        remarks: Mapping[str, EntityRemarks] = NOTHING,
    ) -> None:
        self.title = title
        self._claims = sorted(claims, key=lambda stored: (stored.batch, stored.claim.document, stored.claim.id))
        self._data = PageData(self._claims, PageContext(aliases, memberships, start, difference, has_pages, remarks))

    @property
    def claims(self) -> int:
        """The number of claims shown."""
        return len(self._claims)

    @property
    def positions(self) -> dict[str, Place]:
        """The position of each entity, by id: x and y in pixels."""
        return self._data.positions

    @cached_property
    def core(self) -> Data:
        """The data of the network and the filters, as columns: see `graph.map.page_data`."""
        return self._data.core()

    @cached_property
    def html(self) -> str:
        """The page."""
        library, code, css = vis_network(), static_text("map.js"), static_text("map.css")
        page = Environment(autoescape=True).from_string(template("map.html"))
        return page.render(
            title=self.title,
            policy=POLICY.format(styles=hash_sources(css), scripts=hash_sources(library, code)),
            summary=_summary(self._claims),
            css=Markup(css),  # noqa: S704  # our own file
            data=Markup(embedded(self.core)),  # noqa: S704  # escaped by `embedded`
            evidence=Markup(embedded(evidence(self._data.claims()))),  # noqa: S704  # likewise
            library=Markup(library),  # noqa: S704  # pyvis's own file
            script=Markup(code),  # noqa: S704  # our own file
        )

    def save(self, path: str | Path) -> Path:
        """Write the page to a file and return its path."""
        Path(path).write_text(self.html, encoding="utf-8")
        return Path(path)

    def _repr_html_(self) -> str:
        """The map in a sandboxed frame, for notebooks; it may run scripts, open links and save files."""
        return (
            f'<iframe sandbox="allow-scripts allow-downloads allow-popups" title="{escape(self.title)}" width="100%" '
            f'height="{FRAME_HEIGHT}" style="border:0" srcdoc="{escape(self.html)}"></iframe>'
        )


@cache
def vis_network() -> str:
    """The vis-network library shipped with pyvis, without the reference to its source map."""
    package, path = LIBRARY
    text = files(package).joinpath(path).read_text(encoding="utf-8")
    return text.partition("//# sourceMappingURL")[0]


def embedded(data: object) -> str:
    """JSON for a script element, escaped so that no text of a document can end the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _summary(claims: Sequence[StoredClaim]) -> str:
    """The summary shown without JavaScript."""
    relations = len({relation_key(stored.claim) for stored in claims if stored.claim.target})
    documents = len({stored.claim.document for stored in claims})
    return f"{len(claims)} claims, {relations} relations, {documents} documents."
