"""Draw the pictures of the README and the book from the real thing: `python tests/browser/make_pictures.py [NAME ...]`.

course/assets/portfolio.png is the top of the example portfolio's page; course/assets/check-card.png is a failing check
in JupyterLab; desk-class.png and desk-exercise.png are pages of the desk over a generated class. All need Chromium, and the
second the `lab` extra.
"""

from __future__ import annotations

import importlib.util
import socket
import sys
import tempfile
from pathlib import Path
from threading import Thread
from typing import Any

from PIL import Image

from conftest import COURSE, running_browser, running_lab
from conftest import Desk as NotebookDesk
from labelwright import loopback
from labelwright.desk.app import Desk, application
from labelwright.gradebook.book import Gradebook
from labelwright.gradebook.policy import Policy

ASSETS = COURSE / "course" / "assets"
EXAMPLE = COURSE / "portfolio_template" / "example" / "page" / "index.html"
PORTFOLIO, PORTFOLIO_LIMIT = ASSETS / "portfolio.png", 300_000
CARD, CARD_LIMIT = ASSETS / "check-card.png", 200_000
DESK = (("class", "/", 620), ("exercise", "/exercise/exercise-02", 980))
"""The pages of the desk that are drawn, with the height in pixels that shows what they are about."""
DESK_LIMIT = 120_000
WIDTH = 1200
CARD_MARGIN, PAGE_MARGIN = 4, 18
READ = """
import ast
lexicon = pd.read_csv(path, sep="\\t", header=None, names=["token", "mean", "sd", "raw"], keep_default_na=False)
ratings = pd.DataFrame(lexicon["raw"].map(ast.literal_eval).tolist())
"""
ANSWER = """recomputed = ratings.std(axis=1)
off = (recomputed - lexicon["sd"]).abs() > 0.000006
wrong_deviations = lexicon.loc[off, "token"].tolist()
ex.check("deviations")"""


def main() -> None:
    """Draw the pictures that are named, or all, and say how large they are."""
    wanted = sys.argv[1:] or ["portfolio", "check-card", "desk"]
    with tempfile.TemporaryDirectory(prefix="labelwright-pictures-") as folder, running_browser() as browser:
        if "portfolio" in wanted:
            draw_portfolio(browser)
        if "check-card" in wanted:
            draw_card(browser, Path(folder) / "desk")
        if "desk" in wanted:
            draw_desk(browser, Path(folder))
    pages = [(ASSETS / f"desk-{name}.png", DESK_LIMIT) for name, _, _ in DESK]
    for picture, limit in ((PORTFOLIO, PORTFOLIO_LIMIT), (CARD, CARD_LIMIT), *pages):
        size = picture.stat().st_size
        print(f"{picture.relative_to(COURSE)}: {size:,} bytes")
        if size > limit:
            sys.exit(f"{picture.name} is larger than {limit:,} bytes. Crop it further, or draw it smaller.")


def draw_desk(browser: Any, folder: Path) -> None:
    """Two pages of the desk over a small generated class, which is the same each time."""
    spec = importlib.util.spec_from_file_location("desk_benchmark", COURSE / "benchmarks" / "desk.py")
    benchmark = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = benchmark
    spec.loader.exec_module(benchmark)
    benchmark.make_book(folder / "gradebook.db", learners=40, exercises=14, submissions=420)
    with Gradebook(folder / "gradebook.db") as book:
        desk = Desk(book, Policy.BEST, "ada")
        running = loopback.server(application(desk))
        with socket.create_server((loopback.HOST, 0)) as listening:
            origin = f"http://{loopback.HOST}:{listening.getsockname()[1]}"
            thread = Thread(target=running.run, args=([listening],))
            thread.start()
            page = new_page(browser, 900)
            page.goto(f"{origin}/?token={desk.token}")
            for name, path, height in DESK:
                page.goto(origin + path)
                target = ASSETS / f"desk-{name}.png"
                page.screenshot(path=target, clip={"x": 0, "y": 0, "width": WIDTH, "height": height})
                few_colours(target)
            page.context.close()
            running.should_exit = True
            thread.join(20)


def draw_portfolio(browser: Any) -> None:
    """The example portfolio's page, down to the end of its figures, after it has checked itself."""
    page = new_page(browser, 1600)
    page.goto(EXAMPLE.as_uri())
    page.wait_for_selector("[data-check=good]")
    figures = page.locator(".figures").bounding_box()
    height = figures["y"] + figures["height"] + PAGE_MARGIN
    page.screenshot(
        path=PORTFOLIO, clip={"x": 0, "y": PAGE_MARGIN, "width": WIDTH, "height": height - PAGE_MARGIN}
    )
    page.context.close()
    few_colours(PORTFOLIO)


def few_colours(picture: Path) -> None:
    """Write the picture again with few colours: a page of text loses nothing by that, and half of its bytes."""
    Image.open(picture).convert("RGB").quantize(96, dither=Image.Dither.NONE).save(picture, optimize=True)


def draw_card(browser: Any, folder: Path) -> None:
    """A cell with a known mistake in it, and the card that explains the mistake."""
    folder.mkdir()
    with running_lab(folder) as lab:
        desk = NotebookDesk(new_page(browser, 1600))
        desk.open(lab.url)
        desk.run(desk.cell("from labelwright import exercise"))
        desk.ask(READ)
        output = desk.ask(ANSWER)
        cells = desk.page.locator(".jp-Notebook .jp-CodeCell")
        # Another cell becomes the active one, which takes the cell's toolbar out of the picture.
        cells.nth(cells.count() - 2).locator(".jp-InputPrompt").click()
        desk.page.mouse.move(5, 5)
        desk.page.wait_for_timeout(500)
        desk.page.screenshot(path=CARD, clip=around(cells.last.locator(".jp-Editor").bounding_box(), output))
        desk.page.context.close()


def around(editor: dict[str, float], output: Any) -> dict[str, float]:
    """The box that holds the editor and the card below it, with a margin."""
    card = output.locator(".lw").bounding_box()
    left, top = min(editor["x"], card["x"]), editor["y"] - CARD_MARGIN
    right = max(editor["x"] + editor["width"], card["x"] + card["width"])
    height = card["y"] + card["height"] - top
    return {"x": left - 3, "y": top, "width": right - left + 6, "height": height + CARD_MARGIN}


def new_page(browser: Any, height: int) -> Any:
    """A light page, 1200 pixels wide, drawn at 1.5 times that size."""
    viewport = {"width": WIDTH, "height": height}
    context = browser.new_context(viewport=viewport, device_scale_factor=1.5, color_scheme="light")
    return context.new_page()


if __name__ == "__main__":
    main()
