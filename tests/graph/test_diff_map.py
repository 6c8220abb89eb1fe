"""The map of a diff."""

from __future__ import annotations

import json
import re

from support.samples import claim, entity, stored

from graph.diff import diff
from graph.diff.as_map import to_map
from graph.page_data import look

TREATY = entity("Hanoi Accord", "law")


def test_each_relation_has_its_change_and_each_claim_its_side() -> None:
    before = [stored(claim("Laos", "sign", TREATY)), stored(claim("Peru", "sign", TREATY, start=90, index=1))]
    after = [
        stored(claim("Laos", "sign", TREATY, document="2026-01/b")),
        stored(claim("Kenya", "sign", TREATY, document="2026-01/b", start=90, index=1)),
    ]
    page = to_map(diff(before, after, before_name="old", after_name="new"))
    found = re.search(r'<script[^>]*id="data"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert found is not None
    data = json.loads(found[1])
    names = [change["name"] for change in look()["changes"]]
    ids = data["entities"]["id"]
    changes = {
        ids[actor]: names[number]
        for actor, number in zip(data["relations"]["actor"], data["relations"]["change"], strict=True)
    }
    assert changes == {"actor/laos": "same", "actor/peru": "gone", "actor/kenya": "added"}
    assert sorted(data["batches"]) == ["new", "old"]
    assert "<title>What changed: old → new</title>" in page
