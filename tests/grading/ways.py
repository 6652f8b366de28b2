"""Ways to hand in files: in a folder, or in an archive of a class that the instructor names."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from pathlib import Path

from labelwright.grading.hand_ins import Request, collect
from labelwright.grading.submissions import Submission

SLUG, LABELS = "count-the-labels", "labels-1.csv"
CANVAS = "lovelaceada_12_900_work.zip"


def names(slug: str) -> Iterable[str]:
    return (LABELS, "own.annotations.jsonl") if slug == SLUG else ()


def packed(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, payload in files.items():
            archive.writestr(name, payload)
    return out.getvalue()


def in_folder(place: Path, files: dict[str, bytes]) -> tuple[list[Submission], list[str]]:
    for name, payload in files.items():
        (place / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (place / "in" / name).write_bytes(payload)
    request = Request(names)
    return list(collect([place / "in"], request=request)), request.leftovers


def in_archive(place: Path, files: dict[str, bytes]) -> tuple[list[Submission], list[str]]:
    (place / "class.zip").write_bytes(packed(files))
    request = Request(names)
    found = list(collect([place / "class.zip"], request=request))
    return found, [name.removeprefix("class.zip/") for name in request.leftovers]


def said(found: list[Submission]) -> dict[str, str]:
    """What each row says, by the file: `graded`, or its problem."""
    return {
        each.source_name.removeprefix("class.zip/"): each.problem.sentence if each.problem else "graded"
        for each in found
    }
