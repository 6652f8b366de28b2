"""Write a guideline for people: as Markdown, and as the labelling task that shows it beside the item."""

from __future__ import annotations

from collections.abc import Iterator

from labelwright.annotations.task import LabelTask
from labelwright.data.simulated.guideline import Change, Guideline, Rule


def guideline_markdown(guideline: Guideline) -> str:
    """The guideline as a Markdown page: question, labels, the rules in their order, the change log, newest first."""
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
    """The single-choice task that people label with this guideline; skip reasons of its rules are offered too."""
    task = LabelTask(
        name=guideline.name,
        kind="choice",
        question=guideline.question,
        labels=guideline.labels,
        guideline=guideline_markdown(guideline),
        guideline_version=guideline.version,
    )
    own = [rule.reason for rule in guideline.rules if rule.kind == "skip"]
    return task.model_copy(update={"skip_reasons": tuple(dict.fromkeys([*task.skip_reasons, *own]))})


def rule_sentence(rule: Rule) -> str:
    """What a rule asks, made of its structured fields, so that people read what the simulation reads."""
    where = rule.when.in_words()
    if rule.kind == "skip":
        doubt = f"in doubt about {' and '.join(map(_bold, rule.covers))}, " if rule.covers else ""
        return _sentence(f"{doubt}{f'where {where}, ' if where else ''}skip the item: {rule.reason}")
    answer = _bold(rule.answer)
    if rule.for_people_only:
        return f"This is {answer}."
    doubt = f"between {' and '.join(map(_bold, rule.covers))}, " if len(rule.covers) == 2 else ""
    last = "where no other rule helps, " if rule.kind == "tie" else ""
    return _sentence(f"{last}{doubt}{f'where {where}, ' if where else ''}the label is {answer}")


def _rule(number: int, rule: Rule) -> str:
    made = "" if rule.for_people_only and rule.text.strip() else rule_sentence(rule)
    # Further lines of the prose belong to the same entry of the list.
    prose = rule.text.strip().replace("\n", "\n" + " " * len(f"{number}. "))
    return " ".join(
        part for part in (f"{number}. *{rule.kind.capitalize()}* (`{rule.id}`).", made, prose) if part
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
