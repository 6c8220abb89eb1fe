"""Writes docs/ontology.md from ontology/data/actorgraph.ttl and ontology/data/actions.toml."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from rdflib import OWL, RDF, RDFS, Graph, URIRef

from ontology.actions import scheme
from ontology.vocabulary import AG

PAGE = Path(__file__).resolve().parent / "ontology.md"
HEAD = """# The ontology

Every class, value, property and action of the graph. `python docs/make_ontology.py` writes this page from
`ontology/data/actorgraph.ttl` and `ontology/data/actions.toml`.

```mermaid
graph LR
  Claim["Claim<br/>when, alleged, confidence, rule"]
  Sentence["Sentence<br/>text, begin, end"]
  Relation["Relation<br/>claimCount, documentCount, status, firstDate, lastDate"]
  Document["Document<br/>title, date, url, source"]
  Entity["Entity<br/>label, altLabel, firstSeen, lastSeen"]
  Match["Match<br/>state, score, reason, why"]
  Claim -- actor --> Actor
  Claim -- action, actionClass --> Action
  Claim -- target --> Entity
  Claim -- polarity --> Polarity
  Claim -- modality --> Modality
  Claim -- attribution --> Actor
  Claim -- where --> Place
  Claim -- sentence --> Sentence
  Claim -- document --> Document
  Sentence -- document --> Document
  Document -- batch --> Batch
  Document -- mentions --> Entity
  Actor -. "action:… (direct triple)" .-> Entity
  Actor -- subClassOf --> Entity
  Place -- subClassOf --> Entity
  Actor -- memberOf --> Actor
  Entity -- country --> Country
  Country -- subClassOf --> Actor
  Entity -- partOf --> Entity
  Match -- "matchOf (twice)" --> Entity
  Entity -. "dcterms:isReplacedBy (what was merged)" .-> Entity
  Action -- skos:broader --> Action
```

Prefixes: `ag:` is `https://w3id.org/actorgraph/ontology#`; `actor:`, `thing:`, `place:`, `action:`,
`claim:`, `document:`, `batch:` are `https://w3id.org/actorgraph/actor/` and so on. Queries need not declare these
prefixes.
"""
SECTIONS = (
    ("Classes", OWL.Class),
    ("Values", None),
    ("Properties between resources", OWL.ObjectProperty),
    ("Properties with values", OWL.DatatypeProperty),
)


def page() -> str:
    """Return the text of docs/ontology.md."""
    graph = Graph().parse(data=files("ontology").joinpath("data", "actorgraph.ttl").read_text(encoding="utf-8"))
    lines = [HEAD]
    for title, kind in SECTIONS:
        lines += [f"## {title}", "", "| term | meaning | domain → range | broader terms |", "|---|---|---|---|"]
        lines += [*_rows(graph, kind), ""]
    lines += ["## Actions", "", *_actions()]
    return "\n".join(lines) + "\n"


def _rows(graph: Graph, kind: URIRef | None) -> Iterator[str]:
    kinds = {kind} if kind is not None else {AG.Polarity, AG.Modality}
    for node in sorted({s for k in kinds for s in graph.subjects(RDF.type, k)}):
        if not str(node).startswith(str(AG)):
            continue
        broader = [*graph.objects(node, RDFS.subClassOf), *graph.objects(node, RDFS.subPropertyOf)]
        domain_and_range = [graph.value(node, RDFS.domain), graph.value(node, RDFS.range)]
        scope = " → ".join(_name(graph, end) for end in domain_and_range if end is not None)
        comment = graph.value(node, RDFS.comment)
        names = ", ".join(sorted(_name(graph, term) for term in broader))
        yield f"| `{_name(graph, node)}` | {comment} | {scope} | {names} |"


def _name(graph: Graph, node: object) -> str:
    return graph.namespace_manager.normalizeUri(str(node)).replace("<", "").replace(">", "")


def _actions() -> Iterator[str]:
    yield "| class | narrower class | meaning | PLOVER | CAMEO | verbs |"
    yield "|---|---|---|---|---|---|"
    for top in scheme().classes():
        for concept in (top, *scheme().narrower(top.id)):
            cells = ["" if concept is not top else f"**{top.id}**", "" if concept is top else concept.id]
            cells += [concept.definition, concept.plover or "", concept.cameo or "", ", ".join(concept.lemmas)]
            yield f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
