# %% [markdown]
# # Agreement: the lesson's numbers
#
# Every number of the lesson is computed here. `said` holds the parts of the page as they come out; a test compares.

# %%
from itertools import combinations

import evalica
import numpy as np

from labelwright.data import sample
from labelwright.quality import bootstrap_alpha, cohen_kappa, krippendorff_alpha
from labelwright.site.figures import FIRST, SECOND, axes, svg
from labelwright.site.worked_examples import dataset

RATINGS = [f"r{place}" for place in range(1, 11)]
LEVELS = ("nominal", "ordinal", "interval")


def short(value, digits=3):
    """A number below 1 as the lesson prints it: no zero before the point."""
    return f"{value:.{digits}f}".removeprefix("0")


lexicon = dataset("vader-lexicon")
ratings = lexicon[RATINGS].to_numpy(dtype=float)

# %% [markdown]
# ## Two studies, both with 85 of 100 equal

# %%
STUDIES = {"A": [[40, 9], [6, 45]], "B": [[80, 10], [5, 5]]}


def rated(counts):
    """A 2 x 2 table of counts as a list of items, each rated twice."""
    return np.array([(i, j) for i in range(2) for j in range(2) for _ in range(counts[i][j])], dtype=float)


alphas = {name: krippendorff_alpha(rated(counts), "nominal") for name, counts in STUDIES.items()}
equal = {int((rated(counts)[:, 0] == rated(counts)[:, 1]).sum()) for counts in STUDIES.values()}
rows = [
    f"| **{side}** | {counts[place][0]} | {counts[place][1]} |"
    for counts in STUDIES.values()
    for place, side in enumerate(("report", "keep"))
]
studies = [
    *rows,
    f"Two raters sort {sum(map(sum, STUDIES['A']))} messages",
    f"agree on {equal.pop()} of {sum(map(sum, STUDIES['B']))} messages",
    f"alpha is {short(alphas['A'])} for study A and {short(alphas['B'])} for study B",
]
assert not equal

# %% [markdown]
# ## By hand

# %%
table = np.array([[1, 1], [2, 3], [4, 4], [2, 2]], dtype=float)
bag = table.ravel()
pairs = list(combinations(bag, 2))
differ = sum(a != b for a, b in pairs) / len(pairs)
spread = np.mean([(a - b) ** 2 for a, b in pairs])
assert np.isclose(spread, 2 * bag.var(ddof=1))
observed = np.mean([a != b for a, b in table])
same = [int((bag == value).sum() * ((bag == value).sum() - 1)) for value in (1, 2, 3, 4)]
by_level = {level: krippendorff_alpha(table, level) for level in LEVELS}
assert np.isclose(1 - observed / differ, by_level["nominal"])
assert np.isclose(1 - np.mean([(a - b) ** 2 for a, b in table]) / spread, by_level["interval"])
within = table.var(axis=1, ddof=1)
by_hand = [
    *(f"| {item} | {int(a)} | {int(b)} |" for item, (a, b) in zip("ABCD", table)),
    f"D<sub>o</sub> = 1/4 = {short(observed, 2)}",
    f"Of the 8 × 7 = {8 * 7} ordered pairs one can draw, {' + '.join(map(str, same))} = {sum(same)} are equal and {56 - sum(same)} differ",
    f"D<sub>e</sub> = {56 - sum(same)}/56 = {short(differ)}. Alpha is 1 − {short(observed, 2)}/{short(differ)} = **{short(by_level['nominal'])}**",
    f"The squared differences within the items are {', '.join(str(int((a - b) ** 2)) for a, b in table)}, so D<sub>o</sub> = {short(observed, 2)} again",
    f"over the 56 pairs is twice the variance of the eight ratings (dividing by n - 1): 2 × {bag.var(ddof=1):.4f} = {spread:.4f}",
    f"Alpha is 1 − {short(observed, 2)}/{spread:.4f} = **{short(by_level['interval'])}**",
    f"alpha is **{short(by_level['ordinal'])}**",
    f"One disagreement in four items: {short(by_level['nominal'])} if 2 and 3 are different names, {short(by_level['interval'])} if they are neighbours",
    "put all eight ratings into one bag: two 1s, three 2s, one 3, two 4s",
    f"the variances within the items are {', '.join(f'{v:g}' for v in within)}, with mean {short(within.mean())}, and 1 − {short(within.mean())}/{bag.var(ddof=1):.4f} = {short(1 - within.mean() / bag.var(ddof=1))}",
]

# %% [markdown]
# ## One data set, three answers

# %%
gaps = np.concatenate([np.abs(ratings[:, i] - ratings[:, j]) for i, j in combinations(range(10), 2)])
both_signs = int(((ratings > 0).any(axis=1) & (ratings < 0).any(axis=1)).sum())
three = [
    f"The VADER lexicon has {len(ratings):,} tokens with ten ratings each, from {ratings.min():.0f} to {ratings.max():.0f}",
    *(f"| {level} | {short(krippendorff_alpha(ratings, level))} |" for level in LEVELS),
    f"are equal in {100 * (gaps == 0).mean():.0f} % of all pairs, but they are at most one step apart in {100 * (gaps <= 1).mean():.0f} %",
    f"{both_signs:,} of its tokens have at least one positive and at least one negative",
    f"-1 against -2 is as bad as -4 against 4. At the interval level the second is {(4 - -4) ** 2 // (-1 - -2) ** 2} times as bad",
]
inside, total = ratings.var(axis=1, ddof=1).mean(), ratings.var(ddof=1)
assert np.isclose(1 - inside / total, krippendorff_alpha(ratings, "interval"), atol=1e-12)
short_way = [f"Over the whole lexicon this gives 1 − {inside:.4f}/{total:.4f} = {short(1 - inside / total)}"]

