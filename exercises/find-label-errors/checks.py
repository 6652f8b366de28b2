"""Checks for a search for flipped labels: out-of-sample probabilities, the confident joint, suspects and a ranking."""

from __future__ import annotations

import numpy as np
import pandas as pd

from labelwright.checks import Failed, Passed, Work, check, close, found_items, right_choice
from labelwright.data import seed

from .measures import list_measures, noise_measure, queue_measure
from .model import (
    CLASSES,
    SLUG,
    confidence,
    fold_numbers,
    given,
    ids,
    joint,
    matrix,
    probabilities,
    refitted,
    wrong,
)
from .shortcuts import known_lists, known_noise, known_thresholds, queue_mistake, too_random, turned_round

STEPS = {
    "delete them": "Deleting takes the rare and the hard away together with the wrong, and the data gets easier than the "
    "world.",
    "give them the label that the model is confident of": "The model would then be taught its own opinion: its blind "
    "spots become the truth.",
    "show them to a person who decides": "",
    "lower their weight in training": "A lower weight hides an error and keeps it; a test set has no weights at all.",
}
NEAR = 0.03
"""Mean difference of two probabilities up to which two fits count as the same model."""
ALIKE = (0.92, 1.4)
"""Distance to an honest fit over the distance to an in-sample one between which the two cannot be told apart. Honest
forests of ten trees or more lay at .90 or less, those of two trees at .99 to 1.22, and leaks at 1.6 or more."""
AS_IT_DIFFERS = 1.25
"""How far beyond the difference of two fits of the learner's own model a third may be: forests draw at random."""
PRECISION, RECALL = 0.64, 0.58
QUEUE, LEAST_IN_QUEUE = 150, 0.75
TRAINED_ON = {
    "in-sample": (
        "The probabilities are in-sample: the model was trained on the rows that it judges.",
        "In each of the five rounds, leave the rows of that fold out of `train`.",
    ),
    "the fold itself": (
        "The folds are the wrong way round: the model was trained on the heap that it judges.",
        "`train` holds the rows whose fold is another one.",
    ),
}
"""What nearness to another fit shows, and what to do, by the rows that this fit was trained on."""
WHY_OUTSIDE = "A model that has seen a wrong label repeats it, and the error looks like a fact."


@check("outside")
def folds_are_dealt(work: Work) -> Passed:
    """`fold` deals all 1,797 rows into five heaps of about the same size, whatever their label."""
    fold = fold_numbers(work)
    sizes = np.bincount(fold, minlength=5)
    whole = pd.crosstab(given(work), fold)
    if sizes.min() < 300 or (whole == 0).to_numpy().any():
        raise Failed(
            f"The heaps hold {', '.join(map(str, sizes))} rows.",
            misconception="Heaps that follow the labels leave a model without a single example of some digit."
            if (whole == 0).to_numpy().any()
            else "The heaps are too uneven.",
            why="Each row is judged by what the other four heaps teach; they must hold all digits.",
            advice="Deal the numbers 0, 1, 2, 3, 4 round and round, then shuffle them.",
            credit=0.3,
            measured=int(sizes.min()),
            expected="300 rows or more in each, with every label",
        )
    return Passed(", ".join(map(str, sizes)), "five heaps of about 359")


@check("outside")
def probabilities_are_complete(work: Work) -> Passed:
    """`probabilities` has a line for each row and ten numbers a line that add up to 1."""
    table = probabilities(work)
    return Passed(f"{len(table):,} by {table.shape[1]}")


