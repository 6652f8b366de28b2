// Passages of an item from which stretches are quoted as evidence, with the mouse or with a cursor of the keyboard.

import { Cursor } from "./cursor.js";
import { el, passage } from "./dom.js";
import { drawMarks } from "./marks.js";
import { Points, trimmed } from "./points.js";

/** One passage: `where` is its name in the record, `words` what the annotator reads above it. */
class Quotable {
  constructor(where, words, text, item, all) {
    Object.assign(this, { where, words, text });
    this.points = new Points(text);
    this.root = passage("", item, { class: "lwl-text lwl-spans lwl-quotable", tabindex: 0, role: "document", "aria-label": words, "data-where": where });
    this.run = el("div", {});
    this.root.append(this.run);
    this.cursor = new Cursor(this.root, this.run, text, this.points);
    // Only the passage that is worked in may take the page's one selection.
    const draw = this.cursor.draw.bind(this.cursor);
    this.cursor.draw = (show) => { if (all.active === this) draw(show); };
    this.root.addEventListener("pointerdown", () => { all.active = this; });
    this.root.addEventListener("focus", () => { all.active = this; });
  }
}

/** All passages of an item. `choose(number)` is called when the tag of a quote is pressed. */
export class Quotables {
  constructor(item, parts, choose) {
    this.active = null;
    this.choose = choose;
    this.all = parts.filter((part) => part.text).map(({ where, words, text }) => new Quotable(where, words, text, item, this));
  }

  /** The passage of that name; undefined where the item has none. */
  of(where) { return this.all.find((one) => one.where === where); }

  /** Draw quotes in their passages, each under its number. */
  draw(quotes, chosen = -1) {
    for (const one of this.all) {
      const marks = quotes.map((quote, at) => ({ quote, at })).filter(({ quote }) => quote.where === one.where)
        .map(({ quote, at }) => ({ start: one.points.unit(quote.start), end: one.points.unit(quote.end), label: String(at + 1), place: at, at }))
        .sort((a, b) => a.start - b.start || b.end - a.end);
      drawMarks(one.run, one.text, marks, { chosen: marks.findIndex((mark) => mark.at === chosen), choose: (at) => this.choose(marks[at].at) });
      one.cursor.draw(false);
    }
  }

  /** Go into the passage last worked in, or from one to the next; gives its words. */
  next() {
    const active = document.activeElement;
    const at = this.all.findIndex((one) => one.root === active);
    this.active = at < 0 && this.active || this.all[(at + 1) % this.all.length];
    if (!this.active) return "There is no text.";
    this.active.root.focus({ preventScroll: true });
    this.active.root.scrollIntoView({ block: "nearest" });
    this.active.cursor.draw();
    return this.active.words;
  }

  /** What is selected: a quote of the record with its offsets in code points; null where it is nothing. */
  selected() {
    const one = this.active;
    if (!one) return null;
    if (!document.getSelection()?.isCollapsed) one.cursor.read();
    const kept = trimmed(one.text, ...one.cursor.range);
    if (!kept) return null;
    const [start, end] = kept.map((unit) => one.points.point(unit));
    return { where: one.where, start, end, text: one.points.slice(start, end) };
  }

  /** True where the key moved the cursor of the passage that has the focus. */
  key(press, event) {
    const one = this.all.find((other) => other.root === event.target);
    if (!one) return false;
    this.active = one;
    return one.cursor.key(press);
  }

  close() { for (const one of this.all) one.cursor.close(); }
}
