"""Open a database for the gradebook; a SQLite file without the right to write, or on read-only media, is opened to read."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from time import sleep
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine import URL, Engine

from labelwright.errors import GradebookError
from labelwright.gradebook.migrate import WRITES

_FOR_EVERYONE = ("busy_timeout=30000", "foreign_keys=ON")
# What is deleted is overwritten, so that nothing of somebody who is forgotten stays in the file.
_FOR_WRITERS = ("journal_mode=WAL", "synchronous=NORMAL", "secure_delete=ON")
_LOCK_TRIES = 200
"""How often a setting is tried while another process has locked the file; each try is 50 milliseconds."""


def engine_of(place: str) -> Engine:
    """Return the engine for a path or a database URL; raise GradebookError if a file can be read only in part."""
    if "://" in place:
        engine = create_engine(_with_driver(place))
        reads_only = "mode=ro" in place or "immutable=1" in place
    else:
        path = Path(place).expanduser()
        reads_only = path.is_file() and not _may_write(path)
        engine = _reader(path) if reads_only else _writer(path)
    if engine.dialect.name == "sqlite":
        pragmas = _FOR_EVERYONE if reads_only else (*_FOR_EVERYONE, *_FOR_WRITERS)

        def prepare(connection: Any, record: object) -> None:
            # Otherwise the driver begins transactions by itself, late, and never for a change of tables.
            connection.isolation_level = None
            for pragma in pragmas:
                _set(connection, pragma)

        event.listen(engine, "connect", prepare)
        event.listen(engine, "begin", _begin)
    return engine


def _set(connection: Any, pragma: str) -> None:
    for left in reversed(range(_LOCK_TRIES)):
        try:
            connection.execute(f"PRAGMA {pragma}")
            return
        except Exception as error:
            # While another process creates the file, a change of the journal is refused at once.
            if not (left and "locked" in str(error)):
                raise
            sleep(0.05)


def _writer(path: Path) -> Engine:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Inside a URL, a path with "?" would name another file.
    return create_engine(URL.create("sqlite", database=str(path)))


def _reader(path: Path) -> Engine:
    """Return an engine that writes nothing, not even the files that SQLite puts next to a database.

    SQLite wants to write such a file even to read. Where it cannot, it must be told that nobody changes the database, and
    then it reads no changes that are still in the file NAME-wal.
    """
    address = f"file:{quote(str(path.resolve()))}?mode=ro"
    if not _opens(address):
        log = Path(f"{path}-wal")
        if log.is_file() and log.stat().st_size:
            raise GradebookError(
                f"{path} cannot be read here: newer grades are still in {log.name}, and SQLite has to write into the "
                "folder to read them. Copy both files to a folder of your own, and name the copy with --gradebook."
            )
        address += "&immutable=1"
    return create_engine(URL.create("sqlite", database=address, query={"uri": "true"}))


def _opens(address: str) -> bool:
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        return False
    except sqlite3.DatabaseError:
        return True  # This is not a database. The engine says so when it opens it.
    return True


def _may_write(path: Path) -> bool:
    """Return whether this user may write to the file and to its folder, where SQLite puts its log."""
    effective = os.access in os.supports_effective_ids
    return all(os.access(each, os.W_OK, effective_ids=effective) for each in (path, path.resolve().parent))


def _with_driver(url: str) -> str:
    for scheme in ("postgres://", "postgresql://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    return url


def _begin(connection: Connection) -> None:
    # A writer locks at once: one that reads first could be refused when it writes.
    writes = connection.get_execution_options().items() >= WRITES.items()
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
