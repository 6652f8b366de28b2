"""What the forms and the script of the review pages change: drafts, reviews, decisions, plans and answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from labelwright.desk.page import View
from labelwright.desk.review_pages import book, find_queue, task_key
from labelwright.errors import GradebookError
from labelwright.gradebook.review_book import TaskQueue
from labelwright.gradebook.reviews import Draft, as_adjudicator

_POINTS = "points-"


def take_next(view: View, fields: Mapping[str, str]) -> str:
    """Claim the next response of a task and open it; go back to the queue if there is none."""
    return _next(view, _queue(view, fields))


def _next(view: View, queue: TaskQueue) -> str:
    code = book(view).next(queue.exercise, queue.task.id, view.who)
    if code is not None:
        return view.link("mark", code)
    # After the calibration, the agreement is shown before anything else.
    return view.link("review") if queue.plan.is_open else view.link("markers", _key(queue))


def save_draft(view: View, fields: Mapping[str, str]) -> dict[str, Any]:
    """Keep what was typed so far, by a marker or by an adjudicator."""
    marker = as_adjudicator(view.who) if fields.get("role") == "adjudicator" else view.who
    turn = fields.get("turn", "")
    if not turn.isdecimal() or len(turn) > 9:
        raise GradebookError("The number of this keystroke is missing. Open the page again.")
    draft = Draft(_points(fields, skip=True), fields.get("comment", ""), int(turn))
    if not book(view).save_draft(fields.get("code", ""), marker, draft):
        raise GradebookError(
            "Another window of yours has saved more of this response. Copy your text, and open the page again."
        )
    return {"saved": int(turn)}


def save_review(view: View, fields: Mapping[str, str]) -> str:
    """Save a marker's points, and open the next response."""
    entry = book(view).save(fields.get("code", ""), view.who, _points(fields), fields.get("comment", ""))
    (queue,) = book(view).queues(view.who, entry.response.exercise, entry.response.task)
    return _next(view, queue)


def adjudicate(view: View, fields: Mapping[str, str]) -> str:
    """Save a third decision with its reason, and open the next disagreement."""
    code = fields.get("code", "")
    before = book(view).difference(code, view.who)
    book(view).adjudicate(code, view.who, _points(fields), fields.get("comment", ""))
    if before is None:
        return view.link("review")
    left = book(view).differences(before.exercise, before.task.id, view.who)
    return view.link("adjudicate", left[0]) if left else view.link("review")


def set_plan(view: View, fields: Mapping[str, str]) -> str:
    """Change how a task is marked: once or twice, with a calibration, or open the rest after it."""
    queue = _queue(view, fields)
    what, where = fields.get("what", ""), (queue.exercise, queue.task.id)
    if what == "calibrate":
        book(view).start_calibration(*where, view.who)
    elif what == "open":
        book(view).open_rest(*where, view.who)
    elif what in ("double", "single"):
        book(view).set_double(*where, what == "double", view.who)
    else:
        raise GradebookError("Nothing was chosen. Open the page again.")
    return view.link("markers", _key(queue))


def answer(view: View, fields: Mapping[str, str]) -> str:
    """Answer a learner's question with a comment."""
    number = fields.get("number", "")
    if not number.isdecimal() or len(number) > 9:
        raise GradebookError(f"{number[:20]!r} is not the number of a question. Open the page again.")
    book(view).answer(int(number), fields.get("text", ""), view.who)
    return view.link("review")


def _queue(view: View, fields: Mapping[str, str]) -> TaskQueue:
    found = find_queue(view, fields.get("key", ""))
    if found is None:
        raise GradebookError("The gradebook has no such task any more. Open the queue again.")
    return found


def _key(queue: TaskQueue) -> str:
    return task_key(queue.exercise, queue.task.id)


def _points(fields: Mapping[str, str], skip: bool = False) -> dict[str, float]:
    """Return the points of each criterion that has any; with `skip`, what is not a number yet is left out."""
    found = {}
    for name, text in fields.items():
        if not name.startswith(_POINTS) or not text.strip():
            continue
        try:
            found[name.removeprefix(_POINTS)] = float(text.strip().replace(",", "."))
        except ValueError:
            if not skip:
                raise GradebookError(
                    f"{text[:20]!r} is not a number of points. Write one, such as 2.5."
                ) from None
    return found
