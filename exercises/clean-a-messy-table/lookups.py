"""Recognise a function that looks clean values up instead of reading its cells."""

from __future__ import annotations

import pandas as pd

from labelwright.checks import Failed
from labelwright.checks.repairs import equal, keyed, without_repeats

from .codebook import COLUMNS
from .reading import KEY
from .sheets import Sheet, as_typed


def cells_are_read(given: pd.DataFrame, whole: Sheet, least: float) -> None:
    """Raise Failed if the table has fewer than the share `least` of the repairs of a rearranged sheet.

    Ask this of a function that makes them on the sheet itself: the texts are the same, but with other records.
    """
    own, true, dirty = (without_repeats(keyed(part, KEY)) for part in (given, whole.truth, as_typed(whole)))
    shared = [one for one in true.index if one in own.index]
    needed = right = 0
    for name in COLUMNS[1:]:
        columns = (part.loc[shared, name].array for part in (own, true, dirty))
        for now, should, was in zip(*columns, strict=True):
            due = not equal(should, was, 1e-6)
            needed, right = needed + due, right + (due and equal(now, should, 1e-6))
    if right < least * needed:
        raise Failed(
            f"If the same texts are with other records, `clean` makes only {right:,} of {needed:,} repairs.",
            misconception="It looks the values up, for example by `record`, and does not read them from the cells.",
            why="The next sheet has records that no list has. Only a rule that reads the cell can repair it.",
            advice="Compute each clean value from its own cell. Use other cells of the row only to exchange or shift.",
            measured=f"{right:,} of {needed:,} repairs",
            expected=f"at least {least:.0%} of the repairs",
        )
