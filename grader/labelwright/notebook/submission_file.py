"""Write the file a learner hands in: the notebook, the answer files, and who, what and which version."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from labelwright.course.exercise import Exercise
from labelwright.notebook.workspace import Workspace, WorkspaceError

MANIFEST = "manifest.json"
NOTEBOOK = "notebook.ipynb"
SUFFIX = ".labelwright.zip"
FORMAT = "labelwright-submission"


class Manifest(BaseModel):
    """What a submission file says of itself; `files` maps each member's name to its sha256."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    format: str
    format_version: int
    learner: str
    exercise: str
    version: int
    form: int = 1
    files: dict[str, str]


def content_digest(learner: str, exercise: str, files: Mapping[str, str]) -> str:
    """The sha256 that identifies a submission: who, which exercise, and every file's sha256."""
    lines = [learner, exercise, *(f"{name} {digest}" for name, digest in sorted(files.items()))]
    # Names come from strangers' files and may hold broken Unicode.
    return sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()


def write_submission(workspace: Workspace, exercise: Exercise, notebook: Path) -> Path:
    """Write the submission file beside the notebook and return its path; an older one is kept.

    WorkspaceError where the notebook is missing. The name counts up, so nothing is ever overwritten.
    """
    if not notebook.is_file():
        raise WorkspaceError(
            f"{notebook} is not there, so there is nothing to hand in. Run `labelwright start`."
        )
    members = {NOTEBOOK: notebook.read_bytes()}
    for name in exercise.files:
        path = notebook.parent / name
        if path.is_file():
            members[name] = path.read_bytes()
    payload = pack(workspace.learner, exercise, members)
    stem = f"{exercise.slug}--{safe_name(workspace.learner)}"
    for count in range(1, 10_000):
        target = notebook.parent / f"{stem}--{count}{SUFFIX}"
        if target.exists() and target.read_bytes() == payload:
            return target
        if not target.exists():
            target.write_bytes(payload)
            return target
    raise WorkspaceError(f"{notebook.parent} holds 9,999 submissions already. Move some away.")


def pack(learner: str, exercise: Exercise, members: Mapping[str, bytes]) -> bytes:
    """The submission file's bytes; the same work always gives the same bytes."""
    manifest = Manifest(
        format=FORMAT,
        format_version=1,
        learner=learner,
        exercise=exercise.slug,
        version=exercise.version,
        files={name: sha256(data).hexdigest() for name, data in sorted(members.items())},
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in [(MANIFEST, manifest.model_dump_json(indent=1).encode()), *sorted(members.items())]:
            # A fixed date keeps the bytes the same from one packing to the next.
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def safe_name(learner: str) -> str:
    """A learner's id as a file name: plain letters, told apart by a few digits of its hash where changed."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", learner).strip("-.")[:60]
    # Windows and macOS fold case, so any id that folding could confuse carries its hash as well.
    if plain and plain == learner == plain.lower():
        return plain
    return f"{plain or 'learner'}-{sha256(learner.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
