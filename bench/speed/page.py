"""Measures the map page of a large graph against a bare vis-network page and against pyvis's own page.

    python -m bench.speed.page [--actors 5000] [--relations 10000] [--limit 60]

Runs in headless Chromium. The map page and the bare page (same nodes, edges and positions, nothing else) alternate. The
first picture is the second animation frame after the map was drawn.
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
    """Return claims between actors whose frequencies differ strongly."""
    rng = random.Random(3)  # noqa: S311  # not for security
    ends = list(range(actors))
    claims: dict[tuple[int, int], StoredClaim] = {}
    while len(claims) < relations:
        number = len(claims)
        source = number if number < actors else rng.choice(ends)
        target = rng.choice(ends)
        if source == target or (source, target) in claims:
            continue
        ends += [target, target]  # preferential attachment
        actor, acted_on = (entity(f"Actor {index} of the sample", "company") for index in (source, target))
        document = f"{BATCHES[number % 2]}/{number % 400}"
        sample_claim = claim(actor, rng.choice(ACTIONS), acted_on, document=document, start=number * 100)
        claims[source, target] = stored(sample_claim, date=f"{BATCHES[number % 2]}-{1 + number % 28:02}")
    return list(claims.values())


def bare_page(page: Map) -> str:
    """Return a page with only vis-network and the nodes and edges of a map at their positions."""
    core = page.core
    entities = core["entities"]
    nodes = [
        {"id": index, "x": x, "y": y, "shape": "dot", "size": 6}
        for index, (x, y) in enumerate(zip(entities["x"], entities["y"], strict=True))
    ]
    ends = zip(core["relations"]["actor"], core["relations"]["target"], strict=True)
    data = {"nodes": nodes, "edges": [{"from": source, "to": target} for source, target in ends]}
    return BARE.format(library=vis_network(), data=json.dumps(data))


def pyvis_page(page: Map) -> str:
    """Return the page that pyvis generates for the same nodes and edges, with its library embedded."""
    net = Network(directed=True, cdn_resources="in_line")
    core = page.core
    net.add_nodes(range(len(core["entities"]["id"])), label=core["entities"]["label"])
    net.add_edges(zip(core["relations"]["actor"], core["relations"]["target"], strict=True))
    return str(net.generate_html())


def first_picture(browser: Browser, path: Path) -> float:
    """Return the milliseconds from the start of the navigation to the second frame after the map was drawn."""
    tab = browser.new_page(viewport={"width": 1280, "height": 800})
    tab.add_init_script(WATCH)
    tab.goto(path.as_uri(), wait_until="commit")
    wait_until(tab, "window.drawn !== undefined")
    drawn = float(tab.evaluate("window.drawn"))
    tab.close()
    return drawn


def filter_times(browser: Browser, path: Path) -> dict[str, float]:
    """Return the milliseconds of script time of each search or filter: the median of seven runs."""
    tab = browser.new_page(viewport={"width": 1280, "height": 800})
    tab.goto(path.as_uri())
    wait_until(tab, "window.actorgraph !== undefined")
    times = {name: float(tab.evaluate(TIMED.format(doing=doing))) for name, doing in FILTERS.items()}
    tab.close()
    return times


def pyvis_first_picture(browser: Browser, path: Path, limit: float) -> float | None:
    """Return the milliseconds until pyvis's own page shows its first picture, or None after `limit` seconds."""
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
    """Measure and print all figures."""
    start = time.monotonic()
    page = Map(claims)
    ours = page.save(folder / "map.html")
    print(f"generated in {time.monotonic() - start:.1f} s: {ours.stat().st_size / 1e6:.1f} MB")
    bare, pyvis = folder / "bare.html", folder / "pyvis.html"
    bare.write_text(bare_page(page), encoding="utf-8")
    pyvis.write_text(pyvis_page(page), encoding="utf-8")
    times: dict[str, list[float]] = {"ours": [], "bare": []}
    for _ in range(ROUNDS):
        times["bare"].append(first_picture(browser, bare))
        times["ours"].append(first_picture(browser, ours))
    own_time, bare_time = median(times["ours"]), median(times["bare"])
    print(f"first picture: map page {own_time:.0f} ms, bare vis-network page {bare_time:.0f} ms")
    print(f"ratio: {own_time / bare_time:.2f} (at most 1.5)")
    for name, milliseconds in filter_times(browser, ours).items():
        print(f"{name}: {milliseconds:.0f} ms of script (at most 200)")
    pyvis_time = pyvis_first_picture(browser, pyvis, limit)
    comparison = (
        f"no picture after {limit:.0f} s (stopped), more than {limit * 1000 / own_time:.0f}"
        if pyvis_time is None
        else f"{pyvis_time:.0f} ms, {pyvis_time / own_time:.0f}"
    )
    print(f"pyvis's own page: {comparison} times the map page")


def main() -> None:
    """Generate the pages, open them in Chromium and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--actors", type=int, default=5000)
    parser.add_argument("--relations", type=int, default=10000)
    parser.add_argument("--limit", type=float, default=60.0, help="seconds to wait for pyvis's own page")
    arguments = parser.parse_args()
    program = chromium()
    if program is None:
        raise SystemExit("no Chromium on this machine")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = launched(playwright, program)
        measure(browser, Path(folder), sample(arguments.actors, arguments.relations), arguments.limit)
        browser.close()


if __name__ == "__main__":
    main()
