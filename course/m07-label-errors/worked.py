# %% [markdown]
# # Label errors and bias audit: the lesson's numbers
#
# Every number of the lesson is computed here. `said` holds the parts of the page as they come out; a test compares.

# %%
from statistics import NormalDist

import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from labelwright.data import seed
from labelwright.quality import confident_joint, wilson
from labelwright.rng import Rng
from labelwright.site.figures import FIRST, SECOND, axes, svg
from labelwright.site.worked_examples import dataset

CLASSES = range(10)


def short(value, digits=2):
    """A number below 1 as the lesson prints it: no zero before the point."""
    return f"{value:.{digits}f}".removeprefix("0")


digits = dataset("digits")
pixels = digits[[name for name in digits if name.startswith("pixel")]].to_numpy()
true = digits["digit"].to_numpy()
n = len(true)

# %% [markdown]
# ## The planted errors, other ones than any learner's

# %%
rng = Rng(seed("lesson", "m07-label-errors")).numpy()
flipped = np.zeros(n, dtype=bool)
flipped[rng.choice(n, int(0.08 * n), replace=False)] = True
label = np.where(flipped, (true + rng.integers(1, 10, n)) % 10, true)
fold = rng.permutation(np.arange(n) % 5)

# %% [markdown]
# ## Three models, each asked in-sample and out-of-sample

# %%
models = {
    "random forest": lambda: RandomForestClassifier(100, random_state=0),
    "5 nearest neighbours": lambda: KNeighborsClassifier(5),
    "logistic regression": lambda: make_pipeline(StandardScaler(), LogisticRegression(max_iter=300)),
}


def outside(make, given=label):
    """Probabilities of every image from a model that did not see it."""
    table = np.zeros((n, 10))
    for number in range(5):
        inside = fold == number
        table[inside] = make().fit(pixels[~inside], given[~inside]).predict_proba(pixels[inside])
    return table


def suspects(table):
    """Which images are confidently another digit than their label."""
    found = confident_joint(label, table, labels=CLASSES)
    return (found.confident >= 0) & (found.confident != label), found


def hits(flags):
    """(flagged, precision, recall)."""
    return int(flags.sum()), flags[flipped].sum() / max(1, flags.sum()), flags[flipped].mean()


rows, opinions = [], {}
for name, make in models.items():
    seen, unseen = make().fit(pixels, label).predict_proba(pixels), outside(make)
    opinions[name] = seen, unseen
    before, after = suspects(seen)[0], suspects(unseen)[0]
    count, precision, recall = hits(after)
    rows.append(
        f"| {name} | {int(before.sum())} | {short(hits(before)[2])} | {count} | {short(precision)} | {short(recall)} |"
    )
seen, unseen = opinions["random forest"]
place = np.arange(n)
own_seen, own = seen[place, label], unseen[place, label]
differs = unseen.argmax(axis=1) != label
assert (seen.argmax(axis=1) != label).sum() <= 2
models_said = [
    f"we flipped {int(flipped.sum())} of the {n:,} labels",
    *rows,
    f"the forest gives a flipped label a probability of {short(own_seen[flipped].mean())} on average. Asked from outside, it gives {short(own[flipped].mean())}",
    f"is another digit than the label for {int((seen.argmax(axis=1) != label).sum())} of the {n:,} images",
]

# %% [markdown]
# ## The confident joint by hand

# %%
TOY = [
    ("A", 0, 0.9),
    ("B", 0, 0.8),
    ("C", 0, 0.7),
    ("D", 0, 0.2),
    ("E", 1, 0.1),
    ("F", 1, 0.3),
    ("G", 1, 0.2),
    ("H", 1, 0.6),
]
names = ("refund", "complaint")
toy_label = np.array([one for _, one, _ in TOY])
toy_table = np.array([[p, 1 - p] for _, _, p in TOY])
toy = confident_joint(toy_label, toy_table)
sure = ["nothing" if one < 0 else names[one] for one in toy.confident]
assert toy.counts.tolist() == [[3, 1], [0, 3]]
by_hand = [
    *(
        f"| {item} | {names[given]} | {short(p, 1)} | {short(1 - p, 1)} | {found} |"
        for (item, given, p), found in zip(TOY, sure, strict=True)
    ),
    f"(.9 + .8 + .7 + .2) / 4 = {short(toy.thresholds[0])}",
    f"(.9 + .7 + .8 + .4) / 4 = {short(toy.thresholds[1])}",
    *(f"| **{names[line]}** | {toy.counts[line][0]} | {toy.counts[line][1]} |" for line in (0, 1)),
    f"Its first choice is refund, at {short(toy_table[7, 0], 1)}, but that is below the bar of {short(toy.thresholds[0])}.",
    f"3 × 4/3 = {3 * 4 / 3:.0f}",
    f"1 of 8, or {short(toy.noise, 3)}",
]

# %% [markdown]
# ## The digits

# %%
flags, joint = suspects(unseen)
count, precision, recall = hits(flags)
wrong_choice, choice_precision, choice_recall = hits(differs)
digits_said = [
    f"The thresholds run from {short(joint.thresholds.min())} for the digit {int(joint.thresholds.argmin())} to {short(joint.thresholds.max())} for the digit {int(joint.thresholds.argmax())}",
    f"names {count} suspects, and {int(flags[flipped].sum())} of them are flipped labels",
    f"flags {wrong_choice} images and finds {int(differs[flipped].sum())} of the {int(flipped.sum())} flips, but {int(differs[~flipped].sum())} of its flags are right labels",
    f"the shortcut flagged {wrong_choice} where {int(flipped.sum())} were wrong",
    f"estimates {100 * joint.noise:.1f} % wrong labels, where {100 * flipped.mean():.1f} % were flipped",
]

