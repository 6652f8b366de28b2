"""Write and read the journal of a labelling task: a text file with one line for each action of an annotator.

A widget appends each action with `append`, and the line is on disk when that returns. Read it with `read_journal` for
the annotations, or line by line with `read_entries` and `JournalState`, which also knows what undo and redo would do.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, model_validator

from labelwright.annotations.record import Annotation, Id
from labelwright.annotations.values import Value

SUFFIX = ".annotations.jsonl"
MOST_STEPS = 200
"""How many actions can be undone after the notebook was closed and opened again."""

Act = Literal["set", "more", "undo", "redo", "late"]


class Entry(BaseModel):
    """One line: the whole state of one item after one action of one annotator.

    `act` is the action: `set` a change; `more` a change that continues the one before, such as typing; `undo`; `redo`;
    `late` a change that came after a newer one of the same item and is kept only for the record. `status` is `open` while
    the item is not finished: `value` is then what was marked so far. `seconds` is the time at work on the item so far,
    without idle time.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    format_version: Literal[1] = 1
    id: Id
    act: Act = "set"
    item: Id
    annotator: Id
    task: Id
    status: Literal["open", "done", "skipped"] = "open"
    value: Value | None = None
    reason: str = ""
    flag: str = ""
    note: str = ""
    seconds: float = Field(default=0, ge=0, allow_inf_nan=False)
    at: AwareDatetime
    guideline: str = ""

    @model_validator(mode="after")
    def _value_fits_status(self) -> Entry:
        if self.status == "done" and self.value is None:
            raise ValueError("a finished item needs a value")
        if self.status == "skipped" and self.value is not None:
            raise ValueError("a skipped item has no value")
        return self

    def annotation(self) -> Annotation | None:
        """Return the same as an annotation; None while the item is open."""
        if self.status == "open":
            return None
        return Annotation(
            item=self.item,
            annotator=self.annotator,
            task=self.task,
            value=self.value,
            status=self.status,
            reason=self.reason,
            flag=self.flag,
            note=self.note,
            seconds=self.seconds,
            at=self.at,
            guideline=self.guideline,
        )


def journal_name(task: str) -> str:
    """Return the file name of a task's journal: plain letters; if that changed the name, digits of its hash are added."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", task).strip("-.")[:60]
    # Windows and macOS ignore case in file names, so a name with capital letters gets its hash as well.
    if plain and plain == task == plain.lower():
        return plain + SUFFIX
    return f"{plain or 'task'}-{sha256(task.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}{SUFFIX}"


def append(journal: Path, entries: Sequence[Entry]) -> None:
    """Write the entries at the end of the journal and return when they are on disk; OSError if that fails.

    All lines go in one write to a file opened for appending, so two notebooks with one journal never mix their lines.
    """
    if not entries:
        return
    journal.parent.mkdir(parents=True, exist_ok=True)
    is_new = not journal.exists()
    lines = "".join(_line(entry) for entry in entries)
    file = os.open(journal, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o644)
    try:
        payload = _missing_line_end(file) + lines.encode("utf-8")
        while payload:
            payload = payload[os.write(file, payload) :]
        os.fsync(file)
    finally:
        os.close(file)
    if is_new:
        _sync_folder(journal.parent)


def _line(entry: Entry) -> str:
    fields = entry.model_dump(mode="json")
    filled = {name: value for name, value in fields.items() if value not in ("", None)}
    return json.dumps(filled, ensure_ascii=False, separators=(",", ":")) + "\n"


def _missing_line_end(file: int) -> bytes:
    """Return a line end if a crash cut the last line short, so that the next line starts on its own."""
    size = os.fstat(file).st_size
    if size == 0:
        return b""
    os.lseek(file, -1, os.SEEK_END)
    return b"" if os.read(file, 1) == b"\n" else b"\n"


def _sync_folder(folder: Path) -> None:
    """Put the new file's name on disk as well. Windows does that by itself and cannot open a folder."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_journal(text: str, task: str | None = None, annotator: str | None = None) -> list[Annotation]:
    """Return the annotations in a journal's text: the latest of each item, in the order of the items' first actions."""
    state = JournalState(task, annotator)
    state.add_all(read_entries(text))
    annotations = (entry.annotation() for entry in state.latest.values())
    return [annotation for annotation in annotations if annotation is not None]


def read_entries(text: str) -> Iterator[Entry | None]:
    """Yield the entries in a journal's text, in order; None for a line that is not an entry, such as a cut last line."""
    for line in text.split("\n"):
        if line.strip():
            try:
                yield Entry.model_validate_json(line)
            except ValidationError:
                yield None


@dataclass(frozen=True)
class Step:
    """An action that can be undone: the item's entry before it (None for the first) and after it."""

    item: str
    before: Entry | None
    after: Entry


@dataclass
class JournalState:
    """What all entries of a journal mean together, for one annotator and one task; None means any.

    `latest` maps each item's id to its latest entry; `done` and `undone` are the steps for undo and redo.
    """

    task: str | None = None
    annotator: str | None = None
    latest: dict[str, Entry] = field(default_factory=dict)
    done: list[Step] = field(default_factory=list)
    undone: list[Step] = field(default_factory=list)
    _ids: set[str] = field(default_factory=set)

    def contains(self, identifier: str) -> bool:
        """Return whether the entry with this id was added."""
        return identifier in self._ids

    def add(self, entry: Entry) -> None:
        """Add one entry; nothing changes if it was added before or is another annotator's or task's."""
        matches = self.task in (None, entry.task) and self.annotator in (None, entry.annotator)
        if not matches or entry.id in self._ids:
            return
        self._ids.add(entry.id)
        if entry.act == "late":
            return
        before = self.latest.get(entry.item)
        self.latest[entry.item] = entry
        if entry.act == "undo":
            self._move(self.done, self.undone)
        elif entry.act == "redo":
            self._move(self.undone, self.done)
        else:
            self._push(entry, before)

    def add_all(self, entries: Iterable[Entry | None]) -> int:
        """Add many entries; return the number of lines that were not entries (None)."""
        unreadable = 0
        for entry in entries:
            if entry is None:
                unreadable += 1
            else:
                self.add(entry)
        return unreadable

    def _push(self, entry: Entry, before: Entry | None) -> None:
        if entry.act == "more" and self.done and self.done[-1].item == entry.item:
            before = self.done.pop().before
        self.done.append(Step(entry.item, before, entry))
        del self.done[:-MOST_STEPS]
        self.undone.clear()

    @staticmethod
    def _move(source: list[Step], target: list[Step]) -> None:
        if source:
            target.append(source.pop())
