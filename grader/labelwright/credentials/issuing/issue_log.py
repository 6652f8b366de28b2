"""The folder of issued credentials and its log: one JSON line for each, saying what was issued to whom."""

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
from labelwright.credentials.strict_json import UnsafeJsonError, parse
from labelwright.notebook.submission_file import safe_name

LOG = "issued.jsonl"
Hash = Annotated[str, Field(pattern=r"\A[0-9a-f]{64}\z")]


class Issued(BaseModel):
    """One line of the log; `work` is the submission's SHA-256, `sha256` those of the two files. No e-mail address."""

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
class Register:
    """A folder of credentials: `<learner>/<exercise>.json`, its evidence beside it, and the log."""

    folder: Path

    @property
    def log(self) -> Path:
        """The log's file."""
        return self.folder / LOG

    def files(self, learner: str, exercise: str) -> tuple[Path, Path]:
        """Where a learner's credential for an exercise lies, and where its evidence."""
        home = self.folder / safe_name(learner)
        return home / f"{exercise}.json", home / f"{exercise}.evidence.json"

    def newest(self) -> dict[tuple[str, str], Issued]:
        """The last line of each learner and exercise; CredentialError where a line cannot be read."""
        found: dict[tuple[str, str], Issued] = {}
        try:
            lines = self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []
        except (OSError, UnicodeDecodeError) as trouble:
            raise CredentialError(f"The log {self.log} cannot be read: {trouble}. {_RESTORE}") from None
        for number, line in enumerate(lines, 1):
            try:
                entry = Issued.model_validate(parse(line))
            except (UnsafeJsonError, ValidationError):
                raise CredentialError(
                    f"The log {self.log}, line {number}, is not a line that labelwright wrote. {_RESTORE}"
                ) from None
            found[entry.learner, entry.exercise] = entry
        return found

    def state(self, entry: Issued) -> str:
        """How the files of an entry are: "whole", "missing" where one is not there, or "changed"."""
        wanted = (entry.sha256, entry.evidence_sha256)
        there = [_hash(path) for path in self.files(entry.learner, entry.exercise)]
        if any(found and found != want for found, want in zip(there, wanted, strict=True)):
            return "changed"
        return "whole" if all(there) else "missing"

    def keep(self, entry: Issued, credential: bytes, shown: bytes) -> Path:
        """Write the line (unless it is there) and then both files, each whole or not at all; the credential's path.

        A run that is cut short between them leaves a line without files, which the next run writes.
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
                "and run the command again: it goes on where it stopped."
            ) from None
        return path

    def _append(self, entry: Issued) -> None:
        line = json.dumps(entry.model_dump(), ensure_ascii=False) + "\n"
        descriptor = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(line.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())


_RESTORE = (
    "Restore it from a backup: it says what you have issued. Without it, use another folder with --out."
)


def digest(content: bytes) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    return sha256(content).hexdigest()


def _hash(path: Path) -> str:
    try:
        return digest(path.read_bytes())
    except FileNotFoundError:
        return ""
    except OSError as trouble:
        raise CredentialError(f"{path} cannot be read: {trouble.strerror}. Check its rights.") from None


def _replace(path: Path, content: bytes) -> None:
    draft = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
