"""The Python side of a labelling widget: its guideline, what its browser side asks for, and what it reports."""

from __future__ import annotations

import json
from base64 import b64encode
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from statistics import median
from threading import RLock
from typing import Any
from urllib.parse import urlsplit

import anywidget
import traitlets
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from pydantic import ValidationError

from labelwright.annotations.journal import Entry, Step, append
from labelwright.annotations.labelling import LabellingSession
from labelwright.annotations.record import Item
from labelwright.annotations.task import LabelTask
from labelwright.widgets.bundle import style, widget_module

_BLOCKS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "pre", "blockquote", "hr"}
_TABLES = {"table", "thead", "tbody", "tr", "th", "td"}
TAGS = frozenset(_BLOCKS | _TABLES | {"em", "strong", "s", "code", "br", "a"})

Tree = list[Any]


def guideline_tree(markdown: str) -> Tree:
    """Return the Markdown as nested lists: text is a string, an element is `[tag, attributes, child, ...]`.

    Only tags in `TAGS` occur; the only attribute is the `href` of a link to http, https or mailto. HTML in the
    Markdown stays text, and an image becomes its description.
    """
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    return _children(SyntaxTreeNode(parser.parse(markdown)))


def _children(node: SyntaxTreeNode) -> Tree:
    found: Tree = []
    for child in node.children:
        found += _node(child)
    return found


def _node(node: SyntaxTreeNode) -> Tree:
    if node.type in ("text", "html_inline", "html_block"):
        return [node.content]
    if node.type == "softbreak":
        return [" "]
    if node.type == "image":
        return [node.content]
    if node.type in ("code_block", "fence"):
        return [["pre", {}, ["code", {}, node.content]]]
    if node.type == "code_inline":
        return [["code", {}, node.content]]
    inner = _children(node) if node.children else []
    if node.tag not in TAGS:
        return inner
    return [[node.tag, _attributes(node), *inner]]


def _attributes(node: SyntaxTreeNode) -> dict[str, str]:
    address = str(node.attrs.get("href", ""))
    return {"href": address} if urlsplit(address).scheme in ("http", "https", "mailto") else {}


MOST_BYTES = 20 * 1024 * 1024
SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
)
ADDRESSES = tuple(f"data:image/{kind};base64," for kind in ("png", "jpeg", "gif", "bmp", "webp"))


def as_data(image: str, folder: Path) -> str:
    """Return `image` as a `data:` address; a path is read from `folder`. Empty if a page cannot show the picture.

    PNG, JPEG, GIF, BMP and WebP up to 20 MB. A file's type is found from its first bytes, not from its name. The type
    that a `data:` address states is not checked; if it is wrong, the browser shows nothing.
    """
    if not image or image.startswith("data:"):
        return image if image.startswith(ADDRESSES) and len(image) <= MOST_BYTES * 4 // 3 + 100 else ""
    path = folder / image
    try:
        if path.stat().st_size > MOST_BYTES:
            return ""
        payload = path.read_bytes()
    except (OSError, ValueError):
        return ""
    kind = media_type(payload)
    return f"data:image/{kind};base64,{b64encode(payload).decode()}" if kind else ""


def media_type(payload: bytes) -> str:
    """Return the subtype of `image/` that the first bytes show; empty if they are not a known type."""
    if payload[:4] == b"RIFF" and payload[8:12] == b"WEBP":
        return "webp"
    return next((kind for start, kind in SIGNATURES if payload.startswith(start)), "")


class LabellingWidget(anywidget.AnyWidget):
    """One labelling widget; every question of the page has an `rid`, and its answer has the same one."""

    _esm = traitlets.Unicode().tag(sync=True)
    _css = traitlets.Unicode().tag(sync=True)

    def __init__(self, backend: Backend) -> None:
        super().__init__(_esm=widget_module(backend.task.kind), _css=style(backend.task.kind))
        self._backend = backend
        self.on_msg(self._answer)

    def _answer(self, widget: Any, content: dict[str, Any], buffers: list[Any]) -> None:
        self.send({"rid": content.get("rid"), **self._backend.answer(content)})


MOST_AT_ONCE = 50
MOST_CHARACTERS = 1_000_000
STATE = ("status", "value", "reason", "flag", "note", "seconds")
SHOWN = ("id", "text", "prompt", "responses", "source", "image", "language")
OPEN = {"status": "open", "value": None, "reason": "", "flag": "", "note": "", "seconds": 0}

Message = Mapping[str, Any]


