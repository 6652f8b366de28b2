// Offsets. Python counts a text in code points, JavaScript in UTF-16 units; values hold code points, the page works in units.

const PAIRS = /[\ud800-\udbff][\udc00-\udfff]/;

/** Both ways between the code points and the UTF-16 units of one text. */
export class Points {
  constructor(text) {
    this.text = text;
    this.units = text.length;
    // Text without surrogate pairs counts the same both ways.
    if (!PAIRS.test(text)) { this.length = text.length; return; }
    this.starts = [];
    for (let unit = 0; unit < text.length; unit += text.codePointAt(unit) > 0xffff ? 2 : 1) this.starts.push(unit);
    this.length = this.starts.length;
  }

  /** The unit at which a code point begins; the text's end for its length. */
  unit(point) {
    const bounded = Math.max(0, Math.min(point, this.length));
    return this.starts ? this.starts[bounded] ?? this.units : bounded;
  }

  /** The code point that a unit belongs to: one in the middle of a pair counts as the pair's beginning. */
  point(unit) {
    const bounded = Math.max(0, Math.min(unit, this.units));
    if (!this.starts) return bounded;
    if (bounded === this.units) return this.length;
    let low = 0, high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle] <= bounded) low = middle; else high = middle - 1;
    }
    return low;
  }

  /** The text between two code points, as Python's text[start:end]. */
  slice(start, end) {
    return this.text.slice(this.unit(start), this.unit(end));
  }
}

const segmenters = new Map();

function segments(text, granularity) {
  if (!("Segmenter" in Intl)) return granularity === "word" ? text.match(/\s+|[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) ?? [] : [...text];
  if (!segmenters.has(granularity)) segmenters.set(granularity, new Intl.Segmenter(undefined, { granularity }));
  return Array.from(segmenters.get(granularity).segment(text), (part) => part.segment);
}

/** How much text around a place is looked at; keeps long texts quick. */
const NEAR = 400;

/** The unit one step from `unit`: `by` is "character" (as a reader sees one) or "word"; `way` is 1 or -1. */
export function step(text, unit, by, way) {
  const near = way > 0 ? text.slice(unit, unit + NEAR) : text.slice(Math.max(0, unit - NEAR), unit);
  const parts = segments(near, by === "word" ? "word" : "grapheme");
  if (way < 0) parts.reverse();
  let moved = 0;
  for (const part of parts) {
    moved += part.length;
    if (by !== "word" || /[\p{L}\p{N}]/u.test(part)) break;
  }
  return unit + way * moved;
}

/** The word at a unit as [start, end] in units; null where there is none. */
export function wordAt(text, unit) {
  const from = Math.max(0, unit - NEAR);
  let start = from;
  for (const part of segments(text.slice(from, unit + NEAR), "word")) {
    const end = start + part.length;
    if (unit >= start && unit <= end && /[\p{L}\p{N}]/u.test(part)) return [start, end];
    start = end;
  }
  return null;
}

/** [start, end] in units without the white space at both ends; null where nothing is left. */
export function trimmed(text, start, end) {
  const inner = text.slice(start, end);
  const kept = inner.trim();
  if (!kept) return null;
  const from = start + inner.indexOf(kept);
  return [from, from + kept.length];
}
