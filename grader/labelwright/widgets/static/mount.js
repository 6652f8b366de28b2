// Open a labelling: ask what there is, hand in what this browser still holds for it, and draw it.

import { Desk } from "./core.js";
import { browserStore, kept } from "./outbox.js";

/** Open the labelling that `ask` reaches and draw it in `root`; gives a function that takes it down. */
export async function mount(root, ask, kind, { focus = false } = {}) {
  root.className = "lwl";
  root.replaceChildren(document.createTextNode("Opening"));
  // The first answer says which journal this is; only then is it known what this browser still holds for it.
  const opened = await patiently(root, ask);
  const actions = kept(browserStore(), `labelwright:${opened.key}:`);
  const again = actions.length ? await ask({ ask: "open", actions }) : opened;
  const desk = new Desk(root, ask, kind, again.error ? opened : again);
  desk.outbox.settle(again);
  desk.hadFocus = focus;
  await desk.go(desk.start);
  return () => desk.close();
}

/** Ask until there is an answer: a kernel may be busy with other cells for as long as it likes. */
async function patiently(root, ask) {
  for (;;) {
    try {
      const opened = await ask({ ask: "open" });
      if (opened.error) throw new Error(opened.error);
      return opened;
    } catch (error) {
      root.textContent = `Waiting: ${error.message}. If this lasts, run the cell again.`;
      await new Promise((resolve) => setTimeout(resolve, 2000));
      if (!root.isConnected) throw error;
    }
  }
}
