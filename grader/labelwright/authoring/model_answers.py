"""Make `datasets/small-model-answers`: give every authored prompt to the small model and save its answers."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from labelwright.course.course import Course
from labelwright.data.loaders.jsonl import read_rows
from labelwright.data.playground import Playground
from labelwright.text_checks import verdict_rows

SLUG = "small-model-answers"
RUNS = ((0.0, 0), (0.4, 1), (0.8, 2), (1.2, 3))
"""Temperature and seed of each of the four answers to a prompt."""
TOKENS = 128
"""The longest answer; a longer one is cut off and marked as cut off."""
THREADS = 1


def make_answers(course: Course, model: Path | None = None, made: date | None = None) -> Path:
    """Write new `answers.jsonl`, `provenance.json` and `verdicts.jsonl`, and return the dataset's folder.

    `model` is the GGUF file (default: the pinned one), `made` the date to save (default: today). It takes about twenty
    minutes on one core. The reviews are not changed, so answers that changed must be reviewed again. Raises
    PlaygroundMissing, DataMissing, and ValueError for a prompts file that cannot be read.
    """
    folder = course.datasets / SLUG
    playground = Playground(model, threads=THREADS)
    _write(folder / "answers.jsonl", answer_rows(folder / "prompts.jsonl", playground))
    provenance = {"made": (made or date.today()).isoformat(), **playground.provenance(), **_runs()}
    text = json.dumps(provenance, ensure_ascii=False, indent=2) + "\n"
    (folder / "provenance.json").write_text(text, encoding="utf-8", newline="\n")
    make_verdicts(course)
    return folder


def make_verdicts(course: Course) -> Path:
    """Write a new `verdicts.jsonl` from the prompts' checks and the answers, and return its path; it takes a second."""
    folder = course.datasets / SLUG
    rows = verdict_rows(read_rows(folder / "prompts.jsonl"), read_rows(folder / "answers.jsonl"))
    return _write(folder / "verdicts.jsonl", rows)


def answer_rows(
    prompts: Path, playground: Playground, only: Collection[str] = ()
) -> Iterator[dict[str, Any]]:
    """Yield each answer as plain data, by prompt and from low to high temperature; `only` selects prompts by id."""
    for prompt in read_rows(prompts):
        if only and prompt["id"] not in only:
            continue
        for temperature, seed in RUNS:
            answer = playground.answer(prompt["prompt"], temperature, seed, TOKENS)
            yield {
                "id": f"{prompt['id']}-t{round(temperature * 10):02d}",
                "prompt": prompt["id"],
                "temperature": temperature,
                "seed": seed,
                **asdict(answer),
            }


def _runs() -> dict[str, Any]:
    runs = [{"temperature": temperature, "seed": seed} for temperature, seed in RUNS]
    return {"runs": runs, "most_tokens": TOKENS, "threads": THREADS}


def _write(path: Path, rows: Iterable[dict[str, Any]]) -> Path:
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_text(text, encoding="utf-8", newline="\n")
    return path
