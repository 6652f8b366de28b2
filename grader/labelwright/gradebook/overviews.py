"""Read the class at a glance again and again: only the learners whose work or marks changed are worked out again.

A desk reads the whole class after each change, and a change is nearly always one comment, one mark or one piece of work.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelwright.gradebook import deadlines, marks
from labelwright.gradebook.identity import State
from labelwright.gradebook.marks import Mark
from labelwright.gradebook.models import ExerciseRow
from labelwright.gradebook.outlines import Outlines, Overview
from labelwright.gradebook.policy import Policy
from labelwright.gradebook.queries import PAGE, Graded
from labelwright.gradebook.roster import all_learners
from labelwright.gradebook.sheet import Sheet, make_sheet

Marks = dict[str, dict[str, dict[str, Mark]]]


@dataclass(frozen=True)
class _Last:
    """What an overview was made from: `shared` counts for every learner, `work` and `marked` for each one of them."""

    shared: tuple[Any, ...]
    work: dict[str, list[Graded]]
    marked: Marks
    sheet: Sheet


class Overviews:
    """Makes overviews, and remembers the last one for each policy."""

    def __init__(self, outlines: Outlines) -> None:
        self._outlines = outlines
        self._last: dict[Policy, _Last] = {}

    def read(self, session: Session, policy: Policy) -> Overview:
        """Return the overview of the whole class; its sheet has no comments."""
        # What is compared is read before the sheet. So if somebody writes meanwhile, the next overview sees a difference.
        exercises = session.execute(
            select(
                ExerciseRow.slug,
                ExerciseRow.version,
                ExerciseRow.module,
                ExerciseRow.title,
                ExerciseRow.max_score,
            ).order_by(ExerciseRow.version)
        ).all()
        due = deadlines.read(session)
        marked = _by_learner(session)
        slugs = {slug for own in marked.values() for slug in own}
        shared = (all_learners(session), [tuple(row) for row in exercises], due, slugs)
        graded = self._outlines.newest(session)
        work: dict[str, list[Graded]] = defaultdict(list)
        for each in graded:
            work[each.report.learner].append(each)
        sheet = self._sheet(
            session, policy, _Last(shared, dict(work), marked, Sheet((), (), {}, {}, tuple(graded)))
        )
        return Overview(sheet, {row.slug: row.module for row in exercises}, due)

    def _sheet(self, session: Session, policy: Policy, now: _Last) -> Sheet:
        last = self._last.get(policy)
        changed = None if last is None or last.shared != now.shared else _changed(last, now)
        if last is None or changed is None or len(changed) > PAGE:
            whole = list(now.sheet.submissions)
            sheet = make_sheet(session, policy, read=lambda opened, keys: whole, absent=False)
        else:
            part = [each for learner in changed for each in now.work.get(learner, ())]
            new = make_sheet(session, policy, changed, read=lambda opened, keys: part, absent=False)
            same = {pair: grade for pair, grade in last.sheet.grades.items() if pair[0] not in changed}
            sheet = replace(
                new,
                learners=last.sheet.learners,
                grades={**same, **new.grades},
                submissions=now.sheet.submissions,
                undecided=tuple(each for each in now.sheet.submissions if each.identity is State.OPEN),
            )
        sheet = replace(sheet, comments={})
        self._last[policy] = replace(now, sheet=sheet)
        return sheet


def _by_learner(session: Session) -> Marks:
    found: Marks = defaultdict(dict)
    for (learner, exercise), own in marks.current_marks(marks.history(session)).items():
        found[learner][exercise] = own
    return dict(found)


def _changed(last: _Last, now: _Last) -> set[str]:
    """Return the learners whose work or marks are others than in the last overview."""
    # Outlines that did not change are the same objects, so comparing the lists is quick.
    work = {who for who in last.work.keys() | now.work.keys() if last.work.get(who) != now.work.get(who)}
    return work | {
        who for who in last.marked.keys() | now.marked.keys() if last.marked.get(who) != now.marked.get(who)
    }
