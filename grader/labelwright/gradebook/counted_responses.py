"""Find the response of each learner to a task that a person marks: the one whose points count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelwright.gradebook.deadlines import from_db
from labelwright.gradebook.models import LearnerRow, SubmissionRow
from labelwright.gradebook.policy import Policy
from labelwright.gradebook.review_models import PersonTaskRow, ResponseRow


@dataclass(frozen=True)
class Counted:
    """The response of one learner to one task that a person marks; `code` says nothing about the learner.

    `id` is that of the first response with this text, so work that is handed in again unchanged keeps its marks.
    """

    id: int
    code: str
    learner: str
    exercise: str
    task: str
    task_id: int
    digest: str
    came_at: datetime


def counted(
    session: Session, policy: Policy, exercise: str | None = None, task: str | None = None
) -> list[Counted]:
    """Return the response that counts of each learner to each task (or to one), by task and code.

    With the policy `first` it is the first one that was handed in, otherwise the newest: a person marks what the learner
    handed in last. Where the time of one is not known, the order in which the gradebook got them counts.
    """
    query = (
        select(
            SubmissionRow.id,
            SubmissionRow.handed_in_at,
            ResponseRow.id,
            ResponseRow.code,
            LearnerRow.key,
            PersonTaskRow.exercise,
            PersonTaskRow.task,
            PersonTaskRow.id,
            ResponseRow.digest,
            ResponseRow.came_at,
        )
        .join(SubmissionRow, ResponseRow.submission_id == SubmissionRow.id)
        .join(LearnerRow, SubmissionRow.learner_id == LearnerRow.id)
        .join(PersonTaskRow, ResponseRow.task_id == PersonTaskRow.id)
        .order_by(SubmissionRow.id, ResponseRow.id)
    )
    if exercise is not None:
        query = query.where(PersonTaskRow.exercise == exercise)
    if task is not None:
        query = query.where(PersonTaskRow.task == task)
    found: dict[tuple[str, str, str], list[_HandedIn]] = defaultdict(list)
    for submission, handed_in, number, code, learner, slug, name, row, digest, came_at in session.execute(
        query
    ):
        one = Counted(number, code, learner, slug, name, row, digest, from_db(came_at))
        found[learner, slug, name].append(_HandedIn(submission, handed_in, one))
    chosen = [_choose(several, policy) for several in found.values()]
    return sorted(chosen, key=lambda one: (one.exercise, one.task, one.code))


class _HandedIn(NamedTuple):
    submission: int
    when: datetime | None
    response: Counted


def _choose(several: Sequence[_HandedIn], policy: Policy) -> Counted:
    newest = {each.submission: each for each in several}
    ordered = list(newest.values())
    if all(each.when is not None for each in ordered):
        ordered.sort(key=lambda each: each.when or datetime.max)
    counts = ordered[0 if policy is Policy.FIRST else -1].response
    same = [each.response for each in several if _text(each.response) == _text(counts)]
    return min(same, key=lambda one: one.id)


def _text(response: Counted) -> tuple[int, str]:
    return response.task_id, response.digest
