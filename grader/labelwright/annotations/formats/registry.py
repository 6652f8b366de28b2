"""Read annotations from a file in any known format and write them to one, with every loss told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from labelwright.annotations.formats import coco, conll, doccano, jsonl, source_text, spacy
from labelwright.annotations.formats import csv as csvfile
from labelwright.annotations.formats.base import (
    Context,
    Format,
    FormatError,
    Losses,
    ParsedFile,
    ReadResult,
    items_by_id,
    measure,
)
from labelwright.annotations.formats.label_studio import export
from labelwright.annotations.record import Annotation, Item
from labelwright.annotations.task import LabelTask

FORMATS: dict[str, Format] = {
    format_.name: format_
    for format_ in (
        jsonl.FORMAT,
        csvfile.FORMAT,
        export.FORMAT,
        *conll.FORMATS,
        coco.FORMAT,
        doccano.FORMAT,
        spacy.FORMAT,
    )
}
"""Every format by its name, the project's own first."""
_SUFFIXES = {".tsv": "csv", ".txt": "conll", ".bio": "conll", ".iob": "conll", ".conll2003": "conll"}


def read(
    path: Path | str,
    format: str | None = None,
    task: LabelTask | None = None,
    items: Sequence[Item] | None = None,
    *,
    annotator: str = "unknown",
) -> ReadResult:
    """The annotations in a file.

    Without `format` it is guessed from the content, and from the file's suffix where that leaves a doubt. `task` fixes
    the kind of value and gives the annotations their task's name; `items` are those that were labelled, which formats
    without ids find again by text. `annotator` is who labelled, for formats that hold no names. Where a file has
    several annotations of one item by one annotator in one task, the last one holds. FormatError says file and place.
    """
    path = Path(path)
    try:
        text = source_text.read_text(path)
        chosen = find_format(format) if format else guess_format(text, path.suffix)
        context = Context(task, tuple(items or ()), annotator)
        found = chosen.load(text, context)
        settled = keep_latest(found)
    except FormatError as error:
        error.path = path.name
        raise
    return ReadResult(tuple(settled), tuple(found.items), chosen.losses, tuple(found.problems), chosen.name)


def write(
    path: Path | str,
    annotations: Iterable[Annotation],
    items: Sequence[Item] = (),
    task: LabelTask | None = None,
    format: str | None = None,
) -> Losses:
    """Write annotations to a file and say what the file does not hold of them.

    Without `format` the suffix decides (`.json` is Label Studio's). The losses are measured: the text is read back
    before it is put in place, with the same task and items, and compared field by field. FormatError where the format
    cannot carry the annotations at all; then no file is written.
    """
    path, given = Path(path), list(annotations)
    try:
        chosen = find_format(format) if format else format_for_suffix(path.suffix)
        context = Context(task, tuple(items))
        data = source_text.encode(chosen.dump(given, context))
        back = chosen.load(data.decode("utf-8"), context)
        lost = measure(given, keep_latest(back), items_by_id(items))
        source_text.write_bytes(path, data)
    except FormatError as error:
        error.path = path.name
        raise
    return lost


def keep_latest(found: ParsedFile) -> list[Annotation]:
    """The last annotation of each item, annotator and task; earlier ones are reported in `found.problems`."""
    kept = {(made.item, made.annotator, made.task): made for made in found.annotations}
    dropped = len(found.annotations) - len(kept)
    if dropped:
        found.problems.append(
            f"{dropped} earlier annotations of the same item, annotator and task were passed over."
        )
    return list(kept.values())


def find_format(name: str) -> Format:
    """The format of this name; FormatError lists the names there are."""
    if name not in FORMATS:
        raise FormatError(f"there is no format {name!r}.", f"Choose one of {', '.join(FORMATS)}.")
    return FORMATS[name]


def format_for_suffix(suffix: str) -> Format:
    """The first format with this suffix; FormatError where there is none."""
    suffix = suffix.lower()
    for format_ in FORMATS.values():
        if format_.suffix == suffix or format_.name == _SUFFIXES.get(suffix):
            return format_
    raise FormatError(
        f"the suffix {suffix!r} names no format.", f"Name the format: one of {', '.join(FORMATS)}."
    )


def guess_format(text: str, suffix: str = "") -> Format:
    """The format that a text looks like most; the suffix decides where two look alike, or where the text is empty."""
    if not text.strip():
        return format_for_suffix(suffix)
    scores = {name: format_.looks(text) for name, format_ in FORMATS.items()}
    best = max(scores.values())
    if best == 0:
        raise FormatError(
            "the content looks like no known format.", f"Name the format: one of {', '.join(FORMATS)}."
        )
    likely = [FORMATS[name] for name, score in scores.items() if score == best]
    return next((format_ for format_ in likely if format_.suffix == suffix.lower()), likely[0])
