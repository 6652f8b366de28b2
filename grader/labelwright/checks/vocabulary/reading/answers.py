"""Read the learner's annotations from an answer file or a variable, with an error that teaches where they do not hold."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from labelwright.annotations.formats.parts.base import Context, FormatError, Found
from labelwright.annotations.formats.registry import guess, latest, read
from labelwright.annotations.formats.registry import named as format_named
from labelwright.annotations.journal import Entry, Ledger, read_entries
from labelwright.annotations.record import Annotation, Item
from labelwright.annotations.task import LabelTask
from labelwright.checks.failed import Failed
from labelwright.checks.vocabulary.reading.plain import from_plain
from labelwright.checks.vocabulary.settle import named, times

if TYPE_CHECKING:
    from labelwright.checks.work import Work

_WITH_IDS = ("jsonl", "csv")
_SEND_BACK = (
    "A file that does not fit its items and its label set is sent back before anybody looks at the labels."
)


def read_annotations(
    work: Work,
    name: str,
    *,
    task: LabelTask | None = None,
    items: Sequence[Item | str] = (),
    format: str | None = None,
    several: bool = False,
) -> list[Annotation]:
    """The annotations in the answer file `name` (a name with a dot) or in the variable `name`.

    A file may be a labelling journal or any format of `annotations.formats`; without `format` it is guessed. A variable
    may be a list of annotations, or give each item its value: a dict, a Series, or a DataFrame with the columns `item`
    and `label` (or `value`). Annotations of another task are left aside. Failed where nothing can be read, an item is
    unknown or annotated twice (unless `several` annotators are expected), or a label is outside the task's set;
    NotAttempted where there is nothing yet.
    """
    if "." in name:
        found = _from_text(work.file(name), name, task, items, format, work.learner)
    else:
        found = from_plain(work.value(name), name, task, work.learner)
    kept = _of_task(found, name, task)
    _known_items(kept, name, items)
    if not several:
        _once_each(kept, name)
    if task is not None:
        from labelwright.checks.vocabulary.reading.label_set import within_label_set

        within_label_set(kept, name, task)
    return kept


def read_gold(path: Path, task: LabelTask | None = None) -> list[Annotation]:
    """The reviewed annotations in a file beside the checks, in any format of `annotations.formats`.

    FormatError, for the author, where it cannot be read.
    """
    return list(read(path, task=task).annotations)


def _from_text(
    text: str,
    name: str,
    task: LabelTask | None,
    items: Sequence[Item | str],
    format: str | None,
    learner: str,
) -> list[Annotation]:
    entries = list(read_entries(text)) if format in (None, "jsonl") and '"act"' in text else []
    if any(entries):
        return _from_journal(entries)
    try:
        chosen = format_named(format) if format else guess(text, PurePosixPath(name).suffix)
        # Spans are judged against the texts later: there, a wrong way of counting can be told from a wrong place.
        whole = () if chosen.name in _WITH_IDS else tuple(item for item in items if isinstance(item, Item))
        found: Found = chosen.load(text, Context(task, whole, learner))
        latest(found)
    except (FormatError, RecursionError) as error:
        todo = error.todo if isinstance(error, FormatError) else "Export the file again."
        place = f"{error.where}: " if isinstance(error, FormatError) and error.where else ""
        said = error.found if isinstance(error, FormatError) else "it is nested too deeply."
        raise Failed(f"`{name}` cannot be read: {place}{said}", why=_SEND_BACK, advice=todo) from None
    return found.annotations


def _from_journal(entries: list[Entry | None]) -> list[Annotation]:
    """The latest annotation of each item, by annotator and task."""
    owners: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        if entry:
            owners.setdefault((entry.annotator, entry.task), []).append(entry)
    found: list[Annotation] = []
    for own in owners.values():
        ledger = Ledger()
        ledger.take_all(own)
        made = (entry.annotation() for entry in ledger.latest.values())
        found += [annotation for annotation in made if annotation is not None]
    return found


def _of_task(found: list[Annotation], name: str, task: LabelTask | None) -> list[Annotation]:
    if task is None:
        return found
    kept = [one for one in found if one.task == task.name]
    if kept or not found:
        return kept
    others = list(dict.fromkeys(one.task for one in found))
    raise Failed(
        f"`{name}` holds {times(len(found), 'annotation')}, all of {named(others, 3)} and none of the task `{task.name}`.",
        misconception="These are the annotations of another task.",
        why="Labels made for another question cannot answer this one.",
        advice=f"Hand in what you labelled under `{task.name}`.",
    )


def _known_items(found: list[Annotation], name: str, items: Sequence[Item | str]) -> None:
    known = {item if isinstance(item, str) else item.id for item in items}
    strange = list(dict.fromkeys(one.item for one in found if known and one.item not in known))
    if not strange:
        return
    most = len(strange) > len(found) / 2
    raise Failed(
        f"`{name}` names {times(len(strange), 'item that is', 'items that are')} not among your {len(known):,}: {named(strange)}.",
        misconception="These look like the items of another form of the exercise, or of another file."
        if most
        else "Ids were changed on the way: a spreadsheet turns 007 into 7, and a space at an end makes another id.",
        why=_SEND_BACK,
        advice="Compare one of these ids with the ids that you were given, character by character.",
    )


def _once_each(found: list[Annotation], name: str) -> None:
    seen: dict[str, int] = {}
    for one in found:
        seen[one.item] = seen.get(one.item, 0) + 1
    twice = [item for item, count in seen.items() if count > 1]
    if twice:
        raise Failed(
            f"`{name}` annotates {times(len(twice), 'item')} more than once: {named(twice)}.",
            why="With two answers to one item, which one counts is left to chance.",
            advice="Keep one annotation of each item.",
        )
