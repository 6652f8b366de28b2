# %% [markdown]
# # Label forty reviews
#
# You get forty sentences from customers' reviews of cameras, phones and players, chosen at random for you. Twenty
# people have already rated each sentence. You label the sentences by a guideline, without looking at the ratings.
# Then you compare your labels with the crowd's.
#
# On thirty of the forty sentences the crowd agrees. On the other ten it does not: at most eleven of the twenty raters
# chose the same label. You do not know which sentences these are.
#
# *Customers wrote these sentences. A word list removed offensive ones, but a sentence may still offend. You may skip a
# sentence that upsets you.*

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
# **What you label.** One sentence from a review. Ask: *what does this sentence tell a buyer about the product, its
# makers or the purchase?* Label only this sentence. Do not guess what the rest of the review says, and ignore your own
# opinion of such products.
#
# **The three labels**
#
# | Label | Key | Give it if the sentence |
# | --- | --- | --- |
# | negative | 1 | reports a fault, a disappointment or a problem, or advises against the product |
# | neutral | 2 | reports facts, plans or events that are neither good nor bad news for a buyer |
# | positive | 3 | praises, recommends, shows satisfaction, or reports a fact that is good news |
#
# **Decide in this order.** Stop at the first line that gives the answer.
#
# 1. *Can it be read?* If it is not an English sentence that you can understand: skip it, with the reason.
# 2. *Is there any news, good or bad?* Praise and blame count, and so do facts that are good or bad for nearly every
#    buyer ("it froze twice"). If there is none: **neutral**.
# 3. *Whose news is it?* Blame for another product, without a comparison, is not news about this one: **neutral**.
#    A comparison counts for the product under review.
# 4. *What is meant?* Sarcasm and irony get the label of what is meant, not of the words.
# 5. *One direction only?* Then give that label, even if it is mild.
# 6. *Both directions?* Ask what a buyer would remember. Usually this is the outcome (bought again, sent back) or the
#    part after "but".
#
# **The tie rule.** If good and bad are equally strong after all six lines: **neutral**. Then press F and write in a
# few words what is doubtful. Do not let the mood of the last sentence decide.
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
# **Counter-examples.** In each of these sentences, a word points to the wrong label.
#
# | Sentence | Label | What points to the wrong label |
# | --- | --- | --- |
# | No problems at all after a year. | positive | "problems" is denied |
# | I wish I had bought this lamp sooner. | positive | "wish" sounds like a complaint |
# | Great, another plug that fits no socket. | negative | "great" is sarcasm (line 4) |
# | It would be perfect if it switched on. | negative | "perfect" does not happen |
# | My old heater stank. | neutral | the blame is for another product (line 3) |
# | Works well as a doorstop. | negative | "works well" is irony (line 4) |
#
# **When to skip.** Skip if line 1 says so, or if a sentence upsets you. Do not skip a sentence because it is hard:
# give it your best label and a flag. At most four of the forty may be skipped.
#
# **What the crowd was asked.** The raters got a different question. Each rater gave each sentence a number from -4
# (extremely negative) to +4 (extremely positive); below 0 counts here as negative, 0 as neutral, above 0 as positive.
# So the guideline and the crowd can differ. If they do, this is a finding, not your mistake. Part 3 is about it.

# %% [markdown]
# ## 1. Label
#
# Run the cell, click into the widget, and label with the keys 1, 2 and 3. S skips, F flags, U undoes, G shows and
# hides the short guideline, ? lists all keys. Every action is saved at once, in `forty-reviews.annotations.jsonl` next
# to this notebook. You can close the computer or restart the kernel. Run the cell again to continue where you stopped.
#
# **Do not look at the ratings first.** They are in the file that part 2 opens. Nobody stops you from reading them. But
# labels that you copy from there show nothing about your work.
#
# **How the labels are compared.** A label counts as acceptable if at least three in ten of the raters gave it, or if no
# other label is more frequent. Each of the twenty raters is left out once, and the rest decide. So a label from exactly six of the
# twenty is at the border: it counts 0.7.

# %%
task = {
    "name": "forty-reviews",
    "kind": "choice",
    "question": "What does this sentence tell a buyer about the product, its makers or the purchase?",
    "labels": [
        {"name": "negative", "key": "1", "meaning": "bad news, blame, a problem"},
        {"name": "neutral", "key": "2", "meaning": "no news, or good and bad are equally strong"},
        {"name": "positive", "key": "3", "meaning": "good news, praise, satisfaction"},
    ],
    "guideline_version": "1",
    "skip_reasons": ["not English", "not a sentence", "upsetting"],
}
card = """
1. Cannot be read: **skip**.
2. No news, good or bad: **neutral**.
3. Blame for another product only: **neutral**.
4. Sarcasm: what is meant.
5. One direction: that label, even if mild.
6. Both: what a buyer would remember; usually the outcome, or the part after "but".

Tie: **neutral**, and flag it.
"""
work = ex.label(reviews, task, guideline=card)

# %% tags=["solution"]
# Here a scripted labeller replaces a person: it reads the ratings and gives the most frequent label. On the three
# most divided sentences it gives the second label, as a person with their own opinion might, and on the clearest one
# too, by a slip.
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
    """Write the journal as the widget does, and read it again; None means a skipped sentence."""
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
by_lead = votes.max(axis=1).sort_values(kind="stable").index
contrary = [*by_lead[:3], by_lead[-1]]
write_labels({one: ranked[one][int(one in contrary)] for one in reviews["id"]})
work = ex.label(reviews, task)

