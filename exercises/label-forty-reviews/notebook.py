# %% [markdown]
# # Label forty reviews
#
# Forty sentences from customers' reviews of cameras, phones and players, drawn for you. Twenty people have rated
# each of them before you. You label them by a guideline, without looking at the ratings; then you hold your labels
# beside the crowd's.
#
# Thirty of the forty are sentences on which the crowd agrees. On the other ten it does not: no label has more than
# eleven of the twenty raters behind it. You are not told which ones they are.
#
# *The sentences are the words of customers. They were screened with a word list; one may still offend. A sentence that
# upsets you may be skipped.*

# %%
import json

import numpy as np
import pandas as pd

from labelwright import exercise

ex = exercise("label-forty-reviews")
reviews = ex.sample()
len(reviews)

# %% [markdown]
# ## The guideline, version 1
#
# Read it to the end before you label the first sentence. It takes five minutes.
#
# **What you label.** One sentence, cut out of its review. Ask: *what does this sentence tell a buyer about the product,
# its makers or the purchase?* Label the sentence as it stands. What you guess about the rest of the review does not
# count, and neither does your own opinion of such products.
#
# **The three labels**
#
# | Label | Key | Give it where the sentence |
# | --- | --- | --- |
# | negative | 1 | reports a fault, a disappointment, a nuisance, or advises against it |
# | neutral | 2 | reports facts, plans or events that are neither good nor bad news to a buyer |
# | positive | 3 | praises, recommends, shows content, or reports a fact that is good news |
#
# **Decide in this order.** Stop at the first line that settles it.
#
# 1. *Can it be read?* If it is not a sentence of English that can be understood at all: skip, with the reason.
# 2. *Is there any news, good or bad?* Praise and blame count, and so do facts that nearly every buyer would take as good
#    or bad ("it froze twice"). If there is none: **neutral**.
# 3. *Whose news is it?* Blame for another product, without a comparison, is no news about this one: **neutral**.
#    A comparison counts for the product under review.
# 4. *What is meant?* Sarcasm and irony get the label of what is meant, not of the words.
# 5. *One direction only?* Then that label, however mild it is.
# 6. *Both directions?* Take what a buyer would take away. That is most often the outcome (bought again, sent back) or
#    the part after "but".
#
# **The tie rule.** Where good and bad weigh the same after all six lines: **neutral**. Then press F and say in a
# few words what is doubtful. Never let the mood of the last sentence decide.
#
# **Examples**
#
# | Sentence | Label | Why |
# | --- | --- | --- |
# | The lid shuts with a click and has never leaked. | positive | a fact that is good news (line 2) |
# | I bought it in March for the office kitchen. | neutral | an event, no news (line 2) |
# | Two of its four wheels came off in the first week. | negative | a fact that is bad news (line 2) |
# | It is not a pretty kettle, but I would buy it again. | positive | both directions; the outcome decides (line 6) |
# | It does have a switch at the back. | neutral | a feature, named without praise (line 2) |
# | A little heavy. | negative | one direction, though mild (line 5) |
#
# **Counter-examples.** In each of these the words pull the wrong way.
#
# | Sentence | Label | What pulls the wrong way |
# | --- | --- | --- |
# | No problems at all after a year. | positive | "problems" is denied |
# | I wish I had bought this lamp sooner. | positive | "wish" sounds like a complaint |
# | Great, another plug that fits no socket. | negative | "great" is sarcasm (line 4) |
# | It would be perfect if it switched on. | negative | "perfect" does not happen |
# | My old heater stank. | neutral | the blame is for another product (line 3) |
# | Works well as a doorstop. | negative | "works well" is irony (line 4) |
#
# **When to skip.** When line 1 says so, or when a sentence upsets you. Being hard is no reason: a hard sentence gets your
# best label and a flag. At most four of the forty may be skipped.
#
# **What the crowd was asked.** Not this. Each rater gave each sentence a number from -4 (extremely negative) to +4
# (extremely positive); below 0 counts here as negative, 0 as neutral, above 0 as positive. So the guideline and
# the crowd can differ, and where they do, that is a finding and not a fault of yours. You come to it in part 3.

