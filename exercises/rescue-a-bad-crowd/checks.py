"""Checks for a rescued simulated crowd: matrices, flags, labels compared with the true ones, and the form of eight
notes."""

from __future__ import annotations

from typing import Any

import numpy as np

from labelwright.checks import Failed, Measure, Passed, Work, check, found_items, mapping
from labelwright.checks.containers import array
from labelwright.checks.kinds import wrong_kind
from labelwright.quality import majority_vote, wilson

from .crowd import LABELS, Crowd, crowd
from .notes import STATEMENTS, note_fault, statements_missing

ANNOTATORS = tuple(f"simulated-{number}" for number in range(1, 9))
KINDS = ("one answer", "exchanges two labels")


def mine(work: Work) -> Crowd:
    """Return the learner's crowd, computed again on the trusted side."""
    return crowd(work.learner, work.form)


def by_item(work: Work, name: str) -> dict[str, str | None]:
    """Return a Series or dict from ticket to label; a value that is not a text counts as None."""
    why = "Without the id of its ticket, a label cannot be used."
    form, example = "a Series with the 300 ticket ids as its index", "or a dict from ticket to label"
    value = work.mapping(name, mine(work).winners, wanted=form, example=example, why=why)
    return {str(item): label if isinstance(label, str) else None for item, label in value.items()}


# Part 1


@check("vote")
def majority_is_counted(work: Work) -> Passed:
    """`majority` gives each of the 300 tickets the label with the most votes, or None for a tie."""
    given = by_item(work, "majority")
    truth = {item: next(iter(won)) if len(won) == 1 else None for item, won in mine(work).winners.items()}
    wrong = [item for item, label in truth.items() if item not in given or given[item] != label]
    if not wrong:
        ties = sum(label is None for label in truth.values())
        return Passed("300 of 300", note=f"{ties} tickets have no majority.")
    missing = [item for item in truth if item not in given]
    ties = [item for item in wrong if truth[item] is None and item in given]
    misconception = ""
    if len(ties) == len(wrong):
        misconception = "In a tie you took the first label, so it looks like a decision."
    elif len(missing) == len(wrong):
        misconception = (
            "You left out tied tickets instead of marking them. Nobody will notice that they have no label."
        )
    raise Failed(
        f"`majority` is wrong for {len(wrong)} of 300 tickets, such as {', '.join(sorted(wrong)[:3])}.",
        misconception=misconception,
        why="A tie means that the crowd does not know. A person should look at it.",
        advice="Count the labels of each ticket. If two labels share the highest count, write None.",
        credit=0.5 if misconception else 0.0,
        measured=f"{300 - len(wrong)} of 300",
        expected="300 of 300",
    )


agreement_is_counted = mapping(
    "vote",
    "agreement",
    "the share of each annotator's labels that equal the majority's label, without ties. No share is rounded",
    after=majority_is_counted,
    why="A share has a meaning only if you know which tickets it counts.",
    advice="Keep the rows whose ticket has a majority. For each annotator, take the share of rows in which the label "
    "equals the majority.",
)


def _by_annotator(work: Work, name: str) -> dict[str, Any]:
    """Return a mapping or Series with exactly the eight annotators; raise Failed otherwise."""
    why = "Numbers about people must have the right name."
    form, example = "a dict with the eight annotators as its keys", "such as {'simulated-1': ...}"
    value = work.mapping(name, ANNOTATORS, wanted=form, example=example, why=why)
    if set(value) != set(ANNOTATORS):
        missing, strange = set(ANNOTATORS) - set(value), [key for key in value if key not in ANNOTATORS]
        raise Failed(
            f"`{name}` should have the eight annotators as its keys"
            + (
                f", but {strange[0]!r} is not one of them."
                if strange
                else f", but {min(missing)} is missing."
            ),
            why=why,
            advice="Use the names in `annotators`, simulated-1 to simulated-8.",
        )
    return value


# Part 2


