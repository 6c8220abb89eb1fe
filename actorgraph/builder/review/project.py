"""Opens a build with its identity decisions, resolves identities by them, and saves and applies new decisions."""

from __future__ import annotations

import difflib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from actorgraph.builder.extraction.duplicates import extractions_of
from actorgraph.builder.pipeline import decisions_of, reapply_decisions
from actorgraph.builder.review.matches import from_table
from actorgraph.builder.storage.transaction import locked
from actorgraph.builder.storage.workspace import CLAIMS_JSONL, Workspace
from actorgraph.builder.writing import cached_extractions
from graph.identity.entities import entities_of
from graph.identity.merging import Identities, identities
from graph.review.decisions import Decisions
from graph.review.identity import Decision, Verdict, document_reference, split_reference
from graph.review.remarks import TAG, Remark, RemarkKind
from ontology.errors import InputError
from ontology.identifiers import slug
from ontology.model import EntityType, Extraction, ReviewState
from ontology.registry import Registry

SIMILARITY_CUTOFF = 0.6
"""Least similarity of a name that is suggested in place of an unknown one."""
LISTED_DOCUMENTS = 5


@dataclass(frozen=True, slots=True)
class AppliedDecisions:
    """The outcome of applying the decisions.

    `decisions`: how many there are. `waiting`: how many of them are on what is not in these documents. `moved`: how
    many claims have another actor or target now. `reviewed`: how many claims are confirmed, corrected and rejected.
    `problems`: messages on decisions that cannot be applied.
    """

    decisions: int
    waiting: int
    moved: int
    reviewed: Mapping[str, int]
    problems: tuple[str, ...]


