// Copies text to the clipboard.

import { el } from "./dom.mjs";

/** Copy text to the clipboard; returns whether that succeeded. */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedByHand(text);
  }
}

/** Fallback for browsers without the clipboard API, or where it is denied. */
function copiedByHand(text) {
  const field = el("textarea", { class: "unseen", "aria-hidden": "true" });
  field.value = text;
  document.body.append(field);
  field.select();
  const isDone = document.execCommand("copy");
  field.remove();
  return isDone;
}
