"""The filters of `actors list`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from actorgraph.cli.options.groups import option_group
from ontology.errors import InputError

if TYPE_CHECKING:
    from graph.query.actors import ActorRow


@dataclass(frozen=True, slots=True)
class ActorFilters:
    """Which actors are listed: a text in one of their names, their type, their country, a tag."""

    text: str | None
    kind: str | None
    country: str | None
    tag: str | None

    def select(
        self, rows: Sequence[ActorRow], names: Mapping[str, Sequence[str]], tags: Mapping[str, Sequence[str]]
    ) -> list[ActorRow]:
        """The rows that pass, in their order; `names` are the other names and `tags` the tags by id.

        Raises InputError for a type, a country or a tag that no actor has.
        """
        known = sorted({tag for of_one in tags.values() for tag in of_one})
        if self.tag is not None and self.tag not in known:
            raise InputError(f"--tag {self.tag}", f"no actor has this tag; there are: {', '.join(known) or 'none'}")
        kinds = sorted({row.type for row in rows})
        if self.kind is not None and self.kind not in kinds:
            raise InputError(f"--type {self.kind}", f"no such type in the build; there are: {', '.join(kinds)}")
        selected = [row for row in rows if self._passes(row, names.get(row.id, ()), tags.get(row.id, ()))]
        if self.country is not None and not selected and {self.text, self.kind, self.tag} == {None}:
            countries = sorted({row.country for row in rows if row.country is not None})
            reason = f"no actor of this country in the build; there are: {', '.join(countries)}"
            raise InputError(f"--country {self.country}", reason)
        return selected

    def _passes(self, row: ActorRow, other_names: Sequence[str], tags: Sequence[str]) -> bool:
        text, country = self.text, self.country
        return (
            (text is None or any(text.casefold() in name.casefold() for name in (row.label, *other_names)))
            and (self.kind is None or row.type == self.kind)
            and (self.tag is None or self.tag in tags)
            and (country is None or country.casefold() in {(row.country or "").casefold(), row.label.casefold()})
        )


actor_filters = option_group(
    "filters",
    ActorFilters,
    click.argument("text", required=False),
    click.option("--type", "kind", help="Only this type: country, government-body, company, person …"),
    click.option("--country", help="Only actors of this country."),
    click.option("--tag", help="Only actors with this tag: see actors tag."),
)
"""Passes `filters: ActorFilters` to the command."""
