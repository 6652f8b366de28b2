"""A guideline that people and a program can both follow: labels, rules with structured conditions, and a change log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from labelwright.annotations.task import LabelOption
from labelwright.annotations.values import Label
from labelwright.data.simulated.condition import Condition
from labelwright.data.simulated.pattern import ways

RuleKind = Literal["definition", "decision", "example", "counter-example", "tie", "skip"]
RuleId = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Prose = Annotated[str, Field(max_length=5_000)]

STRENGTH: dict[RuleKind, float] = {
    "definition": 0.6,
    "decision": 1.0,
    "example": 0.4,
    "counter-example": 0.4,
    "skip": 1.0,
}
"""The share of a reader's care that a rule of each kind turns into action; chosen for teaching, not measured."""


MOST_WAYS_TOGETHER = 5_000
"""How many ways to match all patterns of a guideline may have together; see `pattern.ways`."""


class GuidelineError(ValueError):
    """A guideline that cannot be read or that contradicts its own label set; the text says what to change."""


class Part(BaseModel):
    """Base of every part of a guideline: unknown fields are refused and nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Rule(Part):
    """One rule: on items that fulfil `when`, an annotator who hesitates among the labels in `covers` answers `says`.

    `covers` names two labels that get confused, or one label that the rule describes; with one, the rule speaks to
    everybody whose item fulfils `when`, and `says` may be left out. A `definition` of one label without a condition
    helps people only. A `tie` rule speaks where no other rule does, the more often the harder the item. A `skip` rule
    has no `says`: the item is left out with `reason`, before any other rule is read.
    """

    id: RuleId
    kind: RuleKind
    covers: tuple[Label, ...] = Field(default=(), max_length=2)
    when: Condition = Condition()
    says: str = Field(default="", max_length=200)
    reason: str = Field(default="cannot tell", max_length=200)
    text: Prose = ""
    """The rule in prose, for people; where it is empty a sentence is made of the other fields."""

    @model_validator(mode="after")
    def _says_something(self) -> Rule:
        if self.kind == "skip":
            if self.says:
                raise ValueError("a skip rule has a reason and no says")
            return self
        if not self.covers or len(set(self.covers)) != len(self.covers):
            raise ValueError("covers names one label, or two different labels")
        if self.answer not in self.covers:
            raise ValueError(f"says must be one of {' and '.join(map(repr, self.covers))}, not {self.says!r}")
        if len(self.covers) == 1 and self.kind == "tie":
            raise ValueError("a tie is between two labels; name both in covers")
        if len(self.covers) == 1 and self.when.is_any and self.kind != "definition":
            raise ValueError(
                f"it would label every item {self.answer!r}; state a condition in when, or a second label in covers"
            )
        return self

    @property
    def answer(self) -> str:
        """The label that the rule says; empty for a skip rule."""
        if self.kind == "skip":
            return ""
        return self.covers[0] if len(self.covers) == 1 and not self.says else self.says

    @property
    def for_people_only(self) -> bool:
        """Whether the rule gives a program nothing to act on: one label and no condition."""
        return self.kind != "skip" and len(self.covers) == 1 and self.when.is_any

    def concerns(self, impression: str | None) -> bool:
        """Whether the rule speaks to somebody who would answer `impression` (None: leave the item out)."""
        if self.for_people_only:
            return False
        if self.kind == "skip" and not self.covers:
            return True
        return (self.kind != "skip" and len(self.covers) == 1) or impression in self.covers

    def strength(self, difficulty: float) -> float:
        """The chance, from 0 to 1, that a perfect reader acts on the rule on an item of that difficulty."""
        return difficulty if self.kind == "tie" else STRENGTH[self.kind]


class Change(Part):
    """One entry of the change log: what was changed for which version, and the evidence that asked for it."""

    version: Annotated[str, Field(min_length=1, max_length=40)]
    what: Annotated[str, Field(min_length=1, max_length=2_000)]
    why: Prose = ""
    rules: tuple[RuleId, ...] = ()
    made: date | None = None


class Guideline(Part):
    """A whole guideline. With `first_fits`, the first rule that fits decides; without, readers of two rules split."""

    name: Label
    version: Annotated[str, Field(min_length=1, max_length=40)] = "1"
    question: Annotated[str, Field(min_length=1, max_length=500)]
    introduction: Prose = ""
    labels: tuple[LabelOption, ...] = Field(min_length=2, max_length=60)
    first_fits: bool = False
    rules: tuple[Rule, ...] = Field(default=(), max_length=200)
    changes: tuple[Change, ...] = Field(default=(), max_length=200)

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Guideline:
        names = self.label_names
        if twice := _twice(names):
            raise ValueError(f"the label {twice!r} stands twice in labels")
        if twice := _twice(option.key for option in self.labels if option.key):
            raise ValueError(f"two labels have the key {twice!r}; make them differ")
        if twice := _twice(rule.id for rule in self.rules):
            raise ValueError(f"two rules have the id {twice!r}")
        for rule in self.rules:
            if unknown := [label for label in rule.covers if label not in names]:
                raise ValueError(
                    f"rule {rule.id!r} covers {unknown[0]!r}, which is no label here; labels are {', '.join(names)}"
                )
        if (count := sum(ways(rule.when.matches) for rule in self.rules)) > MOST_WAYS_TOGETHER:
            raise ValueError(
                f"its patterns can match in about {count:,} ways together; at most {MOST_WAYS_TOGETHER:,} are "
                "searched. Use contains and lacks in place of some"
            )
        return self

    @property
    def label_names(self) -> tuple[str, ...]:
        """The labels in the order in which they stand."""
        return tuple(option.name for option in self.labels)


def _twice(names: Iterable[str]) -> str:
    return next((name for name, count in Counter(names).items() if count > 1), "")
