"""Mark responses by a rubric: claim one, keep each keystroke, save a review, and let the points count.

Two markers never get the same response unless it is to be marked twice, and neither sees the other's points before
both are saved. What counts becomes a manual mark, so the grade is computed as with every other mark.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isfinite

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.orm import Session

from labelwright.checks.verdicts import PersonTask, Response
from labelwright.errors import GradebookError
from labelwright.gradebook import manual, responses
from labelwright.gradebook.deadlines import now, to_db
from labelwright.gradebook.marks import Mark
from labelwright.gradebook.policy import Policy
from labelwright.gradebook.review_models import (
    ResponseRow,
    ReviewClaimRow,
    ReviewDecisionRow,
    ReviewDraftRow,
    ReviewRow,
)
from labelwright.gradebook.review_queue import Entry, Kind, Plan, Review, State, entries, plan_of

STEP = 0.5
"""Points of a criterion without levels are a multiple of this."""
MOST_TEXT = 20_000
"""The longest comment or reason, in characters."""


@dataclass(frozen=True)
class Draft:
    """What a marker has typed so far; a criterion without points is missing. `turn` counts the keystrokes saved."""

    points: Mapping[str, float]
    comment: str
    turn: int = 0


@dataclass(frozen=True)
class Sheet:
    """Everything that a marker sees of one response: nothing in it names the learner."""

    entry: int
    code: str
    exercise: str
    task: PersonTask
    response: Response
    draft: Draft
    own: Review | None
    in_calibration: bool
    blocked: str
    """Why this marker cannot save points for it now, as a sentence; empty if they can."""
    codes: tuple[str, ...]
    """The responses that this marker has marked, oldest first, then those they have open."""
    marked: int
    """How many responses to this task the marker has marked, out of `responses`."""
    responses: int


def open_sheet(session: Session, policy: Policy, code: str, marker: str) -> Sheet | None:
    """Return the response with this code as the marker sees it; None if no response that counts has it."""
    listed, entry = with_others(session, policy, code)
    if entry is None:
        return None
    task = responses.task_of(session, entry.response.task_id)
    return Sheet(
        entry.response.id,
        code,
        entry.response.exercise,
        task,
        responses.text_of(session, entry.response.digest),
        draft_of(session, entry.response.id, marker),
        entry.reviews.get(marker),
        entry.in_calibration,
        _why_blocked(session, listed, entry, marker, now()),
        tuple(_own(listed, marker)),
        sum(marker in each.reviews for each in listed),
        len(listed),
    )


def _own(listed: Sequence[Entry], marker: str) -> list[str]:
    marked = [entry for entry in listed if marker in entry.reviews]
    marked.sort(key=lambda entry: entry.reviews[marker].when)
    is_open = [
        entry
        for entry in listed
        if marker not in entry.reviews and any(claim.marker == marker for claim in entry.claims)
    ]
    return [entry.response.code for entry in (*marked, *is_open)]


def next_response(
    session: Session, policy: Policy, exercise: str, task: str, marker: str, at: datetime | None = None
) -> str | None:
    """Claim the next response for the marker and return its code; None if there is nothing for them now.

    One that they have open already comes first, then the calibration, then one that another marker has marked.
    """
    at = at or now()
    listed = entries(session, policy, exercise, task)
    mine = [entry for entry in listed if marker not in entry.reviews and entry.state is not State.MARKED]
    calibration = [
        entry
        for entry in listed
        if entry.in_calibration and marker not in entry.reviews and not _by_hand(entry)
    ]
    if calibration:
        return calibration[0].response.code
    if not plan_of(session, exercise, task).is_open:
        return None
    own = [entry for entry in mine if any(claim.marker == marker for claim in entry.claims)]
    started = sorted(mine, key=lambda entry: (-len(entry.reviews), entry.response.code))
    for entry in (*own, *started):
        if entry.state is State.WAITS and _claim(session, entry, marker, at):
            return entry.response.code
    return None


def _by_hand(entry: Entry) -> bool:
    return entry.has_mark and not entry.reviews


def _claim(session: Session, entry: Entry, marker: str, at: datetime) -> bool:
    """Take a place at a response; return False if another marker was faster."""
    place = entry.free_place(marker, at)
    if place is None:
        return False
    held = next((claim for claim in entry.claims if claim.place == place), None)
    if held is None:
        session.add(
            ReviewClaimRow(
                response_id=entry.response.id, place=place, marker=marker[:320], touched_at=to_db(at)
            )
        )
        session.flush()
        return True
    taken = session.execute(
        update(ReviewClaimRow)
        .where(ReviewClaimRow.response_id == entry.response.id, ReviewClaimRow.place == place)
        .where(ReviewClaimRow.marker == held.marker, ReviewClaimRow.touched_at == to_db(held.touched))
        .values(marker=marker[:320], touched_at=to_db(at))
    )
    assert isinstance(taken, CursorResult)
    return taken.rowcount == 1


def as_adjudicator(who: str) -> str:
    """Return the name under which somebody's draft of an adjudication is kept, apart from their draft as a marker."""
    return f"{who[:300]}\n(adjudication)"


