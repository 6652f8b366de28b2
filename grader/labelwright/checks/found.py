"""Say in the learner's words what a plain value is and what is in it, and refuse one of the wrong kind."""

from __future__ import annotations

from typing import Any

from labelwright.checks.compare import count_noun, shorten
from labelwright.checks.results import Failed
from labelwright.exchange.plain_data import Column, Opaque, Table, is_missing

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
