"""Every LABELWRIGHT_ variable is in labelwright/settings.py and on the page course/settings.md, and is read there only."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from labelwright import settings
from labelwright.settings import SETTINGS, Setting

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = (ROOT / "grader" / "labelwright", ROOT / "portfolio_template" / "labelwright_portfolio")
NAME = re.compile(r"LABELWRIGHT_[A-Z_]+")


def texts(path: Path) -> list[tuple[int, str]]:
    """Every string of a Python file with its line, the parts of f-strings too."""
    return [
        (node.lineno, node.value)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


def test_settings_holds_every_setting_that_it_defines() -> None:
    defined = [value for value in vars(settings).values() if isinstance(value, Setting)]
    assert sorted(setting.name for setting in defined) == sorted(setting.name for setting in SETTINGS)


def test_no_other_module_holds_the_name_of_a_variable() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {text}"
        for package in PACKAGES
        for path in sorted(package.rglob("*.py"))
        if path != Path(settings.__file__)
        for line, text in texts(path)
        if NAME.fullmatch(text)
    ]
    assert found == []


def test_every_variable_that_a_message_or_a_page_names_is_a_setting() -> None:
    known = {setting.name for setting in SETTINGS}
    files = [path for package in PACKAGES for path in package.rglob("*.py")]
    files += [*(ROOT / "course").rglob("*.md"), ROOT / "README.md"]
    found = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in files
        for name in NAME.findall(path.read_text(encoding="utf-8"))
        if name not in known and name != "LABELWRIGHT_"
    }
    assert found == set()


def test_the_page_lists_the_settings() -> None:
    page = (ROOT / "course" / "settings.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    assert rows == [
        f"| `{setting.name}` | {setting.type} | {setting.default_text} | {setting.meaning} |"
        for setting in SETTINGS
    ]


def test_a_setting_is_read_when_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LABELWRIGHT_DATA", raising=False)
    assert (settings.DATA.read(), settings.DATA.is_set()) == (None, False)
    monkeypatch.setenv("LABELWRIGHT_DATA", "~/data")
    assert settings.DATA.read() == Path.home() / "data"
    monkeypatch.setenv("LABELWRIGHT_DATA", "")
    assert (settings.DATA.read(), settings.DATA.is_set()) == (None, True)
    monkeypatch.setenv("LABELWRIGHT_DEBUG", "1")
    assert settings.DEBUG.read() is True
