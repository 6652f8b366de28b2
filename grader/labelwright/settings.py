"""Every environment variable that labelwright reads, each with its type, its default and its meaning.

No other module reads a LABELWRIGHT_ variable. A variable is read when it is needed, so a change counts at once.
The page course/settings.md lists the same variables for readers; a test compares the two.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True)
class Setting(Generic[Value]):
    """One environment variable: how its text is read, and what counts when it is not set."""

    name: str
    type: str
    """What the text is, in a word: folder, file, text or switch."""
    parse: Callable[[str], Value]
    default: Value
    default_text: str
    """What the default is, for readers."""
    meaning: str

    def read(self) -> Value:
        """Return the value from the environment, or the default if the variable is missing or empty."""
        text = os.environ.get(self.name, "")
        return self.parse(text) if text else self.default

    def is_set(self) -> bool:
        """Return whether the variable is in the environment, even with an empty value."""
        return self.name in os.environ


def _path(name: str, type: str, default_text: str, meaning: str) -> Setting[Path | None]:
    return Setting(name, type, lambda text: Path(text).expanduser(), None, default_text, meaning)


def _switch(name: str, meaning: str) -> Setting[bool]:
    return Setting(name, "switch", bool, False, "off", meaning)


COURSE = _path(
    "LABELWRIGHT_COURSE",
    "folder",
    "the course in the current folder or above it",
    "The course folder. The option `--course` comes first.",
)
DATA = _path(
    "LABELWRIGHT_DATA",
    "folder",
    "`labelwright/datasets` in your user cache folder",
    "Where downloaded data is kept.",
)
KEY_PASSPHRASE: Setting[str] = Setting(
    "LABELWRIGHT_KEY_PASSPHRASE",
    "text",
    str,
    "",
    "you are asked in a terminal",
    "The passphrase of the signing key, for a program that signs for you.",
)
SALT: Setting[str] = Setting(
    "LABELWRIGHT_SALT",
    "text",
    str,
    "",
    "none: anybody can work out whose sample has which rows",
    "The secret of your course's samples, at least 16 characters. Set it where you hand out and grade, and keep it to yourself.",
)
TLS_CA = _path(
    "LABELWRIGHT_TLS_CA",
    "file",
    "no TLS",
    "The certificate of the authority, for grading on a Dask cluster over TLS. Set all three or none.",
)
TLS_CERT = _path(
    "LABELWRIGHT_TLS_CERT", "file", "no TLS", "The certificate of this machine, for the same cluster."
)
TLS_KEY = _path("LABELWRIGHT_TLS_KEY", "file", "no TLS", "The private key of this machine's certificate.")
TLS = (TLS_CA, TLS_CERT, TLS_KEY)
"""For a Dask cluster over TLS: all three, or none."""
DEBUG = _switch("LABELWRIGHT_DEBUG", "Show the traceback of an error instead of its message.")
NO_BUBBLEWRAP = _switch(
    "LABELWRIGHT_NO_BUBBLEWRAP",
    "Leave bubblewrap out of the isolation of learners' code, even where it is installed.",
)
PROBE_SECRET: Setting[str] = Setting(
    "LABELWRIGHT_PROBE_SECRET",
    "text",
    str,
    "",
    "not set",
    "Do not set it. labelwright sets it while it tests whether learners' code can see the grader's environment.",
)

SETTINGS: tuple[Setting[Path | None] | Setting[str] | Setting[bool], ...] = (
    COURSE,
    DATA,
    KEY_PASSPHRASE,
    SALT,
    *TLS,
    DEBUG,
    NO_BUBBLEWRAP,
    PROBE_SECRET,
)
"""All of them, in the order of the page."""
