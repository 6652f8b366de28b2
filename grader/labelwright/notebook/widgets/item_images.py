"""Turn an item's picture into a `data:` address, so that the page requests no file."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

MOST_BYTES = 20 * 1024 * 1024
SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
)
ADDRESSES = tuple(f"data:image/{kind};base64," for kind in ("png", "jpeg", "gif", "bmp", "webp"))


def as_data(image: str, folder: Path) -> str:
    """Return `image` as a `data:` address; a path is read from `folder`. Empty if a page cannot show the picture.

    PNG, JPEG, GIF, BMP and WebP up to 20 MB. A file's type is found from its first bytes, not from its name. The type
    that a `data:` address states is not checked; if it is wrong, the browser shows nothing.
    """
    if not image or image.startswith("data:"):
        return image if image.startswith(ADDRESSES) and len(image) <= MOST_BYTES * 4 // 3 + 100 else ""
    path = folder / image
    try:
        if path.stat().st_size > MOST_BYTES:
            return ""
        payload = path.read_bytes()
    except (OSError, ValueError):
        return ""
    kind = media_type(payload)
    return f"data:image/{kind};base64,{b64encode(payload).decode()}" if kind else ""


def media_type(payload: bytes) -> str:
    """Return the subtype of `image/` that the first bytes show; empty if they are not a known type."""
    if payload[:4] == b"RIFF" and payload[8:12] == b"WEBP":
        return "webp"
    return next((kind for start, kind in SIGNATURES if payload.startswith(start)), "")
