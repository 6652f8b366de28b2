"""Checks for a routed queue: labels by the guideline, agreement with oneself, and rules for the gaps."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from labelwright.checks import (
    Bands,
    Failed,
    Known,
    KnownLabels,
    Measure,
    Mistake,
    NotAttempted,
    Passed,
    Work,
    all_labelled,
    check,
    close,
    keyword_rule,
    labels_agree,
    settle,
)
from labelwright.data import seed
from labelwright.quality import Agreement, Bootstrap, cohen, wilson

from .answers import SLUG, annotations, both, drift, gold, messages, pairs, queue
from .draw import LABELS
from .rules import Fault, errors, evidence_fault, form_fault, overrules, read_rules

KEYWORDS = {
    "refund": "return",
    "money back": "return",
    "return": "return",
    "exchange": "return",
    "broke": "fault",
    "crack": "fault",
    "missing": "fault",
    "leak": "fault",
    "problem": "fault",
    "invoice": "payment",
    "charge": "payment",
    "voucher": "payment",
    "paid": "payment",
    "card": "payment",
    "password": "account",
    "account": "account",
    "sign in": "account",
    "profile": "account",
    "parcel": "delivery",
    "deliver": "delivery",
    "courier": "delivery",
    "driver": "delivery",
    "order": "delivery",
}
"""Each desk's own words: what somebody goes by who labels words."""
AT_MOST_OTHER = 0.2
FULL, HALF = 0.80, 0.60


def keyword_labels(work: Work) -> dict[str, str]:
    """The labels that going by each desk's own words gives the sixty messages."""
    texts = {item: str(messages()[item]["text"]) for item in gold(work)}
    return keyword_rule(texts, KEYWORDS, otherwise="other")


@check("labels")
def every_message_is_settled(work: Work) -> Passed:
    """All seventy items of the queue are labelled, or skipped with a reason; at most three are skipped."""
    found = annotations(work)
    unnamed = [one.item for one in found if one.status == "skipped" and not one.reason.strip()]
    if unnamed:
        raise Failed(
            f"{len(unnamed)} of your items are skipped without a reason: {', '.join(unnamed[:4])}.",
            why="Nobody can tell a forgotten item from a skipped one.",
            advice="Press S on each of them and choose the reason.",
            credit=0.5,
        )
    return all_labelled(found, list(queue(work)), most_skipped=3 / 70, fast=2)


@check("labels", weight=4, after=every_message_is_settled)
def labels_follow_the_guideline(work: Work) -> Passed:
    """Your labels of the sixty messages reach a macro F1 of .80, and no desk misses more than half of its own."""
    first = [one for one in annotations(work) if one.item in gold(work)]
    rule = KnownLabels(
        keyword_labels(work),
        "Your labels are what the desks' own words give: a keyword rule, blind to denial, irony and what is settled.",
        "Line 2 first: cover the single words, and say in your own words what the writer wants done now.",
    )
    found = labels_agree(
        first,
        gold(work),
        full=0.80,
        half=0.65,
        by="macro F1",
        least_recall=0.5,
        most_skipped=0.05,
        options=LABELS,
        sparing={"other": AT_MOST_OTHER},
        known=[rule],
        why="A message on the wrong desk waits twice, and a model trained on it will send the next one there too.",
    )
    left_open = [item for item in gold(work) if len(gold(work)[item]) > 1]
    past = errors(work)
    told = f"Not accepted, by pair: {past}." if past else "None of your labels lies past what is accepted."
    return replace(found, note=f"{told} The guideline leaves open: {', '.join(left_open)}.")


def self_agreement(work: Work) -> Agreement:
    """Cohen's kappa of the two showings, with its bootstrap interval over messages."""
    start = Bootstrap(seed(work.learner, SLUG), 2000)
    return work.cached("self", lambda: cohen(both(work), categories=LABELS, bootstrap=start))


@check("consistency", weight=2)
def second_labels_are_the_first_ones(work: Work) -> Passed:
    """On the messages that came twice, your second label agrees with your first at a kappa of .80."""
    found, table = self_agreement(work), both(work)
    alike = int((table[:, 0] == table[:, 1]).sum())
    low, high = wilson(alike, len(table))
    unlike = [(one, two) for one, two, first, second in pairs(work) if first != second]
    perfect = found.value == 1
    measure = Measure(
        id="self-agreement",
        name="Agreement with oneself, Cohen's kappa",
        value=round(found.value, 3),
        n=len(table),
        n_unit="messages labelled twice",
        # Where all pairs are alike, so is every bootstrap draw: its interval would promise certainty.
        low=None if perfect else round(found.low, 3),
        high=None if perfect else round(found.high, 3),
        method="" if perfect else "percentile bootstrap over messages, 2,000 draws, 95 %",
        reference="one's own label of the same message, 26 or more items before",
    )
    shown = ", ".join(f"{one} and {two}" for one, two in unlike[:3])
    undefined = "One label for everything: kappa is undefined, because nothing was told apart."
    mistakes = (
        [Mistake(said, "Take a break half way, and read the card again before you go on.")]
        if (said := drift(work))
        else []
    )
    if np.isnan(found.value):
        mistakes = [Mistake(undefined, "Label by the guideline's lines.")]
    return settle(
        found.value,
        Bands(FULL, HALF),
        f"{len(unlike)} of {len(table)} messages have another label the second time"
        + (f": {shown}." if shown else "."),
        mistakes=mistakes,
        why="Nobody else can agree with labels on which their own author does not.",
        advice="Read these pairs side by side, find the line that decides, and say why it did so only once.",
        measures=() if np.isnan(found.value) else (measure,),
        note=f"{alike} of {len(table)} alike. So few pairs say little: the share lies between {low:.0%} and {high:.0%} "
        "(Wilson, 95 %).",
    )


