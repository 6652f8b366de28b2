"""Repaired tables and links between records: each wrong repair is made and recognised; a right one passes."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.checks import Failed, groups_closed, idempotent, links_in, links_match, table_repaired
from labelwright.checks.repairs import equal
from labelwright.exchange.plain_data import Table, dumps, loads

N = 24
TRUTH = pd.DataFrame(
    {
        "id": [f"o{n}" for n in range(N)],
        "weight": [float(1 + n) for n in range(N)],
        "age": [float(20 + n) if n % 4 else None for n in range(N)],
        "day": [f"2025-{1 + n % 12:02d}-{1 + (n * 5) % 12:02d}" for n in range(N)],
        "city": [("Oslo", "Lima", "Rome")[n % 3] for n in range(N)],
    }
)


def dirtied() -> pd.DataFrame:
    dirty = TRUTH.astype({"weight": object})
    dirty.loc[dirty.index % 3 == 0, "weight"] *= 1000
    dirty.loc[dirty.index % 3 == 1, "weight"] = [
        f"{value} kg" for value in dirty.loc[dirty.index % 3 == 1, "weight"]
    ]
    dirty["age"] = dirty["age"].fillna(-99.0)
    dirty["day"] = [f"{day[8:10]}/{day[5:7]}/{day[:4]}" for day in dirty["day"]]
    dirty.loc[0, "city"] = "oslo "
    return pd.concat([dirty, dirty.iloc[:2]], ignore_index=True)


DIRTY = dirtied()


def judge(given: pd.DataFrame, **options: Any) -> Any:
    return table_repaired(given, TRUTH, DIRTY, key="id", full=0.95, half=0.5, sentinels=(-99,), **options)


def failed(given: pd.DataFrame, **options: Any) -> Failed:
    with pytest.raises(Failed) as caught:
        judge(given, **options)
    return caught.value


def test_the_right_repair_passes_in_any_row_order() -> None:
    passed = judge(TRUTH.iloc[::-1])
    assert (passed.measured, passed.measures[0].value) == (1.0, 1.0)
    assert passed.measures[0].n == 16 + 6 + 24 - sum(d[8:10] == d[5:7] for d in TRUTH["day"]) * 0 + 1


def test_a_column_of_dates_that_crossed_as_text_is_the_same() -> None:
    assert judge(TRUTH.assign(day=pd.to_datetime(TRUTH["day"]))).measured == 1.0
    assert judge(TRUTH.assign(day=[f"{day}T00:00:00" for day in TRUTH["day"]])).measured == 1.0


def wrong(column: str, how: Callable[[int, Any], Any]) -> pd.DataFrame:
    return TRUTH.assign(**{column: [how(n, value) for n, value in enumerate(TRUTH[column])]})


MEAN = float(DIRTY["age"].mean())
REPAIRS = {
    "unit left": (wrong("weight", lambda n, v: v * 1000 if n % 3 == 0 else v), "times what they should be"),
    "unit undone": (wrong("weight", lambda n, v: v / 1000 if n % 3 else v), "are 0.001 times"),
    "text": (
        wrong("weight", lambda n, v: f"{v} kg" if n % 3 == 1 else v),
        "still contains text that should be numbers",
    ),
    "mean of all": (wrong("age", lambda n, v: v if n % 4 else MEAN), "with the same value"),
    "sentinel": (wrong("age", lambda n, v: v if n % 4 else -99), "a code for 'not measured'"),
    "dates": (wrong("day", lambda n, v: f"{v[:4]}-{v[8:]}-{v[5:7]}"), "Day and month are swapped"),
    "lower case": (wrong("city", lambda n, v: v.lower()), "the right letters but other capitals"),
    "spaces left": (
        wrong("city", lambda n, v: f"{v} " if n % 2 else v),
        "or a space at an end, such as 'Lima '",
    ),
    "erased": (wrong("day", lambda n, v: None if n % 2 else v), "whose value could be read"),
}


@pytest.mark.parametrize(("given", "said"), REPAIRS.values(), ids=REPAIRS)
def test_a_wrong_repair_is_recognised(given: pd.DataFrame, said: str) -> None:
    caught = failed(given)
    assert said in caught.misconception
    assert "Wrong:" in caught.found


def test_lost_invented_and_repeated_rows_forbid_a_pass() -> None:
    lost = failed(TRUTH.iloc[1:])
    assert lost.found.startswith("You lost 1 valid row: `o0`.")
    assert lost.credit == 0.5
    more = pd.concat([TRUTH, TRUTH.iloc[:1].assign(id="x9")])
    assert failed(more).found.startswith("1 row should not be in the table: `x9`.")
    assert failed(pd.concat([TRUTH, TRUTH.iloc[:1]])).found.startswith(
        "More than one row has the same `id`: `o0`."
    )
    assert failed(TRUTH.drop(columns="city")).found.startswith(
        "The table does not have the column `city`. Its columns are `id`"
    )
    assert "`id` is empty in 1 row" in failed(TRUTH.assign(id=[None, *TRUTH["id"][1:]])).found


def test_another_table_s_rows_earn_nothing_and_show_no_mistake_in_their_cells() -> None:
    other = TRUTH.assign(id=[f"p{n}" if n < 20 else one for n, one in enumerate(TRUTH["id"])], weight=None)
    caught = failed(other)
    assert (caught.credit, caught.misconception) == (0.0, "")
    assert caught.found.startswith("You lost 20 valid rows: `o0`")


def test_untouched_data_earn_nothing() -> None:
    caught = failed(DIRTY.drop_duplicates("id"))
    assert (caught.measured, caught.credit) == (0.0, 0.0)
    assert "You changed 0 cells; 47 needed a change, and 0 of these are right now." in caught.found


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (None, float("nan"), True),
        (pd.NA, None, True),
        (None, 0, False),
        (1, 1.0, True),
        ("1", 1, False),
        (True, 1, True),
    ],
)
def test_cells_are_compared_as_people_would(a: object, b: object, same: bool) -> None:
    assert equal(a, b) is same


def test_a_repair_that_stands_still_passes_and_one_that_does_not_is_shown(work: Any) -> None:
    def halve(frame: pd.DataFrame) -> pd.DataFrame:
        return frame.assign(x=frame["x"] / 2)

    frame = pd.DataFrame({"x": [4.0, None, 8.0]})
    assert idempotent(work(clean=lambda f: f.fillna(0)), "clean", frame).measured == 0
    with pytest.raises(
        Failed, match=r"runs a second time: 2 cells, first `x` of row 0, from .*2.0.* to .*1.0"
    ):
        idempotent(work(clean=halve), "clean", frame)
    with pytest.raises(Failed, match=r"first `x` of `id` `b7`, from"):
        idempotent(work(clean=halve), "clean", frame[1:].assign(id=["a1", "b7"]), key="id")
    with pytest.raises(Failed, match="2 rows and 1 columns become 1 and 1"):
        idempotent(
            work(clean=lambda f: f.iloc[len(f) % 2 :] if len(f) == 3 else f.iloc[1:]),
            "clean",
            pd.DataFrame({"x": [1, 2, 3]}),
        )
    with pytest.raises(Failed) as caught:
        idempotent(work(clean=lambda f: None), "clean", frame)
    assert "returns nothing" in caught.value.misconception


STORED = pd.DataFrame({"id": [1, 2, 3, 4], "x": [1.0, 0.0, 3.0, 0.0]})
HOLES = STORED.assign(x=[1.0, None, 3.0, None])
NOTHING_DONE = {
    "returned as it came": (lambda f: f, "returns its argument unchanged"),
    "copied": (lambda f: f.copy().reset_index(drop=True), "returns its argument unchanged"),
    "stored": (lambda f: STORED, "returns the same table if it gets only the first 2 rows"),
    "one step of many": (lambda f: f.assign(x=f["x"].fillna(7.0)), "makes 0 of the 2 repairs"),
    "a column more": (lambda f: f.assign(seen=1), "makes 0 of the 2 repairs"),
}


@pytest.mark.parametrize(("clean", "said"), NOTHING_DONE.values(), ids=NOTHING_DONE)
def test_a_function_that_repairs_nothing_does_not_stand_still(
    work: Any, clean: Callable[[pd.DataFrame], pd.DataFrame], said: str
) -> None:
    with pytest.raises(Failed) as caught:
        idempotent(work(clean=clean), "clean", HOLES, key="id", truth=STORED)
    assert said in caught.value.found
    assert idempotent(work(clean=lambda f: f.fillna(0)), "clean", HOLES, key="id", truth=STORED)


def test_a_wrong_cell_is_named_with_its_row_and_its_column_and_what_it_was() -> None:
    one = TRUTH.assign(city=[*TRUTH["city"][:5], "Paris", *TRUTH["city"][6:]])
    for table in (one, one.iloc[::-1]):
        caught = failed(table.iloc[:-1] if table is one else table.iloc[1:])
        assert "Wrong: 1 in `city` (such as `id` `o5`)." in caught.found
        assert caught.advice.startswith("Look at `city` of `id` `o5`: it was 'Rome' and is now 'Paris'.")
    # Rows can be lost while no cell is wrong: then no cell is spoken of.
    assert "cell" not in failed(TRUTH.iloc[1:]).advice
    left = failed(TRUTH.iloc[1:].assign(city=["oslo ", *TRUTH["city"][2:]]))
    assert left.advice.startswith("Look at `city` of `id` `o1`: it was 'Lima' and is now 'oslo '.")


PAIRS = [(f"a{n}", f"b{n}") for n in range(20)]


def linked(given: Any, **options: Any) -> Any:
    return links_match(given, PAIRS, precision=0.95, recall=0.95, **options)


def test_right_links_pass_in_either_direction() -> None:
    passed = linked([(b, a) for a, b in PAIRS], candidates=90, most_candidates=100)
    assert [(m.id, m.value, m.n) for m in passed.measures] == [
        ("link-precision", 1.0, 20),
        ("link-recall", 1.0, 20),
    ]


LINKS = {
    "none": ([], {}, "equal in every field"),
    "exact": (PAIRS[:3], {"exact": PAIRS[:3]}, "equal in every field"),
    "loose": (
        PAIRS + [(f"a{n}", f"c{n}") for n in range(40)],
        {},
        "Your threshold is too loose: precision is 0.33",
    ),
    "strict": (PAIRS[:10], {}, "10 of 20 are missing"),
}


@pytest.mark.parametrize(("given", "options", "said"), LINKS.values(), ids=LINKS)
def test_a_wrong_way_of_linking_is_recognised(given: Any, options: dict[str, Any], said: str) -> None:
    with pytest.raises(Failed) as caught:
        linked(given, **options)
    assert said in caught.value.misconception


def test_links_earn_half_and_comparing_everything_forbids_a_pass() -> None:
    with pytest.raises(Failed) as caught:
        linked(PAIRS[:16], half=0.85)
    assert (caught.value.credit, caught.value.measured) == (0.5, round(32 / 36, 4))
    with pytest.raises(Failed, match="You compared 499,500 pairs; 10,000 is the most allowed"):
        linked(PAIRS, candidates=499_500, most_candidates=10_000)


def test_links_come_from_lists_sets_and_tables() -> None:
    wanted = links_in([["a", "b"]], "x")
    assert links_in({("b", "a")}, "x") == wanted
    assert links_in(Table(["l", "r"], [0], [["a"], ["b"]]), "x") == wanted


Pair = namedtuple("Pair", "left right")
TWO_LINKS = [("a", "b"), ("c", "d")]
FORMS = {
    "named tuples": [Pair(*pair) for pair in TWO_LINKS],
    "lists": [list(pair) for pair in TWO_LINKS],
    "a set of frozensets": set(map(frozenset, TWO_LINKS)),
    "a frozenset of tuples": frozenset(TWO_LINKS),
    "an array": np.array(TWO_LINKS),
    "a Series of tuples": pd.Series(TWO_LINKS),
    "a Series of frozensets": pd.Series(list(map(frozenset, TWO_LINKS))),
    "a dict of scores": dict.fromkeys(TWO_LINKS, 0.9),
    "the keys of a dict": dict.fromkeys(TWO_LINKS).keys(),
    "a Series of scores by pair": pd.Series([0.9, 0.8], index=pd.MultiIndex.from_tuples(TWO_LINKS)).index,
    "rows of a table": list(pd.DataFrame(TWO_LINKS).itertuples(index=False)),
    "a table": pd.DataFrame(TWO_LINKS, columns=["one", "two"]),
    "a table with a left over index": pd.DataFrame(TWO_LINKS, columns=["one", "two"]).reset_index(),
    "a table with scores": pd.DataFrame([(*pair, 0.9) for pair in TWO_LINKS]),
}


@pytest.mark.parametrize("form", FORMS)
def test_links_are_read_in_every_natural_form(form: str) -> None:
    crossed = loads(dumps(FORMS[form]))
    assert links_in(crossed, "x", known="abcd") == frozenset(map(frozenset, TWO_LINKS))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (7, "should be a list of pairs of ids, but it is 7"),
        (["ab"], "should be a list of pairs of ids, but it is a list of 1 text, 'ab'"),
        ([["a", "b", "c"]], "which is not a pair"),
        ([["a", ["b"]]], "which is not a pair"),
        ([["a", "a"]], "links `a` with itself"),
        ([["a", "q"]], "ids that do not exist: `q`"),
        (Table(["l"], [0], [["a"]]), "but it is a DataFrame with 1 row and 1 column"),
        ([("a", "b")] * 200_001, "has 200,001 pairs; at most 200,000 are read"),
    ],
)
def test_what_is_no_link_is_told(value: object, said: str) -> None:
    with pytest.raises(Failed, match=said):
        links_in(value, "x", known=["a", "b", "c"])


@given(
    st.lists(st.tuples(st.integers(0, 8), st.integers(9, 15)), max_size=12),
    st.lists(st.sets(st.integers(0, 9), min_size=1)),
)
def test_all_pairs_of_groups_are_closed_and_chains_are_not(
    pairs: list[tuple[int, int]], groups: list[set[int]]
) -> None:
    for group in groups:
        full = list(combinations(sorted(group), 2))
        assert groups_closed(full).measured == len(full)
    credit = 0.0
    try:
        groups_closed(pairs)
    except Failed as caught:
        credit = caught.credit
    assert 0 <= credit < 1


def test_an_implied_link_is_named() -> None:
    with pytest.raises(Failed, match="1 link follows from your links but is missing, such as a and c"):
        groups_closed([("a", "b"), ("b", "c")])


def test_a_long_chain_of_links_is_no_bomb() -> None:
    with pytest.raises(Failed) as caught:
        groups_closed([(n, n + 1) for n in range(100_000)])
    assert caught.value.measured == 100_001 * 100_000 // 2 - 100_000


def test_a_table_with_columns_of_several_levels_is_refused() -> None:
    frame = pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_tuples([("id", "a"), ("id", "b")]))
    assert "several levels" in failed(frame).found
