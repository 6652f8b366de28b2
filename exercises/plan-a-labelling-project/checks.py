"""Checks for a plan: recomputed for whatever the learner chose, with the wrong formulas computed on the same choice."""

from __future__ import annotations

from math import comb, erf, sqrt

from labelwright.checks import Failed, Known, Measure, Passed, Work, check, close, right_choice
from labelwright.quality import gold_pass_probability, majority_accuracy

from .brief import GOOD, MOST_LOST, MOST_WEAK, VOTERS, WEAK, Brief, brief

LONGEST = 500
AFTER_A_DISPUTE = {
    "nothing, the label is right now": "One label is right. The items like it, labelled before and after, are not.",
    "tell the raters their mistake": "Those who are told know it; those who join tomorrow do not, and old labels stay as "
    "they are.",
    "put the item into the gold test": "A gold item tests whether raters know a rule. This one is not written anywhere "
    "yet.",
    "write the rule and relabel what it touches": "",
}


def mine(work: Work) -> Brief:
    """The learner's brief, made anew on the trusted side."""
    return brief(work.learner, work.form)


def whole(work: Work, name: str, least: int, most: int) -> int:
    """A variable as a whole number between two bounds; Failed otherwise."""
    value = work.number(name)
    if value != int(value) or not least <= value <= most:
        raise Failed(
            f"`{name}` is {value:g}.",
            why="People and items come in whole numbers.",
            advice=f"Choose a whole number from {least} to {most}.",
        )
    return int(value)


def chosen_test(work: Work) -> tuple[int, int]:
    """The learner's gold test: (items, right answers needed)."""
    items = whole(work, "gold_items", 1, LONGEST)
    return items, whole(work, "needed", 0, items)


# Part 1


@check("test", weight=2)
def weak_raters_are_kept_out(work: Work) -> Passed:
    """Your test accepts a rater of .70 with a probability of at most .10."""
    items, needed = chosen_test(work)
    value = gold_pass_probability(items, needed, WEAK)
    if value <= MOST_WEAK + 1e-9:
        return Passed(f"{value:.3f}", "at most .10")
    lost = 1 - gold_pass_probability(items, needed, GOOD)
    raise Failed(
        f"With {needed} of {items} needed, a rater of .70 passes with a probability of {value:.3f}.",
        misconception="The test is short, and luck decides: people who are right on .70 often get a good run."
        if items < 30
        else "The cut-off is near what a weak rater reaches on average."
        if needed <= 0.75 * items
        else "",
        why="Weak raters who are let in label for weeks. The test takes an hour.",
        advice="Raise the cut-off."
        if lost < MOST_LOST / 2
        else "Raising the cut-off alone would lose good raters; ask more items.",
        credit=0.5 if value <= 1.5 * MOST_WEAK else 0.0,
        measured=f"{value:.3f}",
        expected="at most .10; half the points up to .15",
    )