# %% [markdown]
# ## 1. Label
#
# Run the cell, click into the widget, and label with the keys 1, 2 and 3. S skips, F flags, U undoes, G shows and
# hides the short guideline, ? lists all keys. Every action is on disk at once, in `forty-reviews.annotations.jsonl` beside
# this notebook: close the lid, restart the kernel, run the cell again, and you go on where you stopped.
#
# **Do not look at the ratings first.** They are in the file that part 2 opens. Nobody stops you from reading them, and
# labels copied from there would show nothing: not to you, and not to anybody who relies on them.

# %%
task = {
    "name": "forty-reviews",
    "kind": "choice",
    "question": "What does this sentence tell a buyer about the product, its makers or the purchase?",
    "labels": [
        {"name": "negative", "key": "1", "meaning": "bad news, blame, a nuisance"},
        {"name": "neutral", "key": "2", "meaning": "no news, or good and bad weigh the same"},
        {"name": "positive", "key": "3", "meaning": "good news, praise, content"},
    ],
    "guideline_version": "1",
    "skip_reasons": ["not English", "not a sentence", "upsetting"],
}
card = """
1. Cannot be read: **skip**.
2. No news, good or bad: **neutral**.
3. Blame for another product only: **neutral**.
4. Sarcasm: what is meant.
5. One direction: that label, however mild.
6. Both: what a buyer takes away; most often the outcome, or what follows "but".

Tie: **neutral**, and flag it.
"""
work = ex.label(reviews, task, guideline=card)

# %% tags=["solution"]
# A scripted labeller stands in for a person here: it reads the ratings, gives the most frequent label, and on the
# three most divided sentences the second one, as somebody with a mind of their own might.
rated = pd.read_csv(
    ex.file("hutto-amazon-snippets").with_name("amazonReviewSnippets_anonDataRatings.txt"),
    sep="\t",
    header=None,
    names=["id", "mean", "sd", "raw"],
    dtype={"id": str},
    index_col="id",
)
names = {-1: "negative", 0: "neutral", 1: "positive"}
signs = {one: np.sign(json.loads(rated["raw"][one])) for one in reviews["id"]}
votes = pd.DataFrame(
    {name: [(signs[one] == sign).sum() for one in reviews["id"]] for sign, name in names.items()},
    index=reviews["id"],
)


def write_labels(labels, seconds=9.0, reason=""):
    """Write the journal as the widget does, and read it again; None stands for a skipped sentence."""
    lines = []
    for number, (item, label) in enumerate(labels.items()):
        line = {
            "format_version": 1,
            "id": f"scripted-{number}",
            "act": "set",
            "item": item,
            "annotator": work.annotator or "scripted",
            "task": "forty-reviews",
            "seconds": seconds,
            "at": "2026-01-01T12:00:00+00:00",
        }
        done = {"status": "done", "value": {"kind": "choice", "label": label}}
        lines.append({**line, **(done if label else {"status": "skipped", "reason": reason})})
    with open("forty-reviews.annotations.jsonl", "w", encoding="utf-8") as file:
        file.writelines(json.dumps(line) + "\n" for line in lines)
    return ex.label(reviews, task)


ranked = {one: row.sort_values(ascending=False, kind="stable").index for one, row in votes.iterrows()}
contrary = votes.max(axis=1).sort_values(kind="stable").index[:3]
work = write_labels({one: ranked[one][int(one in contrary)] for one in reviews["id"]})

# %%
ex.check("labels")

# %% [markdown]
# ## 2. How well do you agree with the majority?
#
# Now the ratings. `ratings` holds the twenty of each of your sentences as a list, `mine` your label, or None where you
# skipped.
#
# The majority's label is the one that most of the twenty chose: below 0 is negative, 0 neutral, above 0 positive.
# **Where two labels tie for the lead there is no majority.** Put the result in `crowd`: a Series with your forty ids as its
# index and `"negative"`, `"neutral"` or `"positive"` as its values, None for a tie.

# %%
published = pd.read_csv(
    ex.file("hutto-amazon-snippets").with_name("amazonReviewSnippets_anonDataRatings.txt"),
    sep="\t",
    header=None,
    names=["id", "mean", "sd", "raw"],
    dtype={"id": str},
    index_col="id",
)
ratings = published.loc[reviews["id"], "raw"].map(json.loads)
mine = work.frame().set_index("item")["value"].reindex(reviews["id"])

