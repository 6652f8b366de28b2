"""Turn submissions into what is compared between learners: code, answer files, journals and labels, by exercise."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from labelwright.annotations.journal import SUFFIX, Entry
from labelwright.course.course import Course
from labelwright.course.exercise import Exercise, ExerciseError
from labelwright.course.percent import solution_cells
from labelwright.desk.fingerprints import Hashes, known_hashes
from labelwright.desk.journal_copies import labels_of, read_actions
from labelwright.grading.archives import learner_in
from labelwright.grading.notebooks import NotebookError, read_notebook
from labelwright.grading.submissions import Submission

FEWEST_FOR_REFERENCE = 5
"""Without a key, the most frequent label of an item counts as right if so many learners labelled the item."""


@dataclass(frozen=True)
class HandedIn:
    """One learner's submission for one exercise; `stated` is the learner that the work itself names."""

    learner: str
    stated: str
    source_name: str
    exercise: str
    cells: tuple[str, ...]
    files: Mapping[str, str]
    """The SHA-256 of each answer file that has content, by its name."""
    journals: Mapping[str, tuple[Entry, ...]]
    """The actions in each journal of labels, in order of time, by its file name."""

    @cached_property
    def text(self) -> str:
        """The code without what a notebook program or an editor changes: empty lines, spaces at line ends, cells."""
        lines = (line.rstrip() for cell in self.cells for line in cell.splitlines())
        return "\n".join(line for line in lines if line)


def handed_in(submission: Submission) -> HandedIn:
    """Return a submission that can be read as what is compared.

    The learner is the one whose name an LMS wrote into the file's name, or else the one that the work names: a copy that
    still names its author is then two people's work.
    """
    cells = tuple(submission.code.cells) if submission.code else ()
    files = {
        name: sha256(data).hexdigest() for name, data in sorted(submission.files.items()) if data.strip()
    }
    journals = {
        name: tuple(read_actions(data.decode("utf-8-sig", errors="replace")))
        for name, data in sorted(submission.files.items())
        if name.endswith(SUFFIX)
    }
    return HandedIn(
        learner_in(submission.source_name) or submission.learner,
        submission.learner,
        submission.source_name,
        submission.exercise,
        cells,
        files,
        journals,
    )


@dataclass(frozen=True)
class Given:
    """What everybody got or may find in an exercise: its title, the code nobody has to write, its files and its key."""

    title: str
    starter: tuple[str, ...]
    known: Hashes
    files: Mapping[str, str]
    key: Mapping[str, tuple[str, ...]]


def given_by(course: Course, slug: str) -> Given:
    """Return what an exercise gives; nothing for an exercise that the course does not have."""
    try:
        exercise = course.exercise(slug)
    except ExerciseError:
        return Given(slug, (), known_hashes([]), {}, {})
    starter, solution = _starter(exercise), _solution(exercise)
    paths = (exercise.folder / name for name in exercise.files)
    files = {path.name: sha256(path.read_bytes()).hexdigest() for path in paths if path.is_file()}
    return Given(exercise.title, tuple(starter), known_hashes([starter, solution]), files, _key(exercise))


def _starter(exercise: Exercise) -> list[str]:
    try:
        return list(read_notebook((exercise.folder / "learner.ipynb").read_bytes()).cells)
    except (OSError, NotebookError):
        return []


def _solution(exercise: Exercise) -> list[str]:
    try:
        return solution_cells(exercise)
    except ExerciseError:
        return []


def _key(exercise: Exercise) -> dict[str, tuple[str, ...]]:
    """Return the right labels in the exercise's gold.jsonl, where its lines have an id and a list of accepted labels."""
    path = exercise.folder / "gold.jsonl"
    found: dict[str, tuple[str, ...]] = {}
    for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
        row = json.loads(line)
        accepted = row.get("accept") or row.get("accepted")
        if (
            accepted
            and "id" in row
            and isinstance(accepted, list)
            and all(isinstance(label, str) for label in accepted)
        ):
            found[row["id"]] = tuple(accepted)
    return found


def task_labels(works: Sequence[HandedIn]) -> dict[str, dict[str, dict[str, str]]]:
    """Return journal -> learner -> item -> label; of several submissions of a learner, the last one with labels counts."""
    found: dict[str, dict[str, dict[str, str]]] = defaultdict(dict)
    for work in works:
        for name, entries in work.journals.items():
            if labels := labels_of(entries):
                found[name][work.learner] = labels
    return dict(found)


def reference_labels(
    labels: Mapping[str, Mapping[str, str]], key: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Return the right labels of each item: the key's, or else the class's most frequent label if it is clear."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for own in labels.values():
        for item, label in own.items():
            votes[item][label] += 1
    found = {}
    for item, counted in votes.items():
        first, *others = counted.most_common(2)
        if item in key:
            found[item] = key[item]
        elif counted.total() >= FEWEST_FOR_REFERENCE and not (others and others[0][1] == first[1]):
            found[item] = (first[0],)
    return found
