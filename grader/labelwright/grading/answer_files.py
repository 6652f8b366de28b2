"""The answer files of a notebook: which belong to a loose one, and that the labels handed in are the ones that count."""

from __future__ import annotations

import os
import stat
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from labelwright.annotations.journal import SUFFIX
from labelwright.checks.verdicts import Origin
from labelwright.checks.work import Ask
from labelwright.course.course import Course
from labelwright.course.exercise import Exercise, ExerciseError
from labelwright.exchange.inspect import file_parts
from labelwright.exchange.plain_data import dumps, loads
from labelwright.grading.archives import read_member, read_plain_file
from labelwright.grading.notebooks import MAX_BYTES, NotebookCode, read_notebook
from labelwright.grading.stamps import flat_name

AnswerFiles = Callable[[str], Iterable[str]]
"""The names of the answer files that an exercise has next to its notebook, by its slug; none for an unknown exercise."""


def answer_files_of(course: Course) -> AnswerFiles:
    """Return the function that `collect` asks for the names of an exercise's answer files."""

    def names(slug: str) -> Iterable[str]:
        try:
            return course.exercise(slug).files
        except ExerciseError:
            return ()

    return names


def no_answer_files(slug: str) -> Iterable[str]:
    """Return no names: then loose notebooks are read without the files next to them."""
    return ()


@dataclass(frozen=True)
class Near:
    """What is next to a notebook: `files` lists names and how to read them, and `answer_files` says which are wanted."""

    answer_files: AnswerFiles
    files: Callable[[], Mapping[str, Callable[[], bytes]]]

    def found_for(self, notebook: NotebookCode) -> tuple[dict[str, bytes], list[str]]:
        """Return the answer files of a notebook, and notes on those that were not read or whose owner is not clear."""
        wanted = set(self.answer_files(notebook.exercise)) if notebook.exercise else set()
        listed = self.files() if wanted else {}
        present = sorted(wanted & set(listed))
        if not present:
            return {}, []
        named = ", ".join(f"`{name}`" for name in present)
        if self._is_shared(listed, notebook):
            return {}, [
                f"{named} was not read: several notebooks of this exercise are in the same folder, so it is not known "
                "whose file it is. Hand in the file that `labelwright submit` writes, or use one folder per learner."
            ]
        found: dict[str, bytes] = {}
        notes = []
        for name in present:
            try:
                found[name] = listed[name]()
            except Exception as error:
                notes.append(f"`{name}` could not be read: {error}.")
        if sum(map(len, found.values())) > MAX_BYTES:
            return {}, [*notes, f"{named} was not read: together they have more than {MAX_BYTES:,} bytes."]
        return found, notes

    def _is_shared(self, listed: Mapping[str, Callable[[], bytes]], notebook: NotebookCode) -> bool:
        """Return whether another notebook of the exercise is there that is not, or may not be, the same learner's."""
        for name, read in listed.items():
            if name.lower().endswith(".ipynb"):
                try:
                    other = read_notebook(read())
                except Exception:
                    # It cannot be read, so it may be anybody's notebook of this exercise.
                    return True
                same = other.learner == notebook.learner != ""
                if other.exercise == notebook.exercise and not same:
                    return True
        return False


def files_next_to(path: Path) -> dict[str, Callable[[], bytes]]:
    """Return the plain files in the folder of `path`, by name, without those that are hidden."""
    with os.scandir(path.parent) as entries:
        listed = sorted(e.name for e in entries if e.is_file(follow_symlinks=False) and e.name[0] != ".")
    return {name: partial(read_plain_file, path.with_name(name)) for name in listed if name != path.name}


def members_next_to(archive: zipfile.ZipFile, notebook: zipfile.ZipInfo) -> dict[str, Callable[[], bytes]]:
    """Return the members that came with a notebook, by the name that the learner gave them.

    These are the members of the same folder. Where the LMS puts all learners' files into one folder, it writes the
    learner's name and id before each name; then they are the members with the same name and id.
    """
    here = PurePosixPath(notebook.filename)
    owner = flat_name(here.name)
    found: dict[str, Callable[[], bytes]] = {}
    for info in archive.infolist():
        path = PurePosixPath(info.filename)
        if info.filename == notebook.filename or info.is_dir() or path.parent != here.parent:
            continue
        if stat.S_ISLNK(info.external_attr >> 16) or path.name.startswith("."):
            continue
        flat = flat_name(path.name)
        if (owner and owner[0]) == (flat and flat[0]):
            found[flat[1] if flat else path.name] = partial(read_member, archive, info)
    return found


class HandedJournals:
    """Answer a question for a journal of labels with the one that was handed in, also if a cell of the notebook wrote another."""

    def __init__(self, exercise: Exercise, handed: dict[str, bytes], ask: Ask) -> None:
        self._names = [name for name in exercise.files if name.endswith(SUFFIX)]
        self._handed = handed
        self._ask = ask
        self._written: set[str] = set()

    def ask(self, question: dict[str, Any]) -> bytes:
        """Answer a question about the child; a journal that was handed in is not asked from the child."""
        answer = self._ask(question)
        name = question["name"]
        if question["ask"] != "file" or name not in self._names:
            return answer
        found = loads(answer)
        handed = self._handed.get(name)
        if handed is None:
            if found.get("state") == "here":
                self._written.add(name)
            return answer
        text = file_parts(handed.decode("utf-8-sig", errors="replace"))
        if found.get("value") != text:
            self._written.add(name)
        return dumps({"state": "here", "value": text})

    def notes(self, origin: Origin) -> Iterator[str]:
        """Yield what an instructor must know: a cell wrote a journal while the notebook was graded."""
        for name in sorted(self._written) if origin is Origin.GRADER else ():
            judged = "The one that was handed in counts." if name in self._handed else "None was handed in."
            yield f"A cell of the notebook wrote the labels in {name} while it was graded. {judged}"
