"""Judge labels against gold that may accept several answers to an item."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal

from labelwright.annotations.record import Annotation
from labelwright.annotations.values import Choice
from labelwright.checks.check import Passed
from labelwright.checks.failed import Failed
from labelwright.checks.verdicts import Measure
from labelwright.checks.vocabulary.label_score import Gold, LabelScore, score_labels
from labelwright.checks.vocabulary.mistakes.labels import KnownLabels, label_mistakes
from labelwright.checks.vocabulary.settle import Bands, named, settle, short, times

By = Literal["accuracy", "macro F1", "kappa"]
_WHY = "A model learns whatever the labels say, their mistakes included; agreement with reviewed items shows how many."


def chosen_labels(annotations: Iterable[Annotation]) -> dict[str, str]:
    """The label of each item that was given one; skipped items and other kinds of value are left out."""
    return {one.item: one.value.label for one in annotations if isinstance(one.value, Choice)}


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
    """Pass where labels agree with gold from `full` on; half credit from `half` on; Failed names the likely mistake.

    `gold` gives each item a label or the acceptable labels, the best one first. `by` chooses what is compared with the
    bands: the mean credit of an item (exact 1, beside an acceptable label on `scale` .5, otherwise 0), macro F1, or
    Cohen's kappa (quadratic weights with a `scale`). Items of `critical` must be right for a pass, and no label's
    recall may lie below `least_recall`. Skipped items up to the share `most_skipped` count for nothing; further ones,
    and items without an annotation, count as wrong. `options` is the label set as it was shown, `sparing` the share
    that a label such as "other" should not pass, `known` whole wrong answers. Up to `examples` ids of the most
    confused pair of labels are named.
    """
    labels, skipped = _read(given, gold, most_skipped)
    counted = {item: right for item, right in gold.items() if item not in skipped}
    if gold and not counted:
        raise Failed("Every item is skipped.", why=why, advice="Label those that the guideline does cover.")
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
        advice="Read the rule for these two labels once more, then the items on which they were mixed up.",
        measures=label_measures(score, by),
        note=_found(score, 0),
    )


def label_measures(score: LabelScore, by: By) -> tuple[Measure, ...]:
    """Agreement with its interval, and kappa where it exists."""
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
    """The labels, and the skipped items that count for nothing."""
    if isinstance(given, Mapping):
        return {str(item): label for item, label in given.items() if isinstance(label, str)}, set()
    skipped = [one.item for one in given if one.status == "skipped" and one.item in gold]
    return chosen_labels(given), set(skipped[: int(most_skipped * len(gold) + 1e-9)])


def _found(score: LabelScore, examples: int) -> str:
    parts = [f"{score.right:g} of {score.n:,} labels agree with the reviewed ones ({score.accuracy:.0%})."]
    if score.missing:
        parts.append(f"No label is given to {named(score.missing, 3)}.")
    if score.confused and examples:
        pair = score.confused
        shown = named(pair.items, examples)
        parts.append(
            f"The labels mixed up most are `{short(pair.first)}` and `{short(pair.second)}`, {times(pair.times, 'time')}, "
            f"as in {shown}."
        )
    return " ".join(parts)


def _blocked(score: LabelScore, critical: Collection[str], least_recall: float) -> str:
    missed = [item for item in critical if item in score.credits and score.credits[item] < 1]
    if missed:
        return f"Critical items are not right: {named(missed)}."
    weak = [label for label, recall in score.recalls.items() if recall < least_recall]
    if weak:
        return f"Fewer than {least_recall:.0%} of the items of {named(weak, 3)} were given that label."
    return ""
