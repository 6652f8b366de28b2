"""The clips and the house style, the word error rate against another way to compute it, and its wrong ways."""

from __future__ import annotations

import ast
import math
import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.authoring.learner_notebook import learner_notebook
from labelwright.checks.functions import alike
from labelwright.course.course import Course
from labelwright.course.load_module import load_module

ROOT = Path(__file__).resolve().parents[2]
SLUG = "transcripts-and-word-errors"
FOLDER = ROOT / "exercises" / SLUG
CHECKS = load_module(Course(ROOT).exercise(SLUG), "checks.py")
draw, transcripts, error_rate = CHECKS.draw, CHECKS.transcripts, CHECKS.error_rate
POOL = {clip["id"]: clip for clip in draw.pool()}
seeds = st.integers(0, 2**64 - 1)
some_words = st.lists(st.sampled_from(["a", "b", "c", "not", "very"]), max_size=7)


def by_recursion(said, heard):
    """The fewest edits, written as the definition says it and not as a table."""
    if not said or not heard:
        return len(said) + len(heard)
    if said[0] == heard[0]:
        return by_recursion(said[1:], heard[1:])
    return 1 + min(
        by_recursion(said[1:], heard), by_recursion(said, heard[1:]), by_recursion(said[1:], heard[1:])
    )


@given(some_words, some_words)
def test_the_rate_is_the_definition_s(said, heard):
    rate = error_rate.right(" ".join(said), " ".join(heard))
    if not said:
        assert math.isnan(rate)
        return
    assert rate == by_recursion(said, heard) / len(said)
    assert len(transcripts.differences(said, heard)) == round(rate * len(said))
    assert error_rate.right(" ".join(said).upper() + "?!", ", ".join(heard)) == rate


@pytest.mark.parametrize(
    "case", [*error_rate.CASES, *error_rate.EMPTY], ids=lambda case: repr(case.arguments)
)
def test_the_cases_are_right(case):
    assert alike(error_rate.right(*case.arguments), case.result)


def test_the_published_pair_gives_the_published_rate():
    first, second = error_rate.CASES[:2]
    assert (4 * first.result + 4 * second.result) / 8 == 0.5


@pytest.mark.parametrize("way", error_rate.WAYS, ids=lambda way: way.misconception)
def test_each_wrong_way_fails_with_its_own_misconception(way):
    failed = [case for case in error_rate.CASES if not alike(way.function(*case.arguments), case.result)]
    assert failed
    fitting = [
        other.misconception
        for other in error_rate.WAYS
        if all(alike(way.function(*case.arguments), other.function(*case.arguments)) for case in failed)
    ]
    assert fitting[0] == way.misconception


@pytest.mark.parametrize("clip", POOL.values(), ids=list(POOL))
def test_a_clip_holds_what_the_exercise_needs(clip):
    tokens = clip["said"].split()
    verbatim, clean = (draw.transcript(clip["said"], style) for style in draw.STYLES)
    assert 35 <= len(tokens) <= 60
    assert sum(token in draw.HESITATIONS for token in tokens) >= 2
    assert any(token.startswith("*") for token in tokens)
    assert any(token.endswith("-") for token in tokens)
    assert any("!" in token for token in tokens)
    assert sum("/" in token for token in draw.script(clip["said"]).split()) >= 2
    machine = draw.words(clip["automatic"])
    for text in (verbatim, clean):
        rate = transcripts.edits(draw.words(text), machine) / len(draw.words(text))
        assert 0.06 < rate < 0.4
        lost = {one.said for one in transcripts.differences(draw.words(text), machine)}
        assert set(clip["harm"]) <= lost
    assert transcripts.edits(draw.words(verbatim), draw.words(clean)) > 0.06 * len(draw.words(verbatim))


