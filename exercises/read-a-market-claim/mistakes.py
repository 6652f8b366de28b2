"""Ways in which claims and offers are misread, recognised in the learner's own answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from labelwright.checks import Known, Work, diagnose

from .offers import mistaken
from .reviewed import CENTS, TAGS, answers, claims

Told = tuple[tuple[str, str], ...]

STATISTICS = {
    "average": (
        "An average was read as the least that people get, or as what anybody gets.",
        "An average lies in the middle: ask of each figure who gets less.",
    ),
    "joined": (
        "Figures of two studies or two groups were read as one range.",
        "Ask of each lower and upper end whether the same people were counted in the same study.",
    ),
    "converted": (
        "An hourly rate times 2,080 was taken for what people make in a year.",
        "Divide each yearly figure by the hourly rate on the same card. 2,080 is 52 weeks of 40 paid hours.",
    ),
    "ceiling": (
        "A top end was taken for what people get.",
        "Look for *up to*, *as much as*, *can reach*: such a figure has no lower end.",
    ),
    "growth": (
        "How many are hired was taken for how much they are paid.",
        "Read the unit of the figure: is it money at all?",
    ),
    "median": (
        "A median was taken for an average, or two medians for a range.",
        "An average is pulled up by a few high values, a median is not. Which word does the card use, *half* or *mean*?",
    ),
    "rate on offer": (
        "What one advert offers was taken for what people earn.",
        "Ask who speaks: somebody who counted, or somebody who hires?",
    ),
}
STATISTICS["range"] = (
    "The two ends of one group were taken for something else.",
    "Where one study gives a lower and an upper end for one group, nothing is joined and nothing is offered.",
)
POPULATIONS = {
    "mixed": (
        "Two groups were taken for one.",
        "Where the lower end is one kind of people and the upper end another, nobody can earn the one and then the other.",
    ),
    "not stated": (
        "A group was supposed where the card names none.",
        "Point at the words that name the people. If you cannot, the card does not say.",
    ),
    "managers": (
        "People who lead others were counted among those who label.",
        "Look for *manager* and *team leader*.",
    ),
    "all trainers": (
        "A figure over all kinds of trainers was taken for that of one kind.",
        "Look for *all* and *of all kinds*.",
    ),
    "crowd workers": (
        "Micro-tasks on an open platform were taken for project work.",
        "Look for the name of a platform.",
    ),
}
POPULATIONS["experts"] = (
    "People who train models in their own subject were put among the others.",
    "Look for the name of a subject or a profession.",
)
POPULATIONS["generalists"] = (
    "People who need no special subject were put among the others.",
    "Look for *generalist*, *entry level* and *no special knowledge*.",
)
GAPS = {
    "date": (
        "A figure without a date was let pass.",
        "Look for a year or a month of the figure or its report.",
    ),
    "country": (
        "A currency was taken for a country. Dollars are paid in many countries.",
        "Look for the name of a country, or for *worldwide*.",
    ),
    "source": (
        "A source without a name was let pass, as if *studies*, *experts* or *a job board* could be asked.",
        "Look for the name of whoever measured or pays.",
    ),
    "hours": (
        "The words *an hour* or *a year* were taken to say which hours are paid.",
        "Look for a number of hours or weeks, or for a word on unpaid time.",
    ),
}
POSTED = (
    "The day on which a card was posted was taken for the date of its figure.",
    "A post of today can quote a figure of any age. Look for the figure's own year or month.",
)
OFFERS = {
    "rate alone": (
        "This is the rate for a paid hour: the unpaid hours are left out.",
        "Add up all hours, paid and unpaid, and divide by them.",
    ),
    "no unpaid hours": (
        "The unpaid hours of every week are left out.",
        "Add them to the hours of each week, and divide by the sum.",
    ),
    "no start": (
        "The unpaid hours before the first week are left out.",
        "Add tests and training to the hours of the whole project.",
    ),
    "start every week": (
        "The hours before the first week are counted in every week.",
        "They come once: work out the whole project, all weeks together.",
    ),
    "tests alone": (
        "The hours of tests are counted, the hours of training are not.",
        "Add both to the hours of the project.",
    ),
    "training alone": (
        "The hours of training are counted, the hours of tests are not.",
        "Add both to the hours of the project.",
    ),
    "no rejections": (
        "Rejected tasks are counted as paid.",
        "Multiply the tasks by the share that is accepted before you multiply by the pay.",
    ),
    "rejected time left out": (
        "The time of rejected tasks is left out. It was given, and nobody pays it.",
        "Count the minutes of all tasks, and the pay of the accepted ones.",
    ),
    "minutes for hours": ("Minutes were added to hours.", "Divide the minutes by 60 first."),
    "week": ("This is the pay of a whole week or project, not of an hour.", "Divide it by all hours given."),
    "full year": (
        "This is the rate times 2,080, a full year of 40 paid hours a week.",
        "The offer says how many hours are paid: begin with those.",
    ),
    "paid by unpaid": (
        "The pay was divided by the unpaid hours alone.",
        "Divide by paid and unpaid hours together.",
    ),
    "unpaid hours taken off": (
        "The unpaid hours were taken off the paid ones. They come on top.",
        "Leave what is paid as it is, and divide it by more hours.",
    ),
}


def statistic_mistakes(work: Work) -> Told:
    """What was misread most often about the kind of number, by the cards' own kind."""
    return most_often(work, "statistic", STATISTICS)


