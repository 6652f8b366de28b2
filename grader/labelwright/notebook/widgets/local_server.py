"""Serve the labelling widget as a separate page, on this computer and to this computer only."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from labelwright import loopback
from labelwright.feedback.html import labelling_page
from labelwright.loopback import HOST, Application, Guard
from labelwright.notebook.widgets.backend import Backend
from labelwright.widgets.bundle import STATIC, read, style

if TYPE_CHECKING:
    import uvicorn

MOST_BYTES = 8 * 1024 * 1024


def application(backend: Backend, token: str) -> Application:
    """Return the web application: the page at `/<token>/`, its modules and style, and `ask`, which answers questions.

    Without the token nothing is found. A question from another site's page is refused even with the token.
    """
    modules = frozenset(path.name for path in STATIC.iterdir() if path.name.endswith(".js"))

    async def page(request: Request) -> Response:
        return HTMLResponse(labelling_page(backend.task.question, backend.task.kind))

    async def style_sheet(request: Request) -> Response:
        return Response(style(backend.task.kind) + read("page.css"), media_type="text/css")

    async def module(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in modules:
            return PlainTextResponse("This file does not exist.", 404)
        return Response(read(name), media_type="text/javascript")

    async def ask(request: Request) -> Response:
        return await _answer(request, backend)

    routes = [
        Route(f"/{token}/", page),
        Route(f"/{token}/style.css", style_sheet),
        Route(f"/{token}/ask", ask, methods=["POST"]),
        Route(f"/{token}/{{name}}", module),
    ]
    return Guard(Starlette(routes=routes))


async def _answer(request: Request, backend: Backend) -> Response:
    if request.headers.get("content-type") != "application/json":
        return PlainTextResponse("Only the labelling page itself may send questions.", 403)
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            return PlainTextResponse("The question is too long.", 413)
    try:
        question = json.loads(body)
    except (ValueError, RecursionError):
        question = None
    if not isinstance(question, dict):
        return PlainTextResponse("A question must be a JSON object.", 400)
    return JSONResponse(await run_in_threadpool(backend.answer, question))


def server(backend: Backend, token: str) -> uvicorn.Server:
    """Return a web server for the page; it is not running yet."""
    return loopback.server(application(backend, token))


def serve(backend: Backend, port: int, ready: Callable[[str], None]) -> None:
    """Serve the page until Ctrl-C; `ready` gets the address. OSError if the port (0: any) is in use."""
    token = secrets.token_urlsafe(24)
    loopback.serve(application(backend, token), port, lambda bound: ready(f"http://{HOST}:{bound}/{token}/"))
