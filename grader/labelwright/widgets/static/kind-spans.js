// Labelled spans in a text: select words with the mouse or the keyboard, then press a label's key.

import { context } from "./dom.js";
import { labelOf } from "./keys.js";
import { LabelRow } from "./labels.js";
import { Marking, markingKeys } from "./marking.js";

/** Return why the task does not allow a span together with another one; "" if it does. */
export function clash(span, other, task) {
  if (span.end <= other.start || other.end <= span.start) return "";
  if (span.start === other.start && span.end === other.end && span.label === other.label) return "These words already have that label.";
  const inside = (a, b) => a.start >= b.start && a.end <= b.end;
  const nested = inside(span, other) || inside(other, span);
  if (nested && !task.nested) return `One span would be inside the other (“${other.text}”); this task does not allow that.`;
  if (!nested && !task.overlapping) return `It would overlap the span “${other.text}”; in this task spans may not overlap.`;
  return "";
}

/** Return spans in the order of the record: by start, then end. */
export function ordered(spans) {
  return [...spans].sort((a, b) => a.start - b.start || a.end - b.end || (a.label < b.label ? -1 : 1));
}

const KEYS = markingKeys("span");

export const kind = {
  name: "spans",
  uses: "arrows",
  hint: "Select with the mouse, or with the arrow keys and Shift; then press a label's key. Enter finishes.",
  blank: () => ({ kind: "spans", spans: [] }),
  problem: () => "",
  keys: (task) => [
    ...KEYS.moving,
    ...task.labels.filter((label) => label.key).map((label) => [label.key, `mark as ${label.name}; without a selection, the word at the cursor`]),
    ...KEYS.choosing,
  ],
  describe: (value) => (value?.spans.length ? value.spans.map((span) => `${span.label}: ${span.text}`).join("; ").slice(0, 300) : "no spans"),
  render: (root, item, value, api) => new Spans(root, item, value, api),
};

class Spans extends Marking {
  constructor(root, item, value, api) {
    super(item, api, "span", "Text to mark");
    this.armed = null;
    this.places = new Map(api.task.labels.map((label, at) => [label.name, at]));
    this.row = new LabelRow(api.task.labels, (label) => this.press(label), { role: "button" });
    root.append(...context(api.task, item, ["prompt", "image", "source", "responses"]), this.text, this.row.root);
    this.update(value);
  }

  update(value) { this.draw(value.spans); }

  tagOf(span) { return span.label; }

  placeOf(span) { return this.places.get(span.label) ?? 0; }

  keep(spans, say) { this.api.set({ kind: "spans", spans }, { say }); }

  refresh() {
    const held = this.held?.label ?? this.armed?.name;
    this.row.show(held ? [held] : []);
  }

  /** A selection made with the mouse. If a label is armed, the selection gets it at once. */
  picked() {
    if (!this.selected) return;
    this.chosen = -1;
    if (this.armed) this.mark(this.armed); else this.refresh();
  }

  /** A label's button or key: relabel the chosen span, mark the selection, or arm the label for the mouse. */
  press(label, byKey = false) {
    this.cursor.settle();
    if (this.held) return this.relabel(label);
    if (this.selected || byKey && this.selectWord()) return this.mark(label);
    if (byKey) return;
    this.armed = this.armed?.name === label.name ? null : label;
    this.refresh();
    this.api.say(this.armed ? `${label.name}: every selection now gets this label.` : `${label.name} is off.`);
    this.focus();
  }

  mark(label) {
    const { start, end, text } = this.selectedRange() ?? {};
    if (text) this.put({ start, end, label: label.name, text }, this.marks, "marked");
  }

  relabel(label) {
    const span = this.held;
    if (span.label === label.name) return this.api.say(`It already has the label ${label.name}.`);
    this.put({ ...span, label: label.name }, this.marks.filter((other) => other !== span), "relabelled");
  }

  put(span, others, done) {
    const why = others.map((other) => clash(span, other, this.api.task)).find(Boolean);
    if (why) return this.api.warn(why);
    this.chosen = -1;
    this.cursor.set(this.points.unit(span.end));
    this.keep(ordered([...others, span]), `${span.text} ${done} as ${span.label}.`);
    this.focus();
  }

  release() {
    this.armed = null;
    super.release();
  }

  key(press) {
    const label = labelOf(this.api.task.labels, press);
    if (!label) return super.key(press);
    this.press(label, true);
    return true;
  }
}