# %% [markdown]
# ## The figure: pairs of the same token beside pairs of any tokens
#
# The expected share of each distance comes from the counts of the nine values, drawn without replacement.

# %%
counts = np.array([(ratings == value).sum() for value in range(-4, 5)], dtype=float)
n = counts.sum()
any_two = np.array(
    [
        sum(counts[i] * (counts[j] - (i == j)) for i in range(9) for j in range(9) if abs(i - j) == step)
        for step in range(9)
    ]
) / (n * (n - 1))
same_token = np.array([(gaps == step).mean() for step in range(9)])
assert np.isclose(
    1 - (1 - same_token[0]) / (1 - any_two[0]), krippendorff_alpha(ratings, "nominal"), atol=1e-9
)

figure, ax = axes()
steps = np.arange(9)
ax.bar(steps - 0.2, 100 * same_token, width=0.4, color=FIRST, label="two ratings of one token")
ax.bar(steps + 0.2, 100 * any_two, width=0.4, color=SECOND, hatch="///", label="two ratings of any tokens")
ax.set_xticks(steps)
ax.set_xlabel("steps between the two ratings")
ax.set_ylabel("per cent of pairs")
ax.legend(loc="upper right")
FAR = 4
drawn = [
    f"In {100 * (same_token[0]):.0f} % of pairs from one token the ratings are equal, and in {100 * any_two[0]:.0f} % of pairs from any two",
    f"four steps or more apart are {100 * same_token[FAR:].sum():.1f} % of the pairs from one token and {100 * any_two[FAR:].sum():.0f} % of the others",
]

# %% [markdown]
# ## Two bootstraps

# %%
own = sample(lexicon, learner="lesson", exercise="m05-agreement", n=300)[RATINGS]
items = bootstrap_alpha(own, "interval", n_resamples=2000, seed=1)
paired = evalica.alpha_bootstrap(own.astype(float).T, distance="interval", random_state=1)
bootstraps = [
    f"For one sample of {len(own)} tokens with an interval alpha of {short(items.estimate)}",
    "repeat 2,000 times, and take the 2.5th and 97.5th percentile",
    *(
        f"| {short(low)} to {short(high)} | {short(high - low)} |"
        for low, high in ((items.low, items.high), (paired.low, paired.high))
    ),
    "items, 2,000 times",
]

# %% [markdown]
# ## A shuffle within the rows

# %%
rng = np.random.default_rng(0)
shuffled = np.array([rng.permutation(row) for row in ratings])
assert krippendorff_alpha(shuffled, "interval") == krippendorff_alpha(ratings, "interval")
before, after = (short(cohen_kappa(t[:, 0], t[:, 1])) for t in (ratings, shuffled))
moved = [f"from {before} to {after} in one such shuffle"]

# %% [markdown]
# ## The questions

# %%
rare = np.array([[0, 0]] * 98 + [[0, 1], [1, 0]], dtype=float)
assert abs(krippendorff_alpha(rare, "nominal")) < 0.02
assert np.isnan(krippendorff_alpha(np.zeros((5, 3)), "interval"))

said = [*studies, *by_hand, *three, *short_way, *drawn, *bootstraps, *moved]
quoted = [
    "This lesson takes about 40 minutes",
    "at least .800, draw tentative conclusions from .667 to .800",
    "(Krippendorff, 2011)",
    "(Hutto and Gilbert, 2014)",
    "(Efron and Tibshirani, 1993)",
    "D<sub>o</sub> is 0 and alpha is 1",
    "the two are equal and alpha is 0. Below 0, raters",
    "D<sub>e</sub> is 0 and alpha is *undefined*. It is not 1",
    "0 if equal, 1 if not",
    "α = 1 − D<sub>o</sub>",
    "α<sub>interval</sub> = 1 −",
    "between column 1 and column 2",
    "Missing ratings coded as 0",
    '"Agreement was 85 %"',
    "agree on 98 of 100 items, and alpha is near 0",
    "agreement near 98 %",
    "All ratings in a sample are 0",
    "D<sub>e</sub> is 0. Not 1.",
    "coded 1, 2, 3.",
    "A report gives interval alpha .73 [.72, .74] for 300 tokens",
    "reliability of 'rater 3'",
    "rose from .60 to .85",
    "Alpha is .73. Is the data good enough",
    "for your own 300 tokens",
    "Both variances divide by n - 1",
    "| Item | Rater 1 | Rater 2 |",
    "| What is drawn | 95 % interval |",
]
figures = {
    "distances": svg(
        figure,
        "How far apart two ratings lie, within a token and across tokens",
        "Bars for nought to eight steps. Within a token most pairs are equal or one step apart; across tokens the bars are spread out.",
    )
}
