"""The queue of responses that a person marks: what waits, what is marked, and what two markers disagree about."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from labelwright.gradebook.counted_responses import Counted, counted
from labelwright.gradebook.deadlines import from_db, now, to_db
from labelwright.gradebook.models import LearnerRow, MarkRow
from labelwright.gradebook.policy import Policy
from labelwright.gradebook.review_models import ReviewClaimRow, ReviewDecisionRow, ReviewPlanRow, ReviewRow

IDLE = timedelta(minutes=30)
"""After this time without a keystroke, another marker may take a response over; the draft is kept."""
CALIBRATION = 10
"""How many responses every marker marks first, where calibration is on."""


class State(StrEnum):
    """Where a response is on its way to a mark."""

    WAITS = "waits"
    DIFFERS = "differs"
    MARKED = "marked"


class Kind(StrEnum):
    """How a response came to its points."""

    ONE_MARKER = "one marker"
    AGREED = "agreed"
    ADJUDICATED = "adjudicated"


@dataclass(frozen=True)
class Plan:
    """How the responses to a task are marked. `calibration` has the ids that every marker marks before the rest opens."""

    double: bool = False
    calibration: tuple[int, ...] = ()
    is_open: bool = True
    who: str = ""
    when: datetime | None = None


@dataclass(frozen=True)
class Review:
    """One marker's points by criterion, and a comment for the learner."""

    marker: str
    points: Mapping[str, float]
    total: float
    comment: str
    when: datetime


@dataclass(frozen=True)
class Decision:
    """The points that count, and who decided them how."""

    kind: Kind
    points: Mapping[str, float]
    total: float
    reason: str
    who: str
    when: datetime


@dataclass(frozen=True)
class Claim:
    """A marker who has a response open."""

    marker: str
    place: int
    touched: datetime


@dataclass(frozen=True)
class Entry:
    """One response with everything that markers did with it."""

    response: Counted
    needed: int = 1
    in_calibration: bool = False
    reviews: Mapping[str, Review] = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()
    decision: Decision | None = None
    has_mark: bool = False

    @property
    def state(self) -> State:
        """Whether it waits for a marker, for an adjudication, or has its mark."""
        if self.has_mark:
            return State.MARKED
        return State.DIFFERS if len(self.reviews) >= self.needed and not self.agree else State.WAITS

    @property
    def agree(self) -> bool:
        """Whether all markers gave every criterion the same points."""
        given = [dict(review.points) for review in self.reviews.values()]
        return bool(given) and all(each == given[0] for each in given)

    def free_place(self, marker: str, at: datetime) -> int | None:
        """Return a place that this marker may take, from 1; None if others have all of them."""
        taken = {
            claim.place
            for claim in self.claims
            if claim.marker in self.reviews or (claim.marker != marker and at - claim.touched < IDLE)
        }
        own = [claim.place for claim in self.claims if claim.marker == marker]
        free = [place for place in (*own, *range(1, self.needed + 1)) if place not in taken]
        return free[0] if free else None


def plan_of(session: Session, exercise: str, task: str) -> Plan:
    """Return how a task's responses are marked; one marker and no calibration if nobody said otherwise."""
    return _plans(session, ReviewPlanRow.exercise == exercise).get((exercise, task), Plan())


def _plans(session: Session, which: ColumnElement[bool] | None = None) -> dict[tuple[str, str], Plan]:
    query = select(ReviewPlanRow).where(true() if which is None else which).order_by(ReviewPlanRow.id)
    return {
        (row.exercise, row.task): Plan(
            row.double, tuple(json.loads(row.calibration)), row.is_open, row.who, from_db(row.made_at)
        )
        for row in session.scalars(query)
    }


def add_plan(session: Session, exercise: str, task: str, plan: Plan) -> None:
    """Add how a task's responses are marked from now on."""
    session.add(
        ReviewPlanRow(
            exercise=exercise,
            task=task,
            double=plan.double,
            calibration=json.dumps(list(plan.calibration)),
            is_open=plan.is_open,
            who=plan.who[:320],
            made_at=to_db(plan.when or now()),
        )
    )
    session.flush()


