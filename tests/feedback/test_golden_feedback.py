"""How a report reads in each rendering, word for word; write the files again with pytest --regenerate."""

from __future__ import annotations

from typing import Any

from labelwright.checks.verdicts import Outcome, OutcomeKind, Report
from labelwright.feedback.card import Card, HintCard
from labelwright.feedback.entry import entry_of
from labelwright.feedback.html import card_html, feedback_page, hint_html
from labelwright.feedback.text import report_markdown, report_text


def test_the_terminal(report: Report, finished: Report, golden: Any) -> None:
    golden("feedback/report.txt", f"{report_text(report)}\n\n{report_text(finished)}\n")


def test_markdown(report: Report, finished: Report, golden: Any) -> None:
    golden("feedback/report.md", f"{report_markdown(report)}\n{report_markdown(finished)}")


def test_the_page(report: Report, finished: Report, golden: Any) -> None:
    golden("feedback/page.html", feedback_page("ada@example.org", [entry_of(report), entry_of(finished)]))


def test_the_card(report: Report, golden: Any) -> None:
    golden(
        "feedback/card.html",
        card_html("Find the faults", "37.5 of 1,100.25 points", report.checks, "A `note`."),
    )
    card = Card("Find the faults", "37.5 of 1,100.25 points", report.checks, "A `note`.")
    assert card._repr_html_() == card_html(
        "Find the faults", "37.5 of 1,100.25 points", report.checks, "A `note`."
    )
    golden("feedback/card.txt", f"{card!r}\n")


def test_the_hint(golden: Any) -> None:
    hint = HintCard("Count: hint 1 of 2", "Which *container* holds `one` number?\n\n- a list?\n- a dict?\n")
    golden("feedback/hint.html", hint_html(hint.title, hint.text))
    assert hint._repr_html_() == hint_html(hint.title, hint.text)
    assert repr(hint) == f"{hint.title}\n{hint.text}"


def test_work_that_could_not_be_graded(golden: Any) -> None:
    outcome = Outcome(kind=OutcomeKind.EMPTY, sentence="The file is empty.", advice="Save it again.")
    report = Report(
        learner="ada", exercise="", outcome=outcome, source_name="ada.ipynb", grader_version="0.1.0"
    )
    golden("feedback/ungraded.txt", f"{report_text(report)}\n")
    golden("feedback/ungraded.md", report_markdown(report))
