"""Write text into CSV so that a spreadsheet never runs it as a formula, and read CSV that a spreadsheet wrote."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from labelwright.errors import GradebookError
from labelwright.exchange.outside_text import one_line

# Spreadsheets skip leading space, and some also read the full-width signs.
_START = r"(?:\s*[=+\-@＝＋－＠]|[\t\r\n])"
_FORMULA = re.compile(rf"'*{_START}")
_ESCAPED = re.compile(rf"'+{_START}")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def escape_formula(text: str, *, keep_numbers: bool = False) -> str:
    """Return `text` with an apostrophe before it if a spreadsheet would run it as a formula.

    With `keep_numbers` a plain number such as -1 stays as it is.

    >>> escape_formula("=1+1"), escape_formula("-1"), escape_formula("-1", keep_numbers=True)
    ("'=1+1", "'-1", '-1')
    """
    if keep_numbers and _NUMBER.fullmatch(text):
        return text
    return f"'{text}" if _FORMULA.match(text) else text


def unescape_formula(cell: str) -> str:
    """Return the text that `escape_formula` was given."""
    return cell[1:] if _ESCAPED.match(cell) else cell


def safe_cell(text: str, *, keep_numbers: bool = False) -> str:
    """Return text from outside as a cell: on one line, cleaned, and never run as a formula."""
    # A line break would start a new row for a lenient reader, and with it a new cell.
    return escape_formula(one_line(text), keep_numbers=keep_numbers)


def sheet_csv(rows: Iterable[Sequence[str]], numbers: Collection[str], semicolon: bool = False) -> str:
    """Return rows as CSV for a spreadsheet; the first row names the columns, and those in `numbers` hold numbers.

    All other cells are text, which never runs as a formula. With `semicolon`, semicolons are between the cells and numbers
    have a decimal comma, as spreadsheets in many countries expect.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if semicolon else ",", lineterminator="\n")
    head, *body = ([*row] for row in rows)
    writer.writerow([safe_cell(name) for name in head])
    for row in body:
        writer.writerow(
            _number_cell(cell, semicolon) if name in numbers else safe_cell(cell)
            for name, cell in zip(head, row, strict=True)
        )
    return out.getvalue()


def _number_cell(cell: str, semicolon: bool) -> str:
    return cell.replace(".", ",") if semicolon else cell


def csv_text(path: Path, error: type[GradebookError] = GradebookError) -> str:
    """Return the text of a CSV file in UTF-8, without its byte-order mark; raise `error` if it cannot be read."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as problem:
        raise error(f"{path} cannot be read: {problem.strerror}. Check the path.") from None
    except UnicodeDecodeError as problem:
        line = problem.object[: problem.start].count(b"\n") + 1
        raise error(
            f"{path}, line {line}: this is not UTF-8 text. Save the sheet as 'CSV UTF-8' and try again."
        ) from None


def csv_rows(
    text: str, source: str, error: type[GradebookError] = GradebookError
) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Return the first row, and the others with their line numbers; the cells are apart by commas or semicolons.

    `source` names the text in messages. Raise `error` if a quote is not closed.
    """
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return next(lines, []), [(lines.line_num, row) for row in lines]
    except csv.Error as problem:
        raise error(f"{source}, line {lines.line_num}: {problem}. Check the quotes there.") from None


def column_names(row: list[str]) -> list[str]:
    """Return the names of columns in lower case, with `_` for each space and hyphen."""
    return [cell.strip().lower().replace(" ", "_").replace("-", "_") for cell in row]
