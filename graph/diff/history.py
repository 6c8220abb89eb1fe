"""Many batches in order: one line for each development, with what each batch said of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from graph.diff.alignment.targets import THRESHOLD
from graph.diff.compare import numbered
from graph.diff.findings.developments import Development, developments
from graph.diff.render.as_json import development_record
from graph.diff.render.as_text import LIMIT
from graph.diff.render.english import counted, sentence
from graph.diff.render.verbalisation import history, title
from graph.rdf.stored_claim import StoredClaim


def log(batches: Sequence[Iterable[StoredClaim]], threshold: float = THRESHOLD) -> list[Development]:
    """What moved over the batches, which stand in the order of time; the weightiest first."""
    return developments(numbered(batches), threshold)


def log_text(found: Sequence[Development], names: Sequence[str], limit: int = LIMIT) -> str:
    """One line for each development: "The conference: 2025-10 proposed, 2026-01 held"."""
    lines = [f"{names[0]} -> {names[-1]}: {counted(len(found), 'development')} in {counted(len(names), 'batch')}", ""]
    lines[0] = lines[0].replace("batchs", "batches")
    shown = found[: limit or None]
    lines += [log_line(one, names) for one in shown]
    if len(shown) < len(found):
        lines.append(f"… and {len(found) - len(shown):,} more; --limit 0 shows all")
    return "\n".join([*lines, ""])


def log_line(one: Development, names: Sequence[str]) -> str:
    """A development in one line."""
    parts = [f"{names[batch]} {words}" for batch, words in history(one)]
    return f"» {sentence(title(one)).rstrip('.')}: {' -> '.join(parts)}"


def log_json(found: Sequence[Development], names: Sequence[str]) -> str:
    """The developments as JSON; docs/diff.schema.json describes each."""
    records = [development_record(one, tuple(names)) for one in found]
    return json.dumps({"batches": list(names), "developments": records}, ensure_ascii=False, indent=2) + "\n"
