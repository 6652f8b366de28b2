"""How long the desk needs for a page, over a generated book of 10,000 submissions by 500 learners on 45 exercises.

    python benchmarks/desk.py [--learners 500] [--exercises 45] [--submissions 10000] [--keep FOLDER]

It makes the book in a temporary folder, with the gradebook's own rows, starts `labelwright desk` over it, and asks for each
page ten times over HTTP: five times just after somebody else wrote a comment, so that the desk has to read the gradebook
again, and each time once more without a change. Printed: the median and the worst of five, the median of the processor time
that the desk took, and the size of the page.

On 2026-12-01, on two cores with nothing else to do, the desk took these milliseconds in all, just changed and unchanged: the
class 134 and 37, the list of exercises 120 and 54, an exercise 40 and 2, a labelling exercise 73 and 5, a learner 30 and 28,
hand back 82 and 14. The worst of all was 183.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path

from sqlalchemy import insert

from labelwright.checks.verdicts import (
    CheckResult,
    ExerciseFacts,
    ItemAnswer,
    Outcome,
    OutcomeKind,
    Report,
    Verdict,
)
from labelwright.gradebook.book import Gradebook
from labelwright.gradebook.deadlines import Deadline
from labelwright.gradebook.marks import Comment
from labelwright.gradebook.models import CheckRow, ExerciseRow, LearnerRow, ReportRow, SubmissionRow
from labelwright.loopback import HOST

START = datetime(2026, 9, 1, 8, tzinfo=UTC)
SENTENCES = (
    "All items have a label from the guideline or are skipped.",
    "At least 80 % of the items have the label that the guideline gives.",
    "The items that may not be used are skipped, each with its reason.",
    "`kappa` is your agreement with the second annotator.",
    "`changed` names the items whose label is different under version 1.1.",
    "`report` says which label is given too often.",
)
CHECKS = len(SENTENCES)
LIMIT_MS = 300
PATHS = (
    "/",
    "/exercises",
    "/exercise/exercise-01",
    "/exercise/exercise-02",
    "/learner/1",
    "/learner/250",
    "/hand-back",
)
TITLES = (
    "Audit a lexicon",
    "Label forty reviews",
    "Find label errors",
    "Box the digits",
    "Pick the statistic",
    "Clean a messy table",
    "Split and document",
    "Rescue a bad crowd",
    "Read a market claim",
)


def make_book(place: Path, learners: int, exercises: int, submissions: int, seed: int = 7) -> None:
    """Write a book of this size: learners of different ability, checks of different difficulty, several tries."""
    rng = random.Random(seed)
    with Gradebook(place) as book:
        book._store.write(lambda session: _fill(session, rng, learners, exercises, submissions))
        for number in range(0, exercises, 2):
            book.set_deadline(Deadline(_slug(number), START + timedelta(days=7 + number * 2), 10.0))


def _slug(number: int) -> str:
    return f"exercise-{number + 1:02d}"


def _fill(session, rng, learners, exercises, submissions) -> None:
    people = [
        {
            "key": f"learner-{n:04d}",
            "folded": f"learner-{n:04d}",
            "name": f"Person {n}",
            "section": f"Group {n % 4 + 1}",
            "on_roster": True,
        }
        for n in range(learners)
    ]
    session.execute(insert(LearnerRow), people)
    facts = [
        ExerciseFacts(
            title=f"{TITLES[n % len(TITLES)]} {n + 1}", module=f"m{n // 5 + 1:02d}", pass_percent=70.0
        )
        for n in range(exercises)
    ]
    session.execute(
        insert(ExerciseRow),
        [
            {"slug": _slug(n), "version": 1, "title": fact.title, "module": fact.module, "max_score": 100.0}
            for n, fact in enumerate(facts)
        ],
    )
    ability = [rng.gauss(0, 1) for _ in range(learners)]
    works, reports, checks = [], [], []
    for number in range(1, submissions + 1):
        learner, exercise = _who_and_what(rng, learners, exercises)
        handed_in = START + timedelta(days=exercise * 2, minutes=rng.randrange(20_000))
        report = _report(rng, f"learner-{learner:04d}", exercise, facts[exercise], ability[learner], number)
        works.append(
            {
                "id": number,
                "learner_id": learner + 1,
                "exercise": _slug(exercise),
                "sha256": report.submission_sha256,
                "source_name": report.source_name,
                "handed_in_at": handed_in.replace(tzinfo=None),
                "handed_in_source": "times.csv",
                "handed_in_kind": "list",
                "marked_late": False,
            }
        )
        reports.append(
            {
                "id": number,
                "submission_id": number,
                "digest": report.digest,
                "outcome": report.outcome.kind.value,
                "score": report.score,
                "max_score": report.max_score,
                "passed": report.passed,
                "graded_at": handed_in.replace(tzinfo=None),
                "document": report.model_dump_json(),
                "version": 1,
                "exercise_sha256": "e" * 64,
                "grader_version": "0.1.0",
                "turn": 1,
            }
        )
        checks += [
            {
                "report_id": number,
                "check": result.id,
                "task": result.task,
                "verdict": result.verdict.value,
                "points": result.points,
                "max_points": result.max_points,
            }
            for result in report.checks
        ]
    for table, rows in ((SubmissionRow, works), (ReportRow, reports), (CheckRow, checks)):
        session.execute(insert(table), rows)


def _who_and_what(rng, learners, exercises) -> tuple[int, int]:
    # A tenth of the work is another try at the three hardest exercises.
    if rng.random() < 0.1:
        return rng.randrange(learners // 10), rng.randrange(3)
    return rng.randrange(learners), rng.randrange(exercises)


def _report(rng, learner, exercise, facts, ability, number) -> Report:
    results = []
    for place in range(CHECKS):
        right = rng.gauss(ability, 1) > (place - 3) / 2
        results.append(
            CheckResult(
                id=f"check-{place + 1}",
                task=f"task-{place // 2 + 1}",
                sentence=SENTENCES[place],
                verdict=Verdict.PASSED if right else Verdict.FAILED,
                points=100 / CHECKS if right else 0.0,
                max_points=100 / CHECKS,
                found="" if right else f"{rng.randrange(20)} of 20 labels agree with the reviewed labels.",
                misconception=""
                if right or place % 2
                else "You swapped `keep` and `edit`: most items of each have the other label.",
                why="" if right else "A model learns what the labels say, with their mistakes.",
                advice="" if right else "Read the two definitions again.",
            )
        )
    score = round(sum(result.points for result in results), 4)
    items = _items(rng, ability) if exercise % 3 == 1 else ()
    return Report(
        learner=learner,
        exercise=_slug(exercise),
        facts=facts,
        version=1,
        outcome=Outcome(kind=OutcomeKind.FINISHED, sentence="It ran to its end."),
        score=score,
        max_score=100.0,
        passed=score >= 70,
        level="full",
        grader_version="0.1.0",
        submission_sha256=f"{number:064x}",
        source_name=f"{learner}-{_slug(exercise)}.ipynb",
        checks=tuple(results),
        items=items,
    )


LABELS = ("keep", "edit", "drop")
POOL, SAMPLE = 60, 20


def _items(rng, ability) -> tuple[ItemAnswer, ...]:
    """Twenty of sixty items; the key of item 7 is wrong."""
    answers = []
    for item in rng.sample(range(POOL), SAMPLE):
        true = LABELS[item % 3]
        right = rng.gauss(ability + 1.2, 1) > (item % 7) / 3
        given = true if right else rng.choice(LABELS)
        key = LABELS[(item + 1) % 3] if item == 7 else true
        answers.append(
            ItemAnswer(
                item=f"item-{item:02d}",
                source="labels.jsonl",
                given=given,
                seconds=round(rng.uniform(2, 40), 1),
                accepted=(key,),
                credit=float(given == key),
            )
        )
    return tuple(answers)


def measure(place: Path) -> bool:
    """Print a line for each page; return whether all are within the limit."""
    command = [sys.executable, "-c", "from labelwright.cli import main; main()", "desk"]
    desk = subprocess.Popen(
        [*command, "--gradebook", str(place), "--no-browser"], stdout=subprocess.PIPE, text=True
    )
    try:
        address = re.search(r"http://\S+?:(\d+)/\?token=(\S+)", desk.stdout.readline())
        server = Server(desk.pid, int(address[1]), f"labelwright_desk_{address[1]}={address[2]}")
        with Gradebook(place) as book:
            good = [_measure_page(book, server, path) for path in PATHS]
            return all(good)
    finally:
        desk.terminate()
        desk.wait()


@dataclass(frozen=True)
class Server:
    """A running desk."""

    pid: int
    port: int
    cookie: str

    def ask(self, path: str) -> tuple[float, float, int]:
        """Ask for a page; return milliseconds, milliseconds of the server's processor time, and bytes."""
        connection = HTTPConnection(HOST, self.port, timeout=60)
        connection.connect()
        before, start = self._processor(), time.perf_counter()
        connection.request("GET", path, headers={"Cookie": self.cookie})
        answer = connection.getresponse()
        body = answer.read()
        took = (time.perf_counter() - start) * 1000
        connection.close()
        assert answer.status == 200, (path, answer.status)
        return took, self._processor() - before, len(body)

    def _processor(self) -> float:
        threads = Path(f"/proc/{self.pid}/task").glob("*/schedstat")
        return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e6


