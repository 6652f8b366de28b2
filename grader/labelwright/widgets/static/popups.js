// The dialogs over the item: reasons to skip, the note of a flag, the list of keys; and the summary at the end.

import { button, el, keycap } from "./dom.js";
import { allKeys, COMMANDS } from "./keys.js";

/** A small dialog in the widget. Escape closes it; `close` returns the focus. */
export class Popup {
  constructor(place, close) {
    this.place = place;
    this.close = () => { place.replaceChildren(); place.hidden = true; this.open = null; close(); };
    this.open = null;
    place.hidden = true;
  }

  show(name, title, ...content) {
    const box = el("div", { class: "lwl-popup", role: "dialog", "aria-label": title },
      el("div", { class: "lwl-popup-head" }, el("h4", {}, title), button("Close", "Esc", this.close, { class: "lwl-plain" })), content);
    this.place.replaceChildren(box);
    this.place.hidden = false;
    this.open = name;
    (box.querySelector("[data-first]") ?? box.querySelector("button")).focus();
    this.place.scrollIntoView({ block: "nearest" });
  }

  /** Handle a key while the dialog is open: Escape, or one of the digits of `choices`. */
  key(press) {
    if (press.key === "Escape") this.close();
    else if (this.choices?.[press.key]) this.choices[press.key]();
    else return false;
    return true;
  }
}

/** Show the reasons to skip, each with a digit, and a field for another reason. */
export function skipMenu(popup, reasons, skip) {
  const own = el("input", { type: "text", maxlength: 500, "aria-label": "Another reason", placeholder: "Another reason" });
  const submit = (event) => { event.preventDefault(); const reason = own.value.trim(); if (reason) skip(reason); };
  popup.choices = Object.fromEntries(reasons.slice(0, 9).map((reason, place) => [String(place + 1), () => skip(reason)]));
  popup.show("skip", "Why skip this item?",
    el("div", { class: "lwl-options" }, reasons.map((reason, place) =>
      button(reason, place < 9 ? String(place + 1) : "", () => skip(reason), place ? {} : { "data-first": true }))),
    el("form", { class: "lwl-field", on: { submit } }, own, el("button", { type: "submit" }, "Skip with this reason")));
}

/** Ask what is doubtful about the item, for the person who checks it again. */
export function flagForm(popup, flag, keep) {
  const field = el("input", { type: "text", maxlength: 500, "data-first": true, "aria-label": "What should somebody check again?" });
  field.value = flag;
  const submit = (event) => { event.preventDefault(); keep(field.value.trim() || "look again"); };
  popup.choices = null;
  popup.show("flag", "What should somebody check again?",
    el("form", { class: "lwl-field", on: { submit } }, field, el("button", { type: "submit" }, "Flag"),
      flag ? button("Remove the flag", "", () => keep("")) : null));
}

/** Show all keys: those of the kind, then those of the commands. */
export function keyList(popup, kind, task, taken) {
  const line = (keys, words) => el("div", {}, el("dt", {}, keys.map(keycap)), el("dd", { dir: "auto" }, words));
  const mine = kind.keys(task).map(([key, words]) => line([key].flat(), words));
  const commands = Object.entries(COMMANDS).map(([name, command]) => line(allKeys(name, taken), command.words));
  popup.choices = null;
  popup.show("help", "Keys", el("dl", { class: "lwl-keylist", tabindex: 0 }, mine, commands),
    el("p", { class: "lwl-soft" }, "In a text field, press Alt and the letter of a command; Ctrl+Enter finishes. On a Mac, use Cmd for Ctrl. Escape leaves the field."));
}

/** Return the summary of the work, shown after the last item. */
export function summary(facts, back, unfinished) {
  const fact = (words, value) => el("div", {}, el("dt", {}, words), el("dd", {}, String(value)));
  const most = Math.max(1, ...facts.labels.map(([, count]) => count));
  const bar = ([name, count]) => {
    const drawn = el("span", { class: "lwl-bar" });
    drawn.style.width = `${(100 * count) / most}%`;
    return el("tr", {}, el("th", { scope: "row", dir: "auto" }, name), el("td", {}, String(count)), el("td", { class: "lwl-bars", "aria-hidden": "true" }, drawn));
  };
  return el("div", { class: "lwl-summary" },
    el("h4", {}, facts.remaining ? `${facts.remaining} ${facts.remaining === 1 ? "item is" : "items are"} not finished yet` : "All items are done"),
    el("dl", { class: "lwl-facts" }, fact("labelled", facts.done), fact("skipped", facts.skipped), fact("flagged", facts.flagged),
      facts.median === null ? null : fact("median seconds per item", facts.median)),
    facts.labels.length ? el("table", {}, el("caption", { class: "lwl-soft" }, "Labels given"), el("tbody", {}, facts.labels.map(bar))) : null,
    el("p", { class: "lwl-soft" }, "Every action is saved in ", el("code", {}, facts.journal), "."),
    el("div", { class: "lwl-options" }, facts.remaining ? button("Go to the next unfinished", "N", unfinished) : null, button("Back to the last item", "←", back)));
}
