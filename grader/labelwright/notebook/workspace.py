"""Find or make the learner's own folder of notebooks; it stores their id, and no notebook in it is overwritten."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path

from labelwright.course.course import Course
from labelwright.course.exercise import Exercise
from labelwright.course.handed_out import EVERYONE, handed_out
from labelwright.course.root import WORKSPACE_FILE, CourseError

GUEST = EVERYONE


class WorkspaceError(CourseError):
    """The learner's folder is missing or broken; the message says what to run."""


@dataclass(frozen=True)
class Workspace:
    """A learner's folder: notebooks at `<root>/<slug>/<slug>.ipynb`, and the progress so far in `.labelwright/`."""

    root: Path
    learner: str
    course: Path | None = None

    def notebook(self, slug: str) -> Path:
        """Return the path of the learner's notebook of an exercise, whether or not it exists yet."""
        return self.root / slug / f"{slug}.ipynb"


def find_workspace(start: Path | None = None) -> Workspace | None:
    """Return the workspace of `start` (default: the current folder); None if there is none.

    Each folder from `start` up is tried, and the folder `work` in each of them.
    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        for candidate in (folder, folder / "work"):
            if (candidate / WORKSPACE_FILE).is_file():
                return _read(candidate)
    return None


def need_workspace(start: Path | None = None) -> Workspace:
    """Return the workspace; WorkspaceError says how to make one if there is none."""
    workspace = find_workspace(start)
    if workspace is None:
        raise WorkspaceError("This is not a learner's folder yet. Run `labelwright start` first.")
    return workspace


def start(course: Course, root: Path, learner: str) -> tuple[Workspace, list[Path], list[Path]]:
    """Make the workspace, copy the learner notebooks that are missing, and return (workspace, copied, kept).

    Notebooks that exist are kept unchanged. WorkspaceError if the folder belongs to another learner, or the course was
    handed out to another one.
    """
    handout = handed_out(course.root)
    if handout is not None and handout.is_personal:
        if learner not in ("", handout.learner):
            raise WorkspaceError(
                f"This folder was handed out to {handout.learner!r}, and its rows are theirs. The grader would refuse the "
                f"work of {learner!r} on them. Run `labelwright start` without --learner, or ask for your own folder."
            )
        learner = handout.learner
    root.mkdir(parents=True, exist_ok=True)
    file = root / WORKSPACE_FILE
    if file.exists():
        workspace = _read(root)
        if learner and workspace.learner != learner:
            raise WorkspaceError(
                f"{root} belongs to the learner {workspace.learner!r}. Use another folder: labelwright start --work DIR."
            )
    else:
        workspace = Workspace(root, learner or GUEST, course.root)
        fields = {"learner": workspace.learner, "course": str(course.root)}
        file.write_text("".join(f"{key} = {toml_string(text)}\n" for key, text in fields.items()), "utf-8")
    copied, kept = [], []
    for exercise in course.exercises:
        target = workspace.notebook(exercise.slug)
        if target.exists():
            kept.append(target)
        elif _copy(exercise, target, workspace.learner):
            copied.append(target)
    return workspace, copied, kept


def toml_string(text: str) -> str:
    """Return the text as a TOML string, in quotes."""
    # A JSON string is also a TOML string, with two exceptions: TOML allows no surrogate pairs and no bare DEL.
    encodable = text.encode("utf-8", "replace").decode()
    return json.dumps(encodable, ensure_ascii=False).replace("\x7f", "\\u007f")


def _copy(exercise: Exercise, target: Path, learner: str) -> bool:
    source = exercise.folder / "learner.ipynb"
    if not source.is_file():
        return False
    notebook = json.loads(source.read_text(encoding="utf-8"))
    notebook["metadata"].setdefault("labelwright", {})["learner"] = learner
    target.parent.mkdir(parents=True, exist_ok=True)
    # "x" never opens a file that exists, not even one that was made after the test above.
    with target.open("x", encoding="utf-8") as out:
        json.dump(notebook, out, ensure_ascii=False, indent=1)
        out.write("\n")
    return True


def _read(root: Path) -> Workspace:
    path = root / WORKSPACE_FILE
    try:
        fields = tomllib.loads(path.read_text(encoding="utf-8"))
        learner = str(fields["learner"])
    except (OSError, ValueError, KeyError) as error:
        raise WorkspaceError(
            f'{path} cannot be read ({error}). It needs a line such as: learner = "your name".'
        ) from None
    course = fields.get("course")
    exists = isinstance(course, str) and bool(course) and Path(course).is_dir()
    return Workspace(root, learner, Path(str(course)) if exists else None)
