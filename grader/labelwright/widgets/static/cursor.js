// A cursor in text that cannot be edited: keys move it, Shift extends the selection, and the mouse selects.

import { el } from "./dom.js";
import { placeOf, unitAt } from "./marks.js";
import { step } from "./points.js";

const MOVES = {
  ArrowLeft: ["character", -1], ArrowRight: ["character", 1], ArrowUp: ["line", -1], ArrowDown: ["line", 1], Home: ["edge", -1], End: ["edge", 1],
};

/** A cursor over `text`, drawn in `root` inside the scrolling `frame`; `anchor` and `focus` are UTF-16 units, never inside a surrogate pair. */
export class Cursor {
  constructor(frame, root, text, points) {
    Object.assign(this, { frame, root, text, points, anchor: 0, focus: 0, unread: 0 });
    this.caret = el("i", { class: "lwl-caret", "aria-hidden": "true" });
    frame.append(this.caret);
    // A press inside a selection clears the selection only after this event, so read it later.
    frame.addEventListener("pointerup", () => { clearTimeout(this.unread); this.unread = setTimeout(() => this.settle()); });
    // A new width moves the caret. The selection is not touched: the annotator may be making it at this moment.
    this.resized = new ResizeObserver(() => this.mark(false));
    this.resized.observe(root);
  }

  /** Return [start, end], in order. */
  get range() { return [Math.min(this.anchor, this.focus), Math.max(this.anchor, this.focus)]; }

  set(anchor, focus = anchor) {
    const whole = (unit) => this.points.unit(this.points.point(unit));
    this.anchor = whole(anchor);
    this.focus = whole(focus);
    this.draw();
  }

  /** Read what the mouse has just selected, so that a key pressed directly after uses it. */
  settle() {
    if (!this.unread) return;
    clearTimeout(this.unread);
    this.unread = 0;
    this.read();
  }

  /** Read what was selected with the mouse. */
  read() {
    const selection = document.getSelection();
    if (!selection?.rangeCount || !this.root.contains(selection.anchorNode) || !this.root.contains(selection.focusNode)) return;
    const anchor = unitAt(this.root, selection.anchorNode, selection.anchorOffset);
    const focus = unitAt(this.root, selection.focusNode, selection.focusOffset);
    this.set(anchor, focus);
    this.onpick?.();
  }

  /** Return whether the key moves the cursor. Ctrl and Alt move by words, Shift extends the selection. */
  key(press) {
    const move = MOVES[press.key];
    if (!move) return false;
    const [by, way] = (press.ctrl || press.alt) && move[0] === "character" ? ["word", move[1]] : move;
    const [start, end] = this.range;
    if (by === "character" && !press.shift && start !== end) this.set(this.forward(way) > 0 ? end : start);
    else {
      const focus = this.target(by, way, press.ctrl);
      this.set(press.shift ? this.anchor : focus, focus);
    }
    return true;
  }

  /** Arrow keys go where they point: in right-to-left text, left is forward. */
  forward(way) {
    const block = placeOf(this.root, this.focus)?.[0].parentElement.parentElement ?? this.root;
    return getComputedStyle(block).direction === "rtl" ? -way : way;
  }

  target(by, way, whole) {
    if (by === "edge") return whole ? (way > 0 ? this.text.length : 0) : this.edge(way);
    if (by === "line") return this.line(way);
    return step(this.text, this.focus, by, this.forward(way));
  }

  edge(way) {
    if (way < 0) return this.text.lastIndexOf("\n", this.focus - 1) + 1;
    const end = this.text.indexOf("\n", this.focus);
    return end < 0 ? this.text.length : end;
  }

  /** Return the unit above or below the cursor, as the lines are drawn. */
  line(way) {
    const box = this.box();
    if (!box) return this.focus;
    for (let lines = 1; lines < 4; lines++) {
      const found = unitFrom(this.frame, this.root, box.left, box.top + box.height / 2 + way * lines * box.height * 0.9);
      if (found !== null && found !== this.focus) return found;
    }
    return way > 0 ? this.text.length : 0;
  }

  box() {
    const place = placeOf(this.root, this.focus);
    if (!place) return null;
    const range = document.createRange();
    range.setStart(...place);
    const boxes = range.getClientRects();
    return boxes[boxes.length - 1] ?? place[0].parentElement.getBoundingClientRect();
  }

  /** Draw caret and selection; with `show`, scroll so that the caret is visible. */
  draw(show = true) {
    const from = placeOf(this.root, this.anchor), to = placeOf(this.root, this.focus);
    if (!from || !to) return;
    const selection = document.getSelection();
    const active = document.activeElement;
    // Do not change the selection in a field that the user types in.
    if (active?.closest("input, textarea")) return this.mark(show);
    const here = this.root.closest(".lwl")?.contains(active);
    if (here || selection.rangeCount && this.root.contains(selection.anchorNode)) selection.setBaseAndExtent(...from, ...to);
    this.mark(show);
  }

  /** Put the caret where the cursor is. */
  mark(show) {
    const box = this.box(), frame = this.frame.getBoundingClientRect();
    if (!box) return;
    this.caret.style.height = `${box.height}px`;
    this.caret.style.left = `${box.left - frame.left + this.frame.scrollLeft - this.frame.clientLeft}px`;
    this.caret.style.top = `${box.top - frame.top + this.frame.scrollTop - this.frame.clientTop}px`;
    if (!show) return;
    const above = box.top - frame.top, below = box.bottom - frame.bottom;
    if (above < 0) this.frame.scrollTop += above - 20;
    if (below > 0) this.frame.scrollTop += below + 20;
  }

  close() {
    clearTimeout(this.unread);
    this.resized.disconnect();
    const selection = document.getSelection();
    if (selection?.rangeCount && this.root.contains(selection.anchorNode)) selection.removeAllRanges();
  }
}

function unitFrom(frame, root, x, y) {
  const bounds = frame.getBoundingClientRect();
  // Text outside the visible part cannot be hit: scroll first.
  if (y > bounds.bottom) { frame.scrollTop += 60; y -= 60; }
  if (y < bounds.top) { frame.scrollTop -= 60; y += 60; }
  const caret = document.caretPositionFromPoint?.(x, y);
  const legacy = caret ? null : document.caretRangeFromPoint?.(x, y);
  const node = caret?.offsetNode ?? legacy?.startContainer;
  return node && root.contains(node) ? unitAt(root, node, caret ? caret.offset : legacy.startOffset) : null;
}
