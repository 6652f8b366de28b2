"""Find work that is alike between learners, and put it as questions, ranked, with the numbers behind them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import combinations, pairwise

from labelwright.course.course import Course
from labelwright.desk.code_tokens import tokens
from labelwright.desk.fingerprints import LEFT_OUT, Region, common_regions, covered, fingerprints, own_runs
from labelwright.desk.handed_in_work import (
    Given,
    HandedIn,
    given_by,
    handed_in,
    reference_labels,
    task_labels,
)
from labelwright.desk.journal_copies import JournalPair, journal_copies
from labelwright.desk.label_patterns import LabelPair, label_patterns
from labelwright.desk.similar_code import (
    FEWEST_OWN,
    LEAST_CONTAINED,
    CodePair,
    Work,
    common_from,
    similar_code,
)
from labelwright.grading.submissions import Submission

REASONS = (
    "They worked together, they used the same source or the same assistant, one of them saw the other's work, they were "
    "taught the same way, or one person handed in twice."
)
"""What may be the reason; numbers cannot say which one it is."""
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Finding:
    """One way in which two learners' work is alike: its kind, the sentence with its numbers, and its weight from 0 to 1."""

    kind: str
    sentence: str
    weight: float


@dataclass(frozen=True)
class Alike:
    """Two learners' submissions for one exercise that are alike, with everything that was found; the strongest first."""

    exercise: str
    title: str
    left: HandedIn
    right: HandedIn
    findings: tuple[Finding, ...]

    @property
    def weight(self) -> float:
        """The weight of the strongest finding."""
        return self.findings[0].weight

    @property
    def question(self) -> str:
        """What to ask; never who copied."""
        if {finding.kind for finding in self.findings} <= {"wrong labels"}:
            return "Did they talk about the items, or read the guideline in the same unusual way?"
        return "Did they work on this together, or use the same source?"


@dataclass(frozen=True)
class IntegrityReport:
    """What is alike, the most striking first; `notes` say what was not compared, and why."""

    pairs: tuple[Alike, ...]
    compared: int
    """How many submissions were compared."""
    notes: tuple[str, ...]
    givens: dict[str, Given] = field(default_factory=dict, repr=False)

    def regions(self, alike: Alike) -> list[Region]:
        """Return the code that a pair has in common, with its cells and lines in both notebooks."""
        return common_regions(alike.left.cells, alike.right.cells, self.givens[alike.exercise].known)


def similar_work(
    course: Course,
    submissions: Iterable[Submission],
    *,
    exercise: str = "",
    least: float = LEAST_CONTAINED,
    progress: Progress = lambda _: None,
) -> IntegrityReport:
    """Compare the submissions of each exercise, or only those of `exercise`, between learners.

    `least` is the share of common code, from 0 to 1, from which two notebooks are named. `progress` is told what was done.
    """
    by_exercise: dict[str, list[HandedIn]] = defaultdict(list)
    notes: list[str] = []
    for count, submission in enumerate(submissions, start=1):
        if submission.problem is not None or submission.code is None:
            sentence = submission.problem.sentence if submission.problem else "It has no code."
            notes.append(f"{submission.source_name} was not compared. {sentence}")
        elif not submission.exercise:
            notes.append(f"{submission.source_name} was not compared. It names no exercise.")
        elif exercise in ("", submission.exercise):
            by_exercise[submission.exercise].append(handed_in(submission))
        if count % 500 == 0:
            progress(f"{count:,} submissions are read")
    pairs: list[Alike] = []
    givens = {slug: given_by(course, slug) for slug in sorted(by_exercise)}
    for slug, given in givens.items():
        progress(f"{slug}: {len(by_exercise[slug]):,} submissions are compared")
        found, said = _of_exercise(by_exercise[slug], given, least, progress)
        pairs += found
        notes += [f"{slug}: {note}" for note in said]
    pairs.sort(key=lambda pair: (-pair.weight, -len(pair.findings), pair.exercise, pair.left.learner))
    return IntegrityReport(tuple(pairs), sum(map(len, by_exercise.values())), tuple(notes), givens)


_Found = dict[tuple[str, str], list[tuple[Finding, HandedIn, HandedIn]]]


def _of_exercise(
    works: Sequence[HandedIn], given: Given, least: float, progress: Progress
) -> tuple[list[Alike], list[str]]:
    found: _Found = defaultdict(list)
    notes: list[str] = []
    sources = (
        _code(works, given, least, progress, notes),
        _files(works, given, notes),
        _journals(works),
        _labels(works, given, notes),
    )
    for finding, one, other in (row for source in sources for row in source):
        left, right = sorted((one, other), key=lambda work: work.learner)
        found[left.learner, right.learner].append((finding, left, right))
    pairs = []
    for rows in found.values():
        rows.sort(key=lambda row: -row[0].weight)
        _, left, right = rows[0]
        findings = tuple(finding for finding, *_ in rows)
        pairs.append(Alike(works[0].exercise, given.title, left, right, findings))
    return pairs, notes


_Rows = Iterator[tuple[Finding, HandedIn, HandedIn]]


