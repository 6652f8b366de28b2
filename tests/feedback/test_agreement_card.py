"""The picture of an agreement report: right places, inert text, readable in light, dark and on a phone."""

from __future__ import annotations

import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pandas as pd
import pytest

from labelwright.feedback.agreement import agreement_html, agreement_svg, dot_plot, heat_map
from labelwright.quality import Agreement, agreement_report, ratings_from_table

PARADOX = pd.DataFrame(ratings_from_table([[80, 10], [5, 5]], ["no", "yes"]), columns=["ann", "bo"])
HOSTILE = "<img src=x onerror=alert(1)>"


class Tags(HTMLParser):
    """The tags of a fragment and its text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.add(tag)
        assert not any(name.startswith("on") for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


def report(**options: Any) -> Any:
    return agreement_report(PARADOX, n_resamples=100, **options)


def test_dots_stand_where_their_values_say() -> None:
    plot = dot_plot(report().sections[0].coefficients)
    ticks = {figure: place for place, figure in plot.ticks}
    width = ticks["1.0"] - ticks["0.0"]
    places = {row.name: (row.x - ticks["0.0"]) / width for row in plot.rows}
    assert places["PABAK"] == pytest.approx(0.7, abs=0.002)
    assert places["Cohen's kappa"] == pytest.approx(0.318, abs=0.002)
    assert all(row.low < row.x < row.high for row in plot.rows)


def test_the_scale_reaches_down_to_the_lowest_interval() -> None:
    plot = dot_plot([Agreement("kappa", -0.1, -0.45, 0.2), Agreement("alpha", float("nan"))])
    assert plot.ticks[0][1] == "-0.6"
    assert plot.rows[0].low >= plot.ticks[0][0]
    assert not plot.rows[1].defined


def test_the_heat_of_a_cell_is_its_share_of_the_row() -> None:
    heat = heat_map(report().sections[0])
    assert heat is not None
    assert [cell.count_text for cell in heat.cells] == ["80", "10", "5", "5"]
    assert heat.cells[0].shade == pytest.approx(0.4 * 80 / 90, abs=1e-3)
    assert heat.cells[2].shade == heat.cells[3].shade


def test_everything_is_said_in_words_too() -> None:
    text = Tags(agreement_html(report())).text
    for part in (
        "Cohen's kappa",
        "0.32 [0.06, 0.58]",
        "prevalence paradox",
        "Two people",
        "Least agreed items",
    ):
        assert part in text


def test_labels_and_names_are_inert() -> None:
    table = pd.DataFrame([[HOSTILE, HOSTILE], [HOSTILE, "b"]] * 20, columns=[HOSTILE, "\x1bbo"])
    found = Tags(agreement_html(agreement_report(table, n_resamples=50)))
    assert not found.tags & {"img", "script", "a", "iframe"}
    assert HOSTILE in found.text
    assert "\x1b" not in found.text


def test_the_picture_is_an_svg_file() -> None:
    root = ElementTree.fromstring(agreement_svg(report().sections[0]))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "Cohen's kappa" in "".join(root.itertext())


@pytest.mark.slow("runs a notebook")
def test_a_notebook_draws_it_by_itself() -> None:
    """In a fresh IPython, the value of a cell has the picture; in a plain interpreter nothing of IPython is loaded."""
    code = (
        "from IPython.core.interactiveshell import InteractiveShell\n"
        "shell = InteractiveShell.instance()\n"
        "run = 'from labelwright.quality import agreement_report as r; r([[1, 2], [2, 2]], n_resamples=9)'\n"
        "value = shell.run_cell(run).result\n"
        "print('<svg' in shell.display_formatter.format(value)[0]['text/html'])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "True"


@pytest.mark.slow("waits for a browser")
@pytest.mark.parametrize("theme", ["true", "false"])
@pytest.mark.parametrize("width", [320, 900])
def test_axe_finds_nothing_and_nothing_sticks_out(
    browser: Any, tmp_path: Path, theme: str, width: int
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    ground = "#ffffff" if theme == "true" else "#111111"
    path = tmp_path / "report.html"
    path.write_text(
        "<!doctype html><html lang='en'><title>Report</title><meta name='viewport' content='width=device-width'>"
        f"<body data-jp-theme-light='{theme}' style='background:{ground};color:gray'><main><h1>Report</h1><h2>Agreement</h2>"
        f"{agreement_html(report())}</main></body></html>",
        encoding="utf-8",
    )
    page = browser.new_context(offline=True, viewport={"width": width, "height": 700}).new_page()
    page.goto(path.as_uri())
    result = axe.Axe().run(page)
    assert result.violations_count == 0, result.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.locator(".lw-figures").is_visible() is (width == 320)
    page.context.close()
