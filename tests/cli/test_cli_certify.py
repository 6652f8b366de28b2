"""Grade, certify, build a portfolio from it and verify that, by command alone, across a change of keys."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROSTER = "id,name,email\nada,Ada Example,CANARY-ada@example.org\ngrace,Grace Example,\n"


@pytest.fixture(scope="module")
def graded_folder(counting: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a gradebook: ada passed, grace did not, and there is a key."""
    here = tmp_path_factory.mktemp("graded")
    (here / "in").mkdir()
    (here / "in" / "ada.ipynb").write_bytes(counting.notebook(learner="ada"))
    (here / "in" / "grace.ipynb").write_bytes(counting.notebook([counting.solved()[0]], "grace"))
    (here / "class.csv").write_text(ROSTER, encoding="utf-8")
    run(here, "grade", "in", "--course", counting.course.root, "--trust-learners")
    run(here, "gradebook", "roster", "class.csv")
    run(here, "key", "new", "--key", "k.pem", "--name", "Dr. A. Instructor")
    return here


def run(here: Path, *arguments: object) -> None:
    code = "from labelwright.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], cwd=here, capture_output=True, text=True
    )
    assert done.returncode == 0, done


@pytest.fixture
def desk(command: Any, graded_folder: Path, tmp_path: Path, counting: Any) -> Any:
    """`certify`, standing in a copy of that folder."""
    shutil.copytree(graded_folder, tmp_path, dirs_exist_ok=True)

    def certify(*arguments: object) -> Any:
        return command("certify", "--course", counting.course.root, "--key", "k.pem", *arguments)

    return certify


def files(tmp_path: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(tmp_path)): path.read_bytes()
        for path in sorted((tmp_path / "certificates").rglob("*"))
        if path.is_file()
    }


@pytest.mark.slow("runs the grader's command several times")
def test_what_passed_is_certified_once_and_the_same_ever_after(desk: Any, tmp_path: Path) -> None:
    said = desk("--all-passed")
    assert said.code == 0, said
    assert "Credentials: 2 issued, 0 left as they were, 0 refused, 1 not passed yet." in said.out
    first = files(tmp_path)
    assert set(first) == {
        "certificates/issued.jsonl",
        "certificates/ada/count-the-labels.json",
        "certificates/ada/count-the-labels.evidence.json",
        "certificates/ada/m01-new.json",
        "certificates/ada/m01-new.evidence.json",
    }
    assert json.loads(first["certificates/ada/m01-new.json"])["issuer"]["name"] == "Dr. A. Instructor"
    assert "2 left as they were" in desk("--all-passed").out
    assert files(tmp_path) == first
    key = (tmp_path / "k.pem").read_text().splitlines()[1]
    for content in (said.all, *(content.decode() for content in first.values())):
        assert "CANARY" not in content
        assert key not in content


@pytest.mark.slow("runs the grader's command several times")
def test_work_that_was_asked_for_and_did_not_pass_is_refused(desk: Any) -> None:
    said = desk("--learner", "grace")
    assert (said.code, "grace, count-the-labels: the work was graded and did not pass" in said.out) == (
        1,
        True,
    )
    assert desk("--learner", "grace", "--all-passed").code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 2, "Say whose work"),
        (("--learner", "adda"), 2, "Did you mean 'ada'?"),
        (("--exercise", "count-the-lables"), 1, "Did you mean 'count-the-labels'?"),
        (("--all-passed", "--until", "soon"), 1, "is not a date or time"),
        (("--all-passed", "--gradebook", "none.db"), 2, "No gradebook was found"),
        (("--all-passed", "--key", "none.pem"), 1, "No such file"),
    ],
)
def test_a_wrong_call_is_explained(desk: Any, arguments: tuple[str, ...], code: int, said: str) -> None:
    found = desk(*arguments)
    assert found.code == code
    assert said in found.err


def test_an_end_in_the_past_is_refused(desk: Any, tmp_path: Path) -> None:
    said = desk("--all-passed", "--until", "2020-01-01")
    assert (said.code, "would expire before it is signed" in said.out) == (1, True)
    assert files(tmp_path) == {}


def test_a_damaged_report_is_explained(desk: Any, tmp_path: Path) -> None:
    import sqlite3

    connection = sqlite3.connect(tmp_path / "gradebook.db")
    connection.execute("UPDATE reports SET document = '{'")
    connection.commit()
    connection.close()
    said = desk("--all-passed")
    assert (said.code, "has a report that cannot be read" in said.err) == (1, True)


def test_credentials_become_a_portfolio_that_holds_after_the_key_changed(
    desk: Any, command: Any, tmp_path: Path
) -> None:
    desk("--all-passed", "--until", "2099-12-31")
    assert command("key", "rotate", "--key", "k.pem").code == 0
    credential = "certificates/ada/count-the-labels.json"
    (tmp_path / "profile.toml").write_text('name = "Ada"\n', encoding="utf-8")
    assert command("portfolio", "build", "--signed", credential).code == 0
    address = ("--email", "CANARY-ada@example.org")
    for path in ("portfolio", credential):
        said = command("portfolio", "verify", path, "--trust", "k.public.json", *address)
        assert said.code == 0, said
        assert "open  " not in said.out
        assert "by a key on your list of 'Dr. A. Instructor'" in said.out
    listed = json.loads((tmp_path / "k.public.json").read_text())
    listed["keys"] = listed["keys"][1:]
    (tmp_path / "other.json").write_text(json.dumps(listed), encoding="utf-8")
    said = command("portfolio", "verify", credential, "--trust", "other.json")
    assert (said.code, "not on your list of 1 trusted keys" in said.out) == (1, True)
    assert command("portfolio", "verify", credential, "--trust", "x", "--issuer", "y").code == 2


def test_a_tampered_file_beside_the_log_is_found_by_both_commands(
    desk: Any, command: Any, tmp_path: Path
) -> None:
    desk("--all-passed")
    path = tmp_path / "certificates/ada/count-the-labels.evidence.json"
    path.write_bytes(path.read_bytes().replace(b"passed", b"Passed", 1))
    assert "it was changed since" in desk("--all-passed").out
    said = command("portfolio", "verify", path.with_name("count-the-labels.json"))
    assert (said.code, "The evidence is not what was signed" in said.out) == (1, True)
