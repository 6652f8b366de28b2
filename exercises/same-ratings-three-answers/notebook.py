# %% [markdown]
# # Same ratings, three answers
#
# Ten people rated each token of the VADER lexicon from -4 (extremely negative) to +4 (extremely positive). You get
# 300 of these tokens. Another learner has other tokens and other numbers.
#
# How far do the ten ratings of a token agree? Krippendorff's alpha answers this, but first you must say what counts
# as a disagreement. At the *nominal* level, -1 against -2 is as bad as -4 against +4. At the *ordinal* level, the
# ranks between them count. At the *interval* level, the squared distance counts.
#
# *The lexicon has slang, swear words and insults, because people write them. A word list keeps the worst out of your
# sample, but nobody reviewed it, and some words may still offend.*

# %%
import evalica
import numpy as np
import pandas as pd

from labelwright import exercise

ex = exercise("same-ratings-three-answers")
sample = ex.sample()
ratings = sample[[f"r{number}" for number in range(1, 11)]]
ratings.shape

# %% [markdown]
# ## 1. Three alphas
#
# `evalica.alpha(data, distance=...)` returns a result with the field `.alpha`. The distance is `"nominal"`,
# `"ordinal"` or `"interval"`. **Read its help before you call it**: what should the rows and the columns of the table
# be?

# %%
alpha_nominal = ...
alpha_ordinal = ...
alpha_interval = ...
# solution
by_rater = ratings.T
alpha_nominal = evalica.alpha(by_rater, distance="nominal").alpha
alpha_ordinal = evalica.alpha(by_rater, distance="ordinal").alpha
alpha_interval = evalica.alpha(by_rater, distance="interval").alpha

# %%
ex.check("alphas")

# %% [markdown]
# ## 2. How sure is the number?
#
# Your 300 tokens are a sample. Other tokens would give another alpha. The bootstrap imitates this: draw 300 *tokens*
# with replacement, as whole rows, and compute alpha. Do this 2,000 times, and take the 2.5th and 97.5th percentile.
#
# Calling a library 2,000 times takes some time. For the interval level without missing ratings there is a shorter
# way: alpha is 1 minus the mean variance *within* a token divided by the variance of *all* ratings (both with
# `ddof=1`). First check on your sample that both ways give the same result.
#
# Put the two ends in `alpha_interval_ci`, a tuple `(low, high)`.

# %%
alpha_interval_ci = ...
# solution
values = ratings.to_numpy(dtype=float)


def interval_alpha(table):
    return 1 - table.var(axis=1, ddof=1).mean() / table.var(ddof=1)


rng = np.random.default_rng(0)
draws = [interval_alpha(values[rng.integers(0, len(values), len(values))]) for _ in range(2000)]
alpha_interval_ci = tuple(np.percentile(draws, [2.5, 97.5]))

# %%
ex.check("interval")

# %% [markdown]
# ## 3. Which one do you report?
#
# The raters used a scale from -4 to +4 with named, equal steps. Which level fits this design? Set `level` to
# `"nominal"`, `"ordinal"` or `"interval"`, and set `reason` to your reason:
#
# - `"distances matter"`: -4 against +4 is a worse disagreement than -1 against -2
# - `"highest value"`: it makes the ratings look most reliable
# - `"lowest value"`: it is the most cautious
# - `"labels are names"`: the ratings are categories without an order
# - `"most often used"`: other papers report it

# %%
level = ...
reason = ...
# solution
level = "interval"
reason = "distances matter"

# %%
ex.check("choice")

# %% [markdown]
# ## Hand in
#
# Run everything again from the top (Kernel, Restart Kernel and Run All Cells), save, and then:

# %%
ex.submit()
