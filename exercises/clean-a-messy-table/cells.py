"""Spoil a single cell: other forms, spellings and units of the same value."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from labelwright.rng import Rng

Cell = tuple[str, str]
"""A record and a column."""
Spoiled = tuple[str, str] | None
"""The kind of fault and the text in the sheet; None if nothing was changed."""

_SPECIES = {
    "Adelie": ("Adélie", "Ade\u0301lie", "Adlie", "Adelie Penguin (Pygoscelis adeliae)"),
    "Chinstrap": ("Chinstrp", "Chin-strap", "Chinstrap penguin (Pygoscelis antarctica)"),
    "Gentoo": ("Gento", "Gentoo penguin (Pygoscelis papua)"),
}
_ISLANDS = {
    "Torgersen": ("Torgersen Island", "Torgerson", "Torg."),
    "Biscoe": ("Biscoe Island", "Bisco", "Biscoe I."),
    "Dream": ("Dream Island", "Dreem", "Dream I."),
}
_SEX = {
    "female": ("F", "f", "Female", "FEMALE", "female ", "fem."),
    "male": ("M", "m", "Male", "MALE", " male", "m."),
    None: ("NA", "unknown", "?", "."),
}
_CLUTCH = {"Yes": ("Y", "yes", "YES", "true", "1"), "No": ("N", "no", "NO", "false", "0")}
_MONTHS = {11: "Nov", 12: "Dec"}
FIRST_DAY = date(1899, 12, 30)
"""Day 0 of a spreadsheet's dates."""


def text(value: object) -> str:
    """Return a true value as the codebook writes it, or "" if it is missing."""
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def _case_or_space(rng: Rng, name: str) -> str:
    return rng.pick((name.lower(), name.upper(), f" {name}", f"{name} ", f"{name}\u00a0", f"{name.lower()} "))


def _species(rng: Rng, value: object) -> Spoiled:
    name = str(value)
    other = _case_or_space(rng, name) if rng.share() < 0.5 else rng.pick(_SPECIES[name])
    return "spelling", other


def _island(rng: Rng, value: object) -> Spoiled:
    name = str(value)
    other = _case_or_space(rng, name) if rng.share() < 0.5 else rng.pick(_ISLANDS[name])
    return "spelling", other


def _bird(rng: Rng, value: object) -> Spoiled:
    return "spelling", rng.pick((str(value).lower(), f" {value}", f"{str(value).lower()} "))


def _clutch(rng: Rng, value: object) -> Spoiled:
    return "spelling", rng.pick(_CLUTCH[str(value)])


def _sex(rng: Rng, value: object) -> Spoiled:
    return "missing word" if value is None else "spelling", rng.pick(
        _SEX[None if value is None else str(value)]
    )


def _egg_date(rng: Rng, value: object) -> Spoiled:
    day = date.fromisoformat(str(value))
    return "date form", rng.pick(
        (
            f"{day.day:02d}/{day.month:02d}/{day.year}",
            f"{day.day:02d}/{day.month:02d}/{day.year}",
            f"{day.day}/{day.month}/{day.year}",
            f"{day.day}.{day.month}.{day.year}",
            f"{day.day} {_MONTHS[day.month]} {day.year}",
            str((day - FIRST_DAY).days),
        )
    )


def _length(rng: Rng, value: object) -> Spoiled:
    if not isinstance(value, float):
        return "missing word", "NA"
    if rng.share() < 0.6:
        return "decimal comma", f"{value:.1f}".replace(".", ",")
    return "unit in the cell", rng.pick((f"{value:g} mm", f"{value:g}mm"))


def _flipper(rng: Rng, value: object) -> Spoiled:
    if not isinstance(value, float):
        return "missing word", "NA"
    if rng.share() < 0.6:
        return "centimetres", rng.pick((f"{value / 10:.1f}", f"{value / 10:.1f} cm"))
    return "unit in the cell", rng.pick((f"{value:g} mm", f"{value:g}mm"))


def _mass(rng: Rng, value: object) -> Spoiled:
    if not isinstance(value, float):
        return "missing word", "n/a"
    if rng.share() < 0.6:
        kilos = f"{value / 1000:g}"
        return "kilograms", rng.pick((kilos, kilos, f"{kilos} kg", kilos.replace(".", ",")))
    return "unit in the cell", rng.pick((f"{value:g} g", f"{value:g}g", f"{value:,.0f}"))


SPOILERS: dict[str, Callable[[Rng, object], Spoiled]] = {
    "species": _species,
    "island": _island,
    "bird": _bird,
    "clutch": _clutch,
    "egg_date": _egg_date,
    "bill_length_mm": _length,
    "bill_depth_mm": _length,
    "flipper_mm": _flipper,
    "mass_g": _mass,
    "sex": _sex,
}
"""By column; each gives the kind of fault and the spoiled text."""
