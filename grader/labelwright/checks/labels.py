"""Checks of labels: agreement with reviewed labels, and the mistakes that labels show."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Literal

import numpy as np

from labelwright.annotations.record import Annotation
from labelwright.annotations.values import Choice
from labelwright.checks.compare import Bands, Mistake, count_noun, quote_some, settle, shorten
from labelwright.checks.verdicts import Failed, ItemAnswer, Measure, Passed
from labelwright.quality.coefficients.two_raters import cohen_kappa
from labelwright.quality.confusion import wilson
from labelwright.rng import Rng

Gold = str | Collection[str]
"""One right label, or the acceptable ones with the best first."""
_DRAWS = 2000


@dataclass(frozen=True, slots=True)
class MixedUp:
    """Two labels that were mixed up, in either direction, how often, and on which items."""

    first: str
    second: str
    times: int
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LabelScore:
    """What `score_labels` found; all shares run from 0 to 1.

    `right` is the sum of `credits`, `accuracy` its mean over the `n` gold items (an unlabelled item counts 0), with a 95 %
    interval made by `method`. `kappa` and `macro_f1` are over the `n_labelled` items; NaN if undefined.
    """

    n: int
    n_labelled: int
    right: float
    accuracy: float
    low: float
    high: float
    method: str
    kappa: float
    macro_f1: float
    recalls: Mapping[str, float]
    credits: Mapping[str, float]
    missing: tuple[str, ...]
    confused: MixedUp | None
    ordered: bool


def acceptable(gold: Gold) -> tuple[str, ...]:
    """Return the acceptable labels of an item, the best one first."""
    return (gold,) if isinstance(gold, str) else tuple(gold)


def credit(label: str, gold: Gold, scale: Sequence[str] = ()) -> float:
    """Return 1 for an acceptable label, .5 for a label next to an acceptable one on `scale`, otherwise 0."""
    accepted = acceptable(gold)
    if label in accepted:
        return 1.0
    if label not in scale:
        return 0.0
    place = list(scale).index(label)
    return 0.5 if {*scale[max(0, place - 1) : place], *scale[place + 1 : place + 2]} & {*accepted} else 0.0


def score_labels(given: Mapping[str, str], gold: Mapping[str, Gold], scale: Sequence[str] = ()) -> LabelScore:
    """Score the labels of the items in `gold`; other items are skipped.

    The interval of the agreement is Wilson's, or a percentile bootstrap over items (2,000 draws) if there are half
    credits. For kappa, F1 and confusions an acceptable label counts as the gold of its item. Raise ValueError without
    gold.
    """
    if not gold:
        raise ValueError("`gold` is empty, so there is nothing to compare with; give at least one item.")
    credits = {
        item: credit(given[item], right, scale) if item in given else 0.0 for item, right in gold.items()
    }
    pairs = [
        (item, given[item] if given[item] in acceptable(right) else acceptable(right)[0], given[item])
        for item, right in gold.items()
        if item in given
    ]
    low, high, method = _interval(list(credits.values()))
    truth, label = [pair[1] for pair in pairs], [pair[2] for pair in pairs]
    recalls, f1 = _by_label(truth, label)
    right = math.fsum(credits.values())
    return LabelScore(
        len(gold),
        len(pairs),
        right,
        right / len(gold),
        low,
        high,
        method,
        _kappa(truth, label, scale),
        f1,
        recalls,
        credits,
        tuple(item for item in gold if item not in given),
        _most_confused(pairs),
        bool(scale),
    )


def _interval(credits: list[float]) -> tuple[float, float, str]:
    if all(value in (0.0, 1.0) for value in credits):
        low, high = wilson(int(sum(credits)), len(credits))
        return low, high, "Wilson, 95 %"
    values = np.array(credits)
    rows = Rng(0).numpy().integers(0, len(values), (_DRAWS, len(values)))
    low, high = np.percentile(values[rows].mean(axis=1), [2.5, 97.5])
    return float(low), float(high), "percentile bootstrap over items, 2,000 draws, 95 %"


def _kappa(truth: list[str], label: list[str], scale: Sequence[str]) -> float:
    if not truth:
        return math.nan
    places = {name: place for place, name in enumerate(scale)}
    if scale and all(name in places for name in (*truth, *label)):
        return cohen_kappa([places[name] for name in truth], [places[name] for name in label], "quadratic")
    return cohen_kappa(truth, label)


def _by_label(truth: list[str], label: list[str]) -> tuple[dict[str, float], float]:
    """Return the recall of every gold label, and the mean of their F1 scores (van Rijsbergen 1979)."""
    gold, given = Counter(truth), Counter(label)
    both = Counter(right for right, name in zip(truth, label, strict=True) if right == name)
    f1 = [2 * both[name] / (gold[name] + given[name]) for name in gold]
    recalls = {name: both[name] / count for name, count in sorted(gold.items())}
    return recalls, math.fsum(f1) / len(f1) if f1 else math.nan


def _most_confused(pairs: list[tuple[str, str, str]]) -> MixedUp | None:
    mixed: dict[tuple[str, str], list[str]] = {}
    for item, right, label in pairs:
        if right != label:
            first, second = sorted((right, label))
            mixed.setdefault((first, second), []).append(item)
    if not mixed:
        return None
    (first, second), items = max(mixed.items(), key=lambda pair: len(pair[1]))
    return MixedUp(first, second, len(items), tuple(items))


_FEW = 5
"""The fewest labels that can show a habit."""
_MOST_PAIRS = 200


@dataclass(frozen=True, slots=True)
class KnownLabels:
    """A known wrong answer as a whole: the labels that it gives this learner's items, and its explanation.

    Use it for a keyword rule, the gold of another form, or the labels of a common misreading of the guideline.
    """

    labels: Mapping[str, str] = field(repr=False)
    misconception: str
    advice: str = ""


def keyword_rule(texts: Mapping[str, str], words: Mapping[str, str], otherwise: str) -> dict[str, str]:
    """Return the labels that a keyword rule gives: `words` maps a word to its label; the first word found decides.

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
    """Yield the mistakes that these labels show, the clearest first."""
    yield from _other_items(given, gold)
    used = {item: label for item, label in given.items() if item in gold}
    yield from _one_label(used, options)
    yield from _known(used, gold, known)
    yield from _swapped(used, gold, score)
    counts = Counter(used.values())
    for label, most in (sparing or {}).items():
        if used and counts[label] > most * len(used):
            yield Mistake(
                f"You gave `{label}` to {counts[label] / len(used):.0%} of the items. It is meant for {most:.0%} of them at most.",
                f"For each item with `{label}`, ask for every other label what in the text is against it.",
            )


