"""Checks for a plan: recomputed for the learner's own choices, with the wrong formulas on the same choices."""

from __future__ import annotations

from math import comb, erf, sqrt

from labelwright.checks import Failed, Known, Measure, Passed, Work, check, close, right_choice
from labelwright.quality import gold_pass_probability, majority_accuracy

from .brief import GOOD, MOST_LOST, MOST_WEAK, VOTERS, WEAK, Brief, brief

LONGEST = 500
AFTER_A_DISPUTE = {
    "nothing, the label is right now": "Now one label is right. Similar items, labelled earlier or later, are still wrong.",
    "tell the raters their mistake": "Only these raters know it then. Raters who join tomorrow do not know it, and old labels stay wrong.",
    "put the item into the gold test": "A gold item tests whether raters know a rule. But this rule is not written anywhere yet.",
    "write the rule and relabel the items it affects": "",
}


def mine(work: Work) -> Brief:
    """Return the learner's brief, computed again on the trusted side."""
    return brief(work.learner, work.form)


def whole(work: Work, name: str, least: int, most: int) -> int:
    """Return a variable as a whole number between two bounds; raise Failed otherwise."""
    value = work.number(name)
    if value != int(value) or not least <= value <= most:
        raise Failed(
            f"`{name}` is {value:g}.",
            why="People and items are whole numbers.",
            advice=f"Choose a whole number from {least} to {most}.",
        )
    return int(value)


def chosen_test(work: Work) -> tuple[int, int]:
    """Return the learner's gold test: (items, right answers needed)."""
    items = whole(work, "gold_items", 1, LONGEST)
    return items, whole(work, "needed", 0, items)


# Part 1


@check("test", weight=2)
def weak_raters_are_kept_out(work: Work) -> Passed:
    """Your test accepts a rater who is right on .70 of the items with a probability of at most .10."""
    items, needed = chosen_test(work)
    value = gold_pass_probability(items, needed, WEAK)
    if value <= MOST_WEAK + 1e-9:
        return Passed(f"{value:.3f}", "at most .10")
    lost = 1 - gold_pass_probability(items, needed, GOOD)
    raise Failed(
        f"If {needed} of {items} right answers are needed, a rater of .70 passes with a probability of {value:.3f}.",
        misconception="The test is short, so luck decides: a rater of .70 often gets many items right."
        if items < 30
        else "The number needed is close to the average result of a weak rater."
        if needed <= 0.75 * items
        else "",
        why="A weak rater who is hired gives wrong labels for weeks.",
        advice="Raise `needed`."
        if lost < MOST_LOST / 2
        else "Use more gold items. If you only raise `needed`, you lose good raters.",
        credit=0.5 if value <= 1.5 * MOST_WEAK else 0.0,
        measured=f"{value:.3f}",
        expected="at most .10; half the points up to .15",
    )


@check("test", weight=2)
def good_raters_are_let_in(work: Work) -> Passed:
    """Your test rejects a rater who is right on .90 of the items with a probability of at most .05."""
    items, needed = chosen_test(work)
    value = 1 - gold_pass_probability(items, needed, GOOD)
    if value <= MOST_LOST + 1e-9:
        return Passed(f"{value:.3f}", "at most .05", measures=(_test_measure(items, needed),))
    raise Failed(
        f"If {needed} of {items} right answers are needed, a rater of .90 fails with a probability of {value:.3f}.",
        misconception="The number needed equals the average result of a good rater. About half of the good raters get less "
        "than that."
        if needed >= 0.9 * items
        else "",
        why="Good applicants who fail by bad luck do not come back.",
        advice="Lower `needed`. If weak raters then pass, use more gold items.",
        credit=0.5 if value <= 2 * MOST_LOST else 0.0,
        measured=f"{value:.3f}",
        expected="at most .05; half the points up to .10",
    )


