"""Render a dataset card as Croissant 1.0 JSON-LD, the machine-readable form."""

from __future__ import annotations

from typing import Any

from labelwright.data.card import Column, DatasetCard, PinnedFile

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
