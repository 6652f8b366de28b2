"""Copy data files to where the sandbox can read them: behind bubblewrap there are only Python and the scratch folder."""

from __future__ import annotations

import shutil
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from labelwright.grading.sandbox.execution import Job
from labelwright.grading.sandbox.fork_server import ForkServer
from labelwright.grading.sandbox.isolation import python_paths

FOLDER = "data"


def stage_data_files(job: Job, server: ForkServer) -> Job:
    """Copy data files that bubblewrap hides into the scratch folder; return the job with the new paths.

    Each file is copied once per fork server, and files of one folder stay together. Without bubblewrap the job does
    not change.
    """
    if "bubblewrap" not in server.layers:
        return job
    copies = {path: str(_copy(Path(path), server.scratch)) for path in job.readable}
    files = {slug: copies.get(path, path) for slug, path in job.session["files"].items()}
    return replace(job, readable=list(copies.values()), session={**job.session, "files": files})


def _copy(path: Path, scratch: Path) -> Path:
    # A copy that was made for this job is in the scratch folder already, and must end with the job.
    if any(path.is_relative_to(place) for place in (scratch, *python_paths())):
        return path
    status = path.stat()
    target = scratch / FOLDER / sha256(str(path.parent).encode()).hexdigest()[:12] / path.name
    if not target.exists() or target.stat().st_mtime_ns != status.st_mtime_ns:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target)
    return target