# %% [markdown]
# ## Ranking

# %%
order = np.argsort(own, kind="stable")
parts = [int(flipped[order[start : start + 50]].sum()) for start in (0, 50, 100, 150, 200)]
ranking = [
    f"the first 50 images hold {parts[0]} flipped labels, the next fifties {parts[1]}, {parts[2]}, {parts[3]} and {parts[4]}"
]

# %% [markdown]
# ## What errors do to a score, and what a repair is worth

# %%
one = lambda: KNeighborsClassifier(1)  # noqa: E731
noisy = outside(one).argmax(axis=1)
reviewed = np.where(flags & flipped, true, label)
mended = outside(one, reviewed).argmax(axis=1)
forest = unseen.argmax(axis=1)
score = [
    f"scores {100 * (forest == label).mean():.1f} % against the labels with the flips in them, and {100 * (forest == true).mean():.1f} % against the published ones",
    f"goes from {100 * (noisy == true).mean():.1f} % to {100 * (mended == true).mean():.1f} % of the published labels when the confirmed suspects are mended in its training data",
]

# %% [markdown]
# ## Who is deleted

# %%
lost = differs & ~flipped
two = np.isin(true, [8, 9])
deleted = [
    f"loses {int(lost.sum())} images whose label is right",
    f"The digits 8 and 9 are {100 * two.mean():.0f} % of all images and {100 * two[lost].mean():.0f} % of those",
]

# %% [markdown]
# ## Slices

# %%
here, there = (33, 220), (36, 450)
p, q = here[0] / here[1], there[0] / there[1]
error = np.sqrt(p * (1 - p) / here[1] + q * (1 - q) / there[1])
z = NormalDist().inv_cdf
low, high = p - q - z(0.975) * error, p - q + z(0.975) * error
LOOKS = 12
reach = z(1 - 0.05 / LOOKS / 2)
wide = p - q - reach * error, p - q + reach * error
assert low > 0 > wide[0]
small = wilson(3, 12)
base = [0.9 * share + 0.1 * (1 - share) for share in (0.1, 0.4)]
luck = [1 - 0.95**slices for slices in (12, 20)]
slices_said = [
    f"marked {here[0]} of {here[1]} harmless letters, a rate of {short(p)}, and {there[0]} of {there[1]} outside it, a rate of {short(q)}",
    f"The gap is {short(p - q)}, and its 95 % interval runs from {short(low, 3)} to {short(high, 3)}",
    f"marks {100 * base[0]:.0f} % of the first and {100 * base[1]:.0f} % of the second",
    f"3 of 12 harmless messages marked is a rate of {short(3 / 12)}, with a 95 % interval (Wilson) from {short(small[0])} to {short(small[1])}",
    f"with 12 slices the chance that at least one interval misses is {100 * luck[0]:.0f} %, with 20 it is {100 * luck[1]:.0f} %",
    f"As one of {LOOKS} looks",
    f"For {LOOKS} looks an interval reaches {reach:.2f} standard errors in place of {z(0.975):.2f}. The gap above then runs from {wide[0]:.3f} to {short(wide[1], 3)}".replace(
        "-0.", "−."
    ),
]

# %% [markdown]
# ## The figure: what the forest thinks of the labels, seen and unseen

# %%
figure, (left, right) = axes(ncols=2, sharey=True)
edges = np.linspace(0, 1, 11)
for ax, values, title in ((left, own_seen, "in-sample"), (right, own, "out-of-sample")):
    for shift, of, colour, hatch, name in (
        (-0.02, ~flipped, FIRST, "", "label right"),
        (0.02, flipped, SECOND, "///", "label flipped"),
    ):
        share = 100 * np.histogram(values[of], edges)[0] / of.sum()
        ax.bar(edges[:-1] + 0.05 + shift, share, width=0.04, color=colour, hatch=hatch, label=name)
    ax.set_title(title)
    ax.set_xticks([0, 0.5, 1])
    ax.set_xlabel("probability of own label")
left.set_ylabel("per cent of images")
left.legend(loc="upper left")
drawn = [
    f"On the right, {100 * (own[flipped] < 0.1).mean():.0f} % of the flipped labels lie below .1, and {100 * (own[~flipped] < 0.1).mean():.1f} % of the right ones",
    f"On the left, none of the flipped labels lies below {short(np.floor(10 * own_seen[flipped].min()) / 10, 1)}",
]

said = [*models_said, *by_hand, *digits_said, *ranking, *score, *deleted, *slices_said, *drawn]
quoted = [
    "This lesson takes about 45 minutes",
    "(Alpaydin and Kaynak, 1998)",
    "Deal the images into 5 heaps",
    "(Northcutt, Jiang and Chuang, 2021)",
    "the second line becomes 0 and",
    "It is 0 where the model is confident of every label given",
    "confidently an 8, and a wrong label on an 8 would",
    "people confirmed 51 % of the labels",
    "(Northcutt, Athalye and Mueller, 2021)",
    "(ResNet-18) overtakes a larger one (ResNet-50) if the share of wrongly labelled test images grows by 6 %",
    "at least 3.3 % of the labels",
    "mark 90 % of aggressive messages and 10 % of harmless ones",
    "If 10 % of one slice is aggressive and 40 % of another",
    "p (1 − p) / n",
    "A 95 % interval misses once in twenty times",
    "divides the 5 % by the number of looks",
    "You audited 40 slices, and two have 95 % intervals that exclude 0",
    "That you looked at 40.",
    "Widen the intervals for 40 looks",
]
figures = {
    "confidence": svg(
        figure,
        "The probability that a random forest gives to each label",
        "Two panels. In-sample, flipped labels stand in the middle and right half. Out-of-sample, nearly all flipped labels are below one tenth.",
    )
}