@dataclass(slots=True)
class Project:
    """A build, its decisions file, and the identities that result from the decisions."""

    out: Path
    file: Path
    decisions: Decisions
    registry: Registry
    extractions: list[Extraction]
    identities: Identities

    def save(self, decisions: Decisions) -> None:
        """Write the changes to the decisions file; changes that others have made to it in the meantime are kept."""
        with locked(self.out):
            self.decisions = decisions_of(self.file).following(self.decisions, decisions)
            self.decisions.write(self.file)

    def apply(self) -> AppliedDecisions:
        """Rebuild by the decisions; no text is read again."""
        path = self.out / CLAIMS_JSONL
        before = _actors_and_targets(path)
        report = reapply_decisions(self.out, self.file, self.registry)
        self.identities = identities(self.extractions, self.decisions, self.registry)
        after = _actors_and_targets(path)
        moved = sum(claim in before and before[claim] != ids for claim, ids in after.items())
        claims = (claim for extraction in self.identities.extractions for claim in extraction.claims)
        states = Counter(claim.review.state for claim in claims if claim.review is not None)
        reviewed = {state.value: states[state] for state in ReviewState}
        return AppliedDecisions(len(self.decisions.by_key), len(report.notes), moved, reviewed, report.problems)

    def decide(self, verdict: Verdict, first: str, second: str, why: str) -> Decision | None:
        """Save a verdict on two names. Returns the earlier decision on them if it had another verdict.

        Raises InputError for an unknown name, if both names have the same id, or if the decision contradicts others.
        """
        ids = self.id_of(first), self.id_of(second)
        if ids[0] == ids[1]:
            raise InputError(second, f"is already {ids[0]}; nothing to decide")
        labels = " / ".join(dict.fromkeys(self.identities.labels.get(identifier, identifier) for identifier in ids))
        decision = Decision(verdict, *ids, f"{labels}: {why}" if why else labels)
        before, after = self.decisions.of(*ids), self.decisions.deciding(decision)
        resolved = identities(self.extractions, after, self.registry)
        new_problems = set(resolved.problems) - set(self.identities.problems)
        if new_problems:
            raise InputError(f"{first}, {second}", f"nothing was written: {min(new_problems)}")
        self.save(after)
        return before if before is not None and before.verdict is not verdict else None

    def remark(self, kind: RemarkKind, name: str, words: Iterable[str], *, is_removed: bool = False) -> None:
        """Save a note or tags on an entity, or remove them.

        Raises InputError for an unknown name, a tag that is no word, or if there is nothing to remove.
        """
        identifier = self.id_of(name)
        remarks = [Remark(kind, identifier, " ".join(text.split())) for text in words]
        for remark in remarks:
            if kind is RemarkKind.TAG and not TAG.fullmatch(remark.words):
                raise InputError(remark.words, "is not a tag; write one word without spaces, commas or #")
            if is_removed and remark.key not in self.decisions.by_key:
                raise InputError(name, f"has no such {kind.value}; nothing to remove")
        keys = [remark.key for remark in remarks]
        self.save(self.decisions.without(keys) if is_removed else self.decisions.deciding(*remarks))

    def import_table(self, table: Path) -> tuple[int, list[InputError]]:
        """Save the decisions of a filled-in table. Returns their number and an error for each row that is unusable.

        Raises InputError if the file is no such table.
        """
        decisions, errors = from_table(table)
        usable = []
        for decision in decisions:
            try:
                _ = [self.id_of(identifier) for identifier in decision.pair]
                usable.append(decision)
            except InputError as error:
                errors.append(InputError(str(table), str(error)))
        if usable:
            self.save(self.decisions.deciding(*usable))
        return len(usable), errors

    def label(self, identifier: str) -> str:
        """The label of an id in the documents, or in the registry if no document names it."""
        entry = self.registry.get(identifier)
        return self.identities.labels.get(identifier, identifier if entry is None else entry.entity.label)

    def type_of(self, identifier: str) -> EntityType | None:
        """The type of an id in the first document that names it, or in the registry."""
        entry = self.registry.get(identifier)
        if entry is not None:
            return entry.entity.type
        entities = (entity for extraction in self.extractions for entity in entities_of(extraction))
        return next((entity.type for entity in entities if entity.id == identifier), None)

    def ids_named(self, name: str) -> list[str]:
        """The ids of a name or id in the documents before any merge; else that of the registry, if it has one."""
        labels = self.identities.labels
        if name in labels or self.registry.get(name) is not None:
            return [name]
        ids = sorted(identifier for identifier, label in labels.items() if label.casefold() == name.casefold())
        ids = ids or [key for kind in ("actor", "thing", "place") if (key := f"{kind}/{slug(name)}") in labels]
        known = None if ids else self.registry.find(name)
        return ids if known is None else [known.id]

    def current_ids(self, name: str) -> frozenset[str]:
        """The ids that a name or id has after all merges; several for a name that several have.

        Raises InputError if there is none.
        """
        ids = self.ids_named(name) or [self.id_of(name)]
        return frozenset(self.identities.merged.get(identifier, identifier) for identifier in ids)

    def id_of(self, name: str) -> str:
        """The id of a name, an id or `ID@DOCUMENT`, as it is in the documents before any merge.

        Raises InputError if there is none or more than one.
        """
        base, document = split_reference(name)
        if document is not None:
            return document_reference(self._checked_reference(self.id_of(base), document), document)
        ids = self.ids_named(name)
        if len(ids) > 1:
            raise InputError(name, f"is the name of several entities: {', '.join(ids)}; give the id")
        if ids:
            return ids[0]
        by_folded = {label.casefold(): label for label in self.identities.labels.values()}
        similar = difflib.get_close_matches(name.casefold(), list(by_folded), n=3, cutoff=SIMILARITY_CUTOFF)
        hint = f"; did you mean {', '.join(by_folded[folded] for folded in similar)}?" if similar else ""
        raise InputError(name, f"no entity with this name in the build{hint}")

    def _checked_reference(self, identifier: str, document: str) -> str:
        """The id, if this document names it. Raises InputError if not."""
        documents = [
            extraction.document.id
            for extraction in self.extractions
            if any(mentioned.entity.id == identifier for mentioned in extraction.entities)
        ]
        if document not in documents:
            where = f"; these mention it: {', '.join(documents[:LISTED_DOCUMENTS])}" if documents else ""
            raise InputError(f"{identifier}@{document}", f"no document with this id mentions it{where}")
        return identifier


def open_project(out: Path, file: Path, registry: Registry) -> Project:
    """Open a build with its decisions. Raises StoreError if nothing was built, DataError for an invalid file."""
    workspace = Workspace(out)
    manifest = workspace.known_manifest()
    decisions = decisions_of(file)
    extractions = list(extractions_of(cached_extractions(workspace, manifest.documents)))
    return Project(out, file, decisions, registry, extractions, identities(extractions, decisions, registry))


def _actors_and_targets(path: Path) -> dict[str, tuple[str, str | None]]:
    """By claim id, the ids of actor and target."""
    ids = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        ids[record["id"]] = record["actor"]["id"], (record["target"] or {}).get("id")
    return ids