@check("consistency")
def figures_are_right(work: Work) -> Passed:
    """`same` is the share of pairs with one label, and `self_kappa` Cohen's kappa of the two showings."""
    same, kappa = work.number("same"), work.number("self_kappa")
    table = both(work)
    alike, truth = float((table[:, 0] == table[:, 1]).mean()), self_agreement(work).value
    if np.isnan(truth):
        raise NotAttempted("With one label for everything kappa is undefined. Label by the guideline first.")
    shares = [((table[:, 0] == label).mean(), (table[:, 1] == label).mean()) for label in LABELS]
    pooled = float(sum(((one + two) / 2) ** 2 for one, two in shares))
    known_same = [
        Known(100 * alike, "This is a percentage.", "Leave out the factor 100."),
        Known(alike * len(table), "This is a count.", "Divide by the number of pairs."),
        Known(1 - alike, "This is the share of pairs that differ.", "Count those that are alike."),
    ]
    known_kappa = [
        Known(
            alike, "This is `same`: nothing is taken off for chance.", "Compute e, then (p - e) / (1 - e)."
        ),
        Known(
            (alike - 1 / 6) / (5 / 6), "Chance was taken as one in six.", "Use the shares of your own labels."
        ),
        Known(
            (alike - pooled) / (1 - pooled),
            "Both showings were pooled: this is Scott's pi.",
            "Keep them apart.",
        ),
    ]
    why = "A figure that goes into a report is computed by a stated rule, or nobody can compare it."
    close("same", same, alike, tolerance=1e-6, known=known_same, why=why)
    close("self_kappa", kappa, truth, tolerance=1e-6, known=known_kappa if alike < 1 else (), why=why)
    return Passed(kappa, note=f"Over {len(table)} pairs.")


@check("amendment")
def rules_are_complete(work: Work) -> Passed:
    """`rules` holds two rules or more on different pairs of labels, each with all its parts in form."""
    rules = read_rules(work)
    faults = [fault for rule in rules if (fault := form_fault(rule))]
    if not faults and len({rule.covers for rule in rules}) < 2:
        faults = [Fault("All your rules cover the same two labels.", "Two rules on one pair mend one gap.")]
    if not faults:
        return Passed(f"{len(rules)} rules")
    raise _failed(
        faults,
        len(rules),
        why="The next labeller has the text of the rule and nothing else.",
        advice="Read the rule to somebody who has not seen the message, and ask what they would do with another one.",
    )


@check("amendment", weight=3, after=rules_are_complete)
def rules_answer_confusions(work: Work) -> Passed:
    """Each rule stands on a message of yours in which its two labels are really at stake, with the words that decide."""
    annotations(work)
    rules = read_rules(work)
    faults = [fault for rule in rules if (fault := evidence_fault(work, rule))]
    if not faults:
        return Passed(
            f"{len(rules)} of {len(rules)}",
            note="Form and evidence were checked. Whether the decision is a wise one is for people to judge.",
        )
    raise _failed(
        faults,
        len(rules),
        why="A guideline grows by rules that nobody needed until nobody reads it.",
        advice="Start from your flags and from the messages that you labelled in two ways, not from the labels.",
    )


@check("amendment", after=labels_follow_the_guideline)
def rules_keep_to_the_guideline(work: Work) -> Passed:
    """No rule decides its own example otherwise than version 1 already does."""
    rules = read_rules(work)
    against = [rule.example for rule in rules if overrules(work, rule)]
    if not against:
        return Passed(f"{len(rules)} of {len(rules)}")
    raise Failed(
        f"{len(against)} of {len(rules)} rules decide their own example against the lines in force: {', '.join(against)}.",
        misconception="The guideline was bent to fit a label that had been given, where the label should follow.",
        why="Rules made to excuse past labels turn one person's slip into everybody's.",
        advice="Go through the eight lines with this message, and write down which line stops you first.",
        credit=0.5 * (1 - len(against) / len(rules)),
        measured=len(against),
        expected="0",
    )


def _failed(faults: list[Fault], n: int, *, why: str, advice: str) -> Failed:
    return Failed(
        faults[0].found,
        misconception=faults[0].misconception,
        why=why,
        advice=advice,
        credit=0.5 * (n - min(len(faults), n)) / n,
        measured=f"{n - len(faults)} of {n}",
        expected=f"{n} of {n}",
    )
