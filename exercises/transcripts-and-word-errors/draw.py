"""Draw a learner's six clips, and turn what was said into the sound script and the transcripts that the rules ask for."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd

EACH = 3
"""Clips of each style; one of each holds words that nobody can make out."""
STYLES = ("verbatim", "clean")
HESITATIONS = frozenset(("um", "uh", "er"))
SOUNDS = {
    "thehr": ("there", "their", "they're"),
    "too": ("to", "too", "two"),
    "yor": ("your", "you're"),
    "its": ("its", "it's"),
    "heer": ("here", "hear"),
    "noh": ("no", "know"),
    "rite": ("right", "write"),
    "weak": ("week", "weak"),
    "wedher": ("whether", "weather"),
    "peece": ("piece", "peace"),
}
"""Sounds that several words share; the script gives the sound."""
_SOUND_OF = {word: sound for sound, words in SOUNDS.items() for word in words}


def pool() -> list[dict[str, Any]]:
    """Return all clips. `said` marks a stutter by `*`, a slip of grammar by `said!correct`, noises and pauses by brackets."""
    lines = Path(__file__).with_name("clips.jsonl").read_text("utf-8").split("\n")
    return [json.loads(line) for line in lines if line]


def make(seed: int) -> pd.DataFrame:
    """Six clips: id, style, script and automatic; three to be written down verbatim, then three clean.

    The order is that of a hash over the seed, so no random generator is involved.
    """
    order = sorted(pool(), key=lambda clip: sha256(f"{seed}\x1f{clip['id']}".encode()).digest())
    unclear = [clip for clip in order if "(?)" in clip["said"]]
    clear = [clip for clip in order if clip not in unclear]
    drawn = []
    for place, style in enumerate(STYLES):
        clips = [unclear[place], *clear[place * (EACH - 1) : (place + 1) * (EACH - 1)]]
        clips.sort(key=order.index)
        drawn += [{**clip, "style": style, "script": script(clip["said"])} for clip in clips]
    return pd.DataFrame(drawn)[["id", "style", "script", "automatic"]]


def script(said: str) -> str:
    """Return what the ear takes in: words in lower case, sounds that several words share between slashes, noises in brackets."""
    return " ".join(_heard(token) for token in said.split())


def _heard(token: str) -> str:
    word = token.lstrip("*").split("!")[0]
    return f"/{_SOUND_OF[word]}/" if word in _SOUND_OF else word


def transcript(said: str, style: str, *, corrected: bool = False) -> str:
    """Return the words that the rules ask for in a style; `corrected` corrects the errors of grammar, which no rule
    asks for."""
    kept = [_written(token, style, corrected) for token in said.split()]
    return " ".join(word for word in kept if word)


def _written(token: str, style: str, corrected: bool) -> str:
    if token == "(?)":
        return "[unclear]"
    if token == "(pause)":
        return ""
    if token.startswith("("):
        return f"[{token[1:-1]}]" if style == "verbatim" else ""
    if style == "clean" and (token in HESITATIONS or token.startswith("*") or token.endswith("-")):
        return ""
    said, _, right = token.lstrip("*").partition("!")
    return right.replace("_", " ") if right and corrected else said


def words(text: str) -> list[str]:
    """Return the words of a text for counting: lower case, letters, digits and apostrophes; everything else separates
    words."""
    return re.findall(r"[^\W_]+(?:'[^\W_]+)*", text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
