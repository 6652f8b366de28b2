"""Read a number, a text, or a list of numbers or names in every form that it naturally takes, and say what else was found."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from labelwright.checks.compare import count_noun, shorten
from labelwright.checks.verdicts import Failed
from labelwright.exchange.plain_data import Column, Opaque, Table, is_missing, labels

VALUE_FORMS: dict[str, str] = {
    "choice": "one label",
    "choices": "a list of labels",
    "spans": "a list of spans, each with start, end and label",
    "shapes": "boxes with the width and height of their image",
    "pairwise": '"a", "b" or "tie", or a number from -3 (the first is much better) to 3 (the second is)',
    "rubric": "a whole-number score for each criterion",
    "errors": "a list of errors, each with start, end, type and severity",
    "text": "a text",
    "ranking": "the responses' numbers from best to worst",
}
"""What the value of a label is, by the kind of the labelling task."""

WHY_FORM = "The next steps, and the people who use your data, expect this form."


def kind_of(value: Any) -> str:
    """Say what a plain value is and what is in it, so that the learner understands it."""
    if value is None:
        return "None (did a function forget to return its result?)"
    if isinstance(value, Table):
        return "a DataFrame with {} and {}".format(
            count_noun(value.shape[0], "row"), count_noun(value.shape[1], "column")
        )
    if isinstance(value, Column):
        return f"a Series of {_contents(value.values)}" if value.values else "an empty Series"
    if isinstance(value, Opaque):
        return (
            value.kind
            if value.kind.startswith(("a ", "an ", "something "))
            else f"of the type `{value.kind}`"
        )
    if isinstance(value, dict):
        first = next(iter(value.items()), None)
        more = f", such as {shown(first[0])}: {shown(first[1])}" if first else ""
        return f"a dict of {count_noun(len(value), 'entry', 'entries')}{more}" if first else "an empty dict"
    if isinstance(value, (list, tuple, set, frozenset)):
        name = "set" if isinstance(value, (set, frozenset)) else "list"
        listed = sorted(value, key=str) if name == "set" else list(value)
        return f"a {name} of {_contents(listed)}" if listed else f"an empty {name}"
    if isinstance(value, str):
        return f"the text {value[:60]!r}"
    return f"{value!r}"


def shown(value: Any, length: int = 60) -> str:
    """Return a value as a learner would write it, on one line; a set in a stable order, so that reports stay the same."""
    if isinstance(value, (set, frozenset)):
        return shorten("{" + ", ".join(sorted(map(repr, value))) + "}", length)
    return shorten(repr(value), length)


def _contents(values: list[Any]) -> str:
    """Say how many values of which kind there are, and quote the first one."""
    nouns = list(dict.fromkeys(_nouns(value) for value in values))
    if len(nouns) > 1:
        return f"{count_noun(len(values), 'value')}: {', '.join(plural for _, plural in nouns[:-1])} and {nouns[-1][1]}"
    example = "" if isinstance(values[0], (Table, Column, Opaque)) else f", such as {shown(values[0])}"
    return count_noun(len(values), *nouns[0]) + (
        example if len(values) > 1 else example.replace(" such as", "")
    )


def _nouns(value: Any) -> tuple[str, str]:
    if isinstance(value, Opaque):
        if value.kind.startswith(("a ", "an ")):
            noun = value.kind.partition(" ")[2]
            return noun, noun.replace("function", "functions").replace("iterator", "iterators")
        return f"value of the type `{value.kind}`", f"values of the type `{value.kind}`"
    if isinstance(value, (Table, Column)):
        return ("DataFrame", "DataFrames") if isinstance(value, Table) else ("Series", "Series")
    if is_missing(value):
        return "missing value", "missing values"
    kinds = {bool: "truth value", int: "number", float: "number", str: "text", dict: "dict"}
    noun = kinds.get(type(value)) or ("set" if isinstance(value, (set, frozenset)) else "list")
    return noun, noun + "s"


def wrong_kind(name: str, value: Any, wanted: str, example: str, why: str = WHY_FORM) -> Failed:
    """Return the failure that says what `name` is and what it should be; `example` goes on from the word `wanted`."""
    advice = f"Make `{name}` {wanted}, {example}."
    if isinstance(value, Opaque) and value.kind.startswith("an iterator"):
        advice = f"An iterator is empty after one reading. Put it into a list: `{name} = list(...)`. {advice}"
    return Failed(f"`{name}` should be {wanted}, but it is {kind_of(value)}.", why=why, advice=advice)


LEFT_OVER = ("index", "Unnamed: 0", "level_0")
"""Columns that `reset_index` and `to_csv` leave in a table; they say nothing."""


def spelled(value: Any) -> str | None:
    """Return a name or id as text: 7, 7.0 and "7" are one; None if it cannot be a name."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return str(int(value)) if math.isfinite(value) and float(value).is_integer() else str(value)


