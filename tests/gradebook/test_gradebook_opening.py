"""Open a gradebook: new, of the current version, of an unknown version, and other files."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

import labelwright.gradebook.migrate as migrate
from labelwright.gradebook.book import Gradebook, GradebookError
from labelwright.gradebook.handed_in import UNKNOWN
from labelwright.gradebook.models import Base

MIGRATIONS = Path(migrate.__file__).with_name("migrations")


@pytest.fixture
def engine(place):
    url = place.replace("postgresql://", "postgresql+psycopg://") if "://" in place else f"sqlite:///{place}"
    opened = create_engine(url)
    yield opened
    opened.dispose()


def revision(engine):
    with engine.connect() as connection:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()


def test_every_migration_is_listed():
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    script = ScriptDirectory.from_config(config)
    assert [migration.revision for migration in script.walk_revisions()][::-1] == list(migrate.REVISIONS)


def test_the_migrations_lead_to_the_models(book, engine):
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    assert revision(engine) == migrate.REVISIONS[-1]


def test_a_gradebook_of_the_current_version_opens_again(place, engine, open_book, make):
    report = make(points=7.0)
    open_book(place).record(report)
    again = open_book(place)
    assert again.reports() == [report]
    assert [(exercise.slug, exercise.title) for exercise in again.sheet().exercises] == [
        ("count", "Count the labels")
    ]
    assert again.grades()[0].handed_in == UNKNOWN
    assert revision(engine) == migrate.REVISIONS[-1]
    assert not again.record(report)
    assert again.record(make(points=8.0, work="another"))


def test_a_migration_that_fails_changes_nothing(place, engine, monkeypatch):
    def fail(connection):
        raise ValueError("no luck")

    monkeypatch.setattr(migrate, "_check_references", fail)
    with pytest.raises(
        GradebookError, match=r"could not be prepared \(ValueError: no luck\). It was not changed"
    ):
        Gradebook(place)
    assert inspect(engine).get_table_names() == []


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("UPDATE alembic_version SET version_num = '0099'", "0099"),
        ("DROP TABLE alembic_version", "unknown"),
    ],
)
def test_a_gradebook_of_an_unknown_version_is_refused(place, engine, open_book, make, change, named):
    book = open_book(place)
    book.record(make())
    book.close()
    with engine.begin() as connection:
        connection.execute(text(change))
    with pytest.raises(
        GradebookError, match=rf"another version of labelwright.*version {named},.*Update labelwright"
    ):
        Gradebook(place)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM reports")).scalar_one() == 1


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
        ("nosuch://somewhere", "cannot be opened as a database"),
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