def save_draft(session: Session, code: str, marker: str, draft: Draft, at: datetime | None = None) -> bool:
    """Keep what the marker has typed; return False, and keep nothing, if another window of theirs has saved more."""
    at = at or now()
    number = session.scalar(select(ResponseRow.id).filter_by(code=code))
    if number is None:
        raise GradebookError(f"No response has the code {code!r}. Open the queue again.")
    found = session.scalar(select(ReviewDraftRow).filter_by(response_id=number, marker=marker))
    if found is not None and draft.turn <= found.turn:
        return False
    if found is None:
        found = ReviewDraftRow(response_id=number, marker=marker[:320])
        session.add(found)
    found.document = json.dumps({"points": dict(draft.points), "comment": draft.comment})
    found.turn, found.saved_at = draft.turn, to_db(at)
    touched = update(ReviewClaimRow).where(
        ReviewClaimRow.response_id == number, ReviewClaimRow.marker == marker
    )
    session.execute(touched.values(touched_at=to_db(at)))
    return True


def draft_of(session: Session, response: int, marker: str) -> Draft:
    """Return what a marker has typed for a response; an empty draft if nothing."""
    row = session.scalar(select(ReviewDraftRow).filter_by(response_id=response, marker=marker))
    if row is None:
        return Draft({}, "")
    kept = json.loads(row.document)
    return Draft(kept["points"], kept["comment"], row.turn)


def save_review(
    session: Session,
    policy: Policy,
    code: str,
    marker: str,
    points: Mapping[str, float],
    comment: str,
    at: datetime | None = None,
) -> Entry:
    """Add the marker's points for one response, and let them count if no other marker is needed; return the entry.

    Raise GradebookError if points are missing or do not fit the rubric, or if the response is not this marker's.
    """
    at = at or now()
    listed, entry = _locked(session, policy, code)
    if why := _why_blocked(session, listed, entry, marker, at):
        raise GradebookError(f"{why} Your draft is kept.")
    task = responses.task_of(session, entry.response.task_id)
    total = check_points(task, points)
    if not entry.in_calibration and marker not in entry.reviews and not _claim(session, entry, marker, at):
        raise GradebookError("Another marker has just taken this response. Your draft is kept.")
    session.add(
        ReviewRow(
            response_id=entry.response.id,
            document=json.dumps(dict(points), sort_keys=True),
            points=total,
            comment=_clean(comment),
            who=marker[:320],
            made_at=to_db(at),
        )
    )
    session.execute(delete(ReviewDraftRow).filter_by(response_id=entry.response.id, marker=marker))
    session.flush()
    _settle(session, _again(session, policy, entry), task, at)
    return _again(session, policy, entry)


def _why_blocked(session: Session, listed: Sequence[Entry], entry: Entry, marker: str, at: datetime) -> str:
    """Return why a marker cannot mark a response now, as a sentence; empty if they can."""
    plan = plan_of(session, entry.response.exercise, entry.response.task)
    if marker in entry.reviews:
        if _may_change(entry, marker):
            return ""
        return "Your points are saved, and the other marker's too. Change what counts under Adjudicate, with a reason."
    if entry.in_calibration:
        return "It was marked by hand, outside the queue." if _by_hand(entry) else ""
    if entry.state is State.MARKED:
        return "This response is marked already."
    if not plan.is_open or any(
        each.in_calibration and marker not in each.reviews and not _by_hand(each) for each in listed
    ):
        return (
            "Mark the calibration first: the same responses as every other marker. Then the rest is opened."
        )
    if entry.state is State.DIFFERS or entry.free_place(marker, at) is None:
        return "Another marker has this response. The queue gives you a free one."
    return ""


def _may_change(entry: Entry, marker: str) -> bool:
    """Return whether a marker may change points that they saved: nobody has compared or decided anything with them."""
    if entry.decision is None:
        return entry.state is State.WAITS
    return set(entry.reviews) == {marker} and entry.decision.who == marker


def check_points(task: PersonTask, points: Mapping[str, float]) -> float:
    """Return the total; raise GradebookError unless every criterion has points that its rubric allows."""
    known = {criterion.id: criterion for criterion in task.criteria}
    if unknown := sorted(set(points) - set(known)):
        raise GradebookError(f"The rubric has no criterion {unknown[0]!r}. It has: {', '.join(known)}.")
    for name, criterion in known.items():
        given = points.get(name)
        if given is None:
            raise GradebookError(f"{criterion.text!r} has no points yet. Give every criterion its points.")
        levels = [level.points for level in criterion.levels]
        if levels:
            if given not in levels:
                listed = ", ".join(f"{level:g}" for level in levels)
                raise GradebookError(f"{criterion.text!r} has levels of {listed} points, not {given:g}.")
        elif not isfinite(given) or not 0 <= given <= criterion.points or given % STEP:
            raise GradebookError(
                f"{criterion.text!r} has 0 to {criterion.points:g} points in steps of {STEP:g}, not {given:g}."
            )
    return sum(points.values())


