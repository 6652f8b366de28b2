"""Checks for a search for flipped labels: out-of-sample probabilities, the confident joint, suspects and a ranking."""

from __future__ import annotations

import numpy as np
import pandas as pd

from labelwright.checks import Failed, Passed, Work, array, check, choice, found_items, number
from labelwright.data import seed

from .measures import list_measures, noise_measure, queue_measure
from .model import SLUG, confidence, fold_numbers, given, ids, probabilities, refitted, wrong
from .shortcuts import known_lists, queue_mistake, too_random

NEAR = 0.03
"""Two fits count as the same model up to this mean difference of two probabilities."""
ALIKE = (0.92, 1.4)
"""If the distance to an out-of-sample fit, divided by the distance to an in-sample fit, is between these two, the
check cannot decide. Honest forests of ten trees or more were at .90 or less, those of two trees at .99 to 1.22,
and leaks at 1.6 or more."""
AS_IT_DIFFERS = 1.25
"""How much more than two fits of the learner's own model a third fit may differ, because forests are random."""
PRECISION, RECALL = 0.64, 0.58
_TIE = 1e-6
QUEUE, LEAST_IN_QUEUE = 150, 0.75
TRAINED_ON = {
    "in-sample": (
        "The probabilities are in-sample: you trained the model on the rows that it judges.",
        "In each of the five rounds, leave the rows of that fold out of `train`.",
    ),
    "the fold itself": (
        "You exchanged the folds: you trained the model on the fold that it judges.",
        "Put the rows of the other four folds into `train`.",
    ),
}
"""What it shows if the probabilities are close to another fit, and what to do, by the training rows of that fit."""
WHY_NOISE = "With this share, people decide whether to check a data set again or to buy it at all."
WHY_OUTSIDE = "A model that has seen a wrong label repeats it, so the error looks like a fact."


@check("outside")
def folds_are_dealt(work: Work) -> Passed:
    """`fold` puts all 1,797 rows into five folds of about the same size, without regard to the label."""
    fold = fold_numbers(work)
    sizes = np.bincount(fold, minlength=5)
    whole = pd.crosstab(given(work), fold)
    if sizes.min() < 300 or (whole == 0).to_numpy().any():
        raise Failed(
            f"The folds have {', '.join(map(str, sizes))} rows.",
            misconception="Your folds follow the labels. Then a model sees no example of some digits."
            if (whole == 0).to_numpy().any()
            else "The folds have very different sizes.",
            why="A model learns from four folds and judges the fifth, so the four folds must have all digits.",
            advice="Repeat the numbers 0, 1, 2, 3, 4 until you have 1,797 of them. Then shuffle them.",
            credit=0.3,
            measured=int(sizes.min()),
            expected="300 rows or more in each, with every label",
        )
    return Passed(", ".join(map(str, sizes)), "five folds of about 359")


@check("outside")
def probabilities_are_complete(work: Work) -> Passed:
    """`probabilities` has one line for each row, with ten numbers that add up to 1."""
    table = probabilities(work)
    return Passed(f"{len(table):,} by {table.shape[1]}")


