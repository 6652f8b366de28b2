"""Habits and mistakes that learners have with forty sentences, recognised in their own labels and figures."""

from __future__ import annotations

import re
from statistics import median

import numpy as np
import pandas as pd

from labelwright.checks import Failed, Known, Work, one_of
from labelwright.quality import Agreement

from .crowd import LABELS, accepted, annotations, compared, labels, majority, ratings, votes

CAUSES = ("ambiguous item", "guideline gap", "slip", "sarcasm")
MOST_WORDS = 8
HURRIED = 2.0
"""Seconds: half of them or more below this, and the sentences were not read."""
GOOD = frozenset(
    (
        "good",
        "great",
        "best",
        "better",
        "love",
        "easy",
        "nice",
        "excellent",
        "perfect",
        "well",
        "like",
        "works",
        "happy",
    )
)
BAD = frozenset(
    (
        "bad",
        "poor",
        "worst",
        "worse",
        "hate",
        "problem",
        "problems",
        "broke",
        "not",
        "no",
        "never",
        "hard",
        "return",
    )
)


def by_keywords(text: str) -> str:
    """The label that counting good and bad words gives."""
    words = re.findall(r"[a-z']+", text.lower())
    return LABELS[1 + int(np.sign(sum(word in GOOD for word in words) - sum(word in BAD for word in words)))]


def pace(work: Work) -> str:
    """What to say of labels given faster than a sentence can be read; empty where there is nothing to say."""
    times = [one.seconds for one in annotations(work).values() if one.seconds is not None]
    if not times or median(times) >= HURRIED:
        return ""
    return (
        f"Half of the labels took {median(times):.1f} seconds or less, and at 240 words a minute a sentence of this "
        "length takes about four to read: these are first impressions."
    )


def habit(work: Work) -> tuple[str, str]:
    """Which labelling habit explains the distance to the crowd: (misconception, advice)."""
    mine, texts = labels(work), work.sample.set_index("id")["text"]
    given, good = list(mine.values()), accepted(work, mine)
    most = max(LABELS, key=given.count)
    swapped = {one: LABELS[2 - LABELS.index(label)] for one, label in mine.items()}
    if given.count(most) >= 0.9 * len(given):
        return f"Nearly everything is labelled {most}: one label for all.", "Ask line 2 of each sentence."
    if accepted(work, swapped).mean() > good.mean() + 0.2:
        return (
            "Negative and positive are swapped: the keys were mixed up.",
            "Key 1 is negative, key 3 positive.",
        )
    if hurry := pace(work):
        return hurry, "Read each sentence to its end, then decide."
    if np.mean([by_keywords(texts[one]) == label for one, label in mine.items()]) >= 0.9:
        return (
            'Your labels are what counting good and bad words gives: a keyword rule, blind to denial, "but" and irony.',
            "Cover the single words, and ask what a buyer takes away from the whole.",
        )
    if given.count("neutral") <= 1:
        return (
            "Neutral is hardly used, as if every sentence took a side.",
            "Line 2 first: is there news in it at all?",
        )
    if given.count("neutral") > 0.6 * len(given):
        return (
            "Neutral is used for whatever is mild or mixed.",
            "Lines 5 and 6: mild counts, and mixed has an outcome.",
        )
    far = [one for one, worth in zip(mine, good, strict=True) if worth < 0.5]
    return "", f"Read these again; few raters or none gave the label that you gave: {', '.join(far[:4])}."


def taken_for_majority(work: Work, given: dict[str, str | None]) -> str:
    """What was taken for the majority, where `given` is that; empty where it is not known."""
    rated, counted = ratings(work), votes(work)
    mean = rated.mean(axis=1)
    known: dict[str, pd.Series[str]] = {
        "This is the sign of the mean: one rater at -4 outvotes three at +1, and nothing is neutral.": sign(
            mean
        ),
        "This is the sign of the rounded mean, which is no vote: strong ratings outvote mild ones.": sign(
            mean.round()
        ),
        "This is the sign of the median, which stands between two labels where the raters are split.": sign(
            rated.median(axis=1)
        ),
        "Ties were settled by the order of the labels, as `idxmax` and `mode()[0]` do.": counted.idxmax(
            axis=1
        ),
    }
    return next((text for text, other in known.items() if other.to_dict() == given), "")


def sign(values: pd.Series[float]) -> pd.Series[str]:
    """The label that a number's sign stands for."""
    return values.map(lambda value: LABELS[1 + int(np.sign(value))])


