"""Reports with a task that a person marks, for the tests of the queue; also run as a program that marks and is killed."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from labelwright.checks.verdicts import (
    CheckResult,
    ExerciseFacts,
    Outcome,
    OutcomeKind,
    PersonTask,
    Report,
    Response,
    ResponsePart,
    RubricCriterion,
    RubricLevel,
    Verdict,
)

EXERCISE, TASK = "write-rules", "rules"
LEVELS = tuple(RubricLevel(points=points, text=f"Worth {points}.") for points in (0, 2, 4, 6))
PERSON_TASK = PersonTask(
    id=TASK,
    title="Write rules",
    points=10,
    criteria=(
        RubricCriterion(id="clear", text="The rules are clear.", points=6, levels=LEVELS),
        RubricCriterion(id="example", text="Each rule has an example", points=4),
    ),
)


def person_report(
    learner: str, text: str | None = "Rule 1.", checked: float = 10.0, must: bool = False, **changes: Any
) -> Report:
    """A report with one check of 10 points and a task of 10 points that a person marks; `text` None: no answer."""
    work = changes.pop("work", f"{learner} {text} {checked}")
    part = ResponsePart(name="rules", text=text or "", problem="" if text else "`rules` is missing.")
    fields: dict[str, Any] = {
        "learner": learner,
        "exercise": EXERCISE,
        "facts": ExerciseFacts(title="Write the rules", module="m01", pass_percent=70),
        "version": 1,
        "outcome": Outcome(kind=OutcomeKind.FINISHED, sentence="Every cell ran to its end."),
        "score": checked,
        "max_score": 20.0,
        "passed": False,
        "grader_version": "0.1.0",
        "submission_sha256": sha256(work.encode()).hexdigest(),
        "exercise_sha256": "e" * 64,
        "source_name": f"{learner}.ipynb",
        "graded_at": datetime(2026, 5, 1, 12, tzinfo=UTC),
        "checks": (
            CheckResult(
                id="counts",
                task="counts",
                sentence="The counts are right.",
                verdict=Verdict.PASSED if checked == 10.0 else Verdict.FAILED,
                points=checked,
                max_points=10.0,
                must=must,
            ),
        ),
        "person_tasks": (PERSON_TASK.model_copy(update={"answered": text is not None}),),
        "responses": (Response(task=TASK, parts=(part,)),),
    }
    return Report(**{**fields, **changes})


def points(clear: float, example: float) -> dict[str, float]:
    return {"clear": clear, "example": example}


def main(action: str, place: str, *words: str) -> None:
    """Mark everything as the marker of that name and print the codes, or type into a response until killed."""
    import json

    from labelwright.gradebook.book import Gradebook
    from labelwright.gradebook.reviews import Draft

    with Gradebook(place) as book:
        reviews = book.reviews()
        if action == "mark":
            done = []
            while (code := reviews.next(EXERCISE, TASK, words[0])) is not None:
                reviews.save(code, words[0], points(4, 2))
                done.append(code)
            print(json.dumps(done))
            return
        for turn in range(1, 100_000):
            reviews.save_draft(words[0], "ida", Draft({"clear": 4}, "x" * (turn % 500), turn))
            print(turn, flush=True)


if __name__ == "__main__":
    import sys

    main(*sys.argv[1:])
