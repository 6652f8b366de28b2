// The widget on a separate page: questions go as requests to the address that the page came from.

import { mount } from "./mount.js";

const PATIENCE = 15000;

/** Ask the server that sent the page; if it is gone, throw an error with a message for the user. */
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
