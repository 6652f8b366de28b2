"""labelwright: the names a notebook uses. Authors use labelwright.checks; anyone may use labelwright.quality and .data."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from labelwright.version import __version__

if TYPE_CHECKING:
    from pathlib import Path

    from labelwright.annotations.labelling import LabellingSession
    from labelwright.exchange.grading_session import GradingSession
    from labelwright.notebook.session import Session
    from labelwright.quality.report.model import AgreementReport

__all__ = ["__version__", "exercise", "label"]


def exercise(slug: str) -> Session | GradingSession:
    """Open an exercise in a notebook: its data, its checks, its hints, and handing it in.

    `slug` is the name of the exercise's folder. Raises CourseError if no exercise has that name. While a notebook is
    graded, the same call returns only the data, and `check`, `hint` and `submit` do nothing.
    """
    from labelwright.exchange.grading_session import active

    if (session := active()) is not None:
        session.read_labels = _read_submitted_labels
        return session
    from labelwright.notebook.session import open_session

    return open_session(slug, sys._getframe(1).f_globals)


def label(
    items: Any,
    task: Any,
    annotator: str | None = None,
    journal: str | Path | None = None,
    guideline: str | Path | None = None,
) -> LabellingSession:
    """Show a labelling task in the notebook; return its annotations, the items that remain, and its journal.

    `items` is a list of texts, of mappings or of `Item`, or a DataFrame. `task` is a list of labels, a mapping, the path of
    a .toml file, or a `LabelTask`. Every action is saved at once in `journal` (by default `<task>.annotations.jsonl` next
    to the notebook), and labelling continues from there when the notebook is opened again. `annotator` is by default the
    learner of this folder; `guideline` is Markdown, or the path of a .md file. Raises ItemsError or TaskError.
    While a notebook is graded, it shows nothing and reads the journal that was handed in.
    """
    from labelwright.exchange.grading_session import active

    if active() is not None:
        from labelwright.annotations.inputs import read_submitted_labels

        return read_submitted_labels(items, task, journal)
    from labelwright.notebook.widgets.show import show

    return show(items, task, annotator, journal, guideline)


def _read_submitted_labels(items: Any, task: Any) -> LabellingSession:
    from labelwright.annotations.inputs import read_submitted_labels

    return read_submitted_labels(items, task)


def _draw_in_notebooks() -> None:
    """Tell a running IPython how to draw the results of `labelwright.quality`, which have no HTML themselves."""
    ask = getattr(sys.modules.get("IPython"), "get_ipython", None)
    shell = ask() if ask else None
    html = shell.display_formatter.formatters.get("text/html") if shell and shell.display_formatter else None
    if html is not None:
        html.for_type_by_name("labelwright.quality.report.model", "AgreementReport", _agreement_html)


def _agreement_html(report: AgreementReport) -> str:
    from labelwright.feedback.agreement import agreement_html

    return agreement_html(report)


_draw_in_notebooks()
