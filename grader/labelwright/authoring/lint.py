"""Check the rules for an exercise's folder; every finding names the file, the rule, and the fix."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from labelwright.authoring.learner_notebook import is_stale
from labelwright.authoring.proof_file import read_accepted
from labelwright.checks.runner import load_checks
from labelwright.checks.solution_process import stored_names
from labelwright.checks.verdicts import Verdict
from labelwright.checks.wrong_answers import FILE, read_wrong_answers
from labelwright.course.course import SKILLS, Course
from labelwright.course.exercise import Exercise, ExerciseError, read_hints
from labelwright.course.percent import SOLUTION_LINE, has_solution, solution_cells, source_cells
from labelwright.data.card import load_card
from labelwright.data.fetch.fetch import is_here
from labelwright.data.lending import reason
from labelwright.data.material import Material
from labelwright.data.sample import sample_digest
from labelwright.errors import LabelwrightError

_READS = re.compile(r"""\.file\(\s*["']([^"']+)["']""")
_NEARLY_SOLUTION = re.compile(r"^ *# *solution *:?$", re.MULTILINE | re.IGNORECASE)
LEAST_WRONG_ANSWERS = 4
LEAST_HINTS = 2
FILES = {
    "exercise.toml",
    "notebook.py",
    "checks.py",
    "hints.md",
    "learner.ipynb",
    "proof.toml",
    "__pycache__",
}
MAY_IMPORT = tuple(
    f"labelwright.{room}"
    for room in ("checks", "quality", "data", "annotations", "exchange", "simulation", "text_checks", "rng")
)


def lint(course: Course, exercise: Exercise) -> list[str]:
    """Return the findings in the exercise's folder; empty if it follows all rules."""
    findings: list[str] = []
    for rule in (_files, _data, _sample, _names, _words, _notebook, _checks, _hints, _wrong_answers, _proof):
        try:
            findings += rule(course, exercise)
        except ExerciseError as error:
            findings.append(str(error))
    return list(dict.fromkeys(findings))


def _files(course: Course, exercise: Exercise) -> Iterator[str]:
    allowed = FILES | set(exercise.files)
    for path in sorted(exercise.folder.iterdir()):
        if (
            path.name not in allowed
            and not path.name.startswith(".")
            and path.suffix not in (".py", ".jsonl", ".csv")
        ):
            yield f"{path} does not belong in an exercise folder. Move it away, or name it in `files`."
    for slug in exercise.requires:
        if not (course.root / "exercises" / slug / "exercise.toml").is_file():
            yield f"{exercise.folder / 'exercise.toml'}: requires {slug!r}, which is not an exercise here."
    maker = exercise.sample.made_by if exercise.sample else ""
    if maker and not (exercise.folder / maker).is_file():
        yield f"{exercise.folder / 'exercise.toml'}: [sample] made_by names {maker}, which is not in the folder."


def _data(course: Course, exercise: Exercise) -> Iterator[str]:
    for slug in exercise.datasets:
        if not (course.datasets / slug / "dataset.toml").is_file():
            yield f"{exercise.folder / 'exercise.toml'}: datasets names {slug!r}; datasets/{slug}/ has no card."
    for skill in exercise.skills:
        if skill not in SKILLS:
            yield (
                f"{exercise.folder / 'exercise.toml'}: skills names {skill!r}, which is not on the map of skills. Use: "
                f"{', '.join(SKILLS)}."
            )


def _sample(course: Course, exercise: Exercise) -> Iterator[str]:
    """Yield why the sample cannot be drawn, or is another one each time."""
    path, sample = exercise.folder / "exercise.toml", exercise.sample
    if sample is None or any(
        not (course.datasets / slug / "dataset.toml").is_file() for slug in exercise.datasets
    ):
        return
    if sample.made_by and not (exercise.folder / sample.made_by).is_file():
        return
    if sample.dataset and not is_here(load_card(course.datasets / sample.dataset)):
        return
    try:
        first, again = (Material(course, exercise, "ada").table for _ in range(2))
    except (LabelwrightError, KeyError) as error:
        yield f"{path}: the sample cannot be drawn: {error}"
        return
    if sample.n and not sample.dataset and first is not None and len(first.index) != sample.n:
        yield (
            f"{path}: n of [sample] says {sample.n} rows, and {sample.made_by} makes {len(first.index)}. Correct the one that is "
            "wrong, or leave n out: without a dataset it only tells readers how many rows there are."
        )
    if sample_digest(first) != sample_digest(again):
        yield (
            f"{exercise.folder / sample.made_by} makes another sample each time. Take every draw from its `seed`, for example "
            "with Rng(seed) of labelwright.rng, so that the sample of a learner can be made again."
        )


def _names(course: Course, exercise: Exercise) -> Iterator[str]:
    """Yield each name that is chosen or compared and that the solution never makes."""
    cells = solution_cells(exercise)
    try:
        made = set().union(*(stored_names(ast.parse(source)) for source in cells))
    except SyntaxError as error:
        if any(check.asks for check in load_checks(exercise)):
            yield (
                f"{exercise.folder / 'notebook.py'}: the solution has a cell that is not plain Python ({error}). Declared checks run "
                "the solution without Jupyter, so it must do without lines such as %%time or !ls."
            )
        return
    for name in exercise.chosen:
        if name not in made and name not in exercise.files:
            yield (
                f"{exercise.folder / 'exercise.toml'}: chosen names {name!r}, which the solution in notebook.py never makes, "
                "and which is not in `files`. Check the spelling."
            )
    for task in exercise.tasks:
        for name in task.response:
            if name not in made and name not in exercise.files:
                yield (
                    f"{exercise.folder / 'exercise.toml'}: the response of task {task.id!r} names {name!r}, which the solution in "
                    "notebook.py never makes. Check the spelling."
                )
    for check in load_checks(exercise):
        if check.asks and check.asks not in made:
            yield (
                f"{exercise.folder / 'checks.py'}: {check.id} asks for {check.asks!r}, which the solution in notebook.py never "
                "makes. Check the spelling."
            )


def _words(course: Course, exercise: Exercise) -> Iterator[str]:
    """Yield each word that a declared check accepts or recognises and that the task does not offer in quotes."""
    prose = " ".join(cell.source for cell in source_cells(exercise) if cell.cell_type == "markdown")
    prose = " ".join(prose.split())
    asked = {check.asks for check in load_checks(exercise) if check.asks}
    sources = [*solution_cells(exercise), *(one.code for one in read_wrong_answers(exercise) if one.sentence)]
    if '"' not in prose:
        return
    for name, word in dict.fromkeys(pair for source in sources for pair in _word_choices(source)):
        if name in asked and f'"{word}"' not in prose:
            yield (
                f"{exercise.folder / 'notebook.py'}: the task does not offer {word!r} for `{name}`, but the solution or "
                f'{FILE} has it. Write the word in quotes, exactly so: "{word}"'
            )


def _word_choices(source: str) -> Iterator[tuple[str, str]]:
    """Yield (name, text) for each statement `name = "text"` of a cell."""
    try:
        statements = ast.parse(source).body
    except SyntaxError:
        return
    for node in statements:
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
        ):
            yield from (
                (target.id, node.value.value) for target in node.targets if isinstance(target, ast.Name)
            )