def _test_measure(items: int, needed: int) -> Measure:
    return Measure(
        id="gold-test",
        name="A rater of .70 passes the planned gold test",
        value=round(gold_pass_probability(items, needed, WEAK), 3),
        n=items,
        n_unit=f"gold items, {needed} needed",
        reference="binomial probability, recomputed by the grader",
        ceiling_note=f"a rater of .90 passes with {gold_pass_probability(items, needed, GOOD):.3f}",
    )


@check("test")
def accept_weak_is_stated(work: Work) -> Passed:
    """`accept_weak` is the probability that a rater of .70 passes your test, within .001."""
    (items, needed), value = chosen_test(work), work.number("accept_weak")
    truth = gold_pass_probability(items, needed, WEAK)
    close("accept_weak", value, truth, tolerance=0.001, known=_known_tails(items, needed, WEAK), why=_TAIL)
    return Passed(round(value, 4))


@check("test")
def reject_good_is_stated(work: Work) -> Passed:
    """`reject_good` is the probability that a rater of .90 fails your test, within .001."""
    (items, needed), value = chosen_test(work), work.number("reject_good")
    truth = 1 - gold_pass_probability(items, needed, GOOD)
    tails = [one for one in _known_tails(items, needed, GOOD) if "the rater fails" not in one.misconception]
    known = [Known(1 - one.value, one.misconception, one.advice) for one in tails]
    known.append(
        Known(
            1 - truth,
            "This is the probability that the rater passes.",
            "Use 1 minus the probability of passing.",
        )
    )
    close("reject_good", value, truth, tolerance=0.001, known=known, why=_TAIL)
    return Passed(round(value, 4))


_TAIL = "One answer more or less changes whom the project hires."


def _known_tails(items: int, needed: int, accuracy: float) -> list[Known]:
    """Return wrong probabilities of passing."""
    truth = gold_pass_probability(items, needed, accuracy)
    above = gold_pass_probability(items, needed + 1, accuracy) if needed < items else 0.0
    exactly = comb(items, needed) * accuracy**needed * (1 - accuracy) ** (items - needed)
    spread = sqrt(items * accuracy * (1 - accuracy))
    normal = 0.5 * (1 - erf((needed - items * accuracy) / spread / sqrt(2)))
    return [
        Known(
            above,
            "This is the probability of *more than* `needed`. Raters with exactly `needed` right answers are "
            "missing.",
            "Include `needed` itself in the sum.",
        ),
        Known(
            exactly,
            "This is the probability of exactly `needed` right answers.",
            "Add the probabilities from `needed` up to `gold_items`.",
        ),
        Known(
            1 - truth,
            "This is the probability that the rater fails.",
            "Passing means `needed` or more right answers.",
        ),
        Known(100 * truth, "This is a percentage.", "Do not multiply by 100."),
        Known(
            normal,
            "This is a normal curve without correction. Near `needed` it is not exact enough.",
            "Add the exact binomial probabilities.",
        ),
    ]


# Part 2


@check("vote")
def hired_accuracy_is_right(work: Work) -> Passed:
    """`hired_accuracy` is the mean accuracy of the people who pass your test, within .001."""
    one, (items, needed), value = mine(work), chosen_test(work), work.number("hired_accuracy")
    good, weak = gold_pass_probability(items, needed, GOOD), gold_pass_probability(items, needed, WEAK)
    base = one.good_share
    known = [
        Known(
            base * GOOD + (1 - base) * WEAK, "This is the mean of all applicants. You did not use the test."
        ),
        Known(
            (good * GOOD + weak * WEAK) / (good + weak),
            "The two groups of applicants do not have the same size.",
        ),
        Known(GOOD, "The test is not perfect: some weak raters are hired too."),
        Known(
            base * good * GOOD + (1 - base) * weak * WEAK,
            "The two products do not add up to 1 yet.",
            "Divide by their sum.",
        ),
        Known(
            base * good / (base * good + (1 - base) * weak),
            "This is the share of good raters among the hired.",
        ),
    ]
    why = "A test changes how many good and weak raters you hire. It does not make anybody better."
    close("hired_accuracy", value, one.hired(items, needed), tolerance=0.001, known=known, why=why)
    return Passed(round(value, 4))