@check("matrices")
def matrices_are_estimated(work: Work) -> Passed:
    """`matrices` has each annotator's matrix from one fit to all votes. Each cell is within .02."""
    given, fit = _by_annotator(work, "matrices"), mine(work).fit
    tables = {name: _matrix(given[name], name) for name in ANNOTATORS}
    gaps = {name: float(np.abs(tables[name] - fit.confusion[name]).max()) for name in ANNOTATORS}
    worst = max(gaps, key=lambda name: gaps[name])
    right = sum(gap <= 0.02 for gap in gaps.values())
    if right == 8:
        return Passed("8 of 8 matrices", "every cell within .02")
    misconception, advice = _matrix_mistake(work, tables)
    raise Failed(
        f"{8 - right} of 8 matrices differ from the model's. The largest difference is for {worst}: the first row is "
        f"{', '.join(f'{share:.2f}' for share in tables[worst][0])}.",
        misconception=misconception,
        why="The matrix is the evidence when you talk to somebody about their work.",
        advice=advice or "Fit all 1,440 votes at once, with the labels in the order of `labels`.",
        credit=0.5 * right / 8,
        measured=right,
        expected="8 of 8, every cell within .02",
    )


def _matrix(value: Any, name: str) -> np.ndarray:
    table = array(value, [LABELS, LABELS])
    if table is None:
        raise wrong_kind(f"matrices[{name!r}]", value, "an array of 3 x 3 numbers", "rows for true labels")
    if table.shape != (3, 3) or not np.isfinite(table).all():
        raise Failed(
            f"The matrix of {name} is not 3 × 3 finite numbers.",
            why="The matrix needs three true labels by three given labels.",
            advice="Give a 3 × 3 array, rows and columns in the order of `labels`.",
        )
    return table


def _matrix_mistake(work: Work, tables: dict[str, np.ndarray]) -> tuple[str, str]:
    one, fit = mine(work), mine(work).fit
    far = {name: table for name, table in tables.items() if np.abs(table - fit.confusion[name]).max() > 0.02}
    if all(abs(table.sum() - 3) > 0.1 for table in far.values()):
        return "The rows do not add up to 1, so these are counts.", "Divide each row by its sum."
    if all(np.abs(table.T - fit.confusion[name]).max() <= 0.02 for name, table in far.items()):
        return "Rows and columns of the matrices are exchanged.", (
            "Use rows for true labels and columns for given labels."
        )
    if all(np.abs(table - _by_vote(one, name)).max() <= 0.02 for name, table in far.items()):
        return (
            "You used the majority as the truth. But the annotators that you are looking for are part of the "
            "majority.",
            "Let the model estimate the true labels and the matrices together.",
        )
    if all(np.abs(table.sum(axis=0) - 1).max() < 0.02 for table in far.values()):
        return "The columns add up to 1, but the rows should.", "Divide by the sum over the given labels."
    return "", ""


def _by_vote(one: Crowd, name: str) -> np.ndarray:
    """Return the confusion matrix of an annotator against the single winners of the vote."""
    counts = np.zeros((3, 3))
    for item, label in one.of(name).items():
        if len(one.winners[item]) == 1:
            counts[LABELS.index(next(iter(one.winners[item]))), LABELS.index(label)] += 1
    return counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)


# Parts 3 and 4


def flags(work: Work) -> dict[str, str]:
    """Return whom the learner flags and for what; raise Failed if a name or kind is unknown."""
    why = "If you flag a person, you must give a reason."
    form, example = "a dict from annotator to what they do", 'such as {"simulated-9": "one answer"}'
    value = work.mapping("flagged", ANNOTATORS, wanted=form, example=example, why=why)
    strange = [name for name in value if name not in ANNOTATORS]
    unknown = [str(kind) for kind in value.values() if kind not in KINDS]
    if strange or unknown:
        raise Failed(
            f"`flagged` holds {', '.join(map(repr, [*strange, *unknown][:3]))}, which is not a name or kind of this task.",
            why="A flag must name one of the eight annotators and a kind that you can prove.",
            advice=f"Use the kinds {' and '.join(map(repr, KINDS))} and the names simulated-1 to simulated-8.",
        )
    return value


@check("flags", weight=3)
def the_three_are_found(work: Work) -> Passed:
    """`flagged` names all three annotators who do not label what they see."""
    one = mine(work)
    found = found_items(flags(work), one.bad)
    if not found.missed:
        return Passed("3 of 3", measures=(_found_measure(found.hits),))
    missed = {one.bad[name] for name in found.missed}
    named = set(flags(work))
    misconception = ""
    if named == one.least_agreeing():
        misconception = (
            "These are the three annotators who agree least with the majority. But two of the eight helped to make "
            "the majority, because they always give its most frequent label."
        )
    elif named == one.fewest_of_the_frequent():
        misconception = (
            "These are the three annotators who give the rare labels most often. But some tickets really have a "
            "rare label."
        )
    elif missed == {KINDS[1]}:
        misconception = (
            "Two annotators give one answer. The third gives different labels but exchanges two of them."
        )
    raise Failed(
        f"`flagged` names {len(found.hits)} of the three.",
        misconception=misconception,
        why="An annotator whom you miss will give wrong labels again tomorrow.",
        advice="Compare the diagonals of the eight matrices. Do not look at how often somebody agrees.",
        credit=0.5 if len(found.hits) == 2 else 0.0,
        measured=len(found.hits),
        expected="3 of 3; half the points for 2",
        measures=(_found_measure(found.hits),),
    )


