// The parts of the widget that stay while the items change.

import { button, el, tree } from "./dom.js";
import { COMMANDS, shownKeys } from "./keys.js";
import { pace } from "./store.js";

const BUTTONS = [["back", "next"], ["undo", "redo"], ["skip", "flag"], ["unfinished", "guideline", "help"]];

/** Put all these parts into `root` and return them by name. `command(name)` runs a command. */
export function layout(root, task, opened, taken, kind, command) {
  const parts = {
    saved: el("span", { class: "lwl-saved" }),
    tally: el("span", { class: "lwl-tally" }),
    pace: el("span", { class: "lwl-pace" }),
    bar: el("div", { class: "lwl-progress", role: "progressbar", "aria-label": "Items finished or skipped", "aria-valuemin": 0, "aria-valuemax": opened.marks.length }, el("i")),
    place: el("h4", { class: "lwl-place" }),
    tags: el("span", { class: "lwl-tags" }),
    item: el("div", { class: "lwl-item", role: "group", "aria-label": "Item" }),
    warning: el("p", { class: "lwl-warning", hidden: true }),
    popup: el("div", { class: "lwl-over" }),
    live: el("div", { class: "lwl-live", role: "status", "aria-live": "polite" }),
  };
  parts.finish = commandButton("finish", taken, kind, command, { class: "lwl-main" });
  parts.buttons = new Map(BUTTONS.flat().map((name) => [name, commandButton(name, taken, kind, command)]));
  parts.guideline = guidelinePanel(opened.guideline);
  if (!parts.guideline) { parts.buttons.get("guideline").hidden = true; root.classList.add("lwl-alone"); }
  const head = el("div", { class: "lwl-head" }, el("h3", { dir: "auto" }, task.question), parts.saved);
  const measure = el("div", { class: "lwl-measure" }, parts.bar, el("div", { class: "lwl-figures" }, parts.tally, parts.pace));
  const card = el("div", { class: "lwl-card" }, el("div", { class: "lwl-card-head" }, parts.place, parts.tags), parts.item, parts.warning,
    el("div", { class: "lwl-finish" }, el("span", { class: "lwl-hint" }), parts.finish));
  parts.card = card;
  parts.hint = card.querySelector(".lwl-hint");
  const bar = el("div", { class: "lwl-bar-row", role: "toolbar", "aria-label": "Commands" },
    BUTTONS.map((names) => el("span", { class: "lwl-group" }, names.map((name) => parts.buttons.get(name)))));
  root.append(head, measure, el("div", { class: "lwl-body" }, el("div", { class: "lwl-work" }, card, parts.popup), parts.guideline), bar, parts.live);
  return parts;
}

function commandButton(name, taken, kind, command, attributes = {}) {
  return button(COMMANDS[name].words, shownKeys(name, taken, kind.uses), () => command(name), { "data-command": name, ...attributes });
}

function guidelinePanel(guideline) {
  if (!guideline.length) return null;
  return el("aside", { class: "lwl-guideline", "aria-label": "Guideline", tabindex: 0, dir: "auto" }, el("div", { class: "lwl-prose" }, tree(guideline)));
}

/** Draw counts, bar and pace, after every change. */
export function drawProgress(parts, store) {
  const done = store.count("d"), skipped = store.count("s"), seen = done + skipped;
  parts.bar.setAttribute("aria-valuenow", seen);
  parts.bar.setAttribute("aria-valuetext", `${seen} of ${store.total}`);
  parts.bar.firstChild.style.width = `${(100 * seen) / Math.max(1, store.total)}%`;
  const counts = [`${seen} of ${store.total} done`];
  if (skipped) counts.push(`${skipped} skipped`);
  if (store.flagged) counts.push(`${store.flagged} flagged`);
  parts.tally.textContent = counts.join(", ");
  const now = pace(store.seconds);
  parts.pace.textContent = now ? `${now.median.toFixed(1)} s per item (median), ${now.hourly.toLocaleString("en")} per hour` : "";
  parts.buttons.get("undo").disabled = !store.done.length;
  parts.buttons.get("redo").disabled = !store.undone.length;
}

/** Show what was decided about the item, in small text next to its number. */
export function drawTags(parts, state) {
  const tags = [];
  if (state.status === "done") tags.push(["done", "done"]);
  if (state.status === "skipped") tags.push(["skipped", `skipped: ${state.reason}`]);
  if (state.flag) tags.push(["flagged", `flagged: ${state.flag}`]);
  parts.tags.replaceChildren(...tags.map(([name, words]) => el("span", { class: `lwl-tag lwl-${name}` }, words)));
}

/** Show whether everything is saved, or how many actions wait and why. */
export function drawSaved(parts, { waiting, late, trouble }) {
  const actions = `${waiting} ${waiting === 1 ? "action" : "actions"}`;
  const text = trouble || (late ? `${actions} saved in this browser until the kernel answers. If you restarted the kernel, run the cell again.`
    : waiting ? "Saving" : "Saved");
  parts.saved.textContent = text;
  parts.saved.dataset.state = trouble ? "trouble" : late ? "late" : waiting ? "saving" : "saved";
}

/** Follow the page's theme: dark if the page behind the widget is dark. */
export function followTheme(root) {
  const look = () => { root.dataset.theme = isDark(root) ? "dark" : "light"; };
  look();
  const seen = new MutationObserver(look);
  seen.observe(document.body, { attributes: true, attributeFilter: ["class", "data-jp-theme-light", "data-vscode-theme-kind"] });
  const preferred = matchMedia("(prefers-color-scheme: dark)");
  preferred.addEventListener("change", look);
  return () => { seen.disconnect(); preferred.removeEventListener("change", look); };
}

function isDark(root) {
  const { jpThemeLight, vscodeThemeKind } = document.body.dataset;
  if (jpThemeLight) return jpThemeLight === "false";
  if (vscodeThemeKind) return /dark|high-contrast$/.test(vscodeThemeKind);
  return matchMedia("(prefers-color-scheme: dark)").matches;
}
