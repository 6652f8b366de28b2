"""Read a notebook's code from a stranger's bytes: any notebook format, wrong encodings, broken cells."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from labelwright.checks.verdicts import Outcome, OutcomeKind
from labelwright.course.handed_out import HandedSample
from labelwright.errors import LabelwrightError

MAX_BYTES = 64 * 1024 * 1024
MAX_PARTS = 5_000_000
"""The most commas and brackets in a notebook's JSON: small parts take much more memory than their bytes."""
MAX_CELLS = 5_000
MAX_CODE = 4 * 1024 * 1024
MAX_AS_TEXT = 20_000
"""The longest cell of another type that is read as Python, to say that an answer in it did not run."""
_CONFLICT = re.compile(r"^<{7} ", re.MULTILINE)
_EXERCISE_CALL = re.compile(r"""\bexercise\(\s*["']([^"'\n]{1,120})["']\s*\)""")


class NotebookError(LabelwrightError):
    """The bytes are not a notebook that can be graded; `outcome` says why."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.sentence)
        self.outcome = outcome


@dataclass(frozen=True)
class NotebookCode:
    """A notebook's code cells in order, its metadata about the exercise, and notes on repairs."""

    cells: list[str]
    stated: dict[str, Any]
    notes: tuple[str, ...] = ()
    python: str = ""
    """The version of Python that the notebook says it was run with; empty if it does not say."""

    @property
    def exercise(self) -> str:
        """The exercise's slug from the metadata, or else from the `exercise("...")` call; empty without both."""
        slug = self.stated.get("exercise")
        if isinstance(slug, str) and slug:
            return slug
        found = _EXERCISE_CALL.search("\n".join(self.cells))
        return found[1] if found else ""

    @property
    def learner(self) -> str:
        """The learner's id from the metadata, or empty."""
        learner = self.stated.get("learner")
        return learner if isinstance(learner, str) else ""

    @property
    def version(self) -> int | None:
        """The exercise version from the metadata, or None."""
        version = self.stated.get("version")
        return version if isinstance(version, int) and not isinstance(version, bool) else None

    @property
    def sample(self) -> HandedSample | None:
        """The handed-out sample that the metadata names, or None."""
        try:
            return HandedSample.model_validate(self.stated.get("sample"))
        except ValidationError:
            return None


def read_notebook(payload: bytes) -> NotebookCode:
    """Return the code of a notebook of nbformat 1 to 4; raise NotebookError if there is none to grade."""
    text, notes = _text(payload)
    document = _document(text)
    if document.get("nbformat", 4) != 4 or "worksheets" in document:
        document, noted = _converted(document)
        notes += noted
    cells = document.get("cells")
    if not isinstance(cells, list):
        raise _unreadable("It is JSON, but it has no cells, so it is not a notebook.")
    code = [_source(cell) for cell in cells if isinstance(cell, dict) and cell.get("cell_type") == "code"]
    if len(code) > MAX_CELLS or sum(map(len, code)) > MAX_CODE:
        raise _unreadable(
            f"It has {len(code):,} code cells with {sum(map(len, code)):,} characters; at most "
            f"{MAX_CELLS:,} cells with {MAX_CODE:,} characters are run."
        )
    if not any(source.strip() for source in code):
        raise NotebookError(
            Outcome(
                kind=OutcomeKind.EMPTY,
                sentence="The notebook has no code in it, so there is nothing to grade.",
                advice="Check that this is the right file, and hand in the notebook you worked in.",
            )
        )
    notes += [*_code_as_text(cells)]
    return NotebookCode(code, _stated(document), tuple(notes), _python(document))