@pytest.mark.parametrize("clip", POOL.values(), ids=list(POOL))
def test_a_stutter_is_a_word_or_two_said_again_at_once(clip):
    tokens = clip["said"].split()
    place = 0
    while place < len(tokens):
        run = 0
        while place + run < len(tokens) and tokens[place + run].startswith("*"):
            run += 1
        if run:
            once = [token[1:].split("!")[0] for token in tokens[place : place + run]]
            around = [token.split("!")[0] for token in tokens]
            before, after = around[place - run : place], around[place + run : place + 2 * run]
            assert once in (before, after), once
        place += run or 1
    clean = draw.transcript(clip["said"], "clean").split()
    twice = {one for one, other in pairwise(clean) if one == other}
    assert twice <= {"very", "never", "seven"}


def test_the_rules_give_what_the_house_style_shows():
    said = "um *i i was at their off- house (door)"
    assert draw.script(said) == "um i i was at /thehr/ off- house (door)"
    assert draw.words(draw.transcript(said, "verbatim")) == draw.words(
        "Um, I, I was at their off- house. [door]"
    )
    assert draw.words(draw.transcript(said, "clean")) == draw.words("I was at their house.")
    said = "he come!came late so so late (pause) ask (?)"
    for style in draw.STYLES:
        assert draw.words(draw.transcript(said, style)) == draw.words(
            "He come late, so so late. Ask [unclear]."
        )
    assert draw.transcript(said, "clean", corrected=True).startswith("he came")
    notebook = (FOLDER / "notebook.py").read_text("utf-8")
    for cell in ("um i i was at /thehr/ off- house (door)", "He come late, so so late. Ask [unclear]."):
        assert cell in notebook


def test_the_notebook_names_every_shared_sound_and_counts_words_as_the_checks_do():
    notebook = " ".join((FOLDER / "notebook.py").read_text("utf-8").replace("\n# ", " ").split())
    for sound, spellings in draw.SOUNDS.items():
        assert f"`/{sound}/` ({', '.join(spellings)})" in notebook
    ours = (FOLDER / "draw.py").read_text("utf-8")
    theirs = (FOLDER / "notebook.py").read_text("utf-8")
    assert re.search(r're\.findall\(r"(.*?)"', ours).group(1) == re.search(
        r're\.findall\(r"(.*?)"', theirs
    ).group(1)


@given(seeds)
def test_a_learner_has_three_clips_of_each_style_with_one_unclear(seed):
    rows = draw.make(seed)
    assert rows["style"].tolist() == ["verbatim"] * 3 + ["clean"] * 3
    assert rows["id"].is_unique
    for _, own in rows.groupby("style"):
        assert own["script"].str.contains("(?)", regex=False).sum() == 1
    assert rows.equals(draw.make(seed))


def test_the_learner_s_notebook_holds_no_transcript():
    published = learner_notebook(Course(ROOT).exercise(SLUG))
    for clip in POOL.values():
        assert draw.transcript(clip["said"], "clean")[:40] not in published
        assert clip["automatic"][:40] not in published


def test_the_scripted_transcriber_knows_the_whole_pool():
    tree = ast.parse((FOLDER / "notebook.py").read_text("utf-8"))
    given = {
        node.targets[0].id: ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in ("spelt", "costly")
    }
    sounds = {word for spellings in draw.SOUNDS.values() for word in spellings}
    for one, clip in POOL.items():
        said = [token.lstrip("*").split("!")[0] for token in clip["said"].split()]
        assert given["spelt"][one].split() == [word for word in said if word in sounds]
        assert given["costly"][one] in clip["harm"]


def test_the_ceiling_s_note_tells_what_two_per_cent_are():
    sizes = []
    for seed in range(300):
        rows = draw.make(seed)
        for style, own in rows.groupby("style"):
            sizes.append(sum(len(draw.words(draw.transcript(POOL[one]["said"], style))) for one in own["id"]))
    assert min(sizes) >= 100
    assert max(sizes) <= 160
    assert {int(0.02 * size + 1e-9) for size in sizes} == {2, 3}
    note = Course(ROOT).exercise(SLUG).ceiling.note
    assert "two or three typing errors in the 100 to 160 words of a style" in note
