"""Plain modern English in code, messages, help texts and pages: words that readers who learned English at school trip over.

`python tests/test_plain_english.py [FOLDER ...]` lists what is found, with the plain word beside it. The lessons
(course/m*) come later, with the learner's way.
"""

from __future__ import annotations

import ast
import io
import json
import re
import sys
import tokenize
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PLACES = (
    "grader/labelwright",
    "portfolio_template",
    "exercises",
    "datasets",
    "course",
    "benchmarks",
    "tests",
    "README.md",
    "CONTRIBUTING.md",
    "ARCHITECTURE.md",
    "SECURITY.md",
    "pyproject.toml",
    "mkdocs.yml",
)
LEFT_OUT = re.compile(
    r"^course/m\d\d|^portfolio_template/example/page/|^tests/golden/|^tests/test_plain_english\.py$|\.min\.js$|^exercises/[^/]+/learner\.ipynb$"
)
"""Lessons, and files that are made from others which are read here."""

SAMPLES = {
    "exercises/audit-an-event-log/events.py": "Whoever",
    "exercises/first-shift/mistakes.py": "Shall",
    "exercises/read-a-market-claim/offers.py": "stands",
    "tests/exercises/test_read_a_market_claim.py": "stands",
    "exercises/rescue-a-bad-crowd/notes.py": "lies",
    "exercises/split-and-document/leaks.py": "beside",
}
"""A word in the texts that learners are given, or that code looks for in texts: it stays as it is."""

NOUN = r"(?!(?:longer|more|one|less|such|need|way|reason|other|different|better|worse|matter|doubt|use|good|problem|point)\b)"
WORDS = {
    r"\bmend(?:s|ed|ing)?\b": "fix",
    r"\banew\b": "again, or new",
    r"\bfor ever\b": "forever, or: without an end",
    r"\bwhoever\b": "anyone who",
    r"\bwhatever\b": "anything that, or: any",
    r"\bupwards\b": "up, or: in the folders above",
    r"\bin place of\b": "instead of",
    r"\bbeside\b": "next to, with, or: besides",
    r"(?<!under)\bst(?:ands?|ood)\b(?! for\b| out\b| still\b)": "is, or: appears",
    r"\b(?:lies|lay)\b(?! in wait)": "is",
    r"\b(?:can|could|cannot|may) (?:not )?be had\b|\bto be had\b": "is available",
    rf"\b(?:is|are|was|were) no {NOUN}[a-z]+\b": "is not a",
    r"\bone [a-z]+ an? [a-z]+\b": "one X per Y, or: for each",
    r"\bin (?-i:words)\b": "as a message, or: in a sentence",
    r"\bsave for\b": "except",
    r"\bthe like\b": "and similar",
    r"\b(?:hence|thereby|therein|thereof|whence|hereby|thus|whilst|amongst|albeit|ere)\b": "so, in it, of it",
    r"\bshall\b": "must, or: will",
    r"\bwalled\b|\bwalls?\b(?![ .:]*(?:and CPU|time|clock|seconds|:\.|/|\.|:))": "isolation",
    r"\bof its own accord\b": "by itself",
    r"\bpassed over\b": "skipped",
    r"\bparted\b": "separated",
    r"\bonly ever\b": "only",
}
FOUND = re.compile(
    "|".join(f"(?P<w{number}>{pattern})" for number, pattern in enumerate(WORDS)), re.IGNORECASE
)
PLAIN = list(WORDS.values())
NAMES = {"told", "mend", "mended", "anew", "beside"}
"""Names in code that carry no type and no role."""


def _prose(path: Path) -> Iterator[tuple[int, str]]:
    """What people read in a file, by line: strings, docstrings and comments of Python, cells of notebooks, text else."""
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        for cell in json.loads(source)["cells"]:
            if cell["cell_type"] == "markdown":
                yield from enumerate("".join(cell["source"]).splitlines(), 1)
    elif path.suffix == ".py":
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type in (tokenize.STRING, tokenize.COMMENT):
                for offset, line in enumerate(token.string.splitlines()):
                    yield token.start[0] + offset, line
    else:
        yield from enumerate(source.splitlines(), 1)


def _names(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name.strip("_").casefold() in NAMES:
            yield node.lineno, node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id.strip("_") in NAMES:
            yield node.lineno, node.id
        elif isinstance(node, ast.arg) and node.arg.strip("_") in NAMES:
            yield node.lineno, node.arg


def findings(path: Path) -> list[str]:
    """Every place of a file with a word of the list: `file:line: words -> plain words`."""
    found = []
    where = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
    for line, text in _prose(path):
        for match in FOUND.finditer(text):
            if SAMPLES.get(str(where)) == match[0]:
                continue
            found.append(f"{where}:{line}: {match[0]!r} -> {PLAIN[int((match.lastgroup or 'w0')[1:])]}")
    if path.suffix == ".py":
        found += [f"{where}:{line}: the name {name!r} -> what it holds" for line, name in _names(path)]
    return found


def readable(places: Iterable[Path]) -> Iterator[Path]:
    """The files of `places` that people read and that no other file is the source of."""
    kinds = {".py", ".md", ".toml", ".j2", ".js", ".ipynb", ".yml", ".txt"}
    for place in places:
        for path in sorted(place.rglob("*")) if place.is_dir() else [place] if place.is_file() else []:
            name = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name
            if path.is_file() and path.suffix in kinds and not LEFT_OUT.search(name) and ".venv" not in name:
                yield path


def test_the_list_finds_what_it_is_for(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("Mend it anew.\nIt is no dict.\nOne row an item.\nIt understands; no longer.\n", "utf-8")
    assert [finding.split(": ")[1] for finding in findings(page)] == [
        "'Mend' -> fix",
        "'anew' -> again, or new",
        "'is no dict' -> is not a",
        "'One row an item' -> one X per Y, or",
    ]


def test_plain_words_everywhere() -> None:
    files = list(readable(ROOT / place for place in PLACES))
    assert len(files) > 500
    assert [finding for path in files for finding in findings(path)] == []


if __name__ == "__main__":
    chosen = [Path(name).resolve() for name in sys.argv[1:]] or [ROOT / place for place in PLACES]
    listed = [finding for path in readable(chosen) for finding in findings(path)]
    print("\n".join(listed))
    print(f"{len(listed)} found")
