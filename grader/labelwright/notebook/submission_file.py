"""Write the file that a learner hands in, from a notebook that is saved."""

from __future__ import annotations

import io
import json
import re
import time
import zipfile
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from labelwright.course.exercise import Exercise
from labelwright.course.handed_out import HandedSample, handed_out
from labelwright.notebook.workspace import Workspace, WorkspaceError

_ran: dict[str, float] = {}
"""The source of each cell that ran in this kernel, and when it last ran (seconds since 1970)."""


def watch() -> None:
    """Start to record which cells run; the cell that calls this is already running and is not recorded."""
    from IPython.core.getipython import get_ipython

    shell = get_ipython()
    if shell is not None:
        # Registering the same function again changes nothing.
        shell.events.register("pre_run_cell", _record)


def is_saved(notebook: Path) -> bool:
    """Return whether the file contains every cell that ran since it was written, unchanged.

    What ran before the file was written does not count: drafts may be rewritten or deleted.
    False if the file cannot be read as a notebook.
    """
    try:
        written = notebook.stat().st_mtime
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        saved = {"".join(cell["source"]).strip() for cell in cells if cell["cell_type"] == "code"}
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return all(source in saved for source, when in _ran.items() if when > written)


def _record(info: Any) -> None:
    source = (info.raw_cell or "").strip()
    if source and info.store_history:
        _ran[source] = time.time()


MANIFEST = "manifest.json"
NOTEBOOK = "notebook.ipynb"
SUFFIX = ".labelwright.zip"
FORMAT = "labelwright-submission"


class Manifest(BaseModel):
    """The learner, exercise and version of a submission file; `files` maps each member's name to its sha256.

    `sample` says which handed-out sample the work was made with; work that was not made from a handout has none.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    format: str
    format_version: int
    learner: str
    exercise: str
    version: int
    form: int = 1
    files: dict[str, str]
    sample: HandedSample | None = None


def content_digest(
    learner: str, exercise: str, files: Mapping[str, str], sample: HandedSample | None = None
) -> str:
    """Return the sha256 that identifies a submission: learner, exercise, the sha256 of every file, a handed-out sample."""
    lines = [learner, exercise, *(f"{name} {digest}" for name, digest in sorted(files.items()))]
    lines += [f"sample of {sample.learner} {sample.sha256}"] if sample else []
    # Names come from files that other people made and may contain broken Unicode.
    return sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()


def write_submission(workspace: Workspace, exercise: Exercise, notebook: Path) -> Path:
    """Write the submission file next to the notebook and return its path.

    The number in the name goes up, so no older file is overwritten. WorkspaceError if the notebook is missing.
    """
    if not notebook.is_file():
        raise WorkspaceError(
            f"{notebook} does not exist, so there is nothing to hand in. Run `labelwright start`."
        )
    members = {NOTEBOOK: notebook.read_bytes()}
    for name in exercise.files:
        path = notebook.parent / name
        if path.is_file():
            members[name] = path.read_bytes()
    handout = handed_out(exercise.folder.parents[1])
    sample = handout.sample(exercise.slug) if handout else None
    payload = pack(workspace.learner, exercise, members, sample)
    stem = f"{exercise.slug}--{safe_name(workspace.learner)}"
    for count in range(1, 10_000):
        target = notebook.parent / f"{stem}--{count}{SUFFIX}"
        if target.exists() and target.read_bytes() == payload:
            return target
        if not target.exists():
            target.write_bytes(payload)
            return target
    raise WorkspaceError(
        f"{notebook.parent} already contains 9,999 submissions. Move some of them to another folder."
    )


def pack(
    learner: str, exercise: Exercise, members: Mapping[str, bytes], sample: HandedSample | None = None
) -> bytes:
    """Return the submission file's bytes; the same work always gives the same bytes."""
    manifest = Manifest(
        format=FORMAT,
        format_version=1,
        learner=learner,
        exercise=exercise.slug,
        version=exercise.version,
        files={name: sha256(data).hexdigest() for name, data in sorted(members.items())},
        sample=sample,
    )
    stated = manifest.model_dump_json(indent=1, exclude_none=True)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in [(MANIFEST, stated.encode()), *sorted(members.items())]:
            # With a fixed date the bytes are the same every time.
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")
"""Names that Windows keeps for devices, with any ending."""
_LIKE_HASHED = re.compile(r".*-[0-9a-f]{12}")


def safe_name(learner: str) -> str:
    """Return a learner's id as a file name: plain letters; if that changed the id, digits of its hash make it unique."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", learner).strip("-.")[:60]
    is_taken = _LIKE_HASHED.fullmatch(plain) is not None
    if _RESERVED.fullmatch(plain.lower()):
        plain, is_taken = plain.replace(".", "-"), True
    # Windows and macOS ignore case in file names, so an id with capital letters gets its hash as well.
    if plain and plain == learner == plain.lower() and not is_taken:
        return plain
    return f"{plain or 'learner'}-{sha256(learner.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"
