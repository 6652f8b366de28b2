"""Every page of the desk: for an empty gradebook, for one learner, for hostile text, and without names."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from labelwright.checks.verdicts import ExerciseFacts, ItemAnswer, Outcome, OutcomeKind
from labelwright.desk.page import exercise_key
from labelwright.gradebook.deadlines import Deadline
from labelwright.gradebook.handed_in import HandedIn
from labelwright.gradebook.marks import Comment, Mark
from labelwright.gradebook.roster import Learner

PAGES = ("/", "/exercises", "/people", "/hand-back")
WHEN = datetime(2026, 11, 2, 9, tzinfo=UTC)
SCRIPT = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
TURNED = "\u202ereversed\u2066"
LONG = "x" * 320
LINKS = re.compile(r"""(?:href|src|action)="([^"]*)\"""")


@pytest.mark.parametrize("path", PAGES)
def test_an_empty_gradebook_has_pages(book, sit, path):
    found = sit(book).get(path)
    assert found.status == 200
    assert "<h1>" in found.text
    assert "Traceback" not in found.text


@pytest.mark.parametrize("path", [*PAGES, "/learner/1", "/exercise/first-shift"])
def test_one_learner_has_pages(book, report, sit, path):
    book.record(report(), HandedIn.stated(WHEN))
    found = sit(book).get(path)
    assert found.status == 200
    assert "Traceback" not in found.text


def test_learners_without_work_are_listed(book, sit):
    book.import_roster([Learner("ada", "Ada Lovelace", section="A"), Learner("grace")])
    found = sit(book).get("/").text
    assert "Ada Lovelace" in found
    assert "2 learners, and no graded work yet" in found


@pytest.mark.parametrize(
    "hostile", [SCRIPT, TURNED, LONG, "\x1b[31m\x00\r\n", "../../etc/passwd", "%2e%2e/?#&"]
)
def test_text_from_outside_is_only_text(book, report, sit, hostile):
    slug = hostile[:120].strip() or "x"
    work = report(
        hostile,
        slug,
        facts=ExerciseFacts(title=hostile, module=hostile),
        source_name=hostile,
        items=(ItemAnswer(item=hostile, given=hostile, accepted=(hostile,), credit=1.0),),
    )
    checks = tuple(
        check.model_copy(
            update={"sentence": hostile, "found": hostile, "misconception": hostile, "task": hostile}
        )
        for check in work.checks
    )
    work = work.model_copy(
        update={"checks": checks, "outcome": Outcome(kind=OutcomeKind.RAISED, sentence=hostile)}
    )
    book.record(work, HandedIn.stated(WHEN, hostile), made_up=True)
    [learner] = book.learners()
    book.import_roster([Learner(learner, hostile.strip() or "x", section=hostile)])
    stored = book.slugs()[0]
    book.comment(Comment(learner, stored, f"text {hostile}", f"who {hostile}"))
    book.mark(Mark(learner, stored, 1.0, f"reason {hostile}", f"who {hostile}"))
    client = sit(book)
    for path in (*PAGES, "/learner/1", f"/exercise/{exercise_key(stored)}"):
        found = client.get(path)
        assert found.status == 200, found.text
        assert "<script>alert" not in found.text
        assert "<img" not in found.text
        assert not set("\u202e\u2066\x1b\x00") & set(found.text)
        assert not [
            link for link in LINKS.findall(found.text) if link.startswith(("http", "//", "javascript"))
        ]


def test_no_name_and_no_id_without_names(book, report, sit):
    for learner in ("zoe.private", "yan.private"):
        book.record(report(learner, verdicts="FF"), HandedIn.stated(WHEN))
    book.import_roster([Learner("zoe.private", "Zoe Private", "zoe@private.example")])
    client = sit(book)
    assert "Zoe Private" in client.get("/").text
    client.names = "off"
    for path in (*PAGES, "/learner/1", "/learner/2", "/exercise/first-shift"):
        found = client.get(path).text
        assert "rivate" not in found, path
    assert "Learner 1" in client.get("/").text


def test_the_switch_of_names_stays_in_the_browser_and_leads_back(book, report, sit):
    book.record(report())
    client = sit(book)
    answer = client.post("names", {"names": "off", "back": "/learner/1"})
    assert (answer.status, answer.headers["location"]) == (303, "/learner/1")
    assert answer.cookies[0].startswith("labelwright_names=off;")
    for elsewhere in ("//attacker.example", "https://attacker.example", "/\\attacker.example"):
        assert client.post("names", {"names": "off", "back": elsewhere}).headers["location"] == "/"


def test_the_class_shows_each_state_with_a_sign_and_in_words(book, report, sit):
    for learner, verdicts in (("passed", "PP"), ("failed", "PF"), ("untouched", "NN"), ("late", "PP")):
        when = datetime(2026, 11, 9, tzinfo=UTC) if learner == "late" else WHEN
        book.record(report(learner, verdicts=verdicts), HandedIn.stated(when))
    broken = Outcome(kind=OutcomeKind.UNREADABLE, sentence="It cannot be read.")
    book.record(report("broken", verdicts="", outcome=broken, max_score=0.0))
    book.import_roster([Learner("absent"), Learner("excused")])
    book.mark(Mark("excused", "first-shift", None, "ill", "grace", excused=True))
    book.set_deadline(Deadline("first-shift", datetime(2026, 11, 3, tzinfo=UTC)))
    page = sit(book).get("/").text
    for piece in (
        "<td>100</td>",
        '<td class="failed" title="50, not passed">50</td>',
        '<td class="untouched" title="handed in, nothing answered">○</td>',
        '<td class="late" title="100, passed, late">100</td>',
        '<td class="ungraded" title="handed in, not graded">?</td>',
        '<td class="missing" title="missing, deadline over">–</td>',
        '<td class="excused" title="excused">EX</td>',
    ):
        assert piece in page, piece


def test_who_is_stuck_and_who_is_missing(book, report, sit):
    for learner, tries in {
        "stuck": "FF PF PF FF",
        "better": "FF FF PF",
        "twice": "FF FF",
        "passed": "FF FF FF PP",
    }.items():
        for verdicts in tries.split():
            book.record(report(learner, verdicts=verdicts), HandedIn.stated(WHEN))
    book.import_roster([Learner("absent"), Learner("extended")])
    book.set_deadline(Deadline("first-shift", datetime(2026, 11, 3, tzinfo=UTC)))
    book.set_deadline(Deadline("first-shift", datetime(2099, 1, 1, tzinfo=UTC), learner="extended"))
    page = sit(book).get("/").text
    rows = {row.split("<bdi>")[1].split("<")[0]: row for row in page.split("<tr data-href")[1:]}
    flags = {name: row.split('data-is="')[1].split('"')[0].split() for name, row in rows.items()}
    assert flags == {
        "absent": ["missing", "silent"],
        "better": [],
        "extended": ["silent"],
        "passed": [],
        "stuck": ["stuck"],
        "twice": [],
    }


def test_hand_back_says_what_is_left_out_and_why(book, report, sit):
    book.record(report("ada"), made_up=True)
    book.record(report("grace", verdicts="NN"))
    page = sit(book).get("/hand-back").text
    assert "Their ids come from the names of files only" in page
    assert "Not attempted" in page
    assert "ada" in page


@pytest.mark.parametrize("name", ["csv", "canvas", "moodle", "nbgrader"])
def test_a_download_is_the_export(book, report, sit, name):
    book.record(report("grace"))
    found = sit(book).get(f"/download/{name}")
    assert found.headers["content-disposition"] == f'attachment; filename="grades-{name}.csv"'
    assert "grace" in found.text


def test_a_learner_page_tells_what_changed_between_attempts(book, report, sit):
    book.record(report(verdicts="FP"), HandedIn.stated(datetime(2026, 11, 2, tzinfo=UTC)))
    book.record(report(verdicts="PF"), HandedIn.stated(datetime(2026, 11, 1, tzinfo=UTC)))
    page = sit(book).get("/learner/1").text
    assert "Attempts, by time" in page
    first, second = page.index("2026-11-01"), page.rindex("2026-11-02")
    assert first < second
    assert "↑ not right yet → passed: Check 2 holds." in page
    assert "↓ passed → not right yet: Check 1 holds." in page


def test_an_attempt_without_a_time_is_said(book, report, sit):
    book.record(report(), HandedIn.stated(WHEN))
    book.record(report())
    page = sit(book).get("/learner/1").text
    assert "because not every time is known" in page
    assert "time not known" in page
