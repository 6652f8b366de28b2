// Boxes and points on a picture: drawn with the mouse, or with a crosshair that the arrow keys move.
//
// Places are pixels of the stored picture, at every zoom. A box's edges are between pixels (0 to the width); a point names
// a pixel (0 to the width minus one). Fractions that came with a shape stay until that shape is changed.

import { boxBetween, describe, grown, pixelAt, pulled, shifted } from "./boxes.js";
import { button, context, el } from "./dom.js";
import { labelOf } from "./keys.js";
import { hue, LabelRow } from "./labels.js";
import { listenToMouse } from "./pointing.js";
import { Stage } from "./stage.js";

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const PANS = { PageUp: [0, -1], PageDown: [0, 1], Home: [-1, 0], End: [1, 0] };
const HANDLES = ["nw", "n", "ne", "e", "se", "s", "sw", "w"];
/** The size of every picture that was loaded, by its item. */
const sizes = new WeakMap();

const listed = (value) => [...(value?.boxes ?? []), ...(value?.points ?? [])];

export const kind = {
  name: "shapes",
  uses: "arrows",
  hint: "Drag to draw, or move the crosshair and press Space; a label's key chooses the label. Enter finishes, even with no shape.",
  blank: (item) => (sizes.has(item) ? { kind: "shapes", boxes: [], points: [], ...sizes.get(item) } : null),
  problem: (value) => (value ? "" : "The picture of this item cannot be shown. Skip the item and give that as the reason."),
  keys: (task) => [
    ...task.labels.filter((label) => label.key).map((label) => [label.key, `draw ${label.name} (${label.shape}); the chosen shape gets this label`]),
    [["Space"], "a new shape at the crosshair"], [["←", "→", "↑", "↓"], "move the crosshair or the chosen shape by a pixel"], [["Shift", "→"], "by ten pixels"],
    [["Ctrl", "→"], "resize the chosen box by a pixel, with Shift by ten (or Alt)"], [["Tab"], "the next shape; after the last one, the buttons"], [[",", "."], "the previous or next shape"],
    [["Del", "X"], "remove the chosen shape"], [["Esc"], "leave the chosen shape"], [["+", "−", "0"], "zoom in, out, to fit"], [["PgUp", "PgDn", "Home", "End"], "pan up, down, left, right"],
    [["J", "K"], "forward and back between items"],
  ],
  describe: (value) => listed(value).map((shape) => `${shape.label}: ${describe(shape)}`).join("; ").slice(0, 300) || "no shapes",
  render: (root, item, value, api) => new Shapes(root, item, value, api),
};

class Shapes {
  constructor(root, item, value, api) {
    const { labels } = api.task;
    Object.assign(this, { item, api, value, chosen: -1, armed: labels[0], cursor: { x: 0, y: 0 }, run: "" });
    this.places = new Map(labels.map((label, at) => [label.name, at]));
    this.row = new LabelRow(labels, (label) => this.pick(label), { role: "button" });
    this.position = el("span", { class: "lwl-soft lwl-where" });
    this.list = el("ol", { class: "lwl-shape-list", "aria-label": "Shapes" });
    this.stage = new Stage(item, (size) => this.ready(size), () => this.failed());
    this.lines = ["across", "down"].map((way) => el("i", { class: `lwl-line lwl-${way}` }));
    this.sketch = el("div", { class: "lwl-sketch", hidden: true });
    const tools = el("span", { class: "lwl-group lwl-zooms" }, button("Zoom in", "+", () => this.zoom(1)), button("Zoom out", "−", () => this.zoom(-1)), button("Fit", "0", () => this.zoom(0)));
    root.append(...context(api.task, item, ["prompt", "source", "text", "responses"]), this.row.root, this.stage.frame, el("div", { class: "lwl-card-head" }, this.position, tools), this.list);
    listenToMouse(this.stage, this);
    this.drawRow();
  }

  ready(size) {
    sizes.set(this.item, size);
    this.value = this.api.value();
    this.cursor = { x: Math.round(size.width / 2), y: Math.round(size.height / 2) };
    this.stage.frame.setAttribute("aria-label", `Picture of ${size.width} by ${size.height} pixels`);
    if (this.value.width !== size.width || this.value.height !== size.height) {
      this.api.warn(`These shapes were drawn on a picture of ${this.value.width} by ${this.value.height} pixels; this one has ${size.width} by ${size.height}.`);
    }
    this.redraw();
  }

  failed() { this.api.warn("This picture cannot be shown: it is missing, larger than 20 MB, or not PNG, JPEG, GIF, BMP or WebP. Skip the item and give that as the reason."); }

  update(value) {
    this.run = "";
    this.value = value ?? this.api.value();
    if (this.stage.size) this.redraw();
  }

  get shapes() { return listed(this.value); }

