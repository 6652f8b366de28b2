# %% [markdown]
# # Pick the right statistic
#
# Twelve teams describe how their data was labelled, and ask you which measure of agreement to report. They do not show
# you a result, and you do not need it: the design decides. Who rated, and how many people? Is anything missing? What
# is an answer: a name, a step on a scale, a number, a place in a text?
#
# *The designs were written for this course.*

# %%
from labelwright import exercise

ex = exercise("pick-the-statistic")
designs = ex.sample()
len(designs)

# %% [markdown]
# ## The measures
#
# | Measure | What the design needs |
# | --- | --- |
# | raw agreement | agreement by chance is impossible; nothing is subtracted for it |
# | Cohen's kappa | the same two people, names as labels, nothing missing; each person's own habit defines chance |
# | weighted kappa | the same two people, labels in an order, or a table that says how bad each confusion is |
# | Fleiss' kappa | names as labels, the same number of ratings for each item, from any people (with two people it is Scott's pi) |
# | alpha, nominal | names as labels, any number of raters, gaps allowed |
# | alpha, ordinal | labels in an order; otherwise the same |
# | alpha, interval | numbers with equal steps; otherwise the same |
# | alpha, set distance | answers that are sets of labels, with partial overlap (Jaccard, MASI) |
# | Gwet's AC1 | names as labels, and one label that is much more common than the others |
# | rank correlation | answers that are orders, without scores (Kendall's tau, or W for several judges) |
# | pairwise F1 | answers that are places to be found: spans, boxes |
# | self-agreement | one person, twice: kappa of the two passes |
# | accuracy on gold | the right answers are known; it measures being right, not agreeing |
# | cannot be computed | no item with two ratings |
#
# **House rules** for points on which experts disagree:
#
# - Report AC1 only if the design says that one label is much more common.
# - Words such as *poor, fair, good* are only an order. Points with a description for each can be an order or equal
#   steps.
# - If the right answers are known, compare people with them and not with each other.
#
# For several designs, two measures can be defended. Both are accepted.

# %% [markdown]
# ## 1. Choose
#
# Run the cell, click into the widget, read each design to its end, and press the key of the measure. U undoes, F flags, G shows and hides
# the questions, ? lists all keys.

# %%
measures = [
    "raw agreement",
    "Cohen's kappa",
    "weighted kappa",
    "Fleiss' kappa",
    "alpha, nominal",
    "alpha, ordinal",
    "alpha, interval",
    "alpha, set distance",
    "Gwet's AC1",
    "rank correlation",
    "pairwise F1",
    "self-agreement",
    "accuracy on gold",
    "cannot be computed",
]
task = {
    "name": "which-statistic",
    "kind": "choice",
    "question": "Which measure fits this design?",
    "labels": [{"name": name} for name in measures],
    "guideline_version": "1",
    "skip_reasons": ["cannot tell"],
}
questions = """
1. Is there a **right answer** on file?
2. Does an item have **two ratings** at all? From two people, or from one person twice?
3. What is an answer: a name, a step, a number, an order, a set, a **place**?
4. The **same two** people, the same several people, or different people for each item?
5. Are there **gaps**, or different numbers of ratings?
6. Is **one label much more common**? Can people agree by **chance** at all?
"""
chosen = ex.label(designs, task, guideline=questions)

# %% tags=["solution"]
# Here a scripted reader replaces a person. It goes by the words of these designs.
import json

picks = {
    "self-agreement": "is she?|still labels as he did|a second time at the end|her drift",
    "accuracy on gold": "beyond dispute|is on file|in the ledger|a program, which knows",
    "cannot be computed": "labelled once|given to two of them",
    "raw agreement": "sixteen digits|licence plate",
    "Gwet's AC1": "for threats|sound and cracked|safe or unsafe|a rare sign",
    "pairwise F1": "all names in|draw boxes|faulty passages|with a rectangle",
    "rank correlation": "seven answers|twelve posters",
    "alpha, set distance": "keywords|tick all feelings",
    "alpha, interval": "sweetness|how many minutes|moving a slider|thermometers",
    "alpha, ordinal": "from 0 to 4|unusable|heavy going|the urgency",
    "weighted kappa": "essays as|how formal|three priorities|faults as cosmetic",
    "alpha, nominal": "the bird|was ill for a week|Ten students|allowed to skip",
    "Fleiss' kappa": "advertisements|800 people|2,000 pictures|four columns",
    "Cohen's kappa": "tweets|cat, dog|180 letters|one trainee",
}
reasons = {
    "self-agreement": "the repeat",
    "accuracy on gold": "a known right answer",
    "cannot be computed": "one rating per item",
    "raw agreement": "no agreement by chance",
    "Gwet's AC1": "the imbalance",
    "pairwise F1": "the form of the answers",
    "rank correlation": "the form of the answers",
    "alpha, set distance": "the form of the answers",
    "alpha, interval": "the scale",
    "alpha, ordinal": "the scale",
    "weighted kappa": "the scale",
    "alpha, nominal": "the gaps",
    "Fleiss' kappa": "who rated",
    "Cohen's kappa": "who rated",
}


