// Keys on the review page: each presses the button that bears it. The page works without them.

const isTyping = () => /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement?.tagName ?? "");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.key === "Escape") { document.activeElement?.blur(); return; }
  if (isTyping()) return;
  const details = document.querySelector(".judge details");
  if (event.key === "e" && details && !details.open) {
    // first the fields, then the button: nothing is corrected by one key
    event.preventDefault();
    details.open = true;
    details.querySelector("input").focus();
    return;
  }
  const button = [...document.querySelectorAll("button[name=key]")].find(({ value }) => value === event.key);
  if (!button) return;
  event.preventDefault();
  button.click();
});
