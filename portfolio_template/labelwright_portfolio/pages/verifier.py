"""The page for an instructor's own site that checks any credential, badge or portfolio page: one file, offline."""

from __future__ import annotations

import json

from markupsafe import Markup

from labelwright.credentials.keyring.key_list import KeyList
from labelwright.credentials.keys import fingerprint
from labelwright.credentials.loader import CONTEXTS
from labelwright_portfolio.pages.frame import GENERATOR, hash_of, icon, inert, script, style, templates
from labelwright_portfolio.palettes import built_in


def render_verifier(keys: KeyList | None) -> bytes:
    """The page as UTF-8; with `keys`, those of the site that publishes it, it says whether a credential is theirs."""
    listed = keys.keys if keys else ()
    trusted = [{"did": key.did, "from": key.begins, "until": key.ends} for key in listed]
    text = (
        templates()
        .get_template("verifier.html.j2")
        .render(
            generator=GENERATOR,
            style=Markup(built_in("paper").css + style("verifier")),
            script=Markup(script("verifier.js")),
            script_hash=hash_of(script("verifier.js")),
            icon=icon(),
            keys=keys,
            prints=[fingerprint(key.did) for key in listed],
            trusted=inert(trusted),
            contexts=Markup(json.dumps(CONTEXTS, separators=(",", ":"))),
        )
    )
    return text.encode("utf-8")