def entries(
    session: Session, policy: Policy, exercise: str | None = None, task: str | None = None
) -> list[Entry]:
    """Return the queue (of one task), by exercise, task and code: an order that says nothing about the learners."""
    listed = counted(session, policy, exercise, task)
    if not listed:
        return []
    ids = None if exercise is None else [one.id for one in listed]
    plans, marks = _plans(session), _marks(session, {one.exercise for one in listed})
    reviews, decisions, claims = _reviews(session, ids), _decisions(session, ids), _claims(session, ids)
    found = []
    for one in listed:
        plan = plans.get((one.exercise, one.task), Plan())
        mark = marks.get((one.learner, one.exercise), {})
        since = _withdrawn(mark, one.task)
        decided = [each for each in decisions[one.id] if since is None or each.when > since]
        in_calibration = one.id in plan.calibration
        found.append(
            Entry(
                one,
                2 if plan.double or in_calibration else 1,
                in_calibration,
                {each.marker: each for each in reviews[one.id] if since is None or each.when > since},
                tuple(claims[one.id]),
                decided[-1] if decided else None,
                _has_mark(mark, one, bool(decided)),
            )
        )
    return found


def _marks(session: Session, exercises: Iterable[str]) -> dict[tuple[str, str], dict[str, MarkRow]]:
    """Return the newest mark, also a withdrawn one, by (learner, exercise) and then task."""
    query = (
        select(MarkRow, LearnerRow.key)
        .join(LearnerRow, MarkRow.learner_id == LearnerRow.id)
        .where(MarkRow.exercise.in_(sorted(exercises)))
        .order_by(MarkRow.id)
    )
    found: dict[tuple[str, str], dict[str, MarkRow]] = defaultdict(dict)
    for row, learner in session.execute(query):
        found[learner, row.exercise][row.task] = row
    return found


def _has_mark(marks: Mapping[str, MarkRow], response: Counted, is_decided: bool) -> bool:
    """Return whether a mark was given since this text came, or one for the whole exercise makes it needless."""
    whole, own = marks.get(""), marks.get(response.task)
    if whole is not None and (whole.points is not None or whole.excused):
        return True
    return (
        own is not None and own.points is not None and (is_decided or from_db(own.made_at) > response.came_at)
    )


def _withdrawn(marks: Mapping[str, MarkRow], task: str) -> datetime | None:
    """Return when the task's mark was withdrawn; what markers gave before that no longer counts."""
    own = marks.get(task)
    return from_db(own.made_at) if own is not None and own.points is None else None


def _reviews(session: Session, ids: list[int] | None) -> dict[int, list[Review]]:
    query = select(ReviewRow).order_by(ReviewRow.id)
    query = query if ids is None else query.where(ReviewRow.response_id.in_(ids))
    found: dict[int, list[Review]] = defaultdict(list)
    for row in session.scalars(query):
        review = Review(row.who, json.loads(row.document), row.points, row.comment, from_db(row.made_at))
        found[row.response_id].append(review)
    return found


def _decisions(session: Session, ids: list[int] | None) -> dict[int, list[Decision]]:
    query = select(ReviewDecisionRow).order_by(ReviewDecisionRow.id)
    query = query if ids is None else query.where(ReviewDecisionRow.response_id.in_(ids))
    found: dict[int, list[Decision]] = defaultdict(list)
    for row in session.scalars(query):
        decision = Decision(
            Kind(row.kind),
            json.loads(row.document),
            row.points,
            row.reason,
            row.who,
            from_db(row.made_at),
        )
        found[row.response_id].append(decision)
    return found


def _claims(session: Session, ids: list[int] | None) -> dict[int, list[Claim]]:
    query = select(ReviewClaimRow).order_by(ReviewClaimRow.place)
    query = query if ids is None else query.where(ReviewClaimRow.response_id.in_(ids))
    found: dict[int, list[Claim]] = defaultdict(list)
    for row in session.scalars(query):
        found[row.response_id].append(Claim(row.marker, row.place, from_db(row.touched_at)))
    return found
