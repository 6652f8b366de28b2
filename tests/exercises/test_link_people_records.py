"""The person records: true links found again without their ids, attainable bounds, and hidden sets that are fair."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path
from types import SimpleNamespace

import pytest

from labelwright.course.course import Course
from labelwright.course.exercise import load_module
from labelwright.course.percent import solution_cells
from labelwright.data import seed
from labelwright.data.material import Material
from labelwright.quality.near_duplicates import block, jaccard

ROOT = Path(__file__).resolve().parents[2]
SLUG = "link-people-records"
LEARNERS = [f"learner-{number}" for number in range(12)]


CHECKS = load_module(Course(ROOT).exercise(SLUG), "checks.py")
records, sets = CHECKS.records, CHECKS.sets


def material(learner: str, form: int = 1) -> Material:
    return Material(Course(ROOT), Course(ROOT).exercise(SLUG), learner, form)


def rows_by_id(rows):
    """The ten values of each record by id; None where one is missing."""
    plain = rows[list(records.FIELDS)].astype(object).where(rows[list(records.FIELDS)].notna(), None)
    return dict(zip(records.ids(rows), plain.to_dict("records"), strict=True))


def shared(by_id, *fields):
    return block(by_id, [{one: row[field] for one, row in by_id.items()} for field in fields]).pairs


def agree(by_id, link):
    first, second = (by_id[one] for one in link)
    return sum(first[field] == second[field] is not None for field in records.FIELDS)


def number(piece: str, way: int) -> int:
    return int.from_bytes(blake2b(f"{way}:{piece}".encode(), digest_size=6).digest(), "big")


def signature(pieces, ways=128):
    return [min(number(piece, way) for piece in set(pieces)) for way in range(ways)]


def test_the_sample_does_not_carry_the_answer_and_learners_differ():
    ada, grace = (material(learner).sample() for learner in ("ada", "grace"))
    assert list(ada.columns) == list(records.FIELDS)
    assert not ada.duplicated().any()
    assert not ada.equals(grace)
    published = material("ada").frame("febrl-people")
    assert records.links_of(ada, published) != records.links_of(grace, published)
    assert not ada.equals(material("ada", form=2).sample())


def test_true_links_are_those_of_the_published_ids():
    published = material("ada").frame("febrl-people")
    drawn = published.sample(300, random_state=1).reset_index(drop=True)
    person = drawn["rec_id"].str.extract(r"rec-(\d+)-")[0]
    true = {
        frozenset(f"p{row:03}" for row in rows)
        for rows in person.groupby(person).groups.values()
        if len(rows) == 2
    }
    assert records.links_of(drawn.drop(columns="rec_id"), published) == true
    assert len(true) > 20


@pytest.mark.mostly_slow(2, reason="each case draws another learner's work")
@pytest.mark.parametrize("form", [1, 2])
@pytest.mark.parametrize("learner", LEARNERS[:8])
def test_the_bounds_can_be_reached_and_the_known_mistakes_cannot(learner, form):
    here = material(learner, form)
    by_id, true = rows_by_id(here.sample()), records.links_of(here.sample(), here.frame("febrl-people"))
    candidates = shared(by_id, "surname", "date_of_birth", "soc_sec_id")
    assert len(candidates) < 1_200
    assert len(candidates & true) / len(true) >= 0.97
    for fields, least in ((4, 0.98), (3, 0.94)):
        links = {link for link in candidates if agree(by_id, link) >= fields}
        assert len(links & true) / len(links) >= least
    links = {link for link in candidates if agree(by_id, link) >= 4}
    assert len(links & true) / len(true) >= 0.98
    loose = {link for link in candidates if agree(by_id, link) >= 2}
    assert len(loose & true) / len(loose) < 0.7
    by_number = shared(by_id, "soc_sec_id")
    assert len(by_number & true) / len(true) < 0.95
    assert len(shared(by_id, "state")) > 4_900 > len(shared(by_id, "street_number"))


@pytest.mark.mostly_slow(2, reason="each case draws another learner's work")
@pytest.mark.parametrize("learner", LEARNERS)
def test_128_ways_keep_the_bound_with_room_and_16_do_not(learner):
    pairs = sets.drawn_pairs(seed(learner, SLUG))
    exact = [jaccard(set(a), set(b)) for a, b in pairs]
    assert (min(exact), max(exact)) == (0, 1)
    assert sum(0.2 < value < 0.8 for value in exact) >= 12
    for ways, good in ((128, True), (16, False)):
        made = [
            (signature(a, ways), signature(b, ways), value)
            for (a, b), value in zip(pairs, exact, strict=True)
        ]
        assert (sets.mean_error(made) < 0.042) is good


@pytest.fixture(scope="module")
def solution():
    """The names of the solution's cells on sets, which need no data."""
    names = {}
    for cell in solution_cells(Course(ROOT).exercise(SLUG)):
        if any(f"def {name}(" in cell for name in ("jaccard", "numbered", "signature")):
            exec(cell, names)
    return names


def test_the_solution_s_jaccard_is_the_library_s(solution):
    pairs = [*sets.drawn_pairs(3), *sets.jaccard_inputs(SimpleNamespace(learner="ada", form=1))]
    for a, b in pairs:
        assert solution["jaccard"](a, b) == pytest.approx(jaccard(set(a), set(b)))


def test_a_shuffled_list_is_the_same_set():
    pieces = sets.drawn_pairs(7)[3][0]
    assert set(sets.shuffled(pieces)) == set(pieces)
    assert sets.shuffled(pieces) != pieces
    assert signature(sets.shuffled(pieces), 4) == signature(pieces, 4)


def test_the_numbers_that_the_notebook_states():
    text = " ".join((ROOT / "exercises" / SLUG / "notebook.py").read_text("utf-8").split())
    rows = len(material("ada").sample())
    assert f"{rows} x {rows - 1} / 2 = {rows * (rows - 1) // 2:,}" in text
    assert 4_900 / (rows * (rows - 1) / 2) == pytest.approx(0.02, abs=0.0005)
    assert not material("ada").sample().duplicated().any()


def test_the_solution_s_signature_is_the_smallest_number_of_each_way(solution):
    for pieces in (["smi", "mit", "ith"], sets.drawn_pairs(3)[5][0]):
        assert solution["signature"](pieces) == signature(pieces)


class Sample:
    """Only what finding shared fields asks of a learner's work."""

    def __init__(self, rows):
        self.sample = rows

    def cached(self, key, compute):
        return compute()


def test_pairs_that_must_share_two_keys_are_told_from_pairs_that_share_any():
    work = Sample(material("ada").sample())
    found = {name: frozenset(links) for name, links in records.field_links(work).items()}
    both = found["surname"] & found["date_of_birth"]
    assert set(records.columns_required(work, both)) == {"surname", "date_of_birth"}
    three = both & found["suburb"]
    assert set(records.columns_required(work, three)) >= {"suburb"}
    for other in (found["surname"], found["surname"] | found["date_of_birth"], frozenset(list(both)[1:])):
        assert records.columns_required(work, other) == ()
