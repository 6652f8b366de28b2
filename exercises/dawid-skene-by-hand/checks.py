"""Checks for EM written by hand: each step on small cases, the fit on the patients and on simulated crowds."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import numpy as np
import pandas as pd

from labelwright.checks import (
    Case,
    Failed,
    Measure,
    Passed,
    Work,
    check,
    choice,
    close,
    containers,
    function,
    function_gives,
    items,
    number,
    refuse_rounded,
)
from labelwright.quality import DawidSkene

from .diagnoses import known_likelihoods, known_matrices, switched
from .tables import COLUMNS, Crowd, coded, crowds, reference, stacked

DATA = "dawid-skene-patients"
PARTS = ("prevalence", "matrices", "belief", "log_likelihoods")
CHOICES = (
    "retrain on class 3",
    "collect more of class 3 first",
    "leave observer 3 out",
    "nothing, the others are wrong",
)
FALL = 1e-6
"""A fall below this is rounding."""


def ratings(work: Work) -> pd.DataFrame:
    """Return the published ratings."""
    return work.cached("ratings", lambda: work.dataset(DATA))


def patients(work: Work) -> Crowd:
    """Return the patients' votes."""
    return Crowd("the patients", coded(ratings(work)), 4)


def right(work: Work) -> DawidSkene:
    """Return the reference fit of the patients' votes, made once."""
    return work.cached("right", lambda: patients(work).fitted())


# Part 1


@check("votes", weight=2)
def votes_are_laid_out(work: Work) -> Passed:
    """`votes` has all 315 ratings: item, observer and label, each counted from 0."""
    table, truth = work.table("votes", COLUMNS), patients(work).votes
    absent = [name for name in COLUMNS if name not in table.columns]
    if absent:
        raise Failed(
            f"`votes` has no column {', '.join(absent)}.",
            why="The functions below and the checks find the columns by these names.",
            advice="Name the columns item, observer and label.",
        )
    rows = table[COLUMNS]
    if sorted(map(str, rows.to_numpy().tolist())) == sorted(map(str, truth.to_numpy().tolist())):
        return Passed(f"{len(rows)} of 315")
    raise Failed(
        f"`votes` has {len(rows)} rows; items run from {rows['item'].min()} to {rows['item'].max()}, observers from "
        f"{rows['observer'].min()} to {rows['observer'].max()}, labels from {rows['label'].min()} to {rows['label'].max()}.",
        misconception=_layout_mistake(rows),
        why="A vote that is lost or given to another person makes a matrix wrong, and no later step shows it.",
        advice="Subtract 1 from patient, observer and rating, and keep every row.",
        measured=len(rows),
        expected="315 rows; items 0 to 44, observers 0 to 4, labels 0 to 3",
    )


def _layout_mistake(rows: pd.DataFrame) -> str:
    if len(rows) == 225:
        return (
            "225 rows mean one rating per observer. You dropped two of observer 1's three ratings, and they are "
            "evidence too."
        )
    if rows["observer"].nunique() == 7:
        return "You gave observer 1's three readings to three observers. They come from one person."
    if rows.min().min() == 1 or rows["label"].max() == 4:
        return "At least one column still counts from 1."
    return ""


@check("votes")
def shares_are_right(work: Work) -> Passed:
    """`vote_shares` returns each class's share of an item's votes, and `shares` has the shares of the patients. None
    is rounded."""
    few = pd.DataFrame({"item": [1, 0, 0, 1, 0], "observer": [0, 0, 1, 1, 2], "label": [2, 0, 0, 1, 1]})
    cases = [
        Case((few, 3), [[2 / 3, 1 / 3, 0], [0, 0.5, 0.5]], "two items, rows out of order"),
        Case((few, 4), [[2 / 3, 1 / 3, 0, 0], [0, 0.5, 0.5, 0]], "a class without any vote"),
    ]
    passed = function_gives(work, "vote_shares", cases)
    given, truth = work.array("shares"), work.solution.array("shares")
    if given.shape == truth.shape:
        refuse_rounded("shares", zip(given.flat, truth.flat, strict=True), 1e-6)
    if given.shape != truth.shape or np.abs(given - truth).max() > 1e-6:
        raise Failed(
            f"`shares` does not have the patients' shares. Its shape is {given.shape}.",
            why="EM starts from these numbers.",
            advice="Call `vote_shares(votes, 4)` once `votes` passes.",
            credit=0.5,
            measured=str(given.shape),
            expected="45 x 4, every row adding up to 1",
        )
    return passed


