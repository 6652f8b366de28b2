"""Who gets a credential and who does not, that the same work gives the same file, and what the log keeps."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from labelwright.authoring.new import new_exercise
from labelwright.checks.verdicts import CheckResult, Origin, Outcome, OutcomeKind, Report, Verdict
from labelwright.course.course import Course
from labelwright.credentials.issue import CredentialError
from labelwright.credentials.issuing.certify import Certified, Issuer, certify, certify_modules
from labelwright.credentials.issuing.eligibility import Eligibility, Reason, Refusal
from labelwright.credentials.issuing.issue_log import IssueLog
from labelwright.credentials.keys import SigningKey
from labelwright.credentials.verify import verify
from labelwright.gradebook.book import Gradebook
from labelwright.gradebook.identity import Claims, identify
from labelwright.gradebook.marks import Mark
from labelwright.gradebook.roster import Learner

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
ONE, TWO = "count-one", "count-two"
Make = Callable[..., Report]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Course:
    root = tmp_path_factory.mktemp("course")
    (root / "exercises").mkdir()
    (root / "datasets").mkdir()
    for slug in (ONE, TWO):
        new_exercise(Course(root), slug, module="m01-counting")
    return Course(root)


@pytest.fixture
def eligibility(small: Course, tmp_path: Path) -> Iterator[Eligibility]:
    book = Gradebook(tmp_path / "grades.db")
    yield Eligibility(book, small, NOW)
    book.close()


@pytest.fixture
def issuer(key: SigningKey, tmp_path: Path) -> Issuer:
    return Issuer(key, "Dr. A", IssueLog(tmp_path / "out"), NOW, emails={"ada": "ada@example.org"})


def made(report: Report, **changes: Any) -> Report:
    facts = report.facts.model_copy(update={"module": "m01-counting"})
    stated = {"learner": "ada", "exercise": ONE, "version": 1, "facts": facts}
    return report.model_copy(update=stated | changes)


def only(eligibility: Eligibility, issuer: Issuer, slug: str = ONE) -> Certified | Refusal:
    (found,) = certify(eligibility, "ada", [slug], issuer)
    return found


def issued(eligibility: Eligibility, issuer: Issuer) -> Certified:
    found = only(eligibility, issuer)
    assert isinstance(found, Certified), found
    return found


def test_passed_work_gets_a_credential_that_holds(
    eligibility: Eligibility, issuer: Issuer, report: Report
) -> None:
    eligibility.book.record(made(report))
    until = NOW + timedelta(days=700)
    found = issued(eligibility, replace(issuer, valid_until=until))
    assert (found.fresh, found.path.name, found.path.parent.name) == (True, f"{ONE}.json", "ada")
    content = found.path.read_bytes()
    shown = found.path.with_name(f"{ONE}.evidence.json").read_bytes()
    result = verify(content, issuer=issuer.key.did, email="ada@example.org", evidence=shown, now=NOW)
    assert [finding for finding in result.findings if not finding.ok or finding.open_question] == []
    assert json.loads(content)["validUntil"] == "2028-10-23T09:30:00Z"
    assert not verify(content, now=until + timedelta(seconds=1)).holds


REFUSED: list[tuple[dict[str, Any], Reason, str]] = [
    ({"passed": False, "score": 1.0}, Reason.FAILED, "did not pass"),
    ({"origin": Origin.SELF}, Reason.SELF, "the learner ran these checks"),
    ({"version": 2}, Reason.VERSION, "at version 2 of the exercise, and the course has version 1"),
    ({"checks": ()}, Reason.UNGRADED, "was not graded"),
    (
        {"outcome": Outcome(kind=OutcomeKind.WRONG_VERSION, sentence="For version 1.", advice="Redo.")},
        Reason.UNGRADED,
        r"not graded \(wrong_version\): For version 1. Redo.",
    ),
    ({"graded_at": NOW + timedelta(minutes=6)}, Reason.CLOCK, "is later than this computer's clock"),
]


@pytest.mark.parametrize(("changes", "reason", "said"), REFUSED)
def test_unfit_work_is_refused_with_a_sentence(
    eligibility: Eligibility,
    issuer: Issuer,
    report: Report,
    changes: dict[str, Any],
    reason: Reason,
    said: str,
) -> None:
    eligibility.book.record(made(report, **changes))
    found = only(eligibility, issuer)
    assert isinstance(found, Refusal)
    assert found.reason is reason
    assert re.search(said, found.sentence)
    assert not issuer.log.folder.exists()


def test_a_clock_five_minutes_behind_is_no_reason(
    eligibility: Eligibility, issuer: Issuer, report: Report
) -> None:
    eligibility.book.record(made(report, graded_at=NOW + timedelta(minutes=4)))
    content = issued(eligibility, issuer).path.read_bytes()
    assert verify(content, now=NOW).holds


CANVAS = Claims("Canvas", "12345", lms_name="lovelaceada", stated="grace")


def test_work_of_which_nobody_decided_whose_it_is_waits(
    eligibility: Eligibility, issuer: Issuer, report: Report
) -> None:
    book, work = eligibility.book, made(report)
    book.import_roster([Learner("ada", "Ada", canvas_id="12345"), Learner("grace")])
    book.record(work, identity=identify(CANVAS, book.people(), ONE))
    found = only(eligibility, issuer)
    assert isinstance(found, Refusal)
    assert (found.reason, "gradebook people" in found.sentence) == (Reason.IDENTITY, True)
    (row,) = book.identity_report()
    decision = book.assign([row.number], "grace", "kim")
    assert isinstance(only(eligibility, issuer), Refusal)
    (given,) = certify(eligibility, "grace", [ONE], issuer)
    assert isinstance(given, Certified)
    book.undo(decision.number, "kim")
    book.confirm([row.number], "kim")
    assert isinstance(only(eligibility, issuer), Certified)


def test_nobody_who_is_not_on_the_class_list_gets_a_credential(
    eligibility: Eligibility, issuer: Issuer, report: Report
) -> None:
    book = eligibility.book
    book.record(made(report))
    book.import_roster([Learner("grace")])
    found = only(eligibility, issuer)
    assert isinstance(found, Refusal)
    assert (found.reason, "They are not on the class list." in found.sentence) == (Reason.LIST, True)
    assert list(certify_modules(eligibility, "ada", issuer)) == []
    book.import_roster([Learner("ada")])
    assert isinstance(only(eligibility, issuer), Certified)
    book.import_roster([Learner("grace")], complete=True)
    again = only(eligibility, replace(issuer, again=True))
    assert isinstance(again, Refusal)
    assert "They left the class" in again.sentence


def test_altered_work_is_refused(
    eligibility: Eligibility, issuer: Issuer, report: Report, tmp_path: Path
) -> None:
    eligibility.book.record(made(report, passed=False, score=2.0))
    connection = sqlite3.connect(tmp_path / "grades.db")
    connection.execute(
        "UPDATE reports SET passed = 1, document = replace(document, '\"passed\":false', '\"passed\":true')"
    )
    connection.commit()
    connection.close()
    found = only(eligibility, issuer)
    assert isinstance(found, Refusal)
    assert found.reason is Reason.ALTERED
    assert "--regrade" in found.sentence


def test_nothing_handed_in_and_an_exercise_of_another_course(
    eligibility: Eligibility, issuer: Issuer, report: Report
) -> None:
    eligibility.book.record(made(report, exercise="elsewhere"))
    assert eligibility.unknown_exercises("ada") == ["elsewhere"]
    found = [
        one.reason
        for one in certify(eligibility, "ada", [ONE, "elsewhere"], issuer)
        if isinstance(one, Refusal)
    ]
    assert found == [Reason.NOTHING, Reason.UNKNOWN]


def test_a_mark_by_hand_can_withhold_a_credential_but_not_grant_one(
    eligibility: Eligibility, issuer: Issuer, report: Report
) -> None:
    eligibility.book.record(made(report))
    eligibility.book.record(made(report, exercise=TWO, passed=False))
    eligibility.book.mark(Mark("ada", ONE, 0, "Copied.", "Dr. A", passed=False))
    eligibility.book.mark(Mark("ada", TWO, 4, "Kindness.", "Dr. A", passed=True))
    one, two = certify(eligibility, "ada", [ONE, TWO], issuer)
    assert isinstance(one, Refusal)
    assert isinstance(two, Refusal)
    assert (one.reason, two.reason) == (Reason.MARKED, Reason.FAILED)
    assert "Copied." in one.sentence
    assert "states only what the checks found" in two.sentence


def evidence_of(found: Certified) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(found.path.with_name(f"{ONE}.evidence.json").read_bytes())
    return content


def test_points_given_by_hand_are_told_without_their_reasons(
    eligibility: Eligibility, issuer: Issuer, report: Report
) -> None:
    graded = made(report)
    eligibility.book.record(graded)
    assert "marks" not in evidence_of(issued(eligibility, issuer))
    task = graded.checks[0].task
    most = sum(check.max_points for check in graded.checks if check.task == task)
    eligibility.book.mark(Mark("ada", ONE, 1, "SECRET reason", "SECRET marker", task, when=NOW))
    eligibility.book.mark(Mark("ada", ONE, 0.5, "SECRET reason", "SECRET marker", when=NOW))
    left = issued(eligibility, issuer)
    assert not left.fresh
    assert "other manual marks" in left.sentence
    found = issued(eligibility, replace(issuer, again=True))
    at = "2026-11-23T09:30:00Z"
    assert evidence_of(found)["marks"] == [
        {"task": "", "points": 0.5, "most": graded.max_score, "given_at": at},
        {"task": task, "points": 1, "most": most, "given_at": at},
    ]
    assert evidence_of(found)["score"] == graded.score
    shown = found.path.with_name(f"{ONE}.evidence.json").read_bytes()
    assert verify(found.path.read_bytes(), evidence=shown, now=NOW).holds
    assert b"SECRET" not in shown + found.path.read_bytes()
    eligibility.book.mark(Mark("ada", ONE, None, "Withdrawn.", "Dr. A", when=NOW))
    assert [
        mark["task"] for mark in evidence_of(issued(eligibility, replace(issuer, again=True)))["marks"]
    ] == [task]


def test_earlier_attempts_are_told_only_where_asked_for(
    eligibility: Eligibility, issuer: Issuer, report: Report
) -> None:
    first = {
        "graded_at": NOW - timedelta(days=9),
        "submission_sha256": "11" * 32,
        "passed": False,
        "score": 0.0,
    }
    eligibility.book.record(made(report, **first))
    eligibility.book.record(made(report, graded_at=NOW - timedelta(days=2)))
    assert evidence_of(issued(eligibility, issuer))["attempts"] == []
    attempts = evidence_of(issued(eligibility, replace(issuer, again=True, attempts=True)))["attempts"]
    assert [(one["graded_at"], one["percent"], one["passed"]) for one in attempts] == [
        ("2026-11-14T09:30:00Z", 0, False)
    ]


def test_of_several_works_a_fit_one_is_taken(
    eligibility: Eligibility, issuer: Issuer, report: Report
) -> None:
    eligibility.book.record(made(report, version=2, submission_sha256="11" * 32))
    eligibility.book.record(made(report, submission_sha256="22" * 32))
    eligibility.book.record(made(report, submission_sha256="33" * 32, passed=False, score=0.0))
    issued(eligibility, issuer)
    assert issuer.log.newest()["ada", ONE].work == "22" * 32


def test_the_same_work_gives_the_same_files(eligibility: Eligibility, issuer: Issuer, report: Report) -> None:
    eligibility.book.record(made(report))
    first = issued(eligibility, issuer)
    before = {path: path.read_bytes() for path in issuer.log.folder.rglob("*.json*")}
    later = replace(issuer, now=NOW + timedelta(days=9))
    kept = issued(eligibility, later)
    assert (kept.fresh, kept.path) == (False, first.path)
    assert {path: path.read_bytes() for path in issuer.log.folder.rglob("*.json*")} == before
    first.path.unlink()
    restored = issued(eligibility, later)
    assert restored.fresh
    assert "restored" in restored.sentence
    assert {path: path.read_bytes() for path in issuer.log.folder.rglob("*.json*")} == before
    assert len(issuer.log.path.read_text().splitlines()) == 1


def test_again_signs_anew_and_the_log_keeps_both(
    eligibility: Eligibility, issuer: Issuer, report: Report
) -> None:
    eligibility.book.record(made(report))
    before = issued(eligibility, issuer).path.read_bytes()
    after = issued(eligibility, replace(issuer, now=NOW + timedelta(days=9), again=True)).path.read_bytes()
    assert before != after
    assert json.loads(before)["id"] == json.loads(after)["id"]
    lines = [json.loads(line) for line in issuer.log.path.read_text().splitlines()]
    assert [line["when"] for line in lines] == ["2026-11-23T09:30:00Z", "2026-12-02T09:30:00Z"]


def test_newer_work_another_end_and_an_expiry_are_told(
    eligibility: Eligibility, issuer: Issuer, report: Report
) -> None:
    eligibility.book.record(made(report))
    issued(eligibility, replace(issuer, valid_until=NOW + timedelta(days=1)))
    other = replace(issuer, valid_until=NOW + timedelta(days=2))
    assert "the end you name" in issued(eligibility, other).sentence
    assert "It expired" in issued(eligibility, replace(issuer, now=NOW + timedelta(days=3))).sentence
    eligibility.book.record(made(report, grader_version="0.2.0"))
    assert "graded again" in issued(eligibility, issuer).sentence
    eligibility.book.record(made(report, submission_sha256="ee" * 32))
    assert "newer or better work" in issued(eligibility, issuer).sentence


@pytest.mark.parametrize("name", [f"{ONE}.json", f"{ONE}.evidence.json"])
def test_a_changed_file_is_not_overwritten(
    eligibility: Eligibility, issuer: Issuer, report: Report, name: str
) -> None:
    eligibility.book.record(made(report))
    path = issued(eligibility, issuer).path.with_name(name)
    path.write_bytes(path.read_bytes() + b" ")
    spoiled = path.read_bytes()
    found = only(eligibility, issuer)
    assert isinstance(found, Refusal)
    assert "it was changed since" in found.sentence
    assert path.read_bytes() == spoiled


def test_a_file_that_the_log_does_not_know_is_not_overwritten(
    eligibility: Eligibility, issuer: Issuer, report: Report
) -> None:
    eligibility.book.record(made(report))
    issued(eligibility, issuer)
    issuer.log.path.unlink()
    for again in (False, True):
        found = only(eligibility, replace(issuer, again=again))
        assert isinstance(found, Refusal)
        assert "does not list it" in found.sentence


@pytest.mark.parametrize("line", ["{", "[]", '{"when": "x"}', "\x00"])
def test_a_broken_log_stops_everything(issuer: Issuer, line: str) -> None:
    issuer.log.folder.mkdir()
    issuer.log.path.write_text(line + "\n")
    with pytest.raises(CredentialError, match="line 1, was not written by labelwright"):
        issuer.log.newest()


def test_a_run_cut_short_goes_on(eligibility: Eligibility, issuer: Issuer, report: Report) -> None:
    eligibility.book.record(made(report))
    first = issued(eligibility, issuer)
    content = first.path.read_bytes()
    for path in first.path.parent.iterdir():
        path.unlink()
    first.path.parent.rmdir()
    assert issued(eligibility, replace(issuer, now=NOW + timedelta(hours=1))).path.read_bytes() == content


def test_a_lost_file_of_an_old_key_is_made_with_the_new_one(
    eligibility: Eligibility, issuer: Issuer, report: Report
) -> None:
    eligibility.book.record(made(report))
    issued(eligibility, issuer).path.unlink()
    fresh = SigningKey(Ed25519PrivateKey.from_private_bytes(b"7" * 32))
    path = issued(eligibility, replace(issuer, key=fresh)).path
    assert json.loads(path.read_text())["issuer"]["id"] == fresh.did
    assert issuer.log.newest()["ada", ONE].issuer == fresh.did


def test_a_learner_without_an_address_is_named_by_their_id(
    eligibility: Eligibility, issuer: Issuer, report: Report
) -> None:
    eligibility.book.record(made(report))
    document = json.loads(issued(eligibility, replace(issuer, emails={})).path.read_text())
    assert document["credentialSubject"]["identifier"][0]["identityType"] == "identifier"
    assert issuer.log.newest()["ada", ONE].recipient == "learner's id"


def test_a_finished_module_gets_a_credential_of_its_own(
    eligibility: Eligibility, issuer: Issuer, report: Report
) -> None:
    eligibility.book.record(made(report))
    assert list(certify_modules(eligibility, "ada", issuer)) == []
    eligibility.book.record(made(report, exercise=TWO, submission_sha256="22" * 32, origin=Origin.SELF))
    assert list(certify_modules(eligibility, "ada", issuer)) == []
    eligibility.book.record(made(report, exercise=TWO, submission_sha256="33" * 32))
    (found,) = certify_modules(eligibility, "ada", issuer)
    assert isinstance(found, Certified)
    shown = found.path.with_name("m01-counting.evidence.json").read_bytes()
    result = verify(found.path.read_bytes(), issuer=issuer.key.did, evidence=shown, now=NOW)
    assert result.holds
    evidence = json.loads(shown)
    assert (evidence["score"], evidence["max_score"], evidence["version"]) == (8, 8, 2)
    assert [check["id"] for check in evidence["checks"]] == [f"{ONE}/alpha", f"{TWO}/alpha"]
    assert "every exercise of the module" in json.loads(found.path.read_text())["description"]
    (again,) = certify_modules(eligibility, "ada", replace(issuer, now=NOW + timedelta(days=1)))
    assert isinstance(again, Certified)
    assert not again.fresh


def test_neither_files_nor_log_hold_a_secret(
    eligibility: Eligibility, issuer: Issuer, report: Report
) -> None:
    failed = CheckResult(id="b", task="t", sentence="s", verdict=Verdict.FAILED, found="CANARY-found-2")
    eligibility.book.record(made(report, checks=(*report.checks, failed)))
    issued(eligibility, issuer)
    texts = [path.read_text() for path in issuer.log.folder.rglob("*") if path.is_file()]
    assert len(texts) == 3
    for text in texts:
        assert "CANARY" not in text
        assert "ada@example.org" not in text
        assert bytes(range(32)).hex() not in text
    assert all('"ada"' not in text for text in texts if "credentialSubject" in text)
