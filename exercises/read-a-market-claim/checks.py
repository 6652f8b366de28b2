"""Checks for market claims: which statistic, of whom, what is missing, and what an hour of each offer pays."""

from __future__ import annotations

from labelwright.checks import (
    Bands,
    Check,
    Measure,
    Passed,
    Work,
    check,
    enough_time,
    mapping,
    reading_seconds,
    settle,
)

from .diagnoses import gap_mistakes, population_mistakes, remark, statistic_mistakes
from .reviewed import TAGS, annotations, answers, chosen, claims, rows

SIX_OF_EIGHT, FOUR_OF_EIGHT = 6 / 8, 4 / 8


def judged(work: Work, task: str, mistakes: tuple[tuple[str, str], ...], why: str, advice: str) -> Passed:
    """Grade one reading of the eight cards: six right pass, four earn half."""
    given, gold = answers(work, task), {one: row[task] for one, row in claims(work).items()}
    right = [one for one in gold if given.get(one) in gold[one]]
    open_cards = [one for one in gold if one not in given]
    found = f"{len(right)} of {len(gold)} cards are right."
    if open_cards:
        found += f" {len(open_cards)} have no answer: {', '.join(f'`{one}`' for one in open_cards[:3])}."
    return settle(
        len(right) / len(gold),
        Bands(SIX_OF_EIGHT, FOUR_OF_EIGHT),
        found,
        mistakes=chosen(mistakes),
        why=why,
        advice=advice,
        measures=(reading(task, len(right), len(gold)),),
        note=remark(mistakes),
        expected="6 of 8; half the points from 4",
    )


def reading(task: str, right: int, n: int) -> Measure:
    """Return how many cards were read right, for the portfolio."""
    name = {"statistic": "Statistic of a claim named", "population": "People of a claim named"}[task]
    return Measure(id=task, name=name, value=right, unit="count", n=n, n_unit="cards", ceiling=n)


@check("statistic")
def cards_are_read(work: Work) -> Passed:
    """You took the time to read: a tenth of a second for each word, on half of the cards or more."""
    least = {one: reading_seconds(text) for one, text in work.sample.set_index("id")["text"].items()}
    return enough_time(annotations(work, "statistic"), least)


@check("statistic", weight=14, after=cards_are_read)
def the_statistic_is_named(work: Work) -> Passed:
    """On at least six of the eight cards, you say what kind of number the figure is."""
    return judged(
        work,
        "statistic",
        statistic_mistakes(work),
        "An average, a top value and an advertised rate are different numbers. A plan with the wrong one fails.",
        "For each figure, ask: who was counted, and do some people get less?",
    )


@check("population")
def the_people_are_named(work: Work) -> Passed:
    """On at least six of the eight cards, you say whom the figure is about."""
    return judged(
        work,
        "population",
        population_mistakes(work),
        "A doctor's rate says nothing about a generalist's rate. First ask whether you belong to the people who "
        "were counted.",
        "On each card, find the words that say whose pay it is. If there are none, the answer is *not stated*.",
    )


@check("missing")
def what_is_missing_is_named(work: Work) -> Passed:
    """You say what each card leaves out. A card with one choice too many or too few counts half."""
    given, gold = answers(work, "missing"), {one: set(row["missing"]) for one, row in claims(work).items()}
    off = {one: len(set(given[one]) ^ gold[one]) if one in given else len(TAGS) for one in gold}
    worth = sum({0: 1.0, 1: 0.5}.get(wrong, 0.0) for wrong in off.values())
    exact, near = sum(wrong == 0 for wrong in off.values()), sum(wrong == 1 for wrong in off.values())
    return settle(
        worth / len(gold),
        Bands(SIX_OF_EIGHT, FOUR_OF_EIGHT),
        f"{exact} of {len(gold)} cards are right, and {near} are wrong by one choice (they count half): {worth:g} of "
        f"{len(gold)} together.",
        mistakes=chosen(gap_mistakes(work)),
        note=remark(gap_mistakes(work)),
        why="If a figure has no date, place, source or hours, you cannot compare it with other figures or with your "
        "own pay.",
        advice="Go through all eight cards for one of the four at a time: first the date, then the country, and so on.",
        expected="6 of 8; half the points from 4",
    )


def pays(kind: str, which: str) -> Check:
    """Declare the effective pay of the learner's offer of this kind."""

    def ids(work: Work) -> list[str]:
        offers = rows("offers.jsonl")
        return [one for one in work.sample["id"] if one in offers and offers[one]["stratum"] == kind]

    return mapping(
        "pay",
        "pay",
        f"the effective hourly pay, here of the offer {which}",
        keys=ids,
        within=0.05 + 1e-9,
        why="The unpaid hours are your time too. To compare two offers, count all hours.",
        advice="First write two lines: all dollars that are paid, and all hours that you work. Then divide the dollars by "
        "the hours.",
    )


the_weekly_offer_is_worked_out = pays("weekly", "with unpaid hours every week")
the_offer_with_a_start_is_worked_out = pays("start", "with unpaid hours before its first week")
the_offer_by_the_task_is_worked_out = pays("task", "that pays for each accepted task")
