/* The placement test: turns the questions into a form, and names the module to begin with. Nothing leaves the page. */
(() => {
  "use strict";
  const root = document.getElementById("placement");
  if (!root) return;
  const questions = [...root.querySelectorAll(".place-question")];
  const modules = root.dataset.modules.split("|").map((told) => {
    const [name, title, link] = told.split(";");
    return { name, title, link };
  });
  const end = root.querySelector(".place-end");
  const answer = root.querySelector(".place-answer");
  const fault = root.querySelector(".place-fault");

  function chosen(question) {
    const found = question.querySelector("input:checked");
    return found ? found.value : null;
  }

  function element(name, text, more = {}) {
    return Object.assign(document.createElement(name), { textContent: text, ...more });
  }

  /* Known: all right, or all but one where there are three or more. */
  function tally(module) {
    const asked = questions.filter((question) => question.dataset.module === module.name);
    const right = asked.filter((question) => chosen(question) === question.dataset.right).length;
    return { ...module, asked: asked.length, right, known: right === asked.length || (asked.length > 2 && right === asked.length - 1) };
  }

  function show() {
    if (questions.every((question) => chosen(question) === null)) {
      fault.textContent = "No question is answered yet. If none of them is familiar, begin with the first module.";
      return;
    }
    fault.textContent = "";
    const told = modules.map(tally);
    const first = told.find((module) => !module.known);
    const line = element("p", first ? "Begin with " : "You know what these modules teach. Show it: ");
    line.append(element("a", first ? first.title : "the exercises", { href: first ? first.link : "../exercises/index.html" }), ".");
    const list = element("ul", "");
    for (const module of told) {
      const item = element("li", "");
      item.append(element("a", module.title, { href: module.link }), `: ${module.right} of ${module.asked} right`);
      list.append(item);
    }
    answer.replaceChildren(line, list);
    answer.hidden = false;
    for (const question of questions) {
      const right = chosen(question) === question.dataset.right;
      const details = question.querySelector("details");
      details.hidden = false;
      details.open = !right;
      details.querySelector("summary").textContent = right ? "Right" : chosen(question) === null ? "Left open: the answer" : "Not right: the answer";
    }
    answer.scrollIntoView({ block: "nearest" });
  }

  for (const question of questions) {
    question.querySelector("details").hidden = true;
    for (const input of question.querySelectorAll("input")) input.disabled = false;
  }
  end.hidden = false;
  document.getElementById("place-done").addEventListener("click", show);
})();
