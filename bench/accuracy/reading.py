"""Measures how documents are read: near-duplicates, metadata, boilerplate, and speed and memory on an archive.

`python -m bench.accuracy.reading` prints the figures quoted in docs/documents.md; `--megabytes N` sets the size of the
archive.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import mailbox
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from email.message import EmailMessage
from pathlib import Path

from extract.documents.reader import iter_documents, read_documents
from extract.near_duplicates import DocumentSignature, find_near_duplicates, signature
from ontology.errors import InputError
from ontology.model import Document

ROOT = Path(__file__).resolve().parents[2]
SEEDS, DATA = ROOT / "seeds", ROOT / "tests" / "data" / "documents"
SYNONYMS = ROOT / "bench" / "synonyms.tsv"
MEGABYTE = 1 << 20
BACKGROUND = (
    "Online scam centres have spread through the region since the pandemic, often in special economic zones.",
    "The United Nations has estimated that several hundred thousand people are held in such compounds.",
    "Rights groups have called on governments to treat those who were forced to work there as victims.",
)


# ---- near-duplicates: edited copies of the briefs


@dataclass(frozen=True, slots=True)
class EditLevel:
    """How much an editor changes a report.

    `reworded`: share of the words with a synonym that are replaced. `cut`: share of sentences removed. `added`: number
    of sentences appended. `shuffled`: whether the order of paragraphs changes.
    """

    name: str
    reworded: float = 0.0
    cut: float = 0.0
    added: int = 0
    shuffled: bool = False


EDIT_LEVELS = (
    EditLevel("verbatim, other headline"),
    EditLevel("a few words", reworded=0.3),
    EditLevel("many words", reworded=0.7),
    EditLevel("every word that has a synonym", reworded=1.0),
    EditLevel("cut by a third", cut=0.34),
    EditLevel("cut by half", cut=0.5),
    EditLevel("background added", added=3),
    EditLevel("paragraphs in another order", shuffled=True),
    EditLevel("reworded, cut and added to", reworded=0.5, cut=0.3, added=2),
    EditLevel("reworded, cut, added to, in another order", reworded=0.7, cut=0.3, added=2, shuffled=True),
)


def synonyms() -> dict[str, str]:
    """Read the words and phrases that editors replace, with their synonyms."""
    rows = csv.reader(SYNONYMS.read_text(encoding="utf-8").splitlines(), delimiter="\t")
    return dict(map(tuple, rows))  # type: ignore[arg-type]  # two columns


def edited_copy(document: Document, level: EditLevel, number: int) -> Document:
    """Return a copy as another outlet would print it; `number` seeds the random choices."""
    rng = random.Random(number)  # noqa: S311  # not for security
    paragraphs = document.text.split("\n")[1:]
    edited = [_edit_paragraph(paragraph, level, rng) for paragraph in paragraphs]
    if level.shuffled:
        rng.shuffle(edited)
    added = list(BACKGROUND[: level.added])
    text = "\n".join([f"Outlet {number}: {document.title or 'report'}", *filter(None, edited), *added])
    return replace(document, id=f"copy/{document.id}/{number}", text=text)


def _edit_paragraph(paragraph: str, level: EditLevel, rng: random.Random) -> str:
    sentences = [sentence for sentence in re.split(r"(?<=[.!?]) ", paragraph) if rng.random() >= level.cut]
    text = " ".join(sentences)
    for word, synonym in synonyms().items():
        parts = re.split(rf"\b({re.escape(word)})\b", text)
        parts[1::2] = [synonym if rng.random() < level.reworded else found for found in parts[1::2]]
        text = "".join(parts)
    return text


def duplicate_scores() -> Iterator[tuple[str, float, float, int]]:
    """Yield precision, recall and number of the pairs (copy, original) for each edit level and for all of them."""
    originals = list(iter_documents([SEEDS], on_error=lambda error: sys.exit(str(error))))
    pairs_by_level: list[tuple[set[tuple[str, str]], set[tuple[str, str]]]] = []
    for i, level in enumerate(EDIT_LEVELS):
        copies = [edited_copy(document, level, 100 * i + k) for k, document in enumerate(originals)]
        expected = {(copy.id, document.id) for copy, document in zip(copies, originals, strict=True)}
        # the copies have a later date, so that the briefs are the originals
        signatures = [DocumentSignature(brief.id, brief.date, signature(brief.text)) for brief in originals]
        signatures += [DocumentSignature(copy.id, "2026-12-31", signature(copy.text)) for copy in copies]
        detected = set(find_near_duplicates(signatures).items())
        pairs_by_level.append((detected, expected))
        yield level.name, *_precision_recall(detected, expected), len(expected)
    all_detected, all_expected = (set().union(*sets) for sets in zip(*pairs_by_level, strict=True))
    yield "all", *_precision_recall(all_detected, all_expected), len(all_expected)


def _precision_recall(detected: set[tuple[str, str]], expected: set[tuple[str, str]]) -> tuple[float, float]:
    hits = len(detected & expected)
    return hits / max(len(detected), 1), hits / len(expected)


# ---- metadata and boilerplate


def metadata_figures() -> tuple[int, int]:
    """Return how many metadata fields of the HTML briefs are correct without sources.jsonl, and how many there are."""
    expected = json.loads((ROOT / "bench" / "metadata.json").read_text(encoding="utf-8"))
    correct = total = 0
    for name, fields in expected.items():
        documents = list(iter_documents([SEEDS / name], on_error=lambda error: sys.exit(str(error))))
        for key, value in fields.items():
            total += 1
            correct += getattr(documents[0], key) == value
    return correct, total


def noise_claims() -> int:
    """Count the claims from lines of the seeds that are annotated as noise and were not removed as boilerplate."""
    from extract.multilingual import MultilingualExtractor  # noqa: PLC0415  # spaCy is not in the memory that reading takes

    lines = map(json.loads, (ROOT / "bench" / "domain" / "sents.jsonl").read_text(encoding="utf-8").splitlines())
    noise = {(line["doc"], line["sent"]) for line in lines if line["noise"]}
    extractor = MultilingualExtractor()
    documents = iter_documents([SEEDS], on_error=lambda error: sys.exit(str(error)))
    return sum(
        (claim.document, claim.sentence.text) in noise
        for document in documents
        for claim in extractor.extraction(document).claims
    )


# ---- a large archive


def make_archive(path: Path, size: int) -> None:
    """Write a ZIP archive of about `size` bytes with JSONL, a mailbox, CSV, HTML, PDF and Word files and an archive."""
    rng = random.Random(1)  # noqa: S311  # not for security
    documents = list(iter_documents([SEEDS], on_error=lambda error: sys.exit(str(error))))
    sentences = [
        sentence for document in documents for sentence in re.split(r"(?<=[.!?]) ", document.text) if len(sentence) > 40
    ]

    def text() -> str:
        return "\n".join(" ".join(rng.choices(sentences, k=4)) for _ in range(12))

    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("records.jsonl", _jsonl(text, size * 45 // 100))
        archive.writestr("inbox.mbox", _mailbox(text, size * 20 // 100))
        archive.writestr("table.csv", _table(text, size * 15 // 100))
        page = (SEEDS / "2025-10" / "04-kk-park-raid.html").read_text(encoding="utf-8")
        for i in range(size // 100 // 4096):
            archive.writestr(f"pages/{i:05}.html", page.replace("</article>", f"<p>{text()}</p></article>"))
        for i, kind in enumerate(
            ["communique.pdf", "columns.pdf", "statement.docx", "pack.tar.gz"] * (size // MEGABYTE)
        ):
            archive.write(DATA / kind, f"files/{i:05}-{kind}")


def _jsonl(text: Callable[[], str], size: int) -> bytes:
    out = io.BytesIO()
    while out.tell() < size:
        out.write(json.dumps({"id": f"r/{out.tell()}", "text": text(), "date": "2025-10-27"}).encode() + b"\n")
    return out.getvalue()


def _mailbox(text: Callable[[], str], size: int) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path, number = Path(folder) / "box", 0
        box = mailbox.mbox(path)
        while number * 4000 < size:
            mail = EmailMessage()
            mail["From"], mail["Subject"], mail["Message-ID"] = "a@example.org", "Brief", f"<{number}@example.org>"
            mail["Date"] = "Mon, 27 Oct 2025 10:00:00 +0700"
            mail.set_content(text())
            box.add(mail)
            number += 1
        box.close()
        return path.read_bytes()


def _table(text: Callable[[], str], size: int) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["headline", "published", "body"])
    while out.tell() < size:
        writer.writerow(["Brief", "2025-10-27", text()])
    return out.getvalue().encode()


def read_archive(path: Path) -> None:
    """Read all documents of an archive and print their number, the time and the memory."""
    before = _peak()
    start, number, characters = time.monotonic(), 0, 0
    errors: list[InputError] = []
    for reading in read_documents([path], on_error=errors.append):
        number += 1
        characters += len(reading.document.text)
    seconds = time.monotonic() - start
    size = path.stat().st_size
    print(f"archive: {size / 1e6:.0f} MB, {number} documents, {characters / 1e6:.0f} million characters")
    print(f"  {len(errors)} not read")
    print(
        f"  {seconds:.0f} s, {number / seconds:.0f} documents/s; peak memory {_peak():.0f} MB, {before:.0f} MB before"
    )


def _peak() -> float:
    """Return the peak memory of this process in MB. On Linux, ru_maxrss would include the parent process."""
    status = Path("/proc/self/status")
    if status.is_file():
        peak = re.search(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="ascii"))
        return int(peak[1]) * 1024 / 1e6 if peak else 0.0
    scale = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * scale / 1e6


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=100)
    parser.add_argument("--archive", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.archive:
        read_archive(options.archive)
        return
    print("near-duplicates                                precision  recall  pairs")
    for name, precision, recall, pairs in duplicate_scores():
        print(f"  {name:<44} {precision:9.3f} {recall:7.3f} {pairs:6}")
    correct, total = metadata_figures()
    print(f"metadata of the HTML briefs: {correct} of {total} fields correct")
    print(f"claims from noise: {noise_claims()}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mixed.zip"
        make_archive(path, options.megabytes * MEGABYTE)
        subprocess.run([sys.executable, __file__, "--archive", str(path)], check=True)


if __name__ == "__main__":
    main()
