"""What stands in the cells of a CSV file: values as columns, and texts that a spreadsheet would take for a formula."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from labelwright.annotations.formats.parts.base import FormatError
from labelwright.annotations.formats.parts.jsontext import dumps, mapping, parse
from labelwright.annotations.values import Value

SCORE = "score:"
COLUMNS = (
    "label",
    "labels",
    "text",
    "order",
    "winner",
    "strength",
    "reasons",
    "evidence",
    "comment",
    "value",
)
"""Every column that holds a value or a part of one, in the order of writing; `score:` and a criterion's id besides."""

_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
_RESTORE = re.compile(r"'+[=+\-@\t\r\n]")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_RANKING = re.compile(r"\s*[0-9]{1,6}\s*([>=]\s*[0-9]{1,6}\s*)*")


def neutral(text: str) -> str:
    """`text` with an apostrophe before it where a spreadsheet would run it as a formula; plain numbers stay."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def restore(cell: str) -> str:
    """The text that `neutral` was given."""
    return cell[1:] if _RESTORE.match(cell) else cell


def join(labels: tuple[str, ...]) -> str:
    """Labels as one cell, `|` between them; `|` and the backslash inside a label get a backslash before them."""
    return "|".join(label.replace("\\", "\\\\").replace("|", "\\|") for label in labels)


def split(cell: str) -> tuple[str, ...]:
    """The labels that `join` was given; an empty cell holds none."""
    if not cell:
        return ()
    labels, current, escaped = [], "", False
    for character in cell:
        if escaped or character not in "\\|":
            current, escaped = current + character, False
        elif character == "\\":
            escaped = True
        else:
            labels.append(current)
            current = ""
    return (*labels, current)


def ranking(order: tuple[tuple[int, ...], ...]) -> str:
    """A ranking as a cell: `2 > 0 = 1` says that 2 is best and that 0 and 1 are tied."""
    return " > ".join(" = ".join(map(str, group)) for group in order)


def read_ranking(cell: str, where: str = "") -> list[list[int]]:
    """The groups of a ranking cell, best first; FormatError where it is not one."""
    if not cell.strip():
        return []
    if not _RANKING.fullmatch(cell):
        raise FormatError(
            f"{cell[:40]!r} is not a ranking.", "Write numbers from 0, such as 2 > 0 = 1.", where
        )
    return [[int(number) for number in group.split("=")] for group in cell.split(">")]


def to_cells(value: Value) -> dict[str, str]:
    """The columns of one value; spans, shapes and errors are one column of JSON."""
    if value.kind == "choice":
        return {"label": value.label}
    if value.kind == "choices":
        return {"labels": join(value.labels)}
    if value.kind == "text":
        return {"text": value.text}
    if value.kind == "ranking":
        return {"order": ranking(value.order)}
    if value.kind == "rubric":
        return {f"{SCORE}{name}": str(score) for name, score in value.scores.items()}
    plain = value.model_dump(mode="json")
    if value.kind != "pairwise":
        return {"value": dumps({name: part for name, part in plain.items() if name != "kind"})}
    row = {"winner": value.winner, "strength": str(value.strength), "comment": value.note}
    evidence = dumps(plain["evidence"]) if value.evidence else ""
    return {**row, "reasons": join(value.reasons), "evidence": evidence}


def from_cells(kind: str, record: Mapping[str, str], where: str) -> dict[str, Any]:
    """The parts of a value of `kind` from its columns; FormatError where a cell cannot be read."""
    if kind == "ranking":
        return {"order": read_ranking(record.get("order", ""), where)}
    if kind == "rubric":
        scores = {name.removeprefix(SCORE): cell for name, cell in record.items() if name.startswith(SCORE)}
        return {"scores": {name: whole(cell, where) for name, cell in scores.items() if cell.strip()}}
    if kind == "pairwise":
        return _pairwise(record, where)
    if kind == "choices":
        return {"labels": split(record.get("labels", ""))}
    if kind in ("choice", "text"):
        name = "label" if kind == "choice" else "text"
        return {name: record[name]} if name in record else {}
    return mapping(parse(record.get("value") or "{}", where), where)


def _pairwise(record: Mapping[str, str], where: str) -> dict[str, Any]:
    winner, strength = record.get("winner", "").strip().lower(), record.get("strength", "").strip()
    return {
        "winner": winner,
        "strength": whole(strength, where) if strength else int(winner != "tie"),
        "reasons": split(record.get("reasons", "")),
        "evidence": parse(record.get("evidence") or "[]", where),
        "note": record.get("comment", ""),
    }


def whole(cell: str, where: str) -> int:
    """The whole number in a cell; FormatError where there is none."""
    try:
        return int(cell[:20])
    except ValueError:
        raise FormatError(f"{cell[:40]!r} is not a whole number.", "Correct the cell.", where) from None
