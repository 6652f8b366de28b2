"""Render a dataset card as Croissant 1.0 JSON-LD, the machine-readable form."""

from __future__ import annotations

from typing import Any

from labelwright.data.card import Column, DatasetCard

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

    The file's `contentUrl` is its path inside the pinned distribution, and each column with a `pattern` is cut out of
    a line by that regular expression, since the file has no header row. Source: MLCommons, Croissant Format
    Specification 1.0.
    """
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
        "distribution": [_file_object(card)],
        "recordSet": [_record_set(card)],
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
    return spdx if " " in spdx else f"https://spdx.org/licenses/{spdx}.html"


def _responsible(card: DatasetCard) -> dict[str, Any]:
    """The Croissant RAI properties this card can fill; an empty one is left out."""
    limits = [*card.caveats, *(f"{defect.what} {defect.evidence}" for defect in card.defects)]
    about: dict[str, Any] = {}
    if card.raters is not None:
        about["rai:annotationsPerItem"] = str(card.raters.count)
        about["rai:annotatorDemographics"] = [card.raters.who, card.raters.note]
    if limits:
        about["rai:dataLimitations"] = limits
    return about


def _file_object(card: DatasetCard) -> dict[str, Any]:
    pin = card.pin
    return {
        "@type": "cr:FileObject",
        "@id": "file",
        "name": pin.file.rpartition("/")[2],
        "description": f"The file {pin.file} of the installed Python distribution {pin.distribution} {pin.version}.",
        "contentUrl": pin.file,
        "contentSize": f"{pin.bytes} B",
        "encodingFormat": pin.media_type,
        "sha256": pin.sha256,
    }


def _record_set(card: DatasetCard) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": "rows",
        "name": "rows",
        "description": f"{card.shape.rows} rows, one line of the file each, in the order of the file.",
        "field": [_field(column) for column in card.columns],
    }


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
