// Keyboard and screen reader access: a list of the symbols below the picture; arrow keys move between symbols.

import { byId, el } from "./dom.mjs";
import { plural, shorten } from "./text.mjs";

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Stops {
  constructor(app) {
    this.app = app;
    this.list = byId("stops");
    this.list.addEventListener("focus", () => this.enter());
    this.list.addEventListener("blur", () => app.map.setCursor(null));
    this.list.addEventListener("keydown", (event) => this.key(event));
  }

  /** Fill the list for screen readers: one option per symbol, the most important first. */
  show() {
    const { view, model } = this.app;
    const drawn = [...view.drawn].sort((a, b) => a - b);
    const text = (index) => {
      const { label, type, weight } = model.entities[index];
      return `${shorten(label)}, ${model.typeOf.get(type).label.toLowerCase()}, ${plural(weight, "claim")}`;
    };
    const wanted = drawn.join(" ");
    if (this.drawn !== wanted) {
      this.drawn = wanted;
      this.list.replaceChildren(...drawn.map((index) => el("div", { role: "option", id: `stop-${index}`, "aria-selected": "false" }, text(index))));
    }
    for (const option of this.list.querySelectorAll('[aria-selected="true"]')) option.setAttribute("aria-selected", "false");
    if (this.app.state.actor !== null) byId(`stop-${this.app.state.actor}`)?.setAttribute("aria-selected", "true");
  }

  enter() {
    const { view, state, map } = this.app;
    if (!view.drawn.size) return;
    this.go(map.cursor ?? (state.actor !== null && view.drawn.has(state.actor) ? state.actor : Math.min(...view.drawn)));
  }

  go(index) {
    this.at = index;
    this.app.map.setCursor(index);
    this.list.setAttribute("aria-activedescendant", `stop-${index}`);
  }

  key(event) {
    const { map, act, view } = this.app;
    if (event.ctrlKey || event.metaKey || event.altKey || !view.drawn.size) return;
    const drawn = [...view.drawn].sort((a, b) => a - b);
    const doing = {
      Home: () => this.go(drawn[0]), End: () => this.go(drawn.at(-1)),
      PageDown: () => this.go(drawn[(drawn.indexOf(this.at) + 1) % drawn.length]),
      PageUp: () => this.go(drawn[(drawn.indexOf(this.at) - 1 + drawn.length) % drawn.length]),
      Enter: () => act.actor(this.at), " ": () => act.actor(this.at),
      "+": () => map.zoom(1.4), "-": () => map.zoom(1 / 1.4), 0: () => map.fit(),
      e: () => act.open(this.at), h: () => act.hide(this.at), p: () => act.togglePin(this.at),
    };
    const arrow = ARROWS[event.key];
    if (arrow) this.go(map.neighbour(this.at, arrow));
    else if (doing[event.key]) doing[event.key]();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
