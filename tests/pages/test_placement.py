"""The placement test: its answers are right, every module is asked about, and a browser names where to begin."""

from __future__ import annotations

from collections import Counter
from math import comb

import numpy as np
import pandas as pd
import pytest

from labelwright.annotations.values import Box
from labelwright.course.course import Course
from labelwright.course.root import CourseError
from labelwright.quality import cohen_kappa, iou, wilson
from labelwright.site.placement import load_questions, placement_blocks

WORDS = {19: "Nineteen"}


@pytest.fixture(scope="module")
def questions(checkout):
    return load_questions(checkout.book / "learn" / "placement.toml")


@pytest.fixture(scope="module")
def page(checkout):
    return (checkout.book / "learn" / "placement.md").read_text(encoding="utf-8")


def asked(questions, part):
    (found,) = [question for question in questions if part in question.text]
    return found


def box(corner):
    return Box(x=corner, y=corner, width=10, height=10, label="x")


def answer(question):
    return question.choices[question.right]


def test_every_module_with_a_lesson_is_asked_about(checkout, questions, page):
    assert {question.module for question in questions} == {m.slug[:3] for m in checkout.modules if m.lesson}
    assert page.startswith("# Where do I start?\n\n" + WORDS[len(questions)])
    assert set(Counter(question.module for question in questions).values()) <= {2, 3}


def test_no_place_among_the_choices_is_favoured(questions):
    assert max(Counter(question.right for question in questions).values()) <= len(questions) / 2


def test_the_answers_about_python(questions, capsys):
    printed = asked(questions, "What does this print?")
    exec(printed.code, {})
    assert answer(printed) == capsys.readouterr().out.strip()
    spread = asked(questions, "numpy.std")
    values = [2, 4, 4, 6]
    assert (
        f"by n by default ({np.std(values):.2f}), pandas by n - 1 ({pd.Series(values).std():.2f})"
        in spread.why
    )
    low, high = wilson(18, 20)
    interval = asked(questions, "18 were right")
    assert answer(interval) == f"{100 * low:.0f} % to {100 * high:.0f} %"
    assert f"from {low:.3f} to {high:.3f}".replace("0.", ".") in interval.why


def test_the_answers_about_pay_spans_and_boxes(questions):
    pay = asked(questions, "60 dollars an hour")
    assert answer(pay) == f"{10 * 60 / (10 + 5):.0f} dollars"
    text, name = "Dr Ada Byron, London", "Ada Byron"
    start = text.index(name)
    assert answer(asked(questions, text)) == f"{start} to {start + len(name)}"
    overlap = iou(box(0), box(5))
    boxes = asked(questions, "intersection over union")
    assert answer(boxes) == f"about {overlap:.2f}"
    assert f"25/175 is {overlap:.3f}".replace("0.", ".") in boxes.why


def test_the_answers_about_agreement_and_quality(questions):
    first = ["fine"] * 95 + ["fine", "fine", "bad", "bad", "bad"]
    second = ["fine"] * 95 + ["bad", "bad", "fine", "fine", "bad"]
    same = sum(a == b for a, b in zip(first, second, strict=True))
    assert same == 96
    assert cohen_kappa(first, second) < 0.4
    again = asked(questions, "34 labels are the same")
    assert f"your labels are {100 * 34 / 40:.0f} % right" in again.choices
    passing = sum(comb(20, k) * 0.7**k * 0.3 ** (20 - k) for k in range(16, 21))
    gold = asked(questions, "16 of 20")
    assert f"at 70 % is {passing:.3f}".replace("0.", ".") in gold.why
    assert f"bring {24 * 0.05:.1f} false alarms" in asked(questions, "24 groups").why


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "cannot be read as a placement test"),
        (
            '[[questions]]\nmodule = "m01"\ntext = "a"\nchoices = ["a", "b"]\nright = 2\nwhy = "w"',
            "right is 2",
        ),
        ('[[questions]]\nmodule = "m01"\ntext = "a"\nchoices = ["a", "a"]\nright = 0\nwhy = "w"', "the same"),
        ('[[questions]]\nmodule = "one"\ntext = "a"\nchoices = ["a", "b"]\nright = 0\nwhy = "w"', "module"),
    ],
)
def test_a_fault_in_the_file_is_named(tmp_path, text, part):
    path = tmp_path / "placement.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CourseError, match=part):
        load_questions(path)


def test_questions_about_unwritten_modules_are_left_out(course_copy, questions):
    (block,) = placement_blocks(Course(course_copy.root / "nowhere"), questions).values()
    assert "fieldset" not in block
    assert "fieldset" in placement_blocks(course_copy, questions)["questions"]


@pytest.fixture
def form(browser, served):
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{served}/learn/placement.html")
    yield page
    context.close()


def choose(form, questions, right):
    for number, question in enumerate(questions, start=1):
        place = question.right if right(question) else (question.right + 1) % len(question.choices)
        form.locator(f"input[name=place-{number}][value='{place}']").check()
    form.get_by_role("button", name="Where do I start?").click()


def test_all_right_sends_to_the_exercises(form, questions):
    choose(form, questions, lambda question: True)
    assert "the exercises" in form.locator(".place-answer p").inner_text()
    assert form.locator(".place-question details[open]").count() == 0


def test_the_first_module_that_is_not_known_is_named(form, questions, checkout):
    choose(form, questions, lambda question: question.module < "m03")
    title = next(m.title for m in checkout.modules if m.slug.startswith("m03"))
    assert form.locator(".place-answer p").inner_text() == f"Begin with {title}."
    assert form.locator(".place-answer p a").get_attribute("href").startswith("../m03-")
    assert form.locator(".place-question details[open]").count() == sum(q.module >= "m03" for q in questions)


def test_one_miss_of_three_is_forgiven(form, questions):
    missed = next(q for q in questions if q.module == "m02")
    choose(form, questions, lambda question: question is not missed)
    assert "the exercises" in form.locator(".place-answer p").inner_text()


def test_nothing_chosen_is_told(form):
    form.get_by_role("button", name="Where do I start?").click()
    assert form.locator(".place-fault").inner_text().startswith("No question is answered yet.")


def test_without_javascript_the_answers_can_be_opened(browser, served, questions):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served}/learn/placement.html")
    assert page.locator(".place-question details").count() == len(questions)
    page.locator(".place-question summary").first.click()
    assert answer(questions[0]) in page.locator(".place-question details p").first.inner_text()
    assert not page.locator("#place-done").is_visible()
    context.close()
