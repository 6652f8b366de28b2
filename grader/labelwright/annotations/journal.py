"""The journal of a labelling task: append each action safely, and read the actions back as what each item was given."""

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

    `act` says what the action was: `set` a change; `more` a change that goes on from the one before, as typing does;
    `undo` and `redo`; `late` a change that reached the journal after a newer one of the same item and is kept for the
    record only. `status` is `open` while the item is not finished: what was marked so far is in `value`.
    `seconds` is the time at work on the item so far, idle time left out.
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
        """The same as an annotation; None while the item is open."""
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


def read_entries(text: str) -> Iterator[Entry | None]:
    """The entries of a journal's text, in order; None for a line that is no entry, such as a torn last one."""
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
    """What a journal's entries add up to for one annotator at one task; None stands for any of them.

    `latest` maps each item's id to the entry that counts; `done` and `undone` are what undo and redo would walk.
    """

    task: str | None = None
    annotator: str | None = None
    latest: dict[str, Entry] = field(default_factory=dict)
    done: list[Step] = field(default_factory=list)
    undone: list[Step] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)

    def knows(self, identifier: str) -> bool:
        """Whether the entry with this id has been taken in."""
        return identifier in self._seen

    def take(self, entry: Entry) -> None:
        """Take one entry in; one that was taken in before, or that is somebody else's, changes nothing."""
        mine = self.task in (None, entry.task) and self.annotator in (None, entry.annotator)
        if not mine or entry.id in self._seen:
            return
        self._seen.add(entry.id)
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

    def take_all(self, entries: Iterable[Entry | None]) -> int:
        """Take many in; how many of them were no entries."""
        unreadable = 0
        for entry in entries:
            if entry is None:
                unreadable += 1
            else:
                self.take(entry)
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


def read_journal(text: str, task: str | None = None, annotator: str | None = None) -> list[Annotation]:
    """The annotations in a journal's text: the latest of each item, in the order the items were first touched."""
    ledger = JournalState(task, annotator)
    ledger.take_all(read_entries(text))
    found = (entry.annotation() for entry in ledger.latest.values())
    return [annotation for annotation in found if annotation is not None]


def journal_name(task: str) -> str:
    """The file name of a task's journal: plain letters, told apart by a few digits of its hash where changed."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", task).strip("-.")[:60]
    # Windows and macOS fold case, so a name that folding could confuse carries its hash as well.
    if plain and plain == task == plain.lower():
        return plain + SUFFIX
    return f"{plain or 'task'}-{sha256(task.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}{SUFFIX}"


def append(journal: Path, entries: Sequence[Entry]) -> None:
    """Write the entries at the journal's end and return when they are on disk; OSError where that fails.

    All lines go in one write to a file opened for appending, so two notebooks on one journal never mix their lines.
    """
    if not entries:
        return
    journal.parent.mkdir(parents=True, exist_ok=True)
    new = not journal.exists()
    lines = "".join(_line(entry) for entry in entries)
    file = os.open(journal, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o644)
    try:
        payload = _line_break_first(file) + lines.encode("utf-8")
        while payload:
            payload = payload[os.write(file, payload) :]
        os.fsync(file)
    finally:
        os.close(file)
    if new:
        _keep_name(journal.parent)


def _line(entry: Entry) -> str:
    stated = entry.model_dump(mode="json")
    kept = {name: part for name, part in stated.items() if part not in ("", None)}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":")) + "\n"


def _line_break_first(file: int) -> bytes:
    """A line break where the last line was torn by a crash, so that the next one stands by itself."""
    size = os.fstat(file).st_size
    if size == 0:
        return b""
    os.lseek(file, -1, os.SEEK_END)
    return b"" if os.read(file, 1) == b"\n" else b"\n"


def _keep_name(folder: Path) -> None:
    """Put the new file's name on disk as well; Windows does that by itself and cannot open a folder."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
