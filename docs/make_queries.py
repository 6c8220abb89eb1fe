"""Writes docs/queries.md: questions about the seeds, the commands that answer them, and their output."""

from __future__ import annotations

import shlex
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from actorgraph.cli.main import main

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "queries.md"
HEAD = """# Questions and answers

Questions of an analyst or journalist, and the answers for the sample documents in `seeds/`. Each answer comes from a
named query, that is, a query stored in actorgraph, or from SPARQL. `actorgraph query --list` lists the named queries
and their parameters. `--min-confidence 0.8` leaves out less certain claims (in a URL and in Python: the parameter
`min_confidence`). `python docs/make_queries.py` runs every command below and writes this page.

Answers report what texts say; they are not facts. The column `stated` says how: asserted, alleged, planned, possible,
obligated (a duty or demand) or negated. `--explain` prints the SPARQL instead of running it. `--format csv|json|xml`
writes output for programs.
"""


@dataclass(frozen=True, slots=True)
class Example:
    """A question, the command that answers it, and a note on the answer."""

    question: str
    command: str
    note: str = ""


EXAMPLES = (
    Example("Who are the most active actors?", "query top-actors --param limit=8"),
    Example(
        "Who did what to whom?",
        "query who-did-what --param limit=8",
        "An act that several documents report is one line; `documents` is their number.",
    ),
    Example(
        "What does one actor do, in order of time?",
        'query actor --param actor="Prince Group" --param limit=8',
    ),
    Example("What do two actors do to each other?", 'query between --param a="United States" --param b="Prince Group"'),
    Example(
        "Which sentences support a line of the map?",
        "query sources-of --param actor=Thailand --param action=propose",
    ),
    Example(
        "Who in ASEAN proposed or promised what, and did it happen?",
        "query proposals-and-their-fate --param bloc=ASEAN --param limit=8",
        "The columns that begin with `later` show what later texts say about exactly the same thing. They are empty if "
        "the later texts use another name for it, which is common. The next question searches more widely.",
    ),
    Example(
        "Which proposals and plans were later carried out?",
        "query carried-out",
        "The columns that begin with `later` show a later act of the same side with a similar action or target. Read "
        "the sentence to judge whether it is the same act.",
    ),
    Example(
        "Who is planned to do what next?",
        "query planned --param since=2025-10-23 --param limit=12",
        "`due` is the date that the sentence gives. Acts without a date come last.",
    ),
    Example(
        "Who accuses whom, and of what?",
        "query accusations",
        "The accuser is empty if the text does not say who alleges it.",
    ),
    Example(
        "Who says what about the Prince Group?",
        'query said-of --param about="Prince Group" --param limit=8',
        "`(the text)` means that the text itself says it and quotes nobody.",
    ),
    Example(
        "What does only one document say?",
        "query one-source --param actor=Cambodia",
        "No other document in this build says it. That is a lead to check, not an error.",
    ),
    Example(
        "Which sources contradict each other?",
        "query contradictions",
        "One text affirms what another denies, for the same actor, action and target. The seeds have no such pair. The "
        "next question lists everything that they negate.",
    ),
    Example(
        "What do the texts negate?",
        "query 'SELECT DISTINCT ?actor ?does ?target ?document_id { ?claim ag:polarity ag:negated ; "
        "ag:actor/rdfs:label ?actor ; ag:actionLabel ?does ; ag:target/rdfs:label ?target ; "
        "ag:document/ag:documentId ?document_id } ORDER BY ?document_id ?actor ?does ?target LIMIT 8'",
    ),
    Example(
        "What was done in a country in a month?",
        "query acts-in --param place=Myanmar --param since=2026-01 --param until=2026-01",
        "`why_here` gives the reason: the sentence locates the act there, the actor belongs there, or the country is "
        "the target.",
    ),
    Example("What happened when?", "query timeline --param since=2026-01-20 --param limit=8"),
    Example("What do the members of a bloc do?", "query by-bloc --param bloc=ASEAN --param limit=8"),
    Example(
        "Who signed together?",
        "query co-actors --param action=sign --param actor=Thailand",
        "Leave out `action` to see who does anything together.",
    ),
    Example(
        "Which members of ASEAN signed nothing, as far as the texts say?",
        "query not-said --param bloc=ASEAN --param action=sign",
        "They may have signed: these texts only do not say so.",
    ),
    Example("When were actors first and last seen?", "query seen --param country=Myanmar"),
    Example("Who is new in 2026?", "query seen --param since=2026 --param type=GovernmentBody --param limit=8"),
    Example(
        "Which names were merged, and why?",
        "query matches --param state=joined",
        "Two names are merged without a decision only if a text itself says that they are the same. The seeds have "
        "no such pair.",
    ),
    Example(
        "Which names may refer to the same entity, and wait for a decision?",
        "query matches --param state=proposed",
        "`actorgraph actors review` asks for a decision on each.",
    ),
    Example(
        "Who sanctioned the Prince Group, in SPARQL?",
        "query 'SELECT DISTINCT ?who WHERE { ?who action:sanction actor:prince-group } ORDER BY ?who'",
        "The graph has a direct triple (actor, action, target) only for claims that the text states as plain fact.",
    ),
    Example(
        "How many people were arrested, rescued or brought home?",
        "query 'SELECT DISTINCT ?number ?target ?does ?actor ?document_id { ?claim ag:targetQuantity ?number ; "
        "ag:actor/rdfs:label ?actor ; ag:actionLabel ?does ; ag:actionClass ?class ; ag:target/rdfs:label ?target ; "
        "ag:document/ag:documentId ?document_id FILTER(?class IN (action:arrest, action:rescue, action:repatriate)) "
        "FILTER(isNumeric(?number)) } ORDER BY DESC(?number) ?document_id ?actor ?target LIMIT 8'",
        'Only numbers are listed, such as 574, not words such as "hundreds".',
    ),
    Example(
        "What is the exact SPARQL of a named query?", "query between --param a=Cambodia --param b=Thailand --explain"
    ),
)


def page(out: Path) -> str:
    """Return the text of docs/queries.md for the build in `out`."""
    return "\n".join([HEAD, *(line for example in EXAMPLES for line in _section(example, out))])


def build(out: Path) -> None:
    """Build the seeds into the folder `out`."""
    _output_of("build", str(ROOT / "seeds"), "--out", str(out))


def answer(example: Example, out: Path) -> str:
    """Return the output of the command of an example, without trailing spaces."""
    output = _output_of(*shlex.split(example.command), "--out", str(out))
    return "\n".join(line.rstrip() for line in output.rstrip().splitlines())


def _section(example: Example, out: Path) -> Iterator[str]:
    language = "sparql" if "--explain" in example.command else ""
    yield from (f"## {example.question}", "", f"    actorgraph {example.command}", "")
    yield from (f"```{language}", answer(example, out) or "(none)", "```", "")
    if example.note:
        yield from (example.note, "")


def _output_of(*arguments: str) -> str:
    result = CliRunner().invoke(main, list(arguments))
    if result.exit_code != 0:
        raise SystemExit(f"{shlex.join(arguments)}: {result.stderr}")
    return result.stdout


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder) / "out")
        PAGE.write_text(page(Path(folder) / "out"), encoding="utf-8")