@check("outside", weight=3, after=probabilities_are_complete)
def each_row_is_judged_from_outside(work: Work) -> Passed:
    """No row is judged by a model that was trained on it. For one fold, the grader calls your `predict` again and
    compares."""
    fold, table = fold_numbers(work), probabilities(work)
    asked = seed(work.learner, SLUG, work.form) % 5
    inside = fold == asked
    outside, seen = refitted(work, ~inside, inside), refitted(work, np.ones(len(fold), bool), inside)
    if np.abs(outside - seen).max() < 1e-12:
        raise Failed(
            "`predict` gives the same answer for every training table.",
            misconception="It does not learn from `train`. It uses a model or labels from another place in the notebook.",
            why=WHY_OUTSIDE,
            advice="Make the model inside the function, and fit it only on `train`.",
            measured="no difference",
            expected="another model for another `train`",
        )
    apart = {
        name: float(np.abs(table[inside] - other).mean())
        for name, other in (("outside", outside), ("in-sample", seen))
    }
    allowed = NEAR
    if apart["outside"] > NEAR:
        own_noise = float(np.abs(refitted(work, ~inside, inside) - outside).mean())
        allowed = max(NEAR, AS_IT_DIFFERS * own_noise)
        if apart["outside"] <= allowed and ALIKE[0] < apart["outside"] / apart["in-sample"] < ALIKE[1]:
            raise too_random(apart["outside"], apart["in-sample"])
    if apart["outside"] <= min(allowed, apart["in-sample"]):
        own, planted = confidence(work), wrong(work)
        return Passed(
            f"{apart['outside']:.3f}",
            f"at most {allowed:.2g} from a fit on the four other folds",
            f"On average, your model gives the flipped labels a probability of {own[planted].mean():.2f}, and the "
            f"other labels {own[~planted].mean():.2f}.",
        )
    apart["the fold itself"] = float(np.abs(table[inside] - refitted(work, inside, inside)).mean())
    nearest = min(apart, key=lambda name: apart[name])
    misconception, advice = TRAINED_ON.get(nearest, ("", "")) if apart[nearest] <= allowed else ("", "")
    raise Failed(
        f"For the rows of fold {asked}, `probabilities` differs from the result of `predict` trained on the other "
        f"folds, by {apart['outside']:.3f} on average.",
        misconception=misconception,
        why=WHY_OUTSIDE,
        advice=advice or "Fill `probabilities[fold == k]` with `predict(rows[fold != k], rows[fold == k])`.",
        measured=f"{apart['outside']:.3f}",
        expected=f"at most {allowed:.2g}",
    )


thresholds_are_by_digit = array(
    "joint",
    "thresholds",
    "for each digit the mean self-confidence of the rows with this label",
    after=each_row_is_judged_from_outside,
    why="With one threshold for all digits, hard digits rarely reach it, and their errors stay hidden.",
    advice="For each digit k, take the rows with label k, and compute the mean of their probability of k.",
)
the_joint_is_counted = array(
    "joint",
    "counts",
    "a table whose line i and column j say how many rows have label i and are confidently j",
    within=0,
    off=2,
    weight=2,
    after=thresholds_are_by_digit,
    why="Both the estimate and the list of suspects come from this table.",
    advice="Take one row and check by hand which of its ten probabilities reach the threshold of their digit.",
)
the_noise_is_estimated = number(
    "joint",
    "noise",
    "the share off the diagonal of the scaled table",
    after=the_joint_is_counted,
    why=WHY_NOISE,
)


@check("joint", after=the_noise_is_estimated)
def the_estimate_is_near_the_truth(work: Work) -> Passed:
    """`noise` is within 3.5 percentage points of the real share of wrong labels."""
    value, planted = work.number("noise"), float(wrong(work).mean())
    if abs(value - planted) <= 0.035:
        return Passed(
            f"{value:.3f}",
            "within .035 of the share that was flipped",
            measures=(noise_measure(work, value),),
        )
    raise Failed(
        f"`noise` matches your probabilities, but {value:.3f} is far from the share of flipped labels.",
        misconception="The model is too weak, so images that are hard for it count as wrong labels.",
        why=WHY_NOISE,
        advice="Use one of the two models that the notebook names.",
        measured=f"{value:.3f}",
        expected="within .035 of the share that was flipped",
    )


@check("suspects", after=each_row_is_judged_from_outside)
def suspects_follow_from_the_model(work: Work) -> Passed:
    """`suspects` names the rows that, by your own probabilities, are confidently a different digit from their label."""
    named = set(work.strings("suspects", ids(work)))
    strange = sorted(named - set(ids(work)))
    if strange:
        raise Failed(
            f"`suspects` names {strange[0]!r}, which is not an id of your rows.",
            why="A reviewer finds a row by its id.",
            advice='Use the ids from the column `id`, such as "r0001".',
        )
    truth = set(work.solution.ids("suspects", ids(work)))
    alike = len(named & truth) / max(1, len(named | truth))
    if alike >= 0.97:
        return Passed(f"{len(named)} suspects")
    misconception, advice = known_lists(work, named)
    raise Failed(
        f"`suspects` names {len(named)} rows. By your probabilities, {len(named - truth)} of them are not "
        f"confidently another digit, and {len(truth - named)} rows are missing.",
        misconception=misconception,
        why="If a list does not match its method, nobody can repeat or defend it.",
        advice=advice or "Take the rows that are confidently a digit that differs from their label.",
        credit=0.5 if alike >= 0.8 and not misconception else 0.0,
        measured=f"{alike:.2f}",
        expected="an overlap of .97 or more",
    )


