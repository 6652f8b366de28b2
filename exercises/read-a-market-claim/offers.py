"""The three kinds of offer: their sentences, what an hour of them really pays, and what it is mistaken for."""

from __future__ import annotations

from collections.abc import Mapping

Numbers = Mapping[str, float]
FULL_YEAR = 2080
"""Hours of a year with 52 weeks of 40 paid hours."""


def offer_text(kind: str, firm: str, numbers: Numbers) -> str:
    """Return the offer as the learner reads it."""
    return SENTENCES[kind].format(
        firm=firm, year=round(numbers.get("rate", 0) * FULL_YEAR), **{k: f"{v:g}" for k, v in numbers.items()}
    )


SENTENCES = {
    "weekly": (
        '{firm} pays {rate} dollars for a paid hour. "That is {year:,} dollars a year", says the advert. In the contract '
        "stands: about {paid} paid hours a week. Reading changes of the guideline and waiting for tasks, about {unpaid} "
        "hours a week, is not paid."
    ),
    "start": (
        "{firm} pays {rate} dollars for a paid hour. The project lasts {weeks} weeks with {paid} paid hours each. Every week has "
        "{unpaid} hours of meetings besides, unpaid. Before the first week come {tests} hours of tests and {training} "
        "hours of training, unpaid as well."
    ),
    "task": (
        "{firm} pays {pay} dollars for each accepted task. A task takes {minutes} minutes, and {rejected} % of all tasks are "
        "rejected and not paid. You would do {tasks} tasks a week. Looking for tasks and reading the guideline takes "
        "another {unpaid} hours a week, unpaid."
    ),
}


def effective(kind: str, numbers: Numbers) -> float:
    """Return what is paid, divided by all hours given: dollars an hour, before tax."""
    paid, hours = _parts(kind, numbers)
    return paid / hours


def mistaken(kind: str, numbers: Numbers) -> dict[str, float]:
    """Return what known mistakes make of the offer, in dollars, by the mistake's name."""
    n = numbers
    if kind == "task":
        paid, hours = _parts(kind, n)
        per_hour = n["pay"] * 60 / n["minutes"]
        at_work = n["tasks"] * n["minutes"] / 60
        kept = 1 - n["rejected"] / 100
        return {
            "no unpaid hours": paid / at_work,
            "no rejections": n["pay"] * n["tasks"] / hours,
            "rate alone": per_hour,
            "rejected time left out": paid / (at_work * kept + n["unpaid"]),
            "minutes for hours": paid / (n["tasks"] * n["minutes"] + n["unpaid"]),
            "week": paid,
            "full year": per_hour * FULL_YEAR,
        }
    weekly, given = n["rate"] * n["paid"], n["paid"] + n["unpaid"]
    found = {
        "rate alone": n["rate"],
        "full year": n["rate"] * FULL_YEAR,
        "week": weekly,
        "paid by unpaid": weekly / n["unpaid"],
        "unpaid hours taken off": n["rate"] * (n["paid"] - n["unpaid"]) / n["paid"],
    }
    if kind == "start":
        once, weeks = n["tests"] + n["training"], n["weeks"]
        found |= {
            "no start": weekly / given,
            "no unpaid hours": weekly * weeks / (n["paid"] * weeks + once),
            "start every week": weekly / (given + once),
            "tests alone": weekly * weeks / (given * weeks + n["tests"]),
            "training alone": weekly * weeks / (given * weeks + n["training"]),
            "week": weekly * weeks,
        }
    return found


def _parts(kind: str, n: Numbers) -> tuple[float, float]:
    """Dollars paid and hours given: of a week, or of the whole project where hours at its start belong to it."""
    if kind == "task":
        return n["pay"] * n["tasks"] * (1 - n["rejected"] / 100), n["tasks"] * n["minutes"] / 60 + n["unpaid"]
    if kind == "start":
        weeks = n["weeks"]
        return n["rate"] * n["paid"] * weeks, (n["paid"] + n["unpaid"]) * weeks + n["tests"] + n["training"]
    return n["rate"] * n["paid"], n["paid"] + n["unpaid"]
