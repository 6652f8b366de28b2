// Offsets. Python counts a text in code points, JavaScript in UTF-16 units. Values contain code points; the page uses units.

const PAIRS = /[\ud800-\udbff][\udc00-\udfff]/;

/** Converts between the code points and the UTF-16 units of one text. */
export class Points {
  constructor(text) {
    this.text = text;
    this.units = text.length;
    // In a text without surrogate pairs both counts are the same.
    if (!PAIRS.test(text)) { this.length = text.length; return; }
    this.starts = [];
    for (let unit = 0; unit < text.length; unit += text.codePointAt(unit) > 0xffff ? 2 : 1) this.starts.push(unit);
    this.length = this.starts.length;
  }

  /** Return the unit at which a code point begins; for the text's length, the end of the text. */
  unit(point) {
    const bounded = Math.max(0, Math.min(point, this.length));
    return this.starts ? this.starts[bounded] ?? this.units : bounded;
  }

  /** Return the code point that a unit belongs to; the middle of a pair belongs to the pair. */
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

  /** Return the text between two code points, like Python's text[start:end]. */
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

/** How many units around a place are read; this keeps long texts fast. */
const NEAR = 400;

/** Return the unit one step from `unit`: `by` is "character" (as a reader sees it) or "word"; `way` is 1 or -1. */
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

/** Return the word at a unit as [start, end] in units; null if there is none. */
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

/** Return [start, end] in units without the white space at both ends; null if nothing is left. */
export function trimmed(text, start, end) {
  const inner = text.slice(start, end);
  const rest = inner.trim();
  if (!rest) return null;
  const from = start + inner.indexOf(rest);
  return [from, from + rest.length];
}
