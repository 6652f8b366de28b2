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


@dataclass(frozen=True)
class DiffLine:
    """One line and its fate: "same", "gone" or "new"."""

    fate: str
    text: str


def line_diff(before: str, after: str) -> list[DiffLine]:
    """The lines of both versions in reading order; empty lines are dropped."""
    old, new = _lines(before), _lines(after)
    found: list[DiffLine] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [DiffLine("same", text) for text in old[i1:i2]]
        else:
            found += [DiffLine("gone", text) for text in old[i1:i2]]
            found += [DiffLine("new", text) for text in new[j1:j2]]
    return found


def _lines(text: str) -> list[str]:
    return [stripped for line in text.splitlines() if (stripped := line.strip())]


Prose = Annotated[str, Field(max_length=6000)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, str_strip_whitespace=True)


class Guideline(_Part):
    """An excerpt of the job seeker's own guideline: how it stood first, how it stands now, and why it changed."""

    title: Line = ""
    before: Prose = ""
    after: Prose = ""
    why: Prose = ""


class Mistake(_Part):
    """One kind of error that the job seeker found in their own work, and what they changed."""

    kind: Annotated[str, Field(min_length=1, max_length=200)]
    example: Annotated[str, Field(max_length=1000)] = ""
    cause: Annotated[str, Field(max_length=1000)] = ""
    change: Annotated[str, Field(max_length=1000)] = ""


class ShownStory(_Part):
    """The part of a story that is published; `notebook` is the name of the published file, empty where there is none."""

    headline: Line = ""
    rationale: Prose = ""
    guideline: Guideline = Guideline()
    errors: list[Mistake] = Field(default=[], max_length=20)
    learned: Prose = ""
    notebook: Annotated[str, Field(pattern=r"\A([a-z0-9-]+(\.labelwright\.zip|\.ipynb))?\z")] = ""

    @property
    def brief(self) -> ShownStory:
        """What the front page needs of it."""
        return ShownStory(headline=self.headline, notebook=self.notebook)


class Story(_Part):
    """A whole story: the words, and what may be published besides them."""

    headline: Line = ""
    rationale: Prose = ""
    guideline: Guideline = Guideline()
    errors: list[Mistake] = Field(default=[], max_length=20)
    learned: Prose = ""
    publish_notebook: bool = False
    publish_attempts: bool = False

    def shown(self, notebook: str = "") -> ShownStory:
        """What is published: the words, by an allow-list, and the notebook's file name where one is published."""
        words = self.model_dump(exclude={"publish_notebook", "publish_attempts"})
        return ShownStory.model_validate({**words, "notebook": notebook})


def load_stories(folder: Path) -> dict[str, Story]:
    """The stories in `folder`, by exercise; PortfolioError says which file and field to mend."""
    return {path.stem: load_story(path) for path in sorted(folder.glob("*.toml"))}


def load_story(path: Path) -> Story:
    """The story in one file."""
    try:
        return Story.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError) as trouble:
        raise PortfolioError(f"{path} cannot be read as UTF-8 text: {trouble}.") from None
    except tomllib.TOMLDecodeError as trouble:
        raise PortfolioError(
            f'{path} is not valid TOML: {trouble}. Longer text stands in three quotes: rationale = """..."""'
        ) from None
    except ValidationError as trouble:
        first = trouble.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        known = ", ".join(Story.model_fields)
        strange = first["type"] == "extra_forbidden"
        words = f" is not a field here (fields: {known})" if strange else f": {first['msg']}"
        raise PortfolioError(f"{path} needs mending: {place}{words}.") from None
