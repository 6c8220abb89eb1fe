"""A few dozen documents made from the seeds, as JSONL, Parquet and single files, for builds by several processes."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

SEEDS = Path(__file__).parents[2] / "seeds"
OTHERS = (("Thailand", "Kenya"), ("Vietnam", "Japan"), ("Cambodia", "Brazil"))


def write_documents(folder: Path) -> None:
    """Two batches: JSONL files and single texts in one, JSONL and a Parquet file in the other."""
    texts = [(path.stem, path.read_text(encoding="utf-8")) for path in sorted(SEEDS.glob("2*/*.txt"))]
    for number, change in enumerate([None, *OTHERS]):
        records = [_record(f"{number}/{stem}", text, change) for stem, text in texts]
        if number < len(OTHERS):
            for half in (0, 1):
                lines = "".join(json.dumps(record) + "\n" for record in records[half::2])
                put(folder / f"2025-1{number % 2}" / f"part-{number}-{half}.jsonl", lines)
        else:
            (folder / "2025-11").mkdir(parents=True, exist_ok=True)
            pq.write_table(pa.Table.from_pylist(records), folder / "2025-11" / "news.parquet")
    for stem, text in texts[::4]:
        put(folder / "2025-10" / "single" / f"{stem}.txt", text.replace("The ", "This ").replace(" on ", " upon "))


def put(path: Path, text: str) -> None:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _record(identifier: str, text: str, change: tuple[str, str] | None) -> dict[str, str]:
    if change is not None:
        text = text.replace(*change)
    return {"id": identifier, "text": text, "date": "2025-10-27"}
