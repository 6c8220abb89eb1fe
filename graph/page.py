"""Claims -> one HTML file with the interactive map: opens from disk, asks no network for anything."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from jinja2 import Environment
from markupsafe import Markup

from graph.network import relation_key
from graph.page_data import page_data, template
from graph.stored import StoredClaim

LIBRARY = ("pyvis", "templates/lib/vis-9.1.2/vis-network.min.js")
SCRIPTS = ("base.js", "model.js", "labels.js", "map.js", "panel.js", "table.js", "controls.js", "main.js")
POLICY = "default-src 'none'; img-src data: blob:; style-src 'unsafe-inline'; script-src {hashes}"
NO_ALIASES: Mapping[str, Sequence[str]] = MappingProxyType({})


def render(claims: Iterable[StoredClaim], *, title: str, aliases: Mapping[str, Sequence[str]] = NO_ALIASES) -> str:
    """The map page of the claims; the same bytes for any order of them.

    `aliases`: other names by entity id, for the search. Text of documents reaches the page as data only.
    """
    ordered = sorted(claims, key=lambda stored: (stored.batch, stored.claim.document, stored.claim.id))
    library, script = vis_network(), "\n".join(template(name) for name in SCRIPTS)
    page = Environment(autoescape=True).from_string(template("page.html"))
    return page.render(
        title=title,
        policy=POLICY.format(hashes=" ".join(_source_hash(code) for code in (library, script))),
        summary=_summary(ordered),
        css=Markup(template("page.css")),  # noqa: S704  # our own file
        data=Markup(embedded(page_data(ordered, aliases))),  # noqa: S704  # escaped by `embedded`
        library=Markup(library),  # noqa: S704  # pyvis's own file
        script=Markup(script),  # noqa: S704  # our own files
    )


@cache
def vis_network() -> str:
    """The vis-network library as pyvis carries it, without its reference to a source map."""
    package, path = LIBRARY
    text = files(package).joinpath(path).read_text(encoding="utf-8")
    return text.partition("//# sourceMappingURL")[0]


def embedded(data: object) -> str:
    """JSON that can stand inside a script element: no text of a document can end the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _source_hash(code: str) -> str:
    digest = hashlib.sha256(code.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _summary(claims: Sequence[StoredClaim]) -> str:
    """What a reader without JavaScript learns."""
    relations = len({relation_key(stored.claim) for stored in claims if stored.claim.target})
    documents = len({stored.claim.document for stored in claims})
    return f"{len(claims)} claims, {relations} relations, {documents} documents."
