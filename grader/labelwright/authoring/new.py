"""Make a new exercise folder from commented templates; it is a complete exercise that passes its own proof."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from labelwright.authoring.learner_notebook import write_learner_notebook
from labelwright.course.course import Course
from labelwright.course.exercise import SLUG, ExerciseError, load_exercise

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


def new_exercise(course: Course, slug: str, *, module: str, dataset: str | None = None) -> Path:
    """Make exercises/<slug>/ and return it; ExerciseError if the name is bad or in use, or the dataset is unknown."""
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
    source = files("labelwright.authoring") / "templates"
    for target, template in TEMPLATES.items():
        text = (source / template).read_text(encoding="utf-8")
        datasets = f'"{dataset}"' if dataset else ""
        for mark, value in (("@SLUG@", slug), ("@MODULE@", module), ("@DATASETS@", datasets)):
            text = text.replace(mark, value)
        (folder / target).write_text(text, encoding="utf-8", newline="\n")
    write_learner_notebook(load_exercise(folder))
    return folder
