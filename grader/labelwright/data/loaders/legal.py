"""Read legal texts: citation and court name variants, and clauses of contracts and privacy policies."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from labelwright.data.loaders.jsonl import find_choice, read_jsonl

_COURT = ("id", "name", "system", "level", "type", "location")


def load_citation_variants(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return every known variant of a reporter's abbreviation with the canonical one, in the order of the file.

    Columns: id (Int64, from 1), variant and canonical (str, for example "A. 2d" and "A.2d"), reporter (str, its full
    name), cite_type (str), under (str, the abbreviation the file lists the reporter under). A variant of
    several reporters has several rows. The one file is `reporters.json`. Raises ValueError, naming the
    entry, if it has another shape.
    """
    (path,) = files
    rows: list[tuple[str, ...]] = []
    for under, reporters in _parsed(path, dict).items():
        try:
            rows += [
                (variant, canonical, reporter["name"], reporter["cite_type"], under)
                for reporter in reporters
                for variant, canonical in reporter["variations"].items()
            ]
        except (KeyError, TypeError, AttributeError):
            raise _broken(path, f"the entry {under!r}", "name, cite_type and variations") from None
    frame = pd.DataFrame(rows, columns=["variant", "canonical", "reporter", "cite_type", "under"]).astype(
        "str"
    )
    frame.insert(0, "id", pd.Series(range(1, len(frame) + 1), dtype="Int64"))
    return frame


def load_court_strings(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return every example of a court's name as written, with the court that it names, in the order of the file.

    Columns: id (Int64, from 1), text, court_id, court, system, level, type and location (str; missing if the file
    has null or an empty text). A text that names several courts has several rows. The one file is
    `courts.json`. Raises ValueError, naming the entry, if it has another shape.
    """
    (path,) = files
    rows: list[tuple[str | None, ...]] = []
    for place, court in enumerate(_parsed(path, list), start=1):
        try:
            about = [court[name] or None for name in _COURT]
            rows += [(text, *about) for text in court["examples"]]
        except (KeyError, TypeError):
            raise _broken(path, f"entry {place}", f"{', '.join(_COURT)} and examples") from None
    columns = ["text", "court_id", "court", *_COURT[2:]]
    frame = pd.DataFrame(rows, columns=columns).astype("str")
    frame.insert(0, "id", pd.Series(range(1, len(frame) + 1), dtype="Int64"))
    return frame


def _parsed(path: Path, kind: type) -> Any:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise _broken(path, f"line {error.lineno} ({error.msg})", "JSON") from None
    if not isinstance(found, kind):
        raise _broken(path, type(found).__name__, f"a JSON {kind.__name__}")
    return found


def _broken(path: Path, found: str, wanted: str) -> ValueError:
    return ValueError(
        f"{path}: cannot read {found}; expected {wanted}. Check that this is the published file and that nobody has "
        "edited it."
    )


ANSWERS: Mapping[str, bool] = {"True": True, "False": False}


def load_contract_questions(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return contract clauses as a table: id (Int64, the line), clause, question (str), answer (bool).

    The one file is JSON Lines; the table keeps its order. Raises ValueError with the line number if a line has
    another shape.
    """
    (path,) = files
    return _clauses(path, "contract")


def load_policy_clauses(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return privacy-policy clauses as a table: id (Int64, the line), clause, question (str), answer (bool).

    `answer` says whether the clause is relevant to the question. The one file is JSON Lines; the table keeps its
    order. Raises ValueError with the line number if a line has another shape.
    """
    (path,) = files
    return _clauses(path, "context")


def _clauses(path: Path, clause: str) -> pd.DataFrame:
    rows = [
        (number, item[clause], item["question"], find_choice(path, number, "answer", item["answer"], ANSWERS))
        for number, item in read_jsonl(path, dict.fromkeys((clause, "question", "answer"), str))
    ]
    return pd.DataFrame(rows, columns=["id", "clause", "question", "answer"]).astype({"id": "Int64"})