@check("outside", weight=3, after=probabilities_are_complete)
def each_row_is_judged_from_outside(work: Work) -> Passed:
    """No row is judged by a model that was trained on it: your `predict`, asked about one fold again, says the same."""
    fold, table = fold_numbers(work), probabilities(work)
    asked = seed(work.learner, SLUG, work.form) % 5
    inside = fold == asked
    outside, seen = refitted(work, ~inside, inside), refitted(work, np.ones(len(fold), bool), inside)
    if np.abs(outside - seen).max() < 1e-12:
        raise Failed(
            "`predict` gives the same answer whatever table it is trained on.",
            misconception="It does not learn from `train`: it uses a model or labels from elsewhere in the notebook.",
            why=WHY_OUTSIDE,
            advice="Make the model inside the function, and fit it on `train` alone.",
            measured="no difference",
            expected="another model where `train` is another table",
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
            f"Your model gives the flipped labels a probability of {own[planted].mean():.2f} on average, and the "
            f"others {own[~planted].mean():.2f}.",
        )
    apart["the fold itself"] = float(np.abs(table[inside] - refitted(work, inside, inside)).mean())
    nearest = min(apart, key=lambda name: apart[name])
    misconception, advice = TRAINED_ON.get(nearest, ("", "")) if apart[nearest] <= allowed else ("", "")
    raise Failed(
        f"For the rows of fold {asked}, `probabilities` is not what `predict` gives when it is trained on the other folds: "
        f"the numbers differ by {apart['outside']:.3f} on average.",
        misconception=misconception,
        why=WHY_OUTSIDE,
        advice=advice or "Fill `probabilities[fold == k]` with `predict(rows[fold != k], rows[fold == k])`.",
        measured=f"{apart['outside']:.3f}",
        expected=f"at most {allowed:.2g}",
    )


@check("joint", after=each_row_is_judged_from_outside)
def thresholds_are_by_digit(work: Work) -> Passed:
    """`thresholds` holds for each digit the mean self-confidence of the rows that carry this label."""
    value, truth = np.array(work.numbers("thresholds", CLASSES)), joint(work).thresholds
    worst = int(np.abs(value - truth).argmax())
    if np.abs(value - truth).max() <= 1e-6:
        return Passed(f"{value.min():.2f} to {value.max():.2f}")
    misconception, advice = known_thresholds(work, value)
    raise Failed(
        f"`thresholds` holds {value[worst]:.4f} for the digit {worst}, which is not the mean for your rows.",
        misconception=misconception,
        why="With one bar for all, an image is rarely confidently of a hard class, and errors there stay hidden.",
        advice=advice or "Take the rows whose label is k, and average their probability of k.",
        measured=f"{int((np.abs(value - truth) <= 1e-6).sum())} of 10",
        expected="10 of 10, to six places",
    )


@check("joint", weight=2, after=thresholds_are_by_digit)
def the_joint_is_counted(work: Work) -> Passed:
    """`counts` holds how many rows carry label i and are confidently j."""
    value, truth = matrix(work.value("counts"), "counts", CLASSES), joint(work).counts
    off = int(np.abs(value - truth).sum())
    if off <= 2:
        return Passed(
            f"{int(value.sum()):,} rows", note=f"{int(value.sum() - np.trace(value))} off the diagonal."
        )
    raise Failed(
        f"`counts` holds {value.sum():,.0f} rows, of which {value.sum() - np.trace(value):,.0f} stand off the diagonal; "
        f"{int((value != truth).sum())} of its 100 cells are not what your probabilities give.",
        misconception=turned_round(work, value),
        why="The estimate and the list both come from this table.",
        advice="Take one row by hand: which of its ten probabilities reach their digit's threshold?",
        credit=0.5 if np.array_equal(value, truth.T) else 0.0,
        measured=int((value == truth).sum()),
        expected="100 of 100 cells",
    )


@check("joint", weight=2, after=the_joint_is_counted)
def the_noise_is_estimated(work: Work) -> Passed:
    """`noise` is the share off the diagonal of the scaled table, and within 3.5 points of the planted share."""
    value, planted = work.number("noise"), float(wrong(work).mean())
    why = "Whether a data set is checked again, or bought at all, hangs on this share."
    close("noise", value, joint(work).noise, tolerance=1e-6, known=known_noise(work), why=why)
    if abs(value - planted) <= 0.035:
        return Passed(
            f"{value:.3f}", "within .035 of the share that was flipped", measures=(noise_measure(work),)
        )
    raise Failed(
        f"`noise` follows from your probabilities, but at {value:.3f} it is far from the share that was flipped.",
        misconception="The model is too weak: what it finds hard is counted as wrong.",
        why=why,
        advice="Take one of the two models that the notebook names.",
        credit=0.5,
        measured=f"{value:.3f}",
        expected="within .035 of the share that was flipped",
    )


