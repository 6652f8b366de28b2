"""Measure what grading a notebook costs: labelwright next to nbgrader, otter, nbclient and two floors.

Usage: python benchmarks/grading.py [--notebooks 20] [--rounds 3] [--only NAME ...] [--scale 1000,10000] [--write]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from assignment import hand_in
from environments import Environments, prepare
from meter import measure
from methods import Method, all_methods
from readings import Readings, cpu, spread
from scale import run_large, scale_page
from shapes import write_busy
from tables import speed_page, write_between_markers

PAGE = Path(__file__).resolve().parents[1] / "course" / "instructors" / "speed.md"
BUSY = 8.0
"""CPU seconds of the known busy loop, several times what start-up varies by."""


def main() -> None:
    """Prepare, verify the meter, measure round by round, print, and write where asked to."""
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="grading-") as scratch:
        out = Path(asked.out or scratch)
        print("Preparing the environments; the first time this takes minutes.", file=sys.stderr)
        environments = prepare()
        methods = all_methods(environments, out / "made-once")
        verify_meter(environments, out)
        if asked.scale:
            method = next(m for m in methods if m.name == "ours2")
            runs = [run_large(method, int(count), out / "large") for count in asked.scale.split(",")]
            text = scale_page(method, runs)
        else:
            chosen = [m for m in methods if not asked.only or m.name in asked.only]
            text = compare(chosen, environments, asked.notebooks, asked.rounds, out)
    print(text)
    if asked.write:
        write_between_markers(PAGE, text, "scale" if asked.scale else "speed")


def compare(methods: list[Method], environments: Environments, count: int, rounds: int, out: Path) -> str:
    """Measure `methods` in turn, `rounds` times over; the tables as Markdown."""
    found = {method.name: Readings(count) for method in methods}
    for turn in range(rounds):
        for method in methods:
            small = method.run(count, out / method.name)
            large = method.run(3 * count, out / method.name) if method.slope else None
            found[method.name].rounds.append((small, large))
            middle = spread(found[method.name].marginal(cpu)[-1:]).middle
            print(f"round {turn + 1}, {method.name}: {middle:.3f} CPU s each", file=sys.stderr)
    given = {}
    for method in methods:
        found[method.name].memory = method.run(count, out / method.name, memory=True)
        given[method.name] = method.marks(out / method.name) if method.marks else {}
    return speed_page(methods, found, environments, agreement(given, count))


def agreement(given: dict[str, dict[str, float]], count: int) -> dict[str, str]:
    """For each method with marks, how many of the submissions it marked as labelwright with one worker does."""
    truth = given.get("ours1", {})
    same = {
        name: sum(
            abs(marks.get(work.learner, -1) - truth.get(work.learner, -2)) < 1e-6 for work in hand_in(count)
        )
        for name, marks in given.items()
        if marks and truth
    }
    return {name: f"{number} of {count} the same" for name, number in same.items()}


def verify_meter(environments: Environments, out: Path) -> None:
    """Grade notebooks with a busy loop of known length and stop where its CPU seconds are not counted."""
    for workers, notebooks in ((1, 1), (2, 4)):
        totals = []
        for busy in (0.0, BUSY / notebooks):
            folder = out / f"meter-{workers}-{busy:g}"
            write_busy(busy, notebooks, folder)
            command = [environments.ours.command("labelwright"), "grade", "submitted", "--course", "course"]
            variables = environments.ours.variables(folder / "home")
            totals.append(measure([*command, "--executor", f"processes:{workers}"], folder, variables).cpu)
        counted = (totals[1] - totals[0]) / BUSY
        print(f"meter, {workers} worker(s): {counted:.0%} of a known busy loop is counted", file=sys.stderr)
        if counted < 0.85:
            raise SystemExit(
                "CPU seconds of sandboxed children are not counted here, so no number would be true."
            )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--notebooks", type=int, default=20, help="N; the slope is read between N and 3 N")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--out", help="a folder to keep what was graded; otherwise it is removed")
    parser.add_argument(
        "--only", nargs="+", help="ours1 ours2 nbgrader otter nbclient floor-ipython floor-exec"
    )
    parser.add_argument("--scale", help="grade so many submissions instead, such as 1000,10000")
    parser.add_argument(
        "--write", action="store_true", help="write the tables into course/instructors/speed.md"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
