// Responses from best to worst, with ties: move them with keys, or drag them.

import { button, direction, el, heading } from "./dom.js";
import { hue } from "./labels.js";
import { makeDraggable } from "./drag.js";

/** Return the item's own order of the responses, without ties. */
const asGiven = (item) => item.responses.map((_, number) => [number]);

/** Take a response out of a ranking: {at, alone, rest}: its group, whether it was alone there, and the other groups. */
function without(order, number) {
  const at = order.findIndex((group) => group.includes(number));
  const alone = order[at].length === 1;
  return { at, alone, rest: order.map((group) => group.filter((one) => one !== number)).filter((group) => group.length) };
}

/** Return the ranking with a response one rank higher (`way` -1) or lower (1); from a tie, it moves just above or below. */
export function moved(order, number, way) {
  const { at, alone, rest } = without(order, number);
  const place = alone ? Math.max(0, Math.min(rest.length, at + way)) : at + (way > 0 ? 1 : 0);
  return [...rest.slice(0, place), [number], ...rest.slice(place)];
}

/** Return the ranking with a response before the group at `place`, or in that group (`tie`); places count the groups of `order`. */
export function placed(order, number, place, tie) {
  const marked = order.map((group) => [...group]);
  const { at, alone, rest } = without(marked, number);
  const target = alone && place > at ? place - 1 : place;
  if (tie) return alone && place === at || order[place]?.includes(number) ? order : rest.map((group, here) => (here === target ? [...group, number].sort((a, b) => a - b) : group));
  return [...rest.slice(0, target), [number], ...rest.slice(target)];
}

/** Return the ranking with a response tied with the group above; if it was tied, it gets its own rank below. */
export function tied(order, number) {
  const at = order.findIndex((group) => group.includes(number));
  if (order[at].length > 1) return moved(order, number, 1);
  return at ? placed(order, number, at - 1, true) : order;
}

export const kind = {
  name: "ranking",
  hint: "↑ ↓ choose a response; with Shift they move it. T ties it with the one above, or ends the tie. Enter finishes.",
  blank: () => null,
  problem: (value, item) => {
    if (item.responses.length < 2) return "This item has fewer than two responses: skip it.";
    return value ? "" : "Nothing has been ranked yet. Move the responses, or press O if the order shown is right.";
  },
  keys: (task) => [
    [["↑", "↓"], "choose a response"], [["1", "…", "9"], "choose the response with that number"], [["Shift", "↑", "↓"], "move it up or down"],
    ...(task.tie ? [["T", "tie it with the one above; in a tie, give it its own rank"]] : []), ["O", "the order shown is right"], [["PgUp", "PgDn"], "scroll the chosen response"],
  ],
  describe: (value) => (value ? value.order.map((group) => group.map((number) => number + 1).join(" = ")).join(" > ") : "not ranked"),
  render: (root, item, value, api) => new Ranking(root, item, value, api),
};

class Ranking {
  constructor(root, item, value, api) {
    Object.assign(this, { item, api, chosen: 0 });
    this.cards = item.responses.map((text, number) => this.card(text, number));
    this.ranks = el("ol", { class: "lwl-ranks", "aria-label": "Responses from best to worst" });
    this.confirm = button("The order shown is right", "O", () => this.confirmed(), { class: "lwl-confirm" });
    const above = ["prompt", "source", "text"].filter((name) => item[name]).map((name) => [heading(api.task, name, name[0].toUpperCase() + name.slice(1)), item[name]]);
    root.append(...above.flatMap(([words, text]) => [el("h4", {}, words), el("div", { class: "lwl-text lwl-above", ...direction(item.language), tabindex: 0, role: "document", "aria-label": words }, text)]),
      el("p", { class: "lwl-soft" }, "Best at the top."), this.ranks, this.confirm);
    makeDraggable(this.ranks, ".lwl-response", ".lwl-rank", api.task.tie, (card, place, tie) => this.drop(Number(card.dataset.number), place, tie));
    this.update(value);
  }

