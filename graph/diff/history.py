"""Writes the history of several batches: one line for each development, with what each batch says of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from graph.diff.alignment.actor_names import one_name_each
from graph.diff.alignment.alignments import THRESHOLD
from graph.diff.alignment.batch_claims import batch_claims
from graph.diff.alignment.statements import statements
from graph.diff.alignment.subjects import readings
from graph.diff.findings.developments import developments
from graph.diff.findings.model import Development
from graph.diff.render.as_json import development_record
from graph.diff.render.as_text import LIMIT
from graph.diff.render.grammar import counted, sentence
from graph.diff.render.verbalisation import history, title
from graph.rdf.stored_claim import StoredClaim
from graph.rdf.stored_sentence import StoredSentence
from graph.review.identity import Pair


def log(
    batches: Sequence[Iterable[StoredClaim]],
    threshold: float = THRESHOLD,
    apart: frozenset[Pair] = frozenset(),
    sentences: Sequence[Sequence[StoredSentence]] = (),
) -> list[Development]:
    """What moved over the batches, the most important first; the batches are in the order of time.

    `apart`: the pairs of ids that a person keeps apart. `sentences`: those of each batch.
    """
    claims, _ = one_name_each(batch_claims(batches), apart)
    return developments(claims, threshold, statements(readings(sentences, claims), claims))


def log_text(moved: Sequence[Development], names: Sequence[str], limit: int = LIMIT) -> str:
    """One line for each development: "The conference: 2025-10 proposed, 2026-01 held".

    `names` are those of the batches; `limit` is the number of lines, 0 for all.
    """
    batches = counted(len(names), "batch", "batches")
    lines = [f"{names[0]} -> {names[-1]}: {counted(len(moved), 'development')} in {batches}", ""]
    shown = moved[: limit or None]
    lines += [log_line(development, names) for development in shown]
    if len(shown) < len(moved):
        lines.append(f"… and {len(moved) - len(shown):,} more; --limit 0 shows all")
    return "\n".join([*lines, ""])


def log_line(development: Development, names: Sequence[str]) -> str:
    """A development in one line."""
    parts = [f"{names[batch]} {words}" for batch, words in history(development)]
    return f"» {sentence(title(development)).rstrip('.')}: {' -> '.join(parts)}"


def log_json(moved: Sequence[Development], names: Sequence[str]) -> str:
    """The developments as JSON; docs/diff.schema.json describes each."""
    records = [development_record(development, tuple(names)) for development in moved]
    return json.dumps({"batches": list(names), "developments": records}, ensure_ascii=False, indent=2) + "\n"
