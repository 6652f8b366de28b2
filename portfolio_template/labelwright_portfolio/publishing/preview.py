"""Serve a folder to this computer alone, for a look at it before it is published."""

from __future__ import annotations

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing of each request."""

    def end_headers(self) -> None:
        """Keep the browser from showing an older build."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def list_directory(self, path: Any) -> None:
        """Folders are not listed, as on most hosts."""
        self.send_error(404)


def server(folder: Path, port: int = 0) -> ThreadingHTTPServer:
    """A server of `folder` on the loopback address; with port 0 on a free one."""
    return ThreadingHTTPServer(("127.0.0.1", port), partial(_Quiet, directory=str(folder)))
