// Colour scheme: light, dark or system. It is a preference of the reader, so it is not part of the URL.

import { byId, media } from "./dom.mjs";

const KEY = "actorgraph-colours";
const CHOICES = ["light", "dark"];

/** Access local storage; returns null where it is forbidden, as in the frame of a notebook. */
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

/** Whether the page is dark; print never is. */
export const isDark = () => !isPrinting && (choice ? choice === "dark" : media.dark.matches);

function apply() {
  const { dataset } = document.documentElement;
  if (isPrinting) dataset.scheme = "light";
  else if (choice) dataset.scheme = choice;
  else delete dataset.scheme;
}

/** Set up the switch; `changed` is called when the colours change, with whether they are for print. */
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
