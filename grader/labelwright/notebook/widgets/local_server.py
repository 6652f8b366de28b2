"""Serve the labelling widget as a separate page, on this computer and to this computer only."""

from __future__ import annotations

import contextlib
import json
import secrets
import socket
from collections.abc import Callable

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from labelwright.feedback.html import labelling_page
from labelwright.notebook.widgets.backend import Backend
from labelwright.widgets.bundle import STATIC, read, style

HOST = "127.0.0.1"
MOST_BYTES = 8 * 1024 * 1024
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def application(backend: Backend, token: str) -> Starlette:
    """Return the web application: the page at `/<token>/`, its modules and style, and `ask`, which answers questions.

    Without the token nothing is found. A question from another site's page is refused even with the token.
    """
    modules = frozenset(path.name for path in STATIC.iterdir() if path.name.endswith(".js"))

    async def page(request: Request) -> Response:
        return HTMLResponse(labelling_page(backend.task.question, backend.task.kind), headers=HEADERS)

    async def style_sheet(request: Request) -> Response:
        return Response(style(backend.task.kind) + read("page.css"), media_type="text/css", headers=HEADERS)

    async def module(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in modules:
            return PlainTextResponse("This file does not exist.", 404, headers=HEADERS)
        return Response(read(name), media_type="text/javascript", headers=HEADERS)

    async def ask(request: Request) -> Response:
        return await _answer(request, backend)

    routes = [
        Route(f"/{token}/", page),
        Route(f"/{token}/style.css", style_sheet),
        Route(f"/{token}/ask", ask, methods=["POST"]),
        Route(f"/{token}/{{name}}", module),
    ]
    return Starlette(routes=routes, middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=[HOST])])


async def _answer(request: Request, backend: Backend) -> Response:
    origin = f"http://{request.headers.get('host', '')}"
    if request.headers.get("origin") != origin or request.headers.get("content-type") != "application/json":
        return PlainTextResponse("Only the labelling page itself may send questions.", 403, headers=HEADERS)
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            return PlainTextResponse("The question is too long.", 413, headers=HEADERS)
    try:
        question = json.loads(body)
    except (ValueError, RecursionError):
        question = None
    if not isinstance(question, dict):
        return PlainTextResponse("A question must be a JSON object.", 400, headers=HEADERS)
    return JSONResponse(await run_in_threadpool(backend.answer, question), headers=HEADERS)


def server(backend: Backend, token: str) -> uvicorn.Server:
    """Return a web server for the page; it is not running yet."""
    config = uvicorn.Config(
        application(backend, token), log_level="warning", access_log=False, lifespan="off", ws="none"
    )
    return uvicorn.Server(config)


def serve(backend: Backend, port: int, ready: Callable[[str], None]) -> None:
    """Serve the page until Ctrl-C; `ready` gets the address. OSError if the port (0: any) is in use."""
    token = secrets.token_urlsafe(24)
    with socket.create_server((HOST, port)) as listening:
        ready(f"http://{HOST}:{listening.getsockname()[1]}/{token}/")
        with contextlib.suppress(KeyboardInterrupt):
            server(backend, token).run([listening])
