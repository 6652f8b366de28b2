"""Opening a gradebook: a new one, an older one, a newer one, and what is no gradebook at all."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

import labelwright.gradebook.migrate as migrate
from labelwright.gradebook.book import Gradebook, GradebookError
from labelwright.gradebook.models import Base

STEPS = Path(migrate.__file__).with_name("migrations")


@pytest.fixture
def engine(place):
    url = place.replace("postgresql://", "postgresql+psycopg://") if "://" in place else f"sqlite:///{place}"
    made = create_engine(url)
    yield made
    made.dispose()


def put_old_report(connection, report, number=1):
    rows = {
        "learners": {"id": number, "key": report.learner},
        "submissions": {
            "id": number,
            "learner_id": number,
            "exercise": report.exercise,
            "sha256": report.submission_sha256,
            "source_name": report.source_name,
        },
        "reports": {
            "id": number,
            "submission_id": number,
            "digest": report.digest,
            "outcome": report.outcome.kind.value,
            "score": report.score,
            "max_score": report.max_score,
            "passed": report.passed,
            "graded_at": report.graded_at.replace(tzinfo=None),
            "document": report.model_dump_json(),
        },
    }
    for table, row in rows.items():
        names, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
        connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({marks})"), row)


def make_old(engine, report):
    """A gradebook as version 0.1.0 made it: the first tables, one report, and no word of migrations."""
    with engine.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(STEPS))
        command.upgrade(config, "0001")
        connection.execute(text("DROP TABLE alembic_version"))
        put_old_report(connection, report)


def revision(engine):
    with engine.connect() as connection:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()


def test_the_steps_listed_are_the_steps_there_are():
    config = Config()
    config.set_main_option("script_location", str(STEPS))
    script = ScriptDirectory.from_config(config)
    assert [step.revision for step in script.walk_revisions()][::-1] == list(migrate.REVISIONS)


def test_the_steps_lead_to_the_models(book, engine):
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    assert revision(engine) == migrate.REVISIONS[-1]


def test_a_gradebook_from_before_migrations_is_adopted(place, engine, open_book, make):
    report = make(points=7.0)
    make_old(engine, report)
    book = open_book(place)
    assert book.reports() == [report]
    assert book.known(report.submission_sha256, report.exercise_sha256, report.grader_version) == report
    assert [(one.slug, one.title, one.max_score) for one in book.sheet().exercises] == [
        ("count", "Count the labels", 20)
    ]
    assert book.grades()[0].handed_in == report.graded_at
    assert revision(engine) == migrate.REVISIONS[-1]
    assert not book.record(report)
    assert book.record(make(points=8.0, work="another"))


def test_a_step_that_fails_changes_nothing(place, engine, make):
    make_old(engine, make())
    with engine.begin() as connection:
        connection.execute(text("UPDATE reports SET document = 'not JSON'"))
    with pytest.raises(GradebookError, match=r"could not be brought up to date .* It is as it was"):
        Gradebook(place)
    columns = {column["name"] for column in inspect(engine).get_columns("reports")}
    assert "turn" not in columns
    assert set(inspect(engine).get_table_names()) == migrate.FIRST_TABLES


def test_a_newer_gradebook_is_refused(place, engine, open_book):
    open_book(place).close()
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0099'"))
    with pytest.raises(
        GradebookError, match=r"newer labelwright: its tables are at step 0099.*Update labelwright"
    ):
        Gradebook(place)
    assert revision(engine) == "0099"


def test_another_programs_database_is_refused_and_left_as_it_was(tmp_path):
    path = tmp_path / "gradebook.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE student (id TEXT)")
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
        connection.execute("INSERT INTO alembic_version VALUES ('724cde206c17')")
    connection.close()
    with pytest.raises(
        GradebookError, match=r"of another program \(it has the tables alembic_version, student\)"
    ):
        Gradebook(path)
    again = sqlite3.connect(path)
    tables = {row[0] for row in again.execute("SELECT name FROM sqlite_master")}
    again.close()
    assert tables == {"student", "alembic_version"}


def test_a_text_file_is_refused_and_left_as_it_was(tmp_path):
    path = tmp_path / "notes.db"
    path.write_text("These are my notes. " * 100, encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(GradebookError, match="not a gradebook"):
        Gradebook(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("nosuch://somewhere", "not a database that can be opened"),
        ("postgresql://ada:hidden@127.0.0.1:1/grades", "Check that the database runs"),
    ],
)
def test_a_url_that_leads_nowhere_says_so_without_its_password(url, words):
    with pytest.raises(GradebookError) as caught:
        Gradebook(url)
    assert words in str(caught.value)
    assert "hidden" not in str(caught.value)


def test_an_open_gradebook_costs_no_alembic(tmp_path):
    place = str(tmp_path / "grades.db")
    Gradebook(place).close()
    code = (
        "import sys; from labelwright.gradebook.book import Gradebook; "
        f"Gradebook({place!r}).close(); print('alembic' in sys.modules, 'sqlalchemy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]
