# %% [markdown]
# # Audit the slices
#
# A housing office gets 600 messages. An assistant reads them first and marks messages that seem aggressive. A marked
# message waits for a supervisor, two days longer than the others. Afterwards two experienced people read all 600 and
# agreed which of them are really aggressive.
#
# The office asks: *are some people's harmless messages marked more often than others'?*
#
# **The data is simulated.** Nobody wrote these messages, and they have no text. The dialects and lists of names are
# invented, and nothing here is a finding about real people. Another learner has another table.

# %%
from statistics import NormalDist

import numpy as np
import pandas as pd

from labelwright import exercise

ex = exercise("audit-slices")
messages = ex.sample()
messages.head()

# %% [markdown]
# | Column | What it says |
# | --- | --- |
# | `dialect` | the dialect that the message is written in |
# | `names` | the list of first names that contains the sender's name |
# | `channel`, `length`, `hour` | how it came, how long it is, and when it came |
# | `aggressive` | True if the two readers agreed that it is aggressive. Take this as the truth |
# | `marked` | True if the assistant marked it |
#
# Five columns with four values each make **twenty slices**. `slices` says for each slice which rows belong to it.

# %%
columns = ["dialect", "names", "channel", "length", "hour"]
slices = {
    f"{name}: {value}": messages[name] == value
    for name in columns
    for value in sorted(messages[name].unique())
}
list(slices)

# %% [markdown]
# ## 1. False alarms
#
# The office's question is about *harmless* messages. The share of harmless messages that are marked is the **false
# positive rate**. Aggressive messages do not count for it at all.
#
# Make `audit`, a DataFrame with the twenty names of `slices` as its index and the columns
#
# - `n`: how many harmless messages the slice has;
# - `rate`: the share of them that is marked, from 0 to 1;
# - `gap`: that share minus the same share **in all rows outside the slice**.

# %%
audit = ...
# solution
harmless = ~messages["aggressive"]
lines = {}
for name, inside in slices.items():
    here = messages.loc[harmless & inside, "marked"]
    there = messages.loc[harmless & ~inside, "marked"]
    lines[name] = {
        "n": len(here),
        "rate": here.mean(),
        "gap": here.mean() - there.mean(),
        "error": np.sqrt(
            here.mean() * (1 - here.mean()) / len(here) + there.mean() * (1 - there.mean()) / len(there)
        ),
    }
table = pd.DataFrame(lines).T
audit = table[["n", "rate", "gap"]].copy()

# %%
ex.check("rates")

# %% [markdown]
# ## 2. Intervals
#
# The 600 messages are one month. Another month would give other gaps. *p* and *n* are the rate and the number inside
# the slice, *q* and *m* are those outside. The standard error of the gap is the square root of
#
# p (1 - p) / n + q (1 - q) / m
#
# The 95 % interval goes from the gap minus 1.96 standard errors to the gap plus 1.96 standard errors. (It is a rough
# interval: if a slice has fewer than about 30 harmless messages, trust its width, not its exact ends.)
#
# Add the columns `low` and `high`, the two ends, to `audit`.

# %%
# solution
audit["low"] = table["gap"] - 1.96 * table["error"]
audit["high"] = table["gap"] + 1.96 * table["error"]

# %%
ex.check("intervals")

# %% [markdown]
# ## 3. Claims
#
# A 95 % interval misses the truth once in twenty times, and you have made twenty intervals. So at least one slice may
# look biased only by luck. *Bonferroni's correction* divides the 5 % between all the slices that you looked at: each
# interval gets 0.05 / 20 as its chance to miss. Instead of 1.96, it then uses `NormalDist().inv_cdf(1 - 0.05 / 20 /
# 2)` standard errors, about 3.02.
#
# - `claims`: a list of the slices whose gap you claim in your report to the office: those whose **corrected** interval
#   does not contain 0;
# - `largest_claim`: the gap of your strongest claim, as it is in `audit`.

# %%
claims = ...
largest_claim = ...
# solution
reach = NormalDist().inv_cdf(1 - 0.05 / len(table) / 2)
claims = table.index[table["gap"].abs() > reach * table["error"]].tolist()
largest_claim = table.loc[claims, "gap"].max()

# %%
ex.check("claims")

# %% [markdown]
# ## 4. Two slices that mislead
#
# **The slice with the most marks.** In which slice is the largest share of *all* messages marked, aggressive or not?
# Put its name in `most_marked`. Why is it marked so often? Set `why_marked` to
#
# - `"the assistant treats it worse"`: its harmless messages are marked more often
# - `"more of it is aggressive"`: more of its messages are rightly marked
# - `"it is small"`: it has few messages, so the share is mostly chance
#
# **The smallest slice.** Find the slice with the fewest messages, its gap and its interval. What do you tell the
# office about it? Set `smallest` to
#
# - `"biased"`: the gap is large, so the assistant is unfair to it
# - `"not biased"`: the interval contains 0, so the assistant is fair to it
# - `"cannot tell"`: report the gap with its interval, and collect more messages
# - `"leave it out"`: too few messages to matter, so the report does not mention it

# %%
most_marked = ...
why_marked = ...
smallest = ...
# solution
most_marked = max(slices, key=lambda name: messages.loc[slices[name], "marked"].mean())
why_marked = "more of it is aggressive"
smallest = "cannot tell"

# %%
ex.check("reading")

# %% [markdown]
# ## Hand in
#
# Run everything again from the top (Kernel, Restart Kernel and Run All Cells), save, and then:

# %%
ex.submit()