def population_mistakes(work: Work) -> Told:
    """What was misread most often about the people."""
    return most_often(work, "population", POPULATIONS)


def most_often(work: Work, task: str, known: Mapping[str, tuple[str, str]]) -> Told:
    """One answer for all, or else the kind of card that was misread most often; empty where it is none that is known."""
    given = answers(work, task)
    if len(given) > 4 and len(set(given.values())) == 1:
        return (
            (
                f"Every card has the answer '{next(iter(given.values()))}'.",
                "Look for a card on which each of the other answers fits.",
            ),
        )
    wrong = Counter(
        row[task][0] for one, row in claims(work).items() if one in given and given[one] not in row[task]
    )
    ranked = sorted(wrong, key=lambda kind: (-wrong[kind], list(known).index(kind) if kind in known else 99))
    return (known[ranked[0]],) if ranked and ranked[0] in known else ()


def gap_mistakes(work: Work) -> Told:
    """What was let pass, or asked for though it is said, most often."""
    given, rows = {one: set(ticked) for one, ticked in answers(work, "missing").items()}, claims(work)
    if len(given) > 4 and not any(given.values()):
        return (
            ("Nothing is missing on any card, by your answers.", "Ask for the date first, card by card."),
        )
    if len(given) > 4 and all(ticked == set(TAGS) for ticked in given.values()):
        return (
            (
                "Everything is missing on every card, by your answers.",
                "Some cards do say it: read them for what is there.",
            ),
        )
    passed = Counter(tag for one, ticked in given.items() for tag in set(rows[one]["missing"]) - ticked)
    asked = Counter(tag for one, ticked in given.items() for tag in ticked - set(rows[one]["missing"]))
    if not passed and not asked:
        return ()
    tag = max(TAGS, key=lambda one: max(passed[one], asked[one]))
    if asked[tag] > passed[tag]:
        return (
            (
                f"The {tag} was called missing on {asked[tag]} cards that state it.",
                f"Read these cards again for the {tag} alone; the explanation beside the card says what counts.",
            ),
        )
    missed = [one for one, ticked in given.items() if tag in rows[one]["missing"] and tag not in ticked]
    if tag == "date" and any("date" in rows[one]["decoys"] for one in missed):
        return (POSTED,)
    return (GAPS[tag],)


def remark(mistakes: Told) -> str:
    """What to say to somebody who passes with a card or two misread; empty where nothing is recognised."""
    return " ".join(("Of the rest:", *mistakes[0])) if mistakes else ""


def offer_mistake(kind: str, numbers: Mapping[str, float], value: float) -> tuple[str, str]:
    """Which known mistake gives this value for the offer: (misconception, advice)."""
    found = diagnose(
        value,
        [Known(wrong, *OFFERS[name]) for name, wrong in mistaken(kind, numbers).items()],
        tolerance=CENTS,
    )
    if found:
        return found.misconception, found.advice
    return (
        "",
        "Write two lines first: all dollars paid, and all hours given. Then divide the one by the other.",
    )
