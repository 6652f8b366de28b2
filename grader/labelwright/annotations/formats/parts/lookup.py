"""Find the item a record of a file belongs to: by its id, or by its text where the file holds no ids."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Sequence

from labelwright.annotations.formats.parts.base import FormatError
from labelwright.annotations.record import Annotation, Item


class Shelf:
    """The items at hand. Items with the same text are handed out in the order in which they were given.

    `key` turns a text into what is compared; CoNLL compares without white space.
    """

    def __init__(self, items: Sequence[Item], key: Callable[[str], str] = str) -> None:
        self._key, self._ids = key, {item.id: item for item in items}
        self._texts: defaultdict[str, deque[Item]] = defaultdict(deque)
        for item in items:
            self._texts[key(item.text)].append(item)

    def by_id(self, name: str) -> Item | None:
        """The item with this id, if it is among those given."""
        return self._ids.get(name)

    def take(self, text: str) -> Item | None:
        """The next item with this text, each once; None where there is none left."""
        waiting = self._texts.get(self._key(text))
        return waiting.popleft() if waiting else None


def need_item(annotation: Annotation, items: dict[str, Item]) -> Item:
    """The item of an annotation that is to be written; FormatError where it is not among those given."""
    try:
        return items[annotation.item]
    except KeyError:
        raise FormatError(
            f"the item {annotation.item!r} is not among the items given, and this format holds its text.",
            "Hand in the items that were labelled, or write JSONL or CSV, which need none.",
        ) from None


def by_id(items: Iterable[Item]) -> dict[str, Item]:
    """Items by their id; FormatError where two share one."""
    found: dict[str, Item] = {}
    for item in items:
        if item.id in found:
            raise FormatError(f"two items have the id {item.id!r}.", "Give every item its own id.")
        found[item.id] = item
    return found
