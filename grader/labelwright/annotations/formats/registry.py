"""Read annotations from a file in any known format, write them to a file, and report every loss."""

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
"""Every format by its name; the project's own format is first."""
_SUFFIXES = {".tsv": "csv", ".txt": "conll", ".bio": "conll", ".iob": "conll", ".conll2003": "conll"}


def read(
    path: Path | str,
    format: str | None = None,
    task: LabelTask | None = None,
    items: Sequence[Item] | None = None,
    *,
    annotator: str = "unknown",
) -> ReadResult:
    """Return the annotations in a file.

    Without `format`, the format is guessed from the content, and from the file's suffix if several are possible. `task`
    sets the kind of value and the task's name of the annotations. `items` are the items that were labelled; formats
    without ids find them by their text. `annotator` is used by formats that store no names. If a file has several
    annotations of one item by one annotator in one task, the last one counts. FormatError says file and place.
    """
    path = Path(path)
    try:
        text = source_text.read_text(path)
        chosen = find_format(format) if format else guess_format(text, path.suffix)
        context = Context(task, tuple(items or ()), annotator)
        found = chosen.load(text, context)
        annotations = keep_latest(found)
    except FormatError as error:
        error.path = path.name
        raise
    return ReadResult(
        tuple(annotations), tuple(found.items), chosen.losses, tuple(found.problems), chosen.name
    )


def write(
    path: Path | str,
    annotations: Iterable[Annotation],
    items: Sequence[Item] = (),
    task: LabelTask | None = None,
    format: str | None = None,
) -> Losses:
    """Write annotations to a file and return what the file does not store of them.

    Without `format` the suffix decides (`.json` is Label Studio's). The losses are measured: before the file is written,
    its text is read back with the same task and items, and compared field by field. FormatError if the format cannot
    store the annotations; then no file is written.
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
    """Return the last annotation of each item, annotator and task; earlier ones are reported in `found.problems`."""
    latest = {(each.item, each.annotator, each.task): each for each in found.annotations}
    dropped = len(found.annotations) - len(latest)
    if dropped:
        found.problems.append(
            f"{dropped} earlier annotations of the same item, annotator and task were skipped."
        )
    return list(latest.values())


def find_format(name: str) -> Format:
    """Return the format with this name; FormatError lists the known names."""
    if name not in FORMATS:
        raise FormatError(f"the format {name!r} is not known.", f"Choose one of {', '.join(FORMATS)}.")
    return FORMATS[name]


def format_for_suffix(suffix: str) -> Format:
    """Return the first format with this suffix; FormatError if there is none."""
    suffix = suffix.lower()
    for format_ in FORMATS.values():
        if format_.suffix == suffix or format_.name == _SUFFIXES.get(suffix):
            return format_
    raise FormatError(
        f"no format has the suffix {suffix!r}.", f"Name the format: one of {', '.join(FORMATS)}."
    )


def guess_format(text: str, suffix: str = "") -> Format:
    """Return the most likely format of a text; the suffix decides between equals, and if the text is empty."""
    if not text.strip():
        return format_for_suffix(suffix)
    scores = {name: format_.likelihood(text) for name, format_ in FORMATS.items()}
    best = max(scores.values())
    if best == 0:
        raise FormatError(
            "the content does not look like any known format.",
            f"Name the format: one of {', '.join(FORMATS)}.",
        )
    likely = [FORMATS[name] for name, score in scores.items() if score == best]
    return next((format_ for format_ in likely if format_.suffix == suffix.lower()), likely[0])
