# %% [markdown]
# # Quality control: the lesson's numbers
#
# The lesson sorts the patients of 1979 into two classes, where the exercise has four, so that it answers nothing there.

# %%
import numpy as np

from labelwright.quality import dawid_skene, gold_pass_probability, majority_accuracy, majority_vote, wilson
from labelwright.rng import Rng
from labelwright.simulation import Worker, label_items
from labelwright.site.figures import FIRST, INK, SECOND, SOFT, THIRD, axes, svg
from labelwright.site.worked_examples import dataset


def short(value, digits=3):
    """A number below 1 as the lesson prints it: no zero before the point."""
    return f"{value:.{digits}f}".removeprefix("0")


# %% [markdown]
# ## Gold: three tests with the same cut-off of seven in ten

# %%
TESTS = ((10, 7), (20, 14), (100, 70))
WEAK, GOOD = 0.6, 0.8
passing = {(n, p): gold_pass_probability(n, c, p) for n, c in TESTS for p in (0.6, 0.7, 0.8, 0.9)}
gold = [
    *(f"| {n} | {c} | {short(passing[n, WEAK])} | {short(1 - passing[n, GOOD])} |" for n, c in TESTS),
    f"With {TESTS[1][1]} of {TESTS[1][0]} needed, {100 * passing[20, WEAK]:.0f} % of the raters who are right on .60 of the items get in",
    f"{100 * passing[20, 0.7]:.0f} % of those who are right on .70",
    f"A hundred items tell nearly everything: {100 * passing[100, WEAK]:.1f} %",
]
half = [100 * passing[20, p] / (passing[20, WEAK] + passing[20, GOOD]) for p in (WEAK, GOOD)]
rare = 0.9 * passing[20, WEAK] / (0.9 * passing[20, WEAK] + 0.1 * passing[20, GOOD])
base = [
    f"If half of those who apply are weak (.60) and half good (.80), {half[0]:.0f} % of the hired are weak. If nine in ten "
    f"are weak, it is {100 * rare:.0f} %",
    f"more than half of the hired are weak: {100 * rare:.0f} % in the example",
]
assert rare > 0.5

accuracies = np.linspace(0.4, 1, 121)
figure, ax = axes()
for (n, c), colour, line in zip(TESTS, (SECOND, FIRST, THIRD), (":", "-", "--"), strict=True):
    ax.plot(
        accuracies,
        [100 * gold_pass_probability(n, c, float(p)) for p in accuracies],
        color=colour,
        linestyle=line,
        label=f"{c} of {n} needed",
    )
for p, word in ((WEAK, "weak"), (GOOD, "good")):
    ax.axvline(p, color=SOFT, linewidth=1)
    ax.text(p - 0.006, 50, word, color=INK, ha="right")
ax.set_xlabel("share of items on which the rater is right")
ax.set_ylabel("per cent who pass")
ax.set_xlim(0.4, 1)
ax.set_ylim(0, 101)
ax.legend(loc="lower right", handlelength=1.2)

# %% [markdown]
# ## Overlap

# %%
votes_of = {k: majority_accuracy(k, 0.7) for k in (1, 3, 5, 7, 9)}
SHARED = 0.1
capped = [(1 - SHARED) * majority_accuracy(k, 0.7 / (1 - SHARED)) for k in (3, 9, 99)]
overlap = [
    f"Three raters who are right on .70 of the items reach {short(votes_of[3])}, five {short(votes_of[5])}, seven "
    f"{short(votes_of[7])} and nine {short(votes_of[9])}",
    f"Suppose that everybody is wrong on the same tenth of the items, and right on .70 in all. Then three reach {short(capped[0])}, "
    f"nine {short(capped[1])}, and ninety-nine {short(capped[2])}",
    f"The ceiling is {short(1 - SHARED, 2)}",
]
gain = [
    f"The third pair of raters adds {100 * (votes_of[7] - votes_of[5]):.1f} points, the first {100 * (votes_of[3] - votes_of[1]):.1f}"
]

# %% [markdown]
# ## Two classes of patients

