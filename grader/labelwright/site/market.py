"""Read the dated facts about pay and the market, say which have expired, and render them with their caveats."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from labelwright.course.root import CourseError
from labelwright.site.exercise_pages import table

TOPICS = ("floor", "expert", "year", "hours", "stability", "law", "demand", "scams")
FULL_YEAR_HOURS = 2080
"""40 hours in each of 52 weeks: what turns an hourly rate into a yearly figure that nobody is promised."""
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DATE = re.compile(r"undated|\d{4}(-\d{2}(-\d{2})?)?")


class Fact(BaseModel):
    """One reported figure with everything that has to be said beside it; one block of facts.toml.

    It holds either `value`, or `low` and `high`. `about` marks a rounded value, `beyond` a range whose upper end is
    exceeded. `date` is the source's: YYYY, YYYY-MM, YYYY-MM-DD or "undated".
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    topic: Literal["floor", "expert", "year", "hours", "stability", "law", "demand", "scams"]
    who: str = Field(min_length=1)
    states: str = Field(min_length=1)
    value: float | None = None
    low: float | None = None
    high: float | None = None
    about: bool = False
    beyond: bool = False
    unit: str = Field(min_length=1)
    population: str = Field(min_length=1)
    country: str = Field(min_length=1)
    title: str = Field(min_length=1)
    publisher: str = Field(min_length=1)
    date: str
    mark: Literal["primary", "secondary"]
    read_in: str = Field(min_length=1)
    url: str = Field(default="", pattern=r"^(https://\S+)?$")
    caveat: str = Field(min_length=1)
    entered: datetime.date

    @field_validator("date")
    @classmethod
    def _source_date(cls, told: str) -> str:
        if not _DATE.fullmatch(told):
            raise ValueError("write YYYY, YYYY-MM, YYYY-MM-DD or undated")
        if told != "undated":
            datetime.date.fromisoformat(f"{told}-01-01"[:10])
        return told

    @model_validator(mode="after")
    def _one_figure(self) -> Fact:
        if self.value is not None:
            if self.low is not None or self.high is not None or self.beyond:
                raise ValueError("give value alone, or low and high")
        elif self.low is None or self.high is None or self.low >= self.high:
            raise ValueError("give value, or low and a greater high")
        return self

    @property
    def expires(self) -> datetime.date:
        """The first day on which the fact no longer counts: twelve months after `entered`."""
        year = self.entered.year + 1
        if (self.entered.month, self.entered.day) == (2, 29):
            return datetime.date(year, 3, 1)
        return self.entered.replace(year=year)

    @property
    def figure(self) -> str:
        """The value or range in words, with its unit."""
        if self.value is not None:
            return f"{'about ' if self.about else ''}{_number(self.value)} {self.unit}"
        low, high = self.low or 0.0, self.high or 0.0
        both = f"{_number(low, high)} to {'more than ' if self.beyond else ''}{_number(high, low)}"
        return f"{both} {self.unit}"

    @property
    def dated(self) -> str:
        """The source's date as people write it, such as 18 January 2023, December 2025 or 2018."""
        year, month, day = (*self.date.split("-"), "", "")[:3]
        words = [day.lstrip("0"), _MONTHS[int(month) - 1] if month else "", year]
        return " ".join(word for word in words if word)


