"""Say how the responses to a task are marked: by one or two markers, and with a calibration first."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from labelwright.errors import GradebookError
from labelwright.gradebook.deadlines import now
from labelwright.gradebook.policy import Policy
from labelwright.gradebook.review_queue import CALIBRATION, Entry, Plan, State, add_plan
from labelwright.gradebook.reviews import need_plan, settle_all


def set_double(session: Session, policy: Policy, exercise: str, task: str, double: bool, who: str) -> None:
    """Have each response marked by two people, or by one, from now on. Marks that count stay."""
    _, plan = need_plan(session, policy, exercise, task)
    when = now()
    add_plan(session, exercise, task, replace(plan, double=double, who=who, when=when))
    settle_all(session, policy, exercise, task, when)


def start_calibration(session: Session, policy: Policy, exercise: str, task: str, who: str) -> int:
    """Have every marker mark the same ten responses first; return how many they are, fewer if fewer wait.

    Raise GradebookError if a calibration goes on already, or if no response waits.
    """
    listed, plan = need_plan(session, policy, exercise, task)
    if plan.calibration and not plan.is_open:
        raise GradebookError("A calibration of this task is under way. Open the rest first.")
    # By their random codes, so the choice says nothing about the learners.
    chosen = [entry for entry in listed if entry.state is State.WAITS and not entry.reviews][:CALIBRATION]
    if not chosen:
        raise GradebookError("No response waits for its first mark, so there is nothing to calibrate on.")
    ids = tuple(entry.response.id for entry in chosen)
    add_plan(session, exercise, task, Plan(plan.double, (*plan.calibration, *ids), False, who, now()))
    return len(ids)


def finished_calibration(listed: list[Entry]) -> tuple[str, ...]:
    """Return the markers who have marked every response of the calibration, by name."""
    chosen = [entry for entry in listed if entry.in_calibration and (entry.reviews or not entry.has_mark)]
    everyone = {marker for entry in chosen for marker in entry.reviews}
    return tuple(sorted(who for who in everyone if all(who in entry.reviews for entry in chosen)))


def open_rest(session: Session, policy: Policy, exercise: str, task: str, who: str) -> None:
    """Open the other responses; raise GradebookError unless two markers finished the calibration."""
    listed, plan = need_plan(session, policy, exercise, task)
    finished = finished_calibration(listed)
    if len(finished) < 2:
        done = f"{finished[0]} has finished" if finished else "nobody has finished"
        raise GradebookError(
            f"The rest opens when two markers have marked the same responses, so that their agreement is known. So far {done}."
        )
    add_plan(session, exercise, task, replace(plan, is_open=True, who=who, when=now()))
