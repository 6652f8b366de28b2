"""Write a dataset card for its two readers, Croissant 1.0 JSON-LD and a Markdown page, and find out when one is out of date."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from labelwright.data.card import Column, DatasetCard, Licence, PinnedFile, load_card

CONFORMS_TO = "http://mlcommons.org/croissant/1.0"

_TERMS = (
    "citeAs",
    "column",
    "conformsTo",
    "cr",
    "rai",
    "data",
    "dataType",
    "dct",
    "equivalentProperty",
    "examples",
    "extract",
    "field",
    "fileProperty",
    "fileObject",
    "fileSet",
    "format",
    "includes",
    "isLiveDataset",
    "jsonPath",
    "key",
    "md5",
    "parentField",
    "path",
    "recordSet",
    "references",
    "regex",
    "repeated",
    "replace",
    "samplingRate",
    "sc",
    "separator",
    "source",
    "subField",
    "transform",
)
_SPECIAL: dict[str, Any] = {
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "sc": "https://schema.org/",
}
_TYPES = {
    "text": "sc:Text",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
}


def croissant(card: DatasetCard) -> dict[str, Any]:
    """Return the card as a Croissant 1.0 JSON-LD object, the same for the same card.

    A file's `contentUrl` is its path inside the pinned distribution, archive or folder; a fetched file is contained in
    its archive. Columns that are in the one file become the fields of a record set: cut out of a line by their
    `pattern`, or named in a CSV file's header. All others are listed as `variableMeasured`, since only the loader
    makes them. Source: MLCommons, Croissant Format Specification 1.0.
    """
    fields = _fields(card)
    named = {field["name"] for field in fields}
    others = [_variable(column) for column in card.columns if column.name not in named]
    return {
        "@context": _context(),
        "@type": "sc:Dataset",
        "name": card.slug,
        "alternateName": card.title,
        "conformsTo": CONFORMS_TO,
        "description": _description(card),
        "citeAs": card.citation,
        "creator": [{"@type": "sc:Person", "name": author} for author in card.source.authors],
        "datePublished": card.date_published,
        "inLanguage": list(card.language),
        "keywords": list(card.keywords),
        "license": _licence_url(card.licence.data.spdx),
        "isLiveDataset": False,
        "url": card.source.url,
        "version": card.card_version,
        **_responsible(card),
        "distribution": _distribution(card),
        **({"recordSet": [_record_set(card, fields)]} if fields else {}),
        **({"variableMeasured": others} if others else {}),
    }


def _context() -> dict[str, Any]:
    return {
        "@language": "en",
        "@vocab": "https://schema.org/",
        **{term: _SPECIAL.get(term, f"cr:{term}") for term in _TERMS},
    }


def _description(card: DatasetCard) -> str:
    parts = [card.summary, f"Kind of data: {card.kind}."]
    if card.content_warning:
        parts.append(f"Content warning: {card.content_warning}")
    return " ".join(parts)


def _licence_url(spdx: str) -> str:
    # A LicenseRef is the project's own name for terms that SPDX does not list, so SPDX does not have a page for it.
    return spdx if " " in spdx or spdx.startswith("LicenseRef-") else f"https://spdx.org/licenses/{spdx}.html"


def _responsible(card: DatasetCard) -> dict[str, Any]:
    """Return the Croissant RAI properties this card can fill; an empty one is left out."""
    limits = [*card.caveats, *(f"{defect.what} {defect.evidence}" for defect in card.defects)]
    about: dict[str, Any] = {}
    if card.raters is not None:
        about["rai:annotationsPerItem"] = str(card.raters.count)
        about["rai:annotatorDemographics"] = [card.raters.who, card.raters.note]
    if limits:
        about["rai:dataLimitations"] = limits
    return about


def _distribution(card: DatasetCard) -> list[dict[str, Any]]:
    several = len(card.pin.files) > 1
    names = [f"file-{place}" if several else "file" for place in range(1, len(card.pin.files) + 1)]
    pairs = list(zip(names, card.pin.files, strict=True))
    if card.pin.kind != "fetched":
        return [_file_object(name, file, _origin(card)) for name, file in pairs]
    archive = {
        "@type": "cr:FileObject",
        "@id": "archive",
        "name": card.pin.archive,
        "description": f"The archive of {card.pin.distribution} {card.pin.version} in the package index.",
        "contentUrl": card.pin.archive,
        "encodingFormat": "application/gzip" if card.pin.archive.endswith("gz") else "application/zip",
        "sha256": card.pin.archive_sha256,
    }
    return [archive, *(entry for name, file in pairs for entry in _fetched(name, file, _origin(card)))]


def _fetched(name: str, file: PinnedFile, origin: str) -> list[dict[str, Any]]:
    inside = {"containedIn": {"@id": "archive"}}
    if file.plain is None:
        return [_file_object(name, file, origin) | inside]
    return [
        _file_object(f"{name}-pickled", file.model_copy(update={"plain": None}), origin) | inside,
        _file_object(name, file, f"the pickled data frame {file.path}, converted by labelwright"),
    ]


def _file_object(name: str, file: PinnedFile, origin: str) -> dict[str, Any]:
    kept = file.kept
    return {
        "@type": "cr:FileObject",
        "@id": name,
        "name": kept.path.rpartition("/")[2],
        "description": f"The file {kept.path} of {origin}.",
        "contentUrl": kept.path,
        "contentSize": f"{kept.bytes} B",
        "encodingFormat": kept.media_type,
        "sha256": kept.sha256,
    }


def _origin(card: DatasetCard) -> str:
    pin = card.pin
    if pin.kind == "included":
        return f"the course's own folder datasets/{card.slug}"
    kind = (
        "installed Python distribution" if pin.kind == "installed" else "archive of the Python distribution"
    )
    return f"the {kind} {pin.distribution} {pin.version}"


def _record_set(card: DatasetCard, fields: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": "rows",
        "name": "rows",
        "description": f"{card.shape.rows} rows, one line of the file each, in the order of the file.",
        "field": fields,
    }


def _fields(card: DatasetCard) -> list[dict[str, Any]]:
    if len(card.pin.files) > 1:
        return []
    header = card.pin.files[0].kept.media_type == "text/csv"
    return [_field(column) for column in card.columns if column.pattern or (header and not column.derived)]


def _variable(column: Column) -> dict[str, str]:
    return {"@type": "sc:PropertyValue", "name": column.name, "description": column.description}


def _field(column: Column) -> dict[str, Any]:
    source: dict[str, Any] = {"fileObject": {"@id": "file"}}
    if column.pattern is None:
        source["extract"] = {"column": column.name}
    else:
        source["extract"] = {"fileProperty": "lines"}
        source["transform"] = {"regex": column.pattern}
    return {
        "@type": "cr:Field",
        "@id": f"rows/{column.name}",
        "name": column.name,
        "description": column.description,
        "dataType": _TYPES[column.type],
        "source": source,
    }


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
