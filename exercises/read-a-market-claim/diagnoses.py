"""Common mistakes with claims, recognised in the learner's own answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from labelwright.checks import Work

from .reviewed import TAGS, answers, claims

Told = tuple[tuple[str, str], ...]

STATISTICS = {
    "average": (
        "You read an average as the least that people get, or as the pay of everybody.",
        "An average is in the middle. For each figure, ask who gets less.",
    ),
    "joined": (
        "You read figures from two studies or two groups as one range.",
        "For each lower and upper end, ask whether the same study counted the same people.",
    ),
    "converted": (
        "You took an hourly rate times 2,080 for what people earn in a year.",
        "Divide each yearly figure by the hourly rate on the same card. 2,080 is 52 weeks of 40 paid hours.",
    ),
    "ceiling": (
        "You took the upper end for what people usually get.",
        "Look for *up to*, *as much as* and *can reach*: such a figure has no lower end.",
    ),
    "growth": (
        "You took the number of people who are hired for their pay.",
        "Read the unit of the figure. Is it money at all?",
    ),
    "median": (
        "You took a median for an average, or two medians for a range.",
        "A few high values raise an average, but not a median. Which word does the card use, *half* or *mean*?",
    ),
    "rate on offer": (
        "You took the offer of one advert for what people earn.",
        "Ask who gives the figure: somebody who counted, or somebody who hires?",
    ),
}
STATISTICS["range"] = (
    "You did not recognise a range: the lower and the upper end of one group.",
    "If one study gives a lower and an upper end for one group, choose *range*.",
)
POPULATIONS = {
    "mixed": (
        "You took two groups for one.",
        "If the lower end is about one kind of people and the upper end about another, choose *mixed*.",
    ),
    "not stated": (
        "You chose a group, but the card names none.",
        "Find the words that name the people. If there are none, choose *not stated*.",
    ),
    "managers": (
        "You counted people who lead others as people who label.",
        "Look for the words *manager* and *team leader*.",
    ),
    "all trainers": (
        "You took a figure about all kinds of trainers for a figure about one kind.",
        "Look for the words *all* and *of all kinds*.",
    ),
    "crowd workers": (
        "You took small tasks on an open platform for project work.",
        "Look for the name of a platform.",
    ),
}
POPULATIONS["experts"] = (
    "You did not recognise experts: people who train models in their own subject.",
    "Look for the name of a subject or a profession.",
)
POPULATIONS["generalists"] = (
    "You did not recognise generalists: people who need no special subject.",
    "Look for the words *generalist*, *entry level* and *no special knowledge*.",
)
GAPS = {
    "date": (
        "You accepted a figure without a date.",
        "Look for the year or month of the figure or of its report.",
    ),
    "country": (
        "You took a currency for a country. Many countries pay in dollars.",
        "Look for the name of a country, or for *worldwide*.",
    ),
    "source": (
        "You accepted a source without a name. Nobody can check *studies*, *experts* or *a job board*.",
        "Look for the name of the person or company that measured or pays.",
    ),
    "hours": (
        "The words *an hour* or *a year* do not say which hours are paid.",
        "Look for a number of hours or weeks, or for words about unpaid time.",
    ),
}
POSTED = (
    "You took the date of the post for the date of its figure.",
    "A new post can quote an old figure. Look for the year or month of the figure itself.",
)


def statistic_mistakes(work: Work) -> Told:
    """Return what was misread most often about the kind of number, by the cards' own kind."""
    return most_often(work, "statistic", STATISTICS)


def population_mistakes(work: Work) -> Told:
    """Return what was misread most often about the people."""
    return most_often(work, "population", POPULATIONS)


def most_often(work: Work, task: str, known: Mapping[str, tuple[str, str]]) -> Told:
    """Return one answer for all, or else the kind of card that was misread most often; empty if it is none that is known."""
    given = answers(work, task)
    if len(given) > 4 and len(set(given.values())) == 1:
        return (
            (
                f"Every card has the answer '{next(iter(given.values()))}'.",
                "For each of the other answers, find a card that it fits.",
            ),
        )
    wrong = Counter(
        row[task][0] for one, row in claims(work).items() if one in given and given[one] not in row[task]
    )
    ranked = sorted(wrong, key=lambda kind: (-wrong[kind], list(known).index(kind) if kind in known else 99))
    return (known[ranked[0]],) if ranked and ranked[0] in known else ()


def gap_mistakes(work: Work) -> Told:
    """Return what was let pass, or asked for though it is said, most often."""
    given, rows = {one: set(ticked) for one, ticked in answers(work, "missing").items()}, claims(work)
    if len(given) > 4 and not any(given.values()):
        return (
            ("By your answers, nothing is missing on any card.", "Look for the date first, card by card."),
        )
    if len(given) > 4 and all(ticked == set(TAGS) for ticked in given.values()):
        return (
            (
                "By your answers, everything is missing on every card.",
                "Some cards do give a date, a country, a source or hours. Read them again.",
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
                f"You called the {tag} missing on {asked[tag]} cards that give it.",
                f"Read these cards again and look only for the {tag}. The explanation next to the card says what "
                "counts.",
            ),
        )
    missed = [one for one, ticked in given.items() if tag in rows[one]["missing"] and tag not in ticked]
    if tag == "date" and any("date" in rows[one]["decoys"] for one in missed):
        return (POSTED,)
    return (GAPS[tag],)


def remark(mistakes: Told) -> str:
    """Return what to say to somebody who passes with a card or two misread; empty if nothing is recognised."""
    return " ".join(("About the other cards:", *mistakes[0])) if mistakes else ""
