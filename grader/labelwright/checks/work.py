"""The learner's work as a check sees it: named things, asked for as plain data, wherever they live.

The same checks run over a notebook's live variables and over a sandboxed child, because both answer the
questions of `labelwright.exchange.inspect` through one function, `ask`.
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
    """One learner's work on one exercise; each method asks for a thing by name.

    Methods raise NotAttempted where the thing is missing or still `...`, and Failed, with a message for the
    learner, where it is of the wrong kind.
    """

    def __init__(self, material: Material, ask: Ask) -> None:
        self.material = material
        self._ask = ask
        self._kept: dict[str, Any] = {}
        self._computed: dict[str, Any] = {}

    @property
    def learner(self) -> str:
        """The learner's id."""
        return self.material.learner

    @property
    def form(self) -> int:
        """Which form of the sample the learner works on, from 1."""
        return self.material.form

    @cached_property
    def sample(self) -> pd.DataFrame:
        """The learner's own seeded sample, drawn on the trusted side."""
        return self.material.sample()

    @property
    def drawn(self) -> pd.DataFrame:
        """The rows the sample was made from, as they came, where `made_by` made it; fresh at each call."""
        rows = self.material.drawn
        assert rows is not None
        return rows

    def dataset(self, slug: str) -> pd.DataFrame:
        """A whole dataset of the exercise, loaded on the trusted side."""
        return self.material.frame(slug)

    def once(self, key: str, compute: Callable[[], Result]) -> Result:
        """What `compute()` gives, computed once for this piece of work however many checks ask by `key`."""
        if key not in self._computed:
            self._computed[key] = compute()
        kept: Result = self._computed[key]
        return kept

    def value(self, name: str) -> Any:
        """The variable `name` as plain data: built-in values, Table, Column or Opaque."""
        if name not in self._kept:
            self._kept[name] = self._read({"ask": "value", "name": name}, f"`{name}`")
        value = self._kept[name]
        if value is Ellipsis:
            raise NotAttempted(f"`{name}` is still the starter's `...`. Give it your answer.")
        return value

    def call(self, name: str, *arguments: Any) -> Any:
        """What the learner's function `name` returns for `arguments`, as plain data."""
        question = {"ask": "call", "name": name, "arguments": [encode(value) for value in arguments]}
        return self._read(question, f"`{name}(...)`")

    def file(self, name: str) -> str:
        """The text of the answer file `name`."""
        parts = self._read({"ask": "file", "name": name}, f"The file `{name}`")
        return "".join(str(part) for part in parts) if isinstance(parts, list) else str(parts)

    def number(self, name: str) -> float:
        """The variable as a finite float; a one-value Series or list counts."""
        return self.as_number(self.value(name), name)

    def as_number(self, value: Any, name: str) -> float:
        """`value` as a finite float, or Failed naming `name`."""
        listed = value.values if isinstance(value, Column) else value
        if isinstance(listed, list) and len(listed) == 1:
            listed = listed[0]
        if isinstance(listed, bool) or not isinstance(listed, (int, float)):
            raise _wrong_kind(name, value, "a single number", "such as 0.73")
        if not math.isfinite(listed):
            raise Failed(
                f"`{name}` is {listed}, not a finite number.",
                why="A missing or infinite value usually means a division by zero or an empty selection.",
                advice=f"Print what goes into `{name}` and look for an empty or missing part.",
            )
        return float(listed)

    def text(self, name: str) -> str:
        """The variable as a stripped string."""
        value = self.value(name)
        if not isinstance(value, str):
            raise _wrong_kind(name, value, "a string", 'such as "ordinal"')
        return value.strip()

    def strings(self, name: str) -> list[str]:
        """The variable as a list of strings: a list, set, Series, or the index of one is the same to us."""
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
        """The variable as `length` finite floats: a tuple, list, array or Series."""
        value = self.value(name)
        items = value.values if isinstance(value, Column) else value
        if not isinstance(items, list) or len(items) != length:
            raise _wrong_kind(name, value, f"{length} numbers", "such as a tuple or a list")
        return [self.as_number(item, f"{name}[{place}]") for place, item in enumerate(items)]

    def table(self, name: str) -> pd.DataFrame:
        """The variable as a DataFrame rebuilt on the trusted side."""
        value = self.value(name)
        if not isinstance(value, Table):
            raise _wrong_kind(name, value, "a pandas DataFrame", "as the task describes it")
        return value.frame()

    def column(self, name: str) -> pd.Series[Any]:
        """The variable as a Series rebuilt on the trusted side."""
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
            raise NotAttempted(f"{what} is not there yet. The task says what to make and how to name it.")
        if state == "raised":
            raise Failed(
                f"{what} raised {answer.get('error')}.",
                advice="Run it once more in the notebook on a small input and read the last line of the error.",
            )
        raise _unreadable(what, str(answer.get("error", "")) if isinstance(answer, dict) else "")


def _unreadable(what: str, reason: str) -> Failed:
    return Failed(
        f"{what} could not be read as data{': ' + reason if reason else ''}.",
        why="Checks read answers as plain numbers, text, lists and tables.",
        advice="Turn the answer into one of these, small enough for one exercise.",
    )


def _wrong_kind(name: str, value: Any, wanted: str, example: str) -> Failed:
    return Failed(
        f"`{name}` is {kind_of(value)}, where {wanted} was asked for.",
        why="A later step, and anybody who uses your data, relies on the agreed form.",
        advice=f"Make `{name}` {wanted}, {example}.",
    )


def kind_of(value: Any) -> str:
    """What a plain value is, in the learner's words."""
    if value is None:
        return "None (did a function forget to return its result?)"
    if isinstance(value, Table):
        return "a DataFrame of {} rows and {} columns".format(*value.shape)
    if isinstance(value, Column):
        return f"a Series of {len(value.values)} values"
    if isinstance(value, Opaque):
        return f"of the type {value.kind}" if not value.kind.startswith("a ") else value.kind
    if isinstance(value, (list, set, dict)):
        return f"a {type(value).__name__} of {len(value)}"
    if isinstance(value, str):
        return f"the text {value[:60]!r}"
    return f"{value!r}"
