"""No labelling exercise is passed without the work: what somebody hands in who does not look, for several learners.

The checks run here without a sandbox, on a journal that a shortcut wrote. All tasks that do not depend on the journal
count as solved, so that a shortcut has every chance to pass.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import hypothesis
import pytest

from labelwright.authoring.prove import SEEDS, prove_shortcuts
from labelwright.checks import Check, CheckResult, Verdict, Work, keyword_rule
from labelwright.checks.runner import load_checks, passes, run_checks
from labelwright.course.course import Course
from labelwright.course.exercise import load_module
from labelwright.data import load, load_card
from labelwright.data.material import Material
from labelwright.rng import Rng

ROOT = Path(__file__).resolve().parents[2]
COURSE = Course(ROOT)
Values = dict[str, Any]
"""For each item a label, spans or boxes; a text that begins with `skip: ` is a skipped item and its reason."""
SKIP = "skip: "
SECONDS = 20.0
IN_NO_TIME = 0.001
HALF = "half labelled, half skipped"
"""What is labelled here is right, so it may reach the lowest value that a rule asks for."""


@cache
def drawn(slug: str, learner: str, form: int) -> tuple[Material, Any]:
    """The learner's material and sample, read once for all shortcuts."""
    material = Material(COURSE, COURSE.exercise(slug), learner, form)
    return material, material.sample()


@cache
def checks_of(slug: str, tasks: tuple[str, ...]) -> list[Check]:
    return [check for check in load_checks(COURSE.exercise(slug)) if check.task in tasks]


@cache
def frame(slug: str, dataset: str) -> Any:
    return Material(COURSE, COURSE.exercise(slug), SEEDS[0]).frame(dataset)


class Handed(Work):
    """A learner's work of which only the journal exists."""

    def __init__(self, slug: str, learner: str, form: int, journal: str) -> None:
        material, sample = drawn(slug, learner, form)
        super().__init__(material, None)  # type: ignore[arg-type]
        self.sample = sample
        self._journal = journal

    def dataset(self, slug: str) -> Any:
        return frame(self.material.exercise.slug, slug)

    def file(self, name: str) -> str:
        return self._journal


@dataclass(frozen=True)
class Labelling:
    """An exercise that labels: the tasks that its labels decide, others that its journal decides, its own shortcuts."""

    slug: str
    task: str
    filled: tuple[str, ...]
    """The tasks that no shortcut may fill."""
    aside: tuple[str, ...]
    """Tasks of the same journal about something else, such as whether a name stays readable under any label."""
    labels: tuple[str, ...]
    right: Callable[[ModuleType, Work], Values]
    shortcuts: Callable[[ModuleType, Work, Values], Iterator[tuple[str, Values]]]

    @property
    def judged(self) -> tuple[str, ...]:
        """All tasks that the journal decides."""
        return self.filled + self.aside


def journal_of(exercise: Labelling, values: Values, seconds: float, annotator: str) -> str:
    lines = []
    for number, (item, answer) in enumerate(values.items()):
        skipped = isinstance(answer, str) and answer.startswith(SKIP)
        made = {"status": "skipped", "reason": answer.removeprefix(SKIP)} if skipped else {"status": "done"}
        line = {
            "format_version": 1,
            "id": f"line-{number}",
            "act": "set",
            "item": item,
            "annotator": annotator,
            "task": exercise.task,
            "seconds": seconds,
            "at": "2026-01-01T12:00:00+00:00",
            **made,
        }
        if not skipped:
            line["value"] = {"kind": "choice", "label": answer} if isinstance(answer, str) else answer
        lines.append(json.dumps(line))
    return "\n".join(lines)


