// Neighbourhoods and shortest paths in the graph of relations, ignoring direction.

/** The entities within a number of steps from one. */
export function within(start, steps, links) {
  let near = new Set([start]);
  for (let step = 0; step < steps; step += 1) {
    const next = new Set(near);
    for (const { actor, target } of links) {
      if (near.has(actor)) next.add(target);
      if (near.has(target)) next.add(actor);
    }
    near = next;
  }
  return near;
}

function neighbours(links) {
  const found = new Map();
  const add = (one, other) => found.set(one, (found.get(one) ?? new Set()).add(other));
  for (const { actor, target } of links) {
    add(actor, target);
    add(target, actor);
  }
  return found;
}

/** A shortest path, or null: `nodes` from start to end, and the `relations` of each step. */
export function shortestPath(start, end, links) {
  const near = neighbours(links);
  const from = new Map([[start, null]]);
  let edge = [start];
  while (edge.length && !from.has(end)) {
    const next = [];
    for (const one of edge) {
      for (const other of [...(near.get(one) ?? [])].sort((a, b) => a - b)) {
        if (from.has(other)) continue;
        from.set(other, one);
        next.push(other);
      }
    }
    edge = next;
  }
  if (!from.has(end)) return null;
  const nodes = [];
  for (let at = end; at !== null; at = from.get(at)) nodes.unshift(at);
  return { nodes, steps: nodes.slice(1).map((to, at) => links.filter((link) => joins(link, nodes[at], to)).map(({ index }) => index)) };
}

const joins = ({ actor, target }, one, other) => (actor === one && target === other) || (actor === other && target === one);
