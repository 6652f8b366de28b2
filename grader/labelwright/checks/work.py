"""The learner's work as a check sees it: variables, functions and files, read by name as plain data.

The same checks run on a notebook's live variables and on a sandboxed child, because both answer the questions of
`labelwright.exchange.inspect` through one function, `ask`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from labelwright.checks.results import Failed, NotAttempted
from labelwright.exchange.plain_data import Column, Opaque, PlainError, Table, encode, labels, loads

if TYPE_CHECKING:
    import pandas as pd

    from labelwright.data.material import Material

Result = TypeVar("Result")
Ask = Callable[[dict[str, Any]], bytes]


class Work:
    """One learner's work on one exercise; each method reads a variable, function or file by name.

    Methods raise NotAttempted if it is missing or still `...`, and Failed, with a message for the learner, if it is of
    the wrong type.
    """

    def __init__(self, material: Material, ask: Ask, cause: Callable[[str], str] = lambda name: "") -> None:
        """Answer from `ask`; `cause` says in one sentence why a name does not exist, or gives an empty text."""
        self.material = material
        self._ask = ask
        self._cause = cause
        self._values: dict[str, Any] = {}
        self._computed: dict[str, Any] = {}

    @property
    def learner(self) -> str:
        """The learner's id."""
        return self.material.learner

    @property
    def form(self) -> int:
        """The number of the sample's form that the learner works on, from 1."""
        return self.material.form

    @cached_property
    def sample(self) -> pd.DataFrame:
        """The learner's own seeded sample, drawn on the trusted side."""
        return self.material.sample()

    @property
    def source_rows(self) -> pd.DataFrame:
        """The dataset's rows that `made_by` made the sample from, unchanged; a new copy at each call."""
        rows = self.material.source_rows
        assert rows is not None
        return rows

    def dataset(self, slug: str) -> pd.DataFrame:
        """A whole dataset of the exercise, loaded on the trusted side."""
        return self.material.frame(slug)

    def cached(self, key: str, compute: Callable[[], Result]) -> Result:
        """Return what `compute()` gives; it is computed once for this work, however many checks ask for `key`."""
        if key not in self._computed:
            self._computed[key] = compute()
        result: Result = self._computed[key]
        return result

    def value(self, name: str) -> Any:
        """Return the variable `name` as plain data: built-in values, Table, Column or Opaque."""
        if name not in self._values:
            self._values[name] = self._read({"ask": "value", "name": name}, f"`{name}`")
        value = self._values[name]
        if value is Ellipsis:
            raise NotAttempted(f"`{name}` is still `...`, as in the starter. Replace it with your answer.")
        return value

    def call(self, name: str, *arguments: Any) -> Any:
        """Call the learner's function `name` with `arguments` and return its result as plain data."""
        question = {"ask": "call", "name": name, "arguments": [encode(value) for value in arguments]}
        return self._read(question, f"`{name}(...)`")

    def file(self, name: str) -> str:
        """Return the text of the answer file `name`."""
        parts = self._read({"ask": "file", "name": name}, f"The file `{name}`")
        return "".join(str(part) for part in parts) if isinstance(parts, list) else str(parts)

    def number(self, name: str) -> float:
        """Return the variable as a finite float; a Series or list with one value is allowed."""
        return self.as_number(self.value(name), name)

    def as_number(self, value: Any, name: str) -> float:
        """Return `value` as a finite float, or raise Failed naming `name`."""
        listed = value.values if isinstance(value, Column) else value
        if isinstance(listed, list) and len(listed) == 1:
            listed = listed[0]
        if isinstance(listed, bool) or not isinstance(listed, (int, float)):
            raise _wrong_kind(name, value, "a single number", "such as 0.73")
        if not math.isfinite(listed):
            raise Failed(
                f"`{name}` is {listed}, which is not a finite number.",
                why="A missing or infinite value usually means a division by zero or an empty selection.",
                advice=f"Print the values that `{name}` is computed from, and look for one that is empty or missing.",
            )
        return float(listed)

    def text(self, name: str) -> str:
        """Return the variable as a string without space at its ends."""
        value = self.value(name)
        if not isinstance(value, str):
            raise _wrong_kind(name, value, "a string", 'such as "ordinal"')
        return value.strip()

    def strings(self, name: str) -> list[str]:
        """Return the variable as a list of strings; it may be a list, tuple, set, Series, index or the keys of a dict."""
        value = self.value(name)
        items = value.values if isinstance(value, Column) else value
        if isinstance(items, dict):
            items = list(items)
        if isinstance(items, set):
            items = sorted(items, key=str)
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            raise _wrong_kind(name, value, "a list of strings", 'such as ["good", "bad"]')
        return items

    def numbers(self, name: str, length: int) -> list[float]:
        """Return the variable as `length` finite floats; it may be a tuple, list, array or Series."""
        value = self.value(name)
        items = value.values if isinstance(value, Column) else value
        if not isinstance(items, list) or len(items) != length:
            raise _wrong_kind(name, value, f"{length} numbers", "such as a tuple or a list")
        return [self.as_number(item, f"{name}[{place}]") for place, item in enumerate(items)]

    def table(self, name: str) -> pd.DataFrame:
        """Return the variable as a DataFrame rebuilt on the trusted side."""
        value = self.value(name)
        if not isinstance(value, Table):
            raise _wrong_kind(name, value, "a pandas DataFrame", "as the task describes it")
        return value.frame()

    def column(self, name: str) -> pd.Series[Any]:
        """Return the variable as a Series rebuilt on the trusted side."""
        import pandas as pd

        value = self.value(name)
        if not isinstance(value, Column):
            raise _wrong_kind(name, value, "a pandas Series", "as the task describes it")
        return pd.Series(value.values, index=pd.Index(labels(value.index)), name=str(value.name))

    def _read(self, question: dict[str, Any], what: str) -> Any:
        try:
            answer = loads(self._ask(question))
        except PlainError as error:
            raise _unreadable(what, str(error)) from None
        state = answer.get("state") if isinstance(answer, dict) else None
        if state == "here" and "value" in answer:
            return answer["value"]
        if state == "absent":
            cause = self._cause(str(question["name"]))
            raise NotAttempted(
                f"{what} does not exist, because the cell that makes it failed. {cause}"
                if cause
                else f"{what} does not exist yet. The task says what to make and how to name it."
            )
        if state == "raised":
            raise Failed(
                f"{what} raised {answer.get('error')}.",
                advice="Run it again in the notebook with a small input, and read the last line of the error.",
            )
        raise _unreadable(what, str(answer.get("error", "")) if isinstance(answer, dict) else "")