def _text(payload: bytes) -> tuple[str, list[str]]:
    if not payload.strip():
        raise NotebookError(
            Outcome(
                kind=OutcomeKind.EMPTY,
                sentence="The file is empty.",
                advice="Save the notebook again, check that the file is not empty, and hand it in again.",
            )
        )
    if len(payload) > MAX_BYTES:
        raise _unreadable(f"The file has {len(payload):,} bytes; at most {MAX_BYTES:,} are read.")
    encoding = "utf-16" if payload[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return payload.decode(encoding), []
    except UnicodeDecodeError:
        note = "The notebook was not saved as UTF-8, so it was read as Windows-1252. Check accented letters."
        return payload.decode("cp1252", errors="replace"), [note]


def _document(text: str) -> dict[str, Any]:
    if sum(text.count(mark) for mark in ",[{") > MAX_PARTS:
        raise _unreadable(f"Its JSON has more than {MAX_PARTS:,} parts. Clear the outputs and save it again.")
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        if marks := _CONFLICT.search(text):
            line = text.count("\n", 0, marks.start()) + 1
            raise _unreadable(
                f"It has conflict marks of git, the first in line {line}: two versions of the notebook are in one file.",
                "Choose one version with `git checkout --ours FILE` or `git checkout --theirs FILE`, open it in JupyterLab, "
                "and hand it in again.",
            ) from None
        if _stops(text.rstrip(), error):
            raise _unreadable(f"The file stops in the middle, at character {len(text):,}.") from None
        raise _unreadable(f"It stops being JSON at line {error.lineno}, column {error.colno}.") from None
    except (RecursionError, ValueError):
        raise _unreadable("Its JSON cannot be read: it is nested too deeply or has a giant number.") from None
    if not isinstance(document, dict):
        raise _unreadable("It is JSON, but not a notebook.")
    return document


def _stops(text: str, error: json.JSONDecodeError) -> bool:
    """Return whether the JSON ends too early: in a string, a word, an escape, or between parts."""
    rest = text[error.pos :]
    word = any(word.startswith(rest) for word in ("true", "false", "null", "NaN", "Infinity", "-Infinity"))
    return len(rest) <= 1 or word or "Unterminated" in error.msg or (rest.startswith("\\u") and len(rest) < 6)


def _converted(document: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    import nbformat

    found = document.get("nbformat", 3 if "worksheets" in document else None)
    try:
        node = nbformat.from_dict({**document, "nbformat": int(found or 0), "nbformat_minor": 0})
        converted = json.loads(json.dumps(nbformat.convert(node, 4)))
    except Exception:
        raise _unreadable(f"It has the notebook format {found!r}, which cannot be converted.") from None
    return converted, [f"The notebook had the old format {found}; it was converted."]


def _source(cell: dict[str, Any]) -> str:
    source = cell.get("source", "")
    if isinstance(source, list):
        return "".join(line for line in source if isinstance(line, str)).replace("\r\n", "\n")
    return source.replace("\r\n", "\n") if isinstance(source, str) else ""


def _code_as_text(cells: list[Any]) -> Iterator[str]:
    """Yield a note for each cell that is not code but holds nothing else than Python with an answer in it."""
    for number, cell in enumerate(cells, start=1):
        if not isinstance(cell, dict) or cell.get("cell_type") not in ("markdown", "raw"):
            continue
        source = _source(cell)
        names = _assigned(source) if len(source) <= MAX_AS_TEXT else []
        if names:
            yield (
                f"Cell {number} is a {cell['cell_type'].capitalize()} cell, so its Python did not run: it would make "
                f"{', '.join(f'`{name}`' for name in names[:5])}. Change the cell's type to Code."
            )


def _assigned(source: str) -> list[str]:
    """Return the names that `source` gives a value; empty if it is not Python."""
    try:
        statements = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    names: list[str] = []
    for statement in statements:
        if isinstance(statement, ast.FunctionDef | ast.ClassDef):
            names.append(statement.name)
        targets = statement.targets if isinstance(statement, ast.Assign) else []
        if isinstance(statement, ast.AnnAssign) and statement.value is not None:
            targets = [statement.target]
        names += [target.id for target in targets if isinstance(target, ast.Name)]
    return names


def _python(document: dict[str, Any]) -> str:
    metadata = document.get("metadata")
    language = metadata.get("language_info") if isinstance(metadata, dict) else None
    version = (
        language.get("version") if isinstance(language, dict) and language.get("name") == "python" else None
    )
    found = re.match(r"[0-9]{1,3}\.[0-9]{1,3}", version) if isinstance(version, str) else None
    return found[0] if found else ""


def _stated(document: dict[str, Any]) -> dict[str, Any]:
    metadata = document.get("metadata")
    stated = metadata.get("labelwright") if isinstance(metadata, dict) else None
    return stated if isinstance(stated, dict) else {}


def _unreadable(sentence: str, advice: str = "") -> NotebookError:
    usual = "Open the notebook in JupyterLab. If it opens, save it and hand it in again; if not, use an older copy."
    return NotebookError(Outcome(kind=OutcomeKind.UNREADABLE, sentence=sentence, advice=advice or usual))
