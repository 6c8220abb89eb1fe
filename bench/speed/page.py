"""How fast the map page of a large graph is, beside an empty vis-network page and beside pyvis's own page.

    python -m bench.speed.page [--actors 5000] [--relations 10000] [--limit 60]

All in one run, in headless Chromium: ours and the bare page (the same nodes and lines at the same places, nothing
else) alternate; the first picture is the second animation frame after the map was drawn.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import TimeoutError as TooSlow
from pyvis.network import Network
from support.map_page import chromium, launched, wait_until
from support.samples import claim, entity, stored

from graph.map.page import Map, vis_network
from graph.rdf.stored_claim import StoredClaim

ACTIONS = ("meet", "sign", "arrest", "accuse", "propose", "sanction", "warn", "support")
BATCHES = ("2025-10", "2026-01")
ROUNDS = 5
BARE = """<!DOCTYPE html><meta charset="utf-8"><style>html,body,#map{{margin:0;height:100%}}</style><div id="map"></div>
<script>{library}</script><script>
const still = {{physics: false, layout: {{improvedLayout: false}}}};
const network = new vis.Network(document.getElementById("map"), {data}, still);
network.once("afterDrawing", () => requestAnimationFrame(() => requestAnimationFrame(() => {{
  window.drawn = performance.now(); }})));
</script>"""
WATCH = """let page; Object.defineProperty(window, "actorgraph", { get: () => page, set: (made) => { page = made;
  requestAnimationFrame(() => requestAnimationFrame(() => { window.drawn = performance.now(); })); } });"""
TIMED = """() => {{ const times = []; for (let round = 0; round < 7; round += 1) {{
  const start = performance.now(); {doing}; times.push(performance.now() - start); }}
  return times.sort((a, b) => a - b)[3]; }}"""
SEARCH = """document.getElementById('search-input').value = 'actor 49';
document.getElementById('search-input').dispatchEvent(new Event('input'))"""
FILTERS = {
    "search": SEARCH,
    "kind of action": "document.querySelector('.chip').click()",
    "from": "actorgraph.act.change({ from: actorgraph.state.from ? '' : '2026' })",
    "text": "actorgraph.act.change({ text: actorgraph.state.text ? '' : 'arrest' })",
    "two steps": "actorgraph.act.change({ actor: 3, steps: actorgraph.state.steps === 2 ? 1 : 2 })",
}


def sample(actors: int, relations: int) -> list[StoredClaim]:
    """Claims between actors, some of which are named far more often than others."""
    chance = random.Random(3)  # noqa: S311  # no secret
    ends = list(range(actors))
    found: dict[tuple[int, int], StoredClaim] = {}
    while len(found) < relations:
        number = len(found)
        one = number if number < actors else chance.choice(ends)
        other = chance.choice(ends)
        if one == other or (one, other) in found:
            continue
        ends += [other, other]
        who, whom = (entity(f"Actor {at} of the sample", "company") for at in (one, other))
        document = f"{BATCHES[number % 2]}/{number % 400}"
        made = claim(who, chance.choice(ACTIONS), whom, document=document, start=number * 100)
        found[one, other] = stored(made, date=f"{BATCHES[number % 2]}-{1 + number % 28:02}")
    return list(found.values())


def bare(page: Map) -> str:
    """A page with nothing but vis-network and the nodes and lines of a map at their places."""
    core = page.core
    places = core["entities"]
    nodes = [
        {"id": at, "x": x, "y": y, "shape": "dot", "size": 6}
        for at, (x, y) in enumerate(zip(places["x"], places["y"], strict=True))
    ]
    ends = zip(core["relations"]["actor"], core["relations"]["target"], strict=True)
    data = {"nodes": nodes, "edges": [{"from": one, "to": other} for one, other in ends]}
    return BARE.format(library=vis_network(), data=json.dumps(data))


def pyvis_default(page: Map) -> str:
    """The page that pyvis makes by itself of the same nodes and lines, with its library inside."""
    net = Network(directed=True, cdn_resources="in_line")
    core = page.core
    net.add_nodes(range(len(core["entities"]["id"])), label=core["entities"]["label"])
    net.add_edges(zip(core["relations"]["actor"], core["relations"]["target"], strict=True))
    return str(net.generate_html())


def first_picture(browser: Browser, path: Path) -> float:
    """Milliseconds from the start of the navigation to the second frame after the map was drawn."""
    tab = browser.new_page(viewport={"width": 1280, "height": 800})
    tab.add_init_script(WATCH)
    tab.goto(path.as_uri(), wait_until="commit")
    wait_until(tab, "window.drawn !== undefined")
    drawn = float(tab.evaluate("window.drawn"))
    tab.close()
    return drawn


def answers(browser: Browser, path: Path) -> dict[str, float]:
    """Milliseconds of script that each search or filter takes: the median of seven."""
    tab = browser.new_page(viewport={"width": 1280, "height": 800})
    tab.goto(path.as_uri())
    wait_until(tab, "window.actorgraph !== undefined")
    times = {name: float(tab.evaluate(TIMED.format(doing=doing))) for name, doing in FILTERS.items()}
    tab.close()
    return times


def default_page(browser: Browser, path: Path, limit: float) -> float | None:
    """Milliseconds until pyvis's own page has its first picture; None if it has none after `limit` seconds."""
    tab = browser.new_page(viewport={"width": 1280, "height": 800})
    start = time.monotonic()
    try:
        tab.route("http*://**", lambda route: route.abort())
        tab.goto(path.as_uri(), wait_until="commit", timeout=limit * 1000)
        tab.wait_for_function(
            "document.getElementById('bar').style.width === '496px'",
            timeout=max(1.0, limit - (time.monotonic() - start)) * 1000,
        )
    except TooSlow:
        return None
    else:
        return (time.monotonic() - start) * 1000
    finally:
        tab.close()


