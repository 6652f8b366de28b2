"""The labelling widget on a page of its own, served on this machine to this machine only."""

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
    """The page at `/<token>/`, its modules and style beside it, and `ask`, which takes a question and answers it.

    Whoever has no token finds nothing; a question from another site's page is refused even with one.
    """
    modules = frozenset(path.name for path in STATIC.iterdir() if path.name.endswith(".js"))

    async def page(request: Request) -> Response:
        return HTMLResponse(labelling_page(backend.task.question, backend.task.kind), headers=HEADERS)

    async def look(request: Request) -> Response:
        return Response(style(backend.task.kind) + read("page.css"), media_type="text/css", headers=HEADERS)

    async def module(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in modules:
            return PlainTextResponse("There is no such file.", 404, headers=HEADERS)
        return Response(read(name), media_type="text/javascript", headers=HEADERS)

    async def ask(request: Request) -> Response:
        return await _asked(request, backend)

    routes = [
        Route(f"/{token}/", page),
        Route(f"/{token}/style.css", look),
        Route(f"/{token}/ask", ask, methods=["POST"]),
        Route(f"/{token}/{{name}}", module),
    ]
    return Starlette(routes=routes, middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=[HOST])])


async def _asked(request: Request, backend: Backend) -> Response:
    own = f"http://{request.headers.get('host', '')}"
    if request.headers.get("origin") != own or request.headers.get("content-type") != "application/json":
        return PlainTextResponse("Questions come from the page itself only.", 403, headers=HEADERS)
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
        return PlainTextResponse("A question is a JSON object.", 400, headers=HEADERS)
    return JSONResponse(await run_in_threadpool(backend.answer, question), headers=HEADERS)


def server(backend: Backend, token: str) -> uvicorn.Server:
    """A web server for the page that is not running yet."""
    config = uvicorn.Config(
        application(backend, token), log_level="warning", access_log=False, lifespan="off", ws="none"
    )
    return uvicorn.Server(config)


def serve(backend: Backend, port: int, ready: Callable[[str], None]) -> None:
    """Serve until stopped with Ctrl-C; `ready` is told the address. OSError where the port (0: any) is taken."""
    token = secrets.token_urlsafe(24)
    with socket.create_server((HOST, port)) as listening:
        ready(f"http://{HOST}:{listening.getsockname()[1]}/{token}/")
        with contextlib.suppress(KeyboardInterrupt):
            server(backend, token).run([listening])