@check("suspects", weight=2, after=suspects_follow_from_the_model)
def suspects_are_worth_the_time(work: Work) -> Passed:
    """Most suspects really have wrong labels, and most wrong labels are among the suspects."""
    found = found_items(work.strings("suspects", ids(work)), ids(work)[wrong(work)])
    good = (found.precision >= PRECISION) + (found.recall >= RECALL)
    said = f"{found.precision:.0%} of your {len(found.hits) + len(found.extra)} suspects are flipped labels, and "
    said += f"{found.recall:.0%} of the flipped labels are among them"
    measures = list_measures(work, len(found.hits), len(found.extra), len(found.missed))
    if good == 2:
        return Passed(
            f"precision {found.precision:.2f}, recall {found.recall:.2f}", note=f"{said}.", measures=measures
        )
    raise Failed(
        f"{said}.",
        misconception="You suspect too many rows: many right labels are hard for the model."
        if found.recall >= RECALL
        else "You suspect too few rows: the model is rarely confident of another digit.",
        why="A false alarm costs a reviewer time, and a missed error stays in the data.",
        advice="Try the other model, or another number of neighbours.",
        credit=0.5 * good,
        measured=f"precision {found.precision:.2f}, recall {found.recall:.2f}",
        expected=f"precision {PRECISION} and recall {RECALL}, or more",
        measures=measures,
    )


@check("queue", weight=2, after=each_row_is_judged_from_outside)
def the_queue_begins_with_the_least_believable(work: Work) -> Passed:
    """`queue` has the 150 rows with the lowest self-confidence, lowest first. Three quarters of them have wrong
    labels."""
    named = list(dict.fromkeys(work.strings("queue", ids(work))))
    own = pd.Series(confidence(work), index=ids(work))
    unknown = [one for one in named if one not in own.index]
    if unknown or len(named) != QUEUE:
        raise Failed(
            f"`queue` has {len(named)} rows"
            + (f", and {unknown[0]!r} is not an id of your rows." if unknown else "."),
            why="The reviewer has time for exactly this number of images.",
            advice=f"Give {QUEUE} different ids with the lowest self-confidence.",
            measured=len(named) - len(unknown),
            expected=f"{QUEUE} ids of your rows",
        )
    worth = own[named].to_numpy()
    share = float(pd.Series(wrong(work), index=ids(work))[named].mean())
    # Rows with the same self-confidence may come in any order, and the last bit of a sum must not decide.
    in_order = bool((np.diff(worth) >= -_TIE).all())
    lowest = bool(worth.max() <= np.sort(own.to_numpy())[QUEUE - 1] + _TIE)
    if in_order and lowest and share >= LEAST_IN_QUEUE:
        return Passed(
            f"{share:.0%} of the {QUEUE}",
            f"{LEAST_IN_QUEUE:.0%} or more",
            measures=(queue_measure(share, QUEUE),),
        )
    misconception, advice = queue_mistake(work, worth, lowest=lowest, in_order=in_order)
    raise Failed(
        f"The self-confidence in `queue` goes from {worth[0]:.2f} to {worth[-1]:.2f}, and {share:.0%} of its rows "
        "have wrong labels.",
        misconception=misconception,
        why="A review stops when the time is over, so the order decides which errors are fixed.",
        advice=advice,
        credit=0.5 if lowest else 0.0,
        measured=f"{share:.0%} wrong labels",
        expected=f"the {QUEUE} lowest in order, {LEAST_IN_QUEUE:.0%} of them wrong labels",
    )


a_person_decides = choice(
    "queue",
    "next_step",
    "what should happen with the rows of the queue",
    why="A suspect is only a question. Some suspects have a right label and an unusual image.",
    advice="Ask who can see the difference between an unusual digit and a wrong label.",
)
