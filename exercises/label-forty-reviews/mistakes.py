"""Habits and mistakes that learners have with forty sentences, recognised in their own labels and figures."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from labelwright.checks import Failed, Known, Work, one_of
from labelwright.quality import Agreement

from .crowd import LABELS, accepted, accepted_people, compared, labels, majority, ratings, votes

CAUSES = ("ambiguous item", "guideline gap", "slip", "sarcasm")
MOST_WORDS = 8
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
    """Return the label that counting good and bad words gives."""
    words = re.findall(r"[a-z']+", text.lower())
    return LABELS[1 + int(np.sign(sum(word in GOOD for word in words) - sum(word in BAD for word in words)))]


def habit(work: Work) -> tuple[str, str]:
    """Return which labelling habit explains the distance to the crowd: (misconception, advice)."""
    mine, texts = labels(work), work.sample.set_index("id")["text"]
    given, good = list(mine.values()), accepted(work, mine)
    most = max(LABELS, key=given.count)
    swapped = {one: LABELS[2 - LABELS.index(label)] for one, label in mine.items()}
    if given.count(most) >= 0.9 * len(given):
        return f"Nearly all sentences have the label {most}.", (
            "Go through line 2 of the guideline for each sentence."
        )
    if accepted(work, swapped).mean() > max(good.mean() + 0.2, accepted_people(work) - 0.12):
        return (
            "Negative and positive are exchanged. You mixed up the keys.",
            "Use key 1 for negative and key 3 for positive.",
        )
    if np.mean([by_keywords(texts[one]) == label for one, label in mine.items()]) >= 0.9:
        return (
            'Your labels are the result of counting good and bad words. This rule misses "not", "but" and irony.',
            "Do not look at single words. Ask what the whole sentence tells a buyer.",
        )
    neutral = given.count("neutral")
    if neutral <= 1:
        return (
            "You hardly used neutral, but some sentences have no news, neither good nor bad.",
            "Start with line 2: is there any news in the sentence?",
        )
    if neutral > 0.6 * len(given):
        return (
            f"You gave neutral to {neutral} of {len(given)} sentences. A mild or mixed sentence is often not neutral.",
            "Use lines 5 and 6: a mild opinion counts, and a mixed sentence often has an outcome.",
        )
    far = [one for one, worth in zip(mine, good, strict=True) if worth < 0.5]
    return "", f"Read these sentences again. Few or none of the raters gave your label: {', '.join(far[:4])}."


def taken_for_majority(work: Work, given: dict[str, str | None]) -> str:
    """Return what was taken for the majority, where `given` is that; empty if it is not known."""
    rated, counted = ratings(work), votes(work)
    mean = rated.mean(axis=1)
    known: dict[str, pd.Series[str]] = {
        "This is the sign of the mean. One rater with -4 then outvotes three raters with +1, and almost nothing is "
        "neutral.": sign(mean),
        "This is the sign of the rounded mean. That is not a vote, because strong ratings count more than mild "
        "ones.": sign(mean.round()),
        "This is the sign of the median. If the raters are split, the median is between two labels.": sign(
            rated.median(axis=1)
        ),
        "In a tie you took the first label, as `idxmax` and `mode()[0]` do.": counted.idxmax(axis=1),
    }
    # Two of these can give the same labels for some forty sentences: then both are told, because either can be true.
    return " Or: ".join(text for text, other in known.items() if other.to_dict() == given)


def sign(values: pd.Series[float]) -> pd.Series[str]:
    """Return the label that a number's sign stands for."""
    return values.map(lambda value: LABELS[1 + int(np.sign(value))])


