# %% [markdown]
# # Split without leaks, and document
#
# A client trains a spam filter and wants your data in two parts: one to train on, one to test with. The test is to say
# how the filter does on messages that it has never seen. That is only true if the test holds nothing that training
# has shown already, and data from the world is full of copies.
#
# You get 800 real text messages of the SMS Spam Collection (Almeida and Hidalgo, 2011), drawn for you. They are chosen so
# that near-duplicates are frequent, about half of the 800. In the whole collection it is about one row in seven.
#
# *The messages were screened with a word list; one may still offend. Do not call or publish a number that stands in one.*

# %% [markdown]
# Run this cell first. `messages` has the columns `id`, `text` and `label`.

# %%
import re
import unicodedata
from hashlib import blake2b
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import GroupShuffleSplit, ShuffleSplit, StratifiedGroupKFold, cross_val_score
from sklearn.neighbors import KNeighborsClassifier

from labelwright import exercise

ex = exercise("split-and-document")
messages = ex.sample()
messages["label"].value_counts()

# %% [markdown]
# ## 1. Group the near-duplicates
#
# **The rule.** Each text is cut into *shingles*: all its runs of five characters, after case, width and spacing are set
# aside. The function below does it. Two messages are a *near-duplicate pair* where the Jaccard similarity of their sets
# of shingles is **at least .8**. Messages that a chain of such pairs joins are one *group*: if a pairs with b, and b with c,
# all three are together, whether or not a pairs with c. A message without a pair is a group of its own.


# %%
def shingles(text):
    """The set of all runs of five characters in the text, without regard to case, width and spacing."""
    plain = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    return {plain[start : start + 5] for start in range(max(1, len(plain) - 4))}


sorted(shingles("Win CASH  now"))

# %% [markdown]
# Put a group number for each message into `group`, a list of 800 numbers in the order of the rows. Which numbers you
# use does not matter; messages of one group have the same one. With 800 messages you can afford to compare all 319,600
# pairs, which takes some seconds. It goes faster if you make only `a & b` for each pair: the size of the union is
# `len(a) + len(b)` minus what they share.

# %%
group = ...
# solution
cut = [shingles(text) for text in messages["text"]]


def similarity(a, b):
    """The Jaccard similarity of rows a and b; the union's size follows from the three other sizes."""
    shared = len(cut[a] & cut[b])
    return shared / (len(cut[a]) + len(cut[b]) - shared)


alike = [(similarity(a, b), a, b) for a in range(len(cut)) for b in range(a + 1, len(cut))]
group = list(range(len(cut)))
for value, a, b in alike:
    if value >= 0.8 and group[a] != group[b]:
        old, new = group[b], group[a]
        group = [new if number == old else number for number in group]

# %%
ex.check("groups")

# %% [markdown]
# ## 2. Measure what memory is worth
#
# How much can a model gain from copies alone? To see it, take away everything else. `random_labels(group)` gives each
# group one of ten labels **by lot**. Nothing in a text tells its label, so nobody can do better than one in ten, except by
# having seen a copy. The texts are real, these labels are not.
#
# The model looks for the most alike training message and repeats its label (nearest neighbour).


# %%
def random_labels(group):
    """One of ten labels for each message, drawn by lot for its group."""
    first = messages.groupby(list(group))["id"].transform("min")
    return first.map(lambda one: int(blake2b(str(one).encode(), digest_size=4).hexdigest(), 16) % 10)


X = CountVectorizer(analyzer="char", ngram_range=(3, 3), binary=True).fit_transform(messages["text"])
model = KNeighborsClassifier(1, metric="cosine")

# %% [markdown]
# With `cross_val_score(model, X, labels, cv=..., groups=...)` measure the mean accuracy over ten splits with a test
# share of .2, twice:
#
# - `accuracy_random`: rows are split at random, `ShuffleSplit(10, test_size=0.2, random_state=0)`;
# - `accuracy_groups`: whole groups are split, `GroupShuffleSplit(10, test_size=0.2, random_state=0)`. This one has to be
#   told the groups.

# %%
accuracy_random = ...
accuracy_groups = ...
# solution
labels = random_labels(group)
by_rows = ShuffleSplit(10, test_size=0.2, random_state=0)
by_groups = GroupShuffleSplit(10, test_size=0.2, random_state=0)
accuracy_random = cross_val_score(model, X, labels, cv=by_rows).mean()
accuracy_groups = cross_val_score(model, X, labels, cv=by_groups, groups=group).mean()

# %%
ex.check("memory")

# %% [markdown]
# ## 3. Split by groups
#
# Back to the real labels. Make a DataFrame `split` with the columns `id` and `part`, one row for each message of
# `messages`, where `part` is `"train"` or `"test"`. The client's conditions:
#
# 1. every message stands in exactly one part, and none is dropped or copied;
# 2. the test holds 18 to 22 % of the messages;
# 3. **no group has messages in both parts**;
# 4. the share of spam in the two parts differs by at most 2 points.
#
# A random draw of groups often breaks the fourth. `StratifiedGroupKFold` looks after both; a fold of five is 20 %.

# %%
split = ...
# solution
folds = StratifiedGroupKFold(5, shuffle=True, random_state=0)
train, test = next(folds.split(messages, messages["label"], groups=group))
split = pd.DataFrame({"id": messages["id"], "part": "train"})
split.loc[test, "part"] = "test"

# %%
ex.check("split")