def _other_items(given: Mapping[str, str], gold: Mapping[str, Gold]) -> Iterator[Mistake]:
    shared = sum(item in gold for item in given)
    if len(given) >= _FEW and shared < len(given) / 2:
        yield Mistake(
            f"Only {shared} of your {len(given):,} labels are for the items that count here. The others may belong to another form "
            "or another file.",
            "Label the items of your own sample.",
        )


def _one_label(used: Mapping[str, str], options: Sequence[str]) -> Iterator[Mistake]:
    if len(used) < _FEW or len(set(used.values())) > 1:
        return
    label = shorten(next(iter(used.values())))
    if options and label == shorten(options[0]):
        yield Mistake(
            f"Every item has the label `{label}`, the first one in the list: you took the first option each time.",
            "Read the item before the list, say the answer, then look for it in the list.",
        )
    else:
        yield Mistake(
            f"Every item has the label `{label}`. The same label for everything gives no information, even if it is often right.",
            "For each of the other labels, look for an item that should have it.",
        )


def _known(
    used: Mapping[str, str], gold: Mapping[str, Gold], known: Iterable[KnownLabels]
) -> Iterator[Mistake]:
    """A known answer is recognised where 80 % of its labels were given, over all its items and over those it gets wrong.

    At least three of its labels must be wrong: with fewer, luck gives the same labels.
    """
    for wrong in known:
        its = [item for item in used if item in wrong.labels]
        bad = [item for item in its if wrong.labels[item] not in acceptable(gold[item])]
        if len(bad) >= 3 and all(
            sum(used[item] == wrong.labels[item] for item in items) >= 0.8 * len(items)
            for items in (its, bad)
        ):
            yield Mistake(wrong.misconception, wrong.advice)


def _swapped(used: Mapping[str, str], gold: Mapping[str, Gold], score: LabelScore) -> Iterator[Mistake]:
    """Two labels that were swapped: 60 % or more of the items of each have the other."""
    cells = Counter((acceptable(gold[item])[0], label) for item, label in used.items())
    totals = Counter(acceptable(gold[item])[0] for item in used)
    for first, second in list(combinations(sorted(score.recalls), 2))[:_MOST_PAIRS]:
        one_way, other_way = cells[first, second], cells[second, first]
        if (
            min(one_way, other_way) >= 2
            and one_way >= 0.6 * totals[first]
            and other_way >= 0.6 * totals[second]
        ):
            yield Mistake(
                f"You swapped `{first}` and `{second}`: most items of each have the other label.",
                "Read the two definitions again and write down the difference in your own words.",
            )


By = Literal["accuracy", "macro F1", "kappa"]
_WHY = "A model learns what the labels say, with their mistakes. Agreement with reviewed items shows how many there are."


def chosen_labels(annotations: Iterable[Annotation]) -> dict[str, str]:
    """Return the label of each labelled item; skipped items and other kinds of value are left out."""
    return {
        annotation.item: annotation.value.label
        for annotation in annotations
        if isinstance(annotation.value, Choice)
    }


