// Which of two responses is better, how much, why, and where that shows.
//
// `item.swap` shows the second response of the record first. The annotator reads "Response 1" and "Response 2" in the
// order of the page and never learns which is which; the value always names the record's `a` and `b`.

import { button, el, heading } from "./dom.js";
import { labelOf, withKeys } from "./keys.js";
import { LabelRow } from "./labels.js";
import { Quotables } from "./quotes.js";

const OWN = [..."120abteqxw"];
const DEGREES = ["", "slightly better", "clearly better", "much better"];
const CHOOSE_FIRST = "First say which response is better (1, 2, or 0 for a tie). Your selection stays.";

/** Return the record's name of the response shown at a place, 0 or 1; and the reverse. */
export const sideAt = (item, place) => "ab"[item.swap ? 1 - place : place];
export const placeOfSide = (item, side) => ("ab".indexOf(side) + (item.swap ? 1 : 0)) % 2;

/** Return the reasons of a task, each with a key. */
export function reasonsOf(task) {
  const taken = OWN.map((key) => ({ name: key, key }));
  return withKeys([...taken, ...task.reasons.map((name) => ({ name, key: "" }))]).slice(taken.length);
}

export const kind = {
  name: "pairwise",
  hint: "1 or 2: that response is better; press again for much better. 0: a tie. Enter finishes.",
  blank: () => null,
  problem: (value, item, task) => {
    if (!value) return "Say which response is better (1, 2, or 0 for a tie), or skip the item.";
    return task.need_evidence && !value.evidence?.length ? "This task needs evidence: select words in a response and press E." : "";
  },
  keys: (task) => [
    [["1", "A"], "the first response is better; press again: clearly, then much"], [["2", "B"], "the second response is better; press again: clearly, then much"],
    ...(task.tie ? [[["0", "T"], "a tie"]] : []),
    ...reasonsOf(task).filter((reason) => reason.key).map((reason) => [reason.key, `reason: ${reason.name}`]),
    ["Q", "go into the next text; arrows move the cursor, Shift extends the selection, Esc leaves"], ["E", "quote the selection as evidence"],
    [[",", "."], "choose the previous or next quote"], [["Del", "X"], "remove the chosen quote"], ["W", "write a note; Esc leaves it"],
  ],
  describe: (value, item) => {
    if (!value) return "nothing chosen";
    const verdict = value.winner === "tie" ? "a tie" : `response ${placeOfSide(item, value.winner) + 1} ${DEGREES[value.strength ?? 1]}`;
    return [verdict, ...(value.reasons ?? [])].join(", ");
  },
  render: (root, item, value, api) => new Pairwise(root, item, value, api),
};

class Pairwise {
  constructor(root, item, value, api) {
    Object.assign(this, { item, api, root, chosen: -1 });
    const [first, second] = [0, 1].map((place) => sideAt(item, place));
    const text = (side) => item.responses["ab".indexOf(side)] ?? "";
    this.quotables = new Quotables(item, [
      { where: "prompt", words: heading(api.task, "prompt", "Prompt"), text: item.prompt }, { where: "source", words: heading(api.task, "source", "Source"), text: item.source }, { where: "text", words: heading(api.task, "text", "Text"), text: item.text },
      { where: first, words: "Response 1", text: text(first) }, { where: second, words: "Response 2", text: text(second) },
    ], (at) => this.choose(at));
    this.reasons = reasonsOf(api.task);
    this.reasonRow = new LabelRow(this.reasons, (reason) => this.flip(reason), { role: "checkbox", name: "Reasons" });
    this.scale = el("div", { class: api.task.tie ? "lwl-scale" : "lwl-scale lwl-no-tie", role: "group", "aria-label": "Which is better, and by how much" }, this.steps());
    this.evidence = el("ol", { class: "lwl-quotes", "aria-label": "Evidence" });
    this.note = el("textarea", { rows: 1, maxlength: 5000, "aria-label": "Note", placeholder: "A note (W)", dir: "auto" });
    this.note.addEventListener("input", () => this.write());
    this.draw(text);
    this.update(value);
    // The first Q goes into a response, not into the prompt.
    this.quotables.active = this.quotables.of(first) ?? null;
  }

  draw(text) {
    const part = (where) => { const one = this.quotables.of(where); return one ? el("div", { class: "lwl-side", "data-side": where }, el("h4", {}, one.words), one.root) : null; };
    const sides = [0, 1].map((place) => sideAt(this.item, place));
    this.sides = sides.map((side) => part(side) ?? el("div", { class: "lwl-side" }, el("p", { class: "lwl-warning" }, `The item has no text here: ${JSON.stringify(text(side))}`)));
    const whole = (node) => (node ? [node] : []);
    this.root.append(...["prompt", "source", "text"].flatMap((where) => whole(part(where))), el("div", { class: "lwl-pair" }, this.sides), this.scale,
      ...(this.reasons.length ? [el("h4", {}, "Reasons"), this.reasonRow.root] : []),
      el("div", { class: "lwl-card-head" }, el("h4", {}, "Evidence"), button("Quote what is selected", "E", () => this.quote(), { class: "lwl-quote-it" })), this.evidence, this.note);
  }

  /** The scale from "Response 1 much better" to "Response 2 much better", as buttons. */
  steps() {
    const made = (place, strength) => {
      const words = strength ? DEGREES[strength].replace(" better", "") : "tie";
      const key = strength === 1 ? String(place + 1) : strength ? "" : "0";
      const name = strength ? `Response ${place + 1} ${DEGREES[strength]}` : "A tie";
      return button(words, key, () => this.put(place, strength), { class: "lwl-step", "aria-label": name, "aria-pressed": "false", "aria-keyshortcuts": key || null, "data-place": place, "data-strength": strength });
    };
    const one = el("span", { class: "lwl-pole", "aria-hidden": "true" }, "1 is better"), two = el("span", { class: "lwl-pole", "aria-hidden": "true" }, "2 is better");
    return [one, made(0, 3), made(0, 2), made(0, 1), ...(this.api.task.tie ? [made(0, 0)] : []), two, made(1, 1), made(1, 2), made(1, 3)];
  }

