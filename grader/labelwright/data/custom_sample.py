"""Make a learner's sample with a Python file of the exercise's folder: planted faults, flipped labels, a simulated table."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

from labelwright.course.exercise import Exercise, ExerciseError
from labelwright.course.load_module import load_module

if TYPE_CHECKING:
    import pandas as pd


def make_sample(exercise: Exercise, file: str, **given: Any) -> pd.DataFrame:
    """Return the table that the function `make` of the exercise's `file` gives; it gets those of `given` that it names.

    It runs where checks run, never in a learner's graded process, which gets only the table: what else the file
    knows, such as the right answers, stays here. Raise ExerciseError if the file cannot be loaded, has no `make`, asks for
    something else, fails, or gives no DataFrame.
    """
    import pandas as pd

    path = exercise.folder / file
    if not path.is_file():
        raise ExerciseError(f"{path} is missing; [sample] made_by names it.")
    make = getattr(load_module(exercise, file), "make", None)
    if not callable(make):
        raise ExerciseError(f"{path} has no function `make`. Write one that returns the sample.")
    wanted = list(inspect.signature(make).parameters)
    if unknown := [name for name in wanted if name not in given]:
        raise ExerciseError(f"{path}: make has the parameter {unknown[0]!r}; it may have {', '.join(given)}.")
    try:
        table = make(**{name: given[name] for name in wanted})
    except Exception as error:
        raise ExerciseError(f"{path} cannot make the sample: {type(error).__name__}: {error}") from error
    if not isinstance(table, pd.DataFrame):
        raise ExerciseError(f"{path}: make returned a {type(table).__name__}. It must return a DataFrame.")
    return table
