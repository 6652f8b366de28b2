"""Checks for linking 700 person records, and for Jaccard and MinHash on hidden sets."""

from __future__ import annotations

from labelwright.checks import (
    Case,
    Failed,
    KnownWay,
    Measure,
    Passed,
    Work,
    check,
    function_gives,
    links_in,
    links_match,
)
from labelwright.quality import wilson
from labelwright.quality.links import Link

from .records import agreeing_links, columns_shared, field_links, ids_of, share_at, true_links
from .sets import WRONG_WAYS, hidden_pairs, jaccard, jaccard_cases, mean_error, shuffled

BUDGET = 4_900
WAYS = 128
WAYS_WANTED = "128 numbers, the same for the same set"
LEAST_KEPT = 0.97
HALF_KEPT = 0.9
MOST_ERROR = 0.05
WHY_BUDGET = "Pairs grow with the square of the records: a second here is weeks for a million."
WHY_LINKS = "A missed link leaves one person two files; a false one gives two people one file, which is harder to undo."


def pairs(work: Work, name: str) -> frozenset[Link]:
    """The learner's pairs of ids under `name`, as links."""
    return work.cached(name, lambda: links_in(work.value(name), name, ids_of(work)))


def compared(work: Work) -> int:
    """How many pairs the learner compares; a list too long to be read as pairs is only counted."""
    value = work.value("candidates")
    if isinstance(value, (list, set)) and len(value) > 100_000:
        return len(value)
    return len(pairs(work, "candidates"))


@check("block")
def stays_within_the_budget(work: Work) -> Passed:
    """`candidates` holds at most 4,900 pairs of ids."""
    n = compared(work)
    if 0 < n <= BUDGET:
        return Passed(n, f"at most {BUDGET:,}")
    possible = len(work.sample) * (len(work.sample) - 1) // 2
    misconception, advice = "", "Leave out the column that makes the most pairs, and look at what is left."
    if not n:
        advice = 'Begin with one key, such as `pairs_sharing("suburb")`.'
    elif n >= 0.9 * possible:
        misconception = "Nearly all pairs are compared. That is the work that blocking is there to save."
        advice = "Compare only pairs that share the value of a field that takes many values."
    elif column := columns_shared(work, BUDGET, pairs(work, "candidates")):
        misconception = (
            f"All pairs with the same `{column}` are among them: a field with few values makes huge blocks."
        )
        advice = f"Leave out `{column}`, or use it together with another field."
    raise Failed(
        f"`candidates` holds {n:,} pairs.",
        misconception=misconception,
        why=WHY_BUDGET,
        advice=advice,
        measured=n,
        expected=f"1 to {BUDGET:,} of {possible:,}",
    )


