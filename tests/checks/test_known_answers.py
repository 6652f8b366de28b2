"""What earlier trials of a proof found out is used again only where the question and all that it follows from are the same."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

from labelwright.checks.known_answers import MAX_ANSWER, KnownAnswers, RememberedAnswers
from labelwright.checks.solution_process import Start
from labelwright.exchange.inspect import FOLLOWED

START = Start({}, None, (), {}, {"cut": 3}, {"mean": 2.5}, {}, {}, "", 1, 1)
QUESTION = {"ask": "value", "name": "mean"}


def asked(known, start=START):
    """Return a way to ask a new run; each time that the solution itself is asked it answers another number."""
    memory, numbers = RememberedAnswers(known, start), count(len(known.known))

    def ask(mistake, question):
        return memory.answer(mistake, question, lambda *_: str(next(numbers)).encode())

    return ask


def test_the_same_question_is_asked_once_for_all_runs():
    known = KnownAnswers()
    assert asked(known)("halved", QUESTION) == asked(known)("halved", QUESTION) == b"0"
    assert asked(known)(None, QUESTION) == b"1"
    assert asked(known)("doubled", QUESTION) == b"2"
    assert asked(known)("halved", {**QUESTION, "name": "median"}) == b"3"


def test_what_the_learner_answered_matters_except_to_the_plain_solution():
    known, other = KnownAnswers(), replace(START, answers={"mean": 2.4})
    plain, followed, mistaken = (None, QUESTION), (None, {**QUESTION, FOLLOWED: True}), ("halved", QUESTION)
    before = [asked(known)(*one) for one in (plain, followed, mistaken)]
    after = [asked(known, other)(*one) for one in (plain, followed, mistaken)]
    assert [one == two for one, two in zip(before, after, strict=True)] == [True, False, False]
    assert asked(known, replace(START, chosen={"cut": 4}))(*plain) not in before + after


def test_the_second_call_of_a_run_has_an_answer_of_its_own():
    known = KnownAnswers()
    first, again = asked(known), asked(known)
    assert [first("counts", QUESTION), first("counts", QUESTION)] == [b"0", b"1"]
    assert [again("counts", QUESTION), again("counts", QUESTION)] == [b"0", b"1"]


def test_a_huge_answer_is_asked_again():
    known = KnownAnswers()
    RememberedAnswers(known, START).answer("halved", QUESTION, lambda *_: b"x" * (MAX_ANSWER + 1))
    assert not known.known