# %%
ex.check("labels")

# %% [markdown]
# The next check asks for less, but of each label by itself, and only on sentences on which the crowd agrees. It also
# looks at the time that the widget recorded. **You need it to pass.**

# %%
ex.check("rules")

# %% [markdown]
# ## 2. How well do you agree with the majority?
#
# Now the ratings. `ratings` has the twenty ratings of each of your sentences as a list. `mine` has your label, or None
# if you skipped the sentence.
#
# The majority's label is the one that most of the twenty chose: below 0 is negative, 0 neutral, above 0 positive. **If
# two labels tie for the lead, the sentence has no majority label.** Put the result in `crowd`: a Series with your forty ids as its
# index and `"negative"`, `"neutral"` or `"positive"` as its values, None for a tie. pandas may show None as NaN: test with
# `.isna()`, not with `is None`. "Most" means more raters than any other label has, even if that is fewer than half.
#
# If you labelled in another tool, `work.frame()` is empty. Then fill `mine` yourself: a Series with the forty ids as its index and
# your labels as its values.

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
# Leave out the ties and the sentences that you skipped. Do not round the values. For the rest, compute:
#
# - `accuracy`: the share, from 0 to 1, of sentences on which your label is the majority's label;
# - `kappa`: Cohen's kappa of the two. p is the accuracy and e the agreement by chance: kappa = (p - e) / (1 - e). For
#   e, multiply for each label *your* share of it by *the majority's* share of it, and add the three products;
# - `kappa_interval`: the tuple `(low, high)`, from 2,000 bootstrap draws. In each draw, take as many sentences as you
#   have, with replacement. Keep your label and the majority's label of a sentence together. Compute kappa for each
#   draw, and take the 2.5th and the 97.5th percentile.

# %%
accuracy = ...
kappa = ...
kappa_interval = ...
# solution
from labelwright.annotations.formats import read

rng = np.random.default_rng(0)
LABELS = list(spelt.values())


def own_labels():
    """My label of each sentence: from the journal, or from the file of another tool."""
    given = work.annotations or read(work.journal).annotations
    labels = {one.item: one.value.label for one in given if one.value}
    return pd.Series({one: labels.get(one) for one in reviews["id"]}).where(lambda one: one.isin(LABELS))


def compared():
    """My labels and the majority's, of the sentences that have both; ValueError if these are fewer than twenty."""
    both = pd.DataFrame({"mine": own_labels(), "crowd": crowd}).dropna()
    if len(both) < 20:
        raise ValueError("Too few sentences can be compared.")
    return both.to_numpy().T


def chance(a, b):
    """The agreement by chance of two arrays of labels."""
    return sum((a == label).mean() * (b == label).mean() for label in LABELS)


def cohens_kappa(a, b):
    """Cohen's kappa of two arrays of labels."""
    e = chance(a, b)
    return ((a == b).mean() - e) / (1 - e)


def p_and_e():
    """The agreement with the majority, and the agreement by chance."""
    own, theirs = compared()
    return (own == theirs).mean(), chance(own, theirs)


def compare():
    """Accuracy, kappa and its interval for the labels in the journal."""
    both = compared().T
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
# **The most divided sentences.** A crowd is divided if only a few raters chose the most frequent label. List in
# `most_divided` the ids of the five sentences whose most frequent label has the fewest of the twenty raters. If
# several sentences tie for the last place, you can take any of them.
#
# **Three disagreements of yours.** Take three sentences on which your label is not the majority's label (a tie counts
# too). If you have fewer than three, add sentences from `most_divided`. Read each sentence again and decide on the
# cause:
#
# - `"ambiguous item"`: people can read it in more than one way, with good reasons
# - `"guideline gap"`: the guideline gives no answer, or an answer that differs from the raters' question
# - `"slip"`: now I would give another label
# - `"sarcasm"`: the words and the meaning differ, and one of us followed the words
#
# Put them in `causes`, with the id as the key, and the cause and **the words that decide** as the value. Copy the
# quotation exactly from the sentence, at most eight words. Words such as "the" or "it is" decide nothing alone:
#
# `causes = {"id": ("ambiguous item", "the words that decide"), ...}`

# %%
most_divided = ...
causes = ...
# solution
texts = reviews.set_index("id")["text"]


def decisive(text):
    """The longest word of a sentence, and the two words after it."""
    words = text.split()
    start = words.index(max(words, key=len))
    return " ".join(words[start : start + 3])


def explain():
    """For three disagreements, or else divided sentences: a cause and the words from the longest one on."""
    mine = work.frame().set_index("item")["value"].reindex(reviews["id"])
    differ = [one for one, label in mine.dropna().items() if label != crowd[one]]
    chosen = list(dict.fromkeys([*differ, *most_divided]))[: max(3, len(differ))]
    chosen.sort(key=lambda one: votes.loc[one].max())
    return {one: ("ambiguous item", decisive(texts[one])) for one in chosen[:3]}


most_divided = votes.max(axis=1).sort_values(kind="stable").index[:5].tolist()
causes = explain()

# %%
ex.check("disagreement")

# %% [markdown]
# ## Hand in
#
# The file with your labels is handed in together with the notebook. Save the notebook, and then:

# %%
ex.submit()
