"""SPARQL over the store: named queries with checked parameters, and the user's own."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast

from rdflib import Dataset, Literal, URIRef
from rdflib.namespace import DCTERMS
from rdflib.query import Result
from rdflib.term import Node

from graph.network import period
from graph.read import aliases, entities
from ontology.actions import scheme
from ontology.errors import InputError, QueryError
from ontology.identity import action_id, iri, slug
from ontology.registry import registry
from ontology.vocabulary import PREFIXES

KINDS = ("entity", "action", "date", "number", "text")
PARAMETER = re.compile(r"# @param (\w+) (\w+) (\S+) (.+)")
FORMATS = {"csv": "csv", "json": "json", "xml": "xml", "ttl": "turtle"}
UNBOUND = "UNDEF"
QUOTED = re.compile(
    r"""<[^<>\s"{}|^`\\]*>|\"\"\".*?\"\"\"|'''.*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|#[^\n]*""", re.DOTALL
)
REFUSED = re.compile(r"\b(SERVICE|INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|COPY|MOVE|ADD)\b", re.IGNORECASE)
SERVICE = re.compile(r"([?$:][\w-]*)?(s)(?=ervice)", re.IGNORECASE | re.ASCII)
CLOSE = 0.6
LARGEST = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a named query. `default` is None where it must be given, "-" where it may be left out."""

    name: str
    kind: str
    default: str | None
    help: str


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query of `graph/queries`: its first comment is its help, `# @param` lines declare its parameters."""

    name: str
    help: str
    parameters: tuple[Parameter, ...]
    text: str


@cache
def named_queries() -> Mapping[str, NamedQuery]:
    """The named queries, by name in order. Raises QueryError for a file that breaks the form."""
    folder = files("graph").joinpath("queries")
    found = [
        read_query(entry.name.removesuffix(".rq"), entry.read_text(encoding="utf-8")) for entry in folder.iterdir()
    ]
    return {query.name: query for query in sorted(found, key=lambda query: query.name)}


def read_query(name: str, text: str) -> NamedQuery:
    """A named query from the text of its file. Raises QueryError where its comments are wrong."""
    help_lines, parameters = [], []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        if line.startswith("# @param"):
            parameters.append(_parameter(name, line))
        else:
            help_lines.append(line.removeprefix("#").strip())
    if not help_lines:
        raise QueryError(f"{name}.rq: the first line must be a comment that says what it answers")
    return NamedQuery(name, " ".join(help_lines), tuple(parameters), text)


def _parameter(query: str, line: str) -> Parameter:
    match = PARAMETER.fullmatch(line)
    if match is None or match[2] not in KINDS:
        raise QueryError(f"{query}.rq: {line!r} is not of the form '# @param NAME {'|'.join(KINDS)} DEFAULT HELP'")
    return Parameter(match[1], match[2], None if match[3] == "required" else match[3], match[4])


def run_named(data: Dataset, name: str, given: Mapping[str, str]) -> Result:
    """The result of a named query. Raises QueryError for an unknown name, parameter or value."""
    return run(data, named_text(data, name, given))


def named_text(data: Dataset, name: str, given: Mapping[str, str]) -> str:
    """The SPARQL of a named query with the values in it. Raises QueryError for an unknown name, parameter or value."""
    if name not in named_queries():
        raise QueryError(
            f"{name}: no such query{_did_you_mean(name, list(named_queries()))}; see: actorgraph query --list"
        )
    query = named_queries()[name]
    known = {parameter.name for parameter in query.parameters}
    for key in given:
        if key not in known:
            raise QueryError(f"{name} has no parameter {key!r}; it has: {', '.join(sorted(known))}")
    terms = {parameter.name: _term(data, query, parameter, given) for parameter in query.parameters}
    return re.sub(r"\$(\w+)", lambda match: terms[match[1]], query.text)


def run(data: Dataset, text: str) -> Result:
    """The result of a SPARQL 1.1 query; the project's prefixes need not be declared.

    Raises QueryError where it is not valid, would change the store or would ask another server.
    """
    try:
        return data.query(harmless(text), initNs=PREFIXES)
    except (SyntaxError, ValueError) as error:
        raise QueryError(invalid(error)) from error


def invalid(error: Exception) -> str:
    """What the parser says against a query, in one line."""
    return f"the query is not valid SPARQL: {' '.join(str(error).split())}"


def harmless(text: str) -> str:
    """The query, written so that it can ask no other server whatever its text is.

    Raises QueryError, which names the word, where it plainly would change the store or ask another server.
    """
    refused = REFUSED.search(QUOTED.sub(" ", text))
    if refused is not None and not _is_name(text, refused[0]):
        raise QueryError(f"{refused[0].upper()} is not allowed here: queries read this store and nothing else")
    # A search cannot tell every keyword from a word in a string or an IRI: `a:\' SERVICE … a:\'` is no string. So
    # the letters are written as an escape wherever they are not part of a variable or a name: in strings and IRIs
    # that means the same, and a keyword with an escape in it is none.
    return SERVICE.sub(lambda found: found[0] if found[1] else f"\\u{ord(found[2]):04x}", text)


