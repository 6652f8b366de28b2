"""The public names are those in a committed snapshot: adding or losing a name is a decision, not an accident.

`pytest --regenerate tests/test_exports.py` writes the snapshot. Read the difference before you commit it.
"""

from __future__ import annotations

import json
from importlib import import_module

import pytest

MODULES = ("labelwright", "labelwright.checks", "labelwright.data", "labelwright.quality")
WITHOUT_DOCSTRING = ("__version__", "Level")


def test_public_names_match_the_snapshot(golden) -> None:
    public = {module: import_module(module).__all__ for module in MODULES}
    assert [module for module, names in public.items() if names != sorted(set(names))] == []
    golden("public_names.json", json.dumps(public, indent=2) + "\n")


def test_public_names_exist_and_have_a_docstring() -> None:
    faults = []
    for module in MODULES:
        for name in import_module(module).__all__:
            value = getattr(import_module(module), name)
            if value is None:
                faults.append(f"{module}.{name} is None")
            elif name not in WITHOUT_DOCSTRING and not (value.__doc__ or "").strip():
                faults.append(f"{module}.{name} has no docstring")
            elif type(value).__name__ == "module":
                faults.append(f"{module}.{name} is hidden by its module")
    assert faults == []


@pytest.mark.parametrize("module", MODULES)
def test_unknown_name_raises_attribute_error(module: str) -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = import_module(module).no_such_name
