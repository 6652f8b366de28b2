// A score for each criterion of a rubric; the meaning of each score is shown with it.

import { context, el } from "./dom.js";
import { LabelRow } from "./labels.js";

/** Return the scores of a criterion from the lowest, each with its meaning and a key. The key is the score itself if all
 *  scores have one digit, otherwise 1 for the lowest score, 2 for the next; the tenth has 0. */
export function scoresOf(criterion) {
  const scores = Object.keys(criterion.anchors).map(Number).sort((a, b) => a - b);
  const digits = scores[0] >= 0 && scores.at(-1) <= 9;
  return scores.map((score, place) => ({ name: String(score), score, meaning: criterion.anchors[score], key: digits ? String(score) : place < 10 ? String((place + 1) % 10) : "" }));
}

const missing = (value, task) => task.criteria.filter((criterion) => value?.scores[criterion.id] === undefined);

export const kind = {
  name: "rubric",
  hint: "A digit scores the current criterion and goes to the next one; ↑ and ↓ change the criterion. Enter finishes.",
  blank: () => ({ kind: "rubric", scores: {} }),
  problem: (value, item, task) => {
    const open = missing(value, task).map((criterion) => criterion.title || criterion.id);
    return open.length ? `Not scored yet: ${open.join(", ")}.` : "";
  },
  keys: () => [[["0", "…", "9"], "score the current criterion"], [["↑", "↓"], "the previous or next criterion"], [["Del", "X"], "remove its score"]],
  describe: (value, item, task) => task.criteria.map((criterion) => `${criterion.title || criterion.id}: ${value?.scores[criterion.id] ?? "not scored"}`).join(", "),

  render(root, item, value, api) {
    let now = 0;
    const { criteria } = api.task;
    const give = (at, score) => {
      const { id, title } = criteria[at];
      const scores = { ...api.value().scores };
      if (score === undefined) delete scores[id]; else scores[id] = score;
      const others = criteria.filter((other) => scores[other.id] === undefined);
      const next = score === undefined || !others.length ? at : others.map((other) => criteria.indexOf(other)).find((place) => place > at) ?? criteria.indexOf(others[0]);
      go(next, false);
      api.set({ kind: "rubric", scores }, { say: `${title || id}: ${score ?? "no score"}. ${others.length ? `Next: ${criteria[next].title || criteria[next].id}.` : "All are scored."}` });
    };
    const cards = criteria.map((criterion, at) => new Card(criterion, (score) => give(at, score), () => go(at)));
    const go = (at, tell = true) => {
      now = at;
      cards.forEach((card, place) => card.hold(place === now));
      cards[now].root.focus({ preventScroll: true });
      cards[now].root.scrollIntoView({ block: "nearest" });
      if (tell) api.say(cards[now].describe());
    };
    root.append(...context(api.task, item), el("div", { class: "lwl-rubric" }, cards.map((card) => card.root)));
    const update = (value) => cards.forEach((card) => card.show(value.scores[card.criterion.id]));
    update(value);
    const open = missing(value, api.task)[0];
    now = open ? criteria.indexOf(open) : 0;
    cards.forEach((card, place) => card.hold(place === now));
    return {
      update,
      focus: () => cards[now].root.focus({ preventScroll: true }),
      key(press) {
        const way = { ArrowUp: -1, ArrowDown: 1 }[press.key];
        const picked = press.ctrl || press.alt ? undefined : cards[now].scores.find((score) => score.key && score.key === press.key);
        if (way && !press.ctrl) go((now + way + cards.length) % cards.length);
        else if (picked) give(now, picked.score);
        else if (["Delete", "Backspace"].includes(press.key) || press.name === "x") give(now, undefined);
        else return false;
        return true;
      },
    };
  },
};

/** One criterion: its title, a row of scores and, while it is the current one, what each score means. */
class Card {
  constructor(criterion, give, hold) {
    this.criterion = criterion;
    this.scores = scoresOf(criterion);
    this.title = criterion.title || criterion.id;
    this.row = new LabelRow(this.scores, (score) => give(score.score), { role: "radio", name: `Scores of ${this.title}` });
    this.row.root.classList.toggle("lwl-same", this.scores.every((score) => score.key === score.name));
    this.given = el("span", { class: "lwl-given" });
    this.root = el("div", { class: "lwl-criterion", role: "group", tabindex: -1, on: { pointerdown: (event) => { if (!event.target.closest("button")) hold(); } } },
      el("div", { class: "lwl-card-head" }, el("h4", { dir: "auto" }, this.title), this.given), this.row.root);
    this.show(undefined);
  }

  show(score) {
    this.score = score;
    this.row.show(score === undefined ? [] : [String(score)]);
    this.given.textContent = score === undefined ? "not scored" : `score ${score}`;
    this.given.classList.toggle("lwl-done", score !== undefined);
    this.root.setAttribute("aria-label", this.describe());
  }

  describe() {
    const anchor = this.scores.find((option) => option.score === this.score)?.meaning;
    return `${this.title}, ${this.score === undefined ? "not scored" : `score ${this.score}: ${anchor}`}`;
  }

  hold(held) {
    this.root.classList.toggle("lwl-held", held);
    this.root.setAttribute("aria-current", held ? "true" : "false");
  }
}
