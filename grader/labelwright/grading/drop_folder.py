"""Look into a folder that files land in, and say which of them are complete: a file that still grows is left alone."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from labelwright.checks.verdicts import OutcomeKind
from labelwright.exchange.outside_text import one_line
from labelwright.grading.archives import owner_in
from labelwright.grading.file_kinds import looks_like_work
from labelwright.grading.members import members_of_folder
from labelwright.grading.submissions import Submission

log = logging.getLogger(__name__)

PATIENCE = 120.0
"""How many seconds a file must be unchanged until it is believed to be damaged, and not half copied."""
_HALF = (".part", ".partial", ".filepart", ".crdownload", ".download", ".tmp")
_SEEN = "seen, %d bytes; waiting until it no longer changes"
_NOT_WORK = (OutcomeKind.UNREADABLE, OutcomeKind.EMPTY)
_Size = tuple[int, int]


@dataclass
class DropFolder:
    """What is known about the files of a folder from one look to the next: their sizes, and since when they are the same."""

    folder: Path
    without: Collection[Path] = ()
    clock: Callable[[], float] = time.monotonic
    still: set[str] = field(default_factory=set)
    """The files that had the same size and time in the last two looks."""
    _sizes: dict[str, _Size] = field(default_factory=dict)
    _since: dict[str, float] = field(default_factory=dict)
    _done: dict[str, _Size] = field(default_factory=dict)
    _held: set[str] = field(default_factory=set)

    def look(self) -> set[str]:
        """Return the names of files that are complete and new, or changed since they were done.

        A file waits for the other files of its person, such as the answer files next to a notebook.
        """
        try:
            current = self._look()
        except OSError as error:
            log.info("%s cannot be opened now: %s", self.folder, error.strerror or error)
            return set()
        now = self.clock()
        self.still = {name for name, size in current.items() if self._is_still(name, size, now)}
        for name, size in current.items():
            if self._sizes.get(name) != size:
                seen = "still changing, %d bytes" if name in self._sizes else _SEEN
                log.info(f"%s: {seen}", one_line(name), size[0])
                self._since[name] = now
        for known in (self._since, self._done):
            for name in [name for name in known if name not in current]:
                del known[name]
        self._sizes, self._held = current, set()
        busy = {_person(name) for name in current if name not in self.still}
        return {
            name for name in self.still if self._done.get(name) != current[name] and _person(name) not in busy
        }

    def complete(self, found: Iterable[Submission]) -> Iterator[Submission]:
        """Yield the submissions, without those that look damaged but may be half copied: they are looked at again."""
        for submission in found:
            name = self._file_of(submission)
            kind = submission.problem.kind if submission.problem else None
            if kind in _NOT_WORK and self.clock() - self._since.get(name, self.clock()) < PATIENCE:
                self._held.add(name)
            else:
                yield submission

    def done(self, names: Iterable[str]) -> None:
        """Remember that these files were graded as they are now."""
        for name in names:
            if name in self._sizes and name not in self._held:
                self._done[name] = self._sizes[name]

    def _is_still(self, name: str, size: _Size, now: float) -> bool:
        waits = PATIENCE if name.lower().endswith(_HALF) else 0.0
        return self._sizes.get(name) == size and now - self._since.get(name, now) >= waits

    def _look(self) -> dict[str, _Size]:
        os.scandir(self.folder).close()
        found = {}
        for member in members_of_folder(self.folder, self.without):
            try:
                status = (self.folder / member.name).lstat()
            except OSError:
                # It was removed or renamed since it was listed.
                continue
            found[member.name] = (status.st_size, status.st_mtime_ns)
        return found

    def _file_of(self, submission: Submission) -> str:
        """Return the file of the folder that a submission is in."""
        path = PurePosixPath(submission.source_name)
        return next((str(each) for each in (path, *path.parents) if str(each) in self._sizes), str(path))


def _person(name: str) -> str:
    """Return whose file it is, as far as its path says: by the LMS, by its folder, or nobody's for loose answer files."""
    path = PurePosixPath(name)
    owner = owner_in(name)
    if owner or len(path.parts) > 1:
        return owner or path.parts[0]
    return f"/{name}" if looks_like_work(name) else "/"