  get held() { return this.shapes[this.chosen]; }

  redraw() {
    const { shapes } = this;
    if (this.chosen >= shapes.length) this.chosen = -1;
    this.stage.layer.replaceChildren(...shapes.map((shape, at) => this.drawn(shape, at)), this.sketch, ...this.lines);
    this.list.replaceChildren(...shapes.map((shape, at) => el("li", {}, this.line(shape, at))));
    this.drawCursor();
    this.drawRow();
  }

  drawn(shape, at) {
    const isPoint = shape.width === undefined, holds = at === this.chosen;
    const tag = el("span", { class: "lwl-shape-tag", dir: "auto" }, shape.label);
    const made = el("div", { class: `lwl-shape lwl-${isPoint ? "point" : "box"}`, "data-at": at, "aria-hidden": "true" }, tag, holds && !isPoint ? HANDLES.map((name) => el("i", { class: `lwl-handle lwl-handle-${name}`, "data-handle": name, "data-at": at })) : null);
    made.classList.toggle("lwl-chosen", holds);
    made.style.setProperty("--hue", hue(this.places.get(shape.label) ?? 0));
    // A point is drawn in the middle of its pixel.
    return this.stage.put(made, isPoint ? { x: shape.x + 0.5, y: shape.y + 0.5 } : shape);
  }

  line(shape, at) {
    const made = el("button", { type: "button", class: "lwl-shape-line", "aria-pressed": String(at === this.chosen), on: { click: () => this.choose(at) } }, el("bdi", {}, shape.label), el("span", { class: "lwl-soft" }, describe(shape)));
    made.style.setProperty("--hue", hue(this.places.get(shape.label) ?? 0));
    return made;
  }

  drawCursor() {
    const { x, y } = this.cursor, { width, height } = this.stage.size;
    this.stage.put(this.lines[0], { y });
    this.stage.put(this.lines[1], { x });
    this.position.textContent = `x ${x}, y ${y} of ${width} × ${height} pixels, ${Math.round(100 * this.stage.scale)} %`;
  }

  drawRow() { this.row.show([this.held?.label ?? this.armed.name]); }

  focus() { this.stage.frame.focus({ preventScroll: true }); }

  leave() { this.stage.close(); }

  /** A label's key or button: set the label of the next shape, or of the chosen one. */
  pick(label) {
    const { held } = this;
    this.armed = label;
    this.focus();
    this.drawRow();
    if (!held || held.label === label.name) return this.api.say(`${label.name}: ${label.shape === "point" ? "click or Space sets a point" : "drag or Space draws a box"}.`);
    if ((held.width === undefined) !== (label.shape === "point")) return this.api.warn(`${label.name} is a label for ${label.shape === "point" ? "points" : "boxes"}; the chosen shape stays ${held.label}.`);
    this.replace({ ...held, label: label.name }, `Now ${label.name}`);
  }

  /** Save shapes as the value, boxes before points, and choose `shape`. */
  keep(shapes, shape, say, merge = false) {
    const boxes = shapes.filter((each) => each.width !== undefined), points = shapes.filter((each) => each.width === undefined);
    this.chosen = shape ? [...boxes, ...points].indexOf(shape) : -1;
    this.api.set({ kind: "shapes", boxes, points, ...this.stage.size }, { say, merge });
  }

  replace(shape, say, merge = false) {
    this.keep(this.shapes.map((each, at) => (at === this.chosen ? shape : each)), shape, say, merge);
  }

  add(shape) {
    const made = { ...shape, label: this.armed.name };
    this.keep([...this.shapes, made], made, `${made.label}: ${describe(made)}. Shape added.`);
  }

  /** Add a shape with the current label at the crosshair; a new box has a fifth of the picture's width and height. */
  addHere() {
    const { width, height } = this.stage.size, { x, y } = this.cursor;
    this.stage.reveal(this.cursor);
    if (this.armed.shape === "point") return this.add(pixelAt(this.cursor, this.stage.size));
    const from = { x: Math.min(x, width - 1), y: Math.min(y, height - 1) };
    this.add(boxBetween(from, { x: from.x + Math.max(1, Math.round(width / 5)), y: from.y + Math.max(1, Math.round(height / 5)) }, this.stage.size));
  }

  choose(at) {
    this.chosen = at === this.chosen ? -1 : at;
    this.run = "";
    this.redraw();
    this.focus();
    if (!this.held) return;
    this.stage.reveal(this.held);
    this.api.say(`${this.held.label}: ${describe(this.held)}. Shape ${at + 1} of ${this.shapes.length}.`);
  }

  neighbour(way) {
    const count = this.shapes.length;
    if (!count) return this.api.say("You have not drawn any shape yet.");
    const at = this.chosen < 0 ? (way > 0 ? 0 : count - 1) : (this.chosen + way + count) % count;
    this.chosen = -1;
    this.choose(at);
  }

