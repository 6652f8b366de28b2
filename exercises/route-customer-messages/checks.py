"""Checks for a routed queue: labels by the guideline, agreement with oneself, and rules for the gaps."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from labelwright.checks import (
    Bands,
    Failed,
    KnownLabels,
    Measure,
    Mistake,
    Passed,
    Work,
    all_labelled,
    check,
    enough_time,
    function,
    keyword_rule,
    labels_agree,
    number,
    reading_seconds,
    settle,
)
from labelwright.checks.labels import score_labels
from labelwright.data import seed
from labelwright.quality import Agreement, Bootstrap, cohen, wilson
from labelwright.rng import Rng

from .answers import SLUG, annotations, both, drift, gold, labels, messages, pairs, queue
from .draw import LABELS
from .rules import Fault, errors, evidence_fault, form_fault, overrules, read_rules, same_rule_twice

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
"""The typical words of each desk: a person who labels by keywords uses these."""
AT_MOST_OTHER = 0.2
FULL, HALF = 0.80, 0.60


def keyword_labels(work: Work) -> dict[str, str]:
    """Return the labels that going by each desk's own words gives the sixty messages."""
    texts = {item: str(messages()[item]["text"]) for item in gold(work)}
    return keyword_rule(texts, KEYWORDS, otherwise="other")


@check("labels")
def every_message_is_settled(work: Work) -> Passed:
    """All seventy items of the queue have a label or are skipped with a reason. At most three are skipped."""
    found = annotations(work)
    unnamed = [one.item for one in found if one.status == "skipped" and not one.reason.strip()]
    if unnamed:
        raise Failed(
            f"{len(unnamed)} of your items are skipped without a reason: {', '.join(unnamed[:4])}.",
            why="Nobody can see whether an item was forgotten or skipped.",
            advice="Press S on each of them and choose the reason.",
            credit=0.5,
        )
    return all_labelled(found, list(queue(work)), most_skipped=3 / 70)


@check("labels", weight=4, after=every_message_is_settled)
def labels_follow_the_guideline(work: Work) -> Passed:
    """Your labels of the sixty messages reach a macro F1 of .80, and every desk gets at least half of its own
    messages."""
    first = [one for one in annotations(work) if one.item in gold(work)]
    rule = KnownLabels(
        keyword_labels(work),
        "Your labels follow the typical words of each desk. This keyword rule misses denial, irony and problems "
        "that are already solved.",
        "Start with line 2. Ignore single words, and say in your own words what the writer wants now.",
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
        why="A message at the wrong desk waits twice. A model that learns from it sends the next message there too.",
    )
    left_open = [item for item in gold(work) if len(gold(work)[item]) > 1]
    past = errors(work)
    settled = (f"Labels that are not accepted, by pair: {past}.") if past else "All your labels are accepted."
    return replace(found, note=f"{settled} The guideline leaves open: {', '.join(left_open)}.")


@check("desks", after=every_message_is_settled)
def messages_are_read(work: Work) -> Passed:
    """You took the time to read: a tenth of a second for each word, in half of the messages or more."""
    least = {one: reading_seconds(text) for one, text in work.sample.set_index("id")["text"].items()}
    return enough_time(annotations(work), least)


@check("desks", after=every_message_is_settled)
def each_desk_gets_its_messages(work: Work) -> Passed:
    """Each of the six desks gets at least half of its own messages."""
    given = {item: label for item, label in labels(work).items() if item in gold(work)}
    recalls = score_labels(given, gold(work)).recalls
    weak = [label for label, recall in recalls.items() if recall < 0.5]
    if not weak:
        return Passed(f"{len(recalls)} of {len(recalls)} desks")
    raise Failed(
        f"Fewer than half of their messages reach these desks: {', '.join(f'`{label}`' for label in weak)}.",
        why="If one desk is left out, a model that learns from these labels never sends anything there.",
        advice="Read the lines of the guideline for these desks again, with their examples and counter-examples.",
        measured=f"{len(recalls) - len(weak)} of {len(recalls)} desks",
        expected=f"{len(recalls)} of {len(recalls)} desks",
    )


def self_agreement(work: Work) -> Agreement:
    """Cohen's kappa of the two showings, with its bootstrap interval over messages."""
    start = Bootstrap(seed(work.learner, SLUG), 2000)
    return work.cached("self", lambda: cohen(both(work), categories=LABELS, bootstrap=start))


@check("consistency", weight=2)
def second_labels_are_the_first_ones(work: Work) -> Passed:
    """On the messages that came twice, your second labels agree with your first labels at a kappa of at least .80."""
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
    undefined = f"All {2 * len(table)} showings have one label. Then kappa is undefined."
    mistakes = (
        [Mistake(said, "Take a break in the middle, and read the short guideline again before you continue.")]
        if (said := drift(work))
        else []
    )
    if np.isnan(found.value):
        mistakes = [Mistake(undefined, "Label by the lines of the guideline.")]
    return settle(
        found.value,
        Bands(FULL, HALF),
        f"{len(unlike)} of {len(table)} messages have another label the second time"
        + (f": {shown}." if shown else "."),
        mistakes=mistakes,
        why="If you do not agree with your own labels, nobody else can agree with them.",
        advice="Compare the two labels of each pair, and find the line of the guideline that decides.",
        measures=() if np.isnan(found.value) else (measure,),
        note=f"{alike} of {len(table)} pairs are equal. This is a small number of pairs: the share is between "
        f"{low:.0%} and {high:.0%} (Wilson, 95 %).",
    )


