# %% [markdown]
# # Audit a published lexicon
#
# The VADER lexicon (Hutto and Gilbert, 2014) is one of the most downloaded resources in sentiment analysis.
# Ten people rated each of its tokens from -4 (extremely negative) to +4 (extremely positive). The file gives,
# for every token, the mean, the standard deviation and the ten raw ratings.
#
# The raw ratings are in the file, so you can check the other two columns. Compute them again, and list every place
# where the file does not agree with itself. These are real faults in a real file: nobody planted them.
#
# *The lexicon has slang, swear words and insults, because people write them. You do not need to read it all.*

# %% [markdown]
# Run this cell first. `ex` gives you the data and checks your answers.

# %%
import pandas as pd

from labelwright import exercise

ex = exercise("audit-a-published-lexicon")
path = ex.file("vader-lexicon")

# %% [markdown]
# ## 1. Read the file
#
# The file has no header. Each line has four fields, separated by tabs: token, mean, standard deviation, and the ten
# ratings written as a list, such as `[-1, -1, 0, -2, ...]`.
#
# Make a DataFrame `ratings` with one row for each line and **exactly ten columns**, one number in each, in the file's
# order. Keep the tokens, the printed means and the printed deviations in your own variables. You need them below.

# %%
ratings = ...
# solution
import ast

lexicon = pd.read_csv(
    path, sep="\t", header=None, names=["token", "mean", "sd", "raw"], keep_default_na=False
)
ratings = pd.DataFrame(lexicon["raw"].map(ast.literal_eval).tolist())

# %%
ex.check("load")

# %% [markdown]
# ## 2. Recompute the means
#
# Exactly one token has a printed mean that is not the mean of its ten ratings. Put it in the list `wrong_means`.

# %%
wrong_means = ...
# solution
off = (ratings.mean(axis=1) - lexicon["mean"]).abs() > 0.001
wrong_means = lexicon.loc[off, "token"].tolist()

# %%
ex.check("means")

# %% [markdown]
# ## 3. Recompute the standard deviations
#
# The file prints deviations with five decimals. Nearly all of them come from one method. List in `wrong_deviations`
# the tokens whose printed deviation does not follow this method. First find out which method it is.

# %%
wrong_deviations = ...
# solution
recomputed = ratings.std(axis=1, ddof=0)
wrong_deviations = lexicon.loc[(recomputed - lexicon["sd"]).abs() > 0.000006, "token"].tolist()

# %%
ex.check("deviations")

# %% [markdown]
# ## 4. Find the repeated tokens
#
# A lexicon should have each token once. List in `repeated_tokens` every token that is in the file more than once,
# exactly as it is written there. Name each token once.

# %%
repeated_tokens = ...
# solution
repeated_tokens = lexicon.loc[lexicon["token"].duplicated(), "token"].unique().tolist()

# %%
ex.check("repeats")

# %% [markdown]
# ## 5. Name the convention
#
# A standard deviation divides by n (`ddof=0`, the deviation of these ten ratings) or by n - 1 (`ddof=1`, an estimate
# for all possible raters). Which `ddof` did the authors of this file use almost everywhere? Put the number in
# `file_ddof`.

# %%
file_ddof = ...
# solution
file_ddof = 0

# %%
ex.check("convention")

# %% [markdown]
# ## Hand in
#
# Run everything again from the top (Kernel, Restart Kernel and Run All Cells), save, and then:

# %%
ex.submit()
