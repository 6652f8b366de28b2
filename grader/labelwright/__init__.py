"""labelwright: the names a notebook uses. Authors use labelwright.checks; anyone may use labelwright.quality and .data."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from labelwright.annotations.kit import Kit
    from labelwright.notebook.session import Session

__version__ = "0.1.0"

__all__ = ["__version__", "exercise"]


def exercise(slug: str) -> Session | Kit:
    """Open an exercise in a notebook: its data, its checks, its hints, and handing it in.

    `slug` is the exercise's folder name. Raises CourseError, in words, where there is no such exercise. In a
    grading run the same call returns the data alone, and `check`, `hint` and `submit` do nothing.
    """
    from labelwright.annotations.kit import current

    if (kit := current()) is not None:
        return kit
    from labelwright.notebook.session import open_session

    return open_session(slug, sys._getframe(1).f_globals)
