// What the page knows: some items, a mark for every item, the states changed here, and the steps for undo and redo.

import { identifier } from "./dom.js";

const WINDOW = 300;
const MOST_STEPS = 200;
export const BLANK = { status: "open", value: null, reason: "", flag: "", note: "", seconds: 0 };

/** Return one letter for an item, as Python does: o open, d done, s skipped, a capital letter if it is flagged. */
export function mark(state) {
  const letter = { open: "o", done: "d", skipped: "s" }[state.status];
  return state.flag ? letter.toUpperCase() : letter;
}

export class Store {
  constructor(opened, ask) {
    this.ask = ask;
    this.marks = [...opened.marks];
    this.seconds = new Map(Object.entries(opened.seconds).map(([place, seconds]) => [Number(place), seconds]));
    this.done = opened.done;
    this.undone = opened.undone;
    this.items = new Map();
    this.changed = new Map();
    this.loading = new Map();
    this.clock = 0;
  }

  get total() { return this.marks.length; }

  /** Return the current state of an item: the one changed here, or the one that came with it. */
  state(place) {
    return this.changed.get(place) ?? this.items.get(place)?.state ?? BLANK;
  }

  /** Return the first item from `place` on, and then from the start, that is not finished; -1 if all are. */
  unfinished(place = 0) {
    const open = (from, to) => this.marks.findIndex((mark, at) => at >= from && at < to && mark.toLowerCase() === "o");
    const found = open(place, this.total);
    return found >= 0 ? found : open(0, place);
  }

  count(letter) {
    return this.marks.reduce((sum, mark) => sum + (mark.toLowerCase() === letter), 0);
  }

  get flagged() {
    return this.marks.reduce((sum, mark) => sum + (mark !== mark.toLowerCase()), 0);
  }

  /** Load the next items from `place` on; asking twice loads once. */
  load(place) {
    if (!this.loading.has(place)) {
      const loaded = this.ask({ ask: "items", from: place }).then((answer) => {
        if (answer.error) throw new Error(answer.error);
        answer.items.forEach((item, offset) => this.items.set(answer.from + offset, item));
      }).finally(() => this.loading.delete(place));
      this.loading.set(place, loaded);
    }
    return this.loading.get(place);
  }

  /** Load the items around `place` and remove those far away. */
  around(place) {
    const missing = (from, to) => { for (let at = from; at < to; at++) if (!this.items.has(at)) return at; return -1; };
    const ahead = missing(place, Math.min(place + 12, this.total));
    const behind = missing(Math.max(0, place - 4), place);
    if (ahead >= 0) this.load(ahead).catch(() => {});
    if (behind >= 0) this.load(Math.max(0, place - 40)).catch(() => {});
    if (this.items.size <= WINDOW) return;
    for (const at of this.items.keys()) if (Math.abs(at - place) > WINDOW / 2) this.items.delete(at);
  }

  /** Change an item's state and return the action for the journal. With `merge`, the change continues the one before. */
  change(place, after, merge = false) {
    const last = this.done.at(-1);
    const more = merge && last?.place === place && !this.undone.length;
    if (more) last.after = after; else this.done.push({ place, before: this.state(place), after });
    if (this.done.length > MOST_STEPS) this.done.shift();
    this.undone = [];
    return this.apply(place, after, more ? "more" : "set");
  }

  /** Return the item that `walk` would go to; -1 if there is none. */
  ahead(act) {
    return (act === "undo" ? this.done : this.undone).at(-1)?.place ?? -1;
  }

  /** Undo or redo one action and return {place, state, action}; null if there is none. */
  walk(act, secondsNow) {
    const [from, to] = act === "undo" ? [this.done, this.undone] : [this.undone, this.done];
    const found = from.pop();
    if (!found) return null;
    to.push(found);
    const { place } = found;
    // Undo does not remove time that was already spent.
    const seconds = Math.max(secondsNow(place), found.before.seconds, found.after.seconds);
    const state = { ...(act === "undo" ? found.before : found.after), seconds };
    return { place, state, action: this.apply(place, state, act) };
  }

  apply(place, state, act) {
    this.changed.set(place, state);
    this.marks[place] = mark(state);
    if (state.status === "done") this.seconds.set(place, state.seconds); else this.seconds.delete(place);
    // No two actions have the same time, so that their order is known.
    this.clock = Math.max(Date.now(), this.clock + 1);
    return { id: identifier(), act, item: this.items.get(place)?.id ?? null, at: new Date(this.clock).toISOString(), ...state };
  }
}

/** Return the pace of finished items: {median, hourly}, in seconds and items per hour; null if there are none yet. */
export function pace(seconds) {
  const sorted = [...seconds.values()].filter((time) => time > 0).sort((a, b) => a - b);
  if (!sorted.length) return null;
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  const sum = sorted.reduce((total, one) => total + one, 0);
  return { median, hourly: Math.round((3600 * sorted.length) / sum) };
}

/** Return the async function with calls in order: each starts when the one before has ended, with or without an error. */
export function inTurn(step) {
  let last = Promise.resolve();
  return (...given) => {
    const now = last.then(() => step(...given));
    last = now.catch(() => {});
    return now;
  };
}
