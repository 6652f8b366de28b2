"""The public names, exactly: adding or losing one is a decision, not an accident."""

from __future__ import annotations

from importlib import import_module

import pytest

PUBLIC = {
    "labelwright": ["__version__", "exercise"],
    "labelwright.checks": [
        "Check",
        "CheckResult",
        "Failed",
        "FoundItems",
        "Known",
        "Measure",
        "NotAttempted",
        "Passed",
        "Report",
        "Verdict",
        "Work",
        "check",
        "close",
        "diagnose",
        "found_items",
        "one_of",
    ],
    "labelwright.data": [
        "CardError",
        "DataChanged",
        "DataMissing",
        "DatasetCard",
        "card_markdown",
        "croissant",
        "load",
        "load_card",
        "load_lexicon",
        "locate",
        "sample",
        "seed",
        "stale_card_files",
        "verify",
        "write_card_files",
    ],
    "labelwright.quality": [
        "Found",
        "Interval",
        "Level",
        "bootstrap_alpha",
        "cohen_kappa",
        "found_score",
        "krippendorff_alpha",
        "wilson",
    ],
}


@pytest.mark.parametrize("module", PUBLIC)
def test_the_public_names_are_exactly_these(module: str) -> None:
    assert import_module(module).__all__ == PUBLIC[module]
    assert sorted(PUBLIC[module]) == PUBLIC[module]


@pytest.mark.parametrize(("module", "name"), [(m, name) for m, names in PUBLIC.items() for name in names])
def test_every_public_name_is_there_and_told(module: str, name: str) -> None:
    value = getattr(import_module(module), name)
    assert value is not None
    if name not in ("__version__", "Level"):
        assert value.__doc__, f"{module}.{name} has no docstring"
        assert type(value).__name__ != "module", f"{name} is hidden by its module"


@pytest.mark.parametrize("module", PUBLIC)
def test_an_unknown_name_is_an_attribute_error(module: str) -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = import_module(module).no_such_name
