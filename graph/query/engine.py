"""Runs SPARQL on the store, without a time limit: named queries with checked parameters, and queries of the user."""

from __future__ import annotations

import difflib
import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from rdflib import Dataset, URIRef
from rdflib.namespace import DCTERMS, RDFS, SKOS
from rdflib.query import Result
from rdflib.term import Node

from graph.query.catalogue import SHARE, NamedQuery, Parameter, named_queries
from graph.query.literals import excerpt, prefixed, string_literal
from graph.query.nesting import check_nesting
from graph.query.tables.answers import answer, named_in_tables
from graph.query.xml_text import well_formed
from graph.rdf.relations import period
from graph.store.entities import entities, known_entities
from ontology.actions import scheme
from ontology.errors import InputError, QueryError
from ontology.identifiers import action_id, id_of, iri, slug
from ontology.model import Entity
from ontology.names import plain_name
from ontology.vocabulary import PREFIXES

log = logging.getLogger(__name__)

FORMATS = {"csv": "csv", "json": "json", "xml": "xml", "ttl": "turtle"}
UNBOUND = "UNDEF"
ID = re.compile(r"(?:actor|thing|place)/\S+")
DATE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")
QUOTED_TEXT = re.compile(
    r"""<[^<>\s"{}|^`\\]*>|\"\"\".*?\"\"\"|'''.*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|#[^\n]*""", re.DOTALL
)
REFUSED_KEYWORD = re.compile(r"\b(SERVICE|INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|COPY|MOVE|ADD)\b", re.IGNORECASE)
SERVICE = re.compile(r"([?$:][\w-]*)?(s)(?=ervice)", re.IGNORECASE | re.ASCII)
FROM = re.compile(r"(?<![?$:\w-])FROM\s*(?:NAMED\b|<|[\w-]*:)", re.IGNORECASE)
NAME_QUERY = """SELECT DISTINCT ?node ?name WHERE {
  ?node $term ?name FILTER(LCASE(STR(?name)) IN ($names))
} ORDER BY STR(?node) ?name"""
MIN_CLOSENESS = 0.6
MAX_EXPECTED = 60
"""A longer list of what the parser expected is left out of the message."""
MAX_NUMBER = 1_000_000_000


def is_sparql(text: str) -> bool:
    """True for SPARQL, false for the name of a query or of a file."""
    return any(mark in text for mark in "{}") or len(text.split()) > 1


def run_named(data: Dataset, name: str, given: Mapping[str, str]) -> Result:
    """The result of a named query. Raises QueryError or InputError for an unknown name, parameter or value."""
    return run(data, bound(data, name, given))


def bound(data: Dataset, name: str, given: Mapping[str, str]) -> str:
    """The SPARQL of a named query with its parameters inserted. Raises QueryError or InputError as `run_named`."""
    if name not in named_queries():
        raise QueryError(
            f"{excerpt(name)}: no such query{_did_you_mean(name, list(named_queries()))}; see: actorgraph query --list"
        )
    query = named_queries()[name]
    known = {parameter.name for parameter in query.parameters}
    for key in given:
        if key not in known:
            raise QueryError(f"{name} has no parameter {excerpt(key)!r}; it has: {', '.join(sorted(known))}")
    terms = {parameter.name: _parameter_term(data, query, parameter, given) for parameter in query.parameters}
    # a single pass, so that a `$name` inside a value is not replaced
    return re.sub(r"\$(\w+)", lambda match: terms[match[1]], query.body)


def explained(text: str) -> str:
    """The query with declarations of the project's prefixes that it uses, so that it runs on any endpoint."""
    return prefixed(text, PREFIXES)


def run(data: Dataset, text: str) -> Result:
    """The result of a SPARQL 1.1 query; the project's prefixes need not be declared.

    The SPARQL of a named query is answered from the tables of a large store, with the same rows. Raises QueryError if
    it is invalid, would change the store or would access another server.
    """
    log.debug("query: %s", text)
    from_tables = answer(data, text)
    if from_tables is not None:
        return from_tables
    try:
        if names_graphs(text):
            # for a Dataset with a union default graph, rdflib would ignore FROM
            return data.store.query(local_only(text), PREFIXES, {}, "")
        return data.query(local_only(text), initNs=PREFIXES)
    except (SyntaxError, ValueError) as error:
        raise QueryError(syntax_message(error)) from error


