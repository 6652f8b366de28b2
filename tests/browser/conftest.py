"""A learner's desk: `labelwright start`, `labelwright lab`, and a browser that types and runs cells in JupyterLab."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

COURSE = Path(__file__).resolve().parents[2]
AUDIT = "audit-a-published-lexicon"
START_SECONDS = 60
CELL_MS = 60_000
COMMAND = [sys.executable, "-c", "from labelwright.cli import main; main()"]


@dataclass
class Lab:
    """A running JupyterLab over a learner's folder; `url` is the address that it printed."""

    work: Path
    url: str
    settings: Path

    def theme(self, name: str) -> None:
        """Choose JupyterLab's theme ("Light" or "Dark") for pages opened from now on."""
        self._set("apputils-extension", "themes", {"theme": f"JupyterLab {name}"})

    def draw_every_cell(self) -> None:
        """Keep cells outside the window in the page, so that a test can find them."""
        self._set("notebook-extension", "tracker", {"windowingMode": "none"})

    def _set(self, extension: str, plugin: str, values: dict[str, Any]) -> None:
        file = self.settings / "@jupyterlab" / extension / f"{plugin}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values), "utf-8")


@dataclass
class Desk:
    """A page with a notebook open in JupyterLab; `asked` lists the address of every request it made."""

    page: Any
    asked: list[str] = field(default_factory=list)

    def open(self, url: str) -> None:
        """Open the address and wait for a notebook whose kernel is ready."""
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("websocket", lambda socket: self.asked.append(socket.url))
        self.page.goto(url)
        self.ready()

    def ready(self) -> None:
        """Wait until JupyterLab, just loaded, has the notebook's kernel."""
        # The notebook's own indicator says idle before there is a kernel; the status bar does not.
        self.page.locator("#jp-main-statusbar").get_by_text("| Idle").wait_for(timeout=CELL_MS)
        self.wait()

    def wait(self) -> None:
        """Wait until the notebook is drawn and its kernel idle."""
        self.page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=CELL_MS)
        self.page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").wait_for(
            state="attached", timeout=CELL_MS
        )

    def cell(self, source: str) -> Any:
        """The code cell whose source contains the text."""
        return self.page.locator(".jp-Notebook .jp-CodeCell").filter(
            has=self.page.locator(".cm-content", has_text=source)
        )

    def write(self, cell: Any, source: str) -> None:
        """Replace a cell's source, as by typing."""
        cell.locator(".cm-content").click()
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(source)

    def run(self, cell: Any) -> Any:
        """Run a cell; its output area once the cell is done."""
        prompt = cell.locator(".jp-InputPrompt")
        before = prompt.inner_text()
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+Enter")
        deadline = time.monotonic() + CELL_MS / 1000
        while not re.search(r"\d", now := prompt.inner_text()) or now == before:
            assert time.monotonic() < deadline, f"the cell is still running: {cell.inner_text()}"
            self.page.wait_for_timeout(25)
        self.wait()
        return cell.locator(".jp-OutputArea-output").last

    def ask(self, source: str) -> Any:
        """Run the source in a new cell at the end; its output area."""
        cells = self.page.locator(".jp-Notebook .jp-CodeCell")
        count = cells.count()
        cells.last.locator(".cm-content").click()
        self.page.keyboard.press("Escape")
        self.page.keyboard.press("b")
        cells.nth(count).wait_for()
        self.write(cells.nth(count), source)
        return self.run(cells.nth(count))

    def panel(self, width: int) -> None:
        """Make the notebook's panel this many pixels wide, as by dragging the window."""
        panel = self.page.locator(".jp-NotebookPanel:visible")
        for _ in range(2):
            extra = self.page.viewport_size["width"] - panel.evaluate("e => e.getBoundingClientRect().width")
            self.page.set_viewport_size({"width": int(width + extra), "height": 900})
            self.page.wait_for_timeout(300)
        assert panel.evaluate("e => Math.round(e.getBoundingClientRect().width)") == width

    def save(self) -> None:
        """Save the notebook and wait until JupyterLab says so."""
        self.page.keyboard.press("Escape")
        with self.page.expect_response(lambda r: r.request.method == "PUT" and "/api/contents/" in r.url):
            self.page.keyboard.press("ControlOrMeta+s")