@check("vote", after=hired_accuracy_is_right)
def independent_vote_is_right(work: Work) -> Passed:
    """`vote_independent` is how often the vote of three independent raters is right, within .001."""
    one, value = mine(work), work.number("vote_independent")
    a = one.hired(*chosen_test(work))
    known = [
        Known(a**3, "This is the probability that all three are right, but two are enough."),
        Known(
            1 - (1 - a) ** 3,
            "This is the probability that one or more are right, but a single right rater is outvoted.",
        ),
        Known(
            3 * a**2 * (1 - a),
            "This is the probability that exactly two are right. Three right votes are a majority too.",
        ),
        Known(a, "This is the accuracy of one rater, not of the vote."),
    ]
    why = "You pay three people for one item because of what the vote gains."
    close("vote_independent", value, majority_accuracy(3, a), tolerance=0.001, known=known, why=why)
    return Passed(round(value, 4))


@check("vote", weight=2, after=hired_accuracy_is_right)
def expected_vote_is_right(work: Work) -> Passed:
    """`vote_expected` is how often the vote of three is right if the raters are wrong together on some items, within
    .001."""
    one, value = mine(work), work.number("vote_expected")
    a = one.hired(*chosen_test(work))
    plain = majority_accuracy(3, a)
    known = [
        Known(plain, "You treated the raters as independent. On the shared items they are not."),
        Known(
            (1 - one.shared) * plain,
            "The shared errors count twice, because the mean accuracy already includes them.",
            "First divide the accuracy by 1 - shared.",
        ),
        Known(
            plain - one.shared,
            "You subtracted the shared errors from a vote that already includes some of them.",
        ),
        Known(
            majority_accuracy(3, min(1.0, a / (1 - one.shared))),
            "This is only for the other items, without the shared ones.",
            "Multiply by 1 - shared, because the vote is wrong on the shared items.",
        ),
    ]
    why = "A vote corrects errors that people make alone. It does not correct errors that they make together."
    close("vote_expected", value, one.vote(3, a), tolerance=0.001, known=known, why=why)
    return Passed(round(value, 4))


# Part 3


def chosen_plan(work: Work) -> tuple[int, float]:
    """Raters an item, an odd number, and the share reviewed; raise Failed if they are none."""
    voters, review = whole(work, "raters_per_item", 1, 9), work.number("review_share")
    if voters not in VOTERS:
        raise Failed(
            f"`raters_per_item` is {voters}.",
            misconception="An even number of raters can tie, and then nobody wins.",
            why="For every tie you need a rule or another person, and that costs money.",
            advice="Choose 1, 3, 5, 7 or 9.",
        )
    if not 0 <= review <= 1:
        raise Failed(
            f"`review_share` is {review:g}.",
            misconception="This is a percentage." if 1 < review <= 100 else "",
            why="A share is a number from 0 to 1.",
            advice="Give a number from 0 to 1.",
        )
    return voters, review


@check("plan")
def target_is_reached(work: Work) -> Passed:
    """The share of right labels in your plan reaches the target."""
    one, (voters, review) = mine(work), chosen_plan(work)
    value = one.share_right(*chosen_test(work), voters, review)
    if value >= one.target - 1e-4:
        return Passed(f"{value:.4f}", f"at least {one.target:g}")
    dreamt = (1 - review) * majority_accuracy(voters, one.hired(*chosen_test(work))) + review * one.reviewer
    raise Failed(
        f"With {voters} raters per item and {review:.0%} reviewed, {value:.4f} of the labels are right.",
        misconception="The plan would reach the target only if the raters made their errors independently. They do not."
        if dreamt >= one.target
        else "Without review, no number of raters reaches the target, because all raters are wrong on the shared "
        "items."
        if review == 0
        else "",
        why="A plan that misses the target will also miss it in the data.",
        advice="Compare how much one more reviewed item helps with how much two more raters help.",
        credit=0.5 if value >= one.target - 0.005 else 0.0,
        measured=f"{value:.4f}",
        expected=f"at least {one.target:g}; half the points from {one.target - 0.005:g}",
    )