def measure(browser: Browser, folder: Path, claims: Sequence[StoredClaim], limit: float) -> None:
    """Print every figure."""
    start = time.monotonic()
    page = Map(claims)
    ours = page.save(folder / "map.html")
    print(f"made in {time.monotonic() - start:.1f} s: {ours.stat().st_size / 1e6:.1f} MB")
    empty, default = folder / "bare.html", folder / "pyvis.html"
    empty.write_text(bare(page), encoding="utf-8")
    default.write_text(pyvis_default(page), encoding="utf-8")
    times: dict[str, list[float]] = {"ours": [], "bare": []}
    for _ in range(ROUNDS):
        times["bare"].append(first_picture(browser, empty))
        times["ours"].append(first_picture(browser, ours))
    first, other = median(times["ours"]), median(times["bare"])
    print(f"first picture: ours {first:.0f} ms, empty vis-network page {other:.0f} ms")
    print(f"ratio: {first / other:.2f} (at most 1.5)")
    for name, took in answers(browser, ours).items():
        print(f"{name}: {took:.0f} ms of script (at most 200)")
    slow = default_page(browser, default, limit)
    said = (
        f"no picture after {limit:.0f} s (stopped), more than {limit * 1000 / first:.0f}"
        if slow is None
        else f"{slow:.0f} ms, {slow / first:.0f}"
    )
    print(f"pyvis's own page: {said} times ours")


def main() -> None:
    """Make the pages, open them, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--actors", type=int, default=5000)
    parser.add_argument("--relations", type=int, default=10000)
    parser.add_argument("--limit", type=float, default=60.0, help="seconds to wait for pyvis's own page")
    given = parser.parse_args()
    program = chromium()
    if program is None:
        raise SystemExit("no Chromium on this machine")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = launched(playwright, program)
        measure(browser, Path(folder), sample(given.actors, given.relations), given.limit)
        browser.close()


if __name__ == "__main__":
    main()
