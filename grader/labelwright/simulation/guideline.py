"""A guideline as data: its rules and versions, read from TOML and written as Markdown for people."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from labelwright.annotations.task import LabelOption, LabelTask
from labelwright.annotations.values import Label
from labelwright.errors import LabelwrightError
from labelwright.simulation.condition import Condition, ways

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
"""How likely a careful reader is to act on a rule of each kind, from 0 to 1; chosen for teaching, not measured."""


MOST_WAYS_TOGETHER = 5_000
"""How many ways to match all patterns of a guideline may have together; see `condition.ways`."""


class GuidelineError(LabelwrightError, ValueError):
    """A guideline that cannot be read or that contradicts its own label set; the message says what to change."""


class Part(BaseModel):
    """Base of every part of a guideline: unknown fields are refused and nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Rule(Part):
    """One rule: on items that fulfil `when`, an annotator who hesitates among the labels in `covers` answers `says`.

    `covers` names two labels that get confused, or one label that the rule describes. With one label, the rule applies
    to everyone whose item fulfils `when`, and `says` may be left out. A `definition` of one label without a condition
    helps only people. A `tie` rule decides if no other rule does, more often the harder the item is. A `skip` rule has
    no `says`: the item is skipped with `reason`, before any other rule is read.
    """

    id: RuleId
    kind: RuleKind
    covers: tuple[Label, ...] = Field(default=(), max_length=2)
    when: Condition = Condition()
    says: str = Field(default="", max_length=200)
    reason: str = Field(default="cannot tell", max_length=200)
    text: Prose = ""
    """The rule as a text for people; if it is empty, a sentence is made from the other fields."""

    @model_validator(mode="after")
    def _says_something(self) -> Rule:
        if self.kind == "skip":
            if self.says:
                raise ValueError("a skip rule needs a reason; remove says")
            return self
        if not self.covers or len(set(self.covers)) != len(self.covers):
            raise ValueError("covers must name one label, or two different labels")
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
        """Whether a program cannot act on the rule: it has one label and no condition."""
        return self.kind != "skip" and len(self.covers) == 1 and self.when.is_any

    def concerns(self, impression: str | None) -> bool:
        """Return whether the rule applies to someone who would answer `impression` (None: skip the item)."""
        if self.for_people_only:
            return False
        if self.kind == "skip" and not self.covers:
            return True
        return (self.kind != "skip" and len(self.covers) == 1) or impression in self.covers

    def strength(self, difficulty: float) -> float:
        """Return the chance, from 0 to 1, that a perfect reader acts on the rule on an item of that difficulty."""
        return difficulty if self.kind == "tie" else STRENGTH[self.kind]


class Change(Part):
    """One entry of the change log: what was changed in which version, and the evidence for it."""

    version: Annotated[str, Field(min_length=1, max_length=40)]
    what: Annotated[str, Field(min_length=1, max_length=2_000)]
    why: Prose = ""
    rules: tuple[RuleId, ...] = ()
    made: date | None = None


class Guideline(Part):
    """A whole guideline. With `first_fits`, the first rule that fits decides; without it, readers of two rules split."""

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
            raise ValueError(f"the label {twice!r} is in labels twice; name it once")
        if twice := _twice(option.key for option in self.labels if option.key):
            raise ValueError(f"two labels have the key {twice!r}; make them differ")
        if twice := _twice(rule.id for rule in self.rules):
            raise ValueError(f"two rules have the id {twice!r}; give each its own")
        for rule in self.rules:
            if unknown := [label for label in rule.covers if label not in names]:
                raise ValueError(
                    f"rule {rule.id!r} covers {unknown[0]!r}, which is not a label here; the labels are {', '.join(names)}"
                )
        if (count := sum(ways(rule.when.matches) for rule in self.rules)) > MOST_WAYS_TOGETHER:
            raise ValueError(
                f"its patterns can match in about {count:,} ways together; at most {MOST_WAYS_TOGETHER:,} are "
                "searched. Replace some of them by contains and lacks"
            )
        return self

    @property
    def label_names(self) -> tuple[str, ...]:
        """The labels, in order."""
        return tuple(option.name for option in self.labels)


def _twice(names: Iterable[str]) -> str:
    return next((name for name, count in Counter(names).items() if count > 1), "")


MOST_TEXT = 200_000
MOST_SHOWN = 20