# Parts 2 and 3


def small() -> tuple[pd.DataFrame, list[list[float]]]:
    """Three items, two observers and two classes; item 1 has most of the votes."""
    rows = [(0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 0, 0), (1, 1, 1), (1, 1, 1), (2, 1, 0)]
    return pd.DataFrame(rows, columns=COLUMNS), [[0.9, 0.1], [0.3, 0.7], [0.55, 0.45]]


def m_inputs(work: Work) -> list[tuple[Any, ...]]:
    """Return the few votes, and the learner's simulated crowd of three classes with a belief that is not its vote shares."""
    crowd = crowds(work.learner, work.form)[0]
    shares = np.asarray(work.solution.call("vote_shares", crowd.votes, crowd.classes))
    return [small(), (crowd.votes, (0.8 * shares + 0.2 / crowd.classes).tolist())]


m_step_is_right = function(
    "m-step",
    "m_step",
    "returns the prevalence and every observer's matrix for votes that you have not seen",
    inputs=m_inputs,
    notes=("items with several votes", "a simulated crowd"),
    why="You will show these matrices to raters. If rows and columns are exchanged, they show the wrong habit.",
)


def e_inputs() -> list[tuple[Any, ...]]:
    """Return a few votes; a share of 0; and an item with so many votes that a plain product underflows."""
    votes, _ = small()
    soft = [[[0.8, 0.2], [0.3, 0.7]], [[0.9, 0.1], [0.25, 0.75]]]
    zero = [[[0.8, 0.2], [0.3, 0.7]], [[1.0, 0.0], [0.25, 0.75]]]
    many = pd.DataFrame(
        {"item": [0] * 600 + [1], "observer": [0, 1] * 300 + [0], "label": [2, 1] * 300 + [0]}
    )
    three = [
        [[0.9, 0.06, 0.04], [0.5, 0.4, 0.1], [0.3, 0.3, 0.4]],
        [[0.96, 0.03, 0.01], [0.8, 0.1, 0.1], [0.85, 0.12, 0.03]],
    ]
    return [(votes, [0.7, 0.3], soft), (votes, [0.7, 0.3], zero), (many, [0.6, 0.3, 0.1], three)]


e_step_is_right = function(
    "e-step",
    "e_step",
    "returns belief and log-likelihood, even if a share is 0 or an item has 600 votes",
    inputs=e_inputs(),
    notes=("7 votes on three items", "a share of 0 in a matrix", "an item with 600 votes"),
    half=2 / 3,
    why="A step that fails with many votes or with a 0 fails on the best-labelled items and the most reliable raters.",
)

# Parts 4 and 5


def fitted(work: Work) -> dict[str, Any]:
    """Return the learner's `result` with its parts as arrays; raise Failed if a part is missing or of another shape."""
    return _parts(work.value("result"), "result", 45, 5, 4)


def _parts(value: Any, name: str, items: int, observers: int, classes: int) -> dict[str, Any]:
    why, form = (
        "People who use the fit find its parts by name.",
        f"a dict with the entries {', '.join(PARTS)}",
    )
    value = containers.mapping(value, name, PARTS, wanted=form, example="as the task describes it", why=why)
    if missing := [part for part in PARTS if part not in value]:
        raise Failed(f"`{name}` has no entry {', '.join(missing)}.", why=why, advice=f"Return {form}.")
    shapes = {"prevalence": (classes,), "matrices": (observers, classes, classes), "belief": (items, classes)}
    found = {part: containers.array_of(value[part], f"{name}[{part!r}]") for part in PARTS}
    for part, shape in shapes.items():
        if found[part].shape != shape:
            raise Failed(
                f"`{name}`: {part} has the shape {found[part].shape}, but it should be {shape}.",
                misconception="There are seven matrices: you counted observer 1 three times."
                if part == "matrices" and found[part].shape[0] == 7
                else "",
                why="All later steps need one row for each item and one matrix for each person.",
                advice="Print the shapes of the input and the output of each step.",
                measured=str(found[part].shape),
                expected=str(shape),
            )
    for part in PARTS:
        _finite(found[part], f"{part} of {name}")
    if found["log_likelihoods"].ndim != 1 or not len(found["log_likelihoods"]):
        raise Failed("`log_likelihoods` is not a list of numbers.", advice="Append one number in each round.")
    return found


