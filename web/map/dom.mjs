// Creates DOM elements. Text is inserted only as text nodes, so that no label can become markup.

export const byId = (id) => document.getElementById(id);

const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    // the Content-Security-Policy of the page forbids style attributes
    else if (name === "style") Object.entries(value).forEach(([key, set]) => node.style.setProperty(key, set));
    else if (value === true) node.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value);
  }
  node.append(...children.flat(2).filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

/** Create an HTML element. `on…` attributes are listeners, `style` is an object, children are text or elements. */
export const el = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);

/** Create an SVG element; arguments as for `el`. */
export const svg = (tag, attributes = {}, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

/** A name or text from a document, isolated so that its text direction does not affect the surrounding text. */
export const name = (text, attributes = {}) => el("bdi", attributes, text);

export const media = {
  calm: matchMedia("(prefers-reduced-motion: reduce)"),
  dark: matchMedia("(prefers-color-scheme: dark)"),
  narrow: matchMedia("(max-width: 760px)"),
};

const LONG_PRESS = 550;
const STILL = 10;

/** Suppress the click that ends a touch, on whatever it falls: the page may have moved under the finger. */
function suppressClick() {
  const release = () => {
    document.removeEventListener("click", suppress, { capture: true });
    document.removeEventListener("pointerdown", release, { capture: true });
  };
  const suppress = (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    release();
  };
  document.addEventListener("click", suppress, { capture: true });
  document.addEventListener("pointerdown", release, { capture: true });
}

/** Run `action` on a long press (half a second), the touch equivalent of Shift-click. No click follows. */
export function onLongPress(node, action) {
  let timer = null;
  let start = null;
  let isDone = false;
  const stop = () => clearTimeout(timer);
  node.addEventListener("pointerdown", (event) => {
    isDone = false;
    if (event.pointerType === "mouse") return;
    start = event;
    timer = setTimeout(() => {
      isDone = true;
      suppressClick();
      action();
    }, LONG_PRESS);
  });
  node.addEventListener("pointermove", ({ clientX, clientY }) => {
    if (start && Math.hypot(clientX - start.clientX, clientY - start.clientY) > STILL) stop();
  });
  for (const name of ["pointerup", "pointercancel", "pointerleave"]) node.addEventListener(name, stop);
  node.addEventListener("contextmenu", (event) => { if (isDone) event.preventDefault(); });
}

/** Download a file with this content. */
export function download(file, parts, type) {
  const address = URL.createObjectURL(new Blob(parts, { type }));
  el("a", { href: address, download: file }).click();
  setTimeout(() => URL.revokeObjectURL(address), 2000);
}
