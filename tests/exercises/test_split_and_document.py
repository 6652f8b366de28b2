"""Splitting and documenting: the pool and the leaflets are what their rules give, and the printed facts hold."""

from __future__ import annotations

import importlib
import re
import sys
import types
import unicodedata
from hashlib import blake2b
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import GroupShuffleSplit, ShuffleSplit, StratifiedGroupKFold, cross_val_score
from sklearn.neighbors import KNeighborsClassifier

from labelwright.authoring.learner_notebook import learner_notebook, starter_cells
from labelwright.checks.work import Work
from labelwright.checks.wrong_answers import read_wrong_answers
from labelwright.course.course import Course
from labelwright.course.percent import solution_cells
from labelwright.data.loaders.jsonl import load_leaflets
from labelwright.data.material import Material
from labelwright.exchange.plain_data import dumps
from labelwright.quality.near_duplicates import contamination, jaccard, shingles

ROOT = Path(__file__).resolve().parents[2]
SLUG = "split-and-document"
FOLDER = ROOT / "exercises" / SLUG
LEARNERS = [f"learner-{number}" for number in range(6)]


def part(name: str):
    """A module of the exercise's folder, imported as the runner does, as part of a package."""
    package = types.ModuleType("split_and_document_parts")
    package.__path__ = [str(FOLDER)]
    sys.modules.setdefault(package.__name__, package)
    return importlib.import_module(f"{package.__name__}.{name}")


near, leaks, sheet, pool, by_lot = map(part, ("near", "leaks", "sheet", "pool", "random_labels"))


def material(learner: str, form: int = 1) -> Material:
    return Material(Course(ROOT), Course(ROOT).exercise(SLUG), learner, form)


def prose() -> str:
    return " ".join((FOLDER / "notebook.py").read_text("utf-8").replace("\n# ", " ").split())


def lots(ids: list[int], group: list[int]) -> list[int]:
    """One of ten labels for each message, drawn by the smallest id of its group."""
    first: dict[int, int] = {}
    for one, name in zip(ids, group, strict=True):
        first[name] = min(one, first.get(name, one))
    return [int(blake2b(str(first[name]).encode(), digest_size=4).hexdigest(), 16) % 10 for name in group]


def accuracies(messages: list[str], ids: list[int], group: list[int], seed: int = 0) -> tuple[float, float]:
    """The mean accuracy over ten splits of the nearest neighbour: rows at random, and whole groups."""
    x = CountVectorizer(analyzer="char", ngram_range=(3, 3), binary=True).fit_transform(messages)
    model, labels = KNeighborsClassifier(1, metric="cosine"), lots(ids, group)
    rows = ShuffleSplit(10, test_size=0.2, random_state=seed)
    whole = GroupShuffleSplit(10, test_size=0.2, random_state=seed)
    return (
        float(cross_val_score(model, x, labels, cv=rows).mean()),
        float(cross_val_score(model, x, labels, cv=whole, groups=group).mean()),
    )


def test_the_pool_is_what_its_rule_gives():
    written = (FOLDER / "pool.csv").read_text("utf-8")
    assert pool.pool(material("ada").frame("sms-spam")).to_csv(index=False, lineterminator="\n") == written


def test_learners_get_other_messages_and_a_retry_too():
    ids = [
        set(material(learner, form).sample()["id"])
        for learner, form in (("ada", 1), ("grace", 1), ("ada", 2))
    ]
    assert all(len(one & other) < 700 for one, other in ((ids[0], ids[1]), (ids[0], ids[2])))
    assert list(material("ada").sample().columns) == ["id", "text", "label"]


def test_groups_are_the_chains_of_pairs_that_the_measure_finds():
    edges = ["", "Ab", "aB ", "abc", "x" * 40, "x" * 40 + "y"]
    texts = [*material("ada").sample()["text"].tolist()[:150], *edges]
    cut = [shingles(text) for text in texts]
    group = list(range(len(texts)))
    for a in range(len(texts)):
        for b in range(a + 1, len(texts)):
            if jaccard(cut[a], cut[b]) >= 0.8:
                group = [group[a] if one == group[b] else one for one in group]
    assert near.links(near.groups_of(texts)) == near.links(group)
    assert near.links(group) > near.links(near.exact_groups(texts[:-6]))
    assert len({near.groups_of(texts)[place] for place in (150, 151, 153)}) == 3


