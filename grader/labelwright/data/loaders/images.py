"""Read the facts about a picture without decoding it, and boxes that were drawn on one."""

from __future__ import annotations

import struct
from pathlib import Path

import pandas as pd
from pydantic import ValidationError

from labelwright.annotations.record import Annotation
from labelwright.annotations.values import Shapes

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_MODES = {0: "grey", 2: "colour", 3: "palette", 4: "grey with alpha", 6: "colour with alpha"}


def load_pictures(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return one row per PNG picture: name, width and height in pixels, and mode (grey, colour, palette ...).

    Only the header is read. Source: W3C, Portable Network Graphics, section 11.2.1. Raises ValueError for a file that
    is not a PNG.
    """
    return pd.DataFrame([_header(Path(path)) for path in files], columns=["name", "width", "height", "mode"])


def load_boxes(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return one row per box: box (from 1), x, y, width, height in pixels, and label.

    The file contains one annotation record as JSON, with a value of the kind `shapes`; `read_shapes` gives the record itself.
    """
    annotation = read_shapes(files[0])
    assert isinstance(annotation.value, Shapes)
    rows = [
        (number, box.x, box.y, box.width, box.height, box.label)
        for number, box in enumerate(annotation.value.boxes, start=1)
    ]
    frame = pd.DataFrame(rows, columns=["box", "x", "y", "width", "height", "label"])
    return frame.astype({"label": "str"})


def read_shapes(path: Path) -> Annotation:
    """Return the annotation record in a JSON file; raise ValueError if there is none or its value is not of kind shapes."""
    path = Path(path)
    try:
        annotation = Annotation.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "the whole file"
        raise ValueError(
            f"{path}: not an annotation record: {first['msg']} ({place}). Check that nobody has edited the file."
        ) from None
    if not isinstance(annotation.value, Shapes):
        kind = annotation.value.kind if annotation.value else "none"
        raise ValueError(f"{path}: the value is of kind {kind}; boxes need a value of kind 'shapes'.")
    return annotation


def _header(path: Path) -> tuple[str, int, int, str]:
    with path.open("rb") as file:
        start = file.read(26)
    if len(start) < 26 or start[:8] != _SIGNATURE or start[12:16] != b"IHDR" or start[25] not in _MODES:
        raise ValueError(f"{path}: not a PNG picture. Check that this is the published file.")
    width, height = struct.unpack(">II", start[16:24])
    return path.name, width, height, _MODES[start[25]]
