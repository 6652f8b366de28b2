"""The teaching guide: its minutes are the exercises' own, its messages exist, its commands run."""

from __future__ import annotations

import re

import click
import pytest

from labelwright.checks.wrong_answers import read_wrong_answers
from labelwright.cli import cli
from labelwright.course.root import CourseError
from labelwright.quality import wilson
from labelwright.site.teaching import Planned, load_plan, teaching_blocks


@pytest.fixture(scope="module")
def guide(checkout):
    return (checkout.book / "instructors" / "teaching.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def blocks(checkout):
    return teaching_blocks(checkout)


def test_the_minutes_are_the_exercises_own(checkout, blocks):
    for exercise in checkout.exercises:
        row = f"| [{exercise.title}](../exercises/{exercise.slug}.md) | {exercise.minutes} | {len(exercise.tasks)} |"
        assert row in blocks["minutes"]
    assert f"**{sum(exercise.minutes for exercise in checkout.exercises)}**" in blocks["minutes"]


def test_every_quoted_message_is_one_that_a_wrong_answer_must_get(checkout, blocks):
    expected = {
        said
        for exercise in checkout.exercises
        for wrong in read_wrong_answers(exercise)
        for said in (
            [wrong.sentence]
            if wrong.sentence
            else [wanted.part for wanted in wrong.expectations if wanted.verdict == "failed"]
        )
    }
    quoted = set(re.findall(r'^\| [^|]+ \| "(.+)" \|$', blocks["messages"], re.MULTILINE))
    assert quoted == {part.replace("|", "\\|") for part in expected}
    assert len(quoted) >= 15


def test_a_module_is_here_when_its_lesson_is(checkout, blocks):
    rows = [line.split(" | ") for line in blocks["modules"].splitlines()[2:]]
    assert [row[0] for row in rows] == [f"| {number}" for number in range(1, 15)]
    lessons = [module for module in checkout.modules if module.lesson]
    assert [row[2] for row in rows].count("yes") == len(lessons) >= 2
    for module in lessons:
        assert f"](../{module.slug}/index.md) | yes |" in blocks["modules"]


def test_the_plan_names_every_module_of_the_course(checkout):
    plan = load_plan(checkout.book / "instructors" / "plan.toml")
    assert plan[0] == Planned("m01", "The job and its pipeline")
    for module in checkout.modules:
        assert any(module.slug.startswith(f"{planned.folder}-") for planned in plan), module.slug


def test_a_broken_plan_is_named(tmp_path):
    path = tmp_path / "plan.toml"
    path.write_text('[[modules]]\nfolder = "m01"\n', encoding="utf-8")
    with pytest.raises(CourseError, match=r"plan\.toml cannot be read as a plan: 'title'"):
        load_plan(path)


def test_every_command_in_the_guide_exists(guide):
    named = set(re.findall(r"`labelwright ([a-z]+)(?: ([a-z]+))?", guide))
    assert len(named) >= 8
    context = click.Context(cli)
    for first, second in named:
        command = cli.get_command(context, first)
        assert command, f"labelwright {first}"
        if second and isinstance(command, click.Group):
            assert command.get_command(context, second), f"labelwright {first} {second}"


def test_the_eight_weeks_are_eight(guide):
    section = guide.partition("## Eight weeks")[2].partition("\n## ")[0]
    assert re.findall(r"^\| (\d) \|", section, re.MULTILINE) == list("12345678")


def test_the_interval_of_forty_items(guide):
    low, high = (f"{100 * end:.0f}" for end in wilson(32, 40))
    assert f"for 32 of 40 items right, the 95 % interval goes from {low} to {high} per cent" in " ".join(
        guide.split()
    )