def report(
    exercise: Labelling,
    learner: str,
    form: int,
    values: Values,
    seconds: float = SECONDS,
    annotator: str = "",
) -> list[CheckResult]:
    """Run the checks of the tasks that the journal decides; the results of other tasks are left out."""
    course_exercise = COURSE.exercise(exercise.slug)
    work = Handed(exercise.slug, learner, form, journal_of(exercise, values, seconds, annotator or learner))
    results, notes = run_checks(course_exercise, checks_of(exercise.slug, exercise.judged), work)
    assert notes == []
    return results


def earned(exercise: Labelling, results: list[CheckResult]) -> tuple[bool, dict[str, float]]:
    """Return whether the exercise is passed if all other tasks are solved, and the share of each judged task's points."""
    course_exercise = COURSE.exercise(exercise.slug)
    points = {task.id: float(task.points) for task in course_exercise.tasks}
    got = {task: sum(result.points for result in results if result.task == task) for task in exercise.judged}
    total = sum(got.get(task, most) for task, most in points.items())
    musts = all(result.verdict is Verdict.PASSED for result in results if result.must)
    enough = total >= course_exercise.max_score * course_exercise.pass_percent / 100 - 1e-9
    assert passes(course_exercise, results) <= (musts and enough)
    return musts and enough, {task: got[task] / points[task] for task in exercise.judged}


# Choices


def choice_shortcuts(work: Work, right: Values, labels: tuple[str, ...]) -> Iterator[tuple[str, Values]]:
    rng = Rng(11).numpy()
    for label in labels:
        yield f"{label} for everything", dict.fromkeys(right, label)
    yield "labels drawn at random", {item: str(rng.choice(labels)) for item in right}
    yield "labels in turn", {item: labels[place % len(labels)] for place, item in enumerate(right)}
    yield "everything skipped", dict.fromkeys(right, f"{SKIP}not English")
    yield "the first item labelled", dict(list(right.items())[:1])
    yield (
        HALF,
        {
            item: answer if place % 2 else f"{SKIP}not English"
            for place, (item, answer) in enumerate(right.items())
        },
    )


def texts_of(work: Work) -> dict[str, str]:
    return {str(item): str(text) for item, text in zip(work.sample["id"], work.sample["text"], strict=True)}


# Label forty reviews


def forty_right(parts: ModuleType, work: Work) -> Values:
    votes = parts.votes(work)
    return {str(item): str(votes.loc[item].idxmax()) for item in work.sample["id"]}


@cache
def lexicon() -> dict[str, float]:
    frame = load(load_card(ROOT / "datasets" / "vader-lexicon"))
    return dict(zip(frame["token"].astype(str), frame["mean"].astype(float), strict=True))


def by_lexicon(text: str, cut: float) -> str:
    total = sum(lexicon().get(word, 0.0) for word in re.findall(r"[a-z']+", text.lower()))
    return "neutral" if abs(total) <= cut else "positive" if total > 0 else "negative"


def forty_shortcuts(parts: ModuleType, work: Work, right: Values) -> Iterator[tuple[str, Values]]:
    texts = texts_of(work)
    few = {
        "not": "negative",
        "problem": "negative",
        "great": "positive",
        "good": "positive",
        "love": "positive",
    }
    by_hand = load_module(COURSE.exercise("label-forty-reviews"), "diagnoses.py").by_keywords
    yield "good and bad words counted", {item: by_hand(text) for item, text in texts.items()}
    yield "five words", keyword_rule(texts, few, otherwise="neutral")
    yield (
        "not or else positive",
        keyword_rule(texts, {" not ": "negative", "n't": "negative"}, otherwise="positive"),
    )
    for cut in (0.0, 1.0, 2.0):
        yield f"a lexicon, neutral up to {cut}", {item: by_lexicon(text, cut) for item, text in texts.items()}
    yield (
        "neutral never used",
        {item: str(row[["negative", "positive"]].idxmax()) for item, row in parts.votes(work).iterrows()},
    )


# Route customer messages


def route_right(parts: ModuleType, work: Work) -> Values:
    return {item: parts.answers.accepted(work, item)[0] for item in parts.queue(work)}


