"""How claims become the events of PLOVER_GSR."""

import json

import pytest

from bench.accuracy.benchmarks import _event_lines
from extract.claims import Extractor


@pytest.fixture(scope="module")
def fast() -> Extractor:
    """An extractor whose judge has the linear scorer only."""
    return Extractor(fast=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kenya arrested Togolese rebels.", {("Kenya", "Togolese rebels", True)}),
        ("Kenya arrested two men.", {("Kenya", "men", False)}),  # event data have no code for "men"
        ("Police arrested Togolese rebels.", {("police", "Togolese rebels", False)}),
        ("Kenya demanded that Togo release Oleg Marchenko.", {("Kenya", "Togo", True)}),  # nobody is released
        ("Kenya described Togo.", set()),  # no event of PLOVER
    ],
)
def test_events_have_a_type_and_two_actors_with_a_name(
    fast: Extractor, text: str, expected: set[tuple[str, str, bool]]
) -> None:
    (line,) = _event_lines(fast, {"id": "a", "text": text})
    events = {(event["actor"][0], event["target"][0], event["dyad"]) for event in json.loads(line)["triples"]}
    assert events == expected
