"""Declared checks: the solution is the reference, a mistake is named where its cell gives the value, errors carry forward."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from labelwright.authoring.new import new_exercise
from labelwright.checks import Check, Measure, Work, array, choice, column, function, items, mapping, number
from labelwright.checks.runner import run_checks
from labelwright.checks.verdicts import CheckResult, Verdict
from labelwright.course.course import Course
from labelwright.course.exercise import Exercise, ExerciseError
from labelwright.data.material import Material
from labelwright.exchange.inspect import answer

NOTEBOOK = """\
# %%
from labelwright import exercise

ex = exercise("count-the-labels")
import pandas as pd

batch = ["spam", "ham", "ham", "spam", "ham", "unsure", "ham", "ham"]
batch_size = len(batch)
cut = ...
# solution
cut = 2
print("The solution prints, and nobody sees it.")

# %%
n = ...
# solution
n = len(batch)

# %%
shares = ...
# solution
shares = {label: batch.count(label) / n for label in set(batch)}

# %%
rare = ...
kind = ...
mean = ...
# solution
rare = []
for label in shares:
    if batch.count(label) <= cut:
        rare.append(label)
kind = "nominal"
mean = sum(shares.values()) / len(shares)
half = 10 * n

# %%
def double(x, y=0):
    return 2 * x + y


def pair(x):
    return x, 1 / x if x else float("nan")


pairs = {("spam", "ham"): 3, ("ham", "ham"): 2}
verdict = "pass" if n > 5 else "retrain"
flat = pd.Series([5, 2, 1]).to_numpy()
counts = {"ham": 5, "spam": 2, "none": 0}
rarest = min(counts[label] for label in ("ham", "spam", "none"))
root = shares["ham"] ** 0.5 if shares["ham"] >= 0 else [][1]


def ends(x):
    return 0.02562 * x, 0.51316 / x


flat_ends = pd.Series(ends(1)).to_numpy()
grid = [[1, 2], [3, 4]]
thirds = [1 / 3, 2 / 3]

# %%
table = pd.DataFrame({"count": pd.Series(batch).value_counts()})
table["share"] = table["count"] / n
nothing = float("nan")

# %%
from pathlib import Path