# %%
ratings = dataset("dawid-skene-patients")
first = ratings[ratings["occasion"] == 1].assign(
    label=lambda rows: np.where(rows["rating"] == 1, "fit", "unfit")
)
triples = list(zip(first["patient"], first["observer"], first["label"], strict=True))
wide = first.pivot(index="patient", columns="observer", values="label")
n_fit = (wide == "fit").sum(axis=1)
start = n_fit / 5
everybody = int(((n_fit == 0) | (n_fit == 5)).sum())
model = dawid_skene(triples, labels=["fit", "unfit"])
PATIENT = 3
assert wide.loc[PATIENT].tolist() == ["fit", "unfit", "fit", "unfit", "unfit"]

# %% [markdown]
# ### A matrix, from the final fit

# %%
second = model.confusion[2]
behind = model.posterior[:, 0].sum()
wrong = round(second[0, 1] * behind)
low, high = wilson(wrong, round(behind))
matrices = [
    f"| **fit** | {short(second[0, 0])} | {short(second[0, 1])} |",
    f"| **unfit** | {short(second[1, 0])} | {short(second[1, 1])} |",
    f"Of the patients whom the model takes for fit, observer 2 called {short(second[0, 1])} unfit. There are {behind:.0f} such patients, so this is "
    f"{wrong} of them, with a 95 % interval from {short(low, 2)} to {short(high, 2)}",
]

# %% [markdown]
# ### One round by hand

# %%
prevalence = start.mean()
says_fit = {
    o: (
        (start * (wide[o] == "fit")).sum() / start.sum(),
        ((1 - start) * (wide[o] == "fit")).sum() / (1 - start).sum(),
    )
    for o in wide
}
factors = {"fit": [], "unfit": []}
for o in wide:
    for place, true in enumerate(factors):
        share = says_fit[o][place]
        factors[true].append(share if wide.loc[PATIENT, o] == "fit" else 1 - share)
joint = {"fit": prevalence * np.prod(factors["fit"]), "unfit": (1 - prevalence) * np.prod(factors["unfit"])}
belief = joint["unfit"] / sum(joint.values())
final = model.certainty[PATIENT]
assert model.decided[PATIENT] == "unfit"
assert belief > 0.6
by_hand = [
    f"{everybody} of the 45 patients got the same label from all five",
    f"Patient {PATIENT} got fit, unfit, fit, unfit, unfit. The vote says unfit, three to two: a share of {short(0.6, 2)}",
    f"The shares of *fit* add up to {start.sum():.1f} over the patients, so the prevalence of fit is {start.sum():.1f}/45 = {short(prevalence)}",
    f"Observer 1 said fit with {((start * (wide[1] == 'fit')).sum()):.1f} of these {start.sum():.1f}, or {short(says_fit[1][0])}, and with {((1 - start) * (wide[1] == 'fit')).sum():.1f} of the other {(1 - start).sum():.1f}, or {short(says_fit[1][1])}",
    f"- fit: {short(prevalence)} × {' × '.join(short(f) for f in factors['fit'])} = {joint['fit']:.6f}",
    f"- unfit: {short(1 - prevalence)} × {' × '.join(short(f) for f in factors['unfit'])} = {joint['unfit']:.6f}",
    f"The belief in unfit is {joint['unfit']:.6f}/({joint['fit']:.6f} + {joint['unfit']:.6f}) = **{short(belief)}**. It was {short(0.6, 2)} before",
    f"After {len(model.log_likelihoods)} rounds nothing moves any more, and the belief in unfit is {final:.3f}",
]
times = {o: factors["unfit"][o - 1] / factors["fit"][o - 1] for o in (2, 5)}
by_hand.append(
    f"Observer 5 says *unfit* {times[5]:.0f} times as readily of the unfit as of the fit, and observer 2 only {times[2]:.0f} times"
)
overdone = [
    "no fit patient was called unfit by observer 1, 3 or 5",
    f"rests on {behind:.0f} patients",
]
assert all(model.confusion[o][0, 1] < 1e-3 for o in (1, 3, 5))
assert sorted(wide.loc[PATIENT][wide.loc[PATIENT] == "unfit"].index) == [2, 4, 5]

# %% [markdown]
# ## When it fails: two simulated raters who copy a third

