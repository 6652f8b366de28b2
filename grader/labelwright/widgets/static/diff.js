// Find the difference between two texts, word by word. Texts that would take too long are not compared in detail.

const MOST_CELLS = 1_000_000;

/** Return the words of a text. White space, punctuation and each character of scripts without spaces count as words. */
export function words(text) {
  return text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{N}\p{M}_'’]+|\s+|[^]/gu) ?? [];
}

/** Return the parts of both texts: [{kind: "same" | "gone" | "new", text}]; neighbours of one kind are joined.
 *  If the changed parts are too large to compare quickly, they are shown as gone and new as a whole. */
export function difference(before, after) {
  const a = words(before), b = words(after);
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const left = a.slice(start, a.length - end), right = b.slice(start, b.length - end);
  return joined([
    ...a.slice(0, start).map((text) => ({ kind: "same", text })),
    ...middle(left, right),
    ...a.slice(a.length - end).map((text) => ({ kind: "same", text })),
  ]);
}

/** Compare by the longest common subsequence (Wagner and Fischer 1974), with one row of lengths for each element of `a`. */
function middle(a, b) {
  const whole = [...a.map((text) => ({ kind: "gone", text })), ...b.map((text) => ({ kind: "new", text }))];
  if (!a.length || !b.length || a.length * b.length > MOST_CELLS) return whole;
  const width = b.length + 1;
  const common = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      common[i * width + j] = a[i] === b[j] ? common[(i + 1) * width + j + 1] + 1 : Math.max(common[(i + 1) * width + j], common[i * width + j + 1]);
    }
  }
  const found = [];
  let i = 0, j = 0;
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) { found.push({ kind: "same", text: a[i++] }); j++; }
    else if (common[(i + 1) * width + j] >= common[i * width + j + 1]) found.push({ kind: "gone", text: a[i++] });
    else found.push({ kind: "new", text: b[j++] });
  }
  return [...found, ...a.slice(i).map((text) => ({ kind: "gone", text })), ...b.slice(j).map((text) => ({ kind: "new", text }))];
}

/** Join neighbours of one kind. */
function joined(parts) {
  const found = [];
  for (const part of parts) {
    const last = found.at(-1);
    if (last?.kind === part.kind) last.text += part.text; else found.push({ ...part });
  }
  return found;
}
