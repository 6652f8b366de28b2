"""Checks for a first shift: items to skip, labels by the guideline, and labels that a changed rule affects."""

from __future__ import annotations

from dataclasses import replace

from labelwright.checks import (
    Failed,
    Measure,
    Passed,
    Work,
    all_labelled,
    check,
    enough_time,
    found_items,
    labels_agree,
    reading_seconds,
)

from .diagnoses import (
    broken_line,
    by_line,
    change_mistake,
    false_alarm,
    known_labels,
    missed_rule,
    weakest_line,
)
from .reviewed import LABELS, UPSETTING, changed_items, given, gold, labels, to_skip

MOST_UPSETTING = 2
"""Up to two skips for this reason cost nothing. More than two count, because the batch was written to upset nobody."""


def plain_reason(reason: str) -> str:
    """Return a reason without case and outer spaces, because it may be typed instead of chosen."""
    return reason.strip().casefold()


@check("flags")
def what_may_not_be_used_is_skipped(work: Work) -> Passed:
    """You skip the three items that may not be used, each with the reason from its skip rule."""
    done, due = given(work), to_skip(work)
    right = [
        one
        for one, reason in due.items()
        if one in done and plain_reason(done[one].reason) == plain_reason(reason)
    ]
    measure = Measure(
        id="flags",
        name="Items that may not be used, found and named",
        value=len(right),
        unit="count",
        n=len(due),
        n_unit="such items among 20",
        reference="the guideline's three skip rules",
    )
    if len(right) == len(due):
        return Passed(f"{len(right)} of {len(due)}", measures=(measure,))
    found, misconception, why, advice = missed_rule(work, [one for one in due if one not in right])
    raise Failed(
        f"{len(right)} of the {len(due)} {'is' if len(right) == 1 else 'are'} skipped with the right reason. {found}",
        misconception=misconception,
        why=why,
        advice=advice,
        credit=len(right) / len(due),
        measured=f"{len(right)} of {len(due)}",
        expected=f"{len(due)} of {len(due)}",
        measures=(measure,),
    )


@check("labels")
def every_item_is_settled(work: Work) -> Passed:
    """All twenty items have a label from the guideline or are skipped."""
    return all_labelled(given(work).values(), list(work.sample["id"]))


@check("labels", after=every_item_is_settled)
def nothing_usable_is_skipped(work: Work) -> Passed:
    """Every item that may be used has a label. You may skip one only if it upset you."""
    usable = gold(work)
    skipped = [one for one in usable if given(work)[one].status == "skipped"]
    upsetting = [one for one in skipped if given(work)[one].reason == UPSETTING]
    if len(skipped) == len(upsetting) <= MOST_UPSETTING:
        return Passed(f"{len(usable) - len(skipped)} of {len(usable)} labelled")
    reasons = ", ".join(f"`{one}` ({given(work)[one].reason or 'no reason'})" for one in skipped[:3])
    raise Failed(
        f"{len(skipped)} of the {len(usable)} usable items {'is' if len(skipped) == 1 else 'are'} skipped: {reasons}"
        + ("." if len(skipped) <= 3 else " and others."),
        misconception=false_alarm(work, skipped),
        why="The project pays for a skipped item but the model learns nothing from it. A batch without its hard "
        "items looks better than it is.",
        advice="In each skip rule, read the sentence that begins with *Exempt*. Then label these items.",
        credit=max(0.0, 1 - len(skipped) / 4),
        measured=f"{len(usable) - len(skipped)} of {len(usable)} labelled",
        expected=f"{len(usable)} of {len(usable)} labelled",
    )


@check("labels", weight=4, after=every_item_is_settled)
def labels_follow_the_guideline(work: Work) -> Passed:
    """At least 80 % of the usable items have the label that the guideline gives, and so have half of each line's items.
    From 65 %, you get half the points."""
    usable = gold(work)
    try:
        passed = labels_agree(
            {one: label for one, label in labels(work).items() if one in usable},
            usable,
            full=0.8,
            half=0.65,
            options=LABELS,
            known=known_labels(work),
            examples=1,
            why="A model copies every response that is kept. If a labeller follows their own taste, the model "
            "copies that taste.",
        )
    except Failed as said:
        if not said.misconception:
            said.advice = weakest_line(work) or said.advice
        raise
    found, misconception = broken_line(work)
    if found:
        raise Failed(
            f"{found} {passed.note}",
            misconception=misconception,
            why="A rule that is broken everywhere is worse than single slips: the model learns the mistake as a rule.",
            advice=weakest_line(work),
            credit=0.5,
            measured=passed.measured,
            expected="at least half of the items of each line",
            measures=passed.measures,
        )
    return replace(passed, note=f"{passed.note} {weakest_line(work)}".strip())


@check("rules", after=every_item_is_settled)
def items_are_read(work: Work) -> Passed:
    """You took the time to read: a tenth of a second for each word, in half of the items or more."""
    texts = (work.sample["prompt"] + " " + work.sample["text"]).tolist()
    least = {one: reading_seconds(text) for one, text in zip(work.sample["id"], texts, strict=True)}
    return enough_time(given(work).values(), least)


@check("rules", after=every_item_is_settled)
def each_line_is_used(work: Work) -> Passed:
    """Of the items that lines 3, 4 and 6 of the guideline decide, at least half of each line's have the right label."""
    counted = {line: found for line, found in by_line(work).items() if line in (3, 4, 6)}
    weak = {line: found for line, found in counted.items() if 2 * (found[1] - len(found[0])) < found[1]}
    if not weak:
        return Passed(f"{len(counted)} of {len(counted)} lines")
    listed = "; ".join(
        f"line {line}: {there - len(wrong)} of {there}" for line, (wrong, there) in weak.items()
    )
    raise Failed(
        f"Too few labels are right: {listed}.",
        why="These three lines say what *drop*, *edit* and *keep* mean. Without one of them, a label has no meaning.",
        advice=weakest_line(work),
        measured=f"{len(counted) - len(weak)} of {len(counted)}",
        expected="every line",
    )


@check("change")
def the_changed_items_are_found(work: Work) -> Passed:
    """`changed` names the items whose label is different under version 1.1, and no other items."""
    due = changed_items(work)
    named = list(dict.fromkeys(work.strings("changed", work.sample["id"])))
    found = found_items(named, due)
    if not found.missed and not found.extra:
        return Passed(f"{len(due)} of {len(due)}", note=f"The other {20 - len(due)} items keep their labels.")
    misconception, advice = change_mistake(work, named, found)
    raise Failed(
        f"`changed` names {len(named)} items: {len(found.hits)} of the {len(due)} items whose label changes, and "
        f"{len(found.extra)} whose label does not change{': ' + found.some_extra(2) if found.extra else ''}.",
        misconception=misconception,
        why="After a change, only the affected items are labelled again. If you name too few, one batch follows two "
        "rules. If you name too many, the project pays twice.",
        advice=advice,
        credit=max(0.0, len(found.hits) / len(due) - 0.5 * len(found.extra)) if len(named) <= 6 else 0.0,
        measured=f"{len(found.hits)} of {len(due)}, with {len(found.extra)} too many",
        expected=f"{len(due)} of {len(due)}, with none too many",
    )
