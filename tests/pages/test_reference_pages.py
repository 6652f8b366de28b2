"""The reference pages name everything there is, and the worked example is an exercise that proves itself."""

from __future__ import annotations

import ast
import inspect
import json
import re
from pathlib import Path

import click
import pytest

from labelwright.authoring.build import build_all
from labelwright.authoring.lint import lint
from labelwright.authoring.prove import prove
from labelwright.checks import FoundItems, Measure, Work
from labelwright.checks import __all__ as vocabulary
from labelwright.checks.verdicts import Failed, Outcome, OutcomeKind, Report
from labelwright.cli import cli
from labelwright.course.course import Course
from labelwright.course.exercise import Ceiling, Exercise, Limits, Sample, Task
from labelwright.data.card import DatasetCard
from labelwright.feedback.text import report_line
from labelwright.gradebook.exports import COLUMNS
from labelwright.grading.batch import close_fork_server
from labelwright.notebook.session import Session

ROOT = Path(__file__).resolve().parents[2]
BOOK = ROOT / "course"


def page(name):
    return (BOOK / name).read_text(encoding="utf-8")


def rows(name):
    """The first cell of every table row of a page, with every `code` name in it."""
    cells = [line.split(" | ")[0] for line in page(name).splitlines() if line.startswith("| ")]
    return {code for cell in cells for code in re.findall(r"`([^`]+)`", cell)}


def example_files():
    blocks = re.findall(
        r'^```\w+ title="([^"]+)"\n(.*?)^```$', page("authors/exercise-folder.md"), re.M | re.S
    )
    return dict(blocks)


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    root = tmp_path_factory.mktemp("private-course")
    (root / "datasets").mkdir()
    folder = root / "exercises" / "check-six-labels"
    for name, text in example_files().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    course = Course(root)
    build_all(course)
    return course


def test_the_worked_example_passes_lint(example):
    assert len(example_files()) == 5
    assert lint(example, example.exercise("check-six-labels")) == []


def test_the_worked_example_proves_itself(example):
    try:
        proofs = list(prove(example, example.exercise("check-six-labels"), ("ada", "grace")))
    finally:
        close_fork_server()
    assert len(proofs) == 1 + 2 + 1 + 5 + 4
    assert {proof.what: proof.faults for proof in proofs if not proof.holds} == {}


def test_every_field_of_an_exercise_is_described():
    described = rows("authors/exercise-folder.md")
    for model in (Exercise, Task, Sample, Limits, Ceiling):
        names = {field.alias or name for name, field in model.model_fields.items()}
        own = {"slug", "folder", "tasks", "sample", "limits", "ceiling"} if model is Exercise else set()
        assert names - own - described == set(), model.__name__
    text = page("authors/exercise-folder.md")
    limits, plain = Limits(), Exercise.model_fields
    assert f"| `cell_seconds` | number above 0 | {limits.cell_seconds:g} |" in text
    assert f"| `seconds` | number above 0 | {limits.seconds:g} |" in text
    assert f"| {limits.memory_mb} | address space" in text
    assert f"at most 100 | {plain['pass_percent'].default:g} |" in text
    for table in ("[sample]", "[limits]", "[ceiling]", "[[tasks]]"):
        assert f"`{table}`" in text


def test_every_field_of_a_card_is_described():
    text = page("authors/dataset-folder.md")
    for name, field in DatasetCard.model_fields.items():
        assert re.search(rf"`\[*{name}[\].`]", text), name
        parts = [field.annotation, *getattr(field.annotation, "__args__", ())]
        for part in parts:
            for inner in getattr(part, "model_fields", {}):
                assert f"`{inner}`" in text or f"`[{name}.{inner}]`" in text, f"{name}.{inner}"


