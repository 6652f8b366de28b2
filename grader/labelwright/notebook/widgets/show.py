"""Show a labelling task in the notebook, as `label(...)` does, and return the session."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from labelwright.annotations.inputs import as_items, as_task
from labelwright.annotations.journal import journal_name
from labelwright.annotations.labelling import LabellingSession
from labelwright.annotations.task import LabelTask, TaskError
from labelwright.notebook.widgets.backend import Backend
from labelwright.notebook.workspace import GUEST, find_workspace
from labelwright.widgets.bundle import kinds


def show(
    items: Any,
    task: LabelTask | Mapping[str, Any] | str | Path | Iterable[str],
    annotator: str | None = None,
    journal: str | Path | None = None,
    guideline: str | Path | None = None,
) -> LabellingSession:
    """Show the widget (nothing outside a notebook) and return the labelling session.

    By default, `annotator` is the learner whose folder this is, and `journal` is a file next to the notebook, named after
    the task. `guideline` is Markdown, or the path of a .md file, and replaces the task's own. ItemsError and TaskError
    say what to change.
    """
    backend = prepare(items, task, annotator, journal, guideline)
    from IPython.core.getipython import get_ipython

    if get_ipython() is not None:
        from IPython.display import display

        from labelwright.notebook.widgets.backend import LabellingWidget

        display(LabellingWidget(backend))
    return backend.labelling


def prepare(
    items: Any,
    task: LabelTask | Mapping[str, Any] | str | Path | Iterable[str],
    annotator: str | None = None,
    journal: str | Path | None = None,
    guideline: str | Path | None = None,
) -> Backend:
    """Return what `show` and the separate page both need: the items, the task, and the journal that they write."""
    label_task = as_task(task)
    if label_task.kind not in kinds():
        raise TaskError(
            f"No widget can show a task of kind {label_task.kind!r}. Use one of these kinds: {', '.join(kinds())}."
        )
    if guideline is not None:
        label_task = label_task.model_copy(update={"guideline": _markdown(guideline)})
    if annotator is None:
        workspace = find_workspace()
        annotator = workspace.learner if workspace else GUEST
    path = Path(journal) if journal is not None else notebook_folder() / journal_name(label_task.name)
    labelling = LabellingSession(as_items(items), label_task, path.resolve(), annotator)
    return Backend(labelling, label_task, annotator)


def notebook_folder() -> Path:
    """Return the folder of the open notebook, as Jupyter or VS Code names it; otherwise the current folder."""
    from IPython.core.getipython import get_ipython

    shell = get_ipython()
    named = os.environ.get("JPY_SESSION_NAME") or (shell.user_ns.get("__vsc_ipynb_file__") if shell else "")
    path = Path(str(named or ""))
    return path.parent.resolve() if path.suffix == ".ipynb" and path.is_file() else Path.cwd()


def _markdown(guideline: str | Path) -> str:
    if isinstance(guideline, Path) or guideline.endswith(".md"):
        try:
            return Path(guideline).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise TaskError(f"The guideline {guideline} cannot be read: {error}.") from None
    return guideline
