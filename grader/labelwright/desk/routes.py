"""List every page and every action of the desk; add a line here for a new one."""

from __future__ import annotations

from labelwright.desk import (
    actions,
    class_page,
    exercise_page,
    hand_back,
    learner_page,
    people_page,
    review_actions,
    review_pages,
)
from labelwright.desk.hand_back import DOWNLOADS
from labelwright.desk.page import Action, Page

__all__ = ["ACTIONS", "DOWNLOADS", "PAGES"]

PAGES = (
    Page("class", "Class", class_page.read),
    Page("exercises", "Exercises", exercise_page.read_list),
    Page("people", "People", people_page.read),
    Page("review", "Review", review_pages.read_queue),
    Page("hand-back", "Hand back", hand_back.read),
    Page("exercise", "", exercise_page.read, exercise_page.keys),
    Page("learner", "", learner_page.read, learner_page.keys),
    Page("mark", "", review_pages.read_mark, review_pages.live_only),
    Page("adjudicate", "", review_pages.read_adjudicate, review_pages.live_only),
    Page("markers", "", review_pages.read_markers, review_pages.markers_keys),
)
"""In the order of the navigation."""

ACTIONS = (
    Action("names", actions.choose_names),
    Action("comment", actions.add_comment, ("learner", "learner")),
    Action("withdraw", actions.withdraw_comment, ("learner", "learner")),
    Action("mark", actions.add_mark, ("learner", "learner")),
    Action("confirm", people_page.confirm, ("people", "")),
    Action("assign", people_page.assign, ("people", "")),
    Action("undo", people_page.undo, ("people", "")),
    Action("next-response", review_actions.take_next, ("review", "")),
    Action("draft", review_actions.save_draft, ("review", "")),
    Action("review", review_actions.save_review, ("mark", "code")),
    Action("adjudicate", review_actions.adjudicate, ("adjudicate", "code")),
    Action("plan", review_actions.set_plan, ("markers", "key")),
    Action("answer", review_actions.answer, ("review", "")),
)
"""What changes the gradebook or the view; each is a POST to `/do/<name>`."""
