// Light, dark, or as the system has it: a choice of the reader, not of the view, so the address does not hold it.

import { byId, media } from "./dom.mjs";

const KEY = "actorgraph-colours";
const CHOICES = ["light", "dark"];

/** What the browser keeps for this reader; a page in the frame of a notebook may not keep anything. */
function kept(read) {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    return null;
  }
}

let choice = "";
let isPrinting = false;

/** Whether the page is dark now; paper never is. */
export const isDark = () => !isPrinting && (choice ? choice === "dark" : media.dark.matches);

function apply() {
  const { dataset } = document.documentElement;
  if (isPrinting) dataset.scheme = "light";
  else if (choice) dataset.scheme = choice;
  else delete dataset.scheme;
}

/** Let the reader choose; `changed` is called when the colours are others, with whether they are for paper. */
export function listenToScheme(changed) {
  const stored = kept(() => localStorage.getItem(KEY));
  choice = CHOICES.includes(stored) ? stored : "";
  byId("scheme").value = choice;
  apply();
  byId("scheme").addEventListener("change", ({ target }) => {
    choice = target.value;
    kept(() => localStorage.setItem(KEY, choice));
    apply();
    changed(false);
  });
  media.dark.addEventListener("change", () => changed(isPrinting));
  for (const [event, starts] of [["beforeprint", true], ["afterprint", false]]) {
    window.addEventListener(event, () => {
      isPrinting = starts;
      apply();
      changed(starts);
    });
  }
}
