"""Load a Python file of an exercise's folder as a module, on the trusted side."""

from __future__ import annotations

import importlib.util
import sys
from types import ModuleType

from labelwright.course.exercise import Exercise, ExerciseError


def load_module(exercise: Exercise, file: str) -> ModuleType:
    """Run `file` of the exercise's folder and return it as a new module; ExerciseError if it cannot be loaded.

    It may import other files of its folder (`from .crowd import votes`). It does not stay in `sys.modules`, and no
    bytecode is written: grading changes nothing in the course folder, which may be read-only.
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
        for loaded in [key for key in sys.modules if key == name or key.startswith(f"{name}.")]:
            del sys.modules[loaded]
    return module
