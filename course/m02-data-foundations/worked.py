# %% [markdown]
# # Data foundations: the lesson's numbers
#
# Every number of the lesson is computed here. `said` holds the parts of the page as they come out; a test compares.

# %%
import ast
import json
import math
import unicodedata
from datetime import datetime
from pathlib import Path
from statistics import mean, median

import numpy as np
import pandas as pd
from scipy.stats import hypergeom

from labelwright.data import load_card, locate, sample
from labelwright.quality import wilson
from labelwright.site.figures import FIRST, INK, SECOND, axes, svg
from labelwright.site.worked_examples import dataset

RATINGS = [f"r{place}" for place in range(1, 11)]


def short(value, digits=3):
    """A number below 1 as the lesson prints it: no zero before the point."""
    return f"{value:.{digits}f}".replace("0.", ".", 1)


lexicon = dataset("vader-lexicon")
ratings = lexicon[RATINGS].to_numpy(dtype=float)
path = locate(load_card(Path(__file__).parents[2] / "datasets" / "vader-lexicon"))
lines = path.read_text(encoding="utf-8").splitlines()

# %% [markdown]
# ## Reading the file

# %%
assert len(pd.read_csv(path, sep="\t", header=None)) == len(lines) == len(lexicon)
spaced = [token for token in lexicon["token"] if " " in token]
assert (len(spaced), "fed up" in spaced) == (4, True)
foreign = [token for token in lexicon["token"] if not token.isascii()]
assert sorted(foreign) == sorted([":Þ", ":-Þ"])
latin = pd.read_csv(path, sep="\t", header=None, encoding="latin-1")
assert len("Þ".encode().decode("latin-1")) == 2
assert not set(foreign) & set(latin[0])
headed = len(pd.read_csv(path, sep="\t"))
reading = [
    f"The table has {headed:,} rows, the first token is gone",
    f"you still get {len(latin):,} rows and no error",
    f"ten people's ratings from {ratings.min():.0f} to {ratings.max():.0f}",
    f"Your table has {len(lexicon) - 1:,} rows. The file has {len(lines):,} lines",
]

# %% [markdown]
# ## The snippets

# %%
composed, decomposed = "\u00e9t\u00e9", "e\u0301te\u0301"
assert (len(composed), len(decomposed), composed == decomposed) == (3, 5, False)
assert unicodedata.normalize("NFC", decomposed) == composed
words = pd.DataFrame({"token": ["ant", "bee", "ant"], "mean": [1.0, 2.0, 1.4]})
assert (words.duplicated().sum(), words["token"].duplicated().sum()) == (0, 1)
assert words["token"].duplicated(keep=False).sum() == 2
assert dict(zip(words["token"], words["mean"], strict=True)) == {"ant": 1.4, "bee": 2.0}
assert 0.1 + 0.2 != 0.3
assert isinstance(True, int)
truth = True
assert type(truth) is not int
assert bool("false")
assert float("3") == 3
not_a_number = json.loads('{"score": NaN}')["score"]
assert not any((not_a_number < 0, not_a_number > 1, not_a_number == 0.5))
try:
    datetime.fromisoformat("2023-02-29")
except ValueError:
    pass
else:
    raise AssertionError("2023 is no leap year")

# %% [markdown]
# ## The worked row

# %%
place = int(lexicon.index[lexicon["token"] == "careful"][0])
ten = lexicon.loc[place, RATINGS].astype(int).tolist()
assert ast.literal_eval(lines[place].split("\t")[3]) == ten
squares = sum((rating - np.mean(ten)) ** 2 for rating in ten)
population, estimate = np.std(ten), np.std(ten, ddof=1)
assert math.isclose(estimate / population, math.sqrt(10 / 9))
flagged = int((ratings.std(axis=1) != lexicon["sd"].to_numpy()).sum())
row = [
    lines[place],
    f"line {place + 1:,} of the file. The ten ratings add up to {sum(ten)}, so the mean is {np.mean(ten):.1f}",
    f"Their squares add up to {sum(rating * rating for rating in ten)}, so the squared distances from the mean add up to "
    f"{sum(rating * rating for rating in ten)} - 10 × {np.mean(ten):.1f}² = {squares:.1f}.",
    f"√{squares / 10:.2f} = {population:.5f}",
    f"√{squares / 9:.5f} = {estimate:.5f}",
    f"`careful` is {population:.6f} to six decimals, while a file with five prints {population:.5f}",
    f"With five decimals that is {0.5 * 10**-5:.6f}",
    f"by `!=`, and {flagged:,} rows seem wrong",
    f"You recompute a deviation and get {estimate:.5f}; a colleague gets {population:.5f} from",
    f"√(10/9) = {math.sqrt(10 / 9):.5f}",
]
TASKS = [8, 9, 11, 12, 310]
row.append(
    f"Five tasks took {', '.join(map(str, TASKS[:-1]))} and {TASKS[-1]} seconds, because somebody made tea. The mean is "
    f"{mean(TASKS):g} seconds, which no task took; the median is {median(TASKS)}."
)

# %% [markdown]
# ## A share and its interval

# %%
N_DRAWN, Z = 60, 1.96


def wald(k, n):
    """Wald's interval of k in n."""
    p = k / n
    half = Z * math.sqrt(p * (1 - p) / n)
    return p - half, p + half


def formula(k, n):
    """Wilson's interval as the page writes it."""
    p, spread = k / n, Z * Z / n
    half = Z * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    return (p + spread / 2 - half) / (1 + spread), (p + spread / 2 + half) / (1 + spread)


