// Marking by keyboard, and every keystroke sent to the desk. What is not saved yet stays on the page and in its session.
"use strict";

const marking = document.querySelector("#marking");
if (marking) keep(marking);

function keep(form) {
  const state = document.querySelector("#state");
  const comment = document.querySelector("#comment");
  const csrf = document.querySelector("meta[name=csrf]").content;
  const place = `labelwright ${form.dataset.role} ${form.dataset.code}`;
  let turn = Number(form.dataset.turn);
  let changed = false;
  let sending = null;
  let stopped = false;

  const typed = () => [...new FormData(form)].filter(([name]) => name === "comment" || name.startsWith("points-"));

  function say(text, bad = false) {
    state.textContent = text;
    state.classList.toggle("bad", bad);
  }

  function remember() {
    try {
      sessionStorage.setItem(place, JSON.stringify(typed()));
    } catch {
      // Without a session store, the page itself still holds the text.
    }
  }

  function forget() {
    try {
      sessionStorage.removeItem(place);
    } catch {
      return;
    }
  }

  function restore() {
    let kept = null;
    try {
      kept = JSON.parse(sessionStorage.getItem(place) || "null");
    } catch {
      return;
    }
    if (!kept) return;
    for (const [name, value] of kept) {
      const fields = form.elements[name];
      if (fields instanceof RadioNodeList) fields.value = value;
      else if (fields) fields.value = value;
    }
    note();
  }

  function note() {
    changed = true;
    remember();
    if (!stopped) say("Saving …");
    if (!sending) sending = send().finally(() => { sending = null; });
  }

  async function send() {
    while (changed && !stopped) {
      changed = false;
      const body = new URLSearchParams([...typed(), ["as", "json"], ["code", form.dataset.code], ["role", form.dataset.role], ["turn", String(turn + 1)]]);
      let answer = null;
      try {
        answer = await fetch("/do/draft", { method: "POST", body, headers: { "X-CSRF-Token": csrf } });
      } catch {
        changed = true;
        say("Not saved: the desk does not answer. Your text stays on this page, and it is tried again.", true);
        await new Promise((resolve) => setTimeout(resolve, 1500));
        continue;
      }
      if (answer.ok) {
        turn += 1;
        if (!changed) {
          forget();
          say(`Draft saved, ${new Date().toLocaleTimeString()}`);
        }
        continue;
      }
      stopped = true;
      changed = true;
      const found = answer.status === 400 ? (await answer.json().catch(() => ({}))).problem : "";
      say(`Not saved: ${found || "the desk was started again. Your text stays on this page: copy it, and open the desk's new address."}`, true);
    }
  }

  form.addEventListener("input", note);
  window.addEventListener("beforeunload", (event) => {
    if (changed || sending) event.preventDefault();
  });
  form.addEventListener("submit", async (event) => {
    if (!sending) {
      changed = false;
      return;
    }
    // The last keystroke is saved first, so that it cannot come back as a draft of what is saved already.
    event.preventDefault();
    await sending;
    changed = false;
    form.submit();
  });
  restore();

  const criteria = [...form.querySelectorAll(".criterion")];
  let current = 0;
  form.addEventListener("focusin", (event) => {
    const here = criteria.findIndex((each) => each.contains(event.target));
    if (here >= 0) current = here;
  });

  function go(place) {
    current = place;
    if (place >= criteria.length) return comment.focus();
    const field = criteria[place].querySelector("input[type=number]");
    (field || criteria[place]).focus();
    if (field) field.select();
    criteria[place].scrollIntoView({ block: "nearest" });
  }

  let going = false;
  document.addEventListener("keydown", (event) => {
    const page = going;
    going = event.key === "g";
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      form.requestSubmit();
      event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const target = event.target;
    if (event.key === "Escape" && form.contains(target)) return criteria[Math.min(current, criteria.length - 1)].focus();
    const writing = target.closest("textarea, input[type=number], select, input[type=search]");
    if (writing) return;
    if (!page && /^[1-9]$/.test(event.key) && current < criteria.length) {
      const buttons = criteria[current].querySelectorAll("input[type=radio]");
      const button = buttons[event.key - 1];
      if (!button) return;
      button.checked = true;
      note();
      go(current + 1);
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === "c") {
      comment.focus();
      event.preventDefault();
    }
  }, true);
  if (!form.querySelector("button").disabled) criteria[0].focus({ preventScroll: true });
}
