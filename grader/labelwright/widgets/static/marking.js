// Marks on a text, for spans and errors: select with the keyboard or the mouse, and choose, visit or remove marks.

import { Cursor } from "./cursor.js";
import { el, passage } from "./dom.js";
import { drawMarks } from "./marks.js";
import { Points, trimmed, wordAt } from "./points.js";

/** Return the keys of every kind with marks, for its list of keys. `noun` is the kind's word for a mark. */
export function markingKeys(noun) {
  return {
    moving: [[["←", "→", "↑", "↓"], "move the cursor"], [["Ctrl", "←", "→"], "move by words"], [["Shift", "→"], "extend the selection"]],
    choosing: [
      [[",", "."], `choose the previous or next ${noun}`], [["Del", "X"], `remove the chosen ${noun}`], [["Home", "End"], "start or end of the paragraph"],
      [["Esc"], `clear the choice and the selection`], [["J", "K"], "forward and back between items"],
    ],
  };
}

/** An item's text with marks on it. A kind extends this class and adds
 *  `tagOf(mark)` the text on a mark's tag, `placeOf(mark)` the place of its label (for the colour),
 *  `keep(marks, say)` save these marks as the value, and `refresh()` called after another mark was chosen. */
export class Marking {
  constructor(item, api, noun, words) {
    Object.assign(this, { item, api, noun, marks: [], chosen: -1 });
    this.points = new Points(item.text);
    this.text = passage("", item, { class: "lwl-text lwl-spans", tabindex: 0, role: "document", "aria-label": words });
    // Separate from the caret, so that a moving caret never changes the layout of the text.
    this.run = el("div", {});
    this.text.append(this.run);
    this.cursor = new Cursor(this.text, this.run, item.text, this.points);
    this.cursor.onpick = () => { this.text.focus({ preventScroll: true }); this.picked(); };
  }

  /** Draw marks: {start, end} in code points, in the order of the record. */
  draw(marks) {
    this.marks = marks;
    if (this.chosen >= marks.length) this.chosen = -1;
    // The longest first, so that a shorter one inside it is drawn on top.
    const shown = marks.map((mark, at) => ({ start: this.points.unit(mark.start), end: this.points.unit(mark.end), label: this.tagOf(mark), place: this.placeOf(mark), at }))
      .sort((a, b) => a.start - b.start || b.end - a.end);
    drawMarks(this.run, this.item.text, shown, {
      chosen: shown.findIndex((mark) => mark.at === this.chosen), choose: (at) => this.choose(shown[at].at),
    });
    this.cursor.draw(false);
    this.refresh();
  }

  focus() { this.text.focus({ preventScroll: true }); this.cursor.draw(false); }

  leave() { this.cursor.close(); }

  get selected() { const [start, end] = this.cursor.range; return start !== end; }

  get held() { return this.marks[this.chosen]; }

  /** Select the word at the cursor; return false and show a warning if there is none. */
  selectWord() {
    const word = wordAt(this.item.text, this.cursor.focus);
    if (word) this.cursor.set(...word); else this.api.warn("The cursor is not on a word. First select some words.");
    return Boolean(word);
  }

  /** Return the selection without the white space around it: {start, end, text} in code points; null, with a warning, if it is empty. */
  selectedRange() {
    const range = trimmed(this.item.text, ...this.cursor.range);
    if (!range) { this.api.warn("Only white space is selected. Select some words."); return null; }
    const [start, end] = range.map((unit) => this.points.point(unit));
    return { start, end, text: this.points.slice(start, end) };
  }

  choose(at) {
    this.chosen = this.chosen === at ? -1 : at;
    if (this.held) {
      this.cursor.set(this.points.unit(this.held.start));
      this.api.say(`${this.tagOf(this.held)}: ${this.held.text}. ${this.noun} ${at + 1} of ${this.marks.length}.`);
    }
    this.draw(this.marks);
    this.focus();
  }

  /** Choose the next mark from the chosen one, or from the cursor. */
  neighbour(way) {
    if (!this.marks.length) return this.api.say(`There are no ${this.noun}s yet.`);
    const here = this.points.point(this.cursor.focus);
    const after = this.marks.findIndex((mark) => mark.start >= here);
    const first = way > 0 ? (after < 0 ? 0 : after) : (after < 0 ? this.marks.length : after) - 1;
    const at = this.held ? this.chosen + way : first;
    this.chosen = -1;
    this.choose((at + this.marks.length) % this.marks.length);
  }

  remove() {
    const mark = this.held;
    if (!mark) return this.api.warn(`First choose ${/^[aeiou]/.test(this.noun) ? "an" : "a"} ${this.noun}: press . or , or click its tag.`);
    this.chosen = -1;
    this.keep(this.marks.filter((other) => other !== mark), `${mark.text}, ${this.tagOf(mark)}: removed.`);
    this.focus();
  }

  /** Clear the choice and the selection. */
  release() {
    this.chosen = -1;
    this.cursor.set(this.cursor.focus);
    this.draw(this.marks);
  }

  key(press) {
    this.cursor.settle();
    if (press.key === "." || press.key === ",") this.neighbour(press.key === "." ? 1 : -1);
    else if (["Delete", "Backspace"].includes(press.key) || press.name === "x") this.remove();
    else if (press.key === "Escape") this.release();
    else if (this.cursor.key(press)) { if (this.held) { this.chosen = -1; this.draw(this.marks); } }
    else return false;
    return true;
  }
}