def ends(interval):
    """An interval in words, without a sign or digits where an end is 0."""
    return " to ".join("0" if abs(end) < 1e-12 else short(end) for end in interval)


for k in (0, 1, 30, 60):
    assert np.allclose(formula(k, N_DRAWN), wilson(k, N_DRAWN), atol=1e-4)
most_alike = np.array([max((line == value).sum() for value in range(-4, 5)) for line in ratings])
rare = most_alike >= 9
true = rare.mean()
held = {
    name: sum(
        hypergeom.pmf(k, len(rare), rare.sum(), N_DRAWN)
        for k in range(N_DRAWN + 1)
        if interval(k, N_DRAWN)[0] <= true <= interval(k, N_DRAWN)[1]
    )
    for name, interval in (("wald", wald), ("wilson", wilson))
}
share = [
    f"In {rare.sum()} of the {len(rare):,} tokens, at least nine of the ten raters gave the same number: a share of "
    f"{100 * true:.1f} %",
    f"check only {N_DRAWN} tokens. How near would you come? Draw {N_DRAWN} with a *seed*",
    f"can draw the same {N_DRAWN} again",
    f"For 0 of {N_DRAWN} it runs from {ends(wald(0, N_DRAWN))}, as if all doubt were gone. For 1 of {N_DRAWN} it runs from "
    f"{ends(wald(1, N_DRAWN))}, and no share is negative. Wilson (1927) gives {ends(wilson(0, N_DRAWN))}, and "
    f"{ends(wilson(1, N_DRAWN))}. For 30 of {N_DRAWN} the two differ little: {ends(wald(30, N_DRAWN))} against "
    f"{ends(wilson(30, N_DRAWN))}.",
    f"Wald's holds it in {100 * held['wald']:.0f} % and Wilson's in {100 * held['wilson']:.0f} %",
    f"The thirty samples of {N_DRAWN} tokens",
    f"None of {N_DRAWN} checked labels is wrong",
    f"Report 0 of {N_DRAWN}, and Wilson's interval from 0 to {100 * wilson(0, N_DRAWN)[1]:.1f} %. A set in which one label in "
    f"twenty is wrong still gives {N_DRAWN} sound ones in {100 * 0.95**N_DRAWN:.1f} % of draws",
]

# %% [markdown]
# ## The figure: thirty samples, two formulas

# %%
numbered = lexicon.assign(row=range(len(lexicon)))
counts = sorted(
    int(
        rare[
            sample(numbered, learner=f"sample {one}", exercise="m02-data-foundations", n=N_DRAWN)["row"]
        ].sum()
    )
    for one in range(1, 31)
)
misses = {"Wald": 0, "Wilson": 0}
figure, both = axes(height=3.8, ncols=2, sharey=True)
for ax, (name, interval) in zip(both, (("Wald", wald), ("Wilson", wilson)), strict=True):
    for x, k in enumerate(counts, start=1):
        low, high = interval(k, N_DRAWN)
        holds = low <= true <= high
        misses[name] += not holds
        ax.plot([x, x], [100 * low, 100 * high], color=FIRST if holds else SECOND, linewidth=2)
        ax.plot([x], [100 * k / N_DRAWN], marker="o" if holds else "x", markersize=4 if holds else 6)
        ax.lines[-1].set_color(FIRST if holds else SECOND)
    ax.axhline(100 * true, color=INK, linestyle="--", linewidth=1.2)
    ax.axhline(0, color=INK, linewidth=0.8)
    ax.set_title(f"{name}: {misses[name]} of 30 miss")
    ax.set_xlabel("sample, by its count")
    ax.set_xticks([1, 10, 20, 30])
both[0].set_ylabel("share in per cent")
NUMBERS = {
    0: "none",
    1: "one",
    2: "two",
    7: "seven",
    8: "eight",
    9: "nine",
    10: "ten",
    11: "eleven",
    12: "twelve",
}
drawn = [
    f"Of thirty samples, Wald's interval misses the true share in {NUMBERS[misses['Wald']]}, each time with no width at all; "
    f"Wilson's misses it in {NUMBERS[misses['Wilson']]}."
]
assert sum(k == 0 for k in counts) == misses["Wald"]

said = [*reading, *row, *share, *drawn]
quoted = [
    "It takes about 45 minutes",
    "The lexicon is UTF-8",
    "(Wickham, 2014)",
    "(Hutto and Gilbert, 2014)",
    '`"score": "3"` | a text',
    "n = 10 (`ddof=0`)",
    "n - 1 = 9 (`ddof=1`)",
    "divides by n - 1 unless told otherwise",
    "and z = 1.96 for 95 %:",
    "p ± z √( p(1 − p)/n )",
    "( p + z²/2n ± z √( p(1 − p)/n + z²/4n² ) ) / ( 1 + z²/n )",
    "**fails near 0 and 1**",
    'A "95 %" interval should hold',
    "in about 95 % of all samples",
    "so `0.1 + 0.2 == 0.3` is",
    "dividing by 9 and by 10",
    "report an error rate of 0 %",
    "`frame.duplicated().sum()` is 0",
    "The mean time for a task is 62 seconds, the median 19",
    '`"day": "2023-02-29"`',
]
figures = {
    "intervals": svg(
        figure,
        "Wald's and Wilson's intervals in thirty samples of sixty tokens, for a share of 1.7 per cent",
        "Two panels of thirty vertical lines. Many of Wald's have no width and lie at nought, below the true share; nearly all of Wilson's reach it.",
    )
}