def _finite(array: np.ndarray, name: str) -> None:
    if not np.isfinite(array).all():
        raise Failed(
            f"`{name}` has values that are not finite numbers.",
            why="One value that is not a number spreads to every later round.",
            advice="The usual cause is underflow: a long product becomes 0, and then 0 is divided by 0. Use logarithms in "
            "the E step, and subtract the largest one before `exp`.",
        )


@check("fit", weight=2)
def likelihood_is_reached(work: Work) -> Passed:
    """The last log-likelihood of the patients' fit equals the result of EM from the vote shares, within .01."""
    value, truth = float(fitted(work)["log_likelihoods"][-1]), right(work).log_likelihood
    known = known_likelihoods(ratings(work), patients(work).votes)
    close(
        "result['log_likelihoods'][-1]",
        value,
        truth,
        tolerance=0.01,
        known=known,
        why="With this number, two people can check that they fitted the same model to the same data.",
        advice="Check the two steps on the small cases. Then check how the loop starts and stops.",
        show=".3f",
    )
    return Passed(round(value, 3), note=f"In {len(fitted(work)['log_likelihoods'])} rounds.")


@check("fit")
def prevalence_is_right(work: Work) -> Passed:
    """The prevalence of each class is within .002 of the reference."""
    value, truth = fitted(work)["prevalence"], right(work).prevalence
    gap = float(np.abs(value - truth).max())
    if gap <= 0.002:
        return Passed(" ".join(f"{one:.4f}" for one in value))
    order = switched(value, patients(work).votes, 4, 0.002)
    raise Failed(
        f"The prevalence is {', '.join(f'{one:.4f}' for one in value)}.",
        misconception=_switch(order) if order else _as_first(work, value),
        why="If a class has the name of another class, every label of the data set is wrong.",
        advice="Start from the vote shares: column t belongs to label t."
        if order
        else "Compute the prevalence as the mean of the final belief.",
        measured=round(gap, 4),
        expected="at most .002 from the reference",
    )


def _switch(order: tuple[int, ...]) -> str:
    return (
        "The classes are in another order (label switching): the numbers are right, but your class order is "
        + ", ".join(str(place) for place in order)
        + " in the places 0 to "
        + f"{len(order) - 1}. This happens with a random start, or with a start other than the vote shares."
    )


def _as_first(work: Work, value: np.ndarray) -> str:
    first = reference(patients(work).votes[(ratings(work)["occasion"] == 1).to_numpy()], 4).prevalence
    return (
        "You used only the first of observer 1's three ratings."
        if np.abs(value - first).max() <= 0.002
        else ""
    )


@check("fit", weight=2)
def matrices_are_right(work: Work) -> Passed:
    """Each cell of the five matrices is within .005 of the reference."""
    value, truth = fitted(work)["matrices"], stacked(right(work))
    gaps = np.abs(value - truth)
    gap = float(gaps.max())
    measure = _likelihood_measure(work)
    if gap <= 0.005:
        return Passed(f"largest gap {gap:.4f}", "at most .005", measures=(measure,))
    observer, true, given = np.unravel_index(int(gaps.argmax()), gaps.shape)
    misconception, advice = _matrix_mistake(work, value)
    raise Failed(
        f"{int((gaps > 0.005).sum())} of 80 cells are wrong. The largest error is for observer {observer + 1}, true "
        f"class {true + 1}, given class {given + 1}: {value[observer, true, given]:.3f}.",
        misconception=misconception,
        why="Somebody will tell the rater what this matrix says.",
        advice=advice or "Look at one row. Which votes went into it, and with which weight?",
        credit=0.5 if gap <= 0.02 else 0.0,
        measured=f"{gap:.4f}",
        expected="at most .005; half the points up to .02",
    )


def _matrix_mistake(work: Work, value: np.ndarray) -> tuple[str, str]:
    truth = stacked(right(work))
    for order in permutations(range(4)):
        turned = value[:, order, :]
        if order != (0, 1, 2, 3) and np.abs(turned - truth).max() <= 0.005:
            return _switch(order), "Start from the vote shares: column t belongs to label t."
    for wrong, misconception, advice in known_matrices(ratings(work), patients(work).votes):
        if wrong.shape == value.shape and np.nanmax(np.abs(wrong - value)) <= 0.005:
            return misconception, advice
    if _stands_still(work, patients(work).votes, fitted(work)["prevalence"], value):
        return (
            "EM came to rest at another result. It only finds the result that is nearest to its start, and you did not start "
            "from the vote shares.",
            "Start from `vote_shares(votes, classes)`, and not from random numbers.",
        )
    return "", ""


