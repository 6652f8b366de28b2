"""Measure the search for notebooks that are alike: time by the size of the class, and what it finds, next to copydetect.

Usage: python benchmarks/similarity.py [--sizes 1250,2500,5000,10000] [--peer 500]
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from environments import peer_environment
from learners import SLUG, Notebook, as_notebook, common_ways, generate
from meter import measure
from rewrites import REWRITES

from labelwright.course.course import Course
from labelwright.course.percent import solution_cells
from labelwright.desk.code_tokens import tokens
from labelwright.desk.fingerprints import Hashes, known_hashes, own_runs
from labelwright.desk.integrity import similar_work
from labelwright.desk.similar_code import Work, similar_code
from labelwright.grading.hand_ins import collect

ROOT = Path(__file__).resolve().parents[1]
COPYDETECT = "copydetect==0.5.0"
_PEER = """
import json, sys, copydetect
found = copydetect.CopyDetector(test_dirs=["work"], extensions=["py"], display_t=0.5, autoopen=False, silent=True,
    boilerplate_dirs=["given"], disable_filtering=False)
found.run()
rows = found.get_copied_code_list()
json.dump([[row[0], row[1], row[2], row[3]] for row in rows], open("found.json", "w"))
"""


@dataclass(frozen=True)
class Found:
    """What a search took and found: processor seconds, elapsed seconds, and the pairs that it named."""

    count: int
    seconds: float
    elapsed: float
    pairs: frozenset[frozenset[str]]


def main() -> None:
    """Measure and print."""
    asked = _arguments()
    course = Course(ROOT)
    starter = _starter(course)
    sizes = [int(size) for size in asked.sizes.split(",")]
    lines = speed_table([search(course, starter, size) for size in sizes])
    lines += ["", *whole_way(course, starter, sizes[-1])]
    classes = [list(generate(asked.peer, 60, starter, seed)) for seed in range(3)]
    lines += ["", *rewrites_table(classes, course, starter)]
    if not asked.no_peer:
        lines += ["", *peer_table(classes[0], course, starter)]
    print("\n".join(lines))


def search(course: Course, starter: list[str], count: int) -> Found:
    """Fingerprint and compare a generated class; 1 % of the notebooks are copies."""
    known = known_hashes([starter, solution_cells(course.exercise(SLUG))])
    notebooks = list(generate(count, max(count // 100, 1), starter))
    began, started = time.perf_counter(), time.process_time()
    works = _works(notebooks, known)
    named = _named(works)
    seconds, elapsed = time.process_time() - started, time.perf_counter() - began
    true = sum(bool(one.copy_of) for one in notebooks)
    print(
        f"{count}: {seconds:.1f} s of {elapsed:.1f} s, {len(named)} pairs for {true} copies", file=sys.stderr
    )
    return Found(count, seconds, elapsed, named)


def speed_table(found: list[Found]) -> list[str]:
    """The time by size, with how it grows."""
    rows = [
        "| Notebooks of one exercise | Processor s, one process | Elapsed s | Growth from the row above |",
        "| --- | --- | --- | --- |",
    ]
    before: Found | None = None
    for one in found:
        growth = (
            f"{one.seconds / before.seconds:.2f} for {one.count / before.count:.0f} times as many"
            if before
            else ""
        )
        rows.append(f"| {one.count:,} | {one.seconds:.1f} | {one.elapsed:.1f} | {growth} |")
        before = one
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return [*rows, "", f"The process that also made the notebooks had at most {peak:,} MiB."]


def whole_way(course: Course, starter: list[str], count: int) -> list[str]:
    """How long `labelwright similar` takes for a folder, with reading the files."""
    with tempfile.TemporaryDirectory(prefix="similar-") as scratch:
        for one in generate(count, max(count // 100, 1), starter):
            (Path(scratch) / f"{one.learner}.ipynb").write_text(as_notebook(one), encoding="utf-8")
        began = time.process_time()
        report = similar_work(course, collect([Path(scratch)]))
        seconds = time.process_time() - began
    return [f"A folder of {report.compared:,} files, with reading them: {seconds:.1f} processor s."]


def quality(named: Iterable[frozenset[str]], notebooks: list[Notebook]) -> tuple[float, float]:
    """Precision and recall of the named pairs."""
    true = {frozenset((one.learner, one.copy_of)) for one in notebooks if one.copy_of}
    found = set(named)
    return len(found & true) / max(len(found), 1), len(found & true) / len(true)


def rewrites_table(classes: list[list[Notebook]], course: Course, starter: list[str]) -> list[str]:
    """How many copies of each rewrite are named, over several classes."""
    known = known_hashes([starter, solution_cells(course.exercise(SLUG))])
    hits, totals, wrong = Counter[str](), Counter[str](), 0
    for notebooks in classes:
        works = _works(notebooks, known)
        named = _named(works)
        for one in notebooks:
            if one.copy_of:
                totals[one.rewrite] += 1
                hits[one.rewrite] += frozenset((one.learner, one.copy_of)) in named
        wrong += len(named - {frozenset((one.learner, one.copy_of)) for one in notebooks if one.copy_of})
    rows = ["| What was done to the copy | Pairs named |", "| --- | --- |"]
    rows += [f"| {kind} | {hits[kind]} of {totals[kind]} |" for kind in REWRITES]
    alike = [_named(_works(list(common_ways(60, starter, seed)), known)) for seed in range(20)]
    total = sum(map(len, classes))
    return [
        *rows,
        "",
        f"Other pairs that were named: {wrong}, in {len(classes)} classes of {total // len(classes)}. "
        f"In 20 classes of 60 in which everybody does four tasks, each in one of four common ways: {sum(map(len, alike))}.",
    ]


def peer_table(notebooks: list[Notebook], course: Course, starter: list[str]) -> list[str]:
    """Time and quality next to copydetect's, over the same notebooks as plain Python files."""
    environment = peer_environment(COPYDETECT)
    known = known_hashes([starter, solution_cells(course.exercise(SLUG))])
    began = time.process_time()
    works = _works(notebooks, known)
    named = _named(works)
    ours = time.process_time() - began
    with tempfile.TemporaryDirectory(prefix="copydetect-") as scratch:
        folder = Path(scratch)
        (folder / "work").mkdir()
        (folder / "given").mkdir()
        (folder / "given" / "starter.py").write_text("\n\n".join(starter), encoding="utf-8")
        for one in notebooks:
            (folder / "work" / f"{one.learner}.py").write_text("\n\n".join(one.cells), encoding="utf-8")
        cost = measure(
            [environment.command("python"), "-c", _PEER], folder, environment.variables(folder / "home")
        )
        if cost.code:
            raise SystemExit(f"copydetect ended with {cost.code}:\n{cost.output}")
        rows = json.loads((folder / "found.json").read_text())
    theirs = {frozenset((Path(row[2]).stem, Path(row[3]).stem)) for row in rows}
    of_ours, of_theirs = quality(named, notebooks), quality(theirs, notebooks)
    return [
        f"| {len(notebooks)} notebooks | labelwright | {COPYDETECT} |",
        "| --- | --- | --- |",
        f"| processor time, as a multiple of ours | 1 | {cost.cpu / ours:.0f} |",
        f"| pairs named | {len(set(named))} | {len(theirs)} |",
        f"| of them true copies (precision) | {of_ours[0]:.0%} | {of_theirs[0]:.0%} |",
        f"| true copies that are named (recall) | {of_ours[1]:.0%} | {of_theirs[1]:.0%} |",
    ]


def _named(works: list[Work]) -> frozenset[frozenset[str]]:
    """The pairs of learners that a search names, those with the same code included."""
    search = similar_code(works)
    groups = [(pair.left, pair.right) for pair in search.pairs]
    groups += [pair for group in search.same for pair in combinations(group, 2)]
    return frozenset(frozenset(works[place].learner for place in pair) for pair in groups)


def _works(notebooks: list[Notebook], known: Hashes) -> list[Work]:
    found = []
    for one in notebooks:
        codes = tokens(one.cells)
        found.append(Work(one.learner, own_runs(codes, known), codes.tobytes()))
    return found


def _starter(course: Course) -> list[str]:
    text = (course.exercise(SLUG).folder / "learner.ipynb").read_text(encoding="utf-8")
    return ["".join(cell["source"]) for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", default="1250,2500,5000,10000")
    parser.add_argument("--peer", type=int, default=500, help="the size of the class that copydetect gets")
    parser.add_argument("--no-peer", action="store_true", help="leave copydetect out")
    return parser.parse_args()


if __name__ == "__main__":
    main()
