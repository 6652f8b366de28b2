"""The widget needs no more of a notebook than anywidget's interface for front ends: on, off and send, in any frame.

JupyterLab is tested by itself. Another front end may show a widget in a frame that has neither an origin nor a store. Here
such a frame has nothing else: any other request of the widget would fail.
"""

from __future__ import annotations

import json

import pytest

from labelwright.notebook.widgets.show import prepare
from labelwright.widgets.bundle import kinds, style, widget_module

LABELS = [{"name": "good"}, {"name": "bad"}]
PIXELS = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAAAAADhZOFXAAAAD0lEQVR42mNgGAWjgBgAAAFIAAGHl5eXAAAAAElFTkSuQmCC"
CRITERIA = [{"id": "acc", "title": "Accuracy", "anchors": {"1": "false", "2": "right"}}]
SEVERAL = ["In Rome, I think.", "In Paris, surely."]
CASES = {
    "choice": ({"labels": LABELS}, {"text": "It works."}, ["1"], {"kind": "choice", "label": "good"}),
    "choices": ({"labels": LABELS}, {"text": "It works."}, ["1", "2", "Enter"], None),
    "spans": ({"labels": LABELS}, {"text": "It works."}, ["1", "Enter"], None),
    "text": ({}, {"text": "It works."}, ["Control+Enter"], None),
    "shapes": ({"labels": LABELS}, {"image": PIXELS}, ["Space", "Enter"], None),
    "pairwise": ({"reasons": ["clear"]}, {"prompt": "Where?", "responses": SEVERAL}, ["1", "Enter"], None),
    "rubric": ({"criteria": CRITERIA}, {"prompt": "Where?", "responses": SEVERAL[:1]}, ["2", "Enter"], None),
    "errors": (
        {"error_types": ["sense"]},
        {"source": "Zu.", "text": "The bench."},
        ["1", "q", "Enter"],
        None,
    ),
    "ranking": ({}, {"prompt": "Where?", "responses": SEVERAL}, ["o", "Enter"], None),
}
FRAME = """<!doctype html><style>%s</style><main></main><script type="module">
  const hearers = new Set();
  const known = {
    on: (event, hear) => { if (event !== "msg:custom") throw Error(event); hearers.add(hear); },
    off: (event, hear) => hearers.delete(hear),
    send: (question) => parent.postMessage(JSON.stringify(question), "*"),
  };
  const model = new Proxy({}, { get(_, name) { if (!(name in known)) throw Error(`asks for model.${String(name)}`); return known[name]; } });
  addEventListener("message", ({ data }) => hearers.forEach((hear) => hear(JSON.parse(data), [])));
  const source = new Blob([%s], { type: "text/javascript" });
  const { default: widget } = await import(URL.createObjectURL(source));
  const end = await widget.render({ model, el: document.querySelector("main") });
  addEventListener("message", ({ data }) => { if (JSON.parse(data).end) end(); });
</script>"""
HOST = """source => {
  const frame = document.createElement("iframe");
  frame.sandbox = "allow-scripts";
  frame.style = "width: 900px; height: 700px";
  addEventListener("message", async ({ data }) => frame.contentWindow.postMessage(await window.askKernel(data), "*"));
  window.say = (words) => frame.contentWindow.postMessage(JSON.stringify(words), "*");
  frame.srcdoc = source;
  document.body.append(frame);
}"""


def test_every_kind_has_its_case():
    assert set(CASES) == set(kinds())


@pytest.mark.parametrize("kind", CASES)
def test_the_widget_works_in_a_frame_that_offers_only_the_interface(browser, tmp_path, kind):
    more, item, keys, value = CASES[kind]
    task = {"name": "t", "kind": kind, "question": "What is it?", **more}
    backend = prepare(
        [{"id": "a", **item}, {"id": "b", **item}],
        task,
        "ada",
        tmp_path / "journal.jsonl",
        "Read *all* of it.",
    )
    page, troubles = browser.new_page(), []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.expose_function("askKernel", lambda question: answered(backend, json.loads(question)))
    page.goto("about:blank")
    page.evaluate(HOST, FRAME % (style(kind), json.dumps(widget_module(kind)).replace("</", "<\\/")))
    inside = page.frame_locator("iframe")
    inside.locator(".lwl-item > *").first.wait_for()
    assert page.frames[1].evaluate("origin") == "null"
    inside.locator(".lwl").focus()
    if kind == "text":
        inside.locator("textarea").focus()
    for key in keys:
        page.keyboard.press(key)
    inside.locator(".lwl-place", has_text="Item 2 of 2").wait_for()
    inside.locator(".lwl-saved[data-state=saved]").wait_for()
    entries = [json.loads(line) for line in backend.labelling.journal.read_text("utf-8").splitlines()]
    assert (entries[-1]["item"], entries[-1]["status"], entries[-1]["value"]["kind"]) == ("a", "done", kind)
    assert value is None or entries[-1]["value"] == value
    page.evaluate("say({end: true})")
    page.wait_for_timeout(100)
    assert troubles == []
    page.close()


def answered(backend, question):
    """What the kernel's side sends back, as text."""
    return json.dumps({"rid": question.get("rid"), **backend.answer(question)})