def _measure_page(book: Gradebook, server: Server, path: str) -> bool:
    columns = []
    results = [[], []]
    for number in range(5):
        book.comment(Comment("learner-0001", _slug(0), f"Look {number}.", "ada"))
        for times in results:
            times.append(server.ask(path))
    for times in results:
        took, processor = [time for time, _, _ in times], [time for _, time, _ in times]
        columns.append(f"{statistics.median(took):8.0f} {max(took):7.0f} {statistics.median(processor):9.0f}")
    print(f"{path:<24}{'  '.join(columns)} {results[0][0][2] / 1000:9.0f}")
    return max(took for times in results for took, _, _ in times) <= LIMIT_MS


def main() -> None:
    """Make the book, measure, and say whether each page keeps the limit."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--learners", type=int, default=500)
    parser.add_argument("--exercises", type=int, default=45)
    parser.add_argument("--submissions", type=int, default=10_000)
    parser.add_argument("--keep", type=Path, help="where the book stays, instead of a temporary folder")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="labelwright-desk-") as folder:
        place = (given.keep or Path(folder)) / "gradebook.db"
        if not place.exists():
            start = time.perf_counter()
            make_book(place, given.learners, given.exercises, given.submissions)
            print(f"The book took {time.perf_counter() - start:.1f} s to make.")
        print(f"{'milliseconds':<24}  just changed                unchanged                      size")
        print(f"{'page':<24}  median   worst processor    median   worst processor        kB")
        good = measure(place)
    print(f"Every page within {LIMIT_MS} ms: {'yes' if good else 'no'}.")


if __name__ == "__main__":
    main()
