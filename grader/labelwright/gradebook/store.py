"""Open the database, read in a session, and write all or nothing with several writers at once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import uniform
from sqlite3 import Error as SqliteError
from threading import Lock
from time import sleep
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.engine import Engine
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    DBAPIError,
    IntegrityError,
    NoSuchModuleError,
    OperationalError,
    SQLAlchemyError,
)
from sqlalchemy.orm import Session

from labelwright.errors import GradebookError
from labelwright.gradebook.engines import engine_of
from labelwright.gradebook.migrate import WRITES, hide_password, prepare_tables

Result = TypeVar("Result")

TRIES = 8
"""How often a write is tried if it collides with another writer's."""

_COLLISIONS = ("40001", "40P01")  # PostgreSQL: serialization failure, deadlock detected


class Store:
    """One open database: SQLite by default, or any that SQLAlchemy supports."""

    def __init__(self, place: str | Path) -> None:
        """Open or create the database at a path or URL; raise GradebookError if that fails."""
        self.place = str(place)
        self._watcher: Any = None
        self._watching = Lock()
        try:
            self._engine = engine_of(self.place)
            self._writer = self._engine.execution_options(**WRITES)
            with _dispose_on_failure(self._engine):
                prepare_tables(self._engine, self.place)
        except (SQLAlchemyError, OSError, ImportError, ValueError) as error:
            raise GradebookError(_explain(self.place, error)) from None

    def close(self) -> None:
        """Close the database."""
        with self._watching:
            if self._watcher is not None:
                self._watcher.close()
                self._watcher = None
        self._engine.dispose()

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Open a session for reading; raise GradebookError if the database fails."""
        with self.connection() as connection, Session(connection) as session:
            yield session

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """Open a connection for reading without a session, for thousands of look-ups; raise GradebookError on failure."""
        try:
            with self._engine.connect() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise GradebookError(_explain(self.place, error)) from None

    def stamp(self) -> Hashable:
        """Return a value that changes whenever anybody changes the database; it may change without that, too."""
        if self._engine.dialect.name == "sqlite":
            with self._watching:
                if self._watcher is None:
                    self._watcher = self._engine.raw_connection()
                cursor = self._watcher.cursor()
                try:
                    # The number is this connection's own, so the same connection has to be asked each time.
                    cursor.execute("PRAGMA data_version")
                    version: Hashable = cursor.fetchone()
                    return version
                finally:
                    cursor.close()
        if self._engine.dialect.name == "postgresql":
            with self.connection() as connection:
                return connection.exec_driver_sql("SELECT pg_current_snapshot()::text").scalar()
        return object()

    def write(self, work: Callable[[Session], Result]) -> Result:
        """Run `work` in one transaction and commit it; run it again if another writer interfered.

        So `work` must only read and add, without other effects. Raise GradebookError if it cannot be stored;
        then nothing of it is stored.
        """
        for left in reversed(range(TRIES)):
            try:
                with Session(self._writer, expire_on_commit=False) as session, session.begin():
                    return work(session)
            except SQLAlchemyError as error:
                if not (left and _collided(error)):
                    raise GradebookError(_explain(self.place, error)) from None
                sleep(uniform(0, 0.05))
        raise AssertionError("the last try returns or raises")

    def clean(self) -> None:
        """Write the database again without what was deleted; raise GradebookError if that fails."""
        try:
            if self._engine.dialect.name == "postgresql":
                with self._engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
                    connection.exec_driver_sql("VACUUM FULL")
            elif self._engine.dialect.name == "sqlite":
                # Not through a connection of SQLAlchemy: that begins a transaction, in which SQLite refuses this.
                self._engine.dispose()
                direct = self._engine.raw_connection()
                direct.driver_connection.execute("VACUUM")  # type: ignore[union-attr]
                direct.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]
                direct.close()
        except (SQLAlchemyError, SqliteError) as error:
            raise GradebookError(
                f"{hide_password(self.place)}: what was deleted is gone from the gradebook, but its bytes may still be in the "
                f"database's files ({error}). Close every other program that uses the gradebook, and run VACUUM on it."
            ) from None


@contextmanager
def _dispose_on_failure(engine: Engine) -> Iterator[None]:
    try:
        yield
    except BaseException:
        engine.dispose()
        raise


def _collided(error: SQLAlchemyError) -> bool:
    if isinstance(error, IntegrityError):
        return True
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in _COLLISIONS


def _explain(place: str, error: Exception) -> str:
    """Return a database error as a message about the gradebook at `place`, with advice."""
    where = hide_password(place)
    if isinstance(error, (ArgumentError, NoSuchModuleError, ValueError)):
        return f"{where} cannot be opened as a database. Give a file's path or a URL such as sqlite:///grades.db."
    if isinstance(error, ImportError):
        return (
            f"{where} needs a driver that is not installed ({error.name}). "
            "For PostgreSQL: pip install 'labelwright[postgres]'."
        )
    reason = str(getattr(error, "orig", None) or error).strip().replace("\n", " ")
    return f"The gradebook {where} cannot be used: {reason}. {_advice(error, '://' in place)}"


def _advice(error: Exception, remote: bool) -> str:
    if "readonly database" in str(error):
        return (
            "It can be read, and nothing was written. To write, give yourself the right to write to the file and to its "
            "folder, or copy it to a folder of your own and name the copy."
        )
    if isinstance(error, OperationalError) and remote:
        return (
            "Check that the database runs, that its name, user and password are right, and that it has "
            "space left. Recorded grades are safe."
        )
    if isinstance(error, (OperationalError, OSError)):
        return "Check that the folder exists, can be written to and has space left. Recorded grades are safe."
    if isinstance(error, DatabaseError) and "not a database" in str(error):
        return "The file is not a gradebook. Name another one. This file was not changed."
    return "Recorded grades are safe."
