"""Who labels what: deal items out to a crew evenly, with a share of them labelled by everybody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from labelwright.annotations.inputs import as_items
from labelwright.data.simulated.cases import SimulationError
from labelwright.data.simulated.chance import shuffled, uniform
from labelwright.data.simulated.workers import Worker


def assign(
    items: Any, crew: Sequence[Worker], *, seed: int, per_item: int = 1, overlap: float = 0
) -> dict[str, tuple[str, ...]]:
    """The ids of the workers for each item's id: the whole crew for `overlap` of the items, else `per_item` of it.

    `overlap` is a share from 0 to 1, rounded to whole items. The load is even: no two workers get more than one item
    apart, and it does not depend on the order of items or workers.
    """
    names = [worker.id for worker in crew]
    if not 1 <= per_item <= len(names):
        raise SimulationError(
            f"per_item={per_item}, but the crew has {len(names)} workers; give 1 to {len(names)}."
        )
    if not 0 <= overlap <= 1:
        raise SimulationError(f"overlap={overlap} is no share; give a number from 0 to 1.")
    identifiers = [item.id for item in as_items(items)]
    mixed = shuffled(identifiers, seed, "assign")
    shared = set(mixed[: round(overlap * len(mixed))])
    load: Counter[str] = Counter()
    dealt = {}
    for identifier in mixed:
        # The least busy first; among equals, an order that is the item's own.
        ranked = sorted(names, key=lambda name: (load[name], uniform(seed, "deal", identifier, name)))
        chosen = ranked if identifier in shared else ranked[:per_item]
        load.update(chosen)
        dealt[identifier] = tuple(name for name in names if name in chosen)
    return {identifier: dealt[identifier] for identifier in identifiers}
