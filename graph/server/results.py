"""Runs a SPARQL query and serializes its result in the format the client accepts, cut at a limit."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType

import mimeparse
import pyoxigraph as ox
from rdflib import Dataset

from graph.query.engine import local_only, names_graphs, syntax_message
from graph.query.xml_text import well_formed
from graph.store.oxigraph import oxigraph_store, serialize
from ontology.errors import QueryError
from ontology.identifiers import iri
from ontology.vocabulary import PREFIXES

TRUNCATED = iri("result/truncated")
"""The link in the head of a result that was cut."""
BINDINGS = MappingProxyType(
    {
        "text/csv": ox.QueryResultsFormat.CSV,
        "text/tab-separated-values": ox.QueryResultsFormat.TSV,
        "application/sparql-results+xml": ox.QueryResultsFormat.XML,
        "application/json": ox.QueryResultsFormat.JSON,
        "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    }
)
"""Formats of SELECT and ASK results; of equally acceptable ones the last is used."""
GRAPHS = MappingProxyType(
    {
        "application/rdf+xml": ox.RdfFormat.RDF_XML,
        "application/json": ox.RdfFormat.JSON_LD,
        "application/ld+json": ox.RdfFormat.JSON_LD,
        "application/n-triples": ox.RdfFormat.N_TRIPLES,
        "text/turtle": ox.RdfFormat.TURTLE,
    }
)
"""Formats of CONSTRUCT and DESCRIBE results, likewise."""
NAMES = MappingProxyType(
    {
        "json": ("application/sparql-results+json", "application/ld+json"),
        "xml": ("application/sparql-results+xml", "application/rdf+xml"),
        "csv": ("text/csv", None),
        "tsv": ("text/tab-separated-values", None),
        "turtle": (None, "text/turtle"),
        "ttl": (None, "text/turtle"),
        "nt": (None, "application/n-triples"),
        "n-triples": (None, "application/n-triples"),
        "json-ld": (None, "application/ld+json"),
        "jsonld": (None, "application/ld+json"),
        "rdf+xml": (None, "application/rdf+xml"),
        "rdf": (None, "application/rdf+xml"),
    }
)
"""Values of `format=`, for clients that cannot send an Accept header."""
NOTE = "The result was truncated after {limit} {what}; there are more."


class NotAcceptableError(QueryError):
    """The client accepts no format that fits the query form."""


@dataclass(frozen=True, slots=True)
class AcceptedTypes:
    """The media types for a table and for a graph; None if the client accepts none of ours."""

    bindings: str | None
    graph: str | None


@dataclass(frozen=True, slots=True)
class QueryRequest:
    """A query with the accepted formats, the limit of rows, and the RDF dataset of the SPARQL Protocol."""

    text: str
    accepted: AcceptedTypes
    limit: int
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QueryResult:
    """A serialized result; `is_cut` if there were more rows or triples than the limit."""

    content: bytes
    media_type: str
    is_cut: bool = False


def accepted_types(accept: str, name: str | None) -> AcceptedTypes:
    """The formats requested by an Accept header or `format=`. Raises QueryError if they are malformed."""
    if name is not None:
        if name.casefold() in NAMES:
            return AcceptedTypes(*NAMES[name.casefold()])
        accept = name
    try:
        return AcceptedTypes(_best(BINDINGS, accept), _best(GRAPHS, accept))
    except mimeparse.MimeTypeParseException as error:
        requested = f"format={name}" if name is not None else f"the Accept header {accept!r}"
        raise QueryError(f"{requested} is not a known format; the formats are: {', '.join(NAMES)}") from error


def _best(supported: Iterable[str], accept: str) -> str | None:
    return mimeparse.best_match(list(supported), accept or "*/*") or None


def run_query(data: Dataset, question: QueryRequest) -> QueryResult:
    """Run a query. Raises QueryError if it is invalid, NotAcceptableError if no accepted format fits."""
    result = _executed(data, question)
    if isinstance(result, ox.QueryTriples):
        return _graph(result, question)
    if question.accepted.bindings is None:
        raise NotAcceptableError(f"a SELECT or ASK query is answered as {', '.join(reversed(BINDINGS))}")
    media_type = question.accepted.bindings
    form = BINDINGS[media_type]
    if isinstance(result, ox.QueryBoolean):
        return QueryResult(_bytes(result.serialize(format=form)), media_type)
    return _table(result, form, question)


def _executed(data: Dataset, question: QueryRequest) -> ox.QueryBoolean | ox.QuerySolutions | ox.QueryTriples:
    is_given = bool(question.default_graphs or question.named_graphs)
    try:
        return oxigraph_store(data).query(
            local_only(question.text),
            prefixes=PREFIXES,
            # Oxigraph would read the union whatever FROM says
            use_default_graph_as_union=not (is_given or names_graphs(question.text)),
            default_graph=[*_graphs(data, question.default_graphs)] if is_given else None,
            named_graphs=[*_graphs(data, question.named_graphs)] if is_given else None,
        )
    except (SyntaxError, ValueError) as error:
        raise QueryError(syntax_message(error)) from error


def _graphs(data: Dataset, names: Sequence[str]) -> list[ox.NamedNode]:
    """The graphs of these names. Raises QueryError if the store does not have one of them."""
    for name in names:
        if not oxigraph_store(data).contains_named_graph(ox.NamedNode(name)):
            raise QueryError(f"{name}: no such graph in this build; graphs are not loaded from other servers")
    return [ox.NamedNode(name) for name in names]


def _table(result: ox.QuerySolutions, form: ox.QueryResultsFormat, question: QueryRequest) -> QueryResult:
    """The first rows, as JSON and converted from there, because Oxigraph can only serialize complete results."""
    names = [variable.value for variable in result.variables]
    kept = [
        {name: _value(term) for name, term in zip(names, row, strict=True) if term is not None}
        for row in islice(result, question.limit)
    ]
    is_cut = next(result, None) is not None
    link = {"link": [TRUNCATED]} if is_cut else {}
    document = {"head": {"vars": names, **link}, "results": {"bindings": kept}}
    content = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    if form != ox.QueryResultsFormat.JSON:
        content = _bytes(ox.parse_query_results(content, format=ox.QueryResultsFormat.JSON).serialize(format=form))
    if form == ox.QueryResultsFormat.XML:
        content = well_formed(content)
    if is_cut and form == ox.QueryResultsFormat.XML:
        content = content.replace(b"</head>", f'<link href="{TRUNCATED}"/></head>'.encode(), 1)
    return QueryResult(content, str(question.accepted.bindings), is_cut)


def _value(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> dict[str, object]:
    """A term in SPARQL results JSON."""
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _value(part) for name, part in parts.items()}}
    if term.language is not None:
        return {"type": "literal", "value": term.value, "xml:lang": term.language}
    datatype = {} if term.datatype.value.endswith("#string") else {"datatype": term.datatype.value}
    return {"type": "literal", "value": term.value, **datatype}


def _graph(result: ox.QueryTriples, question: QueryRequest) -> QueryResult:
    if question.accepted.graph is None:
        raise NotAcceptableError(f"a CONSTRUCT or DESCRIBE query is answered as {', '.join(reversed(GRAPHS))}")
    media_type = question.accepted.graph
    kept = list(islice(result, question.limit))
    is_cut = next(result, None) is not None
    content = serialize(kept, GRAPHS[media_type])
    if GRAPHS[media_type] == ox.RdfFormat.RDF_XML:
        content = well_formed(content)
    if is_cut:
        content = _noted(content, GRAPHS[media_type], NOTE.format(limit=question.limit, what="triples"))
    return QueryResult(content, media_type, is_cut)


def _noted(content: bytes, form: ox.RdfFormat, note: str) -> bytes:
    """The graph with a comment, if its format has comments."""
    if form in (ox.RdfFormat.TURTLE, ox.RdfFormat.N_TRIPLES):
        return f"# {note}\n".encode() + content
    if form == ox.RdfFormat.RDF_XML:
        return content.rstrip() + f"\n<!-- {note} -->\n".encode()
    return content


def _bytes(written: bytes | None) -> bytes:
    return written or b""
