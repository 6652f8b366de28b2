"""Checks, hints and errors as a learner meets them in a real JupyterLab."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.slow("waits for JupyterLab, its kernels and a browser")

READ = """
import ast
lexicon = pd.read_csv(path, sep="\\t", header=None, names=["token", "mean", "sd", "raw"], keep_default_na=False)
ratings = pd.DataFrame(lexicon["raw"].map(ast.literal_eval).tolist())
"""
RIGHT_MEANS = """
off = (ratings.mean(axis=1) - lexicon["mean"]).abs() > 0.001
wrong_means = lexicon.loc[off, "token"].tolist()
"""
SAMPLE_DEVIATIONS = """
gap = (ratings.std(axis=1) - lexicon["sd"]).abs()
wrong_deviations = lexicon.loc[gap > 0.000006, "token"].tolist()
"""
LABELS = ["Found", "This is a known mistake", "Why it matters", "Try", "Measured"]


def test_the_printed_address_opens_the_named_notebook(desk):
    headings = desk.page.locator(".jp-Notebook h1")
    assert "Audit a published lexicon" in headings.first.inner_text()
    tab = desk.page.locator("#jp-main-dock-panel .lm-TabBar-tab.lm-mod-current")
    assert tab.inner_text().startswith("audit-a-published-lexicon")


def test_no_news_and_no_dialog_lie_over_the_notebook(desk):
    desk.page.wait_for_timeout(1500)
    assert desk.page.locator(".jp-Dialog, .Toastify__toast").count() == 0


def test_a_wrong_answer_typed_into_the_cell_draws_the_whole_message(desk):
    desk.ask(READ)
    desk.write(desk.cell("wrong_deviations = ..."), SAMPLE_DEVIATIONS)
    desk.run(desk.cell('gap = (ratings.std(axis=1) - lexicon["sd"]).abs()'))
    card = desk.run(desk.cell('ex.check("deviations")')).locator(".lw")
    failed = card.locator(".lw-check.lw-failed")
    assert failed.locator("dt").all_inner_texts() == LABELS
    assert "Your SD is the sample SD" in failed.locator("dd").nth(1).inner_text()
    assert failed.locator(".lw-verdict").inner_text() == "not right yet"
    assert card.locator(".lw-headline").inner_text().startswith("0 of 25 points; ")


def test_the_right_answer_draws_a_passed_card(desk):
    desk.ask(READ)
    desk.write(desk.cell("wrong_means = ..."), RIGHT_MEANS)
    desk.run(desk.cell('wrong_means = lexicon.loc[off, "token"]'))
    card = desk.run(desk.cell('ex.check("means")')).locator(".lw")
    assert card.locator("h3").inner_text() == "Find the wrong mean"
    assert card.locator(".lw-check.lw-passed .lw-points").inner_text() == "25 of 25"
    assert card.locator(".lw-check.lw-failed").count() == 0


def test_code_in_a_message_is_set_as_code_and_markup_is_not_obeyed(desk):
    desk.ask(READ)
    card = desk.ask('wrong_means = ["<b>good</b>"]\nex.check("means")').locator(".lw")
    assert "<b>good</b>" in card.locator("dd code").all_inner_texts()
    assert card.locator("b").count() == 0


def test_hints_climb_and_stay_at_the_last(desk):
    titles = [desk.ask('ex.hint("repeats")').locator(".lw h3").inner_text() for _ in range(5)]
    steps = [re.search(r"hint (\d+) of (\d+)$", title).groups() for title in titles]
    last = int(steps[0][1])
    assert [int(step) for step, _ in steps] == [min(n, last) for n in range(1, 6)]
    assert last >= 2


def test_an_error_is_one_sentence_without_a_traceback(desk):
    for source, found in [
        ('exercise("nope")', "This course has no exercise called 'nope'."),
        ('ex.check("nope")', "Audit a published lexicon has no task called 'nope'."),
        ('ex.hint("nope")', "Audit a published lexicon has no task called 'nope'."),
    ]:
        text = desk.ask(source).inner_text()
        assert text.startswith(found)
        assert "Traceback" not in text
        assert ".py" not in text
        assert len(text.strip().splitlines()) == 1


def test_no_request_leaves_this_machine(desk):
    desk.ask('ex.check()\nex.hint("load")')
    asked = [address for address in desk.asked if not address.startswith(("data:", "blob:"))]
    assert len(asked) > 20
    assert {urlsplit(address).hostname for address in asked} == {"127.0.0.1"}
