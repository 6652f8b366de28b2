"""Check how much was labelled: what is missing, what was skipped and why, and how fast."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import median
from typing import Any

from labelwright.annotations.record import Annotation, Item
from labelwright.checks.compare import count_noun, quote_some, shorten
from labelwright.checks.results import Failed, Passed
from labelwright.checks.verdicts import Measure

_MOST_REASONS = 5


def all_labelled(
    annotations: Iterable[Annotation],
    items: Sequence[Item | str],
    *,
    most_skipped: float | None = None,
    fast: float | None = None,
) -> Passed:
    """Pass if every item has an annotation; Failed names the items without one and gives credit for the others.

    A skip is an answer: skips are shown with their reasons and fail only above the share `most_skipped` (0 to 1). A
    median below `fast` seconds per item is mentioned and never fails by itself.
    """
    by_item = {annotation.item: annotation for annotation in annotations}
    ids = [item.id if isinstance(item, Item) else item for item in items]
    missing = [item for item in ids if item not in by_item]
    labelled = [by_item[item] for item in ids if item in by_item]
    note = " ".join(part for part in (skips(labelled), pace(labelled, fast)) if part)
    if missing:
        raise Failed(
            f"You did not label {len(missing):,} of {count_noun(len(ids), 'item')}: {quote_some(missing)}. {note}".strip(),
            why="A gap in a batch is found only when somebody trains a model on it. By then nobody remembers the reason.",
            advice="Open these items again. If you cannot decide, skip the item and give the reason.",
            credit=min(len(labelled) / len(ids), 0.99) / 2,
            measured=len(labelled),
            expected=f"all {len(ids):,} items",
        )
    skipped = sum(annotation.status == "skipped" for annotation in labelled)
    if most_skipped is not None and skipped > most_skipped * len(ids):
        raise Failed(
            f"You skipped {skipped:,} of {count_noun(len(ids), 'item')}. {note}".strip(),
            why="Skip an item only if it cannot be judged. Items that are just hard are the ones that people pay for.",
            advice="Look at the skipped items again, with the guideline's rule for doubtful cases next to them.",
            credit=0.5,
            measured=skipped,
            expected=f"at most {most_skipped:.0%} skipped",
        )
    return Passed(len(ids), f"all {len(ids):,} items", note, _pace_measure(labelled))


def skips(annotations: Iterable[Annotation]) -> str:
    """Return one sentence that says who skipped how many items and why; empty if nothing was skipped."""
    skipped = [annotation for annotation in annotations if annotation.status == "skipped"]
    if not skipped:
        return ""
    reasons = Counter(
        (annotation.annotator, shorten(annotation.reason, 60) or "no reason given") for annotation in skipped
    )
    people = {annotation.annotator for annotation in skipped}
    listed = [
        f"{why} ({count_noun(count, 'time')}{', by ' + shorten(who, 40) if len(people) > 1 else ''})"
        for (who, why), count in reasons.most_common(_MOST_REASONS)
    ]
    return f"{count_noun(len(skipped), 'item')} skipped: {'; '.join(listed)}."


def pace(annotations: Iterable[Annotation], fast: float | None = None) -> str:
    """Return the median time per item in one sentence, with a remark if it is below `fast` seconds; empty if unknown."""
    seconds = [annotation.seconds for annotation in annotations if annotation.seconds is not None]
    if not seconds:
        return ""
    middle = median(seconds)
    remark = ""
    if fast is not None and middle < fast:
        remark = f" Less than {fast:g} seconds is hardly enough to read an item: look at a few of them again."
    return f"Half of the items took {middle:.1f} seconds or less.{remark}"


def _pace_measure(annotations: list[Annotation]) -> tuple[Measure, ...]:
    seconds: list[Any] = [annotation.seconds for annotation in annotations if annotation.seconds is not None]
    if not seconds:
        return ()
    value = round(median(seconds), 1)
    return (
        Measure(id="seconds-per-item", name="Median time per item", value=value, unit="s", n=len(seconds)),
    )