def labels_agree(
    given: Mapping[str, str] | Sequence[Annotation],
    gold: Mapping[str, Gold],
    *,
    full: float,
    half: float | None = None,
    by: By = "accuracy",
    scale: Sequence[str] = (),
    critical: Collection[str] = (),
    least_recall: float = 0.0,
    most_skipped: float = 0.1,
    options: Sequence[str] = (),
    sparing: Mapping[str, float] | None = None,
    known: Iterable[KnownLabels] = (),
    examples: int = 2,
    why: str = _WHY,
) -> Passed:
    """Pass if labels agree with gold from `full` on; half credit from `half` on; Failed names the likely mistake.

    `gold` gives each item a label or the acceptable labels, the best one first. `by` chooses what is compared with the
    bands: the mean credit of an item (exact 1, next to an acceptable label on `scale` .5, otherwise 0), macro F1, or
    Cohen's kappa (quadratic weights with a `scale`). Items of `critical` must be right for a pass, and no label's
    recall may be below `least_recall`. Skipped items up to the share `most_skipped` do not count; more skipped items,
    and items without an annotation, count as wrong. `options` is the label set as it was shown, `sparing` the largest
    share that a label such as "other" should have, `known` whole wrong answers. Up to `examples` ids of the pair of
    labels that is mixed up most are named.
    """
    labels, skipped = _read(given, gold, most_skipped)
    counted = {item: right for item, right in gold.items() if item not in skipped}
    if gold and not counted:
        raise Failed(
            "You skipped every item.",
            why=why,
            advice="Label the items that the guideline covers; skip only the others.",
        )
    score = score_labels(labels, counted, scale)
    bands = Bands(full, half)
    value = {"accuracy": score.accuracy, "macro F1": score.macro_f1, "kappa": score.kappa}[by]
    return settle(
        value,
        bands,
        _found(score, examples),
        mistakes=label_mistakes(labels, gold, score, options, sparing or {}, known),
        blocked=_blocked(score, critical, least_recall),
        why=why,
        advice="Read the rule for these two labels again, then the items where you mixed them up.",
        measures=label_measures(score, by),
        note=_found(score, 0),
        items=tuple(
            ItemAnswer(
                item=item, given=labels.get(item, ""), accepted=acceptable(right), credit=score.credits[item]
            )
            for item, right in counted.items()
        ),
    )


def label_measures(score: LabelScore, by: By) -> tuple[Measure, ...]:
    """Return agreement with its interval, and kappa if it exists."""
    measures = [
        Measure(
            id="label-agreement",
            name="Agreement with reviewed labels",
            value=round(score.accuracy, 4),
            n=score.n,
            low=round(score.low, 4),
            high=round(score.high, 4),
            method=score.method,
            reference="gold labels with acceptable alternatives",
        )
    ]
    if score.kappa == score.kappa:
        kind = "quadratic weights" if score.ordered else "unweighted"
        name = f"Cohen's kappa with reviewed labels, {kind}"
        measures.append(Measure(id="label-kappa", name=name, value=round(score.kappa, 4), n=score.n_labelled))
    if by == "macro F1":
        measures.append(
            Measure(id="label-macro-f1", name="Macro F1", value=round(score.macro_f1, 4), n=score.n_labelled)
        )
    return tuple(measures)


def _read(
    given: Mapping[str, str] | Sequence[Annotation], gold: Mapping[str, Gold], most_skipped: float
) -> tuple[dict[str, str], set[str]]:
    """Return the labels, and the skipped items that do not count."""
    if isinstance(given, Mapping):
        return {str(item): label for item, label in given.items() if isinstance(label, str)}, set()
    skipped = [
        annotation.item for annotation in given if annotation.status == "skipped" and annotation.item in gold
    ]
    return chosen_labels(given), set(skipped[: int(most_skipped * len(gold) + 1e-9)])


def _found(score: LabelScore, examples: int) -> str:
    parts = [f"{score.right:g} of {score.n:,} labels agree with the reviewed labels ({score.accuracy:.0%})."]
    if score.missing:
        parts.append(f"You gave no label to {quote_some(score.missing, 3)}.")
    if score.confused and examples:
        pair = score.confused
        shown = quote_some(pair.items, examples)
        parts.append(
            f"You mixed up `{shorten(pair.first)}` and `{shorten(pair.second)}` most: {count_noun(pair.times, 'time')}, "
            f"for example on {shown}."
        )
    return " ".join(parts)


def _blocked(score: LabelScore, critical: Collection[str], least_recall: float) -> str:
    missed = [item for item in critical if item in score.credits and score.credits[item] < 1]
    if missed:
        return f"These critical items must be right, but are not: {quote_some(missed)}."
    weak = [label for label, recall in score.recalls.items() if recall < least_recall]
    if weak:
        return f"You gave {quote_some(weak, 3)} to fewer than {least_recall:.0%} of the items that should have it."
    return ""