def test_the_notebook_cuts_texts_as_the_checks_do():
    cell = next(one for one in starter_cells(Course(ROOT).exercise(SLUG)) if "def shingles" in one)
    names = {"unicodedata": unicodedata}
    exec(cell, names)
    texts = [*material("ada").frame("sms-spam")["text"], "", "a", "\ufb03 STRASSE \u00df", "  two   spaces "]
    assert [text for text in texts if frozenset(names["shingles"](text)) - {""} != shingles(text)] == []


@pytest.mark.mostly_slow(1, reason="each case draws another learner's work")
@pytest.mark.parametrize("form", [1, 2])
@pytest.mark.parametrize("learner", LEARNERS[:4])
def test_every_learner_meets_the_same_lesson(learner, form):
    rows = material(learner, form).sample()
    texts = rows["text"].tolist()
    group = near.groups_of(texts)
    numbers = sheet.counted(rows, group)
    assert 45 <= numbers["near-duplicates"] <= 60
    assert 3 <= numbers["masked numbers"] <= 7
    assert numbers["missing texts"] == 0
    assert len(near.links(group)) > len(near.links(near.exact_groups(texts))) + 20
    by_rows, by_groups = accuracies(texts, rows["id"].tolist(), group)
    assert 0.44 <= by_rows <= 0.56
    assert 0.05 <= by_groups <= 0.15
    again = accuracies(texts, rows["id"].tolist(), group, seed=7)
    assert np.allclose(again, (by_rows, by_groups), atol=by_lot.TOLERANCE)
    folds = StratifiedGroupKFold(5, shuffle=True, random_state=0)
    train, test = next(folds.split(rows, rows["label"], groups=group))
    spam = (rows["label"] == "spam").to_numpy()
    assert abs(spam[test].mean() - spam[train].mean()) <= 0.02
    assert 0.18 <= len(test) / len(rows) <= 0.22
    assert {group[one] for one in test}.isdisjoint(group[one] for one in train)


def test_near_duplicates_in_the_whole_collection():
    rows = material("ada").frame("sms-spam")
    rows = rows[rows["shown"] & (rows["text"].str.len() <= pool.LONGEST)]
    group = near.groups_of(rows["text"].tolist())
    assert 6.5 <= 1 / (np.bincount(group)[group] > 1).mean() <= 7.5
    assert "about one row in seven" in prose()
    assert f"{800 * 799 // 2:,} pairs" in prose()


def test_the_leaflets_are_what_their_rule_gives(tmp_path):
    leaks.write(tmp_path / "texts.csv")
    published = ROOT / "datasets" / "town-leaflets" / "texts.csv"
    assert (tmp_path / "texts.csv").read_bytes() == published.read_bytes()
    rows = load_leaflets((published,))
    assert rows.shape == (320, 4)
    assert not rows["id"].duplicated().any()


@pytest.mark.mostly_slow(2, reason="each case searches another batch in every wrong way")
@pytest.mark.parametrize("batch", range(leaks.BATCHES))
def test_each_batch_holds_six_leaks_that_the_solution_finds_and_no_careless_search_finds_all_of(batch):
    rows = [row for row in leaks.rows() if row[0] == batch]
    train, test = (
        {name: text for _, kind, name, text in rows if kind == wanted} for wanted in ("train", "test")
    )
    assert (len(train), len(test)) == (14, 18)
    found = contamination(test, train)
    assert (len(found.ids), found.too_short) == (6, ())
    exercise = Course(ROOT).exercise(SLUG)
    texts = {"re": re, "train_texts": pd.Series(train), "test_texts": pd.Series(test)}
    (solution,) = [cell for cell in solution_cells(exercise) if "def sharing" in cell]
    exec(solution, texts)
    assert set(texts["leaked"]) == found.ids
    careless = [one.code for one in read_wrong_answers(exercise) if "leaked" in one.changes]
    assert len(careless) > 5
    for code in careless:
        names = dict(texts)
        # Once more, so that its functions read the names that the wrong search changes.
        exec(solution, names)
        exec(code, names)
        assert set(names["leaked"]) != found.ids
    near_misses = contamination(test, train, n=12).ids - found.ids
    assert len(near_misses) == 3
    intros = {intro for intro in leaks.INTROS for name in found.ids if intro in test[name]}
    assert sum(any(intro in text for intro in intros) for text in test.values()) > 6