@contextmanager
def running_lab(folder: Path, slug: str = AUDIT, learner: str = "ada") -> Iterator[Lab]:
    """`labelwright start` and `labelwright lab` in `folder`, with a Jupyter configuration of its own."""
    work, port = folder / "work", free_port()
    environment = jupyter_environment(folder)
    begun = [*COMMAND, "start", "--learner", learner, "--work", str(work)]
    subprocess.run(begun, cwd=COURSE, env=environment, check=True, capture_output=True)
    settings = Path(environment["JUPYTERLAB_SETTINGS_DIR"])
    with (folder / "lab.log").open("w+", encoding="utf-8") as log:
        served = subprocess.Popen(
            [*COMMAND, "lab", slug, "--no-browser", "--port", str(port)],
            cwd=work,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            lab = Lab(work, printed_url(served, folder / "lab.log"), settings)
            lab.draw_every_cell()
            yield lab
        finally:
            stop(served)


def jupyter_environment(folder: Path) -> dict[str, str]:
    """This environment with all that Jupyter and IPython keep moved into `folder`."""
    config = folder / "jupyter" / "config"
    config.mkdir(parents=True)
    # Jupyter refuses to serve as root, which is what a container's user often is.
    options = {"ServerApp": {"allow_root": True, "port_retries": 0}}
    (config / "jupyter_server_config.json").write_text(json.dumps(options), "utf-8")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "JPY_"))}
    places = {
        "JUPYTER_CONFIG_DIR": config,
        "JUPYTER_DATA_DIR": folder / "jupyter" / "data",
        "JUPYTER_RUNTIME_DIR": folder / "jupyter" / "runtime",
        "JUPYTERLAB_SETTINGS_DIR": folder / "jupyter" / "settings",
        "JUPYTERLAB_WORKSPACES_DIR": folder / "jupyter" / "workspaces",
        "IPYTHONDIR": folder / "ipython",
    }
    return {**kept, **{name: str(place) for name, place in places.items()}}


def printed_url(served: subprocess.Popen[bytes], log: Path) -> str:
    """The address that JupyterLab prints, once it does; it holds a token made for this run."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and served.poll() is None:
        found = re.search(r"http://127\.0\.0\.1:\d+/lab/tree/\S+", log.read_text("utf-8"))
        if found:
            return found.group()
        time.sleep(0.2)
    raise AssertionError(f"labelwright lab printed no address. It said:\n{log.read_text('utf-8')}")


def stop(served: subprocess.Popen[bytes]) -> None:
    """End the command, its JupyterLab and the kernels: all that this process group holds."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(served.pid, sign)
            served.wait(10)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            continue


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def chromium() -> str | None:
    """The path of a Chromium or Chrome on this machine."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


@contextmanager
def running_browser() -> Iterator[Any]:
    """A headless Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield started
        started.close()


class Service:
    """What answers a labelling page: it can be stopped, and started again at the same address."""

    def __init__(self, backend: Any) -> None:
        self.backend, self.port = backend, free_port()
        self.url = f"http://127.0.0.1:{self.port}/token/"
        self.start()

    def start(self) -> None:
        """Answer from now on."""
        from labelwright.notebook.widgets.local_server import HOST, server

        self.listening = socket.create_server((HOST, self.port))
        self.running = server(self.backend, "token")
        self.thread = Thread(target=self.running.run, args=([self.listening],))
        self.thread.start()

    def stop(self) -> None:
        """Stop answering: every connection is refused."""
        self.running.should_exit = True
        self.thread.join(20)
        self.listening.close()


