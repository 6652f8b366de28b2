"""Large batches with the command line: time, memory, what is left behind, and a second run over unchanged work."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from meter import Cost, measure
from methods import Method


@dataclass(frozen=True)
class Large:
    """One large batch: its first run and the second over unchanged work."""

    count: int
    first: Cost
    second: Cost


def run_large(method: Method, count: int, folder: Path) -> Large:
    """Grade `count` generated submissions, then the same again."""
    first = method.run(count, folder, memory=True)
    [command] = method.commands(folder, count)
    second = measure(command, folder, method.environment.variables(folder / "home"), memory=True)
    graded = len(method.marks(folder)) if method.marks else 0
    if second.code or graded != count:
        raise SystemExit(f"the second run ended with {second.code} and {graded} reports:\n{second.output}")
    return Large(count, first, second)


def scale_page(method: Method, runs: list[Large]) -> str:
    """The large batches as a Markdown table."""
    head = [
        f"{method.title}; the grader's own memory is the highest resident set of the process that was started.",
        "",
        "| Submissions | Run | Elapsed s | Elapsed ms each | CPU ms each | Grader's own peak, MiB | All processes, MiB |"
        " Processes and files left |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    rows = [
        f"| {run.count:,} | {name} | {cost.wall:.0f} | {1000 * cost.wall / run.count:.1f} | "
        f"{1000 * cost.cpu / run.count:.1f} | {cost.own_mib:.0f} | {cost.tree_mib:.0f} | {cost.left} and {cost.files} |"
        for run in runs
        for name, cost in (("first", run.first), ("again, unchanged", run.second))
    ]
    return "\n".join(head + rows)