# %%
crowd = ...
# solution
spelt = {-1: "negative", 0: "neutral", 1: "positive"}


def majority(values):
    """The leading label of a sentence's ratings; None for a tie."""
    counts = pd.Series(np.sign(values)).map(spelt).value_counts()
    leading = counts.index[counts == counts.max()]
    return leading[0] if len(leading) == 1 else None


crowd = ratings.map(majority)

# %% [markdown]
# Leave out the ties and what you skipped. On the rest:
#
# - `accuracy`: the share, from 0 to 1, in which your label is the majority's;
# - `kappa`: Cohen's kappa of the two. With p the accuracy and e the agreement that chance alone would give,
#   kappa = (p - e) / (1 - e). For e, take for each label *your* share of it times *the majority's* share of it, and add
#   the three products;
# - `kappa_interval`: the tuple `(low, high)`, from 2,000 bootstrap draws. Draw as many sentences as you have, with
#   replacement, your label and the majority's label of a sentence staying together, compute kappa, and take the 2.5th
#   and the 97.5th percentile.

# %%
accuracy = ...
kappa = ...
kappa_interval = ...
# solution
rng = np.random.default_rng(0)


def cohens_kappa(a, b):
    """Cohen's kappa of two arrays of labels."""
    chance = sum((a == label).mean() * (b == label).mean() for label in names.values())
    return ((a == b).mean() - chance) / (1 - chance)


def compare():
    """Accuracy, kappa and its interval for the labels in the journal."""
    mine = work.frame().set_index("item")["value"].reindex(reviews["id"])
    both = pd.DataFrame({"mine": mine, "crowd": crowd}).dropna().to_numpy()
    rows = rng.integers(0, len(both), (2000, len(both)))
    draws = [cohens_kappa(*both[drawn].T) for drawn in rows]
    interval = tuple(np.percentile(draws, [2.5, 97.5]))
    return (both[:, 0] == both[:, 1]).mean(), cohens_kappa(*both.T), interval


accuracy, kappa, kappa_interval = compare()

# %%
ex.check("agreement")

# %% [markdown]
# ## 3. Where do you differ, and why?
#
# **The most divided sentences.** A crowd is divided where its leading label has few raters behind it. List in
# `most_divided` the ids of the five sentences whose leading label has the fewest of the twenty. Several may be
# level in the last place; then any of those will do.
#
# **Three disagreements of yours.** Take three sentences on which your label is not the majority's (a tie counts as well).
# If you have fewer than three, add sentences of `most_divided`. Read each once more and decide what is behind it:
#
# - `"ambiguous item"`: people can fairly read it in more than one way
# - `"guideline gap"`: the guideline gives no answer, or one that the raters' question does not give
# - `"slip"`: I would label it otherwise now
# - `"sarcasm"`: the words and what is meant differ, and one of us took the words
#
# Put them in `causes`, with the id as the key, and the cause and **the words that decide** as the value. The quotation
# must stand in the sentence, in at most eight words:
#
# `causes = {"id": ("ambiguous item", "the words that decide"), ...}`

# %%
most_divided = ...
causes = ...
# solution
texts = reviews.set_index("id")["text"]


def explain():
    """For three disagreements, or else divided sentences: a cause and the first three words."""
    mine = work.frame().set_index("item")["value"].reindex(reviews["id"])
    differ = [one for one, label in mine.dropna().items() if label != crowd[one]]
    chosen = list(dict.fromkeys([*differ, *most_divided]))[: max(3, len(differ))]
    chosen.sort(key=lambda one: votes.loc[one].max())
    return {one: ("ambiguous item", " ".join(texts[one].split()[:3])) for one in chosen[:3]}


most_divided = votes.max(axis=1).sort_values(kind="stable").index[:5].tolist()
causes = explain()

# %%
ex.check("disagreement")

# %% [markdown]
# ## Hand in
#
# The journal of your labels goes along with the notebook. Save the notebook, and then:

# %%
ex.submit()
