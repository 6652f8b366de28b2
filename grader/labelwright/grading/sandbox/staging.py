"""Put data files where a sandbox sees them: behind bubblewrap there is only Python and the scratch folder."""

from __future__ import annotations

import shutil
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from labelwright.grading.sandbox.execution import Job
from labelwright.grading.sandbox.fork_server import Warm
from labelwright.grading.sandbox.isolation import python_paths

FOLDER = "data"


def in_sight(job: Job, warm: Warm) -> Job:
    """The job with every data file that bubblewrap would hide copied, once a warm parent, into its scratch folder.

    Fetched data lies in the user's cache and included data in the course; neither is opened as a whole. Files of one
    folder stay together. Without bubblewrap the job stays as it is.
    """
    if "bubblewrap" not in warm.walls:
        return job
    seen = {path: str(_copied(Path(path), warm.scratch)) for path in job.readable}
    files = {slug: seen.get(path, path) for slug, path in job.session["files"].items()}
    return replace(job, readable=list(seen.values()), session={**job.session, "files": files})


def _copied(path: Path, scratch: Path) -> Path:
    if any(path.is_relative_to(place) for place in python_paths()):
        return path
    status = path.stat()
    target = scratch / FOLDER / sha256(str(path.parent).encode()).hexdigest()[:12] / path.name
    if not target.exists() or target.stat().st_mtime_ns != status.st_mtime_ns:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target)
    return target