def test_the_whole_vocabulary_of_checks_is_described():
    text = page("authors/checks.md") + page("instructors/index.md")
    internal = {"Check", "CheckResult", "FoundItems", "Report", "Verdict"}
    assert [name for name in vocabulary if name not in internal and f"`{name}" not in text] == []
    # The grader closes the work, and the runner says what is compared; an author calls neither.
    methods = [name for name in vars(Work) if not name.startswith("_") and name not in ("close", "compared")]
    assert [name for name in [*methods, "learner"] if f"work.{name}" not in text] == []
    assert [name for name in Measure.model_fields if f"`{name}`" not in text] == []
    parts = list(inspect.signature(Failed).parameters)
    assert [name for name in parts if name not in text] == []
    assert [
        name for name in (*FoundItems.__slots__, "recall", "precision", "some_extra") if name not in text
    ] == []


def test_what_the_learner_may_call_is_described():
    public = [name for name in vars(Session) if not name.startswith("_")]
    for name in ("learn/index.md", "authors/exercise-folder.md"):
        assert [call for call in public if f"`ex.{call}(" not in page(name)] == []


def test_every_error_is_explained():
    named = rows("authors/errors.md")
    errors = set()
    for package in ("grader/labelwright", "portfolio_template/labelwright_portfolio"):
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ClassDef) and _raises(node, errors):
                    errors.add(node.name)
    assert len(errors) >= 15
    assert errors - named == set()
    assert {name for name in named if name[0].isupper()} - errors == set()


def _raises(node, known):
    bases = [getattr(base, "id", getattr(base, "attr", "")) for base in node.bases]
    return any(base.endswith(("Error", "Exception")) or base in known for base in bases)


def test_every_outcome_is_explained():
    assert {kind.value for kind in OutcomeKind} - rows("instructors/index.md") == set()


def test_every_field_of_a_json_line_is_described():
    outcome = Outcome(kind=OutcomeKind.FINISHED, sentence="done")
    check = {"id": "a", "task": "t", "sentence": "s", "verdict": "passed"}
    report = Report(learner="ada", exercise="x", outcome=outcome, checks=(check,))
    line = json.loads(report_line(report))
    described = rows("instructors/index.md")
    assert set(line) | set(line["checks"][0]) <= described
    assert [column for column in COLUMNS if f"`{column}`" not in page("instructors/index.md")] == []


def commands(group, prefix=("labelwright",)):
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            if command.invoke_without_command:
                yield " ".join((*prefix, name)), command
            yield from commands(command, (*prefix, name))
        else:
            yield " ".join((*prefix, name)), command


def test_the_page_of_commands_matches_the_command_line():
    lines = {}
    for line in page("commands.md").splitlines():
        if found := re.match(r"\| `(labelwright [a-z -]*[a-z])(?: [^`]*)?` \| (.*)", line):
            lines[found[1]] = found[2]
    known = dict(commands(cli))
    assert set(lines) == set(known)
    for name, command in known.items():
        stated = set(re.findall(r"--[a-z-]+", lines[name]))
        options = {
            flag for p in command.params for flag in (*p.opts, *p.secondary_opts) if flag.startswith("--")
        }
        assert options - {"--course", "--help"} == stated, name
        sentence = " ".join((command.help or "").split("\n\n")[0].split())
        assert sentence in lines[name], name


def test_no_page_names_a_command_that_does_not_exist():
    known = {name for name, _ in commands(cli)} | {"labelwright --version", "labelwright"}
    groups = {name.rsplit(" ", 1)[0] for name in known}
    for path in BOOK.rglob("*.md"):
        for line in re.findall(r"(?:^|`)labelwright ((?:[a-z]+ ?)+)", _code(path), re.MULTILINE):
            words = line.split()
            candidates = {f"labelwright {words[0]}", "labelwright " + " ".join(words[:2])}
            assert candidates & (known | groups), f"{path.name}: labelwright {line}"


def _code(path):
    """The code on a page: fenced blocks, and inline code with its opening mark."""
    parts = path.read_text(encoding="utf-8").split("```")
    blocks = [line.strip() for block in parts[1::2] for line in block.splitlines()]
    inline = [found for prose in parts[::2] for found in re.findall(r"`[^`]+", prose)]
    return "\n".join([*blocks, *inline])
