"""Measures scaling with one and two workers and writes docs/scale.md."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator
from importlib.metadata import version

from bench.speed.scaling.costs import CORES, SHARD_OF, BuildEstimate, CostModel, estimate, fit_costs
from bench.speed.scaling.figures import LARGE, ROUNDS, SMALL, TINY, ScaleFigures, figures
from bench.speed.scaling.stages import ROOT

HEAD = """# Many machines

<!-- Written by `python -m bench.speed.scaling.page`: change the text in bench/speed/scaling/page.py. -->

    .venv/bin/pip install -e '.[ray]'
    actorgraph build NEWS --engine ray      # starts Ray on this machine, and stops it after the build
    actorgraph build s3://news/2025 --engine ray --address 10.0.0.1:6379 --shards s3://news/results

| option | effect |
|---|---|
| `--address HOST:PORT` | the cluster to use (default: Ray is started on this machine) |
| `--shards FOLDER` or `URL` | where the results are stored (default: `OUT/shards`) |

PATH may be any path or address that fsspec opens (`s3://`, `gs://`, `abfs://`, `hdfs://`, `file://`). Install the
package for your kind of storage, for example s3fs.

A *shard* is the smallest unit of work. A file with many documents (JSONL, Parquet, CSV, WARC, an archive) is one
shard; 1,000 to 5,000 documents per file are a good size. Single documents are grouped into shards of about thirty.

1. A worker reads its shard, extracts claims as in a local build, and writes one Parquet file. The file has a row for
   each document, with its sentences, claims and entities in columns. Other programs can read it, for example DuckDB:
   `SELECT unnest(claims) FROM 'out/shards/*.parquet'`.
2. The files are in the folder of `--shards`. There, `shards.json` lists each shard, the digest of its input, the
   number of rows, and the digest of the file.
3. The machine that runs the build makes the graph from these files, with the same code and the same bytes as a local
   build. With `--store`, it also writes the graph to a SPARQL server.

## Failures

- To continue an interrupted build, run the same command.
- A shard is processed again if one of its files, a rule, a model or an option has changed. If a file has changed, only
  its changed documents are extracted.
- If a worker or machine is lost, its shard is started again elsewhere, up to three times.
- A separate process reads the texts and extracts the claims. If a document crashes it, the document is tried once more,
  then reported and skipped.
- If two documents in different files have the same id, the first is kept and the second is reported. A local build
  keeps both and changes the id of the second, but here a worker does not know the ids in the shards of other workers.
- Each skipped document or file is reported in one line, and the exit code is 1.

## Requirements

- All machines need the same versions of actorgraph, its libraries and models. A worker with other versions refuses to
  run.
- PATH and `--shards` must be accessible under the same name on all machines: a shared folder, or addresses.
- To start a cluster, run `ray start --head` on the first machine and `ray start --address=…` on the others. Run the
  build on one of them.
- If actorgraph starts Ray, Ray sends no usage statistics. For your own cluster, your own settings apply.
- Ray has no wheels for Intel Macs. Its Windows version is a beta.
"""
MEASURED = """
## Measured

On {machine}.
Other programs were running too: compare the ratios, not the seconds. {large} documents of {words:.0f} words, the best
of {rounds} rounds. The times of `--jobs` and Ray include loading the models in each process. The start of Ray is listed
separately below.

| | seconds | documents per second | speed-up |
|---|---|---|---|
{rows}

Starting Ray took {start:.0f} s. A second run over the same, finished shards took {again:.1f} s.
"""
COSTS = """
## Costs

Processor time of a worker, which does not depend on other programs, in runs of {small} and {large} documents and of
{tiny} shards with one short document each. With two Ray workers, {large} documents took {took:.1f} times as long as
these costs predict (the workers shared the two processors with the main process).

| | |
|---|---|
| start, once | {start_all:.0f} s |
| extraction per document, on one processor | {document:.0f} ms ({speed:,.0f} words per second) |
| overhead per shard | {shard:.0f} ms |
| graph per document, in one process | {graph:.0f} ms |
| memory of that process, per document | {memory:.0f} kB |
| claims per document | {claims:.1f} |
| triples per document | {triples:.0f} |
| store, per document | {store:.0f} kB |
| Parquet, per document | {results:.1f} kB |
"""
FORECAST = """
## Estimates for larger builds