def test_the_solution_measures_what_another_program_measures():
    given = material("ada")
    rows = given.sample()
    work = Work(given, lambda question: dumps({"state": "absent"}))
    try:
        group = work.solution.numbers("group", len(rows))
        found = [work.solution.number(name) for name in ("accuracy_random", "accuracy_groups")]
        leaked = work.solution.ids("leaked", ())
    finally:
        work.close()
    assert near.links(group) == near.links(near.groups_of(rows["text"].tolist()))
    assert found == pytest.approx(accuracies(rows["text"].tolist(), rows["id"].tolist(), group))
    mine = given.frame("town-leaflets")
    mine = mine[mine["batch"] == int(rows["id"].sum()) % 10]
    train, test = (mine[mine["part"] == one].set_index("id")["text"].to_dict() for one in ("train", "test"))
    assert set(leaked) == contamination(test, train).ids


def test_learners_work_on_several_batches():
    assert len({int(material(learner).sample()["id"].sum()) % 10 for learner in LEARNERS}) >= 3


def test_the_leaked_runs_differ_between_batches():
    sources = []
    for batch in range(leaks.BATCHES):
        rows = [row for row in leaks.rows() if row[0] == batch]
        train, test = ({n: t for _, kind, n, t in rows if kind == wanted} for wanted in ("train", "test"))
        sources.append(frozenset(train[one.sources[0]] for one in contamination(test, train).found))
    assert len(set(sources)) == leaks.BATCHES


def test_a_datasheet_is_read_as_people_write_it():
    text = """# Sheet
## Motivation
Why it was made.
## Composition ##
Some words.
* Rows: 1,234
- spam : 12.5%
- near-duplicates: 50.0 %.
- ham: many
## Preprocessing, cleaning and labelling
- spam: 99 %
"""
    assert sheet.numbers_of(text) == {"rows": 1234, "spam": 12.5, "near-duplicates": 50}
    assert list(sheet.sections(text)) == ["motivation", "composition", "preprocessing"]
    assert sheet.sections(text)["motivation"].words == 4
    assert sheet.numbers_of("no headings") == {}


def test_the_notebook_names_every_number_and_section():
    text = prose()
    assert all(f"`- {name}:`" in text for name in sheet.NUMBERS)
    assert all(f"`## {name.capitalize()}`" in text for name in sheet.SECTIONS)


def test_neither_notebook_nor_lesson_quotes_a_message():
    lesson = (ROOT / "course" / "m03-curate-clean-organise" / "index.md").read_text("utf-8")
    published = " ".join((learner_notebook(Course(ROOT).exercise(SLUG)) + lesson).casefold().split())
    long = [text.casefold() for text in material("ada").frame("sms-spam")["text"] if len(text.split()) >= 5]
    assert [text for text in long if text in published] == []


@pytest.mark.parametrize(
    "text",
    [
        "word " * 30,
        "one two three four five " * 8,
        "Lorem ipsum dolor sit amet " * 4,
        "TODO write this section",
    ],
)
def test_filler_is_no_section(text):
    assert sheet.filler(text)


def test_a_real_section_is_no_filler():
    solution = (
        (FOLDER / "notebook.py").read_text("utf-8").partition('datasheet = f"""')[2].partition('"""')[0]
    )
    found = sheet.sections(solution)
    assert set(found) >= set(sheet.SECTIONS)
    assert not any(sheet.filler(found[name].prose) for name in sheet.SECTIONS)
    assert not sheet.filler(
        "Who fixes errors is the team that made the split, and each new version gets a number of its own."
    )


@pytest.mark.parametrize("right", [0.09, 0.3, 0.477, 0.49, 0.523])
def test_one_minus_the_accuracy_is_told_from_the_accuracy_however_near(right):
    assert by_lot.is_error_rate(1 - right, right)
    assert not by_lot.is_error_rate(right, right)
    assert not by_lot.is_error_rate(right + 0.01, right)
    assert not by_lot.is_error_rate(0.5, 0.5)