def route_shortcuts(parts: ModuleType, work: Work, right: Values) -> Iterator[tuple[str, Values]]:
    texts = texts_of(work)
    yield "the words of each desk", keyword_rule(texts, parts.KEYWORDS, otherwise="other")
    short = {word: label for word, label in parts.KEYWORDS.items() if len(word) < 8}
    yield "the short words of each desk", keyword_rule(texts, short, otherwise="delivery")
    for label in parts.LABELS:
        following = parts.LABELS[(parts.LABELS.index(label) + 1) % len(parts.LABELS)]
        yield f"{label} never used", {item: following if one == label else one for item, one in right.items()}


# First shift


def shift_right(parts: ModuleType, work: Work) -> Values:
    rows = parts.reviewed.mine(work)
    return {item: SKIP + row["skip"] if row["skip"] else row["accept"][0] for item, row in rows.items()}


def shift_shortcuts(parts: ModuleType, work: Work, right: Values) -> Iterator[tuple[str, Values]]:
    usable = parts.gold(work)
    skipped = {item: answer for item, answer in right.items() if item not in usable}
    for label in parts.LABELS:
        yield f"skips right, {label} for the rest", {**dict.fromkeys(usable, label), **skipped}
    for number, known in enumerate(parts.known_labels(work)[:2]):
        yield f"known way {number}", {**{item: known.labels[item] for item in usable}, **skipped}


# Review the flagged labels


def review_right(parts: ModuleType, work: Work) -> Values:
    return {item: accepted[0] for item, accepted in parts.accepted(work).items()}


def review_shortcuts(parts: ModuleType, work: Work, right: Values) -> Iterator[tuple[str, Values]]:
    yield (
        "fix and keep exchanged",
        {item: {"fix": "keep", "keep": "fix"}.get(one, one) for item, one in right.items()},
    )
    yield (
        "clear errors called ambiguous",
        {item: "ambiguous" if one == "fix" else one for item, one in right.items()},
    )


# Mark personal data


def spans(rows: list[tuple[int, int, str]]) -> dict[str, Any]:
    made = [{"start": start, "end": end, "label": label} for start, end, label in rows if start < end]
    return {"kind": "spans", "spans": made}


def rows_of(answer: Any) -> list[tuple[int, int, str]]:
    return [(one["start"], one["end"], one["label"]) for one in answer["spans"]]


def marks_right(parts: ModuleType, work: Work) -> Values:
    return {
        item: spans([(one.start, one.end, one.label) for one in note.spans])
        for item, note in parts.right(work).items()
    }


def marks_shortcuts(parts: ModuleType, work: Work, right: Values) -> Iterator[tuple[str, Values]]:
    texts, kinds = texts_of(work), ("name", "address", "email", "phone", "birth-date", "account")

    def each(how: Callable[[int, int, str, str], tuple[int, int, str]]) -> Values:
        return {
            item: spans([how(*row, texts[item]) for row in rows_of(answer)]) for item, answer in right.items()
        }

    yield "nothing marked", dict.fromkeys(right, spans([]))
    for kind in kinds:
        yield f"every span a {kind}", each(lambda start, end, label, text, kind=kind: (start, end, kind))
        yield f"whole notes as {kind}", {item: spans([(0, len(texts[item]), kind)]) for item in right}
    yield (
        "whole notes as every kind",
        {item: spans([(0, len(texts[item]), kind) for kind in kinds]) for item in right},
    )
    for left, more in ((0, -1), (0, 1), (1, 0), (1, 1), (-1, -1), (-1, 0), (-1, 1), (1, -1)):
        yield (
            f"starts {left:+}, ends {more:+}",
            each(
                lambda start, end, label, text, left=left, more=more: (
                    max(0, start + left),
                    end + more,
                    label,
                )
            ),
        )
    yield (
        "labels in turn",
        {
            item: spans(
                [(start, end, kinds[place % 6]) for place, (start, end, _) in enumerate(rows_of(answer))]
            )
            for item, answer in right.items()
        },
    )
    word = re.compile(r"\S+")
    yield (
        "every word a name",
        {
            item: spans([(*found.span(), "name") for found in word.finditer(text)])
            for item, text in texts.items()
        },
    )
    crude = re.compile(
        r"(?P<email>\S+@\S+)|(?P<phone>[+(]?\d[\d ()-]{6,}\d)|(?P<name>[A-Z]\w+(?: [A-Z]\w+)*)"
    )
    yield (
        "a pattern for capitals and digits",
        {
            item: spans([(*found.span(), str(found.lastgroup)) for found in crude.finditer(text)])
            for item, text in texts.items()
        },
    )


