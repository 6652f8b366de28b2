"""Serve a portfolio folder on this computer only, to look at it before it is published."""

from __future__ import annotations

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from labelwright.loopback import HOST, refusal


class _QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Log no requests."""

    def send_head(self) -> Any:
        """Send the head of an answer; refuse a request under another host's name or from another site's page."""
        refused = refusal(self.command, {name.lower(): value for name, value in self.headers.items()})
        if refused is None:
            return super().send_head()
        self.send_error(refused[0], refused[1])
        return None

    def end_headers(self) -> None:
        """Tell the browser not to show an older build."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def list_directory(self, path: Any) -> None:
        """List no folders, as on most hosts."""
        self.send_error(404)


def make_server(folder: Path, port: int = 0) -> ThreadingHTTPServer:
    """Return a server of `folder` on the loopback address; port 0 means any free port."""
    return ThreadingHTTPServer((HOST, port), partial(_QuietHandler, directory=str(folder)))
