"""Read JSON Lines strictly: authored items, leaflets, model answers and judged answers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from labelwright.data.content_filter import suitable
from labelwright.data.loaders.csv_tables import read_table


def read_jsonl(path: Path, fields: Mapping[str, type]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield each line of a UTF-8 file as (line number from 1, object), with exactly `fields`, each of its type.

    A field whose type is `list` must contain only strings. Lines end only at line feeds, since a text may contain
    other separators. Raises ValueError, naming the line, what was found and what to do, for anything else.
    """
    lines = path.read_text(encoding="utf-8").split("\n")
    if lines[-1] == "":
        lines.pop()
    for number, line in enumerate(lines, start=1):
        try:
            found = json.loads(line)
        except json.JSONDecodeError as error:
            raise _broken(path, number, f"{line[:80]!r}, which is not JSON ({error.msg})", fields) from None
        if not isinstance(found, dict) or found.keys() != fields.keys():
            got = ", ".join(found) if isinstance(found, dict) else type(found).__name__
            raise _broken(path, number, f"the fields {got}", fields)
        for name, kind in fields.items():
            if not _fits(found[name], kind):
                raise _broken(path, number, f"{found[name]!r:.80} in the field {name}", fields)
        yield number, found


def find_choice(path: Path, number: int, field: str, value: str, allowed: Mapping[str, Any]) -> Any:
    """Return the entry of `allowed` for `value`; raise ValueError, naming the line and the field, if there is none."""
    if value not in allowed:
        raise ValueError(
            f"{path}, line {number}: found {value[:80]!r} in the field {field}; expected one of "
            f"{', '.join(allowed)}. {_ADVICE}"
        )
    return allowed[value]


_ADVICE = "Check that this is the published file and that nobody has edited it."


def _fits(value: Any, kind: type) -> bool:
    if kind is list:
        return isinstance(value, list) and all(isinstance(entry, str) for entry in value)
    return isinstance(value, kind)


def _broken(path: Path, number: int, found: str, fields: Mapping[str, type]) -> ValueError:
    wanted = ", ".join(f"{name} ({kind.__name__})" for name, kind in fields.items())
    return ValueError(f"{path}, line {number}: found {found}; expected one object with {wanted}. {_ADVICE}")


def load_items(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return one row per item, in the order of the first file; the other files (guideline, task) are for people.

    The fields of the first line are the columns, all of them text. Raises ValueError with the line number if a line
    has other fields or a field is not text.
    """
    first = files[0].read_text(encoding="utf-8").partition("\n")[0]
    try:
        columns = list(json.loads(first))
    except (json.JSONDecodeError, TypeError):
        raise ValueError(
            f"{files[0]}, line 1: found {first[:80]!r}, which is not a JSON object. {_ADVICE}"
        ) from None
    return pd.DataFrame(
        [row for _, row in read_jsonl(files[0], dict.fromkeys(columns, str))], columns=columns
    )


def load_leaflets(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return one row per text: batch (a whole number from 0), part ("train" or "test"), id, text.

    Line breaks within a text are part of it. Raises ValueError as `read_table` does.
    """
    return read_table(files[0], text=("part", "id", "text"))


_TYPES = {"temperature": "float64", "seed": "int64", "tokens": "int64", "checks": "int64", "passed": "int64"}


def load_answers(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return one row per answer, in the order of the file.

    `files` are prompts, answers, verdicts and reviews, each JSONL (later files are not read). Columns: answer, prompt_id,
    family, language, prompt, source (a factual prompt's note), temperature, seed, text, tokens, finish ("stop" or
    "length"), checks (how many a program decided), passed (how many of them), share (passed / checks, missing if none
    was decided), acceptable (the verdicts that a fair reviewer could give, joined by "|"; missing if not reviewed),
    rationale, and gold ("computed", "reviewed", "both" or "none": what there is to score a learner's judgement by).
    Raises ValueError, with file and line, if a line is not JSON, and KeyError if an answer has no prompt.
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
    """Return the objects of a JSONL file, in order; raise ValueError with the line's number if it is not JSON."""
    found = []
    # Split only at line feeds: an answer may contain U+2028, which splitlines would take for a line end.
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        try:
            if line:
                found.append(json.loads(line))
        except json.JSONDecodeError as error:
            raise ValueError(f"{path}, line {number} is not JSON: {error}. Restore the file.") from None
    return found


LEVELS = {
    "def_correct_predictions": ("definitely correct", 2),
    "poss_correct_predictions": ("possibly correct", 1),
    "def_incorrect_predictions": ("definitely incorrect", 0),
}
_VERDICT_FIELDS = {"question": str, "answer": list, **dict.fromkeys(LEVELS, list)}
_VERDICT_FIELDS["answer_and_def_correct_predictions"] = list


def load_verdicts(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return the judged system answers of the one JSON Lines file, one row per answer, in the order of the file.

    Columns: id (str, "12-3": line and place within it), question_id (Int64, the line), question, references (str, a
    JSON list), answer and verdict (str), grade (Int64: 2 definitely correct, 1 possibly correct, 0 definitely
    incorrect), shown (bool, False if `suitable` refuses question or answer). A question without a judged
    answer gives no row. Raises ValueError with the line number if a line has another shape.
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
    """Return the reference answers of the one JSON Lines file, one row per answer, in the order of the file.

    Columns: id (str, "12-3": line and place within it), question_id (Int64, the line), question and answer (str; an
    answer may be empty, as published), shown (bool, False if `suitable` refuses question or answer). Raises
    ValueError with the line number if a line has another shape.
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