def syntax_message(error: Exception) -> str:
    """The message of a parser error, in one line."""
    message = " ".join(str(error).split())
    place, _, expected = message.partition(": expected ")
    if "Prefix not found" in expected:
        message = f"{place}: a prefix that is neither declared with PREFIX nor one of {', '.join(sorted(PREFIXES))}"
    elif len(expected) > MAX_EXPECTED:
        message = f"{place}: unexpected here"
    return f"the query is not valid SPARQL: {message}"


def local_only(text: str) -> str:
    """The query, rewritten so that it cannot access another server (SERVICE), whatever its text.

    Raises QueryError, naming the keyword, if it contains an update or SERVICE; also if it is nested too deeply.
    """
    bare = QUOTED_TEXT.sub(" ", text)
    check_nesting(bare)
    refused = REFUSED_KEYWORD.search(bare)
    if refused is not None and not _is_name(text, refused[0]):
        raise QueryError(f"{refused[0].upper()} is not allowed: a query can only read this store")
    # A regular expression cannot distinguish every keyword from text in a string or IRI: `a:\' SERVICE … a:\'` is not
    # a string. So the first letter is written as a code point escape wherever it is not part of a variable or name:
    # strings and IRIs keep their meaning, and an escaped keyword is not a keyword.
    return SERVICE.sub(lambda match: match[0] if match[1] else f"\\u{ord(match[2]):04x}", text)


def names_graphs(text: str) -> bool:
    """True if the query names its graphs with FROM."""
    return FROM.search(QUOTED_TEXT.sub(lambda match: "<>" if match[0].startswith("<") else " ", text)) is not None


def _is_name(text: str, word: str) -> bool:
    """True if the word only occurs in names such as `?add` or `action:move`."""
    return re.search(rf"(?<![?$:\w-]){word}(?![\w:-])", QUOTED_TEXT.sub(" ", text), re.IGNORECASE) is None


def serialize(result: Result, form: str) -> bytes:
    """A result in one of `FORMATS`. Raises QueryError if the format does not fit the query form."""
    is_graph = result.type in {"CONSTRUCT", "DESCRIBE"}
    if is_graph != (form == "ttl"):
        fitting = "ttl" if is_graph else "table, csv, json or xml"
        raise QueryError(f"the result of a {result.type} query cannot be written as {form}; use --format {fitting}")
    content = cast("bytes", (result if is_graph else _without_unbound(result)).serialize(format=FORMATS[form]))
    return well_formed(content) if form == "xml" else content


def _without_unbound(result: Result) -> Result:
    """The result without unbound values, which some serializers of rdflib cannot handle."""
    if result.type != "SELECT":
        return result
    clean = Result("SELECT")
    clean.vars = result.vars
    clean.bindings = [{name: value for name, value in row.items() if value is not None} for row in result.bindings]
    return clean


def rows(result: Result) -> tuple[list[str], list[list[str]]]:
    """Column names and rows of a result, with values as readable text."""
    if result.type == "ASK":
        return ["answer"], [["yes" if result.askAnswer else "no"]]
    if result.type != "SELECT":
        return ["subject", "predicate", "object"], sorted(
            [short(term) for term in triple] for triple in result.graph or ()
        )
    columns = [str(variable) for variable in result.vars or []]
    return columns, [[short(value) for value in row] for row in cast("Sequence[Sequence[Node | None]]", list(result))]


def short(term: Node | None) -> str:
    """A value as text; an IRI with its prefix if one is known."""
    if term is None:
        return ""
    if isinstance(term, URIRef):
        for prefix, namespace in PREFIXES.items():
            if term.startswith(namespace):
                return f"{prefix}:{term.removeprefix(namespace)}"
    return str(term)


def entity_iri(data: Dataset, name: str) -> URIRef:
    """The IRI of an entity by id (also a merged one), label, alternative name or slug; actors take precedence.

    Raises InputError, with similar names, if the store has no such entity, or if the name is ambiguous.
    """
    if ID.fullmatch(name) and known_entities(data, [URIRef(iri(name))]):
        return URIRef(iri(name))
    kept = data.value(URIRef(iri(name)), DCTERMS.isReplacedBy) if ID.fullmatch(name) else None
    if kept is not None:
        return URIRef(str(kept))
    names = dict.fromkeys((name, plain_name(name)))  # "the United States" is written without the article in the store
    named = next(filter(None, (_ids_named(data, it) for it in names)), [])
    if len(named) > 1:
        raise InputError(excerpt(name), f"is the name of several entities: {', '.join(named)}; give the id")
    if named:
        return URIRef(iri(named[0]))
    for identifier in (f"{kind}/{slug(name)}" for kind in ("actor", "thing", "place")):
        if known_entities(data, [URIRef(iri(identifier))]):
            return URIRef(iri(identifier))
    labels = sorted({entity.label for entity in entities(data).values()})
    raise InputError(excerpt(name), f"no entity with this name in the store{_did_you_mean(name, labels)}")


