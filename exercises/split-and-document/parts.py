"""Compare the learner's groups and split with the groups that all pairs of their messages give."""

from __future__ import annotations

import pandas as pd

from labelwright.checks import Failed, Work
from labelwright.checks.kinds import Names

from .near import exact_groups, groups_of, links

WHY_SPLIT = "If a copy of a test message is in training, the model already knows the answer."


def texts(work: Work) -> list[str]:
    """Return the learner's 800 texts."""
    return work.sample["text"].tolist()


def groups(work: Work, threshold: float = 0.8) -> list[int]:
    """Return the reference group number of each message."""
    return work.cached(f"groups {threshold}", lambda: groups_of(texts(work), threshold))


def group_mistake(work: Work, given: set[tuple[int, int]]) -> tuple[str, str]:
    """Return which known wrong grouping this is: (misconception, advice)."""
    true = links(groups(work))
    if given == links(exact_groups(texts(work))):
        return (
            "You grouped only exact copies. Near-duplicates differ in a space, a name or a number.",
            "Compare the sets of shingles, not the texts.",
        )
    if not given:
        return (
            "Every message is its own group.",
            "First find the pairs. Then give both messages of a pair the same number.",
        )
    if len(given) > 0.5 * len(texts(work)) ** 2 / 2:
        return (
            "Nearly all messages are in one group, so your comparison accepts pairs that are not similar.",
            "Print the similarity of two messages that have nothing in common.",
        )
    for other in (0.6, 0.7, 0.9):
        if given == links(groups(work, other)):
            return f"This is the result of a threshold of {other:g}.", "Use a similarity of at least .8."
    if given < true:
        return (
            "Some chains are broken: if a and b are a pair, and b and c are a pair, all three must be in one group.",
            "When you join two groups, give *every* message of the old group the new number.",
        )
    return (
        "",
        "Take the two messages named above, and compute the similarity of their shingles.",
    )


def parts(work: Work) -> pd.DataFrame:
    """Return the learner's split as a table of id and part; raise Failed if a column, an id or a part is not what was asked."""
    table = work.table("split", ["id", "part"])
    if not {"id", "part"} <= set(table.columns):
        raise Failed(
            f"`split` has the columns {', '.join(map(str, table.columns))}.",
            why="The client needs a list of ids with their part.",
            advice="Name the columns `id` and `part`.",
        )
    strange = sorted(set(map(str, table["part"])) - {"train", "test"})
    if strange:
        raise Failed(
            f"`part` holds {', '.join(strange[:3])}.",
            why="The client expects only the two parts.",
            advice='Write "train" or "test" in every row.',
        )
    known = Names(work.sample["id"])
    table = table.assign(id=[known(one) for one in table["id"]])
    unknown = sorted(map(str, set(table["id"]) - set(work.sample["id"])))
    if unknown:
        raise Failed(
            f"`split` names {len(unknown)} ids that your messages do not have, such as {unknown[0]}.",
            misconception="You gave row numbers instead of ids.",
            why="Row numbers differ from table to table, so nobody can connect them with the data.",
            advice='Take the ids from `messages["id"]`.',
        )
    return table[["id", "part"]]


def part_by_row(work: Work) -> list[str]:
    """Return the part of each message in the order of the sample; the split names each once."""
    part = dict(zip(parts(work)["id"], parts(work)["part"], strict=True))
    return [part[one] for one in work.sample["id"]]


def cut_apart(work: Work) -> tuple[list[list[int]], int]:
    """Return the ids of every group that is in both parts, and how many groups have two messages or more."""
    rows = pd.DataFrame({"id": work.sample["id"], "part": part_by_row(work), "group": groups(work)})
    larger = rows[rows.groupby("group")["id"].transform("size") > 1]
    cut = [list(same["id"]) for _, same in larger.groupby("group") if same["part"].nunique() > 1]
    return cut, larger["group"].nunique()


def is_group_split(work: Work, *, exact: bool) -> bool:
    """Return whether the split keeps the exact copies together."""
    group = exact_groups(texts(work)) if exact else groups(work)
    return bool(pd.Series(part_by_row(work)).groupby(group).nunique().max() == 1)


def spam_gap(work: Work) -> float:
    """Return the share of spam in the test minus that in training, in points."""
    spam = pd.Series((work.sample["label"] == "spam").to_numpy()).groupby(part_by_row(work)).mean()
    return float(100 * (spam["test"] - spam["train"]))
