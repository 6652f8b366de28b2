"""Read questions with judged answers: the EfficientQA verdicts and the TruthfulQA reference answers."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from labelwright.data.loaders.jsonl import read_jsonl
from labelwright.data.suitable import suitable

LEVELS = {
    "def_correct_predictions": ("definitely correct", 2),
    "poss_correct_predictions": ("possibly correct", 1),
    "def_incorrect_predictions": ("definitely incorrect", 0),
}
_VERDICT_FIELDS = {"question": str, "answer": list, **dict.fromkeys(LEVELS, list)}
_VERDICT_FIELDS["answer_and_def_correct_predictions"] = list


def load_verdicts(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return the judged system answers of the one JSON Lines file, one row an answer, in the order of the file.

    Columns: id (str, "12-3": line and place within it), question_id (Int64, the line), question, references (str, a
    JSON list), answer and verdict (str), grade (Int64: 2 definitely correct, 1 possibly correct, 0 definitely
    incorrect), shown (bool, False where `suitable` refuses question or answer). A question without a judged answer gives no row. Raises ValueError with the line number when a line
    has another shape.
    """
    (path,) = files
    rows: list[tuple[str | int, ...]] = []
    for number, item in read_jsonl(path, _VERDICT_FIELDS):
        judged = [(answer, *LEVELS[level]) for level in LEVELS for answer in item[level]]
        references = json.dumps(item["answer"], ensure_ascii=False)
        rows += [
            (
                f"{number}-{place}",
                number,
                item["question"],
                references,
                *answer,
                _shown(item["question"], answer[0]),
            )
            for place, answer in enumerate(judged, start=1)
        ]
    columns = ["id", "question_id", "question", "references", "answer", "verdict", "grade", "shown"]
    return pd.DataFrame(rows, columns=columns).astype(
        {"question_id": "Int64", "grade": "Int64", "shown": "bool"}
    )


def load_true_answers(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return the reference answers of the one JSON Lines file, one row an answer, in the order of the file.

    Columns: id (str, "12-3": line and place within it), question_id (Int64, the line), question and answer (str; an
    answer may be empty, as published), shown (bool, False where `suitable` refuses question or answer). Raises
    ValueError with the line number when a line has another shape.
    """
    (path,) = files
    rows = [
        (f"{number}-{place}", number, item["question"], answer, _shown(item["question"], answer))
        for number, item in read_jsonl(path, {"question": str, "answer": list})
        for place, answer in enumerate(item["answer"], start=1)
    ]
    return pd.DataFrame(rows, columns=["id", "question_id", "question", "answer", "shown"]).astype(
        {"question_id": "Int64", "shown": "bool"}
    )


def _shown(*texts: str) -> bool:
    return all(suitable(text) for text in texts)
