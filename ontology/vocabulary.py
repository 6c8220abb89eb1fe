"""The terms of the ontology (`data/actorgraph.ttl`) as a closed rdflib namespace, and the prefixes of queries."""

from __future__ import annotations

from rdflib import Namespace, URIRef
from rdflib.namespace import DefinedNamespace

from ontology.identifiers import BASE
from ontology.model import EntityType


class AG(DefinedNamespace):
    """Classes, properties and values of the ontology, defined in `data/actorgraph.ttl`.

    The namespace is closed: a misspelt term raises AttributeError.
    """

    _NS = Namespace(BASE + "ontology#")
    _fail = True

    Action: URIRef
    Actor: URIRef
    Batch: URIRef
    Claim: URIRef
    Company: URIRef
    Country: URIRef
    CriminalGroup: URIRef
    Document: URIRef
    Entity: URIRef
    Event: URIRef
    Extraction: URIRef
    GovernmentBody: URIRef
    Group: URIRef
    InternationalOrganisation: URIRef
    Law: URIRef
    Match: URIRef
    Modality: URIRef
    Person: URIRef
    Place: URIRef
    Polarity: URIRef
    RejectedClaim: URIRef
    Relation: URIRef
    Sentence: URIRef
    Thing: URIRef

    affirmed: URIRef
    asserted: URIRef
    negated: URIRef
    obligated: URIRef
    planned: URIRef
    possible: URIRef

    action: URIRef
    actionBegin: URIRef
    actionClass: URIRef
    actionEnd: URIRef
    actionLabel: URIRef
    actionText: URIRef
    actor: URIRef
    actorBegin: URIRef
    actorEnd: URIRef
    actorText: URIRef
    actorHeadLemma: URIRef
    actorQuantity: URIRef
    targetHeadLemma: URIRef
    targetQuantity: URIRef
    alleged: URIRef
    attribution: URIRef
    attributionHeadLemma: URIRef
    batch: URIRef
    begin: URIRef
    byline: URIRef
    cameo: URIRef
    claimCount: URIRef
    code: URIRef
    confidence: URIRef
    copyOf: URIRef
    country: URIRef
    date: URIRef
    dateFrom: URIRef
    dateline: URIRef
    document: URIRef
    documentCount: URIRef
    documentId: URIRef
    end: URIRef
    extractor: URIRef
    firstDate: URIRef
    firstSeen: URIRef
    generatedBy: URIRef
    index: URIRef
    language: URIRef
    lastDate: URIRef
    lastSeen: URIRef
    lemma: URIRef
    matchOf: URIRef
    memberOf: URIRef
    mentions: URIRef
    modality: URIRef
    model: URIRef
    note: URIRef
    partOf: URIRef
    plover: URIRef
    polarity: URIRef
    reason: URIRef
    region: URIRef
    repeats: URIRef
    requestDigest: URIRef
    rule: URIRef
    score: URIRef
    sentence: URIRef
    source: URIRef
    standfirst: URIRef
    state: URIRef
    status: URIRef
    tag: URIRef
    target: URIRef
    targetBegin: URIRef
    targetEnd: URIRef
    targetText: URIRef
    text: URIRef
    title: URIRef
    url: URIRef
    when: URIRef
    whenEnd: URIRef
    whenStart: URIRef
    where: URIRef
    why: URIRef


ACTION_SCHEME = URIRef(BASE + "actions")
BASE_GRAPH = URIRef(BASE + "graph/base")
"""Named graph of the reference data: ontology, action scheme, registry."""
ENTITY_GRAPH = URIRef(BASE + "graph/entities")
"""Named graph of the entities that documents name: labels, types and other names."""
RELATION_GRAPH = URIRef(BASE + "graph/relations")
"""Named graph of the relations: who did what to whom in how many claims and documents, and when."""

CLASS_OF = {
    EntityType.COUNTRY: AG.Country,
    EntityType.GOVERNMENT_BODY: AG.GovernmentBody,
    EntityType.INTERNATIONAL_ORGANISATION: AG.InternationalOrganisation,
    EntityType.COMPANY: AG.Company,
    EntityType.PERSON: AG.Person,
    EntityType.CRIMINAL_GROUP: AG.CriminalGroup,
    EntityType.GROUP: AG.Group,
    EntityType.PLACE: AG.Place,
    EntityType.EVENT: AG.Event,
    EntityType.LAW: AG.Law,
    EntityType.THING: AG.Thing,
}

PREFIXES = {
    "ag": BASE + "ontology#",
    "action": BASE + "action/",
    "actor": BASE + "actor/",
    "batch": BASE + "batch/",
    "claim": BASE + "claim/",
    "document": BASE + "document/",
    "match": BASE + "match/",
    "place": BASE + "place/",
    "relation": BASE + "relation/",
    "sentence": BASE + "sentence/",
    "thing": BASE + "thing/",
    "dcterms": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Prefixes that queries may use undeclared, and that exports are written with."""
