"""The learner's work as a check sees it: variables, functions and files, read by name as plain data.

The same checks run on a notebook's live variables and on a sandboxed child, because both answer the questions of
`labelwright.exchange.inspect` through one function, `ask`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, TypeVar

from labelwright.checks import containers, kinds
from labelwright.checks.item_answers import ItemAnswers
from labelwright.checks.kinds import kind_of as kind_of
from labelwright.checks.kinds import wrong_kind
from labelwright.checks.verdicts import Failed, NotAttempted
from labelwright.exchange.inspect import FOLLOWED
from labelwright.exchange.plain_data import Column, PlainError, dumps, encode, labels, loads

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from labelwright.checks.solution import SolutionRun
    from labelwright.checks.wrong_answers import WrongAnswer
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
        self.items = ItemAnswers()
        """What the learner gave for each item, as far as checks read it; the instructor's desk shows it."""
        self.compared: dict[str, Any] = {}
        """The names that declared checks compare with the solution's, with what a key means that is not there."""
        self.inputs: Sequence[tuple[str, str, Callable[[Work], Sequence[tuple[Any, ...]]]]] = ()
        """Of each declared check of a function: the function's name, the check's id, and what it calls the function with."""

    @cached_property
    def solution(self) -> Solution:
        """What the exercise's solution gives for this learner's data and choices."""
        return Solution(self)

    def close(self) -> None:
        """End the process of the solution, if it was asked."""
        if "solution" in self.__dict__:
            self.solution.close()

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

    def call(self, name: str, *arguments: Any, times: int = 1) -> Any:
        """Call the learner's function `name` with `arguments` and return its result as plain data.

        If it is called several `times`, each later call gets the result of the one before, as it is in the learner's process.
        """
        question: dict[str, Any] = {
            "ask": "call",
            "name": name,
            "arguments": [encode(value) for value in arguments],
        }
        if times > 1:
            question["times"] = times
        return self._read(question, f"`{name}(...)`")

    def file(self, name: str) -> str:
        """Return the text of the answer file `name`."""
        parts = self._read({"ask": "file", "name": name}, f"The file `{name}`")
        return "".join(str(part) for part in parts) if isinstance(parts, list) else str(parts)

    def number(self, name: str, *, undefined: bool = False) -> float:
        """Return the variable as a finite float; a container of one value is allowed.

        Where the right value is `undefined`, such as 0 divided by 0, NaN and None are an answer, and NaN is returned.
        """
        return kinds.number(self.value(name), name, undefined=undefined)

    def as_number(self, value: Any, name: str) -> float:
        """Return `value` as a finite float, or raise Failed naming `name`."""
        return kinds.number(value, name)

    def text(self, name: str) -> str:
        """Return the variable as a string without space at its ends."""
        return kinds.text(self.value(name), name)

    def strings(self, name: str, known: Iterable[str] = ()) -> list[str]:
        """Return the variable as a list of strings; it may be a list, tuple, set, Series, index or the keys of a dict.

        With `known`, ids may also be numbers, one id alone, a column or the index of a table, or truth values by id.
        """
        return kinds.strings(self.value(name), name, known)

    def ids(self, name: str, known: Iterable[Any]) -> list[Any]:
        """Return the ids that the variable names, each as it is in `known`; an id that is not known stays as it came."""
        return kinds.ids(self.value(name), name, known)

    def numbers(self, name: str, length: int, keys: Sequence[Any] = ()) -> list[float]:
        """Return the variable as `length` finite floats; it may be a tuple, list, array, Series or index.

        A dict, or a Series with labels, gives them in the order of `keys` (0, 1, 2, ... by default).
        """
        return kinds.numbers(self.value(name), name, length, keys)

    def interval(self, name: str) -> tuple[float, float]:
        """Return the two ends of an interval: two numbers in any container, or by names such as low and high."""
        return containers.interval(self.value(name), name)

    def intervals(self, name: str, keys: Iterable[Any]) -> dict[Any, tuple[float, float]]:
        """Return the interval of each of `keys`, from a mapping of pairs or a table with the columns low and high."""
        return containers.intervals(self.value(name), name, keys)

    def mapping(
        self, name: str, keys: Iterable[Any] = (), *, wanted: str = "a dict", example: str = "", why: str = ""
    ) -> dict[Any, Any]:
        """Return the variable as a dict, from a dict, Series, list of pairs or table; each key is as in `keys`."""
        value = self.value(name)
        return containers.mapping(
            value, name, keys, wanted=wanted, example=example, **({"why": why} if why else {})
        )

    def records(
        self, name: str, fields: Sequence[str], *, wanted: str = "", example: str = ""
    ) -> list[dict[Any, Any]]:
        """Return the variable as a list of dicts, from a list of dicts or tuples, or the rows of a table."""
        return containers.records(self.value(name), name, fields, wanted=wanted, example=example)

    def table(self, name: str, columns: Sequence[str] = ()) -> pd.DataFrame:
        """Return the variable as a DataFrame rebuilt on the trusted side.

        What is missing of `columns` is taken from the index, and a left-over `index` column is dropped.
        """
        # Several checks read the same table, and to rebuild it costs more than to copy it.
        key = f"table {name!r} {tuple(columns)!r}"
        found = self.cached(key, lambda: containers.table(self.value(name), name, columns))
        # From version 3 on, pandas copies the data itself when one of the two is changed.
        return found.copy(deep=_version_of_pandas() < 3)

    def table_by(self, name: str, keys: Sequence[str]) -> pd.DataFrame:
        """Return the variable as a DataFrame with `keys` as its index, which may be in a column or on the other axis."""
        return containers.table_by(self.value(name), name, keys)

    def array(self, name: str, axes: Sequence[Sequence[Any]] = ()) -> npt.NDArray[np.float64]:
        """Return the variable as an array of floats, from nested lists, arrays, Series, dicts or a table.

        `axes` gives the labels of each axis; where a table, Series or dict has them, they decide the order.
        """
        return containers.array_of(self.value(name), name, axes)

    def column(self, name: str) -> pd.Series[Any]:
        """Return the variable as a Series rebuilt on the trusted side."""
        import pandas as pd

        value = self.value(name)
        if not isinstance(value, Column):
            raise wrong_kind(name, value, "a pandas Series", "as the task describes it")
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
                f"{what} {_how_it_stopped(str(answer.get('error')))}.",
                advice="Run it again in the notebook with a small input, and read the last line of the error.",
            )
        raise _unreadable(what, str(answer.get("error", "")) if isinstance(answer, dict) else "")