def _code(
    works: Sequence[HandedIn], given: Given, least: float, progress: Progress, notes: list[str]
) -> _Rows:
    """Yield what is alike in the code: equal notebooks, equal but for names and literals, and similar ones."""
    codes = [tokens(work.cells) for work in works]
    runs = [own_runs(own, given.known) for own in codes]
    own = [covered(hashes != LEFT_OUT) for hashes in runs]
    compared = [
        Work(work.learner, hashes, sha256(code.tobytes()).digest())
        for work, hashes, code in zip(works, runs, codes, strict=True)
    ]
    search = similar_code(compared, least, progress)
    seen = set()
    long_enough = [place for place, hashes in enumerate(runs) if len(fingerprints(hashes)) >= FEWEST_OWN]
    equal = _groups((works[place].text, place) for place in long_enough)
    for places in (*equal, *search.same):
        for one, other in _two_learners(works, places):
            pair_of = frozenset((one.learner, other.learner))
            if pair_of not in seen:
                seen.add(pair_of)
                yield _same_code(one.text == other.text, own[places[0]]), one, other
    for pair in search.pairs:
        one, other = works[pair.left], works[pair.right]
        if frozenset((one.learner, other.learner)) not in seen:
            yield _similar(pair, one, other, search.common_from), one, other
    if short := sorted({works[place].learner for place in search.too_short}):
        notes.append(
            f"the notebooks of {len(short)} of {len({work.learner for work in works})} learners have too little code of "
            f"their own to compare ({_some(short)}). What is in the starter, in the solution or in the work of "
            f"{search.common_from} learners or more is not counted."
        )


def _same_code(is_equal: bool, own: int) -> Finding:
    size = f"({own:,} words and signs that are not in the starter or the solution)"
    if is_equal:
        return Finding("same notebook", f"The code is the same, line by line {size}.", 1.0)
    return Finding(
        "same code", f"The code is the same but for names, numbers, texts, comments or layout {size}.", 0.99
    )


def _similar(pair: CodePair, one: HandedIn, other: HandedIn, common: int) -> Finding:
    return Finding(
        "similar code",
        f"{pair.left_shared:,} of the {pair.left_own:,} words and signs of {one.learner}'s own code, and "
        f"{pair.right_shared:,} of the {pair.right_own:,} of {other.learner}'s, are in passages that both have and fewer than "
        f"{common} learners have ({pair.shared} fingerprints, {pair.jaccard:.0%} of all).",
        0.98 * pair.containment,
    )


def _files(works: Sequence[HandedIn], given: Given, notes: list[str]) -> _Rows:
    """Yield answer files that are equal byte by byte; what many learners have is a note."""
    names = sorted({name for work in works for name in work.files})
    for name in names:
        held = (
            (work.files[name], place)
            for place, work in enumerate(works)
            if name in work.files and given.files.get(name) != work.files[name]
        )
        for places in _groups(held):
            learners = sorted({works[place].learner for place in places})
            if len(learners) >= common_from(len({work.learner for work in works})):
                notes.append(f"{len(learners)} learners have the same {name} ({_some(learners)}).")
                continue
            for one, other in _two_learners(works, places):
                is_journal = name in one.journals
                more = "" if is_journal else " If the task has one right answer, that is expected."
                finding = Finding(
                    "same answer file", f"{name} is the same, byte by byte.{more}", 1.0 if is_journal else 0.6
                )
                yield finding, one, other


def _journals(works: Sequence[HandedIn]) -> _Rows:
    """Yield journals with the same lines, seconds or pauses."""
    for name in sorted({name for work in works for name in work.journals}):
        last = {work.learner: work for work in works if work.journals.get(name)}
        for pair in journal_copies({learner: work.journals[name] for learner, work in last.items()}):
            yield Finding("same times", _times(name, pair), 1.0), last[pair.left], last[pair.right]


def _times(name: str, pair: JournalPair) -> str:
    parts = []
    if pair.same_ids:
        parts.append(f"{pair.same_ids} actions have the same id, which a program draws at random")
    if pair.same_seconds:
        parts.append(f"{pair.same_seconds} actions were on the same item in the same second")
    if pair.same_pauses:
        parts.append("rows of ten pauses in a row are the same to a tenth of a second")
    return f"{name}: of {pair.actions} actions, {'; '.join(parts)}."


def _labels(works: Sequence[HandedIn], given: Given, notes: list[str]) -> _Rows:
    """Yield pairs who agree on wrong labels more than the items' difficulty explains."""
    for name, labels in task_labels(works).items():
        last = {work.learner: work for work in works if work.journals.get(name)}
        search = label_patterns(labels, reference_labels(labels, given.key))
        for pair in search.pairs:
            finding = Finding("wrong labels", _agreement(name, pair), 0.97 * (1 - pair.adjusted))
            yield finding, last[pair.left], last[pair.right]
        if search.too_few:
            notes.append(
                f"{name}: labels of {search.compared:,} pairs were compared; {search.too_few:,} pairs have too few shared items, "
                "or the class is too small."
            )


def _agreement(name: str, pair: LabelPair) -> str:
    return (
        f"{name}: {pair.same_wrong} of {pair.shared} shared items have the same wrong label, where the difficulty of the items "
        f"explains {pair.expected:.1f}. The chance of that is {pair.p_value:.1g}, or {pair.adjusted:.1g} when all pairs are "
        "taken into account."
    )


def _groups(held: Iterable[tuple[object, int]]) -> list[list[int]]:
    """Return the places that hold the same thing, for each thing that is held more than once."""
    places: dict[object, list[int]] = defaultdict(list)
    for thing, place in held:
        places[thing].append(place)
    return [group for group in places.values() if len(group) > 1]


def _two_learners(works: Sequence[HandedIn], places: Sequence[int]) -> Iterator[tuple[HandedIn, HandedIn]]:
    """Yield every two learners of a group once; in a large group, only each one with the next one."""
    of_learner = {works[place].learner: works[place] for place in places}
    ordered = [of_learner[learner] for learner in sorted(of_learner)]
    if len(ordered) > 12:
        return iter(list(pairwise(ordered)))
    return combinations(ordered, 2)


def _some(words: Sequence[str]) -> str:
    return ", ".join(words[:6]) + (f", and {len(words) - 6} more" if len(words) > 6 else "")
