"""Hold annotations against the task's own lists: labels, criteria and their scores, error types, severities, reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from difflib import get_close_matches

from labelwright.annotations.record import Annotation
from labelwright.annotations.task import LabelTask
from labelwright.annotations.values import Choice, Choices, Errors, Pairwise, Rubric, Shapes, Spans
from labelwright.checks.failed import Failed
from labelwright.checks.vocabulary.settle import named, short, times


def within_label_set(annotations: Iterable[Annotation], name: str, task: LabelTask) -> None:
    """Failed where a value is of another kind than the task's, or uses a word that the task does not list."""
    strange: Counter[tuple[str, str]] = Counter()
    where: dict[tuple[str, str], str] = {}
    allowed = _allowed(task)
    for one in annotations:
        if one.value is None:
            continue
        if one.value.kind != task.kind:
            raise Failed(
                f"`{name}`: item `{short(one.item)}` holds a value of the kind {one.value.kind}, where the task "
                f"asks for {task.kind}.",
                why="Values of another kind answer another question.",
                advice=f"Label the item in the task `{task.name}`.",
            )
        for use in _outside(one, allowed):
            strange[use] += 1
            where.setdefault(use, one.item)
    if strange:
        raise _outside_the_list(strange, where, name, task)


def _outside_the_list(
    strange: Counter[tuple[str, str]], where: dict[tuple[str, str], str], name: str, task: LabelTask
) -> Failed:
    (what, word), count = strange.most_common(1)[0]
    allowed = _allowed(task)[what]
    near = {known.casefold().strip(): known for known in allowed}.get(word.casefold().strip())
    close = get_close_matches(word[:200], allowed, n=1) if near is None else []
    others = "" if len(strange) == 1 else f" So do {len(strange) - 1:,} other words."
    return Failed(
        f"`{name}` uses the {what} `{short(word)}` {times(count, 'time')}, first in item "
        f"`{short(where[what, word])}`; it is not in the task's list.{others}",
        misconception=f"It differs from `{near}` only in case or space."
        if near
        else f"It is close to `{close[0]}`, which is in the list."
        if close
        else "",
        why="Labels outside the agreed list are the most common reason a batch is sent back.",
        advice=f"Use only: {named(allowed, 20)}.",
    )


def _allowed(task: LabelTask) -> dict[str, list[str]]:
    """The words that the task lists, by what they are."""
    found = {
        "label": [option.name for option in task.labels],
        "criterion": [criterion.id for criterion in task.criteria],
        "error type": list(task.error_types),
        "severity": list(task.severities),
    }
    if task.reasons:
        # A task without reasons leaves them free.
        found["reason"] = list(task.reasons)
    for criterion in task.criteria:
        found[f"score of {criterion.id}"] = [str(score) for score in sorted(criterion.anchors)]
    return found


def _outside(one: Annotation, allowed: dict[str, list[str]]) -> list[tuple[str, str]]:
    """Every word of an annotation that its task does not list, with what it was used as."""
    return [(what, word) for what, word in _words(one) if word not in allowed.get(what, [word])]


def _words(one: Annotation) -> list[tuple[str, str]]:
    value = one.value
    if isinstance(value, Choice):
        return [("label", value.label)]
    if isinstance(value, Choices):
        return [("label", label) for label in value.labels]
    if isinstance(value, Spans):
        return [("label", span.label) for span in value.spans]
    if isinstance(value, Shapes):
        names = [box.label for box in value.boxes] + [point.label for point in value.points]
        return [("label", label) for label in names]
    if isinstance(value, Errors):
        types = [("error type", error.type) for error in value.errors]
        return types + [("severity", error.severity) for error in value.errors]
    if isinstance(value, Rubric):
        scores = [(f"score of {criterion}", str(score)) for criterion, score in value.scores.items()]
        return [("criterion", criterion) for criterion in value.scores] + scores
    return [("reason", reason) for reason in value.reasons] if isinstance(value, Pairwise) else []
