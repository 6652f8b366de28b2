"""Checks for twelve designs: a measure that each allows, and the part of the design that decides."""

from __future__ import annotations

from collections import Counter
from typing import Any

from labelwright.checks import (
    Annotation,
    Bands,
    Measure,
    Mistake,
    NotAttempted,
    Passed,
    Work,
    all_labelled,
    check,
    chosen_labels,
    enough_time,
    function,
    own_annotations,
    read_annotations,
    reading_seconds,
    settle,
)
from labelwright.data import seed
from labelwright.rng import Rng

from .rules import RULES, Design, designs, missed

STATISTIC, REASON = "which-statistic.annotations.jsonl", "what-decides.annotations.jsonl"
FULL, HALF = 10, 8
"""Of twelve: how many give all points, and how many half."""
MOST_NAMED = 3


def journal(work: Work, name: str) -> list[Annotation]:
    """Return what a journal says of the learner's designs."""
    found = own_annotations(work, name, read_annotations(work, name, items=list(work.sample["id"])))
    if not found:
        raise NotAttempted(
            "No design has an answer yet. Run the cell with `ex.label`, and answer in the widget."
        )
    return found


def mine(work: Work) -> dict[str, Design]:
    """Return the learner's twelve designs."""
    return {item: designs()[item] for item in work.sample["id"]}


def habit(work: Work, labels: dict[str, str]) -> list[Mistake]:
    """Return what the wrong choices have in common."""
    wrong = {item: label for item, label in labels.items() if label not in designs()[item].accepted}
    often, times = Counter(labels.values()).most_common(1)[0] if labels else ("", 0)
    if times >= 6:
        return [
            Mistake(
                f"You chose {often} {times} times of {len(labels)}, as if one measure fitted every design.",
                "Read the second column of the table of measures. For each design, ask which condition it does not "
                "meet.",
            )
        ]
    properties = Counter(missed(label, designs()[item]) for item, label in wrong.items() if label in RULES)
    if properties and (most := properties.most_common(1)[0])[1] >= 2:
        return [
            Mistake(
                f"You missed the same point {most[1]} times: {most[0]}.",
                "Check this point in each of the twelve designs.",
            )
        ]
    return []


@check("statistic")
def every_design_has_a_measure(work: Work) -> Passed:
    """Each of the twelve designs has an answer."""
    return all_labelled(journal(work, STATISTIC), list(mine(work)), most_skipped=0.1, fast=4)


@check("statistic", after=every_design_has_a_measure)
def designs_are_read(work: Work) -> Passed:
    """You took the time to read: a tenth of a second for each word, in half of the designs or more."""
    least = {item: reading_seconds(design.text) for item, design in mine(work).items()}
    return enough_time(journal(work, STATISTIC), least)


@check("statistic", weight=14, after=designs_are_read)
def measures_fit_their_designs(work: Work) -> Passed:
    """For at least 10 of the 12 designs, you choose a measure that the design allows."""
    labels = chosen_labels(journal(work, STATISTIC))
    chosen = {item: label for item, label in labels.items() if item in mine(work)}
    fit = sum(label in designs()[item].accepted for item, label in chosen.items())
    wrong = [(item, label) for item, label in chosen.items() if label not in designs()[item].accepted]
    misfits = [
        f"For {item} you chose {label}: {missed(label, designs()[item])}."
        for item, label in wrong
        if label in RULES
    ]
    more = f" {len(misfits) - MOST_NAMED} more do not fit." if len(misfits) > MOST_NAMED else ""
    return settle(
        fit,
        Bands(FULL, HALF),
        f"{fit} of {len(mine(work))} measures fit. {' '.join(misfits[:MOST_NAMED])}{more}".strip(),
        mistakes=habit(work, chosen),
        why="If the design does not allow a measure, you still get a number, and nobody sees that it means nothing.",
        advice="Take one of these designs, and answer the six questions in their order.",
        measures=(
            Measure(
                id="measures-that-fit",
                name="Measures of agreement that fit the design",
                value=fit,
                unit="count",
                n=len(mine(work)),
                n_unit="authored designs",
                reference="sets of defensible measures, by one author",
            ),
        ),
        note=" ".join(misfits),
    )


@check("reason", after=every_design_has_a_measure)
def the_deciding_parts_are_named(work: Work) -> Passed:
    """For at least 10 of the 12 designs, you name a part that decides the choice."""
    named = chosen_labels(journal(work, REASON))
    wrong = [item for item, design in mine(work).items() if named.get(item, "") not in design.decides]
    fit = len(mine(work)) - len(wrong)
    often, times = Counter(named.values()).most_common(1)[0] if named else ("", 0)
    mistakes = (
        [
            Mistake(
                f"{times} of your answers are `{often}`.", "For each design, ask what else is special in it."
            )
        ]
        if times >= 8
        else []
    )
    return settle(
        fit,
        Bands(FULL, HALF),
        f"For {fit} of {len(mine(work))} designs you name a part that decides"
        + (
            f"; not for {', '.join(wrong[:MOST_NAMED])}{' ...' * (len(wrong) > MOST_NAMED)}."
            if wrong
            else "."
        ),
        mistakes=mistakes,
        why="If the design is the reason for your choice, you can defend it even if people do not like the result.",
        advice="Imagine that one part of the design is different. If the measure is still right, that part does not "
        "decide.",
    )


def tables(work: Work) -> list[tuple[list[list[Any]]]]:
    """Return small tables of ratings, then random ones for the learner."""
    found: list[list[list[Any]]] = [
        [["a", "b"], ["a", "a"]],
        [["a", None], [None, "b"], [None, None]],
        [[0, 0, 0], [0, None, 0], [1, 0, None]],
    ]
    rng = Rng(seed(work.learner, "pick-the-statistic", work.form)).numpy()
    for raters in (3, 4, 5):
        picked = rng.choice(["spam", "ham", "unsure"], size=(9, raters), p=[0.6, 0.3, 0.1]).tolist()
        gone = rng.random((9, raters)) < 0.4
        gone[0], gone[1] = True, False
        found.append(
            [
                [None if hole else label for label, hole in zip(*pair, strict=True)]
                for pair in zip(picked, gone, strict=True)
            ]
        )
    return [(table,) for table in found]


the_design_is_read_off_a_table = function(
    "table",
    "read_design",
    "returns the four facts of a table of ratings",
    inputs=tables,
    notes=(
        "complete",
        "one rating per item, and an item without any",
        "labels that are numbers, 0 among them",
        "3 raters, random",
        "4 raters, random",
        "5 raters, random",
    ),
    half=0.5,
    why="Most tables come without a description of their design. With a wrong count of ratings, you choose a wrong "
    "measure.",
)
