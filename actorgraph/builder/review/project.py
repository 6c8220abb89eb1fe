"""A build with the decisions beside it: who is who by them, and what changes when a person decides."""

from __future__ import annotations

import difflib
import json
from dataclasses import dataclass
from pathlib import Path

from actorgraph.builder.extraction.duplicates import extractions_of
from actorgraph.builder.pipeline import cached_extractions, decisions_of, reapply_decisions
from actorgraph.builder.review.session import from_table
from actorgraph.builder.storage.transaction import locked
from actorgraph.builder.storage.workspace import CLAIMS_JSONL, Workspace
from graph.identity.decisions import Decision, Decisions, Verdict, document_reference, split_reference
from graph.identity.merging import Identities, identities
from ontology.errors import InputError
from ontology.identifiers import slug
from ontology.model import Extraction
from ontology.registry import Registry

CLOSE, MOST_NAMED = 0.6, 5


@dataclass(frozen=True, slots=True)
class Applied:
    """What applying the decisions did: how many there are, how many claims moved, what could not be applied."""

    decisions: int
    moved: int
    problems: tuple[str, ...]


@dataclass(slots=True)
class Project:
    """A build, its file of decisions, and who is who by them."""

    out: Path
    file: Path
    decisions: Decisions
    registry: Registry
    extractions: list[Extraction]
    found: Identities

    def save(self, decisions: Decisions) -> None:
        """Write what these decide otherwise than before into the file, which somebody else may have changed since."""
        with locked(self.out):
            self.decisions = decisions_of(self.file).following(self.decisions, decisions)
            self.decisions.write(self.file)

    def apply(self) -> Applied:
        """Bring the build up to its decisions; no text is read again."""
        path = self.out / CLAIMS_JSONL
        before = _parties(path)
        report = reapply_decisions(self.out, self.file, self.registry)
        self.found = identities(self.extractions, self.decisions, self.registry)
        moved = sum(before.get(key) != parties for key, parties in _parties(path).items())
        return Applied(len(self.decisions.by_pair), moved, report.problems)

    def decide(self, verdict: Verdict, first: str, second: str, why: str) -> Decision | None:
        """Save a verdict on two names; what was decided on them before, if it was another verdict.

        Raises InputError for a name that is none, or if both are one id.
        """
        ids = self.id_of(first), self.id_of(second)
        if ids[0] == ids[1]:
            raise InputError(second, f"is {ids[0]} already; nothing to decide")
        labels = " / ".join(dict.fromkeys(self.found.labels.get(it, it) for it in ids))
        decision = Decision(verdict, *ids, f"{labels}: {why}" if why else labels)
        before, after = self.decisions.of(*ids), self.decisions.deciding(decision)
        new = set(identities(self.extractions, after, self.registry).problems) - set(self.found.problems)
        if new:
            raise InputError(f"{first}, {second}", f"nothing was written: {min(new)}")
        self.save(after)
        return before if before is not None and before.verdict is not verdict else None

    def import_table(self, table: Path) -> tuple[int, list[InputError]]:
        """Save the decisions of a filled-in table; how many, and a line for each row that cannot be used.

        Raises InputError if it is no such table.
        """
        try:
            text = table.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            raise InputError(str(table), "is not UTF-8; save the table as CSV UTF-8") from error
        decided, errors = from_table(text, str(table))
        fitting = []
        for decision in decided:
            try:
                _ = [self.id_of(identifier) for identifier in decision.pair]
                fitting.append(decision)
            except InputError as error:
                errors.append(InputError(str(table), str(error)))
        if fitting:
            self.save(self.decisions.deciding(*fitting))
        return len(fitting), errors

    def label(self, identifier: str) -> str:
        """The label of an id, of the registry's where the documents have none."""
        entry = self.registry.get(identifier)
        return self.found.labels.get(identifier, identifier if entry is None else entry.entity.label)

    def id_of(self, name: str) -> str:
        """The id of a name, of an id, or of `ID@DOCUMENT`, as the documents have it before any merge.

        Raises InputError where there is none or more than one.
        """
        labels = self.found.labels
        base, document = split_reference(name)
        if document is not None:
            return document_reference(self._in(self.id_of(base), document), document)
        if name in labels or self.registry.get(name) is not None:
            return name
        same = sorted(key for key, label in labels.items() if label.casefold() == name.casefold())
        same = same or [key for kind in ("actor", "thing", "place") if (key := f"{kind}/{slug(name)}") in labels]
        if len(same) > 1:
            raise InputError(name, f"is the name of several: {', '.join(same)}; give the id")
        if same:
            return same[0]
        known = self.registry.find(name)
        if known is not None:
            return known.id
        by_folded = {label.casefold(): label for label in labels.values()}
        close = difflib.get_close_matches(name.casefold(), list(by_folded), n=3, cutoff=CLOSE)
        hint = f"; did you mean {', '.join(by_folded[it] for it in close)}?" if close else ""
        raise InputError(name, f"no entity of this name in the build{hint}")

    def _in(self, identifier: str, document: str) -> str:
        """The id, if this document names it. Raises InputError if not."""
        naming = [it.document.id for it in self.extractions if any(one.entity.id == identifier for one in it.entities)]
        if document not in naming:
            where = f"; these do: {', '.join(naming[:MOST_NAMED])}" if naming else ""
            raise InputError(f"{identifier}@{document}", f"no document of this id names it{where}")
        return identifier


def open_project(out: Path, file: Path, registry: Registry) -> Project:
    """The build in a folder with its decisions. Raises StoreError where nothing is built, DataError for a bad file."""
    space = Workspace(out)
    manifest = space.known_manifest()
    said = decisions_of(file)
    extractions = list(extractions_of(cached_extractions(space, manifest.documents)))
    return Project(out, file, said, registry, extractions, identities(extractions, said, registry))


def _parties(path: Path) -> dict[str, tuple[str, str | None]]:
    """By claim id, the ids of actor and target."""
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        found[record["id"]] = record["actor"]["id"], (record["target"] or {}).get("id")
    return found
