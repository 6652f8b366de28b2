# %% [markdown]
# # Rescue a bad crowd
#
# A project has run for a week. Eight annotators sorted 300 customers' tickets into *fault*, *question* and *refund*. Each
# ticket went to four or five of the eight. The client says that the labels are poor, and somebody proposes to drop "the
# three worst". You are asked which three, why, and what can be saved.
#
# **Everything here is simulated.** The annotators are programs, called `simulated-1` to `simulated-8`. The tickets have ids
# and no text. What you find says nothing about any person. You have a crowd of your own; another learner has another one.
#
# This much is known about the eight:
#
# - five are *honest*: they label what they see, and are right on 65 to 90 % of the tickets;
# - two give *one answer* for everything;
# - one *exchanges two labels*: sees the difference, and mostly names it the wrong way round.
#
# You do not get the true labels. You rarely do.

# %%
import numpy as np
import pandas as pd

from labelwright import exercise
from labelwright.quality import dawid_skene, majority_vote

ex = exercise("rescue-a-bad-crowd")
votes = ex.sample()
labels = ["fault", "question", "refund"]
annotators = [f"simulated-{number}" for number in range(1, 9)]
votes.head()

# %% [markdown]
# ## 1. The vote, and who agrees with it
#
# - `majority`: a Series with the 300 tickets as its index and the leading label as its values; None where labels tie for
#   the lead.
# - `agreement`: a dict from annotator to the share of their labels that are the majority's. Leave out the tied tickets.
#
# You may count by hand or use `majority_vote(triples)`, where `triples` is a list of (item, annotator, label). Its
# `.decided` is a dict that leaves ties out.

# %%
majority = ...
agreement = ...
# solution
triples = list(votes[["item", "annotator", "label"]].itertuples(index=False, name=None))
decided = majority_vote(triples).decided
majority = pd.Series({item: decided.get(item) for item in sorted(votes["item"].unique())}, dtype=object)
with_vote = votes.assign(vote=votes["item"].map(majority)).dropna(subset=["vote"])
agreement = {name: (rows["label"] == rows["vote"]).mean() for name, rows in with_vote.groupby("annotator")}

# %%
ex.check("vote")

# %% [markdown]
# ## 2. A confusion matrix for each annotator
#
# Agreement with the vote is a weak judge. If two annotators always give the most frequent label, they help to make the
# majority, and then agree with what they made. An honest annotator of middling skill may come out below them.
#
# Fit Dawid and Skene's model to **all** votes. Take your own `fit` from the last exercise, or
# `dawid_skene(triples, labels=labels)`, whose `.confusion` is a dict from annotator to matrix, and whose `.decided` and
# `.certainty` are dicts from item to label and to the belief in it.
#
# Put the eight matrices in `matrices`: a dict from annotator to a 3 × 3 array. Rows are true labels and columns given labels,
# both in the order of `labels`. Every row adds up to 1.

# %%
matrices = ...
# solution
model = dawid_skene(triples, labels=labels)
matrices = {name: model.confusion[name] for name in annotators}

# %%
ex.check("matrices")

# %% [markdown]
# ## 3. Who does not label what they see?
#
# Print the matrices and read them row by row. What does a row of somebody honest look like? Of somebody who gives one
# answer? Of somebody who exchanges two labels?
#
# Put those you would take off the project for now in `flagged`: a dict from annotator to `"one answer"` or
# `"exchanges two labels"`. **Flag only whom you can show.** To miss one costs some labels. To flag an honest annotator
# takes away a person's work, so part 4 has to pass: nobody honest may be in the list.

# %%
flagged = ...
# solution
diagonals = {name: np.diag(matrix) for name, matrix in matrices.items()}
flagged = {
    name: "one answer" if matrix.mean(axis=0).max() > 0.85 else "exchanges two labels"
    for name, matrix in matrices.items()
    if diagonals[name].mean() < 0.5
}

# %%
ex.check("flags")

# %% [markdown]
# ## 4. Nobody honest
#
# This check looks at the same `flagged`.

# %%
ex.check("fair")

# %% [markdown]
# ## 5. Rescue the labels
#
# Put your best label for each of the 300 tickets in `final`: a Series (or dict) from ticket to label. There are several
# ways: the vote, the vote without some annotators, a weighted vote, the model on all votes. Think about what each of them
# does with somebody who exchanges two labels *reliably*. The check holds your labels beside the true ones, which were made
# where your notebook does not run.

# %%
final = ...
# solution
final = pd.Series({item: model.decided[item] for item in majority.index})

# %%
ex.check("rescue")

# %% [markdown]
# ## 6. A note for each of the eight
#
# A matrix helps nobody until its owner has seen it. Write one note for each annotator. `notes` is a dict from annotator to a
# dict with four entries:
#
# - `"confuses"`: `(true, given)`, the two labels of the confusion that happened **most often**, counted in tickets;
# - `"evidence"`: a list of three tickets that show it. The annotator gave the second label, and the model says the first with a
#   belief of .8 or more. Below that the model may be wrong, and a note with wrong evidence is worse than none;
# - `"next"`: `"carry on"`, `"practise this pair"` or `"pause and talk"`;
# - `"note"`: 25 to 90 words to the annotator. Name both labels and one or more of the tickets; speak of the labels
#   and not of the person; name no other annotator; say what happens next, and how to object.
#
# ```python
# notes["simulated-9"] = {
#     "confuses": ("fault", "question"),
#     "evidence": ["t901", "t902", "t903"],
#     "next": "practise this pair",
#     "note": "...",
# }
# ```
#
# The checks read the fields and the form. **Nobody but you judges the prose.** Read your notes once more as if you were
# the one who gets them, and answer in `self_assessed` with True or False. An honest False costs nothing. The answers are kept
# as your own assessment and never count as checked.

# %%
notes = ...
self_assessed = ...
# solution
sure = {item: label for item, label in model.decided.items() if model.certainty[item] >= 0.8}


def note_for(name):
    mine = votes[(votes["annotator"] == name) & votes["item"].isin(list(sure))]
    pairs = pd.DataFrame({"item": mine["item"], "true": mine["item"].map(sure), "given": mine["label"]})
    pairs = pairs[pairs["true"] != pairs["given"]]
    true, given = pairs.groupby(["true", "given"]).size().idxmax()
    shown = pairs.loc[(pairs["true"] == true) & (pairs["given"] == given), "item"].tolist()[:3]
    step = "pause and talk" if name in flagged else "practise this pair"
    text = (
        f"Hello {name}. Thank you for your {len(votes[votes['annotator'] == name])} labels this week. On tickets such as "
        f"{', '.join(shown)} you gave {given}, where the others' labels point to {true}. Please read the two "
        f"definitions again. The next step is: {step}. If you see these tickets otherwise, write to me and we look "
        "at them together."
    )
    return {"confuses": (true, given), "evidence": shown, "next": step, "note": text}


notes = {name: note_for(name) for name in annotators}
self_assessed = {
    "I would know what to do differently after reading it": True,
    "I would feel treated with respect": True,
    "Nothing in it goes beyond the evidence": True,
    "It says how to object": True,
}

# %% [markdown]
# These are the four statements. Copy them, and answer each.
#
# ```python
# self_assessed = {
#     "I would know what to do differently after reading it": ...,
#     "I would feel treated with respect": ...,
#     "Nothing in it goes beyond the evidence": ...,
#     "It says how to object": ...,
# }
# ```

# %%
ex.check("notes")

# %% [markdown]
# ## Hand in
#
# Run everything once more from the top (Kernel, Restart Kernel and Run All Cells), save, and then:

# %%
ex.submit()