def known_shares(work: Work) -> list[Known]:
    """Shares that are taken for the accuracy, on this learner's labels."""
    mine, theirs = compared(work)
    right, ties = int((mine == theirs).sum()), len(labels(work)) - len(mine)
    return [
        Known(100 * right / len(mine), "This is a percentage.", "Do not multiply by 100."),
        Known(
            1 - right / len(mine),
            "This is the share of sentences on which you differ.",
            "Count the sentences with the same label.",
        ),
        Known(
            right / len(work.sample),
            "You counted ties and skipped sentences as wrong.",
            "Leave out ties and skipped sentences.",
        ),
        Known((right + ties) / (len(mine) + ties), "You counted ties as right.", "Leave out the ties."),
        Known(
            float(np.mean(accepted(work, labels(work)))),
            "This is the share of acceptable labels, from part 1.",
            "Compare with the majority's label only.",
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
            "This is the accuracy. You did not subtract the agreement by chance.",
            "Compute e, then (p - e) / (1 - e).",
        ),
        Known(
            (right - 1 / 3) / (2 / 3),
            "You used one in three as the agreement by chance.",
            "Use your shares of the labels and the majority's shares.",
        ),
        Known(
            (right - pooled) / (1 - pooled),
            "You put both sides together: this is Scott's pi.",
            "Compute your shares and the majority's shares separately.",
        ),
        Known(
            (right - crowd) / (1 - crowd),
            "You computed chance from the majority's shares only.",
            "Multiply your share of a label by the majority's share of it.",
        ),
    ]


def interval_mistake(low: float, high: float, found: Agreement) -> str:
    """Return which known mistake an interval of kappa is; empty if it is none of them."""
    if low > high:
        return "The two ends are in the wrong order."
    if low <= 0 <= high < found.value:
        return (
            "The interval is around 0 and does not contain kappa. This happens if you draw your labels and the majority's "
            "labels separately."
        )
    if not low <= found.value <= high:
        return "The interval does not contain your kappa."
    share = (high - low) / (found.high - found.low)
    if 0.4 <= share <= 0.6:
        return "The interval has about half of the right width, as with one standard error on each side instead of 95 %."
    if share < 0.75:
        return f"The interval is too narrow: it has {share:.0%} of the right width."
    return ""


def stated_causes(work: Work) -> dict[str, tuple[str, str]]:
    """`causes` as a mapping from id to (cause, quotation); raise Failed if it has another form."""
    given = work.value("causes")
    pairs = given if isinstance(given, dict) else {}
    fit = [
        isinstance(pair, list) and len(pair) == 2 and all(type(part) is str for part in pair)
        for pair in pairs.values()
    ]
    if not pairs or not all(fit):
        advice = 'Write causes = {"id": ("slip", "the words that decide"), ...}.'
        raise Failed(
            "`causes` has a different form from the one in the task.",
            why="The next step turns it into a table.",
            advice=advice,
        )
    return {str(one): (one_of("causes", pair[0], CAUSES), pair[1]) for one, pair in pairs.items()}


def disputed(work: Work) -> set[str]:
    """Return the sentences whose cause may be stated: own disagreements, and the most divided ones if those are fewer than three."""
    theirs, lead = majority(work), votes(work).max(axis=1)
    differ = {one for one, label in labels(work).items() if label != theirs[one]}
    return differ if len(differ) >= 3 else differ | set(lead.index[lead <= lead.nsmallest(5).iloc[-1]])


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _quoted(words: str, text: str) -> bool:
    """Return whether whole words of a sentence were quoted; a piece of a word decides nothing."""
    if not re.search(r"\w", words):
        return False
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", _plain(text)) is not None


def cause_fault(work: Work, one: str, cause: str, quote: str) -> tuple[str, str] | None:
    """Return what is wrong with one stated cause: (what was found, the misconception); None if nothing is."""
    texts = work.sample.set_index("id")["text"]
    if one not in texts.index:
        return f"`{one[:40]}` is not the id of one of your forty sentences.", ""
    if one not in labels(work) and one not in disputed(work):
        return f"You gave no label to {one}, so it is not one of your disagreements.", ""
    if one not in disputed(work):
        return (
            f"{one} is not one of your disagreements.",
            "You and the majority agree on this sentence, so there is nothing to explain.",
        )
    words, lead = _plain(quote), int(votes(work).loc[one].max())
    if not _quoted(words, texts[one]):
        elsewhere = next((other for other, text in texts.items() if words and _quoted(words, text)), "")
        return (
            f"The words that you quote for {one} are not in that sentence.",
            f"They are in {elsewhere}." if elsewhere else "A quotation has the same words in the same order.",
        )
    if len(words.split()) > MOST_WORDS:
        return (
            f"The quotation for {one} has {len(words.split())} words.",
            "A long quotation does not show which words decide.",
        )
    if cause == "ambiguous item" and lead >= 18:
        found = f"You call {one} ambiguous, but {lead} of its 20 raters chose the same label."
        return found, (
            "A sentence that is hard for one reader is not ambiguous. Nearly all raters read it in the same way."
        )
    return None