class Names:
    """The names that may be used, and how a learner's spelling of them is found."""

    def __init__(self, known: Iterable[Any]) -> None:
        self.known = list(known)
        self._exact = set(self.known)
        self._by_text = {spelled(name): name for name in reversed(self.known)}

    def __call__(self, value: Any) -> Any:
        """Return a value as the known name that it is; another value as it is."""
        if isinstance(value, list):
            value = tuple(value)
        text = spelled(value)
        return value if text is None or self._exactly(value) else self._by_text.get(text, value)

    def has(self, value: Any) -> bool:
        """Return whether a value is a known name."""
        return self._exactly(self(value))

    def has_all(self, values: Collection[Any]) -> bool:
        """Return whether there are values and each is a known name."""
        return bool(self.known) and bool(values) and all(map(self.has, values))

    def are_keys(self, values: Collection[Any]) -> bool:
        """Return whether most of the values are known names, and none of these is there twice."""
        found = [self(value) for value in values if self.has(value)]
        return len(found) > len(values) / 2 and len(set(found)) == len(found)

    def _exactly(self, value: Any) -> bool:
        try:
            return not isinstance(value, bool) and value in self._exact
        except TypeError:
            return False


def single(value: Any) -> Any:
    """Return the one value in a list, array, Series or table of one cell; any other value as it is."""
    while True:
        if isinstance(value, Column) and len(value.values) == 1:
            value = value.values[0]
        elif isinstance(value, Table) and value.shape == (1, 1):
            value = value.data[0][0]
        elif isinstance(value, (list, tuple)) and len(value) == 1:
            value = value[0]
        else:
            return value


def number(value: Any, name: str, *, undefined: bool = False) -> float:
    """Return a finite float, from a number of any kind or a container of one; with `undefined`, NaN for a missing value."""
    one = single(value)
    if undefined and is_missing(one):
        return math.nan
    if isinstance(one, bool) or not isinstance(one, (int, float)):
        raise wrong_kind(name, value, "a single number", "such as 0.73")
    if not math.isfinite(one):
        raise Failed(
            f"`{name}` is {one}, which is not a finite number.",
            why="A missing or infinite value usually means a division by zero or an empty selection.",
            advice=f"Print the values that `{name}` is computed from, and look for one that is empty or missing.",
        )
    return float(one)


def text(value: Any, name: str) -> str:
    """Return a string without space at its ends, from a text or a list, array or Series of one text."""
    one = single(value)
    if not isinstance(one, str):
        raise wrong_kind(name, value, "a string", 'such as "ordinal"')
    return one.strip()


def numbers(value: Any, name: str, length: int, keys: Sequence[Any] = ()) -> list[float]:
    """Return `length` finite floats, from a list, tuple, array, Series, index, or a table of one column or row.

    A dict, or a Series with its own labels, gives them in the order of `keys` (by default 0, 1, 2, ...).
    """
    listed = in_order(value, list(keys) or list(range(length)))
    if listed is None or len(listed) != length:
        raise wrong_kind(name, value, f"{length} numbers", "such as a tuple or a list")
    return [number(item, f"{name}[{place}]") for place, item in enumerate(listed)]


def in_order(value: Any, keys: list[Any]) -> list[Any] | None:
    """Return the values of a container in their order, by its labels where these are `keys`; None if it has no order."""
    if isinstance(value, Table):
        value = one_line(value)
    if isinstance(value, (Column, dict)):
        pairs = list(
            zip(value.index, value.values, strict=True) if isinstance(value, Column) else value.items()
        )
        for wanted in (keys, list(range(len(keys)))):
            names = Names(wanted)
            found = {names(key): item for key, item in pairs if names.has(key)}
            if len(pairs) == len(found) == len(wanted):
                return [found[key] for key in wanted]
        return value.values if isinstance(value, Column) else None
    if not isinstance(value, (list, tuple)):
        return None
    if len(value) == 1 != len(keys) and isinstance(value[0], list):
        value = value[0]
    if value and all(isinstance(item, list) and len(item) == 1 for item in value):
        return [item[0] for item in value]
    return list(value)


