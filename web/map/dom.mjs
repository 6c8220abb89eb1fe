// Elements of the page. Text reaches it through text nodes only, so that no label can become markup.

export const byId = (id) => document.getElementById(id);

const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    // the page's policy forbids style attributes
    else if (name === "style") Object.entries(value).forEach(([key, set]) => node.style.setProperty(key, set));
    else if (value === true) node.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value);
  }
  node.append(...children.flat(2).filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

/** An element: attributes by name, `on…` as listeners, `style` as an object, children as text or elements. */
export const el = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);

/** The same for SVG. */
export const svg = (tag, attributes = {}, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

/** A name or text from a document: its direction of writing ends where it ends. */
export const name = (text, attributes = {}) => el("bdi", attributes, text);

export const media = {
  calm: matchMedia("(prefers-reduced-motion: reduce)"),
  dark: matchMedia("(prefers-color-scheme: dark)"),
  narrow: matchMedia("(max-width: 760px)"),
};

const LONG_PRESS = 550;
const STILL = 10;

/** What a thumb does that has no second button: press for half a second. The click that ends it does nothing more. */
export function onLongPress(node, action) {
  let timer = null;
  let start = null;
  let isDone = false;
  const stop = () => clearTimeout(timer);
  node.addEventListener("pointerdown", (event) => {
    isDone = false;
    if (event.pointerType === "mouse") return;
    start = event;
    timer = setTimeout(() => { isDone = true; action(); }, LONG_PRESS);
  });
  node.addEventListener("pointermove", ({ clientX, clientY }) => {
    if (start && Math.hypot(clientX - start.clientX, clientY - start.clientY) > STILL) stop();
  });
  for (const name of ["pointerup", "pointercancel", "pointerleave"]) node.addEventListener(name, stop);
  node.addEventListener("contextmenu", (event) => { if (isDone) event.preventDefault(); });
  node.addEventListener("click", (event) => {
    if (!isDone) return;
    isDone = false;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, { capture: true });
}

/** Offer a file to the reader. */
export function download(file, parts, type) {
  const address = URL.createObjectURL(new Blob(parts, { type }));
  el("a", { href: address, download: file }).click();
  setTimeout(() => URL.revokeObjectURL(address), 2000);
}
