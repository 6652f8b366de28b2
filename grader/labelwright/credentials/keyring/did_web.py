"""An issuer's keys as a did:web document, to publish on the issuer's site and to trust when fetched from it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from labelwright.credentials.json_ld import UnsafeJsonError, parse
from labelwright.credentials.keyring.key_file import KeyFileError
from labelwright.credentials.keyring.key_list import KeyList, list_entry, read_list

CONTEXT = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"]
SINCE = "1970-01-01T00:00:00Z"
"""When a key of a did:web document begins, because the document has no field for it."""

_LABEL = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_HOST = rf"{_LABEL}(?:\.{_LABEL})+"
_STEP = r"[A-Za-z0-9_-][A-Za-z0-9._-]*"
_PLACE = re.compile(rf"(?P<host>{_HOST})(?P<port>:[0-9]{{1,5}})?(?P<path>(?:/{_STEP})*)/?")
_DID = re.compile(rf"did:web:{_HOST}(?:%3A[0-9]{{1,5}})?(?::{_STEP})*")


class _Part(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True)


class _Method(_Part):
    id: str
    type: str
    controller: str
    publicKeyMultibase: str = ""  # noqa: N815
    expires: str = ""
    revoked: str = ""


class _Document(_Part):
    id: Annotated[str, Field(pattern=r"\Adid:web:[A-Za-z0-9._:%-]+\z", max_length=500)]
    verificationMethod: list[_Method]  # noqa: N815
    assertionMethod: list[str]  # noqa: N815


def did_web(place: str) -> str:
    """Return the DID of a site: `example.org` or `user.github.io/repo`; raise KeyFileError for anything else.

    Source: the did:web Method Specification, section 3.1; a port is written `%3A`, a path with colons.
    """
    found = _PLACE.fullmatch(place.strip().removeprefix("https://"))
    if found is None:
        raise KeyFileError(
            f"{place[:80]!r} is not a site's name. Write it as example.org or user.github.io/repo, in small letters."
        )
    port, path = (found["port"] or "").replace(":", "%3A"), found["path"].replace("/", ":")
    return f"did:web:{found['host']}{port}{path}"


def address(did: str) -> str:
    """Return the address of a did:web's document, or "" for another DID (did:web specification, section 3.2)."""
    if not _DID.fullmatch(did):
        return ""
    host, *path = did.removeprefix("did:web:").split(":")
    return "/".join(["https:/", host.replace("%3A", ":"), *(path or [".well-known"]), "did.json"])


def did_document(did: str, keys: KeyList) -> dict[str, Any]:
    """Return the DID document of an issuer's keys; a replaced key stays, with the time it `expires`.

    Source: W3C Controlled Identifiers 1.0, verification methods and Multikey.
    """
    methods = []
    for key in keys.keys:
        multibase = key.did.removeprefix("did:key:")
        method = {"id": f"{did}#{multibase}", "type": "Multikey", "controller": did}
        ended = {"expires": key.ends} if key.ends else {}
        methods.append({**method, "publicKeyMultibase": multibase, **ended})
    return {
        "@context": CONTEXT,
        "id": did,
        "alsoKnownAs": [key.did for key in keys.keys if key.ends is None],
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def publish(did: str, keys: KeyList, folder: Path) -> Path:
    """Write the document of `did` into the site in `folder`, with .nojekyll for GitHub Pages; return its path.

    Raise KeyFileError if another issuer's document is there, or nothing can be written.
    """
    # If the DID has a path, the folder is what is published at that path.
    path = folder / "did.json" if did.count(":") > 2 else folder / ".well-known" / "did.json"
    text = json.dumps(did_document(did, keys), indent=2) + "\n"
    try:
        if path.exists() and f'"{did}"' not in path.read_text(encoding="utf-8", errors="replace"):
            raise KeyFileError(
                f"{path} is the document of another DID than {did}. Name that site's own folder."
            )
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        (folder / ".nojekyll").touch()
    except OSError as trouble:
        raise KeyFileError(
            f"{path} cannot be written: {trouble.strerror}. Check that you may write in the folder."
        ) from None
    return path


def read_trusted(path: Path) -> KeyList:
    """Return the trusted keys in a file: an issuer's list of keys, or a did:web document fetched from its site.

    In a document only Ed25519 Multikeys count that it controls, names for assertions and has not revoked.
    Raise KeyFileError if the file is neither.
    """
    try:
        value = parse(path.read_bytes())
    except (OSError, UnsafeJsonError):
        return read_list(path)
    if not (isinstance(value, dict) and str(value.get("id", "")).startswith("did:")):
        return read_list(path)
    try:
        document = _Document.model_validate(value)
        methods = [method for method in document.verificationMethod if _counts(document, method)]
        entries = []
        for method in methods:
            entry = list_entry(f"did:key:{method.publicKeyMultibase}", SINCE)
            entries.append({**entry.model_dump(by_alias=True), "until": method.expires or None})
        return KeyList.model_validate({"name": document.id, "keys": entries})
    except ValidationError as trouble:
        first = trouble.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ".".join(map(str, first["loc"])) or "the top"
        raise KeyFileError(
            f"The DID document {path} cannot be used: at {where}: {first['msg']}. "
            "Fetch it again from the issuer's site, or ask for the list of keys."
        ) from None


def _counts(document: _Document, method: _Method) -> bool:
    named = method.id in document.assertionMethod and method.controller == document.id
    return named and method.type == "Multikey" and not method.revoked