class Solution(Work):
    """The solution as it runs with what the learner chose; it is asked as the learner's own work is.

    It runs when it is first asked, in a process of its own. The exercise's `chosen` names and files are the learner's in it.
    """

    def __init__(self, work: Work) -> None:
        """Take the data, the choices and the answers from the learner's `work`."""
        super().__init__(work.material, partial(self._ask_run, None))
        self._work = work
        self._answers_fit = True
        """Whether the solution comes to an end when it goes on from the learner's answers."""
        self._stopped: Failed | None = None

    @cached_property
    def followed(self) -> Work:
        """The solution as it goes on from the learner's own earlier answers, right or wrong.

        Asked for a name, it gives what the solution computes for it from the others.
        """
        return Work(self.material, lambda question: self._ask_run(None, {**question, FOLLOWED: True}))

    def mistakes(self, name: str) -> Iterator[tuple[WrongAnswer, Work]]:
        """Yield each mistake with a sentence that changes `name`, and the work of somebody who makes it.

        It goes on from the learner's own earlier answers too.
        """
        from labelwright.checks.solution import mistakes_of

        for wrong in mistakes_of(self.material, name):
            yield wrong, Work(self.material, partial(self._ask_run, wrong.name))

    def close(self) -> None:
        """End the solution's process, if it runs."""
        self._end_run()

    def _end_run(self) -> None:
        run = self.__dict__.pop("_run", None)
        if run is not None:
            run.close()

    @cached_property
    def _run(self) -> SolutionRun:
        from labelwright.checks.solution import SolutionRun

        exercise = self.material.exercise
        files = set(exercise.files) & set(exercise.chosen)
        return SolutionRun(
            self.material,
            self._given(set(exercise.chosen) - files, self._work.value),
            self._given(self._work.compared if self._answers_fit else (), self._work.value),
            self._given(files, self._work.file),
            self._work.compared,
        )

    def _given(self, names: Iterable[str], read: Callable[[str], Result]) -> dict[str, Result]:
        found = {}
        for name in sorted(names):
            with suppress(NotAttempted, Failed):
                found[name] = read(name)
        return found

    def _ask_run(self, mistake: str | None, question: dict[str, Any]) -> bytes:
        from labelwright.checks.solution import SolutionStopped

        if self._stopped is not None:
            raise self._stopped
        if "_run" in self.__dict__ and not self._run.is_open:
            self._end_run()
        try:
            return self._run.ask(mistake, question)
        except SolutionStopped:
            self._end_run()
            if mistake is not None or FOLLOWED in question:
                # A learner's number may be so large that a step never ends. Without it, the other checks go on.
                self._answers_fit = False
                return dumps({"state": "absent"})
            if not self._given(self.material.exercise.chosen, self._work.value):
                raise
            # The same choice would stop it again, and every check would wait for it.
            self._stopped = Failed("The solution does not come to an end with what you chose.")
            raise self._stopped from None


def _version_of_pandas() -> int:
    import pandas as pd

    return int(pd.__version__.partition(".")[0])


def _how_it_stopped(error: str) -> str:
    """Return what became of a call as a phrase: an error that was raised, or a sentence of the sandbox, such as "it ran ..."."""
    return f"was stopped: {error}" if error.startswith("it ") else f"raised {error}"


def _unreadable(what: str, reason: str) -> Failed:
    return Failed(
        f"{what} could not be read as data{': ' + reason if reason else ''}.",
        why="A check can read only numbers, text, lists, dicts and tables.",
        advice="Turn the answer into one of these. Keep it small.",
    )
