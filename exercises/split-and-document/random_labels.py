"""The accuracy of the notebook's model on random labels, with a random split and a group split."""

from __future__ import annotations

from hashlib import blake2b

from labelwright.checks import Work

from .parts import groups, texts

TOLERANCE = 0.06
"""Ten splits with another seed move the mean by up to about .04."""


def lots(ids: list[int], group: list[int]) -> list[int]:
    """Return one of ten labels for each message, drawn by the smallest id of its group."""
    first: dict[int, int] = {}
    for one, name in zip(ids, group, strict=True):
        first[name] = min(one, first.get(name, one))
    return [int(blake2b(str(first[name]).encode(), digest_size=4).hexdigest(), 16) % 10 for name in group]


def accuracies(messages: list[str], ids: list[int], group: list[int], seed: int = 0) -> tuple[float, float]:
    """Return the mean accuracy over ten splits of the nearest neighbour: rows at random, and whole groups."""
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.model_selection import GroupShuffleSplit, ShuffleSplit, cross_val_score
    from sklearn.neighbors import KNeighborsClassifier

    x = CountVectorizer(analyzer="char", ngram_range=(3, 3), binary=True).fit_transform(messages)
    model, labels = KNeighborsClassifier(1, metric="cosine"), lots(ids, group)
    rows = ShuffleSplit(10, test_size=0.2, random_state=seed)
    whole = GroupShuffleSplit(10, test_size=0.2, random_state=seed)
    return (
        float(cross_val_score(model, x, labels, cv=rows).mean()),
        float(cross_val_score(model, x, labels, cv=whole, groups=group).mean()),
    )


def reference_accuracies(work: Work) -> tuple[float, float]:
    """Return the accuracies for this learner's messages, computed once."""
    ids = [int(one) for one in work.sample["id"]]
    return work.cached("accuracies", lambda: accuracies(texts(work), ids, groups(work)))


def is_error_rate(value: float, right: float) -> bool:
    """Return whether a value is exactly 1 minus the accuracy: near .5, that is within the tolerance of the accuracy."""
    return abs(value - (1 - right)) <= 1e-6 < abs(value - right)


def accuracy_mistake(value: float, right: float, other: float, *, by_rows: bool) -> tuple[str, str]:
    """Return which known mistake a wrong accuracy is: (misconception, advice)."""
    if 1 < value <= 100:
        return "This is a percentage.", "Give a share from 0 to 1."
    if value >= 0.99:
        return "You trained and tested on the same rows.", "Let `cross_val_score` make the splits."
    if abs(value - other) <= TOLERANCE and by_rows:
        return "You split whole groups here too.", "Use `ShuffleSplit`, which ignores groups."
    if abs(value - other) <= TOLERANCE:
        return (
            "Copies are in both parts: you split single rows here too, or each row has its own group.",
            "Use `GroupShuffleSplit`, and pass `groups=group` to `cross_val_score`.",
        )
    if abs(value - (1 - right)) <= TOLERANCE:
        return "This is the share of wrong answers.", "Give the accuracy."
    if value > 0.8:
        return "You used the real labels, spam and ham.", "Make the labels with `random_labels(group)`."
    return "", "Take the mean of the ten accuracies that `cross_val_score` gives."