def _unreadable(what: str, reason: str) -> Failed:
    return Failed(
        f"{what} could not be read as data{': ' + reason if reason else ''}.",
        why="A check can read only numbers, text, lists, dicts and tables.",
        advice="Turn the answer into one of these. Keep it small.",
    )


def _wrong_kind(name: str, value: Any, wanted: str, example: str) -> Failed:
    return Failed(
        f"`{name}` should be {wanted}, but it is {kind_of(value)}.",
        why="The next steps, and the people who use your data, expect this form.",
        advice=f"Make `{name}` {wanted}, {example}.",
    )


def kind_of(value: Any) -> str:
    """Say what a plain value is, so that the learner understands it."""
    if value is None:
        return "None (did a function forget to return its result?)"
    if isinstance(value, Table):
        return "a DataFrame with {} rows and {} columns".format(*value.shape)
    if isinstance(value, Column):
        return f"a Series of {len(value.values)} value{'' if len(value.values) == 1 else 's'}"
    if isinstance(value, Opaque):
        return f"of the type `{value.kind}`" if not value.kind.startswith("a ") else value.kind
    if isinstance(value, (list, set, dict)):
        return f"a {type(value).__name__} of {len(value)} value{'' if len(value) == 1 else 's'}"
    if isinstance(value, str):
        return f"the text {value[:60]!r}"
    return f"{value!r}"
