"""Make a new exercise, or the card of an author's own CSV or JSON Lines files."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from labelwright import settings
from labelwright.authoring.learner_notebook import write_learner_notebook
from labelwright.course.course import Course, open_course
from labelwright.course.exercise import SLUG, ExerciseError, load_exercise
from labelwright.course.root import CourseError, is_course
from labelwright.data.card import CARD_FILE, DATASET_SKILLS, FILL_IN, CardError, ColumnType, inner_path
from labelwright.data.loaders.own_tables import Rows, csv_rows, guess_types, jsonl_rows
from labelwright.notebook.workspace import toml_string

TEMPLATES = {
    "exercise.toml": "exercise.toml.txt",
    "notebook.py": "notebook.py.txt",
    "checks.py": "checks.py.txt",
    "hints.md": "hints.md.txt",
    "mistakes.py": "mistakes.py.txt",
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
    folder.mkdir(parents=True)
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


_READ = {
    ".csv": ("own_tables.load_csv", "text/csv"),
    ".jsonl": ("own_tables.load_jsonl", "application/jsonl"),
}

_HEAD = f"""\
# The card of one dataset. Its sizes, checksums, columns and types were read from the files.
# What only a person can know is marked {FILL_IN}: replace each mark, then run `labelwright author build`.
slug = @SLUG@
title = "{FILL_IN}: what the data is, in a line"
summary = "{FILL_IN}: what the data is, in a sentence"
kind = "{FILL_IN}: real, derived, simulated or authored"
card_version = "1.0.0"
date_published = "{FILL_IN}: when it was published or made, such as 2026-11-30"
language = ["{FILL_IN}: the language of its texts, such as en; one entry for each"]
skills = ["{FILL_IN}: what it trains, one or more of: {", ".join(DATASET_SKILLS)}"]
loader = @LOADER@
citation = "{FILL_IN}: how to cite it"
# caveats = ["What to know before using it."]
# content_warning = "What some readers would want to know before they see it."

[source]
title = "{FILL_IN}: the title under which it was first published, or a title of your own"
authors = ["{FILL_IN}: who made it; one entry for each"]
year = "{FILL_IN}: the year as a number, without quotes"
url = "{FILL_IN}: where it comes from; for data that was never published, say so"

[licence.data]
spdx = "{FILL_IN}: its licence, such as CC-BY-4.0; for data that is not free, LicenseRef-private"
read_in = "{FILL_IN}: where you read the licence, or who gave you the right to use it"
"""
_END = """\
[republish]
# What a learner may show outside of the course; this is the careful choice.
must_not = ["Any row of this data."]
"""


def new_card(course: Course, slug: str, files: Sequence[Path]) -> Path:
    """Make datasets/<slug>/ with copies of `files` and a card; return the card's path.

    Several files are one table, row after row. CardError if the name is bad, the card exists, a file is in the way, or a
    file cannot be read as a table.
    """
    if not SLUG.fullmatch(slug):
        raise CardError(
            f"{slug!r} cannot be a dataset's name. Use lower-case words joined by single hyphens, such as own-reviews."
        )
    loader, media_type, rows, types = _read(files)
    folder = course.datasets / slug
    measured = f"{_pin(files, media_type)}\n[shape]\nrows = {len(rows)}\ncolumns = {len(types)}\n"
    if (folder / CARD_FILE).exists():
        raise CardError(
            f"{folder / CARD_FILE} already exists and was not changed. If its files are new, replace its [pin] and [shape] "
            f"with these lines, and copy the files into {folder}:\n\n{measured}"
        )
    for file in files:
        _refuse_other(file, folder / file.name)
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        if not (folder / file.name).exists():
            shutil.copyfile(file, folder / file.name)
    head = _HEAD.replace("@SLUG@", toml_string(slug)).replace("@LOADER@", toml_string(loader))
    text = "\n".join([head, measured, _END, *(_column(name, kind) for name, kind in types.items())])
    (folder / CARD_FILE).write_text(text, encoding="utf-8", newline="\n")
    return folder / CARD_FILE


def _read(files: Sequence[Path]) -> tuple[str, str, Rows, dict[str, ColumnType]]:
    kinds = {file.suffix.lower() for file in files}
    if len(kinds) != 1 or not kinds <= _READ.keys():
        named = ", ".join(file.name for file in files)
        raise CardError(
            f"{named}: give files that all end in .csv, or all in .jsonl (one JSON object on each line). "
            "Other formats have to be converted first."
        )
    names = [file.name.casefold() for file in files]
    if len(set(names)) != len(names):
        raise CardError(
            "Two files have the same name, and the dataset's folder can hold only one. Rename one."
        )
    is_csv = kinds == {".csv"}
    try:
        for name in (file.name for file in files):
            inner_path(name)
        rows = [row for file in files for row in (csv_rows(file) if is_csv else jsonl_rows(file))]
        types = guess_types(rows, is_csv)
    except (ValueError, OSError) as error:
        raise CardError(str(error)) from None
    if not rows:
        raise CardError(f"{files[0]} has no row of data. A dataset needs one or more.")
    return (*_READ[kinds.pop()], rows, types)


def _refuse_other(file: Path, target: Path) -> None:
    if target.exists() and target.read_bytes() != file.read_bytes():
        raise CardError(
            f"{target} already exists with another content and was not changed. Rename one of the two."
        )


def _pin(files: Sequence[Path], media_type: str) -> str:
    lines = ["[pin]", 'kind = "included"', ""]
    for file in files:
        data = file.read_bytes()
        lines += [
            "[[pin.files]]",
            f"path = {toml_string(file.name)}",
            f'sha256 = "{sha256(data).hexdigest()}"',
        ]
        lines += [f"bytes = {len(data)}", f'media_type = "{media_type}"', ""]
    return "\n".join(lines)


def _column(name: str, kind: ColumnType) -> str:
    described = f'description = "{FILL_IN}: what the column says"'
    return f'[[columns]]\nname = {toml_string(name)}\ntype = "{kind}"\n{described}\n'