@dataclass(frozen=True)
class Offer:
    """An offer of hourly work: pay in any one currency, hours a week, weeks a year, and unpaid hours once.

    Unpaid hours are those for reading guidelines, tests, waiting and searching. ValueError where a number is negative
    or not finite, a week has more than 168 hours, or a year more than 52 weeks.
    """

    rate: float
    paid_hours: float
    unpaid_hours: float
    weeks: float
    onboarding_hours: float = 0.0

    def __post_init__(self) -> None:
        numbers = (self.rate, self.paid_hours, self.unpaid_hours, self.weeks, self.onboarding_hours)
        if not all(0 <= number < float("inf") for number in numbers):
            raise ValueError("Every number must be 0 or more, and finite.")
        if self.paid_hours + self.unpaid_hours > 168:
            raise ValueError("A week has 168 hours; paid and unpaid hours together are more.")
        if self.weeks > 52:
            raise ValueError("A year has 52 weeks of work at most.")

    @property
    def income(self) -> float:
        """What is paid in the year, before tax."""
        return self.rate * self.paid_hours * self.weeks

    @property
    def hours(self) -> float:
        """All hours given in the year, paid or not."""
        return (self.paid_hours + self.unpaid_hours) * self.weeks + self.onboarding_hours

    @property
    def effective_rate(self) -> float:
        """Income for each hour given; NaN where there are no hours."""
        return self.income / self.hours if self.hours else float("nan")

    @property
    def full_year_claim(self) -> float:
        """The rate times 2,080 hours: the yearly figure that such an offer is often presented as."""
        return self.rate * FULL_YEAR_HOURS


def load_facts(path: Path) -> tuple[Fact, ...]:
    """The facts of a facts.toml, in its order; CourseError names the file, the fact and the field at fault."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CourseError(f"{path} cannot be read as TOML: {error}.") from None
    facts = tuple(_fact(path, place, told) for place, told in enumerate(found.get("facts", ()), start=1))
    ids = [fact.id for fact in facts]
    if twice := sorted({name for name in ids if ids.count(name) > 1}):
        raise CourseError(f"{path} has two facts called {twice[0]!r}. Give each an id of its own.")
    return facts


def expired(facts: Iterable[Fact], on: datetime.date) -> list[str]:
    """One sentence for each fact that has expired on the day `on`: which, since when, and what to do."""
    return [
        f"On {on}, the fact {fact.id!r} ({fact.publisher}, {fact.dated}) is out of date since {fact.expires}. "
        "Read its source again, then correct it and set `entered` to that day, or take it out of facts.toml."
        for fact in facts
        if on >= fact.expires
    ]


def market_blocks(facts: Iterable[Fact]) -> dict[str, str]:
    """The generated places of the market page: the table `pay`, then the facts of every topic, by topic."""
    every = list(facts)
    pay = [fact for fact in every if fact.topic in ("floor", "expert")]
    # Three columns: five would have to be scrolled sideways on a phone.
    header = ("Who", "Reported", "What it is, where, by whom")
    rows = [
        (
            fact.who,
            fact.figure,
            f"{_opened(fact.states)}. Country: {fact.country}. {fact.publisher}, {fact.dated}.",
        )
        for fact in pay
    ]
    lists = {name: "\n\n".join(_item(fact) for fact in every if fact.topic == name) for name in TOPICS}
    return {"pay": table(header, rows)} | {
        name: text or "Nothing is on file." for name, text in lists.items()
    }


def _item(fact: Fact) -> str:
    title = f"[{fact.title}]({fact.url})" if fact.url else fact.title
    first = f"- **{fact.who}: {fact.figure}.** {_opened(fact.states)}."
    return "\n\n    ".join(
        (
            f"{first} Of whom: {fact.population}. Country: {fact.country}.",
            f"As reported by {fact.publisher}, {fact.dated}: *{title}*. "
            f"{fact.mark.capitalize()} source: read in {fact.read_in}.",
            f"*Keep in mind:* {fact.caveat}",
        )
    )


def _opened(sentence: str) -> str:
    return sentence[0].upper() + sentence[1:]


def _number(value: float, beside: float | None = None) -> str:
    """Whole numbers without decimals, unless the other end of the range has cents."""
    whole = value.is_integer() and (beside is None or beside.is_integer())
    return f"{value:,.0f}" if whole else f"{value:,.2f}"


def _fact(path: Path, place: int, told: object) -> Fact:
    try:
        return Fact.model_validate(told)
    except ValidationError as error:
        name = told.get("id", "without an id") if isinstance(told, dict) else "not a table"
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "figure"
        raise CourseError(f"{path}, fact {place} ({name}), {field}: {first['msg']}.") from None
