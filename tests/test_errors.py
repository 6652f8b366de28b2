"""Every exception class of ours derives from LabelwrightError and is in the tree that labelwright/errors.py draws."""

from __future__ import annotations

import ast
import builtins
import re
from pathlib import Path

from labelwright import errors

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = (ROOT / "grader" / "labelwright", ROOT / "portfolio_template" / "labelwright_portfolio")
CONTROL_FLOW = {"Failed", "NotAttempted"}
"""What a check raises to give its verdict: not errors."""

STANDARD = {
    name
    for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, BaseException)
}


def exception_classes(sources: list[str]) -> dict[str, list[str]]:
    """The exception classes that `sources` define, each with the names of its bases."""
    classes = {
        node.name: [ast.unparse(base).rpartition(".")[2] for base in node.bases]
        for source in sources
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ClassDef)
    }
    found: dict[str, list[str]] = {}
    while more := {
        name: bases
        for name, bases in classes.items()
        if name not in found
        and any(base in STANDARD or base in found or base.endswith("Exception") for base in bases)
    }:
        found |= more
    return found


def drawn_tree() -> dict[str, list[str]]:
    """The tree of the docstring: each class with its bases, ours first."""
    tree: dict[str, list[str]] = {}
    path: list[str] = []
    for line in (errors.__doc__ or "").splitlines():
        if found := re.fullmatch(r"( *)[*+-] (\w+)(?: \((\w+)\))?", line):
            depth = len(found[1]) // 2
            path = [*path[:depth], found[2]]
            ours = path[depth - 1] if depth else "Exception"
            tree[found[2]] = [ours, *([found[3]] if found[3] else [])]
    return tree


def test_the_tree_is_the_classes_that_there_are() -> None:
    sources = [path.read_text(encoding="utf-8") for package in PACKAGES for path in package.rglob("*.py")]
    classes = exception_classes(sources)
    assert classes.keys() >= CONTROL_FLOW
    assert {name: bases for name, bases in classes.items() if name not in CONTROL_FLOW} == drawn_tree()


def test_every_class_of_the_tree_derives_from_the_base() -> None:
    tree = drawn_tree()
    roots = [name for name, bases in tree.items() if bases[0] not in tree]
    assert roots == ["LabelwrightError"]
    assert len(tree) > 30


def test_an_exception_of_any_kind_is_found() -> None:
    source = "class A(Exception): ...\nclass B(A): ...\nclass C(click.ClickException): ...\nclass D: ..."
    assert exception_classes([source]) == {"A": ["Exception"], "B": ["A"], "C": ["ClickException"]}
