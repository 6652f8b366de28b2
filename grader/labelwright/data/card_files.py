"""Write a dataset card as Croissant JSON-LD and as a Markdown page, and find files that are out of date."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from labelwright.data.card import DatasetCard, Licence, PinnedFile, load_card
from labelwright.data.jsonld import croissant

__all__ = ["card_markdown", "croissant", "stale_card_files", "write_card_files"]

_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))


def card_markdown(card: DatasetCard, used_by: Sequence[tuple[str, str]] = ()) -> str:
    """Return the readable card: YAML front matter as on the Hugging Face Hub, then the facts in sections.

    `used_by` lists (title, link) of the exercises that use the data. The same arguments give the same text, ending in
    one line feed.
    """
    sections = [
        _front_matter(card),
        f"# {card.title}\n\n{card.summary}",
        f"**Content warning.** {card.content_warning}" if card.content_warning else "",
        _facts(card),
        _files_section(card),
        f"## Columns\n\n{_table(('Column', 'Type', 'What it holds'), _columns(card))}",
        f"## Who made the judgements\n\n{card.raters.who} {card.raters.note}" if card.raters else "",
        f"## How far people agree here\n\n{card.ceiling}" if card.ceiling else "",
        _defects(card),
        _bullets("Read this before you use it", card.caveats),
        _bullets("What you may publish", card.republish.may),
        _bullets("What must not be published", [*card.republish.must_not, *_counted(card)]),
        f"## How to cite it\n\n> {card.citation}",
        _bullets("Where it is used", [f"[{title}]({link})" for title, link in used_by]),
    ]
    return "\n\n".join(section for section in sections if section) + "\n"


def _counted(card: DatasetCard) -> list[str]:
    """Return what the build of a portfolio counts, as a sentence."""
    quotes = card.republish.quotes
    if quotes is None:
        return []
    texts = " or ".join(f"`{name}`" for name in quotes.columns)
    if not quotes.at_most:
        return [f"`labelwright portfolio build` stops if a page or a notebook quotes a {texts}."]
    return [
        f"`labelwright portfolio build` stops if pages and notebooks quote the {texts} of more than {quotes.at_most} rows."
    ]


def write_card_files(folder: Path) -> list[Path]:
    """Write croissant.json and card.md next to the card in `folder`; return the two paths."""
    written = []
    for path, text in _files(Path(folder)):
        path.write_bytes(text.encode("utf-8"))
        written.append(path)
    return written


def stale_card_files(folder: Path) -> list[Path]:
    """Return the rendered files in `folder` that are missing or differ from what the card now gives."""
    return [path for path, text in _files(Path(folder)) if not _holds(path, text)]


def _files(folder: Path) -> list[tuple[Path, str]]:
    card = load_card(folder)
    jsonld = json.dumps(croissant(card), indent=2, ensure_ascii=False) + "\n"
    return [(folder / "croissant.json", jsonld), (folder / "card.md", card_markdown(card))]


def _holds(path: Path, text: str) -> bool:
    # Git may turn line ends into CRLF on checkout; that is not a change of content.
    return path.is_file() and path.read_bytes().replace(b"\r\n", b"\n") == text.encode("utf-8")


def _front_matter(card: DatasetCard) -> str:
    lines = [
        "---",
        f"pretty_name: {_quoted(card.title)}",
        f"license: {_quoted(card.licence.data.spdx.lower())}",
        *_yaml_list("language", card.language),
        *_yaml_list("tags", (*card.keywords, card.kind)),
        *_yaml_list("size_categories", (_size(card.shape.rows),)),
        "---",
    ]
    return "\n".join(lines)


def _quoted(text: str) -> str:
    # A JSON string is a YAML string, with every special character already escaped.
    return json.dumps(text, ensure_ascii=False)


def _yaml_list(name: str, values: Iterable[str]) -> list[str]:
    return [f"{name}:", *(f"- {_quoted(value)}" for value in values)]


def _size(rows: int) -> str:
    return next((label for limit, label in _SIZES if rows < limit), "n>1M")


def _facts(card: DatasetCard) -> str:
    source = card.source
    venue = f", {source.venue}" if source.venue else ""
    rows = (
        ("Kind of data", card.kind),
        ("Skills", ", ".join(card.skills)),
        ("Size", f"{card.shape.rows:,} rows, {card.shape.columns} columns"),
        ("Source", f"{', '.join(source.authors)} ({source.year}). {source.title}{venue}. <{source.url}>"),
        ("Licence of the data", _licence(card.licence.data)),
        *([("Licence of the package", _licence(card.licence.package))] if card.licence.package else []),
        *_whereabouts(card),
    )
    return f"## At a glance\n\n{_table(('Fact', 'Value'), rows)}"


def _whereabouts(card: DatasetCard) -> list[tuple[str, str]]:
    pin = card.pin
    carrier = "the course itself" if pin.kind == "included" else f"{pin.distribution} {pin.version}"
    rows = []
    if pin.kind == "fetched":
        carrier += f", archive `{pin.archive}`, SHA-256 `{pin.archive_sha256}`"
        rows.append(("How to get it", f"`labelwright data fetch {card.slug}`"))
    if len(pin.files) == 1:
        name, size, digest, origin = _file(pin.files[0])
        rows.append(("File", f"{name}, {size} bytes, SHA-256 {digest}{f'; {origin}' if origin else ''}"))
    return [("Carried by", carrier), *rows]


def _files_section(card: DatasetCard) -> str:
    if len(card.pin.files) == 1:
        return ""
    rows = [
        (f"{name}, {origin}" if origin else name, size, digest)
        for name, size, digest, origin in map(_file, card.pin.files)
    ]
    return f"## Files\n\n{_table(('File', 'Bytes', 'SHA-256'), rows)}"


def _file(file: PinnedFile) -> tuple[str, str, str, str]:
    kept = file.kept
    origin = f"converted from `{file.path}` with SHA-256 `{file.sha256}`" if file.plain else ""
    return f"`{kept.path}`", f"{kept.bytes:,}", f"`{kept.sha256}`", origin


def _licence(licence: Licence) -> str:
    note = f" {licence.note}" if licence.note else ""
    return f"{licence.spdx} (read in {licence.read_in}).{note}"


def _columns(card: DatasetCard) -> list[tuple[str, str, str]]:
    return [(f"`{column.name}`", column.type, column.description) for column in card.columns]


def _defects(card: DatasetCard) -> str:
    if not card.defects:
        return ""
    rows = [(f"`{defect.id}`", defect.what, defect.evidence) for defect in card.defects]
    return f"## Known defects\n\n{_table(('Defect', 'What is wrong', 'Evidence'), rows)}"


def _bullets(heading: str, lines: Sequence[str]) -> str:
    return "\n".join([f"## {heading}", "", *(f"- {line}" for line in lines)]) if lines else ""


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
