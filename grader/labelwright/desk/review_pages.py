"""The pages of tasks that a person marks: the queue, one response, one disagreement, and the markers of a task."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from labelwright.checks.verdicts import PersonTask, Response
from labelwright.desk.page import Person, View, exercise_key
from labelwright.exchange.outside_text import one_line
from labelwright.gradebook.mark_questions import Question
from labelwright.gradebook.review_book import Difference, ReviewBook, TaskMarkers, TaskQueue
from labelwright.gradebook.review_queue import CALIBRATION, Review
from labelwright.gradebook.reviews import STEP


@dataclass(frozen=True)
class QueueLine:
    """One task in the list: its queue, the key of its pages, and the first response to adjudicate, if there is one."""

    key: str
    title: str
    queue: TaskQueue


@dataclass(frozen=True)
class AskedLine:
    """A learner's question, and who asked as this view shows them."""

    question: Question
    person: Person | None
    title: str


@dataclass(frozen=True)
class QueueData:
    """Everything on the page of the queue."""

    lines: tuple[QueueLine, ...]
    asked: tuple[AskedLine, ...]
    answered: int


@dataclass(frozen=True)
class Choice:
    """One button of a criterion: the points, the key that chooses it, and what work is like that gets them."""

    points: float
    key: str
    text: str


@dataclass(frozen=True)
class Line:
    """One criterion with its buttons; without levels there are none, and any points up to the most fit."""

    id: str
    text: str
    most: float
    step: float
    choices: tuple[Choice, ...]
    given: str


@dataclass(frozen=True)
class MarkData:
    """Everything on the page of one response; nothing of it names the learner."""

    code: str
    key: str
    exercise: str
    task: PersonTask
    response: Response
    lines: tuple[Line, ...]
    comment: str
    turn: int
    own: Review | None
    in_calibration: bool
    blocked: str
    before: str
    after: str
    marked: int
    responses: int


@dataclass(frozen=True)
class Column:
    """One marker's points of a response that markers disagree on."""

    marker: str
    review: Review


@dataclass(frozen=True)
class AdjudicateData:
    """Everything on the page of a disagreement."""

    code: str
    key: str
    exercise: str
    task: PersonTask
    response: Response
    columns: tuple[Column, ...]
    differing: frozenset[str]
    lines: tuple[Line, ...]
    reason: str
    turn: int
    decided: str
    after: str
    left: int


@dataclass(frozen=True)
class MarkersData:
    """Everything on the page of a task's markers."""

    key: str
    title: str
    queue: TaskQueue
    markers: TaskMarkers
    size: int


def task_key(exercise: str, task: str) -> str:
    """Return the part of an address that names a task."""
    return f"{exercise_key(exercise)}--{task}"


def find_queue(view: View, key: str) -> TaskQueue | None:
    """Return the queue of the task with this key; None if there is none."""
    pair = next((pair for pair in book(view).tasks() if task_key(*pair) == key), None)
    return next(iter(book(view).queues(view.who, *pair)), None) if pair else None


def book(view: View) -> ReviewBook:
    """Return the part of the gradebook that markers use, with the policy of this view."""
    return view.book.reviews(view.policy)


def read_queue(view: View, key: str) -> QueueData:
    """Return the data of the page that lists every task that a person marks, and the questions."""
    lines = [
        QueueLine(task_key(each.exercise, each.task.id), one_line(each.title or each.exercise), each)
        for each in book(view).queues(view.who)
    ]
    questions = book(view).questions()
    titles = {line.queue.exercise: line.title for line in lines}
    asked = [
        AskedLine(each, view.people.get(each.learner), titles.get(each.exercise, one_line(each.exercise)))
        for each in questions
        if not each.answer
    ]
    return QueueData(tuple(lines), tuple(asked), len(questions) - len(asked))


def _lines(task: PersonTask, points: Mapping[str, float], typed: Mapping[str, str]) -> tuple[Line, ...]:
    found = []
    for criterion in task.criteria:
        given = typed.get(f"points-{criterion.id}")
        if given is None:
            given = f"{points[criterion.id]:g}" if criterion.id in points else ""
        levels = sorted(criterion.levels, key=lambda level: level.points)
        choices = tuple(
            Choice(level.points, str(place) if place < 10 else "", level.text)
            for place, level in enumerate(levels, 1)
        )
        found.append(Line(criterion.id, criterion.text, criterion.points, STEP, choices, given))
    return tuple(found)


def read_mark(view: View, key: str) -> MarkData | None:
    """Return the data of the page of the response with the code `key`; None if there is none."""
    sheet = book(view).sheet(key, view.who)
    if sheet is None:
        return None
    own = sheet.codes
    place = own.index(key) if key in own else len(own)
    has_draft = sheet.draft.turn > 0
    points = sheet.draft.points if has_draft or sheet.own is None else sheet.own.points
    comment = sheet.draft.comment if has_draft or sheet.own is None else sheet.own.comment
    return MarkData(
        key,
        task_key(sheet.exercise, sheet.task.id),
        one_line(sheet.exercise),
        sheet.task,
        sheet.response,
        _lines(sheet.task, points, view.typed),
        view.typed.get("comment", comment),
        sheet.draft.turn,
        sheet.own,
        sheet.in_calibration,
        sheet.blocked,
        own[place - 1] if place > 0 else "",
        own[place + 1] if place + 1 < len(own) else "",
        sheet.marked,
        sheet.responses,
    )


def read_adjudicate(view: View, key: str) -> AdjudicateData | None:
    """Return the data of the page where a third decision is made on the response with the code `key`."""
    found = book(view).difference(key, view.who)
    if found is None:
        return None
    columns = tuple(Column(marker, review) for marker, review in sorted(found.entry.reviews.items()))
    codes = found.waiting
    after = next((code for code in codes if code > key), next((code for code in codes if code != key), ""))
    decision = found.entry.decision
    return AdjudicateData(
        key,
        task_key(found.exercise, found.task.id),
        one_line(found.title or found.exercise),
        found.task,
        found.response,
        columns,
        _differing(found),
        _lines(found.task, found.draft.points, view.typed),
        view.typed.get("comment", found.draft.comment),
        found.draft.turn,
        f"{decision.total:g} points, {decision.kind.value}, by {one_line(decision.who)}" if decision else "",
        after,
        len(codes),
    )


def _differing(found: Difference) -> frozenset[str]:
    given = [review.points for review in found.entry.reviews.values()]
    return frozenset(
        criterion.id
        for criterion in found.task.criteria
        if len({points.get(criterion.id) for points in given}) > 1
    )


def read_markers(view: View, key: str) -> MarkersData | None:
    """Return the data of the page of the markers of the task with this key; None if there is none."""
    queue = find_queue(view, key)
    if queue is None:
        return None
    markers = book(view).markers(queue.exercise, queue.task.id)
    return MarkersData(key, one_line(queue.title or queue.exercise), queue, markers, CALIBRATION)


def markers_keys(view: View) -> Iterable[str]:
    """Return the keys of all pages of markers."""
    return [task_key(*pair) for pair in book(view).tasks()]


def live_only(view: View) -> Iterable[str]:
    """Return no keys: what somebody marks has no place in a static copy."""
    return ()
