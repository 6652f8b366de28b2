// One label of several: a label's key sets it and shows the next item.

import { context } from "./dom.js";
import { labelOf } from "./keys.js";
import { LabelRow } from "./labels.js";

export const kind = {
  name: "choice",
  hint: "Press a label's key. It is saved, and the next item appears.",
  blank: () => null,
  problem: (value) => (value ? "" : "Choose a label first, or skip the item."),
  keys: (task) => task.labels.filter((label) => label.key).map((label) => [label.key, label.name]),
  describe: (value) => value?.label ?? "no label",

  render(root, item, value, api) {
    const set = (label) => api.set({ kind: "choice", label: label.name }, { finish: true });
    const row = new LabelRow(api.task.labels, set, { role: "radio" });
    root.append(...context(api.task, item), row.root);
    const update = (now) => row.show(now ? [now.label] : []);
    update(value);
    return {
      update,
      key(press) {
        const label = labelOf(api.task.labels, press);
        if (label) set(label);
        return Boolean(label);
      },
    };
  },
};
