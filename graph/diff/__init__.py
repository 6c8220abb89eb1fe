"""Compares two sets of documents: claims or quads of two inputs in, findings and reports out. Extracts nothing.

The way of a claim:

1. `inputs`: a batch, a span of time, a store or an RDF file is a `DiffInput`, which gives `StoredClaim`s and quads.
2. `alignment`: each claim becomes a `BatchClaim`; its target is split into a `NounPhrase`; the claims on one target
   are a `TargetEntity`; target entities that are one thing in different words are joined by an `Alignment` and make a
   `Topic`.
3. `findings`: the claims of a topic reach the stages of a `StageSequence` as `Step`s; what moved is a `Development`.
   Claims with the same actor, concept and topic (`AlignedKey`) make a `RelationChange`; two texts that deny each other
   make a `Contradiction`. All findings are a `Diff`.
4. `render`: a finding becomes a `Verbalisation`, and a text, a page, a map, a brief or a JSON record.

`rdf` compares the quads themselves: sorted lines, canonical blank nodes, RDF Patch.
"""

from graph.diff.alignment.alignments import THRESHOLD
from graph.diff.compare import diff
from graph.diff.findings.model import SECTIONS, ActorChange, Contradiction, Diff, RelationChange, counts

__all__ = ["SECTIONS", "THRESHOLD", "ActorChange", "Contradiction", "Diff", "RelationChange", "counts", "diff"]
