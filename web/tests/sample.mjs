// A small page's data for the tests: what graph/map/page_data.py makes, by hand.

export function sample() {
  const look = {
    faint: 70,
    groups: [{ name: "diplomacy", label: "Diplomacy", classes: ["meet", "agree"] }, { name: "crime", label: "Crime", classes: ["attack"] },
      { name: "other", label: "Other", classes: ["other"] }],
    types: [{ name: "country", label: "Country", shape: "dot", hollow: false }, { name: "thing", label: "Thing", shape: "dot", hollow: true }],
    statuses: ["asserted", "alleged", "planned", "obligated", "possible", "negated"].map((name) => ({ name, label: name, dash: [] })),
    changes: [{ name: "added" }, { name: "same" }],
  };
  return {
    look, options: {}, limits: { all: 150, first: 120 }, countries: ["actor/kenya"], batches: ["a", "b"],
    entities: { id: ["actor/kenya", "actor/peru", "thing/pact", "actor/nepal"], label: ["Kenya", "Perú", "pact", "Nepal"], type: [0, 0, 1, 0],
      country: [-1, -1, -1, -1], weight: [3, 2, 2, 1], aliases: { 0: ["Republic of Kenya"] }, community: [0, 0, 0, 1], x: [0, 10, 20, 30], y: [0, 0, 0, 0], size: [5, 5, 5, 5] },
    blocs: [{ label: "African Union", members: [0] }],
    actions: [["meet", "meets", "meet"], ["sign", "signs", "agree"], ["attack", "attacks", "attack"]],
    relations: { actor: [0, 0, 1, 3], target: [1, 2, 2, -1], action: [0, 1, 1, 2], claims: [1, 2, 1, 1] },
    documents: [{ batch: 0, id: "a/1", date: "2025-10-01" }, { batch: 1, id: "b/1" }],
    claims: { document: [0, 0, 1, 1, 0], stated: [0, 1, 0, 4, 8], period: [0, 0, 1, 1, -1], by: [-1, 0, -1, -1, -1], confidence: [90, 65, 80, 95, 60] },
    periods: [["2025-10-01", "2025-10-01"], ["2026-01-01", "2026-01-31"]],
    speakers: [["actor/peru", "Perú"]],
    difference: { sides: ["a", "b"], relations: [1, 0, 0, 1], entities: [1, 1, -1, 0], matches: [[1, 2]], moved: [{ title: "Pact: planned → signed", relations: [1, 2] }] },
  };
}

export const evidence = {
  sentences: ["Kenya met Perú.", "It will sign the pact."], words: ["meets", "signs", "attacks", "active"],
  claims: { sentence: [0, 1, 1, 1, 0], at: [0, 3, 3, 0, 1], spans: [0, 5, 6, 9, 10, 14, 0, 2, 8, 12, 13, 21, 0, 2, 8, 12, 13, 21, 0, 2, 8, 12, 13, 21, 0, 5, 6, 9, -1, -1],
    verb: [0, 1, 1, 1, 2], when: [-1, -1, -1, -1, -1], place: [-1, -1, -1, -1, -1], rule: [3, 3, 3, 3, 3],
    id: ["a0", "a1", "a2", "a3", "a4"] },
  decisions: { 4: "confirmed by a person" },
};
