"""Know the columns of the class lists that Canvas, Moodle, Gradescope and GitHub Classroom export."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

Cells = Mapping[str, str]


@dataclass(frozen=True)
class Format:
    """One kind of list: what it is called, the columns that show it, and what a row says.

    `detail` gives the cells of our own columns. `ids` are the columns that may be the id, the first that is filled counts.
    `skips` says which rows do not name a learner.
    """

    name: str
    columns: tuple[frozenset[str], ...]
    ids: tuple[str, ...]
    detail: Callable[[Cells], dict[str, str]]
    skips: Callable[[Cells], bool] = lambda cells: False
    participant: str = ""
    """The column with Moodle's number of a participant."""

    def fits(self, names: Collection[str]) -> bool:
        """Return whether a list with these columns is of this kind: it has one of each set of names."""
        return all(each & set(names) for each in self.columns)

    def id_of(self, cells: Cells, column: str = "") -> str:
        """Return the learner's id: what is in `column`, or else in the first of `ids` that is filled."""
        return next((cells[name] for name in ([column] if column else self.ids) if cells.get(name)), "")

    def accounts(self, cells: Cells) -> tuple[tuple[str, str], ...]:
        """Return the learner's numbers in an LMS that hold for one assignment."""
        found = re.search(r"\d+$", cells.get(self.participant, "")) if self.participant else None
        return (("Moodle", found[0]),) if found else ()


def _name(cells: Cells, *columns: tuple[str, str]) -> str:
    """Return a name from one column, or as "Last, First" from two."""
    if whole := cells.get("full_name") or cells.get("student") or cells.get("name"):
        return whole
    for last, first in columns:
        if cells.get(last) or cells.get(first):
            return ", ".join(part for part in (cells.get(last, ""), cells.get(first, "")) if part)
    return ""


def _canvas(cells: Cells) -> dict[str, str]:
    return {
        "name": _name(cells, ("lastname", "firstname")),
        "section": cells.get("section", ""),
        "canvas_id": cells.get("id", ""),
        "sis_user_id": cells.get("sis_user_id", ""),
        "sis_login_id": cells.get("sis_login_id", ""),
    }


def _moodle(cells: Cells) -> dict[str, str]:
    return {
        "name": _name(cells, ("last_name", "first_name"), ("surname", "first_name")),
        "email": cells.get("email_address", ""),
        "section": cells.get("groups", "") or cells.get("group", ""),
        "moodle_username": cells.get("username", ""),
        "moodle_id_number": cells.get("id_number", ""),
    }


def _gradescope(cells: Cells) -> dict[str, str]:
    return {
        "name": _name(cells, ("last_name", "first_name")),
        "email": cells.get("email", ""),
        "section": cells.get("sections", "") or cells.get("section", ""),
        "sis_user_id": cells.get("sid", ""),
    }


def _github(cells: Cells) -> dict[str, str]:
    return {"name": cells.get("name", ""), "github_username": cells.get("github_username", "")}


def _is_staff(cells: Cells) -> bool:
    return cells.get("role", "").lower() not in ("", "student")


def _is_teacher(cells: Cells) -> bool:
    roles = cells.get("roles", "").lower()
    return bool(roles) and "student" not in roles and any(word in roles for word in ("teacher", "manager"))


FORMATS = (
    Format(
        "GitHub Classroom",
        (frozenset({"identifier"}), frozenset({"github_username"})),
        ("identifier", "github_username"),
        _github,
    ),
    Format(
        "Moodle's grading worksheet",
        (frozenset({"identifier"}), frozenset({"status", "grade", "full_name"})),
        ("id_number", "username", "email_address", "full_name"),
        _moodle,
        participant="identifier",
    ),
    Format(
        "Canvas",
        (frozenset({"id"}), frozenset({"student", "lastname"}), frozenset({"section"})),
        ("sis_login_id", "sis_user_id", "id"),
        _canvas,
        # The lines of points and of hidden assignments name nobody.
        lambda cells: not cells.get("id"),
    ),
    Format(
        "Gradescope",
        (frozenset({"sid"}), frozenset({"email"}), frozenset({"name", "first_name", "last_name"})),
        ("sid", "email"),
        _gradescope,
        _is_staff,
    ),
    Format(
        "Moodle's participants",
        (frozenset({"email_address"}), frozenset({"first_name", "full_name"})),
        ("id_number", "username", "email_address"),
        _moodle,
        _is_teacher,
    ),
)
"""The kinds of list, the most special one first; course/instructors/gradebook.md names the sources of the columns."""


def format_of(names: Collection[str]) -> Format | None:
    """Return the kind of list with these columns; None for our own, or one that is not known."""
    return next((each for each in FORMATS if each.fits(names)), None)
