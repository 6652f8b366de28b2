"""Read the dated facts about pay and the market, find the expired ones, and show them with their limits."""

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
from labelwright.site.reference_pages import table

TOPICS = ("floor", "expert", "year", "hours", "stability", "law", "demand", "scams")
FULL_YEAR_HOURS = 2080
"""40 hours in each of 52 weeks. Offers multiply an hourly rate by this, but nobody is promised so many hours."""
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DATE = re.compile(r"undated|\d{4}(-\d{2}(-\d{2})?)?")


class Fact(BaseModel):
    """One reported number with everything that must be said about it; one block of facts.toml.

    It has either `value`, or `low` and `high`. `about` marks a rounded value, `beyond` a range in which some values are
    above `high`. `date` is the date of the source: YYYY, YYYY-MM, YYYY-MM-DD or "undated".
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
    def _source_date(cls, date: str) -> str:
        if not _DATE.fullmatch(date):
            raise ValueError("write YYYY, YYYY-MM, YYYY-MM-DD or undated")
        if date != "undated":
            datetime.date.fromisoformat(f"{date}-01-01"[:10])
        return date

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
        """Return the first day on which the fact no longer counts: twelve months after `entered`."""
        year = self.entered.year + 1
        if (self.entered.month, self.entered.day) == (2, 29):
            return datetime.date(year, 3, 1)
        return self.entered.replace(year=year)

    @property
    def figure(self) -> str:
        """Return the value or range as text, with its unit."""
        if self.value is not None:
            return f"{'about ' if self.about else ''}{_number(self.value)} {self.unit}"
        low, high = self.low or 0.0, self.high or 0.0
        both = f"{_number(low, high)} to {'more than ' if self.beyond else ''}{_number(high, low)}"
        return f"{both} {self.unit}"

    @property
    def dated(self) -> str:
        """Return the source's date as people write it, such as 18 January 2023, December 2025 or 2018."""
        year, month, day = (*self.date.split("-"), "", "")[:3]
        words = [day.lstrip("0"), _MONTHS[int(month) - 1] if month else "", year]
        return " ".join(word for word in words if word)


@dataclass(frozen=True)
class Offer:
    """An offer of hourly work: pay in one currency, hours per week, weeks per year, and unpaid hours at the start.

    Unpaid hours are for reading guidelines, tests, waiting and searching. ValueError if a number is negative or not
    finite, a week has more than 168 hours, or a year has more than 52 weeks.
    """

    rate: float
    paid_hours: float
    unpaid_hours: float
    weeks: float
    onboarding_hours: float = 0.0

    def __post_init__(self) -> None:
        numbers = (self.rate, self.paid_hours, self.unpaid_hours, self.weeks, self.onboarding_hours)
        if not all(0 <= number < float("inf") for number in numbers):
            raise ValueError("Every number must be finite and 0 or more.")
        if self.paid_hours + self.unpaid_hours > 168:
            raise ValueError("Paid and unpaid hours together are more than the 168 hours of a week.")
        if self.weeks > 52:
            raise ValueError("A year has at most 52 weeks of work.")

    @property
    def income(self) -> float:
        """Return the pay in a year, before tax."""
        return self.rate * self.paid_hours * self.weeks

    @property
    def hours(self) -> float:
        """Return all hours of the year, paid or not."""
        return (self.paid_hours + self.unpaid_hours) * self.weeks + self.onboarding_hours

    @property
    def effective_rate(self) -> float:
        """Return the income per hour; NaN if the offer has no hours."""
        return self.income / self.hours if self.hours else float("nan")

    @property
    def full_year_claim(self) -> float:
        """Return the rate times 2,080 hours: the yearly amount that such an offer often advertises."""
        return self.rate * FULL_YEAR_HOURS


def load_facts(path: Path) -> tuple[Fact, ...]:
    """Return the facts of a facts.toml, in its order; CourseError names the file, the fact and the wrong field."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CourseError(f"{path} cannot be read as TOML: {error}.") from None
    facts = tuple(
        _fact(path, number, block) for number, block in enumerate(document.get("facts", ()), start=1)
    )
    ids = [fact.id for fact in facts]
    if twice := sorted({name for name in ids if ids.count(name) > 1}):
        raise CourseError(f"{path} has two facts called {twice[0]!r}. Give each fact its own id.")
    return facts


def expired(facts: Iterable[Fact], on: datetime.date) -> list[str]:
    """Return a message for each fact that has expired on the day `on`: which fact, since when, and what to do."""
    return [
        f"On {on}, the fact {fact.id!r} ({fact.publisher}, {fact.dated}) has been out of date since {fact.expires}. "
        "Read its source again. Then correct the fact and set `entered` to that day, or remove it from facts.toml."
        for fact in facts
        if on >= fact.expires
    ]


def market_blocks(facts: Iterable[Fact]) -> dict[str, str]:
    """Return the generated places of the market page: the table `pay`, and the facts of each topic."""
    facts = list(facts)
    pay = [fact for fact in facts if fact.topic in ("floor", "expert")]
    # Three columns: with five, a phone would have to scroll sideways.
    header = ("Who", "Reported", "What it is, where, by whom")
    rows = [
        (
            fact.who,
            fact.figure,
            f"{_capitalise(fact.states)}. Country: {fact.country}. {fact.publisher}, {fact.dated}.",
        )
        for fact in pay
    ]
    lists = {name: "\n\n".join(_item(fact) for fact in facts if fact.topic == name) for name in TOPICS}
    return {"pay": table(header, rows)} | {
        name: text or "This page has no facts about this topic yet." for name, text in lists.items()
    }


def _item(fact: Fact) -> str:
    title = f"[{fact.title}]({fact.url})" if fact.url else fact.title
    first = f"- **{fact.who}: {fact.figure}.** {_capitalise(fact.states)}."
    return "\n\n    ".join(
        (
            f"{first} Of whom: {fact.population}. Country: {fact.country}.",
            f"As reported by {fact.publisher}, {fact.dated}: *{title}*. "
            f"{fact.mark.capitalize()} source: read in {fact.read_in}.",
            f"*Keep in mind:* {fact.caveat}",
        )
    )


def _capitalise(sentence: str) -> str:
    return sentence[0].upper() + sentence[1:]


def _number(value: float, other_end: float | None = None) -> str:
    """Return a whole number without decimals, unless the other end of the range has cents."""
    whole = value.is_integer() and (other_end is None or other_end.is_integer())
    return f"{value:,.0f}" if whole else f"{value:,.2f}"


def _fact(path: Path, number: int, block: object) -> Fact:
    try:
        return Fact.model_validate(block)
    except ValidationError as error:
        name = block.get("id", "without an id") if isinstance(block, dict) else "not a table"
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "figure"
        raise CourseError(f"{path}, fact {number} ({name}), {field}: {first['msg']}.") from None
