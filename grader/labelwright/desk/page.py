"""Define what a page and an action of the desk are, and what each may use: the gradebook, names, and links."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from threading import Lock
from typing import Any, TypeVar
from urllib.parse import quote

from labelwright.exchange.outside_text import one_line
from labelwright.gradebook.book import Gradebook
from labelwright.gradebook.deadlines import now
from labelwright.gradebook.outlines import Listed, Overview
from labelwright.gradebook.policy import Policy

FRONT = "class"
"""The page at the address `/`."""

Result = TypeVar("Result")
_PLAIN = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")


@dataclass(frozen=True)
class Person:
    """A learner as a page shows them: a number for addresses, the id in the gradebook, and a text to show.

    `detail` is the id next to a name. In an anonymous view, `text` is the number and `detail` is empty.
    """

    number: int
    id: str
    text: str
    detail: str = ""


class Memory:
    """What was read from the gradebook, as long as nobody changes it: several pages show the same class."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._stamp: Hashable = None
        self._known: dict[Hashable, Any] = {}
        self.lasting: dict[str, Any] = {}
        """What a page keeps also when the gradebook changes; it has to see by itself what of it still counts."""

    def recall(self, book: Gradebook, key: Hashable, read: Callable[[], Result]) -> Result:
        """Return what `read()` gave for this key since the gradebook was last changed; call it if it has not been called."""
        stamp = book.stamp()
        with self._lock:
            if stamp != self._stamp:
                self._stamp, self._known = stamp, {}
            known = self._known
        if key not in known:
            # Read without the lock: two pages may read the same, and neither waits for the other.
            known[key] = read()
        result: Result = known[key]
        return result


@dataclass(frozen=True)
class View:
    """What a page is made from: the gradebook, and how the instructor looks at it.

    `live` is False in the static copy, which has no actions. `here` is the page's own file in that copy. `problem` says
    why an action was refused, and `typed` has the fields that were sent with it, so that nothing has to be typed again.
    """

    book: Gradebook
    policy: Policy = Policy.BEST
    anonymous: bool = False
    live: bool = True
    here: str = "index.html"
    csrf: str = ""
    who: str = ""
    problem: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    now: datetime = field(default_factory=now)
    memory: Memory = field(default_factory=Memory)

    @cached_property
    def overview(self) -> Overview:
        """The class at a glance."""
        return self.recall("overview", lambda: self.book.overview(self.policy))

    def recall(self, key: Hashable, read: Callable[[], Result]) -> Result:
        """Return what `read()` gives; it is not called again before the gradebook changes."""
        return self.memory.recall(self.book, (self.policy, key), read)

    @cached_property
    def people(self) -> dict[str, Person]:
        """Every learner, by the id in the gradebook, as this view shows them."""
        return {each.learner.id: self._person(each) for each in self.book.listed()}

    def _person(self, listed: Listed) -> Person:
        id, name = listed.learner.id, listed.learner.name
        if self.anonymous:
            return Person(listed.number, id, f"Learner {listed.number}")
        return Person(listed.number, id, one_line(name or id), one_line(id) if name else "")

    def learner(self, number: str) -> str | None:
        """Return the id of the learner with this number; None if there is none."""
        return next((id for id, person in self.people.items() if str(person.number) == number), None)

    def exercise(self, key: str) -> str | None:
        """Return the slug of the exercise whose address has this key; None if there is none."""
        return next((slug for slug in self.book.slugs() if exercise_key(slug) == key), None)

    def link(self, name: str, key: str | int = "") -> str:
        """Return the address of a page, relative in the static copy."""
        if self.live:
            return _path(name, str(key))
        return posixpath.relpath(file_of(name, str(key)), posixpath.dirname(self.here) or ".")

    def static(self, name: str) -> str:
        """Return the address of a file of styles or scripts."""
        if self.live:
            return f"/static/{name}"
        return posixpath.relpath(f"static/{name}", posixpath.dirname(self.here) or ".")


def exercise_key(slug: str) -> str:
    """Return the part of an address that names an exercise: its slug, or a digest of a slug with other characters."""
    return slug if _PLAIN.fullmatch(slug) else f"x-{sha256(slug.encode()).hexdigest()[:16]}"


def file_of(name: str, key: str = "") -> str:
    """Return the file of a page in the static copy, relative to its folder."""
    if name == FRONT:
        return "index.html"
    return f"{name}/{key}.html" if key else f"{name}.html"


def _path(name: str, key: str) -> str:
    if name == FRONT:
        return "/"
    return f"/{name}/{quote(key, safe='')}" if key else f"/{name}"


@dataclass(frozen=True)
class Page:
    """A page: its name is its address, its template (`<name>.html.j2`) and its name in links.

    `read` returns the data for the template, or None if what the key names does not exist. `title` is its text in the
    navigation; empty for a page that is reached from another one. `keys` lists the keys of all its pages for the static
    copy; None for a page without a key.
    """

    name: str
    title: str
    read: Callable[[View, str], Any]
    keys: Callable[[View], Iterable[str]] | None = None


@dataclass(frozen=True)
class Action:
    """Something that a form or a script sends: `run` gets the view and the fields, after origin and token were checked.

    `run` returns the address to go to next, or a dict for a script. A GradebookError that it raises is shown, and nothing
    was changed then; `again` is the page (its name and the field with its key) that is shown with the message.
    """

    name: str
    run: Callable[[View, Mapping[str, str]], str | dict[str, Any]]
    again: tuple[str, str] = (FRONT, "")
