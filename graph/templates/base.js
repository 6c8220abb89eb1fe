// Small helpers. Text reaches the page through text nodes only, so no label can become markup.

const byId = (id) => document.getElementById(id);

/** An element: attributes by name, `on…` as listeners, children as text or elements (null is skipped). */
function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

const number = (value) => value.toLocaleString("en-GB");
const plural = (count, one, many = `${one}s`) => `${number(count)} ${count === 1 ? one : many}`;

/** Lower case without accents, for search. */
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** First and last day that a partial ISO date may mean; null if it is none. */
function period(text) {
  const found = /^(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?$/.exec(text.trim());
  return found && [`${found[1]}-${found[2] ?? "01"}-${found[3] ?? "01"}`,
    `${found[1]}-${found[2] ?? "12"}-${found[3] ?? "31"}`];
}

const calm = matchMedia("(prefers-reduced-motion: reduce)");
const dark = matchMedia("(prefers-color-scheme: dark)");
const narrow = matchMedia("(max-width: 760px)");
