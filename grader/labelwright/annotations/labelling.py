"""Read the state of a labelling task from its journal: the annotations, what remains, and a table."""

from __future__ import annotations

from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

from labelwright.annotations.journal import Entry, JournalState, read_entries
from labelwright.annotations.record import Annotation, Item
from labelwright.annotations.task import LabelTask

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("item", "text", "status", "value", "reason", "flag", "note", "seconds", "at", "annotator")


class LabellingSession:
    """Items, the task, and one annotator's work on them, as the file `journal` contains it.

    Each access reads the lines that were added since the last one, so two notebooks with one journal see each other's
    work. `annotator` None means all annotators; `task` None means all tasks.
    """

    def __init__(
        self, items: list[Item], task: LabelTask | None, journal: Path, annotator: str | None = None
    ) -> None:
        self.items = items
        self.task = task
        self.journal = journal
        self.annotator = annotator
        self.unreadable = 0
        """The number of lines in the journal that are not entries: cut by a crash, or from another program."""
        self._state = self._empty_state()
        self._position = 0
        # Messages may arrive on another thread while a cell runs.
        self._lock = RLock()

    def __repr__(self) -> str:
        """Return the progress of the work, in one line."""
        name = self.task.name if self.task else self.journal.name
        return f"{name}: {len(self.annotations)} of {len(self.items)} labelled, {self.remaining} to go"

    @property
    def annotations(self) -> list[Annotation]:
        """Return the latest annotation of each finished or skipped item, in the items' order."""
        latest = self.journal_state().latest
        annotations = (latest[item.id].annotation() for item in self.items if item.id in latest)
        return [annotation for annotation in annotations if annotation is not None]

    @property
    def remaining(self) -> int:
        """Return the number of items that are neither finished nor skipped."""
        return len(self.items) - len(self.annotations)

    def frame(self) -> pd.DataFrame:
        """Return a table with one row for each annotation.

        Its column `value` holds a label, a list of labels, a text, or the value's fields as a dict.
        """
        import pandas as pd

        texts = {item.id: item.text or item.prompt for item in self.items}
        rows = [
            {**annotation.model_dump(), "text": texts[annotation.item]} for annotation in self.annotations
        ]
        frame = pd.DataFrame(rows, columns=list(COLUMNS))
        # As objects, so that a skipped item has None with every kind of value.
        frame["value"] = pd.Series([_plain_value(row["value"]) for row in rows], dtype=object)
        return frame

    def journal_state(self) -> JournalState:
        """Return the state of the journal, up to date with the file."""
        with self._lock:
            size = self.journal.stat().st_size if self.journal.is_file() else 0
            if size < self._position:
                # The file was replaced or removed: start again from what it contains now.
                self._state, self._position, self.unreadable = self._empty_state(), 0, 0
            if size > self._position:
                self._read_new_lines()
            return self._state

    def entry(self, item: str) -> Entry | None:
        """Return the latest entry of an item; None if it has none."""
        return self.journal_state().latest.get(item)

    def _empty_state(self) -> JournalState:
        return JournalState(self.task.name if self.task else None, self.annotator)

    def _read_new_lines(self) -> None:
        with self.journal.open("rb") as file:
            file.seek(self._position)
            data = file.read()
        # A last line without its end may still be being written: it is read next time.
        lines = data[: data.rfind(b"\n") + 1]
        self._position += len(lines)
        self.unreadable += self._state.add_all(read_entries(lines.decode("utf-8", "replace")))


def _plain_value(value: dict[str, Any] | None) -> Any:
    if value is None:
        return None
    fields = {name: part for name, part in value.items() if name != "kind"}
    if value["kind"] in ("choice", "text"):
        return next(iter(fields.values()))
    return list(fields["labels"]) if value["kind"] == "choices" else fields