# %%
items = [f"i{number:03d}" for number in range(200)]
truth = {item: "yes" if Rng(3).share_for("t", item) < 0.5 else "no" for item in items}
crew = [
    Worker(id="simulated-1", skill=0.88),
    Worker(id="simulated-2", skill=0.84),
    Worker(id="simulated-3", skill=0.7),
]
given = label_items([{"id": i, "text": i} for i in items], truth, crew, seed=3, labels=["yes", "no"])
own = {w.id: {one.item: one.value.label for one in given if one.annotator == w.id} for w in crew}


def right(labels):
    """The share of the simulated items that are labelled right."""
    return np.mean([labels[item] == truth[item] for item in items])


def crowd(copies):
    """The votes of the three, and of so many who copy the third."""
    rows = [(item, name, own[name][item]) for item in items for name in own]
    return rows + [(item, f"copy-{k}", own["simulated-3"][item]) for k in range(copies) for item in items]


def vote_right(votes):
    """The share that the vote gets right; a tie is a coin."""
    won = majority_vote(votes).winners
    return np.mean([(truth[item] in won[item]) / len(won[item]) for item in items])


honest, copied = dawid_skene(crowd(0), labels=["yes", "no"]), dawid_skene(crowd(1), labels=["yes", "no"])
diagonal = {name: np.diag(table).mean() for name, table in copied.confusion.items()}
failing = [
    f"three simulated raters label {len(items)} items and are right on {short(right(own['simulated-1']), 2)}, {short(right(own['simulated-2']), 2)} and {short(right(own['simulated-3']), 2)} of them",
    f"The model's labels are right on {short(right(honest.decided), 2)}",
    f"the model's labels drop to {short(right(copied.decided), 2)}, below the plain vote's {short(vote_right(crowd(1)), 2)}",
    f"The two who copy get perfect matrices, and the best rater's mean diagonal is {short(diagonal['simulated-1'], 2)}",
]
assert min(diagonal["simulated-3"], diagonal["copy-0"]) > 0.999
assert right(copied.decided) < vote_right(crowd(1))

turned = dawid_skene(
    [(i, a, {"yes": "no", "no": "yes"}[label]) for i, a, label in crowd(0)], labels=["yes", "no"]
)
assert np.isclose(turned.log_likelihood, honest.log_likelihood)

# %% [markdown]
# ## What a plan costs

# %%
N, RATERS, SECONDS, PAY, REVIEW, CHECK, CHECKER, ACCEPTED = 1000, 3, 15, 16, 0.2, 60, 30, 0.94
labels_cost = N * RATERS * SECONDS / 3600 * PAY
review_cost = N * REVIEW * CHECK / 3600 * CHECKER
costing = [
    f"| labels | {N:,} × {RATERS} × {SECONDS} s at {PAY} an hour | {labels_cost:.0f} |",
    f"| review | {N * REVIEW:.0f} × {CHECK} s at {CHECKER} an hour | {review_cost:.0f} |",
    f"Together {labels_cost + review_cost:.0f}, or {short((labels_cost + review_cost) / N)} an item. If the client accepts {100 * ACCEPTED:.0f} % of the labels, an accepted one costs {short((labels_cost + review_cost) / N / ACCEPTED)}",
    f"it is {short(SECONDS / 3600 * PAY)}",
]

said = [*gold, *base, *overlap, *gain, *matrices, *by_hand, *overdone, *failing, *costing]
quoted = [
    "This lesson takes about 45 minutes",
    "and each row adds up to 1. In 1979 five anaesthetists rated the fitness of 45 patients",
    "(Condorcet, 1785)",
    "(Dawid and Skene, 1979)",
    "(Hovy and others, 2013)",
    "(Wang and others, 2024)",
    "weak raters are right on .60 of the items and good ones on .80",
    "rated 1 counts as *fit*, 2 to 4 as *unfit*",
    "Observer 2 | said fit",
    "the helpfulness scores were more than 2 apart",
    "A rater gets 7 of 10 gold items right",
    "those who are right on .60 get that far",
    "a test with 14 of 20 needed still lets",
    "Make the products add up to 1",
    "The product becomes 0",
    "Now the E step for patient 3",
    "A belief of 1.000",
]
figures = {
    "gold": svg(
        figure,
        "Who passes a gold test, by how often they are right",
        "Three rising curves. The curve for ten items climbs slowly from .4 to 1; that for a hundred items jumps at .7.",
    )
}
