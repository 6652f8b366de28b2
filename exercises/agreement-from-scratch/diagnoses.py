"""Known mistakes in the three kappas, and those that every coefficient has: the wrong way, its name, one thing to try."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from labelwright.checks import KnownWay

from .variants import (
    DISTANCES,
    Distance,
    Rows,
    alpha_with,
    as_agreement,
    as_alpha,
    chance_unweighted,
    changed_labels,
    cut,
    disagreement,
    equal,
    fleiss_with,
    from_one,
    item_agreement,
    kappa,
    leading,
    mean,
    nan_if,
    no_brackets,
    not_divided,
    one_in_q,
    order_of_appearance,
    per_label,
    pooled,
    ratio_only,
    rounded,
    squared,
    sums,
    turned_counts,
    two_labels,
    used_labels,
    weighted_by,
    weights_turned,
    with_itself,
    with_weights,
    zeros_dropped,
)


def rare(
    function: Callable[..., float], perfect: Callable[..., bool], divisor: str, other: str
) -> tuple[KnownWay, ...]:
    """Return the mistakes that are possible for every coefficient and wrong on few inputs.

    `perfect` says whether all agree; `divisor` is what must not be 0, and `other` what may be.
    """
    return (
        KnownWay(
            partial(cut, function),
            "You cut off the coefficient at 0, so agreement below chance looks like agreement by chance.",
            "Return the value as it is. It is negative if people agree less often than by chance.",
        ),
        KnownWay(
            partial(nan_if, perfect, function),
            "You return NaN where all agree. Full agreement is a good result if more than one label is used.",
            f"Return NaN only if {divisor} is 0. Do not ask {other}.",
        ),
        *(
            KnownWay(
                partial(rounded, function, digits),
                f"The results are right, but rounded to {digits} {'place' if digits == 1 else 'places'}.",
                "Return the full value, and round only when you print.",
            )
            for digits in (1, 2, 3)
        ),
    )


def no_distance(distance: Distance, rows: Rows, level: str) -> bool:
    """Return whether the observed disagreement is 0."""
    return disagreement(rows, distance)[0] == 0


RARE = {
    "cohen_kappa": (
        *rare(kappa, lambda a, b: equal(a, b) == 1, "1 - pe", "whether po is 1"),
        *(
            KnownWay(
                partial(changed_labels, change),
                f"You changed the labels before you compared them: {what}.",
                "Use the labels as they are in `a` and `b`.",
            )
            for change, what in (
                (lambda label: label.lower().strip(), "you ignore upper and lower case, and spaces"),
                (str.lower, "you ignore upper and lower case"),
                (str.strip, "you ignore spaces"),
            )
        ),
    ),
    "weighted_kappa": rare(
        with_weights, lambda *given: sums(*given)[0] == 0, "the second sum", "whether the first sum is 0"
    ),
    "fleiss_kappa": rare(
        fleiss_with,
        lambda counts: mean([item_agreement(row) for row in counts]) == 1,
        "1 - Pe",
        "whether P is 1",
    ),
    **{
        level: (
            *rare(partial(alpha_with, distance), partial(no_distance, distance), "De", "whether Do is 0"),
            KnownWay(
                zeros_dropped,
                "You dropped ratings of 0. A 0 is a rating; only None is missing.",
                "Write `if value is not None`, not `if value`.",
            ),
        )
        for level, distance in DISTANCES.items()
    },
}
"""Mistakes that are wrong on few inputs, by function or level; some leave half of the points."""
COHEN = (
    KnownWay(
        equal,
        "This is the raw agreement. Either you do not subtract the agreement by chance, or your pe is 0.",
        "Print pe for this input. If it is 0, see which labels and shares your sum uses. Then use the last step: "
        "(po - pe) / (1 - pe).",
    ),
    KnownWay(
        two_labels,
        "Your pe uses the labels yes and no only, as in the example. For other labels it is 0.",
        "Take the labels from `a` and `b`, for example with `set(a) | set(b)`.",
    ),
    KnownWay(
        lambda a, b: 0.4,
        "Your function gives .4 for every input. That is the value of the example: it uses `first` and `second`, or "
        "numbers of the example.",
        "Use only `a` and `b` inside the function.",
    ),
    KnownWay(
        no_brackets,
        "This is po - pe / 1 - pe without brackets. Python divides before it subtracts.",
        "Put brackets around both differences: (po - pe) / (1 - pe).",
    ),
    KnownWay(
        pooled,
        "You put the labels of both people together: this is Fleiss' kappa of two raters (Scott's pi), not Cohen's "
        "kappa.",
        "For each label, compute its share in `a` and its share in `b`, and multiply the two.",
    ),
    KnownWay(
        from_one,
        "You computed chance from the first person's shares only.",
        "Multiply the first person's share of a label by the second person's share of the same label.",
    ),
    KnownWay(
        one_in_q,
        "You used 1 divided by the number of labels as chance, as if both people threw dice.",
        "Chance depends on how often each person uses a label. Use their own shares.",
    ),
    KnownWay(
        not_divided,
        "You did not divide the agreement beyond chance by 1 - pe.",
        "Divide the difference po - pe by 1 - pe.",
    ),
    KnownWay(
        lambda a, b: 100 * kappa(a, b),
        "This is kappa in percent.",
        "Do not multiply by 100.",
    ),
)
WEIGHTED = (
    KnownWay(
        as_agreement,
        "You used the weights as agreement, but a weight says how bad a disagreement is.",
        "Divide the observed sum by the expected sum, and subtract the result from 1.",
    ),
    KnownWay(
        partial(weighted_by, lambda i, j: float(i != j)),
        "The weights have no effect: this is plain Cohen's kappa.",
        "Multiply each pair's share by `weights[i][j]` before you add.",
    ),
    KnownWay(
        partial(weighted_by, lambda i, j: float(abs(i - j))),
        "Your function uses linear weights, even if `weights` is another table.",
        "Read each weight from `weights[i][j]`.",
    ),
    KnownWay(
        partial(weighted_by, lambda i, j: float((i - j) ** 2)),
        "Your function uses quadratic weights, even if `weights` is another table.",
        "Read each weight from `weights[i][j]`.",
    ),
    KnownWay(
        weights_turned,
        "You exchanged the two people: for example `weights[j][i]` for `weights[i][j]`, or `b` before `a`.",
        "The row of a weight is the label of the first person, and the column is the label of the second.",
    ),
    KnownWay(
        chance_unweighted,
        "You used the weights only in the observed sum. The expected sum counts every disagreement as 1.",
        "Use the weights in both sums.",
    ),
    KnownWay(ratio_only, "You did not subtract the quotient from 1.", "Return 1 minus the quotient."),
    KnownWay(
        order_of_appearance,
        "You numbered the labels in the order in which they first appear in the data, so the weights belong to the "
        "wrong pairs.",
        "Number the labels by their place in `labels`.",
    ),
    KnownWay(
        used_labels,
        "You left out labels that nobody used. This shifts the rows and columns of the weights.",
        "Loop over all of `labels`, in their order.",
    ),
)
FLEISS = (
    KnownWay(
        lambda counts: mean([item_agreement(row) for row in counts]),
        "This is the raw agreement. Either you do not subtract the agreement by chance, or your Pe is 0.",
        "Print Pe for this input. If it is 0, print each label's share; `//` would cut it to 0. Then subtract Pe, "
        "and divide by 1 - Pe.",
    ),
    KnownWay(
        partial(fleiss_with, agreement=with_itself),
        "You also paired each rater with themselves, and such pairs always agree: n × n pairs instead of n × (n - "
        "1).",
        "A label with k votes makes k × (k - 1) pairs.",
    ),
    KnownWay(
        partial(fleiss_with, agreement=squared),
        "P is too large: it counts k × k pairs for a label with k votes. A vote makes no pair with itself.",
        "A label with k votes makes k × (k - 1) pairs.",
    ),
    KnownWay(
        partial(fleiss_with, agreement=lambda row: 2 * item_agreement(row)),
        "P is twice too large. Ordered and unordered pairs are mixed.",
        "Divide k × (k - 1) by n × (n - 1). Both count each pair in both orders.",
    ),
    KnownWay(
        partial(fleiss_with, agreement=lambda row: item_agreement(row) / 2),
        "P is half of what it should be. Ordered and unordered pairs are mixed.",
        "Divide k × (k - 1) by n × (n - 1). Both count each pair in both orders.",
    ),
    *(
        KnownWay(
            partial(per_label, shares=shares),
            "Your n is the number of labels. It should be the number of raters.",
            "The raters of an item are the sum of its row.",
        )
        for shares in (True, False)
    ),
    KnownWay(
        lambda counts: fleiss_with(counts, chance=1 / len(counts[0])),
        "You used 1 divided by the number of labels as chance: this is Randolph's kappa.",
        "Square each label's share of all votes, and add up the squares.",
    ),
    KnownWay(
        partial(fleiss_with, agreement=leading),
        "You used the share of the most frequent label instead of the share of agreeing pairs.",
        "Count pairs: with 3 of 4 votes for a label, the share of votes is 3/4, but only 6 of 12 ordered pairs "
        "agree.",
    ),
    KnownWay(
        as_alpha,
        "This is Krippendorff's alpha. It never pairs a vote with itself; Fleiss' kappa squares the shares.",
        "Compute Pe as the sum of the squared shares, without N - 1.",
    ),
    KnownWay(
        turned_counts,
        "You exchanged rows and columns: you took labels for items.",
        "Treat each row as one item. The sum of a column is the total of a label.",
    ),
)


CHECK_DIVISOR = 'Before you divide, check whether the divisor is 0. If it is, return `float("nan")`.'


def always(value: float, what: str) -> KnownWay:
    """Return the mistake of answering `value` where the coefficient is undefined."""
    return KnownWay(
        lambda *_: value,
        f"Your function returns {value:g} for an undefined case, {what}.",
        CHECK_DIVISOR,
    )


UNDEFINED = (
    always(1.0, "as if one label for everything were perfect agreement"),
    always(0.0, "as if the agreement were zero"),
    KnownWay(
        lambda *_: "nan",
        "This is text, not a number.",
        'Return `float("nan")`: the word `float` turns the text into a number.',
    ),
)
