"""Habits and mistakes that learners have with forty sentences, recognised in their own labels and causes."""

from __future__ import annotations

import re
from itertools import permutations

import numpy as np

from labelwright.checks import Failed, Work, one_of
from labelwright.checks.compare import count_noun, quote_some, shorten

from .crowd import LABELS, accepted, accepted_people, labels, majority, votes

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
_EMPTY_WORDS = (
    "a an the this that these those i you he she it we they me him her us them my your his its our their mine and or "
    "of to in on at by from with for as into is are was were be been being am it's i'm that's this's"
)
EMPTY = frozenset(_EMPTY_WORDS.split())
"""Words that decide nothing alone. `not`, `but`, `no`, `so`, `had` and `would` can decide and are not among them."""


def by_keywords(text: str) -> str:
    """Return the label that counting good and bad words gives."""
    words = re.findall(r"[a-z']+", text.lower())
    return LABELS[1 + int(np.sign(sum(word in GOOD for word in words) - sum(word in BAD for word in words)))]


def habit(work: Work) -> tuple[str, str]:
    """Return which labelling habit explains the distance to the crowd: (misconception, advice)."""
    mine, texts = labels(work), work.sample.set_index("id")["text"]
    given, good = list(mine.values()), accepted(work, mine)
    most = max(LABELS, key=given.count)
    if given.count(most) >= 0.9 * len(given):
        return f"Nearly all sentences have the label {most}.", (
            "Go through line 2 of the guideline for each sentence."
        )
    slip = _slip_of_keys(work, mine, float(good.mean()))
    if slip:
        return slip, (
            "Use key 1 for negative, key 2 for neutral and key 3 for positive."
            if "keys" in slip
            else "Go through the sentences again in the widget, and compare each label with its own sentence."
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


def _slip_of_keys(work: Work, mine: dict[str, str], share: float) -> str:
    """Return which keys were mixed up, or that labels went to the next sentence; empty if neither explains the labels."""
    least = max(share + 0.2, accepted_people(work) - 0.12)
    given = list(mine.values())
    found = {
        "Each label is one sentence too late or too early.": max(
            accepted(work, dict(zip(mine, values, strict=True))).mean()
            for values in (given[1:] + given[:1], given[-1:] + given[:-1])
        )
    }
    for order in permutations(LABELS):
        meant = dict(zip(LABELS, order, strict=True))
        changed = [label for label in LABELS if meant[label] != label]
        text = (
            f"{changed[0].capitalize()} and {changed[1]} are exchanged. You mixed up the keys."
            if len(changed) == 2
            else "All three labels are exchanged. You mixed up the keys."
        )
        if changed:
            worth = accepted(work, {one: meant[label] for one, label in mine.items()}).mean()
            found[text] = max(worth, found.get(text, 0.0))
    best = max(found, key=lambda text: found[text])
    return best if found[best] > least else ""


def fault_of_ids(work: Work, named: list[str]) -> tuple[str, str]:
    """Return what is wrong with the form of a list of five ids, and what to try; two empty texts if nothing is."""
    ids, texts = list(work.sample["id"]), {_plain(text) for text in work.sample["text"]}
    strange, ask = [one for one in named if one not in ids], f"Give five ids, such as `{ids[0]}`."
    if strange:
        found = f"`{shorten(strange[0], 40)}` is not the id of one of your forty sentences."
        if all(_plain(one) in texts for one in strange):
            return found, f"This is the sentence itself. {ask}"
        if all(one.isdecimal() and int(one) <= len(ids) for one in strange):
            return found, f"It looks like a row number. `reviews['id'].iloc[number]` gives the id. {ask}"
        return found, ask
    count = len(set(named))
    if count == 5:
        return "", ""
    twice = [one for one in dict.fromkeys(named) if named.count(one) > 1]
    again = (
        f" {quote_some(twice)} {'is' if len(twice) == 1 else 'are'} there more than once." if twice else ""
    )
    return f"You name {count_noun(count, 'different sentence')}; the task asks for five.{again}", (
        "Sort all forty sentences by the count of their most frequent label, and take the first five ids."
    )


def stated_causes(work: Work) -> dict[str, tuple[str, str]]:
    """`causes` as a mapping from id to (cause, quotation); raise Failed if it has another form."""
    form, example = (
        "a dict from id to (cause, words)",
        'such as {"id": ("slip", "the words that decide"), ...}',
    )
    given = work.mapping("causes", majority(work), wanted=form, example=example)
    pairs = {one: list(pair.values()) if isinstance(pair, dict) else pair for one, pair in given.items()}
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
    turned = [one for one, (first, second) in pairs.items() if _is_cause(second) and not _is_cause(first)]
    if turned:
        raise Failed(
            f"`causes` has the words first and the cause second, for example for `{str(turned[0])[:40]}`.",
            why="The next step turns it into a table.",
            advice='Turn the two around: {"id": ("slip", "the words that decide"), ...}.',
        )
    return {str(one): (one_of("causes", pair[0], CAUSES), pair[1]) for one, pair in pairs.items()}


def _is_cause(text: str) -> bool:
    return text.casefold().strip() in CAUSES


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
    if all(word in EMPTY for word in re.findall(r"[a-z']+|\d+", words)):
        return (
            f'The words that you quote for {one}, "{quote.strip()[:40]}", fit any sentence.',
            "Words such as `the` and `it is` decide nothing. At least one word must say something about the product.",
        )
    if cause == "ambiguous item" and lead >= 18:
        found = f"You call {one} ambiguous, but {lead} of its 20 raters chose the same label."
        return found, (
            "A sentence that is hard for one reader is not ambiguous. Nearly all raters read it in the same way."
        )
    return None
