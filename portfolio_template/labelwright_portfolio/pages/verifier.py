"""Render the page that checks any credential, badge or portfolio page for an instructor's site: one file, offline."""

from __future__ import annotations

import json

from markupsafe import Markup

from labelwright.credentials.json_ld import CONTEXTS
from labelwright.credentials.keyring.key_list import KeyList
from labelwright.credentials.keys import fingerprint
from labelwright_portfolio.pages.frame import (
    GENERATOR,
    hash_script,
    load_icon,
    load_script,
    load_style,
    load_templates,
)
from labelwright_portfolio.pages.page_data import escape_json
from labelwright_portfolio.palettes import load_built_in


def render_verifier(keys: KeyList | None) -> bytes:
    """Return the page as UTF-8; with the `keys` of the site that publishes it, it says if a credential is theirs."""
    listed = keys.keys if keys else ()
    trusted = [{"did": key.did, "from": key.begins, "until": key.ends} for key in listed]
    script = load_script("verifier.js")
    text = (
        load_templates()
        .get_template("verifier.html.j2")
        .render(
            generator=GENERATOR,
            style=Markup(load_built_in("paper").css + load_style("verifier")),
            script=Markup(script),
            script_hash=hash_script(script),
            icon=load_icon(),
            keys=keys,
            prints=[fingerprint(key.did) for key in listed],
            trusted=escape_json(trusted),
            contexts=Markup(json.dumps(CONTEXTS, separators=(",", ":"))),
        )
    )
    return text.encode("utf-8")