@check("test", weight=2)
def good_raters_are_let_in(work: Work) -> Passed:
    """Your test rejects a rater of .90 with a probability of at most .05."""
    items, needed = chosen_test(work)
    value = 1 - gold_pass_probability(items, needed, GOOD)
    if value <= MOST_LOST + 1e-9:
        return Passed(f"{value:.3f}", "at most .05", measures=(_test_measure(items, needed),))
    raise Failed(
        f"With {needed} of {items} needed, a rater of .90 fails with a probability of {value:.3f}.",
        misconception="The cut-off is what a good rater reaches on average, and half of them fall below their average."
        if needed >= 0.9 * items
        else "",
        why="Good applicants who are turned away by luck do not come back.",
        advice="Lower the cut-off, and ask more items if weak raters then pass.",
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
    tails = [one for one in _known_tails(items, needed, GOOD) if "of failing" not in one.misconception]
    known = [Known(1 - one.value, one.misconception, one.advice) for one in tails]
    known.append(Known(1 - truth, "This is the probability of passing.", "Failing is 1 minus passing."))
    close("reject_good", value, truth, tolerance=0.001, known=known, why=_TAIL)
    return Passed(round(value, 4))


_TAIL = "One answer more or less at the cut-off changes whom the project hires."


def _known_tails(items: int, needed: int, accuracy: float) -> list[Known]:
    """Wrong probabilities of passing."""
    truth = gold_pass_probability(items, needed, accuracy)
    above = gold_pass_probability(items, needed + 1, accuracy) if needed < items else 0.0
    exactly = comb(items, needed) * accuracy**needed * (1 - accuracy) ** (items - needed)
    spread = sqrt(items * accuracy * (1 - accuracy))
    normal = 0.5 * (1 - erf((needed - items * accuracy) / spread / sqrt(2)))
    return [
        Known(
            above, "This is *more than* the cut-off: those who reach it exactly are missing.", "Use at least."
        ),
        Known(
            exactly,
            "This is the probability of exactly the cut-off.",
            "Add everything from the cut-off to the top.",
        ),
        Known(1 - truth, "This is the probability of failing.", "Passing means the cut-off or more."),
        Known(100 * truth, "This is a percentage.", "Leave out the factor 100."),
        Known(
            normal,
            "This is a normal curve without correction; near a cut-off it is off.",
            "Add the exact terms.",
        ),
    ]


# Part 2


@check("vote")
def hired_accuracy_is_right(work: Work) -> Passed:
    """`hired_accuracy` is the mean accuracy of those who pass your test, within .001."""
    one, (items, needed), value = mine(work), chosen_test(work), work.number("hired_accuracy")
    good, weak = gold_pass_probability(items, needed, GOOD), gold_pass_probability(items, needed, WEAK)
    base = one.good_share
    known = [
        Known(base * GOOD + (1 - base) * WEAK, "These are all applicants: the test has not been applied."),
        Known(
            (good * GOOD + weak * WEAK) / (good + weak), "The two groups of applicants are not of one size."
        ),
        Known(GOOD, "The test is not perfect: some of the hired are weak."),
        Known(
            base * good * GOOD + (1 - base) * weak * WEAK,
            "These products do not add up to 1 yet.",
            "Divide by their sum.",
        ),
        Known(
            base * good / (base * good + (1 - base) * weak),
            "This is the share of good raters among the hired.",
        ),
    ]
    why = "A test changes the mixture; it does not make anybody better."
    close("hired_accuracy", value, one.hired(items, needed), tolerance=0.001, known=known, why=why)
    return Passed(round(value, 4))


@check("vote", after=hired_accuracy_is_right)
def independent_vote_is_right(work: Work) -> Passed:
    """`vote_independent` is how often three independent raters' vote is right, within .001."""
    one, value = mine(work), work.number("vote_independent")
    a = one.hired(*chosen_test(work))
    known = [
        Known(a**3, "This is all three right; two are enough."),
        Known(1 - (1 - a) ** 3, "This is one or more right; one alone is outvoted."),
        Known(3 * a**2 * (1 - a), "This is exactly two right; three right is a majority too."),
        Known(a, "This is one rater."),
    ]
    why = "How much a vote gains is the reason to pay three people for one item."
    close("vote_independent", value, majority_accuracy(3, a), tolerance=0.001, known=known, why=why)
    return Passed(round(value, 4))


@check("vote", weight=2, after=hired_accuracy_is_right)
def expected_vote_is_right(work: Work) -> Passed:
    """`vote_expected` is how often the vote of three is right where raters err together on some items, within .001."""
    one, value = mine(work), work.number("vote_expected")
    a = one.hired(*chosen_test(work))
    plain = majority_accuracy(3, a)
    known = [
        Known(plain, "The raters were taken to be independent; on the shared items they are not."),
        Known(
            (1 - one.shared) * plain,
            "The shared errors count twice: they are in the mean accuracy too.",
            "Divide the accuracy by 1 - shared first.",
        ),
        Known(plain - one.shared, "The shared errors were taken off a vote that already holds some of them."),
        Known(
            majority_accuracy(3, min(1.0, a / (1 - one.shared))),
            "These are the other items alone.",
            "On the shared ones the vote is wrong: multiply by 1 - shared.",
        ),
    ]
    why = "A vote mends what people get wrong alone. What they get wrong together it confirms."
    close("vote_expected", value, one.vote(3, a), tolerance=0.001, known=known, why=why)
    return Passed(round(value, 4))


# Part 3


def chosen_plan(work: Work) -> tuple[int, float]:
    """Raters an item, an odd number, and the share reviewed; Failed where they are none."""
    voters, review = whole(work, "raters_per_item", 1, 9), work.number("review_share")
    if voters not in VOTERS:
        raise Failed(
            f"`raters_per_item` is {voters}.",
            misconception="An even number of raters can tie, and then nobody has decided.",
            why="Every tie needs a rule or a person, and costs.",
            advice="Choose 1, 3, 5, 7 or 9.",
        )
    if not 0 <= review <= 1:
        raise Failed(
            f"`review_share` is {review:g}.",
            misconception="This is a percentage." if 1 < review <= 100 else "",
            why="A share is a part of the whole.",
            advice="Give a number from 0 to 1.",
        )
    return voters, review


@check("plan")
def target_is_reached(work: Work) -> Passed:
    """Your plan's share of right labels reaches the target."""
    one, (voters, review) = mine(work), chosen_plan(work)
    value = one.share_right(*chosen_test(work), voters, review)
    if value >= one.target - 1e-4:
        return Passed(f"{value:.4f}", f"at least {one.target:g}")
    dreamt = (1 - review) * majority_accuracy(voters, one.hired(*chosen_test(work))) + review * one.reviewer
    raise Failed(
        f"With {voters} raters an item and {review:.0%} reviewed, {value:.4f} of the labels are right.",
        misconception="It would be reached if the raters erred independently. They do not."
        if dreamt >= one.target
        else "No number of raters reaches it without review: on the shared items they are all wrong."
        if review == 0
        else "",
        why="A target that is missed on paper is missed in the data.",
        advice="Compare what one more reviewed item brings with what two more raters bring.",
        credit=0.5 if value >= one.target - 0.005 else 0.0,
        measured=f"{value:.4f}",
        expected=f"at least {one.target:g}; half the points from {one.target - 0.005:g}",
    )


@check("plan")
def budget_is_kept(work: Work) -> Passed:
    """Your plan costs no more than the budget, everything included."""
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
        misconception="Reviewing nearly everything pays a second time for labels that the vote has right."
        if review > 0.7
        else "Raters beyond the third add little, and each costs as much as the first."
        if voters > 5
        else "",
        why="A project that runs out of money half-way delivers half the items.",
        advice=f"The largest part is the {largest}. Which other part could do its work for less?",
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
            "The raters were taken to be independent.",
        ),
        Known(one.items * ((1 - review) * vote + review), "The reviewer was taken to be always right."),
        Known(one.items * vote, "The review is missing."),
        Known(one.items * one.target, "This is the target, not what the plan gives."),
        Known(voters * truth, "Labels were counted and not items: an item gets one final label."),
    ]
    _within_one_per_cent("expected_accepted", value, truth, known, "The client counts what is delivered.")
    return Passed(f"{value:,.0f} of {one.items:,}")