def _notebook(course: Course, exercise: Exercise) -> Iterator[str]:
    path = exercise.folder / "notebook.py"
    if not has_solution(exercise):
        yield f"{path} has no solution. Write it below a line `# solution`, or in a cell with the tag `solution`."
    text = path.read_text(encoding="utf-8")
    for odd in _NEARLY_SOLUTION.findall(text):
        if odd != SOLUTION_LINE:
            yield f"{path} has the line {odd!r}. Write it exactly so: {SOLUTION_LINE}. Otherwise learners get the solution."
    if f'exercise("{exercise.slug}")' not in text:
        yield f'{path} does not open the exercise. It needs: ex = exercise("{exercise.slug}")'
    for task in exercise.tasks:
        if not task.by_person and f'ex.check("{task.id}")' not in text:
            yield f'{path} has no cell that checks task {task.id!r}. Add: ex.check("{task.id}")'
    yield from _files_of_data(course, exercise, text)
    if is_stale(exercise):
        yield f"{exercise.folder / 'learner.ipynb'} is out of date. Run: labelwright author build"


def _files_of_data(course: Course, exercise: Exercise, text: str) -> Iterator[str]:
    """Yield each use of `ex.file` for which a notebook gets no file, and each dataset that is lent whole for nothing."""
    if exercise.sample is None:
        return
    used = set(_READS.findall(text))
    for slug in exercise.datasets:
        card = course.datasets / slug / "dataset.toml"
        if slug in used and card.is_file() and (why := reason(exercise, load_card(card.parent))):
            yield (
                f'{exercise.folder / "notebook.py"} uses ex.file("{slug}"). {why} If the notebook must work on the whole '
                f'published file, write in [sample]: whole_files = ["{slug}"]'
            )
    for slug in exercise.sample.whole_files:
        if slug not in used:
            yield (
                f"{exercise.folder / 'exercise.toml'}: whole_files names {slug!r}, but notebook.py never uses "
                f'ex.file("{slug}"). Remove it, so that no notebook gets more than it needs.'
            )


