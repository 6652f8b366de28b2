"""Judge a choice from a short list of words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from labelwright.checks.failed import Failed


def one_of(name: str, value: str, allowed: Iterable[str]) -> str:
    """`value` in the list's own spelling, ignoring case and outer space; Failed names the list."""
    allowed = list(allowed)
    for word in allowed:
        if value.casefold().strip() == word.casefold():
            return word
    listed = ", ".join(f'"{word}"' for word in allowed)
    raise Failed(
        f"`{name}` is {value!r}, which is not one of the choices.",
        why="Labels outside the agreed list are the most common reason a batch is sent back.",
        advice=f"Use one of: {listed}.",
    )


def right_choice(
    name: str,
    value: str,
    choices: Mapping[str, str],
    *,
    why: str,
    advice: str,
    credit: float = 0.0,
    expected: str = "",
) -> str:
    """`value` in the spelling of `choices`; Failed where it is none of them, or one that a misconception speaks against.

    `choices` gives each word that may be chosen the misconception that it shows, and a right one the empty text.
    """
    choice = one_of(name, value, choices)
    if choices[choice]:
        raise Failed(
            f'`{name}` is "{choice}".',
            misconception=choices[choice],
            why=why,
            advice=advice,
            credit=credit,
            measured=choice,
            expected=expected,
        )
    return choice
