"""What a notebook gets of a dataset's files: whole ones where that is declared, else a copy of its sample, or a reason."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from labelwright.course.course import Course
from labelwright.course.exercise import ExerciseError
from labelwright.data.lending import Lent, lend
from labelwright.data.material import Material
from labelwright.grading.grade import _job
from labelwright.grading.hand_ins import collect
from labelwright.grading.submissions import Submission
from labelwright.notebook.session import Session

COURSE = Course(Path(__file__).resolve().parents[2])
SLUG = "own-messages"
ROWS = [(f"m{n}", f'text "{n}",\né\u2028{n}', None if n % 3 else n, f"truth-{n}") for n in range(40)]
JSONL = "".join(
    json.dumps({"id": a, "text": b, "size": c, "truth": d}, ensure_ascii=False) + "\n" for a, b, c, d in ROWS
)
CSV = (
    pd.DataFrame(ROWS, columns=["id", "text", "size", "truth"]).astype({"size": "Int64"}).to_csv(index=False)
)
HEAD = "id,text,size,truth\n"
FEW = 'dataset = "own-messages"\nn = 5\nkey = "id"\n'
SHOWN = FEW + 'columns = ["text", "size", "id"]\n'

Make = Callable[..., Any]


def lent(made: Any, folder: Path, slug: str = SLUG, learner: str = "ada") -> tuple[Material, Lent]:
    material = Material(made.course, made.exercise, learner)
    return material, lend(material, slug, folder)


@pytest.mark.parametrize(
    ("name", "texts"), [("own.csv", (CSV, HEAD + "m40,more,1,truth\n")), ("own.jsonl", (JSONL,))]
)
def test_a_copy_holds_the_rows_and_columns_of_the_sample_and_nothing_else(
    sampled: Make, tmp_path: Path, name: str, texts: tuple[str, ...]
) -> None:
    made = sampled(SHOWN, dict(zip((name, f"more-{name}"), texts, strict=False)))
    material, given = lent(made, tmp_path / "lent")
    # The rows of a table in several files are all in the first.
    assert len(material.paths(SLUG)) == len(texts)
    assert [path.name for path in given.files] == [name]
    copy = given.files[0]
    said = copy.read_text(encoding="utf-8")
    assert "truth" not in said
    read = pd.read_csv if name.endswith("csv") else lambda path: pd.read_json(path, lines=True)
    back = read(copy)
    sample = material.sample()
    assert list(back.columns) == ["id", "text", "size"]
    assert back[["id", "text"]].equals(sample[["id", "text"]])
    assert back["size"].astype("Float64").equals(sample["size"].astype("Float64"))
    assert [str(n) for n in range(40) if f'm{n}"' in said or f"m{n}," in said] == sorted(
        (one.removeprefix("m") for one in sample["id"]), key=int
    )
    assert ".0" not in said
    assert all(path.stat().st_mode & 0o777 == 0o444 for path in given.files)
    assert sorted(path.name for path in (tmp_path / "lent").iterdir()) == sorted(
        path.name for path in given.files
    )
    assert lend(material, SLUG, tmp_path / "lent") == given


def test_a_sample_of_every_cell_withholds_nothing(sampled: Make, tmp_path: Path) -> None:
    made = sampled(FEW.replace("n = 5", "n = 40"), {"own.csv": CSV})
    material, given = lent(made, tmp_path / "lent")
    assert given.files == material.paths(SLUG)
    assert not (tmp_path / "lent").exists()


def test_whole_files_are_the_published_ones(sampled: Make, tmp_path: Path) -> None:
    made = sampled(SHOWN + 'whole_files = ["own-messages"]', {"own.csv": CSV, "gold.csv": "a\n1\n"})
    material, given = lent(made, tmp_path / "lent")
    assert given.files == material.paths(SLUG)
    assert len(given.files) == 2
    assert not (tmp_path / "lent").exists()


def test_whole_files_names_only_what_the_exercise_uses(sampled: Make) -> None:
    with pytest.raises(ExerciseError, match="whole_files names 'gone', which datasets does not list"):
        sampled(SHOWN + 'whole_files = ["gone"]', {"own.csv": CSV})


def test_where_the_sample_was_changed_there_is_no_file(sampled: Make, tmp_path: Path) -> None:
    made = sampled(SHOWN + 'made_by = "planted.py"', {"own.csv": CSV})
    made.exercise.folder.joinpath("planted.py").write_text("def make(rows):\n    return rows\n", "utf-8")
    _, given = lent(made, tmp_path / "lent")
    assert given.files == ()
    assert given.why_not == (
        "This exercise gives no file of 'own-messages', because the published file shows what was changed in your sample; "
        "your own rows are `ex.sample()`."
    )


@pytest.mark.parametrize(
    ("slug", "dataset", "why"),
    [
        ("box-the-digits", "digit-canvases", "a part of it cannot be copied"),
        ("split-and-document", "sms-spam", "has other columns than your sample"),
        ("review-flagged-labels", "digits", "shows what was changed"),
        ("find-label-errors", "digits", "shows what was changed"),
        ("clean-a-messy-table", "penguins-raw", "shows what was changed"),
        ("same-ratings-three-answers", "vader-lexicon", "a part of it cannot be copied"),
    ],
)
@pytest.mark.usefixtures("course_data")
def test_files_that_cannot_be_lent_have_a_reason(tmp_path: Path, slug: str, dataset: str, why: str) -> None:
    given = lend(Material(COURSE, COURSE.exercise(slug), "ada"), dataset, tmp_path / "lent")
    assert given.files == ()
    assert why in given.why_not
    assert not (tmp_path / "lent").exists()


@pytest.mark.parametrize(
    "slug", ["first-shift", "read-a-market-claim", "mark-personal-data", "link-people-records"]
)
@pytest.mark.usefixtures("course_data")
def test_exercises_whose_file_is_copied_give_their_sample(tmp_path: Path, slug: str) -> None:
    exercise = COURSE.exercise(slug)
    (dataset,) = exercise.datasets
    material = Material(COURSE, exercise, "ada")
    first, *documents = lend(material, dataset, tmp_path / "lent").files
    read: Any = pd.read_json if first.suffix == ".jsonl" else pd.read_csv
    options: Any = {"lines": True} if first.suffix == ".jsonl" else {"keep_default_na": False}
    back = read(first, dtype=str, **options)
    sample = material.sample()
    assert back[list(sample.columns)].equals(sample.fillna("").astype(back.dtypes.iloc[0]))
    assert len(back.columns) == len(sample.columns)
    published = {path.name: path.read_bytes() for path in material.paths(dataset)}
    assert all(published[path.name] == path.read_bytes() for path in documents)


def test_a_notebook_and_the_grader_give_the_same_file(sampled: Make, tmp_path: Path) -> None:
    made = sampled(SHOWN, {"own.jsonl": JSONL})
    (tmp_path / "ada.ipynb").write_bytes(made.notebook(learner="guest"))
    (submission,) = collect([tmp_path / "ada.ipynb"])
    assert isinstance(submission, Submission)
    material = Material(made.course, made.exercise, "guest")
    job = _job(submission, made.exercise, material, tmp_path / "job")
    session = Session(made.course, made.exercise, None, {})
    own = session.file(SLUG)
    assert own == session.file(SLUG)
    assert own.read_bytes() == Path(job.session["files"][SLUG]).read_bytes()
    assert [Path(path).name for path in job.readable] == ["own.jsonl"]
    assert all(Path(path).is_relative_to(tmp_path / "job") for path in job.readable)
    with pytest.raises(ExerciseError, match="'gone' is not one of them"):
        session.file("gone")


def test_a_notebook_is_told_why_there_is_no_file(sampled: Make) -> None:
    made = sampled(SHOWN + 'made_by = "planted.py"', {"own.csv": CSV})
    made.exercise.folder.joinpath("planted.py").write_text("def make(rows):\n    return rows\n", "utf-8")
    session = Session(made.course, made.exercise, None, {})
    with pytest.raises(ExerciseError, match="This exercise gives no file of 'own-messages'"):
        session.file(SLUG)
