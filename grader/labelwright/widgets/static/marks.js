// Draw marks on a text: the text is cut at the ends of every mark, and each piece shows the marks that cover it.

import { el } from "./dom.js";
import { hue } from "./labels.js";

/** Return the lane of each mark, so that the lines of overlapping marks are drawn below each other. Marks are {start, end}, sorted. */
export function lanes(marks) {
  const ends = [];
  return marks.map((mark) => {
    const free = ends.findIndex((end) => end <= mark.start);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = mark.end;
    return lane;
  });
}

/** Return where the paragraphs of a text end: after every line break, and at the end. */
function paragraphs(text) {
  const ends = Array.from(text.matchAll(/\n/g), (found) => found.index + 1);
  return ends.at(-1) === text.length && text ? ends : [...ends, text.length];
}

/** Return the pieces of a text between `start` and `end`: [{start, end, over}], in order and without gaps; `over` lists the marks on each by number. */
export function pieces(start, end, marks) {
  const inside = marks.map((_, at) => at).filter((at) => marks[at].start < end && marks[at].end > start);
  const cuts = [...new Set([start, end, ...inside.flatMap((at) => [marks[at].start, marks[at].end])])].filter((cut) => cut >= start && cut <= end).sort((a, b) => a - b);
  return cuts.slice(0, -1).map((from, place) => {
    const to = cuts[place + 1];
    return { start: from, end: to, over: inside.filter((at) => marks[at].start <= from && marks[at].end >= to) };
  });
}

const drawn = new WeakMap();

/** Draw `text` with marks into `root`, one block for each paragraph; paragraphs that look the same as before are not redrawn.
 *  Marks are {start, end, label, place} in UTF-16 units, sorted by start, then longest first; `place` is the label's place in
 *  the label set. A click on a mark's tag calls `choose(at)`; the mark number `chosen` is drawn stronger. */
export function drawMarks(root, text, marks, { chosen = -1, choose = () => {} } = {}) {
  const lane = lanes(marks);
  root.style.setProperty("--lanes", marks.length ? Math.max(...lane) + 1 : 0);
  const before = drawn.get(root) ?? [];
  let start = 0;
  const blocks = paragraphs(text).map((end, place) => {
    const parts = pieces(start, end, marks);
    const look = JSON.stringify([text.slice(start, end), parts, parts.flatMap((part) => part.over.map((at) => [marks[at], lane[at], at === chosen]))]);
    start = end;
    if (before[place]?.look === look) { before[place].choose.now = choose; return before[place]; }
    const live = { now: choose };
    return { look, choose: live, node: paragraph(text, parts, marks, lane, chosen, (at) => live.now(at)) };
  });
  blocks.forEach((block, place) => { if (root.children[place] !== block.node) { if (root.children[place]) root.children[place].replaceWith(block.node); else root.append(block.node); } });
  while (root.children.length > blocks.length) root.lastChild.remove();
  drawn.set(root, blocks);
}

function paragraph(text, parts, marks, lane, chosen, choose) {
  const nodes = [];
  for (const piece of parts) {
    for (const at of piece.over) if (marks[at].start === piece.start) nodes.push(tag(marks[at], at, at === chosen, choose));
    const made = el("span", { "data-start": piece.start, class: piece.over.length ? "lwl-marked" : null }, text.slice(piece.start, piece.end));
    if (piece.over.length) paint(made, piece.over, marks, lane, chosen);
    nodes.push(made);
  }
  return el("div", { dir: "auto" }, nodes);
}

function tag(mark, at, isChosen, choose) {
  const made = el("button", { type: "button", class: "lwl-mark-tag", tabindex: -1, "aria-pressed": String(isChosen), "aria-label": `Span labelled ${mark.label}`,
    on: { click: () => choose(at), pointerdown: (event) => event.preventDefault() } }, el("bdi", {}, mark.label));
  made.style.setProperty("--hue", hue(mark.place));
  return made;
}

function paint(made, over, marks, lane, chosen) {
  const top = over.includes(chosen) ? chosen : over.at(-1);
  made.style.setProperty("--hue", hue(marks[top].place));
  made.classList.toggle("lwl-chosen", over.includes(chosen));
  // One line below the text for each mark that covers it.
  const colour = (at) => `hsl(${hue(marks[at].place)} var(--label-sat) var(--label-edge))`;
  made.style.backgroundImage = over.map((at) => `linear-gradient(${colour(at)}, ${colour(at)})`).join(", ");
  made.style.backgroundPosition = over.map((at) => `0 calc(100% - ${lane[at] * 4}px)`).join(", ");
}

/** Return the UTF-16 unit of a position in the page, inside the drawn text; null outside it. */
export function unitAt(root, node, offset) {
  if (!root.contains(node)) return null;
  if (node.nodeType === Node.TEXT_NODE) {
    const piece = node.parentElement.closest("[data-start]");
    if (piece) return Number(piece.dataset.start) + offset;
  }
  // Between elements, or in a tag: the start of the next piece of text.
  const pieces = [...root.querySelectorAll("[data-start]")];
  const child = node.nodeType === Node.TEXT_NODE ? node : node.childNodes[offset] ?? null;
  const from = child ?? node;
  const isNext = (piece) => from.compareDocumentPosition(piece) & Node.DOCUMENT_POSITION_FOLLOWING || piece === from;
  const next = pieces.find((piece) => (child ? isNext(piece) || from.contains(piece) : isNext(piece) && !from.contains(piece)));
  return next ? Number(next.dataset.start) : endOf(pieces);
}

function endOf(pieces) {
  const last = pieces.at(-1);
  return last ? Number(last.dataset.start) + last.textContent.length : 0;
}

/** Return the position in the page of a UTF-16 unit: [text node, offset]; null if nothing is drawn. */
export function placeOf(root, unit) {
  const pieces = [...root.querySelectorAll("[data-start]")];
  let found = null;
  for (const piece of pieces) { if (Number(piece.dataset.start) > unit) break; found = piece; }
  return found ? [found.firstChild, Math.min(unit - Number(found.dataset.start), found.firstChild.length)] : null;
}