def read_guideline(path: str | Path) -> Guideline:
    """Return the guideline in a TOML file; raise GuidelineError, naming the line or field to change."""
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise GuidelineError(
            f"{path}: this file does not exist. A guideline is a TOML file with name, question, [[labels]], [[rules]]."
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise GuidelineError(f"{path}: cannot be read as UTF-8 text: {error}. Save it again.") from None
    return parse_guideline(text, str(path))


def parse_guideline(text: str, where: str = "the guideline") -> Guideline:
    """Return the guideline in a TOML text; raise GuidelineError, which starts with `where` and says what to change."""
    if len(text) > MOST_TEXT:
        raise GuidelineError(
            f"{where}: it has {len(text):,} characters; at most {MOST_TEXT:,} are read. Shorten it."
        )
    try:
        stated = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise GuidelineError(f"{where}: not valid TOML: {error}. Correct that place.") from None
    return make_guideline(stated, where)


def make_guideline(stated: Mapping[str, Any], where: str = "the guideline") -> Guideline:
    """Return the guideline in a mapping; raise GuidelineError, which starts with `where` and lists the fields to change."""
    try:
        return Guideline.model_validate(stated)
    except ValidationError as error:
        problems = error.errors(include_url=False)
        lines = [f"{where}: {len(problems)} thing{'s' if len(problems) > 1 else ''} to change."]
        for problem in problems[:MOST_SHOWN]:
            place = _place(problem["loc"], stated)
            lines.append(f"  {place}: {problem['msg'].removeprefix('Value error, ')}")
        if len(problems) > MOST_SHOWN:
            lines.append(f"  and {len(problems) - MOST_SHOWN} more")
        raise GuidelineError("\n".join(lines)) from None


def _place(place: tuple[int | str, ...], stated: Mapping[str, Any]) -> str:
    """Return where a problem is; a rule is named by its id, not by its number from 0."""
    if len(place) > 1 and place[0] == "rules" and isinstance(place[1], int):
        rule = stated["rules"][place[1]]
        name = rule.get("id") if isinstance(rule, Mapping) else None
        where = f"rule {name!r}" if name else f"rule {place[1] + 1}"
        return ", ".join([where, ".".join(map(str, place[2:]))]).removesuffix(", ")
    return ".".join(map(str, place)) or "the guideline as a whole"


def guideline_markdown(guideline: Guideline) -> str:
    """Return the guideline as a Markdown page: question, labels, rules in order, and the change log, newest first."""
    lines = [f"# {guideline.name}", "", f"Version {guideline.version}", "", guideline.question, ""]
    if guideline.introduction:
        lines += [guideline.introduction, ""]
    lines += ["## Labels", ""]
    for option in guideline.labels:
        lines.append(f"- **{option.name}**" + (f": {option.meaning}" if option.meaning else ""))
    if guideline.rules:
        lines += ["", "## Rules", ""]
        lines += ["The first rule that fits decides.", ""] if guideline.first_fits else []
        lines += [_rule(number, rule) for number, rule in enumerate(guideline.rules, start=1)]
    if guideline.changes:
        lines += ["", "## Changes", "", *_changes(guideline)]
    return "\n".join(lines).rstrip() + "\n"


def guideline_task(guideline: Guideline) -> LabelTask:
    """Return the single-choice task that people label with this guideline, with the skip reasons of its rules."""
    task = LabelTask(
        name=guideline.name,
        kind="choice",
        question=guideline.question,
        labels=guideline.labels,
        guideline=guideline_markdown(guideline),
        guideline_version=guideline.version,
    )
    reasons = [rule.reason for rule in guideline.rules if rule.kind == "skip"]
    return task.model_copy(update={"skip_reasons": tuple(dict.fromkeys([*task.skip_reasons, *reasons]))})


def rule_sentence(rule: Rule) -> str:
    """Return the rule as a sentence made from its fields, so that people read what the simulation reads."""
    condition = rule.when.phrase()
    if rule.kind == "skip":
        doubt = f"in doubt about {' and '.join(map(_bold, rule.covers))}, " if rule.covers else ""
        return _sentence(f"{doubt}{f'if {condition}, ' if condition else ''}skip the item: {rule.reason}")
    answer = _bold(rule.answer)
    if rule.for_people_only:
        return f"This is {answer}."
    doubt = f"between {' and '.join(map(_bold, rule.covers))}, " if len(rule.covers) == 2 else ""
    last = "if no other rule helps, " if rule.kind == "tie" else ""
    return _sentence(f"{last}{doubt}{f'if {condition}, ' if condition else ''}the label is {answer}")


def _rule(number: int, rule: Rule) -> str:
    sentence = "" if rule.for_people_only and rule.text.strip() else rule_sentence(rule)
    # Later lines of the text belong to the same entry of the list.
    prose = rule.text.strip().replace("\n", "\n" + " " * len(f"{number}. "))
    return " ".join(
        part for part in (f"{number}. *{rule.kind.capitalize()}* (`{rule.id}`).", sentence, prose) if part
    )


def _changes(guideline: Guideline) -> Iterator[str]:
    for change in reversed(guideline.changes):
        yield f"- **{change.version}**{_made(change)}: {change.what}" + (
            f" Why: {change.why}" * bool(change.why)
        )


def _made(change: Change) -> str:
    parts = [change.made.isoformat()] if change.made else []
    parts += [", ".join(f"`{rule}`" for rule in change.rules)] if change.rules else []
    return f" ({'; '.join(parts)})" if parts else ""


def _bold(label: str) -> str:
    return f"**{label}**"


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."
