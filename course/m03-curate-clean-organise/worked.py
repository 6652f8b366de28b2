# %% [markdown]
# # Curate, clean, organise: the lesson's numbers
#
# Every number of the lesson is computed here. `said` holds the parts of the page as they come out; a test compares.

# %%
import random

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components
from scipy.stats import hypergeom
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import GroupShuffleSplit, ShuffleSplit
from sklearn.naive_bayes import MultinomialNB
from sklearn.preprocessing import normalize

from labelwright.data.loaders.csv_tables import true_links
from labelwright.quality.near_duplicates import block, contamination, jaccard, link_score, shingles
from labelwright.site.figures import FIRST, LINE, SECOND, axes, svg
from labelwright.site.worked_examples import dataset


def short(value, digits=3):
    """A number below 1 as the lesson prints it: no zero before the point."""
    return f"{value:.{digits}f}".removeprefix("0")


# %% [markdown]
# ## Two short texts by hand

# %%
ONE, OTHER = ["win", "cash", "now"], ["win", "cash", "today"]
WORDS = ["win", "cash", "now", "today"]
rng = random.Random(6)
ways = [dict(zip(WORDS, rng.sample(range(1, 5), 4), strict=True)) for _ in range(4)]
smallest = [(min(way[word] for word in ONE), min(way[word] for word in OTHER)) for way in ways]
equal = sum(a == b for a, b in smallest)
exact = jaccard(set(ONE), set(OTHER))
error = {n: (exact * (1 - exact) / n) ** 0.5 for n in (4, 128)}
by_hand = [
    f"They share {len(set(ONE) & set(OTHER))} of {len(set(ONE) | set(OTHER))} different words, so their Jaccard similarity is {len(set(ONE) & set(OTHER))}/{len(set(ONE) | set(OTHER))} = {short(exact, 2)}",
    *(
        f"| {number} | {' | '.join(str(way[word]) for word in WORDS)} | {a} | {b} |"
        for number, (way, (a, b)) in enumerate(zip(ways, smallest, strict=True), start=1)
    ),
    f"equal in {equal} of 4 ways, so the estimate is {short(equal / 4, 2)}; the truth is {short(exact, 2)}",
    f"at a similarity of {short(exact, 2)} it is {short(error[4], 2)} with 4 ways and {short(error[128], 2)} with 128",
]

# %% [markdown]
# ## Person records

# %%
people = dataset("febrl-people")
fields = [name for name in people.columns if name != "rec_id"]
true = true_links(people)
by_id = people.set_index("rec_id")
suburb = block(by_id.index.to_series().to_dict(), [by_id["suburb"].dropna().to_dict()], true)
named = by_id.dropna(subset=["given_name", "surname"])
full_name = block(
    named.index.to_series().to_dict(), [(named["given_name"] + " " + named["surname"]).to_dict()], true
)
names = link_score(full_name.pairs, true)
assert not people.duplicated(subset=fields).any()
original = people[people["rec_id"].str.endswith("-org")]
born = original.dropna(subset=["date_of_birth"])


def alone(columns):
    """How many of the originals with a date of birth are the only one with their values in these columns."""
    return int((born.groupby(columns)["rec_id"].transform("size") == 1).sum())


linkage = [
    f"{len(people):,} generated person records with {len(true)} true pairs",
    f"No two of them are equal in all {len(fields)} fields",
    f"equal names, where both are known, find {len(names.hits)} of the {len(true)} pairs",
    f"All {len(people):,} records make {suburb.possible:,} pairs. Those that share a suburb are {len(suburb.pairs):,}: {100 * suburb.reduction:.1f} % of the work is saved, and {100 * suburb.completeness:.0f} % of the true pairs are kept. The other {len(true) - round(suburb.completeness * len(true))} are lost",
]
identity = [
    f"Of the {len(born)} originals with a date of birth, {alone(['postcode'])} are alone with their postcode, and all {alone(['postcode', 'date_of_birth'])} are alone with postcode and date of birth together"
]
assert alone(["postcode", "date_of_birth"]) == len(born)
copies = people[~people["rec_id"].str.endswith("-org")]
missing = [
    f"{int(original[fields].isna().sum().sum())} cells are missing in the {len(original)} originals and {int(copies[fields].isna().sum().sum())} in their {len(copies)} altered copies"
]

# %% [markdown]
# ## Messages: screened, and without the rows that swallowed others

# %%
messages = dataset("sms-spam")
messages = messages[messages["shown"] & (messages["text"].str.len() <= 500)].reset_index(drop=True)
places: dict[str, int] = {}
cells = [
    (row, places.setdefault(piece, len(places)))
    for row, text in enumerate(messages["text"])
    for piece in shingles(text)
]
holds = sparse.csr_matrix((np.ones(len(cells), dtype=int), tuple(zip(*cells, strict=True))))
shared = (holds @ holds.T).tocoo()
size = np.asarray(holds.sum(axis=1)).ravel()
alike = shared.data / (size[shared.row] + size[shared.col] - shared.data) >= 0.8
joined = sparse.coo_matrix((alike[alike], (shared.row[alike], shared.col[alike])), shape=(len(messages),) * 2)
group = connected_components(joined, directed=False)[1]
members = np.bincount(group)
exact_copies = int(messages["text"].duplicated().sum())
in_group = int((members[group] > 1).sum())
copied = [
    f"{len(messages):,} messages of the SMS Spam Collection",
    f"{exact_copies} repeat an earlier one letter for letter; by shingles, {in_group} are in one of {int((members > 1).sum())} groups. The largest holds {members.max()}",
]

