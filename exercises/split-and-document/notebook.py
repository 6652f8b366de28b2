# %% [markdown]
# # Split without leaks, and document
#
# A client trains a spam filter and wants your data in two parts: one to train on, one to test with. The test must show
# how the filter works on messages that it has never seen. This is only true if the test contains nothing from the
# training part, and real data is full of copies.
#
# You get 800 real text messages of the SMS Spam Collection (Almeida and Hidalgo, 2011), chosen at random for you.
# About half of the 800 are near-duplicates. In the whole collection it is about one row in seven.
#
# *A word list removed offensive messages, but a message may still offend. Do not call or publish a number from a
# message.*

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
# **The rule.** Each text is cut into *shingles*: all its runs of five characters, without regard to case, width and
# spacing. The function below does this. Two messages are a *near-duplicate pair* if the Jaccard similarity of their
# sets of shingles is **at least .8**. Messages that are connected by a chain of such pairs are one *group*: if a and b
# are a pair, and b and c are a pair, then all three are together, even if a and c are not a pair. A message without a
# pair is its own group.


# %%
def shingles(text):
    """The set of all runs of five characters in the text, without regard to case, width and spacing."""
    plain = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    return {plain[start : start + 5] for start in range(max(1, len(plain) - 4))}


sorted(shingles("Win CASH  now"))

# %% [markdown]
# Put a group number for each message into `group`, a list of 800 numbers in the order of the rows. You can use any
# numbers, but messages of one group must have the same number. With 800 messages you can compare all 319,600 pairs,
# which takes some seconds. It is faster if you compute only `a & b` for each pair: the size of the union is `len(a) +
# len(b)` minus the size of `a & b`.

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
# How much can a model gain from copies alone? To see this, remove everything else. `random_labels(group)` gives each
# group one of ten labels **at random**. The text says nothing about its label, so a model can be right on more than
# one in ten only if it has seen a copy. The texts are real, these labels are not.
#
# The model finds the most similar training message and repeats its label (nearest neighbour).


# %%
def random_labels(group):
    """One of ten labels for each message, chosen at random for its group."""
    first = messages.groupby(list(group))["id"].transform("min")
    return first.map(lambda one: int(blake2b(str(one).encode(), digest_size=4).hexdigest(), 16) % 10)


X = CountVectorizer(analyzer="char", ngram_range=(3, 3), binary=True).fit_transform(messages["text"])
model = KNeighborsClassifier(1, metric="cosine")

# %% [markdown]
# With `cross_val_score(model, X, labels, cv=..., groups=...)` measure the mean accuracy over ten splits with a test
# share of .2, twice:
#
# - `accuracy_random`: rows are split at random, `ShuffleSplit(10, test_size=0.2, random_state=0)`;
# - `accuracy_groups`: whole groups are split, `GroupShuffleSplit(10, test_size=0.2, random_state=0)`. This splitter
#   needs the groups.

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
# 1. every message is in exactly one part, and no message is dropped or copied;
# 2. the test holds 18 to 22 % of the messages;
# 3. **no group has messages in both parts**;
# 4. the share of spam in the two parts differs by at most 2 percentage points.
#
# A random choice of groups often breaks the fourth condition. `StratifiedGroupKFold` keeps both; one fold of five is
# 20 %.

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
# Large models are trained on texts that somebody else collected, and these texts can include test questions. A common
# search uses **runs of 13 words**: a test text is *contaminated* if 13 words in a row also appear in a training text
# (Brown and others, 2020, appendix C).
#
# Here you practise with texts written for this course: leaflets of a town that does not exist. Your messages decide
# which batch you get. Some of its 18 test texts quote a training text. The quotation can be in capitals, have other
# punctuation or go over several lines. Some texts quote only a little or change a word: these are not contaminated by
# this rule.
#
# **The rule.** A word is a run of letters and digits, as `re.findall(r"\w+", text)` finds it. Upper and lower case
# are the same.

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
def words(text):
    """The words of the text, in lower case."""
    return re.findall(r"\w+", text.lower())


def sharing(words_of, n=13):
    """The test texts that share a run of n words with training; `words_of` cuts a text into words."""

    def runs(text):
        found = words_of(text)
        return {tuple(found[start : start + n]) for start in range(len(found) - n + 1)}

    seen = set().union(*(runs(text) for text in train_texts))
    return [name for name, text in test_texts.items() if runs(text) & seen]


leaked = sharing(words)

# %%
ex.check("leaks")

# %% [markdown]
# ## 5. Write the datasheet
#
# A *datasheet* (Gebru and others, 2021) always goes with the data. It answers what a stranger has to know before using
# the data. It has seven sections. Write it for **your 800 messages**, as Markdown in the text `datasheet`, with these
# headings:
#
# | Heading | It says |
# | --- | --- |
# | `## Motivation` | what the data is for, and who made it |
# | `## Composition` | what a row is, what it contains, what is missing; **and the six numbers below** |
# | `## Collection process` | where the messages come from, and who chose the labels and how |
# | `## Preprocessing` | what was removed, screened, grouped; the rule and its threshold |
# | `## Uses` | what it is good for, and what it should not be used for |
# | `## Distribution` | under which licence, with which citation |
# | `## Maintenance` | who fixes errors, and how a new version is marked |
#
# The dataset's card (in the course under *Datasets*, or `labelwright data card sms-spam`) has the facts. Write at
# least 15 words of your own in each section. A program cannot judge your text. It only checks that the seven sections
# exist and are filled, and that source, licence and threshold are named. It also recomputes the numbers.
#
# **The six numbers** are in *Composition*, each on its own line, for example `- rows: 123` or `- spam: 12.3 %`:
#
# | Line | What it counts |
# | --- | --- |
# | `- rows:` | the messages |
# | `- spam:`, `- ham:` | the share of each label, in per cent with one decimal |
# | `- missing texts:` | the share of messages whose text is missing or empty, in per cent with one decimal |
# | `- masked numbers:` | the share of messages with `&lt;#&gt;`, which the collectors wrote instead of a number |
# | `- near-duplicates:` | the share of messages that are in a group of two or more |
#
# Compute the numbers and put them into the text with an f-string. If you type them, they will be wrong after the next
# change.

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

The person who delivers the split fixes its errors. Every change gets a new version number and a line that
            says what changed and why.
"""

# %% [markdown]
# This cell writes the file that is handed in. Run it again each time you change the text.

# %%
if datasheet is not ...:
    Path("datasheet.md").write_text(datasheet, encoding="utf-8")

# %%
ex.check("datasheet")

# %% [markdown]
# ## Hand in
#
# The file `datasheet.md` is handed in together with the notebook. Run everything again from the top, save, and then:

# %%
ex.submit()
