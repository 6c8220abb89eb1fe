"""How documents are read: copies found, metadata, noise, speed, and the memory that an archive takes.

`python -m bench.accuracy.reading` prints the figures that docs/documents.md quotes; `--megabytes N` sets the size of
the archive.
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


# ---- copies: the briefs as wire reports, reworded by grades


@dataclass(frozen=True, slots=True)
class Grade:
    """How much an editor changes: share of words that have a synonym, of sentences cut, of sentences added; order."""

    name: str
    reworded: float = 0.0
    cut: float = 0.0
    added: int = 0
    shuffled: bool = False


GRADES = (
    Grade("verbatim, other headline"),
    Grade("a few words", reworded=0.3),
    Grade("many words", reworded=0.7),
    Grade("every word that has a synonym", reworded=1.0),
    Grade("cut by a third", cut=0.34),
    Grade("cut by half", cut=0.5),
    Grade("background added", added=3),
    Grade("paragraphs in another order", shuffled=True),
    Grade("reworded, cut and added to", reworded=0.5, cut=0.3, added=2),
    Grade("reworded, cut, added to, in another order", reworded=0.7, cut=0.3, added=2, shuffled=True),
)


def synonyms() -> dict[str, str]:
    """Words and phrases that editors put for others."""
    rows = csv.reader(SYNONYMS.read_text(encoding="utf-8").splitlines(), delimiter="\t")
    return dict(map(tuple, rows))  # type: ignore[arg-type]  # two columns


def reworded(document: Document, grade: Grade, number: int) -> Document:
    """A copy as another outlet would print it; the same for the same number."""
    chance = random.Random(number)  # noqa: S311  # a bench, no secret
    paragraphs = document.text.split("\n")[1:]
    changed = [_paragraph(paragraph, grade, chance) for paragraph in paragraphs]
    if grade.shuffled:
        chance.shuffle(changed)
    added = list(BACKGROUND[: grade.added])
    text = "\n".join([f"Outlet {number}: {document.title or 'report'}", *filter(None, changed), *added])
    return replace(document, id=f"copy/{document.id}/{number}", text=text)


def _paragraph(paragraph: str, grade: Grade, chance: random.Random) -> str:
    sentences = [one for one in re.split(r"(?<=[.!?]) ", paragraph) if chance.random() >= grade.cut]
    text = " ".join(sentences)
    for word, other in synonyms().items():
        text = re.sub(
            rf"\b{re.escape(word)}\b", lambda m, o=other: o if chance.random() < grade.reworded else m[0], text
        )  # type: ignore[misc]
    return text


def copy_figures() -> Iterator[tuple[str, float, float, int]]:
    """Precision and recall of the pairs (copy, original) by grade, and of all together; with the number of pairs."""
    originals = list(iter_documents([SEEDS], on_error=lambda error: sys.exit(str(error))))
    together: list[tuple[set[tuple[str, str]], set[tuple[str, str]]]] = []
    for i, grade in enumerate(GRADES):
        made = [reworded(document, grade, 100 * i + k) for k, document in enumerate(originals)]
        right = {(copy.id, document.id) for copy, document in zip(made, originals, strict=True)}
        # the copies come out later: the briefs are the originals
        signed = [DocumentSignature(one.id, one.date, signature(one.text)) for one in originals]
        signed += [DocumentSignature(one.id, "2026-12-31", signature(one.text)) for one in made]
        found = set(find_near_duplicates(signed).items())
        together.append((found, right))
        yield grade.name, *_scores(found, right), len(right)
    found_all, right_all = (set().union(*sets) for sets in zip(*together, strict=True))
    yield "all", *_scores(found_all, right_all), len(right_all)


def _scores(found: set[tuple[str, str]], right: set[tuple[str, str]]) -> tuple[float, float]:
    return len(found & right) / max(len(found), 1), len(found & right) / len(right)


# ---- metadata and noise


def metadata_figures() -> tuple[int, int]:
    """Fields of the HTML briefs that are right without sources.jsonl, and how many are asked for."""
    expected = json.loads((ROOT / "bench" / "metadata.json").read_text(encoding="utf-8"))
    right = asked = 0
    for name, fields in expected.items():
        documents = list(iter_documents([SEEDS / name], on_error=lambda error: sys.exit(str(error))))
        for key, value in fields.items():
            asked += 1
            right += getattr(documents[0], key) == value
    return right, asked


def noise_claims() -> int:
    """Claims from lines of noise of the seeds: those annotated as noise that are in the text of a document."""
    from extract.multilingual import MultilingualExtractor  # noqa: PLC0415  # spaCy is not in the memory that reading takes

    lines = map(json.loads, (ROOT / "bench" / "domain" / "sents.jsonl").read_text(encoding="utf-8").splitlines())
    noise = {(line["doc"], line["sent"]) for line in lines if line["noise"]}
    reader = MultilingualExtractor()
    documents = iter_documents([SEEDS], on_error=lambda error: sys.exit(str(error)))
    return sum(
        (claim.document, claim.sentence.text) in noise for one in documents for claim in reader.extraction(one).claims
    )


# ---- a large archive


def make_archive(path: Path, size: int) -> None:
    """A ZIP archive of about `size` bytes: JSONL, a mailbox, a table, pages, PDF and Word files, an archive inside."""
    chance = random.Random(1)  # noqa: S311  # a bench, no secret
    documents = list(iter_documents([SEEDS], on_error=lambda error: sys.exit(str(error))))
    sentences = [one for document in documents for one in re.split(r"(?<=[.!?]) ", document.text) if len(one) > 40]

    def text() -> str:
        return "\n".join(" ".join(chance.choices(sentences, k=4)) for _ in range(12))

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
    """Read everything in the archive, and print how much there was, in what time and memory."""
    before = _peak()
    start, number, characters, errors = time.monotonic(), 0, 0, []
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
    """Megabytes that this program has had at most. Linux' ru_maxrss would count the program that started it."""
    status = Path("/proc/self/status")
    if status.is_file():
        found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="ascii"))
        return int(found[1]) * 1024 / 1e6 if found else 0.0
    scale = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * scale / 1e6


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=100)
    parser.add_argument("--archive", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.archive:
        read_archive(given.archive)
        return
    print("copies found                                   precision  recall  pairs")
    for name, precision, recall, pairs in copy_figures():
        print(f"  {name:<44} {precision:9.3f} {recall:7.3f} {pairs:6}")
    right, asked = metadata_figures()
    print(f"metadata of the HTML briefs: {right} of {asked} fields right")
    print(f"claims from noise: {noise_claims()}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mixed.zip"
        make_archive(path, given.megabytes * MEGABYTE)
        subprocess.run([sys.executable, __file__, "--archive", str(path)], check=True)


if __name__ == "__main__":
    main()
