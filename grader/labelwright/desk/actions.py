"""What a form of the desk changes: names or numbers, and a comment or a mark for one learner's work."""

from __future__ import annotations

from collections.abc import Mapping

from labelwright.desk.page import View
from labelwright.errors import GradebookError
from labelwright.gradebook.marks import Comment, Mark


def choose_names(view: View, fields: Mapping[str, str]) -> str:
    """Show names, or numbers instead of them; the choice is in a cookie of this browser."""
    return _back(fields)


def add_comment(view: View, fields: Mapping[str, str]) -> str:
    """Add a comment, saved before the browser gets its answer."""
    learner, exercise = _whose(view, fields)
    view.book.comment(
        Comment(
            learner, exercise, fields.get("text", ""), fields.get("who") or view.who, fields.get("task", "")
        )
    )
    return _learner(view, fields)


def withdraw_comment(view: View, fields: Mapping[str, str]) -> str:
    """Withdraw a comment; it stays in the history."""
    learner, exercise = _whose(view, fields)
    number = fields.get("number", "")
    if not number.isdecimal():
        raise GradebookError(f"{number!r} is not the number of a comment. Open the page again.")
    view.book.comment(Comment(learner, exercise, "Withdrawn at the desk.", view.who, withdraws=int(number)))
    return _learner(view, fields)


def add_mark(view: View, fields: Mapping[str, str]) -> str:
    """Add a manual mark with its reason: points, excused, or the withdrawal of an earlier mark."""
    learner, exercise = _whose(view, fields)
    kind = fields.get("kind", "points")
    points = _points(fields.get("points", "")) if kind == "points" else None
    passed = {"yes": True, "no": False}.get(fields.get("passed", "")) if kind == "points" else None
    task = fields.get("task", "") if kind != "excused" else ""
    view.book.mark(
        Mark(
            learner,
            exercise,
            points,
            fields.get("reason", ""),
            fields.get("who") or view.who,
            task,
            passed,
            excused=kind == "excused",
        )
    )
    return _learner(view, fields)


def _points(text: str) -> float:
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        raise GradebookError(
            f"{text!r} is not a number of points. Write one, such as 7.5. Nothing was saved."
        ) from None


def _whose(view: View, fields: Mapping[str, str]) -> tuple[str, str]:
    learner, exercise = view.learner(fields.get("learner", "")), view.exercise(fields.get("exercise", ""))
    if learner is None or exercise is None:
        raise GradebookError(
            "The gradebook no longer has this learner or exercise. Open the page of the class again. Nothing was saved."
        )
    return learner, exercise


def _learner(view: View, fields: Mapping[str, str]) -> str:
    return f"{view.link('learner', fields['learner'])}#{fields['exercise']}"


def _back(fields: Mapping[str, str]) -> str:
    """Return the page that the form was on, if that is a page of the desk, and otherwise the first one."""
    back = fields.get("back", "/")
    return back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/"
