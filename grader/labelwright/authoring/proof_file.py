"""Read an exercise's proof.toml: what its author accepts of what the proof finds, each with the reason."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from labelwright.authoring.mutants import Mutant
from labelwright.course.exercise import Exercise, ExerciseError

_KINDS = {
    "survivor": ("change",),
    "doubtful": ("change",),
    "refused": ("name", "form", "says"),
    "shortcut": ("name",),
    "aside": ("task",),
}
"""The tables of proof.toml and the fields of each, besides `why`."""


@dataclass(frozen=True)
class Accepted:
    """What proof.toml accepts: mutants that survive, names that are doubtful, forms that are refused, shortcuts that earn."""

    survivors: Mapping[str, str] = field(default_factory=dict)
    doubtful: Mapping[str, str] = field(default_factory=dict)
    refused: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """(name, form) to a part of what a check says of it."""
    shortcuts: Mapping[str, str] = field(default_factory=dict)
    aside: Mapping[str, str] = field(default_factory=dict)
    """Tasks that a journal decides without its labels, such as whether names stay readable."""

    def survives(self, mutant: Mutant) -> bool:
        """Return whether this mutant may pass, or any change of its line."""
        return mutant.name in self.survivors or mutant.changed_line in self.survivors

    def is_doubtful(self, mutant: Mutant) -> bool:
        """Return whether the name that this mutant gets may be chance."""
        return mutant.name in self.doubtful or mutant.changed_line in self.doubtful


def read_accepted(exercise: Exercise) -> Accepted:
    """Return what proof.toml accepts; nothing without the file. Raises ExerciseError for an entry without a reason."""
    path = exercise.folder / "proof.toml"
    if not path.is_file():
        return Accepted()
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
        entries = {kind: list(found.pop(kind, ())) for kind in _KINDS}
        if found:
            raise KeyError(next(iter(found)))
        for kind, fields in _KINDS.items():
            for entry in entries[kind]:
                _whole(entry, (*fields, "why"))
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError, UnicodeDecodeError) as error:
        listed = ", ".join(f"[[{kind}]] with {' and '.join(fields)}" for kind, fields in _KINDS.items())
        raise ExerciseError(f"{path} cannot be read ({error}). It lists {listed}, each with `why`.") from None
    empty = [entry for listed in entries.values() for entry in listed if not entry["why"].strip()]
    if empty:
        raise ExerciseError(f"{path}: say why {next(iter(empty[0].values()))!r} is accepted.")
    return Accepted(
        {one["change"]: one["why"] for one in entries["survivor"]},
        {one["change"]: one["why"] for one in entries["doubtful"]},
        {(one["name"], one["form"]): one["says"] for one in entries["refused"]},
        {one["name"]: one["why"] for one in entries["shortcut"]},
        {one["task"]: one["why"] for one in entries["aside"]},
    )


def _whole(entry: Mapping[str, Any], fields: tuple[str, ...]) -> None:
    """Raise KeyError for a field that is missing or unknown, TypeError for one that is not text."""
    for name in (*fields, *entry):
        if name not in fields or name not in entry:
            raise KeyError(name)
        if not isinstance(entry[name], str):
            raise TypeError(f"`{name}` is not text")