Path("own.jsonl").write_text("a\\nb\\n")
lines = Path("own.jsonl").read_text().split()
"""
MISTAKES = '''\
"""Wrong answers."""

# %% one-too-many
# This is one too many.
# Try: Count from 1.
n = n + 1

# %% percent
# These are percentages.
shares = {label: 100 * share for label, share in shares.items()}

# %% forgets-the-rare
# The rarest one is missing.
rare = [label for label in rare if batch.count(label) > 1]

# %% ordinal
# The labels have no order.
# Try: Can you sort them?
kind = "ordinal"

# %% interval
# The labels are not numbers.
kind = "interval"

# %% sum
# This is the sum of the shares.
mean = sum(shares.values())

# %% number-of-shares
# This is the number of shares over itself.
mean = len(shares) / len(shares)

# %% triple
# It is three times the number.
def double(x, y=0):
    return 3 * x + y

# %% stops-at-zero
# It was not written for 0.
def pair(x):
    return x, 1 / x

# %% other-verdict
# The verdict is the wrong way round.
verdict = {"pass": "retrain", "retrain": "pass"}[verdict]

# %% turned
# Rows and columns are exchanged.
grid = [[1, 3], [2, 4]]

# %% other-word
# It was judged by the rest.
verdict = "retrain"

# %% percent-in-the-table
# These are percentages in the table.
table["share"] *= 100

# %% breaks
# It cannot be computed for this learner.
mean = 1 / 0

# %% ends-the-process
# It ends the process.
import os
half = os._exit(3)

# %% tenth
# It was divided by ten.
half = n
'''


@pytest.fixture(scope="module")
def exercise(tmp_path_factory: pytest.TempPathFactory) -> tuple[Course, Exercise]:
    root = tmp_path_factory.mktemp("declared")
    folder = new_exercise(Course(root), "count-the-labels", module="m01-new")
    (folder / "notebook.py").write_text(NOTEBOOK, encoding="utf-8")
    (folder / "mistakes.py").write_text(MISTAKES, encoding="utf-8")
    toml = (folder / "exercise.toml").read_text(encoding="utf-8")
    toml = toml.replace(
        'skills = ["label"]', 'skills = ["label"]\nfiles = ["own.jsonl"]\nchosen = ["cut", "own.jsonl"]'
    )
    (folder / "exercise.toml").write_text(toml, encoding="utf-8")
    course = Course(root)
    return course, course.exercise("count-the-labels")


RIGHT: dict[str, Any] = {
    "cut": 2,
    "n": 8,
    "shares": {"ham": 5 / 8, "spam": 2 / 8, "unsure": 1 / 8},
    "rare": ["spam", "unsure"],
    "kind": "nominal",
    "mean": 1 / 3,
    "half": 80,
    "double": lambda x, y=0: 2 * x + y,
    "table": pd.DataFrame(
        {"count": [5, 2, 1], "share": [0.625, 0.25, 0.125]}, index=["ham", "spam", "unsure"]
    ),
    "pairs": {("spam", "ham"): 3, ("ham", "ham"): 2},
    "pair": lambda x: (x, 1 / x if x else float("nan")),
    "verdict": "pass",
    "counts": {"ham": 5, "spam": 2, "none": 0},
    "rarest": 0,
    "root": (5 / 8) ** 0.5,
    "grid": [[1, 2], [3, 4]],
    "nothing": float("nan"),
    "lines": ["x"],
}
Ask = Callable[..., CheckResult]


@pytest.fixture
def ask(exercise: tuple[Course, Exercise], tmp_path: Path) -> Iterator[Ask]:
    """Ask one check about right answers, some of them changed; other declared names are compared too."""
    works = []

    def run(check: Check, *others: Check, **changed: Any) -> CheckResult:
        course, one = exercise
        space = {**RIGHT, **changed}
        work = Work(Material(course, one, "ada"), lambda question: answer(space, tmp_path, question))
        works.append(work)
        named = [Check(f"check-{place}", *_parts(each)) for place, each in enumerate((*others, check))]
        results, notes = run_checks(one, named, work)
        assert notes == []
        return results[-1]

    yield run
    for work in works:
        work.close()


def _parts(check: Check) -> tuple[Any, ...]:
    return (
        "share",
        check.sentence,
        check.function,
        check.weight,
        None,
        check.asks,
        check.inputs,
        check.absent,
    )


COUNT = number("share", "n", "the number of labels", within=0, advice="Count.")
SHARES = mapping("share", "shares", "the share of each label")
RARE = items("share", "rare", "the rare labels", known=lambda work: ["ham", "spam", "unsure"])
KIND = choice(
    "share", "kind", "the level of measurement", also=["categorical"], why="It decides.", advice="Think."
)
MEAN = number("share", "mean", "the mean share")
DOUBLE = function("share", "double", "doubles", inputs=[(1,), (2, 3), (0,)], notes=["", "two numbers"])
TABLE = column("share", "table", "share", "the share of each label")
HALF = number("share", "half", "half", within="5 %", show=",.1f")
ALL = (COUNT, SHARES, RARE, KIND, MEAN, DOUBLE, TABLE, HALF)


@pytest.mark.parametrize("check", ALL, ids=[check.asks for check in ALL])
def test_the_solution_s_answer_passes(ask: Ask, check: Check) -> None:
    result = ask(check)
    assert (result.verdict, result.misconception) == (Verdict.PASSED, "")


def test_the_sentence_says_how_exact_it_must_be() -> None:
    assert MEAN.sentence == "`mean` is the mean share, not rounded."
    assert COUNT.sentence == "`n` is the number of labels."
    assert HALF.sentence == "`half` is half, within 5 %."
    assert number("share", "x", "it", within=0.01).sentence == "`x` is it, within 0.01."
    assert TABLE.sentence == "In `table`, `share` is the share of each label, not rounded."


MISTAKEN = {
    "one too many": (COUNT, {"n": 9}, "This is one too many.", "Count from 1."),
    "percentages": (
        SHARES,
        {"shares": {"ham": 62.5, "spam": 25, "unsure": 12.5}},
        "These are percentages.",
        "",
    ),
    "one left out": (RARE, {"rare": {"spam"}}, "The rarest one is missing.", ""),
    "a choice": (KIND, {"kind": "Ordinal"}, "The labels have no order.", "Can you sort them?"),
    "a choice without advice": (KIND, {"kind": "interval"}, "The labels are not numbers.", "Think."),
    "two mistakes in one": (
        MEAN,
        {"mean": 1.0},
        "",
        "",
    ),
    "a function": (DOUBLE, {"double": lambda x, y=0: 3 * x + y}, "It is three times the number.", ""),
    "a column": (
        TABLE,
        {"table": RIGHT["table"].assign(share=[62.5, 25, 12.5])},
        "These are percentages in the table.",
        "",
    ),
    "inside a wide tolerance": (HALF, {"half": 8}, "It was divided by ten.", ""),
}


@pytest.mark.parametrize("name", MISTAKEN)
def test_a_mistake_is_named_where_its_cell_gives_the_value(ask: Ask, name: str) -> None:
    check, changed, sentence, advice = MISTAKEN[name]
    result = ask(check, **changed)
    assert (result.verdict, result.misconception) == (Verdict.FAILED, sentence)
    if advice:
        assert result.advice == advice


def test_a_value_of_no_mistake_gets_no_name(ask: Ask) -> None:
    assert ask(COUNT, n=10).misconception == ""
    assert ask(RARE, rare=["ham"]).misconception == ""
    assert ask(TABLE, table=RIGHT["table"].assign(share=0.5)).misconception == ""
    # Right on one input and like the mistake on the others: the function does something else.
    assert ask(DOUBLE, double=lambda x, y=0: 2 * x if x == 1 else 3 * x + y).misconception == ""


def test_two_mistakes_with_one_value_are_told_together(ask: Ask) -> None:
    result = ask(number("share", "mean", "the mean share"), mean=1.0)
    # 1 is what many mistakes give, so it names none; with other shares the two differ.
    assert result.misconception == ""
    carried = ask(MEAN, SHARES, shares={"ham": 5, "spam": 2, "unsure": 1}, mean=8.0)
    assert carried.misconception == "This is the sum of the shares."


def test_a_later_number_may_follow_from_a_wrong_earlier_one(ask: Ask) -> None:
    wrong = {label: 100 * share for label, share in RIGHT["shares"].items()}
    assert ask(MEAN, SHARES, shares=wrong, mean=100 / 3).verdict is Verdict.PASSED
    # The number of the solution is right as well: how it was computed is not asked.
    assert ask(MEAN, SHARES, shares=wrong, mean=1 / 3).verdict is Verdict.PASSED
    assert ask(MEAN, SHARES, shares=wrong, mean=100.0).misconception == "This is the sum of the shares."
    assert ask(SHARES, COUNT, n=10, shares={"ham": 0.5, "spam": 0.2, "unsure": 0.1}).verdict is Verdict.PASSED


def test_an_earlier_answer_of_another_kind_leaves_the_solution_as_it_is(ask: Ask) -> None:
    for odd in ("many", None, [1, 2], {"a": 1}, 0, float("inf"), 10**400):
        assert ask(MEAN, SHARES, shares=odd).verdict is Verdict.PASSED
        assert ask(SHARES, COUNT, n=odd).verdict is Verdict.PASSED


def test_the_solution_goes_on_from_what_is_chosen(ask: Ask) -> None:
    assert ask(RARE, cut=1, rare=["unsure"]).verdict is Verdict.PASSED
    assert ask(RARE, cut=1).verdict is Verdict.FAILED
    # With what cannot be a choice, nobody knows what is right; what comes before it is known.
    assert "cannot be computed from your own earlier answers" in ask(RARE, cut="two").found
    assert ask(DOUBLE, cut="two").verdict is Verdict.PASSED
    assert (
        ask(number("share", "batch_size", "it", within=0), cut="two", batch_size=8).verdict is Verdict.PASSED
    )


def test_the_solution_goes_on_from_a_file_that_the_learner_made(ask: Ask, tmp_path: Path) -> None:
    lines = items("share", "lines", "the lines of your file")
    (tmp_path / "own.jsonl").write_text("x\n", encoding="utf-8")
    assert ask(lines).verdict is Verdict.PASSED
    assert ask(lines, lines=["a", "b"]).verdict is Verdict.FAILED


def test_without_a_chosen_file_the_solution_has_its_own(ask: Ask) -> None:
    assert ask(items("share", "lines", "the lines of your file"), lines=["a", "b"]).verdict is Verdict.PASSED


def test_a_solution_that_cannot_go_on_says_so(ask: Ask) -> None:
    result = ask(number("share", "no_such_name", "it"), no_such_name=1)
    assert result.verdict is Verdict.FAILED
    assert "cannot be computed from your own earlier answers" in result.found


def test_a_mapping_is_compared_for_some_keys_and_in_odd_forms(ask: Ask) -> None:
    ham = mapping("share", "shares", "the share of ham", keys=lambda work: ["ham"])
    assert ask(ham, shares={"ham": np.array([0.625]), "spam": 9}).verdict is Verdict.PASSED
    assert ask(ham, shares={"ham": 62.5}).misconception == "These are percentages."
    assert ask(ham, shares={"ham": ..., "spam": 9}).verdict is Verdict.NOT_ATTEMPTED
    assert ask(ham, shares={"spam": 0.25}).verdict is Verdict.NOT_ATTEMPTED
    wrapped = {"ham": [0.625], "spam": pd.Series([0.25]), "unsure": Fraction(1, 8)}
    assert ask(SHARES, shares=wrapped).verdict is Verdict.PASSED
    assert ask(SHARES, shares=pd.Series(RIGHT["shares"])).verdict is Verdict.PASSED


def test_a_solution_that_fills_a_list_step_by_step_is_not_mixed_with_the_learner_s(ask: Ask) -> None:
    wrong = {"ham": 1, "spam": 1, "unsure": 1}
    assert ask(RARE, SHARES, shares=wrong, rare=[]).verdict is Verdict.FAILED
    assert ask(RARE, SHARES, shares=wrong).verdict is Verdict.PASSED


def test_a_wide_tolerance_is_not_relative(ask: Ask) -> None:
    wide = function("share", "double", "doubles", inputs=[(1000,)], within=0.05)
    assert ask(wide, double=lambda x, y=0: 2 * x + 0.04).verdict is Verdict.PASSED
    assert ask(wide, double=lambda x, y=0: 2.02 * x).verdict is Verdict.FAILED


def test_a_rounded_value_earns_most(ask: Ask) -> None:
    assert "right, but rounded" in ask(MEAN, mean=0.333).found
    assert "right, but rounded" in ask(SHARES, shares={"ham": 0.625, "spam": 0.25, "unsure": 0.12}).message
    assert "right, but rounded" in ask(TABLE, table=RIGHT["table"].assign(share=[0.625, 0.25, 0.12])).found


def test_what_is_missing_or_too_much_is_named(ask: Ask) -> None:
    result = ask(SHARES, shares={"ham": 5 / 8, "spam": 0.5, "other": 1})
    assert result.found == (
        "`shares` is right for 1 of 3 keys. For 'spam' it is 0.5. It has nothing for 'unsure'. 'other' should not be in it."
    )
    assert (
        ask(RARE, rare=["spam", "ham"]).found
        == "`rare` lists 1 right one, and also `ham`. Others are missing."
    )
    assert (
        "has no column 'share'. Its columns are 'count'" in ask(TABLE, table=RIGHT["table"][["count"]]).found
    )
    assert "It has nothing for 'unsure'" in ask(TABLE, table=RIGHT["table"].head(2)).found
    twice = pd.concat([RIGHT["table"], RIGHT["table"].head(1)])
    assert ask(TABLE, table=twice).found == "`table` has more than one row for 'ham'."


def test_a_misspelt_choice_is_told_the_list(ask: Ask) -> None:
    result = ask(KIND, kind="nominel")
    assert '"categorical", "interval", "nominal", "ordinal"' in result.advice
    assert ask(KIND, kind="Categorical ").verdict is Verdict.PASSED


def test_a_choice_follows_from_a_wrong_number_and_never_gives_the_answer_away(ask: Ask) -> None:
    verdict = choice("share", "verdict", "what to do")
    assert ask(verdict).verdict is Verdict.PASSED
    assert ask(verdict, COUNT, n=3, verdict="retrain").verdict is Verdict.PASSED
    wrong = ask(verdict, verdict="retrain")
    assert wrong.verdict is Verdict.FAILED
    assert wrong.misconception.startswith("The verdict is the wrong way round.")
    odd = ask(verdict, verdict="maybe")
    assert "not one of the words that the task offers" in odd.found
    assert "retrain" not in odd.message
    assert "pass" not in odd.message
    listed = ask(choice("share", "verdict", "what to do", among=["pass", "retrain"]), verdict=True)
    assert 'from these: "pass", "retrain"' in listed.advice


PAIRS = mapping("share", "pairs", "the count of each pair", absent=0)
CROSSED = pd.DataFrame({"ham": [2, 3], "spam": [0, 0]}, index=["ham", "spam"])


@pytest.mark.parametrize(
    "given",
    [
        RIGHT["pairs"],
        CROSSED,
        CROSSED.T.to_dict(),
        CROSSED.stack(),
        CROSSED.stack().reset_index(),
        {**RIGHT["pairs"], ("spam", "spam"): 0},
    ],
)
def test_counts_of_pairs_are_read_in_each_natural_form(ask: Ask, given: Any) -> None:
    assert ask(PAIRS, pairs=given).found == ""


def test_a_missing_count_is_zero_only_where_it_is_declared(ask: Ask) -> None:
    assert ask(PAIRS, pairs={("spam", "ham"): 3}).verdict is Verdict.FAILED
    assert ask(PAIRS, pairs=CROSSED.T).verdict is Verdict.FAILED
    strict = mapping("share", "pairs", "the count of each pair")
    assert ask(strict, pairs={**RIGHT["pairs"], ("spam", "spam"): 0}).verdict is Verdict.FAILED


COUNTS = mapping("share", "counts", "the count of each", absent=0)
RAREST = number("share", "rarest", "the smallest count", within=0)


def test_later_answers_follow_from_a_mapping_in_which_a_zero_was_left_out(ask: Ask) -> None:
    """The mapping is right, and the step that reads its keys must not stop."""
    left_out = {"ham": 5, "spam": 2}
    assert ask(COUNTS, counts=left_out).verdict is Verdict.PASSED
    assert ask(RAREST, COUNTS, COUNT, counts=left_out, n=9).verdict is Verdict.PASSED
    assert (
        ask(
            MEAN, COUNTS, SHARES, counts=left_out, shares={"ham": 1, "spam": 2, "unsure": 3}, mean=2.0
        ).verdict
        is Verdict.PASSED
    )
    assert (
        ask(RAREST, COUNTS, counts=[["ham", 5], ["spam", 3], ["none", 2]], rarest=2).verdict is Verdict.PASSED
    )


def test_what_does_not_need_the_step_that_stops_still_follows(ask: Ask) -> None:
    stopping = {"ham": -1, "spam": 2, "unsure": 3}
    root = number("share", "root", "the root of the share of ham")
    assert ask(MEAN, SHARES, shares=stopping, mean=4 / 3).verdict is Verdict.PASSED
    assert ask(root, SHARES, shares=stopping).verdict is Verdict.PASSED
    assert ask(root, SHARES, shares=stopping, root=7.0).verdict is Verdict.FAILED


def test_a_reset_series_of_answers_is_read(ask: Ask) -> None:
    assert (
        ask(COUNTS, counts=pd.Series({"ham": 5, "spam": 2, "none": 0}).reset_index()).verdict
        is Verdict.PASSED
    )


def test_rounding_of_several_numbers_is_told_also_where_one_has_few_digits(ask: Ask) -> None:
    ends = function("share", "ends", "gives two ends", inputs=[(1,), (2,)], within=0.0005)
    result = ask(ends, ends=lambda x: (round(0.02562 * x, 2), round(0.51316 / x, 2)))
    assert "right, but rounded" in result.misconception
    assert "right, but rounded" in ask(FLAT_ENDS, flat_ends=[0.03, 0.51]).found
    small = RIGHT["table"].assign(share=[0.62, 0.25, 0.12])
    assert "right, but rounded" in ask(TABLE, table=small).found


FLAT_ENDS = array("share", "flat_ends", "two ends", within=0.0005)


def test_a_number_that_is_not_whole_is_not_shown_as_one(ask: Ask) -> None:
    whole = number("share", "n", "the number of labels", within=0, show=",.0f")
    assert ask(whole, n=8.4).found == "`n` is 8.4, which is not a whole number."
    shown = number("share", "mean", "the mean share", show=".1f")
    assert "`mean` is 0.3412," in ask(shown, mean=0.3412).found


def test_truth_values_are_no_ids(ask: Ask) -> None:
    assert "holds 3 truth values, True or False, and no ids" in ask(RARE, rare=[True, False, True]).found
    by_id = pd.Series({"ham": False, "spam": True, "unsure": True})
    assert ask(RARE, rare=by_id).verdict is Verdict.PASSED


def test_only_the_columns_that_are_wrong_are_named(ask: Ask) -> None:
    both = column("share", "table", ["count", "share"], "right")
    found = ask(both, table=RIGHT["table"].assign(share=[0.1, 0.2, 0.7])).found
    assert found.startswith("`table['share']`: 0 of 3 rows")


def test_two_mistakes_with_one_word_are_both_named(ask: Ask) -> None:
    said = ask(choice("share", "verdict", "what to do"), COUNT, n=7, verdict="retrain").misconception
    assert said == "The verdict is the wrong way round. Or: It was judged by the rest."


def test_later_answers_follow_from_a_mapping_with_a_key_too_few_or_too_many(ask: Ask) -> None:
    few = {"ham": 0.5, "spam": 0.25}
    assert ask(MEAN, SHARES, shares=few, mean=0.375).verdict is Verdict.PASSED
    many = {**RIGHT["shares"], "other": 0.2}
    assert ask(MEAN, SHARES, shares=many, mean=0.3).verdict is Verdict.PASSED


PAIR = function("share", "pair", "gives a pair", inputs=[(2,), (0,), (4,)])


def test_a_function_that_only_stops_where_it_was_not_written_for_it_is_named(ask: Ask) -> None:
    def stops(x: float) -> Any:
        return x, 1 / x

    def stops_otherwise(x: float) -> Any:
        return x, [1 / x][0 if x else 5] if x else [][0]

    assert ask(PAIR, pair=stops).misconception == "It was not written for 0."
    assert ask(PAIR, pair=stops_otherwise).misconception == ""


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda x: {"a": x, "b": x}, "should return a list or tuple of 2 values, and it returns a dict"),
        (lambda x: x, "should return a list or tuple of 2 values, and it returns 2"),
        (
            lambda x: (x, x, x),
            "should return a list or tuple of 2 values, and it returns a list of 3 numbers",
        ),
    ],
)
def test_a_function_that_returns_another_kind_is_told_so(ask: Ask, wrong: Any, said: str) -> None:
    assert said in ask(PAIR, pair=wrong).misconception


def test_a_mistake_must_give_the_learner_s_value_on_the_inputs_of_every_check(ask: Ask) -> None:
    at_two = function("share", "pair", "gives a pair", inputs=[(2,)])

    def constant(x: float) -> Any:
        return 2, 0.25

    def mistaken(x: float) -> Any:
        return x, 1 / x

    assert ask(at_two, PAIR, pair=constant).misconception == ""
    assert ask(PAIR, at_two, pair=mistaken).misconception == "It was not written for 0."
    # Two mistakes in one function: each check names the one that it sees.
    doubled = function("share", "double", "doubles", inputs=[(1,), (3, 1)])
    at_zero = function("share", "double", "doubles", inputs=[(0,)])

    def two_mistakes(x: float, y: float = 0) -> float:
        return 3 * x + y if x else 7

    assert ask(doubled, at_zero, double=two_mistakes).misconception == "It is three times the number."


def test_what_is_no_function_and_what_is_no_id_is_said(ask: Ask) -> None:
    assert "should be a function" in ask(PAIR, pair=(1, 2)).found
    assert ask(RARE, rare=["spam", "Anna"]).found == "`rare` contains `Anna`, which is not an id here."


@pytest.mark.parametrize("starter", [lambda x: ..., lambda x: (..., 1)])
def test_a_function_that_still_returns_the_starter_is_not_attempted(ask: Ask, starter: Any) -> None:
    assert ask(PAIR, pair=starter).verdict is Verdict.NOT_ATTEMPTED


def test_a_rounded_function_earns_most(ask: Ask) -> None:
    third = function("share", "pair", "gives a pair", inputs=[(3,), (7,)])
    result = ask(third, pair=lambda x: (x, round(1 / x, 3)))
    assert "right, but rounded" in result.misconception
    assert result.points == pytest.approx(0.8 * result.max_points)


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda: number("share", "x", "it", within="1 pct"), "within='1 pct' cannot be read"),
        (lambda: function("share", "x", "it", inputs=[1]), "is a tuple of its arguments"),
        (lambda: number("share", "x", "it", after="count"), "`after` is the check itself"),  # type: ignore[arg-type]
    ],
)
def test_an_author_s_slip_is_said_at_once(made: Callable[[], Check], said: str) -> None:
    with pytest.raises((TypeError, ValueError), match=said):
        made()


FLAT = array("share", "flat", "the counts", within=0)


@pytest.mark.parametrize(
    "given",
    [
        [5, 2, 1],
        np.array([[5], [2], [1]]),
        np.array([[5, 2, 1]]),
        pd.DataFrame({"a": [5, 2, 1]}),
        {0: 5, 1: 2, 2: 1},
        pd.Series([5.0, 2, 1]),
    ],
)
def test_numbers_in_a_row_are_read_in_each_natural_form(ask: Ask, given: Any) -> None:
    assert ask(FLAT, flat=given).found == ""


def test_an_array_is_compared_place_by_place(ask: Ask) -> None:
    grid = array("share", "grid", "the counts", within=0)
    assert ask(grid).verdict is Verdict.PASSED
    assert ask(grid, grid=pd.DataFrame([[1, 2], [3, 4]])).verdict is Verdict.PASSED
    assert ask(grid, grid=[[1, 2], [3, 5]]).found == "`grid` has 3 right of 4 numbers. At 1, 1 it is 5."
    assert ask(grid, grid=[[1, 3], [2, 4]]).misconception == "Rows and columns are exchanged."
    assert "has the shape (1, 2), and the task asks for (2, 2)" in ask(grid, grid=[[1, 2]]).found
    assert (
        ask(array("share", "grid", "the counts", within=0, off=2), grid=[[1, 3], [2, 4]]).verdict
        is Verdict.PASSED
    )
    assert "right, but rounded" in ask(array("share", "thirds", "it"), thirds=[0.333, 0.667]).found


def test_nan_is_right_where_it_is_declared(ask: Ask) -> None:
    assert ask(number("share", "nothing", "nothing", undefined=True)).verdict is Verdict.PASSED
    assert ask(number("share", "nothing", "nothing", undefined=True), nothing=0.0).verdict is Verdict.FAILED


def test_a_right_value_makes_its_measure(ask: Ask) -> None:
    measured = number(
        "share", "mean", "it", measure=lambda work, value: Measure(id="m", name="M", value=value)
    )
    assert [one.value for one in ask(measured).measures] == [1 / 3]
    found = items(
        "share", "rare", "it", measure=lambda work, found: Measure(id="m", name="M", value=found.recall)
    )
    assert [one.value for one in ask(found).measures] == [1.0]
    assert ask(found, rare=["ham"]).measures == ()


@pytest.mark.skipif(
    not hasattr(os, "fork"), reason="without fork the author's own cell would end the solution"
)
def test_a_mistake_that_ends_its_process_harms_nothing(ask: Ask) -> None:
    assert ask(HALF, half=50).misconception == ""
    assert ask(HALF, half=8).misconception == "It was divided by ten."


def test_a_solution_that_never_ends_is_the_author_s_fault(
    exercise: tuple[Course, Exercise], tmp_path: Path
) -> None:
    course, one = exercise
    endless = one.model_copy(
        update={"limits": one.limits.model_copy(update={"seconds": 1}), "folder": tmp_path / "endless"}
    )
    endless.folder.mkdir()
    (endless.folder / "notebook.py").write_text(
        "# %%\nx = 1\n# solution\nwhile True:\n    pass\n", encoding="utf-8"
    )
    work = Work(Material(course, endless, "ada"), lambda question: answer({"x": 1}, tmp_path, question))
    with pytest.raises(ExerciseError, match="took longer than 61 seconds or more memory"):
        work.solution.number("x")
    work.close()


ENDLESS = """\
# %%
n = ...
# solution
n = 3
below = list(range(n))

