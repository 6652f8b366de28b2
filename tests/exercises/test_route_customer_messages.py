"""The routed messages: the pool, the queue that is drawn from it, and what the thresholds ask of a labeller."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.authoring.learner_notebook import learner_notebook
from labelwright.checks.labels import score_labels
from labelwright.checks.work import Work
from labelwright.course.course import Course
from labelwright.course.exercise import load_module
from labelwright.course.percent import solution_cells
from labelwright.data.material import Material
from labelwright.quality import cohen_kappa

ROOT = Path(__file__).resolve().parents[2]
SLUG = "route-customer-messages"
LEAST_APART = 26


draw = load_module(Course(ROOT).exercise(SLUG), "draw.py")
POOL = {row["id"]: row for row in draw.pool()}
seeds = st.integers(0, 2**64 - 1)


def queue_of(seed):
    return draw.make(seed)


def test_the_pool_holds_what_two_forms_need():
    strata = Counter(row["stratum"] for row in POOL.values())
    assert len(POOL) == 180
    for label in draw.LABELS:
        assert (strata[f"{label} plain"], strata[f"{label} subtle"]) == (15, 10)
    assert Counter(Counter(row["gap"] for row in POOL.values() if row["gap"]).values()) == {3: 10}
    assert sum(strata.values()) == 6 * 25 + strata["borderline"] == 180


def test_every_message_says_what_it_accepts_and_why():
    for row in POOL.values():
        assert set(row["accepted"]) <= set(draw.LABELS)
        assert len(row["why"].split()) >= 2
        if row["gap"]:
            assert len(set(row["accepted"])) >= 2
            assert row["stratum"] == "borderline"
        else:
            assert row["accepted"] == [row["stratum"].split()[0]]
    texts = {" ".join(row["text"].casefold().split()) for row in POOL.values()}
    ids = [row[name] for row in POOL.values() for name in ("id", "again")]
    assert len(texts) == len(POOL)
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"m[0-9a-f]{5}", one) for one in ids)


@given(seeds)
def test_a_queue_has_sixty_messages_and_ten_come_again_far_apart(seed):
    queue = queue_of(seed)
    assert len(queue) == 70
    assert queue["id"].is_unique
    rows = [POOL[one] for one in dict.fromkeys(queue["message"])]
    assert len(rows) == 60
    settled = Counter(row["accepted"][0] for row in rows if not row["gap"])
    assert set(settled) == set(draw.LABELS)
    assert set(settled.values()) <= {8, 9, 10}
    assert len({row["gap"] for row in rows if row["gap"]}) == 10 == 60 - sum(settled.values())
    places = queue.groupby("message", sort=False).indices
    apart = [later - earlier for earlier, later in (found for found in places.values() if len(found) == 2)]
    assert len(apart) == 10
    assert min(apart) >= LEAST_APART
    again = Counter(POOL[one]["stratum"].split()[-1] for one, found in places.items() if len(found) == 2)
    assert again == draw.TWICE
    labels = Counter(POOL[one]["accepted"][0] for one, found in places.items() if len(found) == 2)
    assert max(labels.values()) <= draw.MOST_OF_A_LABEL


@given(seeds)
def test_the_same_seed_gives_the_same_queue_and_the_text_of_its_message(seed):
    queue = queue_of(seed)
    assert queue.equals(queue_of(seed))
    assert [POOL[one]["text"] for one in queue["message"]] == queue["text"].tolist()
    assert all(
        one == two or POOL[two]["again"] == one
        for one, two in zip(queue["id"], queue["message"], strict=True)
    )


def test_learners_and_forms_differ_and_see_no_answer():
    exercise = Course(ROOT).exercise(SLUG)
    ada, grace = (Material(Course(ROOT), exercise, learner).sample() for learner in ("ada", "grace"))
    second = Material(Course(ROOT), exercise, "ada", 2).sample()
    assert list(ada.columns) == ["id", "text"]
    for other in (grace, second):
        assert len(set(ada["text"]) & set(other["text"])) < 35


def gold_of(queue):
    return {one: POOL[one]["accepted"] for one in dict.fromkeys(queue["message"])}


def macro_f1(given_labels, gold):
    return score_labels(given_labels, gold).macro_f1


@pytest.mark.slow("simulates many labellers")
def test_what_the_thresholds_ask_of_a_labeller():
    rng, by_slips = np.random.default_rng(0), {}
    for slips in (0.1, 0.4):
        scores = []
        for seed in range(200):
            gold = gold_of(queue_of(seed))
            labels = {
                one: rng.choice(draw.LABELS) if rng.random() < slips else rng.choice(right)
                for one, right in gold.items()
            }
            scores.append(macro_f1(labels, gold))
        by_slips[slips] = np.array(scores)
    assert (by_slips[0.1] >= 0.80).mean() > 0.97
    assert (by_slips[0.4] >= 0.80).mean() < 0.1


@pytest.mark.slow("simulates many labellers")
def test_no_way_around_reading_reaches_half_credit():
    source = (ROOT / "exercises" / SLUG / "checks.py").read_text("utf-8")
    words = ast.literal_eval(re.search(r"^KEYWORDS = (\{.*?^\})", source, re.MULTILINE | re.DOTALL).group(1))
    for seed in range(100):
        gold = gold_of(queue_of(seed))
        rule = {
            one: next((label for word, label in words.items() if word in POOL[one]["text"].lower()), "other")
            for one in gold
        }
        assert macro_f1(rule, gold) < 0.65
        for label in draw.LABELS:
            assert macro_f1(dict.fromkeys(gold, label), gold) < 0.2


def test_other_fits_less_often_than_the_share_that_is_remarked_on():
    for seed in range(200):
        gold = gold_of(queue_of(seed))
        assert sum(right[0] == "other" for right in gold.values()) <= 0.2 * len(gold)


def test_the_learner_s_notebook_quotes_no_message_and_no_label_of_one():
    published = learner_notebook(Course(ROOT).exercise(SLUG))
    assert [row["id"] for row in POOL.values() if row["id"] in published or row["text"] in published] == []


def test_the_guideline_and_its_card_have_the_same_order():
    text = (ROOT / "exercises" / SLUG / "notebook.py").read_text("utf-8")
    long = re.findall(r"^# (\d)\. .*?(?=^# \d\. |^#\n)", text, re.MULTILINE | re.DOTALL)
    assert long[:8] == list("12345678")
    card = re.search(r'card = """(.*?)"""', text, re.DOTALL).group(1)
    decided = re.findall(r"^(\d)\. .*?\*\*(\w+)\*\*", card, re.MULTILINE)
    assert [label for _, label in decided[1:]] == [
        "delivery",
        "fault",
        "return",
        "payment",
        "account",
        "other",
    ]


def assigned(name):
    """The literal that the solution gives this name."""
    tree = ast.parse((ROOT / "exercises" / SLUG / "notebook.py").read_text("utf-8"))
    return next(
        ast.literal_eval(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == name
    )


def test_the_scripted_labeller_knows_the_whole_pool():
    known = {one: label for label, ids in assigned("desks").items() for one in ids.split()}
    assert known == {one: row["accepted"][0] for one, row in POOL.items()}
    open_ids = {one: set(pair) for pair, ids in assigned("left_open").items() for one in ids.split()}
    assert set(open_ids) == {one for one, row in POOL.items() if row["gap"]}
    assert all(pair <= set(POOL[one]["accepted"]) for one, pair in open_ids.items())


def test_the_solution_s_kappa_is_the_library_s():
    exercise = Course(ROOT).exercise(SLUG)
    cell = next(cell for cell in solution_cells(exercise) if "def cohens_kappa(" in cell)
    tree = ast.parse(cell)
    tree.body = [node for node in tree.body if getattr(node, "name", "") == "cohens_kappa"]
    space = {"desks": assigned("desks")}
    exec(compile(tree, "notebook.py", "exec"), space)
    for learner in ("ada", "grace", "mary"):
        work = Work(Material(Course(ROOT), exercise, learner), None)
        for (pairs,) in load_module(exercise, "checks.py").columns(work):
            right = cohen_kappa(pairs["first"].tolist(), pairs["second"].tolist())
            assert space["cohens_kappa"](pairs) == pytest.approx(right, abs=1e-12, nan_ok=True)


def test_one_slip_of_ten_keeps_the_self_kappa_and_two_halve_its_points():
    shown = {row[name]: row for row in POOL.values() for name in ("id", "again")}
    rng, kappas = np.random.default_rng(0), {1: [], 2: []}
    for seed in range(100):
        queue = queue_of(seed)
        first = [
            shown[one]["accepted"][0]
            for one, two in zip(queue["id"], queue["message"], strict=True)
            if one != two
        ]
        for slips, found in kappas.items():
            second = list(first)
            for place in rng.choice(10, slips, replace=False):
                second[place] = rng.choice([label for label in draw.LABELS if label != first[place]])
            found.append(cohen_kappa(first, second))
    assert min(kappas[1]) >= 0.80
    assert max(kappas[2]) < 0.80
    assert min(kappas[2]) >= 0.60
