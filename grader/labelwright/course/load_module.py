"""Run a Python file of an exercise's folder on the trusted side, with the parts that lie beside it."""

from __future__ import annotations

import importlib.util
import sys
from types import ModuleType

from labelwright.course.exercise import Exercise, ExerciseError


def load_module(exercise: Exercise, file: str) -> ModuleType:
    """The module that `file` of the exercise's folder makes, run afresh; ExerciseError where it cannot be loaded.

    It may import parts beside it (`from .crowd import votes`). Nothing of it stays in `sys.modules`, and no bytecode is
    written: grading leaves no trace in the course, which may be read-only.
    """
    path = exercise.folder / file
    name = f"labelwright_{path.stem}_{exercise.slug.replace('-', '_')}_{abs(hash(str(path))):x}"
    spec = importlib.util.spec_from_file_location(
        name, path, submodule_search_locations=[str(exercise.folder)]
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise ExerciseError(f"{path} cannot be loaded: {type(error).__name__}: {error}") from error
    finally:
        sys.dont_write_bytecode = before
        for loaded in [one for one in sys.modules if one == name or one.startswith(f"{name}.")]:
            del sys.modules[loaded]
    return module
