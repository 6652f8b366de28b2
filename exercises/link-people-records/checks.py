"""Checks for linking 700 person records, and for Jaccard and MinHash on hidden sets."""

from __future__ import annotations

from labelwright.checks import Failed, Measure, Passed, Work, check, function, links_in, links_match
from labelwright.checks.links import pairs_in
from labelwright.quality import wilson
from labelwright.quality.near_duplicates import Link

from .records import (
    agreeing_links,
    columns_required,
    columns_shared,
    field_links,
    ids_of,
    share_at,
    true_links,
)
from .sets import JACCARD_NOTES, hidden_pairs, jaccard_inputs, mean_error, shuffled

BUDGET = 4_900
WAYS = 128
WAYS_WANTED = "128 numbers, the same for the same set"
LEAST_KEPT = 0.97
HALF_KEPT = 0.9
MOST_ERROR = 0.05
WHY_BUDGET = "The number of pairs grows with the square of the records. One second here is weeks for a million records."
WHY_LINKS = (
    "After a missed link, one person has two files. After a false link, two people share one file, and this is "
    "harder to undo."
)


def pairs(work: Work, name: str) -> frozenset[Link]:
    """Return the learner's pairs of ids under `name`, as links."""
    return work.cached(name, lambda: links_in(work.value(name), name, ids_of(work)))


def compared(work: Work) -> int:
    """Return how many pairs the learner compares; a list too long to be read as pairs is only counted."""
    value = pairs_in(work.value("candidates"))
    if value is not None and len(value) > 100_000:
        return len(value)
    return len(pairs(work, "candidates"))


@check("block")
def stays_within_the_budget(work: Work) -> Passed:
    """`candidates` has at most 4,900 pairs of ids."""
    n = compared(work)
    if 0 < n <= BUDGET:
        return Passed(n, f"at most {BUDGET:,}")
    possible = len(work.sample) * (len(work.sample) - 1) // 2
    misconception, advice = (
        "",
        "Remove the column that makes the most pairs, and check how many pairs are left.",
    )
    if not n:
        advice = 'Start with one key, such as `pairs_sharing("suburb")`.'
    elif n >= 0.9 * possible:
        misconception = "You compare nearly all pairs. Blocking should save this work."
        advice = "Compare only pairs with the same value in a field that has many different values."
    elif column := columns_shared(work, BUDGET, pairs(work, "candidates")):
        misconception = f"You included all pairs with the same `{column}`. A field with few different values makes huge blocks."
        advice = f"Remove `{column}`, or use it together with another field."
    raise Failed(
        f"`candidates` has {n:,} pairs.",
        misconception=misconception,
        why=WHY_BUDGET,
        advice=advice,
        measured=n,
        expected=f"1 to {BUDGET:,} of {possible:,}",
    )


@check("block", after=stays_within_the_budget)
def keeps_the_true_pairs(work: Work) -> Passed:
    """At least 97 % of the true pairs are among your candidates."""
    kept, true = pairs(work, "candidates") & true_links(work), true_links(work)
    share = len(kept) / len(true)
    low, high = wilson(len(kept), len(true))
    measure = Measure(
        id="pairs-completeness",
        name="True pairs kept by blocking",
        value=round(share, 4),
        n=len(true),
        n_unit="true pairs",
        low=round(low, 4),
        high=round(high, 4),
        method="Wilson, 95 %",
        reference="the generator's own record of who is who",
    )
    if share >= LEAST_KEPT:
        return Passed(f"{share:.1%}", "at least 97 %", measures=(measure,))
    single = next(
        (name for name, found in field_links(work).items() if found == pairs(work, "candidates")), ""
    )
    misconception, advice = (
        "",
        "Add a second key whose errors are independent of the first, for example a name in addition to a number.",
    )
    if single:
        misconception = (
            f"`{single}` is your only key. You lose every pair in which this field is wrong or missing."
        )
    elif both := columns_required(work, pairs(work, "candidates")):
        misconception = (
            f"Your candidates are the pairs that share {' and '.join(f'`{one}`' for one in both)}: `&` keeps a pair only "
            "if all keys agree. One wrong or missing field is enough to lose it."
        )
        advice = "Join the sets with `|` instead of `&`, so that a pair is kept if any key agrees."
    raise Failed(
        f"{len(true) - len(kept)} of the {len(true)} true pairs are not among your "
        f"{len(pairs(work, 'candidates')):,} candidates.",
        misconception=misconception,
        why="A pair that blocking drops is lost. No later step can find it.",
        advice=advice,
        credit=0.5 if share >= HALF_KEPT else 0.0,
        measured=f"{share:.1%}",
        expected="at least 97 %; half the points from 90 %",
        measures=(measure,),
    )