def _is_name(text: str, word: str) -> bool:
    """True if the word stands only in names such as `?add` or `action:move`."""
    return re.search(rf"(?<![?$:\w-]){word}(?![\w:-])", QUOTED.sub(" ", text), re.IGNORECASE) is None


def serialize(result: Result, form: str) -> bytes:
    """A result in one of `FORMATS`. Raises QueryError where the form does not fit the kind of query."""
    is_graph = result.type in {"CONSTRUCT", "DESCRIBE"}
    if is_graph != (form == "ttl"):
        fitting = "ttl" if is_graph else "table, csv, json or xml"
        raise QueryError(f"the result of a {result.type} query cannot be written as {form}; use --format {fitting}")
    return cast("bytes", (result if is_graph else _bound(result)).serialize(format=FORMATS[form]))


def _bound(result: Result) -> Result:
    """The result without its unbound values, which some of rdflib's serializers stumble over."""
    if result.type != "SELECT":
        return result
    clean = Result("SELECT")
    clean.vars = result.vars
    clean.bindings = [{name: value for name, value in row.items() if value is not None} for row in result.bindings]
    return clean


def rows(result: Result) -> tuple[list[str], list[list[str]]]:
    """Column names and rows of a SELECT or ASK result, each value as a person would write it."""
    if result.type == "ASK":
        return ["answer"], [["yes" if result.askAnswer else "no"]]
    if result.type != "SELECT":
        return ["subject", "predicate", "object"], sorted(
            [short(term) for term in triple] for triple in result.graph or ()
        )
    columns = [str(variable) for variable in result.vars or []]
    return columns, [[short(value) for value in row] for row in cast("Sequence[Sequence[Node | None]]", list(result))]


def short(term: Node | None) -> str:
    """A value as text, an IRI with its prefix where one is known."""
    if term is None:
        return ""
    if isinstance(term, URIRef):
        for prefix, namespace in PREFIXES.items():
            if term.startswith(namespace):
                return f"{prefix}:{term.removeprefix(namespace)}"
    return str(term)


def entity_iri(data: Dataset, name: str) -> URIRef:
    """The IRI of an entity by its label, another name, slug or id.

    Raises InputError, with the names that are close, if the store has none.
    """
    known = entities(data)
    for identifier in (name, *(f"{kind}/{slug(name)}" for kind in ("actor", "thing", "place"))):
        if identifier in known:
            return URIRef(iri(identifier))
    found = registry().find(name) or registry().country_of(name)
    if found is not None:
        return URIRef(iri(found.id))
    for identifier in (name, *(f"{kind}/{slug(name)}" for kind in ("actor", "thing", "place"))):
        kept = data.value(URIRef(iri(identifier)), DCTERMS.isReplacedBy)
        if kept is not None:
            return URIRef(str(kept))
    wanted = name.casefold()
    for identifier, others in aliases(data).items():
        if wanted in {other.casefold() for other in others}:
            return URIRef(iri(identifier))
    labels = sorted({entity.label for entity in known.values()})
    raise InputError(name, f"nobody and nothing of this name in the store{_did_you_mean(name, labels)}")


def _did_you_mean(name: str, known: Sequence[str]) -> str:
    by_folded = {label.casefold(): label for label in known}
    close = difflib.get_close_matches(name.casefold(), list(by_folded), n=3, cutoff=CLOSE)
    return f"; did you mean {', '.join(by_folded[label] for label in close)}?" if close else ""


def _term(data: Dataset, query: NamedQuery, parameter: Parameter, given: Mapping[str, str]) -> str:
    value = given.get(parameter.name, parameter.default)
    if value is None:
        raise QueryError(f"{query.name} needs --param {parameter.name}=…: {parameter.help}")
    if value == "-" and parameter.name not in given:
        return UNBOUND
    return _checked(data, parameter, value)


def _checked(data: Dataset, parameter: Parameter, value: str) -> str:
    """A value as a SPARQL term; nothing of what the user wrote gets into the query as syntax."""
    if parameter.kind == "entity":
        return entity_iri(data, value).n3()
    if parameter.kind == "action":
        concept = scheme().concepts.get(slug(value)) or scheme().concept_of(value.casefold())
        if concept is None:
            raise QueryError(f"{value}: no such action{_did_you_mean(value, list(scheme().lemmas))}")
        return URIRef(iri(action_id(concept.id))).n3()
    if parameter.kind == "number":
        if not value.isdecimal() or int(value) > LARGEST:
            raise QueryError(f"{parameter.name}={value}: write a whole number, at most {LARGEST:,}")
        return str(int(value))
    if parameter.kind == "date":
        period(parameter.name, value)
    return Literal(value).n3()