def _found_measure(hits: tuple[str, ...]) -> Measure:
    return Measure(
        id="simulated-annotators-found",
        name="Simulated annotators who do not label what they see, found",
        value=len(hits),
        unit="count",
        n=3,
        n_unit="of 8 simulated annotators",
        reference="how the crowd was simulated",
        ceiling=3,
        ceiling_note="the model's matrices tell the three from the five in every crowd of this exercise",
    )


@check("flags", after=the_three_are_found)
def kinds_are_right(work: Work) -> Passed:
    """Each of the three is flagged for the right reason."""
    given, truth = flags(work), mine(work).bad
    wrong = [name for name, kind in truth.items() if given.get(name) != kind]
    if not wrong:
        return Passed("3 of 3")
    raise Failed(
        f"{len(wrong)} of 3 are flagged for the wrong reason: {', '.join(wrong)}.",
        misconception="Somebody who gives one answer and somebody who exchanges two labels can have the same accuracy. Their "
        "matrices differ.",
        why="One of them needs a talk about effort, the other needs a talk about two definitions.",
        advice="Compare the rows of the matrix. Are all three rows similar, or do two rows have their largest share in "
        "each other's place?",
        credit=(3 - len(wrong)) / 3,
        measured=3 - len(wrong),
        expected="3 of 3",
    )


@check("fair")
def nobody_honest_is_flagged(work: Work) -> Passed:
    """`flagged` names no honest annotator."""
    one, named = mine(work), flags(work)
    honest = [name for name in named if name not in one.bad]
    if not named:
        raise Failed(
            "`flagged` is empty.",
            why="If you flag nobody, all eight continue to label.",
            advice="Flag the annotators whose matrix proves the problem to a colleague.",
        )
    if not honest:
        return Passed("0 honest annotators flagged")
    least = set(honest) & one.least_agreeing()
    rare = set(honest) & one.fewest_of_the_frequent()
    misconception = ""
    if least:
        misconception = (
            f"You flagged {_some(least)} because of low agreement with the majority. But others made that majority "
            "wrong."
        )
    elif rare:
        misconception = f"You flagged {_some(rare)} because of many rare labels. But their tickets really have these labels."
    raise Failed(
        f"{len(honest)} of the {len(named)} flagged are honest.",
        misconception=misconception,
        why="A wrong flag takes away a person's work, and you lose good labels.",
        advice="For each name, find the row that proves the problem. If the largest share of every row is on the "
        "diagonal, remove the name from `flagged`.",
        measured=len(honest),
        expected="0",
    )


def _some(names: set[str]) -> str:
    return " and ".join(sorted(names))


# Part 5


@check("rescue")
def labels_are_rescued(work: Work) -> Passed:
    """`final` is right about as often as Dawid and Skene's model with all votes of your crowd."""
    one, given = mine(work), by_item(work, "final")
    labels = {item: given[item] for item in one.truth if given.get(item) in LABELS}
    missing = [item for item in one.truth if item not in labels]
    if missing:
        raise Failed(
            f"{len(missing)} of 300 tickets have none of the three labels, such as {', '.join(missing[:3])}.",
            why="The client expects a label for every ticket.",
            advice="Give every ticket a label. For a tie, use a rule that you can explain.",
            measured=300 - len(missing),
            expected="300 of 300",
        )
    share, best, vote = one.accuracy(labels), one.rescued, one.majority_accuracy
    low, high = wilson(round(300 * share), 300)
    measure = Measure(
        id="rescued-labels",
        name="Labels right after the rescue",
        value=round(100 * share, 1),
        unit="%",
        n=300,
        n_unit="simulated tickets with 1,440 labels of 8 simulated annotators",
        low=round(100 * low, 1),
        high=round(100 * high, 1),
        method="Wilson interval, 95 %",
        reference="the simulated truth, which the learner did not have",
        ceiling=round(100 * best, 1),
        ceiling_note="Dawid and Skene's model fitted to all votes of the same crowd",
    )
    expected = f"at least {best - 0.02:.1%}; half the points from {vote + 0.05:.1%}"
    if share >= best - 0.02 - 1e-9:
        note = f"The majority vote is right on {vote:.1%}, the model on {best:.1%}."
        return Passed(f"{share:.1%}", expected, note, (measure,))
    misconception, advice = _label_mistake(one, labels)
    raise Failed(
        f"{share:.1%} of the 300 labels are right. The majority vote alone reaches {vote:.1%}.",
        misconception=misconception,
        why="The client pays for these labels, and a model will repeat their errors.",
        advice=advice or "For each annotator, ask what one of their votes says about the true label.",
        credit=0.5 if share >= vote + 0.05 - 1e-9 else 0.0,
        measured=f"{share:.1%}",
        expected=expected,
        measures=(measure,),
    )


