"""Data Integrity proofs with Ed25519: eddsa-jcs-2022 and eddsa-rdfc-2022, each made and checked separately.

Both suites follow the W3C Recommendation "Data Integrity EdDSA Cryptosuites v1.0": the signed bytes
are SHA-256(canonical proof options) followed by SHA-256(canonical document without its proofs).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

import base58
import rfc8785
from pyld import jsonld

from labelwright.credentials.json_ld import load_offline
from labelwright.credentials.keys import SigningKey, signature_holds

JCS = "eddsa-jcs-2022"
RDFC = "eddsa-rdfc-2022"
SUITES = (JCS, RDFC)

_MEMBERS = {"type", "cryptosuite", "created", "verificationMethod", "proofPurpose", "proofValue"}

Json = dict[str, Any]


def canonical(value: Any) -> bytes:
    """Return the canonical JSON of a value (RFC 8785); raise ValueError if it has none, such as NaN."""
    return rfc8785.dumps(value)


def quads(document: Mapping[str, Any]) -> bytes:
    """Return the document's canonical N-Quads (RDFC-1.0; PyLD uses its older name)."""
    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": load_offline}
    text: str = jsonld.normalize(dict(document), options)
    return text.encode()


def lost_terms(document: Mapping[str, Any]) -> list[str]:
    """Return the members that no context defines; an RDF signature would leave them out without notice."""
    lost: list[str] = []
    jsonld.expand(dict(document), {"documentLoader": load_offline}, on_property_dropped=lost.append)
    return sorted({str(name) for name in lost})


_CANON: dict[str, Callable[[Mapping[str, Any]], bytes]] = {JCS: canonical, RDFC: quads}


def signed_bytes(document: Mapping[str, Any], options: Mapping[str, Any], suite: str) -> bytes:
    """Return the 64 bytes that a proof signs: the hash of its options, then the hash of the document."""
    canon = _CANON[suite]
    unsigned = {name: value for name, value in document.items() if name != "proof"}
    return sha256(canon(options)).digest() + sha256(canon(unsigned)).digest()


def make_proof(document: Mapping[str, Any], key: SigningKey, created: str, suite: str) -> Json:
    """Return one proof of `document` without its existing proofs; `created` is an RFC 3339 time."""
    options: Json = {
        "type": "DataIntegrityProof",
        "cryptosuite": suite,
        "created": created,
        "verificationMethod": key.verification_method,
        "proofPurpose": "assertionMethod",
    }
    in_context = {"@context": document["@context"], **options}
    signature = key.sign(signed_bytes(document, in_context, suite))
    value = "z" + base58.b58encode(signature).decode("ascii")
    # The JCS suite stores the context it signed; the RDF suite inherits the document's.
    return {**(in_context if suite == JCS else options), "proofValue": value}


def sign(document: Mapping[str, Any], key: SigningKey, created: str) -> Json:
    """Return the document with two proofs, one for each suite."""
    return {**document, "proof": [make_proof(document, key, created, suite) for suite in SUITES]}


def find_problem(document: Mapping[str, Any], proof: Mapping[str, Any], did: str) -> str:
    """Return what is wrong with one proof of `document` by the key `did`, or an empty string if it is valid."""
    suite = proof.get("cryptosuite")
    if suite not in SUITES or proof.get("type") != "DataIntegrityProof":
        return f"names the unknown suite {suite!r}; known are {' and '.join(SUITES)}"
    allowed = _MEMBERS | {"@context"} if suite == JCS else _MEMBERS
    if set(proof) != allowed:
        return f"has other members than the suite defines: {', '.join(sorted(set(proof) ^ allowed))}"
    if suite == JCS and proof["@context"] != document.get("@context"):
        return "was made for another list of contexts than the document has"
    if proof["proofPurpose"] != "assertionMethod":
        return "was not made to assert a claim"
    if proof["verificationMethod"] != f"{did}#{did.removeprefix('did:key:')}":
        return "names another key than the issuer's"
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    options["@context"] = document.get("@context")
    signature = _signature(proof["proofValue"])
    if not signature_holds(did, signature, signed_bytes(document, options, str(suite))):
        return "does not fit the document: something was changed after signing, or another key signed"
    return ""


def _signature(value: object) -> bytes:
    """Return the bytes of a base58btc multibase string, or no bytes if it is not exactly that."""
    if not isinstance(value, str) or not value.startswith("z"):
        return b""
    try:
        raw = base58.b58decode(value[1:])
    except ValueError:
        return b""
    return raw if base58.b58encode(raw).decode("ascii") == value[1:] else b""