def _settle(session: Session, entry: Entry, task: PersonTask, at: datetime) -> None:
    """Let the markers' points count if there are as many markers as needed and they agree."""
    if entry.decision is not None and entry.needed > 1:
        return
    if len(entry.reviews) < entry.needed or not entry.agree:
        return
    given = list(entry.reviews.values())
    kind = Kind.ONE_MARKER if len(given) == 1 else Kind.AGREED
    comment = " ".join(dict.fromkeys(review.comment for review in given if review.comment))
    who = " and ".join(sorted(review.marker for review in given))
    _decide(session, entry, task, kind, given[0].points, comment, who, at)


def adjudicate(
    session: Session,
    policy: Policy,
    code: str,
    who: str,
    points: Mapping[str, float],
    reason: str,
    at: datetime | None = None,
) -> None:
    """Add a third decision with its reason; it counts, and the markers' own points stay as they are."""
    _, entry = _locked(session, policy, code)
    if not entry.reviews:
        raise GradebookError("Nobody has marked this response yet, so there is nothing to adjudicate.")
    if not reason.strip():
        raise GradebookError("An adjudication needs a reason: the learner reads it with the points.")
    task = responses.task_of(session, entry.response.task_id)
    check_points(task, points)
    _decide(session, entry, task, Kind.ADJUDICATED, points, reason, who, at or now())


def _decide(
    session: Session,
    entry: Entry,
    task: PersonTask,
    kind: Kind,
    points: Mapping[str, float],
    reason: str,
    who: str,
    at: datetime,
) -> None:
    total = sum(points.values())
    session.add(
        ReviewDecisionRow(
            response_id=entry.response.id,
            kind=kind.value,
            document=json.dumps(dict(points), sort_keys=True),
            points=total,
            reason=_clean(reason),
            who=who[:320],
            made_at=to_db(at),
        )
    )
    said = [f"{each.text.rstrip('. ')}: {points[each.id]:g} of {each.points:g}." for each in task.criteria]
    sentence = " ".join([*said, _clean(reason)]).strip()
    one = entry.response
    manual.mark(session, Mark(one.learner, one.exercise, total, sentence, who, one.task, when=at))
    session.flush()


def settle_all(session: Session, policy: Policy, exercise: str, task: str, at: datetime) -> None:
    """Let points count that are complete after the plan was changed."""
    for entry in entries(session, policy, exercise, task):
        if entry.state is State.WAITS and entry.decision is None:
            _settle(session, entry, responses.task_of(session, entry.response.task_id), at)


def need_plan(session: Session, policy: Policy, exercise: str, task: str) -> tuple[list[Entry], Plan]:
    """Return the queue of a task and its plan; raise GradebookError if nobody handed in a response to it."""
    listed = entries(session, policy, exercise, task)
    if not listed:
        raise GradebookError(
            f"The queue has no response to the task {task!r} of {exercise!r}. Grade somebody's work for it first."
        )
    return listed, plan_of(session, exercise, task)


def with_others(session: Session, policy: Policy, code: str) -> tuple[list[Entry], Entry | None]:
    """Return the queue of the task of the response with this code, and the response; None if it does not count."""
    row = session.scalar(select(ResponseRow).filter_by(code=code))
    if row is None:
        return [], None
    listed = entries(session, policy, *responses.place_of(session, row.task_id))
    return listed, next((each for each in listed if each.response.code == code), None)


def _locked(session: Session, policy: Policy, code: str) -> tuple[list[Entry], Entry]:
    """Return a response that nobody else decides at this moment; SQLite has one writer at a time anyway."""
    session.execute(select(ResponseRow.id).filter_by(code=code).with_for_update())
    listed, found = with_others(session, policy, code)
    if found is None:
        raise GradebookError(
            f"The response {code} no longer counts: its learner has handed in other work since. Go on in the queue."
        )
    return listed, found


def _again(session: Session, policy: Policy, entry: Entry) -> Entry:
    _, found = with_others(session, policy, entry.response.code)
    assert found is not None
    return found


def _clean(text: str) -> str:
    """Return a text as the database takes it; raise GradebookError if it is too long, rather than cut it."""
    if len(text) > MOST_TEXT:
        raise GradebookError(f"The text has {len(text):,} characters. Write at most {MOST_TEXT:,}.")
    return text.replace("\0", "�").encode("utf-8", "replace").decode().strip()