def _stands_still(work: Work, votes: pd.DataFrame, prevalence: np.ndarray, matrices: np.ndarray) -> bool:
    """Return whether one more round of EM changes neither prevalence nor matrices, so that they are a result of EM."""
    belief, _ = work.solution.call("e_step", votes, prevalence.tolist(), matrices.tolist())
    again, tables = (np.asarray(part, float) for part in work.solution.call("m_step", votes, belief))
    # A class that nobody has gives 0 divided by 0 in its rows.
    gap = np.nanmax(np.abs(tables - matrices), initial=0.0)
    return bool(np.abs(again - prevalence).max() <= 0.002 and gap <= 0.005)


def _likelihood_measure(work: Work) -> Measure:
    final = right(work)
    return Measure(
        id="log-likelihood",
        name="Log-likelihood of Dawid and Skene's model, fitted by own code",
        value=round(final.log_likelihood, 3),
        n=315,
        n_unit="ratings of 45 patients",
        method="EM from the vote shares, natural logarithm, no multinomial constant",
        reference="recomputed by the grader on the table of 1979",
        ceiling_note="a property of data and model, not a score",
    )


@check("fit", weight=3)
def works_on_other_crowds(work: Work) -> Passed:
    """`fit` gives the same prevalence, labels and log-likelihood as the reference on two simulated crowds made for
    you."""
    faults = [fault for crowd in crowds(work.learner, work.form) if (fault := _crowd_fault(work, crowd))]
    if not faults:
        return Passed("2 of 2")
    found, misconception = faults[0]
    raise Failed(
        found,
        misconception=misconception,
        why="Code that works for only one table cannot be used again. The next project has gaps and other classes.",
        advice="Look for something that is fixed in your code: 4 classes, 45 items, 5 observers, sorted rows."
        if "shape" in found
        else "First fix what the checks above found on the patients. Then call `fit` on a small table of your own.",
        credit=0.5 * (2 - len(faults)),
        measured=f"{2 - len(faults)} of 2",
        expected="2 of 2",
    )


def hidden(work: Work, crowd: Crowd) -> dict[str, Any]:
    """Return what the learner's `fit` gives for a simulated crowd, asked once."""
    name = f"fit on {crowd.name}"
    observers, items = crowd.votes["observer"].max() + 1, crowd.votes["item"].max() + 1
    return work.cached(
        name,
        lambda: _parts(work.call("fit", crowd.votes, crowd.classes), name, items, observers, crowd.classes),
    )


def _crowd_fault(work: Work, crowd: Crowd) -> tuple[str, str] | None:
    try:
        given = hidden(work, crowd)
    except Failed as failed:
        return f"On {crowd.name}: {failed.found}", failed.misconception
    truth = crowd.fitted()
    gap = float(np.abs(given["prevalence"] - truth.prevalence).max())
    sure = truth.posterior.max(axis=1) > 0.9
    same = given["belief"].argmax(axis=1) == truth.posterior.argmax(axis=1)
    last = float(given["log_likelihoods"][-1])
    if gap <= 0.005 and same[sure].all() and abs(last - truth.log_likelihood) <= 0.05:
        return None
    order = switched(given["prevalence"], crowd.votes, crowd.classes, 0.005)
    return (
        f"On {crowd.name}, {int((~same)[sure].sum())} of {int(sure.sum())} sure items have another label, the "
        f"prevalence differs by {gap:.3f}, and the log-likelihood ends at {last:.2f}.",
        _switch(order) if order else "",
    )


@check("climb")
def likelihood_never_falls(work: Work) -> Passed:
    """The log-likelihood never falls from one round to the next, on the patients and on two simulated crowds."""
    runs = [("the patients", patients(work), fitted(work))]
    runs += [(crowd.name, crowd, hidden(work, crowd)) for crowd in crowds(work.learner, work.form)]
    for name, crowd, parts in runs:
        climb = parts["log_likelihoods"]
        steps = np.diff(climb)
        if len(climb) < 4:
            raise Failed(
                f"On {name} the list has {len(climb)} value{'s' * (len(climb) != 1)}.",
                misconception="With one number nobody can see a rise. Keep the log-likelihood of every round.",
                why="Only this list shows that both steps work together.",
                advice="Append the value after every E step, and continue until it rises by less than 0.000001.",
                measured=len(climb),
                expected="4 rounds or more",
            )
        if (steps < -FALL).any():
            raise _fall(name, climb, steps)
        _matches_its_model(work, name, crowd, parts)
    return Passed(
        f"{len(runs)} of {len(runs)} runs",
        note=f"{len(runs[0][2]['log_likelihoods'])} rounds on the patients.",
    )