def _label_mistake(one: Crowd, labels: dict[str, str]) -> tuple[str, str]:
    if len(set(labels.values())) == 1:
        return "Every ticket has the same label.", "Print the counts of your labels."
    without = {
        "These are the labels of the majority vote of all eight.": set(),
        "This is a vote without the three who agree least with the majority. You removed somebody honest and kept "
        "somebody who is not.": one.least_agreeing(),
        "This is a vote without the annotators who give rare labels most often. In this way rare labels disappear "
        "from a data set.": (one.fewest_of_the_frequent()),
        "This is a vote of the five honest annotators. It is better, but many tickets have only two or three votes "
        "left. You also threw away the annotator who always exchanges the same two labels, and these votes still "
        "carry information.": set(one.bad),
    }
    for misconception, dropped in without.items():
        if _is_vote(one, labels, dropped):
            return misconception, "Weigh each vote by its annotator's matrix instead of counting votes."
    return "", ""


def _is_vote(one: Crowd, labels: dict[str, str], dropped: set[str]) -> bool:
    """Return whether the labels are the vote of the remaining annotators, with any rule for ties."""
    winners = majority_vote([vote for vote in one.votes if vote[1] not in dropped]).winners
    clear = [item for item, won in winners.items() if len(won) == 1]
    return bool(np.mean([labels[str(item)] in winners[item] for item in clear]) > 0.99)


# Part 6


@check("notes", weight=4)
def notes_show_their_evidence(work: Work) -> Passed:
    """All eight notes name the most frequent confusion, show three tickets as sure evidence, and choose a next step
    that fits."""
    return _notes(work, "evidence")


@check("notes", weight=3)
def notes_speak_of_the_labels(work: Work) -> Passed:
    """All eight notes have 25 to 90 words for one annotator, about the labels and not about the person."""
    return _notes(work, "prose")


def _notes(work: Work, part: str) -> Passed:
    given, one = _by_annotator(work, "notes"), mine(work)
    faults = {name: fault for name in ANNOTATORS if (fault := note_fault(one, name, given, part))}
    if not faults:
        note = (
            "Only the form was checked. You assess yourself whether a note is kind and clear."
            if part == "prose"
            else ""
        )
        return Passed("8 of 8", note=note)
    name, (found, misconception, advice) = next(iter(faults.items()))
    raise Failed(
        f"{8 - len(faults)} of 8 notes pass. {name}: {found}",
        misconception=misconception,
        why="People change what they can see. A note without evidence is only an opinion, and a note about the "
        "person offends.",
        advice=advice,
        credit=0.8 * (8 - len(faults)) / 8,
        measured=8 - len(faults),
        expected="8 of 8",
    )


@check("notes")
def prose_is_self_assessed(work: Work) -> Passed:
    """`self_assessed` answers all four statements. Your answers are not marked."""
    value = work.mapping("self_assessed", STATEMENTS)
    missing = statements_missing(value)
    if missing:
        raise Failed(
            f"{len(missing)} of four statements have no True or False: {missing[0]!r}.",
            why="A program cannot judge a note. Readers of your portfolio see that you judged it yourself.",
            advice="Copy the four statements into a dict, and answer each one with True or False.",
            measured=4 - len(missing),
            expected="4 of 4, with any answer",
        )
    said = sum(bool(answer) for answer in value.values())
    return Passed(f"{said} of 4 answered with True", note="Self-assessed: nobody checked these answers.")
