"""The measured numbers as Markdown, and their place between two markers in the instructors' page."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from environments import Environments
from methods import Method
from readings import Readings, Spread, cpu, ratio, spread, wall


def targets(found: dict[str, Readings]) -> list[tuple[str, str, Spread, str]]:
    """The ratios that are promised: what, the promise, the spread, and whether it is kept in every round."""
    rows = []
    for other, least in (("nbgrader", 10.0), ("otter", 16.0)):
        for way in ("whole", "marginal"):
            if {other, "ours1"} <= set(found):
                times = ratio(getattr(found[other], way)(cpu), getattr(found["ours1"], way)(cpu))
                what = f"CPU of {other} over labelwright's, {_WAYS[way]}"
                rows.append(
                    (what, f"at least {least:g}", times, _kept(times.low >= least, times.high < least))
                )
    if {"floor-ipython", "ours1"} <= set(found):
        times = ratio(found["ours1"].marginal(cpu), found["floor-ipython"].marginal(cpu))
        what = "CPU of labelwright over the forked IPython floor, each further notebook"
        rows.append((what, "at most 1.5", times, _kept(times.high <= 1.5, times.low > 1.5)))
    if {"ours1-declared", "floor-ipython"} <= found.keys():
        times = ratio(found["ours1-declared"].marginal(cpu), found["floor-ipython"].marginal(cpu))
        what = "CPU of labelwright with checks that ask the solution, over the forked IPython floor, each further notebook"
        rows.append((what, "at most 2.3", times, _kept(times.high <= 2.3, times.low > 2.3)))
    if {"ours1", "ours2"} <= set(found):
        times = ratio(found["ours1"].marginal(wall), found["ours2"].marginal(wall))
        what = "Notebooks a second, two workers over one, each further notebook"
        rows.append((what, "at least 1.8", times, _kept(times.low >= 1.8, times.high < 1.8)))
    return rows


def _kept(always: bool, never: bool) -> str:
    return "yes" if always else "no" if never else "in some rounds"


_WAYS = {"whole": "start-up included", "marginal": "each further notebook"}


def speed_page(
    methods: Iterable[Method], found: dict[str, Readings], environments: Environments, agree: dict[str, str]
) -> str:
    """The tables and their footing, without the markers."""
    readings = next(iter(found.values()))
    return "\n".join(
        [
            _footing(readings, environments),
            "",
            "| Method | CPU s, start-up included | CPU s, each further notebook | Elapsed s, each further | Peak memory, MiB |"
            " Marks |",
            "| --- | --- | --- | --- | --- | --- |",
            *(_row(method, found[method.name], agree) for method in methods if method.name in found),
            "",
            "| Ratio | Aimed at | Median (range) | Kept |",
            "| --- | --- | --- | --- |",
            *(
                f"| {what} | {aim} | {value.text('.1f')} | {kept} |"
                for what, aim, value, kept in targets(found)
            ),
        ]
    )


def _row(method: Method, readings: Readings, agree: dict[str, str]) -> str:
    whole, marginal = spread(readings.whole(cpu)), spread(readings.marginal(cpu))
    seconds = spread(readings.marginal(wall))
    further = marginal.text() if method.slope else "as before: one command each"
    memory = f"{readings.memory.tree_mib:.0f}" if readings.memory else "-"
    marks = agree.get(method.name, "no checks")
    return f"| {method.title} | {whole.text()} | {further} | {seconds.text()} | {memory} | {marks} |"


def _footing(readings: Readings, environments: Environments) -> str:
    load = os.getloadavg()[1]
    versions = {
        "Python": platform.python_version(),
        "pandas": environments.ours.version("pandas"),
        "labelwright": environments.ours.version("labelwright"),
        "nbgrader": environments.nbgrader.version("nbgrader"),
        "otter-grader": environments.otter.version("otter-grader"),
        "nbclient": environments.nbgrader.version("nbclient"),
        "ipykernel": environments.nbgrader.version("ipykernel"),
    }
    rounds = len(readings.rounds)
    return (
        f"Measured on {datetime.now(UTC):%Y-%m-%d}: {os.cpu_count()} processors, {platform.system()} "
        f"{'.'.join(platform.release().split('.')[:2])}, "
        + ", ".join(f"{name} {version}" for name, version in versions.items())
        + f". N = {readings.count}, {rounds} interleaved round{'s' if rounds != 1 else ''}, "
        f"mean load of the machine {load:.1f}. Medians, with the range over rounds in brackets."
    )


def write_between_markers(page: Path, text: str, name: str) -> None:
    """Replace the text in `page` between the markers `name`:begin and `name`:end."""
    begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
    content = page.read_text(encoding="utf-8")
    before, _, rest = content.partition(begin)
    _, found, after = rest.partition(end)
    if not found:
        raise SystemExit(f"{page.name} has no {begin} ... {end}; put both lines where the tables belong.")
    page.write_text(f"{before}{begin}\n\n{text}\n\n{end}{after}", encoding="utf-8", newline="\n")
