// The filter: only changes whose text holds the words, and only sections that have some left.
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const changes = [...document.querySelectorAll(".change")].map((node) => ({ node, text: fold(node.textContent) }));
document.getElementById("filter").addEventListener("input", ({ target }) => {
  const wanted = fold(target.value.trim());
  let left = 0;
  for (const { node, text } of changes) {
    node.hidden = !text.includes(wanted);
    left += node.hidden ? 0 : 1;
  }
  for (const section of document.querySelectorAll("section")) {
    section.hidden = !section.querySelector(".change:not([hidden])");
  }
  document.getElementById("left").textContent = wanted ? `${left} of ${changes.length}` : "";
});
