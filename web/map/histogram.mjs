// The time filter: a histogram of claims. Drag to select an interval, or move its ends with the arrow keys.

import { byId, el, svg } from "./dom.mjs";
import { brief } from "./text.mjs";
import { tallied } from "./time.mjs";

const WIDTH = 320;
const HEIGHT = 52;

export class Histogram {
  constructor(app) {
    this.app = app;
    this.box = byId("when");
    this.step = WIDTH / Math.max(1, app.bars.length);
    this.bars = svg("g", { class: "bars" });
    this.shade = [svg("rect", { class: "shade", y: 0, height: HEIGHT }), svg("rect", { class: "shade", y: 0, height: HEIGHT })];
    this.chart = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", class: "histogram", "aria-hidden": "true" },
      this.bars, this.shade);
    this.ends = [0, 1].map((side) => el("button", { class: "handle", role: "slider", "aria-label": side ? "Last time shown" : "First time shown",
      "aria-valuemin": 0, "aria-valuemax": app.bars.length - 1, onkeydown: (event) => this.key(event, side) }));
    this.caption = el("p", { class: "span" }, el("span"), el("span"));
    this.box.append(el("div", { class: "brush" }, this.chart, this.ends), this.caption);
    this.box.hidden = app.bars.length < 2;
    this.listen();
  }

  listen() {
    this.chart.addEventListener("pointerdown", (event) => {
      this.chart.setPointerCapture(event.pointerId);
      this.anchor = this.barAt(event);
      this.drag = [this.anchor, this.anchor];
      this.drawChoice(...this.drag);
    });
    this.chart.addEventListener("pointermove", (event) => {
      if (this.anchor === undefined) return;
      const at = this.barAt(event);
      this.drag = [Math.min(at, this.anchor), Math.max(at, this.anchor)];
      this.drawChoice(...this.drag);
    });
    this.chart.addEventListener("pointerup", () => {
      if (this.anchor === undefined) return;
      this.anchor = undefined;
      const again = this.drag[0] === this.drag[1] && this.chosen()[0] === this.drag[0] && this.chosen()[1] === this.drag[1];
      if (again) this.choose(0, this.app.bars.length - 1);
      else this.choose(...this.drag);
    });
    this.chart.addEventListener("pointercancel", () => { this.anchor = undefined; this.show(); });
  }

  barAt({ clientX }) {
    const { left, width } = this.chart.getBoundingClientRect();
    return Math.min(this.app.bars.length - 1, Math.max(0, Math.floor((clientX - left) / width * this.app.bars.length)));
  }

  key(event, side) {
    const last = this.app.bars.length - 1;
    const ends = this.chosen();
    const move = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
    if (move) ends[side] += move;
    else if (event.key === "Home") ends[side] = side ? ends[0] : 0;
    else if (event.key === "End") ends[side] = side ? last : ends[1];
    else return;
    event.preventDefault();
    ends[side] = Math.min(side ? last : ends[1], Math.max(side ? ends[0] : 0, ends[side]));
    this.choose(...ends);
  }

  /** Select the bars from first to last; selecting all of them removes the filter. */
  choose(first, last) {
    const { bars } = this.app;
    this.app.act.change({ from: first === 0 ? "" : bars[first].from, to: last === bars.length - 1 ? "" : bars[last].to });
  }

  /** The indices of the first and last selected bar. */
  chosen() {
    const { bars, state: { from, to } } = this.app;
    const first = from ? bars.findIndex((bar) => bar.to >= from.slice(0, bar.to.length) && bar.to >= from.padEnd(bar.to.length, "-")) : 0;
    const after = to ? bars.findIndex((bar) => bar.from > to.padEnd(bar.from.length, "~")) : -1;
    const last = after < 0 ? bars.length - 1 : after - 1;
    return [first < 0 ? bars.length - 1 : first, Math.max(0, last)];
  }

  drawChoice(first, last) {
    const [before, after] = this.shade;
    before.setAttribute("x", 0);
    before.setAttribute("width", first * this.step);
    after.setAttribute("x", (last + 1) * this.step);
    after.setAttribute("width", WIDTH - (last + 1) * this.step);
    const { bars } = this.app;
    [first, last].forEach((at, side) => {
      this.ends[side].style.left = `${(100 * (at + side)) / bars.length}%`;
      this.ends[side].setAttribute("aria-valuenow", at);
      this.ends[side].setAttribute("aria-valuetext", bars[at].name);
    });
    const isAll = first === 0 && last === bars.length - 1;
    const { from, to } = this.app.state;
    const isDrag = this.anchor !== undefined;
    const texts = [!isDrag && from ? `from ${brief(from)}` : bars[first].name, !isDrag && to ? `to ${brief(to)}` : bars[last].name];
    [...this.caption.children].forEach((part, side) => { part.textContent = texts[side]; });
    this.box.classList.toggle("on", !isAll);
  }

  show() {
    const { app } = this;
    if (app.bars.length < 2) return;
    const all = app.counts ??= tallied(app.bars, app.model.claims);
    const shown = tallied(app.bars, [...app.view.found.values()].flat());
    const most = Math.max(...all);
    const rect = (count, at, kind) => {
      const height = count ? Math.max(1.5, (HEIGHT - 2) * Math.sqrt(count / most)) : 0;
      return svg("rect", { class: kind, x: at * this.step + 0.6, width: Math.max(1, this.step - 1.2), y: HEIGHT - height, height });
    };
    this.bars.replaceChildren(...all.map((count, at) => rect(count, at, "all")), ...shown.map((count, at) => rect(count, at, "shown")));
    this.drawChoice(...this.chosen());
  }
}
