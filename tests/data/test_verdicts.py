"""Each kind of verdict against right and wrong answers, and the edges at which counting goes wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.text_checks import KINDS, VerdictError, constraints, judge, verdict_rows
from labelwright.text_checks.answers import clocks, dates, detect, find_object, numbers


def verdict(answer: str, prompt: str = "", /, **check: object) -> bool | None:
    return judge(check, prompt, answer).passed


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("It's a well-known fact.", 4),
        ("don’t stop", 2),
        ("yes—no -- maybe – so", 4),
        ("- one two\n- three", 3),
        ("1. one\n2) two\n(3) three", 3),
        ("**bold** & plain", 2),
        ("3.5 kg, 1,000 m", 4),
        ("a\u00a0b\u202fc\td", 4),
        ("... --- ***", 0),
        ("das Café öffnet", 3),
        ("हिंदी में उत्तर", 3),
    ],
)
def test_words(text: str, count: int) -> None:
    assert len(constraints.words(text)) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One. Two! Three?", 3),
        ("Dr. Lee met Mr. Roe.", 1),
        ("It costs 3.50 euros. Fine.", 2),
        ("At 3 p.m. we left.", 1),
        ("Wait... what?", 1),
        ("Wait… What?", 2),
        ('He said "Go." She went.', 2),
        ("No mark at the end", 1),
        ("First line\nSecond line", 2),
        ("J. K. Roe wrote it.", 1),
        ("So do I. Then we left.", 2),
        ("Really?! Yes.", 2),
        ("भारत एक देश है। यह बड़ा है।", 2),
        ("أين هو؟ هنا.", 2),
        ("1. One.\n2. Two.", 2),
        ("", 0),
        ("!!!", 0),
    ],
)
def test_sentences(text: str, count: int) -> None:
    assert len(constraints.sentences(text)) == count, constraints.sentences(text)


@pytest.mark.parametrize("mark", ["- ", "* ", "+ ", "• ", "•", "‣ ", "◦ ", "▪ ", "– ", "— ", "  - ", "\t* "])
def test_every_common_bullet_is_one(mark: str) -> None:
    assert len(constraints.bullets(f"Here:\n{mark}one\n{mark}two")) == 2


@pytest.mark.parametrize(
    "line", ["**Bold** start", "-5 degrees", "1. one", "one - two", "---", "- ", "*", "*note*"]
)
def test_what_is_no_bullet(line: str) -> None:
    assert constraints.bullets(line) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("1. a\n2. b", 2),
        ("1) a\n(2) b", 2),
        ("**1.** a", 1),
        ("- a", 0),
        ("3.5 kg", 0),
        ("2024. It", 0),
        ("1.a", 0),
    ],
)
def test_numbered_items(text: str, count: int) -> None:
    assert len(constraints.numbered(text)) == count


def test_lines_and_paragraphs() -> None:
    text = "one\n\ntwo\nthree\n   \n\n\nfour\r\n"
    assert len(constraints.lines(text)) == 4
    assert len(constraints.paragraphs(text)) == 3


@pytest.mark.parametrize(
    ("check", "right", "wrong"),
    [
        ({"kind": "words", "min": 2, "max": 3}, ["one two", "one two three"], ["one", "a b c d", ""]),
        ({"kind": "words", "max": 2}, ["", "a b"], ["a b c"]),
        ({"kind": "characters", "max": 3}, ["äöü", "e\u0301ab"], ["abcd"]),
        ({"kind": "bullets", "min": 2, "max": 2}, ["- a\n- b"], ["1. a\n2. b", "- a", "- a\n- b\n- c"]),
        ({"kind": "bullets", "min": 0, "max": 0}, ["prose"], ["- a"]),
        (
            {"kind": "repeats", "text": "river", "min": 2, "max": 2},
            ["River and river."],
            ["rivers river", "river"],
        ),
        ({"kind": "repeats", "text": ",", "min": 1, "max": 1}, ["a, b"], ["a b", "a, b, c"]),
        (
            {"kind": "contains", "all": ["15 metres", "leak-free"]},
            ["Leak-free,  15\nmetres"],
            ["15 metres, leaky"],
        ),
        ({"kind": "contains", "all": ["42"]}, ["size 42."], ["size 420", "size 142"]),
        ({"kind": "mentions", "any": ["ten", "10"]}, ["Ten!", "10"], ["often", "100"]),
        ({"kind": "mentions", "any": ["القاهرة"]}, ["عاصمة مصر هي القاهرة.", "والقاهرة"], ["Cairo", "دمشق"]),
        ({"kind": "mentions", "any": ["दिल्ली"]}, ["भारत की राजधानी दिल्ली है।"], ["मुंबई"]),
        ({"kind": "avoids", "words": ["date", "day"]}, ["Monday, dates"], ["What DAY?", "a date"]),
        ({"kind": "avoids", "words": ["sorry"]}, ["apologies"], ["I’m sorry."]),
        ({"kind": "without", "characters": "zZ,"}, ["sea"], ["a, b", "Zoo"]),
        (
            {"kind": "starts", "text": "First"},
            ["First, boil", "**First** boil", "first"],
            ["Firstly", "The first", ""],
        ),
        ({"kind": "not_starts", "text": "Learning"}, ["A", "Learnings"], ["Learning a", "learning"]),
        ({"kind": "lines_start", "text": "Then"}, ["Then a\nThen b"], ["Then a\nb"]),
        (
            {"kind": "ends", "text": "That is all."},
            ["Yes. That is all.", "that is all.\n"],
            ["That is all. Bye.", "That is all"],
        ),
        ({"kind": "ends", "text": "?"}, ["Why?", '"Why?"'], ["Why? Because."]),
        ({"kind": "casing", "case": "upper"}, ["YES, 3!", "ÄÖ"], ["Yes", "123", ""]),
        ({"kind": "casing", "case": "lower"}, ["yes.", "straße"], ["Yes", ""]),
        ({"kind": "exact", "any": ["no"]}, ["No.", " no ", "**No**"], ["No, it is", "yes", ""]),
        (
            {"kind": "exact", "any": ["DELIVERY"], "case": True},
            ["DELIVERY", "'DELIVERY'"],
            ["Delivery", "DELIVERY!?"],
        ),
        ({"kind": "raw", "any": ['"I agree"']}, ['"I agree"\n'], ["I agree", "'I agree'"]),
        (
            {"kind": "sequence", "items": ["ant", "bee"]},
            ["ant\nbee", "Ant < bee < ant"],
            ["bee, ant", "ant", "bees ants"],
        ),
    ],
    ids=lambda value: value["kind"] if isinstance(value, dict) else "",
)
def test_constraints(check: dict[str, object], right: list[str], wrong: list[str]) -> None:
    assert [verdict(text, **check) for text in right] == [True] * len(right)
    assert [verdict(text, **check) for text in wrong] == [False] * len(wrong)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1,250 and 1 250 and 1250", [1250.0, 1250.0, 1250.0]),
        ("1,234,567.5", [1234567.5]),
        ("17 - 25 = -8", [17.0, 25.0, -8.0]),
        ("5-3 and (−2)", [5.0, 3.0, -2.0]),
        ("$-7.50, 85%", [-7.5, 85.0]),
        ("It is 42.", [42.0]),
        ("1, 2, 3", [1.0, 2.0, 3.0]),
        ("x2 B12", []),
        ("3rd 12cm", [3.0, 12.0]),
        ("25/5=5", [25.0, 5.0, 5.0]),
    ],
)
def test_numbers_are_read_as_written(text: str, found: list[float]) -> None:
    assert numbers(text) == found


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_a_number_is_read_with_and_without_separators(value: int) -> None:
    assert numbers(f"It is {value:,}.") == numbers(f"It is {value}.") == [float(value)]


@pytest.mark.parametrize(
    ("text", "passed"),
    [
        ("17 + 25 = 42.", True),
        ("The answer is 42. Check: 42 - 25 = 17.", True),
        ("42.0", True),
        ("17 + 25 = 32.", False),
        ("40, no, 42", True),
        ("42. Or rather 43.", None),
        ("forty-two", None),
        ("17 + 25", False),
        ("", None),
        ("420", False),
    ],
)
def test_the_last_number_not_given_decides(text: str, passed: bool | None) -> None:
    assert verdict(text, "What is 17 + 25?", kind="number", value=42) is passed


def test_a_tolerance_is_kept() -> None:
    assert verdict("9.00 euros", kind="number", value=9, tolerance=0.01) is True
    assert verdict("9.02 euros", kind="number", value=9, tolerance=0.01) is False


@pytest.mark.parametrize(
    ("text", "passed"),
    [
        ("It ends at 21:25.", True),
        ("It ends at 9:25 PM.", True),
        ("It ends at 9:25 p.m.", True),
        ("It ends at 9:25.", None),
        ("It ends at 9:25 am.", False),
        ("19:50 plus 95 minutes", False),
        ("21:25, no, 21:35", None),
        ("at half past nine", False),
    ],
)
def test_a_time_of_day(text: str, passed: bool | None) -> None:
    assert (
        verdict(text, "A film starts at 19:50 and lasts 95 minutes.", kind="clock", value="21:25") is passed
    )


def test_midnight_and_noon() -> None:
    assert [time[:2] for time in clocks("12:45 am, 12:45 pm, 00:45, 24:10")] == [(0, 45), (12, 45), (0, 45)]


@pytest.mark.parametrize(
    ("text", "passed"),
    [
        ("6 March 2024", True),
        ("It is March 6th, 2024.", True),
        ("the 6th of March", True),
        ("2024-03-06", True),
        ("6 March 2023", False),
        ("7 March", False),
        ("25 February plus ten days", False),
        ("3/6/2024", None),
        ("6 March, or 7 March", None),
    ],
)
def test_a_date(text: str, passed: bool | None) -> None:
    question = "What is the date 10 days after 25 February 2024?"
    assert verdict(text, question, kind="date", value="2024-03-06") is passed


def test_impossible_dates_are_no_fault() -> None:
    assert dates("99 March 2024, 2024-77-99, 31 Feb")[0] == (2024, 3, 99)


def test_one_name_of_several() -> None:
    week = ["Monday", "Friday", "Saturday", "Sunday"]
    check = {"kind": "named", "value": "Sunday", "among": week}
    asked = "If yesterday was Friday, what day is tomorrow?"
    found = [
        verdict(text, asked, **check)
        for text in ("Friday, so Sunday", "Monday", "Friday", "Sunday or Monday", "")
    ]
    assert found == [True, False, False, None, False]
    both = {"kind": "named", "value": "iron", "among": ["iron", "feathers"]}
    assert [
        verdict(text, "iron or feathers?", **both) for text in ("Iron.", "feathers", "iron, not feathers")
    ] == [True, False, None]


@pytest.mark.parametrize(
    ("text", "passed"),
    [
        ('{"a": 1, "b": 2}', True),
        ('```json\n{"a": 1, "b": 2}\n```', True),
        ('Here: {"a": 1, "b": 2}', False),
        ('{"a": 1}', False),
        ('{"a": 1, "b": 2, "c": 3}', False),
        ("{'a': 1, 'b': 2}", False),
        ('{"a": 1, "b": 2', False),
        ('["a", "b"]', False),
        ('{"a": NaN, "b": 2}', False),
        ("", False),
        ("[" * 100_000, False),
    ],
    ids=range(11),
)
def test_json_as_a_whole(text: str, passed: bool) -> None:
    assert verdict(text, kind="json", keys=["a", "b"]) is passed


def test_json_lists_are_counted() -> None:
    assert [verdict(text, kind="json", items=2) for text in ("[1, 2]", "[1]", '{"a": 1}')] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("text", "passed"),
    [
        ('{"rent": "980"}', True),
        ('{"rent": 980}', True),
        ('{"rent": 980.0}', True),
        ('{"rent": "980  Euros."}', True),
        ('Sure! {"rent": 980} Done.', True),
        ('{not json} {"rent": 980}', True),
        ('{"rent": 890}', False),
        ('{"Rent": 980}', False),
        ('{"rent": null}', False),
        ('{"rent": ["980"]}', False),
        ("The rent is 980 euros.", False),
    ],
)
def test_a_field(text: str, passed: bool) -> None:
    assert verdict(text, kind="field", name="rent", accept=["980", "980 euros"]) is passed


def test_fields_keep_zeros_and_know_false() -> None:
    assert verdict('{"serial": "47-A"}', kind="field", name="serial", accept=["0047-A"]) is False
    assert verdict('{"fever": false}', kind="field", name="fever", accept=["no", "false"]) is True
    assert verdict('{"fever": 0}', kind="field", name="fever", accept=["no", "false"]) is False


def test_the_outermost_object_is_found() -> None:
    assert find_object('x {"a": {"b": 1}} {"c": 2}') == {"a": {"b": 1}}
    assert find_object("{{{") is None
    assert find_object("{" * 5_000) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Die Hauptstadt von Deutschland ist Berlin.", "de"),
        ("La capital de España es Madrid y es muy grande.", "es"),
        ("La capitale de la France est Paris et elle est grande.", "fr"),
        ("The capital of Germany is Berlin.", "en"),
        ("भारत की राजधानी नई दिल्ली है।", "hi"),
        ("عاصمة مصر هي القاهرة.", "ar"),
        ("Berlin.", None),
        ("42", None),
        ("", None),
        ("Москва большая", None),
    ],
)
def test_languages(text: str, found: str | None) -> None:
    assert detect(text)[0] == found


def test_a_language_too_short_to_tell_is_undecided() -> None:
    assert [
        verdict(text, kind="language", **{"is": "de"})
        for text in ("Das ist der Tee.", "It is the tea.", "Tee")
    ] == [True, False, None]


SETTINGS = {
    "min": 1, "max": 2, "text": "a", "all": ["a"], "any": ["a"], "words": ["a"], "characters": "a", "case": "upper",
    "items": ["a"], "name": "a", "accept": ["a"], "keys": ["a"], "is": "en", "among": ["a", "b"],
}  # fmt: skip
VALUES = {"number": 1, "clock": "10:30", "date": "2024-02-29", "named": "a"}


@pytest.mark.parametrize("kind", KINDS)
@given(text=st.text(max_size=60), prompt=st.text(max_size=30))
def test_no_answer_breaks_a_checker(kind: str, text: str, prompt: str) -> None:
    found = judge({"kind": kind, "value": VALUES.get(kind), **SETTINGS}, prompt, text)
    assert found.passed in (True, False, None)
    assert found.evidence


def test_a_check_that_is_not_well_formed_is_told() -> None:
    with pytest.raises(VerdictError, match=r"kind 'wordz'.*words"):
        judge({"kind": "wordz"}, "", "")
    with pytest.raises(VerdictError, match="has no setting 'text'"):
        judge({"kind": "ends"}, "", "")


def test_rows_name_answer_check_and_evidence() -> None:
    prompts = [{"id": "p", "prompt": "Say a.", "checks": [{"id": "p-c1", "kind": "words", "max": 1}]}]
    answers = [{"id": "p-t00", "prompt": "p", "text": "a b"}]
    assert list(verdict_rows(prompts, answers)) == [
        {"answer": "p-t00", "check": "p-c1", "passed": False, "evidence": "words: 2"}
    ]
