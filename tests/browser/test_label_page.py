"""The labelling widget on a page of its own: keys, undo, skip and flag, resuming, spans and texts in every script."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys

import pytest

pytestmark = pytest.mark.mostly_slow(
    "test_a_choice_is_one_key_an_item_and_ends_with_a_summary",
    "test_undo_and_redo_go_back_to_the_item_and_survive_a_reload",
    reason="waits for a browser; test_any_notebook.py shows every kind once",
)

TEXTS = [f"Review number {n}." for n in range(12)]
LABELS = {
    "name": "t",
    "kind": "choice",
    "question": "Is it good?",
    "labels": [{"name": n} for n in ("good", "bad", "mixed")],
}
SEVERAL = {**LABELS, "kind": "choices"}
SPANS = {
    "name": "t",
    "kind": "spans",
    "question": "Mark names.",
    "overlapping": True,
    "labels": [{"name": "PER", "key": "p"}, {"name": "LOC", "key": "l"}],
}
CORRECT = {"name": "t", "kind": "text", "question": "Correct it."}
SCRIPTS = {
    "latin": "Ada Lovelace met Babbage in London.",
    "emoji": "😀 Ada 👩‍👩‍👧 met 🏳️‍🌈 Bob 𝒳 in 🗼 Paris 😀",
    "cjk": "東京都は𠮷野家の日本の首都です。𠮷",
    "arabic": "زار نجيب 😀 محفوظ القاهرة مع 𠮷 صديقه",
    "hebrew and english": "שלום Ada 😀 עולם 123 London",
    "combining": "e\u0301le\u0300ve na\u00efve Zu\u0308rich 😀",
    "lines": "one 😀\ntwo\n\nthree 𠮷 four\r\nfive",
}


def labels_of(entries):
    return [entry["value"]["label"] for entry in entries if entry["status"] == "done"]


def test_a_choice_is_one_key_an_item_and_ends_with_a_summary(label_page):
    here = label_page(TEXTS, LABELS)
    here.press(*"123123123123")
    here.page.locator(".lwl-summary").wait_for()
    assert labels_of(here.entries()) == ["good", "bad", "mixed"] * 4
    assert here.page.locator(".lwl-summary h4").inner_text() == "All items are done"
    assert here.page.locator(".lwl-live").inner_text() == "All items are done."
    assert here.page.locator(".lwl-summary tr").all_inner_texts()[0].startswith("good\t4")


def test_every_command_has_a_key(label_page):
    here = label_page(TEXTS, LABELS, guideline="Read *all* of it.")
    page = here.page
    here.press("ArrowRight", "j")
    assert here.place() == "Item 3 of 12"
    here.press("ArrowLeft", "k", "k")
    assert here.place() == "Item 1 of 12"
    here.press("1", "2", "n")
    assert here.place() == "Item 4 of 12"
    here.press("g")
    assert page.locator(".lwl-guideline").is_hidden()
    here.press("g", "?")
    assert page.locator(".lwl-popup h4").inner_text() == "Keys"
    assert "Shift+U" in page.locator(".lwl-keylist").inner_text()
    here.press("Escape")
    assert page.locator(".lwl-popup").count() == 0
    assert page.evaluate("document.activeElement.classList.contains('lwl')")
    here.press("Enter")
    assert "Choose a label first" in page.locator(".lwl-warning").inner_text()


def test_skip_takes_a_reason_by_digit_or_in_ones_own_words(label_page):
    here = label_page(TEXTS, LABELS)
    here.press("s", "2", "s", "Tab", "Tab", "Tab", "Tab")
    here.page.keyboard.type("a list, not a review")
    here.press("Enter", "s", "Escape", "1")
    found = here.entries()
    assert [(e["status"], e.get("reason", "")) for e in found] == [
        ("skipped", "not in my language"),
        ("skipped", "a list, not a review"),
        ("done", ""),
    ]
    here.press("k", "k", "k")
    assert here.page.locator(".lwl-tags").inner_text() == "skipped: not in my language"
    here.press("1")
    assert here.entries()[-1]["status"] == "done"


def test_a_flag_has_a_note_and_stays_when_a_label_follows(label_page):
    here = label_page(TEXTS, LABELS)
    here.press("f")
    here.page.keyboard.type("sarcasm? s 1 2")
    here.press("Enter")
    assert here.place() == "Item 1 of 12"
    here.press("2", "k", "f", "Control+a")
    here.page.keyboard.type("irony")
    here.press("Enter")
    states = [(e["status"], e["flag"], e.get("value")) for e in here.entries()]
    bad = {"kind": "choice", "label": "bad"}
    assert states == [
        ("open", "sarcasm? s 1 2", None),
        ("done", "sarcasm? s 1 2", bad),
        ("done", "irony", bad),
    ]
    assert here.page.locator(".lwl-tally").inner_text() == "1 of 12 done, 1 flagged"


def test_undo_and_redo_go_back_to_the_item_and_survive_a_reload(label_page):
    here = label_page(TEXTS, LABELS)
    here.press("1", "2", "3", "u", "u")
    assert here.place() == "Item 2 of 12"
    assert here.page.locator("[aria-checked=true]").count() == 0
    here.press("Shift+U")
    assert here.page.locator("[aria-checked=true] .lwl-name").inner_text() == "bad"
    here.saved()
    here.page.reload()
    here.page.locator(".lwl-label").first.wait_for()
    assert here.place() == "Item 3 of 12"
    # After the reload the items before this one are still on their way.
    here.press("Control+z", "Control+z")
    here.page.locator(".lwl-place", has_text="Item 1 of 12").wait_for()
    here.press("Control+y", "Control+Shift+z", "Control+Shift+z")
    assert [e["act"] for e in here.entries()] == ["set"] * 3 + ["undo"] * 2 + ["redo"] + ["undo"] * 2 + [
        "redo"
    ] * 3
    assert here.page.locator(".lwl-tally").inner_text() == "3 of 12 done"


def test_a_label_may_take_a_commands_letter_which_then_needs_alt(label_page):
    taken = {
        **LABELS,
        "labels": [{"name": "spam", "key": "s"}, {"name": "fine", "key": "f"}, {"name": "other"}],
    }
    here = label_page(TEXTS, taken)
    assert here.page.locator("[data-command=skip] kbd").all_inner_texts() == ["Alt", "S"]
    here.press("s", "f", "1", "Alt+s", "1")
    assert [(e["status"], (e.get("value") or {}).get("label")) for e in here.entries()] == [
        ("done", "spam"),
        ("done", "fine"),
        ("done", "other"),
        ("skipped", None),
    ]


def test_several_labels_are_set_and_cleared_and_enter_finishes(label_page):
    here = label_page(TEXTS, SEVERAL)
    here.press("3", "1", "2", "1", "Enter", "Enter")
    entries = here.entries()
    assert [e["value"]["labels"] for e in entries] == [
        ["mixed"],
        ["good", "mixed"],
        ["good", "bad", "mixed"],
        ["bad", "mixed"],
        ["bad", "mixed"],
        [],
    ]
    assert [e["status"] for e in entries] == ["open"] * 4 + ["done"] * 2
    assert len({e["item"] for e in entries}) == 2


def test_work_goes_on_where_it_stopped(label_page):
    here = label_page(TEXTS, SEVERAL)
    here.press("1", "Enter", "2")
    here.saved()
    again = label_page(TEXTS, SEVERAL)
    assert again.place() == "Item 2 of 12"
    assert again.page.locator("[aria-checked=true] .lwl-name").all_inner_texts() == ["bad"]


def test_text_of_an_item_or_a_guideline_is_never_obeyed(label_page):
    nasty = "<img src=x onerror='window.hacked=1'><script>window.hacked=1</script>**not bold**"
    task = {**LABELS, "question": nasty, "labels": [{"name": nasty, "meaning": nasty}, {"name": "b"}]}
    here = label_page(
        [{"id": "a", "text": nasty, "prompt": nasty, "responses": [nasty, nasty]}] * 1, task, guideline=nasty
    )
    page = here.page
    assert page.locator(".lwl-item .lwl-text").first.inner_text() == nasty
    assert page.locator(".lwl-guideline strong").inner_text() == "not bold"
    here.press("f")
    page.keyboard.type(nasty)
    here.press("Enter", "1")
    page.locator(".lwl-summary").wait_for()
    assert page.evaluate("window.hacked") is None
    assert page.locator(".lwl img, .lwl script").count() == 0


@pytest.mark.parametrize("name", SCRIPTS)
def test_marked_words_are_pythons_slices(label_page, name):
    text = SCRIPTS[name]
    here = label_page([text], SPANS)
    keys = []
    for label in "plp":
        keys += ["Control+ArrowRight"] * 2 + ["Shift+ArrowRight"] * 3 + [label]
    here.press(*keys, "Home", "Shift+End", "l", "Control+Home", "Shift+Control+End", "p")
    spans = here.last()["spans"]
    assert len(spans) >= 3
    for span in spans:
        assert text[span["start"] : span["end"]] == span["text"]
        assert not re.match(r"\s|.*\s$", span["text"], re.S)
    whole = max(spans, key=lambda span: span["end"] - span["start"])
    assert (whole["start"], whole["end"]) == (0, len(text))
    drawn = here.page.locator(".lwl-spans [data-start]").evaluate_all(
        "all => all.map(e => e.textContent).join('')"
    )
    assert drawn == text


def test_offsets_agree_with_python_in_any_text(label_page):
    here = label_page(["x"], SPANS)
    chance = random.Random(7)
    letters = [
        "a",
        "é",
        "e\u0301",
        "東",
        "𠮷",
        "😀",
        "👩‍👧",
        "ش",
        "\n",
        " ",
        "\u200d",
        "\U0010ffff",
        "\uffff",
    ]
    texts = ["".join(chance.choices(letters, k=n)) for n in (0, 1, 2, 5, 50, 5_000)]
    results = here.page.evaluate(
        """async texts => { const { Points, step } = await import('./points.js');
        return texts.map(text => { const points = new Points(text); let unit = 0, steps = [];
          const stop = Math.min(text.length, 300);
          while (unit < stop) { unit = step(text, unit, 'character', 1); steps.push(points.point(unit)); }
          while (unit > 0) { unit = step(text, unit, 'character', -1); steps.push(points.point(unit)); if (points.unit(points.point(unit)) !== unit) throw unit; }
          return {length: points.length, units: Array.from({length: points.length + 1}, (_, p) => points.unit(p)),
                  back: Array.from({length: text.length + 1}, (_, u) => points.point(u)), steps}; }); }""",
        texts,
    )
    for text, found in zip(texts, results, strict=True):
        units = [len(text[:n].encode("utf-16-le")) // 2 for n in range(len(text) + 1)]
        assert found["length"] == len(text)
        assert found["units"] == units
        assert [found["back"][unit] for unit in units] == list(range(len(text) + 1))
        halves = set(range(len(found["back"]))) - set(units)
        assert all(found["back"][unit] == found["back"][unit - 1] for unit in halves)
        assert all(0 <= at <= len(text) for at in found["steps"])


def test_a_selection_with_the_mouse_is_marked_by_key_and_by_an_armed_label(label_page):
    text = "Ada 😀 met Grace in Paris."
    here = label_page([text], SPANS)
    here.page.locator(".lwl-spans").evaluate(DRAWN_OVER, ["Grace", "Grace"])
    here.press("p")
    here.page.locator("[data-label=LOC]").click()
    box = here.page.locator(".lwl-spans").evaluate(BOX_OF, "Paris")
    here.page.mouse.move(box["left"] + 1, box["y"])
    here.page.mouse.down()
    here.page.mouse.move(box["right"] - 1, box["y"], steps=4)
    here.page.mouse.up()
    here.page.locator(".lwl-mark-tag").nth(1).wait_for()
    spans = here.last()["spans"]
    assert [(s["text"], s["label"], text[s["start"] : s["end"]]) for s in spans] == [
        ("Grace", "PER", "Grace"),
        ("Paris", "LOC", "Paris"),
    ]


RANGE = """const find = (root, word) => { for (const piece of root.querySelectorAll('[data-start]')) {
    const at = piece.firstChild.data.indexOf(word); if (at >= 0) return [piece.firstChild, at]; } };"""
DRAWN_OVER = f"""(root, [first, last]) => {{ {RANGE} const [a, i] = find(root, first), [b, j] = find(root, last);
  getSelection().setBaseAndExtent(b, j + last.length, a, i);
  root.dispatchEvent(new PointerEvent('pointerup', {{bubbles: true}})); }}"""
BOX_OF = f"""(root, word) => {{ {RANGE} const [node, at] = find(root, word), range = document.createRange();
  range.setStart(node, at); range.setEnd(node, at + word.length); const box = range.getBoundingClientRect();
  return {{left: box.left, right: box.right, y: box.top + box.height / 2}}; }}"""


AT_ONCE = f"""(root, word) => {{ {RANGE} const [node, at] = find(root, word);
  getSelection().setBaseAndExtent(node, at, node, at + word.length);
  root.dispatchEvent(new PointerEvent('pointerup', {{bubbles: true}}));
  root.dispatchEvent(new KeyboardEvent('keydown', {{key: 'p', code: 'KeyP', bubbles: true, cancelable: true}})); }}"""


def test_a_key_pressed_right_after_the_mouse_finds_what_it_selected(label_page):
    here = label_page(["Ada met Grace in Paris."], SPANS)
    here.page.locator(".lwl-spans").evaluate(AT_ONCE, "Grace")
    assert [s["text"] for s in here.last()["spans"]] == ["Grace"]


def test_a_selection_being_drawn_outlives_a_change_of_width(label_page):
    here = label_page(["Ada met Grace in Paris. " * 20], SPANS)
    here.page.locator(".lwl-spans").focus()
    here.page.locator(".lwl-spans").evaluate(
        f"""(root, word) => {{ {RANGE} const [node, at] = find(root, word);
        getSelection().setBaseAndExtent(node, at, node, at + word.length); }}""",
        "Grace",
    )
    here.page.set_viewport_size({"width": 500, "height": 900})
    here.page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert here.page.evaluate("getSelection().toString()") == "Grace"


def test_spans_are_chosen_relabelled_and_removed_by_key(label_page):
    here = label_page(["Ada met Bob in Rome"], SPANS)
    here.press("p", *["Control+ArrowRight"] * 2, "p", *["Control+ArrowRight"] * 2, "p")
    assert [s["text"] for s in here.last()["spans"]] == ["Ada", "Bob", "Rome"]
    here.press("Control+Home", ",", "l", ".")
    assert [(s["text"], s["label"]) for s in here.last()["spans"]][2] == ("Rome", "LOC")
    here.press("Escape", "Control+Home", ".", ".", "Delete")
    assert [s["text"] for s in here.last()["spans"]] == ["Ada", "Rome"]
    here.press("x")
    assert "First choose a span" in here.page.locator(".lwl-warning").inner_text()
    here.press("u", "u", "u")
    assert [(s["text"], s["label"]) for s in here.last()["spans"]] == [("Ada", "PER"), ("Bob", "PER")]
    here.press("Enter")
    assert here.entries()[-1]["status"] == "done"


@pytest.mark.parametrize(
    ("nested", "overlapping", "kept"),
    [(True, True, 4), (True, False, 3), (False, True, 2), (False, False, 1)],
)
def test_nested_and_crossing_spans_are_as_the_task_allows(label_page, nested, overlapping, kept):
    here = label_page(["aa bb cc dd"], {**SPANS, "nested": nested, "overlapping": overlapping})

    def select(start, end):
        words = [*["Control+ArrowRight"] * start, *["Shift+Control+ArrowRight"] * (end - start)]
        return ["Escape", "Control+Home", *words]

    # "bb cc", then "bb" inside it, "cc dd" across it, and "bb cc" again with another label.
    here.press(*select(1, 3), "p", *select(1, 2), "p", *select(2, 4), "p", *select(1, 3), "l")
    assert len(here.last()["spans"]) == kept
    if kept < 4:
        assert here.page.locator(".lwl-warning").is_visible() == (not nested)


def test_typing_is_kept_as_one_step_and_shown_as_changes(label_page):
    item = {"id": "a", "text": "Their going too teh libary 😀."}
    here = label_page([item, {"id": "b", "text": "two"}], CORRECT)
    page = here.page
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    here.press("Control+a")
    page.keyboard.type("They're going to the library 😀.")
    page.locator(".lwl-diff ins").nth(2).wait_for()
    assert (
        page.locator(".lwl-diff ins").all_inner_texts() == ["They're", "to the library"]
        or page.locator(".lwl-diff").inner_text()
    )
    gone = page.locator(".lwl-diff").evaluate(
        "e => [...e.children].filter(c => c.tagName !== 'INS').map(c => c.textContent).join('')"
    )
    stays = page.locator(".lwl-diff").evaluate(
        "e => [...e.children].filter(c => c.tagName !== 'DEL').map(c => c.textContent).join('')"
    )
    assert (gone, stays) == (item["text"], "They're going to the library 😀.")
    here.press("Control+Enter")
    assert here.place() == "Item 2 of 2"
    entries = here.entries()
    assert entries[-1]["value"]["text"] == "They're going to the library 😀."
    assert len(entries) < 16
    here.press("Escape", "u", "u")
    assert page.locator("textarea").input_value() == item["text"]


def test_the_difference_of_any_two_texts_gives_both_back(label_page):
    here = label_page(["x"], CORRECT)
    chance = random.Random(3)
    words = ["a", "bb", "don't", " ", "\n", "東", "京", "😀", ",", "é"]
    pairs = [
        ["".join(chance.choices(words, k=n)), "".join(chance.choices(words, k=m))]
        for n, m in ((0, 5), (9, 0), (40, 40), (300, 200), (4000, 4000))
    ]
    pairs.append([pairs[3][0], pairs[3][0]])
    results = here.page.evaluate(
        "async pairs => { const { difference } = await import('./diff.js'); return pairs.map(([a, b]) => difference(a, b)); }",
        pairs,
    )
    for (before, after), parts in zip(pairs, results, strict=True):
        assert "".join(part["text"] for part in parts if part["kind"] != "new") == before
        assert "".join(part["text"] for part in parts if part["kind"] != "gone") == after
    assert [part["kind"] for part in results[-1]] == ["same"]


def test_five_thousand_items_are_as_quick_as_ten(label_page):
    def seconds_a_key(count):
        here = label_page(
            [{"id": f"{n} of {count}", "text": f"Item text {n} " + "x" * 200} for n in range(count)], LABELS
        )
        took = here.page.evaluate(PRESS_NINE)
        here.saved()
        return took, here

    few, _ = seconds_a_key(10)
    many, here = seconds_a_key(5_000)
    assert here.place() == "Item 10 of 5000"
    assert many < 4 * few + 20, f"{few:.1f} ms a key with 10 items, {many:.1f} ms with 5,000"
    assert here.page.evaluate("document.querySelectorAll('.lwl *').length") < 250


PRESS_NINE = """async () => { const root = document.querySelector('.lwl'), times = [];
  for (let n = 0; n < 9; n++) { const before = document.querySelector('.lwl-place').textContent, from = performance.now();
    root.dispatchEvent(new KeyboardEvent('keydown', {key: '1', code: 'Digit1', bubbles: true, cancelable: true}));
    while (document.querySelector('.lwl-place').textContent === before) await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame); times.push(performance.now() - from); }
  return times.sort((a, b) => a - b)[4]; }"""


def test_going_far_and_fast_through_many_items_shows_each_in_its_place(label_page):
    here = label_page([{"id": str(n), "text": f"Item text {n}"} for n in range(400)], LABELS)
    here.press(*["j"] * 180, *["k"] * 30)
    here.page.locator("[data-item='150']").wait_for()
    assert here.place() == "Item 151 of 400"
    assert here.page.locator(".lwl-item .lwl-text").inner_text() == "Item text 150"


def test_a_text_of_fifty_thousand_characters_scrolls_and_is_marked(label_page):
    text = ("word and " * 30 + "😀 𠮷\n") * 190
    assert len(text) > 50_000
    here = label_page([text], SPANS)
    here.press("Control+End", "Control+ArrowLeft", "p")
    spans = here.last()["spans"]
    assert [text[s["start"] : s["end"]] for s in spans] == ["𠮷"]
    assert spans[0]["start"] > 49_000
    view = here.page.locator(".lwl-spans").evaluate("e => [e.scrollTop, e.clientHeight, e.scrollHeight]")
    assert view[0] > 0
    assert view[1] < 600 < view[2]


def test_only_time_at_work_counts(label_page):
    here = label_page(TEXTS, {**LABELS, "idle_seconds": 0.6})
    here.press("j", "k")
    here.page.wait_for_timeout(1500)
    here.press("1")
    here.page.wait_for_timeout(300)
    here.press("2")
    first, second = (entry["seconds"] for entry in here.entries())
    assert first < 0.7
    assert 0.25 < second < 0.9


def test_actions_made_while_nothing_answers_reach_the_journal_later(label_page):
    here = label_page(TEXTS, LABELS)
    here.press("1")
    here.saved()
    here.service.stop()
    here.press("2", "3")
    here.page.locator(".lwl-saved[data-state=trouble]").wait_for()
    assert "does not answer" in here.page.locator(".lwl-saved").inner_text()
    assert len(here.journal.read_text("utf-8").splitlines()) == 1
    here.service.start()
    here.page.reload()
    here.page.locator(".lwl-label").first.wait_for()
    assert here.place() == "Item 4 of 12"
    assert labels_of(here.entries()) == ["good", "bad", "mixed"]
    here.troubles[:] = [one for one in here.troubles if "ERR_CONNECTION_REFUSED" not in one]


OUTSIDE = """root => { const box = root.getBoundingClientRect();
  return [...root.querySelectorAll('*')].filter(e => e.getClientRects().length && !e.closest('.lwl-live, .lwl-caret'))
    .filter(e => { const r = e.getBoundingClientRect(); return r.right > box.right + .5 || r.left < box.left - .5; })
    .map(e => e.outerHTML.slice(0, 120)); }"""


@pytest.mark.parametrize("width", [320, 600])
@pytest.mark.parametrize("task", [LABELS, SPANS, CORRECT], ids=["choice", "spans", "text"])
def test_nothing_is_cut_off_in_a_narrow_window(label_page, task, width):
    long = "averyveryveryverylongwordwithoutanyplacetobreakitatallwhatsoever" * 2
    if task is LABELS:
        task = {**LABELS, "labels": [{"name": long[:120], "meaning": "what it means"}, {"name": "b"}]}
    here = label_page(
        [f"{long} and more"],
        task,
        guideline=f"# {long}\n\n|a|b|\n|-|-|\n|{long}|c|",
        viewport={"width": width, "height": 800},
    )
    for keys in ([], ["Alt+s"], ["Escape", "Alt+f"], ["Escape", "F1"]):
        here.press(*keys)
        assert (keys, here.page.locator(".lwl").evaluate(OUTSIDE)) == (keys, [])
        assert here.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "task", [LABELS, SEVERAL, SPANS, CORRECT], ids=["choice", "choices", "spans", "text"]
)
def test_axe_finds_nothing(label_page, task, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    here = label_page(
        ["Ada met Bob in Paris.", "b"],
        task,
        guideline="# Rules\n\nDo *it*.",
        color_scheme=scheme,
        bypass_csp=True,
    )
    keys = {"choice": ["1", "k"], "choices": ["1"], "spans": ["p", "."], "text": ["x"]}[task["kind"]]
    for more in (keys, ["Alt+f", "y", "Enter"], ["Alt+s"], ["Escape", "F1"]):
        here.press(*more)
        report = axe.Axe().run(here.page)
        assert report.violations_count == 0, report.generate_report()
    assert here.page.locator(".lwl").get_attribute("data-theme") == scheme


def test_the_command_serves_the_page_and_keeps_the_work(browser, tmp_path):
    (tmp_path / "reviews.csv").write_text("id,text\n1,Fine\n2,Bad\n", "utf-8")
    command = [sys.executable, "-u", "-c", "from labelwright.cli.label import label; label()"]
    options = ["reviews.csv", "--task", "good, bad", "--annotator", "ada", "--no-browser"]
    running = subprocess.Popen(
        [*command, *options], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        address = next(
            found[0] for line in running.stdout if (found := re.search(r"http://127\.0\.0\.1:\d+/\S+/", line))
        )
        page = browser.new_page()
        page.goto(address)
        page.locator(".lwl-label").first.wait_for()
        page.keyboard.press("1")
        page.keyboard.press("2")
        page.locator(".lwl-summary").wait_for()
        page.context.close()
        os.kill(running.pid, signal.SIGINT)
        assert "good-bad: 2 of 2 labelled, 0 to go" in running.stdout.read()
        assert running.wait(20) == 0
    finally:
        running.kill()
        running.stdout.close()
    assert len((tmp_path / "good-bad.annotations.jsonl").read_text("utf-8").splitlines()) == 2


def test_an_answer_to_a_prompt_is_headed_as_one_and_other_texts_are_not(label_page):
    shown = [{"prompt": "Where?", "text": "Here."}, {"source": "Hier.", "text": "Here."}, {"text": "Here."}]
    here = label_page([{"id": str(n), **item} for n, item in enumerate(shown)], LABELS)
    heads = []
    for n in range(len(shown)):
        here.page.locator(f"[data-item='{n}']").wait_for()
        heads.append(here.page.locator(".lwl-item h4").all_inner_texts())
        here.press("j")
    assert heads == [["Prompt", "Response"], ["Source", "Text"], []]


@pytest.mark.parametrize("kind", ["choice", "errors", "ranking", "pairwise", "text"])
def test_a_task_names_what_is_above_each_part_of_an_item(label_page, kind):
    words = {"prompt": "Sound script", "source": "English", "text": "Polish"}
    parts = {"prompt": "um hello", "source": "Hello.", "text": "Witaj.", "responses": ["a", "b"]}
    rest = {"choice": LABELS, "errors": {"error_types": ["wrong"]}}.get(kind, {})
    task = {"name": "t", "question": "Is it good?", **rest, "kind": kind, "headings": words}
    here = label_page([{"id": "0", **parts}], task)
    here.page.locator("[data-item='0']").wait_for()
    heads = here.page.locator(".lwl-item h4").all_inner_texts()
    # What is written or corrected is in a field with its own name.
    named = [word for name, word in words.items() if (kind, name) != ("text", "text")]
    assert [head for head in heads if head in words.values()] == named
    assert not {"Prompt", "Source", "Text"} & set(heads)