@check("plan")
def budget_is_kept(work: Work) -> Passed:
    """The full cost of your plan is within the budget."""
    one, (voters, review) = mine(work), chosen_plan(work)
    parts = one.costs(chosen_test(work)[0], voters, review)
    total = sum(parts.values())
    if total <= one.budget + 0.5:
        return Passed(f"{total:,.0f}", f"at most {one.budget:,.0f}")
    largest = max(parts, key=lambda part: parts[part])
    raise Failed(
        f"The plan costs {total:,.2f}: "
        + ", ".join(f"{part} {value:,.2f}" for part, value in parts.items())
        + f". The budget is {one.budget:,.0f}.",
        misconception="If you review nearly everything, you pay again for labels that are already right."
        if review > 0.7
        else "After the third rater, each rater adds little but costs as much as the first."
        if voters > 5
        else "",
        why="A project that runs out of money in the middle delivers half of the items.",
        advice=f"The largest part is the {largest}. Spend less there, and check whether another part can do the same "
        "for less money.",
        credit=0.5 if total <= 1.05 * one.budget else 0.0,
        measured=f"{total:,.0f}",
        expected=f"at most {one.budget:,.0f}; half the points up to 5 % above",
    )


@check("price", weight=2)
def accepted_labels_are_foreseen(work: Work) -> Passed:
    """`expected_accepted` is the number of right labels that your plan gives, within 1 %."""
    one, (voters, review), value = mine(work), chosen_plan(work), work.number("expected_accepted")
    test = chosen_test(work)
    truth, vote = one.items * one.share_right(*test, voters, review), one.vote(voters, one.hired(*test))
    alone = majority_accuracy(voters, one.hired(*test))
    known = [
        Known(truth / one.items, "This is a share.", "Multiply by the number of items."),
        Known(
            one.items * ((1 - review) * alone + review * one.reviewer),
            "You treated the raters as independent.",
        ),
        Known(one.items * ((1 - review) * vote + review), "You treated the reviewer as always right."),
        Known(one.items * vote, "The review is missing."),
        Known(one.items * one.target, "This is the target, not what the plan gives."),
        Known(voters * truth, "You counted all labels, but each item has only one final label."),
    ]
    _within_one_per_cent("expected_accepted", value, truth, known, "The client counts the right labels.")
    return Passed(f"{value:,.0f} of {one.items:,}")


@check("price", weight=3)
def cost_is_foreseen(work: Work) -> Passed:
    """`expected_cost` is the cost of your plan with gold, test, labels and review, within 1 %."""
    one, (voters, review), value = mine(work), chosen_plan(work), work.number("expected_cost")
    parts = one.costs(chosen_test(work)[0], voters, review)
    truth = sum(parts.values())
    at_rater_s_pay = truth + parts["review"] * (one.pay / one.review_pay - 1)
    known = [
        Known(truth - parts["review"], "The review is missing."),
        Known(truth - parts["gold"], "The cost of making the gold items is missing."),
        Known(truth - parts["test"], "You did not pay for the time in the test, but it is work."),
        Known(truth - parts["test"] - parts["gold"], "The cost of the whole gold test is missing."),
        Known(parts["labels"], "This is only the cost of the labels."),
        Known(
            truth - parts["labels"] * (1 - 1 / voters),
            "You paid for one label per item, but your plan has several.",
        ),
        Known(truth - parts["test"] * (1 - 1 / one.applicants), "You paid only one applicant for the test."),
        Known(at_rater_s_pay, "You paid the reviewer like a rater."),
        Known(
            parts["gold"] + 60 * (truth - parts["gold"]),
            "You divided the seconds by 60. That gives minutes, not hours.",
        ),
    ]
    _within_one_per_cent(
        "expected_cost", value, truth, known, "A cost that is not in the plan still has to be paid."
    )
    return Passed(f"{value:,.2f}")