@check("block", after=stays_within_the_budget)
def keeps_the_true_pairs(work: Work) -> Passed:
    """At least 97 in 100 of the true pairs are still among your candidates."""
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
    raise Failed(
        f"{len(true) - len(kept)} of the {len(true)} true pairs are no longer among your {len(pairs(work, 'candidates')):,} candidates.",
        misconception=f"`{single}` is the only key: every pair in which it was damaged or is missing is lost."
        if single
        else "",
        why="A pair that blocking drops is never looked at again; no threshold brings it back.",
        advice="Add a key that is damaged independently of those you have; a name beside a number, for instance.",
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
    """Which known wrong set of links this is, computed on the learner's own records: (misconception, advice)."""
    true = true_links(work)
    if not given:
        return (
            "Only records that are equal in every field were linked, and there are none.",
            "Count in how many fields two records agree, and choose a threshold.",
        )
    for name, found in field_links(work).items():
        if given == found:
            return (
                f"Everything with the same `{name}` was linked, and nothing else: the field was trusted like a key, "
                "but it is missing or damaged in some records.",
                "Let no single field decide: count how many of the ten agree.",
            )
    counts = agreeing_links(work, given)
    low = [pair for pair, n in counts.items() if n <= 2]
    if given & true and len(low) > 0.2 * len(given):
        return (
            f"The threshold is too loose: {len(low):,} of your {len(given):,} links agree in two fields or fewer. "
            f"Of these, {share_at(low, true):.0%} are one person; two shared fields are chance.",
            "Ask for more agreeing fields, and look at the pairs that drop out.",
        )
    both_missing = agreeing_links(work, given, missing=True)
    if sum(both_missing[pair] > counts[pair] for pair in given - true) > 0.5 * max(1, len(given - true)):
        return (
            "Most of the false links have a field that is missing on both sides: two unknown values were counted as equal.",
            "Skip a field where either value is missing (`pd.notna`).",
        )
    return "", ""


@check("link", after=links_are_right)
def links_were_compared(work: Work) -> Passed:
    """Every link is one of your candidates, and these keep to the budget."""
    if compared(work) > BUDGET:
        raise Failed(
            f"Your links come from {compared(work):,} comparisons.",
            misconception="The links may be right, but they were bought with more comparisons than the budget allows.",
            why=WHY_BUDGET,
            advice="Mend `candidates` first, then make `links` from it again.",
            measured=compared(work),
            expected=f"at most {BUDGET:,}",
        )
    strangers = pairs(work, "links") - pairs(work, "candidates")
    if not strangers:
        return Passed(len(pairs(work, "links")), "all among the candidates")
    first = " and ".join(sorted(map(str, min(strangers, key=sorted))))
    raise Failed(
        f"{len(strangers)} of your links are not among your candidates, such as {first}.",
        misconception="Pairs were compared outside the blocks, so the budget was not kept.",
        why="A report that says 4,900 comparisons and made 244,650 promises a speed that is not there.",
        advice="Go through `candidates` only, and add a blocking key if links are missing.",
        measured=len(strangers),
        expected="none",
    )


@check("jaccard")
def jaccard_is_right(work: Work) -> Passed:
    """`jaccard` gives the share of all different pieces that stand in both lists."""
    known = [KnownWay(way, misconception, advice) for way, misconception, advice in WRONG_WAYS]
    cases = [Case(pair, jaccard(*pair), note) for pair, note in jaccard_cases(work)]
    return function_gives(work, "jaccard", cases, half=0.5, known=known)


def signature(work: Work, pieces: list[str]) -> list[float]:
    """The learner's signature of `pieces`: a list of numbers, or Failed."""
    value = work.call("signature", pieces)
    if not isinstance(value, list) or not value or not all(isinstance(one, (int, float)) for one in value):
        shown = "a set" if isinstance(value, set) else f"{str(value)[:60]}"
        raise Failed(
            f"`signature` gives {shown} for a list of {len(pieces)} pieces, where a list of numbers was asked for.",
            misconception="A set has no places that could be compared." if isinstance(value, set) else "",
            why="Signatures are compared place by place.",
            advice="Return a list with one number for each way, in the order of the ways.",
        )
    return value


@check("minhash")
def signature_belongs_to_the_set(work: Work) -> Passed:
    """`signature` returns 128 numbers that depend on the set alone, not on order or repeats."""
    pieces = hidden_pairs(work)[0][0]
    first, again = signature(work, pieces), signature(work, shuffled(pieces))
    if len(first) != WAYS:
        few = len(first) < WAYS
        raise Failed(
            f"`signature` returns {len(first)} numbers.",
            misconception=f"These are too few ways: one place in {len(first)} is all that the estimate can tell apart."
            if few
            else "",
            why="The error of the estimate shrinks with the root of the number of ways; 4 times as many halve it.",
            advice="Keep one number for each of the ways 0 to 127.",
            credit=0.3 if few and len(first) > 1 else 0.0,
            measured=len(first),
            expected=WAYS_WANTED,
        )
    if first != again:
        raise Failed(
            f"The same pieces in another order, some of them repeated, give another signature: {sum(a != b for a, b in zip(first, again, strict=True))} of 128 places differ.",
            misconception="The signature depends on where a piece stands or how often, so it is not one of the set.",
            why="Two copies of one text would get different signatures whenever a sentence was moved.",
            advice="Take the smallest number over all pieces in every way; the smallest does not care for order.",
            measured="differs",
            expected="the same signature",
        )
    return Passed(len(first), WAYS_WANTED)


@check("minhash", weight=2)
def estimates_are_close(work: Work) -> Passed:
    """On 30 hidden pairs of sets, your signatures estimate the Jaccard similarity within .05 on average."""
    made = [(signature(work, a), signature(work, b), jaccard(a, b)) for a, b in hidden_pairs(work)]
    if any(len(a) != len(b) for a, b, _ in made):
        raise Failed(
            "Signatures of two sets have different lengths.",
            misconception="Every set was given as many numbers as it has pieces.",
            why="Signatures can be compared only place by place.",
            advice="Keep one number a way, whatever the size of the set.",
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
        f"The estimates are off by {error:.3f} on average over {len(made)} pairs.",
        misconception=misconception,
        why="At a threshold of .8, an estimate that strays this far lets strangers in and real copies out.",
        advice=advice,
        credit=0.5 if error <= 0.1 else 0.0,
        measured=round(error, 3),
        expected=expected,
        measures=(measure,),
    )


def signature_mistake(signatures: list[list[float]]) -> tuple[str, str]:
    """Which known wrong signature these are: (misconception, advice)."""
    if all(len(set(one)) == 1 for one in signatures):
        return (
            "All places hold the same number: one way was used for all of them, so the estimate is 0 or 1.",
            "Pass the number of the place to `numbered` as `way`.",
        )
    if all(one == sorted(one) for one in signatures):
        return (
            "The numbers are the smallest of *one* way, in order. That is another kind of sketch, and comparing it place "
            "by place goes wrong at the first piece that differs.",
            "Take one smallest number from each way.",
        )
    if len(signatures[0]) < WAYS:
        return (
            f"With {len(signatures[0])} ways, chance alone moves the estimate by more than this.",
            "Use the ways 0 to 127.",
        )
    return "", "Compare `signature` with `jaccard` on two short lists whose similarity you know."