def known_shares(work: Work) -> list[Known]:
    """Shares that are taken for the accuracy, on this learner's labels."""
    mine, theirs = compared(work)
    right, ties = int((mine == theirs).sum()), len(labels(work)) - len(mine)
    return [
        Known(100 * right / len(mine), "This is a percentage.", "Leave out the factor 100."),
        Known(
            right / len(work.sample), "Ties and skipped sentences were counted as wrong.", "Leave them out."
        ),
        Known((right + ties) / (len(mine) + ties), "Ties were counted as right.", "Leave the ties out."),
        Known(
            float(np.mean(accepted(work, labels(work)))),
            "This is the share of acceptable labels, from part 1.",
            "Compare with the one label that leads.",
        ),
    ]


def known_kappas(work: Work) -> list[Known]:
    """Figures that are taken for kappa, on this learner's labels."""
    mine, theirs = compared(work)
    right = float((mine == theirs).mean())
    shares = [((mine == label).mean(), (theirs == label).mean()) for label in LABELS]
    pooled = float(sum(((own + other) / 2) ** 2 for own, other in shares))
    crowd = float(sum(other**2 for _, other in shares))
    return [
        Known(
            right,
            "This is the accuracy: nothing is taken off for chance.",
            "Compute e, then (p - e) / (1 - e).",
        ),
        Known(
            (right - 1 / 3) / (2 / 3),
            "Chance was taken as one in three.",
            "Use your shares and the majority's.",
        ),
        Known(
            (right - pooled) / (1 - pooled),
            "Both sides were pooled: this is Scott's pi.",
            "Keep the sides apart.",
        ),
        Known(
            (right - crowd) / (1 - crowd),
            "Chance was made of the majority's shares alone.",
            "Use yours as well.",
        ),
    ]


def interval_mistake(low: float, high: float, found: Agreement) -> str:
    """Which known mistake an interval of kappa is; empty where it is none of them."""
    if low > high:
        return "The ends are the wrong way round."
    if not low <= found.value <= high:
        return "The interval does not hold kappa: your labels and the majority's were drawn apart from each other."
    if high - low < 0.75 * (found.high - found.low):
        return "The interval is too narrow: one standard error was taken for 95 %, or more was drawn than there is."
    return ""


def stated_causes(work: Work) -> dict[str, tuple[str, str]]:
    """`causes` as a mapping from id to (cause, quotation); Failed where it has another form."""
    given = work.value("causes")
    pairs = given if isinstance(given, dict) else {}
    fit = [
        isinstance(pair, list) and len(pair) == 2 and all(type(part) is str for part in pair)
        for pair in pairs.values()
    ]
    if not pairs or not all(fit):
        advice = 'Write causes = {"id": ("slip", "the words that decide"), ...}.'
        raise Failed(
            "`causes` has another form than the one asked for.", why="A table reads it next.", advice=advice
        )
    return {str(one): (one_of("causes", pair[0], CAUSES), pair[1]) for one, pair in pairs.items()}


def disputed(work: Work) -> set[str]:
    """The sentences whose cause may be stated: own disagreements, and the most divided ones if those are fewer than three."""
    theirs, lead = majority(work), votes(work).max(axis=1)
    differ = {one for one, label in labels(work).items() if label != theirs[one]}
    return differ if len(differ) >= 3 else differ | set(lead.index[lead <= lead.nsmallest(5).iloc[-1]])


def cause_fault(work: Work, one: str, cause: str, quote: str) -> tuple[str, str] | None:
    """What is wrong with one stated cause: (what was found, the misconception); None where nothing is."""
    if one not in disputed(work):
        return (
            f"{one} is not one of your disagreements.",
            "Where you and the majority agree there is nothing to explain.",
        )
    text = work.sample.set_index("id")["text"][one]
    words, lead = " ".join(quote.split()).casefold(), int(votes(work).loc[one].max())
    if not re.search(r"\w", words) or words not in " ".join(text.split()).casefold():
        return (
            f"The words quoted for {one} do not stand in that sentence.",
            "A paraphrase is not a quotation.",
        )
    if len(words.split()) > MOST_WORDS:
        return (
            f"The quotation for {one} has {len(words.split())} words.",
            "Who quotes everything points at nothing.",
        )
    if cause == "ambiguous item" and lead >= 18:
        found = f"{one} is called ambiguous, and {lead} of its 20 raters chose the same label."
        return found, "Hard for one reader is not ambiguous: nearly everybody read it alike."
    return None
