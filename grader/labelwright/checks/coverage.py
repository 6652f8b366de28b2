"""Check how much was labelled: what is missing, what was skipped and why, how fast, and by whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import TYPE_CHECKING, Any

from labelwright.annotations.record import Annotation, Item
from labelwright.checks.compare import count_noun, quote_some, shorten
from labelwright.checks.verdicts import Failed, Measure, Passed

if TYPE_CHECKING:
    from labelwright.checks.work import Work

_MOST_REASONS = 5
_WORDS_A_SECOND = 10
"""600 words a minute. People read about 240 (Brysbaert, 2019), so nobody who reads is below the time this gives."""
_LEAST_SECONDS = 0.5
"""Nobody looks at an item, decides and presses a key in less."""
_SCRIPTED = "scripted"
"""The annotator in the journals that the course's own solutions write, where nobody is logged in."""


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


def reading_seconds(text: str) -> float:
    """Return the least time in which a person can read `text` and press a key: ten words a second, at least 0.5 s."""
    return max(_LEAST_SECONDS, len(text.split()) / _WORDS_A_SECOND)


def enough_time(
    annotations: Iterable[Annotation],
    least: Mapping[str, float],
    *,
    most_hurried: float = 0.5,
    doing: str = "Reading one of them, at 600 words a minute,",
) -> Passed:
    """Pass if at most the share `most_hurried` of the items took fewer seconds than `least` gives by item.

    Without any times, as in a file from another tool, nothing can be judged and a note says so. `doing` begins the
    sentence that says how long an item takes.
    """
    timed = [
        (one.seconds, least[one.item]) for one in annotations if one.seconds is not None and one.item in least
    ]
    if not timed:
        return Passed(note="Your file holds no working times, so they are not judged.")
    middle, needed = median(seconds for seconds, _ in timed), median(enough for _, enough in timed)
    hurried = sum(seconds < enough for seconds, enough in timed)
    expected = f"at most {most_hurried:.0%} of the items in less time than that"
    if hurried <= most_hurried * len(timed):
        return Passed(f"{middle:.1f} s", expected, f"Half of the items took {middle:.1f} seconds or less.")
    raise Failed(
        f"{hurried:,} of {count_noun(len(timed), 'item')} took less time than it takes to look at them. Half took "
        f"{middle:.2g} seconds or less. {doing} takes at least {needed:.1f} seconds.",
        why="A label says something about an item only if somebody looked at the item first. Clients look at the working "
        "times for this reason.",
        advice="Open these items again in the widget. Look at each one to its end, then confirm or change your answer. The "
        "new time is added to the old one.",
        measured=f"{middle:.2g} s",
        expected=expected,
    )


def own_annotations(work: Work, name: str, annotations: list[Annotation]) -> list[Annotation]:
    """Return `annotations` if the journal `name` is the learner's own; raise Failed if somebody else labelled in it.

    The widget writes the name for which it draws the sample. A file from another tool has its own names, so it is not
    judged.
    """
    if '"act"' not in work.file(name):
        return annotations
    own = {_plain(work.learner), _SCRIPTED}
    others = list(dict.fromkeys(one.annotator for one in annotations if _plain(one.annotator) not in own))
    if not others:
        return annotations
    raise Failed(
        f"The labels in `{name}` were made by {quote_some(others, 3)}, not by `{shorten(work.learner)}`.",
        why="A certificate says that you judged these items. Nobody can say this about another person's labels.",
        advice="Move this file away, run the cell with `ex.label` again, and label the items yourself. If you are known by "
        "both names, tell your instructor.",
    )


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
