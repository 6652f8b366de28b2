"""Wrong answers to "Pick the right statistic": each cell runs after the solution, and its first lines say what must come back."""

# %% alpha-nominal-for-everything
# expect: measures-fit-their-designs failed "as if one measure fitted every design"
write_labels("which-statistic", dict.fromkeys(right, "alpha, nominal"))


# %% cohen-for-all
# expect: measures-fit-their-designs failed "You chose Cohen's kappa 12 times of 12"
write_labels("which-statistic", dict.fromkeys(right, "Cohen's kappa"))


# %% gaps-counted
# expect: the-design-is-read-off-a-table failed "You counted a missing rating as a rating"
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


# %% too-many-skipped
# expect: every-design-has-a-measure failed "You skipped 4 of 12 items"
# expect: the-deciding-parts-are-named not_run "waits for another check"
write_labels(
    "which-statistic",
    {item: name if number > 3 else None for number, (item, name) in enumerate(right.items())},
)


# %% zero-dropped
# expect: the-design-is-read-off-a-table failed "You dropped the label 0 together with the gaps, because `if"
solved = read_design


def read_design(ratings):
    return solved([[label if label else None for label in row] for row in ratings])
