// Searches entities by label and alternative names.

import { namesOf } from "./model.mjs";
import { fold } from "./text.mjs";

export const MOST_FOUND = 12;
const MISS = 9;

const score = (folded, wanted) => (folded === wanted ? 0 : folded.startsWith(wanted) ? 1
  : folded.includes(` ${wanted}`) ? 2 : folded.includes(wanted) ? 3 : MISS);

/** Entities whose label or alternative name contains the words: `[{index, alias}]`, best matches and most important first. */
export function search(entities, words, most = MOST_FOUND) {
  const wanted = fold(words.trim());
  if (!wanted) return [];
  const found = [];
  for (const entity of entities) {
    let [best, alias] = [MISS, null];
    namesOf(entity).forEach(({ text, folded }, at) => {
      const rank = score(folded, wanted);
      if (rank < best) [best, alias] = [rank, at ? text : null];
    });
    if (best < MISS) found.push({ index: entity.index, best, alias });
  }
  return found.sort((a, b) => a.best - b.best || a.index - b.index).slice(0, most);
}
