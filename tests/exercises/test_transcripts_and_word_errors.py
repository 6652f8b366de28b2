"""The clips and the house style, the word error rate against another way to compute it, and its wrong ways."""

from __future__ import annotations

import ast
import math
import re
from collections import Counter
from difflib import SequenceMatcher, ndiff
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from labelwright.authoring.learner_notebook import learner_notebook
from labelwright.checks.results import alike
from labelwright.course.course import Course
from labelwright.course.exercise import load_module
from labelwright.course.percent import solution_cells

ROOT = Path(__file__).resolve().parents[2]
SLUG = "transcripts-and-word-errors"
FOLDER = ROOT / "exercises" / SLUG
CHECKS = load_module(Course(ROOT).exercise(SLUG), "checks.py")
draw, transcripts = CHECKS.draw, CHECKS.transcripts
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


@pytest.fixture(scope="module")
def wer():
    """The solution's word error rate."""
    cell = next(cell for cell in solution_cells(Course(ROOT).exercise(SLUG)) if "def wer(" in cell)
    space = {"words": draw.words}
    exec(cell, space)
    return space["wer"]


@given(some_words, some_words)
def test_the_rate_is_the_definition_s(wer, said, heard):
    rate = wer(" ".join(said), " ".join(heard))
    if not said:
        assert math.isnan(rate)
        return
    assert rate == by_recursion(said, heard) / len(said)
    assert rate == Levenshtein.distance(said, heard) / len(said)
    assert len(transcripts.differences(said, heard)) == round(rate * len(said))
    assert wer(" ".join(said).upper() + "?!", ", ".join(heard)) == rate


RATES = [1 / 4, 3 / 4, 0, 0, 0, 0, 1 / 6, 1 / 5, 1 / 5, 1, 1, 3 / 6, 1 / 5, 3, 1, 4 / 7, 1]
RATES += [2 / 3, 2 / 3, 2 / 3, 1 / 3, 5 / 3, 1 / 3]
CASES = [(reference, hypothesis) for reference, hypothesis, _ in CHECKS.PAIRS]


def test_the_solution_gives_what_was_counted_by_hand(wer):
    assert [wer(*case) for case in CASES] == pytest.approx(RATES)
    assert all(math.isnan(wer(reference, hypothesis)) for reference, hypothesis, _ in CHECKS.EMPTY)


def test_the_published_pair_gives_the_published_rate(wer):
    assert [len(reference.split()) for reference, _ in CASES[:2]] == [4, 4]
    assert sum(4 * wer(*case) for case in CASES[:2]) / 8 == 0.5


def blocks(said, heard):
    opcodes = SequenceMatcher(None, said, heard, autojunk=False).get_opcodes()
    return sum(max(b - a, d - c) for tag, a, b, c, d in opcodes if tag != "equal")


def bags(said, heard):
    said, heard = Counter(said), Counter(heard)
    return max((said - heard).total(), (heard - said).total())


def without_equal_ends(said, heard):
    said, heard = list(said), list(heard)
    for end in (0, -1):
        while said and heard and said[end] == heard[end]:
            said.pop(end)
            heard.pop(end)
    return max(len(said), len(heard))


def next_equal_word(said, heard):
    i = j = count = 0
    while i < len(said) and j < len(heard):
        if said[i] != heard[j]:
            count += 1
            if heard[j + 1 : j + 2] == [said[i]]:
                j += 1
                continue
            i += 1
            j += said[i : i + 1] != [heard[j]]
            continue
        i, j = i + 1, j + 1
    return count + len(said) - i + len(heard) - j


def by_table(replace=1, left_out=1, put_in=1, first_column=lambda i: i, first_row=lambda j: j, without=None):
    def count(said, heard):
        row = [first_row(j) for j in range(len(heard) + 1)]
        for i, word in enumerate(said, start=1):
            above, row = row, [first_column(i)]
            for j, other in enumerate(heard, start=1):
                ways = [above[j] + left_out, row[-1] + put_in, above[j - 1] + replace * (word != other)]
                row.append(min(way for place, way in enumerate(ways) if place != without))
        return row[-1]

    return count


