"""The methods that are compared: how each is laid out, and the commands that grade one batch with it."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from assignment import Work, hand_in
from environments import Environment, Environments
from meter import Cost, measure
from shapes import fill_in, write_declared, write_nbgrader_source, write_otter_source, write_ours, write_plain

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Method:
    """One way to grade: `lay_out` writes a batch into a folder, `commands` grades it, `marks` reads what it gave."""

    name: str
    title: str
    environment: Environment
    lay_out: Callable[[list[Work], Path], None]
    commands: Callable[[Path, int], list[list[str]]]
    marks: Callable[[Path], dict[str, float]] | None = None
    slope: bool = True

    def run(self, count: int, folder: Path, *, memory: bool = False) -> Cost:
        """Write `count` submissions, grade them in `folder`, and add up what the commands cost."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        self.lay_out(list(hand_in(count)), folder)
        variables = self.environment.variables(folder / "home")
        commands = self.commands(folder, count)
        costs = [measure(command, folder, variables, memory=memory) for command in commands]
        for cost in costs:
            if cost.code:
                raise SystemExit(f"{self.title} ended with {cost.code}:\n{cost.output}")
        return Cost(
            wall=sum(cost.wall for cost in costs),
            cpu=sum(cost.cpu for cost in costs),
            tree_mib=max(cost.tree_mib for cost in costs),
            own_mib=max(cost.own_mib for cost in costs),
            code=0,
            left=sum(cost.left for cost in costs),
            files=sum(cost.files for cost in costs),
            output=costs[-1].output,
        )


def all_methods(found: Environments, shop: Path) -> list[Method]:
    """Every method; `shop` is a folder for what is made once, such as the peers' released assignments."""
    return [
        _ours(found, 1),
        _ours(found, 2),
        _declared(found),
        *_nbgrader(found, shop),
        _otter(found, shop),
        Method(
            "nbclient", "nbclient, a fresh kernel each", found.nbgrader, _plain(checks=True), _nbclient(found)
        ),
        _floor(found, "ipython", "floor: a child of a fork server, IPython"),
        _floor(found, "exec", "floor: a child of a fork server, plain exec"),
    ]


def _ours(found: Environments, workers: int) -> Method:
    def commands(folder: Path, count: int) -> list[list[str]]:
        return [
            [
                *(found.ours.command("labelwright"), "grade", "submitted", "--course", "course"),
                *("--executor", f"processes:{workers}", "--json", "results.jsonl"),
            ]
        ]

    name = f"ours{workers}"
    title = f"labelwright, {workers} worker{'s' if workers > 1 else ''}"
    return Method(name, title, found.ours, write_ours, commands, _our_marks)


def _declared(found: Environments) -> Method:
    ours = _ours(found, 1)
    title = "labelwright, 1 worker, checks that ask the solution"
    return replace(ours, name="ours1-declared", title=title, lay_out=write_declared)


def _our_marks(folder: Path) -> dict[str, float]:
    lines = (folder / "results.jsonl").read_text(encoding="utf-8").splitlines()
    return {report["learner"]: report["score"] for report in map(json.loads, lines)}


def _nbgrader(found: Environments, shop: Path) -> list[Method]:
    nbgrader = found.nbgrader.command("nbgrader")
    course = shop / "nbgrader"

    def lay_out(works: list[Work], folder: Path) -> None:
        if not course.exists():
            write_nbgrader_source(course / "source" / "judge" / "judge.ipynb")
            (course / "nbgrader_config.py").write_text("c = get_config()\n", encoding="utf-8")
            _once([nbgrader, "generate_assignment", "judge"], course, found.nbgrader)
        shutil.copytree(course, folder, dirs_exist_ok=True)
        released = course / "release" / "judge" / "judge.ipynb"
        for work in works:
            fill_in(released, work, folder / "submitted" / work.learner / "judge" / "judge.ipynb")

    def both(folder: Path, count: int) -> list[list[str]]:
        return [[nbgrader, "autograde", "judge"], [nbgrader, "generate_feedback", "judge"]]

    title = "nbgrader, autograde and generate_feedback"
    return [Method("nbgrader", title, found.nbgrader, lay_out, both, _nbgrader_marks)]


def _nbgrader_marks(folder: Path) -> dict[str, float]:
    with sqlite3.connect(folder / "gradebook.db") as book:
        rows = book.execute(
            "select s.student_id, sum(coalesce(g.auto_score, 0)) from grade g "
            "join submitted_notebook n on g.notebook_id = n.id join submitted_assignment s on n.assignment_id = s.id "
            "group by s.student_id"
        ).fetchall()
    return dict(rows)


def _otter(found: Environments, shop: Path) -> Method:
    course = shop / "otter"

    def lay_out(works: list[Work], folder: Path) -> None:
        if not course.exists():
            write_otter_source(course / "judge.ipynb")
            _once([found.otter.command("otter"), "assign", "judge.ipynb", "dist"], course, found.otter)
        released = course / "dist" / "student" / "judge.ipynb"
        for work in works:
            fill_in(released, work, folder / "submitted" / f"{work.learner}.ipynb")
            (folder / "results" / work.learner).mkdir(parents=True)
        shutil.copy(
            next((course / "dist" / "autograder").glob("*autograder*.zip")), folder / "autograder.zip"
        )

    def commands(folder: Path, count: int) -> list[list[str]]:
        submitted = sorted((folder / "submitted").glob("*.ipynb"))
        run = [found.otter.command("otter"), "run", "-a", "autograder.zip"]
        return [[*run, "-o", f"results/{path.stem}", str(path)] for path in submitted]

    title = "otter run, one command each"
    return Method("otter", title, found.otter, lay_out, commands, _otter_marks, slope=False)


def _otter_marks(folder: Path) -> dict[str, float]:
    found = {}
    for path in (folder / "results").glob("*/results.json"):
        tests = json.loads(path.read_text(encoding="utf-8"))["tests"]
        found[path.parent.name] = float(sum(test.get("score", 0) for test in tests))
    return found


def _plain(*, checks: bool) -> Callable[[list[Work], Path], None]:
    return lambda works, folder: write_plain(works, folder / "submitted", checks=checks)


def _nbclient(found: Environments) -> Callable[[Path, int], list[list[str]]]:
    python = found.nbgrader.command("python")
    return lambda folder, count: [[python, str(HERE / "run_nbclient.py"), "submitted"]]


def _floor(found: Environments, how: str, title: str) -> Method:
    python = found.ours.command("python")

    def commands(folder: Path, count: int) -> list[list[str]]:
        return [[python, str(HERE / "floors.py"), how, "submitted"]]

    return Method(f"floor-{how}", title, found.ours, _plain(checks=False), commands)


def _once(command: list[str], folder: Path, environment: Environment) -> None:
    variables = environment.variables(folder / "home")
    done = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, check=False)
    if done.returncode:
        shutil.rmtree(folder, ignore_errors=True)
        raise SystemExit(f"{' '.join(command)} failed:\n{(done.stdout + done.stderr)[-3000:]}")
