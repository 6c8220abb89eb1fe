"""Writes the CSV files that `neo4j-admin database import full` reads.

Negated, planned, possible and alleged claims are Claim nodes only; relationships between two entities are made of
claims asserted as fact, like the direct triples in RDF.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from graph.export.contents import ExportedEntity, GraphContents, StoredDocument
from graph.export.tables import inert
from graph.rdf.relations import flags
from graph.rdf.stored_claim import StoredClaim
from ontology.model import EntityType, Participant
from ontology.vocabulary import CLASS_OF

ARRAY = ";"
"""Separator of array values; the importer has no escape for it."""
ENTITY_HEAD = "id:ID(Entity),label,type,country,names:string[],codes:string[],firstSeen,lastSeen,:LABEL"
DOCUMENT_HEAD = "id:ID(Document),title,date,url,source,batch,:LABEL"
CLAIM_HEAD = (
    "id:ID(Claim),action,lemma,class,concept,plover,polarity,modality,alleged:boolean,stated:string[],when,"
    "confidence:double,rule,actorText,actorQuantity,actionText,targetText,targetQuantity,sentence,begin:int,end:int,:LABEL"
)
ROLE_HEAD = ":START_ID(Claim),:END_ID(Entity),:TYPE"
SOURCE_HEAD = ":START_ID(Claim),:END_ID(Document),:TYPE"
MENTION_HEAD = ":START_ID(Document),:END_ID(Entity),:TYPE"
LINK_HEAD = ":START_ID(Entity),:END_ID(Entity),:TYPE"
ACT_HEAD = ":START_ID(Entity),:END_ID(Entity),action,claims:int,claimIds:string[],:TYPE"

CsvRow = Sequence[object]


def neo4j_csv(contents: GraphContents) -> dict[str, bytes]:
    """The files by name: three of nodes and five of relationships, each with its header row."""
    claims = contents.claims
    return {
        "nodes-entities.csv": _file(ENTITY_HEAD, map(_entity, contents.profiles.values())),
        "nodes-documents.csv": _file(DOCUMENT_HEAD, map(_document, contents.documents)),
        "nodes-claims.csv": _file(CLAIM_HEAD, map(_claim, claims)),
        "relationships-roles.csv": _file(ROLE_HEAD, _roles(claims)),
        "relationships-sources.csv": _file(SOURCE_HEAD, _sources(claims)),
        "relationships-mentions.csv": _file(MENTION_HEAD, _mentions(contents)),
        "relationships-links.csv": _file(LINK_HEAD, _links(contents.profiles.values())),
        "relationships-acts.csv": _file(ACT_HEAD, _acts(claims)),
    }


def _file(head: str, rows: Iterable[CsvRow]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head.split(","))
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue().encode()


def _cell(value: object) -> str:
    """A value as it stands in the file; text that a spreadsheet would run as a formula is defused, ids in all files."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return str(inert(ARRAY.join(_line(str(item)).replace(ARRAY, ",") for item in value)))
    return str(inert(_line(value))) if isinstance(value, str) else str(value)


def _line(text: str) -> str:
    """The text on one line: by default the importer rejects line breaks in a value."""
    return " ".join(text.split())


def _entity(profile: ExportedEntity) -> CsvRow:
    entity = profile.entity
    labels = ("Entity", *(("Actor",) if entity.is_actor else ()), _label(entity.type))
    seen = (profile.first, profile.last)
    return (entity.id, entity.label, entity.type.value, entity.country, profile.names, profile.codes, *seen, labels)


def _label(kind: EntityType) -> str:
    return CLASS_OF[kind].rpartition("#")[2]


def _document(document: StoredDocument) -> CsvRow:
    about = (document.title, document.date, document.url, document.source, document.batch)
    return (document.id, *about, "Document")


def _claim(stored: StoredClaim) -> CsvRow:
    claim = stored.claim
    action = claim.action
    return (
        claim.id,
        *(action.label, action.lemma, action.class_, action.concept, action.plover),
        *(claim.polarity.value, claim.modality.value, claim.alleged, flags(claim), claim.when),
        *(claim.confidence, claim.rule),
        *_words(claim.actor),
        claim.action_span.text,
        *_words(claim.target),
        *(claim.sentence.text, claim.sentence.start, claim.sentence.end),
        "Claim",
    )


def _words(participant: Participant | None) -> CsvRow:
    return (None, None) if participant is None else (participant.span.text, participant.quantity)


def _roles(claims: Iterable[StoredClaim]) -> Iterator[CsvRow]:
    for stored in claims:
        claim = stored.claim
        target = claim.target.entity if claim.target else None
        roles = {"ACTOR": claim.actor.entity, "TARGET": target, "SAID_BY": claim.attribution, "WHERE": claim.where}
        for name, entity in roles.items():
            if entity is not None:
                yield claim.id, entity.id, name


def _sources(claims: Iterable[StoredClaim]) -> Iterator[CsvRow]:
    for stored in claims:
        yield stored.claim.id, stored.claim.document, "FROM"


def _mentions(contents: GraphContents) -> Iterator[CsvRow]:
    for document in contents.documents:
        for identifier in document.mentions:
            yield document.id, identifier, "MENTIONS"


def _links(profiles: Iterable[ExportedEntity]) -> Iterator[CsvRow]:
    for profile in profiles:
        identifier, country = profile.entity.id, profile.entity.country
        if country is not None:
            yield identifier, country, "OF_COUNTRY"
        for body in profile.member_of:
            yield identifier, body, "MEMBER_OF"
        for whole in profile.part_of:
            yield identifier, whole, "PART_OF"


def _acts(claims: Iterable[StoredClaim]) -> Iterator[CsvRow]:
    """One relationship per relation asserted as fact, with the ids of its claims."""
    plain: dict[tuple[str, str, str], list[StoredClaim]] = defaultdict(list)
    for stored in claims:
        claim = stored.claim
        if claim.target is not None and claim.is_fact:
            plain[claim.actor.entity.id, claim.target.entity.id, claim.action.concept].append(stored)
    for (actor, target, concept), stored_claims in sorted(plain.items()):
        ids = tuple(sorted(stored.claim.id for stored in stored_claims))
        label = min(stored.claim.action.label for stored in stored_claims)
        yield actor, target, label, len(ids), ids, concept.upper().replace("-", "_")
