"""Read the small model's answers with their prompts, computed verdicts and reviews: one row an answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

_TYPES = {"temperature": "float64", "seed": "int64", "tokens": "int64", "checks": "int64", "passed": "int64"}


def load_answers(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return one row an answer, in the order of the file.

    `files` are prompts, answers, verdicts and reviews, each JSONL (what follows is not read). Columns: answer, prompt_id,
    family, language, prompt, source (a factual prompt's note), temperature, seed, text, tokens, finish ("stop" or
    "length"), checks (how many a program decided), passed (how many of them), share (passed / checks, missing where none
    was decided), acceptable (the verdicts that a fair reviewer may give, joined by "|"; missing where not reviewed),
    rationale, and gold ("computed", "reviewed", "both" or "none": what there is to score a learner's judgement by).
    Raises ValueError, with file and line, for a line that is not JSON, and KeyError for an answer without its prompt.
    """
    prompts, answers, verdicts, reviews = (read_rows(path) for path in files[:4])
    by_prompt = {row["id"]: row for row in prompts}
    by_review = {row["answer"]: row for row in reviews}
    decided: dict[str, list[bool]] = {}
    for row in verdicts:
        if row["passed"] is not None:
            decided.setdefault(row["answer"], []).append(row["passed"])
    rows = [
        _row(row, by_prompt[row["prompt"]], decided.get(row["id"], []), by_review.get(row["id"]))
        for row in answers
    ]
    return pd.DataFrame(rows).astype(_TYPES)


def _row(
    answer: dict[str, Any], prompt: dict[str, Any], decided: list[bool], review: dict[str, Any] | None
) -> dict[str, Any]:
    golds = {
        (False, False): "none",
        (True, False): "computed",
        (False, True): "reviewed",
        (True, True): "both",
    }
    return {
        "answer": answer["id"],
        "prompt_id": prompt["id"],
        "family": prompt["family"],
        "language": prompt["language"],
        "prompt": prompt["prompt"],
        "source": prompt["source"]["note"] if "source" in prompt else None,
        **{name: answer[name] for name in ("temperature", "seed", "text", "tokens", "finish")},
        "checks": len(decided),
        "passed": sum(decided),
        "share": sum(decided) / len(decided) if decided else None,
        "acceptable": "|".join(review["acceptable"]) if review else None,
        "rationale": review["rationale"] if review else None,
        "gold": golds[bool(decided), review is not None],
    }


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Return the objects of a JSONL file, in order; ValueError with the line's number for a line that is not JSON."""
    found = []
    # Split at line feeds alone: an answer may hold U+2028, which splitlines would take for a line end.
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        try:
            if line:
                found.append(json.loads(line))
        except json.JSONDecodeError as error:
            raise ValueError(f"{path}, line {number} is not JSON: {error}. Restore the file.") from None
    return found
