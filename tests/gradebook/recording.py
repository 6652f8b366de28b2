"""A program that records reports until it is killed; run by the tests, never imported.

`recording.py kill PLACE ROUNDS` forks a recorder for each round, kills it at a random moment with SIGKILL, and prints the
digests of all reports whose recording was acknowledged. `recording.py write PLACE FIRST LAST` records a row of reports.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time

from labelwright.checks.verdicts import CheckResult, Outcome, OutcomeKind, Report, Verdict
from labelwright.gradebook.book import Gradebook


def report(number: int) -> Report:
    return Report(
        learner=f"learner-{number % 5}",
        exercise=f"exercise-{number % 3}",
        version=1,
        outcome=Outcome(kind=OutcomeKind.FINISHED, sentence="Every cell ran to its end."),
        score=6.0,
        max_score=6.0,
        passed=True,
        submission_sha256=f"{number:064x}",
        checks=tuple(
            CheckResult(
                id=f"check_{i}",
                task="counts",
                sentence="It is right.",
                verdict=Verdict.PASSED,
                points=1,
                max_points=1,
            )
            for i in range(6)
        ),
    )


def record_for_ever(place: str, first: int, pipe: int) -> None:
    book = Gradebook(place)
    number = first
    while True:
        one = report(number)
        book.record(one)
        os.write(pipe, f"{one.digest}\n".encode())
        number += 1


def killed_round(place: str, first: int, opening: bool) -> list[str]:
    """The digests acknowledged before the kill; what was written to the pipe outlives the writer.

    The kill falls while the gradebook is being opened, or else at a random moment after the first acknowledgement.
    """
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        record_for_ever(place, first, write)
    os.close(write)
    with os.fdopen(read) as acknowledged:
        begun = "" if opening else acknowledged.readline()
        time.sleep(random.uniform(0.0, 0.3 if opening else 0.1))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status), f"the recorder ended by itself: {status}"
        return (
            [begun.strip(), *acknowledged.read().splitlines()] if begun else acknowledged.read().splitlines()
        )


def main() -> None:
    what, place, *numbers = sys.argv[1:]
    if what == "kill":
        count = int(numbers[0])
        rounds = [killed_round(place, 10_000 * number, number < count // 4) for number in range(count)]
        print(json.dumps(rounds))
        return
    book = Gradebook(place)
    for number in range(int(numbers[0]), int(numbers[1])):
        book.record(report(number))
    book.close()


if __name__ == "__main__":
    main()
