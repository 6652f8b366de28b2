"""Tell which pictures are finished, and what is missing in the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from labelwright.annotations.journal import JournalState, read_entries
from labelwright.annotations.values import Shapes
from labelwright.checks import Annotation, Failed
from labelwright.checks.compare import quote_some


def open_pictures(text: str) -> list[str]:
    """Return the pictures of a journal that have boxes but were not finished with Enter."""
    state = JournalState()
    state.add_all(read_entries(text))
    return [
        item
        for item, entry in state.latest.items()
        if entry.status == "open" and isinstance(entry.value, Shapes) and entry.value.boxes
    ]


def refuse_gaps(items: Sequence[str], given: Mapping[str, Annotation], started: Sequence[str]) -> None:
    """Raise Failed if one of the pictures is not finished with a box or more; `started` ones have boxes but no Enter."""
    empty = [item for item in items if item in given and _is_empty(given[item])]
    skipped = [item for item in items if item in given and given[item].status == "skipped"]
    begun = [item for item in items if item not in given and item in started]
    missing = [item for item in items if item not in given and item not in started]
    gaps = [
        (begun, "has boxes but is not finished|have boxes but are not finished", "Open {} and press Enter."),
        (empty, "is finished without a box|are finished without a box", "Open {} and draw the digits."),
        (skipped, "is skipped|are skipped", "Every picture counts, so open {} and draw the digits."),
        (
            missing,
            "has no boxes yet|have no boxes yet",
            "Run the cell with `ex.label`, and draw the digits in {}.",
        ),
    ]
    found = [gap for gap in gaps if gap[0]]
    if not found:
        return
    done = len(items) - sum(len(which) for which, _, _ in found)
    said = [f"{quote_some(which)} {words.split('|')[len(which) > 1]}." for which, words, _ in found]
    steps = [step.format(quote_some(which, 3)) for which, _, step in found]
    raise Failed(
        f"{done} of your {len(items)} pictures are finished. {' '.join(said)}",
        why="A picture without boxes teaches a detector that there is nothing to find. Here its digits count as missed.",
        advice=" ".join(steps),
        credit=done / len(items) / 2,
        measured=done,
        expected=f"all {len(items)} pictures finished, each with its boxes",
    )


def _is_empty(one: Annotation) -> bool:
    return one.status == "done" and not (isinstance(one.value, Shapes) and one.value.boxes)
