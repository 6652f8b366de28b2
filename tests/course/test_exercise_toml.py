"""A mistake in exercise.toml or hints.md is told with the file, the field and the fix."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.course.exercise import ExerciseError, load_exercise, read_hints

FAULTS = [
    ("title", 'title = "only"', "", "  title: Field required"),
    ("a number for a title", 'title = "only"', "title = 5", "  title: Input should be a valid string"),
    ("minutes", "minutes = 5", "minutes = 0", "  minutes: Input should be greater than 0"),
    ("kind", 'kind = "authored"', 'kind = "made up"', "'real', 'derived', 'simulated' or 'authored'"),
    ("skills", 'skills = ["label"]', "skills = []", "  skills: Tuple should have at least 1 item"),
    ("an unknown field", 'why = "w"', 'why = "w"\nwhim = 1', "  whim: Extra inputs are not permitted"),
    ("points", "points = 60", "points = 0", "  tasks.0.points: Input should be greater than 0"),
    ("a task id", 'id = "second"', 'id = "Second One"', "  tasks.1.id: String should match pattern"),
    ("the same id twice", 'id = "second"', 'id = "first"', "two tasks have the same id"),
    (
        "version",
        'why = "w"',
        'why = "w"\nversion = 0',
        "  version: Input should be greater than or equal to 1",
    ),
    ("pass", 'why = "w"', 'why = "w"\npass = 101', "  pass: Input should be less than or equal to 100"),
    (
        "no sample data",
        "[[tasks]]",
        '[sample]\ndataset = "x"\nn = 5\n[[tasks]]',
        "[sample] uses 'x', which datasets",
    ),
    (
        "limits",
        "[[tasks]]",
        "[limits]\nmemory_mb = 1\n[[tasks]]",
        "  limits.memory_mb: Input should be greater",
    ),
    (
        "limits of time",
        "[[tasks]]",
        "[limits]\nseconds = -1\n[[tasks]]",
        "  limits.seconds: Input should be greater",
    ),
]


@pytest.mark.parametrize(
    ("old", "new", "sentence"), [fault[1:] for fault in FAULTS], ids=[f[0] for f in FAULTS]
)
def test_a_fault_names_the_field(make_course: Any, old: str, new: str, sentence: str) -> None:
    course = make_course(only=("m01", []))
    path = course.root / "exercises" / "only" / "exercise.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ExerciseError) as caught:
        course.exercise("only")
    assert sentence in str(caught.value)
    assert str(caught.value).startswith(f"{path} breaks a rule:\n")
    assert str(caught.value).endswith("\nFix these fields and try again.")


@pytest.mark.parametrize("payload", [b"title = ", b"\xff\xfe", b"title = 'a'\ntitle = 'b'", b"\0"])
def test_what_is_no_toml_is_told(make_course: Any, payload: bytes) -> None:
    course = make_course(only=("m01", []))
    path = course.root / "exercises" / "only" / "exercise.toml"
    path.write_bytes(payload)
    with pytest.raises(ExerciseError, match="cannot be read as TOML: "):
        course.exercise("only")


def test_a_missing_toml_is_told(tmp_path: Path) -> None:
    with pytest.raises(ExerciseError, match=r"exercise\.toml is missing\. Every exercise folder needs one\."):
        load_exercise(tmp_path)


@pytest.mark.parametrize("name", ["Bad", "two--hyphens", "-lead", "under_score", "spa ce", "é"])
def test_a_folder_has_a_plain_name(make_course: Any, name: str) -> None:
    course = make_course(only=("m01", []))
    folder = course.root / "exercises" / "only"
    with pytest.raises(ExerciseError, match="lower-case words joined by single hyphens"):
        load_exercise(folder.rename(folder.with_name(name)))


def test_what_is_stated_is_read(course: Any) -> None:
    exercise = course.exercise("same-ratings-three-answers")
    assert exercise.max_score == 100
    assert exercise.pass_percent == 70
    assert exercise.sample is not None
    assert (exercise.sample.dataset, exercise.sample.n) == ("vader-lexicon", 300)
    assert [task.id for task in exercise.tasks if task.must] == ["choice"]
    assert exercise.task("choice").title == "Choose the level that fits the design"
    with pytest.raises(
        ExerciseError, match=r"has no task called 'x'\. Its tasks are: alphas, interval, choice\."
    ):
        exercise.task("x")


def test_the_digest_follows_what_decides_a_grade(own_counting: Any) -> None:
    folder = own_counting.exercise.folder

    def digest() -> str:
        return load_exercise(folder).digest

    before = digest()
    for name in ("notebook.py", "hints.md"):
        (folder / name).write_text("changed", encoding="utf-8")
    assert digest() == before
    checks = folder / "checks.py"
    source = checks.read_bytes()
    checks.write_bytes(source.replace(b"\n", b"\r\n"))
    assert digest() == before
    checks.write_bytes(source + b"# more\n")
    assert digest() != before
    checks.write_bytes(source)
    assert digest() == before
    (folder / "gold.jsonl").write_text("{}\n", encoding="utf-8")
    with_gold = digest()
    assert with_gold != before
    (folder / "gold.jsonl").write_text('{"id": 1}\n', encoding="utf-8")
    assert digest() not in (before, with_gold)


def test_hints_are_ladders_by_task(tmp_path: Path) -> None:
    path = tmp_path / "hints.md"
    text = "Before.\n## first\n\nA nudge.\n\n---\n\nA push\non two lines.\n---\n\n## second\r\nOne.\n### not a task\n"
    path.write_text(text, encoding="utf-8")
    ladders = read_hints(path)
    assert [(hint.step, hint.text) for hint in ladders["first"]] == [
        (1, "A nudge."),
        (2, "A push\non two lines."),
    ]
    assert [hint.text for hint in ladders["second"]] == ["One.\n### not a task"]
    assert set(ladders) == {"first", "second"}
    assert read_hints(tmp_path / "gone.md") == {}


markdown = st.lists(
    st.sampled_from(["## ", "a", "---", "\n", "\r\n", " ", "#", "`", "## a\n", "\n---\n"]) | st.text()
)


@given(markdown.map("".join))
def test_hints_are_read_from_any_text(text: str) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        path = Path(folder) / "hints.md"
        path.write_text(text, encoding="utf-8", errors="surrogatepass")
        ladders = _read(path)
        for task, ladder in ladders.items():
            assert task == task.strip()
            assert [hint.step for hint in ladder] == list(range(1, len(ladder) + 1))
            assert all(hint.text for hint in ladder)


def _read(path: Path) -> dict[str, Any]:
    """The ladders, or the sentence that the file is not UTF-8."""
    try:
        return read_hints(path)
    except ExerciseError as error:
        assert "hints.md cannot be read as UTF-8" in str(error)  # noqa: PT017
        return {}


def test_hints_that_are_not_text_are_told(tmp_path: Path) -> None:
    (tmp_path / "hints.md").write_bytes(b"## first\n\n\xe9t\xe9\n")
    with pytest.raises(ExerciseError, match=r"hints\.md cannot be read as UTF-8 .*Save it as UTF-8"):
        read_hints(tmp_path / "hints.md")
