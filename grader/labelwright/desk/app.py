"""Serve the desk on this computer: the token at the door, one handler for all pages, one for all actions."""

from __future__ import annotations

import gc
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from labelwright import loopback, settings
from labelwright.desk import class_page, rendering
from labelwright.desk.page import FRONT, Action, Memory, Page, View
from labelwright.desk.routes import ACTIONS, DOWNLOADS, PAGES
from labelwright.errors import GradebookError
from labelwright.gradebook.book import Gradebook
from labelwright.gradebook.policy import Policy
from labelwright.loopback import HEADERS, HOST, Application, Guard

MOST_BYTES = 256 * 1024
"""The longest form, in bytes; a longer one is refused before it is read to its end."""

ANONYMOUS = "labelwright_names"
_HEADERS = {
    **HEADERS,
    "Content-Security-Policy": HEADERS["Content-Security-Policy"].replace(
        "form-action 'none'", "form-action 'self'"
    ),
}


@dataclass(frozen=True)
class Desk:
    """An open desk: the gradebook, which submission counts, who sits at it, and the secret of its address."""

    book: Gradebook
    policy: Policy
    who: str
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)

    @property
    def csrf(self) -> str:
        """The secret that every form sends with its fields; it cannot be guessed from the address."""
        return hmac.new(self.token.encode(), b"form", sha256).hexdigest()


def application(desk: Desk) -> Application:
    """Return the web application. Nothing is answered without the token, which the first address has.

    The class is read before the first request, so that the first page does not wait for it.
    """
    handlers = _Handlers(desk)
    class_page.read(handlers.view(), "")
    return Guard(handlers.application(), _HEADERS)


def serve(desk: Desk, port: int, ready: Any) -> None:
    """Serve the desk until Ctrl-C; `ready` gets the address. OSError if the port (0: any) is in use."""
    app = application(desk)
    # What is loaded by now stays, and a large page makes many objects at once. The collector would look at all of them
    # again and again while the page is made.
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
    loopback.serve(app, port, lambda bound: ready(f"http://{HOST}:{bound}/?token={desk.token}"))


class _Handlers:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.memory = Memory()

    def application(self) -> Starlette:
        """Return the routes."""
        routes = [Route("/static/{name}", self._static)]
        routes += [Route(f"/download/{name}", self._download(name)) for name in DOWNLOADS]
        routes += [Route(f"/do/{action.name}", self._do(action), methods=["POST"]) for action in ACTIONS]
        for page in PAGES:
            path = "/" if page.name == FRONT else f"/{page.name}"
            routes.append(Route(path if page.keys is None else f"{path}/{{key}}", self._page(page)))
        return Starlette(routes=routes, exception_handlers={404: _missing})

    def _page(self, page: Page) -> Any:
        async def answer(request: Request) -> Response:
            if refused := self._door(request):
                return refused
            key = request.path_params.get("key", "")
            return await run_in_threadpool(_show, page, key, self.view(_anonymous(request)))

        return answer

    def _do(self, action: Action) -> Any:
        async def answer(request: Request) -> Response:
            if refused := self._door(request):
                return refused
            fields = await _fields(request)
            if fields is None:
                return PlainTextResponse("The form is too long.", 413)
            stated = request.headers.get("x-csrf-token") or fields.get("csrf", "")
            if not hmac.compare_digest(stated.encode(), self.desk.csrf.encode()):
                return _plain("The form was not accepted", "It has no valid token. Open the page again.", 403)
            return await run_in_threadpool(_run, action, self.view(_anonymous(request)), fields)

        return answer

    def _download(self, name: str) -> Any:
        async def answer(request: Request) -> Response:
            if refused := self._door(request):
                return refused
            file = await run_in_threadpool(DOWNLOADS[name], self.view(_anonymous(request)))
            attachment = {"Content-Disposition": f'attachment; filename="{file.name}"'}
            return Response(file.content, media_type=file.media_type, headers=attachment)

        return answer

    async def _static(self, request: Request) -> Response:
        if refused := self._door(request):
            return refused
        name = request.path_params["name"]
        if name not in rendering.STATIC:
            return PlainTextResponse("This file does not exist.", 404)
        kind = "text/css" if name.endswith(".css") else "text/javascript"
        return Response(rendering.static_file(name), media_type=kind)

    def _door(self, request: Request) -> Response | None:
        """Return None for the instructor's own browser; otherwise what is answered instead of the page."""
        cookie = f"labelwright_desk_{request.url.port or 80}"
        token = request.query_params.get("token", "")
        if request.url.path == "/" and request.method == "GET" and _same(token, self.desk.token):
            # The address with the token leaves the address bar, and so no bookmark or picture of the screen has it.
            inside = RedirectResponse("/", 303)
            inside.set_cookie(cookie, token, httponly=True, samesite="strict", path="/")
            return inside
        if _same(request.cookies.get(cookie, ""), self.desk.token):
            return None
        return _plain(
            "This desk is closed to you",
            "Open the whole address that `labelwright desk` printed in its terminal. It works as long as that desk runs.",
            403,
            inside=False,
        )

    def view(self, anonymous: bool = False) -> View:
        """Return a view of the gradebook as it is now."""
        return View(
            self.desk.book,
            self.desk.policy,
            anonymous=anonymous,
            csrf=self.desk.csrf,
            who=self.desk.who,
            memory=self.memory,
        )


def _anonymous(request: Request) -> bool:
    return request.cookies.get(ANONYMOUS) == "off"


def _same(stated: str, secret: str) -> bool:
    return hmac.compare_digest(stated.encode(), secret.encode())


def _show(page: Page, key: str, view: View, status: int = 200) -> Response:
    try:
        data = page.read(view, key)
    except GradebookError as error:
        return _plain("The gradebook cannot be read", str(error), 500)
    except Exception as error:
        return _unforeseen(error)
    if data is None:
        return _plain("This page does not exist", "The gradebook has nothing by that name.", 404)
    return HTMLResponse(rendering.render(page, data, view, PAGES), status)


def _run(action: Action, view: View, fields: Mapping[str, str]) -> Response:
    try:
        result = action.run(view, fields)
    except GradebookError as error:
        if fields.get("as") == "json":
            return JSONResponse({"problem": str(error)}, 400)
        name, key = action.again
        page = next(page for page in PAGES if page.name == name)
        return _show(page, fields.get(key, ""), replace(view, problem=str(error), typed=fields), 400)
    except Exception as error:
        return _unforeseen(error)
    if isinstance(result, dict):
        return JSONResponse(result)
    answer = RedirectResponse(result, 303)
    if action.name == "names":
        answer.set_cookie(ANONYMOUS, fields.get("names", ""), httponly=True, samesite="strict", path="/")
    return answer


async def _fields(request: Request) -> dict[str, str] | None:
    """Return the fields of a form; None if it is longer than MOST_BYTES."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            return None
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


def _unforeseen(error: Exception) -> Response:
    if settings.DEBUG.read():
        raise error
    return _plain(
        "Something went wrong that labelwright did not foresee",
        f"{type(error).__name__}: {error}. Nothing that was recorded is lost. Start the desk again with "
        f"`{settings.DEBUG.name}=1` to see where.",
        500,
    )


async def _missing(request: Request, error: Exception) -> Response:
    return _plain("This page does not exist", "No page of a desk has this address.", 404, inside=False)


def _plain(title: str, text: str, status: int, inside: bool = True) -> Response:
    return HTMLResponse(rendering.message(title, text, inside), status)
