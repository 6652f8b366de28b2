"""Judge how much was labelled: what is missing, what was skipped and why, and at what pace."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import median
from typing import Any

from labelwright.annotations.record import Annotation, Item
from labelwright.checks.bands import named, short, times
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
    """Pass where every item has an annotation; Failed names those without, with credit for the share that has one.

    A skip is an answer: skips are shown with their reasons and fail only above the share `most_skipped` (0 to 1). A
    median below `fast` seconds an item is remarked on and never fails by itself.
    """
    given = {one.item: one for one in annotations}
    ids = [item.id if isinstance(item, Item) else item for item in items]
    missing = [item for item in ids if item not in given]
    told = [given[item] for item in ids if item in given]
    note = " ".join(part for part in (skips(told), pace(told, fast)) if part)
    if missing:
        raise Failed(
            f"No annotation is given for {len(missing):,} of {times(len(ids), 'item')}: {named(missing)}. {note}".strip(),
            why="A hole in a batch is found when somebody trains on it, and by then nobody remembers why it is there.",
            advice="Open these items again; where you cannot decide, skip them and give the reason.",
            credit=min(len(told) / len(ids), 0.99) / 2,
            measured=len(told),
            expected=f"all {len(ids):,} items",
        )
    skipped = sum(one.status == "skipped" for one in told)
    if most_skipped is not None and skipped > most_skipped * len(ids):
        raise Failed(
            f"{skipped:,} of {times(len(ids), 'item')} are skipped. {note}".strip(),
            why="Skipping is right where an item cannot be judged; items that are only hard are the ones worth paying for.",
            advice="Look at the skipped items again with the guideline's rule for doubtful cases beside them.",
            credit=0.5,
            measured=skipped,
            expected=f"at most {most_skipped:.0%} skipped",
        )
    return Passed(len(ids), f"all {len(ids):,} items", note, _pace_measure(told))


def skips(annotations: Iterable[Annotation]) -> str:
    """Who skipped how many items and why, in one sentence; empty where nothing was skipped."""
    skipped = [one for one in annotations if one.status == "skipped"]
    if not skipped:
        return ""
    reasons = Counter((one.annotator, short(one.reason, 60) or "no reason given") for one in skipped)
    people = {one.annotator for one in skipped}
    listed = [
        f"{why} ({times(count, 'time')}{', by ' + short(who, 40) if len(people) > 1 else ''})"
        for (who, why), count in reasons.most_common(_MOST_REASONS)
    ]
    return f"{times(len(skipped), 'item')} skipped: {'; '.join(listed)}."


def pace(annotations: Iterable[Annotation], fast: float | None = None) -> str:
    """The median time an item in one sentence, with a remark where it is below `fast` seconds; empty where unknown."""
    seconds = [one.seconds for one in annotations if one.seconds is not None]
    if not seconds:
        return ""
    middle = median(seconds)
    remark = ""
    if fast is not None and middle < fast:
        remark = f" Under {fast:g} seconds there is hardly time to read an item: look at a few of them again."
    return f"Half of the items took {middle:.1f} seconds or less.{remark}"


def _pace_measure(annotations: list[Annotation]) -> tuple[Measure, ...]:
    seconds: list[Any] = [one.seconds for one in annotations if one.seconds is not None]
    if not seconds:
        return ()
    value = round(median(seconds), 1)
    return (
        Measure(id="seconds-per-item", name="Median time an item", value=value, unit="s", n=len(seconds)),
    )
