"""The learner's own folder of notebooks, which holds their id and is never written over."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path

from labelwright.course.course import Course
from labelwright.course.exercise import Exercise
from labelwright.course.root import WORKSPACE_FILE, CourseError

GUEST = "guest"


class WorkspaceError(CourseError):
    """The learner's folder is missing or broken; the text says what to run."""


@dataclass(frozen=True)
class Workspace:
    """A learner's folder: `<root>/<slug>/<slug>.ipynb`, and what was learned so far beside it."""

    root: Path
    learner: str
    course: Path | None = None

    def notebook(self, slug: str) -> Path:
        """Where the learner's notebook of an exercise is, or will be."""
        return self.root / slug / f"{slug}.ipynb"


def find_workspace(start: Path | None = None) -> Workspace | None:
    """The workspace at or above `start` (or here), or in `work` below the folders above; None if there is none."""
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        for candidate in (folder, folder / "work"):
            if (candidate / WORKSPACE_FILE).is_file():
                return _read(candidate)
    return None


def need_workspace(start: Path | None = None) -> Workspace:
    """The workspace, or WorkspaceError saying how to make one."""
    workspace = find_workspace(start)
    if workspace is None:
        raise WorkspaceError("There is no learner's folder here yet. Run `labelwright start` first.")
    return workspace


def start(course: Course, root: Path, learner: str) -> tuple[Workspace, list[Path], list[Path]]:
    """Make the workspace and copy every learner notebook that is not there: (workspace, copied, kept).

    What exists is kept, whatever it holds; a second learner in the same folder is refused.
    """
    root.mkdir(parents=True, exist_ok=True)
    file = root / WORKSPACE_FILE
    if file.exists():
        workspace = _read(root)
        if learner and workspace.learner != learner:
            raise WorkspaceError(
                f"{root} belongs to {workspace.learner!r}. Use another folder: labelwright start --work DIR."
            )
    else:
        workspace = Workspace(root, learner or GUEST, course.root)
        stated = {"learner": workspace.learner, "course": str(course.root)}
        file.write_text("".join(f"{key} = {_quoted(text)}\n" for key, text in stated.items()), "utf-8")
    copied, kept = [], []
    for exercise in course.exercises:
        target = workspace.notebook(exercise.slug)
        if target.exists():
            kept.append(target)
        elif _copy(exercise, target, workspace.learner):
            copied.append(target)
    return workspace, copied, kept


def _quoted(text: str) -> str:
    # A JSON string is a TOML string but for two things: TOML takes no surrogate pairs and no bare DEL.
    written = text.encode("utf-8", "replace").decode()
    return json.dumps(written, ensure_ascii=False).replace("\x7f", "\\u007f")


def _copy(exercise: Exercise, target: Path, learner: str) -> bool:
    source = exercise.folder / "learner.ipynb"
    if not source.is_file():
        return False
    notebook = json.loads(source.read_text(encoding="utf-8"))
    notebook["metadata"].setdefault("labelwright", {})["learner"] = learner
    target.parent.mkdir(parents=True, exist_ok=True)
    # "x" never opens a file that is there, even one that appeared since we looked.
    with target.open("x", encoding="utf-8") as out:
        json.dump(notebook, out, ensure_ascii=False, indent=1)
        out.write("\n")
    return True


def _read(root: Path) -> Workspace:
    path = root / WORKSPACE_FILE
    try:
        stated = tomllib.loads(path.read_text(encoding="utf-8"))
        learner = str(stated["learner"])
    except (OSError, ValueError, KeyError) as error:
        raise WorkspaceError(
            f'{path} cannot be read ({error}). It should have a line such as: learner = "your name".'
        ) from None
    course = stated.get("course")
    known = isinstance(course, str) and bool(course) and Path(course).is_dir()
    return Workspace(root, learner, Path(str(course)) if known else None)
