"""What a labelling task has come to so far, read from its journal: annotations, what remains, a table."""

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
    """Items, the task, and one annotator's work on them as the journal at `journal` holds it.

    Every look reads on from where the journal had grown to, so two notebooks on one journal see each other's work.
    `annotator` None takes anybody's; `task` None takes any task's.
    """

    def __init__(
        self, items: list[Item], task: LabelTask | None, journal: Path, annotator: str | None = None
    ) -> None:
        self.items = items
        self.task = task
        self.journal = journal
        self.annotator = annotator
        self.unreadable = 0
        """Lines of the journal that are no entries: torn by a crash, or from another program."""
        self._ledger = self._empty()
        self._read_to = 0
        # Messages may arrive on a thread of their own while a cell runs.
        self._lock = RLock()

    def __repr__(self) -> str:
        """How far the work has come, in one line."""
        name = self.task.name if self.task else self.journal.name
        return f"{name}: {len(self.annotations)} of {len(self.items)} labelled, {self.remaining} to go"

    @property
    def annotations(self) -> list[Annotation]:
        """The latest annotation of every finished or skipped item, in the items' order."""
        latest = self.ledger().latest
        found = (latest[item.id].annotation() for item in self.items if item.id in latest)
        return [annotation for annotation in found if annotation is not None]

    @property
    def remaining(self) -> int:
        """How many items are neither finished nor skipped."""
        return len(self.items) - len(self.annotations)

    def frame(self) -> pd.DataFrame:
        """One row an annotation; `value` is a label, a list of labels, a text, or the value's fields as a dict."""
        import pandas as pd

        texts = {item.id: item.text or item.prompt for item in self.items}
        rows = [{**one.model_dump(), "text": texts[one.item]} for one in self.annotations]
        frame = pd.DataFrame(rows, columns=list(COLUMNS))
        # As objects, so that a skipped item has None whatever the other values are.
        frame["value"] = pd.Series([_simple(row["value"]) for row in rows], dtype=object)
        return frame

    def ledger(self) -> JournalState:
        """What the journal adds up to, brought up to date with the file."""
        with self._lock:
            size = self.journal.stat().st_size if self.journal.is_file() else 0
            if size < self._read_to:
                # The file was replaced or removed: what it holds now is what counts.
                self._ledger, self._read_to, self.unreadable = self._empty(), 0, 0
            if size > self._read_to:
                self._read_on()
            return self._ledger

    def entry(self, item: str) -> Entry | None:
        """The entry that counts for an item."""
        return self.ledger().latest.get(item)

    def _empty(self) -> JournalState:
        return JournalState(self.task.name if self.task else None, self.annotator)

    def _read_on(self) -> None:
        with self.journal.open("rb") as file:
            file.seek(self._read_to)
            grown = file.read()
        # A last line without its end may be in mid-writing: it is read next time.
        whole = grown[: grown.rfind(b"\n") + 1]
        self._read_to += len(whole)
        self.unreadable += self._ledger.take_all(read_entries(whole.decode("utf-8", "replace")))


def _simple(value: dict[str, Any] | None) -> Any:
    if value is None:
        return None
    fields = {name: part for name, part in value.items() if name != "kind"}
    if value["kind"] in ("choice", "text"):
        return next(iter(fields.values()))
    return list(fields["labels"]) if value["kind"] == "choices" else fields
