"""Checks for a plan: each number follows from the learner's own choices, and any plan that meets the brief is right."""

from __future__ import annotations

from labelwright.checks import Failed, Measure, Passed, Work, check, choice, number
from labelwright.quality import gold_pass_probability, majority_accuracy

from .brief import GOOD, MOST_LOST, MOST_WEAK, VOTERS, WEAK, Brief, brief

LONGEST = 500
TAIL = "One answer more or less changes whom the project hires."


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


@check("test", weight=0.5)
def test_is_possible(work: Work) -> None:
    """`gold_items` and `needed` are whole numbers, and `needed` is not above `gold_items`."""
    chosen_test(work)


@check("test", weight=2, after=test_is_possible)
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


@check("test", weight=2, after=test_is_possible)
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


accept_weak_is_stated = number(
    "test",
    "accept_weak",
    "the probability that a rater of .70 passes your test",
    within=0.001,
    after=test_is_possible,
    why=TAIL,
)
reject_good_is_stated = number(
    "test",
    "reject_good",
    "the probability that a rater of .90 fails your test",
    within=0.001,
    after=test_is_possible,
    why=TAIL,
)

# Part 2

hired_accuracy_is_right = number(
    "vote",
    "hired_accuracy",
    "the mean accuracy of the people who pass your test",
    within=0.001,
    after=test_is_possible,
    why="A test changes how many good and weak raters you hire. It does not make anybody better.",
)
independent_vote_is_right = number(
    "vote",
    "vote_independent",
    "how often the vote of three independent raters is right",
    within=0.001,
    after=hired_accuracy_is_right,
    why="You pay three people for one item because of what the vote gains.",
)
expected_vote_is_right = number(
    "vote",
    "vote_expected",
    "how often the vote of three is right if the raters are wrong together on some items",
    within=0.001,
    weight=2,
    after=hired_accuracy_is_right,
    why="A vote corrects errors that people make alone. It does not correct errors that they make together.",
)

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


@check("plan", weight=0.5, after=test_is_possible)
def plan_is_possible(work: Work) -> None:
    """`raters_per_item` is 1, 3, 5, 7 or 9, and `review_share` is a share from 0 to 1."""
    chosen_plan(work)


@check("plan", after=plan_is_possible)
def target_is_reached(work: Work) -> Passed:
    """Your plan's share of right labels reaches the target in the brief."""
    one, (voters, review) = mine(work), chosen_plan(work)
    value = one.share_right(*chosen_test(work), voters, review)
    if value >= one.target - 1e-6:
        return Passed(f"{value:.4f}", f"at least {one.target:g}")
    independent = (1 - review) * majority_accuracy(
        voters, one.hired(*chosen_test(work))
    ) + review * one.reviewer
    raise Failed(
        f"With {voters} raters per item and {review:.0%} reviewed, {value:.4f} of the labels are right.",
        misconception="The plan would reach the target only if the raters made their errors independently. They do not."
        if independent >= one.target
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


@check("plan", after=plan_is_possible)
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


ADD_UP = "Write each part on its own line, with its unit, and add them up."

accepted_labels_are_foreseen = number(
    "price",
    "expected_accepted",
    "the number of right labels that your plan gives",
    within="1 %",
    weight=2,
    after=plan_is_possible,
    why="The client counts the right labels.",
    advice=ADD_UP,
    show=",.2f",
)
cost_is_foreseen = number(
    "price",
    "expected_cost",
    "the cost of your plan with gold, test, labels and review",
    within="1 %",
    weight=3,
    after=plan_is_possible,
    why="A cost that is not in the plan still has to be paid.",
    advice=ADD_UP,
    show=",.2f",
)

# Part 4


def _price(work: Work, value: float) -> Measure:
    return Measure(
        id="cost-per-accepted-label",
        name="Planned cost of an accepted label",
        value=round(value, 3),
        n=mine(work).items,
        n_unit="simulated items",
        method="gold, test, labels and review over the expected right labels",
        reference="recomputed by the grader for the learner's own plan; prices are simulated",
    )


price_of_an_accepted_label = number(
    "defend",
    "cost_per_accepted",
    "the full cost of your plan divided by the number of right labels",
    within="1 %",
    weight=2,
    after=plan_is_possible,
    why="With this price you can compare two plans.",
    advice=ADD_UP,
    show=",.4f",
    measure=_price,
)
shared_errors_are_understood = choice(
    "defend",
    "if_errors_double",
    "a step that helps against errors that all raters make together",
    also=["fix the guideline and pilot again"],
    why="More votes of the same kind give more agreement, not more right labels.",
    advice="Ask who or what knows something that the raters do not know.",
)
dispute_ends_in_a_rule = choice(
    "defend",
    "after_a_dispute",
    "the step that prevents the same dispute for the next rater",
    why="If a decision does not change the guideline, you pay for the same decision again next week.",
    advice="Ask where the next rater will find the answer.",
)
