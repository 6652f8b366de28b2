"""Make mutants of a solution: one small change in one place each, as a slip of a learner might make it."""

from __future__ import annotations

import ast
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from labelwright.course.exercise import Exercise
from labelwright.course.percent import code_before_solution, is_solution_cell, source_cells

_OPERATORS = (
    "Add Sub|Mult Div|Div FloorDiv|Pow Mult|BitAnd BitOr|Lt LtE|Gt GtE|Lt Gt|Eq NotEq|In NotIn|And Or"
)
_NAMES = "min max|sum len|any all|sorted list|set list|mean median|mean sum|argmax argmin|size count|float int|lower strip"


def _exchanges(pairs: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for pair in pairs.split("|"):
        one, two = pair.split()
        found.setdefault(one, []).append(two)
        found.setdefault(two, []).append(one)
    return found


_OTHER_OPERATOR = _exchanges(_OPERATORS)
_OTHER_NAME = _exchanges(_NAMES)

_JOURNAL = ".annotations.jsonl"

NEAR_MISSES = {
    "wer": (
        "difflib as edit distance",
        "def wer(reference, hypothesis):\n"
        "    from difflib import SequenceMatcher\n"
        "    one, two = str(reference).split(), str(hypothesis).split()\n"
        "    steps = SequenceMatcher(None, one, two, autojunk=False).get_opcodes()\n"
        "    wrong = sum(max(j - i, l - k) for kind, i, j, k, l in steps if kind != 'equal')\n"
        "    return wrong / len(one) if one else float('nan')\n",
    )
}
"""A function of the solution, and what people take from the standard library in its place."""


@dataclass(frozen=True)
class Mutant:
    """One change of one code cell: the cell's place from 0, and the line in the solution's part of it."""

    cell: int
    line: int
    name: str
    """The changed line and what was changed; it stays the same while the line of the solution does."""
    source: str
    """The whole cell after the change."""

    @property
    def changed_line(self) -> str:
        """The line of the solution before the change."""
        return self.name.partition("  ->  ")[0]


def mutants(exercise: Exercise) -> list[Mutant]:
    """Return every mutant of the solution, in the order of its lines.

    A cell that is not plain Python gives none, nor does one that writes a journal: it stands for a person who labels.
    """
    found = []
    names: Counter[str] = Counter()
    code = [cell for cell in source_cells(exercise) if cell.cell_type == "code"]
    for place, cell in enumerate(code):
        above, solution = _parts(cell)
        if _JOURNAL in solution:
            continue
        lines = solution.splitlines()
        for line, what, changed in _changes(solution):
            name = f"{lines[line - 1].strip()}  ->  {what}" if line else what
            names[name] += 1
            if names[name] > 1:
                name += f" ({names[name]})"
            found.append(Mutant(place, line, name, f"{above}{changed}\n"))
    return found


def seeded(found: Sequence[Mutant], most: int, seed: str) -> list[Mutant]:
    """Return at most `most` of the mutants, the same for the same seed; as many lines as possible are among them."""
    order = list(found)
    random.Random(seed).shuffle(order)
    seen: set[tuple[int, int]] = set()
    first: list[Mutant] = []
    again: list[Mutant] = []
    for mutant in order:
        (again if (mutant.cell, mutant.line) in seen else first).append(mutant)
        seen.add((mutant.cell, mutant.line))
    chosen = set((first + again)[:most])
    return [mutant for mutant in found if mutant in chosen]


def _parts(cell: Any) -> tuple[str, str]:
    """Return what a learner gets of a cell, and the solution below it."""
    before = code_before_solution(cell.source)
    if before is None:
        return ("", cell.source) if is_solution_cell(cell) else (cell.source, "")
    above = "".join(f"{line}\n" for line in before)
    return above, cell.source[len(above) :]


def _changes(source: str) -> Iterator[tuple[int, str, str]]:
    """Yield (line, what, changed source) for each small change; each result once."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return
    seen = {ast.unparse(tree)}
    for node in ast.walk(tree):
        for what, other in _variants(node):
            text = ast.unparse(ast.fix_missing_locations(_with(tree, node, other)))
            if text not in seen:
                seen.add(text)
                yield getattr(node, "lineno", 0), what, text
    for name, (what, text) in NEAR_MISSES.items():
        if any(isinstance(node, ast.FunctionDef) and node.name == name for node in tree.body):
            yield 0, what, f"{source}\n\n{text}"


def _with(node: Any, old: ast.AST, new: ast.AST) -> Any:
    """Return a copy of the tree with one node exchanged."""
    if node is old:
        return new
    if not isinstance(node, ast.AST):
        return node
    parts = {
        name: [_with(item, old, new) for item in part] if isinstance(part, list) else _with(part, old, new)
        for name, part in ast.iter_fields(node)
    }
    return ast.copy_location(type(node)(**parts), node)


def _changed(node: ast.AST, **parts: Any) -> ast.AST:
    return type(node)(**{**dict(ast.iter_fields(node)), **parts})


def _without(items: Sequence[Any], place: int) -> list[Any]:
    return [*items[:place], *items[place + 1 :]]


def _variants(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Yield (what, the node that takes its place) for every small change of one node."""
    if isinstance(node, (ast.BinOp, ast.BoolOp, ast.AugAssign)):
        name = type(node.op).__name__
        for other in _OTHER_OPERATOR.get(name, ()):
            yield f"{name} becomes {other}", _changed(node, op=getattr(ast, other)())
    if isinstance(node, ast.BinOp):
        yield "left side only", node.left
        yield "right side only", node.right
        if not isinstance(node.op, (ast.Add, ast.Mult)):
            yield "sides exchanged", _changed(node, left=node.right, right=node.left)
    elif isinstance(node, ast.BoolOp):
        for place in range(len(node.values)):
            yield f"without condition {place + 1}", _changed(node, values=_without(node.values, place))
    elif isinstance(node, ast.Compare):
        for place, operator in enumerate(node.ops):
            name = type(operator).__name__
            for other in _OTHER_OPERATOR.get(name, ()):
                ops = [*node.ops[:place], getattr(ast, other)(), *node.ops[place + 1 :]]
                yield f"{name} becomes {other}", _changed(node, ops=ops)
    elif isinstance(node, ast.Constant):
        yield from _constants(node)
    elif isinstance(node, ast.UnaryOp):
        yield f"without {type(node.op).__name__}", node.operand
    elif isinstance(node, (ast.IfExp, ast.If)):
        for value in (True, False):
            yield f"condition {value}", _changed(node, test=ast.Constant(value))
    elif isinstance(node, ast.comprehension) and node.ifs:
        yield "without the filter", _changed(node, ifs=[])
    elif isinstance(node, ast.For):
        yield "leaves after the first", _changed(node, body=[*node.body, ast.Break()])
    elif isinstance(node, ast.Subscript):
        yield from _subscripts(node)
    elif isinstance(node, ast.Call):
        yield from _calls(node)
    if isinstance(node, ast.Name):
        for other in _OTHER_NAME.get(node.id, ()):
            yield f"{node.id} becomes {other}", _changed(node, id=other)
    if isinstance(node, ast.Attribute):
        for other in _OTHER_NAME.get(node.attr, ()):
            yield f"{node.attr} becomes {other}", _changed(node, attr=other)
    if isinstance(node, (ast.AugAssign, ast.Expr, ast.Break, ast.Continue)):
        yield "line left out", ast.Pass()


def _constants(node: ast.Constant) -> Iterator[tuple[str, ast.AST]]:
    value = node.value
    if isinstance(value, bool):
        yield f"{value} becomes {not value}", ast.Constant(not value)
    elif isinstance(value, (int, float)):
        for other in (value + 1, value - 1):
            yield f"{value} becomes {other}", ast.Constant(other)


def _subscripts(node: ast.Subscript) -> Iterator[tuple[str, ast.AST]]:
    inner = node.value
    if isinstance(inner, ast.Subscript):
        turned = ast.Subscript(inner.value, node.slice, inner.ctx)
        yield "rows and columns exchanged", _changed(node, value=turned, slice=inner.slice)
    if isinstance(node.slice, ast.Tuple):
        yield "places exchanged", _changed(node, slice=ast.Tuple(node.slice.elts[::-1], node.slice.ctx))


def _calls(node: ast.Call) -> Iterator[tuple[str, ast.AST]]:
    if len(node.args) == 1 and not isinstance(node.args[0], ast.Starred):
        yield "without the call", node.args[0]
    for place in range(len(node.args) - 1):
        args = [*node.args[:place], node.args[place + 1], node.args[place], *node.args[place + 2 :]]
        yield "arguments exchanged", _changed(node, args=args)
    for place, keyword in enumerate(node.keywords):
        # `strict=` guards the solution itself and never changes a right result.
        if keyword.arg != "strict":
            yield f"without {keyword.arg}=", _changed(node, keywords=_without(node.keywords, place))
