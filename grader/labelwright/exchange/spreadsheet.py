"""Write text into CSV so that a spreadsheet never runs it as a formula, and read it back unchanged."""

from __future__ import annotations

import re

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
