// Open the widget: ask for the task, send the actions that this browser still has for it, and draw it.

import { Widget } from "./core.js";
import { browserStore, storedActions } from "./outbox.js";

/** Open the widget for the task that `ask` reaches and draw it in `root`; return a function that closes it. */
export async function mount(root, ask, kind, { focus = false } = {}) {
  root.className = "lwl";
  root.replaceChildren(document.createTextNode("Opening"));
  // The first answer says which journal this is; the actions stored in this browser are found by its name.
  const opened = await openWhenReady(root, ask);
  const actions = storedActions(browserStore(), `labelwright:${opened.key}:`);
  const again = actions.length ? await ask({ ask: "open", actions }) : opened;
  const open = new Widget(root, ask, kind, again.error ? opened : again);
  open.outbox.settle(again);
  open.hadFocus = focus;
  await open.go(open.start);
  return () => open.close();
}

/** Ask until there is an answer: a kernel may be busy with other cells for a long time. */
async function openWhenReady(root, ask) {
  for (;;) {
    try {
      const opened = await ask({ ask: "open" });
      if (opened.error) throw new Error(opened.error);
      return opened;
    } catch (error) {
      root.textContent = `Waiting: ${error.message}. If this takes long, run the cell again.`;
      await new Promise((resolve) => setTimeout(resolve, 2000));
      if (!root.isConnected) throw error;
    }
  }
}
