// Errors in a text, as MQM counts them: select some words, then press the key of a type and the key of a severity.

import { context, el, heading, passage } from "./dom.js";
import { labelOf, withKeys } from "./keys.js";
import { LabelRow } from "./labels.js";
import { Marking, markingKeys } from "./marking.js";

const SEVERITY_KEYS = [..."qwertyzv"];
const OTHER_KEYS = [..."xco"];
const KEYS = markingKeys("error");

/** Return the types and severities of a task, each with a key: digits, then letters, for types; Q, W, E ... for severities. */
export function keyed(task) {
  const severities = task.severities.map((name, place) => ({ name, key: SEVERITY_KEYS[place] ?? "" }));
  const taken = [...SEVERITY_KEYS, ...OTHER_KEYS].map((key) => ({ name: key, key }));
  const types = withKeys([...taken, ...task.error_types.map((name) => ({ name, key: "" }))]).slice(taken.length);
  return { types, severities };
}

export const kind = {
  name: "errors",
  uses: "arrows",
  hint: "Select an error, then press the key of its type and of its severity. Enter finishes, even without errors.",
  blank: () => ({ kind: "errors", errors: [] }),
  problem: () => "",
  keys: (task) => {
    const { types, severities } = keyed(task);
    const listed = (options, words) => options.filter((option) => option.key).map((option) => [option.key, `${words} ${option.name}`]);
    return [...KEYS.moving, ...listed(types, "type"), ...listed(severities, "severity"), ["C", "comment on the chosen error; Enter goes back"], ...KEYS.choosing];
  },
  describe: (value) => (value?.errors.length ? value.errors.map((error) => `${error.type}, ${error.severity}: ${error.text}`).join("; ").slice(0, 300) : "no errors"),
  render: (root, item, value, api) => new Errors(root, item, value, api),
};

class Errors extends Marking {
  constructor(root, item, value, api) {
    super(item, api, "error", "Text to look for errors in");
    // The type or severity already pressed for an error that is not complete yet.
    this.begun = {};
    Object.assign(this, keyed(api.task));
    this.places = new Map(this.types.map((type, at) => [type.name, at]));
    this.typeRow = new LabelRow(this.types, (type) => this.press({ type: type.name }), { role: "button", name: "Type of error" });
    this.severityRow = new LabelRow(this.severities, (severity) => this.press({ severity: severity.name }), { role: "button", name: "Severity" });
    this.list = el("ol", { class: "lwl-error-list", "aria-label": "Errors found" });
    this.count = el("span", { class: "lwl-soft" });
    root.append(...context(api.task, item, ["prompt", "image", "responses"]), this.texts(api.task, item),
      el("div", { class: "lwl-error-rows" }, el("h4", {}, "Type"), this.typeRow.root, el("h4", {}, "Severity"), this.severityRow.root),
      el("div", { class: "lwl-card-head" }, el("h4", {}, "Errors found"), this.count), this.list);
    this.severityRow.root.classList.add("lwl-severities");
    this.update(value);
  }

  /** The source next to the text, if there is one. */
  texts(task, item) {
    if (!item.source) return this.text;
    const source = heading(task, "source", "Source"), text = heading(task, "text", "Text");
    return el("div", { class: "lwl-pair" }, el("div", {}, el("h4", {}, source), passage(item.source, {}, { tabindex: 0, role: "document", "aria-label": source })),
      el("div", {}, el("h4", {}, text), this.text));
  }

  update(value) {
    this.commented = -1;
    this.draw(value.errors);
  }

  tagOf(error) { return `${error.type}, ${error.severity}`; }

  placeOf(error) { return this.places.get(error.type) ?? 0; }

  keep(errors, say) { this.api.set({ kind: "errors", errors }, { say }); }

  refresh() {
    const { type, severity } = this.held ?? this.begun;
    this.typeRow.show(type ? [type] : []);
    this.severityRow.show(severity ? [severity] : []);
    const count = this.marks.length;
    this.count.textContent = count ? "" : "none yet";
    // While the user types a comment, do not replace its field.
    const typing = this.list.querySelector("input");
    if (typing && typing === document.activeElement && Number(typing.dataset.at) === this.chosen) return;
    this.list.replaceChildren(...this.marks.map((error, at) => this.line(error, at)));
  }

