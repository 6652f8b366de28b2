# %% [markdown]
# # Judge a batch of labels
#
# Three annotators labelled the same short texts. Nobody has looked at the batch yet: there are missing labels,
# labels in odd spellings, and judgements that were sent twice.

# %%
from labelwright import exercise

ex = exercise("judge-a-batch")

# %% [markdown]
# The cell below makes the batch. Run it and look at the first rows.

# %%
import numpy as np
import pandas as pd

LABELS = ["anger", "joy", "neutral", "sadness"]
WORDS = {
    "anger": ["furious", "unfair", "rage"],
    "joy": ["lovely", "glad", "delight"],
    "neutral": ["table", "report", "minutes"],
    "sadness": ["tears", "lonely", "grief"],
}


def make_batch(seed=11, items=176):
    """Return one row per judgement: item, text, annotator, label as it was typed, and seconds taken."""
    draw = np.random.default_rng(seed)
    rows = []
    for item in range(items):
        true = LABELS[draw.integers(4)]
        words = [WORDS[true][draw.integers(3)], "the", WORDS[LABELS[draw.integers(4)]][draw.integers(3)]]
        for annotator in ("ana", "ben", "chi"):
            label = true if draw.random() < 0.75 else LABELS[draw.integers(4)]
            typed = [label, label.upper(), f" {label} ", label.title()][draw.integers(4)]
            given = None if draw.random() < 0.03 else typed
            rows.append((f"t{item:03}", " ".join(words), annotator, given, round(float(draw.gamma(3, 4)), 1)))
    repeated = [rows[place] for place in draw.choice(len(rows), 15, replace=False)]
    rows += [(item, text, who, LABELS[draw.integers(4)], took) for item, text, who, _, took in repeated]
    return pd.DataFrame(rows, columns=["item", "text", "annotator", "label", "seconds"])


raw = make_batch()
raw.head()

# %% [markdown]
# ## 1. Clean the labels
#
# `clean` is `raw` without the rows that have no label, with labels in lower case and without outer space, and a fresh
# index from 0.

# %%
clean = ...
# solution
clean = raw.dropna(subset=["label"]).reset_index(drop=True)
clean["label"] = clean["label"].str.strip().str.lower()
clean.describe(include="all")

# %%
ex.check("clean")

# %% [markdown]
# ## 2. Keep one judgement each
#
# Some annotators sent an item twice. `unique` keeps the last judgement of each annotator on each item.

# %%
unique = ...
# solution
unique = clean.drop_duplicates(subset=["item", "annotator"], keep="last")
unique.groupby("annotator")["seconds"].agg(["count", "mean", "median"])

# %%
ex.check("repeats")

# %% [markdown]
# ## 3. Make one row per item
#
# `table` has one row per item and one column per annotator, both in order, and holds the label, or a missing value.

# %%
table = ...
# solution
table = unique.pivot(index="item", columns="annotator", values="label").sort_index()
table.head(10)

# %%
ex.check("table")

# %% [markdown]
# ## 4. Compute Cohen's kappa
#
# Write `kappa(first, second)` for two equally long lists of labels: observed agreement above chance, over one minus
# chance. Then put the kappa of `ana` and `ben`, on the items that both labelled, into `kappa_ana_ben`.

# %%
kappa = kappa_ana_ben = ...
# solution


def kappa(first, second):
    first, second = pd.Series(list(first)), pd.Series(list(second))
    observed = (first == second).mean()
    shares = first.value_counts(normalize=True), second.value_counts(normalize=True)
    chance = shares[0].mul(shares[1], fill_value=0).sum()
    return float((observed - chance) / (1 - chance))


both = table[["ana", "ben"]].dropna()
kappa_ana_ben = kappa(both["ana"], both["ben"])

# %%
ex.check("kappa")

# %% [markdown]
# ## 5. Take the majority
#
# `majority` is a Series of labels by item: the most frequent label, the first in the alphabet where several are.

# %%
majority = ...
# solution
counts = unique.groupby(["item", "label"]).size().reset_index(name="votes")
counts = counts.sort_values(["item", "votes", "label"], ascending=[True, False, True])
majority = counts.groupby("item")["label"].first()
majority.value_counts()

# %%
ex.check("vote")

# %% [markdown]
# ## 6. Write a rule that labels
#
# `label_text(text)` gives the label whose words (in `WORDS`) occur in the text most often, the first in the alphabet
# where several do, and "neutral" where none does. `accuracy` is the share of items where it gives the majority's label.

# %%
label_text = accuracy = ...
# solution


def label_text(text):
    words = text.lower().split()
    found = {label: sum(words.count(word) for word in WORDS[label]) for label in LABELS}
    best = max(found.values())
    return min(label for label in LABELS if found[label] == best) if best else "neutral"


texts = unique.drop_duplicates("item").set_index("item")["text"]
accuracy = float((texts.map(label_text) == majority.reindex(texts.index)).mean())

# %%
ex.check("rule")

# %%
ex.submit()
