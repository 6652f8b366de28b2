// The open widget: it shows items, saves actions, and runs the commands of keys and buttons.
//
// A kind of task is a module `kind-NAME.js` that exports `kind`, and perhaps a style sheet `kind-NAME.css`:
//   name, hint, uses      the kind's name, a short text shown under the item, and perhaps "arrows" or "typing" if the kind
//                         uses those keys itself; then buttons show the other keys of their commands
//   blank(item, task)     the value of an untouched item; null if it has none until something is chosen
//   problem(value, item, task)   why the item cannot be finished yet, as a sentence; "" if it can
//   keys(task)            the kind's own keys for the list: [[key or keys, what it does], ...]
//   describe(value, item, task)  the value in a few words, for screen readers
//   render(root, item, value, api)   draw the item into the empty element `root`; returns
//       { update(value)       draw a value that was changed elsewhere, for example by undo
//         key(press, event)   true if the kind used the key; called before any command
//         focus()             optional: set the focus when the item appears; otherwise the widget gets it
//         leave() }           optional: the item is no longer shown
// `api` holds task (labels have keys), item, value(), set(value, {finish, merge, say}), finish(), say(text), warn(text).
// `set` saves the value at once. With `finish` the item is done and the next one appears. With `merge` the change continues
// the one before (typing), so that undo takes both back. Values are those of annotations/values.py, offsets in code points.

import { Clock, connectClock } from "./clock.js";
import { commandOf, pressed, withKeys } from "./keys.js";
import { drawProgress, drawSaved, drawTags, followTheme, layout } from "./layout.js";
import { Outbox } from "./outbox.js";
import { flagForm, keyList, Popup, skipMenu, summary } from "./popups.js";
import { BLANK, inTurn, Store } from "./store.js";

const FIELDS = "textarea, input, select, [contenteditable=true]";
const CALM = 400;

/** The widget while it is open: `root` is its element, `ask` sends a question to the kernel, `opened` is its first answer. */
export class Widget {
  constructor(root, ask, kind, opened) {
    Object.assign(this, { root, ask, kind, place: -1, handle: null, drawn: null });
    this.task = { ...opened.task, labels: withKeys(opened.task.labels) };
    this.taken = new Set(this.task.labels.map((label) => label.key).filter(Boolean));
    this.store = new Store(opened, ask);
    this.start = opened.start;
    this.spent = new Map();
    this.clock = new Clock(this.task.idle_seconds);
    root.replaceChildren();
    for (const [name, value] of Object.entries({ tabindex: 0, role: "application", "aria-label": `Labelling: ${this.task.question}`, "aria-roledescription": "labelling task" })) root.setAttribute(name, value);
    this.parts = layout(root, this.task, opened, this.taken, kind, (name) => this.command(name));
    this.parts.hint.textContent = kind.hint;
    this.popup = new Popup(this.parts.popup, () => this.focus());
    this.outbox = new Outbox(ask, opened.key, (state) => drawSaved(this.parts, state));
    this.listen();
  }

  listen() {
    const { root } = this;
    this.walk = inTurn((act) => this.step(act)); // The item of a step may have to be loaded first.
    this.undoers = [connectClock(this.clock, root), followTheme(root), this.claimKeys()];
    root.addEventListener("keydown", (event) => this.keydown(event));
    for (const sign of ["keyup", "keypress", "copy", "cut", "paste", "contextmenu"]) root.addEventListener(sign, (event) => event.stopPropagation());
    const flush = () => { if (document.hidden) this.outbox.send(); };
    document.addEventListener("visibilitychange", flush);
    this.undoers.push(() => document.removeEventListener("visibilitychange", flush));
  }

  /** JupyterLab handles keys before any element does. It ignores keys in an element with this attribute. */
  claimKeys() {
    const claim = (event) => {
      if (!this.root.contains(event.target)) return;
      const press = pressed(event);
      const theirs = press.ctrl && !event.target.closest(FIELDS) && !commandOf(press, this.taken, false) && (/^s$/i.test(press.key) || press.shift && /^c$/i.test(press.key));
      this.root.toggleAttribute("data-lm-suppress-shortcuts", !theirs);
    };
    window.addEventListener("keydown", claim, true);
    this.root.setAttribute("data-lm-suppress-shortcuts", "");
    return () => window.removeEventListener("keydown", claim, true);
  }

