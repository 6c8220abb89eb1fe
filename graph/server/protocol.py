"""The SPARQL 1.1 Protocol: parses HTTP requests into queries and turns replies into HTTP responses."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from urllib.parse import parse_qsl

from rdflib import RDF, Graph, Namespace, URIRef
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from graph.server.query_worker import ErrorReply, Reply
from graph.server.results import BINDINGS, GRAPHS, QueryRequest, QueryResult, accepted_types
from ontology.errors import QueryError

MAX_QUERY_BYTES = 64 * 1024
"""Most bytes of a query."""
MAX_REQUEST_BYTES = 4 * MAX_QUERY_BYTES
"""Most bytes of a request: a percent-encoded query and some graph names."""
BODY_SECONDS = 30.0
"""Seconds that a client may take to send the body of a request."""
FORM, SPARQL, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
READ_ONLY = "updates are not allowed: this server is read-only; to change the data, build again"
ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]+")
TRUNCATED = "Actorgraph-Truncated"
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = Namespace("http://www.w3.org/ns/formats/")
RESULT_FORMATS = (
    "SPARQL_Results_JSON SPARQL_Results_XML SPARQL_Results_CSV SPARQL_Results_TSV Turtle N-Triples JSON-LD RDF_XML"
).split()


class RefusedError(Exception):
    """A rejected request, with its status and reason."""

    def __init__(self, status: int, message: str) -> None:
        self.reply = ErrorReply(status, message)
        super().__init__(message)


async def query_request(request: Request, limit: int) -> QueryRequest | None:
    """The query of a request; None without one, which requests the service description.

    Raises RefusedError for requests that the protocol or this server does not allow.
    """
    fields = await _fields(request)
    names = {name for name, _ in fields}
    if names & {"update", "using-graph-uri", "using-named-graph-uri"}:
        raise RefusedError(403, READ_ONLY)
    queries = _values(fields, "query")
    if not queries and request.method != "POST" and not names - {"format"}:
        return None
    if len(queries) != 1:
        raise RefusedError(400, f"give exactly one query, as query=…; the request has {len(queries)}")
    if len(queries[0].encode()) > MAX_QUERY_BYTES:
        raise RefusedError(413, f"the query is longer than {MAX_QUERY_BYTES:,} bytes")
    form = next(iter(_values(fields, "format")), None)
    try:
        fitting = accepted_types(request.headers.get("accept", ""), form)
    except QueryError as error:
        raise RefusedError(400, str(error)) from error
    if fitting.bindings is None and fitting.graph is None:
        raise RefusedError(406, f"the available formats are {', '.join(dict.fromkeys([*BINDINGS, *GRAPHS]))}")
    graphs = (_graphs(fields, "default-graph-uri"), _graphs(fields, "named-graph-uri"))
    return QueryRequest(queries[0], fitting, limit, *graphs)


async def _fields(request: Request) -> list[tuple[str, str]]:
    """The fields of the URL and of the body of a POST."""
    in_address = request.query_params.multi_items()
    if request.method != "POST":
        return in_address
    media_type, _, rest = request.headers.get("content-type", "").partition(";")
    media_type = media_type.strip().casefold()
    if media_type == UPDATE:
        raise RefusedError(403, READ_ONLY)
    if media_type not in {FORM, SPARQL}:
        raise RefusedError(415, f"send a query as {SPARQL} or {FORM}, not as {media_type or 'nothing'}")
    charset = re.search(r"charset=\"?([\w-]+)", rest)
    if charset is not None and charset[1].casefold() not in {"utf-8", "us-ascii"}:
        raise RefusedError(415, f"send the query in UTF-8, not in {charset[1]}")
    body = await _body(request)
    if media_type == SPARQL:
        return [("query", body), *in_address]
    try:
        return [*parse_qsl(body, keep_blank_values=True, errors="strict", max_num_fields=100), *in_address]
    except ValueError as error:
        raise RefusedError(400, f"the form cannot be read: {error}") from error


async def _body(request: Request) -> str:
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for part in request.stream():
                body += part
                if len(body) > MAX_REQUEST_BYTES:
                    raise RefusedError(413, f"the request is larger than {MAX_REQUEST_BYTES:,} bytes")
    except TimeoutError:
        raise RefusedError(408, f"the request was not complete within {BODY_SECONDS:g} seconds") from None
    except ClientDisconnect:
        raise RefusedError(499, "the client has disconnected") from None
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise RefusedError(400, f"the query is not UTF-8: {error}") from error


def _values(fields: Sequence[tuple[str, str]], wanted_name: str) -> list[str]:
    return [value for name, value in fields if name == wanted_name]


def _graphs(fields: Sequence[tuple[str, str]], name: str) -> tuple[str, ...]:
    names = tuple(_values(fields, name))
    for value in names:
        if ABSOLUTE.fullmatch(value) is None:
            raise RefusedError(400, f"{name}={value}: a graph name must be an absolute IRI")
    return names


def response(reply: Reply, limit: int) -> Response:
    """A reply as an HTTP response."""
    if isinstance(reply, ErrorReply):
        headers = {"Retry-After": "1"} if reply.status == 503 else {}
        return PlainTextResponse(reply.message + "\n", reply.status, {**headers, "Vary": "Accept"})
    return _result_response(reply, limit)


def _result_response(answer: QueryResult, limit: int) -> Response:
    headers = {"Vary": "Accept", "Link": '</query>; rel="service-desc"'}
    if answer.is_cut:
        headers[TRUNCATED] = str(limit)
    return Response(answer.content, media_type=answer.media_type, headers=headers)


def description(address: str, accept: str, form: str | None) -> Response:
    """The SPARQL 1.1 Service Description of the endpoint at an address."""
    graph = Graph()
    graph.bind("sd", SD)
    service, dataset, union = URIRef(address), URIRef(f"{address}#dataset"), URIRef(f"{address}#union")
    graph.add((service, RDF.type, SD.Service))
    graph.add((service, SD.endpoint, service))
    graph.add((service, SD.supportedLanguage, SD.SPARQL11Query))
    graph.add((service, SD.feature, SD.UnionDefaultGraph))
    graph.add((service, SD.defaultDataset, dataset))
    graph.add((dataset, RDF.type, SD.Dataset))
    graph.add((dataset, SD.defaultGraph, union))
    graph.add((union, RDF.type, SD.Graph))
    for name in RESULT_FORMATS:
        graph.add((service, SD.resultFormat, FORMATS[name]))
    try:
        media_type = accepted_types(accept, form).graph or "text/turtle"
    except QueryError as error:
        return response(ErrorReply(400, str(error)), 0)
    names = {"application/n-triples": "nt", "application/rdf+xml": "xml", "text/turtle": "turtle"}
    content = graph.serialize(format=names.get(media_type, "json-ld"), encoding="utf-8")
    return Response(content, media_type=media_type, headers={"Vary": "Accept"})