NEAR_MISSES = {
    "difflib's blocks": blocks,
    "difflib's lines": lambda said, heard: sum(line[0] in "+-" for line in ndiff(said, heard)),
    "bags of words": bags,
    "equal ends removed": without_equal_ends,
    "the next equal word": next_equal_word,
    **{
        f"{cost} costs {n}": by_table(**{cost: n})
        for cost in ("replace", "left_out", "put_in")
        for n in (0, 2)
    },
    **{f"without way {place}": by_table(without=place) for place in range(3)},
    "first column 0": by_table(first_column=lambda i: 0),
    "first row 0": by_table(first_row=lambda j: 0),
    "first column one more": by_table(first_column=lambda i: i + 1),
}


def test_the_table_that_the_near_misses_change_is_right():
    for case, rate in zip(CASES, RATES, strict=True):
        said, heard = map(draw.words, case)
        assert alike(by_table()(said, heard) / len(said), rate)


@pytest.mark.parametrize("name", NEAR_MISSES)
def test_a_count_that_is_nearly_the_fewest_edits_fails(name):
    wrong = []
    for case, rate in zip(CASES, RATES, strict=True):
        said, heard = map(draw.words, case)
        wrong.append(not alike(NEAR_MISSES[name](said, heard) / len(said), rate))
    assert any(wrong)


PLACES = {
    "noises": lambda token: token.startswith("(") and token not in ("(?)", "(pause)"),
    "hesitations": lambda token: token in draw.HESITATIONS,
    "broken-off words": lambda token: token.endswith("-"),
    "stutters": lambda token: token.startswith("*"),
    "grammar": lambda token: "!" in token,
}


def break_rule(rule, style, said, places):
    """Return the transcript that breaks one rule at these places of the script and keeps all others."""
    kept = []
    for at, token in enumerate(said):
        right = draw.transcript(token, style)
        if at not in places:
            kept.append(right)
        elif rule == "grammar":
            kept.append(token.split("!")[1].replace("_", " "))
        else:
            kept.append("" if right else token.lstrip("*").split("!")[0].strip("()"))
    return " ".join(word for word in kept if word)


@pytest.mark.parametrize("style", draw.STYLES)
@pytest.mark.parametrize("rule", PLACES)
@pytest.mark.parametrize("seed", range(6))
def test_a_rule_broken_everywhere_is_named_and_one_slip_is_not(rule, style, seed):
    rows = draw.make(seed)
    said = {one: POOL[one]["said"].split() for one in rows.loc[rows["style"] == style, "id"]}
    planted = [(one, at) for one in said for at, token in enumerate(said[one]) if PLACES[rule](token)]

    def found(places):
        texts = {
            one: break_rule(rule, style, tokens, {at for clip, at in places if clip == one})
            for one, tokens in said.items()
        }
        return {one.rule: (one.broken, one.places) for one in transcripts.breaches(texts, style)}

    assert found([]) == {}
    if planted:
        assert found(planted).get(rule) == (len(planted), len(planted))
    if len(planted) > 2:
        assert found(planted[:1]) == {}


def test_another_correction_of_the_grammar_is_one_too():
    said = {"kettle": POOL["kettle"]["said"]}
    text = draw.transcript(said["kettle"], "clean").replace("lid do not", "lid would not")
    (found,) = transcripts.breaches({"kettle": text}, "clean")
    assert (found.rule, found.broken, found.places) == ("grammar", 1, 1)


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


def test_what_anybody_writes_who_works_on_a_clip_is_nearer_than_half_of_a_transcript():
    shares = {"worked": [], "half": []}
    for seed in range(60):
        for style, own in draw.make(seed).groupby("style"):
            said = {one: POOL[one]["said"] for one in own["id"]}
            other = next(one for one in draw.STYLES if one != style)
            right = {one: draw.transcript(text, style) for one, text in said.items()}
            n = sum(len(draw.words(text)) for text in right.values())

            def share(texts, right=right, n=n):
                return (
                    sum(transcripts.edits(draw.words(right[one]), draw.words(texts[one])) for one in right)
                    / n
                )

            shares["worked"] += [
                share(own.set_index("id")["automatic"]),
                share(own.set_index("id")["script"]),
                share({one: draw.transcript(text, other) for one, text in said.items()}),
            ]
            shares["half"].append(share({one: text[: len(text) // 2] for one, text in right.items()}))
    assert max(shares["worked"]) < CHECKS.MOST_AWAY - 0.05
    assert min(shares["half"]) > CHECKS.MOST_AWAY + 0.05


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


@pytest.mark.slow("draws the scripts of many learners")
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
