// The row of labels that several kinds of task share.

import { el, keycaps } from "./dom.js";
import { ariaKey } from "./keys.js";

/** Return the hue of a label, by its place in the label set: neighbours get very different hues. */
export function hue(place) {
  return Math.round((205 + place * 137.508) % 360);
}

/** A row of buttons, one for each label, in the label set's order. A click calls `pick(label)`.
 *  `show(names)` marks the labels that are set now. With `role` "radio" only one can be set. */
export class LabelRow {
  constructor(labels, pick, { role = "checkbox", name = "Labels" } = {}) {
    this.role = role;
    this.buttons = new Map();
    const attribute = role === "radio" || role === "checkbox" ? "aria-checked" : "aria-pressed";
    labels.forEach((label, place) => {
      const made = el("button", {
        type: "button", class: "lwl-label", role: role === "button" ? null : role, title: label.meaning || null,
        "aria-keyshortcuts": ariaKey(label.key), "data-label": label.name, tabindex: place ? -1 : 0,
        on: { click: () => pick(label) },
      }, keycaps(label.key), el("span", { class: "lwl-name", dir: "auto" }, label.name),
      label.meaning ? el("span", { class: "lwl-meaning", dir: "auto" }, label.meaning) : null);
      made.style.setProperty("--hue", hue(place));
      made.setAttribute(attribute, "false");
      this.buttons.set(label.name, made);
    });
    this.attribute = attribute;
    this.root = el("div", { class: "lwl-labels", role: role === "radio" ? "radiogroup" : "group", "aria-label": name,
      on: { keydown: (event) => this.roam(event) } }, [...this.buttons.values()]);
  }

  show(names) {
    for (const [name, made] of this.buttons) made.setAttribute(this.attribute, String(names.includes(name)));
  }

  /** The up and down keys move between the labels, so that the row is one stop for the Tab key. */
  roam(event) {
    const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!way) return;
    const all = [...this.buttons.values()];
    const next = all[(all.indexOf(event.target.closest("button")) + way + all.length) % all.length];
    all.forEach((made) => made.setAttribute("tabindex", made === next ? 0 : -1));
    next.focus();
    event.preventDefault();
    event.stopPropagation();
  }
}
