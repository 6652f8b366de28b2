// The widget on a page of its own: questions go as requests to the address the page came from.

import { mount } from "./mount.js";

const PATIENCE = 15000;

/** Ask the server that sent the page; fails in words where it is gone. */
async function ask(question) {
  let response;
  try {
    response = await fetch("ask", {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(question), signal: AbortSignal.timeout(PATIENCE),
    });
  } catch { throw new Error("the program `labelwright label` does not answer; start it again"); }
  if (!response.ok) throw new Error(`the program answered ${response.status}`);
  return response.json();
}

const root = document.getElementById("labelling");
const { kind } = await import(`./kind-${root.dataset.kind}.js`);
await mount(root, ask, kind, { focus: true });