# %%
total = ...
# solution
total = sum(1 for _ in range(n))
"""


@pytest.fixture
def limited(exercise: tuple[Course, Exercise], tmp_path: Path) -> Callable[..., list[CheckResult]]:
    """Ask two checks of a solution that counts to n and may take a second; say what the learner has, and what is chosen."""
    course, one = exercise
    folder = tmp_path / "limited"
    folder.mkdir()
    (folder / "notebook.py").write_text(ENDLESS, encoding="utf-8")

    def ask(space: dict[str, Any], chosen: tuple[str, ...] = ()) -> list[CheckResult]:
        short = one.limits.model_copy(update={"seconds": 1})
        here = one.model_copy(update={"limits": short, "folder": folder, "chosen": chosen, "files": ()})
        work = Work(Material(course, here, "ada"), lambda question: answer(space, tmp_path, question))
        checks = [number("share", "n", "it", within=0), number("share", "total", "it", within=0)]
        named = [Check(f"check-{place}", *_parts(each)) for place, each in enumerate(checks)]
        results, notes = run_checks(here, named, work)
        work.close()
        assert notes == []
        return results

    return ask


def test_a_learner_s_huge_number_costs_its_own_check_only(limited: Callable[..., list[CheckResult]]) -> None:
    n, total = limited({"n": 10**11, "total": 3})
    assert (n.verdict, total.verdict) == (Verdict.FAILED, Verdict.PASSED)
    n, total = limited({"n": 10**11, "total": 4})
    assert (n.verdict, total.verdict) == (Verdict.FAILED, Verdict.FAILED)


def test_a_choice_with_which_the_solution_never_ends_is_told(
    limited: Callable[..., list[CheckResult]],
) -> None:
    began = time.monotonic()
    total = limited({"n": 10**11, "total": 3}, ("n",))[1]
    assert "cannot be computed from your own earlier answers" in total.found
    assert time.monotonic() - began < 30


def test_two_learners_in_turn_get_their_own_solution(
    exercise: tuple[Course, Exercise], tmp_path: Path
) -> None:
    course, one = exercise
    first, second = (
        Work(
            Material(course, one, who),
            lambda question, cut=cut: answer({**RIGHT, "cut": cut}, tmp_path, question),
        )
        for who, cut in (("ada", 1), ("ben", 2))
    )
    assert first.solution.ids("rare", ()) == ["unsure"]
    assert sorted(second.solution.ids("rare", ())) == ["spam", "unsure"]
    # The one that is asked again runs again.
    assert first.solution.ids("rare", ()) == ["unsure"]
    assert sorted(second.solution.ids("rare", ())) == ["spam", "unsure"]
    first.close()
    second.close()