def _fall(name: str, climb: np.ndarray, steps: np.ndarray) -> Failed:
    at = int((steps < -FALL).argmax())
    turned = bool((steps <= FALL).all() and climb[0] > 0)
    return Failed(
        f"On {name} it falls in {int((steps < -FALL).sum())} of {len(steps)} steps. The first fall is in round "
        f"{at + 2}, from {climb[at]:.4f} by {-steps[at]:.2g}.",
        misconception="It falls in every round and is above 0. The sign is wrong: this is a negative log-likelihood."
        if turned
        else "The two steps do not belong to the same model. Right EM steps never lower the likelihood.",
        why="A fall shows that a step is wrong. Without this check, a wrong step looks like a result.",
        advice="Remove the minus sign."
        if turned
        else "Check that both steps use the same prevalence and plain counts, and that each row of belief adds up to "
        "1.",
        measured=round(float(steps.min()), 4),
        expected="no step below 0",
    )


def _matches_its_model(work: Work, name: str, crowd: Crowd, parts: dict[str, Any]) -> None:
    """Check that the last value is the log-likelihood of the returned parameters."""
    model = (parts[part].tolist() for part in ("prevalence", "matrices"))
    _, truth = work.solution.call("e_step", crowd.votes, *model)
    said = float(parts["log_likelihoods"][-1])
    if not abs(said - truth) <= 0.05:
        raise Failed(
            f"On {name} the last value is {said:.3f}, but the returned prevalence and matrices give another value.",
            misconception="The list and the model come from different rounds, or the numbers in the list are not "
            "log-likelihoods.",
            why="A rising list proves something only if it belongs to the fit.",
            advice="In each round, append the value that `e_step` returns for the matrices of this round.",
            measured=round(said, 3),
            expected="the log-likelihood of the returned parameters",
        )


# Part 6


@check("patients", weight=2)
def classes_are_read(work: Work) -> Passed:
    """`fitness` gives all 45 patients their most probable class, 1 to 4."""
    given, truth = _by_patient(work), work.solution.mapping("fitness")
    wrong = [patient for patient, label in truth.items() if given.get(patient) != label]
    if not wrong:
        return Passed("45 of 45")
    leaders = work.solution.value("leaders")
    misconception = ""
    if set(given) == set(range(45)) or all(given.get(one) == label - 1 for one, label in truth.items()):
        misconception = "You counted patients or classes from 0. The published numbers begin with 1."
    elif all(given.get(one) in leaders[one - 1] for one in truth):
        misconception = "These are the classes with the most votes, not the classes of the model."
    raise Failed(
        f"{len(wrong)} of 45 patients have a different class from the model: {', '.join(map(str, wrong[:5]))}.",
        misconception=misconception,
        why="A label file that is shifted by one class or one row still looks complete.",
        advice="Find the place of the largest belief in each row. Then turn place and row into the published numbers.",
        credit=0.5 if len(wrong) <= 3 else 0.0,
        measured=45 - len(wrong),
        expected="45 of 45",
    )


def _by_patient(work: Work) -> dict[int, int]:
    form, example = "a Series with the patients' numbers as its index", "or a dict from patient to class"
    value = work.mapping("fitness", range(1, 46), wanted=form, example=example)
    try:
        return {int(patient): int(label) for patient, label in value.items()}
    except (TypeError, ValueError, OverflowError):
        raise Failed(
            "`fitness` contains a value that is not a whole number.",
            advice="Use whole numbers for patients and classes.",
        ) from None


overruled_are_found = items(
    "patients",
    "overruled",
    "every patient whose class is not the single leader of the votes, and no other patients",
    known=lambda work: range(1, 46),
    weight=2,
    why="If model and vote differ, a person should look at the case. A list with gaps hides these cases.",
    advice="For each patient, compare the set of leading classes with the class of the model.",
)
knows_what_a_row_rests_on = number(
    "patients",
    "behind_class_3",
    "the number of patients behind the row for true class 3 in the matrices",
    within=0.1,
    why="A share means little if you do not know how many patients it comes from.",
    show=".2f",
)
small_row_is_not_overread = choice(
    "patients",
    "observer_3",
    "a step that the evidence behind that row allows",
    among=CHOICES,
    weight=2,
    after=knows_what_a_row_rests_on,
    why="People remember feedback on a few items long after the numbers have changed.",
    advice="Look at `behind_class_3` again. How wide is the interval of a share from so few patients?",
)