@check("suspects", after=each_row_is_judged_from_outside)
def suspects_follow_from_the_model(work: Work) -> Passed:
    """`suspects` names the rows that are confidently another digit than their label, by your own probabilities."""
    named = set(work.strings("suspects"))
    strange = sorted(named - set(ids(work)))
    if strange:
        raise Failed(
            f"`suspects` names {strange[0]!r}, which is no id of your rows.",
            why="A reviewer finds a row by its id.",
            advice='Ids look like "r0001"; they stand in the column `id`.',
        )
    found = joint(work).confident
    truth = set(ids(work)[(found >= 0) & (found != given(work))])
    alike = len(named & truth) / max(1, len(named | truth))
    if alike >= 0.97:
        return Passed(f"{len(named)} suspects")
    misconception, advice = known_lists(work, named)
    raise Failed(
        f"`suspects` names {len(named)} rows; {len(named - truth)} of them are not confidently another digit by your "
        f"probabilities, and {len(truth - named)} that are do not stand there.",
        misconception=misconception,
        why="A list that does not follow from its stated method cannot be defended or repeated.",
        advice=advice or "Take the rows that are confidently something, and something else than their label.",
        credit=0.5 if alike >= 0.8 and not misconception else 0.0,
        measured=f"{alike:.2f}",
        expected="an overlap of .97 or more",
    )


@check("suspects", weight=2, after=suspects_follow_from_the_model)
def suspects_are_worth_the_time(work: Work) -> Passed:
    """Most suspects are truly wrong labels, and most wrong labels are suspects."""
    found = found_items(work.strings("suspects"), ids(work)[wrong(work)])
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
        misconception="Too much is suspected: the model finds much hard that is right."
        if found.recall >= RECALL
        else "Too little is suspected: the model is rarely confident of another digit.",
        why="A false alarm costs a reviewer's minute, and a missed error stays in the data.",
        advice="Try the other of the two models, or another number of neighbours.",
        credit=0.5 * good,
        measured=f"precision {found.precision:.2f}, recall {found.recall:.2f}",
        expected=f"precision {PRECISION} and recall {RECALL}, or more",
        measures=measures,
    )


@check("queue", weight=2, after=each_row_is_judged_from_outside)
def the_queue_begins_with_the_least_believable(work: Work) -> Passed:
    """`queue` holds the 150 rows with the lowest self-confidence, lowest first; three quarters of them are wrong."""
    named = list(dict.fromkeys(work.strings("queue")))
    own = pd.Series(confidence(work), index=ids(work))
    unknown = [one for one in named if one not in own.index]
    if unknown or len(named) != QUEUE:
        raise Failed(
            f"`queue` holds {len(named)} rows"
            + (f", and {unknown[0]!r} is none of yours." if unknown else "."),
            why="A reviewer's hour is planned in images.",
            advice=f"Give {QUEUE} different ids, the suspects and those that come next.",
            measured=len(named) - len(unknown),
            expected=f"{QUEUE} ids of your rows",
        )
    worth = own[named].to_numpy()
    share = float(pd.Series(wrong(work), index=ids(work))[named].mean())
    in_order = bool((np.diff(worth) >= -1e-9).all())
    lowest = bool(worth.max() <= np.sort(own.to_numpy())[QUEUE - 1] + 1e-9)
    if in_order and lowest and share >= LEAST_IN_QUEUE:
        return Passed(
            f"{share:.0%} of the {QUEUE}",
            f"{LEAST_IN_QUEUE:.0%} or more",
            measures=(queue_measure(share, QUEUE),),
        )
    misconception, advice = queue_mistake(work, worth, lowest)
    raise Failed(
        f"The self-confidence in `queue` runs from {worth[0]:.2f} to {worth[-1]:.2f}, and {share:.0%} of its rows are "
        "wrong labels.",
        misconception=misconception,
        why="A review ends when the time is used up, so the order decides what gets mended.",
        advice=advice,
        credit=0.5 if lowest else 0.0,
        measured=f"{share:.0%} wrong labels",
        expected=f"the {QUEUE} lowest in order, {LEAST_IN_QUEUE:.0%} of them wrong labels",
    )


@check("queue")
def a_person_decides(work: Work) -> Passed:
    """`next_step` says what should happen to the rows of the queue."""
    step = right_choice(
        "next_step",
        work.text("next_step"),
        STEPS,
        why="A suspect is a question. Some suspects carry the right label and an unusual image.",
        advice="Ask who can tell an unusual digit from a wrong label.",
    )
    return Passed(step)
