"""The answer files of a notebook: which belong to a loose one, and that the labels handed in are the ones that count."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from labelwright.annotations.journal import SUFFIX
from labelwright.checks.verdicts import Origin
from labelwright.checks.work import Ask
from labelwright.course.course import Course
from labelwright.course.exercise import Exercise, ExerciseError
from labelwright.exchange.inspect import file_parts
from labelwright.exchange.plain_data import dumps, loads
from labelwright.grading.members import Member, member_of_file
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
    """What is next to a notebook: `files` lists members by name, and `answer_files` says which are wanted.

    The paths of the members that are wanted are added to `claimed`.
    """

    answer_files: AnswerFiles
    files: Callable[[], Mapping[str, Member]]
    notebook: str = ""
    claimed: set[str] = field(default_factory=set)

    def found_for(self, notebook: NotebookCode) -> tuple[dict[str, bytes], list[str]]:
        """Return the answer files of a notebook, and notes on those that were not read or whose owner is not clear."""
        wanted = set(self.answer_files(notebook.exercise)) if notebook.exercise else set()
        listed = self.files() if wanted else {}
        present = sorted(name for name in wanted & set(listed) if not listed[name].refusal)
        if not present:
            return {}, []
        self.claimed.update(listed[name].name for name in present)
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
                found[name] = listed[name].read()
            except Exception as error:
                notes.append(f"`{name}` could not be read: {error}.")
        if sum(map(len, found.values())) > MAX_BYTES:
            return {}, [*notes, f"{named} was not read: together they have more than {MAX_BYTES:,} bytes."]
        return found, notes

    def _is_shared(self, listed: Mapping[str, Member], notebook: NotebookCode) -> bool:
        """Return whether another notebook of the exercise is there that is not, or may not be, the same learner's."""
        for name, member in listed.items():
            if name.lower().endswith(".ipynb") and member.name != self.notebook and not member.refusal:
                try:
                    other = read_notebook(member.read())
                except Exception:
                    # It cannot be read, so it may be anybody's notebook of this exercise.
                    return True
                same = other.learner == notebook.learner != ""
                if other.exercise == notebook.exercise and not same:
                    return True
        return False


def files_next_to(path: Path) -> dict[str, Member]:
    """Return the plain files in the folder of `path`, by name, without those that are hidden."""
    with os.scandir(path.parent) as entries:
        listed = sorted(e.name for e in entries if e.is_file(follow_symlinks=False) and e.name[0] != ".")
    return {name: member_of_file(path.with_name(name), name) for name in listed}


class Neighbours:
    """The members of a folder or an archive by what they came with.

    These are the members of the same folder. Where the LMS puts all learners' files into one folder, it writes the
    learner's name and id before each name; then they are the members with the same name and id.
    """

    def __init__(self, members: Iterable[Member]) -> None:
        self._found: dict[tuple[str, str], dict[str, Member]] = {}
        for member in members:
            owner, name = self._parts(member)
            if not name.startswith("."):
                self._found.setdefault((member.folder, owner), {})[name] = member

    def of(self, notebook: Member) -> dict[str, Member]:
        """Return the members that came with a notebook, by the name that the learner gave them."""
        return self._found.get((notebook.folder, self._parts(notebook)[0]), {})

    @staticmethod
    def _parts(member: Member) -> tuple[str, str]:
        name = PurePosixPath(member.name).name
        return flat_name(name) or ("", name)


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
