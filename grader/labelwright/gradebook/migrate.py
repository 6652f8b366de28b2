"""Bring a gradebook's tables up to date when it is opened, and refuse what is newer or no gradebook."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from labelwright.errors import GradebookError

REVISIONS = ("0001", "0002")
"""Every step there has been, oldest first; the last is what this version of labelwright writes."""

FIRST_TABLES = frozenset({"learners", "submissions", "reports", "check_results"})
WRITES = {"labelwright_writes": True}
"""The option that marks a connection as a writer's."""

_LOCK = 0x6C61_6265  # any number, the same in every process: one migrates, the others wait


def bring_up_to_date(engine: Engine, place: str) -> None:
    """Make or upgrade the tables in one transaction; alembic is only imported where there is work to do.

    Gradebooks from before migrations (tables, but no version) are taken to be at the first step.
    GradebookError where the tables are newer than this code, or belong to another program.
    """
    with engine.connect() as connection:
        if _revision(connection) == REVISIONS[-1]:
            return
    with engine.execution_options(**WRITES).connect() as connection:
        _foreign_keys(connection, "OFF")
        try:
            with connection.begin():
                _migrate(connection, place)
        except (GradebookError, SQLAlchemyError):
            raise
        except Exception as error:
            raise GradebookError(
                f"{hide_password(place)} could not be brought up to date ({type(error).__name__}: {error}). It is as it "
                "was: open it with the labelwright that wrote it, or restore it from a backup."
            ) from None
        finally:
            _foreign_keys(connection, "ON")


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _migrate(connection: Connection, place: str) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    revision, tables = _revision(connection), set(inspect(connection).get_table_names())
    _refuse_strangers(revision, tables, connection.dialect.name, place)
    if revision == REVISIONS[-1]:
        return
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", _escaped(Path(__file__).with_name("migrations")))
    if revision is None and tables >= FIRST_TABLES:
        command.stamp(config, REVISIONS[0])
    command.upgrade(config, "head")
    _check_references(connection)


def _refuse_strangers(revision: str | None, tables: set[str], dialect: str, place: str) -> None:
    where = hide_password(place)
    ours = tables & FIRST_TABLES
    if revision is None and not ours and (dialect != "sqlite" or not tables):
        return
    if ours != FIRST_TABLES:
        listed = ", ".join(sorted(tables)[:5])
        raise GradebookError(
            f"{where} is a database of another program (it has the tables {listed}). "
            "Name another one with --gradebook; this one was not changed."
        )
    if revision is not None and revision not in REVISIONS:
        raise GradebookError(
            f"{where} was written by a newer labelwright: its tables are at step {revision}, this version "
            f"knows them up to step {REVISIONS[-1]}. Update labelwright, or name another gradebook; "
            "this one was not changed."
        )


def _foreign_keys(connection: Connection, state: str) -> None:
    # SQLite rebuilds a table to alter it, and takes this switch only outside a transaction.
    if (
        connection.dialect.name == "sqlite"
        and (driver := connection.connection.driver_connection) is not None
    ):
        driver.execute(f"PRAGMA foreign_keys={state}")


def _check_references(connection: Connection) -> None:
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise GradebookError(
            "The gradebook holds rows that point nowhere, so its tables were left as they were. "
            "Restore it from a backup, or start a new one and grade again."
        )


def _escaped(path: Path) -> str:
    return str(path).replace("%", "%%")


def hide_password(place: str) -> str:
    """Return a path as it is, and only the scheme of a URL, which may contain a password."""
    return place.split("://")[0] + "://..." if "://" in place else place