@check("price", weight=3)
def cost_is_foreseen(work: Work) -> Passed:
    """`expected_cost` is what your plan costs, gold, test, labels and review included, within 1 %."""
    one, (voters, review), value = mine(work), chosen_plan(work), work.number("expected_cost")
    parts = one.costs(chosen_test(work)[0], voters, review)
    truth = sum(parts.values())
    at_rater_s_pay = truth + parts["review"] * (one.pay / one.review_pay - 1)
    known = [
        Known(truth - parts["review"], "The review is missing."),
        Known(truth - parts["gold"], "Making the gold items is missing."),
        Known(truth - parts["test"], "The time in the test is not paid. It is work."),
        Known(truth - parts["test"] - parts["gold"], "The whole gold test is missing."),
        Known(parts["labels"], "These are the labels alone."),
        Known(
            truth - parts["labels"] * (1 - 1 / voters),
            "One label an item was paid, and the plan has several.",
        ),
        Known(truth - parts["test"] * (1 - 1 / one.applicants), "Only one applicant was paid for the test."),
        Known(at_rater_s_pay, "The reviewer was paid as a rater."),
        Known(
            parts["gold"] + 60 * (truth - parts["gold"]),
            "Seconds were divided by 60: that gives minutes, not hours.",
        ),
    ]
    _within_one_per_cent(
        "expected_cost", value, truth, known, "What is left out of a plan is paid all the same."
    )
    return Passed(f"{value:,.2f}")


