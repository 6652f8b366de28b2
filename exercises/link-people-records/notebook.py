# %% [markdown]
# # Link and deduplicate people's records
#
# Two offices have joined their lists, and the same person may now be in the list twice: once as *Jonathon Smith* of 12
# Hill Street, once as *Jonathan Smyth* of Hill St. Your job is to say which records are one person. If you miss a
# link, one person has two files. If you make a false link, two people share one file, and this is harder to undo.
#
# The 700 records were made by a program (FEBRL, Christen 2008): **no row is a real person**. The program took person
# records and altered copies of some of them: typing errors, exchanged fields, missing values. It knows which two are
# one person, so your links can be measured. Your 700 records were chosen at random from 1,000. Some people are in the
# list twice, others once. You do not know how many.

# %% [markdown]
# Run this cell first. It gives every record an id, `p000` to `p699`. All your answers name records by these ids.

# %%
from itertools import combinations

import pandas as pd

from labelwright import exercise

ex = exercise("link-people-records")
people = ex.sample()
people.insert(0, "id", [f"p{number:03}" for number in range(len(people))])
fields = list(people.columns[1:])
people.head()

# %% [markdown]
# How many rows are exact copies of an earlier row?

# %%
int(people.duplicated(subset=fields).sum())

# %% [markdown]
# None. Every copy differs from its original somewhere. So equality is not enough, and you have to decide what
# *similar* means.
#
# ## 1. Choose which pairs to compare
#
# 700 records make 700 x 699 / 2 = 244,650 pairs. That is still possible here, but a million records make half a
# million million pairs. **Blocking** compares only pairs that share something, for example the same surname. A pair
# that shares none of your blocking keys is never compared, so a true pair that you lose here is lost. That is why
# people use *several* keys: a typing error in one key does no harm if another key is right.
#
# The function below gives all pairs with the same value in a column (missing values do not count). Look at its result
# for some columns, and look at a few rows to see which fields often have errors.


# %%
def pairs_sharing(column):
    """The pairs of ids, as a set of tuples, whose records have the same value in this column."""
    pairs = set()
    for _, ids in people.dropna(subset=[column]).groupby(column)["id"]:
        pairs.update(combinations(sorted(ids), 2))
    return pairs


len(pairs_sharing("suburb"))

# %% [markdown]
# Put the pairs that you want to compare into `candidates`, a set (or list) of pairs of ids. **The budget is 4,900 pairs**,
# about 2 in 100 of all pairs. `|` joins two sets.

# %%
candidates = ...
# solution
candidates = pairs_sharing("surname") | pairs_sharing("date_of_birth") | pairs_sharing("soc_sec_id")

# %%
ex.check("block")

# %% [markdown]
# ## 2. Link the records of one person
#
# Now go through your candidates and decide. A simple score counts in how many of the ten fields two records have the
# same value. A missing value never counts as equal, not even to another missing value.
#
# Choose a threshold by looking at pairs: print some with 2, 3 and 4 equal fields, and ask whether they are one person.
# Put the pairs that you think are one person into `links`, a list (or set) of pairs of ids. Every link must be one of
# your candidates.

# %%
links = ...
# solution
by_id = people.set_index("id")[fields]
records = {one: list(row) for one, row in zip(by_id.index, by_id.to_numpy())}


def agreeing(first, second):
    """In how many fields two records have the same value."""
    return sum(a == b for a, b in zip(records[first], records[second]) if pd.notna(a) and pd.notna(b))


links = [pair for pair in sorted(candidates) if agreeing(*pair) >= 4]

# %%
ex.check("link")

# %% [markdown]
# ## 3. Measure how similar two sets are
#
# Counting equal fields works for short fields. Longer texts are cut into pieces first, and the *sets* of pieces are
# compared. Their **Jaccard similarity** is the number of different pieces that are in both, divided by the number of
# different pieces that are in at least one of them: 0 if nothing is shared, 1 if the sets are equal.
#
# Write `jaccard(a, b)`. It gets two lists of strings. A piece can be in a list more than once; it is still one piece.
# No list is empty.

# %%
jaccard = ...


# solution
def jaccard(a, b):
    """The Jaccard similarity of two lists of pieces, taken as sets."""
    a, b = set(a), set(b)
    return len(a & b) / len(a | b)


# %%
ex.check("jaccard")

# %% [markdown]
# ## 4. Estimate the similarity from signatures
#
# Nobody can keep millions of texts as sets and compare them all. **MinHash** (Broder, 1997) keeps a short *signature*
# of each set instead. It uses one fact. Give every possible piece a random number, the same for all sets, and keep
# each set's smallest number. The chance that two sets have the same smallest number is exactly their Jaccard
# similarity.
#
# One such number only says yes or no. So you use 128 different ways to number the pieces, and keep the smallest
# number of each way. The share of the 128 places in which two signatures are equal estimates the similarity.
#
# `numbered(piece, way)` gives the number of a piece in one of the ways: `way` is 0 for the first and 127 for the last.
# (You cannot use Python's own `hash()`: it gives other numbers each time Python starts, so you could not compare with
# saved signatures.)

# %%
from hashlib import blake2b


def numbered(piece, way):
    """The number of a piece, from 0 to 2**48 - 1, in one way to number all pieces."""
    return int.from_bytes(blake2b(f"{way}:{piece}".encode(), digest_size=6).digest(), "big")


numbered("smi", 0), numbered("smi", 1), numbered("mit", 0)

# %% [markdown]
# Write `signature(pieces)`. It gets a list of strings, as `jaccard` does, and returns a list of 128 numbers: for each
# way from 0 to 127, the smallest `numbered(piece, way)`. The same set must give the same signature, in any order of
# its pieces and with any number of repeats, today and on every other computer.
#
# The grader then calls your function on 30 pairs of lists that you have not seen. The mean distance between the
# estimate from your signatures and the exact similarity must be at most .05.

# %%
signature = ...


# solution
def signature(pieces):
    """The MinHash signature of a list of pieces: the smallest number in each of 128 ways."""
    return [min(numbered(piece, way) for piece in set(pieces)) for way in range(128)]


# %% [markdown]
# Try it before you check. The two texts below are similar but not equal. The first number is exact, the second is the
# estimate. They should be close, but they are rarely the same.


# %%
def cut(text):
    """A text cut into its runs of three characters."""
    return [text[start : start + 3] for start in range(len(text) - 2)]


one, other = cut("jonathon smith, 12 hill street"), cut("jonathan smyth, 12 hill street")
if signature is not ... and jaccard is not ...:
    equal = [a == b for a, b in zip(signature(one), signature(other))]
    print(round(jaccard(one, other), 3), round(sum(equal) / len(equal), 3))

# %%
ex.check("minhash")

# %% [markdown]
# ## Hand in
#
# Run everything again from the top (Kernel, Restart Kernel and Run All Cells), save, and then:

# %%
ex.submit()
