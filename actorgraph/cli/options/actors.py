"""The filters of `actors list`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from actorgraph.cli.options.groups import option_group
from ontology.errors import InputError

if TYPE_CHECKING:
    from graph.query.actors import ActorRow


@dataclass(frozen=True, slots=True)
class ActorFilters:
    """Which actors are listed: a text in one of their names, their type, country, bloc and tag, their claims."""

    text: str | None
    kind: str | None
    country: str | None
    bloc: str | None
    tag: str | None
    min_claims: int
    named: bool

    def select(
        self,
        rows: Sequence[ActorRow],
        names: Mapping[str, Sequence[str]],
        tags: Mapping[str, Sequence[str]],
        members: Collection[str] | None = None,
    ) -> list[ActorRow]:
        """The rows that pass, in their order.

        `names`: the other names by id. `tags`: the tags by id. `members`: the ids of the actors of the bloc, if one is
        wanted. Raises InputError for a type, a country or a tag that no actor has.
        """
        known = sorted({tag for of_one in tags.values() for tag in of_one})
        if self.tag is not None and self.tag not in known:
            raise InputError(f"--tag {self.tag}", f"no actor has this tag; the tags are: {', '.join(known) or 'none'}")
        kinds = sorted({row.type for row in rows})
        if self.kind is not None and self.kind not in kinds:
            raise InputError(f"--type {self.kind}", f"no such type in the build; the types are: {', '.join(kinds)}")
        if self.country is not None and not any(self._is_of_country(row) for row in rows):
            countries = sorted({row.country for row in rows if row.country is not None})
            reason = f"no actor of this country in the build; the countries are: {', '.join(countries)}"
            raise InputError(f"--country {self.country}", reason)
        return [
            row
            for row in rows
            if self._has_name(row, names.get(row.id, ()))
            and (self.kind is None or row.type == self.kind)
            and self._is_of_country(row)
            and (members is None or row.id in members)
            and (self.tag is None or self.tag in tags.get(row.id, ()))
            and row.claims >= self.min_claims
        ]

    def _has_name(self, row: ActorRow, other_names: Sequence[str]) -> bool:
        if self.named and not row.is_named:
            return False
        text = self.text
        return text is None or any(text.casefold() in name.casefold() for name in (row.label, *other_names))

    def _is_of_country(self, row: ActorRow) -> bool:
        country = self.country
        return country is None or country.casefold() in {(row.country or "").casefold(), row.label.casefold()}


actor_filters = option_group(
    "filters",
    ActorFilters,
    click.argument("text", required=False),
    click.option("--type", "kind", help="Only this type: country, government-body, company, person …"),
    click.option("--country", help="Only actors of this country."),
    click.option(
        "--bloc", metavar="NAME", help="Only members of this bloc, and bodies and persons of the member countries."
    ),
    click.option("--tag", help="Only actors with this tag (set by: actorgraph actors tag)."),
    click.option(
        "--min-claims",
        default=0,
        show_default=True,
        type=click.IntRange(min=0),
        help="Only actors with at least this many claims, as actor or target.",
    ),
    click.option(
        "--named", is_flag=True, help='Only actors with a name; leaves out descriptions such as "suspects in Myanmar".'
    ),
)
"""Passes `filters: ActorFilters` to the command."""
