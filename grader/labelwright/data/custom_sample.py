"""Make a learner's sample with a Python file of the exercise's folder: planted faults, flipped labels, a simulated table."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

from labelwright.course.exercise import Exercise, ExerciseError
from labelwright.course.load_module import load_module

if TYPE_CHECKING:
    import pandas as pd


def made(exercise: Exercise, file: str, **given: Any) -> pd.DataFrame:
    """What the function `make` of the exercise's `file` gives; it is handed those of `given` that it names.

    It runs where checks run, never in a learner's graded process, which gets the table alone: what the file knows
    besides, such as the right answers, stays here. ExerciseError where the file cannot be loaded, has no `make`, asks for
    something else, fails, or gives no DataFrame.
    """
    import pandas as pd

    path = exercise.folder / file
    if not path.is_file():
        raise ExerciseError(f"{path} is missing; [sample] made_by names it.")
    make = getattr(load_module(exercise, file), "make", None)
    if not callable(make):
        raise ExerciseError(f"{path} has no function make. Write one that returns the sample.")
    asked = list(inspect.signature(make).parameters)
    if strange := [name for name in asked if name not in given]:
        raise ExerciseError(f"{path}: make asks for {strange[0]!r}; it may ask for {', '.join(given)}.")
    try:
        table = make(**{name: given[name] for name in asked})
    except Exception as error:
        raise ExerciseError(f"{path} cannot make the sample: {type(error).__name__}: {error}") from error
    if not isinstance(table, pd.DataFrame):
        raise ExerciseError(f"{path}: make gave {type(table).__name__}. It must give a DataFrame.")
    return table