@check("link", weight=3)
def links_are_right(work: Work) -> Passed:
    """Precision and recall of your links are at least .95."""
    given = pairs(work, "links")
    try:
        return links_match(given, true_links(work), precision=0.95, recall=0.95, half=0.85, why=WHY_LINKS)
    except Failed as failed:
        misconception, advice = link_mistake(work, given)
        raise Failed(
            failed.found,
            misconception=misconception or failed.misconception,
            why=failed.why,
            advice=advice or failed.advice,
            credit=failed.credit,
            measured=failed.measured,
            expected=failed.expected,
            measures=failed.measures,
        ) from None


def link_mistake(work: Work, given: frozenset[Link]) -> tuple[str, str]:
    """Return which known wrong set of links this is, computed on the learner's own records: (misconception, advice)."""
    true = true_links(work)
    if not given:
        return (
            "You linked only records that are equal in every field, and there are no such records.",
            "Count in how many fields two records agree, and choose a threshold.",
        )
    for name, found in field_links(work).items():
        if given == found:
            return (
                f"You linked all records with the same `{name}` and nothing else. But this field is missing or wrong "
                "in some records.",
                "Do not let one field decide. Count how many of the ten fields agree.",
            )
    counts = agreeing_links(work, given)
    low = [pair for pair, n in counts.items() if n <= 2]
    if given & true and len(low) > 0.2 * len(given):
        return (
            f"The threshold is too low: {len(low):,} of your {len(given):,} links agree in two fields or fewer. Only "
            f"{share_at(low, true):.0%} of these are one person. Two equal fields can be chance.",
            "Require more equal fields, and look at the pairs that you lose.",
        )
    both_missing = agreeing_links(work, given, missing=True)
    if sum(both_missing[pair] > counts[pair] for pair in given - true) > 0.5 * max(1, len(given - true)):
        return (
            "In most of the false links, a field is missing on both sides. You counted two unknown values as equal.",
            "Skip a field if one of the two values is missing (`pd.notna`).",
        )
    return "", ""


@check("link", after=links_are_right)
def links_were_compared(work: Work) -> Passed:
    """Every link is one of your candidates, and the candidates are within the budget."""
    if compared(work) > BUDGET:
        raise Failed(
            f"Your links need {compared(work):,} comparisons.",
            misconception="The links may be right, but they need more comparisons than the budget allows.",
            why=WHY_BUDGET,
            advice="First fix `candidates`, then make `links` from it again.",
            measured=compared(work),
            expected=f"at most {BUDGET:,}",
        )
    strangers = pairs(work, "links") - pairs(work, "candidates")
    if not strangers:
        return Passed(len(pairs(work, "links")), "all among the candidates")
    first = " and ".join(sorted(map(str, min(strangers, key=sorted))))
    raise Failed(
        f"{len(strangers)} of your links are not among your candidates, such as {first}.",
        misconception="You compared pairs that are not in `candidates`, so you did not keep the budget.",
        why="If a report says 4,900 comparisons but the program makes 244,650, the promised speed is not real.",
        advice="Compare only the pairs in `candidates`. If links are missing, add a blocking key.",
        measured=len(strangers),
        expected="none",
    )


jaccard_is_right = function(
    "jaccard",
    "jaccard",
    "returns the share of all different pieces that are in both lists",
    inputs=jaccard_inputs,
    notes=JACCARD_NOTES,
    half=0.5,
)


def signature(work: Work, pieces: list[str]) -> list[float]:
    """Return the learner's signature of `pieces`: a list of numbers, or Failed."""
    value = work.call("signature", pieces)
    if not isinstance(value, list) or not value or not all(isinstance(one, (int, float)) for one in value):
        shown = "a set" if isinstance(value, set) else f"{str(value)[:60]}"
        raise Failed(
            f"`signature` returns {shown} for a list of {len(pieces)} pieces, but it should return a list of "
            "numbers.",
            misconception="A set has no order, so its places cannot be compared."
            if isinstance(value, set)
            else "",
            why="Two signatures are compared place by place.",
            advice="Return a list with one number for each way, in the order of the ways.",
        )
    return value


