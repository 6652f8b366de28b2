"""Create or upgrade a gradebook's tables when it is opened; refuse an unknown version and other databases."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from labelwright.errors import GradebookError

REVISIONS = ("0001.5",)
"""Every version of the tables, oldest first; this labelwright writes the last one."""

OUR_TABLES = frozenset({"learners", "submissions", "reports", "check_results"})
WRITES = {"labelwright_writes": True}
"""The option that marks a connection for writing."""

_LOCK = 0x6C61_6265  # any number that is the same in every process: one migrates, the others wait


def prepare_tables(engine: Engine, place: str) -> None:
    """Create or upgrade the tables in one transaction; import alembic only if there is something to do.

    Raise GradebookError if the tables have an unknown version or belong to another program.
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
                f"{hide_password(place)} could not be prepared ({type(error).__name__}: {error}). It was not changed. "
                "Open it with the labelwright version that wrote it, or restore it from a backup."
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
    _refuse_unknown(revision, tables, connection.dialect.name, place)
    if revision == REVISIONS[-1]:
        return
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", _escaped(Path(__file__).with_name("migrations")))
    command.upgrade(config, "head")
    _check_references(connection)


def _refuse_unknown(revision: str | None, tables: set[str], dialect: str, place: str) -> None:
    where = hide_password(place)
    ours = tables & OUR_TABLES
    if revision is None and not ours and (dialect != "sqlite" or not tables):
        return
    if ours != OUR_TABLES:
        listed = ", ".join(sorted(tables)[:5])
        raise GradebookError(
            f"{where} is a database of another program (it has the tables {listed}). "
            "Name another one with --gradebook. This database was not changed."
        )
    if revision not in REVISIONS:
        raise GradebookError(
            f"{where} was written by another version of labelwright: its tables have version "
            f"{revision or 'unknown'}, and this labelwright knows version {REVISIONS[-1]}. Update labelwright, or "
            "name another gradebook. This one was not changed."
        )


def _foreign_keys(connection: Connection, state: str) -> None:
    # SQLite rebuilds a table to change it, and accepts this switch only outside a transaction.
    if (
        connection.dialect.name == "sqlite"
        and (driver := connection.connection.driver_connection) is not None
    ):
        driver.execute(f"PRAGMA foreign_keys={state}")


def _check_references(connection: Connection) -> None:
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise GradebookError(
            "The gradebook has rows that refer to missing rows, so its tables were not changed. "
            "Restore it from a backup, or start a new one and grade again."
        )


def _escaped(path: Path) -> str:
    return str(path).replace("%", "%%")


def hide_password(place: str) -> str:
    """Return a path as it is, and only the scheme of a URL, which may contain a password."""
    return place.split("://")[0] + "://..." if "://" in place else place