COMPARED = "People can compare a number in a report only if it follows a stated rule."
same_is_right = number(
    "consistency",
    "same",
    "the share of pairs with the same label both times, from 0 to 1",
    weight=0.5,
    after=every_message_is_settled,
    why=COMPARED,
)
self_kappa_is_right = number(
    "consistency",
    "self_kappa",
    "Cohen's kappa of the two showings",
    weight=0.5,
    after=every_message_is_settled,
    why=COMPARED,
)

SMALL = (
    (["return", "fault", "other"], ["return", "fault", "other"], "all equal"),
    (["return", "fault", "fault"], ["fault", "return", "return"], "none equal"),
    (["return", "return", "return", "fault"], ["return", "return", "fault", "fault"], "unequal shares"),
    (["other", "other"], ["other", "other"], "one label, so it is undefined"),
)
RANDOM = 6
FREQUENT = (0.35, 0.25, 0.2, 0.1, 0.06, 0.04)
"""Unequal shares, so that chance is not one in six, and other shares in the second column."""


def columns(work: Work) -> list[tuple[pd.DataFrame]]:
    """Return small pairs of columns by hand, then random ones for the learner."""
    found = [(first, second) for first, second, _ in SMALL]
    rng = Rng(seed(work.learner, f"{SLUG} kappa", work.form)).numpy()
    for _ in range(RANDOM):
        size = int(rng.integers(9, 30))
        first = [str(one) for one in rng.choice(LABELS, size, p=FREQUENT)]
        kept = rng.random(size) < 0.6
        other = [str(one) for one in rng.choice(LABELS[1:], size)]
        second = [one if keep else two for one, two, keep in zip(first, other, kept, strict=True)]
        found.append((first, second))
    return [(pd.DataFrame({"first": first, "second": second}),) for first, second in found]


kappa_is_right_for_other_labels = function(
    "consistency",
    "cohens_kappa",
    "returns Cohen's kappa of two columns of labels, and NaN if it is undefined",
    inputs=columns,
    notes=[*(note for _, _, note in SMALL), *["random labels"] * RANDOM],
    half=0.7,
    why="If all your pairs are equal, kappa and the share are both 1. Only other labels show whether the formula is right.",
)


@check("amendment")
def rules_are_complete(work: Work) -> Passed:
    """`rules` has at least two different rules, on different pairs of labels, and each rule has all its parts."""
    rules = read_rules(work)
    faults = [fault for rule in rules if (fault := form_fault(rule))]
    if not faults and len({rule.covers for rule in rules}) < 2:
        faults = [
            Fault(
                "All your rules are about the same two labels.",
                "Two rules about one pair close only one gap.",
            )
        ]
    if not faults and (same := same_rule_twice(rules)):
        faults = [same]
    if not faults:
        return Passed(f"{len(rules)} rules")
    raise _failed(
        faults,
        len(rules),
        why="The next labeller sees only the text of the rule.",
        advice="Read the rule as a person who has not seen the message. Can that person use it for another message?",
    )


@check("amendment", weight=3, after=rules_are_complete)
def rules_answer_confusions(work: Work) -> Passed:
    """Each rule has an example from your messages in which both labels are possible, quotes the words that decide, and
    says when it applies."""
    annotations(work)
    rules = read_rules(work)
    faults = [fault for rule in rules if (fault := evidence_fault(work, rule))]
    if not faults:
        return Passed(
            f"{len(rules)} of {len(rules)}",
            note="Only form and evidence were checked. People must judge whether the decision is good.",
        )
    raise _failed(
        faults,
        len(rules),
        why="If a guideline gets rules that nobody needs, it becomes too long and nobody reads it.",
        advice="Start with your flags and with the messages that you labelled in two ways.",
    )


@check("amendment", after=labels_follow_the_guideline)
def rules_keep_to_the_guideline(work: Work) -> Passed:
    """No rule gives its own example a label that version 1 does not allow."""
    rules = read_rules(work)
    broken = [rule for rule in rules if overrules(work, rule)]
    against = [rule.example for rule in broken]
    bent = all(labels(work).get(rule.example) == rule.says for rule in broken)
    if not against:
        return Passed(f"{len(rules)} of {len(rules)}")
    raise Failed(
        f"{len(against)} of {len(rules)} rules give their own example a label that version 1 does not allow: "
        f"{', '.join(against)}.",
        misconception="You changed the guideline to fit your label. The label should follow the guideline."
        if bent
        else "",
        why="A rule that excuses an old label turns one person's mistake into everybody's mistake.",
        advice="Go through the eight lines with this message, and find the first line that fits.",
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
