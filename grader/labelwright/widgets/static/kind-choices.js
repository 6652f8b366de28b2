// Any number of labels: a label's key sets or clears it, Enter finishes the item.

import { context } from "./dom.js";
import { labelOf } from "./keys.js";
import { LabelRow } from "./labels.js";

export const kind = {
  name: "choices",
  hint: "Press a label's key to set or clear it. Enter finishes the item, even with no label.",
  blank: () => ({ kind: "choices", labels: [] }),
  problem: () => "",
  keys: (task) => task.labels.filter((label) => label.key).map((label) => [label.key, `set or clear ${label.name}`]),
  describe: (value) => value?.labels.join(", ") || "no label",

  render(root, item, value, api) {
    const flip = (label) => {
      const before = api.value().labels;
      const holds = !before.includes(label.name);
      // In the label set's order, not in the order of the keys.
      const labels = api.task.labels.map((option) => option.name).filter((name) => (name === label.name ? holds : before.includes(name)));
      api.set({ kind: "choices", labels }, { say: `${label.name} ${holds ? "set" : "cleared"}` });
    };
    const row = new LabelRow(api.task.labels, flip, { role: "checkbox" });
    root.append(...context(api.task, item), row.root);
    const update = (now) => row.show(now.labels);
    update(value);
    return {
      update,
      key(press) {
        const label = labelOf(api.task.labels, press);
        if (label) flip(label);
        return Boolean(label);
      },
    };
  },
};