Computed from these figures, for machines with {cores} such processors and {in_shard:,} documents per shard:

| documents | machines | extraction | claims | triples | store | Parquet | graph, in one process | memory for it |
|---|---|---|---|---|---|---|---|---|
{rows}

No build of more than {large:,} documents was run for this page. The estimates assume that:

- documents are as long as the measured ones and have as many claims (these consist of the sentences of the seeds, which
  are dense; general news has fewer claims);
- every worker has a processor to itself;
- the network delivers {speed:.1f} MB/s per machine, the speed at which files are read;
- a machine that fails is soon replaced;
- claims, triples and memory grow linearly. In fact they grow a little less, because known actors are shared.

So extraction scales with the number of machines, but the graph is made on one machine. One process resolves identities
over all documents at once. It holds the profiles of named entities in memory; all else is on its disk. If this process
or the store becomes too large, build in batches, for example one per month or region, and compare them with `actorgraph
diff`. To query all of them together, load their Parquet files into an analytical database, or use a SPARQL server made
for that many triples (docs/remote.md).
"""


def render_page(measured: ScaleFigures, costs: CostModel) -> str:
    """Return the text of docs/scale.md."""
    return "".join(
        (
            HEAD,
            MEASURED.format(
                machine=_machine(),
                large=LARGE,
                rounds=ROUNDS,
                words=measured.words,
                rows="\n".join(_measured_rows(measured)),
                start=measured.runs[f"ray-2 {LARGE}"]["start"],
                again=measured.runs["ray-2 again"]["seconds"],
            ),
            _costs(costs),
            FORECAST.format(
                cores=CORES,
                in_shard=SHARD_OF,
                rows="\n".join(map(_estimate_row, estimates(costs))),
                speed=CORES * costs.words * 6 / costs.document / 1e6,
                large=LARGE,
            ),
        )
    )


def estimates(costs: CostModel) -> list[BuildEstimate]:
    """Return the estimates for 10 thousand, 10 million and 1 billion documents."""
    return [estimate(costs, 1e4, 1), estimate(costs, 1e7, 10), estimate(costs, 1e7, 100), estimate(costs, 1e9, 1000)]


def _measured_rows(measured: ScaleFigures) -> Iterator[str]:
    serial = measured.runs[f"serial {LARGE}"]["seconds"]
    names = {"serial": "one process", "jobs-2": "`--jobs 2`", "ray-1": "Ray, one worker", "ray-2": "Ray, two workers"}
    for stage, name in names.items():
        run = measured.runs[f"{stage} {LARGE}"]
        speed, ratio = run["documents"] / run["seconds"], serial / run["seconds"]
        yield f"| {name} | {run['seconds']:.1f} | {speed:.1f} | {ratio:.2f} |"


def _costs(costs: CostModel) -> str:
    return COSTS.format(
        small=SMALL,
        large=LARGE,
        tiny=TINY,
        took=costs.slowdown,
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


def _estimate_row(build: BuildEstimate) -> str:
    cells = (
        f"{build.documents:,.0f}",
        f"{build.machines:,}",
        _hours(build.extraction),
        _count(build.claims),
        _count(build.triples),
        _bytes(build.store),
        _bytes(build.results),
        _hours(build.graph),
        _bytes(build.memory),
    )
    return f"| {' | '.join(cells)} |"


def _hours(hours: float) -> str:
    if hours < 1:
        return f"{hours * 60:.0f} min"
    return f"{hours:.0f} h" if hours < 72 else f"{hours / 24:,.0f} days"


def _count(count: float) -> str:
    return f"{count / 1e9:,.1f} billion" if count >= 1e9 else f"{count / 1e6:,.1f} million"


def _bytes(gigabytes: float) -> str:
    return f"{gigabytes:,.1f} GB" if gigabytes < 1000 else f"{gigabytes / 1000:,.1f} TB"


def _machine() -> str:
    libraries = ", ".join(f"{name} {version(name)}" for name in ("ray", "pyarrow", "spacy"))
    system = f"{os.cpu_count()} processors ({platform.machine()}, {platform.system()})"
    return f"{system}, Python {platform.python_version()}, {libraries}"


def main() -> int:
    """Measure and write the page."""
    measured = figures()
    text = render_page(measured, fit_costs(measured))
    (ROOT / "docs" / "scale.md").write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
