"""The folder of issued credentials and its log: one JSON line for each, with what was issued to whom."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Annotated
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from labelwright.credentials.issue import CredentialError
from labelwright.credentials.json_ld import UnsafeJsonError, parse
from labelwright.notebook.submission_file import safe_name

LOG = "issued.jsonl"
Hash = Annotated[str, Field(pattern=r"\A[0-9a-f]{64}\z")]


class LogEntry(BaseModel):
    """One line of the log; `work` is the submission's SHA-256, `sha256` the credential file's. It has no e-mail address."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    when: str
    learner: str
    exercise: str
    version: int
    work: Hash
    report: Hash
    credential: str
    sha256: Hash
    evidence_sha256: Hash
    issuer: str
    issuer_name: str
    recipient: str
    valid_until: str = ""


@dataclass(frozen=True)
class IssueLog:
    """A folder of credentials: `<learner>/<exercise>.json`, its evidence file next to it, and the log."""

    folder: Path

    @property
    def path(self) -> Path:
        """The log's file."""
        return self.folder / LOG

    def files(self, learner: str, exercise: str) -> tuple[Path, Path]:
        """Return the files of a learner's credential for an exercise and of its evidence."""
        learner_folder = self.folder / safe_name(learner)
        return learner_folder / f"{exercise}.json", learner_folder / f"{exercise}.evidence.json"

    def newest(self) -> dict[tuple[str, str], LogEntry]:
        """Return the last entry for each learner and exercise; raise CredentialError if a line cannot be read."""
        entries: dict[tuple[str, str], LogEntry] = {}
        try:
            lines = self.path.read_text(encoding="utf-8").splitlines() if self.path.exists() else []
        except (OSError, UnicodeDecodeError) as trouble:
            raise CredentialError(f"The log {self.path} cannot be read: {trouble}. {_RESTORE}") from None
        for number, line in enumerate(lines, 1):
            try:
                entry = LogEntry.model_validate(parse(line))
            except (UnsafeJsonError, ValidationError):
                raise CredentialError(
                    f"The log {self.path}, line {number}, was not written by labelwright. {_RESTORE}"
                ) from None
            entries[entry.learner, entry.exercise] = entry
        return entries

    def status(self, entry: LogEntry) -> str:
        """Return whether the files of an entry are "whole", "missing" (one or both) or "changed"."""
        recorded = (entry.sha256, entry.evidence_sha256)
        present = [_hash(path) for path in self.files(entry.learner, entry.exercise)]
        if any(found and found != expected for found, expected in zip(present, recorded, strict=True)):
            return "changed"
        return "whole" if all(present) else "missing"

    def write(self, entry: LogEntry, credential: bytes, shown: bytes) -> Path:
        """Write the log's line (if it is not there yet), then both files, each whole or not at all; return the path.

        A run that is interrupted in between leaves a line without files; the next run writes them.
        """
        path, evidence_path = self.files(entry.learner, entry.exercise)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if self.newest().get((entry.learner, entry.exercise)) != entry:
                self._append(entry)
            _replace(evidence_path, shown)
            _replace(path, credential)
        except OSError as trouble:
            raise CredentialError(
                f"{path} cannot be written: {trouble.strerror}. Check that the folder is yours and has space left, "
                "and run the command again: it continues where it stopped."
            ) from None
        return path

    def _append(self, entry: LogEntry) -> None:
        line = json.dumps(entry.model_dump(), ensure_ascii=False) + "\n"
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(line.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())


_RESTORE = "Restore it from a backup: it lists what you have issued. Without a backup, use another folder with --out."


def digest(content: bytes) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    return sha256(content).hexdigest()


def _hash(path: Path) -> str:
    try:
        return digest(path.read_bytes())
    except FileNotFoundError:
        return ""
    except OSError as trouble:
        raise CredentialError(f"{path} cannot be read: {trouble.strerror}. Check who may read it.") from None


def _replace(path: Path, content: bytes) -> None:
    draft = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
