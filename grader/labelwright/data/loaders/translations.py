"""Read gettext catalogues (.po): the source text and its human translation, one pair per row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

COLUMNS = ("id", "locale", "catalogue", "line", "context", "source", "translation", "python_format")
_KEYWORD = re.compile(r'(?P<name>msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?)[ \t]+(?P<quoted>".*")')
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}


@dataclass
class Entry:
    """One message of a catalogue: `fields` by keyword, its flags, and the line of its `msgid` (from 1)."""

    line: int = 0
    flags: frozenset[str] = frozenset()
    fields: dict[str, str] = field(default_factory=dict)

    @property
    def plural(self) -> bool:
        """Whether the message has several forms by number, so that source and translation are not one simple pair."""
        return "msgid_plural" in self.fields


def load_translations(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return the messages of all catalogues as a table, in the order of `files` and of their lines.

    Columns: id ("de/admin/24"), locale and catalogue (taken from the path, `.../<catalogue>/locale/<locale>/
    LC_MESSAGES/*.po`), line (Int64, of the msgid), context (missing if there is none), source, translation (empty
    if nobody translated it), python_format (bool). The header, obsolete messages and messages with plural
    forms are left out. Raises ValueError with the line number if a line is not gettext's. Format: GNU gettext
    manual, "The Format of PO Files".
    """
    rows = [row for path in files for row in _rows(path)]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(
        {
            **dict.fromkeys(("id", "locale", "catalogue", "context", "source", "translation"), "str"),
            "line": "Int64",
            "python_format": "bool",
        }
    )


def _rows(path: Path) -> Iterator[tuple[str | int | bool | None, ...]]:
    locale, catalogue = _place(path)
    for entry in read_catalogue(path):
        if entry.plural or not entry.fields["msgid"]:
            continue
        yield (
            f"{locale}/{catalogue}/{entry.line}",
            locale,
            catalogue,
            entry.line,
            entry.fields.get("msgctxt"),
            entry.fields["msgid"],
            entry.fields["msgstr"],
            "python-format" in entry.flags,
        )


def _place(path: Path) -> tuple[str, str]:
    parts = path.parts
    if len(parts) < 5 or parts[-4] != "locale" or parts[-2] != "LC_MESSAGES":
        raise ValueError(
            f"{path}: a catalogue must be in <catalogue>/locale/<locale>/LC_MESSAGES/, which says its locale. "
            "Keep the folders of the package."
        )
    return parts[-3], parts[-5]


def read_catalogue(path: Path) -> Iterator[Entry]:
    """Yield every message of one UTF-8 .po file, with the header (empty msgid) and plural messages, without obsolete ones.

    Raises ValueError, naming the line and what to do, if a line is not gettext's or a message has no msgid or
    msgstr.
    """
    entry, keyword = Entry(), ""
    lines = path.read_text(encoding="utf-8").split("\n")
    for number, line in enumerate([*lines, ""], start=1):
        line = line.strip(" \t\r")
        if not line or line.startswith("#"):
            if entry.fields:
                yield _whole(entry, path, number)
            # A blank line also ends the flags of an obsolete message; nothing else of it is read.
            if entry.fields or not line:
                entry, keyword = Entry(), ""
            if line.startswith("#,"):
                entry.flags |= {flag.strip() for flag in line[2:].split(",")}
            continue
        found = _KEYWORD.fullmatch(line)
        keyword = found["name"] if found else keyword
        if not keyword or (found and keyword in entry.fields):
            raise _broken(path, number, line)
        entry.line = number if found and keyword == "msgid" else entry.line
        entry.fields[keyword] = entry.fields.get(keyword, "") + _unquoted(
            found["quoted"] if found else line, path, number
        )


def _whole(entry: Entry, path: Path, number: int) -> Entry:
    goal = "msgstr[0]" if entry.plural else "msgstr"
    if "msgid" not in entry.fields or goal not in entry.fields:
        raise ValueError(
            f"{path}, line {number - 1}: the message that ends here does not have both msgid and {goal}. Compare the file with "
            "the published one; it was cut or edited."
        )
    return entry


def _unquoted(quoted: str, path: Path, number: int) -> str:
    inner = quoted[1:-1]
    unknown = set(re.findall(r"\\(.)", inner)) - set(_ESCAPES)
    if not _QUOTED.fullmatch(quoted) or unknown:
        raise _broken(path, number, quoted)
    return re.sub(r"\\(.)", lambda found: _ESCAPES[found[1]], inner)


def _broken(path: Path, number: int, line: str) -> ValueError:
    return ValueError(
        f"{path}, line {number}: found {line[:80]!r}; expected a comment, msgctxt, msgid, msgid_plural or msgstr with "
        "text in double quotes, or only such text, which continues the line before. Check that this is a .po file that nobody has edited."
    )