def one_line(table: Table) -> Any:
    """Return the only column of a table, or its only row, as a Series; another table as it is."""
    table = without_left_over(table)
    if len(table.columns) == 1:
        return Column(table.columns[0], table.index, table.data[0])
    if len(table.index) == 1:
        return Column(table.index[0], table.columns, [column[0] for column in table.data])
    return table


def ids(
    value: Any, name: str, known: Iterable[Any], *, wanted: str = "a list of ids", example: str = ""
) -> list[Any]:
    """Return the ids that a value names, each as it is in `known`; an id that is not known is returned as it came.

    It may be a list, tuple, set, array, Series, index, the keys of a dict, or one id. Of a table or a Series with other
    values, the column or the index that holds the known ids counts; of truth values by id, the ids that are true.
    """
    names = Names(known)
    listed = _named(value, names)
    usable = listed is not None and all(
        isinstance(item, (str, int, float)) and not isinstance(item, bool) for item in listed
    )
    if listed is None or not usable:
        first = next(iter(names.known), "a")
        raise wrong_kind(name, value, wanted, example or f"such as [{first!r}]")
    return [names(item) for item in listed]


def strings(value: Any, name: str, known: Iterable[str] = ()) -> list[str]:
    """Return a list of strings, from the forms that `ids` reads; without `known`, one text alone is not a list."""
    names = Names(known)
    if names.known:
        listed = ids(value, name, names.known, wanted="a list of strings")
        return [item if isinstance(item, str) else str(spelled(item)) for item in listed]
    found = None if isinstance(value, str) else _named(value, names)
    if found is None or not all(isinstance(item, str) for item in found):
        raise wrong_kind(name, value, "a list of strings", 'such as ["good", "bad"]')
    return found


def _named(value: Any, names: Names) -> list[Any] | None:
    """Return the items of a container that holds names; None if it is none."""
    if isinstance(value, Table):
        value = _naming_column(without_left_over(value), names)
    if isinstance(value, dict):
        if not _truths(value.values()):
            other_keys = list(value) == list(range(len(value))) or not any(map(names.has, value))
            by_value = other_keys and names.has_all(value.values())
            return list(value.values() if by_value else value)
        value = Column(None, list(value), list(value.values()))
    if isinstance(value, Column):
        index = labels(value.index)
        if _truths(value.values):
            return [name for name, true in zip(index, value.values, strict=True) if true]
        by_label = not any(map(names.has, value.values)) and names.has_all(index)
        return index if by_label else list(value.values)
    if isinstance(value, (set, frozenset)):
        return sorted(value, key=str)
    if isinstance(value, (list, tuple)):
        if len(value) == 1 and isinstance(value[0], list):
            value = value[0]
        alone = bool(value) and all(isinstance(item, list) and len(item) == 1 for item in value)
        return [item[0] for item in value] if alone else list(value)
    return [value] if names.has(value) else None


def _truths(values: Collection[Any]) -> bool:
    return bool(values) and all(isinstance(value, bool) for value in values)


def _naming_column(table: Table, names: Names) -> Any:
    """Return the column of a table that holds known names, or else its only column; None if none does."""
    for data in table.data:
        if names.has_all(data):
            return list(data)
    if len(table.columns) == 1:
        return Column(table.columns[0], table.index, table.data[0])
    return labels(table.index) if names.has_all(labels(table.index)) else None


def without_left_over(table: Table, wanted: Sequence[str] = ()) -> Table:
    """Return a table without the columns that `reset_index` leaves, if it has others and these are not wanted."""
    kept = [place for place, name in enumerate(table.columns) if name not in LEFT_OVER or name in wanted]
    if not kept or len(kept) == len(table.columns):
        return table
    return Table(
        [table.columns[place] for place in kept],
        table.index,
        [table.data[place] for place in kept],
        table.names,
    )