@dataclass
class LabelPage:
    """A labelling on a page of its own; `journal` is where its actions go."""

    page: Any
    journal: Path
    service: Service
    troubles: list[str] = field(default_factory=list)

    def press(self, *keys: str) -> None:
        """Press keys one after the other, as fast as they go."""
        for key in keys:
            self.page.keyboard.press(key)

    def saved(self) -> None:
        """Wait until every action is on disk."""
        self.page.locator(".lwl-saved[data-state=saved]").wait_for()

    def entries(self) -> list[dict[str, Any]]:
        """The journal's lines, once all is saved."""
        self.saved()
        return [json.loads(line) for line in self.journal.read_text("utf-8").splitlines()]

    def last(self) -> Any:
        """The value in the journal's last line."""
        return self.entries()[-1].get("value")

    def place(self) -> str:
        """Which item is on show."""
        return str(self.page.locator(".lwl-place").inner_text())


@pytest.fixture
def label_page(browser: Any, tmp_path: Path) -> Iterator[Any]:
    """Open items and a task as a page of its own: `label_page(items, task, **options of the browser's context)`.

    Opening the same task again is opening the same journal again. No page may report an error.
    """
    from labelwright.notebook.widgets.show import prepare

    opened: list[LabelPage] = []

    def show(items: Any, task: Any, guideline: str | None = None, **context: Any) -> LabelPage:
        backend = prepare(items, task, "ada", tmp_path / "journal.jsonl", guideline)
        service = Service(backend)
        page = browser.new_context(**{"viewport": {"width": 1200, "height": 900}, **context}).new_page()
        made = LabelPage(page, backend.labelling.journal, service)
        opened.append(made)
        page.on("pageerror", lambda error: made.troubles.append(str(error)))
        page.on("console", lambda said: made.troubles.append(said.text) if said.type == "error" else None)
        page.goto(service.url)
        page.locator(".lwl-item > *, .lwl-summary").first.wait_for()
        return made

    yield show
    for made in opened:
        made.page.context.close()
        made.service.stop()
    assert [trouble for made in opened for trouble in made.troubles] == []


@pytest.fixture(scope="session")
def lab() -> Iterator[Lab]:
    if find_spec("jupyterlab") is None:
        pytest.skip("JupyterLab is not installed")
    with (
        tempfile.TemporaryDirectory(prefix="labelwright-lab-", ignore_cleanup_errors=True) as folder,
        running_lab(Path(folder)) as served,
    ):
        yield served


@pytest.fixture(scope="module")
def desk(browser: Any, lab: Lab) -> Iterator[Desk]:
    """The audit notebook, open, its first cell run."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    desk = Desk(page)
    # JupyterLab would open the notebooks of other tests as well, and those first.
    desk.open(lab.url.replace("?", "?reset&", 1))
    desk.run(desk.cell("from labelwright import exercise"))
    yield desk
    page.close()


@pytest.fixture
def notebook(browser: Any, lab: Lab) -> Iterator[Any]:
    """Open a notebook of these cells in JupyterLab: a desk, and the notebook's folder."""
    pages: list[Any] = []

    def show(name: str, *sources: str) -> tuple[Desk, Path]:
        cells = [
            {
                "cell_type": "code",
                "id": f"c{n}",
                "metadata": {},
                "source": source,
                "outputs": [],
                "execution_count": None,
            }
            for n, source in enumerate(sources)
        ]
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        file = lab.work / name / f"{name}.ipynb"
        file.parent.mkdir()
        document = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
        file.write_text(json.dumps(document), "utf-8")
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        pages.append(page)
        desk = Desk(page)
        # JupyterLab would open the last test's notebook as well, and that one first.
        desk.open(re.sub(r"/lab/tree/[^?]*\?", f"/lab/tree/{name}/{name}.ipynb?reset&", lab.url))
        return desk, file.parent

    yield show
    for page in pages:
        page.close()


@pytest.fixture
def open_exercise(browser: Any, lab: Lab) -> Iterator[Any]:
    """Open an exercise's notebook, as `labelwright start` copied it, in JupyterLab: `open_exercise(slug)`, a desk."""
    pages: list[Any] = []

    def show(slug: str) -> Desk:
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        pages.append(page)
        desk = Desk(page)
        desk.open(re.sub(r"/lab/tree/[^?]*\?", f"/lab/tree/{slug}/{slug}.ipynb?reset&", lab.url))
        return desk

    yield show
    for page in pages:
        page.close()
