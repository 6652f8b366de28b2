// Texts of an item from which words are quoted as evidence, with the mouse or with the keyboard's cursor.

import { Cursor } from "./cursor.js";
import { el, passage } from "./dom.js";
import { drawMarks } from "./marks.js";
import { Points, trimmed } from "./points.js";

/** One text: `where` is its name in the record, `words` is the heading above it. */
class Quotable {
  constructor(where, words, text, item, all) {
    Object.assign(this, { where, words, text });
    this.points = new Points(text);
    this.root = passage("", item, { class: "lwl-text lwl-spans lwl-quotable", tabindex: 0, role: "document", "aria-label": words, "data-where": where });
    this.run = el("div", {});
    this.root.append(this.run);
    this.cursor = new Cursor(this.root, this.run, text, this.points);
    // A page has one selection; only the active text may use it.
    const draw = this.cursor.draw.bind(this.cursor);
    this.cursor.draw = (show) => { if (all.active === this) draw(show); };
    this.root.addEventListener("pointerdown", () => { all.active = this; });
    this.root.addEventListener("focus", () => { all.active = this; });
  }
}

/** All texts of an item. A click on the tag of a quote calls `choose(number)`. */
export class Quotables {
  constructor(item, parts, choose) {
    this.active = null;
    this.choose = choose;
    this.all = parts.filter((part) => part.text).map(({ where, words, text }) => new Quotable(where, words, text, item, this));
  }

  /** Return the text with that name; undefined if the item has none. */
  of(where) { return this.all.find((text) => text.where === where); }

  /** Draw the quotes in their texts, each with its number. */
  draw(quotes, chosen = -1) {
    for (const one of this.all) {
      const marks = quotes.map((quote, at) => ({ quote, at })).filter(({ quote }) => quote.where === one.where)
        .map(({ quote, at }) => ({ start: one.points.unit(quote.start), end: one.points.unit(quote.end), label: String(at + 1), place: at, at }))
        .sort((a, b) => a.start - b.start || b.end - a.end);
      drawMarks(one.run, one.text, marks, { chosen: marks.findIndex((mark) => mark.at === chosen), choose: (at) => this.choose(marks[at].at) });
      one.cursor.draw(false);
    }
  }

  /** Go into the text that was used last, or from one text to the next; return its heading. */
  next() {
    const active = document.activeElement;
    const at = this.all.findIndex((text) => text.root === active);
    this.active = at < 0 && this.active || this.all[(at + 1) % this.all.length];
    if (!this.active) return "This item has no text.";
    this.active.root.focus({ preventScroll: true });
    this.active.root.scrollIntoView({ block: "nearest" });
    this.active.cursor.draw();
    return this.active.words;
  }

  /** Return the selection as a quote of the record, offsets in code points; null if nothing is selected. */
  selected() {
    const { active } = this;
    if (!active) return null;
    if (!document.getSelection()?.isCollapsed) active.cursor.read();
    const range = trimmed(active.text, ...active.cursor.range);
    if (!range) return null;
    const [start, end] = range.map((unit) => active.points.point(unit));
    return { where: active.where, start, end, text: active.points.slice(start, end) };
  }

  /** Return whether the key moved the cursor of the text that has the focus. */
  key(press, event) {
    const focused = this.all.find((text) => text.root === event.target);
    if (!focused) return false;
    this.active = focused;
    return focused.cursor.key(press);
  }

  close() { for (const text of this.all) text.cursor.close(); }
}
