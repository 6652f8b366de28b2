"""Read the job seeker's own words about each work, and show what changed between two versions of a text."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from labelwright.errors import PortfolioError
from labelwright_portfolio.profile import Line

Prose = Annotated[str, Field(max_length=6000)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, str_strip_whitespace=True)


class Guideline(_Part):
    """An excerpt of the job seeker's own guideline: the first version, the version now, and why it changed."""

    title: Line = ""
    before: Prose = ""
    after: Prose = ""
    why: Prose = ""


class ErrorNote(_Part):
    """One kind of error that the job seeker found in their own work, and what they changed."""

    kind: Annotated[str, Field(min_length=1, max_length=200)]
    example: Annotated[str, Field(max_length=1000)] = ""
    cause: Annotated[str, Field(max_length=1000)] = ""
    change: Annotated[str, Field(max_length=1000)] = ""


class ShownStory(_Part):
    """The part of a story that is published; `notebook` is the name of the published file, empty if there is none."""

    headline: Line = ""
    rationale: Prose = ""
    guideline: Guideline = Guideline()
    errors: list[ErrorNote] = Field(default=[], max_length=20)
    learned: Prose = ""
    notebook: Annotated[str, Field(pattern=r"\A([a-z0-9-]+(\.labelwright\.zip|\.ipynb))?\z")] = ""

    @property
    def brief(self) -> ShownStory:
        """The part that the front page needs."""
        return ShownStory(headline=self.headline, notebook=self.notebook)


class Story(_Part):
    """A whole story: the words, and what else may be published."""

    headline: Line = ""
    rationale: Prose = ""
    guideline: Guideline = Guideline()
    errors: list[ErrorNote] = Field(default=[], max_length=20)
    learned: Prose = ""
    publish_notebook: bool = False
    publish_attempts: bool = False

    def shown(self, notebook: str = "") -> ShownStory:
        """Return what is published: the words, by an allow-list, and the file name of the published notebook if any."""
        words = self.model_dump(exclude={"publish_notebook", "publish_attempts"})
        return ShownStory.model_validate({**words, "notebook": notebook})


def load_stories(folder: Path) -> dict[str, Story]:
    """Return the stories in `folder`, by exercise; raise PortfolioError with the file and field to fix."""
    return {path.stem: load_story(path) for path in sorted(folder.glob("*.toml"))}


def load_story(path: Path) -> Story:
    """Return the story in one file; raise PortfolioError with the field to fix."""
    try:
        return Story.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError) as error:
        raise PortfolioError(f"{path} cannot be read as UTF-8 text: {error}.") from None
    except tomllib.TOMLDecodeError as error:
        raise PortfolioError(
            f'{path} is not valid TOML: {error}. Put longer text in three quotes: rationale = """..."""'
        ) from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        fields = ", ".join(Story.model_fields)
        unknown = first["type"] == "extra_forbidden"
        problem = f" is not a field here (fields: {fields})" if unknown else f": {first['msg']}"
        raise PortfolioError(f"Fix {path}: {place}{problem}.") from None


@dataclass(frozen=True)
class DiffLine:
    """One line of a comparison; `change` is "same", "gone" or "new"."""

    change: str
    text: str


def diff_lines(before: str, after: str) -> list[DiffLine]:
    """Return the lines of both versions in reading order, without empty lines."""
    old, new = _filled_lines(before), _filled_lines(after)
    lines: list[DiffLine] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            lines += [DiffLine("same", text) for text in old[i1:i2]]
        else:
            lines += [DiffLine("gone", text) for text in old[i1:i2]]
            lines += [DiffLine("new", text) for text in new[j1:j2]]
    return lines


def _filled_lines(text: str) -> list[str]:
    return [stripped for line in text.splitlines() if (stripped := line.strip())]