def _within_one_per_cent(name: str, value: float, truth: float, known: list[Known], why: str) -> None:
    """Pass within 1 %, unless the value is exactly a known wrong answer that is that close."""
    near = [one for one in known if abs(value - one.value) <= 0.00001 * abs(one.value)]
    match = min(near, key=lambda one: abs(value - one.value), default=None)
    close_by = abs(value - truth) <= 0.01 * truth
    if close_by and (match is None or abs(value - truth) <= 0.00001 * truth):
        return
    raise Failed(
        f"`{name}` is {value:,.2f}. "
        + (
            "The result is close only because this part is small."
            if close_by
            else "This is not the value for your plan."
        ),
        misconception=match.misconception if match else "",
        why=why,
        advice=(match.advice if match else "")
        or "Write each part on its own line, with its unit, and add them up.",
        credit=0.5 if close_by else 0.0,
        measured=f"{value:,.2f}",
        expected="within 1 % of what your own choices give",
    )


# Part 4


@check("defend", weight=2)
def price_of_an_accepted_label(work: Work) -> Passed:
    """`cost_per_accepted` is the full cost of your plan divided by the number of right labels, within 1 %."""
    one, (voters, review), value = mine(work), chosen_plan(work), work.number("cost_per_accepted")
    parts, test = one.costs(chosen_test(work)[0], voters, review), chosen_test(work)
    total, right = sum(parts.values()), one.items * one.share_right(*test, voters, review)
    known = [
        Known(parts["labels"] / one.items, "This is only the cost of the raters' labels per item."),
        Known(parts["labels"] / right, "The review and the test are missing."),
        Known((total - parts["review"]) / right, "The review is missing."),
        Known(
            total / one.items,
            "This is the cost per item, whether its label is accepted or not.",
            "Divide by the number of accepted labels.",
        ),
        Known(total / (one.items * voters), "This is the cost of one rater's label."),
        Known(right / total, "You divided the wrong way: this is labels per unit of money."),
    ]
    _within_one_per_cent(
        "cost_per_accepted", value, total / right, known, "With this price you can compare two plans."
    )
    measure = Measure(
        id="cost-per-accepted-label",
        name="Planned cost of an accepted label",
        value=round(value, 3),
        n=one.items,
        n_unit="simulated items",
        method="gold, test, labels and review over the expected right labels",
        reference="recomputed by the grader for the learner's own plan; prices are simulated",
    )
    return Passed(round(value, 4), measures=(measure,))


@check("defend")
def shared_errors_are_understood(work: Work) -> None:
    """`if_errors_double` names a step that helps against errors that all raters make together."""
    most = 1 - 2 * mine(work).shared
    right_choice(
        "if_errors_double",
        work.text("if_errors_double"),
        {
            "more raters per item": f"With any number of raters the vote is at most {most:.2f}, because all raters give the same wrong "
            "label on the shared items.",
            "a stricter gold test": "The test finds people who are often wrong alone. On these items the good raters are wrong too.",
            "review a larger share": "",
            "fix the guideline and pilot again": "",
        },
        why="More votes of the same kind give more agreement, not more right labels.",
        advice="Ask who or what knows something that the raters do not know.",
    )


@check("defend")
def dispute_ends_in_a_rule(work: Work) -> None:
    """`after_a_dispute` names the step that prevents the same dispute for the next rater."""
    right_choice(
        "after_a_dispute",
        work.text("after_a_dispute"),
        AFTER_A_DISPUTE,
        why="If a decision does not change the guideline, you pay for the same decision again next week.",
        advice="Ask where the next rater will find the answer.",
    )
