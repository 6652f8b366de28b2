"""Wrong answers to "Pick the right statistic": each cell runs after the solution; its first lines are what the learner reads."""

# %% alpha-nominal-for-everything
# expect: measures-fit-their-designs failed "as if one measure fitted every design"
write_labels("which-statistic", dict.fromkeys(right, "alpha, nominal"))


# %% cohen-for-all
# expect: measures-fit-their-designs failed "You chose Cohen's kappa 12 times of 12"
write_labels("which-statistic", dict.fromkeys(right, "Cohen's kappa"))


# %% gaps-counted
# You counted a missing rating as a rating.
# Try: First drop every None, and nothing else. 0 is a label.
from collections import Counter


def read_design(ratings):
    labels = Counter(label for row in ratings for label in row)
    sizes = [len(row) for row in ratings]
    return {
        "pairable": len(ratings),
        "fewest": min(sizes),
        "most": max(sizes),
        "top_share": max(labels.values()) / sum(labels.values()),
    }


# %% gold-and-repeat-as-agreement
# expect: measures-fit-their-designs failed "people who agree can be wrong together"
agreeing = {
    "accuracy on gold": "Cohen's kappa",
    "self-agreement": "Cohen's kappa",
    "Gwet's AC1": "Cohen's kappa",
}
write_labels("which-statistic", {item: agreeing.get(name, name) for item, name in right.items()})


# %% half-answered
# expect: every-design-has-a-measure failed "You did not label 6 of 12"
# expect: the-deciding-parts-are-named not_run "waits for another check"
write_labels("which-statistic", dict(list(right.items())[:6]))


# %% kappa-for-places-and-orders
# expect: measures-fit-their-designs failed "the two people do not label the same list of items"
kappas = {
    "pairwise F1": "Cohen's kappa",
    "rank correlation": "weighted kappa",
    "alpha, set distance": "alpha, nominal",
    "self-agreement": "Cohen's kappa",
}
write_labels("which-statistic", {item: kappas.get(name, name) for item, name in right.items()})


# %% no-time-taken
# expect: designs-are-read failed "took less time than it takes to look at them"
# expect: measures-fit-their-designs not_run "waits for another check"
write_labels("which-statistic", right, seconds=0.3)


# %% one-reason-for-all
# expect: the-deciding-parts-are-named failed "12 of your answers are `who rated`"
write_labels("what-decides", dict.fromkeys(right, "who rated"))


# %% order-ignored
# expect: measures-fit-their-designs failed "the answers have an order, but this measure counts a small"
unordered = {
    "weighted kappa": "Cohen's kappa",
    "alpha, ordinal": "alpha, nominal",
    "alpha, interval": "alpha, nominal",
}
write_labels("which-statistic", {item: unordered.get(name, name) for item, name in right.items()})


# %% raw-where-one-label-rules
# expect: measures-fit-their-designs failed "one label is much more common, so nearly all agreement could be"
raw = {"Gwet's AC1": "raw agreement", "Fleiss' kappa": "raw agreement", "pairwise F1": "raw agreement"}
write_labels("which-statistic", {item: raw.get(name, name) for item, name in right.items()})


# %% somebody-else-s-labels
# expect: every-design-has-a-measure failed "were made by `somebody else`"
from pathlib import Path

journal = Path("which-statistic.annotations.jsonl")
journal.write_text(
    journal.read_text("utf-8").replace(chosen.annotator or "scripted", "somebody else"), "utf-8"
)


# %% too-many-skipped
# expect: every-design-has-a-measure failed "You skipped 4 of 12 items"
# expect: the-deciding-parts-are-named not_run "waits for another check"
write_labels(
    "which-statistic",
    {item: name if number > 3 else None for number, (item, name) in enumerate(right.items())},
)


# %% zero-dropped
# You dropped the label 0 together with the gaps, because `if label` is false for 0 too.
# Try: Use `label is not None`.
solved = read_design


def read_design(ratings):
    return solved([[label if label else None for label in row] for row in ratings])


# %% single-ratings-pairable
# You counted items with a single rating as pairable.
# Try: Count only items with two ratings or more.
solved = read_design


def read_design(ratings):
    rated = [row for row in ratings if any(label is not None for label in row)]
    return {**solved(ratings), "pairable": len(rated)}


# %% empty-items-counted
# You counted items without any rating in `fewest`.
# Try: Leave out these items.
solved = read_design


def read_design(ratings):
    sizes = [sum(label is not None for label in row) for row in ratings]
    return {**solved(ratings), "fewest": min(sizes)}


# %% share-of-items
# You divided the most frequent label by the number of items.
# Try: Divide by the number of all ratings.
solved = read_design


def read_design(ratings):
    rated = sum(label is not None for row in ratings for label in row)
    facts = solved(ratings)
    return {**facts, "top_share": facts["top_share"] * rated / len(ratings)}
