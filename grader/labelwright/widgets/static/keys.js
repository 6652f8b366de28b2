// What each key does. Labels come first; if a label uses a command's letter, the command needs Alt.

/** The widget's commands: letters (also with Alt), other keys, and the text for the button and the list of keys. */
export const COMMANDS = {
  back: { letter: "k", more: ["ArrowLeft"], words: "Back", shown: "←" },
  next: { letter: "j", more: ["ArrowRight"], words: "Forward", shown: "→" },
  undo: { letter: "u", more: ["Ctrl+z"], words: "Undo" },
  redo: { letter: "U", more: ["Ctrl+Z", "Ctrl+y"], words: "Redo" },
  skip: { letter: "s", more: [], words: "Skip" },
  flag: { letter: "f", more: [], words: "Flag" },
  unfinished: { letter: "n", more: [], words: "Next unfinished" },
  guideline: { letter: "g", more: [], words: "Guideline" },
  help: { letter: "?", more: ["F1"], words: "Keys" },
  finish: { letter: "", more: ["Enter", "Ctrl+Enter"], words: "Done" },
};

const NAMES = { ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓", Delete: "Del", " ": "Space" };

/** Return what was pressed, on a keyboard of any script: `key` from the event, and `name` such as "Ctrl+z" or "U". */
export function pressed(event) {
  const ctrl = event.ctrlKey || event.metaKey;
  let key = event.key;
  // With Alt, or on a keyboard of another script, the key's position says which letter is meant.
  if (/^Key[A-Z]$/.test(event.code) && (event.altKey || !/^[\x00-\x7f]$/.test(key))) {
    key = event.code.slice(3)[event.shiftKey ? "toString" : "toLowerCase"]();
  }
  // With Ctrl only Shift decides upper or lower case; Caps Lock does not matter.
  if (ctrl && /^[a-z]$/i.test(key)) key = event.shiftKey ? key.toUpperCase() : key.toLowerCase();
  const name = `${ctrl ? "Ctrl+" : ""}${event.altKey ? "Alt+" : ""}${key}`;
  return { key, raw: event.key, name, ctrl, alt: event.altKey, shift: event.shiftKey };
}

/** Return the labels, each with a key: its own, or the next free one of 1 to 9 and the letters that no command uses. */
export function withKeys(labels) {
  const own = new Set(labels.map((label) => label.key).filter(Boolean));
  const letters = Object.values(COMMANDS).map((command) => command.letter.toLowerCase());
  const free = [..."123456789abcdefghijklmnopqrstuvwxyz"].filter((key) => !own.has(key) && !letters.includes(key));
  return labels.map((label) => ({ ...label, key: label.key || free.shift() || "" }));
}

/** Return the label whose key was pressed, without Ctrl or Alt. */
export function labelOf(labels, press) {
  if (press.ctrl || press.alt) return undefined;
  const found = labels.find((label) => label.key && (label.key === press.raw || label.key === press.key));
  return found ?? labels.find((label) => label.key && !press.shift && label.key.toLowerCase() === press.key.toLowerCase());
}

/** Return the command of a key; "" for none. In a text field only keys with Ctrl or Alt run commands. */
export function commandOf(press, taken, inField) {
  for (const [name, command] of Object.entries(COMMANDS)) {
    const letter = command.letter;
    if (letter && press.name === `Alt+${letter}`) return name;
    if (/^F\d/.test(press.key) && command.more.includes(press.key)) return name;
    if (inField) continue;
    if (letter && !taken.has(letter) && press.name === letter) return name;
    if (command.more.includes(press.name)) return name;
  }
  return inField && press.name === "Ctrl+Enter" ? "finish" : "";
}

/** Return the keys of a command as its button shows them. `uses` says which keys the kind uses itself: "arrows", or "typing". */
export function shownKeys(name, taken, uses) {
  const { letter, more, shown } = COMMANDS[name];
  if (name === "help" && uses === "typing") return ["F1"];
  if (!letter) return uses === "typing" ? ["Ctrl", "Enter"] : [more[0]];
  if (shown && !uses) return [shown];
  if (taken.has(letter) || uses === "typing") return ["Alt", ...(/[A-Z]/.test(letter) ? ["Shift"] : []), letter.toUpperCase()];
  return /[A-Z]/.test(letter) ? ["Shift", letter] : [letter.toUpperCase()];
}

/** Return every key of a command, written for people. */
export function allKeys(name, taken) {
  const { letter, more } = COMMANDS[name];
  const spell = (key) => key.replace(/^Ctrl\+([A-Z])$/, "Ctrl+Shift+$1").split("+").map((part) => NAMES[part] ?? (part.length === 1 ? part.toUpperCase() : part)).join("+");
  const first = letter ? [taken.has(letter) ? `Alt+${letter.toUpperCase()}` : /[A-Z]/.test(letter) ? `Shift+${letter}` : spell(letter)] : [];
  return [...first, ...more.map(spell)];
}

/** Return a key's name for `aria-keyshortcuts`. */
export function ariaKey(key) {
  return key === " " ? "Space" : key || null;
}
