"""Guard a web server that serves this computer only: host, origin, headers; and run one until Ctrl-C.

The label page, the instructor's desk and the preview of a portfolio use it. Other programs and web pages on this computer
can also reach a local server, so every request has to show that it comes from the server's own page.
"""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import uvicorn

HOST = "127.0.0.1"
READING = ("GET", "HEAD")
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    # With "no-referrer" a browser would not say from which page a form comes.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""What every answer says: no inline script or style, nothing from another host, nothing kept by the browser."""

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


def is_local_host(host: str) -> bool:
    """Return whether a Host header names the loopback address itself.

    A web page elsewhere can give its own name this computer's address. Its requests then carry that name.
    """
    name, colon, port = host.partition(":")
    return name == HOST and (not colon or port.isdigit())


def refusal(method: str, headers: Mapping[str, str]) -> tuple[int, str] | None:
    """Return the status and the text of a refusal; None for a request that this server's own page may have sent.

    The names of `headers` are in lower case. What changes something needs the page's own Origin. What only reads may come
    without one, but not from a frame or a script of another page.
    """
    host = headers.get("host", "")
    if not is_local_host(host):
        return 400, f"This server answers to {HOST} only."
    origin = headers.get("origin")
    if origin != f"http://{host}" and (origin is not None or method not in READING):
        return 403, "Only a page of this server itself may ask that."
    if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
        opened = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
        if method not in READING or not opened:
            return 403, "Another page asked for this, so it is not shown."
    return None


class Guard:
    """An ASGI application that refuses what does not come from its own page, and adds HEADERS to every answer."""

    def __init__(self, app: Application, headers: Mapping[str, str] = HEADERS) -> None:
        self._app = app
        self._headers = [(name.lower().encode(), value.encode()) for name, value in headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; web sockets get no answer."""
        if scope["type"] != "http":
            return
        headers = {
            name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]
        }

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name for name, _ in self._headers}
                kept = [pair for pair in message.get("headers", []) if pair[0].lower() not in own]
                message = {**message, "headers": [*kept, *self._headers]}
            await send(message)

        refused = refusal(scope["method"], headers)
        if refused is None:
            await self._app(scope, receive, guarded)
            return
        status, text = refused
        plain = [(b"content-type", b"text/plain; charset=utf-8")]
        await guarded({"type": "http.response.start", "status": status, "headers": plain})
        await guarded({"type": "http.response.body", "body": text.encode()})


def server(app: Application) -> uvicorn.Server:
    """Return a web server for the application; it is not running yet."""
    import uvicorn

    return uvicorn.Server(
        uvicorn.Config(
            app, log_level="warning", access_log=False, lifespan="off", ws="none", server_header=False
        )
    )


def serve(app: Application, port: int, ready: Callable[[int], None]) -> None:
    """Serve the application until Ctrl-C; `ready` gets the port. OSError if the port (0: any) is in use."""
    with socket.create_server((HOST, port)) as listening:
        ready(listening.getsockname()[1])
        with contextlib.suppress(KeyboardInterrupt):
            server(app).run([listening])
