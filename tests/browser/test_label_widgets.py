"""Labelling in a real JupyterLab by keyboard alone: forty items over a killed kernel, spans, themes, and keys that stay put."""

from __future__ import annotations

import json
import os
import signal
from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.slow("waits for JupyterLab, its kernels and a browser")

FORTY = """import os
from labelwright import label
print(os.getpid())
reviews = [{"id": f"r{n}", "text": f"Review {n}: it works."} for n in range(40)]
work = label(reviews, task=["good", "bad", "mixed"], annotator="ada", guideline="Read it *whole*.")"""
LABELS = ["good", "bad", "mixed"]
TEXTS = [
    "😀 Ada met 𠮷 in 東京",
    "زار نجيب 😀 محفوظ القاهرة",
    "<img src=x onerror='window.hacked=1'> שלום 👩‍👩‍👧 Bob",
]
SPANS = f"""from labelwright import label
texts = {TEXTS!r}
task = {{"name": "names", "kind": "spans", "question": "Mark names.", "labels": [{{"name": "NAME", "key": "m"}}]}}
spans = label(texts, task, annotator="ada")"""


def run(desk, source):
    """Run the cell by keyboard and walk by Tab into the widget it shows."""
    desk.cell(source).locator(".cm-content").click()
    desk.page.keyboard.press("Control+Enter")
    desk.page.locator(".lwl-item > *, .lwl-summary").first.wait_for()
    desk.wait()
    desk.page.keyboard.press("Escape")
    enter(desk)


def enter(desk):
    for _ in range(12):
        desk.page.keyboard.press("Tab")
        if desk.page.evaluate("document.activeElement.classList.contains('lwl')"):
            return
    raise AssertionError("Tab does not lead into the widget")


def press(desk, *keys):
    for key in keys:
        desk.page.keyboard.press(key)


def saved(desk):
    desk.page.locator(".lwl-saved[data-state=saved]").wait_for()


def place(desk):
    return desk.page.locator(".lwl-place").inner_text()


def journal(folder):
    (file,) = folder.glob("*.annotations.jsonl")
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def test_forty_items_by_keyboard_over_a_killed_kernel_lose_nothing(notebook):
    desk, folder = notebook(
        "forty", FORTY, "work.annotations[-1].value.label, work.remaining, len(work.frame())"
    )
    run(desk, "reviews = ")
    press(desk, *(str(1 + n % 3) for n in range(20)))
    saved(desk)
    assert len(journal(folder)) == 20
    os.kill(int(desk.page.locator(".jp-OutputArea-output").first.inner_text()), signal.SIGKILL)
    press(desk, *(str(1 + n % 3) for n in range(20, 25)))
    desk.page.locator(".lwl-saved[data-state=late]").wait_for()
    assert "5 actions saved in this browser" in desk.page.locator(".lwl-saved").inner_text()
    desk.page.locator(".jp-Dialog").wait_for()
    desk.page.keyboard.press("Enter")
    desk.page.locator(".jp-Dialog").wait_for(state="detached")
    desk.wait()
    run(desk, "reviews = ")
    assert place(desk) == "Item 26 of 40"
    press(desk, "u")
    assert place(desk) == "Item 25 of 40"
    press(desk, "Shift+U", "n", *(str(1 + n % 3) for n in range(25, 40)))
    desk.page.locator(".lwl-summary").wait_for()
    saved(desk)
    latest = {
        entry["item"]: entry["value"]["label"] for entry in journal(folder) if entry["status"] == "done"
    }
    assert latest == {f"r{n}": LABELS[n % 3] for n in range(40)}
    assert desk.run(desk.cell("work.remaining")).inner_text() == "('good', 0, 40)"
    assert "All items are done" in desk.page.locator(".lwl-summary").inner_text()
    assert {urlsplit(url).hostname for url in desk.asked if url.startswith(("http", "ws"))} == {"127.0.0.1"}


def test_keys_stay_in_the_widget_and_the_notebooks_own_still_work(notebook):
    desk, folder = notebook("keys", FORTY, "'second'", "'third'")
    run(desk, "reviews = ")
    cells = desk.page.locator(".jp-Notebook .jp-CodeCell")
    press(desk, "d", "d", "a", "b", "x", "0", "0", "j", "j", "k", "m", "Enter", "Shift+U", "y")
    assert cells.count() == 3
    assert desk.page.locator(".jp-Notebook .jp-MarkdownCell, .jp-Dialog").count() == 0
    assert place(desk) == "Item 2 of 40"
    assert (
        desk.page.locator(".jp-mod-selected .jp-InputArea .cm-content").inner_text().startswith("import os")
    )
    with desk.page.expect_response(lambda r: r.request.method == "PUT" and "/api/contents/" in r.url):
        desk.page.keyboard.press("Control+s")
    press(desk, "1")
    saved(desk)
    assert [entry["item"] for entry in journal(folder)] == ["r1"]


def test_actions_while_the_kernel_is_busy_and_a_reloaded_page_lose_nothing(notebook):
    desk, folder = notebook("busy", FORTY, "import time; time.sleep(4)")
    run(desk, "reviews = ")
    press(desk, "1")
    saved(desk)
    desk.cell("time.sleep").locator(".cm-content").click()
    desk.page.keyboard.press("Control+Enter")
    desk.page.locator(".lwl").focus()
    press(desk, "2", "3")
    assert place(desk) == "Item 4 of 40"
    desk.save()
    desk.page.reload()
    desk.ready()
    # JupyterLab asks the kernel for its widgets once: where the kernel answers too late, it shows this error.
    error = desk.page.get_by_text("Error displaying widget")
    desk.page.locator(".lwl-label").or_(error).first.wait_for()
    if error.count():
        run(desk, "reviews = ")
    saved(desk)
    assert place(desk) == "Item 4 of 40"
    assert [entry["value"]["label"] for entry in journal(folder)] == LABELS


def test_marked_spans_are_pythons_slices_in_every_script(notebook):
    check = "[[one.value.spans[0].text, *(t[s.start:s.end] == s.text for s in one.value.spans)] for t, one in zip(texts, spans.annotations)]"
    desk, folder = notebook("spans", SPANS, check)
    run(desk, "spans = label")
    press(desk, "Tab")
    for _ in TEXTS:
        press(desk, "m", *["Control+Shift+ArrowRight"] * 4, "m", "Control+End", "Shift+Home", "m", "Enter")
    desk.page.locator(".lwl-summary").wait_for()
    saved(desk)
    shown = desk.run(desk.cell("zip(texts")).inner_text()
    assert shown.count("True") >= 6
    assert "False" not in shown
    assert desk.page.evaluate("window.hacked") is None
    done = [entry for entry in journal(folder) if entry["status"] == "done"]
    for text, entry in zip(TEXTS, done, strict=True):
        for span in entry["value"]["spans"]:
            assert text[span["start"] : span["end"]] == span["text"]


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_the_widget_follows_the_theme_and_axe_finds_nothing(notebook, lab, theme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    lab.theme(theme)
    try:
        desk, _ = notebook(f"look-{theme.lower()}", FORTY)
        run(desk, "reviews = ")
        press(desk, "1", "f", "y", "Enter")
        widget = desk.page.locator(".lwl")
        assert widget.get_attribute("data-theme") == theme.lower()
        report = axe.Axe().run(desk.page, context=".lwl")
        assert report.violations_count == 0, report.generate_report()
        desk.panel(480)
        inside = widget.evaluate(
            "e => e.scrollWidth <= e.clientWidth && e.getBoundingClientRect().width < 480"
        )
        assert inside
    finally:
        lab.theme("Light")
