"""Ask openbadgeslib about credentials and baked badges: a JSON line for each, true or why not. Runs in its own environment."""

import json
import sys
from pathlib import Path

from openbadgeslib.errors import LibOpenBadgesException
from openbadgeslib.ob3.ldp import OB3LdpVerifier
from openbadgeslib.ob3.verifier import OB3Verifier


def document(path):
    content = path.read_bytes()
    if path.suffix == ".png":
        return OB3Verifier.extract_token_from_png(content)
    if path.suffix == ".svg":
        return OB3Verifier.extract_token_from_svg(content)
    return content


def verify(path, issuer):
    try:
        OB3LdpVerifier.for_issuer_did(issuer).verify(document(path))
    except LibOpenBadgesException as trouble:
        return f"{type(trouble).__name__}: {trouble}"
    return True


for name in sys.argv[2:]:
    print(json.dumps(verify(Path(name), sys.argv[1])))
