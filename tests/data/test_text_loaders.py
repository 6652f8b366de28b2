"""The loaders of text and judgement data on small files of our own: what they keep, and what they refuse and why."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labelwright.data.loaders import addresses, csv_tables, jsonl, legal, medical, ratings
from labelwright.data.loaders.jsonl import read_jsonl
from labelwright.data.loaders.translations import load_translations, read_catalogue

quick = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
anything = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=20)


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
    return path


def rated(folder: Path, texts: str, marks: str) -> tuple[Path, ...]:
    return write(folder / "texts.txt", texts), write(folder / "ratings.txt", marks)


TEXTS = 'id\tsentiment\ttext\r\n1_1\t0.5\tfine &amp; "dandy"\r\n1_2\t-1\tno good\r\n'
MARKS = "\ufeff1_2\t-1\t0.0\t[-1, -1]\r\n1_1\t0.5\t1.5\t[2, -1, 0, 1]\r\n"


def test_ratings_are_joined_by_id(tmp_path):
    table = ratings.load_rated_texts(rated(tmp_path, TEXTS, MARKS))
    assert table["id"].tolist() == ["1_1", "1_2"]
    assert table["text"].tolist() == ['fine &amp; "dandy"', "no good"]
    assert table["ratings"].tolist() == ["[2, -1, 0, 1]", "[-1, -1]"]
    assert table[["negative", "neutral", "positive"]].to_numpy().tolist() == [[0.25, 0.25, 0.5], [1, 0, 0]]
    assert table["n"].tolist() == [4, 2]
    assert table["sd"].tolist() == [1.5, 0.0]
    assert table["shown"].tolist() == [True, True]


@pytest.mark.parametrize(
    ("texts", "marks", "said"),
    [
        (
            TEXTS.replace("id\t", "ID\t"),
            MARKS,
            r"texts.txt, line 1: .* Check that the texts' file comes first",
        ),
        (TEXTS.replace("-1\tno", "-1 no"), MARKS, "texts.txt, line 3: found"),
        (TEXTS.replace("0.5\tfine", "4.5\tfine"), MARKS, "texts.txt, line 2: found"),
        (TEXTS.replace("0.5\tfine", "nan\tfine"), MARKS, "texts.txt, line 2: found"),
        (TEXTS.replace("1_2", "1_3"), MARKS, "texts.txt, line 3: found .* an id that has ratings"),
        (TEXTS, MARKS.replace("2, -1", "5, -1"), "ratings.txt, line 2: found"),
        (TEXTS, MARKS.replace("2, -1", "2.0, -1"), "ratings.txt, line 2: found"),
        (TEXTS, MARKS.replace("2, -1", "true, -1"), "ratings.txt, line 2: found"),
        (TEXTS, MARKS.replace("[-1, -1]", "[]"), "ratings.txt, line 1: found"),
        (TEXTS, MARKS.replace("[-1, -1]", "7"), "ratings.txt, line 1: found"),
        (TEXTS, MARKS.replace("1_1", "1_2"), "ratings.txt, line 2: found .* a new id"),
        (TEXTS, MARKS + "2_1\t0\t0\t[0]\r\n", "has 2 texts, and .* 3 ids; every id must be in each"),
        (TEXTS + "1_2\t-1\tno good\r\n", MARKS, "has 3 texts"),
    ],
)
def test_bad_ratings_are_named(tmp_path, texts, marks, said):
    with pytest.raises(ValueError, match=said):
        ratings.load_rated_texts(rated(tmp_path, texts, marks))


ANSWERED = {
    "question": "who",
    "answer": ["é"],
    "def_correct_predictions": ["a", "b"],
    "poss_correct_predictions": [],
    "def_incorrect_predictions": ["c"],
    "answer_and_def_correct_predictions": ["é", "a", "b"],
}


def test_verdicts_become_one_row_an_answer(tmp_path):
    silent = ANSWERED | {level: [] for level in jsonl.LEVELS}
    path = write(tmp_path / "v.jsonl", f"{json.dumps(silent)}\n{json.dumps(ANSWERED)}\n")
    table = jsonl.load_verdicts((path,))
    assert table["id"].tolist() == ["2-1", "2-2", "2-3"]
    assert table["answer"].tolist() == ["a", "b", "c"]
    assert table["grade"].tolist() == [2, 2, 0]
    assert table["references"].unique().tolist() == ['["é"]']
    assert table["verdict"].iloc[2] == "definitely incorrect"
    assert table["shown"].all()


def test_a_question_that_may_not_be_shown_hides_all_its_answers(tmp_path):
    lines = [json.dumps({"question": q, "answer": ["a", "b**ts"]}) for q in ("f**k?", "who?")]
    table = jsonl.load_true_answers((write(tmp_path / "t.jsonl", "\n".join(lines)),))
    assert table["shown"].tolist() == [False, False, True, False]


@quick
@given(st.lists(st.tuples(anything, st.lists(anything, max_size=3)), max_size=5))
def test_true_answers_survive_the_round_trip(tmp_path, items):
    lines = (json.dumps({"question": q, "answer": a}, ensure_ascii=False) for q, a in items)
    path = write(tmp_path / "t.jsonl", "".join(f"{line}\n" for line in lines))
    table = jsonl.load_true_answers((path,))
    assert table["answer"].tolist() == [answer for _, answers in items for answer in answers]
    assert table["question"].tolist() == [question for question, answers in items for _ in answers]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "line 2: found '{', which is not JSON"),
        ("", "line 2: found '', which is not JSON"),
        ("[1]", "line 2: found the fields list; expected one object with question .str., answer .list."),
        ('{"question": "q"}', "line 2: found the fields question; expected"),
        ('{"question": "q", "answer": ["a"], "more": 1}', "line 2: found the fields question, answer, more"),
        ('{"question": 1, "answer": ["a"]}', "line 2: found 1 in the field question"),
        ('{"question": "q", "answer": ["a", 2]}', r"line 2: found \['a', 2\] in the field answer"),
    ],
)
def test_a_bad_line_of_json_is_named(tmp_path, line, said):
    good = '{"question": "q", "answer": []}'
    path = write(tmp_path / "t.jsonl", f"{good}\n{line}\n{good}\n")
    with pytest.raises(ValueError, match=said) as caught:
        list(read_jsonl(path, {"question": str, "answer": list}))
    assert "Check that this is the published file" in str(caught.value)


MESSAGES = ',spam,text\n0,0,"He said ""hi"", and\nwent"\n1,1,"  WIN £100  "\n'


def test_messages_keep_quotes_breaks_and_spaces(tmp_path):
    table = csv_tables.load_messages((write(tmp_path / "m.csv", MESSAGES),))
    assert table["text"].tolist() == ['He said "hi", and\nwent', "  WIN £100  "]
    assert table["label"].tolist() == ["ham", "spam"]
    assert table["shown"].tolist() == [True, True]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1: found"),
        (MESSAGES.replace("spam,text", "label,text"), "line 1: found"),
        (MESSAGES.replace("\n1,1", "\n2,1"), "line 4: found .* expected the number 1"),
        (MESSAGES.replace("\n1,1", "\n1,2"), "line 4: found"),
        (MESSAGES + "2,0\n", "line 5: found"),
        (MESSAGES + '2,0,"open\n', "line 5: not CSV"),
    ],
)
def test_bad_messages_are_named(tmp_path, text, said):
    with pytest.raises(ValueError, match=said):
        csv_tables.load_messages((write(tmp_path / "m.csv", text),))


def test_clauses_of_both_kinds(tmp_path):
    for name, load in (
        ("contract", legal.load_contract_questions),
        ("context", legal.load_policy_clauses),
    ):
        rows = [
            {name: f"c{n}", "question": "q", "answer": answer} for n, answer in ((1, "True"), (2, "False"))
        ]
        path = write(tmp_path / f"{name}.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
        table = load((path,))
        assert table["answer"].tolist() == [True, False]
        assert table["clause"].tolist() == ["c1", "c2"]
        assert table["id"].tolist() == [1, 2]
        broken = write(tmp_path / "b.jsonl", json.dumps(rows[0] | {"answer": "yes"}))
        with pytest.raises(
            ValueError, match="line 1: found 'yes' in the field answer; expected one of True, False"
        ):
            load((broken,))


def test_research_questions(tmp_path):
    row = {"question": "q?", "passage": "Context (1): x\n", "answer": "maybe"}
    table = medical.load_research_questions((write(tmp_path / "p.jsonl", json.dumps(row)),))
    assert table.iloc[0].tolist() == [1, "q?", "Context (1): x\n", "maybe"]
    path = write(tmp_path / "p.jsonl", json.dumps(row | {"answer": "Maybe"}))
    with pytest.raises(ValueError, match="expected one of yes, no, maybe"):
        medical.load_research_questions((path,))


def test_examination_questions(tmp_path):
    row = {"question": "q", "options": "A. w\nB. x. y\nC. \nD. z", "answer": "B. x. y"}
    table = medical.load_examination_questions((write(tmp_path / "e.jsonl", json.dumps(row)),))
    assert table.iloc[0].tolist() == [1, "q", "w", "x. y", "", "z", "B"]
    for wrong, said in (
        ({"options": "A. w\nB. x. y\nC. "}, "in the field options; expected four lines"),
        ({"answer": "B. other"}, "line 1: found 'B. other' in the field answer"),
    ):
        path = write(tmp_path / "e.jsonl", json.dumps(row | wrong))
        with pytest.raises(ValueError, match=said):
            medical.load_examination_questions((path,))


def test_equal_options_keep_the_letter_that_the_key_names(tmp_path):
    row = {"question": "q", "options": "A. w\nB. x\nC. v\nD. x", "answer": "D. x"}
    table = medical.load_examination_questions((write(tmp_path / "e.jsonl", json.dumps(row)),))
    assert table["key"].tolist() == ["D"]


def test_citation_variants(tmp_path):
    entry = {"name": "Atlantic Reporter", "cite_type": "state", "variations": {"A. 2d": "A.2d", "Atl.": "A."}}
    path = write(tmp_path / "r.json", json.dumps({"A.": [entry, entry | {"variations": {}}]}))
    table = legal.load_citation_variants((path,))
    assert table.iloc[0].tolist() == [1, "A. 2d", "A.2d", "Atlantic Reporter", "state", "A."]
    assert table["variant"].tolist() == ["A. 2d", "Atl."]
    for text, said in (
        (json.dumps({"A.": [{"name": "x"}]}), "cannot read the entry 'A.'; expected name, cite_type"),
        ("[]", "cannot read list; expected a JSON dict"),
        ('{\n"A.": ', "cannot read line 2"),
    ):
        with pytest.raises(ValueError, match=said):
            legal.load_citation_variants((write(tmp_path / "r.json", text),))


def test_court_strings(tmp_path):
    court = {"id": "almd", "name": "Middle District", "system": "federal", "level": None, "type": ""}
    court |= {"location": "Alabama", "examples": ["M D Alabama", "Middle Dist."]}
    path = write(tmp_path / "c.json", json.dumps([court, court | {"examples": []}]))
    table = legal.load_court_strings((path,))
    assert table["text"].tolist() == ["M D Alabama", "Middle Dist."]
    assert table["court_id"].tolist() == ["almd", "almd"]
    assert table[["level", "type"]].isna().all().all()
    broken = write(tmp_path / "c.json", json.dumps([court, {"id": "x"}]))
    with pytest.raises(ValueError, match="cannot read entry 2; expected id, name"):
        legal.load_court_strings((broken,))


EMOJI = ",".join(ratings.EMOJI_HEADER)


def test_emoji_counts(tmp_path):
    path = write(tmp_path / "e.csv", f"{EMOJI}\n😂,0x1f602,6,0.5,1,2,3,FACE,Emoticons\n")
    assert ratings.load_emoji_votes((path,)).iloc[0].tolist() == [
        "😂",
        "0x1f602",
        6,
        0.5,
        1,
        2,
        3,
        "FACE",
        "Emoticons",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "😂,0x1f601,6,0.5,1,2,3,FACE,Emoticons",
        "😂,0x1f602,6,1.5,1,2,3,FACE,Emoticons",
        "😂,0x1f602,6,0.5,-1,2,3,FACE,Emoticons",
        "😂,0x1f602,6,0.5,1,2,3,FACE",
        "😂,words,6,0.5,1,2,3,FACE,Emoticons",
        "",
    ],
)
def test_bad_emoji_lines_are_named(tmp_path, line):
    path = write(tmp_path / "e.csv", f"{EMOJI}\n😂,0x1f602,6,0.5,1,2,3,FACE,Emoticons\n{line}\n")
    with pytest.raises(ValueError, match="line 3: found"):
        ratings.load_emoji_votes((path,))
    with pytest.raises(ValueError, match="line 1: found"):
        ratings.load_emoji_votes((write(tmp_path / "h.csv", "a,b\n"),))


def address_file(folder: Path, inside: str) -> tuple[Path, ...]:
    return (write(folder / "a.xml", f"<AddressCollection>{inside}</AddressCollection>"),)


word = st.text(st.characters(codec="utf-8", categories=("L", "N", "So")), min_size=1, max_size=6)
space = st.sampled_from([" ", "  ", "\n", " \n "])


@quick
@given(st.lists(st.tuples(st.sampled_from(["ZipCode", "StreetName"]), word, space), min_size=1, max_size=6))
def test_spans_of_any_address_are_its_words(tmp_path, parts):
    inside = "".join(f"<{label}>{text}</{label}>{after}" for label, text, after in parts)
    table = addresses.load_addresses(address_file(tmp_path, f"<AddressString>\n {inside}</AddressString>"))
    text = table["text"].iloc[0]
    found = [(s["label"], text[s["start"] : s["end"]]) for s in json.loads(table["spans"].iloc[0])]
    assert found == [(label, text) for label, text, _ in parts]
    assert text == "".join(text + after for _, text, after in parts).strip()
    assert table["n"].iloc[0] == len(parts)


def test_white_space_inside_a_label_is_no_part_of_the_span(tmp_path):
    inside = "<AddressString><A> 12\n</A> <B>𝔸ve &amp; </B></AddressString>"
    table = addresses.load_addresses(address_file(tmp_path, inside))
    assert table["text"].iloc[0] == "12\n 𝔸ve &"
    assert json.loads(table["spans"].iloc[0]) == [
        {"start": 0, "end": 2, "label": "A"},
        {"start": 4, "end": 9, "label": "B"},
    ]


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<AddressString><A>1</A> loose</AddressString>", "address 1: found '1 loose'"),
        ("<AddressString>loose <A>1</A></AddressString>", "address 1: .* words without a label"),
        ("<AddressString>loose</AddressString>", "address 1: .* words without a label"),
        ("<AddressString><A><B>1</B></A></AddressString>", "the label A is nested"),
        ("<AddressString><A>1</A> <B> </B></AddressString>", "the label B is nested, empty"),
        ("<Address><A>1</A></Address>", "holding Address; expected"),
        ("<AddressString>", "not well-formed XML"),
    ],
)
def test_bad_addresses_are_named(tmp_path, inside, said):
    with pytest.raises(ValueError, match=said):
        addresses.load_addresses(address_file(tmp_path, inside))


def test_xml_that_grows_is_refused(tmp_path):
    path = write(tmp_path / "a.xml", '<!DOCTYPE a [<!ENTITY b "bbb">]><AddressCollection/>')
    with pytest.raises(ValueError, match="declares a document type"):
        addresses.load_addresses((path,))


PO = r"""# Licence.
msgid ""
msgstr ""
"Language: de\n"

