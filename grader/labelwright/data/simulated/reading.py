"""Read a guideline from TOML, and say in plain words what is wrong with one that cannot be read."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from labelwright.data.simulated.guideline import Guideline, GuidelineError

MOST_TEXT = 200_000
MOST_SHOWN = 20


def read_guideline(path: str | Path) -> Guideline:
    """The guideline in a TOML file; GuidelineError says which line or field to change."""
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise GuidelineError(
            f"{path}: there is no such file. A guideline is a TOML file with name, question, [[labels]], [[rules]]."
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise GuidelineError(f"{path}: cannot be read as UTF-8 text: {error}. Save it again.") from None
    return parse_guideline(text, str(path))


def parse_guideline(text: str, where: str = "the guideline") -> Guideline:
    """The guideline that a TOML text states; GuidelineError, opening with `where`, says what to change."""
    if len(text) > MOST_TEXT:
        raise GuidelineError(
            f"{where}: {len(text):,} characters; at most {MOST_TEXT:,} are read. Shorten it."
        )
    try:
        stated = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise GuidelineError(f"{where}: not valid TOML: {error}. Correct that place.") from None
    return make_guideline(stated, where)


def make_guideline(stated: Mapping[str, Any], where: str = "the guideline") -> Guideline:
    """The guideline that a mapping states; GuidelineError, opening with `where`, lists the fields to change."""
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
    """Where a problem is; a rule is named by its id rather than by its number from 0."""
    if len(place) > 1 and place[0] == "rules" and isinstance(place[1], int):
        rule = stated["rules"][place[1]]
        name = rule.get("id") if isinstance(rule, Mapping) else None
        where = f"rule {name!r}" if name else f"rule {place[1] + 1}"
        return ", ".join([where, ".".join(map(str, place[2:]))]).removesuffix(", ")
    return ".".join(map(str, place)) or "the guideline as a whole"
