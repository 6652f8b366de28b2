"""Recognise wrong ways of labelling in a learner's labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from labelwright.checks.vocabulary.label_score import Gold, LabelScore, acceptable
from labelwright.checks.vocabulary.settle import Mistake, short

_FEW = 5
"""Fewer labels than this show no habit."""
_MOST_PAIRS = 200


@dataclass(frozen=True, slots=True)
class KnownLabels:
    """A whole wrong answer that is understood: the labels it gives this learner's items, and its explanation.

    Use it for a keyword rule, the gold of another form, the labels of a common misreading of the guideline.
    """

    labels: Mapping[str, str] = field(repr=False)
    misconception: str
    advice: str = ""


def keyword_rule(texts: Mapping[str, str], words: Mapping[str, str], otherwise: str) -> dict[str, str]:
    """The labels that a keyword rule gives: `words` maps a word to its label, the first that a text holds decides.

    Case is ignored. For `KnownLabels`.
    """
    return {
        item: next((label for word, label in words.items() if word.casefold() in text.casefold()), otherwise)
        for item, text in texts.items()
    }


def label_mistakes(
    given: Mapping[str, str],
    gold: Mapping[str, Gold],
    score: LabelScore,
    options: Sequence[str] = (),
    sparing: Mapping[str, float] | None = None,
    known: Iterable[KnownLabels] = (),
) -> Iterator[Mistake]:
    """The mistakes that these labels show, the most telling first."""
    yield from _other_items(given, gold)
    used = {item: label for item, label in given.items() if item in gold}
    yield from _one_label(used, options)
    yield from _known(used, gold, known)
    yield from _swapped(used, gold, score)
    counts = Counter(used.values())
    for label, most in (sparing or {}).items():
        if used and counts[label] > most * len(used):
            yield Mistake(
                f"`{label}` was given to {counts[label] / len(used):.0%} of the items: it became the label for whatever "
                "is hard.",
                f"For each item under `{label}`, ask of every other label what in the text speaks against it.",
            )


def _other_items(given: Mapping[str, str], gold: Mapping[str, Gold]) -> Iterator[Mistake]:
    shared = sum(item in gold for item in given)
    if len(given) >= _FEW and shared < len(given) / 2:
        yield Mistake(
            f"Only {shared} of your {len(given):,} labels belong to these items: they are of another form or another file.",
            "Label the items of your own sample.",
        )


def _one_label(used: Mapping[str, str], options: Sequence[str]) -> Iterator[Mistake]:
    if len(used) < _FEW or len(set(used.values())) > 1:
        return
    label = short(next(iter(used.values())))
    if options and label == short(options[0]):
        yield Mistake(
            f"Every item has the label `{label}`, the first of the list: the first option was taken each time.",
            "Read the item before the list, say the answer, then look for it.",
        )
    else:
        yield Mistake(
            f"Every item has the label `{label}`. One label for everything carries no information, however often it is right.",
            "Look for an item to which each of the other labels belongs.",
        )


def _known(
    used: Mapping[str, str], gold: Mapping[str, Gold], known: Iterable[KnownLabels]
) -> Iterator[Mistake]:
    """Known answers are recognised on the items where they are wrong; at least three, four fifths of them alike."""
    for wrong in known:
        telling = [
            item for item in used if item in wrong.labels and wrong.labels[item] not in acceptable(gold[item])
        ]
        same = sum(used[item] == wrong.labels[item] for item in telling)
        if len(telling) >= 3 and same >= 0.8 * len(telling):
            yield Mistake(wrong.misconception, wrong.advice)


def _swapped(used: Mapping[str, str], gold: Mapping[str, Gold], score: LabelScore) -> Iterator[Mistake]:
    """Two labels that stand for one another: 60 % or more of the items of each carry the other."""
    cells = Counter((acceptable(gold[item])[0], label) for item, label in used.items())
    totals = Counter(acceptable(gold[item])[0] for item in used)
    for first, second in list(combinations(sorted(score.recalls), 2))[:_MOST_PAIRS]:
        there, back = cells[first, second], cells[second, first]
        if min(there, back) >= 2 and there >= 0.6 * totals[first] and back >= 0.6 * totals[second]:
            yield Mistake(
                f"`{first}` and `{second}` are the wrong way round: most items of each carry the other.",
                "Read the two definitions again and write down, in your own words, which is which.",
            )