def pick(text):
    """The measure whose words appear in the text."""
    (found,) = (name for name, words in picks.items() if any(one in text for one in words.split("|")))
    return found


def write_labels(name, labels, seconds=25.0):
    """Write a journal as the widget does; None stands for a skipped design."""
    lines = []
    for number, (item, label) in enumerate(labels.items()):
        line = {
            "format_version": 1,
            "id": f"scripted-{number}",
            "act": "set",
            "item": item,
            "annotator": chosen.annotator or "scripted",
            "task": name,
            "seconds": seconds,
            "at": "2026-01-01T12:00:00+00:00",
        }
        done = {"status": "done", "value": {"kind": "choice", "label": label}}
        lines.append({**line, **(done if label else {"status": "skipped", "reason": "cannot tell"})})
    with open(f"{name}.annotations.jsonl", "w", encoding="utf-8") as file:
        file.writelines(json.dumps(line) + "\n" for line in lines)


texts = designs.set_index("id")["text"]
right = {item: pick(text) for item, text in texts.items()}
write_labels("which-statistic", right)

# %%
ex.check("statistic")

# %% [markdown]
# ## 2. What decides?
#
# The same twelve designs again. Which part of each design decides the choice? If you changed that part, another
# measure would be right.
#
# | Answer | What it says |
# | --- | --- |
# | who rated | two fixed people, several people, or different people for each item |
# | the gaps | ratings are missing, or items have different numbers of ratings |
# | the scale | labels have an order, a distance or a cost, or are only names |
# | the imbalance | one label is much more common |
# | the form of the answers | places, orders or sets, not one label per item |
# | the repeat | one person, twice |
# | a known right answer | people can be compared with it |
# | no agreement by chance | there is nothing to subtract |
# | one rating per item | there is nothing to compare |
#
# If two parts decide together, both are accepted.

# %%
parts = [
    "who rated",
    "the gaps",
    "the scale",
    "the imbalance",
    "the form of the answers",
    "the repeat",
    "a known right answer",
    "no agreement by chance",
    "one rating per item",
]
second_task = {
    "name": "what-decides",
    "kind": "choice",
    "question": "Which part of the design decides the choice?",
    "labels": [{"name": name} for name in parts],
    "guideline_version": "1",
    "skip_reasons": ["cannot tell"],
}
decided = ex.label(designs, second_task)

# %% tags=["solution"]
decisive = {item: reasons[name] for item, name in right.items()}
write_labels("what-decides", decisive)

# %%
ex.check("reason")

# %% [markdown]
# ## 3. Read the design from a table
#
# Often nobody describes the design, and you only get a table. Write `read_design(ratings)`. `ratings` has one row for
# each item and one place for each rater; `None` stands for a missing rating. The table has at least one rating. Return
# a dict with four facts:
#
# - `"pairable"`: how many items have two ratings or more. If it is 0, nothing can be computed;
# - `"fewest"` and `"most"`: the smallest and the largest number of ratings that an item has, without items that have
#   none. If they differ, you cannot use Fleiss' kappa;
# - `"top_share"`: the share of the most frequent label among all ratings, from 0 to 1. Near 1, one label is much more
#   common.

# %%
read_design = ...
# solution


def read_design(ratings):
    rows = [[label for label in row if label is not None] for row in ratings]
    sizes = [len(row) for row in rows if row]
    labels = [label for row in rows for label in row]
    return {
        "pairable": sum(size > 1 for size in sizes),
        "fewest": min(sizes),
        "most": max(sizes),
        "top_share": max(labels.count(label) for label in labels) / len(labels),
    }


# %%
# Test yourself: 2 items can be compared, with 1 to 3 ratings per item, and "yes" is 4 of 6 labels
if read_design is not ...:
    print(read_design([["yes", "yes", None], ["yes", "no", "yes"], [None, None, "no"], [None, None, None]]))

# %%
ex.check("table")

# %% [markdown]
# ## Hand in
#
# Both files with your answers are handed in together with the notebook. Save the notebook, and then:

# %%
ex.submit()
