// Write or correct a text; the changes are shown while the user types.

import { difference } from "./diff.js";
import { context, direction, el } from "./dom.js";

const PAUSE = 120;

/** Return the text to start with, and the text to compare with. */
function origin(item) {
  return { begin: item.text, compare: item.source || item.text };
}

export const kind = {
  name: "text",
  uses: "typing",
  hint: "Type; every change is saved. Ctrl+Enter finishes, Escape leaves the field.",
  blank: (item) => ({ kind: "text", text: origin(item).begin }),
  problem: (value) => (value.text.trim() ? "" : "The text is empty. Write something, or skip the item."),
  keys: () => [[["Ctrl", "Enter"], "finish the item"], [["Esc"], "leave the field, so that single keys run commands"], [["E"], "back to the field"]],
  describe: (value) => value?.text.slice(0, 200) ?? "no text",

  render(root, item, value, api) {
    const { compare } = origin(item);
    const field = el("textarea", { class: "lwl-editor", rows: 4, spellcheck: "true", "aria-label": "Your text", ...direction(item.language) });
    const shown = el("div", { class: "lwl-text lwl-diff", ...direction(item.language), "aria-label": "Changes", role: "group", tabindex: 0 });
    const count = el("span", { class: "lwl-soft" });
    const changes = el("div", { class: "lwl-changes" }, el("div", { class: "lwl-card-head" }, el("h4", {}, "Changes against the source"), count), shown);
    let soon = 0;
    const draw = () => {
      const parts = difference(compare, field.value);
      const tags = { same: "span", gone: "del", new: "ins" };
      shown.replaceChildren(...parts.map((part) => el(tags[part.kind], {}, part.text)));
      // Words that are gone and the new words that replace them are one change.
      const changed = parts.filter((part, at) => part.kind !== "same" && (at === 0 || parts[at - 1].kind === "same")).length;
      count.textContent = changed ? `${changed} ${changed === 1 ? "change" : "changes"}` : "none yet";
    };
    const grow = () => { field.style.height = "auto"; field.style.height = `${Math.min(field.scrollHeight + 2, 420)}px`; };
    field.addEventListener("input", () => {
      api.set({ kind: "text", text: field.value.toWellFormed?.() ?? field.value }, { merge: true });
      grow();
      clearTimeout(soon);
      soon = setTimeout(draw, PAUSE);
    });
    root.append(...context(api.task, item, ["prompt", "image", "source", "responses"]), field, ...(compare ? [changes] : []));
    const update = (now) => { if (field.value !== now.text) { field.value = now.text; grow(); draw(); } };
    field.value = value.text;
    draw();
    requestAnimationFrame(grow);
    return {
      update,
      focus: () => field.focus({ preventScroll: true }),
      leave: () => clearTimeout(soon),
      key(press, event, inField) {
        if (inField || press.name !== "e") return false;
        field.focus();
        return true;
      },
    };
  },
};
