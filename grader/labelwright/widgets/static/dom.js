// Build elements. Text always becomes text nodes: no file in this folder parses HTML.

/** Return an element with attributes, listeners (`on: {click: f}`) and children; strings become text, null is left out. */
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") for (const [event, listener] of Object.entries(value)) made.addEventListener(event, listener);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, String(value));
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/** Return a button that shows its keys next to its text. `keys` is a list such as ["Ctrl", "Z"], or one string. */
export function button(words, keys, press, attributes = {}) {
  return el("button", { type: "button", on: { click: press }, ...attributes }, el("span", {}, words), keycaps(keys));
}

/** Return keys drawn as keycaps. Screen readers skip them, because `aria-keyshortcuts` gives them the keys. */
export function keycaps(keys) {
  const listed = (Array.isArray(keys) ? keys : [keys]).filter(Boolean);
  return listed.length ? el("span", { class: "lwl-keys", "aria-hidden": "true" }, listed.map(keycap)) : null;
}

/** Return one keycap; a letter is shown as it is printed on the keyboard. */
export function keycap(key) {
  return el("kbd", {}, key.length === 1 ? key.toUpperCase() : key);
}

const TAGS = new Set("p h1 h2 h3 h4 h5 h6 ul ol li em strong s code pre blockquote hr br table thead tbody tr th td a".split(" "));

/** Return the nodes of a guideline's tree: strings, and lists of tag, attributes and children. Unknown tags become plain text. */
export function tree(nodes) {
  return nodes.map((node) => {
    if (typeof node === "string") return document.createTextNode(node);
    const [tag, attributes, ...children] = node;
    if (!TAGS.has(tag)) return el("span", {}, tree(children));
    const safe = /^(https?|mailto):/i.test(attributes.href ?? "");
    return el(tag, safe ? { href: attributes.href, target: "_blank", rel: "noopener noreferrer" } : {}, tree(children));
  });
}

const RIGHT_TO_LEFT = new Set(["ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "syr", "ug", "ur", "yi"]);

/** Return the attributes for a text's language and direction; without a language the text's letters decide. */
export function direction(language) {
  const main = (language ?? "").toLowerCase().split("-")[0];
  return { lang: language || null, dir: RIGHT_TO_LEFT.has(main) ? "rtl" : "auto" };
}

/** Return a block with the item's text, never read as HTML or Markdown. */
export function passage(text, item, attributes = {}) {
  return el("div", { class: "lwl-text", ...direction(item.language), ...attributes }, text);
}

/** Return the heading above a part of an item: the task's own, or else the ordinary one. */
export function heading(task, name, ordinary) {
  return task.headings?.[name] || ordinary;
}

/** Return what an item shows besides the part that is labelled: its prompt, picture, source and responses, if it has them. */
export function context(task, item, shown = ["prompt", "image", "source", "text", "responses"]) {
  const parts = [];
  const add = (name, words, text) => { if (shown.includes(name) && text) parts.push(el("h4", {}, words), passage(text, item)); };
  add("prompt", heading(task, "prompt", "Prompt"), item.prompt);
  add("source", heading(task, "source", "Source"), item.source);
  if (shown.includes("image") && item.image) parts.push(el("img", { src: item.image, alt: `Picture of item ${item.id}`, class: "lwl-picture" }));
  if (shown.includes("text") && item.text) {
    const words = heading(task, "text", parts.length && (item.prompt ? "Response" : "Text"));
    parts.push(...(words ? [el("h4", {}, words)] : []), passage(item.text, item));
  }
  if (shown.includes("responses")) item.responses.forEach((text, place) => add("responses", `Response ${place + 1}`, text));
  return parts;
}

/** Return a random name for an action; this also works on a page without HTTPS. */
export function identifier() {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