  keydown(event) {
    if (event.isComposing) return event.stopPropagation();
    const press = pressed(event);
    const inField = event.target.closest(FIELDS) !== null;
    if (!this.use(press, event, inField)) {
      // Ctrl+S and similar keys are for the notebook, and so are keys that scroll or move the focus.
      if (!press.ctrl) event.stopPropagation();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  use(press, event, inField) {
    if (this.popup.open) return inField && press.key !== "Escape" ? false : this.popup.key(press);
    const onButton = event.target.closest("button, a") && (press.key === "Enter" || press.key === " ");
    if (onButton && !press.ctrl) return false;
    if (inField && press.key === "Escape") { this.root.focus(); return true; }
    if (this.handle?.key(press, event, inField)) return true;
    const command = commandOf(press, this.taken, inField);
    if (command) this.command(command);
    return Boolean(command);
  }

  command(name) {
    const run = {
      back: () => this.go(Math.max(0, this.place - 1)),
      next: () => this.go(Math.min(this.store.total, this.place + 1)),
      undo: () => this.walk("undo"),
      redo: () => this.walk("redo"),
      skip: () => this.drawn && skipMenu(this.popup, this.task.skip_reasons, (reason) => this.skip(reason)),
      flag: () => this.drawn && flagForm(this.popup, this.state.flag, (flag) => this.flag(flag)),
      unfinished: () => this.nextUnfinished(),
      guideline: () => this.foldGuideline(),
      help: () => keyList(this.popup, this.kind, this.task, this.taken),
      finish: () => this.finish(),
    };
    run[name]();
  }

  get state() { return this.store.state(this.place); }
  get value() { return this.state.value ?? this.kind.blank(this.drawn, this.task); }

  /** Show an item; the place after the last one is the summary. */
  async go(place) {
    this.leave();
    this.place = place;
    if (place >= this.store.total) return this.drawEnd();
    if (!this.store.items.has(place)) {
      this.parts.item.replaceChildren(document.createTextNode("Loading"));
      try { await this.store.load(place); } catch (error) { return this.warn(`This item could not be loaded: ${error.message}`); }
      if (this.place !== place) return;
    }
    this.drawItem();
    this.store.around(place);
  }

  leave() {
    if (this.drawn) this.spent.set(this.place, (this.spent.get(this.place) ?? 0) + this.clock.take());
    this.handle?.leave?.();
    this.handle = this.drawn = null;
    if (this.popup.open) this.popup.close();
    this.warn("");
  }

  drawItem() {
    const { parts, place } = this;
    const focused = this.isFocused;
    const item = this.drawn = this.store.items.get(place);
    this.clock.take();
    parts.card.classList.remove("lwl-ended");
    parts.item.replaceChildren();
    parts.item.scrollTop = 0;
    parts.item.setAttribute("data-item", item.id);
    this.handle = this.kind.render(parts.item, item, this.value, this.api(item));
    this.drawState();
    this.hadFocus = focused;
    // A user who left the field to use single keys stays out of it.
    const commands = this.kind.uses === "typing" && document.activeElement === this.root;
    if (focused && !commands) this.focus();
  }

  /** Whether the widget has the focus. The element with the focus may have been removed with the last item. */
  get isFocused() {
    const active = document.activeElement;
    return this.root.contains(active) || Boolean(this.hadFocus) && (!active || active === document.body);
  }

  focus() {
    this.hadFocus = true;
    if (this.handle?.focus) this.handle.focus(); else this.root.focus({ preventScroll: true });
  }

  api(item) {
    return {
      task: this.task, item,
      value: () => this.value,
      set: (value, options = {}) => { if (this.drawn === item) this.set(value, options); },
      finish: () => this.finish(),
      say: (text) => this.say(text),
      warn: (text) => this.warn(text),
    };
  }

  set(value, { finish = false, merge = false, say = "" }) {
    this.warn("");
    const { status } = this.state;
    const stays = status === "done" && !this.kind.problem(value, this.drawn, this.task);
    this.change({ value, status: finish || stays ? "done" : "open", reason: "" }, merge);
    if (finish) return this.finished();
    this.handle.update(value);
    this.drawState();
    if (say) this.say(say);
  }

  finish() {
    if (!this.drawn) return;
    const problem = this.kind.problem(this.value, this.drawn, this.task);
    if (problem) return this.warn(problem);
    if (this.state.status !== "done") this.change({ value: this.value, status: "done", reason: "" });
    this.finished();
  }

  finished() {
    this.say(`Saved: ${this.kind.describe(this.state.value, this.drawn, this.task)}.`);
    this.go(this.place + 1);
  }

  skip(reason) {
    this.popup.close();
    this.change({ value: null, status: "skipped", reason });
    this.say(`Skipped: ${reason}.`);
    this.go(this.place + 1);
  }

  flag(flag) {
    this.popup.close();
    this.change({ flag });
    this.drawState();
    this.say(flag ? `Flagged: ${flag}.` : "The flag is removed.");
  }

  /** Change the state of the current item, and write it to the journal. */
  change(changes, merge = false) {
    const before = this.state;
    const after = { ...BLANK, ...before, ...changes, seconds: this.secondsOf(this.place) };
    const action = this.store.change(this.place, after, merge);
    const continues = action.act === "more" && this.last?.item === action.item && this.outbox.unsent(this.last.id);
    this.last = continues ? { ...action, id: this.last.id, act: this.last.act } : action;
    this.outbox.add(this.last, merge ? CALM : 0);
    drawProgress(this.parts, this.store);
  }

  /** Return the time at work on an item so far, including the time since the last call. */
  secondsOf(place) {
    const fresh = (this.spent.get(place) ?? 0) + (place === this.place ? this.clock.take() : 0);
    this.spent.delete(place);
    return Math.round(1000 * (this.store.state(place).seconds + fresh)) / 1000;
  }

  async step(act) {
    const place = this.store.ahead(act);
    if (place < 0) return this.say(act === "undo" ? "There is nothing to undo." : "There is nothing to redo.");
    if (!this.store.items.has(place)) await this.store.load(place);
    const walked = this.store.walk(act, (at) => this.secondsOf(at));
    this.outbox.add(walked.action);
    const message = `${act === "undo" ? "Undone" : "Done again"}, item ${place + 1}.`;
    if (place !== this.place) await this.go(place); else { this.handle?.update(this.value); this.drawState(); }
    this.say(message);
  }

  nextUnfinished() {
    const place = this.store.unfinished(Math.min(this.place + 1, this.store.total));
    this.go(place < 0 ? this.store.total : place);
  }

  foldGuideline() {
    if (!this.parts.guideline) return;
    const folded = this.root.classList.toggle("lwl-folded");
    this.say(folded ? "The guideline is hidden." : "The guideline is shown.");
  }

  drawState() {
    const { parts, place, state } = this;
    parts.place.textContent = `Item ${place + 1} of ${this.store.total}`;
    drawTags(parts, state);
    parts.finish.hidden = false;
    drawProgress(parts, this.store);
  }

  async drawEnd() {
    const { parts } = this;
    const focused = this.isFocused;
    parts.card.classList.add("lwl-ended");
    parts.finish.hidden = true;
    parts.tags.replaceChildren();
    parts.place.textContent = "The end of the list";
    parts.item.replaceChildren();
    if (focused) this.root.focus({ preventScroll: true }); // At once, so that no key is lost while the summary is loading.
    drawProgress(parts, this.store);
    await this.outbox.empty();
    const facts = await this.ask({ ask: "summary" });
    if (this.place < this.store.total) return;
    if (facts.error) return this.warn(facts.error);
    parts.item.replaceChildren(summary(facts, () => this.command("back"), () => this.command("unfinished")));
    this.say(facts.remaining ? `${facts.remaining} not finished yet.` : "All items are done.");
  }

  /** Send a text to screen readers, followed by the number of the current item. */
  say(text) {
    this.announced = text;
    queueMicrotask(() => {
      const now = this.place < this.store.total ? `Item ${this.place + 1} of ${this.store.total}.` : "";
      this.parts.live.textContent = `${this.announced} ${now}`.trim();
    });
  }

  warn(text) {
    this.parts.warning.textContent = text;
    this.parts.warning.hidden = !text;
    if (text) this.say(text);
  }

  close() {
    this.handle?.leave?.();
    this.outbox.close();
    for (const undo of this.undoers) undo();
  }
}