  card(text, number) {
    const name = `Response ${number + 1}`;
    const tools = [button("Up", "", () => this.move(number, -1), { "aria-label": `Move ${name} up`, tabindex: -1 }), button("Down", "", () => this.move(number, 1), { "aria-label": `Move ${name} down`, tabindex: -1 }),
      this.api.task.tie ? button("Tie", "", () => this.tie(number), { "aria-label": `Tie ${name} with the one above, or end the tie`, tabindex: -1 }) : null];
    const made = el("div", { class: "lwl-response", role: "group", "aria-label": name, "data-number": number, tabindex: -1, on: { pointerdown: (event) => { if (!event.target.closest("button")) this.choose(number, false); } } },
      el("div", { class: "lwl-card-head" }, el("span", { class: "lwl-grip", "aria-hidden": "true" }, "⠿"), el("h4", {}, name), el("span", { class: "lwl-group lwl-tools" }, tools)),
      el("div", { class: "lwl-text", ...direction(this.item.language) }, text));
    made.style.setProperty("--hue", hue(number));
    return made;
  }

  get order() { return this.value?.order ?? asGiven(this.item); }

  update(value) {
    this.value = value;
    const held = document.activeElement?.closest?.(".lwl-response");
    this.ranks.replaceChildren(...this.order.map((group, place) => el("li", { class: group.length > 1 ? "lwl-rank lwl-tied" : "lwl-rank", "data-place": place },
      el("span", { class: "lwl-rank-place" }, group.length > 1 ? `${this.rank(place)}, tied` : String(this.rank(place))), el("div", { class: "lwl-rank-group" }, group.map((number) => this.cards[number])))));
    this.confirm.hidden = Boolean(value) || this.cards.length < 2;
    // A card that was moved loses the focus.
    if (held) this.cards[this.chosen]?.focus({ preventScroll: true });
    this.mark();
  }

  /** Return the rank of a group as in sport: after two tied at 1 comes 3. */
  rank(place) { return 1 + this.order.slice(0, place).reduce((sum, group) => sum + group.length, 0); }

  mark() {
    this.cards.forEach((card, number) => {
      const place = this.order.findIndex((group) => group.includes(number));
      const others = this.order[place].filter((one) => one !== number).map((one) => one + 1);
      card.classList.toggle("lwl-held", number === this.chosen);
      card.setAttribute("aria-current", String(number === this.chosen));
      card.setAttribute("aria-label", `Response ${number + 1}, rank ${this.rank(place)}${others.length ? `, tied with ${others.join(" and ")}` : ""}`);
    });
  }

  choose(number, tell = true) {
    this.chosen = number;
    this.mark();
    const card = this.cards[number];
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
    if (tell) this.api.say(card.getAttribute("aria-label"));
  }

  /** Choose the response above or below, in the order shown. */
  step(way) {
    const flat = this.order.flat();
    this.choose(flat[Math.max(0, Math.min(flat.length - 1, flat.indexOf(this.chosen) + way))]);
  }

  move(number, way) { this.keep(moved(this.order, number, way), number); }

  tie(number) { if (this.api.task.tie) this.keep(tied(this.order, number), number); }

  confirmed() { this.keep(this.order, this.chosen, true); }

  drop(number, place, tie) { this.keep(placed(this.order, number, place, tie), number); }

  /** Save this ranking. The order in which the responses came becomes a ranking only if the annotator confirms it. */
  keep(order, number, confirmed = false) {
    this.chosen = number;
    const value = { kind: "ranking", order };
    if (JSON.stringify(order) === JSON.stringify(this.order) && (this.value || !confirmed)) return this.choose(number);
    this.api.set(value, { say: kind.describe(value) });
    this.cards[number].focus({ preventScroll: true });
    this.cards[number].scrollIntoView({ block: "nearest" });
  }

  focus() { (this.cards[this.chosen] ?? this.ranks).focus({ preventScroll: true }); }

  key(press) {
    const way = { ArrowUp: -1, ArrowDown: 1 }[press.key];
    const page = { PageUp: -1, PageDown: 1 }[press.key];
    if (!this.cards.length) return false;
    if (way && (press.shift || press.ctrl || press.alt)) this.move(this.chosen, way);
    else if (way) this.step(way);
    else if (page) this.cards[this.chosen].querySelector(".lwl-text").scrollBy(0, page * 120);
    else if (press.name === "t") this.tie(this.chosen);
    else if (press.name === "o") this.confirmed();
    else if (/^[1-9]$/.test(press.name) && this.cards[press.name - 1]) this.choose(press.name - 1);
    else return false;
    return true;
  }
}
