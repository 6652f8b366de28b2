# %% [markdown]
# # Rescue a bad crowd
#
# A project has run for a week. Eight annotators sorted 300 customer tickets into *fault*, *question* and *refund*.
# Each ticket went to four or five of the eight. The client says that the labels are bad, and somebody suggests
# removing "the three worst". You have to say which three, why, and what can be saved.
#
# **Everything here is simulated.** The annotators are programs, called `simulated-1` to `simulated-8`. The tickets
# have ids and no text. Your findings say nothing about any real person. Another learner has another crowd.
#
# This much is known about the eight:
#
# - five are *honest*: they label what they see, and are right on 65 to 90 % of the tickets;
# - two give *one answer* for everything;
# - one *exchanges two labels*: this annotator sees the difference, but usually gives the other one of the two labels.
#
# You do not get the true labels. In real projects you rarely have them.

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
# - `majority`: a Series with the 300 tickets as its index and the most frequent label as its values, or None if two
#   labels tie for the lead.
# - `agreement`: a dict from annotator to the share of their labels that equal the majority's label. Leave out the
#   tied tickets.
#
# You can count yourself or use `majority_vote(triples)`, where `triples` is a list of (item, annotator, label). Its
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
# Agreement with the vote is a weak measure. If two annotators always give the most frequent label, they help to make
# the majority, and then they agree with it. An honest annotator with average skill can have a lower agreement.
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
# Print the matrices and read them row by row. What does a row look like for an honest annotator? For somebody who
# gives one answer? For somebody who exchanges two labels?
#
# Whom would you take off the project for now? Put them in `flagged`: a dict from annotator to `"one answer"` or
# `"exchanges two labels"`. **Flag only people whose problem you can prove.** If you miss one, you lose some labels. If
# you flag an honest annotator, you take away a person's work. So part 4 must pass: no honest annotator may be in the
# list.

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
# Put your best label for each of the 300 tickets in `final`: a Series (or dict) from ticket to label. There are
# several ways: the vote, the vote without some annotators, a weighted vote, the model with all votes. Think about what
# each of them does with somebody who *always* exchanges the same two labels. The check compares your labels with the
# true ones, which your notebook cannot see.

# %%
final = ...
# solution
final = pd.Series({item: model.decided[item] for item in majority.index})

# %%
ex.check("rescue")

# %% [markdown]
# ## 6. A note for each of the eight
#
# A matrix helps only if the annotator sees it. Write one note for each annotator. `notes` is a dict from annotator to
# a dict with four entries:
#
# - `"confuses"`: `(true, given)`, the two labels of the confusion that happened **most often**, counted in tickets;
# - `"evidence"`: a list of three tickets that show it. The annotator gave the second label, and the model gives the
#   first label with a belief of .8 or more. Below .8 the model may be wrong, and a note with wrong evidence is worse
#   than no note;
# - `"next"`: `"carry on"`, `"practise this pair"` or `"pause and talk"`;
# - `"note"`: 25 to 90 words to the annotator. Name both labels and at least one of the tickets. Write about the
#   labels, not about the person. Do not name another annotator. Say what happens next, and how to object.
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
# The checks read only the fields and the form. **Only you judge the text.** Read your notes again as if somebody had
# sent them to you, and answer in `self_assessed` with True or False. An honest False costs nothing. Your answers are
# saved as your own assessment and never count as checked.

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
        f"Hello {name}. Thank you for your {len(votes[votes['annotator'] == name])} labels this week. On tickets "
        f"such as {', '.join(shown)} you gave {given}, where the others' labels point to {true}. Please read the two "
        f"definitions again. The next step is: {step}. If you disagree about these tickets, write to me and we will "
        "look at them together."
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
# These are the four statements. Copy them, and answer each one.
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
# Run everything again from the top (Kernel, Restart Kernel and Run All Cells), save, and then:

# %%
ex.submit()
