"""docs/scale.md, written from the figures of `bench.scale`."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator
from importlib.metadata import version

from bench.scale import CORES, LARGE, ROOT, ROUNDS, SHARD_OF, SMALL, TINY, Figures, Model, Need, figures, model, need

HEAD = """# Many machines

<!-- Written by `python -m bench.scale_page`: change the text in bench/scale_page.py. -->

    pip install 'actorgraph[ray]'
    actorgraph build NEWS --engine ray      # a Ray of this machine, started and ended again
    actorgraph build s3://news/2025 --engine ray --address 10.0.0.1:6379 --shards s3://news/results

PATHs are what they are for any build, and addresses besides: whatever fsspec opens (`s3://`, `gs://`, `abfs://`,
`hdfs://`, `file://`; the package for a store, s3fs say, is installed beside). A file of many documents (JSONL,
Parquet, CSV, WARC, an archive) is a *shard*, the smallest piece of work: 1,000 to 5,000 documents in each are a
good size. Single documents are put together by thirty or so.

Each worker reads its shard itself, extracts as any build does, and writes one Parquet file: a row for each
document, with its sentences, claims and entities in columns that other programs can read, in DuckDB say: `SELECT
unnest(claims) FROM 'out/shards/*.parquet'`. The files lie in `OUT/shards` or where `--shards` says, beside
`shards.json`, which names each shard, the digest of what it was made from, its rows and the digest of the file.
Then the machine that leads makes the graph by the same code as for any build, in the same bytes; with `--store` it
goes to a SPARQL server too.

**What goes wrong.** A build that was broken off goes on where it stopped: the same command. A shard is done again
if a file of it has changed (and then only the documents that did are extracted) or a rule, a model or an option. A
worker or machine that is lost is replaced, and its shard begun anew, up to three times. Texts are in the hands of a
process of their own: a document that kills it is tried once more and then left out by name. Of two documents with
one id the first stays, as in any build. Whatever is left out is told in a line, with exit code 1.

**What the machines must have.** The same versions of actorgraph, its libraries and models: a worker with others
refuses to work. PATHs and `--shards` under names that all of them can open: a shared folder, or addresses. `ray
start --head` on the first machine and `ray start --address=…` on the others make the cluster; run the build on one
of them. Ray sends no statistics when we start it; a cluster of yours does as you told it. Ray has no wheels for
Intel Macs; on Windows its makers call it beta.
"""
MEASURED = """
## Measured

On {machine}, which other programs were using too: read the ratios, not the seconds. {large} documents of
{words:.0f} words, in one run, the best of {rounds} rounds. Times of `--jobs` and Ray hold the loading of the models by
each process; the start of Ray stands below.

| | seconds | documents a second | times serial |
|---|---|---|---|
{rows}

Starting Ray took {start:.0f} s. Going through the same shards again, all of them finished, took {again:.1f} s.
"""
COSTS = """
## What it costs

Processor time of what a worker does (which other programs make no longer), in runs of {small} and {large} documents and
of {tiny} shards with one short document each. Two workers of Ray took {took:.1f} times as long for {large} documents as
follows from it: they had to share the two processors.

| | |
|---|---|
| to start, once | {start_all:.0f} s |
| a document, of one processor | {document:.0f} ms ({speed:,.0f} words a second) |
| a shard, besides its documents | {shard:.0f} ms |
| a document in the graph, in one process | {graph:.0f} ms |
| memory of that process, a document | {memory:.0f} kB |
| claims of a document | {claims:.1f} |
| triples of a document | {triples:.0f} |
| store, a document | {store:.0f} kB |
| Parquet, a document | {results:.1f} kB |
"""
FORECAST = """
## What more needs

By these figures, with machines of {cores} processors like these and {in_shard:,} documents in a shard:

| documents | machines | extraction | claims | triples | store | Parquet | graph in one process | its memory |
|---|---|---|---|---|---|---|---|---|
{rows}

