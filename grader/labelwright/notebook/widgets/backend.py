"""Answer the page's questions: what there is to label, the next stretch of items, and actions to keep."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from statistics import median
from threading import RLock
from typing import Any

from pydantic import ValidationError

from labelwright.annotations.journal import Entry, Step, append
from labelwright.annotations.labelling import LabellingSession
from labelwright.annotations.record import Item
from labelwright.annotations.task import LabelTask
from labelwright.notebook.widgets.guideline import guideline_tree
from labelwright.notebook.widgets.item_images import as_data

MOST_AT_ONCE = 50
MOST_CHARACTERS = 1_000_000
STATE = ("status", "value", "reason", "flag", "note", "seconds")
SHOWN = ("id", "text", "prompt", "responses", "source", "image", "language")
OPEN = {"status": "open", "value": None, "reason": "", "flag": "", "note": "", "seconds": 0}

Message = Mapping[str, Any]


class Backend:
    """One page's way to one labelling: `answer` takes a question as plain data and gives the answer as plain data.

    Safe to call from several threads; an action is acknowledged only once it is on disk.
    """

    def __init__(self, labelling: LabellingSession, task: LabelTask, annotator: str) -> None:
        self.labelling = labelling
        self.task = task
        self.annotator = annotator
        self._places = {item.id: place for place, item in enumerate(labelling.items)}
        self._lock = RLock()

    def answer(self, question: Message) -> dict[str, Any]:
        """The answer to one question; `{"error": ...}` in words where it cannot be given."""
        asked = {"open": self._open, "items": self._items, "act": self._act, "summary": self._summary}
        answer = asked.get(str(question.get("ask")))
        if answer is None:
            return {"error": "This page asks something that this version does not know. Run the cell again."}
        try:
            with self._lock:
                return answer(question)
        except OSError as error:
            why = error.strerror or str(error)
            return {"error": f"{self.labelling.journal.name} cannot be written: {why}."}

    def _open(self, question: Message) -> dict[str, Any]:
        kept = self._act({**question, "restored": True})
        ledger = self.labelling.ledger()
        places = {self._places[item]: entry for item, entry in ledger.latest.items() if item in self._places}
        marks = [_mark(places.get(place)) for place in range(len(self.labelling.items))]
        return {
            **kept,
            "task": self.task.model_dump(mode="json", exclude={"guideline"}),
            "guideline": guideline_tree(self.task.guideline),
            "annotator": self.annotator,
            "journal": self.labelling.journal.name,
            "key": self.key(),
            "marks": "".join(marks),
            "seconds": {place: entry.seconds for place, entry in places.items() if entry.status == "done"},
            "start": next((place for place, mark in enumerate(marks) if mark in "oO"), len(marks)),
            "done": self._steps(ledger.done),
            "undone": self._steps(ledger.undone),
        }

    def key(self) -> str:
        """What the page keeps unsent actions under: this journal, task and annotator, and no other."""
        parts = (str(self.labelling.journal.resolve()), self.task.name, self.annotator)
        return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def _items(self, question: Message) -> dict[str, Any]:
        start = max(0, int(question.get("from", 0)))
        latest = self.labelling.ledger().latest
        found: list[dict[str, Any]] = []
        size = 0
        for item in self.labelling.items[start : start + MOST_AT_ONCE]:
            shown = self._shown(item)
            size += sum(len(str(part)) for part in shown.values())
            if found and size > MOST_CHARACTERS:
                break
            found.append({**shown, "state": _state(latest.get(item.id))})
        return {"from": start, "items": found}

    def _shown(self, item: Item) -> dict[str, Any]:
        shown = item.model_dump(mode="json", include=set(SHOWN))
        # Which of two responses stands first is the page's business; nothing else of `meta` reaches it.
        turned = {"swap": True} if self.task.kind == "pairwise" and item.meta.get("swap") else {}
        return {**shown, **turned, "image": as_data(item.image, self.labelling.journal.parent)}

    def _act(self, question: Message) -> dict[str, Any]:
        entries: list[Entry] = []
        known: list[str] = []
        refused: dict[str, str] = {}
        ledger = self.labelling.ledger()
        for action in question.get("actions") or ():
            identifier = str(action.get("id", ""))[:100]
            if ledger.knows(identifier):
                known.append(identifier)
                continue
            try:
                entries.append(self._entry(action, bool(question.get("restored"))))
            except ValidationError as error:
                refused[identifier] = error.errors(include_url=False)[0]["msg"]
            except UnicodeEncodeError:
                refused[identifier] = "its text ends in the middle of a character"
        append(self.labelling.journal, entries)
        return {"kept": [*known, *(entry.id for entry in entries)], "refused": refused}

    def _entry(self, action: Message, restored: bool) -> Entry:
        entry = Entry.model_validate(
            {
                **{name: action[name] for name in ("id", "act", "item", *STATE) if name in action},
                "at": action.get("at") or datetime.now(UTC),
                "annotator": self.annotator,
                "task": self.task.name,
                "guideline": self.task.guideline_version,
            }
        )
        # Half of a surrogate pair cannot be written as UTF-8.
        json.dumps(dict(action), ensure_ascii=False).encode()
        current = self.labelling.entry(entry.item)
        # What a closed page kept back must not undo what was done since.
        late = restored and current is not None and current.at > entry.at
        return entry.model_copy(update={"act": "late"}) if late else entry

    def _summary(self, question: Message) -> dict[str, Any]:
        found = self.labelling.annotations
        times = [one.seconds for one in found if one.seconds and one.status == "done"]
        labels = Counter(label for one in found for label in _labels(one.value))
        return {
            "done": sum(one.status == "done" for one in found),
            "skipped": sum(one.status == "skipped" for one in found),
            "flagged": sum(bool(one.flag) for one in found),
            "remaining": len(self.labelling.items) - len(found),
            "median": round(median(times), 1) if times else None,
            "total": round(sum(times), 1),
            "labels": labels.most_common(12),
            "journal": self.labelling.journal.name,
        }

    def _steps(self, steps: list[Step]) -> list[dict[str, Any]]:
        return [
            {"place": self._places[step.item], "before": _state(step.before), "after": _state(step.after)}
            for step in steps
            if step.item in self._places
        ]


def _mark(entry: Entry | None) -> str:
    """One letter an item: o open, d done, s skipped; a capital where it is flagged."""
    if entry is None:
        return "o"
    letter = {"done": "d", "skipped": "s", "open": "o"}[entry.status]
    return letter.upper() if entry.flag else letter


def _state(entry: Entry | None) -> dict[str, Any]:
    return dict(OPEN) if entry is None else entry.model_dump(mode="json", include=set(STATE))


def _labels(value: Any) -> list[str]:
    """The labels a value holds, whatever its kind; none for texts and scores."""
    if value is None:
        return []
    stated = value.model_dump()
    if "label" in stated:
        return [stated["label"]]
    if "winner" in stated:
        return [stated["winner"]]
    parts = [*stated.get("spans", ()), *stated.get("boxes", ()), *stated.get("points", ())]
    types = (error["type"] for error in stated.get("errors", ()))
    return [*stated.get("labels", ()), *(part["label"] for part in parts), *types]
