"""Read clauses of contracts and privacy policies, each with a question and whether the clause answers it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from labelwright.data.loaders.jsonl import chosen, read_jsonl

ANSWERS: Mapping[str, bool] = {"True": True, "False": False}


def load_contract_questions(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return contract clauses as a table: id (Int64, the line), clause, question (str), answer (bool).

    The one file is JSON Lines; the table keeps its order. Raises ValueError with the line number when a line has
    another shape.
    """
    (path,) = files
    return _clauses(path, "contract")


def load_policy_clauses(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return privacy-policy clauses as a table: id (Int64, the line), clause, question (str), answer (bool).

    `answer` says whether the clause is relevant to the question. The one file is JSON Lines; the table keeps its
    order. Raises ValueError with the line number when a line has another shape.
    """
    (path,) = files
    return _clauses(path, "context")


def _clauses(path: Path, clause: str) -> pd.DataFrame:
    rows = [
        (number, item[clause], item["question"], chosen(path, number, "answer", item["answer"], ANSWERS))
        for number, item in read_jsonl(path, dict.fromkeys((clause, "question", "answer"), str))
    ]
    return pd.DataFrame(rows, columns=["id", "clause", "question", "answer"]).astype({"id": "Int64"})
