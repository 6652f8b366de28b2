"""Read the profile file, in which job seekers describe themselves, with messages that say what to fix."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from labelwright.errors import PortfolioError

Line = Annotated[str, Field(max_length=200)]
Slug = Annotated[str, Field(pattern=r"\A[a-z0-9]+(-[a-z0-9]+)*\z", max_length=100)]
CEFR = re.compile(r"\((A1|A2|B1|B2|C1|C2|native)\)", re.IGNORECASE)
"""A language's level in the Common European Framework, as a profile writes it after the language's name."""


def _check_web_address(address: str) -> str:
    if not address.startswith(("https://", "http://")) or any(c.isspace() or c in "\"'<>" for c in address):
        raise ValueError("a link must be a web address that begins with https://")
    return address


def _check_site(address: str) -> str:
    if address and not re.fullmatch(r"https://[a-z0-9.-]+(/[A-Za-z0-9._~-]+)*/?", address):
        raise ValueError("the site's address looks like https://user.github.io or https://example.org/work")
    return address if not address or address.endswith("/") else f"{address}/"


def _check_email(email: str) -> str:
    email = email.strip()
    if email and (email.count("@") != 1 or email.startswith("@") or email.endswith("@") or " " in email):
        raise ValueError("this is not an e-mail address such as name@example.org")
    return email


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, str_strip_whitespace=True)


class Link(_Part):
    """One link of the page: what it is and where it leads."""

    label: Annotated[str, Field(min_length=1, max_length=80)]
    url: Annotated[str, Field(max_length=500), AfterValidator(_check_web_address)]


class ShownProfile(_Part):
    """The part of a profile that is published, embedded in the page so that it can be rendered again."""

    name: Annotated[str, Field(min_length=1, max_length=120)]
    headline: Line = ""
    languages: list[Line] = []
    domains: list[Line] = []
    availability: Line = ""
    links: list[Link] = []
    about: Annotated[str, Field(max_length=2000)] = ""
    site: Annotated[str, Field(max_length=300), AfterValidator(_check_site)] = ""
    search_engines: bool = False
    card: bool = False


class Profile(ShownProfile):
    """A whole profile; `email` is published only as a salted hash inside the credentials."""

    email: Annotated[str, Field(max_length=254), AfterValidator(_check_email)] = ""
    issuer_name: Annotated[str, Field(max_length=120)] = ""
    works: list[Slug] = []
    theme: Annotated[str, Field(max_length=40)] = "paper"

    @property
    def shown(self) -> ShownProfile:
        """The part that the page shows, by an allow-list: the fields of ShownProfile."""
        return ShownProfile.model_validate(self.model_dump(include=set(ShownProfile.model_fields)))

    @property
    def languages_without_level(self) -> list[str]:
        """The languages that name no level, so an employer cannot judge them."""
        return [language for language in self.languages if not CEFR.search(language)]

    @property
    def signing_name(self) -> str:
        """The name that the credentials give their issuer; by default the job seeker's own."""
        return self.issuer_name or self.name


def load_profile(path: Path) -> Profile:
    """Return the profile in the TOML file at `path`; raise PortfolioError with the line or field to fix."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise PortfolioError(
            f"No profile was found at {path}. Run `labelwright portfolio init` to make a folder with one."
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise PortfolioError(f"The profile {path} cannot be read as UTF-8 text: {error}.") from None
    except tomllib.TOMLDecodeError as error:
        raise PortfolioError(
            f'The profile {path} is not valid TOML: {error}. Put text in quotes: name = "Ada Example".'
        ) from None
    try:
        return Profile.model_validate(values)
    except ValidationError as error:
        sentences = map(_describe_error, error.errors(include_url=False))
        raise PortfolioError(f"Fix the profile {path}: {' '.join(sentences)}") from None


def _describe_error(error: Any) -> str:
    place = ".".join(str(step) for step in error["loc"])
    if error["type"] == "extra_forbidden":
        fields = ", ".join(Profile.model_fields)
        return f"{place} is not a field here (fields: {fields})."
    if error["type"] == "missing":
        return f"{place} is missing."
    return f"{place}: {error['msg'].removeprefix('Value error, ')}."