def _checks(course: Course, exercise: Exercise) -> Iterator[str]:
    path = exercise.folder / "checks.py"
    load_checks(exercise)
    for part in [
        *([path] if path.is_file() else []),
        *sorted(
            set(exercise.folder.glob("*.py"))
            - {path, exercise.folder / "notebook.py", exercise.folder / FILE}
        ),
    ]:
        for name in _imports(part):
            ours = name == "labelwright" or name.startswith("labelwright.")
            if ours and not name.startswith(MAY_IMPORT):
                yield f"{part} imports {name}. A check uses only {', '.join(MAY_IMPORT)}."


def _hints(course: Course, exercise: Exercise) -> Iterator[str]:
    path = exercise.folder / "hints.md"
    ladders = read_hints(path)
    tasks = {task.id for task in exercise.tasks}
    for task in sorted(tasks - set(ladders)):
        yield f"{path} has no hints for task {task!r}. Add a heading `## {task}` and hints separated by `---`."
    for task in sorted(set(ladders) - tasks):
        yield f"{path}: `## {task}` is not a task of exercise.toml. Rename it to a task's id."
    for task, ladder in sorted(ladders.items()):
        if task in tasks and len(ladder) < LEAST_HINTS:
            yield f"{path}: task {task!r} has {len(ladder)} hint; write at least {LEAST_HINTS}. The last one may nearly give the answer."


def _wrong_answers(course: Course, exercise: Exercise) -> Iterator[str]:
    answers = read_wrong_answers(exercise)
    path = exercise.folder / FILE
    if len(answers) < LEAST_WRONG_ANSWERS and exercise.checked_points:
        yield f"{path} contains {len(answers)} wrong answers; write at least {LEAST_WRONG_ANSWERS} that learners give."
    checks = load_checks(exercise)
    known, asked = {check.id for check in checks}, {check.asks for check in checks if check.asks}
    for wrong in answers:
        for wanted in wrong.expectations:
            if wanted.check not in known:
                yield f"{path}, {wrong.name}: the check {wanted.check!r} does not exist. Use one of: {', '.join(sorted(known))}."
            if not wanted.part and wanted.verdict is not Verdict.PASSED:
                yield f'{path}, {wrong.name}: {wanted.check} expects no message. Add "a part of what it must say".'
        if wrong.sentence and not asked & wrong.changes:
            yield (
                f"{path}, {wrong.name}: it changes {', '.join(sorted(wrong.changes)) or 'nothing'}, and no declared check "
                "asks for that. Then no message can say its sentence. Change a name that a declared check asks for, or "
                'write what a check must say: # expect: check-id failed "part of the message"'
            )


def _proof(course: Course, exercise: Exercise) -> Iterator[str]:
    """Raise ExerciseError where proof.toml cannot be read or gives no reason."""
    read_accepted(exercise)
    yield from ()


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
