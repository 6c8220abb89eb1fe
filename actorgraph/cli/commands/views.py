"""The commands that write the graph in another form: `map` and `export`."""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from actorgraph.cli.options.common import (
    StoreOptions,
    action_option,
    min_confidence_option,
    output_option,
    since_option,
    store_options,
    until_option,
)
from actorgraph.cli.options.groups import option_group
from actorgraph.cli.output.messages import notify

EXPORT_FORMATS = tuple("trig nq ttl jsonld trig-1.2 csv graphml gexf neo4j-csv plover-jsonl stix".split())
"""As in `graph.export.formats`, which is not imported before it is needed."""
SEVERAL_FILES = frozenset({"neo4j-csv"})


@dataclass(frozen=True, slots=True)
class MapFilters:
    """The filters of `actorgraph map`: see `graph.rdf.relations.select`."""

    actor: str | None
    action: str | None
    since: str | None
    until: str | None
    min_confidence: float
    made_by: str | None
    min_claims: int

    @property
    def is_default(self) -> bool:
        """True if every claim passes."""
        filters = (self.actor, self.action, self.since, self.until, self.min_confidence, self.made_by)
        return self.min_claims == 1 and not any(filters)


map_filters = option_group(
    "filters",
    MapFilters,
    click.option("--actor", help="Only relations with this actor."),
    action_option,
    since_option,
    until_option,
    min_confidence_option,
    click.option(
        "--made-by",
        type=click.Choice(["rules", "model"]),
        help="Only claims made by the rules, or by a language model.",
    ),
    click.option(
        "--min-claims",
        default=1,
        show_default=True,
        type=click.IntRange(min=1),
        help="Minimum number of claims of a relation.",
    ),
)


@click.command("map")
@map_filters
@click.option("--pages", is_flag=True, help="Also write a page with the full text of each document; needs -o.")
@click.option("--top", type=click.IntRange(min=2), help="Only this many actors and things: those with the most claims.")
@output_option
@store_options
def draw(*, filters: MapFilters, top: int | None, pages: bool, output: Path | None, source: StoreOptions) -> None:
    """Redraw the map from the store: the whole graph or a selection.

    A map of more than 50,000 claims shows the 300 actors and things with the most claims; --top changes this number.

    With --pages and -o FOLDER/map.html, you can share FOLDER: it contains the documents as pages for a browser.
    """
    from actorgraph.builder.outputs.maps import map_of
    from actorgraph.builder.outputs.pages import check_room
    from actorgraph.cli.output.files import write_text

    if pages and (output is None or source.store is not None):
        raise click.UsageError(
            "--pages needs -o FOLDER/map.html and a local build; for pages in --out: actorgraph build --pages"
        )
    if pages and output is not None:
        check_room(output.parent)
    page = map_of(source.open(), top=top, has_pages=pages, **asdict(filters))
    is_whole = filters.is_default and top is None
    default = source.out / ("map.html" if is_whole else "map-selection.html")
    write_text(output or default, page.html, f"{page.claims} claims")
    if pages and output is not None:
        _write_pages(output, source.out)


def _write_pages(map_file: Path, out: Path) -> None:
    """Write the pages of the documents beside a map."""
    from actorgraph.builder.outputs.pages import write_pages
    from actorgraph.builder.storage.workspace import Workspace
    from actorgraph.cli.output.tables import counted
    from graph.reading.page_names import FOLDER

    number = write_pages(map_file.parent, Workspace(out).library(), map_file.name)
    notify(f"{map_file.parent / FOLDER}: {counted(number, 'page')}")


@click.command()
@click.option("--format", "form", default="trig", show_default=True, type=click.Choice(EXPORT_FORMATS))
@min_confidence_option
@output_option
@store_options
def export(*, form: str, min_confidence: float, output: Path | None, source: StoreOptions) -> None:
    """Export the graph as RDF, tables, networks, Neo4j, PLOVER events or STIX (docs/exports.md).

    RDF formats always hold the whole graph; with --min-confidence, the others leave out less certain claims.

    neo4j-csv consists of several files: give a folder or a .zip file with -o.
    """
    from graph.export.formats import export as write_export
    from graph.export.formats import export_to

    if output is None and form in SEVERAL_FILES:
        raise click.UsageError(f"{form} consists of several files: name a folder or a .zip file with -o")
    data = source.open()
    if output is None:
        skipped = export_to(data, form, sys.stdout.buffer, min_confidence)
    else:
        skipped = write_export(data, form, output, min_confidence)
    if skipped is not None:
        notify(skipped)
