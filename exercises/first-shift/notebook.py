# %% [markdown]
# # First shift
#
# Welcome. On this shift you do what a data trainer does on the first day of a project. You read a guideline of two
# pages, and you label twenty items by it.
#
# Each item is a *prompt* (what somebody asked) and a *response* (what came back). You decide whether a model may learn
# from it. The items were written for this course, and many have a fault on purpose. Your twenty were chosen for you;
# another learner has other items.
#
# **New to notebooks?** Click into a cell and press Shift and Enter together. The cell runs, and the next one is
# selected. Work from the top to the bottom, and run every cell.

# %%
from IPython.display import Markdown

from labelwright import exercise

ex = exercise("first-shift")
items = ex.sample()
folder = ex.file("first-shift-items").parent
print(len(items), "items are waiting for you.")

# %% [markdown]
# ## 1. Read the guideline
#
# The next cell shows it. Read it to the end before you look at the first item. That takes about six minutes, and it
# is part of the job. Most wrong labels come from a rule that was not read, not from a lack of skill.

# %%
guideline = (folder / "guideline.md").read_text(encoding="utf-8")
Markdown(guideline)

# %% [markdown]
# ## 2. Label
#
# Run the next cell and click into the widget that appears. It shows the prompt, and below it, under *Response*, the
# response. The guideline is next to them; the key G hides it.
#
# | Key | What it does |
# | --- | --- |
# | 1, 2, 3 | keep, edit, drop; the next item follows |
# | S | skip: choose the reason from the list |
# | F | flag: you are in doubt, and say why |
# | U | undo |
# | ? | all keys |
#
# For each item, go down the six lines and stop at the first one that decides it. If you cannot name the line, you are
# labelling by your own taste.
#
# Three of the twenty items may not be used at all. Some others only look as if they may not be used.
#
# Everything is saved the moment you press a key, in a file next to this notebook. You can stop at any time and close
# the computer. Later, run the cells again and continue where you stopped. Do not use a chat model for this: the
# exercise asks for your own judgement.

# %%
work = ex.label(items, folder / "task.toml", guideline=guideline)

# %% tags=["solution"]
# Here a scripted labeller replaces a person. It knows the reviewed verdicts of all sixty items.
import json

REVIEWED = {
    "keep": "pr-05 pr-06 pr-10 pr-11 pr-16 pr-19 pr-21 pr-23 pr-24 pr-33 pr-36 pr-45 pr-49 pr-51 pr-52 pr-55",
    "edit": "pr-02 pr-07 pr-09 pr-12 pr-13 pr-15 pr-17 pr-22 pr-25 pr-27 pr-29 pr-30 pr-31 pr-35 pr-37 pr-39 pr-40 pr-41 pr-42 pr-46 pr-56",
    "drop": "pr-01 pr-08 pr-14 pr-18 pr-26 pr-28 pr-38 pr-44 pr-47 pr-50 pr-54 pr-57 pr-59 pr-60",
    "personal data": "pr-20 pr-32 pr-34",
    "not English": "pr-03 pr-53 pr-58",
    "about the assistant": "pr-04 pr-43 pr-48",
}
REASONS = ("personal data", "not English", "about the assistant")
reviewed = {item: verdict for verdict, ids in REVIEWED.items() for item in ids.split()}


def write_labels(verdicts, seconds=20.0):
    """Write the journal as the widget does, and read it again; a reason instead of a label means a skip."""
    lines = []
    for number, (item, verdict) in enumerate(verdicts.items()):
        line = {
            "format_version": 1,
            "id": f"scripted-{number}",
            "act": "set",
            "item": item,
            "annotator": work.annotator or "scripted",
            "task": "first-shift",
            "seconds": seconds,
            "at": "2026-01-01T12:00:00+00:00",
        }
        if verdict in ("keep", "edit", "drop"):
            made = {"status": "done", "value": {"kind": "choice", "label": verdict}}
        else:
            made = {"status": "skipped", "reason": verdict}
        lines.append(json.dumps({**line, **made}) + "\n")
    with open("first-shift.annotations.jsonl", "w", encoding="utf-8") as file:
        file.writelines(lines)
    return ex.label(items, folder / "task.toml")


mine = {item: reviewed[item] for item in items["id"]}
work = write_labels(mine)

# %% [markdown]
# Are all twenty done? Then check. You can check as often as you like, go back to the widget above and change a label.

# %%
ex.check("flags")

# %%
ex.check("labels")

# %% [markdown]
# The next check asks for less, but of each of three lines by itself. It also looks at the time that the widget recorded.
# **You need it to pass.**

# %%
ex.check("rules")

# %% [markdown]
# Stuck? Run `ex.hint("labels")` in a new cell to get a hint. Each time you run it, you get the next hint.

# %% [markdown]
# ## 3. The guideline changes
#
# It is the second week. The project lead sends a change notice.

# %%
Markdown((folder / "change-1.1.md").read_text(encoding="utf-8"))

# %% [markdown]
# Which of your twenty items have a different label under version 1.1? List their ids in `changed`.
#
# The next cell prints the items with your labels, so that you can look through them. Put each id in quotation marks,
# so that your answer looks like `changed = ["pr-70", "pr-71"]`.
#
# Do not change anything in the widget for this. Your labels there stay as they are under version 1.0.

# %%
labels_so_far = work.frame().set_index("item")["value"].to_dict()
for row in items.itertuples():
    print(f"{row.id} [{labels_so_far.get(row.id) or 'no label'}] {row.prompt}\n    {row.text}\n")

# %%
changed = ...
# solution
OFFERS = "pr-02 pr-07 pr-12 pr-13 pr-15 pr-22".split()
changed = [item for item in items["id"] if item in OFFERS]

# %%
ex.check("change")

# %% [markdown]
# ## Hand in
#
# Save the notebook (Ctrl and S; on a Mac, Cmd and S). Then run the last cell. It packs the notebook and the file with
# your labels.

# %%
ex.submit()
