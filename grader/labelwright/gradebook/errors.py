"""What the gradebook says when it cannot do a thing: what was found, and what to do next."""

from __future__ import annotations

from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, OperationalError


class GradebookError(Exception):
    """The gradebook cannot be opened, read or written; the text says which and what to do."""


class RosterError(GradebookError):
    """A roster file breaks a rule; the text lists each fault with its line."""


def shown(place: str) -> str:
    """A path as it is; of a URL, which may hold a password, only the scheme."""
    return place.split("://")[0] + "://..." if "://" in place else place


def explain(place: str, error: Exception) -> str:
    """A database error as a sentence about the gradebook at `place`, with advice."""
    where = shown(place)
    if isinstance(error, (ArgumentError, NoSuchModuleError, ValueError)):
        return f"{where} is not a database that can be opened. Give a file's path or a URL such as sqlite:///grades.db."
    if isinstance(error, ImportError):
        return (
            f"{where} needs a driver that is not installed ({error.name}). "
            "For PostgreSQL: pip install 'labelwright[postgres]'."
        )
    reason = str(getattr(error, "orig", None) or error).strip().replace("\n", " ")
    return f"The gradebook {where} cannot be used: {reason}. {_advice(error, '://' in place)}"


def _advice(error: Exception, remote: bool) -> str:
    if isinstance(error, OperationalError) and remote:
        return (
            "Check that the database runs, that its name, user and password are right, and that it has "
            "space left; what was recorded before is safe."
        )
    if isinstance(error, (OperationalError, OSError)):
        return "Check that the folder exists, can be written to and has space left; recorded grades are safe."
    if isinstance(error, DatabaseError) and "not a database" in str(error):
        return "The file is not a gradebook. Name another one; this one was not changed."
    return "Nothing that was recorded before is lost."