  line(error, at) {
    const holds = at === this.chosen;
    const words = el("button", { type: "button", class: "lwl-error", "aria-pressed": String(holds), on: { click: () => this.choose(at) } },
      el("span", { class: "lwl-tag" }, el("bdi", {}, error.type)), el("span", { class: "lwl-severity" }, error.severity), el("q", { dir: "auto" }, error.text));
    const note = holds ? el("input", { type: "text", maxlength: 2000, "data-at": at, "aria-label": "Comment on this error", placeholder: "Comment on this error (C)" }) : null;
    if (note) {
      note.value = error.note ?? "";
      note.addEventListener("input", () => this.comment(at, note.value));
    }
    return el("li", {}, words, holds ? note : error.note ? el("p", { class: "lwl-soft", dir: "auto" }, error.note) : null);
  }

  comment(at, note) {
    const merge = this.commented === at;
    const errors = this.marks.map((error, place) => (place === at ? { ...error, note: note.toWellFormed?.() ?? note } : error));
    this.api.set({ kind: "errors", errors }, { merge });
    // What is typed next continues this change, until something else changes.
    this.commented = at;
  }

  /** A selection with the mouse. A type or severity that was pressed before it applies to it. */
  picked() {
    if (!this.selected) return;
    this.chosen = -1;
    this.draw(this.marks);
    if (this.begun.type && this.begun.severity) this.press({});
  }

  /** Set a type or a severity: of the chosen error, or of the new one. */
  press(part) {
    this.cursor.settle();
    if (this.held) return this.change(part);
    if (!this.selected && !this.selectWord()) return;
    this.begun = { ...this.begun, ...part };
    this.refresh();
    this.focus();
    const { type, severity } = this.begun;
    if (!type || !severity) return this.api.say(type ? `${type}. Now its severity.` : `${severity}. Now its type.`);
    const range = this.selectedRange();
    if (range) this.put({ start: range.start, end: range.end, type, severity, text: range.text }, this.marks, "marked");
  }

  change(part) {
    this.put({ ...this.held, ...part }, this.marks.filter((other) => other !== this.held), "changed");
  }

  put(error, others, done) {
    const twice = others.some((other) => other.start === error.start && other.end === error.end && other.type === error.type);
    if (twice) return this.api.warn("These words already have an error of that type. Choose that error to change it.");
    this.begun = {};
    const errors = [...others, error].sort((a, b) => a.start - b.start || a.end - b.end || (a.type < b.type ? -1 : 1));
    // A changed error stays chosen, so that severity or comment can follow; a new one is complete.
    this.chosen = done === "changed" ? errors.indexOf(error) : -1;
    this.cursor.set(this.points.unit(done === "changed" ? error.start : error.end));
    this.keep(errors, `${error.text} ${done} as ${this.tagOf(error)}.`);
    this.focus();
  }

  choose(at) {
    this.commented = -1;
    this.begun = {};
    super.choose(at);
  }

  release() {
    this.begun = {};
    super.release();
  }

  key(press, event, inField) {
    if (inField) {
      if (press.name === "Enter") this.focus();
      return press.name === "Enter";
    }
    const type = labelOf(this.types, press), severity = labelOf(this.severities, press);
    if (type) this.press({ type: type.name });
    else if (severity) this.press({ severity: severity.name });
    else if (press.name === "c") this.toComment();
    else if (press.name === "Enter" && (this.begun.type || this.begun.severity)) this.api.warn(`The new error has no ${this.begun.type ? "severity" : "type"} yet. Press its key, or Escape to cancel.`);
    else return super.key(press);
    return true;
  }

  toComment() {
    // If no error is chosen, take the last one before the cursor.
    if (!this.held) this.neighbour(-1);
    this.list.querySelector("input")?.focus();
  }
}
