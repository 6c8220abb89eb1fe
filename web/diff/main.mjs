// The diff page: a filter, a slider between before and after, and a button that opens all evidence.

import { fold } from "../map/text.mjs";

const changes = [...document.querySelectorAll(".change")].map((node) => ({ node, text: fold(node.textContent) }));
const filter = document.getElementById("filter");
const side = document.getElementById("side");
const SIDES = ["before", "both", "after"];

function show() {
  const wanted = fold(filter.value.trim());
  const chosen = SIDES[side.valueAsNumber];
  let left = 0;
  document.body.dataset.side = chosen;
  side.setAttribute("aria-valuetext", chosen);
  for (const { node, text } of changes) {
    const there = chosen === "both" || node.classList.contains(`has-${chosen}`);
    node.hidden = !there || !text.includes(wanted);
    left += node.hidden ? 0 : 1;
  }
  for (const section of document.querySelectorAll("section")) {
    section.hidden = !section.querySelector(".change:not([hidden])");
  }
  document.getElementById("left").textContent = left < changes.length ? `${left} of ${changes.length}` : "";
}

filter.addEventListener("input", show);
side.addEventListener("input", show);
document.getElementById("open").addEventListener("click", ({ target }) => {
  const open = target.getAttribute("aria-pressed") !== "true";
  target.setAttribute("aria-pressed", String(open));
  target.textContent = open ? "Hide the evidence" : "Show all evidence";
  for (const { node } of changes) node.open = open;
});
show();
