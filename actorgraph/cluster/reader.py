"""A process that reads and extracts for another one, which sees it die and knows what it was at.

Ray says that a worker died, not of which document; `concurrent.futures` gives up all that was waiting. So the texts are
in the hands of a process that does nothing else: messages on its standard output say what comes next.
"""

from __future__ import annotations

import os
import pickle
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from actorgraph.builder.storage.extraction_cache import Remembered, document_digest
from actorgraph.builder.storage.gc_thresholds import collect_seldom
from actorgraph.cluster.messages import At, End, LeftOut, Message, Ready, Refused, Same, Task
from actorgraph.cluster.row import About, Row
from actorgraph.cluster.shards import Setup
from extract.documents.reader import readings_of
from extract.multilingual import MultilingualExtractor
from ontology.errors import ActorgraphError, InputError
from ontology.registry import known_actors


def messages(task: Task, setup: Setup, reader: MultilingualExtractor) -> Iterator[Message]:
    """What is in the files of a task, one document at a time, with a word on each before it is begun."""
    for place in task.places:
        if At(place.name) in task.deadly:
            continue
        yield At(place.name)
        errors: list[InputError] = []
        for reading in readings_of([place], on_error=errors.append, options=setup.reading):
            yield from _told(errors)
            document, about = reading.document, About(reading.kind, reading.where, len(reading.document.text))
            at = At(place.name, document.id)
            if at in task.written or at in task.deadly:
                continue
            made_by, digest = reader.fingerprint_of(document.language), document_digest(document)
            if task.known.get(document.id) == (digest, made_by):
                yield Same(document.id, about)
                continue
            yield at
            yield Row(about, Remembered.of(reader.extraction(document), made_by, digest))
        yield from _told(errors)


def _told(errors: list[InputError]) -> Iterator[LeftOut]:
    while errors:
        error = errors.pop(0)
        yield LeftOut(error.where, error.why)


def reader_of(setup: Setup) -> MultilingualExtractor:
    """The extractor that a setup asks for. Raises ModelError or DataError."""
    if setup.actors is None:
        return MultilingualExtractor(setup.models)
    with tempfile.TemporaryDirectory(prefix="actorgraph-") as folder:
        file = Path(folder) / "actors.toml"
        file.write_bytes(setup.actors)
        return MultilingualExtractor(setup.models, known_actors(file))


def main() -> None:
    """Read a setup and then tasks from standard input until it ends, which it does when the other process is gone."""
    coming, going = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not come between the messages
    collect_seldom()
    setup: Setup = pickle.load(coming)  # noqa: S301  # from the process that started this one
    try:
        reader = reader_of(setup)
        ready = Ready(reader.fingerprint())
    except ActorgraphError as error:
        _send(going, Refused(str(error)))
        return
    _send(going, ready)
    while True:
        try:
            task: Task = pickle.load(coming)  # noqa: S301  # as above
        except EOFError:
            return
        try:
            for message in messages(task, setup, reader):
                _send(going, message)
            _send(going, End())
        except BrokenPipeError:  # nobody is there any more
            return


def _send(going: BinaryIO, message: Message) -> None:
    pickle.dump(message, going)
    going.flush()