class Backend:
    """Connect one page with one labelling session: `answer` takes and returns plain data.

    It may be called from several threads. An action is confirmed only when it is on disk.
    """

    def __init__(self, labelling: LabellingSession, task: LabelTask, annotator: str) -> None:
        self.labelling = labelling
        self.task = task
        self.annotator = annotator
        self._places = {item.id: place for place, item in enumerate(labelling.items)}
        self._lock = RLock()

    def answer(self, question: Message) -> dict[str, Any]:
        """Return the answer to one question, or `{"error": message}` if there is none."""
        answers = {"open": self._open, "items": self._items, "act": self._act, "summary": self._summary}
        answer = answers.get(str(question.get("ask")))
        if answer is None:
            return {"error": "This page sent a request that this version does not know. Run the cell again."}
        try:
            with self._lock:
                return answer(question)
        except OSError as error:
            reason = error.strerror or str(error)
            return {"error": f"{self.labelling.journal.name} cannot be written: {reason}."}

    def _open(self, question: Message) -> dict[str, Any]:
        saved = self._act({**question, "restored": True})
        state = self.labelling.journal_state()
        places = {self._places[item]: entry for item, entry in state.latest.items() if item in self._places}
        marks = [_mark(places.get(place)) for place in range(len(self.labelling.items))]
        return {
            **saved,
            "task": self.task.model_dump(mode="json", exclude={"guideline"}),
            "guideline": guideline_tree(self.task.guideline),
            "annotator": self.annotator,
            "journal": self.labelling.journal.name,
            "key": self.key(),
            "marks": "".join(marks),
            "seconds": {place: entry.seconds for place, entry in places.items() if entry.status == "done"},
            "start": next((place for place, mark in enumerate(marks) if mark in "oO"), len(marks)),
            "done": self._steps(state.done),
            "undone": self._steps(state.undone),
        }

    def key(self) -> str:
        """Return the name under which the page stores unsent actions: one per journal, task and annotator."""
        parts = (str(self.labelling.journal.resolve()), self.task.name, self.annotator)
        return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def _items(self, question: Message) -> dict[str, Any]:
        start = max(0, int(question.get("from", 0)))
        latest = self.labelling.journal_state().latest
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
        # The page must know which of two responses to show first; it gets nothing else from `meta`.
        order = {"swap": True} if self.task.kind == "pairwise" and item.meta.get("swap") else {}
        return {**shown, **order, "image": as_data(item.image, self.labelling.journal.parent)}

    def _act(self, question: Message) -> dict[str, Any]:
        entries: list[Entry] = []
        known: list[str] = []
        refused: dict[str, str] = {}
        state = self.labelling.journal_state()
        for action in question.get("actions") or ():
            identifier = str(action.get("id", ""))[:100]
            if state.contains(identifier):
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
        # This raises UnicodeEncodeError: half of a surrogate pair cannot be written as UTF-8.
        json.dumps(dict(action), ensure_ascii=False).encode()
        current = self.labelling.entry(entry.item)
        # An action that a closed page sends late must not undo a newer one.
        late = restored and current is not None and current.at > entry.at
        return entry.model_copy(update={"act": "late"}) if late else entry

    def _summary(self, question: Message) -> dict[str, Any]:
        annotations = self.labelling.annotations
        times = [each.seconds for each in annotations if each.seconds and each.status == "done"]
        labels = Counter(label for each in annotations for label in _labels(each.value))
        return {
            "done": sum(each.status == "done" for each in annotations),
            "skipped": sum(each.status == "skipped" for each in annotations),
            "flagged": sum(bool(each.flag) for each in annotations),
            "remaining": len(self.labelling.items) - len(annotations),
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
    """Return one letter for an item: o open, d done, s skipped; a capital letter if it is flagged."""
    if entry is None:
        return "o"
    letter = {"done": "d", "skipped": "s", "open": "o"}[entry.status]
    return letter.upper() if entry.flag else letter


def _state(entry: Entry | None) -> dict[str, Any]:
    return dict(OPEN) if entry is None else entry.model_dump(mode="json", include=set(STATE))


def _labels(value: Any) -> list[str]:
    """Return the labels in a value of any kind; none for texts and scores."""
    if value is None:
        return []
    fields = value.model_dump()
    if "label" in fields:
        return [fields["label"]]
    if "winner" in fields:
        return [fields["winner"]]
    parts = [*fields.get("spans", ()), *fields.get("boxes", ()), *fields.get("points", ())]
    types = (error["type"] for error in fields.get("errors", ()))
    return [*fields.get("labels", ()), *(part["label"] for part in parts), *types]