  remove() {
    const { held } = this;
    if (!held) return this.api.warn("First choose a shape: press Tab, or click it.");
    this.keep(this.shapes.filter((each) => each !== held), null, `${held.label}, ${describe(held)}: removed.`);
  }

  /** An arrow key moves or resizes the chosen shape, or moves the crosshair. Several in a row are one step for undo. */
  arrow([across, down], press) {
    const far = press.shift ? 10 : 1, { held, stage } = this, resize = press.ctrl || press.alt;
    if (!held) return this.hover({ x: this.cursor.x + across * far, y: this.cursor.y + down * far }, true);
    if (resize && held.width === undefined) return this.api.say("A point has no size.");
    const changed = (resize ? grown : shifted)(held, across * far, down * far, stage.size);
    const run = `${resize ? "size" : "place"} ${this.chosen}`, continues = this.run === run;
    this.replace(changed, describe(changed), continues);
    this.run = run;
    stage.reveal(resize ? { x: changed.x + changed.width, y: changed.y + changed.height } : changed);
  }

  zoom(way) {
    if (!this.stage.size) return;
    const middle = this.held ? { x: this.held.x + (this.held.width ?? 0) / 2, y: this.held.y + (this.held.height ?? 0) / 2 } : this.cursor;
    if (way) this.stage.zoomBy(way, middle); else this.stage.fit();
    this.drawCursor();
    this.api.say(`${Math.round(100 * this.stage.scale)} percent.`);
  }

  // What the mouse does; pointing.js calls these.
  hold() { return this.chosen; }

  hover({ x, y }, reveal = false) {
    const { width, height } = this.stage.size;
    this.cursor = { x: Math.max(0, Math.min(width, Math.round(x))), y: Math.max(0, Math.min(height, Math.round(y))) };
    this.drawCursor();
    if (!reveal) return;
    this.stage.reveal(this.cursor);
    this.api.say(`x ${this.cursor.x}, y ${this.cursor.y}`);
  }

  preview(act) {
    const { size } = this.stage, { held } = this;
    const shape = !act || act.act === "pan" ? null : act.act === "draw" ? (this.armed.shape === "point" ? null : boxBetween(act.from, act.to, size))
      : act.act === "move" ? shifted(held, act.dx, act.dy, size) : pulled(held, act.handle, act.to, size);
    this.sketch.hidden = !shape;
    if (shape) this.stage.put(this.sketch, { width: 0, height: 0, ...shape });
  }

  draw(from, to) {
    const box = this.armed.shape === "point" ? null : boxBetween(from, to, this.stage.size);
    if (box) this.add(box); else this.api.warn(this.armed.shape === "point" ? `${this.armed.name} is a label for points: click instead of dragging.` : "This box is outside the picture. Draw it over the picture.");
  }

  move(dx, dy) { if (this.held) this.replace(shifted(this.held, dx, dy, this.stage.size), "Moved"); }

  pull(handle, to) { if (this.held) this.replace(pulled(this.held, handle, to, this.stage.size), "Resized"); }

  click(at, place) {
    if (at >= 0 && at !== this.chosen) return this.choose(at);
    if (at < 0 && this.armed.shape === "point" && !this.held) return this.add(pixelAt(place, this.stage.size));
    this.release();
  }

  release() {
    this.chosen = -1;
    this.run = "";
    this.redraw();
  }

  key(press, event, inField) {
    if (inField || !this.stage.size) return false;
    const label = labelOf(this.api.task.labels, press), { name } = press;
    const runs = { " ": () => this.addHere(), Insert: () => this.addHere(), "+": () => this.zoom(1), "=": () => this.zoom(1), "-": () => this.zoom(-1), 0: () => this.zoom(0), ".": () => this.neighbour(1), ",": () => this.neighbour(-1),
      x: () => this.remove(), Delete: () => this.remove(), Backspace: () => this.remove(), Escape: () => this.release() };
    if (label) this.pick(label);
    else if (ARROWS[press.key]) this.arrow(ARROWS[press.key], press);
    else if (PANS[press.key]) this.stage.pan(...PANS[press.key]);
    else if (press.key === "Tab") return this.tab(press, event);
    else if (Object.hasOwn(runs, name)) runs[name]();
    else return false;
    return true;
  }

  /** While the picture has the focus, Tab goes from shape to shape and leaves after the last one: the focus is never trapped. */
  tab(press, event) {
    const to = this.chosen + (press.shift ? -1 : 1);
    const leaves = event.target !== this.stage.frame || press.ctrl || press.alt || to >= this.shapes.length || to < 0;
    if (leaves) { if (this.held) this.release(); return false; }
    this.choose(to);
    return true;
  }
}