# %% [markdown]
# ## The worked example: two models, two ways to split

# %%
DRAWS = 100
counts = CountVectorizer().fit_transform(messages["text"])
spam = (messages["label"] == "spam").to_numpy()
directions = normalize(counts.astype(np.float32))
cosine = (directions @ directions.T).toarray()
SPLITS = {
    "rows": list(ShuffleSplit(DRAWS, test_size=0.2, random_state=0).split(spam)),
    "groups": list(GroupShuffleSplit(DRAWS, test_size=0.2, random_state=0).split(spam, groups=group)),
}


def bayes_says(train, test):
    """Naive Bayes on word counts."""
    return MultinomialNB().fit(counts[train], spam[train]).predict(counts[test])


def neighbour_says(train, test):
    """The label of the training message with the most alike word counts, by the cosine."""
    return spam[train[cosine[np.ix_(test, train)].argmax(axis=1)]]


def errors(predict, splits):
    """In per cent: the errors of all, of test messages with a group member in training, of the others; their share."""
    wrong = [predict(train, test) != spam[test] for train, test in splits]
    seen = np.concatenate([np.isin(group[test], group[train]) for train, test in splits])
    every, joined = np.mean([one.mean() for one in wrong]), np.concatenate(wrong)
    with_copy = joined[seen].mean() if seen.any() else np.nan
    return 100 * np.array([every, with_copy, joined[~seen].mean(), seen.mean()])


bayes = {split: errors(bayes_says, draws) for split, draws in SPLITS.items()}
neighbour = {split: errors(neighbour_says, draws) for split, draws in SPLITS.items()}
assert bayes["groups"][3] == neighbour["rows"][1] == 0
more = 100 * (bayes["groups"][0] / bayes["rows"][0] - 1)
few = {split: errors(bayes_says, draws[:20])[0] for split, draws in SPLITS.items()}
example = [
    f"{bayes['rows'][3]:.0f} % of the test messages have a near-duplicate in training",
    f"averaged over {DRAWS} draws with a test share of 20 %",
    *(
        f"| {name} | {one['rows'][1]:.1f} % | {one['rows'][2]:.1f} % | {one['rows'][0]:.1f} % | **{one['groups'][0]:.1f} %** |"
        for name, one in (("naive Bayes", bayes), ("nearest neighbour", neighbour))
    ),
    f"from {bayes['rows'][0]:.1f} % to {bayes['groups'][0]:.1f} %: about {more:.0f} % more errors than the random splits had shown",
    f"The first 20 draws alone would have said {100 * (few['groups'] / few['rows'] - 1):.0f} %",
]

train, test = SPLITS["groups"][0]
leaks = contamination(
    {row: messages["text"][row] for row in test}, {row: messages["text"][row] for row in train}
)
still = [
    f"In one such split, {len(leaks.found)} of the {len(test)} test messages still share 13 words in a row with training, and {len(leaks.too_short)} are shorter than 13 words"
]

# %% [markdown]
# ## Strata

# %%
low, high = hypergeom(len(messages), int(spam.sum()), 100).ppf([0.025, 0.975]).astype(int)
strata = [
    f"Spam is {100 * spam.mean():.1f} % of the messages used below. A random draw of 100 holds between {low} and {high} spam messages in 95 of 100 draws; a stratified one holds {round(100 * spam.mean())}"
]

# %% [markdown]
# ## The figure

# %%
figure, ax = axes(height=3.9)
GROUPS = ("a copy was\nin training", "no copy\nin training", "all, rows\nsplit", "all, groups\nsplit")
at = np.arange(4)
for shift, (name, one), look in (
    (-0.2, ("naive Bayes", bayes), {"color": FIRST}),
    (0.2, ("nearest neighbour", neighbour), {"color": SECOND, "hatch": "///"}),
):
    heights = [one["rows"][1], one["rows"][2], one["rows"][0], one["groups"][0]]
    ax.bar(at + shift, heights, width=0.4, label=name, **look)
    for x, height in zip(at + shift, heights, strict=True):
        ax.annotate(f"{height:.1f}", (x, height), (0, 3), textcoords="offset points", ha="center")
ax.set_xticks(at, GROUPS)
ax.set_ylim(0, 3.6)
ax.set_ylabel("per cent of answers wrong")
ax.axvline(1.5, color=LINE, linewidth=0.8)
ax.legend(loc="upper left")

said = [
    *by_hand,
    *linkage,
    *identity,
    *missing,
    *copied,
    *example,
    *still,
    *strata,
]
quoted = [
    "This lesson takes about 50 minutes",
    "a sentinel such as -99",
    "(Rubin, 1976)",
    "(Broder, 1997)",
    "(Christen, 2012)",
    "(Gebru and others, 2021)",
    "(Brown and others, 2020)",
    "one sentence of 61 words stood more than 60,000 times in C4, a set of web pages (Lee and others, 2022)",
    "0 where nothing is shared, 1 where the sets are equal",
    "undefined where both are empty",
    "similarity of at least .8",
    "of 13 words in a row",
    "√(s(1 − s)/k)",
    "Number of the way",
    "(HelpSteer2; Wang and others, 2024)",
    "CC BY 4.0",
    "precision of .40 and a recall of .99",
    "A table has 1,000 rows; four ages are -99",
    "with the -99 in it",
]
figures = {
    "copies": svg(
        figure,
        "Errors of two models on messages with and without a copy in training, and under two ways to split",
        "Bars in four groups. With a copy in training both models are nearly always right; without one they are wrong in two to three of 100. Splitting rows reports less error than splitting groups.",
    )
}