# %% [markdown]
# ## 4. Find the leaked test texts
#
# Large models are trained on texts that somebody else collected, and test questions get in among them. A usual search
# asks for **runs of 13 words**: a test text is *contaminated* where 13 words in a row stand in a training text as
# well (Brown and others, 2020, appendix C).
#
# Here it is practised on authored texts: leaflets of a town that does not exist. Your batch follows from your messages. Some
# of its 18 test texts quote a training text, and the quotation may be in capitals, have other punctuation or run over
# several lines. Some quote only a little, or change a word: these are not contaminated by this rule.
#
# **The rule.** A word is a run of letters and digits, as `re.findall(r"\w+", text)` finds it; case does not count.

# %%
leaflets = pd.read_csv(ex.file("town-leaflets"))
mine = leaflets[leaflets["batch"] == messages["id"].sum() % 10]
train_texts = mine[mine["part"] == "train"].set_index("id")["text"]
test_texts = mine[mine["part"] == "test"].set_index("id")["text"]
len(train_texts), len(test_texts)

# %% [markdown]
# List in `leaked` the ids of the contaminated test texts (they look like `b0-test-01`).

# %%
leaked = ...


# solution
def runs(text, n=13):
    """The set of all runs of n words of the text, in lower case."""
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[start : start + n]) for start in range(len(words) - n + 1)}


seen = set().union(*(runs(text) for text in train_texts))
leaked = [name for name, text in test_texts.items() if runs(text) & seen]

# %%
ex.check("leaks")

# %% [markdown]
# ## 5. Write the datasheet
#
# A *datasheet* (Gebru and others, 2021) goes with the data wherever it goes, and answers what a stranger has to know
# before using it. It has seven sections. Write it for **your 800 messages**, as Markdown in the text `datasheet`, with these
# headings:
#
# | Heading | It says |
# | --- | --- |
# | `## Motivation` | what the data is for, and who made it |
# | `## Composition` | what a row is, what is in it, what is missing; **and the six numbers below** |
# | `## Collection process` | where the messages come from, and who chose the labels and how |
# | `## Preprocessing` | what was removed, screened, grouped; the rule and its threshold |
# | `## Uses` | what it is good for, and what it should not be used for |
# | `## Distribution` | under which licence, with which citation |
# | `## Maintenance` | who mends faults, and how a new version is marked |
#
# The dataset's card (in the course under *Datasets*, or `labelwright data card sms-spam`) has the facts. Write at least 15
# words of your own in each section. A program cannot judge prose and does not try: it checks that the seven sections are
# there and filled, that source, licence and threshold are named, and it recomputes the numbers.
#
# **The six numbers** stand in *Composition*, one a line, as in `- rows: 123` or `- spam: 12.3 %`:
#
# | Line | What it counts |
# | --- | --- |
# | `- rows:` | the messages |
# | `- spam:`, `- ham:` | the share of each label, in per cent with one decimal |
# | `- missing texts:` | the share of messages whose text is missing or empty, in per cent with one decimal |
# | `- masked numbers:` | the share of messages that hold `&lt;#&gt;`, which the collectors wrote over a number |
# | `- near-duplicates:` | the share of messages that are in a group of two or more |
#
# Compute them, and put them into the text with an f-string: numbers that are typed are the ones that go stale.

# %%
datasheet = ...
# solution
size = pd.Series(group).map(pd.Series(group).value_counts())
texts = messages["text"]
spam = (messages["label"] == "spam").mean()
datasheet = f"""# Datasheet: 800 text messages, grouped and split

## Motivation

A sample for training and testing spam filters, drawn for an exercise on splitting from the SMS Spam Collection, which
Almeida and Hidalgo made for research on spam.

## Composition

Each row is one text message in English with its label, spam or ham. No row says who wrote it or when.

- rows: {len(messages)}
- spam: {100 * spam:.1f} %
- ham: {100 * (1 - spam):.1f} %
- missing texts: {100 * (texts.isna() | (texts.str.strip() == "")).mean():.1f} %
- masked numbers: {100 * texts.str.contains("&lt;#&gt;", regex=False).mean():.1f} %
- near-duplicates: {100 * (size > 1).mean():.1f} %

## Collection process

The SMS Spam Collection joins messages from a complaints forum, from students in Singapore and from a thesis. Where a
message came from settled its label; nobody labelled message by message.

## Preprocessing

Rows with offending words and rows that had swallowed others were left out. Messages whose 5-character shingles have a
Jaccard similarity of 0.8 or more are one group, and no group is in both parts.

## Uses

Made for comparing filters on a fair split. Not for rates of spam in the world, since near-duplicates were drawn more
often than they occur, and not for finding the people behind the numbers.

## Distribution

The messages are under CC BY 4.0 and are cited as Almeida and Hidalgo, 2011. The rows themselves stay where they are;
this sheet and the split by id may be passed on.

## Maintenance

Whoever delivers the split mends its faults. Every change gets a new version number and a line that says what changed
and why.
"""

# %% [markdown]
# This cell writes the file that is handed in. Run it again whenever you change the text.

# %%
if datasheet is not ...:
    Path("datasheet.md").write_text(datasheet, encoding="utf-8")

# %%
ex.check("datasheet")

# %% [markdown]
# ## Hand in
#
# The file `datasheet.md` goes along with the notebook. Run everything once more from the top, save, and then:

# %%
ex.submit()
