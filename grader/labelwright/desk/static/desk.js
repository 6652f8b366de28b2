// The desk's keys, and the search, sort and arrows of the class's table; without it every page can still be read.
"use strict";

const one = (selector, from = document) => from.querySelector(selector);
const all = (selector, from = document) => [...from.querySelectorAll(selector)];

function typing(target) {
  return target.closest("input, textarea, select, [contenteditable]") !== null;
}

const help = one("#help");
const opener = one("#help-open");
opener.hidden = false;
opener.addEventListener("click", () => help.showModal());

let going = false;
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && event.target.id === "search") {
    event.target.value = "";
    event.target.dispatchEvent(new Event("input"));
    event.target.blur();
    return;
  }
  if (typing(event.target)) return;
  const links = all("nav[aria-label=Pages] a");
  if (going && /^[1-9]$/.test(event.key) && links[event.key - 1]) links[event.key - 1].click();
  going = event.key === "g";
  const keys = { "?": toggleHelp, "/": search, n: () => one("#names")?.click(), "[": () => one("[rel=prev]")?.click(), "]": () => one("[rel=next]")?.click(), j: () => step(1), k: () => step(-1) };
  const own = document.activeElement.closest(".work")?.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (own) keys[event.key] = () => (own.matches("button") ? own.click() : own.focus());
  if (!keys[event.key]) return;
  keys[event.key]();
  event.preventDefault();
});

function toggleHelp() {
  if (help.open) help.close();
  else help.showModal();
}

function search() {
  one("#search")?.focus();
}

function step(by) {
  const works = all(".work");
  const here = works.findIndex((work) => work.contains(document.activeElement));
  const next = works[here < 0 ? (by > 0 ? 0 : works.length - 1) : here + by];
  next?.focus();
  next?.scrollIntoView({ block: "start" });
}

const table = one("#matrix");
if (table) matrix(table);

function matrix(table) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const rows = [...body.rows];
  const texts = new Map(rows.map((row) => [row, row.cells[0].textContent.toLocaleLowerCase()]));
  const filters = one(".filters");
  const found = one("#shown");
  const field = one("#search");
  const section = one("#section");
  const only = one("#only");
  filters.hidden = false;

  // A browser lays out a hundred rows at once easily, and five hundred slowly. More are shown as soon as they are wanted.
  const step = 100;
  let limit = step;
  let matching = rows;
  // The rows that are shown, in their order, below the row of heads.
  let lines = [];
  function list() {
    const shown = new Set(matching.slice(0, limit));
    for (const row of rows) row.hidden = !shown.has(row);
    lines = [table.tHead.rows[0], ...shown];
    lines.forEach((row, place) => (row.place = place));
  }
  function more(count) {
    if (limit >= matching.length) return;
    limit = Math.max(limit + step, count);
    list();
  }

  function filter() {
    const words = field.value.trim().toLocaleLowerCase();
    matching = [...body.rows].filter((row) => texts.get(row).includes(words) && (!section?.value || row.dataset.section === section.value) && (!only.value || row.dataset.is.split(" ").includes(only.value)));
    limit = step;
    list();
    found.textContent = matching.length === rows.length ? "" : `${matching.length} of ${rows.length} learners`;
  }
  for (const control of [field, section, only]) control?.addEventListener("input", filter);

  function value(row, column) {
    if (column === 0) return texts.get(row);
    const number = parseFloat(row.cells[column].textContent.replace(",", ""));
    return Number.isNaN(number) ? -1 : number;
  }

  function sort(column) {
    const head = heads[column];
    const first = column === 0 ? "ascending" : "descending";
    const other = column === 0 ? "descending" : "ascending";
    const order = head.getAttribute("aria-sort") === first ? other : first;
    for (const each of heads) each.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", order);
    const sign = order === "ascending" ? 1 : -1;
    const compare = (a, b) => (typeof a === "string" ? a.localeCompare(b) : a - b);
    const sorted = rows.slice().sort((a, b) => sign * compare(value(a, column), value(b, column)));
    // A row that moves loses the focus, and with it the place of somebody who uses the keys.
    const focused = document.activeElement;
    body.append(...sorted);
    filter();
    if (focused !== document.activeElement && table.contains(focused)) focusCell(focused.parentElement.hidden ? lines[1].cells[focused.cellIndex] : focused);
  }

  table.setAttribute("role", "grid");
  let current = null;
  function focusCell(cell, scroll = true) {
    if (current) current.tabIndex = -1;
    current = cell;
    cell.tabIndex = 0;
    cell.focus({ preventScroll: true });
    if (scroll) reveal(cell);
  }

  const area = table.parentElement;
  function reveal(cell) {
    // Sticky heads cover cells, so the browser's own scrolling would hide the cell behind them.
    const box = cell.getBoundingClientRect();
    const frame = area.getBoundingClientRect();
    const left = frame.left + (cell.cellIndex ? heads[0].offsetWidth : 0);
    const top = frame.top + table.tHead.offsetHeight;
    const bottom = frame.bottom - (table.tFoot ? table.tFoot.offsetHeight : 0);
    if (box.left < left) area.scrollLeft -= left - box.left + 4;
    if (box.right > frame.right) area.scrollLeft += box.right - frame.right + 4;
    if (box.top < top) area.scrollTop -= top - box.top + 4;
    if (box.bottom > bottom) area.scrollTop += box.bottom - bottom + 4;
  }

  for (const cell of heads) cell.tabIndex = -1;
  heads[0].tabIndex = 0;
  current = heads[0];
  for (const link of all("thead a, tbody th a", table)) link.tabIndex = -1;

  function open(cell) {
    const row = cell.parentElement;
    const link = one("a", cell);
    if (link) return link.click();
    if (row.dataset.href) {
      const key = heads[cell.cellIndex].dataset.key;
      location.href = row.dataset.href + (key ? `#${key}` : "");
    }
  }

  table.addEventListener("keydown", (event) => {
    const cell = event.target.closest("th, td");
    if (!cell || event.metaKey || event.altKey) return;
    const row = cell.parentElement.place ?? 0;
    const column = cell.cellIndex;
    const last = heads.length - 1;
    const page = 10;
    if (row + page >= lines.length || event.key === "End") more(event.ctrlKey ? rows.length : 0);
    const to = (r, c) => focusCell(lines[Math.max(0, Math.min(lines.length - 1, r))].cells[Math.max(0, Math.min(last, c))]);
    const moves = {
      ArrowUp: () => to(row - 1, column), ArrowDown: () => to(row + 1, column), ArrowLeft: () => to(row, column - 1), ArrowRight: () => to(row, column + 1),
      PageUp: () => to(row - page, column), PageDown: () => to(row + page, column),
      Home: () => to(event.ctrlKey ? 0 : row, 0), End: () => to(event.ctrlKey ? lines.length - 1 : row, last),
      Enter: () => (row === 0 && column < 3 ? sort(column) : open(cell)), s: () => sort(column),
    };
    const move = moves[event.key];
    if (!move || (event.ctrlKey && !["Home", "End"].includes(event.key))) return;
    move();
    event.preventDefault();
    event.stopPropagation();
  });

  area.addEventListener("scroll", () => {
    if (area.scrollTop + 2 * area.clientHeight > area.scrollHeight) more(0);
  });
  filter();

  table.addEventListener("click", (event) => {
    if (event.target.closest("a")) return;
    const cell = event.target.closest("th, td");
    if (!cell) return;
    if (cell.parentElement.parentElement === table.tHead) sort(cell.cellIndex);
    else open(cell);
  });
}
