"""What two sets of documents say differently: quads, claims, relations, actors, and what moved."""

from graph.diff.alignment.targets import THRESHOLD
from graph.diff.compare import diff
from graph.diff.findings.model import SECTIONS, ActorChange, Contradiction, Diff, RelationChange, counts

__all__ = ["SECTIONS", "THRESHOLD", "ActorChange", "Contradiction", "Diff", "RelationChange", "counts", "diff"]
