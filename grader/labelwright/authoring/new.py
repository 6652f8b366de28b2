"""Make a new exercise folder from commented templates; it is a complete exercise that passes its own proof."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from labelwright import settings
from labelwright.authoring.learner_notebook import write_learner_notebook
from labelwright.course.course import Course, open_course
from labelwright.course.exercise import SLUG, ExerciseError, load_exercise
from labelwright.course.root import CourseError, is_course

TEMPLATES = {
    "exercise.toml": "exercise.toml.txt",
    "notebook.py": "notebook.py.txt",
    "checks.py": "checks.py.txt",
    "hints.md": "hints.md.txt",
    "attempts/counts_repeats.py": "counts_repeats.py.txt",
    "attempts/percent_for_share.py": "percent_for_share.py.txt",
    "attempts/text_for_number.py": "text_for_number.py.txt",
    "attempts/forgets_the_empty_list.py": "forgets_the_empty_list.py.txt",
}


DATASETS_README = """\
One folder for each dataset of this course, each with its card, dataset.toml. For your own CSV or JSON Lines file:

    labelwright author card SLUG FILE
"""


def course_for_new(named: str | None) -> Course:
    """Return the course that a new exercise belongs to: the one named or found, or the empty folder that will be one.

    A folder is empty if it has nothing but hidden files, such as those of git. CourseError if a course is
    neither found nor can be made.
    """
    place = named or settings.COURSE.read()
    if not place and not any(map(is_course, (Path.cwd(), *Path.cwd().parents))):
        place = Path.cwd()
    folder = Path(place).expanduser().resolve() if place else None
    if folder and folder.is_dir() and all(path.name.startswith(".") for path in folder.iterdir()):
        return Course(folder)
    try:
        return open_course(named)
    except CourseError as error:
        raise CourseError(f"{error} To start a course of your own, run this in an empty folder.") from None


def new_exercise(course: Course, slug: str, *, module: str, dataset: str | None = None) -> Path:
    """Make exercises/<slug>/ and return it; ExerciseError if the name is bad or in use, or the dataset is unknown.

    In a folder that is not a course yet, datasets/ is made too.
    """
    if not SLUG.fullmatch(slug):
        raise ExerciseError(
            f"{slug!r} cannot be an exercise's name. Use lower-case words joined by single hyphens, "
            "such as label-short-texts."
        )
    folder = course.root / "exercises" / slug
    if folder.exists():
        raise ExerciseError(f"{folder} already exists and was not changed. Choose another name.")
    if dataset is not None and not (course.datasets / dataset / "dataset.toml").is_file():
        raise ExerciseError(
            f"This course has no dataset {dataset!r}: datasets/{dataset}/dataset.toml does not exist. Check the name."
        )
    (folder / "attempts").mkdir(parents=True)
    if not is_course(course.root):
        course.datasets.mkdir(parents=True)
        # A folder without a file would be lost in git, and with it the course.
        (course.datasets / "README.md").write_text(DATASETS_README, encoding="utf-8", newline="\n")
    source = files("labelwright.authoring") / "templates"
    for target, template in TEMPLATES.items():
        text = (source / template).read_text(encoding="utf-8")
        datasets = f'"{dataset}"' if dataset else ""
        for mark, value in (("@SLUG@", slug), ("@MODULE@", module), ("@DATASETS@", datasets)):
            text = text.replace(mark, value)
        (folder / target).write_text(text, encoding="utf-8", newline="\n")
    write_learner_notebook(load_exercise(folder))
    return folder