#, python-format
msgid "Save %(name)s"
msgstr "%(name)s sichern"

#. A month.
msgctxt "abbr. month"
msgid ""
"May"
"\n\"1\"\\"
msgstr "Mai"

msgid "one"
msgid_plural "many"
msgstr[0] "eins"
msgstr[1] "viele"

#, python-format, fuzzy
#~ msgid "old"
#~ msgstr "alt"

msgid "Home"
msgstr ""
"""


def catalogue(folder: Path, text: str) -> Path:
    return write(folder / "contrib/admin/locale/de/LC_MESSAGES/django.po", text)


def test_translations_of_a_catalogue(tmp_path):
    table = load_translations((catalogue(tmp_path, PO),))
    assert table["id"].tolist() == ["de/admin/7", "de/admin/12", "de/admin/26"]
    assert table["source"].tolist() == ["Save %(name)s", 'May\n"1"\\', "Home"]
    assert table["translation"].tolist() == ["%(name)s sichern", "Mai", ""]
    assert table["python_format"].tolist() == [True, False, False]
    assert table["context"].isna().tolist() == [True, False, True]
    assert sum(entry.plural for entry in read_catalogue(catalogue(tmp_path, PO))) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('msgid "a"\nmsgstr b\n', "line 2: found 'msgstr b'"),
        ('msgid "a"\nmsgstr "b\n', "line 2: found"),
        ('msgid "a"\nmsgstr "b"c"\n', "line 2: found"),
        ('msgid "a"\nmsgstr "\\q"\n', "line 2: found"),
        ('"loose"\n', "line 1: found '\"loose\"'"),
        ('msgid "a"\nmsgid "b"\n', "line 2: found"),
        (
            'msgid "a"\n\nmsgstr "b"\n',
            "line 1: the message that ends here does not have both msgid and msgstr",
        ),
        ('msgstr "b"\n', "does not have both msgid and msgstr"),
        ('msgid "a"\nmsgstr[0] "b"\n', "does not have both msgid and msgstr"),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr "c"\n', r"does not have both msgid and msgstr\[0\]"),
    ],
)
def test_bad_catalogues_are_named(tmp_path, text, said):
    with pytest.raises(ValueError, match=said):
        load_translations((catalogue(tmp_path, text),))


def test_a_catalogue_outside_its_folders_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"Keep the folders of the package\."):
        load_translations((write(tmp_path / "django.po", PO),))


def quoted(text: str) -> str:
    for sign, written in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t")):
        text = text.replace(sign, written)
    return f'"{text}"'


@quick
@given(st.lists(st.tuples(anything.filter(bool), anything), max_size=4))
def test_any_pair_survives_the_round_trip(tmp_path, pairs):
    text = "\n".join(f"msgid {quoted(source)}\nmsgstr {quoted(goal)}\n" for source, goal in pairs)
    table = load_translations((catalogue(tmp_path, text),))
    assert list(zip(table["source"], table["translation"], strict=True)) == pairs
