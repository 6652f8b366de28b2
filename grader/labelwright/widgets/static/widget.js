// Connect the page with a notebook's kernel: questions go as messages through anywidget; answers carry the question's number.

import { identifier } from "./dom.js";
import { mount } from "./mount.js";

const PATIENCE = 30000;

/** Return a function that asks the kernel: it returns the answer, or fails if the kernel does not answer in time. */
export function channel(model) {
  const open = new Map();
  const hear = (message) => {
    open.get(message?.rid)?.(message);
    open.delete(message?.rid);
  };
  model.on("msg:custom", hear);
  const ask = (question) => new Promise((resolve, reject) => {
    const rid = identifier();
    open.set(rid, resolve);
    setTimeout(() => { if (open.delete(rid)) reject(new Error("the kernel does not answer")); }, PATIENCE);
    try { model.send({ ...question, rid }); } catch { open.delete(rid); reject(new Error("the kernel is gone")); }
  });
  return { ask, close: () => model.off("msg:custom", hear) };
}

/** Return the function that anywidget calls to draw the widget, for one kind of task. */
export function widget(kind) {
  return async ({ model, el }) => {
    const { ask, close } = channel(model);
    const root = document.createElement("div");
    el.append(root);
    const begun = mount(root, ask, kind).catch((error) => {
      root.textContent = `The labelling task could not be opened: ${error.message}. Run the cell again.`;
      return () => {};
    });
    return () => { close(); begun.then((end) => end()); };
  };
}