# Box the digits


def shapes(rows: list[tuple[float, float, float, float, str]]) -> dict[str, Any]:
    boxes = [dict(zip(("x", "y", "width", "height", "label"), row, strict=True)) for row in rows]
    return {"kind": "shapes", "boxes": boxes, "points": [], "width": 480, "height": 320}


def corners_of(answer: Any) -> list[tuple[float, float, float, float, str]]:
    return [tuple(box[name] for name in ("x", "y", "width", "height", "label")) for box in answer["boxes"]]


def boxes_right(parts: ModuleType, work: Work) -> Values:
    return {
        item: shapes([(box.x, box.y, box.width, box.height, box.label) for box in image.boxes])
        for item, image in parts.gold(work).items()
    }


def boxes_shortcuts(parts: ModuleType, work: Work, right: Values) -> Iterator[tuple[str, Values]]:
    def each(how: Callable[..., tuple[float, float, float, float, str]]) -> Values:
        return {item: shapes([how(*row) for row in corners_of(answer)]) for item, answer in right.items()}

    rng = Rng(12).numpy()
    for label in (*map(str, range(10)), "cut-off"):
        yield f"every box {label}", each(lambda x, y, w, h, old, label=label: (x, y, w, h, label))
    yield "labels drawn at random", each(lambda x, y, w, h, old: (x, y, w, h, str(rng.integers(10))))
    yield "each box twice", {item: shapes(2 * corners_of(answer)) for item, answer in right.items()}
    yield "one huge box", dict.fromkeys(right, shapes([(0, 0, 480, 320, "1")]))
    yield "no box", dict.fromkeys(right, shapes([]))
    grid = [(60.0 * place, 80.0 * row, 60.0, 80.0, "1") for row in range(4) for place in range(8)]
    yield "a grid", dict.fromkeys(right, shapes(grid))
    yield "one box in each picture", {item: shapes(corners_of(answer)[:1]) for item, answer in right.items()}
    yield (
        "cut-off digits guessed",
        each(lambda x, y, w, h, old: (x, y, w, h, "3" if old == "cut-off" else old)),
    )
    yield "whole digits cut off too", each(lambda x, y, w, h, old: (x, y, w, h, "cut-off"))
    yield "loose by eight pixels", each(lambda x, y, w, h, old: (x - 8, y - 8, w + 16, h + 16, old))
    yield "x and y exchanged", each(lambda x, y, w, h, old: (y, x, h, w, old))


