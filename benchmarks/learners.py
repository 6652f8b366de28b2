"""Generate classes of notebooks for one exercise: own work by people who never met, and planted pairs that share work."""

from __future__ import annotations

import ast
import json
import random
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rewrites import REWRITES, Cells

SLUG = "clean-a-messy-table"
_FORMS = (
    (
        "{t} = {t}.drop_duplicates('record')",
        "{t} = {t}[~{t}['record'].duplicated()]",
        "{t} = {t}.groupby('record', as_index=False).first()",
        "keep = []\nseen = set()\nfor {i}, {r} in {t}.iterrows():\n    if {r}['record'] not in seen:\n        seen.add({r}['record'])\n        keep.append({i})\n{t} = {t}.loc[keep]",
    ),
    (
        "{t}['mass'] = {t}['mass'].map(lambda {x}: {x} * 1000 if {x} < 100 else {x})",
        "{t}.loc[{t}['mass'] < 100, 'mass'] *= 1000",
        "{t}['mass'] = {t}['mass'].where({t}['mass'] >= 100, {t}['mass'] * 1000)",
        "for {i} in {t}.index:\n    if {t}.at[{i}, 'mass'] < 100:\n        {t}.at[{i}, 'mass'] = {t}.at[{i}, 'mass'] * 1000",
    ),
    (
        "{c} = {t}.groupby('species')['mass'].mean()",
        "{c} = {{}}\nfor {x} in {t}['species'].unique():\n    {c}[{x}] = {t}[{t}['species'] == {x}]['mass'].mean()",
        "{c} = {t}.pivot_table(index='species', values='mass', aggfunc='mean')['mass']",
        "{c} = {{{x}: {r}['mass'].mean() for {x}, {r} in {t}.groupby('species')}}",
    ),
    (
        "{t}['sex'] = {t}['sex'].str.lower().str[0].map({{'f': 'female', 'm': 'male'}})",
        "def {c}(cell):\n    if str(cell).lower().startswith('f'):\n        return 'female'\n    if str(cell).lower().startswith('m'):\n        return 'male'\n    return None\n{t}['sex'] = {t}['sex'].apply({c})",
        "{t}['sex'] = ['female' if str({x}).lower()[:1] == 'f' else 'male' for {x} in {t}['sex']]",
        "{t}['sex'] = {t}['sex'].replace({{'F': 'female', 'f': 'female', 'M': 'male', 'm': 'male'}})",
    ),
)
"""Four tasks, each done in four ways that people really use; a class shares them without any copying."""


@dataclass(frozen=True)
class Notebook:
    """A generated notebook: whose it is, its cells, and, if it is a copy, from whom and by which rewrite."""

    learner: str
    cells: Cells
    copy_of: str = ""
    rewrite: str = ""


_ROOTS = (
    "pandas",
    "scipy",
    "sklearn",
    "sqlalchemy",
    "IPython",
    "matplotlib",
    "statsmodels",
    "nltk",
    "networkx",
)
"""Installed packages whose functions are used besides the standard library's."""


@cache
def own_statements() -> list[str]:
    """Every statement of a function, of 20 to 400 characters, in the standard library and some packages: code by many
    people, in a fixed order."""
    library = Path(sysconfig.get_path("stdlib"))
    packages = [Path(sysconfig.get_path("purelib")) / root for root in _ROOTS]
    found = {}
    for folder in (library, *packages):
        for path in sorted(folder.rglob("*.py")):
            inside = path.relative_to(folder).parts
            if {"site-packages", "test", "tests", "lib2to3", "idlelib"} & set(inside):
                continue
            try:
                tree = ast.parse(path.read_text(encoding="utf-8"))
            except (SyntaxError, UnicodeDecodeError, OSError):
                continue
            for node in ast.walk(tree):
                if isinstance(node, ast.FunctionDef):
                    found |= dict.fromkeys(map(ast.unparse, node.body))
    statements = sorted(text for text in found if 20 <= len(text) <= 400 and not text.startswith(("'", '"')))
    random.Random(7).shuffle(statements)
    return statements


def _function(name: str, statements: list[str], draw: random.Random) -> str:
    lines = [line for text in draw.sample(statements, 8) for line in text.splitlines()]
    return "\n".join([f"def {name}(value):", *("    " + line for line in lines), ""])


def generate(count: int, copies: int, starter: Cells, seed: int = 1) -> Iterator[Notebook]:
    """Yield `count` notebooks; the last `copies` of them are rewritten copies of one of the first, each of another one."""
    draw = random.Random(seed)
    statements = own_statements()
    own: list[Cells] = []
    for number in range(count - copies):
        own.append(_own_cells(statements, draw))
        yield Notebook(f"learner-{number:05}", [*starter, *own[-1]])
    kinds = list(REWRITES)
    for number, source in enumerate(draw.sample(range(count - copies), copies)):
        kind = kinds[number % len(kinds)]
        cells = REWRITES[kind](own[source], draw)
        learner = f"learner-{count - copies + number:05}"
        yield Notebook(learner, [*starter, *cells], f"learner-{source:05}", kind)


def common_ways(count: int, starter: Cells, seed: int) -> Iterator[Notebook]:
    """Yield notebooks by people who never met and who do the four tasks, each in one of the four ways."""
    draw = random.Random(seed)
    for number in range(count):
        yield Notebook(f"learner-{number:05}", [*starter, *_common_cells(draw)])


def _common_cells(draw: random.Random) -> Cells:
    names = {key: f"{draw.choice('pqrstuv')}{draw.randrange(50)}" for key in "tixrc"}
    return [draw.choice(forms).format(**names) for forms in _FORMS]


def _own_cells(statements: list[str], draw: random.Random) -> Cells:
    cells = _common_cells(draw)
    # The functions are drawn statement by statement, so that no two learners have one in common by the way this is made.
    chosen = [_function(f"work_{draw.randrange(90)}_{place}", statements, draw) for place in range(3)]
    return [cells[0], chosen[0], cells[1], "\n\n".join(chosen[1:]), cells[2], cells[3]]


def as_notebook(notebook: Notebook) -> str:
    """Return the notebook as JSON text, as it would be handed in."""
    cells = [
        {
            "cell_type": "code",
            "id": f"c{place}",
            "metadata": {},
            "source": source,
            "outputs": [],
            "execution_count": None,
        }
        for place, source in enumerate(notebook.cells)
    ]
    stated = {"exercise": SLUG, "version": 1, "learner": notebook.learner}
    return json.dumps(
        {"cells": cells, "metadata": {"labelwright": stated}, "nbformat": 4, "nbformat_minor": 5}
    )
