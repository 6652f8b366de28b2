"""Rewrite a notebook's code as somebody would who hides where it comes from; each rewrite keeps what the code does."""

from __future__ import annotations

import ast
import builtins
import random
import re
from collections.abc import Callable

Cells = list[str]
Rewrite = Callable[[Cells, random.Random], Cells]


class _Renamer(ast.NodeTransformer):
    """Give every name that the code binds a new one."""

    def __init__(self, names: dict[str, str]) -> None:
        self.names = names

    def visit_Name(self, node: ast.Name) -> ast.AST:
        """Rename a variable."""
        node.id = self.names.get(node.id, node.id)
        return node

    def visit_arg(self, node: ast.arg) -> ast.AST:
        """Rename a parameter."""
        node.arg = self.names.get(node.arg, node.arg)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        """Rename a function and what is in it."""
        node.name = self.names.get(node.name, node.name)
        self.generic_visit(node)
        return node


class _Literals(ast.NodeTransformer):
    """Change every number and text."""

    def __init__(self, draw: random.Random) -> None:
        self.draw = draw

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        """Leave formatted texts as they are."""
        return node

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        """Change a number or a text, but not True, False or None."""
        if isinstance(node.value, str):
            return ast.Constant(f"{node.value} {self.draw.randrange(100)}")
        if isinstance(node.value, int | float) and not isinstance(node.value, bool):
            return ast.Constant(abs(node.value) + self.draw.randrange(1, 9))
        return node


class _Padding(ast.NodeTransformer):
    """Put a line that does nothing after each statement, at every depth."""

    def __init__(self, draw: random.Random, share: float) -> None:
        self.draw, self.share = draw, share

    def generic_visit(self, node: ast.AST) -> ast.AST:
        """Pad the bodies of the node and of all that is in it."""
        super().generic_visit(node)
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [line for one in body for line in (one, *self._dead())]  # type: ignore[attr-defined]
        return node

    def _dead(self) -> list[ast.stmt]:
        if self.draw.random() >= self.share:
            return []
        kinds = (
            "unused = 7 * 6",
            "helper = [n for n in range(3)]",
            "note = 'checked'",
            "if False:\n    pass",
        )
        return ast.parse(self.draw.choice(kinds)).body


def _trees(cells: Cells) -> list[ast.Module]:
    return [ast.parse(cell) for cell in cells]


def _bound(trees: list[ast.Module]) -> list[str]:
    names = set()
    for node in (node for tree in trees for node in ast.walk(tree)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
        elif isinstance(node, ast.FunctionDef):
            names.add(node.name)
    return sorted(names - set(dir(builtins)))


def rename(cells: Cells, draw: random.Random) -> Cells:
    """Rename every variable, parameter and function."""
    trees = _trees(cells)
    names = {name: f"{draw.choice('abcdefgh')}_{number}" for number, name in enumerate(_bound(trees))}
    return [ast.unparse(_Renamer(names).visit(tree)) for tree in trees]


def literals(cells: Cells, draw: random.Random) -> Cells:
    """Change every number and text."""
    return [ast.unparse(ast.fix_missing_locations(_Literals(draw).visit(tree))) for tree in _trees(cells)]


def reorder(cells: Cells, draw: random.Random) -> Cells:
    """Shuffle the top-level statements of all cells."""
    lines = [ast.unparse(statement) for tree in _trees(cells) for statement in tree.body]
    draw.shuffle(lines)
    return ["\n".join(lines)]


def cut_cells(cells: Cells, draw: random.Random) -> Cells:
    """Put every top-level statement into a cell of its own."""
    return [ast.unparse(statement) for tree in _trees(cells) for statement in tree.body]


def join_cells(cells: Cells, draw: random.Random) -> Cells:
    """Put everything into one cell."""
    return ["\n\n".join(cells)]


def layout(cells: Cells, draw: random.Random) -> Cells:
    """Write the code again from its syntax tree: other quotes, brackets, line breaks, no comments."""
    return [ast.unparse(tree) for tree in _trees(cells)]


def comments(cells: Cells, draw: random.Random) -> Cells:
    """Replace the comments, as in another language, and add one after each line that can have one."""
    found = []
    for cell in cells:
        text = re.sub(r"(?m)^[ \t]*#.*\n", "", layout([cell], draw)[0])
        found.append(
            "# Aquí empieza\n" + re.sub(r"(?m)^(\s*(?:return|import)\b[^\n'\"]*)$", r"\1  # así", text)
        )
    return found


def some_dead_code(cells: Cells, draw: random.Random) -> Cells:
    """Put a line that does nothing after every fourth statement or so."""
    padding = _Padding(draw, 0.25)
    return [ast.unparse(ast.fix_missing_locations(padding.visit(tree))) for tree in _trees(cells)]


def much_dead_code(cells: Cells, draw: random.Random) -> Cells:
    """Put a line that does nothing after every statement."""
    padding = _Padding(draw, 1.0)
    return [ast.unparse(ast.fix_missing_locations(padding.visit(tree))) for tree in _trees(cells)]


def wrap(cells: Cells, draw: random.Random) -> Cells:
    """Put the code of each cell into a function that is called."""
    found = []
    for number, cell in enumerate(cells):
        body = "\n".join("    " + line for line in ast.unparse(ast.parse(cell)).splitlines())
        found.append(f"def step_{number}():\n{body}\n\nstep_{number}()")
    return found


def half(cells: Cells, draw: random.Random) -> Cells:
    """Keep half of the statements only."""
    lines = [ast.unparse(statement) for tree in _trees(cells) for statement in tree.body]
    return ["\n".join(lines[: (len(lines) + 1) // 2])]


def everything(cells: Cells, draw: random.Random) -> Cells:
    """Rename, change literals, reorder, and put in some dead code."""
    for rewrite in (rename, literals, some_dead_code, reorder):
        cells = rewrite(cells, draw)
    return cells


REWRITES: dict[str, Rewrite] = {
    "every name changed": rename,
    "every number and text changed": literals,
    "statements in another order": reorder,
    "cells split": cut_cells,
    "cells joined": join_cells,
    "layout written again from the syntax tree": layout,
    "comments replaced": comments,
    "every cell wrapped in a function": wrap,
    "dead code after every fourth statement": some_dead_code,
    "dead code after every statement": much_dead_code,
    "only half of the statements kept": half,
    "names, literals, order and some dead code": everything,
}
"""The rewrites by what a reader understands."""