def _within_one_per_cent(name: str, value: float, truth: float, known: list[Known], why: str) -> None:
    """Pass within 1 %, unless the value is exactly a known wrong answer that lies so near."""
    near = [one for one in known if abs(value - one.value) <= 0.00001 * abs(one.value)]
    match = min(near, key=lambda one: abs(value - one.value), default=None)
    close_by = abs(value - truth) <= 0.01 * truth
    if close_by and (match is None or abs(value - truth) <= 0.00001 * truth):
        return
    raise Failed(
        f"`{name}` is {value:,.2f}. "
        + (
            "It is near only because this part is small." if close_by else "That is not what your plan gives."
        ),
        misconception=match.misconception if match else "",
        why=why,
        advice=(match.advice if match else "")
        or "Write each part on a line of its own, with its unit, and add them up.",
        credit=0.5 if close_by else 0.0,
        measured=f"{value:,.2f}",
        expected="within 1 % of what your own choices give",
    )


# Part 4


@check("defend", weight=2)
def price_of_an_accepted_label(work: Work) -> Passed:
    """`cost_per_accepted` is the whole cost of your plan for each label that is right, within 1 %."""
    one, (voters, review), value = mine(work), chosen_plan(work), work.number("cost_per_accepted")
    parts, test = one.costs(chosen_test(work)[0], voters, review), chosen_test(work)
    total, right = sum(parts.values()), one.items * one.share_right(*test, voters, review)
    known = [
        Known(parts["labels"] / one.items, "These are the raters' labels alone, for each item."),
        Known(parts["labels"] / right, "The review and the test are missing."),
        Known((total - parts["review"]) / right, "The review is missing."),
        Known(
            total / one.items,
            "This is the cost of an item, accepted or not.",
            "Divide by the accepted labels.",
        ),
        Known(total / (one.items * voters), "This is the cost of one rater's label."),
        Known(right / total, "This is labels for money, upside down."),
    ]
    _within_one_per_cent(
        "cost_per_accepted", value, total / right, known, "It is the one price that compares two plans."
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
    """`if_errors_double` names something that helps against errors which all raters make together."""
    most = 1 - 2 * mine(work).shared
    right_choice(
        "if_errors_double",
        work.text("if_errors_double"),
        {
            "more raters per item": f"With any number of raters the vote stays at or below {most:.2f}: on the shared "
            "items all vote alike.",
            "a stricter gold test": "The test sorts people by what they get wrong alone. On these items the good ones are "
            "wrong too.",
            "review a larger share": "",
            "mend the guideline and pilot again": "",
        },
        why="Money spent on more of the same votes buys agreement, not truth.",
        advice="Who, or what, knows something that the raters do not?",
    )


@check("defend")
def dispute_ends_in_a_rule(work: Work) -> None:
    """`after_a_dispute` names what keeps the next rater from the same dispute."""
    right_choice(
        "after_a_dispute",
        work.text("after_a_dispute"),
        AFTER_A_DISPUTE,
        why="An adjudication that changes no guideline is paid for again next week.",
        advice="Ask where the next rater would find the answer.",
    )
