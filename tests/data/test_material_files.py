"""An exercise on data of several files: all are readable in the sandbox and all count in the exercise's digest."""

import pytest

from labelwright.course.course import Course
from labelwright.data.material import Material, _card
from labelwright.grading import grade
from labelwright.grading.hand_ins import collect

from .conftest import DATASETS, sha256

ONE, TWO = b"one\n", b"two\n"


def block(path, data):
    return f'[[pin.files]]\npath = "{path}"\nsha256 = "{sha256(data)}"\nbytes = {len(data)}\n'


def write_dataset(course, two=TWO):
    text = (DATASETS / "vader-lexicon" / "dataset.toml").read_text(encoding="utf-8")
    pin = text[text.index("[pin]") : text.index("[shape]")]
    text = text.replace('slug = "vader-lexicon"', 'slug = "two-files"')
    text = text.replace(
        pin, '[pin]\nkind = "included"\n' + block("one.txt", ONE) + block("two.txt", two) + "\n"
    )
    folder = course.datasets / "two-files"
    folder.mkdir(exist_ok=True)
    (folder / "dataset.toml").write_text(text, encoding="utf-8")
    (folder / "one.txt").write_bytes(ONE)
    (folder / "two.txt").write_bytes(two)


@pytest.fixture
def material(own_counting):
    """The small exercise, now on a dataset of two files."""
    path = own_counting.exercise.folder / "exercise.toml"
    stated = path.read_text(encoding="utf-8")
    assert "datasets = []" in stated
    path.write_text(stated.replace("datasets = []", 'datasets = ["two-files"]'), encoding="utf-8")
    write_dataset(own_counting.course)
    course = Course(own_counting.course.root)
    return Material(course, course.exercises[0], "ada")


def test_the_first_file_is_the_one_a_notebook_gets_and_all_are_checked(material):
    folder = material.course.datasets / "two-files"
    assert material.path("two-files") == folder / "one.txt"
    assert material.paths("two-files") == (folder / "one.txt", folder / "two.txt")
    (folder / "two.txt").write_bytes(ONE)
    with pytest.raises(ValueError, match=r"two\.txt has SHA-256"):
        material.path("two-files")


def test_learner_code_may_read_every_file(material, own_counting, tmp_path):
    (tmp_path / "ada.ipynb").write_bytes(own_counting.notebook())
    (submission,) = collect([tmp_path / "ada.ipynb"])
    job = grade._job(submission, material.exercise, material, tmp_path)
    folder = material.course.datasets / "two-files"
    assert job.readable == [str(folder / "one.txt"), str(folder / "two.txt")]
    assert job.session["files"] == {"two-files": str(folder / "one.txt")}


def test_a_change_of_the_second_file_changes_the_exercise_s_digest(material):
    before = grade._digest(material.exercise, material)
    write_dataset(material.course, two=b"TWO\n")
    again = Material(material.course, material.exercise, "ada")
    # Cards are read once a run, since they do not change while one grades.
    assert grade._digest(material.exercise, again) == before
    _card.cache_clear()
    assert grade._digest(material.exercise, again) != before