def _ids_named(data: Dataset, name: str) -> list[str]:
    """The ids of the entities with this label, else with this alternative name; only the actors if there are any."""
    by_label, by_alias = (_entities_named(data, term, name) for term in (RDFS.label, SKOS.altLabel))
    for by_id in (by_label, by_alias):
        actors = [identifier for identifier, entity in by_id.items() if entity.is_actor]
        if actors:
            return actors
    return [*(by_label or by_alias)]


def _entities_named(data: Dataset, term: URIRef, name: str) -> dict[str, Entity]:
    """By id, sorted, the entities with this name, ignoring case."""
    named = named_in_tables(data, term, name)
    nodes = _nodes_named(data, term, name) if named is None else named
    entities_by_id = known_entities(data, sorted(nodes, key=str))
    return {identifier: entities_by_id[identifier] for identifier in sorted(entities_by_id)}


def _nodes_named(data: Dataset, term: URIRef, name: str) -> Iterable[Node]:
    """The nodes with this name, ignoring case.

    The engine filters the names; non-ASCII names are compared in Python, because case folding (ẞ, ss) differs.
    """
    texts = ", ".join(string_literal(text) for text in sorted({name.lower(), name.casefold()}))
    text = NAME_QUERY.replace("$term", term.n3()).replace("$names", texts)
    pairs = data.query(text, initNs=PREFIXES) if name.isascii() else data.subject_objects(term)
    wanted = name.casefold()
    return {node for node, label in cast("Iterable[tuple[Node, Node]]", pairs) if str(label).casefold() == wanted}


def merged_ids(data: Dataset, text: str) -> dict[str, str]:
    """By merged id in a query, the id that was kept: a query for a merged id has no results."""
    named = {f"{kind}/{key}" for kind, key in re.findall(r"\b(actor|thing|place)[:/]([\w.-]+)", text)}
    kept_ids = {}
    for identifier in sorted(named):
        kept = data.value(URIRef(iri(identifier)), DCTERMS.isReplacedBy)
        if kept is not None:
            kept_ids[identifier] = id_of(str(kept))
    return kept_ids


def _did_you_mean(name: str, known: Sequence[str]) -> str:
    by_folded = {label.casefold(): label for label in known}
    close = difflib.get_close_matches(name.casefold(), list(by_folded), n=3, cutoff=MIN_CLOSENESS)
    return f"; did you mean {', '.join(by_folded[label] for label in close)}?" if close else ""


def _parameter_term(data: Dataset, query: NamedQuery, parameter: Parameter, given: Mapping[str, str]) -> str:
    value = given.get(parameter.name, parameter.default)
    if value is None:
        raise QueryError(f"{query.name} needs --param {parameter.name}=…: {parameter.help}")
    if value == "-" and parameter.name not in given:
        return UNBOUND
    return _value_term(data, parameter, value)


def _value_term(data: Dataset, parameter: Parameter, value: str) -> str:
    """A value as a SPARQL term, so that user input cannot become query syntax."""
    if parameter.kind == "entity":
        return entity_iri(data, value).n3()
    if parameter.kind == "action":
        concept = scheme().concepts.get(slug(value)) or scheme().concept_of(value.casefold())
        if concept is None:
            raise QueryError(f"{excerpt(value)}: no such action{_did_you_mean(value, list(scheme().lemmas))}")
        return URIRef(iri(action_id(concept.id))).n3()
    if parameter.kind == "number":
        if not value.isdecimal() or len(value) > len(str(MAX_NUMBER)) or int(value) > MAX_NUMBER:
            raise QueryError(f"{parameter.name}={excerpt(value)}: write a whole number, at most {MAX_NUMBER:,}")
        return str(int(value))
    if parameter.kind == "share":
        if not re.fullmatch(SHARE, value):
            raise QueryError(f"{parameter.name}={excerpt(value)}: write a number from 0 to 1, such as 0.75")
        return value
    if parameter.kind == "date" and not DATE.fullmatch(value):
        # raises a precise message; the dates with a time that it accepts would match nothing in the store
        period(parameter.name, excerpt(value))
        raise InputError(parameter.name, f"{excerpt(value)!r} is not a date; write 2025, 2025-10 or 2025-10-27")
    return string_literal(value)