  update(value) {
    this.value = value;
    this.noted = false;
    const place = value && value.winner !== "tie" ? placeOfSide(this.item, value.winner) : 0;
    const strength = !value ? -1 : value.winner === "tie" ? 0 : value.strength ?? 1;
    for (const step of this.scale.querySelectorAll("button")) {
      step.setAttribute("aria-pressed", String(Number(step.dataset.strength) === strength && (Number(step.dataset.place) === place || strength === 0)));
    }
    this.sides.forEach((side, at) => side.classList.toggle("lwl-better", strength > 0 && at === place));
    this.reasonRow.show(value?.reasons ?? []);
    const quotes = value?.evidence ?? [];
    if (this.chosen >= quotes.length) this.chosen = -1;
    this.quotables.draw(quotes, this.chosen);
    this.evidence.replaceChildren(...quotes.map((quote, at) => this.line(quote, at)));
    this.evidence.hidden = !quotes.length;
    this.note.disabled = !value;
    if (this.note.value !== (value?.note ?? "")) this.note.value = value?.note ?? "";
  }

  line(quote, at) {
    const made = el("button", { type: "button", class: "lwl-quote", "aria-pressed": String(at === this.chosen), on: { click: () => this.choose(at) } },
      el("span", { class: "lwl-soft" }, this.quotables.of(quote.where)?.words ?? quote.where), el("q", { dir: "auto" }, quote.text));
    return el("li", {}, made);
  }

  set(changes, options) { this.api.set({ kind: "pairwise", ...this.value, ...changes }, options); }

  /** Record that the response at a place, 0 or 1, is better by `strength`; 0 is a tie. */
  put(place, strength) {
    const winner = strength ? sideAt(this.item, place) : "tie";
    this.set({ winner, strength }, { say: strength ? `Response ${place + 1} ${DEGREES[strength]}` : "A tie" });
  }

  /** A response's key was pressed: slightly better, then clearly, then much, then slightly again. */
  press(place) {
    const again = this.value?.winner === sideAt(this.item, place);
    this.put(place, again ? ((this.value.strength ?? 1) % 3) + 1 : 1);
  }

  flip(reason) {
    if (!this.value) return this.api.warn(CHOOSE_FIRST);
    const held = this.value.reasons ?? [], holds = !held.includes(reason.name);
    const reasons = this.api.task.reasons.filter((name) => (name === reason.name ? holds : held.includes(name)));
    this.set({ reasons }, { say: `${reason.name} ${holds ? "set" : "cleared"}` });
  }

  quote() {
    if (!this.value) return this.api.warn(CHOOSE_FIRST);
    const quote = this.quotables.selected();
    if (!quote) return this.api.warn("First select words in a text: with the mouse, or with Q, the arrow keys and Shift.");
    const held = this.value.evidence ?? [];
    if (held.some((one) => ["where", "start", "end"].every((part) => one[part] === quote[part]))) return this.api.say("It is already quoted.");
    this.chosen = -1;
    this.set({ evidence: [...held, quote] }, { say: `Quoted: ${quote.text}` });
  }

  choose(at) {
    this.chosen = this.chosen === at ? -1 : at;
    const quote = this.value?.evidence?.[this.chosen];
    if (quote) this.api.say(`Quote ${at + 1} of ${this.value.evidence.length}, ${this.quotables.of(quote.where)?.words}: ${quote.text}`);
    this.update(this.value);
  }

  neighbour(way) {
    const count = this.value?.evidence?.length ?? 0;
    if (!count) return this.api.say("You have not quoted any evidence yet.");
    const at = this.chosen < 0 ? (way > 0 ? 0 : count - 1) : (this.chosen + way + count) % count;
    this.chosen = -1;
    this.choose(at);
  }

  remove() {
    const quote = this.value?.evidence?.[this.chosen];
    if (!quote) return this.api.warn("First choose a quote: press . or , or click it.");
    this.chosen = -1;
    this.set({ evidence: this.value.evidence.filter((one) => one !== quote) }, { say: `Quote removed: ${quote.text}` });
  }

  write() {
    this.set({ note: this.note.value.toWellFormed?.() ?? this.note.value }, { merge: this.noted });
    // What is typed next continues this change, until something else changes.
    this.noted = true;
  }

  leave() { this.quotables.close(); }

  key(press, event, inField) {
    if (inField) return false;
    const runs = { 1: () => this.press(0), a: () => this.press(0), 2: () => this.press(1), b: () => this.press(1), e: () => this.quote(), q: () => this.api.say(this.quotables.next()),
      w: () => (this.value ? this.note.focus() : this.api.warn(CHOOSE_FIRST)), ".": () => this.neighbour(1), ",": () => this.neighbour(-1), x: () => this.remove(), Delete: () => this.remove(), Backspace: () => this.remove() };
    if (this.api.task.tie) runs[0] = runs.t = () => this.put(0, 0);
    const run = Object.hasOwn(runs, press.name) ? runs[press.name] : null;
    const reason = labelOf(this.reasons, press);
    if (run) run();
    else if (reason) this.flip(reason);
    else if (press.key === "Escape" && event.target.closest(".lwl-quotable")) this.root.closest(".lwl").focus({ preventScroll: true });
    else return this.quotables.key(press, event);
    return true;
  }
}
