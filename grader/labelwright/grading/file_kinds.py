"""Say what a file is that is not a notebook, by its first bytes and its name, and what its learner should do."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from labelwright.checks.verdicts import Outcome, OutcomeKind
from labelwright.course.root import WORKSPACE_FILE

HEAD = 512
"""How many bytes at the start of a file are enough to know it."""

_ENDINGS = {
    ".py": "a Python file",
    ".pdf": "a PDF",
    ".html": "a web page",
    ".htm": "a web page",
    ".docx": "a Word document",
    ".doc": "a Word document",
    ".odt": "an OpenDocument text",
    ".rtf": "a text document",
    ".pages": "a Pages document",
    ".rar": "a RAR archive",
    ".7z": "a 7z archive",
    ".gz": "a gzip archive",
    ".tgz": "a gzip archive",
    ".tar": "a tar archive",
    ".xz": "an xz archive",
    ".bz2": "a bzip2 archive",
    ".png": "a picture",
    ".jpg": "a picture",
    ".jpeg": "a picture",
    ".heic": "a picture",
    ".gif": "a picture",
    ".xlsx": "a spreadsheet",
    ".csv": "a table",
    ".md": "a text in Markdown",
    ".txt": "a text file",
    ".json": "a JSON file",
    ".jsonl": "a file of JSON lines",
}
_MAGIC = (
    (b"%PDF", "a PDF"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\x89PNG\r\n\x1a\n", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"{\\rtf", "a text document"),
)
_WEB_PAGE = re.compile(rb"\s*<(?:!doctype html|html|head)\b", re.IGNORECASE)
_ADVICE = {
    "a Python file": "Hand in the notebook itself (.ipynb), not the Python file that was exported from it.",
    "a PDF": "Hand in the notebook itself (.ipynb), not a printed copy.",
    "a web page": "Hand in the notebook itself (.ipynb): in JupyterLab, File > Download, not Save page as.",
    "a picture": "Hand in the notebook itself (.ipynb), not a picture of it.",
    "an empty file": "Save the notebook again, check that the file is not empty, and hand it in again.",
}
_NO_PACK = "Hand in the notebook itself (.ipynb), not packed, or the file that `labelwright submit` writes."
_NOTEBOOK = "Hand in the notebook (.ipynb), or the file that `labelwright submit` writes."
PROGRAM_FOLDERS = (
    "__MACOSX",
    "__pycache__",
    "node_modules",
    ".git",
    ".github",
    ".labelwright",
    ".venv",
    ".uv",
    ".cache",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".vscode",
    ".idea",
)
"""Folders that programs make for themselves; they are not opened."""
_CHECKPOINTS = ".ipynb_checkpoints"
_BY_PROGRAMS = (
    "thumbs.db",
    "desktop.ini",
    "submission_metadata.yml",
    "gradebook.db",
    "gradebook.db-wal",
    "gradebook.db-shm",
    WORKSPACE_FILE,
)
_NOT_BY_LEARNERS = (
    ".csv",
    ".json",
    ".jsonl",
    ".toml",
    ".yml",
    ".yaml",
    ".md",
    ".txt",
    ".xlsx",
    ".log",
    ".db",
)


def kind_by_content(head: bytes) -> str:
    """Say what a file is by its first bytes, such as "a PDF"; empty if they do not say."""
    if _WEB_PAGE.match(head.removeprefix(b"\xef\xbb\xbf")):
        return "a web page"
    return next((kind for start, kind in _MAGIC if head.startswith(start)), "")


def kind_of_file(name: str, head: bytes | None = None) -> str:
    """Say what a file is by its first bytes, if they are given and say it, or by the ending of its name."""
    if head == b"":
        return "an empty file"
    ending = PurePosixPath(name).suffix.lower()
    named = _ENDINGS.get(
        ending, f"a file that ends in `{ending[:20]}`" if ending else "a file without an ending"
    )
    return kind_by_content(head or b"") or named


def not_a_notebook(kind: str) -> Outcome:
    """Return the outcome of a file of this kind; the advice is for its learner."""
    advice = _ADVICE.get(kind) or (_NO_PACK if kind.endswith("archive") else _NOTEBOOK)
    found = OutcomeKind.EMPTY if kind == "an empty file" else OutcomeKind.UNREADABLE
    sentence = "The file is empty." if kind == "an empty file" else f"It is {kind}, not a notebook."
    return Outcome(kind=found, sentence=sentence, advice=advice)


def hidden() -> Outcome:
    """Return the outcome of work in a hidden folder, or with a hidden name."""
    return Outcome(
        kind=OutcomeKind.REFUSED,
        sentence="It is hidden: its name, or the name of its folder, begins with a dot. Programs keep old copies in such places.",
        advice="Hand in the notebook that you worked in, from a folder that you can see.",
    )


def is_residue(name: str) -> bool:
    """Return whether a program made the file for itself; nobody hands such a file in, so it is not mentioned."""
    parts = PurePosixPath(name).parts
    last = parts[-1] if parts else ""
    is_by_program = last.lower() in _BY_PROGRAMS or last.startswith(("._", "~$"))
    is_setting = is_hidden(name) and not looks_like_work(last)
    return is_by_program or is_setting or any(part in PROGRAM_FOLDERS for part in parts)


def is_hidden(name: str) -> bool:
    """Return whether a part of the path begins with a dot."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return any(part.startswith(".") and part not in (".", "..") for part in parts)


def is_checkpoint(name: str) -> bool:
    """Return whether Jupyter made the file as a copy of an open notebook."""
    return _CHECKPOINTS in PurePosixPath(name).parts


def looks_like_work(name: str) -> bool:
    """Return whether a notebook or an archive has such a name, also with an ending that a browser gave it."""
    return name.lower().endswith((".ipynb", ".zip", ".ipynb.txt", ".ipynb.json"))


def may_be_notebook(name: str) -> bool:
    """Return whether only the content of a file of this name says whether it is a notebook."""
    return PurePosixPath(name).suffix.lower() in (".json", ".txt", "")


def holds_notebook(payload: bytes) -> bool:
    """Return whether the bytes are a notebook's, or the first part of one's."""
    is_object = payload.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"
    return is_object and b'"cell_type"' in payload and (b'"cells"' in payload or b'"worksheets"' in payload)


def is_handed_in_kind(name: str) -> bool:
    """Return whether a file next to other people's work may be a learner's, by the ending of its name."""
    return PurePosixPath(name).suffix.lower() not in _NOT_BY_LEARNERS


def some(words: list[str], most: int = 8) -> str:
    """Return at most `most` words as a list, and how many more there are."""
    return ", ".join(words[:most]) + (f", and {len(words) - most} more" if len(words) > most else "")