LABELLINGS = (
    Labelling("box-the-digits", "digit-boxes", ("boxes", "rules"), (), (), boxes_right, boxes_shortcuts),
    Labelling(
        "mark-personal-data",
        "personal-data",
        ("marks", "rules"),
        ("release",),
        (),
        marks_right,
        marks_shortcuts,
    ),
    Labelling(
        "label-forty-reviews",
        "forty-reviews",
        ("labels", "rules"),
        (),
        ("negative", "neutral", "positive"),
        forty_right,
        forty_shortcuts,
    ),
    Labelling(
        "route-customer-messages",
        "customer-messages",
        ("labels", "desks"),
        (),
        ("delivery", "return", "payment", "fault", "account", "other"),
        route_right,
        route_shortcuts,
    ),
    Labelling(
        "first-shift",
        "first-shift",
        ("labels", "rules"),
        ("flags",),
        ("keep", "edit", "drop"),
        shift_right,
        shift_shortcuts,
    ),
    Labelling(
        "review-flagged-labels",
        "flagged-labels",
        ("decide", "rules"),
        (),
        ("fix", "keep", "ambiguous"),
        review_right,
        review_shortcuts,
    ),
)
BY_SLUG = {exercise.slug: exercise for exercise in LABELLINGS}
# One learner here, on both forms; all five with `--hypothesis-profile nightly`.
LEARNERS = list(SEEDS)[: 5 if hypothesis.settings.default.max_examples >= 500 else 1]
WHO = [(learner, form) for learner in LEARNERS for form in (1, 2)]
CASES = [(exercise.slug, learner, form) for exercise in LABELLINGS for learner, form in WHO]
QUICK = [f"{slug}-{SEEDS[0]}-1" for slug in ("label-forty-reviews", "route-customer-messages", "first-shift")]


def all_shortcuts(exercise: Labelling, learner: str, form: int) -> tuple[Values, dict[str, Values]]:
    """Return the right answers of a learner and every shortcut by its name."""
    course_exercise = COURSE.exercise(exercise.slug)
    parts = load_module(course_exercise, "checks.py")
    work = Handed(exercise.slug, learner, form, "")
    right = exercise.right(parts, work)
    found = dict(choice_shortcuts(work, right, exercise.labels)) if exercise.labels else {}
    return right, found | dict(exercise.shortcuts(parts, work, right))


@pytest.mark.mostly_slow(*QUICK, reason="each case judges some twenty hand-ins of one learner")
@pytest.mark.parametrize(("slug", "learner", "form"), CASES)
def test_no_shortcut_passes_or_fills_the_task_that_it_skips(slug: str, learner: str, form: int) -> None:
    exercise = BY_SLUG[slug]
    right, shortcuts = all_shortcuts(exercise, learner, form)
    passed, shares = earned(exercise, report(exercise, learner, form, right))
    assert passed
    assert shares == pytest.approx(dict.fromkeys(exercise.judged, 1.0))
    assert len(shortcuts) >= 7
    survivors = {}
    for name, values in shortcuts.items():
        passed, shares = earned(exercise, report(exercise, learner, form, values))
        tasks = exercise.filled if name != HALF else exercise.filled[:1]
        if passed or max(shares[task] for task in tasks) > 0.999:
            survivors[name] = (passed, shares)
    assert survivors == {}


@pytest.mark.mostly_slow(*QUICK, reason="each case judges several hand-ins of one learner")
@pytest.mark.parametrize(("slug", "learner", "form"), CASES)
def test_right_labels_in_no_time_or_by_somebody_else_do_not_pass(slug: str, learner: str, form: int) -> None:
    exercise = BY_SLUG[slug]
    right, _ = all_shortcuts(exercise, learner, form)
    for seconds in (0.0, IN_NO_TIME, 0.3):
        passed, shares = earned(exercise, report(exercise, learner, form, right, seconds))
        assert not passed
        assert min(shares.values()) < 1
    passed, shares = earned(exercise, report(exercise, learner, form, right, annotator="somebody else"))
    assert not passed
    assert set(shares.values()) == {0.0}


@pytest.mark.slow("each case solves an exercise, then hands in some twenty journals that nobody worked for")
@pytest.mark.parametrize("slug", [exercise.slug for exercise in LABELLINGS])
def test_no_general_shortcut_passes_with_later_answers_that_follow_from_it(slug: str) -> None:
    found = prove_shortcuts(COURSE, COURSE.exercise(slug), SEEDS[0])
    assert found.faults == ()
    assert int(found.what.split()[0]) >= 10