@check("minhash")
def signature_belongs_to_the_set(work: Work) -> Passed:
    """`signature` returns 128 numbers that depend only on the set, not on order or repeats."""
    pieces = hidden_pairs(work)[0][0]
    first, again = signature(work, pieces), signature(work, shuffled(pieces))
    if len(first) != WAYS:
        few = len(first) < WAYS
        raise Failed(
            f"`signature` returns {len(first)} numbers.",
            misconception=f"These are too few ways: the estimate can only move in steps of one in {len(first)}."
            if few
            else "",
            why="The error of the estimate shrinks with the square root of the number of ways: 4 times as many ways "
            "halve it.",
            advice="Keep one number for each of the ways 0 to 127.",
            credit=0.3 if few and len(first) > 1 else 0.0,
            measured=len(first),
            expected=WAYS_WANTED,
        )
    if first != again:
        raise Failed(
            "The same pieces in another order, some of them repeated, give another signature: "
            f"{sum(a != b for a, b in zip(first, again, strict=True))} of 128 places differ.",
            misconception="The signature depends on the place of a piece or on how often it appears. It should depend only on "
            "the set.",
            why="If somebody moves a sentence, the same text gets another signature.",
            advice="For each way, take the smallest number over all pieces. It does not depend on the order.",
            measured="differs",
            expected="the same signature",
        )
    return Passed(len(first), WAYS_WANTED)


@check("minhash", weight=2)
def estimates_are_close(work: Work) -> Passed:
    """On 30 hidden pairs of sets, your signatures estimate the Jaccard similarity within .05 on average."""
    made = [
        (signature(work, a), signature(work, b), work.solution.call("jaccard", a, b))
        for a, b in hidden_pairs(work)
    ]
    if any(len(a) != len(b) for a, b, _ in made):
        raise Failed(
            "Signatures of two sets have different lengths.",
            misconception="You gave each set as many numbers as it has pieces.",
            why="Signatures can only be compared place by place.",
            advice="Keep one number for each way, for sets of any size.",
        )
    error = mean_error(made)
    measure = Measure(
        id="minhash-error",
        name="Mean absolute error of MinHash estimates",
        value=round(error, 4),
        n=len(made),
        n_unit="hidden pairs of sets",
        reference="exact Jaccard similarity",
    )
    expected = f"at most {MOST_ERROR:g} with 128 ways"
    if error <= MOST_ERROR:
        return Passed(round(error, 3), expected, measures=(measure,))
    misconception, advice = signature_mistake([a for a, _, _ in made])
    raise Failed(
        f"The estimates are wrong by {error:.3f} on average over {len(made)} pairs.",
        misconception=misconception,
        why="With a threshold of .8, such an error accepts pairs that are not copies and misses real copies.",
        advice=advice,
        credit=0.5 if error <= 0.1 else 0.0,
        measured=round(error, 3),
        expected=expected,
        measures=(measure,),
    )


@check("minhash", after=estimates_are_close)
def signatures_can_be_saved(work: Work) -> Passed:
    """`signature` gives the smallest numbers of `numbered`, so it can be compared with signatures saved elsewhere."""
    made = [(signature(work, a), work.solution.call("signature", a)) for a, _ in hidden_pairs(work)[:3]]
    places = sum(x == y for own, saved in made for x, y in zip(own, saved, strict=True))
    if places == WAYS * len(made):
        return Passed(f"{places} of {places} places")
    raise Failed(
        f"{places} of {WAYS * len(made)} places are those of a signature of the same set that somebody else saved.",
        misconception="Your numbers are not those of `numbered`. Python's own `hash()` gives other numbers each time Python "
        "starts, so such signatures are worth nothing tomorrow."
        if not places
        else "",
        why="Signatures are saved and compared later, by other people and on other computers.",
        advice="For each `way` from 0 to 127, take the smallest `numbered(piece, way)`.",
        measured=f"{places} places",
        expected=f"{WAYS * len(made)} places",
    )


def signature_mistake(signatures: list[list[float]]) -> tuple[str, str]:
    """Return which known wrong signature these are: (misconception, advice)."""
    if all(len(set(one)) == 1 for one in signatures):
        return (
            "All places have the same number, because you used one way for all of them. So the estimate is 0 or 1.",
            "Pass the number of the place to `numbered` as `way`.",
        )
    if all(one == sorted(one) for one in signatures):
        return (
            "These are the smallest numbers of *one* way, in order. They cannot be compared place by place: after "
            "the first piece that differs, all places differ.",
            "Take one smallest number from each way.",
        )
    if len(signatures[0]) < WAYS:
        return (
            f"With {len(signatures[0])} ways, chance alone causes a larger error than .05.",
            "Use the ways 0 to 127.",
        )
    return "", "Compare `signature` with `jaccard` on two short lists."
