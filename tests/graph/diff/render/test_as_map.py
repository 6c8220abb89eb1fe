"""The map of a diff."""

from __future__ import annotations

import json
import re
from typing import Any

from support.samples import claim, entity, stored

from graph.diff import Diff, diff
from graph.diff.render.as_map import to_map
from graph.map.style import map_style

TREATY = entity("Hanoi Accord", "law")


def page_and_data(difference: Diff) -> tuple[str, dict[str, Any]]:
    page = to_map(difference)
    data = re.search(r'<script[^>]*id="data"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert data is not None
    return page, json.loads(data[1])


def test_each_relation_has_its_change_and_each_claim_its_side() -> None:
    before = [stored(claim("Laos", "sign", TREATY)), stored(claim("Peru", "sign", TREATY, start=90, index=1))]
    after = [
        stored(claim("Laos", "sign", TREATY, document="2026-01/b")),
        stored(claim("Kenya", "sign", TREATY, document="2026-01/b", start=90, index=1)),
    ]
    page, data = page_and_data(diff(before, after, before_name="old", after_name="new"))
    names = [style.name for style in map_style().changes]
    difference = data["difference"]
    ids = data["entities"]["id"]
    changes = {
        ids[actor]: names[number]
        for actor, number in zip(data["relations"]["actor"], difference["relations"], strict=True)
    }
    assert changes == {"actor/laos": "same", "actor/peru": "gone", "actor/kenya": "added"}
    assert sorted(data["batches"]) == ["new", "old"]
    assert difference["sides"] == ["old", "new"]
    actors = {actor: names[number] for actor, number in zip(ids, difference["entities"], strict=True) if number >= 0}
    assert actors == changes
    assert "<title>What changed: old → new</title>" in page


def test_what_both_sides_say_stands_on_both_and_sides_that_are_called_alike_are_told_apart() -> None:
    claims = [stored(claim("Laos", "sign", TREATY))]
    _, data = page_and_data(diff(claims, claims, before_name="texts", after_name="texts"))
    assert data["difference"]["sides"] == ["texts (before)", "texts (after)"]
    assert sorted(data["batches"]) == sorted(data["difference"]["sides"])
    assert data["relations"]["claims"] == [2]


def test_wordings_of_one_thing_are_matched() -> None:
    before = [stored(claim("Thailand", "host", entity("international conference", "event")))]
    after = [stored(claim("Thailand", "host", entity("conference", "event"), document="2026-01/b"))]
    _, data = page_and_data(diff(before, after, before_name="old", after_name="new"))
    assert data["difference"]["matches"] == [[0, 1]]