This takes for granted: documents as long as these and as full of claims (they are made of the sentences of the
seeds, which are dense: general news has fewer); every worker has a processor to itself; files
come as fast as they are read, {speed:.1f} MB/s for a machine; no machine is lost for long; claims, triples and memory
grow in proportion (known actors are shared, so that they grow a little less). Nothing of more than {large:,} documents
was run for this page.

So extraction is a matter of machines. The graph is a matter of one: who is who is decided over all documents at
once, by a process that holds what is known of each entity in memory (not the claims: they are written as they are
read). Where that or the store is too much, build by batches, a month
or a region each, and compare them with `actorgraph diff`; ask all of them together by their Parquet files in an
engine for tables, or in a SPARQL server that is made for so many triples (docs/remote.md).
"""


def page(found: Figures, costs: Model) -> str:
    """The text of docs/scale.md."""
    return "".join(
        (
            HEAD,
            MEASURED.format(
                machine=_machine(),
                large=LARGE,
                rounds=ROUNDS,
                words=found.words,
                rows="\n".join(_measured(found)),
                start=found.runs[f"ray-2 {LARGE}"]["start"],
                again=found.runs["ray-2 again"]["seconds"],
            ),
            _costs(costs),
            FORECAST.format(
                cores=CORES,
                in_shard=SHARD_OF,
                rows="\n".join(map(_needed, forecasts(costs))),
                speed=CORES * costs.words * 6 / costs.document / 1e6,
                large=LARGE,
            ),
        )
    )


def forecasts(costs: Model) -> list[Need]:
    """What 10 million and 1 billion documents need, and a number that was nearly run."""
    return [need(costs, 1e4, 1), need(costs, 1e7, 10), need(costs, 1e7, 100), need(costs, 1e9, 1000)]


def _measured(found: Figures) -> Iterator[str]:
    serial = found.runs[f"serial {LARGE}"]["seconds"]
    names = {"serial": "one process", "jobs-2": "`--jobs 2`", "ray-1": "Ray, one worker", "ray-2": "Ray, two workers"}
    for stage, name in names.items():
        run = found.runs[f"{stage} {LARGE}"]
        speed, ratio = run["documents"] / run["seconds"], serial / run["seconds"]
        yield f"| {name} | {run['seconds']:.1f} | {speed:.1f} | {ratio:.2f} |"


def _costs(costs: Model) -> str:
    return COSTS.format(
        small=SMALL,
        large=LARGE,
        tiny=TINY,
        took=costs.took,
        start_all=costs.start,
        document=costs.document * 1e3,
        speed=costs.words / costs.document,
        shard=costs.shard * 1e3,
        graph=costs.graph * 1e3,
        memory=costs.memory / 1e3,
        claims=costs.claims,
        triples=costs.triples,
        store=costs.store / 1e3,
        results=costs.results / 1e3,
    )


def _needed(one: Need) -> str:
    cells = (
        f"{one.documents:,.0f}",
        f"{one.machines:,}",
        _hours(one.extraction),
        _many(one.claims),
        _many(one.triples),
        _bytes(one.store),
        _bytes(one.results),
        _hours(one.graph),
        _bytes(one.memory),
    )
    return f"| {' | '.join(cells)} |"


def _hours(hours: float) -> str:
    if hours < 1:
        return f"{hours * 60:.0f} min"
    return f"{hours:.0f} h" if hours < 72 else f"{hours / 24:,.0f} days"


def _many(count: float) -> str:
    return f"{count / 1e9:,.1f} billion" if count >= 1e9 else f"{count / 1e6:,.1f} million"


def _bytes(gigabytes: float) -> str:
    return f"{gigabytes:,.1f} GB" if gigabytes < 1000 else f"{gigabytes / 1000:,.1f} TB"


def _machine() -> str:
    libraries = ", ".join(f"{name} {version(name)}" for name in ("ray", "pyarrow", "spacy"))
    system = f"{os.cpu_count()} processors ({platform.machine()}, {platform.system()})"
    return f"{system}, Python {platform.python_version()}, {libraries}"


def main() -> int:
    """Measure, and write the page."""
    found = figures()
    (ROOT / "docs" / "scale.md").write_text(page(found, model(found)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
